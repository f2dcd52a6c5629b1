"""A meeting that takes up an inquorate one, with the quorum that the charter has for it."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.kinds.charter.conduct import AtMeeting, Reconvene
from ledger.domain.kinds.charter.counting import Quorum
from ledger.domain.kinds.charter.terms import When
from ledger.domain.kinds.decision import PollClosed
from tests.unit.domain.boardroom import HALF, MEETING, Boardroom, decision
from tests.unit.domain.charter_parts import days, fixed, procedures
from tests.unit.domain.courses import cast, tell
from tests.unit.domain.recomputing import assert_closes_recompute
from tests.unit.domain.sittings import call, close, meeting_of, put_there, sit

SECOND = "meeting/jsc/2"
RULES = (
    Quorum(rule="again", when=When(reconvened=True), threshold=fixed(1)),
    Quorum(rule="budget", when=When(classes=("budget",)), threshold=HALF),
    Quorum(threshold=HALF),
)


def reconvening() -> Boardroom:
    """Return a board that meets again after fifteen days, with a quorum of one."""
    again = AtMeeting(reconvene=Reconvene(after=days(15)))
    return Boardroom(quorum=RULES, **procedures(meeting=again))


def decide(room: Boardroom) -> None:
    """Put a motion to the second meeting, on which one seat votes."""
    put_there(room, meeting=SECOND)
    cast(room, "s1")
    tell(room, room.secretary, "poll.closed.v1", PollClosed())


@pytest.mark.parametrize(
    ("first", "wait", "expected"),
    [
        (("s1",), 15, "adopted"),
        (("s1", "i1"), 15, "inquorate"),  # the first one had its quorum
        (("s1",), 14, "inquorate"),  # too soon
    ],
)
def test_a_further_meeting_needs_less(first: Any, wait: int, expected: str) -> None:
    """Where the first one lacked its quorum, and the charter's time has passed."""
    room = reconvening()
    sit(room, *first)
    close(room)
    starts_at = meeting_of(room).called.starts_at + timedelta(days=wait)
    sit(room, "s1", stream=SECOND, starts_at=starts_at, reconvenes=MEETING)
    decide(room)

    assert decision(room).outcome == expected
    assert_closes_recompute(room)


def test_a_meeting_that_was_called_off_was_inquorate() -> None:
    """Nobody was there, so it can be taken up again."""
    room = reconvening()
    called = call(room)
    close(room)
    body: Any = called.body
    starts_at = body.starts_at + timedelta(days=15)
    sit(room, "s1", stream=SECOND, starts_at=starts_at, reconvenes=MEETING)
    decide(room)

    assert decision(room).outcome == "adopted"
