"""Decisions that hang on earlier ones: amounts that add up, matters that are put again."""

from typing import Any

import pytest

from ledger.domain.boards.speaking import NotYourSeatError
from ledger.domain.decisions.moving import BarredMatterError, UltraViresError
from ledger.domain.decisions.opening import MovedError
from ledger.domain.kinds.aftermath import DecisionChallenged, DecisionVoided
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import BudgetAdjust, Impact
from ledger.domain.kinds.charter.powers import Adding, Barred
from ledger.domain.kinds.decision import MotionItem, RepetitionSupported, SubjectRef
from tests.unit.domain.agreement import CHANGE, MORE, SteeredDeal, draft, impact
from tests.unit.domain.boardroom import Boardroom
from tests.unit.domain.charter_parts import days, fixed, powers, right
from tests.unit.domain.courses import about, adopt, cast_all, motion_of, put, tell, untold
from tests.unit.domain.recomputing import assert_closes_recompute

SECOND = "decision/jsc/2"


def euros(minor: int) -> Money:
    """Return cents."""
    return Money(minor=minor, currency="EUR")


def adding(**members: Any) -> Boardroom:
    """Return a board that may move 1000 within thirty days, class by class."""
    rule = Adding(window=days(30), same="class")
    return Boardroom(
        **powers(right("budget", euros(1_000)), right("scope"), adding=rule, **members)
    )


def opening(room: Boardroom, stream: str = SECOND, **members: Any) -> tuple[Any, ...]:
    """Return what the secretary says to open a motion."""
    return room.secretary, "motion.opened.v1", stream, room.opening(stream, **members)


@pytest.mark.parametrize(
    ("amount", "passed", "fits"), [(400, 0, True), (401, 0, False), (401, 31, True)]
)
def test_related_matters_add_up_within_the_window(amount: int, passed: int, fits: bool) -> None:  # noqa: FBT001 -- a table has its columns
    """What was adopted before counts, so that nothing is cut into pieces that fit."""
    room = adding()
    put(room, class_="budget", amount=euros(600))
    cast_all(room, "++++")
    room.advance(days=passed)
    moved = room.move(SECOND, class_="budget", amount=euros(amount))

    if fits:
        room.say(*opening(room), subject=moved.digest)
    else:
        room.refused(UltraViresError, *opening(room), subject=moved.digest)
    (noted,) = room.acts("decision.noted.v1")
    assert noted.body.amount == euros(600)  # type: ignore[attr-defined]
    assert_closes_recompute(room)


@pytest.mark.parametrize("choices", ["----", "++++"])
def test_what_was_not_adopted_or_is_void_does_not_add_up(choices: str) -> None:
    """A rejected matter moves nothing, a voided one no longer."""
    room = adding()
    put(room, class_="budget", amount=euros(600))
    cast_all(room, choices)
    if choices == "++++":
        challenged = DecisionChallenged(seat="i1")
        tell(room, room.people["i1"], "decision.challenged.v1", challenged)
        adopt(room, "decision/jsc/3", "+.++", subject_refs=about(room))
        voided = DecisionVoided(decision="decision/jsc/3")
        tell(room, room.chair, "decision.voided.v1", voided)
    moved = room.move(SECOND, class_="budget", amount=euros(1_000))

    room.say(*opening(room), subject=moved.digest)
    assert_closes_recompute(room)


def test_an_opening_says_what_the_motion_moves() -> None:
    """As anyone would compute it: the motion's own amount and budget, where no subject has one."""
    room = adding()
    moved = room.move(SECOND, class_="budget", amount=euros(600), budget=euros(9_000))

    for members in ({"amount": euros(1)}, {"amount": None}, {"budget": None}):
        room.refused(MovedError, *opening(room, **members), subject=moved.digest)
    room.say(*opening(room), subject=moved.digest)
    poll = motion_of(room, SECOND).poll
    assert poll is not None
    assert (poll.amount, poll.budget) == (euros(600), euros(9_000))


def test_subjects_say_what_they_move_and_of_which_contract() -> None:
    """The change's amount and the contract's total, whatever the motion claims."""
    rule = Adding(window=days(30))
    room = SteeredDeal(**powers(right("budget", euros(30_000)), adding=rule))
    room.execute(draft(readers=("tech",)))
    room.propose(MORE, change_kind="change_order", impact=impact(fee=20_000))
    ref = SubjectRef(stream=CHANGE, digest=str(room.change().content))
    put(room, class_="budget", subject_refs=(ref,), amount=euros(1), budget=euros(2))
    poll = motion_of(room).poll
    assert poll is not None
    cast_all(room, "++++")
    (noted,) = room.acts("decision.noted.v1")
    body: Any = noted.body

    assert (poll.amount, body.amount) == (euros(20_000), euros(20_000))
    assert (body.about, body.same_as) == ("contract/score", CHANGE)
    assert poll.budget not in {None, euros(2)}
    moved = room.move(SECOND, class_="budget", subject_refs=(ref,))
    room.refused(UltraViresError, *opening(room), subject=moved.digest)
    assert_closes_recompute(room)


def test_several_subjects_move_what_they_move_together() -> None:
    """Two changes of ten are twenty; what one does not disclose makes the sum unknown."""
    other = "change/score/2"
    room = SteeredDeal()
    room.execute(draft(readers=("tech",)))
    for stream in (CHANGE, other):
        room.propose(MORE, stream=stream, change_kind="change_order", impact=impact(fee=20_000))
    refs = tuple(
        SubjectRef(stream=stream, digest=str(room.change(stream).content))
        for stream in (CHANGE, other)
    )
    put(room, class_="budget", subject_refs=refs)
    poll = motion_of(room).poll

    assert poll is not None
    assert poll.amount == euros(40_000)


@pytest.mark.parametrize(
    ("fee", "amount"), [("undisclosed", "undisclosed"), ("unknown", "unknown"), (None, "unknown")]
)
def test_what_one_subject_does_not_say_makes_the_sum_unknown(fee: Any, amount: str) -> None:
    """Two that are undisclosed are undisclosed; beside a known one, unknown is what they are."""
    other = "change/score/2"
    room = SteeredDeal()
    room.execute(draft(readers=("tech",)))
    refs = []
    first: Any = "undisclosed"
    for stream, op_fee in ((CHANGE, first), (other, fee)):
        op = MORE if op_fee is None else BudgetAdjust(line="monitoring", fee=op_fee)
        full = impact(fee=20_000)
        if op_fee is not None:
            full = Impact(fee=op_fee, pass_through=euros(0), days=0)
        room.propose(op, stream=stream, change_kind="change_order", impact=full)
        refs.append(SubjectRef(stream=stream, digest=str(room.change(stream).content)))
    put(room, subject_refs=tuple(refs))
    poll = motion_of(room).poll

    assert poll is not None
    assert poll.amount == amount


def barring() -> Boardroom:
    """Return a board that hears a rejected matter again after ninety days, or if two want it."""
    return Boardroom(**powers(barred=Barred(period=days(90), unless=fixed(2))))


def support(room: Boardroom, seat: str, who: str | None = None) -> tuple[Any, ...]:
    """Return what a seat says to have a matter put again."""
    body = RepetitionSupported(seat=seat)
    return room.people[who or seat], "repetition.supported.v1", body


@pytest.mark.parametrize(
    ("matter", "passed", "fits"),
    [("sites", 0, False), ("vendors", 0, True), ("sites", 91, True)],
)
def test_a_rejected_matter_is_not_put_again_before_its_time(
    matter: str,
    passed: int,
    fits: bool,  # noqa: FBT001 -- a table has its columns
) -> None:
    """It is known again by its name, or by what it is about."""
    room = barring()
    put(room, matter="sites")
    cast_all(room, "----")
    room.advance(days=passed)
    moved = room.move(SECOND, matter=matter)

    if fits:
        room.say(*opening(room), subject=moved.digest)
    else:
        room.refused(BarredMatterError, *opening(room), subject=moved.digest)
    assert_closes_recompute(room)


def test_enough_members_have_it_put_again() -> None:
    """Each for their own seat, once the motion is moved."""
    room = barring()
    put(room, matter="sites")
    cast_all(room, "----")
    moved = room.move(SECOND, matter="sites")
    untold(room, NotYourSeatError, *support(room, "i1", "i2"), stream=SECOND)
    tell(room, *support(room, "i1"), stream=SECOND)
    tell(room, *support(room, "i1"), stream=SECOND)
    room.refused(BarredMatterError, *opening(room), subject=moved.digest)
    tell(room, *support(room, "s1"), stream=SECOND)
    room.say(*opening(room), subject=moved.digest)

    assert motion_of(room, SECOND).phase == "open"
    assert_closes_recompute(room)


def test_an_item_s_own_amount_is_what_counts_for_it() -> None:
    """One item beyond the limit keeps the whole motion from being opened."""
    room = adding()
    items = tuple(
        MotionItem(item=name, text="More.", class_="budget", amount=euros(minor))
        for name, minor in (("a", 10), ("b", 1_001))
    )
    moved = room.move(SECOND, items=items)

    room.refused(UltraViresError, *opening(room), subject=moved.digest)
