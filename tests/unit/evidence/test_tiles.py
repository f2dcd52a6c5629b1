"""Tiles: one spelling for each path, one width for each size, and a tree over them."""

import json
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import MalformedError
from ledger.evidence.merkle import (
    MemoryHashes,
    check_inclusion,
    hash_leaves,
    prove_consistency,
    prove_inclusion,
    tree_root,
)
from ledger.evidence.tiles import (
    EntryBundleMalformedError,
    EntryTooLongError,
    Tile,
    TileHashes,
    TileMalformedError,
    TileNotRecordedError,
    TilePathMalformedError,
    check_tile_recorded,
    format_entry_bundle,
    format_tile,
    format_tile_path,
    list_tiles,
    parse_entry_bundle,
    parse_tile,
    parse_tile_path,
    plan_tile,
)
from tests.vectors import generate_tiles

VECTORS = Path(__file__).parents[2] / "vectors"
CASES = {
    name: json.loads((VECTORS / "F6-tiles" / f"{name}.json").read_text())
    for name in ("paths", "trees", "bundles")
}
GOOD_PATHS = [name for name in CASES["paths"] if not name.endswith("_fail")]
BAD_PATHS = [name for name in CASES["paths"] if name.endswith("_fail")]


def _entries(tree_size: int) -> list[bytes]:
    return [f"entry {index}".encode() for index in range(tree_size)]


def _tile_files(entries: list[bytes]) -> dict[str, bytes]:
    """Give a tree's hash tiles as a folder of bytes."""
    reader = MemoryHashes(hash_leaves(entries))
    return {
        format_tile_path(tile): format_tile(reader.read_hashes(plan_tile(tile)))
        for tile in list_tiles(len(entries))
        if tile.level is not None
    }


def test_vectors_are_what_their_generator_writes() -> None:
    """The cases on disk are those of the generator beside them."""
    assert generate_tiles.cases() == {f"{name}.json": cases for name, cases in CASES.items()}


@pytest.mark.parametrize("name", GOOD_PATHS)
def test_path_is_read_and_spelt(name: str) -> None:
    """A tile and its path stand for each other."""
    case = CASES["paths"][name]
    tile = Tile(level=case["level"], index=case["index"], width=case["width"])

    assert parse_tile_path(case["path"]) == tile
    assert format_tile_path(tile) == case["path"]


@pytest.mark.parametrize("name", BAD_PATHS)
def test_other_spelling_of_a_path_is_refused(name: str) -> None:
    """What is not the one spelling of a tile is no tile."""
    with pytest.raises(TilePathMalformedError):
        parse_tile_path(CASES["paths"][name]["path"])


@given(
    level=st.one_of(st.none(), st.integers(0, 63)),
    index=st.integers(0, 10**18 - 1),
    width=st.integers(1, 256),
)
def test_every_tile_comes_back_from_its_path(level: int | None, index: int, width: int) -> None:
    """Formatting loses nothing, up to 18 digits of index."""
    tile = Tile(level=level, index=index, width=width)

    assert parse_tile_path(format_tile_path(tile)) == tile


@given(path=st.text("tileenrs/0123456789x.p", max_size=30))
def test_a_path_that_parses_is_spelt_the_same_again(path: str) -> None:
    """No two paths name one tile."""
    try:
        tile = parse_tile_path(path)
    except TilePathMalformedError:
        return

    assert format_tile_path(tile) == path


@pytest.mark.parametrize("name", CASES["trees"])
def test_tree_has_the_tiles_of_its_size(name: str) -> None:
    """floor(s / 256^l) mod 256 is the width of level l's partial tile; 0 is none."""
    case = CASES["trees"][name]
    rows = [
        [Tile(level=level, index=index) for index in range(full)]
        + [Tile(level=level, index=full, width=width)] * (width > 0)
        for level, (full, width) in enumerate(case["rows"])
    ]
    bundles = [Tile(level=None, index=tile.index, width=tile.width) for tile in (rows or [[]])[0]]

    assert list(list_tiles(case["tree_size"])) == [*bundles, *chain.from_iterable(rows)]


def test_tile_exists_once_the_tree_fills_its_width() -> None:
    """An older, narrower tile stays available; a wider one is not there yet."""
    check_tile_recorded(Tile(level=0, index=1, width=4), 260)
    check_tile_recorded(Tile(level=0, index=1, width=3), 260)
    check_tile_recorded(Tile(level=1, index=0, width=1), 260)
    check_tile_recorded(Tile(level=None, index=0), 260)
    for tile in (
        Tile(level=0, index=1, width=5),
        Tile(level=1, index=0, width=2),
        Tile(level=2, index=0, width=1),
        Tile(level=None, index=2, width=1),
    ):
        with pytest.raises(TileNotRecordedError):
            check_tile_recorded(tile, 260)


@pytest.mark.parametrize("name", CASES["bundles"])
def test_entry_bundle_holds_exactly_its_width(name: str) -> None:
    """Lengths, count and end must agree; a good bundle comes back byte for byte."""
    case = CASES["bundles"][name]
    raw = bytes.fromhex(case["bundle"])
    tile = Tile(level=None, index=0, width=case["width"])
    if case["entries"] is None:
        with pytest.raises(EntryBundleMalformedError):
            parse_entry_bundle(raw, tile)
    else:
        entries = tuple(bytes.fromhex(entry) for entry in case["entries"])

        assert parse_entry_bundle(raw, tile) == entries
        assert format_entry_bundle(entries) == raw


@given(entries=st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_entries_come_back_from_their_bundle(entries: list[bytes]) -> None:
    """A bundle loses nothing of what it holds."""
    tile = Tile(level=None, index=0, width=len(entries))

    assert list(parse_entry_bundle(format_entry_bundle(entries), tile)) == entries


@given(raw=st.binary(max_size=40), width=st.integers(1, 256))
def test_bundle_of_random_bytes_is_read_whole_or_refused(raw: bytes, width: int) -> None:
    """Whatever a stranger serves: its exact entries, or a named error."""
    try:
        entries = parse_entry_bundle(raw, Tile(level=None, index=0, width=width))
    except MalformedError:
        return

    assert format_entry_bundle(entries) == raw


def test_entry_longer_than_its_length_can_say_is_refused() -> None:
    """65 535 bytes fit a bundle, one more does not."""
    assert len(format_entry_bundle([bytes(65_535)])) == 65_537
    with pytest.raises(EntryTooLongError):
        format_entry_bundle([bytes(65_536)])


def test_tile_of_another_length_is_refused() -> None:
    """A byte more or less is no tile of that width."""
    tile = Tile(level=0, index=0, width=2)
    assert len(parse_tile(bytes(64), tile)) == 2
    for raw in (bytes(63), bytes(65), bytes(32), b""):
        with pytest.raises(TileMalformedError):
            parse_tile(raw, tile)


@pytest.mark.parametrize("tree_size", [1, 2, 255, 256, 257, 511, 513, 1030, 66_000])
def test_proofs_over_tiles_are_the_proofs_over_memory(tree_size: int) -> None:
    """Tiles are one more HashReader: same roots, same proofs."""
    entries = _entries(tree_size)
    memory = MemoryHashes(hash_leaves(entries))
    tiles = TileHashes(tree_size, _tile_files(entries).__getitem__)
    root = tree_root(tree_size, tiles)

    assert root == tree_root(tree_size, memory)
    for leaf_index in {0, tree_size // 3, tree_size // 2, tree_size - 1}:
        proof = prove_inclusion(leaf_index, tree_size, tiles)
        check_inclusion(
            leaf_index=leaf_index,
            tree_size=tree_size,
            leaf=memory.levels[0][leaf_index],
            root=root,
            proof=proof,
        )
        assert prove_consistency(leaf_index, tree_size, tiles) == prove_consistency(
            leaf_index, tree_size, memory
        )


def test_each_tile_is_fetched_once_for_a_proof() -> None:
    """A proof at 66 000 entries needs at most two tiles of each of its three levels."""
    files = _tile_files(_entries(66_000))
    fetched: list[str] = []

    def read_tile(path: str) -> bytes:
        fetched.append(path)
        return files[path]

    prove_inclusion(40_000, 66_000, TileHashes(66_000, read_tile))

    assert sorted(set(fetched)) == sorted(fetched)
    assert len(fetched) <= 6


def test_tile_that_is_narrower_than_the_size_demands_is_refused() -> None:
    """A server cannot pass an older partial tile off as the newest."""
    files = _tile_files(_entries(10))
    shorter = TileHashes(10, lambda path: files[path][:-32])

    with pytest.raises(TileMalformedError):
        tree_root(10, shorter)


def test_subtree_beyond_the_tree_is_not_recorded() -> None:
    """Only complete subtrees of the tree's own size can be read."""
    tiles = TileHashes(10, _tile_files(_entries(10)).__getitem__)
    for coordinate in ((0, 10), (1, 5), (3, 1), (8, 0)):
        with pytest.raises(TileNotRecordedError):
            tiles.read_hashes([coordinate])
