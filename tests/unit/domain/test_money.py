"""Sums as people write them: the digits of the currency, and nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.money import parse_money
from ledger.domain.kinds.base import Money
from ledger.domain.money import spell


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (125_000, "EUR", "EUR 1,250.00"),
        (-1, "USD", "USD -0.01"),
        (0, "GBP", "GBP 0.00"),
        (1_250, "JPY", "JPY 1,250"),
        (1_250_001, "KWD", "KWD 1,250.001"),
    ],
)
def test_a_sum_has_the_digits_of_its_currency(minor: int, currency: str, text: str) -> None:
    """ISO 4217: two, none or three."""
    assert spell(Money(minor=minor, currency=currency)) == text


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_what_is_written_is_read_as_the_same_sum(minor: int, currency: str) -> None:
    """To the last digit."""
    money = Money(minor=minor, currency=currency)

    assert parse_money(spell(money)) == money
