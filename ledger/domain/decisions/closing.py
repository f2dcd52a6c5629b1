"""Motions and polls: what may be put to a board, who may vote, when it is decided.

Charter, seats and offices are judged as of the motion's opening. A decision
closes by rule: see ``voting`` for when and how. What an adopted decision lets
happen elsewhere follows from its close.
"""

from datetime import datetime

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meeting import MeetingMatter
from ledger.domain.boards.speaking import demand_office
from ledger.domain.common import SubjectError
from ledger.domain.contracts.authorising import authorisations
from ledger.domain.counting.clocks import recorded
from ledger.domain.counting.judging import may_break_unanimity
from ledger.domain.decisions.aftermath import (
    check_answer,
    check_answered,
    check_challenge,
    check_condition,
    check_final_say,
    check_formality,
    check_ruling,
)
from ledger.domain.decisions.casting import check_casting_vote
from ledger.domain.decisions.evolving import evolve_decision
from ledger.domain.decisions.gathering import charter_of, facts_of
from ledger.domain.decisions.motions import DecisionMatter, Poll, board_of
from ledger.domain.decisions.moved import about, same_as
from ledger.domain.decisions.moving import check_motion
from ledger.domain.decisions.opening import check_opening
from ledger.domain.decisions.polling import (
    check_ballot,
    check_closing,
    check_dissent,
    check_objection,
    check_proxy_declared,
    check_recusal,
    check_repetition,
)
from ledger.domain.decisions.registering import check_registered, registering_endorsers
from ledger.domain.kinds.aftermath import (
    ConditionFailed,
    ConditionMet,
    ConditionWaived,
    DecisionAnswered,
    DecisionChallenged,
    DecisionRegistered,
    DissentRecorded,
    EscalationAnswered,
    FinalSayExercised,
    FormalityDone,
)
from ledger.domain.kinds.board import AttendanceNoted, DecisionNoted
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    MotionMoved,
    MotionOpened,
    MotionWithdrawn,
    ObjectionRaised,
    PollClosed,
    ProxyDeclared,
    RecusalDeclared,
    RepetitionSupported,
)
from ledger.domain.kinds.outcome import DecisionClosed, DecisionTaken
from ledger.domain.room import Room, kinds_of
from ledger.domain.voting import ended_outcome, outcome
from ledger.domain.world import Act, FollowUp, Matter, World, demand_matter, matter_of
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, StreamName

__all__ = ["DECISION", "DecisionMatter", "check_decision", "closing_of"]

_OFFICES = frozenset({"chair", "secretary"})


class NotTheMoverError(RefusedError):
    """A motion is withdrawn by the person who moved it, or by an officer of the board."""

    code = "not-the-mover"
    message = "{stream} was moved by {mover}"


def check_decision(world: World, act: Act) -> None:
    """Accept an act of decision/<board>/<n>.

    Raises:
        RefusedError, ConflictError: One of the rules of moving and opening
            (``opening``), of voting (``polling``) or of what follows
            (``aftermath``), see each class.
    """
    board = demand_matter(world, board_of(act.statement.stream), BoardMatter)
    body = act.body
    if isinstance(body, MotionMoved):
        check_motion(world, act, body, board)
        return
    if isinstance(body, DecisionRegistered):
        check_registered(world, act, body, board)
        return
    decision = demand_matter(world, act.statement.stream, DecisionMatter)
    _check_subject(act, decision)
    _check_office(world, act, board, decision)
    _check_poll(world, act, board, decision)
    _check_aftermath(world, act, decision)


def _check_poll(world: World, act: Act, board: BoardMatter, decision: DecisionMatter) -> None:
    body = act.body
    match body:
        case MotionOpened():
            check_opening(world, act, body, board)
        case BallotCast():
            check_ballot(world, act, body, decision)
        case RecusalDeclared():
            check_ruling(world, act, body, decision)
            check_recusal(act, body, board, decision)
        case ProxyDeclared():
            check_proxy_declared(act, body, board, decision)
        case RepetitionSupported():
            check_repetition(act, body, board)
        case CastingVoteGiven():
            check_casting_vote(world, act, body, decision)
        case ObjectionRaised():
            check_objection(world, act, body, decision)
        case PollClosed():
            check_closing(world, act, decision)
        case MotionWithdrawn():
            _check_withdrawal(act, decision)


def _check_aftermath(world: World, act: Act, decision: DecisionMatter) -> None:
    body = act.body
    match body:
        case DissentRecorded():
            check_dissent(act, body.seat, decision)
        case FormalityDone():
            check_formality(world, act, body, decision)
        case ConditionMet() | ConditionWaived() | ConditionFailed():
            check_condition(world, act, body, decision)
        case EscalationAnswered():
            check_answer(world, act, body, decision)
        case FinalSayExercised():
            check_final_say(world, act, body, decision)
        case DecisionChallenged():
            check_dissent(act, body.seat, decision)
            check_challenge(world, act, body, decision)
        case DecisionAnswered():
            check_answered(world, act, body, decision)


def _check_subject(act: Act, decision: DecisionMatter) -> None:
    """Accept an act that names exactly what it acts on: no bait and switch."""
    acted_on: Digest | None = decision.moving
    match act.body:
        case BallotCast() | CastingVoteGiven() | PollClosed() | ObjectionRaised() | ProxyDeclared():
            assert decision.poll is not None, "checked: the poll is open"
            acted_on = decision.poll.opening
        case (
            DissentRecorded()
            | EscalationAnswered()
            | FinalSayExercised()
            | DecisionChallenged()
            | DecisionAnswered()
        ):
            acted_on = decision.closing or decision.moving
    if act.statement.subject != acted_on:
        raise SubjectError(kind=act.kind.tag, subject=act.statement.subject)


def _check_office(world: World, act: Act, board: BoardMatter, decision: DecisionMatter) -> None:
    """Judge chair and secretary as of the opening, or today where none is open."""
    if act.statement.signer.capacity not in _OFFICES or _presides(world, act, decision):
        return
    poll = decision.poll if decision.phase == "open" else None
    at, leaf_index = (act.at, act.leaf_index) if poll is None else (poll.at, poll.leaf_index)
    demand_office(board, act, at=at, leaf_index=leaf_index)


def _presides(world: World, act: Act, decision: DecisionMatter) -> bool:
    """Whether the signer is the acting chair of the meeting to which the motion belongs."""
    signer = act.statement.signer
    if decision.motion.meeting is None or signer.capacity != "chair":
        return False
    meeting = matter_of(world, StreamName(decision.motion.meeting), MeetingMatter)
    board = demand_matter(world, decision.board, BoardMatter)
    seat = None
    if meeting is not None and meeting.acting_chair is not None:
        seat = board.seat(meeting.acting_chair)
    return seat is not None and board.may_act(seat, signer, act.at.date(), act.leaf_index)


def _check_withdrawal(act: Act, decision: DecisionMatter) -> None:
    signer, mover = act.statement.signer, decision.mover
    same = (signer.party, signer.person) == (mover.party, mover.person)
    if signer.capacity == "member" and not same:
        raise NotTheMoverError(stream=act.statement.stream, mover=mover.person)


def closing_of(world: World, decision: DecisionMatter, at: datetime) -> DecisionClosed | None:
    """Return what is to be recorded of the outcome at this moment, None while nothing is new."""
    poll = decision.poll
    if poll is None or decision.phase not in {"open", "taken"}:
        return None
    charter = charter_of(world, decision, poll)
    if decision.phase == "open" and _goes_on(charter, decision, poll, at):
        return None
    facts = facts_of(world, decision, poll, at)
    over = decision.phase == "taken"
    found = outcome(charter, facts, at) if over else ended_outcome(charter, facts, at)
    if found is None:
        return None
    closed = recorded(charter, facts, found, at)
    waits = isinstance(closed, DecisionTaken)
    return None if over and waits and _is_same(decision.result, closed) else closed


def _is_same(before: DecisionClosed | None, after: DecisionClosed) -> bool:
    """Whether nothing that anyone could rely on has changed since it was recorded last."""
    assert before is not None, "what was taken says what it came to"
    words = [item.outcome for item in before.items]
    return (
        before.outcome == after.outcome
        and before.until == after.until
        and words == [item.outcome for item in after.items]
    )


def _goes_on(charter: Charter, decision: DecisionMatter, poll: Poll, at: datetime) -> bool:
    """Say at a glance that some seat has neither voted nor withdrawn: true for most ballots."""
    procedures, procedure = charter.procedures, decision.motion.procedure
    if poll.closed_at is not None or at >= poll.closes_at or procedure == "interim":
        return False
    way = procedures.meeting if procedure == "meeting" else procedures.written
    if procedure == "no_objection" or way is None or way.closes == "settled" or poll.objections:
        return False
    if procedure == "written" and may_break_unanimity(charter):
        return False
    heard = poll.ballots.keys() | decision.recusals.keys()
    return any(voter.seat not in heard and voter.kept_out is None for voter in poll.electorate)


def follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Record what a motion has come to; tell the changes that it authorises, and the board."""
    stream = act.statement.stream
    decision = demand_matter(world, stream, DecisionMatter)
    if isinstance(act.body, DecisionClosed):
        adopted = decision.is_adopted
        given = authorisations(world, act, decision.subjects) if adopted else ()
        return (*given, *_noted(world, act, decision))
    if decision.is_void and act.kind.tag == "decision.voided.v1":
        return _noted(world, act, decision)
    body = closing_of(world, decision, act.at)
    return () if body is None else (_closed(stream, act.digest, body),)


def board_follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Record what becomes of interim acts for which the board had until a meeting's end."""
    if not isinstance(act.body, AttendanceNoted):
        return ()
    board = demand_matter(world, act.statement.stream, BoardMatter)
    names = dict.fromkeys(each.body.decision for each in board.noted if each.body.interim)
    found = [demand_matter(world, StreamName(name), DecisionMatter) for name in names]
    bodies = [(each.stream, closing_of(world, each, act.at)) for each in found]
    return tuple(_closed(name, act.digest, body) for name, body in bodies if body is not None)


def _closed(stream: StreamName, cause: Digest, body: DecisionClosed) -> FollowUp:
    final = not isinstance(body, DecisionTaken)
    kind = "decision.closed.v1" if final else "decision.taken.v1"
    return FollowUp(stream=stream, kind=kind, subject=cause, body=body)


def _noted(world: World, act: Act, decision: DecisionMatter) -> tuple[FollowUp, ...]:
    """Tell the board what a decision came to, where its charter makes later ones hang on it."""
    poll, closing = decision.poll, decision.closing
    if poll is None or closing is None:
        return ()
    charter = charter_of(world, decision, poll)
    alone = decision.motion.procedure == "interim"
    if charter.powers.adding is None and charter.powers.barred is None and not alone:
        return ()
    body = DecisionNoted(
        decision=decision.stream,
        class_=decision.motion.class_,
        outcome="withdrawn" if decision.is_void else decision.outcome,
        closing=closing,
        amount=poll.amount,
        about=about(decision.motion),
        same_as=same_as(decision.motion),
        interim=alone,
    )
    return (
        FollowUp(stream=decision.board, kind="decision.noted.v1", subject=act.digest, body=body),
    )


def _deadline(matter: Matter) -> datetime | None:
    assert isinstance(matter, DecisionMatter), "this room's matters are motions"
    if matter.phase == "open" and matter.poll is not None:
        return matter.poll.closes_at
    if matter.phase == "taken" and matter.result is not None:
        return matter.result.until
    return None


def _due(world: World, matter: Matter) -> FollowUp:
    assert isinstance(matter, DecisionMatter), "this room's matters are motions"
    assert matter.poll is not None, "only what was opened has a deadline"
    due = _deadline(matter)
    assert due is not None, "asked only where there is a deadline"
    body = closing_of(world, matter, due)
    assert body is not None, "something is new at a deadline"
    cause = matter.poll.opening if matter.phase == "open" else matter.closing
    assert cause is not None, "what was taken has a statement that says so"
    return _closed(matter.stream, cause, body)


def _phase(matter: Matter) -> str:
    assert isinstance(matter, DecisionMatter), "this room's matters are motions"
    return matter.phase


_LATER = "dissent.recorded.v1 decision.challenged.v1 decision.superseded.v1 decision.rescinded.v1"

DECISION = Room(
    machine={
        "unopened": kinds_of("motion.moved.v1 decision.registered.v1"),
        # Existing paper is judged again when its last endorsement completes it.
        "proposed": kinds_of("decision.registered.v1"),
        "moved": kinds_of(
            "motion.opened.v1 recusal.declared.v1 repetition.supported.v1 formality.done.v1"
            " motion.withdrawn.v1"
        ),
        "open": kinds_of(
            "recusal.declared.v1 proxy.declared.v1 ballot.cast.v1 casting_vote.given.v1"
            " objection.raised.v1 formality.done.v1 poll.closed.v1 motion.withdrawn.v1"
            " motion.deferred.v1"
        ),
        "deferred": kinds_of(
            "motion.opened.v1 recusal.declared.v1 repetition.supported.v1 formality.done.v1"
            " motion.withdrawn.v1"
        ),
        "taken": kinds_of(
            f"{_LATER} formality.done.v1 condition.met.v1 condition.waived.v1 condition.failed.v1"
            " escalation.answered.v1 final_say.exercised.v1 decision.ratified.v1"
            " decision.modified.v1 decision.reversed.v1"
        ),
        "closed": kinds_of(_LATER),
        "challenged": kinds_of("dissent.recorded.v1 decision.voided.v1 decision.confirmed.v1"),
        "registered": kinds_of("decision.superseded.v1 decision.rescinded.v1"),
        "voided": kinds_of("dissent.recorded.v1"),
        "withdrawn": kinds_of(""),
    },
    phase=_phase,
    evolve=evolve_decision,
    check=check_decision,
    follow_ups=follow_ups,
    endorsers=registering_endorsers,
    deadline=_deadline,
    due=_due,
)
