"""The quorum at the moment of decision, at the opening and by the hour; objections."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.domain.counting.scene import moment_of, scenes_of
from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.voting import outcome
from tests.unit.domain.counting.cases import (
    MOST_CAST,
    NOON,
    SILENT,
    WRITTEN,
    at,
    ballot,
    case,
    charter,
    rules_of,
    tried,
    votes,
)

TWO = {"threshold": {"count": 2}}
LEFT = {"seat": "bell-1", "presence": "out", "at": at(minutes=-10)}
CAME = {"seat": "bell-1", "at": at(minutes=-30)}


@pytest.mark.parametrize(
    ("rule", "attendance", "expected"),
    [
        ({}, ["acme-1", "bell-1"], "adopted"),
        ({}, ["acme-1"], "inquorate"),
        ({}, ["acme-1", "bell-1", LEFT], "inquorate"),
        ({}, ["acme-1", CAME], "adopted"),
        ({"tested": "opening"}, ["acme-1", "bell-1", LEFT], "adopted"),
        ({"tested": "opening"}, ["acme-1"], "inquorate"),
        ({"within_minutes": 30}, ["acme-1", CAME], "adopted"),
        ({"within_minutes": 29}, ["acme-1", CAME], "inquorate"),
        ({"within_minutes": 29}, ["acme-1", "bell-1"], "adopted"),
        ({"within_minutes": 29}, ["acme-1", "bell-1", LEFT], "inquorate"),
        ({"within_minutes": 29, "tested": "opening"}, ["acme-1", "bell-1", LEFT], "adopted"),
    ],
)
def test_the_quorum_is_tested_when_the_charter_says(
    rule: dict[str, Any], attendance: list[Any], expected: str
) -> None:
    """At the decision, or once while the meeting is open; and by its hour."""
    result = tried(
        charter(quorum=[{**TWO, **rule}]),
        meeting={"starts_at": at(hours=-1)},
        attendance=attendance,
        ballots=[ballot("acme-1")],
    )

    assert result.outcome == expected


def test_a_quorum_that_came_too_late_is_explained_by_its_hour() -> None:
    """The numbers would be enough; the reader is told that the hour was missed."""
    result = tried(
        charter(quorum=[{**TWO, "within_minutes": 29}]),
        meeting={"starts_at": at(hours=-1)},
        attendance=["acme-1", CAME],
        ballots=[ballot("acme-1")],
    )

    assert rules_of(result, "quorum") == ["met"]
    assert rules_of(result, "quorum-hour") == ["not_met"]


def test_before_its_hour_the_quorum_may_still_come() -> None:
    """What is not late is not yet judged by the hour."""
    result = tried(
        charter(quorum=[{**TWO, "within_minutes": 60}]),
        meeting={"starts_at": at(minutes=-30)},
        attendance=["acme-1", {"seat": "bell-1", "at": at()}],
        ballots=votes("for"),
    )

    assert result.outcome == "adopted"


@pytest.mark.parametrize(
    ("objecting", "objects", "expected"),
    [
        ([], None, "adopted"),
        (["bell-1", "bell-2"], None, "adopted"),
        (["bell-1"], 2, "adopted"),
        (["bell-1", "bell-2"], 2, "deferred"),
    ],
)
def test_objections_to_writing_bring_a_matter_before_a_meeting(
    objecting: list[str], objects: int | None, expected: str
) -> None:
    """As many as the charter asks for, and only where it asks."""
    way = {"written": {**WRITTEN["written"], **({} if objects is None else {"objects": objects})}}

    result = tried(
        charter(procedures=way),
        matter={"class": "plan", "procedure": "written"},
        objections=[{"seat": seat, "to": "form"} for seat in objecting],
        ballots=votes("for", "for"),
    )

    assert result.outcome == expected
    assert (expected == "deferred") == bool(rules_of(result, "form"))


@pytest.mark.parametrize(
    ("objections", "rule", "expected"),
    [
        ([], {}, "adopted"),
        (["bell-1"], {"objects": 2}, "adopted"),
        (["bell-1"], {"then": "deferred"}, "deferred"),
        (["bell-1"], {"then": "rejected"}, "rejected"),
        (["bell-1"], {}, "lapsed"),
        (["bell-1", "bell-2"], {"objects": 2, "then": "rejected"}, "rejected"),
        ([{"seat": "bell-1", "to": "form"}], {"then": "rejected"}, "adopted"),
        ([{"seat": "bell-1", "at": at(seconds=1)}], {"then": "rejected"}, "adopted"),
        (["bell-1"], {"then": "rejected", "who": {"parties": ["acme"]}}, "adopted"),
        (["acme-1"], {"then": "rejected", "who": {"parties": ["acme"]}}, "rejected"),
    ],
)
def test_silence_adopts_unless_enough_object(
    objections: list[Any], rule: dict[str, Any], expected: str
) -> None:
    """Objections count in time, from those who may, up to the number that stops it."""
    way = {"no_objection": {**SILENT["no_objection"], **rule}}

    result = tried(
        charter(procedures=way),
        matter={"class": "plan", "procedure": "no_objection"},
        objections=objections,
    )

    assert result.outcome == expected


def test_a_recused_seat_objects_to_nothing() -> None:
    """Who withdrew has no voice in the matter."""
    way = {"no_objection": {**SILENT["no_objection"], "then": "rejected"}}

    result = tried(
        charter(procedures=way),
        matter={"class": "plan", "procedure": "no_objection"},
        objections=["bell-1"],
        recusals=["bell-1"],
    )

    assert result.outcome == "adopted"


@pytest.mark.parametrize(
    ("given", "expected"), [(votes("for", "for", "against"), "adopted"), ({}, "lapsed")]
)
def test_an_objection_can_bring_about_a_vote(given: dict[str, str], expected: str) -> None:
    """In the same poll, by the rule for votes."""
    result = tried(
        charter(procedures=SILENT),
        matter={"class": "plan", "procedure": "no_objection"},
        objections=["bell-1"],
        ballots=given,
    )

    assert result.outcome == expected


def test_while_silence_runs_nothing_is_decided() -> None:
    """Before the window is over there is no silence to speak of."""
    result = tried(
        charter(procedures=SILENT),
        matter={"class": "plan", "procedure": "no_objection", "opened_at": at(days=-1)},
    )

    assert result.outcome == "pending"
    assert rules_of(result, "no-objection") == ["met"]


def test_a_vote_is_decided_when_it_was_recorded_as_closed() -> None:
    """Whoever comes later changes nothing of it."""
    known = facts_of(case(ballots=votes("for")))
    early = NOON.replace(hour=11)

    assert moment_of(known, NOON.replace(hour=13)) == NOON
    assert moment_of(replace(known, decided_at=early), NOON) == early
    assert moment_of(replace(known, poll_closed_at=early), NOON) == early


def test_a_ballot_after_the_decision_is_not_counted() -> None:
    """The moment of decision is the last at which a ballot counts."""
    known = facts_of(case(ballots=votes("for", "for")))
    early = replace(known, decided_at=NOON.replace(hour=11))
    rules = case(charter(votes=[{"needs": [MOST_CAST]}])).charter

    assert outcome(rules, early, NOON).tally.for_ == 0
    assert scenes_of(rules, early, NOON)[0].moment == early.decided_at
