"""Meetings: call, attendance, minutes."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.boards.meeting import MeetingMatter, Presence, current
from ledger.domain.boards.meetings import (
    AgendaError,
    AttendanceTimeError,
    MeetingPastError,
    MinutesDecisionError,
    ObjectionStandsError,
    ReconvenedError,
)
from ledger.domain.boards.speaking import NotYourSeatError, OfficeNotHeldError, SeatUnknownError
from ledger.domain.common import SubjectError
from ledger.domain.kinds.board import AlternateNamed, OfficerAppointed
from ledger.domain.kinds.common import RecordCorrected
from ledger.domain.kinds.meeting import (
    AgendaItem,
    AttendanceChanged,
    MeetingAdjourned,
    MeetingCalled,
    MeetingClosed,
    MeetingOpened,
    MinutesApproved,
    MinutesDrafted,
    MinutesObjected,
)
from ledger.domain.room import OutOfStateError
from ledger.domain.world import Act
from ledger.evidence.canonical import RawJson, encode_body
from ledger.evidence.statement import Digest
from tests.unit.domain.boardroom import BOARD, DECISION, MEETING, SINCE, Boardroom

MINUTES = MinutesDrafted(sha256="sha256:" + "0" * 64)


@pytest.fixture
def room() -> Boardroom:
    """A board that is constituted and filled."""
    return Boardroom()


@pytest.fixture
def open_room() -> Boardroom:
    """A board in a meeting, with two seats present."""
    room = Boardroom()
    room.meet("s1", "i1")
    return room


def meeting(room: Boardroom) -> MeetingMatter:
    """Return the meeting as it is."""
    matter = room.matter(MEETING)
    assert isinstance(matter, MeetingMatter)
    return matter


def there(room: Boardroom) -> list[str]:
    """Return the seats that are present."""
    return [seat for seat in ("i1", "s1") if meeting(room).is_present(seat)]


def said_of(room: Boardroom, seat: str) -> list[Presence]:
    """Return a seat's comings and goings as they are known now."""
    return [change for change in current(meeting(room).attendance) if change.seat == seat]


def test_presence_lasts_while_the_meeting_is_open(room: Boardroom) -> None:
    """A seat is present from its coming to its going, and nobody is in an interrupted meeting."""
    room.call()
    room.attend("s1")
    seen = [there(room)]
    room.advance(hours=1)
    opened = (room.chair, "meeting.opened.v1", MEETING, MeetingOpened())
    room.say(*opened)
    seen.append(there(room))
    room.attend("i1")
    room.attend("s1", "out")
    seen.append(there(room))
    room.say(room.chair, "meeting.adjourned.v1", MEETING, MeetingAdjourned())
    seen.append(there(room))
    room.say(*opened)
    seen.append(there(room))
    room.say(room.chair, "meeting.closed.v1", MEETING, MeetingClosed())
    seen.append(there(room))

    assert seen == [[], ["s1"], ["i1"], [], ["i1"], []]


@pytest.mark.parametrize("voice", ["spare", "clerk"])
def test_officers_call_meetings(room: Boardroom, voice: str) -> None:
    """An office is held by appointment; claiming it is not enough."""
    claimed = getattr(room, voice).as_("chair")
    body = MeetingCalled(
        class_="ordinary",
        starts_at=room.now + timedelta(hours=1),
        tz="Europe/Paris",
        mode="remote",
        agenda=(AgendaItem(item="a", title="A", purpose="information"),),
    )

    room.refused(OfficeNotHeldError, claimed, "meeting.called.v1", MEETING, body)


def test_a_co_chair_signs_as_chair(room: Boardroom) -> None:
    """Those who chair together each sign in the capacity of a chair."""
    body = OfficerAppointed(office="co_chair", party="iqvia", person="member-i1", from_=SINCE)
    room.endorse(room.cro, BOARD, room.say(room.sponsor, "officer.appointed.v1", BOARD, body))
    room.call()
    room.advance(hours=1)

    co_chair = room.people["i1"].as_("chair")
    room.say(co_chair, "meeting.opened.v1", MEETING, MeetingOpened())

    assert meeting(room).phase == "open"


def test_a_call_is_for_the_future_and_names_each_item_once(room: Boardroom) -> None:
    """Nobody calls a meeting that has begun, or two items by one name."""
    item = AgendaItem(item="a", title="A", purpose="information")
    past = room.now.replace(microsecond=0) - timedelta(minutes=6)
    future = room.now.replace(microsecond=0) + timedelta(days=1)

    def call(**members: Any) -> MeetingCalled:
        filled = {"class_": "ordinary", "tz": "UTC", "mode": "remote", "agenda": (item,)}
        return MeetingCalled(**{**filled, "starts_at": future, **members})

    told = (room.secretary, "meeting.called.v1", MEETING)
    room.refused(MeetingPastError, *told, call(starts_at=past))
    room.refused(AgendaError, *told, call(agenda=(item, item)))
    room.refused(ReconvenedError, *told, call(reconvenes="meeting/jsc/0"))
    room.say(*told, call())
    later = (room.secretary, "meeting.called.v1", "meeting/jsc/2")
    room.refused(ReconvenedError, *later, call(reconvenes=MEETING))
    room.say(room.secretary, "meeting.closed.v1", MEETING, MeetingClosed())
    room.say(*later, call(reconvenes=MEETING))


def test_a_meeting_starts_no_earlier_than_called(room: Boardroom) -> None:
    """Who comes in time misses nothing; the clock tolerance apart."""
    room.call()
    opened = (room.chair, "meeting.opened.v1", MEETING, MeetingOpened())
    room.advance(minutes=54)

    room.refused(MeetingPastError, *opened)
    room.advance(minutes=1)
    room.say(*opened)


def test_attendance_is_told_by_the_seat_or_the_secretary(open_room: Boardroom) -> None:
    """Nobody else says that a seat came or went, and only seats of the charter do."""
    room = open_room
    by_other = (room.people["s1"], "attendance.changed.v1", MEETING)
    by_secretary = (room.secretary, "attendance.changed.v1", MEETING)

    room.refused(NotYourSeatError, *by_other, room.attendance("s2"))
    room.refused(NotYourSeatError, *by_other, room.attendance("i2"))
    room.refused(NotYourSeatError, *by_other, room.attendance("i3"))
    room.refused(SeatUnknownError, *by_other, room.attendance("s9"))
    room.refused(SeatUnknownError, *by_secretary, room.attendance("s9"))
    room.say(*by_secretary, room.attendance("s2"))
    assert meeting(room).is_present("s2")


def test_an_alternate_may_come_for_their_member(open_room: Boardroom) -> None:
    """The standing stand-in speaks for the seat."""
    room = open_room
    named = AlternateNamed(seat="i2", person="clerk", from_=SINCE)
    room.say(room.cro, "alternate.named.v1", BOARD, named)

    room.attend("i2", voice=room.clerk)

    assert meeting(room).is_present("i2")


@pytest.mark.parametrize("minutes", [-6, 6])
def test_attendance_is_told_as_it_happens(open_room: Boardroom, minutes: int) -> None:
    """Neither later nor sooner than the clock tolerance allows."""
    room = open_room
    at = room.now.replace(microsecond=0) + timedelta(minutes=minutes)

    room.refused(
        AttendanceTimeError,
        room.people["s2"],
        "attendance.changed.v1",
        MEETING,
        room.attendance("s2", at=at),
    )


def correct(room: Boardroom, act: Act, body: AttendanceChanged) -> None:
    """Correct an attendance, agreed by the other party."""
    said = room.say(
        room.sponsor,
        "record.corrected.v1",
        MEETING,
        RecordCorrected(body=RawJson(encode_body(body))),
        subject=act.digest,
    )
    room.endorse(room.cro, MEETING, said)


def test_a_corrected_attendance_takes_the_place_of_the_first(open_room: Boardroom) -> None:
    """What was entered wrongly is put right, also late; a later change is not undone by it."""
    room = open_room
    first = room.attend("s2")
    room.advance(hours=1)
    early = room.now.replace(microsecond=0) - timedelta(minutes=50)
    correct(room, first, room.attendance("s2", "out", at=early))
    corrected = meeting(room).is_present("s2")
    room.attend("s2")
    correct(room, first, room.attendance("s2", "out", mode="in_person", at=early))

    assert not corrected
    assert meeting(room).is_present("s2")
    assert [change.mode for change in said_of(room, "s2")] == ["in_person", "remote"]


def test_after_a_meeting_attendance_is_only_corrected(open_room: Boardroom) -> None:
    """Nobody comes to a meeting that is over; the record of it can still be put right."""
    room = open_room
    came = room.attend("s2")
    room.say(room.chair, "meeting.closed.v1", MEETING, MeetingClosed())
    told = room.attendance("s2", "out")

    room.refused(OutOfStateError, room.people["s2"], "attendance.changed.v1", MEETING, told)
    correct(room, came, told)
    assert [change.is_in for change in said_of(room, "s2")] == [False]


def drafted(room: Boardroom) -> Digest:
    """Close the meeting and draft its minutes."""
    if meeting(room).phase == "open":
        room.say(room.chair, "meeting.closed.v1", MEETING, MeetingClosed())
    return room.say(room.secretary, "minutes.drafted.v1", MEETING, MINUTES).digest


def approve(room: Boardroom, **members: Any) -> tuple[Any, ...]:
    """Return what the chair says to approve minutes."""
    return room.chair, "minutes.approved.v1", MEETING, MinutesApproved(**members)


def test_minutes_are_approved_by_the_chair(open_room: Boardroom) -> None:
    """The chair approves the newest draft, by its digest."""
    room = open_room
    old, new = drafted(room), drafted(room)

    room.refused(SubjectError, *approve(room, how="chair"), subject=old)
    room.say(*approve(room, how="chair"), subject=new)
    assert meeting(room).phase == "approved"


def test_an_objection_asks_for_a_new_draft_or_a_decision(open_room: Boardroom) -> None:
    """The chair alone cannot brush a member's objection aside."""
    room = open_room
    draft = drafted(room)
    body = MinutesObjected(seat="i1")
    objection = (room.people["i1"], "minutes.objected.v1", MEETING, body)

    room.refused(NotYourSeatError, room.people["s1"], *objection[1:], subject=draft)
    room.refused(SubjectError, *objection, subject=room.acts("meeting.called.v1")[0].digest)
    room.say(*objection, subject=draft)
    room.refused(ObjectionStandsError, *approve(room, how="chair"), subject=draft)
    again = drafted(room)
    room.say(*approve(room, how="chair"), subject=again)
    assert meeting(room).phase == "approved"


def test_minutes_can_be_approved_by_decision(open_room: Boardroom) -> None:
    """An adopted decision of the same board settles an objection; no other does."""
    room = open_room
    draft = drafted(room)
    room.say(
        room.people["i1"],
        "minutes.objected.v1",
        MEETING,
        MinutesObjected(seat="i1"),
        subject=draft,
    )
    room.open(room.move())
    by_decision = approve(room, how="decision", decision=DECISION)

    for unfit in (
        by_decision,
        approve(room, how="decision"),
        approve(room, how="chair", decision=DECISION),
        approve(room, how="decision", decision="decision/jsc/9"),
    ):
        room.refused(MinutesDecisionError, *unfit, subject=draft)
    for seat in ("s1", "s2", "i1", "i2"):
        room.vote(seat, "for")
    room.say(*by_decision, subject=draft)
    assert meeting(room).phase == "approved"
