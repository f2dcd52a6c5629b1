"""Ops tried on a text, and what must hold of the whole once they are applied.

What one op does is in operations.py and holds whenever it is applied. What is
asked here depends on other items as well: it is asked of the text that the
signers see, once, and not again of the text of another day.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.domain.contracts.operations import apply
from ledger.domain.contracts.summing import check_percentage, check_sums
from ledger.domain.contracts.texts import ContractText, check_reserved
from ledger.domain.kinds.change import AuthoritySet, Op, PaymentSet


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """A text after ops, and the items that they touch."""

    text: ContractText
    items: frozenset[str]


def tried(text: ContractText, ops: Iterable[Op]) -> Tried:
    """Return what ops make of a text, which stays as it is.

    Raises:
        PercentAmountError: An amount is not what its percentage comes to at that point.
        PaymentFormError, PercentError, PercentShortError: The payments do not add up in the end.
        RefusedError: An op does not apply.
    """
    after, items = text.copy(), set[str]()
    for op in ops:
        items.update(apply(after, op))
        payment = after.payments.get((op.trigger, op.of)) if isinstance(op, PaymentSet) else None
        if payment is not None:
            check_percentage(after, payment)
        if isinstance(op, AuthoritySet):
            check_reserved(after, op.reserved)
    check_sums(after)
    return Tried(text=after, items=frozenset(items))
