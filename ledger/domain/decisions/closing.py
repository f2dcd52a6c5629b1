"""Motions and polls: what may be put to a board, who may vote, when it is decided.

Charter, seats and offices are judged as of the motion's opening. A decision
closes by rule: see ``voting`` for when and how. What an adopted decision lets
happen elsewhere follows from its close.
"""

from datetime import datetime

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meetings import MeetingMatter, demand_office
from ledger.domain.common import SubjectError
from ledger.domain.contracts.change import authorisations
from ledger.domain.decisions.motions import DecisionMatter, Poll, board_of, evolve_decision
from ledger.domain.decisions.opening import check_motion, check_opening
from ledger.domain.decisions.polling import (
    check_ballot,
    check_casting_vote,
    check_closing,
    check_dissent,
    check_recusal,
)
from ledger.domain.kinds.board import Charter
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    DecisionClosed,
    DissentRecorded,
    MotionMoved,
    MotionOpened,
    MotionWithdrawn,
    PollClosed,
    RecusalDeclared,
)
from ledger.domain.room import Room, kinds_of
from ledger.domain.voting import Chair, Facts, has_ended, outcome
from ledger.domain.world import Act, FollowUp, Matter, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, StreamName

__all__ = ["DECISION", "DecisionMatter", "check_decision", "closing_of", "facts_of"]


class NotTheMoverError(RefusedError):
    """A motion is withdrawn by the person who moved it, or by an officer of the board."""

    code = "not-the-mover"
    message = "{stream} was moved by {mover}"


def check_decision(world: World, act: Act) -> None:
    """Accept an act of decision/<board>/<n>.

    Raises:
        RefusedError, ConflictError: One of the rules of moving and opening
            (``opening``) or of voting (``polling``), see each class.
    """
    board = demand_matter(world, board_of(act.statement.stream), BoardMatter)
    body = act.body
    if isinstance(body, MotionMoved):
        check_motion(world, act, body, board)
        return
    decision = demand_matter(world, act.statement.stream, DecisionMatter)
    _check_subject(act, decision)
    _check_office(act, board, decision)
    match body:
        case MotionOpened():
            check_opening(world, act, body, board)
        case BallotCast():
            check_ballot(world, act, body, decision)
        case RecusalDeclared():
            check_recusal(act, body, board, decision)
        case CastingVoteGiven():
            check_casting_vote(act, body, board, decision)
        case DissentRecorded():
            check_dissent(act, body, decision)
        case PollClosed():
            check_closing(act, board, decision)
        case MotionWithdrawn():
            _check_withdrawal(act, decision)


def _check_subject(act: Act, decision: DecisionMatter) -> None:
    """Accept an act that names exactly what it acts on: no bait and switch."""
    acted_on: Digest | None = decision.moving
    match act.body:
        case BallotCast() | CastingVoteGiven() | PollClosed():
            assert decision.poll is not None, "checked: the poll is open"
            acted_on = decision.poll.opening
        case DissentRecorded():
            acted_on = decision.closing
    if act.statement.subject != acted_on:
        raise SubjectError(kind=act.kind.tag, subject=act.statement.subject)


def _check_office(act: Act, board: BoardMatter, decision: DecisionMatter) -> None:
    """Judge chair and secretary as of the opening, or today where none is open."""
    if act.statement.signer.capacity == "member":
        return
    poll = decision.poll
    at, leaf_index = (act.at, act.leaf_index) if poll is None else (poll.at, poll.leaf_index)
    demand_office(board, act, at=at, leaf_index=leaf_index)


def _check_withdrawal(act: Act, decision: DecisionMatter) -> None:
    signer, mover = act.statement.signer, decision.mover
    same = (signer.party, signer.person) == (mover.party, mover.person)
    if signer.capacity == "member" and not same:
        raise NotTheMoverError(stream=act.statement.stream, mover=mover.person)


def facts_of(world: World, decision: DecisionMatter, poll: Poll, charter: Charter) -> Facts:
    """Return what the outcome of a poll depends on, as the world is now."""
    present = None
    if decision.motion.procedure == "meeting":
        assert decision.motion.meeting is not None, "checked: the motion names its meeting"
        meeting = demand_matter(world, StreamName(decision.motion.meeting), MeetingMatter)
        present = meeting.present
    return Facts(
        electorate=poll.electorate,
        closes_at=poll.closes_at,
        recused=frozenset(decision.recusals),
        ballots={seat: ballot.choice for seat, ballot in poll.ballots.items()},
        present=present,
        chair=_chair_of(world, decision, poll) if charter.casting_vote else None,
        casting=poll.casting,
        poll_closed=poll.is_closed,
    )


def _chair_of(world: World, decision: DecisionMatter, poll: Poll) -> Chair | None:
    board = demand_matter(world, decision.board, BoardMatter)
    for chair in board.officer("chair", poll.at.date(), poll.leaf_index):
        held = (
            voter.seat
            for voter in poll.electorate
            if (voter.party, voter.person) == (chair.party, chair.person)
        )
        return Chair(seat=next(held, None))
    return None


def closing_of(world: World, decision: DecisionMatter, at: datetime) -> DecisionClosed | None:
    """Return the close that is due at this moment, None while the poll goes on."""
    poll = decision.poll
    if decision.phase != "open" or poll is None or _goes_on(decision, poll, at):
        return None
    charter = demand_matter(world, decision.board, BoardMatter).charters[poll.charter]
    facts = facts_of(world, decision, poll, charter)
    return outcome(charter, facts, at) if has_ended(charter, facts, at) else None


def _goes_on(decision: DecisionMatter, poll: Poll, at: datetime) -> bool:
    """Say at a glance that some seat has neither voted nor withdrawn: true for most ballots."""
    heard = len(poll.ballots) + len(decision.recusals)
    return heard < len(poll.electorate) and not poll.is_closed and at < poll.closes_at


def follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Close a decided poll; tell the changes that an adopted decision authorises them."""
    stream = act.statement.stream
    decision = demand_matter(world, stream, DecisionMatter)
    if isinstance(act.body, DecisionClosed):
        adopted = decision.is_adopted
        return authorisations(world, act, decision.subjects) if adopted else ()
    body = closing_of(world, decision, act.at)
    if body is None:
        return ()
    return (FollowUp(stream=stream, kind="decision.closed.v1", subject=act.digest, body=body),)


def _deadline(matter: Matter) -> datetime | None:
    assert isinstance(matter, DecisionMatter), "this room's matters are motions"
    is_open = matter.phase == "open" and matter.poll is not None
    return matter.poll.closes_at if is_open and matter.poll is not None else None


def _due(world: World, matter: Matter) -> FollowUp:
    assert isinstance(matter, DecisionMatter), "this room's matters are motions"
    assert matter.poll is not None, "only an open poll has a deadline"
    body = closing_of(world, matter, matter.poll.closes_at)
    assert body is not None, "a poll has ended at its deadline"
    return FollowUp(
        stream=matter.stream,
        kind="decision.closed.v1",
        subject=matter.poll.opening,
        body=body,
    )


def _phase(matter: Matter) -> str:
    assert isinstance(matter, DecisionMatter), "this room's matters are motions"
    return matter.phase


DECISION = Room(
    machine={
        "unopened": kinds_of("motion.moved.v1"),
        "moved": kinds_of("motion.opened.v1 recusal.declared.v1 motion.withdrawn.v1"),
        "open": kinds_of(
            "recusal.declared.v1 ballot.cast.v1 casting_vote.given.v1 poll.closed.v1"
            " motion.withdrawn.v1 motion.deferred.v1"
        ),
        "deferred": kinds_of("motion.opened.v1 recusal.declared.v1 motion.withdrawn.v1"),
        "closed": kinds_of("dissent.recorded.v1"),
        "withdrawn": kinds_of(""),
    },
    phase=_phase,
    evolve=evolve_decision,
    check=check_decision,
    follow_ups=follow_ups,
    deadline=_deadline,
    due=_due,
)
