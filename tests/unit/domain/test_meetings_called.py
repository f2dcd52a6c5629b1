"""Who calls a meeting, in what time, and what may be decided there."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.boards.meetings import (
    AgendaError,
    AgendaUnknownError,
    CallerError,
    MeetingClassError,
)
from ledger.domain.boards.speaking import (
    NotAMemberError,
    NotYourSeatError,
    OfficeNotHeldError,
    SeatUnknownError,
)
from ledger.domain.decisions.moving import (
    AgendaItemError,
    AgendaLateError,
    InadmissibleError,
    NoticeShortError,
)
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.kinds.board import CharterAmended
from ledger.domain.kinds.charter.conduct import Agenda, AtMeeting, Caller, Consent, MeetingRule
from ledger.domain.kinds.charter.terms import Who
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.decision import CastingVoteGiven, PollClosed
from ledger.domain.kinds.meeting import (
    ActingChairChosen,
    AgendaItem,
    AgendaItemAdded,
    AgendaItemConsented,
    MeetingAdjourned,
    MeetingOpened,
    NoticeWaived,
)
from tests.unit.domain.boardroom import BOARD, HALF, MEETING, Boardroom, charter, decision
from tests.unit.domain.charter_parts import ALL, casting, days, fixed, procedures
from tests.unit.domain.courses import cast, tell, untold
from tests.unit.domain.recomputing import assert_closes_recompute
from tests.unit.domain.sittings import call, call_of, come, meeting_of, put_there, sit, sitting

ORDINARY = MeetingRule(class_="ordinary")
URGENT = MeetingRule(
    class_="urgent",
    callers=(Caller(who=Who(parties=("servier",))), Caller(who=Who(), support=HALF)),
)
CHAIRED = MeetingRule(class_="chaired", callers=(Caller(offices=("chair",)),))
AT_THE_MEETING: dict[str, Any] = {
    "procedure": "meeting",
    "meeting": MEETING,
    "agenda_item": "scope",
}


def called_by() -> Boardroom:
    """Return a board with three classes of meetings, each with its own callers."""
    return Boardroom(**procedures(meeting=AtMeeting(classes=(ORDINARY, URGENT, CHAIRED))))


def test_members_call_a_meeting_with_support() -> None:
    """Half of the filled voting seats, the caller among them; then it is called."""
    room = called_by()
    proposed = call(room, voice=room.people["i1"], class_="urgent")
    waiting = room.matter(MEETING)
    room.refused(NotAnEndorserError, *endorsing(room.clerk), subject=proposed.digest)
    room.refused(NotAnEndorserError, *endorsing(room.people["i1"]), subject=proposed.digest)
    room.advance(minutes=5)
    room.endorse(room.people["s2"], MEETING, proposed)

    assert waiting is None
    assert meeting_of(room).called_at == room.now
    assert_closes_recompute(room)


def endorsing(voice: Any) -> tuple[Any, ...]:
    """Return what to say to join in a call."""
    return voice, "act.endorsed.v1", MEETING, ActEndorsed()


def test_who_needs_no_support_calls_alone() -> None:
    """Of several callers that fit, the one who needs the least counts."""
    room = called_by()
    call(room, voice=room.people["s2"], class_="urgent")
    call(room, "meeting/jsc/2", voice=room.chair, class_="chaired")

    assert (meeting_of(room).phase, meeting_of(room, "meeting/jsc/2").phase) == ("called", "called")


def test_an_officer_without_a_seat_needs_all_the_support() -> None:
    """Seats ask for a meeting: of two that must, both are others', and of whom is meant."""
    who = Who(parties=("iqvia",))
    rule = MeetingRule(
        class_="ordinary", callers=(Caller(who=who, offices=("secretary",), support=HALF),)
    )
    room = Boardroom(**procedures(meeting=AtMeeting(classes=(rule,))))
    proposed = call(room)
    room.endorse(room.people["i1"], MEETING, proposed)
    waiting = room.matter(MEETING)
    room.refused(NotAnEndorserError, *endorsing(room.people["s2"]), subject=proposed.digest)
    room.endorse(room.people["i2"], MEETING, proposed)

    assert waiting is None
    assert meeting_of(room).phase == "called"


@pytest.mark.parametrize(
    ("who", "class_", "error"),
    [
        ("i1", "ordinary", CallerError),  # officers call it, where nobody is named
        ("i1", "chaired", CallerError),
        ("secretary", "chaired", CallerError),
        ("secretary", "urgent", CallerError),
        ("spare", "urgent", CallerError),  # a seat without a vote
        ("chair", "annual", MeetingClassError),
    ],
)
def test_a_meeting_is_called_by_those_whom_the_charter_names(
    who: str, class_: str, error: Any
) -> None:
    """Nobody else calls it, with whatever support; and only classes of the charter."""
    room = called_by()
    voice = room.people.get(who) or getattr(room, who)

    room.refused(error, voice, "meeting.called.v1", MEETING, call_of(room, class_=class_))


def noticed(**members: Any) -> Boardroom:
    """Return a board whose meetings are called three days before, sitting an hour after a call."""
    room = Boardroom(**sitting(notice=days(3), **members))
    sit(room, "s1", "s2", "i1")
    return room


def waive(room: Boardroom, seat: str) -> None:
    """Waive short notice."""
    room.say(room.people[seat], "notice.waived.v1", MEETING, NoticeWaived(seat=seat))


def test_short_notice_is_waived_by_those_whom_the_charter_asks() -> None:
    """Until all filled seats have waived it, nothing is decided."""
    room = noticed(waiver=Consent(threshold=ALL, of="filled"))
    moved = room.move(**AT_THE_MEETING)
    for seat in ("s1", "s2", "i1"):
        waive(room, seat)
    opening = (room.secretary, "motion.opened.v1", "decision/jsc/1", room.opening())
    room.refused(NoticeShortError, *opening, subject=moved.digest)
    other = (room.people["s1"], "notice.waived.v1", MEETING, NoticeWaived(seat="i2"))
    room.refused(NotYourSeatError, *other)
    waive(room, "i2")
    room.say(*opening, subject=moved.digest)

    assert decision(room).phase == "open"


def test_notice_that_nobody_may_waive_is_kept() -> None:
    """A meeting that was called too late decides nothing; one called in time does."""
    room = noticed()
    waive(room, "s1")
    moved = room.move(**AT_THE_MEETING)

    opening = (room.secretary, "motion.opened.v1", "decision/jsc/1", room.opening())
    room.refused(NoticeShortError, *opening, subject=moved.digest)
    starts_at = room.now.replace(microsecond=0) + timedelta(days=3)
    sit(room, "s1", "i1", stream="meeting/jsc/2", starts_at=starts_at)
    put_there(room, "decision/jsc/2", meeting="meeting/jsc/2")


def add(room: Boardroom, item: str = "late", **members: Any) -> tuple[Any, ...]:
    """Return what the secretary says to add an item."""
    body = AgendaItemAdded(**{"item": item, "title": "Late", "purpose": "decision", **members})
    return room.secretary, "agenda.item_added.v1", MEETING, body


def test_a_late_item_is_let_in_by_all_who_are_there() -> None:
    """Consent is given seat by seat; before it is whole, the item is not decided."""
    room = Boardroom(**sitting(agenda=Agenda(added=days(1), consent=Consent(threshold=ALL))))
    sit(room, "s1", "i1")
    room.refused(AgendaError, *add(room, "scope"))
    room.say(*add(room))
    consent = ("agenda.item_consented.v1", MEETING)
    moved = room.move(**{**AT_THE_MEETING, "agenda_item": "late"})
    opening = (room.secretary, "motion.opened.v1", "decision/jsc/1", room.opening())
    s1, i1 = room.people["s1"], room.people["i1"]
    room.say(s1, *consent, AgendaItemConsented(item="late", seat="s1"))
    room.refused(AgendaLateError, *opening, subject=moved.digest)
    room.refused(AgendaUnknownError, i1, *consent, AgendaItemConsented(item="else", seat="i1"))
    room.refused(NotYourSeatError, i1, *consent, AgendaItemConsented(item="late", seat="s1"))
    room.say(i1, *consent, AgendaItemConsented(item="late", seat="i1"))
    room.say(*opening, subject=moved.digest)
    for seat in ("s1", "i1"):
        cast(room, seat)
    room.say(room.secretary, "poll.closed.v1", "decision/jsc/1", PollClosed(), subject=opened(room))

    assert decision(room).outcome == "adopted"
    assert_closes_recompute(room)


def opened(room: Boardroom) -> Any:
    """Return what the poll's end acts on."""
    poll = decision(room).poll
    assert poll is not None
    return poll.opening


@pytest.mark.parametrize(
    ("hours", "urgent", "error"), [(48, False, None), (5, False, AgendaLateError), (1, True, None)]
)
def test_an_item_is_added_in_time_or_as_urgent(hours: int, urgent: bool, error: Any) -> None:  # noqa: FBT001 -- a table has its columns
    """A day before, by notice to all; or later, where the charter lets the urgent in."""
    room = Boardroom(**sitting(agenda=Agenda(added=days(1), urgent=True)))
    call(room, starts_at=room.now.replace(microsecond=0) + timedelta(hours=72))
    room.advance(hours=72 - hours)
    room.say(*add(room, urgent=urgent))
    room.advance(hours=hours)
    room.say(room.secretary, "meeting.opened.v1", MEETING, MeetingOpened())
    for seat in ("s1", "i1"):
        come(room, seat)
    moved = room.move(**{**AT_THE_MEETING, "agenda_item": "late"})
    opening = (room.secretary, "motion.opened.v1", "decision/jsc/1", room.opening())

    if error is None:
        room.say(*opening, subject=moved.digest)
    else:
        room.refused(error, *opening, subject=moved.digest)


@pytest.mark.parametrize(("closed", "error"), [(False, None), (True, AgendaItemError)])
def test_an_open_agenda_takes_any_matter(closed: bool, error: Any) -> None:  # noqa: FBT001 -- a table has its columns
    """Where the charter lets a meeting decide what was not called, no item is named."""
    room = Boardroom(**sitting(agenda=Agenda(closed=closed)))
    sit(room, "s1", "i1")

    if error is None:
        put_there(room, agenda_item=None)
        assert decision(room).phase == "open"
    else:
        with pytest.raises(error):
            room.move(**{**AT_THE_MEETING, "agenda_item": None})


def test_a_class_that_an_amendment_dropped_decides_nothing() -> None:
    """The charter in force when a motion is opened says which meetings there are."""
    room = Boardroom(**sitting())
    sit(room, "s1", "i1")
    moved = room.move(**AT_THE_MEETING)
    changed = charter(**procedures(meeting=AtMeeting(classes=(URGENT,))))
    base = room.board.charter_digest
    body = CharterAmended(charter=changed)
    amended = room.say(room.cro, "charter.amended.v1", BOARD, body, base=base)
    room.endorse(room.sponsor, BOARD, amended)

    opening = (room.secretary, "motion.opened.v1", "decision/jsc/1", room.opening())
    room.refused(InadmissibleError, *opening, subject=moved.digest)


def chosen(room: Boardroom, seat: str, voice: Any = None) -> tuple[Any, ...]:
    """Return what a member says to have a seat chair the meeting."""
    voice = voice or room.people["i1"]
    return voice, "acting_chair.chosen.v1", MEETING, ActingChairChosen(seat=seat)


def test_an_acting_chair_presides_and_breaks_a_tie() -> None:
    """Chosen by those who are there, in the absence of the chair; for that meeting only."""
    room = Boardroom(**casting())
    sit(room, "s2", "i1")
    acting = room.people["i1"].as_("chair")
    adjourn = ("meeting.adjourned.v1", MEETING, MeetingAdjourned())
    room.refused(OfficeNotHeldError, acting, *adjourn)
    room.refused(SeatUnknownError, *chosen(room, "s9"))
    room.refused(NotAMemberError, *chosen(room, "i1", room.clerk))
    room.say(*chosen(room, "i1"))
    put_there(room)
    cast(room, "s2", "for")
    cast(room, "i1", "against")
    given = CastingVoteGiven(choice="against")
    untold(room, OfficeNotHeldError, room.people["s2"].as_("chair"), "casting_vote.given.v1", given)
    tell(room, acting, "casting_vote.given.v1", given)
    tell(room, acting, "poll.closed.v1", PollClosed())

    assert decision(room).outcome == "rejected"
    room.say(acting, *adjourn)
    assert_closes_recompute(room)


def test_who_chairs_later_changes_no_earlier_count() -> None:
    """An acting chair presides from the entry that says so on."""
    room = Boardroom(**casting(tie="deadlocked"))
    sit(room, "s2", "i1")
    put_there(room)
    cast(room, "s2", "for")
    cast(room, "i1", "against")
    tell(room, room.secretary, "poll.closed.v1", PollClosed())
    before = decision(room).result
    room.say(*chosen(room, "s2", room.secretary))

    assert decision(room).result == before
    assert before is not None
    assert before.outcome == "deadlocked"
    assert_closes_recompute(room)


def test_an_item_called_for_information_is_not_decided() -> None:
    """Neither when it was on the call, nor when it was added so."""
    agenda = (AgendaItem(item="news", title="News", purpose="information"),)
    room = Boardroom(**sitting(agenda=Agenda(consent=Consent(threshold=fixed(1)))))
    sit(room, "s1", "i1", agenda=agenda)
    room.say(*add(room, purpose="guidance"))

    for item in ("news", "late"):
        with pytest.raises(AgendaItemError):
            room.move(**{**AT_THE_MEETING, "agenda_item": item})
