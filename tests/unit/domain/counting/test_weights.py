"""What votes weigh: blocks, pools, and what becomes of the weight of the absent."""

from collections.abc import Mapping
from fractions import Fraction as Exact
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.counting.selection import Circumstances
from ledger.domain.counting.standing import REASONS, Standing
from ledger.domain.counting.weights import weight_of, weights
from ledger.domain.kinds.charter.counting import WeightRule
from ledger.domain.kinds.charter.terms import When, Who
from tests.unit.domain.counting.boards import board, standing

A, B = Who(parties=("servier",)), Who(parties=("iqvia",))
THREE_AND_TWO = ("a-1", "a-2", "a-3", "b-1", "b-2")


def stand(reasons: Mapping[str, str], own: int = 1) -> tuple[Standing, ...]:
    """Return three seats of one party and two of another, in some standing."""
    return tuple(
        standing(
            seat,
            reasons.get(seat, "may-vote"),
            party="servier" if seat.startswith("a") else "iqvia",
            weight=own,
        )
        for seat in THREE_AND_TWO
    )


def weighed(
    rules: tuple[WeightRule, ...], active: str, reasons: Mapping[str, str] | None = None
) -> str:
    """Return the seats' weights, in their order, while some are there."""
    seats = stand(reasons or {})
    charter = board([each.member for each in seats], weights=rules)
    found = weights(charter, seats, active.split())
    return " ".join(str(found[seat]) for seat in THREE_AND_TWO)


EVERYBODY = " ".join(THREE_AND_TWO)
POOLS = (WeightRule(who=A, weight=60, shared="pool"), WeightRule(who=B, weight=40, shared="pool"))
MOVING = (
    WeightRule(who=A, weight=60, shared="pool", absent="rule", suspended="all"),
    WeightRule(who=B, weight=40, shared="pool", absent="all", suspended="rule"),
)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((), "1 1 1 1 1"),
        ((WeightRule(who=Who(seats=("a-1",)), weight=30),), "30 1 1 1 1"),
        ((WeightRule(who=A, weight=30),), "30 30 30 1 1"),
        (
            (WeightRule(who=Who(seats=("a-1",)), weight=30), WeightRule(who=A, weight=5)),
            "30 5 5 1 1",
        ),
        (
            (WeightRule(who=A, weight=5), WeightRule(who=Who(seats=("a-1",)), weight=30)),
            "5 5 5 1 1",
        ),
        (POOLS, "20 20 20 20 20"),
        ((WeightRule(who=A, weight=100, shared="pool"),), "100/3 100/3 100/3 1 1"),
        ((WeightRule(who=Who(), weight=1, shared="pool"),), "1/5 1/5 1/5 1/5 1/5"),
    ],
)
def test_the_first_rule_that_means_a_seat_gives_its_weight(
    rules: tuple[WeightRule, ...], expected: str
) -> None:
    """A block is each holder's, a pool is shared equally; other seats weigh what they are given."""
    assert weighed(rules, EVERYBODY) == expected


@pytest.mark.parametrize(
    ("among", "active", "reasons", "expected"),
    [
        ("filled", "a-1", {}, "30 30 30 1 1"),
        ("filled", "a-1", {"a-3": "vacant"}, "45 45 0 1 1"),
        ("filled", "a-1", {"a-3": "term-over", "a-2": "not-yet-serving"}, "90 0 0 1 1"),
        ("filled", "a-1", {"a-3": "recused", "a-2": "suspended"}, "30 30 30 1 1"),
        ("present", "a-1 b-1", {}, "90 0 0 1 1"),
        ("present", "a-1 a-2", {}, "45 45 0 1 1"),
        ("present", "a-1 a-2 a-3", {"a-3": "term-over"}, "45 45 0 1 1"),
        ("entitled", "b-1", {"a-3": "recused"}, "45 45 0 1 1"),
        ("entitled", "b-1", {}, "30 30 30 1 1"),
        # Nobody is there, or nobody at all: the pool weighs what it would.
        ("present", "b-1", {}, "30 30 30 1 1"),
        ("filled", "", {"a-1": "vacant", "a-2": "vacant", "a-3": "vacant"}, "30 30 30 1 1"),
    ],
)
def test_a_pool_is_shared_among_the_filled_or_the_present(
    among: Literal["filled", "entitled", "present"],
    active: str,
    reasons: dict[str, str],
    expected: str,
) -> None:
    """Vacant seats have no part in a pool; the absent have one unless it is for those there."""
    rule = WeightRule(who=A, weight=90, shared="pool", among=among)

    assert weighed((rule,), active, reasons) == expected


@pytest.mark.parametrize(
    ("active", "reasons", "expected"),
    [
        # absent of the first rule: to the others of it
        ("a-1 a-2 b-1 b-2", {}, "30 30 0 20 20"),
        ("a-1 b-1 b-2", {}, "60 0 0 20 20"),
        # nobody of the rule is left who could take it: it stays
        ("b-1 b-2", {}, "20 20 20 20 20"),
        # absent of the second rule: to all, in proportion
        ("a-1 a-2 a-3 b-1", {}, "25 25 25 25 0"),
        ("a-1 a-2 a-3", {}, "100/3 100/3 100/3 0 0"),
        ("a-1 a-2 b-1", {}, "110/3 110/3 0 80/3 0"),
        ("", {}, "20 20 20 20 20"),
        # suspended of the first rule: to all; of the second: to the others of it
        (EVERYBODY, {"a-1": "suspended"}, "0 25 25 25 25"),
        (EVERYBODY, {"b-1": "suspended"}, "20 20 20 0 40"),
        (EVERYBODY, {"b-1": "suspended", "b-2": "suspended"}, "20 20 20 20 20"),
        # suspended and absent: it is the default that decides
        ("a-2 a-3 b-1 b-2", {"a-1": "suspended"}, "0 25 25 25 25"),
    ],
)
def test_weight_that_is_left_over_goes_where_the_charter_says(
    active: str, reasons: dict[str, str], expected: str
) -> None:
    """It leaves its seat for the others of the rule or for all, or stays where nobody takes it."""
    assert weighed(MOVING, active, reasons) == expected


def test_blocks_are_taken_over_in_proportion() -> None:
    """Whoever weighs more takes more; a seat of no rule is one of all."""
    rules = (
        WeightRule(who=Who(seats=("a-1",)), weight=30, absent="all"),
        WeightRule(who=Who(seats=("a-2",)), weight=20),
        WeightRule(who=Who(seats=("a-3",)), weight=8),
    )

    assert weighed(rules, "a-2 a-3 b-1 b-2") == "0 40 16 2 2"


def test_a_vacant_seat_keeps_what_it_would_weigh() -> None:
    """A block belongs to its seat, held or not, so that all seats stay what they are."""
    rules = (WeightRule(who=A, weight=30, absent="all"),)

    assert weighed(rules, "a-2 a-3 b-1 b-2", {"a-1": "vacant"}) == "30 30 30 1 1"


def test_a_seat_without_a_vote_weighs_nothing() -> None:
    """Only voting seats have a weight, whatever a rule says."""
    seats = (*stand({}), standing("obs", "no-vote", voting=False))
    charter = board(
        [each.member for each in seats], weights=(WeightRule(who=Who(novote=True), weight=9),)
    )

    assert set(weights(charter, seats, ())) == set(THREE_AND_TWO)


REASON = st.sampled_from(sorted(REASONS.keys() - {"no-vote"}))
RULES = st.lists(
    st.builds(
        WeightRule,
        who=st.sampled_from([A, B, Who(), Who(seats=("a-1", "b-2"))]),
        weight=st.integers(1, 100),
        shared=st.sampled_from(["each", "pool"]),
        absent=st.sampled_from(["stays", "rule", "all"]),
        suspended=st.sampled_from(["stays", "rule", "all"]),
    ),
    max_size=3,
)


@given(
    rules=RULES,
    reasons=st.fixed_dictionaries(dict.fromkeys(THREE_AND_TWO, REASON)),
    active=st.frozensets(st.sampled_from(THREE_AND_TWO)),
)
def test_weight_is_neither_made_nor_lost(
    rules: list[WeightRule], reasons: dict[str, str], active: frozenset[str]
) -> None:
    """Whatever moves between seats, the whole stays what it is without any movement."""
    seats = stand(reasons, own=7)
    at_rest = [WeightRule(who=r.who, weight=r.weight, shared=r.shared) for r in rules]
    members = [each.member for each in seats]

    moved = weights(board(members, weights=tuple(rules)), seats, active)
    still = weights(board(members, weights=tuple(at_rest)), seats, active)

    assert sum(moved.values()) == sum(still.values())
    assert all(value >= 0 for value in moved.values())
    assert {type(value) for value in moved.values()} == {Exact}


@pytest.mark.parametrize("reason", ["suspended", "term-over", "not-yet-serving", "vacant"])
def test_whoever_is_in_default_or_serves_no_more_takes_nothing_over(reason: str) -> None:
    """To sit in the room is not enough: a vote that rests or is no vote does not grow."""
    rules = (WeightRule(who=A, weight=30, absent="rule"),)

    assert weighed(rules, "a-1 a-2 b-1 b-2", {"a-1": reason}) == "30 60 0 1 1"


TWICE = (
    WeightRule(who=A, weight=2, when=When(classes=("plan",))),
    WeightRule(who=Who(), weight=1),
)


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        (Circumstances(class_="plan", procedure="meeting"), "2 2 2 1 1"),
        (Circumstances(class_="budget", procedure="meeting"), "1 1 1 1 1"),
        (None, "1 1 1 1 1"),
    ],
)
def test_a_weight_is_for_the_matters_that_it_names(
    here: Circumstances | None, expected: str
) -> None:
    """On others, and where no matter is asked for, the next rule holds."""
    seats = stand({})
    charter = board([each.member for each in seats], weights=TWICE)

    found = weights(charter, seats, THREE_AND_TWO, here)

    assert " ".join(str(found[seat]) for seat in THREE_AND_TWO) == expected
    assert [weight_of(charter, each.member) for each in seats] == [1] * 5
