"""show board, meeting and decision: readable pages, and what each must never pretend."""

from typing import Any

import pytest

from commands.tables.board import board_page
from commands.tables.decision import whole_page
from commands.tables.meeting import meeting_page
from ledger.domain.kinds.aftermath import DecisionRegistered, DissentRecorded, FormalityDone
from ledger.domain.kinds.board import DefaultNotified
from ledger.domain.kinds.charter.conduct import Formality, Procedures, Written
from ledger.domain.kinds.charter.counting import Majority, Vote
from ledger.domain.kinds.charter.people import CompositionRule, People
from ledger.domain.kinds.charter.terms import Period, Some, Threshold, Who, Window
from ledger.domain.kinds.decision import MotionCondition, MotionItem, ProxyDeclared
from ledger.domain.kinds.meeting import (
    ActingChairChosen,
    AgendaItemAdded,
    AgendaItemConsented,
    MeetingClosed,
    MeetingOpened,
    MinutesDrafted,
    NoticeWaived,
    ProxyLodged,
)
from ledger.evidence.statement import Document
from projections import live
from projections.runner import Views
from tests.cli.conftest import Played
from tests.cli.test_tables import AT, printed
from tests.projections.business import PEOPLE, cast, challenge, now, void
from tests.projections.conftest import ANYBODY, StoryArchive
from tests.unit.domain.boardroom import BOARD, DECISION, MEETING, Boardroom, decision, recusal
from tests.unit.domain.courses import tell
from tests.unit.domain.test_decisions_ruled import RULING, ruled
from tests.unit.domain.test_decisions_ruled import recusal as ruled_out

WINDOW = Window(count=3, unit="days")
NEEDS = (Majority(base="cast", threshold=Threshold(count=1)),)


@pytest.fixture
def page(tmp_path: Any) -> Any:
    """Print the page of a story's decision, meeting or board."""
    pages = {
        DECISION: (live.decision, whole_page),
        MEETING: (live.meeting, meeting_page),
        BOARD: (live.board, board_page),
    }

    def show(room: Boardroom, stream: str = DECISION) -> str:
        views = Views.open(tmp_path / f"{room.world.size}.db", StoryArchive(room))
        views.catch_up()
        load, lay_out = pages[stream]
        with views.connection() as connection:
            view = load(connection, ANYBODY, stream, now(room))
        views.close()
        assert view is not None
        return printed(lay_out(view))

    return show


def test_the_demos_board_and_decision_are_shown(played: Played) -> None:
    """From a folder alone: seats, charter, decisions; what hangs on one, and its timeline."""
    board = played.office.ok("show", "board", "jsc", *AT)
    decided = played.office.ok("show", "decision", "jsc/2017-001", *AT)

    assert "board/jsc: Joint steering committee" in board
    assert "quintilesims-2" in board
    assert "In plain sentences" in board
    assert "change.authorised.v1" in decided
    assert "decision.closed.v1" in decided
    assert "Missing now" not in decided


@pytest.mark.parametrize("stream", ["board", "decision"])
def test_show_answers_in_json(played: Played, stream: str) -> None:
    """A program gets the view as it is, with what is true now."""
    name = {"board": "jsc", "decision": "jsc/2017-001"}[stream]
    view = played.office.answer("show", stream, name, *AT)

    assert {"board": "seats", "decision": "missing"}[stream] in view


@pytest.mark.parametrize("stream", ["board", "meeting", "decision"])
def test_what_is_not_there_is_not_shown(played: Played, stream: str) -> None:
    """A name that was never recorded ends with 4."""
    played.office.refused(4, "nothing-to-show", "show", stream, "nobody/1", *AT)


def test_deemed_votes_are_shown_as_deemed(page: Any) -> None:
    """What the charter makes of silence is never shown as a ballot."""
    room = Boardroom(votes=(Vote(needs=NEEDS, silence="for"),), quorum=())
    room.open(room.move())
    cast(room, "s1", "against")
    room.advance(days=5)

    shown = page(room)

    assert shown.count("silent, deemed for") == 3
    assert "0 for, 1 against, 0 abstained, 0 recused, 0 silent, 3 deemed for" in shown


def test_paper_is_shown_as_decided_outside(page: Any) -> None:
    """No ballots, no tally, no verification is pretended."""
    room = Boardroom()
    paper = DecisionRegistered(
        title="Old resolution",
        text="The board agreed.",
        class_="scope",
        outcome="adopted",
        decided_on=room.now.date(),
    )
    document = Document(name="old.pdf", media_type="application/pdf", size=9, sha256=64 * "a")
    said = room.say(room.sponsor, "decision.registered.v1", DECISION, paper, documents=(document,))
    room.endorse(room.cro, DECISION, said)

    shown = page(room)

    assert "outside of the ledger, on paper" in shown
    assert "no ballots were verified" in shown
    assert "old.pdf" in shown
    assert "Seat" not in shown


def test_an_open_decision_shows_what_is_missing(page: Any) -> None:
    """Who withdrew, whose vote is in whose hand, what each item still lacks."""
    room = Boardroom(people=PEOPLE)
    items = (MotionItem(item="a", text="A."), MotionItem(item="b", text="B."))
    opened = room.open(room.move(items=items))
    room.say(*recusal(room, "s2"), subject=decision(room).moving)
    lodged = ProxyDeclared(giver="i2", holder="i1")
    room.say(room.people["i2"], "proxy.declared.v1", DECISION, lodged, subject=opened.digest)
    cast(room, "i1", "for", items=("a",))
    cast(room, "i1", "for", on_behalf_of="i2")

    shown = page(room)

    assert "recused (conflict)" in shown
    assert "a: for" in shown
    assert "for (by proxy of i1)" in shown
    assert "i2's vote to i1" in shown
    assert "Missing now" in shown


def test_a_seat_without_a_vote_says_why(page: Any) -> None:
    """A vote that rests is neither silent nor an abstention."""
    room = Boardroom(people=PEOPLE)
    notice = DefaultNotified(party="iqvia", seat="i1")
    room.say(room.chair, "default.notified.v1", BOARD, notice)
    room.advance(days=2)
    room.open(room.move())

    assert "no vote: suspended" in page(room)
    assert "iqvia, seat i1" in page(room, BOARD)


def test_a_seat_that_the_board_ruled_out_says_so(page: Any) -> None:
    """A ruling is not shown as a withdrawal."""
    room = ruled()
    tell(room, *ruled_out(room, RULING))

    assert f"recused (ruled by {RULING})" in page(room)


def test_what_follows_is_shown_with_its_time(page: Any) -> None:
    """A form that is due, an open condition, until when."""
    form = Formality(formality="seal", text="Sealed", within=Period(count=2, unit="days"))
    room = Boardroom(procedures=Procedures(written=Written(window=WINDOW), formalities=(form,)))
    condition = MotionCondition(condition="ethics", text="Ethics approves.")
    moved = room.move(conditions=(condition,))
    room.open(moved)
    for seat in ("s1", "s2", "i1", "i2"):
        cast(room, seat, "for")
    before = page(room)
    done = FormalityDone(formality="seal")
    room.say(room.chair, "formality.done.v1", DECISION, done, subject=moved.digest)

    after = page(room)

    assert "To be done: Sealed" in before
    assert "2020-12-19 23:59 UTC" in before
    assert "formality done" in after
    assert "ADOPTED WITH CONDITIONS" in after


def test_a_challenged_decision_is_in_doubt_and_so_is_what_hangs_on_it(page: Any) -> None:
    """Whoever reads it sees that it cannot be relied on now."""
    room = Boardroom()
    room.open(room.move())
    for seat in ("s1", "s2", "i1", "i2"):
        cast(room, seat, "for")
    dissent = DissentRecorded(seat="s2")
    claims = {"subject": decision(room).closing}
    room.say(room.people["s2"], "dissent.recorded.v1", DECISION, dissent, **claims)
    challenge(room)
    challenged = page(room)
    void(room)

    assert "it is challenged" in challenged
    assert "challenged: because" in challenged
    assert "s2 dissents" in challenged
    assert "it is voided" in page(room)


def test_a_meeting_is_shown_whole(page: Any) -> None:
    """Agenda, waivers, proxies, who is there, the quorum now, minutes."""
    needs = Some(name="side", who=Who(parties=("iqvia",)), least=Threshold(count=3))
    rule = CompositionRule(rule="balance", needs=needs)
    room = Boardroom(
        people=People(offices=PEOPLE.offices, proxies=PEOPLE.proxies, composition=(rule,))
    )
    room.call()
    room.say(room.people["i1"], "notice.waived.v1", MEETING, NoticeWaived(seat="i1"))
    added = AgendaItemAdded(item="late", title="Late", purpose="decision", urgent=True)
    room.say(room.secretary, "agenda.item_added.v1", MEETING, added)
    consent = AgendaItemConsented(item="late", seat="s2")
    room.say(room.people["s2"], "agenda.item_consented.v1", MEETING, consent)
    lodged = ProxyLodged(giver="i2", holder="i1")
    room.say(room.people["i2"], "proxy.lodged.v1", MEETING, lodged)
    room.advance(hours=1)
    room.say(room.chair, "meeting.opened.v1", MEETING, MeetingOpened())
    room.say(room.secretary, "acting_chair.chosen.v1", MEETING, ActingChairChosen(seat="s1"))
    room.attend("s1")
    room.move(procedure="meeting", meeting=MEETING, agenda_item="scope")

    shown = page(room, MEETING)
    room.say(room.chair, "meeting.closed.v1", MEETING, MeetingClosed())
    body = MinutesDrafted(sha256="sha256:" + 64 * "e")
    room.say(room.secretary, "minutes.drafted.v1", MEETING, body)

    assert "notice waived by  i1" in shown
    assert "added by clerk, urgent" in shown
    assert "quorum now        not met: 1 present of 4 (filled), 2 needed" in shown
    assert "acting chair      s1" in shown
    assert "drafted" in page(room, MEETING)
    assert "balance" in page(room, BOARD)
