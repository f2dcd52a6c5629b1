"""The rules of meeting/<board>/<n>: who calls it, what is on its agenda, who is there.

A call that the charter lets only so many members make takes effect once they
have endorsed it. What a meeting may decide is judged when a motion is opened in it.
"""

from dataclasses import dataclass

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meeting import UNDER_WAY, MeetingMatter, current, evolve_meeting
from ledger.domain.boards.seating import members_of
from ledger.domain.boards.speaking import (
    SeatUnknownError,
    demand_member,
    demand_office,
    demand_seat,
    offices_of,
)
from ledger.domain.common import CLOCK_TOLERANCE, SubjectError
from ledger.domain.counting.facts import Member
from ledger.domain.counting.selection import Seen, fits, least_whole
from ledger.domain.decisions.motions import DecisionMatter, board_of
from ledger.domain.kinds.base import Capacity
from ledger.domain.kinds.board import AttendanceNoted
from ledger.domain.kinds.charter.conduct import Caller
from ledger.domain.kinds.meeting import (
    ActingChairChosen,
    AgendaItemAdded,
    AgendaItemConsented,
    AttendanceChanged,
    MeetingCalled,
    MeetingClosed,
    MeetingOpened,
    MinutesApproved,
    MinutesObjected,
    NoticeWaived,
    ProxyLodged,
)
from ledger.domain.room import OutOfStateError, Room, kinds_of
from ledger.domain.world import (
    Act,
    EndorserGroup,
    FollowUp,
    Matter,
    World,
    demand_matter,
    matter_of,
)
from ledger.errors import RefusedError
from ledger.evidence.statement import PartySlug, PersonSlug, StreamName


class AgendaError(RefusedError):
    """Each item of an agenda has its own name."""

    code = "agenda-repeats"
    message = "the agenda names item {item} twice"


class MeetingPastError(RefusedError):
    """A meeting is called before it starts, and starts no earlier than it was called for."""

    code = "meeting-time"
    message = "the meeting is for {starts_at}, it is {at}"


class ReconvenedError(RefusedError):
    """A further meeting takes up an earlier one of the same board that is over."""

    code = "reconvenes-nothing"
    message = "{meeting} is no meeting of {board} that could be taken up again"


class AttendanceTimeError(RefusedError):
    """Coming and going is recorded as it happens; what is entered later is a correction."""

    code = "attendance-time"
    message = "the change is said to be of {said}, but it is {at}"


class MinutesDecisionError(RefusedError):
    """Minutes are approved by the chair, or else by an adopted decision of the board."""

    code = "minutes-decision"
    message = "minutes of {stream} cannot be approved by {how} {decision}"


class ObjectionStandsError(RefusedError):
    """Minutes that were objected to are drafted again, or approved by decision."""

    code = "objection-stands"
    message = "seat {seat} objected to the minutes of {stream}"


class MeetingClassError(RefusedError):
    """A meeting is of a class that the charter has."""

    code = "meeting-class"
    message = "{board} has no meetings of the class {meeting}"


class CallerError(RefusedError):
    """A meeting is called by those whom the charter lets call it, alone or with support."""

    code = "caller-not-entitled"
    message = "{person} of {party} cannot call a meeting of the class {meeting} of {board}"


class AgendaUnknownError(RefusedError):
    """Members let in items that are on the agenda."""

    code = "agenda-unknown"
    message = "the agenda of {stream} has no item {item}"


class ProxyError(RefusedError):
    """A vote is given to another seat where the charter has proxies, and by its own member."""

    code = "proxy-barred"
    message = "seat {giver} cannot give its vote to {holder}: {problem}"


# Where a class of meetings names no callers.
_OFFICERS = Caller(offices=("chair", "co_chair", "vice_chair", "secretary"))


def check_meeting(world: World, act: Act) -> None:  # noqa: C901, PLR0912 -- one case a kind
    """Accept an act of meeting/<board>/<n>.

    Raises:
        RefusedError: One of this module's, see each class.
    """
    board = demand_matter(world, board_of(act.statement.stream), BoardMatter)
    signer = act.statement.signer
    if signer.capacity in {"chair", "secretary"} and not _presides(world, board, act):
        demand_office(board, act, at=act.at, leaf_index=act.leaf_index)
    if isinstance(act.body, MeetingCalled):
        _check_call(world, act, act.body)
        support_for(board, act)
        return
    meeting = demand_matter(world, act.statement.stream, MeetingMatter)
    match act.body:
        case NoticeWaived():
            demand_seat(board, act, act.body.seat)
        case AgendaItemAdded():
            if act.body.item in meeting.agenda:
                raise AgendaError(item=act.body.item)
        case AgendaItemConsented():
            demand_seat(board, act, act.body.seat)
            if act.body.item not in meeting.agenda:
                raise AgendaUnknownError(stream=act.statement.stream, item=act.body.item)
        case ProxyLodged():
            check_proxy(board, act, act.body.giver, act.body.holder)
        case ActingChairChosen():
            if signer.capacity == "member":
                demand_member(board, act)
            if board.seat(act.body.seat) is None:
                raise SeatUnknownError(stream=meeting.stream, seat=act.body.seat)
        case AttendanceChanged():
            _check_attendance(board, meeting, act, act.body)
        case MeetingOpened():
            if act.at < meeting.called.starts_at - CLOCK_TOLERANCE:
                raise MeetingPastError(
                    starts_at=meeting.called.starts_at.isoformat(), at=act.at.isoformat()
                )
        case MinutesObjected():
            _check_minutes_subject(meeting, act)
            demand_seat(board, act, act.body.seat)
        case MinutesApproved():
            _check_minutes_subject(meeting, act)
            _check_approval(world, act, act.body, meeting)


def _check_call(world: World, act: Act, body: MeetingCalled) -> None:
    if body.starts_at < act.at - CLOCK_TOLERANCE:
        raise MeetingPastError(starts_at=body.starts_at.isoformat(), at=act.at.isoformat())
    seen: set[str] = set()
    for item in body.agenda:
        if item.item in seen:
            raise AgendaError(item=item.item)
        seen.add(item.item)
    if body.reconvenes is None:
        return
    board = board_of(act.statement.stream)
    earlier = StreamName(body.reconvenes)
    found = matter_of(world, earlier, MeetingMatter)
    if found is None or board_of(earlier) != board or found.phase in UNDER_WAY:
        raise ReconvenedError(meeting=body.reconvenes, board=board)


def _presides(world: World, board: BoardMatter, act: Act) -> bool:
    """Whether the signer is the acting chair that this meeting chose."""
    meeting = matter_of(world, act.statement.stream, MeetingMatter)
    if meeting is None or meeting.acting_chair is None or act.statement.signer.capacity != "chair":
        return False
    seat = board.seat(meeting.acting_chair)
    signer = act.statement.signer
    return seat is not None and board.may_act(seat, signer, act.at.date(), act.leaf_index)


def check_proxy(board: BoardMatter, act: Act, giver: str, holder: str) -> None:
    """Accept that a seat's own member gives its vote to another seat.

    Whether it counts (its number in one hand, its time, the holder's presence) is
    judged when the vote is counted.

    Raises:
        ProxyError: The charter has no proxies, or not between these seats.
        SeatUnknownError, NotYourSeatError: The giver's seat is not the signer's.
    """
    seat = demand_seat(board, act, giver)
    rule, other = board.charter.people.proxies, board.seat(holder)
    problem = None
    if rule is None:
        problem = "the charter has no proxies"
    elif other is None or giver == holder:
        problem = "it goes to another seat of the board"
    elif rule.within == "party" and other.party != seat.party:
        problem = "it stays within the party"
    if problem is not None:
        raise ProxyError(giver=giver, holder=holder, problem=problem)


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """How many more must join in a call before it takes effect, and who they can be."""

    count: int
    people: frozenset[tuple[PartySlug, PersonSlug]]


def support_for(board: BoardMatter, act: Act) -> Support:
    """Return the support that a call still needs: the least that any fitting caller's rule asks.

    Raises:
        MeetingClassError: The charter has no such class of meeting.
        CallerError: The signer may not call such a meeting, whoever joins.
    """
    body = act.body
    assert isinstance(body, MeetingCalled), "only calls need support"
    at_meeting = board.charter.procedures.meeting
    classes = () if at_meeting is None else at_meeting.classes
    rule = next((each for each in classes if each.class_ == body.class_), None)
    stream = board_of(act.statement.stream)
    if classes and rule is None:
        raise MeetingClassError(board=stream, meeting=body.class_)
    callers = () if rule is None else rule.callers
    members = members_of(board, act.at.date(), act.leaf_index)
    asked = [
        _support(act, caller, members)
        for caller in callers or (_OFFICERS,)
        if _fits_caller(board, act, caller, members)
    ]
    if not asked:
        signer = act.statement.signer
        raise CallerError(
            person=signer.person, party=signer.party, meeting=body.class_, board=stream
        )
    return min(asked, key=lambda each: each.count)


def _support(act: Act, caller: Caller, members: tuple[Member, ...]) -> Support:
    """Count the seats that must ask for a meeting; the caller's own is one of them."""
    if caller.support is None:
        return Support(count=0, people=frozenset())
    voting = [each for each in members if each.voting and each.is_filled]
    meant = [each for each in voting if caller.who is None or fits(caller.who, Seen(member=each))]
    people = frozenset((PartySlug(each.party), PersonSlug(str(each.person))) for each in meant)
    signer = act.statement.signer
    own = sum((each.party, each.person) == (signer.party, signer.person) for each in meant)
    return Support(count=max(0, least_whole(caller.support, len(voting)) - own), people=people)


def _fits_caller(board: BoardMatter, act: Act, caller: Caller, members: tuple[Member, ...]) -> bool:
    signer = act.statement.signer
    if signer.capacity != "member":
        held = offices_of(board, act, at=act.at, leaf_index=act.leaf_index)
        if set(held) & set(caller.offices):
            return True
    who = caller.who
    return who is not None and any(
        fits(who, Seen(member=each))
        for each in members
        if (each.party, each.person) == (signer.party, signer.person)
    )


def meeting_endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Ask so many other members of the board to join in a call, where the charter says so."""
    if not isinstance(act.body, MeetingCalled):
        return ()
    board = demand_matter(world, board_of(act.statement.stream), BoardMatter)
    support = support_for(board, act)
    if not support.count:
        return ()
    member: frozenset[Capacity] = frozenset({"member"})
    return (EndorserGroup(capacities=member, count=support.count, people=support.people),)


def follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Note who attended a meeting that ended, where votes or interim acts hang on it."""
    stream = act.statement.stream
    meeting = demand_matter(world, stream, MeetingMatter)
    if not isinstance(act.body, MeetingClosed) or not meeting.sessions[:-1]:
        return ()
    board = demand_matter(world, board_of(stream), BoardMatter)
    has_interim = any(each.body.interim for each in board.noted)
    if board.charter.people.attendance is None and not has_interim:
        return ()
    came = [change for change in current(meeting.attendance) if change.is_in]
    in_person = {change.seat for change in came if change.mode == "in_person"}
    present = {change.seat for change in came}
    body = AttendanceNoted(
        meeting=stream,
        starts_at=meeting.called.starts_at,
        present=tuple(sorted(present)),
        remote=tuple(sorted(present - in_person)),
    )
    return (
        FollowUp(
            stream=board_of(stream), kind="attendance.noted.v1", subject=act.digest, body=body
        ),
    )


def _check_attendance(
    board: BoardMatter, meeting: MeetingMatter, act: Act, body: AttendanceChanged
) -> None:
    is_correction = meeting.knows(act.digest)
    if not is_correction and meeting.phase not in UNDER_WAY:
        raise OutOfStateError(
            kind=act.kind.tag,
            stream=act.statement.stream,
            phase=meeting.phase,
            possible=" or ".join(sorted(UNDER_WAY)),
        )
    late = body.at < act.at - CLOCK_TOLERANCE and not is_correction
    if late or body.at > act.at + CLOCK_TOLERANCE:
        raise AttendanceTimeError(said=body.at.isoformat(), at=act.at.isoformat())
    if act.statement.signer.capacity == "secretary":
        if board.seat(body.seat) is None:
            raise SeatUnknownError(stream=board_of(act.statement.stream), seat=body.seat)
    else:
        demand_seat(board, act, body.seat)


def _check_minutes_subject(meeting: MeetingMatter, act: Act) -> None:
    if act.statement.subject != meeting.minutes:
        raise SubjectError(kind=act.kind.tag, subject=act.statement.subject)


def _check_approval(world: World, act: Act, body: MinutesApproved, meeting: MeetingMatter) -> None:
    stream = act.statement.stream
    if (body.how == "decision") != (body.decision is not None):
        raise MinutesDecisionError(stream=stream, how=body.how, decision=body.decision)
    if body.decision is None:
        if meeting.phase == "objected":
            raise ObjectionStandsError(seat=meeting.objector, stream=stream)
        return
    decision = matter_of(world, StreamName(body.decision), DecisionMatter)
    ours = decision is not None and decision.board == board_of(stream)
    if decision is None or not ours or not decision.is_adopted:
        raise MinutesDecisionError(stream=stream, how=body.how, decision=body.decision)


def _phase(matter: Matter) -> str:
    assert isinstance(matter, MeetingMatter), "this room's matters are meetings"
    return matter.phase


_BEFORE = (
    "attendance.changed.v1 notice.waived.v1 agenda.item_added.v1 agenda.item_consented.v1"
    " proxy.lodged.v1 acting_chair.chosen.v1"
)

# A correction of attendance is judged in the meeting's present phase, so the
# kind stands in the rows of meetings that are over; new changes are refused there.
MEETING = Room(
    machine={
        "unopened": kinds_of("meeting.called.v1"),
        # A call that waits for support is judged again when its last supporter joins.
        "proposed": kinds_of("meeting.called.v1"),
        "called": kinds_of(f"{_BEFORE} meeting.opened.v1 meeting.closed.v1"),
        "open": kinds_of(f"{_BEFORE} meeting.adjourned.v1 meeting.closed.v1"),
        "adjourned": kinds_of(f"{_BEFORE} meeting.opened.v1 meeting.closed.v1"),
        "closed": kinds_of("attendance.changed.v1 minutes.drafted.v1"),
        "drafted": kinds_of(
            "attendance.changed.v1 minutes.drafted.v1 minutes.approved.v1 minutes.objected.v1"
        ),
        "objected": kinds_of("attendance.changed.v1 minutes.drafted.v1 minutes.approved.v1"),
        "approved": kinds_of("attendance.changed.v1"),
    },
    phase=_phase,
    evolve=evolve_meeting,
    check=check_meeting,
    follow_ups=follow_ups,
    endorsers=meeting_endorsers,
)
