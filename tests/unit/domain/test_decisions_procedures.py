"""Ways to decide: several items at once, by silence, in writing or not, in two stages."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.boards.speaking import NotYourSeatError, SeatUnknownError
from ledger.domain.decisions.moving import EnBlocError, ProcedureError, StageError
from ledger.domain.decisions.opening import NoVoteRuleError
from ledger.domain.decisions.polling import (
    MotionItemUnknownError,
    ObjectionBarredError,
    PollWindowError,
    SeatNotEligibleError,
    SeatRecusedError,
)
from ledger.domain.kinds.charter.conduct import NoObjection, Stage, Written
from ledger.domain.kinds.charter.counting import Majority, Vote
from ledger.domain.kinds.charter.terms import Range, When, Who
from ledger.domain.kinds.decision import (
    BallotCast,
    MotionItem,
    ObjectionRaised,
    PollClosed,
    RecusalDeclared,
)
from tests.unit.domain.boardroom import MOST, Boardroom, decision
from tests.unit.domain.charter_parts import (
    THREE_DAYS,
    UNANIMOUS,
    days,
    procedures,
    votes,
    written,
)
from tests.unit.domain.courses import cast, cast_all, put, tell, untold
from tests.unit.domain.recomputing import assert_closes_recompute

ITEMS = (MotionItem(item="a", text="Sites."), MotionItem(item="b", text="Vendors."))


def outcomes(room: Boardroom) -> dict[str, str]:
    """Return each item's outcome."""
    result = decision(room).result
    assert result is not None
    return {item.item: item.outcome for item in result.items}


def test_items_are_decided_each_by_itself() -> None:
    """A seat that withdrew from one item votes on the others, one by one or all at once."""
    room = Boardroom()
    put(room, items=ITEMS)
    s2 = room.people["s2"]
    tell(room, s2, "recusal.declared.v1", RecusalDeclared(seat="s2", items=("a",)))
    on_a = BallotCast(seat="s2", choice="for", items=("a",))
    untold(room, SeatRecusedError, s2, "ballot.cast.v1", on_a)
    for body in (BallotCast(seat="s2", choice="for", items=("c",)),):
        untold(room, MotionItemUnknownError, s2, "ballot.cast.v1", body)
    again = RecusalDeclared(seat="s2", items=("a",))
    untold(room, SeatRecusedError, s2, "recusal.declared.v1", again)
    unknown = RecusalDeclared(seat="s2", items=("c",))
    untold(room, MotionItemUnknownError, s2, "recusal.declared.v1", unknown)
    cast(room, "s1", "for")
    cast(room, "s2", "against")
    cast(room, "i1", "for", items=("a",))
    cast(room, "i1", "against", items=("b",))
    cast(room, "i2", "for", items=("a",))
    waiting = decision(room).outcome
    cast(room, "i2", "against", items=("b",))

    assert (waiting, outcomes(room)) == ("pending", {"a": "adopted", "b": "rejected"})
    result = decision(room).result
    assert result is not None
    assert [item.tally.recused for item in result.items] == [1, 0]
    assert_closes_recompute(room)


def test_a_seat_withdraws_from_one_item_after_another() -> None:
    """What it withdrew from before stays withdrawn; in the end from everything."""
    room = Boardroom()
    put(room, items=ITEMS)
    s2 = room.people["s2"]
    for item in ("a", "b"):
        recusal = RecusalDeclared(seat="s2", items=(item,))
        tell(room, s2, "recusal.declared.v1", recusal)
    ballot = BallotCast(seat="s2", choice="for", items=("a", "b"))
    untold(room, SeatRecusedError, s2, "ballot.cast.v1", ballot)
    tell(room, s2, "recusal.declared.v1", RecusalDeclared(seat="s2"))
    untold(room, SeatRecusedError, s2, "recusal.declared.v1", RecusalDeclared(seat="s2"))
    for seat in ("s1", "i1", "i2"):
        cast(room, seat)

    assert outcomes(room) == {"a": "adopted", "b": "adopted"}
    assert_closes_recompute(room)


def test_no_officer_ends_a_poll_in_which_an_item_waits() -> None:
    """A vote on one item, or a withdrawal from it, is not heard on the other."""
    room = Boardroom(**written(closes="at_end"))
    put(room, items=ITEMS)
    for seat in ("s1", "i1", "i2"):
        cast(room, seat)
    recusal = RecusalDeclared(seat="s2", items=("a",))
    tell(room, room.people["s2"], "recusal.declared.v1", recusal)
    untold(room, PollWindowError, room.chair, "poll.closed.v1", PollClosed())
    cast(room, "s2", items=("b",))
    tell(room, room.chair, "poll.closed.v1", PollClosed())

    assert outcomes(room) == {"a": "adopted", "b": "adopted"}


def test_a_charter_can_have_each_matter_put_on_its_own() -> None:
    """Then no motion with several items is moved."""
    room = Boardroom(**procedures(en_bloc=False))

    with pytest.raises(EnBlocError):
        room.move(items=ITEMS)
    room.move(items=ITEMS[:1])


def test_a_procedure_is_for_what_the_charter_says() -> None:
    """A matter for which writing is not meant is not moved in writing."""
    room = Boardroom(**written(when=When(classes=("budget",))))

    with pytest.raises(ProcedureError):
        room.move()
    room.move(class_="budget")


def silent(**members: Any) -> Boardroom:
    """Return a board with a motion that is adopted where nobody objects."""
    rule = NoObjection(**{"window": THREE_DAYS, **members})
    room = Boardroom(**procedures(no_objection=rule, stages=(Stage(stage=2),)))
    put(room, procedure="no_objection")
    return room


def objecting(room: Boardroom, seat: str = "i1", to: Any = "matter") -> tuple[Any, ...]:
    """Return what a seat says to object."""
    return room.people[seat], "objection.raised.v1", ObjectionRaised(seat=seat, to=to)


def test_what_nobody_objects_to_is_adopted_when_the_time_is_over() -> None:
    """No vote is needed for it, and no officer ends the time before."""
    room = silent()
    untold(room, PollWindowError, room.chair, "poll.closed.v1", PollClosed())
    waiting = decision(room).outcome
    room.advance(days=5)

    assert (waiting, decision(room).outcome) == ("pending", "adopted")
    assert_closes_recompute(room)


@pytest.mark.parametrize(
    ("then", "phase", "outcome"),
    [
        ("vote", "open", "pending"),
        ("deferred", "deferred", "deferred"),
        ("rejected", "closed", "rejected"),
    ],
)
def test_objections_mean_what_the_charter_says(then: Any, phase: str, outcome: str) -> None:
    """A vote in the same poll, a later stage, or the end of the matter."""
    room = silent(objects=2, then=then)
    tell(room, *objecting(room))
    first = decision(room).phase
    untold(room, ObjectionBarredError, *objecting(room))
    untold(room, ObjectionBarredError, *objecting(room, "s1", "form"))
    tell(room, *objecting(room, "s1"))

    assert (first, decision(room).phase, decision(room).outcome) == ("open", phase, outcome)
    if then == "vote":
        cast_all(room, "+++-")
        assert decision(room).outcome == "adopted"
    assert_closes_recompute(room)


def test_who_withdrew_does_not_object() -> None:
    """A conflict of interest is no reason to stop the others."""
    room = silent()
    recusal = RecusalDeclared(seat="i1")
    tell(room, room.people["i1"], "recusal.declared.v1", recusal)

    untold(room, SeatRecusedError, *objecting(room))


def test_enough_objections_to_the_written_form_put_the_matter_off() -> None:
    """It goes on in a later stage, and only where the charter hears such objections."""
    plain = Boardroom()
    put(plain)
    untold(plain, ObjectionBarredError, *objecting(plain, to="form"))
    form = Written(window=THREE_DAYS, objects=2)
    room = Boardroom(**procedures(written=form, stages=(Stage(stage=2, after=days(2)),)))
    moved = room.move()
    room.open(moved)
    untold(room, ObjectionBarredError, *objecting(room, to="matter"))
    cast(room, "s2")
    tell(room, *objecting(room, to="form"))
    tell(room, *objecting(room, "s1", "form"))

    assert (decision(room).phase, decision(room).stage) == ("deferred", 2)
    opening = (room.secretary, "motion.opened.v1", "decision/jsc/1", room.opening())
    room.refused(StageError, *opening, subject=moved.digest)
    room.advance(days=2)
    room.open(moved)
    assert (decision(room).phase, decision(room).outcome) == ("open", "pending")
    assert_closes_recompute(room)


@pytest.mark.parametrize(
    ("who", "phase"), [(Who(), "open"), (Who(seats=("guest",), novote=True), "deferred")]
)
def test_a_seat_without_a_vote_objects_where_the_charter_hears_it(who: Who, phase: str) -> None:
    """An auditor's objection counts where it is asked for, and is refused elsewhere."""
    form = Written(window=THREE_DAYS, objects=1, who=who)
    room = Boardroom(**procedures(written=form, stages=(Stage(stage=2),)))
    put(room)
    words = (room.spare, "objection.raised.v1", ObjectionRaised(seat="guest", to="form"))
    if phase == "open":
        untold(room, SeatNotEligibleError, *words)
    else:
        untold(room, SeatNotEligibleError, *objecting(room, to="form"))
        untold(room, NotYourSeatError, room.people["i1"], *words[1:])
        matter = ObjectionRaised(seat="guest", to="matter")
        untold(room, SeatNotEligibleError, *words[:2], matter)
        tell(room, *words)

    assert decision(room).phase == phase
    assert_closes_recompute(room)


def test_who_withdrew_does_not_object_with_those_who_have_no_vote() -> None:
    """Nor does one whose seat the charter does not have."""
    form = Written(window=THREE_DAYS, objects=1, who=Who(novote=True))
    room = Boardroom(**procedures(written=form))
    put(room)
    tell(room, room.people["i1"], "recusal.declared.v1", RecusalDeclared(seat="i1"))

    untold(room, SeatRecusedError, *objecting(room, to="form"))
    nowhere = ObjectionRaised(seat="nowhere", to="form")
    untold(room, SeatUnknownError, room.spare, "objection.raised.v1", nowhere)


def consensus_then_vote() -> Boardroom:
    """Return a board that seeks consensus, and votes a week later where there is none."""
    stages = (Stage(stage=2, after=days(7), within=days(14)),)
    rules = (
        Vote(rule="consensus", when=When(stages=(1,)), needs=UNANIMOUS, failed="deferred"),
        Vote(when=When(stages=(2,)), needs=(Majority(base="cast", threshold=MOST),)),
    )
    return Boardroom(votes=rules, **procedures(stages=stages))


def test_without_consensus_a_vote_follows_in_its_time() -> None:
    """One no ends the first stage at once; the second has another threshold."""
    room = consensus_then_vote()
    moved = room.move()
    room.open(moved)
    cast(room, "s1")
    cast(room, "i1", "against")
    first = decision(room).result
    assert first is not None
    opening = (room.secretary, "motion.opened.v1", "decision/jsc/1")
    room.refused(StageError, *opening, room.opening(), subject=moved.digest)
    room.advance(days=7)
    room.open(moved)
    cast_all(room, "+++-")
    result = decision(room).result
    assert result is not None

    assert (first.outcome, result.outcome, result.stage) == ("deferred", "adopted", 2)
    assert [act.kind.tag for act in room.world.acts() if act.body in (first, result)] == [
        "decision.taken.v1",
        "decision.closed.v1",
    ]
    assert_closes_recompute(room)


def test_a_later_stage_comes_in_its_time_or_never() -> None:
    """When its time is over nothing more can be opened; withdrawing is the way out."""
    room = consensus_then_vote()
    moved = room.move()
    room.open(moved)
    cast(room, "s1", "against")
    room.advance(days=15)
    opening = (room.secretary, "motion.opened.v1", "decision/jsc/1", room.opening())

    room.refused(StageError, *opening, subject=moved.digest)


def test_a_stage_put_off_by_the_clock_counts_from_when_it_was_due() -> None:
    """However late the ledger records it."""
    room = consensus_then_vote()
    moved = room.move()
    opened = room.open(moved)
    for seat in ("s1", "i1"):
        cast(room, seat)
    room.advance(days=9)
    staged_at = decision(room).staged_at

    assert staged_at == opened.at.replace(microsecond=0) + timedelta(days=4)
    room.advance(days=2)
    room.open(moved)
    assert_closes_recompute(room)


def test_a_matter_that_no_rule_of_voting_fits_is_not_opened() -> None:
    """What it would need while a seat is vacant, nobody could say."""
    room = Boardroom(**votes(when=When(filled=Range(least=5))))
    moved = room.move()

    opening = (room.secretary, "motion.opened.v1", "decision/jsc/1", room.opening())
    room.refused(NoVoteRuleError, *opening, subject=moved.digest)
