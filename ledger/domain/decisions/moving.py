"""What may be put to a board, as soon as it is moved.

Only items called for decision are decided at a meeting; only matters of a class,
and up to an amount, that the charter gives to the board (DOMAIN, rules 2 and 6).
Whether the charter lets a matter be decided is the engine's to say
(``counting.admission``); each of its problems is a refusal with a name.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meeting import MeetingMatter
from ledger.domain.boards.speaking import demand_member, demand_office
from ledger.domain.common import check_relies_on
from ledger.domain.contracts.authorising import reserved_matter
from ledger.domain.counting.admission import problems
from ledger.domain.counting.problem import Problem
from ledger.domain.decisions.evolving import evolve_decision
from ledger.domain.decisions.gathering import opening_facts
from ledger.domain.decisions.motions import DecisionMatter, board_of
from ledger.domain.kinds.decision import MotionMoved
from ledger.domain.world import Act, World, matter_of
from ledger.errors import RefusedError
from ledger.evidence.statement import StreamName


class ProcedureError(RefusedError):
    """A board decides by the procedures that its charter has."""

    code = "procedure-not-held"
    message = "{board} does not decide by the procedure {procedure}"


class UltraViresError(RefusedError):
    """A board decides the classes of matter that its charter gives it, up to the amount."""

    code = "ultra-vires"
    message = "{board} has no right to decide {matter}: {problem}"


class InadmissibleError(RefusedError):
    """A motion is put in the form that the charter asks for: call, notice, agenda, stage."""

    code = "inadmissible"
    message = "{board} cannot decide this here and now: {problem}"


class NoticeShortError(InadmissibleError):
    """A meeting decides when it was called in time, or enough have waived the notice."""

    code = "notice-short"


class AgendaLateError(InadmissibleError):
    """An item that was added late is decided when it was let in as the charter says."""

    code = "agenda-late"


class StageError(InadmissibleError):
    """A further stage of a decision comes when the charter says."""

    code = "stage-not-due"


class BarredMatterError(InadmissibleError):
    """A matter that was rejected is not put again before its time."""

    code = "matter-barred"


class CompositionLackingError(InadmissibleError):
    """A board that is not composed as its charter asks decides nothing."""

    code = "composition-lacking"


class EnBlocError(InadmissibleError):
    """Several items are put in one motion where the charter lets them be."""

    code = "en-bloc-barred"


class MotionItemsError(RefusedError):
    """Each item and each condition of a motion has its own name, and a long stop conditions."""

    code = "motion-items"
    message = "the motion cannot be put so: {problem}"


class AgendaItemError(RefusedError):
    """At a meeting only an item that was called for decision is decided."""

    code = "not-on-the-agenda"
    message = "{meeting} has no item {item} for decision on this subject"


class MotionTimeError(RefusedError):
    """A poll opens when the motion says, and stays open as long as the charter asks."""

    code = "poll-time"
    message = "the poll cannot run from {opens_at} to {closes_at}: {problem}"


class MatterReservedError(RefusedError):
    """What a contract reserves to its parties, no board decides."""

    code = "matter-reserved"
    message = "{change} is for the parties of its contract alone, by its rule {rule}: {why}"


_REFUSALS: Mapping[str, type[RefusedError]] = MappingProxyType(
    {
        "notice": NoticeShortError,
        "agenda": AgendaLateError,
        "stage": StageError,
        "barred": BarredMatterError,
        "composition": CompositionLackingError,
        "en-bloc": EnBlocError,
    }
)
# What can be said of a motion as soon as it is moved; the rest when it is opened.
_AT_ONCE = frozenset({"never", "right", "procedure", "en-bloc"})


def check_motion(world: World, act: Act, body: MotionMoved, board: BoardMatter) -> None:
    """Accept a motion that could be opened under the charter of today.

    Raises:
        NotAMemberError, ProcedureError, UltraViresError, AgendaItemError,
        MotionItemsError, MotionTimeError, OfficeNotHeldError,
        MatterReservedError: see each class.
        AudienceGapError: Not every voter may read each subject.
    """
    _check_mover(act, board)
    _check_items(body)
    _check_agenda(world, act, body, board)
    # What it moves is judged when it is opened: a draft may still change.
    moved = evolve_decision(None, act)
    assert isinstance(moved, DecisionMatter), "a moved motion is a decision in the making"
    facts = opening_facts(world, moved, act.at, act.leaf_index)
    matter = replace(facts.matter, amount=None)
    for problem in problems(board.charter, replace(facts, matter=matter, meeting=None)):
        if problem.rule in _AT_ONCE:
            refuse(act, body, problem)
    _check_dates(act, body)
    check_readable(world, act, body)
    check_not_reserved(world, body)


def check_not_reserved(world: World, body: MotionMoved) -> None:
    """Accept a motion about changes that their contracts do not keep from every board.

    Raises:
        MatterReservedError: One of them is the parties' own.
    """
    for ref in body.subject_refs:
        rule = reserved_matter(world, StreamName(ref.stream))
        if rule is not None:
            raise MatterReservedError(change=ref.stream, rule=rule.rule, why=rule.why)


def refuse(act: Act, motion: MotionMoved, problem: Problem) -> None:
    """Refuse a motion for a problem that the engine found, by its own name."""
    board = board_of(act.statement.stream)
    if problem.word == "ultra_vires":
        raise UltraViresError(board=board, matter=motion.class_, problem=problem.text)
    if problem.rule == "procedure":
        raise ProcedureError(board=board, procedure=motion.procedure)
    raise _REFUSALS.get(problem.rule, InadmissibleError)(board=board, problem=problem.text)


def _check_mover(act: Act, board: BoardMatter) -> None:
    if act.statement.signer.capacity == "member":
        demand_member(board, act)
    else:
        demand_office(board, act, at=act.at, leaf_index=act.leaf_index)


def _check_items(body: MotionMoved) -> None:
    items = [each.item for each in body.items]
    conditions = [each.condition for each in body.conditions]
    problem = None
    if len(set(items)) < len(items):
        problem = "an item is named twice"
    elif len(set(conditions)) < len(conditions):
        problem = "a condition is named twice"
    elif body.long_stop is not None and not conditions:
        problem = "a long stop needs a condition"
    if problem is not None:
        raise MotionItemsError(problem=problem)


def _check_agenda(world: World, act: Act, body: MotionMoved, board: BoardMatter) -> None:
    at_meeting = body.procedure == "meeting"
    if not at_meeting and body.meeting is None and body.agenda_item is None:
        return
    meeting = None
    if at_meeting and body.meeting is not None and _is_sibling(act, body.meeting):
        meeting = matter_of(world, StreamName(body.meeting), MeetingMatter)
    point = None if meeting is None else meeting.agenda.get(body.agenda_item or "")
    digests = {ref.digest for ref in body.subject_refs}
    if meeting is not None and body.agenda_item is None and _takes_any(board, meeting):
        return
    if point is not None and point.subject in {None, *digests} and point.purpose == "decision":
        return
    raise AgendaItemError(meeting=body.meeting, item=body.agenda_item)


def _takes_any(board: BoardMatter, meeting: MeetingMatter) -> bool:
    """Whether the charter lets such a meeting decide what is not on its agenda."""
    at_meeting = board.charter.procedures.meeting
    return at_meeting is not None and any(
        rule.class_ == meeting.called.class_ and not rule.agenda.closed
        for rule in at_meeting.classes
    )


def _is_sibling(act: Act, meeting: str) -> bool:
    return board_of(StreamName(meeting)) == board_of(act.statement.stream)


def _check_dates(act: Act, body: MotionMoved) -> None:
    opens_at = act.at if body.opens_at is None else body.opens_at
    if body.closes_at is not None and body.closes_at <= max(opens_at, act.at):
        raise MotionTimeError(
            opens_at=opens_at.isoformat(),
            closes_at=body.closes_at.isoformat(),
            problem="it would be over before it began",
        )


def check_readable(world: World, act: Act, body: MotionMoved) -> None:
    """Accept subjects that everyone of the board may read, every voter among them."""
    board = world.stream(board_of(act.statement.stream))
    assert board is not None, "checked: a decision belongs to a board"
    for ref in body.subject_refs:
        check_relies_on(world, act, StreamName(ref.stream), board.audience)
