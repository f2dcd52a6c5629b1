"""Contracts that belong together: a master agreement with what lives inside of it."""

from collections.abc import Iterable, Mapping

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.contracts.questions.references import parent_of_contract
from ledger.domain.world import World, matter_of
from ledger.evidence.statement import StreamName

Parents = Mapping[StreamName, StreamName | None]


def parents_among(world: World, contracts: Iterable[StreamName]) -> Parents:
    """Return the parent of each contract, in their order."""
    found: dict[StreamName, StreamName | None] = {}
    for name in contracts:
        matter = matter_of(world, name, ContractMatter)
        found[name] = None if matter is None else parent_of_contract(matter)
    return found


def above(name: StreamName, parents: Parents) -> tuple[StreamName, ...]:
    """Return the contracts in which one lives, nearest first; only those that are known."""
    line: list[StreamName] = []
    parent = parents.get(name)
    while parent in parents and parent not in {*line, name}:
        assert parent is not None, "no contract is called nothing"
        line.append(parent)
        parent = parents[parent]
    return tuple(line)


def family(name: StreamName, parents: Parents) -> tuple[StreamName, ...]:
    """Return a contract, those in which it lives, and all that live inside of it."""
    up = above(name, parents)
    return tuple(
        each for each in parents if each == name or each in up or name in above(each, parents)
    )


def families(parents: Parents) -> tuple[tuple[StreamName, tuple[StreamName, ...]], ...]:
    """Return all contracts by the outermost agreement in which each lives."""
    by_root: dict[StreamName, list[StreamName]] = {}
    for name in parents:
        line = above(name, parents)
        by_root.setdefault(line[-1] if line else name, []).append(name)
    return tuple((root, tuple(names)) for root, names in by_root.items())
