"""How a party's one vote arises from its members' ballots."""

from typing import Any

import pytest

from ledger.domain.counting.votes import bloc_choice
from ledger.domain.kinds.charter.counting import Bloc
from tests.unit.domain.counting.boards import share
from tests.unit.domain.counting.polls import CHOICES, asks, counted, need, row

WORDS = {"+": "for", "-": "against", "o": "abstain", ".": None}


def one_vote(bloc: Bloc, ballots: str) -> object:
    """Return what a bloc makes of its members' ballots, given in the order of its seats."""
    return bloc_choice(
        bloc,
        {f"s-{index}": CHOICES[each] for index, each in enumerate(ballots, 1) if each != "."},
    )


@pytest.mark.parametrize(
    ("ballots", "unanimous", "majority", "lead"),
    [
        # what each makes of: nothing, one, agreement, disagreement, a tie, abstentions
        ("...", ".", ".", "."),
        ("+..", "+", "+", "+"),
        ("-..", "-", "-", "-"),
        ("o..", "o", "o", "o"),
        ("+++", "+", "+", "+"),
        ("---", "-", "-", "-"),
        ("ooo", "o", "o", "o"),
        ("++-", "d", "+", "+"),
        ("--+", "d", "-", "-"),
        ("+-.", "d", "d", "+"),
        ("+-o", "d", "d", "+"),
        ("+oo", "d", "+", "+"),
        ("-oo", "d", "-", "-"),
        ("o-+", "d", "d", "o"),
        # the lead is silent: the next one is asked, and after the last one nobody
        (".-+", "d", "d", "-"),
        ("..+", "+", "+", "d"),
    ],
)
@pytest.mark.parametrize("divided", ["abstain", "against", "none"])
def test_a_bloc_makes_one_vote(
    ballots: str, unanimous: str, majority: str, lead: str, *, divided: str
) -> None:
    """Unanimous, by majority or by its lead; what is not brought about is what the charter says."""
    words = {**WORDS, "d": None if divided == "none" else divided}

    for how, expected in (("unanimous", unanimous), ("majority", majority), ("lead", lead)):
        rules: dict[str, Any] = {"how": how, "divided": divided, "leads": ("s-1", "s-2")}
        assert one_vote(Bloc(**rules), ballots) == words[expected]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("a-1+ a-2+ b-1+ b-2+", (2, 0, True)),
        ("a-1+ b-1+", (2, 0, True)),
        ("a-1+ a-2+ b-1+ b-2-", (1, 0, False)),
        ("a-1+ b-1- b-2-", (1, 1, False)),
        ("a-1+ a-2+", (1, 0, False)),
    ],
)
def test_a_partys_vote_is_one_of_all_parties(said: str, expected: tuple[int, int, bool]) -> None:
    """A divided or silent party withholds the unanimity of the parties."""
    rule = asks(need(unit="party", base="all_seats", threshold=share(1, 1)))

    base = counted(row("a may-vote may-vote", "b may-vote may-vote"), said, rule).bases[0]

    assert (base.for_, base.against, base.met) == expected
    assert (base.count, base.needed) == (2, 2)


@pytest.mark.parametrize(
    ("base", "count"),
    [("cast", 1), ("present", 2), ("entitled", 3), ("filled", 4), ("all_seats", 5)],
)
def test_a_party_is_in_a_base_through_any_of_its_seats(base: str, count: int) -> None:
    """One seat that is there, entitled or filled is enough for its party."""
    seats = row("a may-vote vacant", "b recused may-vote", "c may-vote", "d suspended", "e vacant")
    rule = asks(need(unit="party", base=base))

    found = counted(seats, "a-1+", rule, present=frozenset({"a-1", "b-2", "d-1"}))

    assert found.bases[0].count == count
