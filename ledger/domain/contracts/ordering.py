"""In which order changes take effect.

A change may not take effect before one in its base that touches the same item
(DOMAIN, rule 8): then the ops of what is in effect at any date can be applied
in order, and give the words that the signers saw.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from ledger.domain.contracts.agreements import ContractMatter, Touch
from ledger.domain.contracts.folding import begun, steps_of, take
from ledger.domain.contracts.framing import RESTATED, RESTATEMENT
from ledger.domain.contracts.operations import apply
from ledger.domain.contracts.texts import ContractText
from ledger.domain.kinds.change import Op
from ledger.domain.world import World
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest


class EffectiveOrderError(RefusedError):
    """What is changed twice takes effect in the order in which it was changed."""

    code = "effective-order"
    message = "{item} was changed with effect from {earlier}, this would apply from {on}"


def check_effective_order(
    contract: ContractMatter,
    touched: Mapping[str, Touch],
    items: Iterable[str],
    on: date | None,
) -> None:
    """Accept a day from which a change of these items applies, None while it is open.

    ``touched`` says which version last touched an item. While that one waits
    for its condition, nothing else can take effect on the item. A restatement
    comes after whatever touched a part that it says anew, and before all that
    touches such a part later.

    Raises:
        EffectiveOrderError: An earlier change of an item applies later, or it is open when.
    """
    met = {condition.version: condition.on for condition in contract.conditions}
    for item in sorted(_bound(frozenset(items), touched)):
        if item not in touched:
            continue
        version, stated = touched[item]
        earlier = stated or met.get(version)
        if earlier is None or (on is not None and on < earlier):
            raise EffectiveOrderError(
                item=item,
                earlier="a condition" if earlier is None else earlier.isoformat(),
                on="a condition" if on is None else on.isoformat(),
            )


def _bound(items: frozenset[str], touched: Iterable[str]) -> frozenset[str]:
    """Return all items whose order binds a change of these."""
    if RESTATEMENT in items:
        return items.union(each for each in touched if each.startswith(RESTATED))
    says = any(each.startswith(RESTATED) for each in items)
    return items | {RESTATEMENT} if says else items


def items_of(text: ContractText, ops: Iterable[Op]) -> frozenset[str]:
    """Return the items that ops touch when they are applied to a text, which stays as it is.

    Raises:
        RefusedError: An op does not apply.
    """
    after = text.copy()
    return frozenset(item for op in ops for item in apply(after, op))


def check_condition_order(world: World, matter: ContractMatter, version: Digest, on: date) -> None:
    """Accept the day on which a version takes effect that waited for its condition.

    Raises:
        EffectiveOrderError: A change before it of the same item applies later.
    """
    before = begun(matter)
    for step in steps_of(matter):
        earlier = dict(before.touched)
        items = take(world, before, step)
        if step[0] == version:
            check_effective_order(matter, earlier, items, on)
            return
