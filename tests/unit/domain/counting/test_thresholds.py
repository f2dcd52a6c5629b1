"""How many are enough: exact fractions, each rounding, both sides of each boundary."""

from fractions import Fraction as Exact
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.counting.selection import (
    exact,
    least_whole,
    mark,
    most_whole,
    needed_of,
    number,
)
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.charter.terms import Threshold
from tests.unit.domain.counting.boards import fixed, most_of, share


@st.composite
def thresholds(draw: st.DrawFn) -> Threshold:
    """Draw any threshold: a count or a share, reached or passed, with each rounding."""
    value = draw(st.fractions(min_value=0, max_value=1, max_denominator=12))
    count = draw(st.none() | st.integers(0, 12))
    return Threshold(
        count=count,
        share=Fraction(num=value.numerator, den=value.denominator) if count is None else None,
        reach=draw(st.sampled_from(["at_least", "more_than"])),
        plus=draw(st.integers(0, 2)) if count is None else 0,
        rounding=draw(st.sampled_from(["exact", "up", "down", "nearest"])),
        least=draw(st.integers(0, 4)),
    )


def drawn_by_hand(threshold: Threshold, base: Exact) -> Exact:
    """Return the mark as the schema's words put it."""
    if threshold.count is not None:
        return Exact(threshold.count)
    assert threshold.share is not None
    drawn = base * threshold.share.num / threshold.share.den + threshold.plus
    if threshold.rounding == "exact":
        return drawn
    halves_go_up = drawn - floor(drawn) >= Exact(1, 2)
    up = threshold.rounding == "up" or (threshold.rounding == "nearest" and halves_go_up)
    return Exact(ceil(drawn) if up else floor(drawn))


def is_enough_by_hand(threshold: Threshold, found: Exact, base: Exact) -> bool:
    """Say whether so much is enough, as the schema's words put it and nothing else."""
    drawn = drawn_by_hand(threshold, base)
    passed = found > drawn if threshold.reach == "more_than" else found >= drawn
    return passed and found >= threshold.least


@pytest.mark.parametrize(
    ("threshold", "needed"),
    [
        (most_of(1, 2), "1 1 2 2 3 3 4 4 5 5 6 6"),
        (share(1, 2), "0 1 1 2 2 3 3 4 4 5 5 6"),
        (share(1, 2, rounding="nearest"), "0 1 1 2 2 3 3 4 4 5 5 6"),
        (share(1, 2, rounding="down"), "0 0 1 1 2 2 3 3 4 4 5 5"),
        (most_of(1, 2, rounding="down"), "1 1 2 2 3 3 4 4 5 5 6 6"),
        (most_of(1, 2, rounding="up"), "1 2 2 3 3 4 4 5 5 6 6 7"),
        # "50 % + 1": half of an odd base is kept exactly, or made whole first.
        (share(1, 2, plus=1), "1 2 2 3 3 4 4 5 5 6 6 7"),
        (share(1, 2, plus=1, rounding="up"), "1 2 2 3 3 4 4 5 5 6 6 7"),
        (share(1, 2, plus=1, rounding="down"), "1 1 2 2 3 3 4 4 5 5 6 6"),
        (share(1, 2, plus=1, rounding="nearest"), "1 2 2 3 3 4 4 5 5 6 6 7"),
        (most_of(1, 2, plus=1, rounding="down"), "2 2 3 3 4 4 5 5 6 6 7 7"),
        (share(2, 3), "0 1 2 2 3 4 4 5 6 6 7 8"),
        (share(2, 3, rounding="up"), "0 1 2 2 3 4 4 5 6 6 7 8"),
        (share(2, 3, rounding="down"), "0 0 1 2 2 3 4 4 5 6 6 7"),
        (share(2, 3, rounding="nearest"), "0 1 1 2 3 3 4 5 5 6 7 7"),
        (most_of(2, 3), "1 1 2 3 3 4 5 5 6 7 7 8"),
        (share(3, 4), "0 1 2 3 3 4 5 6 6 7 8 9"),
        (share(1, 1), "0 1 2 3 4 5 6 7 8 9 10 11"),
        (most_of(1, 1), "1 2 3 4 5 6 7 8 9 10 11 12"),
        (share(0, 1), "0 0 0 0 0 0 0 0 0 0 0 0"),
        (most_of(0, 1), "1 1 1 1 1 1 1 1 1 1 1 1"),
        (share(1, 3, least=2), "2 2 2 2 2 2 2 3 3 3 4 4"),
        (most_of(1, 2, least=3), "3 3 3 3 3 3 4 4 5 5 6 6"),
        (fixed(4), "4 4 4 4 4 4 4 4 4 4 4 4"),
        (fixed(4, reach="more_than"), "5 5 5 5 5 5 5 5 5 5 5 5"),
        (fixed(1, least=2), "2 2 2 2 2 2 2 2 2 2 2 2"),
        (fixed(0), "0 0 0 0 0 0 0 0 0 0 0 0"),
    ],
)
def test_a_threshold_needs_so_many_of_each_base(threshold: Threshold, needed: str) -> None:
    """A threshold says for each base, from none to eleven, the least number that is enough."""
    found = [least_whole(threshold, base) for base in range(12)]

    assert found == [int(word) for word in needed.split()]


@pytest.mark.parametrize(
    ("threshold", "most"),
    [
        (share(1, 3), "0 0 0 1 1 1 2 2 2 3"),
        (most_of(1, 3), "0 0 0 0 1 1 1 2 2 2"),
        (share(1, 2), "0 0 1 1 2 2 3 3 4 4"),
        (most_of(1, 2), "0 0 0 1 1 2 2 3 3 4"),
        (share(1, 3, rounding="up"), "0 1 1 1 2 2 2 3 3 3"),
        (share(1, 3, least=1), "1 1 1 1 1 1 2 2 2 3"),
        (share(1, 1), "0 1 2 3 4 5 6 7 8 9"),
        (fixed(2), "2 2 2 2 2 2 2 2 2 2"),
        (fixed(2, reach="more_than"), "1 1 1 1 1 1 1 1 1 1"),
        (fixed(0, reach="more_than"), "0 0 0 0 0 0 0 0 0 0"),
    ],
)
def test_a_threshold_allows_so_many_of_each_base(threshold: Threshold, most: str) -> None:
    """The same words bound from above: the mark itself is allowed unless it must be passed."""
    found = [most_whole(threshold, base) for base in range(10)]

    assert found == [int(word) for word in most.split()]


@given(threshold=thresholds(), base=st.integers(0, 60))
def test_the_least_number_is_the_first_that_is_enough(threshold: Threshold, base: int) -> None:
    """Counting up from nothing, by the words of the schema, finds the same number."""
    by_hand = next(
        found for found in range(80) if is_enough_by_hand(threshold, Exact(found), Exact(base))
    )

    assert least_whole(threshold, base) == by_hand


@given(threshold=thresholds(), base=st.integers(0, 60))
def test_the_greatest_number_is_the_last_that_is_not_too_much(
    threshold: Threshold, base: int
) -> None:
    """One more than the greatest number would be beyond the mark, and it itself is not."""
    drawn = drawn_by_hand(threshold, Exact(base))
    allowed = [
        found
        for found in range(80)
        if (found < drawn if threshold.reach == "more_than" else found <= drawn)
    ]

    assert most_whole(threshold, base) == max([*allowed[-1:], threshold.least])


@given(
    threshold=thresholds(),
    base=st.fractions(0, 40, max_denominator=9),
    found=st.fractions(0, 40, max_denominator=9),
)
def test_a_weight_need_not_be_whole(threshold: Threshold, base: Exact, found: Exact) -> None:
    """Parts of one are compared as exactly as whole numbers."""
    needed = needed_of(threshold, base, whole=False)

    assert needed.is_reached(found) == is_enough_by_hand(threshold, found, base)


@given(threshold=thresholds(), base=st.integers(0, 40), found=st.integers(0, 60))
def test_whole_numbers_are_enough_by_either_count(
    threshold: Threshold, base: int, found: int
) -> None:
    """Where everything is whole, seats and weights of one come to the same verdict."""
    as_seats = needed_of(threshold, Exact(base), whole=True)
    as_weight = needed_of(threshold, Exact(base), whole=False)

    assert not as_seats.passes
    assert as_seats.is_reached(Exact(found)) == as_weight.is_reached(Exact(found))


@given(threshold=thresholds(), base=st.integers(0, 60))
def test_a_larger_base_never_needs_fewer(threshold: Threshold, base: int) -> None:
    """What is needed and what is allowed grow with the base."""
    assert least_whole(threshold, base) <= least_whole(threshold, base + 1)
    assert most_whole(threshold, base) <= most_whole(threshold, base + 1)


@pytest.mark.parametrize(
    ("threshold", "base", "amount", "passes"),
    [
        (most_of(1, 2), 100, 50, True),
        (share(1, 2), 100, 50, False),
        # The floor and the mark meet: the mark must still be passed.
        (most_of(1, 2, least=50), 100, 50, True),
        (most_of(1, 2, least=51), 100, 51, False),
        (most_of(1, 2, least=49), 100, 50, True),
        # Half of nothing must be passed too.
        (most_of(1, 2), 0, 0, True),
        (share(1, 2), 0, 0, False),
        (share(1, 3), 100, Exact(100, 3), False),
        (fixed(7, reach="more_than"), 3, 7, True),
    ],
)
def test_what_is_needed_says_whether_it_must_be_passed(
    threshold: Threshold, base: int, amount: Exact, *, passes: bool
) -> None:
    """Of weights the recorded number and its sense decide alone, at every boundary."""
    needed = needed_of(threshold, Exact(base), whole=False)

    assert (needed.amount, needed.passes) == (amount, passes)


def test_two_thirds_of_ten_are_exact() -> None:
    """A fraction that does not terminate is kept as it is."""
    assert mark(share(2, 3), 10) == Exact(20, 3)
    assert exact(Fraction(num=2, den=3)) == Exact(2, 3)


@pytest.mark.parametrize(
    ("value", "recorded"),
    [
        (3, 3),
        (Exact(4, 2), 2),
        (Exact(0), 0),
        (Exact(20, 3), Fraction(num=20, den=3)),
        (Exact(4, 6), Fraction(num=2, den=3)),
    ],
)
def test_a_number_is_recorded_in_lowest_terms(value: Exact | int, recorded: Fraction | int) -> None:
    """A number is recorded whole where it is whole, and else as a fraction that cannot shrink."""
    assert number(value) == recorded
