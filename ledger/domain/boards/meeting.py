"""What is known of a meeting: its call, its agenda, who came and went, its minutes.

The matter of a stream meeting/<board>/<n>. Presence is a fact of the recorded
clock: a seat is present from the entry that says so until the entry that says
otherwise, and only while the meeting is open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from ledger.domain.counting import facts
from ledger.domain.directory import with_item
from ledger.domain.kinds.charter.terms import Mode
from ledger.domain.kinds.meeting import (
    ActingChairChosen,
    AgendaItem,
    AgendaItemAdded,
    AgendaItemConsented,
    AttendanceChanged,
    MeetingAdjourned,
    MeetingCalled,
    MeetingClosed,
    MeetingOpened,
    MinutesDrafted,
    MinutesObjected,
    NoticeWaived,
    ProxyLodged,
)
from ledger.domain.world import Act, Matter
from ledger.evidence.statement import Digest, SignerClaim, StreamName

MeetingPhase = Literal["called", "open", "adjourned", "closed", "drafted", "objected", "approved"]
UNDER_WAY = frozenset({"called", "open", "adjourned"})
_NO_ONE: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Presence:
    """One coming or going of a seat, and the statement that says so.

    It counts from when it was recorded. A corrected one stands beside what it
    corrects, under the same statement, from the entry of the correction on, and
    counts from the moment that the correction states.
    """

    seat: str
    is_in: bool
    mode: Mode
    at: datetime
    signer: SignerClaim
    statement: Digest
    leaf_index: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """An item of the agenda: when all were told of it, and who let it in."""

    item: str
    purpose: str
    subject: str | None
    noticed_at: datetime
    is_urgent: bool = False
    consents: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """That the meeting was opened, interrupted or ended, at an entry."""

    phase: MeetingPhase
    at: datetime
    leaf_index: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Lodged:
    """A proxy for this meeting, for some items of the agenda or for all."""

    giver: str
    holder: str
    items: tuple[str, ...]
    at: datetime
    leaf_index: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """The seat that chairs the meeting from an entry on."""

    seat: str
    leaf_index: int


@dataclass(frozen=True, kw_only=True)
class MeetingMatter(Matter):
    """A meeting: its call, its agenda, each coming and going, the newest minutes."""

    stream: StreamName
    called: MeetingCalled
    called_at: datetime
    phase: MeetingPhase = "called"
    agenda: Mapping[str, Point] = field(default_factory=lambda: MappingProxyType({}))
    attendance: tuple[Presence, ...] = ()
    present: frozenset[str] = _NO_ONE
    sessions: tuple[Session, ...] = ()
    waivers: frozenset[str] = _NO_ONE
    proxies: tuple[Lodged, ...] = ()
    chairs: tuple[Chosen, ...] = ()
    minutes: Digest | None = None
    objector: str | None = None

    @property
    def acting_chair(self) -> str | None:
        """The seat that was chosen to chair the meeting, if any was."""
        return self.chairs[-1].seat if self.chairs else None

    def is_present(self, seat: str) -> bool:
        """Whether one seat is present now; nobody is while the meeting is not open."""
        return self.phase == "open" and seat in self.present

    def knows(self, statement: Digest) -> bool:
        """Whether this statement is one of the attendance recorded so far."""
        return any(change.statement == statement for change in self.attendance)

    def mode_of(self, seat: str) -> Mode | None:
        """Return in which way a seat came last."""
        last = [change for change in current(self.attendance) if change.seat == seat]
        return last[-1].mode if last else None


def current(attendance: Iterable[Presence], leaf_index: int | None = None) -> tuple[Presence, ...]:
    """Return the comings and goings as they were known at a place in the log, or are now."""
    known: dict[Digest, Presence] = {}
    for change in attendance:
        if leaf_index is None or change.leaf_index < leaf_index:
            known[change.statement] = change
    return tuple(known.values())


def evolve_meeting(matter: Matter | None, act: Act) -> Matter:  # noqa: C901, PLR0912 -- one case a kind
    """Return the meeting after an act of meeting/<board>/<n>; never refuses."""
    body = act.body
    if isinstance(body, MeetingCalled):
        agenda = {item.item: _point(item, act.at) for item in body.agenda}
        return MeetingMatter(
            stream=act.statement.stream,
            called=body,
            called_at=act.at,
            agenda=MappingProxyType(agenda),
        )
    assert isinstance(matter, MeetingMatter), "only the call comes before the meeting"
    match body:
        case NoticeWaived():
            matter = replace(matter, waivers=matter.waivers | {body.seat})
        case AgendaItemAdded():
            added = _point(body, act.at)
            matter = replace(matter, agenda=with_item(matter.agenda, body.item, added))
        case AgendaItemConsented():
            point = matter.agenda[body.item]
            point = replace(point, consents=point.consents | {body.seat})
            matter = replace(matter, agenda=with_item(matter.agenda, body.item, point))
        case AttendanceChanged():
            matter = _with_attendance(matter, act, body)
        case ProxyLodged():
            lodged = Lodged(
                giver=body.giver,
                holder=body.holder,
                items=body.items,
                at=act.at,
                leaf_index=act.leaf_index,
            )
            matter = replace(matter, proxies=(*matter.proxies, lodged))
        case ActingChairChosen():
            chosen = Chosen(seat=body.seat, leaf_index=act.leaf_index)
            matter = replace(matter, chairs=(*matter.chairs, chosen))
        case MeetingOpened():
            matter = _with_session(matter, act, "open")
        case MeetingAdjourned():
            matter = _with_session(matter, act, "adjourned")
        case MeetingClosed():
            matter = _with_session(matter, act, "closed")
        case MinutesDrafted():
            matter = replace(matter, phase="drafted", minutes=act.digest, objector=None)
        case MinutesObjected():
            matter = replace(matter, phase="objected", objector=body.seat)
        case _:  # what is left is the approval of the minutes
            matter = replace(matter, phase="approved")
    return matter


def _point(item: AgendaItem | AgendaItemAdded, at: datetime) -> Point:
    return Point(
        item=item.item,
        purpose=item.purpose,
        subject=item.subject,
        noticed_at=at,
        is_urgent=isinstance(item, AgendaItemAdded) and item.urgent,
    )


def _with_session(meeting: MeetingMatter, act: Act, phase: MeetingPhase) -> MeetingMatter:
    session = Session(phase=phase, at=act.at, leaf_index=act.leaf_index)
    return replace(meeting, phase=phase, sessions=(*meeting.sessions, session))


def _with_attendance(meeting: MeetingMatter, act: Act, body: AttendanceChanged) -> MeetingMatter:
    is_correction = meeting.knows(act.digest)
    change = Presence(
        seat=body.seat,
        is_in=body.presence == "in",
        mode=body.mode,
        at=body.at if is_correction else act.at,
        signer=act.statement.signer,
        statement=act.digest,
        leaf_index=act.leaf_index,
    )
    attendance = (*meeting.attendance, change)
    if is_correction:
        last = {each.seat: each.is_in for each in current(attendance)}
        present = frozenset(seat for seat, is_in in last.items() if is_in)
    else:
        present = meeting.present - {body.seat}
        present |= {body.seat} if change.is_in else _NO_ONE
    return replace(meeting, attendance=attendance, present=present)


def _interrupted_at(meeting: MeetingMatter, last: Session | None) -> datetime | None:
    """Return since when a meeting is interrupted: from its hour on, when nobody opened it."""
    if last is None:
        return meeting.called.starts_at
    return last.at if last.phase == "adjourned" else None


def _who_came(signer: SignerClaim) -> tuple[str | None, str] | None:
    """Return who says that they came, None where the secretary says it of somebody."""
    return (signer.party, signer.person) if signer.capacity == "member" else None


def meeting_facts(
    meeting: MeetingMatter,
    members: Iterable[facts.Member],
    *,
    earlier: facts.Earlier | None,
    leaf_index: int | None,
) -> facts.Meeting:
    """Return a meeting as the engine sees it, as it was known at a place in the log.

    Who called it was judged when it was called, under the charter of that moment.
    Who came for a seat is its alternate where they said so themselves.
    """
    sessions = [
        each for each in meeting.sessions if leaf_index is None or each.leaf_index < leaf_index
    ]
    opened = [each.at for each in sessions if each.phase == "open"]
    last = sessions[-1] if sessions else None
    chairs = [
        each.seat for each in meeting.chairs if leaf_index is None or each.leaf_index < leaf_index
    ]
    alternates = {each.seat: (each.party, each.alternate) for each in members}
    return facts.Meeting(
        class_=meeting.called.class_,
        starts_at=meeting.called.starts_at,
        called_at=meeting.called_at,
        waivers=meeting.waivers,
        agenda=tuple(
            facts.AgendaPoint(
                item=point.item,
                is_for_decision=point.purpose == "decision",
                noticed_at=point.noticed_at,
                consents=point.consents,
                is_urgent=point.is_urgent,
            )
            for point in meeting.agenda.values()
        ),
        reconvenes=earlier,
        movements=tuple(
            facts.Movement(
                seat=each.seat,
                is_in=each.is_in,
                at=each.at,
                mode=each.mode,
                by_alternate=_who_came(each.signer) == alternates.get(each.seat),
            )
            for each in current(meeting.attendance, leaf_index)
        ),
        opened_at=opened[0] if opened else None,
        closed_at=last.at if last is not None and last.phase == "closed" else None,
        interrupted_at=_interrupted_at(meeting, last),
        acting_chair=chairs[-1] if chairs else None,
    )
