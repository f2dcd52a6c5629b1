"""What a decision waits for, who sits in a meeting, how a board is composed: as the world is."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.boards.roster import roster_of
from ledger.domain.counting.missing import Missing
from ledger.domain.decisions.counted import votes_of
from ledger.domain.decisions.sitting import sitting_of
from ledger.domain.decisions.waiting import waits_for
from ledger.domain.kinds.aftermath import DecisionChallenged
from ledger.domain.kinds.board import DefaultNotified
from ledger.domain.kinds.charter.conduct import (
    AtMeeting,
    MeetingRule,
    Procedures,
    Stage,
    Written,
)
from ledger.domain.kinds.charter.counting import Majority, Vote
from ledger.domain.kinds.charter.people import (
    CompositionRule,
    OfficeRule,
    People,
    Proxies,
    Suspension,
)
from ledger.domain.kinds.charter.terms import Period, Range, Some, Threshold, When, Window
from ledger.domain.kinds.decision import MotionDeferred
from ledger.domain.kinds.meeting import MeetingAdjourned, MeetingClosed, MeetingOpened, ProxyLodged
from ledger.domain.world import UnknownStreamError
from ledger.evidence.statement import StreamName
from tests.unit.domain.boardroom import (
    BOARD,
    DECISION,
    HALF,
    MEETING,
    Boardroom,
    closing,
    decision,
    opened,
    opening_of,
)

WINDOW = Window(count=3, unit="days")
CHAIR = (OfficeRule(office="chair", party="servier"),)


def lacking(room: Boardroom) -> tuple[Missing, ...]:
    """Return what the decision waits for now."""
    return waits_for(room.world, StreamName(DECISION), room.now)


def names(room: Boardroom) -> list[str]:
    """Return what the decision waits for now, by name."""
    return [each.what for each in lacking(room)]


def at_meeting(room: Boardroom) -> Any:
    """Move the motion under the item of the meeting."""
    return room.move(procedure="meeting", meeting=MEETING, agenda_item="scope")


def test_a_moved_motion_waits_for_its_opening() -> None:
    """In writing nothing else is missing before an officer opens it, at its time."""
    room = Boardroom()
    later = room.now.replace(microsecond=0) + timedelta(hours=2)
    room.move(opens_at=later)

    (opening,) = lacking(room)
    room.advance(hours=3)
    (due,) = lacking(room)

    assert (opening.what, opening.since) == ("opening", later)
    assert (due.what, due.since) == ("opening", None)


def test_a_motion_waits_for_its_meeting() -> None:
    """Before the meeting is open, and for another one when it is over."""
    room = Boardroom()
    called = room.call()
    at_meeting(room)
    before = lacking(room)
    room.advance(hours=1)
    room.say(room.chair, "meeting.opened.v1", MEETING, MeetingOpened())
    opened_names = names(room)
    room.say(room.chair, "meeting.adjourned.v1", MEETING, MeetingAdjourned())
    adjourned = lacking(room)
    room.say(room.chair, "meeting.closed.v1", MEETING, MeetingClosed())

    assert [each.what for each in before] == ["meeting", "opening"]
    assert before[0].since == called.body.starts_at  # type: ignore[attr-defined]
    assert opened_names == ["opening"]
    assert (adjourned[0].what, adjourned[0].since) == ("meeting", None)
    assert lacking(room)[0].text == f"Another meeting: {MEETING} is over."


def test_a_meeting_that_lacks_notice_is_said_to() -> None:
    """A motion whose meeting was called too late lacks notice, before anyone tries to open it."""
    rule = MeetingRule(class_="ordinary", notice=Period(count=3, unit="days"))
    room = Boardroom(procedures=Procedures(meeting=AtMeeting(classes=(rule,))))
    room.call()
    at_meeting(room)

    assert names(room) == ["notice", "meeting", "opening"]


def test_a_motion_of_which_no_rule_speaks_is_not_admitted() -> None:
    """What no vote rule fits cannot be decided: here while a seat is vacant."""
    needs = (Majority(base="cast", threshold=HALF),)
    full = When(filled=Range(least=5))
    room = Boardroom(votes=(Vote(when=full, needs=needs),))
    room.move()

    assert names(room) == ["admission", "opening"]


def test_an_open_poll_waits_for_its_votes() -> None:
    """The engine says what is missing of what was signed so far."""
    room = opened()
    room.vote("s1", "for")

    assert names(room) == ["quorum", "quorum-part", "votes", "end"]


def test_a_deferred_motion_waits_to_be_opened_again() -> None:
    """An officer put it off; an officer opens it."""
    room = opened()
    moving = decision(room).moving
    room.say(room.chair, "motion.deferred.v1", DECISION, MotionDeferred(), subject=moving)

    assert names(room) == ["opening"]
    assert votes_of(room.world, StreamName(DECISION), room.now) == ()


def test_a_next_stage_says_from_when() -> None:
    """A matter that failed in its first stage comes again in its time."""
    procedures = Procedures(
        written=Written(window=WINDOW),
        stages=(Stage(stage=2, after=Period(count=14, unit="days")),),
    )
    needs = (Majority(base="cast", threshold=HALF),)
    first = Vote(rule="first", when=When(stages=(1,)), needs=needs, failed="deferred")
    room = opened(procedures=procedures, votes=(first, Vote(needs=needs)))
    for seat in ("s1", "s2", "i1", "i2"):
        room.vote(seat, "against")

    stage = lacking(room)[0]

    assert decision(room).phase == "deferred"
    assert stage.what == "stage"
    assert stage.since is not None
    assert stage.since.date() == room.now.date() + timedelta(days=14)


def test_a_closed_decision_waits_for_nothing_unless_challenged() -> None:
    """A challenge waits for the board's finding."""
    room = opened()
    for seat in ("s1", "s2", "i1", "i2"):
        room.vote(seat, "for")
    before = lacking(room)
    room.say(
        room.people["i1"],
        "decision.challenged.v1",
        DECISION,
        DecisionChallenged(seat="i1"),
        subject=decision(room).closing,
    )

    assert before == ()
    assert names(room) == ["finding"]


def test_what_was_never_moved_waits_for_nothing_that_could_be_told() -> None:
    """There is no decision without a motion."""
    with pytest.raises(UnknownStreamError):
        waits_for(Boardroom().world, StreamName("decision/jsc/9"), Boardroom().now)


def test_votes_are_told_seat_by_seat_deemed_ones_as_such() -> None:
    """What silence is deemed to be shows only once the poll is over, and never as cast."""
    needs = (Majority(base="cast", threshold=HALF),)
    room = opened(votes=(Vote(needs=needs, silence="for"),), quorum=())
    room.vote("s1", "against")
    before = {
        each.seat: each.choice for each in votes_of(room.world, StreamName(DECISION), room.now)
    }
    room.advance(days=5)

    after = votes_of(room.world, StreamName(DECISION), room.now)

    assert before == {"s1": "against", "s2": None, "i1": None, "i2": None}
    assert [(each.seat, each.choice, each.is_deemed) for each in after] == [
        ("s1", "against", False),
        ("s2", "for", True),
        ("i1", "for", True),
        ("i2", "for", True),
    ]


def test_a_meeting_knows_who_sits_in_it_and_whether_they_are_enough() -> None:
    """Whoever came and did not go, counted by the rule for business in general."""
    people = People(offices=CHAIR, proxies=Proxies(presence=True))
    room = Boardroom(people=people)
    room.meet("s1", "i1")
    body = ProxyLodged(giver="i2", holder="i1")
    room.say(room.people["i2"], "proxy.lodged.v1", MEETING, body)

    sitting = sitting_of(room.world, StreamName(MEETING), room.now)

    assert [each.seat for each in sitting.present] == ["i1", "s1"]
    assert sitting.quorum is not None
    assert (sitting.quorum.present, sitting.quorum.met) == (3, True)


def test_nobody_sits_in_a_meeting_that_is_not_open() -> None:
    """Before and after, there is no quorum to count."""
    room = Boardroom()
    room.call()

    sitting = sitting_of(room.world, StreamName(MEETING), room.now)

    assert (sitting.present, sitting.quorum) == ((), None)


def test_a_board_without_a_quorum_rule_has_none_to_count() -> None:
    """Where the charter asks for no presence, none is counted."""
    room = Boardroom(quorum=())
    room.meet("s1")

    sitting = sitting_of(room.world, StreamName(MEETING), room.now)

    assert len(sitting.present) == 1
    assert sitting.quorum is None


def test_a_roster_tells_who_has_a_vote_and_how_the_board_is_composed() -> None:
    """Seats with their standing, officers, each composition rule met or not."""
    five = Some(name="members", least=Threshold(count=5))
    rule = CompositionRule(rule="five-members", needs=five)
    suspension = Suspension(after=Period(count=0, unit="hours"))
    room = Boardroom(people=People(offices=CHAIR, composition=(rule,), suspension=suspension))
    notice = DefaultNotified(party="iqvia", seat="i1")
    room.say(room.chair, "default.notified.v1", BOARD, notice)

    roster = roster_of(room.world, StreamName(BOARD), room.now)

    assert [(each.seat, each.reason) for each in roster.seats] == [
        ("s1", "may-vote"),
        ("s2", "may-vote"),
        ("i1", "suspended"),
        ("i2", "may-vote"),
        ("i3", "vacant"),
        ("guest", "no-vote"),
    ]
    assert [(office, tenure.person) for office, tenure in roster.officers] == [
        ("chair", "member-s1"),
        ("secretary", "clerk"),
    ]
    assert [(each.rule, each.is_met) for each in roster.composed] == [("five-members", False)]


def test_a_poll_that_an_officer_closed_waits_for_nothing() -> None:
    """Too few votes are inquorate, and that is an outcome."""
    procedures = Procedures(written=Written(window=WINDOW, closes="at_end"))
    room = opened(procedures=procedures)
    room.vote("s1", "for")
    room.advance(days=3, minutes=1)
    room.say(*closing(room), subject=opening_of(room))

    assert decision(room).outcome == "inquorate"
    assert lacking(room) == ()
