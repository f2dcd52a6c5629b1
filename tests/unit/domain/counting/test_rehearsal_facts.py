"""What a case leaves open, filled as it documents."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from ledger.domain.rehearsal.facts import facts_of
from tests.unit.domain.counting.cases import (
    NOON,
    SEATS,
    SILENT,
    WRITTEN,
    at,
    ballot,
    case,
    charter,
    tried,
    votes,
)

DAY = timedelta(days=1)
WAYS = {"meeting": {}, "interim": {}, **WRITTEN, **SILENT}


def _times(given: Any, **matter: Any) -> tuple[datetime, datetime | None]:
    known = facts_of(
        case(charter(procedures=WAYS), matter={"class": "plan", **matter}, ballots=given)
    )
    return known.opened_at, known.closes_at


@pytest.mark.parametrize(
    ("given", "matter", "expected"),
    [
        ({}, {}, (NOON, NOON)),
        (None, {}, (NOON, None)),
        ({}, {"opened_at": at(hours=-1)}, (NOON - DAY / 24, NOON)),
        ({}, {"closes_at": at(hours=1)}, (NOON, NOON + DAY / 24)),
        ({}, {"procedure": "written"}, (NOON - 5 * DAY, NOON)),
        (None, {"procedure": "written"}, (NOON - 5 * DAY, None)),
        ({}, {"procedure": "written", "closes_at": at(days=1)}, (NOON - 4 * DAY, NOON + DAY)),
        ({}, {"procedure": "written", "opened_at": at(days=-1)}, (NOON - DAY, NOON + 4 * DAY)),
        (None, {"procedure": "no_objection"}, (NOON - 5 * DAY, NOON)),
        ({}, {"procedure": "interim"}, (NOON - DAY, None)),
        (None, {"procedure": "interim"}, (NOON - DAY, None)),
        ({}, {"procedure": "interim", "opened_at": at(days=-3)}, (NOON - 3 * DAY, None)),
    ],
)
def test_a_poll_has_the_times_that_its_procedure_gives_it(
    given: Any, matter: dict[str, Any], expected: tuple[datetime, datetime | None]
) -> None:
    """At a meeting until the clock, in writing as long as the window says."""
    assert _times(given, **matter) == expected


@pytest.mark.parametrize("procedure", ["written", "no_objection"])
def test_a_procedure_that_the_charter_lacks_has_no_window(procedure: str) -> None:
    """The case can be told all the same: it is not admissible."""
    result = tried(matter={"class": "plan", "procedure": procedure}, ballots={})

    assert result.outcome == "inadmissible"


@pytest.mark.parametrize(
    ("agenda", "named", "expected"),
    [
        (None, None, None),
        (None, "two", "two"),
        (["one", "two"], "two", "two"),
        (["one", "plan"], None, "plan"),
        (["one", "two"], None, "one"),
        ([], None, None),
    ],
)
def test_a_matter_is_put_under_an_item_of_the_agenda(
    agenda: list[str] | None, named: str | None, expected: str | None
) -> None:
    """The one it names, else the one of its class, else the first for decision."""
    matter: dict[str, Any] = {"class": "plan"}
    if named is not None:
        matter["agenda_item"] = named
    items = None if agenda is None else [{"item": item} for item in agenda]

    known = facts_of(case(matter=matter, meeting={} if items is None else {"agenda": items}))

    assert known.matter.agenda_item == expected


def test_a_reconvened_meeting_without_items_takes_up_the_class() -> None:
    """The first meeting's agenda names the matter by its class."""
    earlier = {"starts_at": "2026-05-01T10:00:00Z", "agenda": ["plan"]}

    known = facts_of(case(meeting={"reconvenes": earlier}))

    assert known.matter.agenda_item == "plan"


def test_an_item_for_guidance_is_none_for_decision() -> None:
    """What is only to be talked about is not taken for the matter."""
    agenda = [{"item": "one", "purpose": "guidance"}, {"item": "two"}]

    assert facts_of(case(meeting={"agenda": agenda})).matter.agenda_item == "two"


def test_if_nobody_says_who_came_whoever_votes_was_there() -> None:
    """A giver of a proxy votes through the holder, who was."""
    known = facts_of(
        case(
            charter(people={"proxies": {}}),
            proxies=[{"giver": "bell-1", "holder": "acme-2"}],
            ballots=[ballot("acme-1"), ballot("bell-1"), ballot("bell-2", by="acme-2")],
        )
    )
    assert known.meeting is not None

    assert [move.seat for move in known.meeting.movements] == ["acme-1", "acme-2"]
    assert [each.by_proxy for each in known.ballots] == [None, "acme-2", "acme-2"]


def test_a_giver_who_is_there_votes_themselves() -> None:
    """A ballot is by proxy only of a seat that is away."""
    known = facts_of(
        case(
            charter(people={"proxies": {}}),
            attendance=["acme-1", "bell-1"],
            proxies=[{"giver": "bell-1", "holder": "acme-1"}],
            ballots=votes("for", "-", "for"),
        )
    )

    assert [each.by_proxy for each in known.ballots] == [None, None]


def test_what_happened_before_is_taken_as_it_is_told() -> None:
    """Meetings, decisions of any outcome, and defaults with their cure."""
    history = {
        "meetings": [{"at": at(days=-9), "present": ["acme-1"], "remote": ["acme-1"]}],
        "decisions": [
            {"at": at(days=-8), "outcome": "ultra_vires", "class": "plan", "about": "msa"},
            {"at": at(days=-7), "outcome": "adopted_with_conditions", "class": "plan"},
        ],
        "defaults": [
            {"at": at(days=-6), "party": "acme"},
            {"at": at(days=-6), "seat": "bell-1", "cured_at": at(days=-5)},
        ],
    }

    known = facts_of(case(history=history))

    assert known.held[0].remote == {"acme-1"}
    assert [past.outcome for past in known.decisions] == ["ultra_vires", "adopted_with_conditions"]
    assert [default.cured_at for default in known.defaults] == [None, NOON - 5 * DAY]


def test_a_stage_may_say_when_the_one_before_was_put_off() -> None:
    """A number alone is a stage long enough after it."""
    assert facts_of(case(stage=2)).staged.since is None
    assert facts_of(case(stage={"stage": 2})).staged.since is None
    assert facts_of(case(stage={"stage": 2, "since": at(days=-1)})).staged.since == NOON - DAY


def test_moments_with_any_offset_are_the_same_moments() -> None:
    """Noon in UTC is two in the afternoon in Paris."""
    paris = tried(clock="2026-06-10T14:00:00+02:00", ballots=votes("for"))

    assert paris == tried(ballots=votes("for"))


def test_who_called_is_known_by_seat_and_by_office() -> None:
    """Naming the one names the other."""
    for called_by in (["acme-1"], ["chair"]):
        known = facts_of(case(meeting={"called_by": called_by}))
        assert known.meeting is not None

        assert known.meeting.called_by == frozenset({"acme-1", "chair"})


def test_a_meeting_is_opened_at_its_hour_unless_it_says_otherwise() -> None:
    """Or when the poll was opened, where that was before."""
    moments = [
        facts_of(case(**parts)).meeting
        for parts in (
            {"meeting": {"starts_at": at(hours=-1)}},
            {"meeting": {"starts_at": at(hours=-1), "opened_at": at(minutes=-50)}},
        )
    ]

    assert [meeting.opened_at for meeting in moments if meeting is not None] == [
        NOON - DAY / 24,
        NOON - timedelta(minutes=50),
    ]
    assert facts_of(case(meeting={"acting_chair": SEATS[0]})).meeting is not None
