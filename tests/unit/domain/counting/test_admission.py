"""Whether a matter may be decided: power, call, notice, agenda, stage, and what is barred."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.domain.counting.admission import problems
from ledger.domain.rehearsal.facts import facts_of
from tests.unit.domain.counting.cases import (
    ALL,
    HALF,
    MOST_CAST,
    SEATS,
    WRITTEN,
    at,
    case,
    charter,
    days,
    members,
    tried,
)


def _lacking(rules: dict[str, Any] | None = None, **parts: Any) -> list[str]:
    return [each.rule for each in tried(rules, **parts).lacking]


def _meeting(**rule: Any) -> dict[str, Any]:
    return charter(procedures={"meeting": {"classes": [{"class": "ordinary", **rule}]}})


@pytest.mark.parametrize(
    ("callers", "called_by", "requested_by", "lacking"),
    [
        (None, None, [], []),
        (None, ["chair"], [], []),
        (None, ["acme-1"], [], []),
        (None, ["secretary"], [], []),
        (None, ["acme-2"], [], ["call"]),
        (None, [], [], ["call"]),
        ([{"offices": ["vice_chair"]}], ["vice_chair"], [], []),
        ([{"offices": ["vice_chair"]}], ["bell-2"], [], []),
        ([{"offices": ["vice_chair"]}], ["acme-1"], [], ["call"]),
        ([{"who": {"parties": ["bell"]}}], ["bell-1"], [], []),
        ([{"who": {"parties": ["bell"]}}], ["acme-1"], [], ["call"]),
        ([{"who": {}, "support": HALF}], ["acme-2"], ["bell-1"], []),
        ([{"who": {}, "support": HALF}], ["acme-2"], [], ["call"]),
        ([{"who": {}, "support": HALF}], ["acme-2"], ["acme-2"], ["call"]),
        ([{"who": {"parties": ["bell"]}, "support": HALF}], ["bell-1"], ["acme-2"], ["call"]),
        ([{"who": {"parties": ["bell"]}, "support": HALF}], ["bell-1"], ["bell-2"], []),
        ([{"offices": ["secretary"], "support": HALF}], ["secretary"], ["acme-1", "bell-1"], []),
        ([{"offices": ["secretary"], "support": HALF}], ["secretary"], ["acme-1"], ["call"]),
        ([{"offices": ["secretary"]}, {"who": {}}], ["bell-1"], [], []),
    ],
)
def test_a_meeting_is_called_by_whom_the_charter_lets(
    callers: Any, called_by: Any, requested_by: list[str], lacking: list[str]
) -> None:
    """An officer or member, alone, or with so many who ask for it, the caller included."""
    rules = _meeting(**({} if callers is None else {"callers": callers}))
    call = {} if called_by is None else {"called_by": called_by}

    found = _lacking(
        rules,
        members=members(*SEATS, chair="acme-1", vice_chair="bell-2"),
        meeting={**call, "requested_by": requested_by},
    )

    assert found == lacking


@pytest.mark.parametrize(
    ("called_by", "lacking"), [(["chair"], []), (["bell-1"], ["call"]), (["co_chair"], [])]
)
def test_without_classes_chair_or_secretary_call(called_by: list[str], lacking: list[str]) -> None:
    """A charter that names no class of meeting leaves the call to its officers."""
    assert _lacking(meeting={"called_by": called_by}) == lacking


def test_a_class_of_meeting_must_be_the_charters() -> None:
    """Where a charter has classes, another one is no meeting of the board."""
    assert _lacking(_meeting(), meeting={"class": "urgent"}) == ["call"]
    assert _lacking(_meeting(), meeting={"class": "ordinary"}) == []


@pytest.mark.parametrize(
    ("count", "unit", "just", "short"),
    [
        (90, "minutes", at(minutes=-90), at(minutes=-89)),
        (2, "hours", at(hours=-2), at(hours=-2, seconds=1)),
        (3, "days", at(days=-3, hours=11), at(days=-2)),
        (3, "clear_days", at(days=-4, hours=11), at(days=-3)),
        (3, "business_days", at(days=-5), at(days=-2)),
        (1, "weeks", at(days=-7), at(days=-6)),
        (1, "months", "2026-05-10T23:00:00Z", "2026-05-11T00:00:00Z"),
        (1, "years", "2025-06-10T23:00:00Z", "2025-06-11T00:00:00Z"),
    ],
)
def test_notice_is_counted_in_the_charters_unit(
    count: int, unit: str, just: str, short: str
) -> None:
    """On the last moment it is in time, a moment later too short."""
    rules = _meeting(notice={"count": count, "unit": unit})

    assert _lacking(rules, meeting={"notice": just}) == []
    assert _lacking(rules, meeting={"notice": short}) == ["notice"]
    assert _lacking(rules) == []


@pytest.mark.parametrize(
    ("waiver", "waivers", "lacking"),
    [
        (None, [*SEATS], ["notice"]),
        ({"threshold": ALL}, ["acme-1", "bell-1"], []),
        ({"threshold": ALL}, ["acme-1"], ["notice"]),
        ({"threshold": ALL, "of": "filled"}, ["acme-1", "bell-1"], ["notice"]),
        ({"threshold": ALL, "of": "filled"}, [*SEATS], []),
        ({"threshold": {"count": 0}}, [], []),
    ],
)
def test_short_notice_can_be_waived(waiver: Any, waivers: list[str], lacking: list[str]) -> None:
    """By so many of those present, or of all filled seats, where the charter lets them."""
    rules = _meeting(notice=days(3), **({} if waiver is None else {"waiver": waiver}))

    found = _lacking(
        rules,
        meeting={"notice": at(days=-1), "waivers": waivers},
        attendance=["acme-1", "bell-1"],
    )

    assert found == lacking


def test_nobody_present_waives_nothing() -> None:
    """All of nobody is not all."""
    rules = _meeting(notice=days(3), waiver={"threshold": {"count": 0}})

    assert _lacking(rules, meeting={"notice": at(days=-1)}, attendance=[]) == ["notice"]


@pytest.mark.parametrize(
    ("rule", "item", "lacking"),
    [
        ({}, {}, []),
        ({}, {"purpose": "guidance"}, ["agenda"]),
        ({}, {"item": "other"}, ["agenda"]),
        ({"closed": False}, {"item": "other"}, []),
        ({}, {"noticed_at": at(days=-4)}, ["agenda"]),
        ({}, {"noticed_at": at(days=-5)}, []),
        ({"added": days(2)}, {"noticed_at": at(days=-2)}, []),
        ({"added": days(2)}, {"noticed_at": at(days=-1)}, ["agenda"]),
        ({}, {"noticed_at": at(days=-1), "urgent": True}, ["agenda"]),
        ({"urgent": True}, {"noticed_at": at(days=-1), "urgent": True}, []),
        ({"urgent": True}, {"noticed_at": at(days=-1)}, ["agenda"]),
        ({"consent": {"threshold": ALL}}, {"noticed_at": at(days=-1)}, ["agenda"]),
        (
            {"consent": {"threshold": ALL}},
            {"noticed_at": at(days=-1), "consents": ["acme-1", "bell-1"]},
            [],
        ),
    ],
)
@pytest.mark.parametrize("call", [{"notice": at(days=-5)}, {}])
def test_only_what_was_noticed_for_decision_is_decided(
    rule: dict[str, Any], item: dict[str, Any], lacking: list[str], call: dict[str, Any]
) -> None:
    """Unless it was added in time, is urgent, or enough let it in; a call not dated was in time."""
    meeting = {**call, "agenda": [{"item": "plan", **item}]}

    found = _lacking(
        _meeting(notice=days(5), agenda=rule),
        matter={"class": "plan", "agenda_item": "plan"},
        meeting=meeting,
        attendance=["acme-1", "bell-1"],
    )

    assert found == lacking


def test_without_a_time_for_notice_an_item_is_never_late_for_a_call_not_dated() -> None:
    """What was not stated is not judged."""
    meeting = {"agenda": [{"item": "plan", "noticed_at": at()}]}

    assert _lacking(_meeting(), meeting=meeting) == []


@pytest.mark.parametrize(
    ("stage", "lacking"),
    [
        (1, []),
        (2, []),
        (3, ["stage"]),
        ({"stage": 2, "since": at(days=-2)}, ["stage"]),
        ({"stage": 2, "since": at(days=-3)}, []),
        ({"stage": 2, "since": at(days=-6)}, []),
        ({"stage": 2, "since": at(days=-7)}, ["stage"]),
        ({"stage": 4, "since": at(days=-700)}, []),
    ],
)
def test_a_later_stage_has_its_time(stage: Any, lacking: list[str]) -> None:
    """Neither too early nor too late after the one before; and it must be the charter's."""
    stages = [{"stage": 2, "after": days(3), "within": days(6)}, {"stage": 4}]
    rules = charter(procedures={"meeting": {}, "stages": stages})

    assert _lacking(rules, stage=stage) == lacking


@pytest.mark.parametrize(
    ("procedures", "matter", "lacking"),
    [
        (WRITTEN, {}, ["procedure"]),
        (WRITTEN, {"procedure": "written"}, []),
        (
            {"written": {**WRITTEN["written"], "when": {"classes": ["budget"]}}},
            {"procedure": "written"},
            ["procedure"],
        ),
        ({"interim": {"when": {"classes": ["plan"]}}}, {"procedure": "interim"}, []),
        (
            {"meeting": {}, "en_bloc": False},
            {"items": [{"item": "one"}, {"item": "two"}]},
            ["en-bloc"],
        ),
        ({"meeting": {}, "en_bloc": False}, {"items": [{"item": "one"}]}, []),
    ],
)
def test_a_board_decides_by_its_own_procedures(
    procedures: dict[str, Any], matter: dict[str, Any], lacking: list[str]
) -> None:
    """And each only for the matters for which it is meant."""
    assert _lacking(charter(procedures=procedures), matter={"class": "plan", **matter}) == lacking


@pytest.mark.parametrize(
    ("binds", "filled", "lacking"),
    [
        ("decision", SEATS[:3], ["composition"]),
        ("decision", SEATS, []),
        ("appointment", SEATS[:3], []),
    ],
)
def test_a_board_that_is_not_composed_as_it_must_be_decides_nothing(
    binds: str, filled: tuple[str, ...], lacking: list[str]
) -> None:
    """Where its composition binds decisions."""
    rule = {
        "rule": "equal",
        "needs": {"part": "each", "name": "of", "by": "party", "least": 2},
        "binds": binds,
    }

    found = _lacking(charter(people={"composition": [rule]}), members=members(*filled))

    assert found == lacking


@pytest.mark.parametrize(
    ("reconvene", "earlier", "expected"),
    [
        ({}, {"starts_at": at(days=-1)}, True),
        ({}, {"starts_at": at(days=-1), "inquorate": False}, False),
        ({"after": days(15)}, {"starts_at": at(days=-15)}, True),
        ({"after": days(15)}, {"starts_at": at(days=-14)}, False),
        ({"within": days(15)}, {"starts_at": at(days=-15)}, True),
        ({"within": days(15)}, {"starts_at": at(days=-16)}, False),
    ],
)
def test_a_reconvened_meeting_needs_no_quorum_in_its_time(
    reconvene: dict[str, Any], earlier: dict[str, Any], *, expected: bool
) -> None:
    """Where the one before lacked one, and not too soon or too late after it."""
    rules = charter(
        procedures={"meeting": {"reconvene": reconvene}},
        quorum=[{"when": {"reconvened": False}, "threshold": {"count": 3}}],
    )

    result = tried(rules, meeting={"reconvenes": earlier}, ballots={"acme-1": "for"})

    assert result.outcome == ("adopted" if expected else "inquorate")


def test_rules_can_be_meant_for_a_class_of_meeting() -> None:
    """A meeting of no named class is one of the charter's first class."""
    classes = [{"class": "ordinary"}, {"class": "urgent"}]
    rules = charter(
        procedures={"meeting": {"classes": classes}},
        votes=[{"needs": [MOST_CAST], "when": {"meetings": ["ordinary"]}}],
    )

    assert tried(rules, ballots={"acme-1": "for"}).outcome == "adopted"
    urgent = tried(rules, ballots={"acme-1": "for"}, meeting={"class": "urgent"})
    assert urgent.outcome == "ultra_vires"


def test_a_board_without_meetings_is_not_asked_how_one_was_called() -> None:
    """That it does not meet is said once."""
    known = facts_of(case(meeting={"called_by": [], "reconvenes": {"starts_at": at(days=-1)}}))
    rules = case(charter(procedures=WRITTEN)).charter

    assert [each.rule for each in problems(rules, known)] == ["procedure"]
    assert [each.rule for each in problems(rules, replace(known, meeting=None))] == ["procedure"]
