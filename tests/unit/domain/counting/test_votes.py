"""What was voted, against each base that a charter can name."""

from fractions import Fraction as Exact
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.counting.standing import REASONS
from ledger.domain.counting.votes import Said, tally, with_all_for
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.charter.counting import MajorityBase, Vote, WeightRule
from ledger.domain.kinds.charter.terms import Distinct, Some, Who
from ledger.domain.kinds.outcome import BaseCount, Tally
from tests.unit.domain.counting.boards import board, fixed, most_of, share, standing
from tests.unit.domain.counting.polls import asks, counted, need, poll, row, votes_of

# Of party a: two that vote, one recused, one suspended. Of b: two that vote, one vacant,
# one whose term is over, one that breaks ties, and an observer.
SEATS = row(
    "a may-vote may-vote recused suspended",
    "b may-vote may-vote vacant term-over ties-only no-vote",
)
THERE = frozenset({"a-1", "a-2", "a-3", "a-4", "b-1", "b-2", "b-5", "b-6"})
BASES: tuple[MajorityBase, ...] = ("cast", "present", "entitled", "filled", "all_seats")


def numbers(base: BaseCount) -> tuple[object, object, object, object, bool]:
    """Return the votes for and against, of how many, how many are needed, and the verdict."""
    return base.for_, base.against, base.count, base.needed, base.met


@pytest.mark.parametrize(
    ("base", "recused", "expected"),
    [
        ("cast", "out", (2, 1, 3, 2, True)),
        ("present", "out", (2, 1, 4, 3, False)),
        ("entitled", "out", (2, 1, 4, 3, False)),
        ("filled", "out", (2, 1, 7, 4, False)),
        ("all_seats", "out", (2, 1, 9, 5, False)),
        ("cast", "in", (2, 1, 3, 2, True)),
        ("present", "in", (2, 1, 5, 3, False)),
        ("entitled", "in", (2, 1, 5, 3, False)),
        ("filled", "in", (2, 1, 7, 4, False)),
        ("all_seats", "in", (2, 1, 9, 5, False)),
    ],
)
def test_each_base_holds_its_seats(
    base: MajorityBase, recused: str, expected: tuple[object, ...]
) -> None:
    """The five bases are five numbers; a recused seat is in them, or out of all but two."""
    rule = asks(need(base=base), recused=recused)

    found = counted(SEATS, "a-1+ a-2+ b-1- b-2o", rule, present=THERE)

    assert numbers(found.bases[0]) == expected


@pytest.mark.parametrize(
    ("abstain", "expected"),
    [
        ("not_cast", (2, 1, 3, 2, True)),
        ("barred", (2, 1, 3, 2, True)),
        ("cast", (2, 1, 5, 3, False)),
        ("against", (2, 3, 5, 3, False)),
    ],
)
def test_an_abstention_counts_as_the_charter_says(
    abstain: str, expected: tuple[object, ...]
) -> None:
    """It is in no base of votes cast, or is cast, or counts as a vote against."""
    found = counted(row("a" + " may-vote" * 5), "a-1+ a-2+ a-3- a-4o a-5o", asks(abstain=abstain))

    assert numbers(found.bases[0]) == expected


@pytest.mark.parametrize(
    ("said", "base", "met"),
    [
        ("a-1+ a-2+ a-3- a-4-", "cast", False),
        ("a-1+ a-2+ a-3+ a-4-", "cast", True),
        ("a-1+ a-2+ a-3-", "cast", True),
        ("a-1+", "cast", True),
        ("", "cast", False),
        ("a-1o", "cast", False),
        ("a-1-", "cast", False),
        ("a-1+ a-2+", "entitled", False),
        ("a-1+ a-2+ a-3+", "entitled", True),
        ("", "entitled", False),
    ],
)
def test_a_majority_is_more_than_half(said: str, base: MajorityBase, *, met: bool) -> None:
    """Half is not enough, one more is, and nothing at all never is."""
    found = counted(row("a" + " may-vote" * 4), said, asks(need(base=base)))

    assert found.bases[0].met == met
    assert found.is_carried == met


@pytest.mark.parametrize("base", BASES)
def test_a_motion_needs_one_vote_for_it(base: MajorityBase) -> None:
    """No share of nothing adopts: where a charter asks for none, one is needed."""
    seats = asks(need(base=base, threshold=share(0, 1)))
    weight = asks(need(base=base, threshold=share(0, 1), unit="weight"))

    for rule, needed, passes in ((seats, 1, False), (weight, 0, True)):
        nothing = counted(row("a may-vote may-vote"), "a-1o", rule).bases[0]
        one = counted(row("a may-vote may-vote"), "a-1+ a-2-", rule).bases[0]

        assert (nothing.needed, nothing.passes, nothing.met) == (needed, passes, False)
        assert one.met


@pytest.mark.parametrize(
    ("unit", "base", "expected"),
    [
        # a-1 and a-2 are one person; b-2 is vacant, b-3 recused.
        ("person", "cast", (1, 1, 2, 2, False)),
        ("person", "entitled", (1, 1, 2, 2, False)),
        ("person", "filled", (1, 1, 3, 2, False)),
        ("person", "all_seats", (1, 1, 4, 3, False)),
        ("party", "cast", (1, 1, 2, 2, False)),
        ("party", "all_seats", (1, 1, 2, 2, False)),
        ("seat", "entitled", (2, 1, 3, 2, True)),
    ],
)
def test_votes_are_counted_by_seat_person_or_party(
    unit: str, base: MajorityBase, expected: tuple[object, ...]
) -> None:
    """Whoever sits in two seats is one person, a vacant seat is a person to come."""
    seats = (
        standing("a-1", party="a", person="one"),
        standing("a-2", party="a", person="one"),
        *row("b may-vote vacant recused"),
    )

    found = counted(seats, "a-1+ a-2+ b-1-", asks(need(base=base, unit=unit)))

    assert numbers(found.bases[0]) == expected


def test_namesakes_of_two_parties_are_two_persons() -> None:
    """A person's name is their party's."""
    seats = (standing("a-1", party="a", person="kim"), standing("b-1", party="b", person="kim"))
    rule = asks(need(threshold=share(1, 1), unit="person"))

    assert numbers(counted(seats, "a-1+ b-1+", rule).bases[0]) == (2, 0, 2, 2, True)


BLOCKS = (
    WeightRule(who=Who(parties=("a",)), weight=100, shared="pool"),
    WeightRule(who=Who(parties=("b",)), weight=50),
)


@pytest.mark.parametrize(
    ("said", "base", "threshold", "expected"),
    [
        ("a-1+ a-2+ b-1-", "cast", (2, 3), ((200, 3), 50, (350, 3), (700, 9), False)),
        ("a-1+ a-2+ b-1-", "all_seats", (4, 9), ((200, 3), 50, 150, (200, 3), True)),
        ("a-1+ a-2+ a-3+", "entitled", (2, 3), (100, 0, 150, 100, True)),
        ("a-1+ a-2+ b-1+", "filled", (7, 9), ((350, 3), 0, 150, (350, 3), True)),
        ("a-1+ a-2+ b-1o", "present", (1, 2), ((200, 3), 0, (350, 3), (175, 3), True)),
    ],
)
def test_weights_are_counted_exactly(
    said: str, base: MajorityBase, threshold: tuple[int, int], expected: tuple[Any, ...]
) -> None:
    """A third of a hundred is no decimal; the exact share itself is enough."""
    seats = row("a may-vote may-vote may-vote", "b may-vote")
    charter = board([each.member for each in seats], weights=BLOCKS)
    rule = asks(need(base=base, threshold=share(*threshold), unit="weight"))

    found = counted(seats, said, rule, charter=charter).bases[0]

    whole = [
        Fraction(num=each[0], den=each[1]) if isinstance(each, tuple) else each
        for each in expected[:4]
    ]
    assert numbers(found) == (*whole, expected[4])


def test_a_group_of_seats_without_a_vote_is_in_no_base() -> None:
    """A majority is of voting seats, even where its group takes observers."""
    for unit in ("seat", "weight"):
        rule = asks(need(base="all_seats", unit=unit, who=Who(novote=True)))

        found = counted(row("a may-vote may-vote no-vote"), "a-1+ a-2+", rule)

        assert numbers(found.bases[0]) == (2, 0, 2, 1 if unit == "weight" else 2, True)


def test_several_majorities_must_all_be_reached() -> None:
    """Each counts its own group against its own base."""
    rule = asks(need(), need(who=Who(parties=("b",))))
    seats = row("a may-vote may-vote may-vote", "b may-vote may-vote")

    first = counted(seats, "a-1+ a-2+ a-3+ b-1+ b-2-", rule)
    second = counted(seats, "a-1+ a-2- a-3o b-1+ b-2+", rule)

    assert [base.met for base in first.bases] == [True, False]
    assert not first.is_carried
    assert second.is_carried


@pytest.mark.parametrize(
    ("said", "carried"),
    [("a-1+ a-2+ a-3+ b-1-", False), ("a-1+ a-2+ b-1+ a-3-", True), ("a-1+ b-1+", False)],
)
def test_parts_must_hold_of_those_who_vote_for(said: str, *, carried: bool) -> None:
    """A motion can need votes of several parties, and so many at least."""
    rule = asks(
        parts=(
            Distinct(name="parties", by="party", least=fixed(2)),
            Some(name="for", least=fixed(3)),
        )
    )

    found = counted(row("a may-vote may-vote may-vote", "b may-vote"), said, rule)

    assert found.is_carried == carried


@pytest.mark.parametrize(
    ("said", "vetoed"),
    [("a-1+ a-2+ b-1-", ("b-1",)), ("a-1+ a-2- b-1+", ()), ("a-1+ b-1o", ()), ("a-1+", ())],
)
def test_one_vote_against_of_a_vetoing_group_fails_the_motion(
    said: str, vetoed: tuple[str, ...]
) -> None:
    """An abstention or silence of the group does not."""
    rule = asks(vetoes=(Who(seats=("c-9",)), Who(parties=("b",))))

    found = counted(row("a may-vote may-vote", "b may-vote"), said, rule)

    assert found.vetoed_by == vetoed
    assert found.is_carried == (not vetoed)


@pytest.mark.parametrize(
    ("said", "tied", "split"),
    [
        ("a-1+ a-2-", True, True),
        ("a-1+ a-2+ a-3-", False, True),
        ("a-1+ a-2o", False, False),
        ("a-1-", False, False),
        ("a-1o a-2o", False, False),
        ("", False, False),
    ],
)
def test_a_tie_and_a_split_need_votes_on_both_sides(said: str, *, tied: bool, split: bool) -> None:
    """As many for as against is a tie, if there are any; votes on both sides are a split."""
    found = counted(row("a may-vote may-vote may-vote"), said)

    assert (found.is_tied, found.is_split) == (tied, split)


@pytest.mark.parametrize(
    ("base", "at_meeting", "expected"),
    [
        ("cast", True, (3, 2, 5, 3, True)),
        ("present", True, (3, 2, 4, 3, True)),
        ("present", False, (3, 2, 5, 3, True)),
        ("entitled", True, (3, 2, 4, 3, True)),
        ("all_seats", True, (3, 2, 4, 3, True)),
    ],
)
def test_a_casting_vote_is_one_more_vote(
    base: MajorityBase, expected: tuple[object, ...], *, at_meeting: bool
) -> None:
    """It is cast, but makes no more seats, and no more people in the room."""
    seats = row("a" + " may-vote" * 4)
    said = "a-1+ a-2+ a-3- a-4-"
    rule = asks(need(base=base))

    cast_for = counted(seats, said, rule, extra="for", at_meeting=at_meeting)
    against = counted(seats, said, rule, extra="against", at_meeting=at_meeting)

    assert numbers(cast_for.bases[0]) == expected
    assert (against.bases[0].for_, against.bases[0].against, against.is_carried) == (2, 3, False)


def test_all_for_is_what_the_board_could_at_most_decide() -> None:
    """Every seat that may vote and is there is taken to be for, whatever it said."""
    asked = poll(SEATS, "a-1- b-1o", present=THERE)

    made = with_all_for(asked)

    assert made.said == {seat: Said(choice="for") for seat in ("a-1", "a-2", "b-1", "b-2")}


def test_a_tally_counts_each_filled_seat_once() -> None:
    """For, against, abstained, silent, recused, excluded, and what is only deemed."""
    seats = (*SEATS, *row("c may-vote may-vote may-vote may-vote right-lost right-not-gained"))
    said = {
        **votes_of("a-1+ a-2- b-1o"),
        "c-1": Said(choice="for", is_deemed=True),
        "c-2": Said(choice="against", is_deemed=True),
        "c-3": Said(choice="abstain", is_deemed=True),
    }

    assert tally(seats, said) == Tally(
        for_=1,
        against=1,
        abstained=1,
        silent=2,  # b-2 and c-4
        recused=1,
        excluded=4,  # a-4 in default, b-5 for ties alone, c-5 and c-6 without a right
        deemed_for=1,
        deemed_against=1,
        deemed_abstained=1,
    )


REASON = st.sampled_from(sorted(REASONS.keys() - {"no-vote"}))
NAMES = [f"{party}-{index}" for party in "ab" for index in (1, 2, 3)]
RULES = st.builds(
    asks,
    st.builds(
        need,
        base=st.sampled_from(BASES),
        unit=st.sampled_from(["seat", "person", "party", "weight"]),
        threshold=st.sampled_from(
            [most_of(), share(2, 3), most_of(2, 3, least=2), share(1, 1), fixed(2), share(0, 1)]
        ),
    ),
    abstain=st.sampled_from(["not_cast", "cast", "against"]),
    recused=st.sampled_from(["out", "in"]),
)


@given(
    rule=RULES,
    reasons=st.lists(REASON, min_size=6, max_size=6),
    choices=st.fixed_dictionaries(dict.fromkeys(NAMES, st.sampled_from(" +-o"))),
)
def test_a_further_vote_for_never_undoes_a_majority(
    rule: Vote, reasons: list[str], choices: dict[str, str]
) -> None:
    """Whoever was silent or against and turns for it can only help; verdict and number agree."""
    seats = row(" ".join(["a", *reasons[:3]]), " ".join(["b", *reasons[3:]]))
    may = [each.seat for each in seats if each.may_vote]
    said = " ".join(f"{seat}{choices[seat]}" for seat in may if choices[seat] != " ")
    before = counted(seats, said, rule, present=frozenset(NAMES))

    for seat in may:
        others = " ".join(word for word in said.split() if word[:-1] != seat)
        after = counted(seats, f"{others} {seat}+", rule, present=frozenset(NAMES))
        assert after.is_carried or not before.is_carried

    base = before.bases[0]
    for_, needed = as_exact(base.for_), as_exact(base.needed)
    assert base.met == (for_ > needed if base.passes else for_ >= needed)
    assert for_ + as_exact(base.against) <= as_exact(base.count) or base.of != "cast"


def as_exact(value: object) -> Exact:
    """Return a recorded number as an exact one."""
    if isinstance(value, Fraction):
        return Exact(value.num, value.den)
    assert isinstance(value, int)
    return Exact(value)
