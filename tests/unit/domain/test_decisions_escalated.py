"""The way up from a deadlock: named executives, their clocks, the final say."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.common import MeaningError
from ledger.domain.decisions.aftermath import ExecutiveError, FinalSayError, NotEscalatedError
from ledger.domain.kinds.aftermath import EscalationAnswered, FinalSayExercised
from ledger.domain.kinds.charter.powers import Escalation, Executive, FinalSay, Step
from ledger.domain.kinds.charter.terms import When
from ledger.domain.kinds.decision import MotionCondition
from ledger.domain.room import OutOfStateError
from tests.unit.domain.boardroom import Boardroom, decision
from tests.unit.domain.charter_parts import days, fixed, powers, votes
from tests.unit.domain.courses import cast_all, grant_executive, put, tell, untold
from tests.unit.domain.recomputing import assert_closes_recompute
from tests.unit.domain.story import Voice

CEO, SVP = Executive(title="ceo", party="servier"), Executive(title="svp", party="iqvia")
TOP = Step(step="top", executives=(CEO, SVP), within=days(10))
SPONSOR_SAYS = FinalSay(party="servier", except_=(When(topics=("safety",)),))


class Upstairs(Boardroom):
    """A board that escalates a split, with an executive in each company."""

    def __init__(self, *final_say: FinalSay, steps: tuple[Step, ...] = (TOP,), **rule: Any) -> None:
        """Constitute the board and name the executives."""
        up = Escalation(steps=steps, final_say=final_say, **rule)
        super().__init__(**votes(split="deadlocked"), **powers(escalation=up))
        self.ceo = grant_executive(self, self.sponsor)
        self.svp = grant_executive(self, self.cro)

    def split(self, **members: Any) -> "Upstairs":
        """Let the board split over a motion."""
        put(self, **members)
        cast_all(self, "++--")
        return self

    def answer(self, voice: Voice, choice: Any = "for", **members: Any) -> tuple[Any, ...]:
        """Return what an executive answers."""
        title = "ceo" if voice.party == "servier" else "svp"
        filled = {"step": "top", "title": title, "choice": choice}
        return voice, "escalation.answered.v1", EscalationAnswered(**{**filled, **members})


def final(voice: Voice, choice: Any = "for") -> tuple[Any, ...]:
    """Return what is said finally."""
    return voice, "final_say.exercised.v1", FinalSayExercised(choice=choice)


def stand(room: Boardroom) -> tuple[str, str]:
    """Return phase and outcome."""
    return decision(room).phase, decision(room).outcome


@pytest.mark.parametrize("choice", ["for", "against"])
def test_executives_who_agree_decide(choice: str) -> None:
    """The deadlock waits for them, and ends with the last of their answers."""
    room = Upstairs().split()
    waiting = stand(room)
    tell(room, *room.answer(room.ceo, choice))
    between = stand(room)
    tell(room, *room.answer(room.svp, choice))

    assert (waiting, between) == (("taken", "escalated"), ("taken", "escalated"))
    assert stand(room) == ("closed", "adopted" if choice == "for" else "rejected")
    assert_closes_recompute(room)


def test_an_answer_is_the_named_executive_s_in_the_running_step() -> None:
    """Not another step's, another title's, a second one, nor with another meaning."""
    room = Upstairs().split()
    untold(room, ExecutiveError, *room.answer(room.ceo, step="else"))
    untold(room, ExecutiveError, *room.answer(room.ceo, title="svp"))
    untold(room, MeaningError, *room.answer(room.ceo), meaning="rejection")
    tell(room, *room.answer(room.ceo))
    untold(room, ExecutiveError, *room.answer(room.ceo, "against"))
    untold(room, FinalSayError, *final(room.ceo))

    assert stand(room) == ("taken", "escalated")


def test_executives_are_asked_of_deadlocks_alone() -> None:
    """A decision that waits for something else goes up to nobody."""
    room = Upstairs()
    put(room, conditions=(MotionCondition(condition="funds", text="Funds."),))
    cast_all(room, "++++")

    untold(room, NotEscalatedError, *room.answer(room.ceo))
    untold(room, NotEscalatedError, *final(room.ceo))


@pytest.mark.parametrize(
    ("exhausted", "answers"), [("unresolved", 0), ("unresolved", 1), ("rejected", 2)]
)
def test_without_a_final_say_a_deadlock_ends_as_the_charter_says(
    exhausted: Any, answers: int
) -> None:
    """When the time of the last step is over, or all of its executives have disagreed."""
    room = Upstairs(exhausted=exhausted).split()
    if answers:
        tell(room, *room.answer(room.ceo, "for"))
    if answers == 2:
        tell(room, *room.answer(room.svp, "against"))
    else:
        room.advance(days=11)

    assert stand(room) == ("closed", exhausted)
    untold(room, OutOfStateError, *room.answer(room.svp))
    assert_closes_recompute(room)


def test_a_deadlock_of_the_clock_s_goes_up_from_when_the_poll_was_over() -> None:
    """However late the ledger records it, the executives' time ends at the same moment."""
    room = Upstairs()
    opened = put(room)
    cast_all(room, "+.-.")
    room.advance(days=9)
    result = decision(room).result
    assert result is not None
    until = result.until
    room.advance(days=6)

    assert until is not None
    assert until.date() == (opened.at + timedelta(days=15)).date()
    assert stand(room) == ("closed", "unresolved")
    assert_closes_recompute(room)


def test_one_step_follows_another() -> None:
    """The second begins where the first is over, and asks fewer to agree."""
    three = (CEO, SVP, Executive(title="expert"))
    second = Step(step="chairs", executives=three, within=days(5), agree=fixed(2))
    room = Upstairs(steps=(TOP, second)).split()
    room.advance(days=11)
    untold(room, ExecutiveError, *room.answer(room.ceo))
    tell(room, *room.answer(room.ceo, step="chairs"))
    assert stand(room) == ("taken", "escalated")
    tell(room, *room.answer(room.svp, step="chairs"))

    assert stand(room) == ("closed", "adopted")
    assert_closes_recompute(room)


def test_the_final_say_comes_after_the_last_step() -> None:
    """From whom the charter gives it to, in their own capacity, once."""
    room = Upstairs(SPONSOR_SAYS).split()
    untold(room, FinalSayError, *final(room.ceo))
    room.advance(days=11)
    waiting = stand(room)
    untold(room, ExecutiveError, *room.answer(room.svp))
    untold(room, FinalSayError, *final(room.svp))
    untold(room, FinalSayError, *final(room.chair))
    untold(room, MeaningError, *final(room.ceo), meaning="rejection")
    tell(room, *final(room.ceo, "against"))

    assert (waiting, stand(room)) == (("taken", "escalated"), ("closed", "rejected"))
    assert_closes_recompute(room)


def test_reserved_matters_have_no_final_say() -> None:
    """What the charter carves out stays unresolved when the steps are exhausted."""
    room = Upstairs(SPONSOR_SAYS).split(topics=("safety",))
    untold(room, FinalSayError, *final(room.ceo))
    room.advance(days=11)

    assert stand(room) == ("closed", "unresolved")
    assert_closes_recompute(room)


def test_a_final_say_has_its_time() -> None:
    """When it is not used, the deadlock is what exhausted ones are."""
    room = Upstairs(FinalSay(party="servier", within=days(5))).split()
    tell(room, *room.answer(room.ceo, "for"))
    tell(room, *room.answer(room.svp, "against"))
    waiting = stand(room)
    room.advance(days=6)

    assert (waiting, stand(room)) == (("taken", "escalated"), ("closed", "unresolved"))
    assert_closes_recompute(room)


def test_an_office_can_have_the_final_say() -> None:
    """Then the chair says it as chair, and no executive does."""
    room = Upstairs(FinalSay(office="chair"), steps=()).split()
    untold(room, FinalSayError, *final(room.ceo))
    tell(room, *final(room.chair))

    assert stand(room) == ("closed", "adopted")
    assert_closes_recompute(room)


def test_a_step_that_is_not_for_a_matter_does_not_run() -> None:
    """Its executive is not heard, and those of the next one need not wait."""
    first = Step(step="first", executives=(CEO,), within=days(5), when=When(topics=("safety",)))
    plain = Upstairs(steps=(first, TOP)).split()
    untold(plain, ExecutiveError, *plain.answer(plain.ceo, step="first"))
    tell(plain, *plain.answer(plain.ceo))
    tell(plain, *plain.answer(plain.svp))

    safety = Upstairs(steps=(first, TOP)).split(topics=("safety",))
    untold(safety, ExecutiveError, *safety.answer(safety.ceo))
    tell(safety, *safety.answer(safety.ceo, step="first"))

    assert [stand(room) for room in (plain, safety)] == [("closed", "adopted")] * 2
    assert_closes_recompute(plain)
    assert_closes_recompute(safety)


def test_who_says_finally_waits_only_for_the_steps_of_the_matter() -> None:
    """Where no step is for it, the final say is open at once."""
    only = Step(step="top", executives=(CEO, SVP), within=days(10), when=When(topics=("safety",)))
    room = Upstairs(FinalSay(party="servier"), steps=(only,)).split()
    safety = Upstairs(FinalSay(party="servier"), steps=(only,)).split(topics=("safety",))

    untold(safety, FinalSayError, *final(safety.ceo))
    tell(room, *final(room.ceo))

    assert (stand(room)[1], stand(safety)[1]) == ("adopted", "escalated")
