"""The changes of a contract that are on their way, and which of them stand in each other's way."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.domain.contracts.agreements import IN_FORCE, ChangeMatter, ContractMatter
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.ordering import items_of
from ledger.domain.contracts.texts import ContractText
from ledger.domain.world import World, matter_of
from ledger.errors import RefusedError
from ledger.evidence.statement import StreamName

OPEN = frozenset({"drafted", "authorised", "partly_signed"})


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenChange:
    """A change that is neither executed nor withdrawn.

    is_stale  its base is not the contract's newest version: it must be drafted again
    clashes   items that another open change touches, too, with that change
    """

    stream: StreamName
    phase: str
    is_stale: bool
    clashes: tuple[tuple[str, StreamName], ...]

    @property
    def is_in_conflict(self) -> bool:
        """Whether it cannot simply be signed beside the others."""
        return self.is_stale or bool(self.clashes)


def open_changes(
    world: World, contract: ContractMatter, changes: Iterable[StreamName]
) -> tuple[OpenChange, ...]:
    """Return a contract's open changes in their order; ``changes`` are all of it."""
    found: dict[StreamName, ChangeMatter] = {}
    for stream in changes:
        change = matter_of(world, stream, ChangeMatter)
        if change is not None and change.phase in OPEN:
            found[stream] = change
    if not found:
        return ()
    text = folded(world, contract).text
    touched = {stream: _items(text, change) for stream, change in found.items()}
    return tuple(
        OpenChange(
            stream=stream,
            phase=change.phase,
            is_stale=contract.phase not in IN_FORCE or change.body.base != contract.version,
            clashes=tuple(
                (item, other)
                for other, items in touched.items()
                for item in sorted(touched[stream] & items)
                if other != stream
            ),
        )
        for stream, change in found.items()
    )


def _items(text: ContractText, change: ChangeMatter) -> frozenset[str]:
    """Return the items that a change touches; none where it no longer applies."""
    try:
        return items_of(text, change.body.ops)
    except RefusedError:
        return frozenset()
