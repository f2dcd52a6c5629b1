"""When a motion may be opened, and what its opening says.

A motion's text and subjects are frozen when it is opened (DOMAIN, rule 2), so
that is where everything about them is checked against the world.
"""

from dataclasses import replace
from datetime import datetime

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meeting import MeetingMatter
from ledger.domain.common import CLOCK_TOLERANCE
from ledger.domain.content import current_content
from ledger.domain.contracts.amounts import shown
from ledger.domain.counting.admission import circumstances, least_end, problems
from ledger.domain.counting.facts import Facts
from ledger.domain.counting.selection import first_fitting
from ledger.domain.counting.standing import standings
from ledger.domain.decisions.gathering import opening_facts
from ledger.domain.decisions.motions import DecisionMatter, board_of
from ledger.domain.decisions.moving import (
    AgendaItemError,
    InadmissibleError,
    MotionTimeError,
    check_not_reserved,
    check_readable,
    refuse,
)
from ledger.domain.kinds import stream_type
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.decision import MotionMoved, MotionOpened, Voter
from ledger.domain.world import Act, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, StreamName

_DRAFTS = frozenset({"contract", "change"})


class NoVoteRuleError(InadmissibleError):
    """A matter is decided when a rule of the charter says what it needs."""

    code = "vote-rule-missing"


class MovedError(RefusedError):
    """An opening says what the motion moves, as anyone would compute it."""

    code = "amount-mismatch"
    message = "the motion moves {computed}, the opening says {stated}"


class CharterInForceError(RefusedError):
    """A motion is opened under the charter in force."""

    code = "charter-not-in-force"
    message = "the charter in force is {current}, the opening names {named}"


class ElectorateError(RefusedError):
    """The electorate is every voting seat that is filled, with its member and alternate."""

    code = "electorate-mismatch"
    message = "the electorate is {computed}, the opening says {stated}"


class SubjectStaleError(RefusedError):
    """A motion is opened on the content that stands, not on one that was edited since."""

    code = "subject-stale"
    message = "{stream} now says {current}, the motion is about {digest}"


def check_opening(world: World, act: Act, body: MotionOpened, board: BoardMatter) -> None:
    """Accept an opening that says what anyone would compute.

    Raises:
        CharterInForceError, ElectorateError, SubjectStaleError, MovedError,
        UltraViresError, ProcedureError, AgendaItemError, MotionTimeError,
        InadmissibleError, MatterReservedError: see each class.
        AudienceGapError: Not every voter may read each subject.
    """
    decision = demand_matter(world, act.statement.stream, DecisionMatter)
    motion = decision.motion
    if body.charter != board.charter_digest:
        raise CharterInForceError(current=board.charter_digest, named=body.charter)
    facts = opening_facts(world, decision, act.at, act.leaf_index)
    _check_electorate(body, electorate_of(board.charter, facts))
    _check_poll_time(act, body, motion, board.charter, facts)
    _check_meeting_open(world, act, motion)
    check_readable(world, act, motion)
    _check_subjects(world, motion)
    check_not_reserved(world, motion)
    _check_moved(body, board.charter, facts)
    _check_admitted(act, motion, board.charter, facts)


def electorate_of(charter: Charter, facts: Facts) -> tuple[Voter, ...]:
    """Return every voting seat that is filled, with its holder and what keeps it from voting."""
    rule = first_fitting(charter.votes, circumstances(charter, facts))
    seats = standings(charter, replace(facts, recusals=()), rule, None)
    return tuple(
        Voter(
            seat=each.seat,
            party=each.member.party,
            person=each.member.person,
            alternate=each.member.alternate,
            kept_out=None if each.may_vote else each.reason,
        )
        for each in seats
        if each.is_filled and each.member.person is not None
    )


def computed_opening(
    world: World, stream: StreamName, at: datetime, *, closes_at: datetime
) -> MotionOpened:
    """Return the opening that anyone would compute for a moved motion, at the log's end."""
    decision = demand_matter(world, stream, DecisionMatter)
    board = demand_matter(world, decision.board, BoardMatter)
    facts = opening_facts(world, decision, at, world.size)
    return MotionOpened(
        charter=board.charter_digest,
        electorate=electorate_of(board.charter, facts),
        closes_at=closes_at,
        amount=facts.matter.amount,
        budget=facts.matter.budget,
        added=_added(board.charter, facts),
    )


def _added(charter: Charter, facts: Facts) -> Amount | None:
    """Return what a motion moves with related ones, None where the charter adds nothing up."""
    return None if charter.powers.adding is None else circumstances(charter, facts).added


def _check_electorate(body: MotionOpened, computed: tuple[Voter, ...]) -> None:
    if body.electorate != computed:
        raise ElectorateError(computed=_listed(computed), stated=_listed(body.electorate))


def _listed(electorate: tuple[Voter, ...]) -> tuple[str, ...]:
    return tuple(
        f"{voter.seat}={voter.party}/{voter.person}"
        + ("" if voter.alternate is None else f" or {voter.alternate}")
        + ("" if voter.kept_out is None else f" ({voter.kept_out})")
        for voter in electorate
    )


def _check_moved(body: MotionOpened, charter: Charter, facts: Facts) -> None:
    computed = facts.matter.amount, facts.matter.budget, _added(charter, facts)
    stated = body.amount, body.budget, body.added
    if stated != computed:
        raise MovedError(computed=_shown(*computed), stated=_shown(*stated))


def _shown(amount: Amount | None, budget: Money | None, added: Amount | None) -> str:
    text = shown(amount) if budget is None else f"{shown(amount)} of {shown(budget)}"
    return text if added is None else f"{text}, with related matters {shown(added)}"


def _check_admitted(act: Act, motion: MotionMoved, charter: Charter, facts: Facts) -> None:
    """Accept a motion that no rule of the charter keeps from being decided here and now."""
    for item in facts.matter.items or (None,):
        for problem in problems(charter, facts, item):
            refuse(act, motion, problem)
        here = circumstances(charter, facts, item)
        if first_fitting(charter.votes, here) is None:
            text = "no rule of the charter says what such a matter needs"
            raise NoVoteRuleError(board=board_of(act.statement.stream), problem=text)


def _check_poll_time(
    act: Act, body: MotionOpened, motion: MotionMoved, charter: Charter, facts: Facts
) -> None:
    here = circumstances(charter, facts)
    problem = None
    if motion.opens_at is not None and act.at < motion.opens_at:
        problem = "the motion opens later"
    elif motion.closes_at is not None and body.closes_at != motion.closes_at:
        problem = "the motion closes at another time"
    elif body.closes_at <= act.at:
        problem = "it would be over before it began"
    elif body.closes_at < least_end(charter, here, act.at) - CLOCK_TOLERANCE:
        # The officer signs a little before the ledger records.
        problem = "the charter gives more time"
    if problem is not None:
        raise MotionTimeError(
            opens_at=act.at.isoformat(), closes_at=body.closes_at.isoformat(), problem=problem
        )


def _check_meeting_open(world: World, act: Act, motion: MotionMoved) -> None:
    if motion.procedure != "meeting":
        return
    meeting = demand_matter(world, StreamName(str(motion.meeting)), MeetingMatter)
    if meeting.phase != "open":
        raise AgendaItemError(meeting=motion.meeting, item=motion.agenda_item)


def _check_subjects(world: World, motion: MotionMoved) -> None:
    for ref in motion.subject_refs:
        stream = StreamName(ref.stream)
        if stream_type(stream) in _DRAFTS:
            current = current_content(world, stream)
        else:
            place = world.place_of(Digest(ref.digest))
            found = world.stream(stream)
            assert found is not None, "checked: everyone may read the stream"
            current = Digest(ref.digest) if place and place[0] == stream else found.head
        if current != ref.digest:
            raise SubjectStaleError(stream=stream, current=current, digest=ref.digest)
