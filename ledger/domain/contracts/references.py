"""References that dangle, until the parties say which contract is meant.

"Work Order No. 7" is never matched by its words, also when a contract of that
very title comes later: two papers can carry one title.
"""

from collections.abc import Iterator
from dataclasses import replace

from ledger.domain.common import check_relies_on
from ledger.domain.contracts.agreements import (
    ContractMatter,
    Place,
    Resolution,
    change_of,
)
from ledger.domain.contracts.drafting import demand_parent
from ledger.domain.directory import with_item
from ledger.domain.kinds.lifecycle import ReferenceResolved
from ledger.domain.kinds.terms import Reference
from ledger.domain.world import Act, World
from ledger.errors import RefusedError
from ledger.evidence.statement import StreamName


class NotDanglingError(RefusedError):
    """What is resolved is a reference that names no contract, and was not resolved yet."""

    code = "reference-not-dangling"
    message = "{contract} has no dangling reference {text}"


def dangling(world: World, contract: ContractMatter) -> Iterator[Reference]:
    """Yield the references of a contract and its executed changes that name no contract.

    A change that has lapsed refers to nothing.
    """
    standing = (each for each, version in contract.changes if version not in contract.lapsed)
    changes = [change_of(world, stream).body for stream in standing]
    named = (contract.terms.references, *(change.references for change in changes))
    for reference in (each for references in named for each in references):
        if reference.contract is None and reference.text not in contract.resolutions:
            yield reference


def check_resolved(
    world: World, act: Act, contract: ContractMatter, body: ReferenceResolved
) -> None:
    """Accept that a dangling reference means a contract that all may read.

    What is named as the agreement in which the contract lives can be its parent.

    Raises:
        NotDanglingError: There is no such reference, or it dangles no more.
        UnknownStreamError, AudienceGapError: The contract cannot be relied on.
        ParentError: It cannot be the parent.
    """
    meant = [each for each in dangling(world, contract) if each.text == body.text]
    if not meant:
        raise NotDanglingError(contract=contract.stream, text=body.text)
    own = world.stream(contract.stream)
    assert own is not None, "the contract is executed"
    check_relies_on(world, act, StreamName(body.contract), own.audience)
    if any(each.role == "parent" for each in meant):
        meant_by, on = StreamName(body.contract), act.at.date()
        demand_parent(world, contract.stream, contract.terms, meant_by, on)


def evolve_resolved(contract: ContractMatter, act: Act, body: ReferenceResolved) -> ContractMatter:
    """Return the contract with what a reference means, and who said so where."""
    meant = Resolution(contract=StreamName(body.contract), place=Place.of(act))
    return replace(contract, resolutions=with_item(contract.resolutions, body.text, meant))
