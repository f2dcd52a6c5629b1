"""Who is there, for whom they vote, and which of their ballots count."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.domain.counting.facts import Movement
from ledger.domain.counting.presence import attending
from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.voting import outcome
from tests.unit.domain.counting.cases import (
    MOST_CAST,
    NOON,
    SEATS,
    WRITTEN,
    at,
    ballot,
    case,
    charter,
    members,
    tried,
    votes,
    with_alternate,
)

IN_WRITING = {"class": "plan", "procedure": "written"}
TWO = [{"threshold": {"count": 2}}]
PROXY = [{"giver": "bell-1", "holder": "acme-1"}]


def _came(seat: str, **more: Any) -> dict[str, Any]:
    return {"seat": seat, "presence": "in", **more}


def _left(seat: str, **more: Any) -> dict[str, Any]:
    return {"seat": seat, "presence": "out", **more}


def _present(result: Any) -> list[str]:
    return [each.seat for each in result.eligible if each.present]


def test_a_vote_cast_before_its_seat_left_still_counts() -> None:
    """Whoever was there as they voted has voted; the quorum asks who is there at the end."""
    result = tried(
        charter(quorum=TWO),
        meeting={"starts_at": at(hours=-2)},
        attendance=["acme-1", "acme-2", "bell-1", _left("bell-1", at=at(minutes=-10))],
        ballots=[
            ballot("acme-1", "against"),
            ballot("acme-2"),
            ballot("bell-1", at=at(minutes=-20)),
        ],
    )

    assert result.outcome == "adopted"
    assert _present(result) == ["acme-1", "acme-2"]


@pytest.mark.parametrize("moment", [at(minutes=-90), at(minutes=-10)])
def test_a_vote_from_outside_the_room_does_not_count(moment: str) -> None:
    """Neither before its seat came nor after it left."""
    result = tried(
        meeting={"starts_at": at(hours=-2)},
        attendance=[_came("acme-1", at=at(hours=-1)), _left("acme-1", at=at(minutes=-30))],
        ballots=[ballot("acme-1", at=moment)],
    )

    assert [each.seat for each in result.not_counted] == ["acme-1"]


def test_coming_and_going_in_one_instant_is_being_there() -> None:
    """The order in which one instant is told does not matter."""
    moves = [_left("acme-1", at=at()), _came("acme-1", at=at())]

    here = [
        _present(tried(meeting={"starts_at": at(hours=-1)}, attendance=order, ballots={}))
        for order in (moves, moves[::-1])
    ]

    assert here == [["acme-1"], ["acme-1"]]


@pytest.mark.parametrize(
    ("remote", "present", "counted"),
    [
        ("counts", ["acme-1", "bell-1"], 2),
        ("votes", ["acme-1"], 2),
        ("barred", ["acme-1"], 1),
    ],
)
def test_remote_presence_is_worth_what_the_charter_says(
    remote: str, present: list[str], counted: int
) -> None:
    """It counts, or only lets vote, or does neither."""
    result = tried(
        charter(procedures={"meeting": {"classes": [{"class": "ordinary", "remote": remote}]}}),
        attendance=["acme-1", _came("bell-1", mode="remote")],
        ballots={"acme-1": "for", "bell-1": "for"},
    )

    assert _present(result) == present
    assert result.tally.for_ == counted


@pytest.mark.parametrize(
    ("rule", "present", "counted"),
    [
        ({}, ["acme-1"], 1),
        ({"vote": False}, ["acme-1"], 0),
        ({"present": False}, [], 1),
        ({"present": False, "vote": False}, [], 0),
    ],
)
def test_an_alternate_stands_in_as_far_as_the_charter_lets_it(
    rule: dict[str, bool], present: list[str], counted: int
) -> None:
    """An alternate may make the seat present, vote for it, or both."""
    result = tried(
        charter(people={"alternates": rule}),
        members=with_alternate("acme-1", members(*SEATS)),
        attendance=[_came("acme-1", alternate=True)],
        ballots={"acme-1": "for"},
    )

    assert _present(result) == present
    assert result.tally.for_ == counted


def test_nobody_is_there_while_a_meeting_is_not_in_session() -> None:
    """Not before it is opened, not while it is interrupted, not after it is closed."""
    known = facts_of(case(meeting={"starts_at": at(hours=-1)}, attendance=["acme-1"]))
    meeting = known.meeting
    assert meeting is not None

    assert list(attending(meeting, NOON)) == ["acme-1"]
    assert attending(replace(meeting, interrupted_at=NOON), NOON) == {}
    assert attending(replace(meeting, closed_at=NOON), NOON) == {}
    assert attending(replace(meeting, opened_at=None, starts_at=NOON.replace(hour=13)), NOON) == {}


def test_a_movement_to_come_moves_nobody_yet() -> None:
    """Presence at a moment is what was told up to it."""
    known = facts_of(case(meeting={"starts_at": at(hours=-1)}, attendance=["acme-1"]))
    later = Movement(seat="acme-1", is_in=False, at=NOON.replace(hour=13))
    earlier = Movement(seat="acme-1", is_in=False, at=NOON.replace(hour=10))
    assert known.meeting is not None

    there = attending(
        replace(known.meeting, movements=(*known.meeting.movements, later, earlier)), NOON
    )

    assert list(there) == ["acme-1"]


def test_in_writing_whoever_cast_a_ballot_is_present() -> None:
    """A signature in time is presence; one by proxy is the holder's."""
    rules = charter(procedures=WRITTEN, people={"proxies": {}})

    result = tried(
        rules,
        matter=IN_WRITING,
        proxies=PROXY,
        ballots=[ballot("acme-1"), ballot("bell-1", by="acme-1")],
    )

    assert _present(result) == ["acme-1"]
    assert result.tally.for_ == 2


def test_in_writing_presence_is_told_item_by_item() -> None:
    """Who votes on one item only has signed for that one."""
    result = tried(
        charter(procedures=WRITTEN, quorum=TWO),
        matter={**IN_WRITING, "items": [{"item": "one"}, {"item": "two"}]},
        ballots=[ballot("acme-1"), ballot("bell-1", items=["one"])],
    )

    assert [item.outcome for item in result.items] == ["adopted", "inquorate"]


def test_a_meeting_that_nobody_recorded_is_counted_as_writing() -> None:
    """Without a meeting there is no presence but by ballot."""
    known = replace(facts_of(case(ballots=votes("for", "for"))), meeting=None)
    closed = outcome(case(charter(quorum=TWO, votes=[{"needs": [MOST_CAST]}])).charter, known, NOON)

    assert closed.outcome == "adopted"
    assert len(SEATS) - closed.tally.silent == 2
