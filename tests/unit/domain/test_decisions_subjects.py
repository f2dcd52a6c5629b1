"""What a motion is about: exactly what stands, readable, within the right, and then done."""

from typing import Any

import pytest

from ledger.domain.common import AudienceGapError
from ledger.domain.decisions.moving import (
    UltraViresError,
)
from ledger.domain.decisions.opening import (
    SubjectStaleError,
)
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import BudgetAdjust, Impact
from ledger.domain.kinds.decision import MotionMoved, SubjectRef
from ledger.domain.world import Act
from tests.unit.domain.agreement import CHANGE, CONTRACT, MORE, SteeredDeal, draft, euros, impact
from tests.unit.domain.boardroom import (
    DECISION,
    Boardroom,
    decision,
)
from tests.unit.domain.charter_parts import powers, right

DIGEST = "sha256:" + "0" * 64


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


def changed(room: SteeredDeal, *ops: Any, **members: Any) -> tuple[Act, SubjectRef]:
    """Draft a change to an executed contract; return it with the content that it has."""
    room.execute(draft(readers=("tech",)))
    act = room.propose(*ops, change_kind="change_order", **members)
    return act, SubjectRef(stream=CHANGE, digest=str(room.change().content))


def test_everyone_of_the_board_may_read_the_subjects() -> None:
    """A contract that a reader of the board may not read is not put to it."""
    room = SteeredDeal()
    room.draft()
    ref = SubjectRef(stream=CONTRACT, digest=str(room.contract().content))

    room.refused(AudienceGapError, *moving(room, subject_refs=(ref,)))


def test_a_motion_is_opened_on_the_content_that_stands() -> None:
    """A draft that was edited after the moving is another content."""
    room = SteeredDeal()
    _, ref = changed(room, MORE, impact=impact(fee=20_000))
    moved = room.move(subject_refs=(ref,))
    room.propose(change_kind="change_order")

    refusal = room.refused(SubjectStaleError, *opening(room), subject=moved.digest)
    assert refusal.facts["current"] == room.change().content


def test_another_subject_is_any_recorded_statement_of_its_stream(room: Boardroom) -> None:
    """It must be recorded, and in that very stream."""
    enrolled = room.acts("person.enrolled.v1")[0]
    for stream, number in (("party/servier", 1), ("party/iqvia", 2)):
        ref = SubjectRef(stream=stream, digest=enrolled.digest)
        moved = room.move(f"decision/jsc/{number}", subject_refs=(ref,))
        said = (room.secretary, "motion.opened.v1", f"decision/jsc/{number}", room.opening())
        if stream == enrolled.statement.stream:
            room.say(*said, subject=moved.digest)
        else:
            room.refused(SubjectStaleError, *said, subject=moved.digest)


@pytest.mark.parametrize(
    ("limit", "fits"),
    [
        (euros(20_000), True),
        (euros(19_999), False),
        (Money(minor=90_000, currency="USD"), False),
        (None, True),
    ],
)
def test_a_decision_right_has_its_amount(
    limit: Money | None,
    fits: bool,  # noqa: FBT001 -- a table has its columns
) -> None:
    """Up to the limit the board decides, above it not, nor what cannot be compared."""
    room = SteeredDeal(**powers(right("budget", limit)))
    _, ref = changed(room, MORE, impact=impact(fee=20_000))
    moved = room.move(class_="budget", subject_refs=(ref,))

    if fits:
        room.say(*opening(room), subject=moved.digest)
    else:
        room.refused(UltraViresError, *opening(room), subject=moved.digest)


def test_an_amount_that_is_not_disclosed_is_within_no_limit() -> None:
    """Undisclosed is not zero."""
    room = SteeredDeal()
    _, ref = changed(
        room,
        BudgetAdjust(line="monitoring", fee="undisclosed"),
        impact=Impact(fee="undisclosed", pass_through=euros(0), days=0),
    )
    moved = room.move(class_="budget", subject_refs=(ref,))

    room.refused(UltraViresError, *opening(room), subject=moved.digest)


def test_what_moves_no_money_is_within_every_limit() -> None:
    """A record that has no amount at all is decided whatever the limit."""
    room = SteeredDeal()
    enrolled = room.acts("person.enrolled.v1")[0]
    ref = SubjectRef(stream="party/servier", digest=enrolled.digest)
    moved = room.move(class_="budget", subject_refs=(ref,))

    room.say(*opening(room), subject=moved.digest)


def test_an_adopted_decision_authorises_the_change_that_it_names() -> None:
    """Ballot, close and authority are three entries in a row, each naming its cause."""
    room = SteeredDeal()
    _, ref = changed(room, MORE, impact=impact(fee=20_000))
    room.open(room.move(class_="budget", subject_refs=(ref,)))
    for seat in ("s1", "s2", "i1"):
        room.vote(seat, "for")
    last = room.vote("i2", "for")

    closed, authorised = (
        room.acts(kind)[0] for kind in ("decision.closed.v1", "change.authorised.v1")
    )
    assert [act.leaf_index - last.leaf_index for act in (closed, authorised)] == [1, 2]
    assert [act.statement.subject for act in (closed, authorised)] == [last.digest, closed.digest]


def test_a_rejected_decision_authorises_nothing() -> None:
    """Put and failed changes no contract."""
    room = SteeredDeal()
    _, ref = changed(room, MORE, impact=impact(fee=20_000))
    room.open(room.move(class_="budget", subject_refs=(ref,)))
    for seat in ("s1", "s2", "i1", "i2"):
        room.vote(seat, "against")

    assert (decision(room).outcome, room.acts("change.authorised.v1")) == ("rejected", [])
