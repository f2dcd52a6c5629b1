"""Inclusion proofs in a large log, read from the ledger file's own table of nodes."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from ledger.evidence.merkle import (
    Hash,
    MemoryHashes,
    check_inclusion,
    prove_inclusion,
    tree_root,
)
from ledger.store.statements import StatementStore
from tests.bench.figures import Figure, at_most

PROOF_AIM, CHECK_AIM = 1, 0.1  # milliseconds
_PROOFS = 500


def measure(root: Path, *, tree_size: int) -> Iterator[Figure]:
    """Yield milliseconds for a proof, and for its check, at a tree size."""
    leaves = [Hash(sha256(number.to_bytes(8, "big")).digest()) for number in range(tree_size)]
    hashes = MemoryHashes(leaves)
    path = root / "tree.db"
    with closing(StatementStore.create(path)) as store:
        _save_nodes(store, hashes)
        places = [number * 7919 % tree_size for number in range(_PROOFS)]
        begun = time.perf_counter()
        proofs = [prove_inclusion(place, tree_size, store.hashes) for place in places]
        proving = (time.perf_counter() - begun) / _PROOFS
    checking = _checking(leaves, tree_root(tree_size, hashes), places, proofs)
    at = f"at {tree_size:,} entries"
    yield at_most(f"inclusion proof from the file, {at}", proving * 1000, "ms", aim=PROOF_AIM)
    yield at_most(f"check of an inclusion proof, {at}", checking * 1000, "ms", aim=CHECK_AIM)


def _save_nodes(store: StatementStore, hashes: MemoryHashes) -> None:
    rows = (
        (level, position, each)
        for level, row in enumerate(hashes.levels)
        for position, each in enumerate(row)
    )
    with store._datastore.transaction(commit=True) as cursor:
        cursor.sqlite_cursor.executemany("INSERT INTO nodes VALUES (?, ?, ?)", rows)


def _checking(
    leaves: Sequence[Hash],
    root: Hash,
    places: Sequence[int],
    proofs: Sequence[tuple[Hash, ...]],
) -> float:
    begun = time.perf_counter()
    for place, proof in zip(places, proofs, strict=True):
        check_inclusion(
            leaf_index=place, tree_size=len(leaves), leaf=leaves[place], root=root, proof=proof
        )
    return (time.perf_counter() - begun) / len(places)
