"""Kinds of the streams meeting/<board>/<n>: call, agenda, attendance, proxies, minutes."""

from datetime import datetime
from typing import Annotated, Literal

from ledger.domain.kinds.base import DigestText, Line, Slug, StreamRef, TimeZone, kind
from ledger.domain.kinds.charter.terms import Mode, Slugs
from ledger.evidence.canonical import Body, constrained


class AgendaItem(Body):
    """One matter of a meeting; only one called for decision can be decided."""

    item: Slug
    title: Line
    purpose: Literal["decision", "guidance", "information"]
    subject: DigestText | None = None


class MeetingCalled(Body, rename={"class_": "class"}):
    """Call a meeting: when, how, and what it is about.

    Where the charter asks for support, the call takes effect once so many members
    have endorsed it.
    """

    class_: Slug
    starts_at: datetime
    tz: TimeZone
    mode: Literal["in_person", "remote", "hybrid"]
    agenda: Annotated[tuple[AgendaItem, ...], constrained(min_length=1, max_length=100)]
    reconvenes: StreamRef | None = None


class NoticeWaived(Body):
    """Waive, for a seat, that the notice of the meeting was too short."""

    seat: Slug


class AgendaItemAdded(Body):
    """Add an item to the agenda of a meeting that was called; all are told of it by this."""

    item: Slug
    title: Line
    purpose: Literal["decision", "guidance", "information"]
    subject: DigestText | None = None
    urgent: bool = False


class AgendaItemConsented(Body):
    """Agree, for a seat, that an item that was added late may be decided."""

    item: Slug
    seat: Slug


class AttendanceChanged(Body):
    """Say that a seat came or went; what is entered late is a correction."""

    seat: Slug
    presence: Literal["in", "out"]
    mode: Mode
    at: datetime


class ProxyLodged(Body):
    """Give a seat's vote to another seat at this meeting, for some items or for all."""

    giver: Slug
    holder: Slug
    items: Slugs = ()


class ActingChairChosen(Body):
    """Say which seat was chosen to chair the meeting in the absence of the chair."""

    seat: Slug


class MeetingOpened(Body):
    """Open a called meeting, or take up an adjourned one again."""


class MeetingAdjourned(Body):
    """Interrupt a meeting; nothing is decided until it is opened again."""


class MeetingClosed(Body):
    """End a meeting, or call off one that was never opened."""


class MinutesDrafted(Body):
    """Put minutes forward, by the digest of their document."""

    sha256: DigestText


class MinutesApproved(Body):
    """Approve the minutes that the subject drafted, as chair or on a decision of the board."""

    how: Literal["chair", "decision"]
    decision: StreamRef | None = None


class MinutesObjected(Body):
    """Object to the minutes that the subject drafted, with a reason."""

    seat: Slug


_OFFICERS = "chair secretary"

KINDS = (
    kind(
        "meeting.called.v1",
        MeetingCalled,
        "meeting",
        "member chair secretary",
        "authorship",
        opens=True,
    ),
    kind("notice.waived.v1", NoticeWaived, "meeting", "member", "approval"),
    kind("agenda.item_added.v1", AgendaItemAdded, "meeting", _OFFICERS, "authorship"),
    kind("agenda.item_consented.v1", AgendaItemConsented, "meeting", "member", "approval"),
    kind(
        "attendance.changed.v1",
        AttendanceChanged,
        "meeting",
        "member secretary",
        "witness",
        correctable=True,
    ),
    kind("proxy.lodged.v1", ProxyLodged, "meeting", "member", "approval"),
    kind(
        "acting_chair.chosen.v1",
        ActingChairChosen,
        "meeting",
        "member secretary",
        "responsibility",
    ),
    kind("meeting.opened.v1", MeetingOpened, "meeting", _OFFICERS, "responsibility"),
    kind("meeting.adjourned.v1", MeetingAdjourned, "meeting", _OFFICERS, "responsibility"),
    kind("meeting.closed.v1", MeetingClosed, "meeting", _OFFICERS, "responsibility"),
    kind("minutes.drafted.v1", MinutesDrafted, "meeting", _OFFICERS, "authorship"),
    kind("minutes.approved.v1", MinutesApproved, "meeting", "chair", "approval", subject=True),
    kind(
        "minutes.objected.v1",
        MinutesObjected,
        "meeting",
        "member",
        "rejection",
        subject=True,
        reason=True,
    ),
)
