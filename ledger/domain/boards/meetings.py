"""Meetings: called, opened, interrupted, closed; who is there; what the minutes say.

Presence is a fact of the recorded clock: a seat is present from the entry that
says so until the entry that says otherwise, and only while the meeting is open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from ledger.domain.boards.appointments import SeatUnknownError
from ledger.domain.boards.matter import BoardMatter
from ledger.domain.common import CLOCK_TOLERANCE, SubjectError
from ledger.domain.decisions.motions import DecisionMatter, board_of
from ledger.domain.directory import with_item
from ledger.domain.kinds.board import Seat
from ledger.domain.kinds.meeting import (
    AttendanceChanged,
    MeetingAdjourned,
    MeetingCalled,
    MeetingClosed,
    MeetingOpened,
    MinutesApproved,
    MinutesDrafted,
    MinutesObjected,
)
from ledger.domain.room import OutOfStateError, Room, kinds_of
from ledger.domain.world import Act, Matter, World, demand_matter, matter_of
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, StreamName

MeetingPhase = Literal["called", "open", "adjourned", "closed", "drafted", "objected", "approved"]
_UNDER_WAY = frozenset({"called", "open", "adjourned"})
_NO_ONE: frozenset[str] = frozenset()


class OfficeNotHeldError(RefusedError):
    """Who signs as chair or secretary holds that office of the board."""

    code = "office-not-held"
    message = "{person} of {party} is not {capacity} of {board}"


class NotYourSeatError(RefusedError):
    """A seat is spoken for by its member, or by the alternate who stands in."""

    code = "not-your-seat"
    message = "{person} of {party} does not act for seat {seat}"


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Presence:
    """One coming or going of a seat, and the statement that says so."""

    is_in: bool
    mode: str
    at: datetime
    statement: Digest


@dataclass(frozen=True, kw_only=True)
class MeetingMatter(Matter):
    """A meeting: its call, each seat's comings and goings, the newest minutes."""

    stream: StreamName
    called: MeetingCalled
    phase: MeetingPhase = "called"
    attendance: Mapping[str, tuple[Presence, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    minutes: Digest | None = None
    objector: str | None = None

    @property
    def present(self) -> frozenset[str]:
        """The seats that are present now; nobody while the meeting is not open."""
        if self.phase != "open":
            return _NO_ONE
        return frozenset(seat for seat, changes in self.attendance.items() if changes[-1].is_in)

    def is_present(self, seat: str) -> bool:
        """Whether one seat is present now."""
        changes = self.attendance.get(seat)
        return self.phase == "open" and changes is not None and changes[-1].is_in

    def knows(self, statement: Digest) -> bool:
        """Whether this statement is one of the attendance recorded so far."""
        return any(
            change.statement == statement
            for changes in self.attendance.values()
            for change in changes
        )


def evolve_meeting(matter: Matter | None, act: Act) -> Matter:
    """Return the meeting after an act of meeting/<board>/<n>; never refuses."""
    body = act.body
    if isinstance(body, MeetingCalled):
        return MeetingMatter(stream=act.statement.stream, called=body)
    assert isinstance(matter, MeetingMatter), "only the call comes before the meeting"
    match body:
        case AttendanceChanged():
            matter = replace(matter, attendance=_attendance(matter, act, body))
        case MeetingOpened():
            matter = replace(matter, phase="open")
        case MeetingAdjourned():
            matter = replace(matter, phase="adjourned")
        case MeetingClosed():
            matter = replace(matter, phase="closed")
        case MinutesDrafted():
            matter = replace(matter, phase="drafted", minutes=act.digest, objector=None)
        case MinutesObjected():
            matter = replace(matter, phase="objected", objector=body.seat)
        case _:  # what is left is the approval of the minutes
            matter = replace(matter, phase="approved")
    return matter


def _attendance(
    meeting: MeetingMatter, act: Act, body: AttendanceChanged
) -> Mapping[str, tuple[Presence, ...]]:
    """Add a change, or put a corrected one in the place of what it corrects."""
    change = Presence(is_in=body.presence == "in", mode=body.mode, at=body.at, statement=act.digest)
    if not meeting.knows(act.digest):
        earlier = meeting.attendance.get(body.seat, ())
        return with_item(meeting.attendance, body.seat, (*earlier, change))
    return MappingProxyType(
        {
            seat: tuple(change if each.statement == act.digest else each for each in changes)
            for seat, changes in meeting.attendance.items()
        }
    )


def demand_office(board: BoardMatter, act: Act, *, at: datetime, leaf_index: int) -> None:
    """Accept a signer who held the office that they claim, as of a place in the log.

    Co-chairs sign as chair.

    Raises:
        OfficeNotHeldError: They did not.
    """
    signer = act.statement.signer
    offices = ("chair", "co_chair") if signer.capacity == "chair" else (signer.capacity,)
    for office in offices:
        for tenure in board.officer(office, at.date(), leaf_index):
            if (tenure.party, tenure.person) == (signer.party, signer.person):
                return
    raise OfficeNotHeldError(
        person=signer.person,
        party=signer.party,
        capacity=signer.capacity,
        board=board_of(act.statement.stream),
    )


def demand_seat(board: BoardMatter, act: Act, name: str) -> Seat:
    """Return a seat for which the signer may act today.

    Raises:
        SeatUnknownError: The charter in force has no such seat.
        NotYourSeatError: Another person's.
    """
    seat, signer = board.seat(name), act.statement.signer
    if seat is None:
        raise SeatUnknownError(stream=board_of(act.statement.stream), seat=name)
    if not board.may_act(seat, signer, act.at.date(), act.leaf_index):
        raise NotYourSeatError(person=signer.person, party=signer.party, seat=name)
    return seat


def check_meeting(world: World, act: Act) -> None:
    """Accept an act of meeting/<board>/<n>.

    Raises:
        RefusedError: One of this module's, see each class.
    """
    board = demand_matter(world, board_of(act.statement.stream), BoardMatter)
    signer = act.statement.signer
    if signer.capacity in {"chair", "secretary"}:
        demand_office(board, act, at=act.at, leaf_index=act.leaf_index)
    if isinstance(act.body, MeetingCalled):
        _check_call(world, act, act.body)
        return
    meeting = demand_matter(world, act.statement.stream, MeetingMatter)
    match act.body:
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
    if found is None or board_of(earlier) != board or found.phase in _UNDER_WAY:
        raise ReconvenedError(meeting=body.reconvenes, board=board)


def _check_attendance(
    board: BoardMatter, meeting: MeetingMatter, act: Act, body: AttendanceChanged
) -> None:
    is_correction = meeting.knows(act.digest)
    if not is_correction and meeting.phase not in _UNDER_WAY:
        raise OutOfStateError(kind=act.kind.tag, stream=act.statement.stream, phase=meeting.phase)
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


# A correction of attendance is judged in the meeting's present phase, so the
# kind stands in the rows of meetings that are over; new changes are refused there.
MEETING = Room(
    machine={
        "unopened": kinds_of("meeting.called.v1"),
        "called": kinds_of("attendance.changed.v1 meeting.opened.v1 meeting.closed.v1"),
        "open": kinds_of("attendance.changed.v1 meeting.adjourned.v1 meeting.closed.v1"),
        "adjourned": kinds_of("attendance.changed.v1 meeting.opened.v1 meeting.closed.v1"),
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
)
