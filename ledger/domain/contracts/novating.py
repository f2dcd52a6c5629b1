"""What a novation does to a contract's text: another company is in a party's place."""

from collections.abc import Iterable, Iterator

from ledger.domain.contracts.texts import ContractText
from ledger.domain.kinds.terms import Obligation, Payment, Responsibility, TerminationGround


def novate(
    text: ContractText, leaves: str, joins: str, only: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Put another company in a party's place throughout a text; return the items that it touched.

    What the one owed and was owed, answers for, pays, is paid and may give
    notice of is the other's. ``only`` narrows it to some items.
    """
    within = None if only is None else frozenset(only)
    touched = []
    for item, replaced in tuple(_places(text, leaves, joins)):
        if within is None or item in within:
            _put(text, replaced)
            touched.append(item)
    return tuple(touched)


Placed = Obligation | Payment | Responsibility | TerminationGround


def _places(text: ContractText, leaves: str, joins: str) -> Iterator[tuple[str, Placed]]:
    """Yield each part that names the party, as it reads with the other company in its place."""
    for obligation in text.obligations.values():
        if leaves in (obligation.debtor, obligation.creditor):
            item = f"obligation/{obligation.id}"
            yield item, _with(obligation, leaves, joins, "debtor creditor")
    for payment in text.payments.values():
        if leaves in (payment.payer, payment.payee):
            item = f"payment/{payment.of}/{payment.trigger}"
            yield item, _with(payment, leaves, joins, "payer payee")
    for responsibility in text.responsibilities.values():
        if leaves == responsibility.party:
            item = f"responsibility/{responsibility.activity}"
            yield item, _with(responsibility, leaves, joins, "party")
    for ground in text.grounds.values():
        if leaves == ground.party:
            yield f"ground/{ground.ground}", _with(ground, leaves, joins, "party")


def _with(part: Placed, leaves: str, joins: str, names: str) -> Placed:
    members = {name: getattr(part, name) for name in part.__struct_fields__}
    places = {name: joins for name in names.split() if members[name] == leaves}
    return type(part)(**{**members, **places})


def _put(text: ContractText, part: Placed) -> None:
    match part:
        case Obligation():
            text.obligations[part.id] = part
        case Payment():
            text.payments[part.trigger, part.of] = part
        case Responsibility():
            text.responsibilities[part.activity] = part
        case _:
            text.grounds[part.ground] = part
