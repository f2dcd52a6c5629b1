"""What a change makes of a contract, before it is signed and after."""

from collections.abc import Mapping

from ledger.domain.contracts.agreements import ChangeMatter, contract_of, folded
from ledger.domain.contracts.differences import Differences, between, said_in
from ledger.domain.contracts.operations import apply
from ledger.domain.world import World
from ledger.errors import RefusedError
from ledger.evidence.statement import StreamName


def effect_of(
    then: World, stream: StreamName, change: ChangeMatter, names: Mapping[str, str | None]
) -> Differences | None:
    """Return what a change sets apart in the text that its contract had ``then``.

    That text has all that was executed by then, whenever it takes effect: it is
    what a signer agrees to see changed. ``names`` are the parties' legal names.
    None where the change does not apply to it.
    """
    contract = contract_of(then, stream)
    before = folded(then, contract).text
    after = before.copy()
    try:
        for op in change.body.ops:
            apply(after, op)
    except RefusedError:
        return None
    return between(*(said_in(text, "in_force", names) for text in (before, after)))
