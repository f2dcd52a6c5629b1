"""Meetings in tests: classes of them, their agenda, who comes, what is put there."""

from datetime import timedelta
from typing import Any

from ledger.domain.boards.meeting import MeetingMatter
from ledger.domain.kinds.charter.conduct import AtMeeting, MeetingRule
from ledger.domain.kinds.meeting import (
    AgendaItem,
    AttendanceChanged,
    MeetingCalled,
    MeetingClosed,
    MeetingOpened,
)
from ledger.domain.world import Act
from tests.unit.domain.boardroom import DECISION, MEETING, Boardroom
from tests.unit.domain.charter_parts import procedures
from tests.unit.domain.courses import put
from tests.unit.domain.story import Voice


def sitting(**members: Any) -> dict[str, Any]:
    """Return procedures with one class of meetings, the ordinary one."""
    return procedures(meeting=AtMeeting(classes=(MeetingRule(class_="ordinary", **members),)))


def meeting_of(room: Boardroom, stream: str = MEETING) -> MeetingMatter:
    """Return a meeting as it is."""
    matter = room.matter(stream)
    assert isinstance(matter, MeetingMatter)
    return matter


def call_of(room: Boardroom, **members: Any) -> MeetingCalled:
    """Return the call of a meeting in an hour, with one item for decision."""
    filled: dict[str, Any] = {
        "class_": "ordinary",
        "starts_at": room.now.replace(microsecond=0) + timedelta(hours=1),
        "tz": "Europe/Paris",
        "mode": "hybrid",
        "agenda": (AgendaItem(item="scope", title="Scope", purpose="decision"),),
    }
    return MeetingCalled(**{**filled, **members})


def call(room: Boardroom, stream: str = MEETING, voice: Voice | None = None, **members: Any) -> Act:
    """Call a meeting."""
    return room.say(voice or room.secretary, "meeting.called.v1", stream, call_of(room, **members))


def come(
    room: Boardroom, seat: str, stream: str = MEETING, voice: Voice | None = None, **members: Any
) -> Act:
    """Come to a meeting, in person if nothing else is said."""
    filled: dict[str, Any] = {
        "seat": seat,
        "presence": "in",
        "mode": "in_person",
        "at": room.now.replace(microsecond=0),
    }
    body = AttendanceChanged(**{**filled, **members})
    return room.say(voice or room.people[seat], "attendance.changed.v1", stream, body)


def sit(room: Boardroom, *seats: str, stream: str = MEETING, **members: Any) -> None:
    """Call a meeting, open it at its hour, and let seats come in."""
    called = call(room, stream, **members).body
    assert isinstance(called, MeetingCalled)
    room.advance(seconds=(called.starts_at - room.now).total_seconds())
    start(room, *seats, stream=stream)


def start(room: Boardroom, *seats: str, stream: str = MEETING) -> None:
    """Open a meeting that was called, and let seats come in."""
    room.say(room.secretary, "meeting.opened.v1", stream, MeetingOpened())
    for seat in seats:
        come(room, seat, stream)
    room.advance(minutes=1)


def close(room: Boardroom, stream: str = MEETING) -> Act:
    """End a meeting."""
    return room.say(room.secretary, "meeting.closed.v1", stream, MeetingClosed())


def put_there(room: Boardroom, stream: str = DECISION, **members: Any) -> Act:
    """Put a motion to the meeting that sits."""
    filled = {"procedure": "meeting", "meeting": MEETING, "agenda_item": "scope"}
    return put(room, stream, **{**filled, **members})
