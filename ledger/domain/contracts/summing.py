"""Payments that add up: what a percentage comes to, and percentages that come to a hundred.

What a percentage comes to is asked when the payment is set, and not again when
the budget moves: the paper keeps its figures until a change sets others.
"""

from fractions import Fraction

from ledger.domain.contracts.amounts import part_of, shown, total_of
from ledger.domain.contracts.texts import ContractText, PaymentFormError
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.terms import Payment, PaymentBase
from ledger.errors import RefusedError

_HUNDRED = 100


class PercentAmountError(RefusedError):
    """An amount beside a percentage is what the percentage comes to, rounded half up."""

    code = "percent-amount"
    message = "the payment upon {trigger} is {stated}, {percent} percent of {base} is {computed}"


class PercentError(RefusedError):
    """Percentages of one sum never come to more than 100."""

    code = "percent-above-hundred"
    message = "the payments of the {of} come to {percent} percent"


class PercentShortError(RefusedError):
    """Where payments are to be complete, the percentages of each sum come to a hundred."""

    code = "percent-below-hundred"
    message = "the payments of the {of} come to {percent} percent, and are to be complete"


def sum_of(text: ContractText, of: PaymentBase) -> Amount | None:
    """Return what the budget comes to: its fees, its pass-through or both; None without lines."""
    lines = text.budget.values()
    fees = () if of == "pass_through" else tuple(line.fee for line in lines)
    passed = () if of == "fee" else tuple(line.pass_through for line in lines)
    return total_of((*fees, *passed)).amount


def check_percentage(text: ContractText, payment: Payment) -> None:
    """Accept a payment whose amount is what its percentage comes to, where it has both.

    Raises:
        PercentAmountError: It is another, or the sum is not known and the amount is.
    """
    if payment.percent is None or payment.amount is None:
        return
    base = sum_of(text, payment.of)
    computed = None if base is None else part_of(base, payment.percent, payment.rounded_to or 1)
    if payment.amount != computed:
        raise PercentAmountError(
            trigger=payment.trigger,
            stated=shown(payment.amount),
            percent=payment.percent,
            base=shown(base),
            computed=shown(computed),
        )


def check_sums(text: ContractText) -> None:
    """Accept payments that are of a budget, and complete where the contract says so.

    Raises:
        PaymentFormError: There are payments and no budget.
        PercentError: Percentages of one sum come to more than a hundred.
        PercentShortError: They come to less, and are to be complete.
    """
    if text.payments and not text.budget:
        trigger = next(iter(text.payments.values())).trigger
        raise PaymentFormError(trigger=trigger, problem="a budget to be paid from")
    percents: dict[str, Fraction] = {}
    for payment in text.payments.values():
        if payment.percent is not None:
            percents[payment.of] = percents.get(payment.of, Fraction()) + Fraction(payment.percent)
    for of, percent in sorted(percents.items()):
        if percent > _HUNDRED:
            raise PercentError(of=of, percent=str(percent))
        if percent < _HUNDRED and text.payments_complete:
            raise PercentShortError(of=of, percent=str(percent))
