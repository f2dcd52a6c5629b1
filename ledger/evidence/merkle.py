"""The Merkle tree of RFC 6962 §2.1 over any store of hashes.

Proving follows one shape: plan the coordinates, read them once, combine. A
coordinate ``(level, index)`` names the complete subtree over the leaves from
``index << level`` up to ``(index + 1) << level``; nothing else is ever read.
Each ``prove_x`` has a ``check_x`` that takes plain values and shares no code
with the reading side, so that an auditor can port it in an afternoon.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import starmap
from typing import NewType, Protocol

from ledger.errors import NotRecordedError, UnverifiedError

Hash = NewType("Hash", bytes)
Coordinate = tuple[int, int]
Node = tuple[int, int, Hash]

HASH_BYTES = 32
EMPTY_ROOT = Hash(sha256(b"").digest())  # RFC 6962 2.1: MTH of the empty list


class TreeSizeNotRecordedError(NotRecordedError):
    """A proof between sizes needs an older size within a newer one."""

    code = "tree-size-not-recorded"
    message = "a tree of {new_size} entries has no earlier size {old_size}"


class LeafNotRecordedError(NotRecordedError):
    """A tree proves only the leaves that it has."""

    code = "leaf-not-recorded"
    message = "a tree of {tree_size} entries has no entry {leaf_index}"


class LeafOutsideTreeError(UnverifiedError):
    """An inclusion is claimed at an index that the tree does not reach."""

    code = "leaf-outside-tree"
    message = "entry {leaf_index} lies outside a tree of {tree_size} entries"


class TreeShrankError(UnverifiedError):
    """A log only grows; the newer tree has fewer entries than the older."""

    code = "tree-shrank"
    message = "the newer tree has {new_size} entries, the older had {old_size}"


class HashLengthError(UnverifiedError):
    """A leaf, root or proof hash is SHA-256: 32 bytes, no more, no less."""

    code = "hash-length"
    message = "a hash has {found} bytes, not 32"


class ProofLengthError(UnverifiedError):
    """Index and sizes fix how many hashes a proof has."""

    code = "proof-length"
    message = "the proof has {found} hashes, its place in the tree needs {expected}"


class InclusionUnprovenError(UnverifiedError):
    """The path from this leaf does not lead to this root."""

    code = "inclusion-unproven"
    message = "entry {leaf_index} is not shown to be in the tree of {tree_size} entries"


class ConsistencyUnprovenError(UnverifiedError):
    """The newer tree is not shown to contain the older one unchanged."""

    code = "consistency-unproven"
    message = "the tree of {new_size} entries is not shown to extend that of {old_size}"


class HashReader(Protocol):
    """Where complete subtrees' hashes are kept: memory, tiles, a database."""

    def read_hashes(self, coordinates: Sequence[Coordinate]) -> Sequence[Hash]:
        """Give the hash at each ``(level, index)``, in the order asked."""
        ...


def leaf_hash(entry: bytes) -> Hash:
    """Hash one entry as a leaf (RFC 6962 2.1: 0x00 in front)."""
    return Hash(sha256(b"\x00" + entry).digest())


def hash_leaves(entries: Iterable[bytes]) -> list[Hash]:
    """Hash many entries as leaves; as ``leaf_hash``, without a call for each."""
    return [Hash(sha256(b"\x00" + entry).digest()) for entry in entries]


def node_hash(left: Hash, right: Hash) -> Hash:
    """Hash two subtrees into their parent (RFC 6962 2.1: 0x01 in front)."""
    return Hash(sha256(b"\x01" + left + right).digest())


def _pair_hashes(row: Iterable[Hash]) -> list[Hash]:
    """Hash a row's neighbours into their parents; an odd last one waits."""
    left_and_right = iter(row)
    return [
        Hash(sha256(b"\x01" + left + right).digest())
        for left, right in zip(left_and_right, left_and_right, strict=False)
    ]


def tree_levels(leaves: Sequence[Hash]) -> list[list[Hash]]:
    """Hash every complete subtree, level by level, leaves first.

    The fast way to a whole tree: a verifier compares the levels with stored
    nodes, or reads them through ``MemoryHashes``.
    """
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        levels.append(_pair_hashes(levels[-1]))
    return levels


# --- plans: which complete subtrees make up which range -----------------------


def _split(count: int) -> int:
    """Give the largest power of two below ``count`` (RFC 6962 2.1: k < n <= 2k)."""
    return 1 << ((count - 1).bit_length() - 1)


def _subtrees(start: int, end: int) -> list[Coordinate]:
    """List the complete subtrees that cover an RFC 6962 range, left to right.

    The range must begin where a subtree of its size may begin, as each range
    does that halving a tree produces.
    """
    coordinates = []
    while start < end:
        level = (end - start).bit_length() - 1
        coordinates.append((level, start >> level))
        start += 1 << level
    return coordinates


def _fold(hashes: Sequence[Hash]) -> Hash:
    """Combine the subtrees of one range into its hash, from the right."""
    folded = hashes[-1]
    for left in reversed(hashes[:-1]):
        folded = node_hash(left, folded)
    return folded


def _read_ranges(ranges: Sequence[tuple[int, int]], reader: HashReader) -> tuple[Hash, ...]:
    """Read all ranges' subtrees in one go, and give one hash for each range."""
    plans = list(starmap(_subtrees, ranges))
    coordinates = [coordinate for plan in plans for coordinate in plan]
    hashes = reader.read_hashes(coordinates) if coordinates else ()
    combined = []
    taken = 0
    for plan in plans:
        combined.append(_fold(hashes[taken : taken + len(plan)]))
        taken += len(plan)
    return tuple(combined)


# --- proving -----------------------------------------------------------------


def tree_root(tree_size: int, reader: HashReader) -> Hash:
    """Give the root of the tree's first ``tree_size`` entries."""
    if tree_size == 0:
        return EMPTY_ROOT
    return _read_ranges([(0, tree_size)], reader)[0]


def prove_inclusion(leaf_index: int, tree_size: int, reader: HashReader) -> tuple[Hash, ...]:
    """Give the audit path of a leaf, its sibling first (RFC 6962 2.1.1).

    Raises:
        LeafNotRecordedError: The tree of that size has no such leaf.
    """
    if not 0 <= leaf_index < tree_size:
        raise LeafNotRecordedError(leaf_index=leaf_index, tree_size=tree_size)
    siblings = []
    start, end = 0, tree_size
    while end - start > 1:
        middle = start + _split(end - start)
        if leaf_index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return _read_ranges(siblings[::-1], reader)


def prove_consistency(old_size: int, new_size: int, reader: HashReader) -> tuple[Hash, ...]:
    """Give the proof that the newer tree extends the older (RFC 6962 2.1.2).

    Nothing needs proof from the empty tree, or between equal sizes: empty.

    Raises:
        TreeSizeNotRecordedError: The older size is not within the newer.
    """
    if not 0 <= old_size <= new_size:
        raise TreeSizeNotRecordedError(old_size=old_size, new_size=new_size)
    if old_size in {0, new_size}:
        return ()
    ranges = []
    start, end = 0, new_size
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start > 0:  # the old tree is no subtree of its own: name its last part
        ranges.append((start, end))
    return _read_ranges(ranges[::-1], reader)


# --- checking: plain values only ----------------------------------------------


def _demand_hashes(hashes: Iterable[Hash]) -> None:
    """Accept SHA-256 values only: other lengths would shift what is hashed."""
    for value in hashes:
        if len(value) != HASH_BYTES:
            raise HashLengthError(found=len(value))


def _demand_length(found: int, expected: int) -> None:
    """Accept a proof of exactly the length that its place demands."""
    if found != expected:
        raise ProofLengthError(found=found, expected=expected)


def _path_lengths(leaf_index: int, tree_size: int) -> tuple[int, int]:
    """Split a leaf's path: below where it meets the right border, and along it."""
    inner = (leaf_index ^ (tree_size - 1)).bit_length()
    return inner, (leaf_index >> inner).bit_count()


def check_inclusion(
    *, leaf_index: int, tree_size: int, leaf: Hash, root: Hash, proof: Sequence[Hash]
) -> None:
    """Hold only if ``leaf`` is entry ``leaf_index`` of the tree under ``root``.

    The length is checked before anything is hashed.

    Raises:
        LeafOutsideTreeError: The index is not below the size.
        HashLengthError: A hash is not 32 bytes.
        ProofLengthError: The proof is too short or too long for its place.
        InclusionUnprovenError: The path does not lead to the root.
    """
    if not 0 <= leaf_index < tree_size:
        raise LeafOutsideTreeError(leaf_index=leaf_index, tree_size=tree_size)
    inner, border = _path_lengths(leaf_index, tree_size)
    _demand_length(len(proof), inner + border)
    _demand_hashes((leaf, root, *proof))
    computed = leaf
    for level, sibling in enumerate(proof):
        if level < inner and not leaf_index >> level & 1:
            computed = node_hash(computed, sibling)
        else:
            computed = node_hash(sibling, computed)
    if computed != root:
        raise InclusionUnprovenError(leaf_index=leaf_index, tree_size=tree_size)


def check_consistency(
    *, old_size: int, old_root: Hash, new_size: int, new_root: Hash, proof: Sequence[Hash]
) -> None:
    """Hold only if the newer tree begins with the whole older one.

    Both roots are computed from one proof; whoever has checked both
    checkpoints then knows that nothing earlier was changed or dropped.

    Raises:
        TreeShrankError: The newer tree is smaller.
        HashLengthError: A hash is not 32 bytes.
        ProofLengthError: The proof is too short or too long for the sizes.
        ConsistencyUnprovenError: It leads to another root.
    """
    if not 0 <= old_size <= new_size:
        raise TreeShrankError(old_size=old_size, new_size=new_size)
    _demand_hashes((old_root, new_root, *proof))
    if old_size in {0, new_size}:  # nothing to prove, but the roots must say so
        _demand_length(len(proof), 0)
        older = EMPTY_ROOT if old_size == 0 else new_root
        roots = (older, EMPTY_ROOT if new_size == 0 else new_root)
    else:
        roots = _consistent_roots(old_size, old_root, new_size, proof)
    if roots != (old_root, new_root):
        raise ConsistencyUnprovenError(old_size=old_size, new_size=new_size)


def _consistent_roots(
    old_size: int, old_root: Hash, new_size: int, proof: Sequence[Hash]
) -> tuple[Hash, Hash]:
    """Compute the old and the new root that a proof between real sizes yields.

    The path is that of the older tree's last leaf, joined at the largest
    subtree which ends with that leaf.
    """
    inner, border = _path_lengths(old_size - 1, new_size)
    joined_level = (old_size & -old_size).bit_length() - 1
    inner -= joined_level
    is_subtree = old_size == 1 << joined_level  # then its own root is the seed
    _demand_length(len(proof), inner + border + (0 if is_subtree else 1))
    seed, path = (old_root, proof) if is_subtree else (proof[0], proof[1:])
    old_computed = new_computed = seed
    position = (old_size - 1) >> joined_level
    for level, sibling in enumerate(path):
        if level < inner and not position >> level & 1:
            new_computed = node_hash(new_computed, sibling)  # right of the old tree
        else:
            old_computed = node_hash(sibling, old_computed)
            new_computed = node_hash(sibling, new_computed)
    return old_computed, new_computed


# --- growing -----------------------------------------------------------------


class Frontier:
    """The right edge of a growing tree: all that appending needs.

    Holds one hash for each bit set in ``size``. Not frozen: it is the one
    moving part of this module, and belongs to the single writer.
    """

    def __init__(self, size: int, edge: dict[int, Hash]) -> None:
        """Take a size and the hash of the edge's complete subtree at each level."""
        self.size = size
        self._edge = edge

    @classmethod
    def empty(cls) -> "Frontier":
        """Begin a tree without entries."""
        return cls(0, {})

    @classmethod
    def load(cls, tree_size: int, reader: HashReader) -> "Frontier":
        """Take up a stored tree at its size, in one read."""
        coordinates = _subtrees(0, tree_size)
        hashes = reader.read_hashes(coordinates) if coordinates else ()
        levels = (level for level, _ in coordinates)
        return cls(tree_size, dict(zip(levels, hashes, strict=True)))

    def append(self, leaf: Hash) -> tuple[Node, ...]:
        """Add one leaf; give the nodes that it completed, the leaf first."""
        nodes = [(0, self.size, leaf)]
        level, index, completed = 0, self.size, leaf
        while index & 1:
            completed = node_hash(self._edge.pop(level), completed)
            level, index = level + 1, index >> 1
            nodes.append((level, index, completed))
        self._edge[level] = completed
        self.size += 1
        return tuple(nodes)

    def root(self) -> Hash:
        """Give the root of the tree as it stands."""
        if not self._edge:
            return EMPTY_ROOT
        return _fold([self._edge[level] for level in sorted(self._edge, reverse=True)])


class MemoryHashes:
    """A HashReader over all complete subtrees in memory."""

    def __init__(self, leaves: Sequence[Hash] = ()) -> None:
        """Hash the whole tree over ``leaves``."""
        self.levels = tree_levels(leaves)
        self._frontier = Frontier.load(len(leaves), self)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self.levels[0])

    def append(self, leaf: Hash) -> None:
        """Add one leaf and the subtrees that it completes."""
        for level, _, value in self._frontier.append(leaf):
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(value)

    def read_hashes(self, coordinates: Sequence[Coordinate]) -> Sequence[Hash]:
        """Give the hash at each coordinate, in the order asked."""
        return [self.levels[level][index] for level, index in coordinates]
