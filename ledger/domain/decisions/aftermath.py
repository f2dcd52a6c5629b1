"""What may follow a vote: forms, conditions, executives' answers, ratification, challenge.

Each act names what it acts on; whether it moves the outcome is the engine's to
say, and what it moves is recorded by the ledger itself.
"""

from datetime import datetime

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.speaking import demand_member
from ledger.domain.common import MeaningError
from ledger.domain.counting import days
from ledger.domain.counting.admission import circumstances
from ledger.domain.counting.facts import Facts
from ledger.domain.counting.following import Waiting, waits_for
from ledger.domain.decisions.gathering import charter_of, facts_of
from ledger.domain.decisions.motions import DecisionMatter, Following, Poll
from ledger.domain.decisions.polling import MEANS
from ledger.domain.kinds.aftermath import (
    ConditionFailed,
    ConditionMet,
    ConditionWaived,
    DecisionAnswered,
    DecisionChallenged,
    DecisionConfirmed,
    DecisionModified,
    DecisionRatified,
    DecisionReversed,
    DecisionVoided,
    EscalationAnswered,
    FinalSayExercised,
    FormalityDone,
)
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.powers import Escalation
from ledger.domain.kinds.decision import RecusalDeclared
from ledger.domain.world import Act, World, demand_matter, matter_of
from ledger.errors import RefusedError
from ledger.evidence.statement import StreamName


class FormalityUnknownError(RefusedError):
    """A formality is one that the charter asks for."""

    code = "formality-unknown"
    message = "the charter of {board} knows no formality {formality}"


class ConditionUnknownError(RefusedError):
    """A condition is one that the motion has, and is settled once."""

    code = "condition-unknown"
    message = "{stream} has no open condition {condition}"


class NotEscalatedError(RefusedError):
    """Executives answer a deadlock that has gone up, and until it is settled."""

    code = "not-escalated"
    message = "{stream} is {outcome}, no executive is asked"


class ExecutiveError(RefusedError):
    """An escalation is answered by the executives whom its running step names, once each."""

    code = "executive-not-named"
    message = "{title} of {party} is not asked in step {step} of {stream}: {problem}"


class FinalSayError(RefusedError):
    """The final say is for whom the charter gives it on this matter, after the last step."""

    code = "final-say-barred"
    message = "{party} has no final say in {stream}: {problem}"


class LaterDecisionError(RefusedError):
    """A decision is answered by a later adopted one that is about it."""

    code = "later-decision"
    message = "{decision} does not answer {stream}: {problem}"


class NotInterimError(RefusedError):
    """Only an officer's interim act is ratified, modified or reversed, once."""

    code = "not-interim"
    message = "{stream} is no interim act that waits for the board"


class RecusalRulingError(RefusedError):
    """A seat is withdrawn by its own member, or by an officer as the board has ruled."""

    code = "recusal-ruling"
    message = "seat {seat} is not withdrawn by {capacity} so"


class ChallengeLateError(RefusedError):
    """A decision is challenged within the time that the charter gives."""

    code = "challenge-late"
    message = "{stream} could be challenged until {until}"


class ChallengerVotedError(RefusedError):
    """A challenge is answered without the challenged member's vote."""

    code = "challenger-voted"
    message = "seat {seat} voted in {decision}, which answers its own challenge"


def check_ruling(world: World, act: Act, body: RecusalDeclared, decision: DecisionMatter) -> None:
    """Accept a recusal by the seat's own member, or by an officer as the board has ruled.

    Raises:
        RecusalRulingError: An officer withdraws a seat without a ruling, or a member by one.
        LaterDecisionError: The ruling is no adopted decision about this motion.
    """
    by_member = act.statement.signer.capacity == "member"
    if by_member == (body.ruled_by is not None):
        raise RecusalRulingError(seat=body.seat, capacity=act.statement.signer.capacity)
    if body.ruled_by is not None:
        _check_later(world, decision, StreamName(body.ruled_by))


def check_formality(world: World, act: Act, body: FormalityDone, decision: DecisionMatter) -> None:
    """Accept a form that the charter asks for, from someone of the board.

    Raises:
        FormalityUnknownError: It does not ask for it.
        NotAMemberError: The signer holds no seat.
    """
    board = demand_matter(world, decision.board, BoardMatter)
    if act.statement.signer.capacity == "member":
        demand_member(board, act)
    charter = board.charter if decision.poll is None else board.charters[decision.poll.charter]
    if body.formality not in {each.formality for each in charter.procedures.formalities}:
        raise FormalityUnknownError(board=decision.board, formality=body.formality)


def check_condition(
    world: World,
    act: Act,
    body: ConditionMet | ConditionWaived | ConditionFailed,
    decision: DecisionMatter,
) -> None:
    """Accept that an open condition of the motion is settled.

    Raises:
        ConditionUnknownError: The motion has none of that name that is open.
        LaterDecisionError: It is waived on no adopted decision of this board.
    """
    known = {each.condition for each in decision.motion.conditions}
    if body.condition not in known or body.condition in decision.conditions:
        raise ConditionUnknownError(stream=act.statement.stream, condition=body.condition)
    if isinstance(body, ConditionWaived):
        _check_later(world, decision, StreamName(body.decision))


def _up(world: World, act: Act, decision: DecisionMatter) -> tuple[Poll, Following, Escalation]:
    poll, following = decision.poll, decision.following
    rule = None if poll is None else charter_of(world, decision, poll).powers.escalation
    waits = decision.result is not None and "escalated" in {
        decision.result.outcome,
        *(item.outcome for item in decision.result.items),
    }
    if poll is None or following is None or rule is None or not waits:
        raise NotEscalatedError(stream=act.statement.stream, outcome=decision.outcome)
    return poll, following, rule


def check_answer(
    world: World, act: Act, body: EscalationAnswered, decision: DecisionMatter
) -> None:
    """Accept the answer of an executive whom the running step names.

    Raises:
        NotEscalatedError: No deadlock waits.
        ExecutiveError: The step is another, or names another, or was answered.
        MeaningError: The signature means something else than the choice.
    """
    _check_meaning(act, body.choice)
    poll, following, rule = _up(world, act, decision)
    facts = facts_of(world, decision, poll, act.at)
    charter = charter_of(world, decision, poll)
    running = [each.step for each in _waiting(charter, rule, facts, act.at)]
    # Items can be at different steps: the answer is to one that runs for some of them.
    step = next((each for each in running if each is not None and each.step == body.step), None)
    step = step or next((each for each in running if each is not None), None)
    board = demand_matter(world, decision.board, BoardMatter)
    party, person = str(act.statement.signer.party), str(act.statement.signer.person)
    # A neutral executive is one of no party of the board.
    me = (party, person)
    neutral = (body.title, None) if party not in board.parties else None
    named = () if step is None else step.executives
    asked = {(each.title, each.party) for each in named}
    problem = None
    if step is None or step.step != body.step:
        problem = "this step does not run" if step is None else f"step {step.step} runs"
    elif not {(body.title, party), neutral} & asked:
        problem = "the step names others"
    elif any(
        each.step == body.step
        and ((each.title, each.party) == (body.title, party) or (each.party, each.person) == me)
        for each in following.answers
    ):
        problem = "this executive has answered"
    if problem is not None:
        raise ExecutiveError(
            title=body.title,
            party=party,
            step=body.step,
            stream=act.statement.stream,
            problem=problem,
        )


def check_final_say(
    world: World, act: Act, body: FinalSayExercised, decision: DecisionMatter
) -> None:
    """Accept a final say from whom the charter gives it, once the steps are exhausted.

    Raises:
        NotEscalatedError: No deadlock waits.
        FinalSayError: A step still runs, or the final say is another's or barred.
        MeaningError: The signature means something else than the choice.
    """
    _check_meaning(act, body.choice)
    poll, _, rule = _up(world, act, decision)
    facts = facts_of(world, decision, poll, act.at)
    charter = charter_of(world, decision, poll)
    waiting = _waiting(charter, rule, facts, act.at)
    holder = next((each.holder for each in waiting if each.holder is not None), None)
    signer = act.statement.signer
    problem = None
    if holder is None:
        problem = "the steps are not exhausted"
    elif holder.party is not None and holder.party != signer.party:
        problem = f"it is for {holder.party}"
    elif (holder.office is not None) != (signer.capacity == "chair"):
        problem = "it is said in another capacity"
    if problem is not None:
        raise FinalSayError(party=signer.party, stream=act.statement.stream, problem=problem)


def _waiting(charter: Charter, rule: Escalation, facts: Facts, at: datetime) -> tuple[Waiting, ...]:
    """Return for what the escalation of each item waits, or of the one matter."""
    return tuple(
        waits_for(charter, rule, facts, at, circumstances(charter, facts, item))
        for item in facts.matter.items or (None,)
    )


def _check_meaning(act: Act, choice: str) -> None:
    if act.statement.meaning != MEANS[choice]:
        raise MeaningError(kind=act.kind.tag, meaning=act.statement.meaning)


def check_answered(
    world: World, act: Act, body: DecisionAnswered, decision: DecisionMatter
) -> None:
    """Accept that a later decision ratifies, reverses, supersedes, confirms or voids this one.

    Raises:
        LaterDecisionError: It is not adopted, not later, or not about this one.
        NotInterimError: There is no interim act to ratify.
        ChallengerVotedError: The challenged member voted in it.
    """
    later = _check_later(world, decision, StreamName(body.decision))
    if isinstance(body, DecisionRatified | DecisionModified | DecisionReversed):
        following = decision.following
        alone = decision.motion.procedure == "interim"
        if not alone or following is None or following.ratified is not None:
            raise NotInterimError(stream=act.statement.stream)
    if isinstance(body, DecisionVoided | DecisionConfirmed):
        _check_without_challenged(decision, later)


def _check_later(world: World, decision: DecisionMatter, stream: StreamName) -> DecisionMatter:
    """Return the adopted decision that is about this one, of the same board or one above it."""
    found = matter_of(world, stream, DecisionMatter)
    about = set() if found is None else {name for name, _ in found.subjects}
    problem = None
    if found is None or stream == decision.stream:
        problem = "it is no other decision"
    elif not found.is_adopted:
        problem = f"it is {found.outcome}"
    elif decision.stream not in about:
        problem = "it is not about this decision"
    elif not _may_answer(world, decision, found):
        problem = "its board is neither the same nor one that the charter names"
    if found is None or problem is not None:
        raise LaterDecisionError(decision=stream, stream=decision.stream, problem=problem)
    return found


def _may_answer(world: World, decision: DecisionMatter, later: DecisionMatter) -> bool:
    if later.board == decision.board:
        return True
    board = demand_matter(world, decision.board, BoardMatter)
    above = {f"board/{name}" for name in board.charter.powers.challenge.boards}
    return later.board in above


def _check_without_challenged(decision: DecisionMatter, later: DecisionMatter) -> None:
    """Accept an answer in which the member whose act is challenged had no vote.

    Whose act it is: the mover's of a motion, the officer's of an interim act.
    """
    challenged = decision.mover
    poll = later.poll
    for seat in () if poll is None else poll.ballots:
        voter = poll.voters[seat] if poll is not None else None
        person = None if voter is None else (voter.party, voter.person)
        if person == (challenged.party, challenged.person):
            raise ChallengerVotedError(seat=seat, decision=later.stream)


def check_challenge(
    world: World, act: Act, body: DecisionChallenged, decision: DecisionMatter
) -> None:
    """Accept a challenge within the charter's time; ``polling`` has checked the seat.

    Raises:
        ChallengeLateError: The time is over.
    """
    poll, following = decision.poll, decision.following
    assert poll is not None, "checked: it was voted on"
    assert following is not None, "checked: the vote is over"
    charter = charter_of(world, decision, poll)
    within = charter.powers.challenge.within
    if within is None:
        return
    until: datetime = days.last_moment(charter.calendar, following.decided_at, within)
    if act.at > until:
        raise ChallengeLateError(stream=act.statement.stream, until=until.isoformat())
