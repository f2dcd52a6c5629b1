"""Ops tried on a text, and what must hold of the whole once they are applied.

What one op does is in operations.py and holds whenever it is applied. What is
asked here depends on other items as well: it is asked of the text that the
signers see, once, and not again of the text of another day.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.domain.contracts.items import value_of_item
from ledger.domain.contracts.operations import apply
from ledger.domain.contracts.summing import check_percentage, check_sums
from ledger.domain.contracts.texts import ContractText, IdleOpError, check_reserved
from ledger.domain.kinds.change import (
    AuthoritySet,
    ObligationSet,
    Op,
    PaymentSet,
    ResponsibilitySet,
    TerminationSet,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """A text after ops, and the items that they touch."""

    text: ContractText
    items: frozenset[str]


def tried(text: ContractText, ops: Iterable[Op]) -> Tried:
    """Return what ops make of a text, which stays as it is.

    Raises:
        IdleOpError: An op changes nothing.
        PercentAmountError: An amount is not what its percentage comes to at that point.
        PaymentFormError, PercentError, PercentShortError: The payments do not add up in the end.
        RefusedError: An op does not apply.
    """
    after, items = text.copy(), set[str]()
    for op in ops:
        item = _names_parties(op)
        was = item and value_of_item(after, item)
        items.update(apply(after, op))
        if item and value_of_item(after, item) == was:
            raise IdleOpError(op=str(op.__struct_config__.tag), item=item)
        payment = after.payments.get((op.trigger, op.of)) if isinstance(op, PaymentSet) else None
        if payment is not None:
            check_percentage(after, payment)
        if isinstance(op, AuthoritySet):
            check_reserved(after, op.reserved)
    check_sums(after)
    return Tried(text=after, items=frozenset(items))


def _names_parties(op: Op) -> str | None:
    """Return the item of an op that can name parties; whom they mean, a novation may change.

    Such an op is idle, or is not, in the text that the signers see; of another day
    the same words may stand there for another company.
    """
    match op:
        case PaymentSet():
            return f"payment/{op.of}/{op.trigger}"
        case ResponsibilitySet():
            return f"responsibility/{op.activity}"
        case ObligationSet():
            return f"obligation/{op.id}"
        case TerminationSet():
            return f"ground/{op.ground}"
        case _:
            return None
