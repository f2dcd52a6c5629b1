"""The texts that a contract names, and which contracts they are: stated, resolved or dangling.

A reference is never matched by its words: "Work Order No. 7" means a contract
when the text says which one, or when the parties have said so since.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter, Place, Resolution
from ledger.domain.contracts.questions.joins import place_of, resolution_of
from ledger.domain.kinds.terms import Reference
from ledger.domain.world import World, matter_of
from ledger.evidence.statement import StreamName


@dataclass(frozen=True, kw_only=True, slots=True)
class Referred:
    """A reference with the stream and the statement that make it; ``resolved`` None: it dangles."""

    stream: StreamName
    reference: Reference
    place: Place | None
    resolved: Resolution | None


def referred(
    world: World, contract: ContractMatter, changes: Iterable[StreamName]
) -> list[Referred]:
    """Return every reference of a contract, then those of its changes that still stand.

    ``changes`` are the contract's, drafted or executed; withdrawn and lapsed ones say nothing.
    """
    found = [
        _referred(world, contract, contract.stream, contract.drafted, each)
        for each in contract.terms.references
    ]
    for stream in changes:
        change = matter_of(world, stream, ChangeMatter)
        if change is not None and change.phase not in {"withdrawn", "lapsed"}:
            found += [
                _referred(world, contract, stream, change.drafted, each)
                for each in change.body.references
            ]
    return found


def parent_of_contract(contract: ContractMatter) -> StreamName | None:
    """Return the agreement inside which a contract lives, as stated or as resolved since."""
    if contract.terms.parent is not None:
        return StreamName(contract.terms.parent)
    for each in contract.terms.references:
        resolution = resolution_of(contract, each)
        if each.role == "parent" and resolution is not None:
            return resolution.contract
    return None


def _referred(
    world: World, contract: ContractMatter, stream: StreamName, drafted: str, reference: Reference
) -> Referred:
    place = place_of(world, drafted)
    resolved = resolution_of(contract, reference)
    if reference.contract is not None and place is not None:
        resolved = Resolution(contract=StreamName(reference.contract), place=place)
    return Referred(stream=stream, reference=reference, place=place, resolved=resolved)
