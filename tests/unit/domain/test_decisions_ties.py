"""Ties and the casting vote; votes at a meeting, where presence decides."""

from typing import Any

import pytest

from ledger.domain.boards.speaking import OfficeNotHeldError
from ledger.domain.common import MeaningError
from ledger.domain.decisions.casting import CastingVoteError
from ledger.domain.decisions.polling import SeatNotPresentError
from ledger.domain.kinds.board import OfficerAppointed, OfficerEnded
from ledger.domain.kinds.decision import CastingVoteGiven
from ledger.domain.kinds.meeting import MeetingAdjourned
from tests.unit.domain.boardroom import (
    BOARD,
    DECISION,
    MEETING,
    SINCE,
    Boardroom,
    closing,
    decision,
    opened,
    opening_of,
    recusal,
)
from tests.unit.domain.charter_parts import casting


def breaking(room: Boardroom, choice: Any, meaning: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return what the chair says to break a tie."""
    said = (room.chair, "casting_vote.given.v1", DECISION, CastingVoteGiven(choice=choice))
    return said, {"subject": opening_of(room), "meaning": meaning}


@pytest.mark.parametrize(
    ("choice", "meaning", "expected"),
    [("for", "approval", "adopted"), ("against", "rejection", "rejected")],
)
def test_the_chair_breaks_a_tie(choice: Any, meaning: str, expected: str) -> None:
    """A tied poll waits for the chair, whose casting vote closes it."""
    room = opened(**casting())
    for seat, vote in (("s1", "for"), ("s2", "for"), ("i1", "against"), ("i2", "against")):
        room.vote(seat, vote)  # type: ignore[arg-type]
    waiting = decision(room).outcome
    said, claims = breaking(room, choice, meaning)
    room.say(*said, **claims)

    assert (waiting, decision(room).outcome) == ("pending", expected)


def test_a_casting_vote_is_given_once_by_a_chair_who_may() -> None:
    """Not without the clause, not twice, not with another meaning, not by a recused chair."""
    plain = opened()
    said, claims = breaking(plain, "for", "approval")
    plain.refused(CastingVoteError, *said, **claims)
    room = opened(**casting())
    said, claims = breaking(room, "for", "approval")
    room.refused(MeaningError, *said, **{**claims, "meaning": "rejection"})
    room.say(*said, **claims)
    room.refused(CastingVoteError, *said, **claims)
    other = opened(**casting())
    other.say(*recusal(other, "s1"), subject=decision(other).moving)
    said, claims = breaking(other, "for", "approval")
    other.refused(CastingVoteError, *said, **claims)


def test_only_the_chair_breaks_ties() -> None:
    """A co-chair signs as chair and has no casting vote."""
    room = Boardroom(**casting())
    body = OfficerAppointed(office="co_chair", party="iqvia", person="member-i1", from_=SINCE)
    room.endorse(room.cro, BOARD, room.say(room.sponsor, "officer.appointed.v1", BOARD, body))
    room.open(room.move())
    (_, *said), claims = breaking(room, "for", "approval")

    room.refused(OfficeNotHeldError, room.people["i1"].as_("chair"), *said, **claims)
    room.advance(days=5)
    room.meet("s1", "i1")
    motion: dict[str, Any] = {"procedure": "meeting", "meeting": MEETING, "agenda_item": "scope"}
    opened_there = room.open(room.move("decision/jsc/2", **motion))
    there = ("casting_vote.given.v1", "decision/jsc/2", CastingVoteGiven(choice="for"))
    claims["subject"] = opened_there.digest
    room.refused(OfficeNotHeldError, room.people["i1"].as_("chair"), *there, **claims)


def test_a_chair_without_a_seat_breaks_ties_too() -> None:
    """Who chairs and has no vote of their own has the casting vote all the same."""
    room = Boardroom(**casting())
    chair = room.acts("officer.appointed.v1")[0]
    body = OfficerEnded(on=SINCE)
    room.say(room.sponsor, "officer.ended.v1", BOARD, body, subject=chair.digest)
    again = OfficerAppointed(
        office="chair", party="servier", person="signer-s", from_=room.now.date()
    )
    room.say(room.sponsor, "officer.appointed.v1", BOARD, again)
    room.chair = room.sponsor.as_("chair")
    room.open(room.move())
    for seat, vote in (("s1", "for"), ("s2", "for"), ("i1", "against"), ("i2", "against")):
        room.vote(seat, vote)  # type: ignore[arg-type]
    said, claims = breaking(room, "for", "approval")
    room.say(*said, **claims)

    assert decision(room).outcome == "adopted"


def test_without_a_chair_a_tie_is_what_the_charter_says() -> None:
    """Nobody waits for a casting vote that nobody can give."""
    room = Boardroom(**casting(tie="deadlocked"))
    chair = room.acts("officer.appointed.v1")[0]
    body = OfficerEnded(on=SINCE)
    room.say(room.sponsor, "officer.ended.v1", BOARD, body, subject=chair.digest)
    room.open(room.move())
    for seat, vote in (("s1", "for"), ("s2", "for"), ("i1", "against"), ("i2", "against")):
        room.vote(seat, vote)  # type: ignore[arg-type]

    assert decision(room).outcome == "deadlocked"


def meeting_room(*seats: str) -> Boardroom:
    """Return a board that meets, with a motion opened."""
    room = Boardroom()
    room.meet(*seats)
    room.open(room.move(procedure="meeting", meeting=MEETING, agenda_item="scope"))
    return room


def test_at_a_meeting_those_vote_who_are_present() -> None:
    """A seat that is not there, or an interrupted meeting, has no vote."""
    room = meeting_room("s1", "i1")
    room.vote("s1", "for")

    for seat in ("s2", "i1"):
        if seat == "i1":
            room.say(room.chair, "meeting.adjourned.v1", MEETING, MeetingAdjourned())
        room.refused(
            SeatNotPresentError, *room.ballot(seat, "for"), **room.ballot_claims(seat, "for")
        )


@pytest.mark.parametrize(("left", "expected"), [((), "adopted"), (("i1",), "inquorate")])
def test_quorum_is_tested_when_the_decision_is_taken(left: tuple[str, ...], expected: str) -> None:
    """Who has voted and left makes no quorum any more."""
    room = meeting_room("s1", "i1")
    room.vote("s1", "for")
    room.vote("i1", "for")
    room.advance(minutes=1)
    for seat in left:
        room.attend(seat, "out")
    room.say(*closing(room), subject=opening_of(room))

    assert decision(room).outcome == expected
