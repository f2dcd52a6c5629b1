"""What follows a vote: forms to be kept, conditions that must come true, the long stop."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.boards.speaking import NotAMemberError
from ledger.domain.decisions.aftermath import (
    ConditionUnknownError,
    FormalityUnknownError,
    LaterDecisionError,
)
from ledger.domain.kinds.aftermath import (
    ConditionFailed,
    ConditionMet,
    ConditionWaived,
    FormalityDone,
)
from ledger.domain.kinds.charter.conduct import Formality
from ledger.domain.kinds.decision import MotionCondition, PollClosed, SubjectRef
from ledger.domain.room import OutOfStateError
from tests.unit.domain.agreement import CHANGE, MORE, SteeredDeal, draft, impact
from tests.unit.domain.boardroom import DECISION, Boardroom, decision
from tests.unit.domain.charter_parts import days, procedures
from tests.unit.domain.courses import LATER, adopt, cast, cast_all, put, tell, untold
from tests.unit.domain.recomputing import assert_closes_recompute
from tests.unit.domain.sittings import come, put_there, sit

SIGNED = Formality(formality="signed", text="Each party signs.", parties=True, within=days(10))
FUNDS = (MotionCondition(condition="funds", text="The funds are there."),)
TWO = (*FUNDS, MotionCondition(condition="permit", text="The permit is given."))


def formal(*formalities: Formality) -> Boardroom:
    """Return a board whose decisions need these forms."""
    return Boardroom(**procedures(formalities=formalities))


def done(name: str = "signed") -> tuple[str, FormalityDone]:
    """Return what is said of a form that was kept."""
    return "formality.done.v1", FormalityDone(formality=name)


def test_a_form_is_kept_by_each_party_in_time() -> None:
    """Until then the decision has no effect; with the last of them it is closed."""
    room = formal(SIGNED)
    put(room)
    cast_all(room, "++++")
    untold(room, FormalityUnknownError, room.people["s1"], *done("sealed"))
    untold(room, NotAMemberError, room.clerk, *done())
    seen = [(decision(room).phase, decision(room).outcome)]
    for seat in ("s1", "s2", "i1"):
        tell(room, room.people[seat], *done())
        seen.append((decision(room).phase, decision(room).outcome))

    assert seen == [("taken", "pending")] * 3 + [("closed", "adopted")]
    assert len(room.acts("decision.taken.v1")) == 1
    assert_closes_recompute(room)


def test_a_form_that_is_not_kept_in_time_undoes_the_decision() -> None:
    """The clock records it, and nothing can be made up for afterwards."""
    room = formal(SIGNED)
    put(room)
    cast_all(room, "++++")
    before = decision(room).result
    assert before is not None
    assert before.until is not None
    room.advance(days=11)

    assert (decision(room).phase, decision(room).outcome) == ("closed", "inadmissible")
    untold(room, OutOfStateError, room.people["i1"], *done())
    assert_closes_recompute(room)


def test_a_vote_that_the_clock_ended_late_gives_the_same_time() -> None:
    """The time runs from when the poll was over, however late that was recorded."""
    room = formal(SIGNED)
    put(room)
    cast_all(room, "+++.")
    room.advance(days=9)
    result = decision(room).result
    assert result is not None
    until = result.until
    assert until is not None
    tell(room, room.people["s1"], *done())
    room.advance(days=6)

    assert decision(room).outcome == "inadmissible"
    assert_closes_recompute(room)


@pytest.mark.parametrize(
    ("early", "by", "expected"),
    [(True, "chair", "adopted"), (True, "i1", "inadmissible"), (False, "chair", "inadmissible")],
)
def test_a_form_that_must_be_there_by_the_vote_is_kept_before(
    early: bool,  # noqa: FBT001 -- a table has its columns
    by: str,
    expected: str,
) -> None:
    """By the office that the charter names; a form without a time comes before the vote ends."""
    room = formal(Formality(formality="signed", text="The chair has signed.", by="chair"))
    moved = room.move()
    voice = room.chair if by == "chair" else room.people[by]
    if early:
        tell(room, voice, *done())
    room.open(moved)
    cast_all(room, "++++")

    assert (decision(room).phase, decision(room).outcome) == ("closed", expected)
    assert_closes_recompute(room)


def test_a_form_can_be_kept_while_the_vote_runs() -> None:
    """It counts as soon as it is done."""
    room = formal(Formality(formality="signed", text="The chair has signed.", by="chair"))
    put(room)
    tell(room, room.chair, *done())
    cast_all(room, "++++")

    assert decision(room).outcome == "adopted"
    assert_closes_recompute(room)


def test_who_leaves_after_the_vote_changes_nothing_of_it() -> None:
    """The presence that counts is that of the decision, whenever it takes effect."""
    room = formal(SIGNED)
    sit(room, "s1", "i1")
    put_there(room)
    for seat in ("s1", "i1"):
        cast(room, seat)
    tell(room, room.secretary, "poll.closed.v1", PollClosed())
    come(room, "i1", presence="out")
    come(room, "s2")
    for seat in ("s1", "i1"):
        tell(room, room.people[seat], *done())
    result = decision(room).result

    assert result is not None
    assert result.quorum is not None
    assert (result.outcome, result.quorum.present) == ("adopted", 2)
    assert_closes_recompute(room)


def conditional(*conditions: MotionCondition, **members: Any) -> Boardroom:
    """Return a board that has adopted a motion with conditions."""
    room = Boardroom()
    put(room, conditions=conditions, **members)
    cast_all(room, "++++")
    return room


def test_an_adopted_motion_waits_for_its_conditions() -> None:
    """With the last that is met or waived it has effect; each is settled once."""
    room = conditional(*TWO)
    met = ConditionMet(condition="funds")
    first = decision(room).outcome
    tell(room, room.chair, "condition.met.v1", met)
    second = decision(room).outcome
    untold(
        room,
        ConditionUnknownError,
        room.chair,
        "condition.failed.v1",
        ConditionFailed(condition="funds"),
    )
    untold(
        room, ConditionUnknownError, room.chair, "condition.met.v1", ConditionMet(condition="moon")
    )
    waived = ConditionWaived(condition="permit", decision=LATER)
    untold(room, LaterDecisionError, room.chair, "condition.waived.v1", waived)
    adopt(room)
    tell(room, room.chair, "condition.waived.v1", waived)

    conditions = "adopted_with_conditions"
    assert [first, second, decision(room).outcome] == [conditions, conditions, "adopted"]
    assert decision(room).phase == "closed"
    assert_closes_recompute(room)


def test_a_condition_that_failed_ends_it() -> None:
    """What can no longer come true leaves nothing to wait for."""
    room = conditional(*TWO)
    tell(room, room.chair, "condition.failed.v1", ConditionFailed(condition="funds"))

    assert (decision(room).phase, decision(room).outcome) == ("closed", "lapsed")
    assert_closes_recompute(room)


def test_after_the_long_stop_nothing_can_be_met() -> None:
    """The motion lapses when that day is over, by itself."""
    room = Boardroom()
    stop = room.now.date() + timedelta(days=20)
    put(room, conditions=FUNDS, long_stop=stop)
    cast_all(room, "++++")
    room.advance(days=20)
    waiting = decision(room).outcome
    room.advance(days=1)

    assert (waiting, decision(room).outcome) == ("adopted_with_conditions", "lapsed")
    met = ConditionMet(condition="funds")
    untold(room, OutOfStateError, room.chair, "condition.met.v1", met)
    assert_closes_recompute(room)


def test_a_change_is_authorised_when_the_last_condition_is_met() -> None:
    """Until then the board's word has no effect."""
    room = SteeredDeal()
    room.execute(draft(readers=("tech",)))
    room.propose(MORE, change_kind="change_order", impact=impact(fee=20_000))
    ref = SubjectRef(stream=CHANGE, digest=str(room.change().content))
    put(room, class_="budget", subject_refs=(ref,), conditions=FUNDS)
    cast_all(room, "++++")
    before = room.change().phase
    tell(room, room.chair, "condition.met.v1", ConditionMet(condition="funds"))

    assert (before, room.change().phase) == ("drafted", "authorised")
    assert_closes_recompute(room)


@pytest.mark.parametrize("unfit", ["unknown", "itself", "rejected", "other"])
def test_only_a_later_adopted_decision_about_it_answers(unfit: str) -> None:
    """Not one that is not there, itself, one that was rejected, or about something else."""
    room = conditional(*FUNDS)
    named = DECISION if unfit == "itself" else LATER
    if unfit == "rejected":
        adopt(room, choices="----")
    elif unfit == "other":
        adopt(room, subject_refs=())
    waived = ConditionWaived(condition="funds", decision=named)

    refusal = untold(room, LaterDecisionError, room.chair, "condition.waived.v1", waived)
    assert refusal.facts["decision"] == named


def test_a_day_is_a_day_of_the_charter_s_time_zone() -> None:
    """Conditions settled on the long stop itself are in time."""
    room = Boardroom()
    put(room, conditions=FUNDS, long_stop=date(2020, 12, 17))
    cast_all(room, "++++")
    tell(room, room.chair, "condition.met.v1", ConditionMet(condition="funds"))

    assert decision(room).outcome == "adopted"
