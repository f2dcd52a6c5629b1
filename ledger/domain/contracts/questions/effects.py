"""What a change makes of a contract, before it is signed and after."""

from collections.abc import Iterable, Iterator
from datetime import date

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter, change_of, contract_of
from ledger.domain.contracts.copies import PartyName
from ledger.domain.contracts.differences import Differences, between, said_in
from ledger.domain.contracts.folding import folded, take_ops
from ledger.domain.kinds.change import PartyRename
from ledger.domain.world import World
from ledger.errors import RefusedError
from ledger.evidence.statement import StreamName

_Named = tuple[date, int, str, str]  # from which day on, told at which entry, who is called what


def effect_of(
    then: World, stream: StreamName, change: ChangeMatter, names: Iterable[PartyName], today: date
) -> Differences | None:
    """Return what a change sets apart in the text that its contract had ``then``.

    That text has all that was executed by then, whenever it takes effect: it is
    what a signer agrees to see changed. ``names`` are the directory's;
    ``today`` is when a change applies that waits for its signatures.
    None where the change does not apply to that text.
    """
    contract = contract_of(then, stream)
    before = folded(then, contract)
    after = before.copy()
    on, executed_on = _days(change, today)
    try:
        take_ops(after, change.body.ops, on, executed_on)
    except RefusedError:
        return None
    told: list[_Named] = [
        (each.on or date.min, each.place.leaf_index, each.party, each.legal_name) for each in names
    ]
    told += _renamed(then, contract)
    sides = (
        said_in(before.text, "in_force", _newest(told)),
        said_in(after.text, "in_force", _newest([*told, *_renamings(change, on, then.size)])),
    )
    return between(*sides)


def _days(change: ChangeMatter, today: date) -> tuple[date | None, date]:
    """Return from when a change applies, None while that is open, and when it was signed."""
    if change.executed is not None:
        return change.effective_on, change.executed_on
    rule, stated = change.body.effective_rule, change.body.effective_on
    return (today if rule == "last_signature" else stated), today


def _renamed(then: World, contract: ContractMatter) -> Iterator[_Named]:
    """Yield the names that executed changes have given the parties."""
    met = {each.version: each.on for each in contract.conditions}
    for stream, version in contract.changes:
        change = change_of(then, stream)
        on = change.effective_on or met.get(version)
        if on is not None:
            assert change.executed_at is not None, "the contract's stream speaks of executed ones"
            yield from _renamings(change, on, change.executed_at.leaf_index)


def _renamings(change: ChangeMatter, on: date | None, leaf_index: int) -> Iterator[_Named]:
    for op in change.body.ops:
        if isinstance(op, PartyRename):
            yield on or date.max, leaf_index, op.party, op.legal_name


def _newest(told: Iterable[_Named]) -> dict[str, str]:
    """Return what each company is called in the end; of two names of one day, the later told."""
    return {party: name for _, _, party, name in sorted(told, key=lambda each: each[:2])}
