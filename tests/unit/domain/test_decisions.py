"""Polls: who votes, how a decision closes by rule, what follows from it."""

from typing import Any

import pytest

from ledger.domain.boards.speaking import NotYourSeatError, OfficeNotHeldError
from ledger.domain.common import MeaningError, SubjectError
from ledger.domain.decisions.closing import NotTheMoverError
from ledger.domain.decisions.polling import (
    BallotStaleError,
    MemberHasVotedError,
    PollWindowError,
    SeatNotEligibleError,
    SeatRecusedError,
)
from ledger.domain.kinds.aftermath import DissentRecorded
from ledger.domain.kinds.board import AlternateNamed, OfficerAppointed, OfficerEnded
from ledger.domain.kinds.decision import (
    BallotCast,
    MotionDeferred,
    MotionWithdrawn,
    RecusalDeclared,
)
from ledger.domain.room import OutOfStateError
from ledger.domain.world import Act
from tests.unit.domain.boardroom import (
    BOARD,
    DECISION,
    SINCE,
    Boardroom,
    closing,
    decision,
    opened,
    opening_of,
    recusal,
)
from tests.unit.domain.charter_parts import written


@pytest.fixture
def room() -> Boardroom:
    """A board with an opened motion in writing."""
    return opened()


def test_a_decision_closes_with_the_last_vote(room: Boardroom) -> None:
    """The close is the next entry after the ballot that completed the poll."""
    for seat in ("s1", "s2", "i1"):
        room.vote(seat, "for")
    pending = decision(room).outcome
    last = room.vote("i2", "against")
    closed = room.acts("decision.closed.v1")

    assert pending == "pending"
    assert [(act.leaf_index, act.statement.subject) for act in closed] == [
        (last.leaf_index + 1, last.digest)
    ]
    assert (decision(room).outcome, decision(room).phase) == ("adopted", "closed")
    assert decision(room).closing == closed[0].digest
    tally = closed[0].body.tally  # type: ignore[attr-defined]
    assert (tally.for_, tally.against, tally.silent) == (3, 1, 0)


def test_a_recusal_can_be_the_last_word(room: Boardroom) -> None:
    """When the only seat that has not voted withdraws, everyone eligible has voted."""
    for seat in ("s1", "i1", "i2"):
        room.vote(seat, "for")
    room.say(*recusal(room, "s2"), subject=decision(room).moving)

    assert decision(room).outcome == "adopted"


def test_a_recusal_takes_the_seat_s_ballot_with_it(room: Boardroom) -> None:
    """A vote of a seat that withdrew afterwards is kept and not counted."""
    room.vote("s2", "for")
    withdrawn = room.say(*recusal(room, "s2"), subject=decision(room).moving)

    refusal = room.refused(
        SeatRecusedError, *room.ballot("s2", "for"), **room.ballot_claims("s2", "for")
    )
    assert refusal.facts == {"seat": "s2", "leaf_index": withdrawn.leaf_index}
    room.refused(SeatRecusedError, *recusal(room, "s2"), subject=decision(room).moving)
    room.advance(days=3)
    room.say(*closing(room), subject=opening_of(room))
    result = decision(room).result
    assert result is not None
    assert (result.tally.for_, result.tally.recused) == (0, 1)


def test_when_everyone_withdraws_nobody_decides(room: Boardroom) -> None:
    """Nobody eligible left is inquorate, never unanimous."""
    for seat in ("s1", "s2", "i1", "i2"):
        room.say(*recusal(room, seat), subject=decision(room).moving)

    assert decision(room).outcome == "inquorate"


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ({}, "lapsed"),
        ({"s1": "for"}, "inquorate"),
        ({"s1": "for", "s2": "for"}, "inquorate"),  # nobody of the other party
        ({"s1": "for", "i1": "for"}, "adopted"),
        ({"s1": "for", "i1": "against"}, "rejected"),
    ],
)
def test_time_alone_closes_a_poll(room: Boardroom, votes: dict[str, Any], expected: str) -> None:
    """At the end of its window the decision is computed as of that moment."""
    for seat, choice in votes.items():
        room.vote(seat, choice)
    subject = opening_of(room)
    room.advance(days=5)

    assert decision(room).outcome == expected
    assert room.acts("decision.closed.v1")[0].statement.subject == subject


def test_a_ballot_after_the_window_comes_too_late(room: Boardroom) -> None:
    """What time has closed is closed before the next statement is looked at."""
    claims = room.ballot_claims("s1", "for")
    room.advance(days=4)

    room.refused(OutOfStateError, *room.ballot("s1", "for"), **claims)


def test_an_officer_ends_a_poll_early(room: Boardroom) -> None:
    """The chair or the secretary closes it, on the opening that was voted on."""
    room.vote("s1", "for")
    room.vote("i1", "for")
    room.advance(days=3)

    room.refused(SubjectError, *closing(room), subject=decision(room).moving)
    room.say(*closing(room), subject=opening_of(room))
    assert decision(room).outcome == "adopted"


def test_no_officer_ends_a_poll_when_it_suits_them(room: Boardroom) -> None:
    """While seats have not been heard, a poll in writing has the charter's least time."""
    room.vote("s1", "for")
    room.vote("i1", "for")
    room.advance(days=2, hours=23)

    room.refused(PollWindowError, *closing(room), subject=opening_of(room))
    assert decision(room).phase == "open"


def test_an_officer_ends_a_poll_in_which_everyone_was_heard() -> None:
    """By a vote or a recusal; then nobody loses by it."""
    room = opened(**written(closes="at_end"))
    for seat in ("s1", "s2", "i1"):
        room.vote(seat, "for")
    room.say(*recusal(room, "i2"), subject=decision(room).moving)

    room.say(*closing(room), subject=opening_of(room))

    assert decision(room).outcome == "adopted"


def test_a_charter_can_keep_the_poll_open_to_the_end() -> None:
    """Where votes may change until the window is over, the last one does not end it."""
    room = opened(**written(closes="at_end"))
    for seat in ("s1", "s2", "i1", "i2"):
        room.vote(seat, "for")
    room.vote("i2", "against")
    before = decision(room).outcome
    room.advance(days=5)

    result = decision(room).result
    assert result is not None
    assert (before, result.outcome, result.tally.against) == ("pending", "adopted", 1)


def test_a_seat_s_last_ballot_counts_and_replaces_the_one_it_names(room: Boardroom) -> None:
    """A second ballot names the first as its base; one made in ignorance of it is stale."""
    first = room.vote("s1", "for")

    room.refused(
        BallotStaleError,
        *room.ballot("s1", "against"),
        **room.ballot_claims("s1", "against", base=None),
    )
    room.vote("s1", "against")
    room.refused(
        BallotStaleError,
        *room.ballot("s1", "for"),
        **room.ballot_claims("s1", "for", base=first.digest),
    )
    room.vote("i1", "for")
    room.advance(days=3)
    room.say(*closing(room), subject=opening_of(room))
    assert decision(room).outcome == "rejected"


@pytest.mark.parametrize(
    ("choice", "meaning"),
    [("for", "rejection"), ("against", "approval"), ("abstain", "approval")],
)
def test_the_choice_fixes_the_meaning(room: Boardroom, choice: str, meaning: str) -> None:
    """Nobody signs an approval that is counted against, or the other way round."""
    claims = room.ballot_claims("s1", choice, meaning=meaning)

    room.refused(MeaningError, *room.ballot("s1", choice), **claims)


def test_ballots_come_from_the_seats_of_the_electorate(room: Boardroom) -> None:
    """A seat without a vote, a vacant or unknown one, another's seat: no ballot."""
    for seat in ("guest", "i3", "s9"):
        room.refused(
            SeatNotEligibleError,
            *room.ballot(seat, "for", room.spare),
            **room.ballot_claims(seat, "for"),
        )
    for voice in (room.people["s2"], room.people["i1"]):
        room.refused(
            NotYourSeatError, *room.ballot("s1", "for", voice), **room.ballot_claims("s1", "for")
        )


def test_a_ballot_is_on_the_opened_motion(room: Boardroom) -> None:
    """It names the opening, and with it the text, the charter and the electorate."""
    claims = room.ballot_claims("s1", "for", subject=decision(room).moving)

    room.refused(SubjectError, *room.ballot("s1", "for"), **claims)


def test_standing_is_judged_as_of_the_opening(room: Boardroom) -> None:
    """A chair who left after the opening still closes its poll, the new one does not."""
    chair = room.acts("officer.appointed.v1")[0]
    body = OfficerEnded(on=SINCE)
    room.say(room.sponsor, "officer.ended.v1", BOARD, body, subject=chair.digest)
    again = OfficerAppointed(
        office="chair", party="servier", person="member-s2", from_=room.now.date()
    )
    room.say(room.sponsor, "officer.appointed.v1", BOARD, again)
    new_chair = room.people["s2"].as_("chair")

    room.refused(OfficeNotHeldError, new_chair, *closing(room)[1:], subject=opening_of(room))
    room.advance(days=3)
    room.say(*closing(room), subject=opening_of(room))
    assert decision(room).phase == "closed"


def test_an_alternate_votes_while_the_member_has_not() -> None:
    """The stand-in's vote gives way to the member's, never the other way round."""
    room = Boardroom()
    named = AlternateNamed(seat="i2", person="clerk", from_=SINCE)
    room.say(room.cro, "alternate.named.v1", BOARD, named)
    room.open(room.move())
    room.say(*room.ballot("i2", "for", room.clerk), **room.ballot_claims("i2", "for"))
    room.say(*room.ballot("i2", "for", room.clerk), **room.ballot_claims("i2", "for"))
    room.vote("i2", "against")

    room.refused(
        MemberHasVotedError,
        *room.ballot("i2", "for", room.clerk),
        **room.ballot_claims("i2", "for"),
    )
    poll = decision(room).poll
    assert poll is not None
    assert poll.ballots["i2"].choices == {"": "against"}


WITHDRAWAL = ("motion.withdrawn.v1", DECISION, MotionWithdrawn())


def test_a_motion_is_withdrawn_by_its_mover_or_an_officer(room: Boardroom) -> None:
    """Another member has no say in it; nothing comes of a withdrawn motion."""
    subject = decision(room).moving

    room.refused(NotTheMoverError, room.people["i1"], *WITHDRAWAL, subject=subject)
    room.say(room.people["s2"], *WITHDRAWAL, subject=subject)
    room.advance(days=5)
    assert (decision(room).outcome, room.acts("decision.closed.v1")) == ("withdrawn", [])


def test_a_deferred_motion_is_opened_anew(room: Boardroom) -> None:
    """Votes fall with the deferral, recusals stand, and no clock runs meanwhile."""
    room.vote("s1", "for")
    subject = decision(room).moving
    room.say(*recusal(room, "i2"), subject=subject)
    room.say(room.chair, "motion.deferred.v1", DECISION, MotionDeferred(), subject=subject)
    room.advance(days=5)
    waiting = decision(room).outcome
    moved = room.acts("motion.moved.v1")[0]
    room.open(moved)

    poll = decision(room).poll
    assert poll is not None
    assert (waiting, dict(poll.ballots), set(decision(room).recusals)) == ("deferred", {}, {"i2"})


def test_before_the_opening_a_seat_withdraws_by_its_member(room: Boardroom) -> None:
    """A conflict can be declared as soon as the motion is moved, for one's own seat."""
    moved: Act = room.move("decision/jsc/2")
    body = RecusalDeclared(seat="i1")
    said = ("recusal.declared.v1", "decision/jsc/2", body)

    room.refused(NotYourSeatError, room.people["s1"], *said, subject=moved.digest)
    room.say(room.people["i1"], *said, subject=moved.digest)
    room.refused(SeatRecusedError, room.people["i1"], *said, subject=moved.digest)
    assert set(room.matter("decision/jsc/2").recusals) == {"i1"}


def test_a_voter_s_dissent_goes_on_record(room: Boardroom) -> None:
    """From the decision as it closed, by a seat of its electorate."""
    for seat in ("s1", "s2", "i1"):
        room.vote(seat, "for")
    room.vote("i2", "against")
    closed = decision(room)
    said = ("dissent.recorded.v1", DECISION, DissentRecorded(seat="i2"))

    room.refused(SubjectError, room.people["i2"], *said, subject=closed.moving)
    room.refused(NotYourSeatError, room.people["i1"], *said, subject=closed.closing)
    room.say(room.people["i2"], *said, subject=closed.closing)
    assert decision(room) == closed


def test_ballots_are_bodies_of_their_own_seat_only() -> None:
    """The same person holds no second vote: one seat, one ballot, one digest."""
    room = opened()
    cast = room.vote("s1", "for")
    poll = decision(room).poll

    assert poll is not None
    assert cast.body == BallotCast(seat="s1", choice="for")
    assert {seat: ballot.digest for seat, ballot in poll.ballots.items()} == {"s1": cast.digest}
