"""Payments that add up: what a percentage comes to, and percentages that come to a hundred."""

from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.summing import (
    PercentAmountError,
    PercentError,
    PercentShortError,
    check_percentage,
    check_sums,
    sum_of,
)
from ledger.domain.contracts.texts import ContractText, PaymentFormError
from ledger.domain.contracts.trying import tried
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.change import BudgetAdjust, BudgetSetLine, LineFigures, Op, PaymentSet
from ledger.domain.kinds.contract import BudgetLine, Payment
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, MORE, Deal, euros, impact, terms


def dollars(minor: int) -> Money:
    """Return Australian cents."""
    return Money(minor=minor, currency="AUD")


def budget(fee: Amount, pass_through: Amount, *payments: Payment, **more: Any) -> ContractText:
    """Return a text with one line, and these payments."""
    line = BudgetLine(line="all", fee=fee, pass_through=pass_through)
    members = {"budget": (line,), "payments": payments, "currency": "AUD", **more}
    return ContractText.of(terms(change_authority=(), **members))


def upfront(**members: Any) -> Payment:
    """Return an upfront payment."""
    return Payment(**{"trigger": "signature", "of": "fee", "percent": "15", **members})


FEE, PASSED = dollars(276_400_000), dollars(231_866_667)
EXACT: list[tuple[Payment, Amount, Amount]] = [
    (upfront(amount=dollars(41_460_000)), FEE, PASSED),
    (upfront(of="pass_through", amount=dollars(34_780_000)), FEE, PASSED),
    (upfront(of="pass_through", amount=dollars(34_780_000), rounded_to=10_000), FEE, PASSED),
    (upfront(of="total", amount=dollars(76_000_000), rounded_to=1_000_000), FEE, PASSED),
    (upfront(amount=dollars(1)), dollars(7), PASSED),
    (upfront(amount=dollars(0)), dollars(3), PASSED),
    (upfront(amount=dollars(1), percent="50"), dollars(1), PASSED),
    (upfront(amount="undisclosed"), "undisclosed", PASSED),
    (upfront(of="total", amount="unknown"), "unknown", "undisclosed"),
]
WRONG: list[tuple[Payment, Amount, Amount]] = [
    (upfront(amount=dollars(41_460_001)), FEE, PASSED),
    (upfront(amount=dollars(41_459_999)), FEE, PASSED),
    (upfront(amount=dollars(41_460_000), rounded_to=100_000), FEE, PASSED),
    (upfront(amount="undisclosed"), FEE, PASSED),
    (upfront(amount=dollars(41_460_000)), "undisclosed", PASSED),
    (upfront(amount=dollars(0)), "unknown", PASSED),
    (upfront(amount="unknown"), "undisclosed", PASSED),
    (upfront(of="total", amount="undisclosed"), "unknown", "undisclosed"),
]


@pytest.mark.parametrize(("payment", "fee", "passed"), EXACT)
def test_an_amount_is_what_its_percentage_comes_to(
    payment: Payment, fee: Amount, passed: Amount
) -> None:
    """Rounded half up to the unit that is stated, exact otherwise; a word stays that word."""
    check_percentage(budget(fee, passed, payment), payment)


@pytest.mark.parametrize(("payment", "fee", "passed"), WRONG)
def test_another_amount_is_refused(payment: Payment, fee: Amount, passed: Amount) -> None:
    """Also where it cannot be computed: then nobody could check it."""
    with pytest.raises(PercentAmountError):
        check_percentage(budget(fee, passed, payment), payment)


@given(fees=st.lists(st.integers(0, 10**6), max_size=4))
def test_sums_are_of_fees_pass_through_or_both(fees: list[int]) -> None:
    """Without lines there is no sum, which is not zero."""
    lines = tuple(
        BudgetLine(line=f"l{n}", fee=euros(fee), pass_through=euros(1))
        for n, fee in enumerate(fees)
    )
    text = ContractText.of(terms(budget=lines, payments=()))
    both = sum(fees), len(fees)

    expected = [None] * 3 if not fees else [euros(each) for each in (*both, sum(both))]
    assert expected == [sum_of(text, "fee"), sum_of(text, "pass_through"), sum_of(text, "total")]


HALF = Payment(trigger="start", of="fee", percent="50")
REST = Payment(trigger="end", of="fee", percent="50")
LUMP = Payment(trigger="end", of="pass_through", amount=dollars(1))


@pytest.mark.parametrize("payments", [(), (HALF, REST), (LUMP,), (HALF, REST, LUMP)])
def test_complete_payments_come_to_a_hundred(payments: tuple[Payment, ...]) -> None:
    """Each sum for itself; one without percentages has nothing to come to."""
    check_sums(budget(FEE, PASSED, *payments, payments_complete=True))


@pytest.mark.parametrize("percent", ["0", "49.999999"])
def test_payments_that_are_to_be_complete_lack_nothing(percent: str) -> None:
    """Where the contract does not say so, they may."""
    payments = HALF, Payment(trigger="end", of="fee", percent=percent)
    check_sums(budget(FEE, PASSED, *payments))

    with pytest.raises(PercentShortError):
        check_sums(budget(FEE, PASSED, *payments, payments_complete=True))


def swap(end: str, start: str) -> tuple[Op, ...]:
    """Return ops that set two percentages, the smaller one first."""
    return (
        PaymentSet(trigger="end", of="fee", percent=end),
        PaymentSet(trigger="start", of="fee", percent=start),
    )


def test_a_change_leaves_complete_payments_complete() -> None:
    """Asked once all ops are applied, so that a part may move from one to the other."""
    text = budget(FEE, PASSED, HALF, REST, payments_complete=True)
    tried(text, swap("40", "60"))

    for ops in (swap("40", "59"), (PaymentSet(trigger="start", of="fee"),)):
        with pytest.raises(PercentShortError):
            tried(text, ops)


def test_the_last_budget_line_does_not_go_from_under_the_payments() -> None:
    """Payments are of a budget."""
    going = BudgetSetLine(line="all", from_=LineFigures(fee=FEE, pass_through=PASSED))

    with pytest.raises(PaymentFormError):
        tried(budget(FEE, PASSED, HALF), (going,))
    tried(budget(FEE, PASSED, HALF), (PaymentSet(trigger="start", of="fee"), going))


@pytest.mark.parametrize("first", ["raised", "lowered"])
def test_percentages_are_cut_anew_in_any_order(first: str) -> None:
    """What counts is what they come to in the end, not on the way."""
    raised = PaymentSet(trigger="signature", of="fee", percent="20")
    lowered = PaymentSet(trigger="end", of="fee", percent="80")
    shares = (
        Payment(trigger="signature", of="fee", percent="15"),
        Payment(trigger="end", of="fee", percent="85"),
    )
    text = ContractText.of(terms(payments=shares, payments_complete=True))

    ops = (raised, lowered) if first == "raised" else (lowered, raised)
    assert {each.percent for each in tried(text, ops).text.payments.values()} == {"20", "80"}
    with pytest.raises(PercentError):
        tried(text, (raised,))
    with pytest.raises(PercentShortError):
        tried(text, (lowered,))


@pytest.mark.parametrize(("percent", "fits"), [("85", True), ("85.000001", False)])
def test_percentages_never_come_to_more_than_a_hundred(percent: str, *, fits: bool) -> None:
    """Also where they need not be complete; the small contract has 15 already."""
    op = PaymentSet(trigger="end", of="fee", percent=percent)

    with nullcontext() if fits else pytest.raises(PercentError):
        tried(ContractText.of(terms()), (op,))


def test_an_amount_is_checked_when_it_is_set_and_not_again() -> None:
    """A budget that moves later leaves it; in a change it is of the budget at that point."""
    due = PaymentSet(trigger="end", of="fee", percent="10", amount=euros(10_000))
    text = ContractText.of(terms())
    more = BudgetAdjust(line="monitoring", fee=euros(20_000))

    tried(tried(text, (due,)).text, (more,))
    tried(text, (due, more))
    with pytest.raises(PercentAmountError):
        tried(text, (more, due))


def test_a_copy_of_a_day_between_does_not_check_again() -> None:
    """A payment may apply before the budget that it was computed from."""
    deal = Deal()
    deal.execute()
    later: dict[str, Any] = {"effective_rule": "stated", "effective_on": date(2021, 6, 1)}
    deal.amend(MORE, impact=impact(fee=20_000), **later)
    deal.amend(
        PaymentSet(trigger="end", of="fee", percent="10", amount=euros(12_000)),
        stream=f"{CHANGE}0",
    )

    copy = consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=date(2021, 5, 31))
    assert copy.fee.amount == euros(100_000)
    assert [part.value.amount for part in copy.payments] == [None, euros(12_000)]
