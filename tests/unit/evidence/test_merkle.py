"""The tree: grown and rechecked, against RFC 6962, own vectors and public ones."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import UnverifiedError
from ledger.evidence.merkle import (
    EMPTY_ROOT,
    ConsistencyUnprovenError,
    Coordinate,
    Frontier,
    Hash,
    HashLengthError,
    InclusionUnprovenError,
    LeafNotRecordedError,
    LeafOutsideTreeError,
    MemoryHashes,
    ProofLengthError,
    TreeShrankError,
    TreeSizeNotRecordedError,
    check_consistency,
    check_inclusion,
    hash_leaves,
    leaf_hash,
    node_hash,
    prove_consistency,
    prove_inclusion,
    tree_levels,
    tree_root,
)

KNOWN_LEAVES = tuple(
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
KNOWN_ROOT = bytes.fromhex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")


class CountingHashes(MemoryHashes):
    """Counts how often it is asked, and for what."""

    def __init__(self, leaves: Sequence[Hash]) -> None:
        """Start with no read."""
        self.asked: list[Sequence[Coordinate]] = []
        super().__init__(leaves)
        self.asked.clear()

    def read_hashes(self, coordinates: Sequence[Coordinate]) -> Sequence[Hash]:
        """Answer, and remember the question."""
        self.asked.append(coordinates)
        return super().read_hashes(coordinates)


def _leaves(tree_size: int) -> list[Hash]:
    return [leaf_hash(f"entry {index}".encode()) for index in range(tree_size)]


def _bit_flips(proof: Sequence[Hash], bit: int) -> list[tuple[Hash, ...]]:
    """Give the proof once for each of its hashes, with one bit of it flipped."""
    flips = []
    for place, value in enumerate(proof):
        spoilt = bytearray(value)
        spoilt[bit // 8 % 32] ^= 1 << bit % 8
        flips.append((*proof[:place], Hash(bytes(spoilt)), *proof[place + 1 :]))
    return flips


def test_known_leaves_give_the_known_root() -> None:
    """The eight leaves of the public test tree have the root known for them."""
    reader = MemoryHashes(hash_leaves(KNOWN_LEAVES))

    assert tree_root(8, reader) == KNOWN_ROOT


def test_empty_tree_has_the_hash_of_nothing() -> None:
    """RFC 6962 2.1: the empty list hashes to SHA-256 of the empty string."""
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_empty_tree_is_never_read() -> None:
    """The root of nothing needs no store."""
    reader = CountingHashes([])

    assert tree_root(0, reader) == EMPTY_ROOT
    assert reader.asked == []


def test_leaves_hash_alike_one_by_one_or_together() -> None:
    """``hash_leaves`` is ``leaf_hash`` of each."""
    assert hash_leaves(KNOWN_LEAVES) == [leaf_hash(entry) for entry in KNOWN_LEAVES]


def test_tree_grows_and_every_proof_holds_at_every_size() -> None:
    """Up to 100 leaves, each proof holds, and fails with one bit of it flipped."""
    leaves = _leaves(100)
    reader = MemoryHashes()
    roots = [EMPTY_ROOT]
    for tree_size in range(1, 101):
        reader.append(leaves[tree_size - 1])
        roots.append(tree_root(tree_size, reader))
        for leaf_index in range(tree_size):
            _recheck_inclusion(leaf_index, tree_size, reader, roots[tree_size])
        for old_size in range(tree_size + 1):
            _recheck_consistency(old_size, tree_size, reader, roots)

    assert reader.size == 100


def _recheck_inclusion(leaf_index: int, tree_size: int, reader: MemoryHashes, root: Hash) -> None:
    leaf = reader.levels[0][leaf_index]
    proof = prove_inclusion(leaf_index, tree_size, reader)
    check_inclusion(leaf_index=leaf_index, tree_size=tree_size, leaf=leaf, root=root, proof=proof)
    for spoilt in _bit_flips(proof, leaf_index + tree_size):
        with pytest.raises(InclusionUnprovenError):
            check_inclusion(
                leaf_index=leaf_index, tree_size=tree_size, leaf=leaf, root=root, proof=spoilt
            )


def _recheck_consistency(
    old_size: int, new_size: int, reader: MemoryHashes, roots: Sequence[Hash]
) -> None:
    old_root, new_root = roots[old_size], roots[new_size]
    proof = prove_consistency(old_size, new_size, reader)
    check_consistency(
        old_size=old_size, old_root=old_root, new_size=new_size, new_root=new_root, proof=proof
    )
    for spoilt in _bit_flips(proof, old_size + new_size):
        with pytest.raises(ConsistencyUnprovenError):
            check_consistency(
                old_size=old_size,
                old_root=old_root,
                new_size=new_size,
                new_root=new_root,
                proof=spoilt,
            )


@given(entries=st.lists(st.binary(max_size=40), max_size=70), at=st.integers(0, 69))
def test_frontier_agrees_with_the_whole_tree(entries: list[bytes], at: int) -> None:
    """A frontier, taken up anywhere, completes the nodes that hashing everything gives."""
    leaves = hash_leaves(entries)
    split = min(at, len(leaves))
    whole = MemoryHashes(leaves)
    frontier = Frontier.load(split, MemoryHashes(leaves[:split]))
    nodes = [node for leaf in leaves[split:] for node in frontier.append(leaf)]

    assert frontier.size == len(leaves)
    assert frontier.root() == tree_root(len(leaves), whole)
    assert [whole.levels[level][index] for level, index, _ in nodes] == [
        value for _, _, value in nodes
    ]


@given(st.data())
def test_any_proof_in_a_random_tree_holds(data: st.DataObject) -> None:
    """Any leaf and any earlier size of any tree can be proved from one read."""
    leaves = hash_leaves(data.draw(st.lists(st.binary(max_size=8), min_size=1, max_size=600)))
    new_size = len(leaves)
    leaf_index = data.draw(st.integers(0, new_size - 1))
    old_size = data.draw(st.integers(0, new_size))
    reader = CountingHashes(leaves)
    root = tree_root(new_size, reader)
    inclusion = prove_inclusion(leaf_index, new_size, reader)
    consistency = prove_consistency(old_size, new_size, reader)

    check_inclusion(
        leaf_index=leaf_index,
        tree_size=new_size,
        leaf=leaves[leaf_index],
        root=root,
        proof=inclusion,
    )
    check_consistency(
        old_size=old_size,
        old_root=tree_root(old_size, reader),
        new_size=new_size,
        new_root=root,
        proof=consistency,
    )


@given(
    leaf_index=st.integers(0, 300),
    tree_size=st.integers(0, 300),
    proof=st.lists(st.binary(min_size=31, max_size=33), max_size=10),
)
def test_random_bytes_prove_nothing(leaf_index: int, tree_size: int, proof: list[bytes]) -> None:
    """What does not hold is always refused by name, whatever the values."""
    hashes = [Hash(value) for value in proof]
    with pytest.raises(UnverifiedError):
        check_inclusion(
            leaf_index=leaf_index,
            tree_size=tree_size,
            leaf=leaf_hash(b"a"),
            root=leaf_hash(b"b"),
            proof=hashes,
        )
    with pytest.raises(UnverifiedError):
        check_consistency(
            old_size=leaf_index,
            old_root=leaf_hash(b"a"),
            new_size=tree_size,
            new_root=leaf_hash(b"b"),
            proof=hashes,
        )


def test_frontier_begins_as_the_empty_tree() -> None:
    """Nothing appended yet: size 0 and the empty root."""
    frontier = Frontier.empty()

    assert (frontier.size, frontier.root()) == (0, EMPTY_ROOT)


def test_each_proof_costs_one_read() -> None:
    """A store is asked once for each proof, root and frontier."""
    reader = CountingHashes(_leaves(77))
    prove_inclusion(70, 77, reader)
    prove_consistency(33, 77, reader)
    tree_root(77, reader)
    Frontier.load(77, reader)

    assert len(reader.asked) == 4


def test_no_coordinate_lies_outside_the_asked_size() -> None:
    """A proof for an earlier size reads only subtrees that were complete then."""
    reader = CountingHashes(_leaves(100))
    for tree_size in range(1, 100):
        for leaf_index in range(tree_size):
            prove_inclusion(leaf_index, tree_size, reader)
        furthest = max(
            ((index + 1) << level for plan in reader.asked for level, index in plan), default=0
        )
        reader.asked.clear()

        assert furthest <= tree_size


def test_proof_at_a_million_entries_is_twenty_hashes() -> None:
    """Log2 of the size bounds a proof: what an auditor must carry stays small."""
    tree_size = 1_000_000

    class SparseHashes:
        def read_hashes(self, coordinates: Sequence[Coordinate]) -> Sequence[Hash]:
            return [leaf_hash(repr(coordinate).encode()) for coordinate in coordinates]

    assert len(prove_inclusion(0, tree_size, SparseHashes())) == 20


def test_leaf_outside_the_tree_cannot_be_proved() -> None:
    """There is no proof for an entry that the tree does not have."""
    reader = MemoryHashes(_leaves(3))
    for leaf_index in (-1, 3):
        with pytest.raises(LeafNotRecordedError):
            prove_inclusion(leaf_index, 3, reader)


def test_consistency_runs_from_old_to_new() -> None:
    """There is no proof from a larger tree to a smaller one."""
    reader = MemoryHashes(_leaves(3))
    for old_size in (-1, 4):
        with pytest.raises(TreeSizeNotRecordedError):
            prove_consistency(old_size, 3, reader)


def test_errors_are_named_by_what_is_wrong() -> None:
    """Index, length of a hash, length of a proof and shrinking have their own names."""
    leaf = leaf_hash(b"a")
    with pytest.raises(LeafOutsideTreeError):
        check_inclusion(leaf_index=1, tree_size=1, leaf=leaf, root=leaf, proof=())
    with pytest.raises(ProofLengthError):
        check_inclusion(leaf_index=0, tree_size=1, leaf=leaf, root=leaf, proof=(leaf,))
    with pytest.raises(HashLengthError):
        check_inclusion(leaf_index=0, tree_size=1, leaf=leaf, root=Hash(b"short"), proof=())
    with pytest.raises(TreeShrankError):
        check_consistency(old_size=2, old_root=leaf, new_size=1, new_root=leaf, proof=())


def test_empty_tree_is_consistent_only_under_its_own_root() -> None:
    """Size 0 has one root; any other under size 0 is refused."""
    leaf = leaf_hash(b"a")
    check_consistency(old_size=0, old_root=EMPTY_ROOT, new_size=0, new_root=EMPTY_ROOT, proof=())
    check_consistency(old_size=0, old_root=EMPTY_ROOT, new_size=1, new_root=leaf, proof=())
    for old_root, new_root in ((leaf, EMPTY_ROOT), (EMPTY_ROOT, leaf), (leaf, leaf)):
        with pytest.raises(ConsistencyUnprovenError):
            check_consistency(
                old_size=0, old_root=old_root, new_size=0, new_root=new_root, proof=()
            )


def test_levels_hold_complete_subtrees_only() -> None:
    """A row is half as long as the one below, an odd last hash waiting."""
    levels = tree_levels(_leaves(11))

    assert [len(level) for level in levels] == [11, 5, 2, 1]
    assert levels[1][4] == node_hash(levels[0][8], levels[0][9])
