"""An operator forges what boards decided, by every kind of rule; replaying the rules tells.

Signatures, tree and checkpoint hold in all of these.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from ledger.domain.kinds.aftermath import (
    ConditionMet,
    EscalationAnswered,
    FinalSayExercised,
    FormalityDone,
)
from ledger.domain.kinds.base import Fraction, Money
from ledger.domain.kinds.charter.conduct import AtMeeting, Formality, Procedures, Written
from ledger.domain.kinds.charter.counting import Majority, Quorum, Vote, WeightRule
from ledger.domain.kinds.charter.powers import Adding, Escalation, Executive, FinalSay, Step
from ledger.domain.kinds.charter.terms import Threshold, Who, Window
from ledger.domain.kinds.decision import MotionCondition, MotionItem, RecusalDeclared
from ledger.evidence.canonical import format_canonical
from ledger.verify.verdicts import verify_history
from tests.unit.domain.boardroom import MOST, Boardroom
from tests.unit.domain.charter_parts import THREE_DAYS, days, powers, right, votes
from tests.unit.domain.courses import cast, cast_all, grant_executive, put, tell
from tests.unit.verify.forgery import Book
from tests.unit.verify.leaves import other_values

TWO_THIRDS = Threshold(share=Fraction(num=2, den=3))


def weighed() -> Boardroom:
    """Weights of a pool that divide into parts of one, and a majority of heads beside them."""
    pool = WeightRule(who=Who(parties=("iqvia",)), weight=100, shared="pool")
    needs = (
        Majority(base="entitled", threshold=TWO_THIRDS, unit="weight"),
        Majority(base="cast", threshold=MOST),
    )
    quorum = Quorum(unit="weight", base="all_seats", threshold=MOST)
    room = Boardroom(weights=(pool,), votes=(Vote(needs=needs),), quorum=(quorum,))
    put(room)
    cast_all(room, "++++")
    return room


def en_bloc() -> Boardroom:
    """Two items, from one of which a seat withdrew."""
    room = Boardroom()
    items = (MotionItem(item="one", text="One."), MotionItem(item="two", text="Two."))
    put(room, items=items)
    tell(room, room.people["i1"], "recusal.declared.v1", RecusalDeclared(seat="i1", items=("one",)))
    cast_all(room, "++.+")
    cast(room, "i1", "against", items=("two",))
    return room


def escalated() -> Boardroom:
    """A split that goes up, an answer, the clock, and a final say."""
    executives = (Executive(title="ceo", party="servier"), Executive(title="svp", party="iqvia"))
    up = Escalation(
        steps=(Step(step="top", executives=executives, within=days(10)),),
        final_say=(FinalSay(party="servier", within=days(5)),),
    )
    room = Boardroom(**votes(split="deadlocked"), **powers(escalation=up))
    ceo = grant_executive(room, room.sponsor)
    put(room)
    cast_all(room, "++--")
    answer = EscalationAnswered(step="top", title="ceo", choice="for")
    tell(room, ceo, "escalation.answered.v1", answer)
    room.advance(days=12)
    tell(room, ceo, "final_say.exercised.v1", FinalSayExercised(choice="for"))
    return room


def conditional() -> Boardroom:
    """A form that is done later, a condition that is met, and what the board is told of it."""
    form = Formality(formality="seal", text="Sealed.", within=days(5))
    made = Procedures(
        meeting=AtMeeting(),
        written=Written(window=Window(count=3, unit="days", ends="end_of_day")),
        formalities=(form,),
    )
    scope = right("scope", Money(minor=100_000, currency="EUR"))
    adding = Adding(window=days(90), same="class")
    room = Boardroom(procedures=made, **powers(scope, adding=adding))
    put(room, conditions=(MotionCondition(condition="funds", text="Funds."),))
    cast_all(room, "+++0")
    tell(room, room.chair, "formality.done.v1", FormalityDone(formality="seal"))
    tell(room, room.chair, "condition.met.v1", ConditionMet(condition="funds"))
    return room


def lapsed() -> Boardroom:
    """A poll whose time runs out with too few votes."""
    room = Boardroom(procedures=Procedures(written=Written(window=THREE_DAYS)))
    put(room)
    cast(room, "s1")
    room.advance(days=6)
    room.move("decision/jsc/2")
    return room


STORIES: dict[str, Callable[[], Boardroom]] = {
    each.__name__: each for each in (weighed, en_bloc, escalated, conditional, lapsed)
}
WORDS = {
    "weighed": ["decision.closed.v1"],
    "en_bloc": ["decision.closed.v1"],
    "escalated": ["decision.taken.v1", "decision.closed.v1"],
    "conditional": ["decision.taken.v1", "decision.taken.v1", "decision.closed.v1"],
    "lapsed": ["decision.closed.v1"],
}


@cache
def told(name: str) -> Book:
    """Return a story's book."""
    return Book.of(STORIES[name]())


def results(book: Book) -> list[int]:
    """Return the entries in which the ledger says what was decided, or notes it for the board."""
    kinds = ("decision.taken.v1", "decision.closed.v1", "decision.noted.v1")
    return [at for at, (_, page) in enumerate(book.pages) if page.kind in kinds]


def forged(book: Book, leaf_index: int, body: Any) -> Book:
    """Return a copy of the book in which the ledger says something else."""
    copy = Book(book.press, list(book.pages))
    copy.forge(leaf_index, body=format_canonical(body))
    return copy


@pytest.mark.parametrize("name", STORIES)
def test_a_story_holds_as_it_was_told(name: str) -> None:
    """Before anybody forges, nothing is found; and it has the results that it should have."""
    book = told(name)
    kinds = [book.pages[at][1].kind for at in results(book)]

    assert verify_history(book.bind()).findings == ()
    assert [kind for kind in kinds if kind != "decision.noted.v1"] == WORDS[name]


@pytest.mark.parametrize("name", STORIES)
def test_no_result_can_be_forged(name: str) -> None:
    """Outcome, tally, quorum, bases, items, times and words: each leaf is computed again."""
    book = told(name)
    unseen = []
    for leaf_index in results(book):
        for body in other_values(json.loads(book.pages[leaf_index][1].body)):
            verdict = verify_history(forged(book, leaf_index, body).bind())
            found = {finding.leaf_index for finding in verdict.findings}
            if not verdict.log_holds or leaf_index not in found:
                unseen.append(body)

    assert unseen == []


@pytest.mark.parametrize("name", STORIES)
def test_no_result_can_be_left_out(name: str) -> None:
    """A decision that should have closed and did not is missed."""
    book = told(name)
    unseen = []
    for leaf_index in results(book):
        copy = Book(book.press, list(book.pages))
        del copy.pages[leaf_index]
        verdict = verify_history(copy.bind_reseen())
        if verdict.holds or not verdict.log_holds:
            unseen.append(leaf_index)

    assert unseen == []
