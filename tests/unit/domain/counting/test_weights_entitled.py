"""Pools for those who may vote here, and weight in default that whoever may vote takes over."""

from fractions import Fraction
from typing import Any

import pytest

from ledger.domain.kinds import base
from tests.unit.domain.counting.cases import MAJORITY, SEATS, at, charter, tried, votes

IN_DEFAULT = {"defaults": [{"at": at(days=-30), "seat": "bell-2"}]}
SUSPENDS = {"suspension": {"after": {"count": 1, "unit": "days"}}}
WEIGHED = [{"needs": [{"base": "all_seats", "threshold": MAJORITY, "unit": "weight"}]}]


def _weights(rules: list[dict[str, Any]], **parts: Any) -> list[Fraction]:
    result = tried(
        charter(weights=rules, votes=WEIGHED, people=SUSPENDS), **{"ballots": votes("for"), **parts}
    )
    return [_exact(each.weight) for each in result.eligible]


def _exact(value: int | base.Fraction | None) -> Fraction:
    assert value is not None
    return Fraction(value.num, value.den) if isinstance(value, base.Fraction) else Fraction(value)


@pytest.mark.parametrize(
    ("among", "parts", "expected"),
    [
        ("entitled", {}, [3, 3, 3, 3]),
        ("entitled", {"recusals": ["bell-2"]}, [4, 4, 4, 0]),
        ("entitled", {"history": IN_DEFAULT}, [4, 4, 4, 0]),
        ("filled", {"recusals": ["bell-2"]}, [3, 3, 3, 3]),
        ("present", {"attendance": ["acme-1", "bell-1"]}, [6, 0, 6, 0]),
        # Nobody left who may vote: the pool weighs what it would.
        ("entitled", {"recusals": [*SEATS], "ballots": {}}, [3, 3, 3, 3]),
    ],
)
def test_a_pool_is_shared_among_those_who_may_vote(
    among: str, parts: dict[str, Any], expected: list[int]
) -> None:
    """Whoever withdrew or is in default has no part in it; whoever is silent has."""
    assert _weights([{"who": {}, "weight": 12, "shared": "pool", "among": among}], **parts) == [
        *expected
    ]


ACME = {"who": {"parties": ["acme"]}, "weight": 2}
BELL = {"who": {"parties": ["bell"]}, "weight": 3}


@pytest.mark.parametrize(
    ("suspended", "expected"),
    [
        ("stays", [2, 2, 3, 3]),
        ("rule", [2, 2, 6, 0]),
        ("all", [Fraction(20, 7), Fraction(20, 7), Fraction(30, 7), 0]),
    ],
)
def test_weight_in_default_goes_to_whoever_may_vote_there_or_not(
    suspended: str, expected: list[Any]
) -> None:
    """Only acme-1 is there; the others take their part all the same."""
    found = _weights([ACME, {**BELL, "suspended": suspended}], history=IN_DEFAULT)

    assert found == expected


def test_weight_in_default_is_taken_before_that_of_the_absent_moves_on() -> None:
    """What the absent took over goes on to those who are there."""
    rule = {"who": {}, "weight": 6, "suspended": "all", "absent": "all"}

    found = _weights([rule], history=IN_DEFAULT, attendance=["acme-1", "acme-2"])

    assert found == [12, 12, 0, 0]


def test_nobody_who_withdrew_takes_weight_over() -> None:
    """It would be lost with them."""
    rule = {"who": {}, "weight": 6, "suspended": "all"}

    assert _weights([rule], history=IN_DEFAULT, recusals=["bell-1"]) == [9, 9, 6, 0]
