"""Callers, consents and classes of meeting; what is taken up again; ballots by letter."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import (
    ALL,
    HALF,
    MAJORITY,
    MOST_CAST,
    SEATS,
    at,
    ballot,
    charter,
    days,
    members,
    seats,
    tried,
    votes,
)

FIVE = (*SEATS, "cord-1")


def _lacking(rules: dict[str, Any], **parts: Any) -> list[str]:
    return [each.rule for each in tried(rules, **parts).lacking]


def _meeting(**rule: Any) -> dict[str, Any]:
    return charter(
        seats=seats(*FIVE),
        procedures={"meeting": {"classes": [{"class": "ordinary", **rule}]}},
        weights=[{"who": {"parties": ["cord"]}, "weight": 6}],
    )


@pytest.mark.parametrize(
    ("unit", "support", "asked_by", "lacking"),
    [
        ("seat", MAJORITY, ["acme-2", "bell-1"], []),
        ("seat", MAJORITY, ["acme-2"], ["call"]),
        ("party", MAJORITY, ["acme-2"], ["call"]),
        ("party", MAJORITY, ["bell-1"], []),
        ("person", {"count": 2}, ["acme-2"], []),
        ("person", {"count": 2}, [], ["call"]),
        # Cord weighs six of ten.
        ("weight", MAJORITY, ["acme-2", "bell-1", "bell-2"], ["call"]),
        ("weight", MAJORITY, ["cord-1"], []),
    ],
)
def test_support_for_a_call_is_counted_in_the_charters_unit(
    unit: str, support: dict[str, Any], asked_by: list[str], lacking: list[str]
) -> None:
    """The caller is one of them."""
    rules = _meeting(callers=[{"who": {}, "support": support, "unit": unit}])
    meeting = {"called_by": ["acme-1"], "requested_by": asked_by}

    assert _lacking(rules, members=members(*FIVE), meeting=meeting) == lacking


@pytest.mark.parametrize(
    ("waiver", "waivers", "attendance", "lacking"),
    [
        ({"threshold": ALL, "unit": "party"}, ["acme-1", "bell-1"], SEATS, []),
        ({"threshold": ALL, "unit": "party"}, ["acme-1", "acme-2"], SEATS, ["notice"]),
        ({"threshold": ALL, "unit": "seat"}, ["acme-1", "bell-1"], SEATS, ["notice"]),
        ({"threshold": HALF, "unit": "weight", "of": "filled"}, ["cord-1"], FIVE, []),
        ({"threshold": HALF, "unit": "weight", "of": "filled"}, SEATS, FIVE, ["notice"]),
        # Being there is enough: of all filled seats, so all must have come.
        ({"threshold": ALL, "of": "filled", "by": "presence"}, [], FIVE, []),
        ({"threshold": ALL, "of": "filled", "by": "presence"}, [], SEATS, ["notice"]),
        ({"threshold": ALL, "of": "filled", "by": "presence"}, ["cord-1"], SEATS, []),
        ({"threshold": ALL, "of": "filled", "by": "statement"}, [], FIVE, ["notice"]),
    ],
)
def test_short_notice_is_waived_by_words_or_by_coming(
    waiver: dict[str, Any], waivers: Any, attendance: Any, lacking: list[str]
) -> None:
    """Counted as the charter counts it."""
    rules = _meeting(notice=days(3), waiver=waiver)
    meeting = {"notice": at(days=-1), "waivers": [*waivers]}

    found = _lacking(rules, members=members(*FIVE), meeting=meeting, attendance=[*attendance])

    assert found == lacking


@pytest.mark.parametrize(
    ("who", "of", "waivers", "lacking"),
    [
        # The auditor is asked only where the charter says so.
        ({}, "filled", SEATS, []),
        ({"novote": True}, "filled", SEATS, ["notice"]),
        ({"novote": True}, "filled", [*SEATS, "audit-1"], []),
        ({"novote": True}, "present", SEATS, []),
        ({"parties": ["acme"]}, "filled", ["acme-1", "acme-2"], []),
        ({"parties": ["acme"]}, "filled", ["acme-1", "bell-1"], ["notice"]),
        ({"parties": ["audit"], "novote": True}, "filled", ["audit-1"], []),
        # Of an empty group nobody agrees.
        ({"parties": ["audit"], "novote": True}, "present", ["audit-1"], ["notice"]),
    ],
)
def test_a_waiver_is_for_whom_the_charter_names(
    who: dict[str, Any], of: str, waivers: Any, lacking: list[str]
) -> None:
    """Seats of the group, with or without a vote; the others are not asked."""
    waiver = {"threshold": ALL, "of": of, "who": who}
    rules = charter(
        seats=[*seats(*SEATS), *seats("audit-1", voting=False)],
        procedures={
            "meeting": {"classes": [{"class": "ordinary", "notice": days(3), "waiver": waiver}]}
        },
    )
    meeting = {"notice": at(days=-1), "waivers": [*waivers]}

    found = _lacking(
        rules, members=members(*SEATS, "audit-1"), meeting=meeting, attendance=[*SEATS]
    )

    assert found == lacking


@pytest.mark.parametrize(
    ("consent", "consents", "lacking"),
    [
        ({"threshold": ALL, "unit": "party"}, ["acme-1", "bell-1"], []),
        ({"threshold": ALL, "unit": "party"}, ["acme-1"], ["agenda"]),
        ({"threshold": ALL, "by": "presence"}, [], []),
        ({"threshold": ALL, "by": "presence", "of": "filled"}, [], ["agenda"]),
    ],
)
def test_an_item_is_let_in_by_words_or_by_coming(
    consent: dict[str, Any], consents: list[str], lacking: list[str]
) -> None:
    """An item that came after the call."""
    rules = _meeting(agenda={"consent": consent})
    item = {"item": "plan", "noticed_at": at(hours=-1), "consents": consents}
    meeting = {"notice": at(days=-9), "agenda": [item]}

    found = _lacking(
        rules, members=members(*FIVE), meeting=meeting, attendance=["acme-1", "bell-1"]
    )

    assert found == lacking


@pytest.mark.parametrize(
    ("class_", "matter", "lacking"),
    [
        ("ordinary", "plan", []),
        ("ordinary", "budget", ["call"]),
        ("extraordinary", "budget", []),
        ("extraordinary", "plan", []),
    ],
)
def test_a_class_of_meeting_decides_what_it_is_for(
    class_: str, matter: str, lacking: list[str]
) -> None:
    """A class without a condition decides everything."""
    classes = [{"class": "ordinary", "when": {"classes": ["plan"]}}, {"class": "extraordinary"}]
    rules = charter(procedures={"meeting": {"classes": classes}})

    assert _lacking(rules, meeting={"class": class_}, matter={"class": matter}) == lacking


@pytest.mark.parametrize(
    ("same", "agenda", "item", "expected"),
    [
        (True, ["plan"], "plan", "adopted"),
        (True, ["budget"], "plan", "inquorate"),
        (True, None, "plan", "adopted"),
        (False, ["budget"], "plan", "adopted"),
        (True, ["plan"], "other", "inquorate"),
    ],
)
def test_a_reconvened_meeting_takes_up_the_first_ones_agenda(
    same: object, agenda: list[str] | None, item: str, expected: str
) -> None:
    """What is new needs the full quorum, where the charter says so."""
    rules = charter(
        procedures={"meeting": {"reconvene": {"same_agenda": same}}},
        quorum=[
            {"when": {"reconvened": True}, "threshold": {"count": 1}},
            {"threshold": {"count": 3}},
        ],
    )
    earlier = {"starts_at": at(days=-7), **({} if agenda is None else {"agenda": agenda})}

    result = tried(
        rules,
        matter={"class": "plan", "agenda_item": item},
        meeting={"reconvenes": earlier, "agenda": [{"item": item}]},
        ballots=votes("for"),
    )

    assert result.outcome == expected


@pytest.mark.parametrize(
    ("by_letter", "outcome", "present", "not_counted"),
    [
        ("none", "inquorate", 2, ["bell-1"]),
        ("votes", "inquorate", 2, []),
        ("counts", "adopted", 3, []),
    ],
)
def test_an_absent_seat_votes_by_letter_where_the_charter_lets_it(
    by_letter: str, outcome: str, present: int, not_counted: list[str]
) -> None:
    """Its ballot counts, and may make it present."""
    rules = charter(
        procedures={"meeting": {"by_letter": by_letter}}, quorum=[{"threshold": {"count": 3}}]
    )

    result = tried(rules, attendance=["acme-1", "acme-2"], ballots=votes("for", "against", "for"))

    assert result.quorum is not None
    assert (result.outcome, result.quorum.present) == (outcome, present)
    assert [each.seat for each in result.not_counted] == not_counted


def test_a_letter_decides_without_making_presence() -> None:
    """Two in the room make the quorum, and the third ballot the majority."""
    rules = charter(
        procedures={"meeting": {"by_letter": "votes"}},
        quorum=[{"threshold": {"count": 2}}],
        votes=[{"needs": [MOST_CAST], "tie": "deadlocked"}],
    )
    given = votes("for", "against", "for")

    with_letter = tried(rules, attendance=["acme-1", "acme-2"], ballots=given)
    without = tried(
        charter(quorum=[{"threshold": {"count": 2}}]),
        attendance=["acme-1", "acme-2"],
        ballots=given,
    )

    assert [with_letter.outcome, without.outcome] == ["adopted", "deadlocked"]


def test_a_letter_is_for_the_items_that_it_names() -> None:
    """On the others its seat is away."""
    rules = charter(
        procedures={"meeting": {"by_letter": "counts"}}, quorum=[{"threshold": {"count": 2}}]
    )

    result = tried(
        rules,
        matter={"class": "plan", "items": [{"item": "one"}, {"item": "two"}]},
        attendance=["acme-1"],
        ballots=[ballot("acme-1"), ballot("bell-1", items=["two"])],
    )

    assert [item.outcome for item in result.items] == ["inquorate", "adopted"]
