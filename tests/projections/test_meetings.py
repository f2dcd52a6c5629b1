"""Meetings as they can be read: call, agenda, attendance, proxies, minutes, who sits there now."""

from datetime import timedelta

import pytest

from ledger.domain.kinds.common import RecordCorrected
from ledger.domain.kinds.meeting import (
    ActingChairChosen,
    AgendaItemAdded,
    AgendaItemConsented,
    MeetingClosed,
    MeetingOpened,
    MinutesApproved,
    MinutesDrafted,
    MinutesObjected,
    NoticeWaived,
    ProxyLodged,
)
from ledger.evidence.canonical import RawJson, encode_body
from projections import live, meetings
from tests.projections.business import PEOPLE, now, picked
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.unit.domain.boardroom import BOARD, MEETING, Boardroom

SHA256 = "sha256:" + 64 * "e"


@pytest.fixture
def room() -> Boardroom:
    """A called meeting with a waiver, an added item that was let in, and a proxy."""
    told = Boardroom(people=PEOPLE)
    told.call()
    told.say(told.people["i1"], "notice.waived.v1", MEETING, NoticeWaived(seat="i1"))
    added = AgendaItemAdded(item="late", title="Late", purpose="decision", urgent=True)
    told.say(told.secretary, "agenda.item_added.v1", MEETING, added)
    consent = AgendaItemConsented(item="late", seat="s2")
    told.say(told.people["s2"], "agenda.item_consented.v1", MEETING, consent)
    lodged = ProxyLodged(giver="i2", holder="i1", items=("late",))
    told.say(told.people["i2"], "proxy.lodged.v1", MEETING, lodged)
    return told


def test_a_called_meeting_shows_its_agenda_and_who_let_items_in(
    room: Boardroom, reading: Told
) -> None:
    """Each item with the moment of its notice; waivers and proxies beside it."""
    found = meetings.load(reading(room), ANYBODY, MEETING)

    assert found is not None
    assert (found["class"], found["phase"], found["person"]) == ("ordinary", "called", "clerk")
    assert picked(found["agenda"], "item", "purpose", "added_by", "urgent", "consents") == [
        ("scope", "decision", None, False, []),
        ("news", "information", None, False, []),
        ("late", "decision", "clerk", True, ["s2"]),
    ]
    assert picked(found["waivers"], "seat", "person") == [("i1", "member-i1")]
    assert picked(found["proxies"], "giver", "holder", "items") == [("i2", "i1", ["late"])]


def test_attendance_is_a_timeline_and_present_is_now(room: Boardroom, reading: Told) -> None:
    """Whoever came and went stays on record; only who is there now is present."""
    room.advance(hours=1)
    room.say(room.chair, "meeting.opened.v1", MEETING, MeetingOpened())
    for seat in ("s1", "s2", "i1"):
        room.attend(seat)
    room.advance(minutes=5)
    room.attend("s2", "out")

    found = live.meeting(reading(room), ANYBODY, MEETING, now(room))

    assert found is not None
    assert picked(found["attendance"], "seat", "presence", "person") == [
        ("s1", "in", "member-s1"),
        ("s2", "in", "member-s2"),
        ("i1", "in", "member-i1"),
        ("s2", "out", "member-s2"),
    ]
    assert picked(found["present"], "seat", "mode") == [("i1", "remote"), ("s1", "remote")]
    assert (found["quorum"]["present"], found["quorum"]["met"]) == (2, True)


def test_a_corrected_attendance_shows_as_it_stands(reading: Told) -> None:
    """A correction changes the row; what it was stays beside it."""
    room = Boardroom()
    room.meet("s1", "i1")
    came = room.attend("s2")
    earlier = room.attendance("s2", at=room.now.replace(microsecond=0) - timedelta(minutes=10))
    body = RecordCorrected(body=RawJson(encode_body(earlier)))
    claims = {"subject": came.digest}
    said = room.say(room.sponsor, "record.corrected.v1", MEETING, body, **claims)
    room.endorse(room.cro, MEETING, said)
    found = meetings.load(reading(room), ANYBODY, MEETING)

    assert found is not None
    assert picked(found["attendance"][-1:], "seat", "at", "digest") == [
        ("s2", earlier.at.isoformat().replace("+00:00", "Z"), came.digest)
    ]
    assert list(found["corrections"]) == [came.digest]


def test_an_acting_chair_and_minutes_show(room: Boardroom, reading: Told) -> None:
    """Who chaired, each session, each step of the minutes."""
    room.advance(hours=1)
    room.say(room.chair, "meeting.opened.v1", MEETING, MeetingOpened())
    chosen = ActingChairChosen(seat="s2")
    room.say(room.secretary, "acting_chair.chosen.v1", MEETING, chosen)
    room.say(room.chair, "meeting.closed.v1", MEETING, MeetingClosed())
    for is_second in (False, True):
        body = MinutesDrafted(sha256=SHA256)
        drafted = room.say(room.secretary, "minutes.drafted.v1", MEETING, body)
        if not is_second:
            objection = MinutesObjected(seat="i1")
            claims = {"subject": drafted.digest}
            room.say(room.people["i1"], "minutes.objected.v1", MEETING, objection, **claims)
    approved = MinutesApproved(how="chair")
    room.say(room.chair, "minutes.approved.v1", MEETING, approved, subject=drafted.digest)

    found = live.meeting(reading(room), ANYBODY, MEETING, now(room))

    assert found is not None
    assert (found["acting_chair"], found["phase"]) == ("s2", "approved")
    assert picked(found["sessions"], "kind") == [("meeting.opened.v1",), ("meeting.closed.v1",)]
    assert [row["kind"].split(".")[1] for row in found["minutes"]] == [
        "drafted",
        "objected",
        "drafted",
        "approved",
    ]
    assert (found["present"], found["quorum"]) == ([], None)


def test_a_meeting_shows_what_was_decided_at_it(reading: Told) -> None:
    """Decisions are found from the meeting to which they belong."""
    room = Boardroom()
    room.meet("s1", "s2", "i1")
    room.open(room.move(procedure="meeting", meeting=MEETING, agenda_item="scope"))

    found = meetings.load(reading(room), ANYBODY, MEETING)

    assert found is not None
    assert picked(found["decisions"], "stream", "agenda_item", "phase") == [
        ("decision/jsc/1", "scope", "open")
    ]


def test_meetings_are_for_those_who_may_read_their_board(room: Boardroom, reading: Told) -> None:
    """A list holds what its reader may read, all boards or one; others find nothing."""
    connection = reading(room)

    everywhere = meetings.list_all(connection, party_reader("tech"))
    of_board = meetings.list_all(connection, party_reader("tech"), board=BOARD)
    of_another = meetings.list_all(connection, party_reader("tech"), board="board/other")

    assert picked(everywhere, "stream") == picked(of_board, "stream") == [(MEETING,)]
    assert of_another == []
    assert meetings.list_all(connection, party_reader("nobody")) == []
    assert live.meeting(connection, party_reader("nobody"), MEETING, now(room)) is None
