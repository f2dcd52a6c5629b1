"""What may be put to a board, and what an opening must say."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.boards.speaking import NotAMemberError, OfficeNotHeldError
from ledger.domain.common import SubjectError
from ledger.domain.decisions.closing import DecisionMatter
from ledger.domain.decisions.moving import (
    AgendaItemError,
    MotionItemsError,
    MotionTimeError,
    ProcedureError,
    UltraViresError,
)
from ledger.domain.decisions.opening import (
    CharterInForceError,
    ElectorateError,
)
from ledger.domain.kinds.board import AlternateNamed, CharterAmended, MemberAppointed
from ledger.domain.kinds.charter.terms import Window
from ledger.domain.kinds.decision import (
    MotionCondition,
    MotionItem,
    MotionMoved,
    SubjectRef,
)
from ledger.domain.kinds.meeting import AgendaItem, MeetingClosed
from ledger.domain.world import UnknownStreamError
from tests.unit.domain.boardroom import (
    BOARD,
    DECISION,
    MEETING,
    SINCE,
    Boardroom,
    charter,
    decision,
)
from tests.unit.domain.charter_parts import powers, procedures, right, written

DIGEST = "sha256:" + "0" * 64
CONDITION = MotionCondition(condition="funds", text="The funds are there.")


@pytest.fixture
def room() -> Boardroom:
    """A board that is constituted and filled."""
    return Boardroom()


def motion(**members: Any) -> MotionMoved:
    """Return a motion in writing."""
    filled: dict[str, Any] = {
        "title": "Widen the study",
        "text": "The board agrees.",
        "class_": "scope",
        "procedure": "written",
    }
    return MotionMoved(**{**filled, **members})


def moving(room: Boardroom, **members: Any) -> tuple[Any, ...]:
    """Return what a member says to move a motion."""
    return room.people["s2"], "motion.moved.v1", DECISION, motion(**members)


def opening(room: Boardroom, **members: Any) -> tuple[Any, ...]:
    """Return what the secretary says to open the motion."""
    return room.secretary, "motion.opened.v1", DECISION, room.opening(**members)


def amend(room: Boardroom, **members: Any) -> None:
    """Amend the charter, by both parties."""
    base = room.board.charter_digest
    body = CharterAmended(charter=charter(**members))
    amended = room.say(room.cro, "charter.amended.v1", BOARD, body, base=base)
    room.endorse(room.sponsor, BOARD, amended)


def test_members_and_officers_move_motions(room: Boardroom) -> None:
    """A seat without a vote can move, too; a claim without a seat or office cannot."""
    body = motion()

    room.refused(NotAMemberError, room.clerk, "motion.moved.v1", DECISION, body)
    room.refused(
        OfficeNotHeldError, room.people["i1"].as_("chair"), "motion.moved.v1", DECISION, body
    )
    room.move("decision/jsc/2", room.spare)
    room.move("decision/jsc/3", room.secretary)
    moved = decision_of(room, "decision/jsc/3")
    assert (moved.mover.person, moved.board, moved.outcome) == ("clerk", BOARD, "pending")


def decision_of(room: Boardroom, stream: str) -> DecisionMatter:
    """Return a motion."""
    matter = room.matter(stream)
    assert isinstance(matter, DecisionMatter)
    return matter


def test_no_motion_without_a_board(room: Boardroom) -> None:
    """A decision belongs to a board that stands."""
    said = (room.people["s2"], "motion.moved.v1", "decision/joc/1", motion())

    room.refused(UnknownStreamError, *said)


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"procedure": "no_objection"}, ProcedureError),
        ({"procedure": "interim"}, ProcedureError),
        ({"class_": "merger"}, UltraViresError),
        ({"procedure": "meeting"}, AgendaItemError),
        ({"meeting": MEETING}, AgendaItemError),
        ({"agenda_item": "scope"}, AgendaItemError),
        ({"subject_refs": (SubjectRef(stream="party/servier", digest=DIGEST),)}, None),
        (
            {"subject_refs": (SubjectRef(stream="contract/none", digest=DIGEST),)},
            UnknownStreamError,
        ),
    ],
)
def test_a_motion_is_within_what_the_board_decides(
    room: Boardroom, members: dict[str, Any], error: Any
) -> None:
    """Its procedure and class are in the charter, its subjects are readable."""
    if error is None:
        room.say(*moving(room, **members))
    else:
        room.refused(error, *moving(room, **members))


@pytest.mark.parametrize(
    ("members", "fits"),
    [
        ({"meeting": MEETING, "agenda_item": "scope"}, True),
        ({"meeting": MEETING, "agenda_item": "news"}, False),  # called for information
        ({"meeting": MEETING, "agenda_item": "else"}, False),
        ({"meeting": MEETING}, False),
        ({"meeting": "meeting/jsc/9", "agenda_item": "scope"}, False),
        ({"meeting": "meeting/joc/1", "agenda_item": "scope"}, False),
        ({"meeting": MEETING, "agenda_item": "draft"}, False),  # about another subject
        (
            {
                "meeting": MEETING,
                "agenda_item": "draft",
                "subject_refs": (SubjectRef(stream="party/servier", digest=DIGEST),),
            },
            True,
        ),
    ],
)
def test_at_a_meeting_only_what_was_called_for_decision_is_decided(
    room: Boardroom,
    members: dict[str, Any],
    fits: bool,  # noqa: FBT001 -- a table has its columns
) -> None:
    """The motion belongs to an item of the meeting's agenda, and to its subject."""
    room.call(
        agenda=(
            AgendaItem(item="scope", title="Scope", purpose="decision"),
            AgendaItem(item="news", title="News", purpose="information"),
            AgendaItem(item="draft", title="Draft", purpose="decision", subject=DIGEST),
        )
    )
    said = moving(room, procedure="meeting", **members)

    if fits:
        room.say(*said)
    else:
        room.refused(AgendaItemError, *said)


@pytest.mark.parametrize(
    "members",
    [
        {"items": (MotionItem(item="a", text="A."), MotionItem(item="a", text="B."))},
        {"conditions": (CONDITION, CONDITION)},
        {"long_stop": date(2021, 1, 1)},
    ],
)
def test_items_and_conditions_have_their_own_names(
    room: Boardroom, members: dict[str, Any]
) -> None:
    """Each once; and a long stop is for conditions."""
    room.refused(MotionItemsError, *moving(room, **members))


def test_at_a_meeting_a_motion_is_opened_while_it_sits(room: Boardroom) -> None:
    """Not before the meeting is opened, nor after it was closed."""
    room.call()
    moved = room.move(procedure="meeting", meeting=MEETING, agenda_item="scope")

    room.refused(AgendaItemError, *opening(room), subject=moved.digest)
    room.say(room.chair, "meeting.closed.v1", MEETING, MeetingClosed())
    room.refused(AgendaItemError, *opening(room), subject=moved.digest)


def test_an_opening_is_on_the_motion_that_was_moved(room: Boardroom) -> None:
    """It names the moved text, by an officer of the board."""
    moved = room.move()
    member = (room.people["i1"].as_("chair"), *opening(room)[1:])

    room.refused(SubjectError, *opening(room), subject=room.board.charter_digest)
    room.refused(OfficeNotHeldError, *member, subject=moved.digest)
    room.say(*opening(room), subject=moved.digest)


def test_an_opening_names_the_charter_in_force(room: Boardroom) -> None:
    """An amendment after the moving governs, one after the opening does not."""
    moved = room.move()
    stale = opening(room)
    amend(room, **written(closes="at_end"))

    room.refused(CharterInForceError, *stale, subject=moved.digest)
    room.say(*opening(room), subject=moved.digest)
    amend(room)
    for seat in ("s1", "s2", "i1", "i2"):
        room.vote(seat, "for")
    assert decision(room).outcome == "pending"


@pytest.mark.parametrize(
    ("members", "error"),
    [
        (procedures(written=None), ProcedureError),
        (powers(right("budget")), UltraViresError),
    ],
)
def test_an_amended_charter_can_bar_a_moved_motion(
    room: Boardroom, members: dict[str, Any], error: Any
) -> None:
    """What the board may no longer decide, or not so, is not opened."""
    moved = room.move()
    amend(room, **members)

    room.refused(error, *opening(room), subject=moved.digest)


def test_the_electorate_is_the_computed_one(room: Boardroom) -> None:
    """Nobody left out, nobody let in, alternates as they were named."""
    moved = room.move()
    stated = room.opening().electorate
    shorter, reordered = stated[:-1], stated[::-1]
    named = AlternateNamed(seat="i2", person="clerk", from_=SINCE)
    room.say(room.cro, "alternate.named.v1", BOARD, named)

    for electorate in (shorter, reordered, stated):
        refusal = room.refused(
            ElectorateError, *opening(room, electorate=electorate), subject=moved.digest
        )
    assert refusal.facts["computed"] == (
        "s1=servier/member-s1",
        "s2=servier/member-s2",
        "i1=iqvia/member-i1",
        "i2=iqvia/member-i2 or clerk",
    )
    room.say(*opening(room), subject=moved.digest)


def test_who_joins_after_the_opening_has_no_vote_on_it(room: Boardroom) -> None:
    """The electorate is frozen with the motion."""
    room.open(room.move())
    room.say(
        room.cro,
        "member.appointed.v1",
        BOARD,
        MemberAppointed(seat="i3", person="clerk", from_=SINCE),
    )

    poll = decision(room).poll
    assert poll is not None
    assert "i3" not in poll.voters


def soon(room: Boardroom, **amount: float) -> Any:
    """Return an instant from now."""
    return room.now.replace(microsecond=0) + timedelta(**amount)


def test_a_motion_ends_after_it_begins(room: Boardroom) -> None:
    """A poll that would be over before it began is not moved."""
    past, later, last = soon(room), soon(room, days=4), soon(room, days=5)

    room.refused(MotionTimeError, *moving(room, closes_at=past))
    room.refused(MotionTimeError, *moving(room, opens_at=later, closes_at=later))
    room.say(*moving(room, opens_at=later, closes_at=last))


def test_an_opening_keeps_to_the_motion_s_times(room: Boardroom) -> None:
    """Not before the motion opens, and until the motion closes."""
    moved = room.move(opens_at=soon(room, days=1), closes_at=soon(room, days=9))

    room.refused(
        MotionTimeError, *opening(room, closes_at=soon(room, days=9)), subject=moved.digest
    )
    room.advance(days=1)
    room.refused(MotionTimeError, *opening(room), subject=moved.digest)
    room.say(*opening(room, closes_at=soon(room, days=8)), subject=moved.digest)


@pytest.mark.parametrize(
    ("window", "amount", "fits"),
    [
        (Window(count=3, unit="days"), {"days": 3}, True),
        (Window(count=3, unit="days"), {"days": 3, "seconds": -300}, True),
        (Window(count=3, unit="days"), {"days": 3, "seconds": -301}, False),
        (Window(count=12, unit="hours"), {"hours": 12}, True),
        (Window(count=12, unit="hours"), {"hours": 11}, False),
    ],
)
def test_in_writing_the_charter_s_window_is_the_least(
    window: Window,
    amount: dict[str, float],
    fits: bool,  # noqa: FBT001 -- a table has its columns
) -> None:
    """Voters have the time that the charter gives them, the clock tolerance apart."""
    room = Boardroom(**written(window=window))
    moved = room.move()
    said = opening(room, closes_at=soon(room, **amount))

    if fits:
        room.say(*said, subject=moved.digest)
    else:
        room.refused(MotionTimeError, *said, subject=moved.digest)


def test_at_a_meeting_a_poll_can_be_short(room: Boardroom) -> None:
    """The window of the charter is for writing; but no poll ends before it begins."""
    room.meet("s1", "i1")
    moved = room.move(procedure="meeting", meeting=MEETING, agenda_item="scope")

    room.refused(MotionTimeError, *opening(room, closes_at=soon(room)), subject=moved.digest)
    room.say(*opening(room, closes_at=soon(room, minutes=5)), subject=moved.digest)
