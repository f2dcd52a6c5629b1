"""A seat that the board rules out of a matter, for a conflict that it does not see itself."""

from typing import Any

from ledger.domain.decisions.aftermath import LaterDecisionError, RecusalRulingError
from ledger.domain.decisions.polling import SeatNotEligibleError, SeatRecusedError
from ledger.domain.kinds.decision import BallotCast, RecusalDeclared, SubjectRef
from tests.unit.domain.boardroom import DECISION, Boardroom, decision
from tests.unit.domain.courses import cast_all, put, tell, untold

RULING = "decision/jsc/7"


def ruled(choices: str = "+++0") -> Boardroom:
    """Return an open motion, and a decision of the board that a seat must withdraw from it."""
    room = Boardroom()
    moved = room.move()
    about = (SubjectRef(stream=DECISION, digest=moved.digest),)
    put(room, RULING, subject_refs=about)
    cast_all(room, choices, RULING)
    room.open(moved)
    return room


def recusal(room: Boardroom, ruled_by: str | None, **members: Any) -> tuple[Any, ...]:
    """Return what the chair says to withdraw a seat."""
    body = RecusalDeclared(**{"seat": "i2", "ruled_by": ruled_by, **members})
    return room.chair, "recusal.declared.v1", body


def test_an_officer_records_a_recusal_that_the_board_has_ruled() -> None:
    """The seat is out, whatever its member thinks."""
    room = ruled()
    tell(room, *recusal(room, RULING))

    assert list(decision(room).recusals) == ["i2"]
    body = BallotCast(seat="i2", choice="for")
    untold(room, SeatRecusedError, room.people["i2"], "ballot.cast.v1", body)


def test_nobody_is_ruled_out_without_a_ruling() -> None:
    """Not by an officer alone, not by a motion that failed, nor by one about something else."""
    room, failed = ruled(), ruled("---0")
    other = "decision/jsc/8"
    put(room, other)
    cast_all(room, "++++", other)

    untold(room, RecusalRulingError, *recusal(room, None))
    untold(room, LaterDecisionError, *recusal(room, other))
    untold(failed, LaterDecisionError, *recusal(failed, RULING))


def test_a_member_withdraws_for_themselves_alone() -> None:
    """A ruling is recorded by an officer, of a seat that has a vote here."""
    room = ruled()
    body = RecusalDeclared(seat="i2", ruled_by=RULING)
    untold(room, RecusalRulingError, room.people["i2"], "recusal.declared.v1", body)
    untold(room, SeatNotEligibleError, *recusal(room, RULING, seat="guest"))

    assert decision(room).recusals == {}
