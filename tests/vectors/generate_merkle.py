"""Write the tree's vectors: python tests/vectors/generate_merkle.py.

Computes every hash with the textbook recursion of RFC 6962, not with the
module under test, so that the two implementations check each other.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "merkle"
SIZES = ((1, 0), (2, 1), (7, 2), (8, 5), (11, 10))
GROWTHS = ((1, 2), (3, 7), (4, 8), (6, 11), (7, 8))

Case = dict[str, object]


def _entries(tree_size: int) -> list[bytes]:
    """Name each entry by its index."""
    return [f"entry {index}".encode() for index in range(tree_size)]


def _root(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    middle = _middle(len(entries))
    return sha256(b"\x01" + _root(entries[:middle]) + _root(entries[middle:])).digest()


def _middle(count: int) -> int:
    """Find the largest power of two below ``count``."""
    middle = 1
    while middle * 2 < count:
        middle *= 2
    return middle


def _path(leaf_index: int, entries: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 2.1.1, word for word."""
    if len(entries) == 1:
        return []
    middle = _middle(len(entries))
    if leaf_index < middle:
        return [*_path(leaf_index, entries[:middle]), _root(entries[middle:])]
    return [*_path(leaf_index - middle, entries[middle:]), _root(entries[:middle])]


def _subproof(old_size: int, entries: list[bytes], *, is_whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 2.1.2, word for word."""
    if old_size == len(entries):
        return [] if is_whole else [_root(entries)]
    middle = _middle(len(entries))
    if old_size <= middle:
        return [
            *_subproof(old_size, entries[:middle], is_whole=is_whole),
            _root(entries[middle:]),
        ]
    return [
        *_subproof(old_size - middle, entries[middle:], is_whole=False),
        _root(entries[:middle]),
    ]


def _flipped(value: bytes) -> bytes:
    """Flip the lowest bit of the last byte."""
    return value[:-1] + bytes([value[-1] ^ 1])


def _proof_mutations(proof: list[bytes]) -> Iterator[tuple[str, list[bytes], str]]:
    """Name each way in which a proof is spoilt, and say why that must fail."""
    yield "proof-appended_fail", [*proof, b"\x07" * 32], "an extra hash shifts nothing in unseen"
    yield "proof-prepended_fail", [b"\x07" * 32, *proof], "an extra hash in front moves the path"
    if proof:
        yield "proof-removed_fail", proof[:-1], "a path that ends early proves an inner node"
        yield "proof-bit_fail", [_flipped(proof[0]), *proof[1:]], "each bit of the path counts"
        yield "proof-short-hash_fail", [proof[0][:-1], *proof[1:]], "31 bytes shift what is hashed"
    if len(proof) > 1:
        yield "proof-reversed_fail", proof[::-1], "the order of the path says left or right"


def _inclusion_cases(tree_size: int, leaf_index: int) -> Iterator[tuple[str, Case]]:
    """Give the happy path of one leaf and its mutations."""
    entries = _entries(tree_size)
    leaf = sha256(b"\x00" + entries[leaf_index]).digest()
    root, proof = _root(entries), _path(leaf_index, entries)
    fine = (leaf_index, tree_size, leaf, root, proof)
    yield "happy-path", _inclusion(*fine, why="RFC 6962 2.1.1")
    for name, spoilt, why in _proof_mutations(proof):
        yield name, _inclusion(leaf_index, tree_size, leaf, root, spoilt, why=why)
    other = sha256(b"\x00" + b"another entry").digest()
    raw = sha256(entries[leaf_index]).digest()
    spoils = {
        "wrong-leaf_fail": ((leaf_index, tree_size, other, root, proof), "another entry"),
        "leaf-unprefixed_fail": (
            (leaf_index, tree_size, raw, root, proof),
            "a leaf is hashed with 0x00 in front, or an inner node could pass for one",
        ),
        "wrong-root_fail": ((leaf_index, tree_size, leaf, _flipped(root), proof), "another tree"),
        "index-is-size_fail": ((tree_size, tree_size, leaf, root, proof), "no such leaf"),
        "index-negative_fail": ((-1, tree_size, leaf, root, proof), "no such leaf"),
        "size-zero_fail": ((0, 0, leaf, root, proof), "the empty tree holds nothing"),
    }
    for name, (values, why) in spoils.items():
        yield name, _inclusion(*values, why=why)


def _inclusion(  # noqa: PLR0913 - one column of the case each
    leaf_index: int, tree_size: int, leaf: bytes, root: bytes, proof: list[bytes], *, why: str
) -> Case:
    """Lay out one inclusion case."""
    return {
        "why": why,
        "leaf_index": leaf_index,
        "tree_size": tree_size,
        "leaf": leaf.hex(),
        "root": root.hex(),
        "proof": [value.hex() for value in proof],
    }


def _consistency_cases(old_size: int, new_size: int) -> Iterator[tuple[str, Case]]:
    """Give the happy path between two sizes and its mutations."""
    old_root, new_root = _root(_entries(old_size)), _root(_entries(new_size))
    proof = _subproof(old_size, _entries(new_size), is_whole=True)
    yield "happy-path", _consistency(old_size, old_root, new_size, new_root, proof, why="2.1.2")
    for name, spoilt, why in _proof_mutations(proof):
        yield name, _consistency(old_size, old_root, new_size, new_root, spoilt, why=why)
    spoils = {
        "roots-swapped_fail": ((old_size, new_root, new_size, old_root, proof), "old is not new"),
        "old-root_fail": ((old_size, _flipped(old_root), new_size, new_root, proof), "other past"),
        "new-root_fail": ((old_size, old_root, new_size, _flipped(new_root), proof), "other now"),
        "sizes-swapped_fail": ((new_size, new_root, old_size, old_root, proof), "a log only grows"),
        "old-size-zero_fail": (
            (0, old_root, new_size, new_root, []),
            "the empty tree has one root",
        ),
        "sizes-equal_fail": ((new_size, old_root, new_size, new_root, []), "one size, two roots"),
    }
    for name, (values, why) in spoils.items():
        yield name, _consistency(*values, why=why)


def _consistency(  # noqa: PLR0913 - one column of the case each
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: list[bytes], *, why: str
) -> Case:
    """Lay out one consistency case."""
    return {
        "why": why,
        "old_size": old_size,
        "old_root": old_root.hex(),
        "new_size": new_size,
        "new_root": new_root.hex(),
        "proof": [value.hex() for value in proof],
    }


def cases() -> dict[str, dict[str, Case]]:
    """Give both files' cases, by file name and case name."""
    return {
        "inclusion.json": {
            f"{leaf_index}-of-{tree_size}/{name}": case
            for tree_size, leaf_index in SIZES
            for name, case in _inclusion_cases(tree_size, leaf_index)
        },
        "consistency.json": {
            f"{old_size}-to-{new_size}/{name}": case
            for old_size, new_size in GROWTHS
            for name, case in _consistency_cases(old_size, new_size)
        },
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file_name, by_name in cases().items():
        (FOLDER / file_name).write_text(json.dumps(by_name, indent=1) + "\n")
