"""What may be put to a board, and when a motion may be opened.

A motion's text and subjects are frozen when it is opened (DOMAIN, rule 2), so
that is where everything about them is checked against the world. Only items
called for decision are decided at a meeting; only matters of a class, and up to
an amount, that the charter gives to the board (rule 6).
"""

from datetime import timedelta

from ledger.domain.boards.matter import BoardMatter, electorate_of
from ledger.domain.boards.meetings import MeetingMatter, demand_office
from ledger.domain.common import CLOCK_TOLERANCE, check_relies_on
from ledger.domain.content import amount_of, current_content
from ledger.domain.decisions.motions import DecisionMatter, board_of
from ledger.domain.kinds import stream_type
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.board import DecisionRight, Window
from ledger.domain.kinds.decision import MotionMoved, MotionOpened, Voter
from ledger.domain.world import Act, World, demand_matter, matter_of
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, StreamName

_DRAFTS = frozenset({"contract", "change"})


class NotAMemberError(RefusedError):
    """A motion is moved by a member or an officer of the board."""

    code = "not-a-member"
    message = "{person} of {party} holds no seat of {board}"


class ProcedureError(RefusedError):
    """A board decides by the procedures that its charter has."""

    code = "procedure-not-held"
    message = "{board} does not decide by the procedure {procedure}"


class UltraViresError(RefusedError):
    """A board decides the classes of matter that its charter gives it, up to the amount."""

    code = "ultra-vires"
    message = "{board} has no right to decide {matter}: {problem}"


class AgendaItemError(RefusedError):
    """At a meeting only an item that was called for decision is decided."""

    code = "not-on-the-agenda"
    message = "{meeting} has no item {item} for decision on this subject"


class MotionTimeError(RefusedError):
    """A poll opens when the motion says, and stays open as long as the charter asks."""

    code = "poll-time"
    message = "the poll cannot run from {opens_at} to {closes_at}: {problem}"


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


def check_motion(world: World, act: Act, body: MotionMoved, board: BoardMatter) -> None:
    """Accept a motion that could be opened under the charter of today.

    Raises:
        NotAMemberError, ProcedureError, UltraViresError, AgendaItemError,
        MotionTimeError, OfficeNotHeldError: see each class.
        AudienceGapError: Not every voter may read each subject.
    """
    _check_mover(act, board)
    if body.procedure not in board.charter.procedures:
        raise ProcedureError(board=board_of(act.statement.stream), procedure=body.procedure)
    _right_of(act, body, board)
    _check_agenda(world, act, body)
    _check_dates(act, body)
    _check_readable(world, act, body)


def _check_mover(act: Act, board: BoardMatter) -> None:
    signer = act.statement.signer
    if signer.capacity != "member":
        demand_office(board, act, at=act.at, leaf_index=act.leaf_index)
    elif not board.seats_of(signer, act.at.date(), act.leaf_index):
        raise NotAMemberError(
            person=signer.person, party=signer.party, board=board_of(act.statement.stream)
        )


def _right_of(act: Act, body: MotionMoved, board: BoardMatter) -> DecisionRight:
    for right in board.charter.rights:
        if right.class_ == body.class_:
            return right
    raise UltraViresError(
        board=board_of(act.statement.stream),
        matter=body.class_,
        problem="its charter does not name this class",
    )


def _check_agenda(world: World, act: Act, body: MotionMoved) -> None:
    at_meeting = body.procedure == "meeting"
    if not at_meeting and body.meeting is None and body.agenda_item is None:
        return
    meeting = None
    if at_meeting and body.meeting is not None and _is_sibling(act, body.meeting):
        meeting = matter_of(world, StreamName(body.meeting), MeetingMatter)
    digests = {ref.digest for ref in body.subject_refs}
    items = () if meeting is None else meeting.called.agenda
    for item in items:
        fits = item.subject is None or item.subject in digests
        if item.item == body.agenda_item and item.purpose == "decision" and fits:
            return
    raise AgendaItemError(meeting=body.meeting, item=body.agenda_item)


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


def _check_readable(world: World, act: Act, body: MotionMoved) -> None:
    """Accept subjects that everyone of the board may read, every voter among them."""
    board = world.stream(board_of(act.statement.stream))
    assert board is not None, "checked: a decision belongs to a board"
    for ref in body.subject_refs:
        check_relies_on(world, act, StreamName(ref.stream), board.audience)


def check_opening(world: World, act: Act, body: MotionOpened, board: BoardMatter) -> None:
    """Accept an opening that says what anyone would compute.

    Raises:
        CharterInForceError, ElectorateError, SubjectStaleError,
        UltraViresError, ProcedureError, AgendaItemError, MotionTimeError:
            see each class.
        AudienceGapError: Not every voter may read each subject.
    """
    motion = demand_matter(world, act.statement.stream, DecisionMatter).motion
    if body.charter != board.charter_digest:
        raise CharterInForceError(current=board.charter_digest, named=body.charter)
    if motion.procedure not in board.charter.procedures:
        raise ProcedureError(board=board_of(act.statement.stream), procedure=motion.procedure)
    _check_electorate(act, body, board)
    _check_poll_time(act, body, motion, board)
    _check_meeting_open(world, act, motion)
    _check_readable(world, act, motion)
    _check_subjects(world, motion)
    _check_amount(world, act, motion, _right_of(act, motion, board))


def _check_electorate(act: Act, body: MotionOpened, board: BoardMatter) -> None:
    computed = electorate_of(board, act.at.date(), act.leaf_index)
    if body.electorate != computed:
        raise ElectorateError(computed=_listed(computed), stated=_listed(body.electorate))


def _listed(electorate: tuple[Voter, ...]) -> tuple[str, ...]:
    return tuple(
        f"{voter.seat}={voter.party}/{voter.person}"
        + ("" if voter.alternate is None else f" or {voter.alternate}")
        for voter in electorate
    )


def _check_poll_time(act: Act, body: MotionOpened, motion: MotionMoved, board: BoardMatter) -> None:
    problem = None
    if motion.opens_at is not None and act.at < motion.opens_at:
        problem = "the motion opens later"
    elif motion.closes_at is not None and body.closes_at != motion.closes_at:
        problem = "the motion closes at another time"
    elif body.closes_at <= act.at:
        problem = "it would be over before it began"
    elif motion.procedure == "written":
        # The officer signs a little before the ledger records.
        least = length_of(board.charter.window) - CLOCK_TOLERANCE
        if body.closes_at - act.at < least:
            problem = "in writing the charter gives more time"
    if problem is not None:
        raise MotionTimeError(
            opens_at=act.at.isoformat(), closes_at=body.closes_at.isoformat(), problem=problem
        )


def length_of(window: Window) -> timedelta:
    """Return how long a window lasts; a day is 24 hours."""
    hours = window.count if window.unit == "hours" else window.count * 24
    return timedelta(hours=hours)


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


def _check_amount(world: World, act: Act, motion: MotionMoved, right: DecisionRight) -> None:
    """Accept changes that stay within the right's limit, added up; unknown is not within."""
    limit = right.up_to
    if limit is None:
        return
    board = board_of(act.statement.stream)
    total = 0
    for ref in motion.subject_refs:
        stream = StreamName(ref.stream)
        amount = amount_of(world, stream)
        if amount is None:  # no money is in it
            continue
        if not isinstance(amount, Money) or amount.currency != limit.currency:
            problem = f"its amount is not known in {limit.currency}"
            raise UltraViresError(board=board, matter=stream, problem=problem)
        total += abs(amount.minor)
    if total > limit.minor:
        problem = f"{total} is above {limit.minor} {limit.currency}, in minor units"
        raise UltraViresError(board=board, matter=motion.class_, problem=problem)
