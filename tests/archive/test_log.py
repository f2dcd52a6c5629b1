"""The log as the archive serves it, beside a tree built from the entries alone."""

import threading
import time
from pathlib import Path

import pytest

from ledger.archive import Archive
from ledger.archive.log import EntriesMissingError, LogEmptyError
from ledger.domain.kinds.party import PartyRenamed
from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.merkle import (
    LeafNotRecordedError,
    MemoryHashes,
    TreeSizeNotRecordedError,
    check_consistency,
    check_inclusion,
    hash_leaves,
    tree_root,
)
from ledger.evidence.note import parse_vkey
from ledger.evidence.tiles import (
    Tile,
    TileNotRecordedError,
    TilePathMalformedError,
    format_entry_bundle,
    format_tile,
    format_tile_path,
    list_tiles,
    plan_tile,
)
from ledger.folder import LedgerFolder
from ledger.store.statements import StatementStore
from tests.archive.shelf import Shelf
from tests.unit.domain.story import ORIGIN


@pytest.fixture(scope="module")
def long_shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A story long enough for a full tile."""
    shelf = Shelf(tmp_path_factory.mktemp("long") / "ledger")
    while shelf.story.world.size <= 260:
        rename(shelf)
    shelf.write()
    return shelf


def rename(shelf: Shelf) -> None:
    """Say one thing more."""
    body = PartyRenamed(legal_name="Technology SE", on=shelf.story.now.date())
    shelf.story.say(shelf.voice("tech"), "party.renamed.v1", "party/tech", body)


def test_the_checkpoint_is_the_newest(shelf: Shelf, archive: Archive) -> None:
    """Both log keys signed the size and root that the archive serves."""
    vkeys = [parse_vkey(text) for text in shelf.story.founding().log_keys]
    opened = open_checkpoint(archive.checkpoint(), vkeys)

    assert (shelf.story.world.size, shelf.story.roots[opened.size]) == (opened.size, opened.root)
    assert opened.size == archive.tree_size == archive.sealed().size


def test_an_empty_ledger_has_no_checkpoint(tmp_path: Path) -> None:
    """Before the founding there is nothing to sign."""
    folder = LedgerFolder(root=tmp_path, origin=ORIGIN, anchor=tmp_path / "anchor")
    StatementStore.create(folder.database).close()
    with Archive.open(folder) as archive, pytest.raises(LogEmptyError):
        archive.checkpoint()


def test_entries_are_the_bytes_that_were_hashed(shelf: Shelf, archive: Archive) -> None:
    """Entries come with their leaf indexes, any range of them."""
    expected = list(enumerate(shelf.story.entries))

    assert expected == list(archive.entries())
    assert expected[2:5] == list(archive.entries(2, 5))
    assert expected[2:] == list(archive.entries(2, 10_000))
    assert shelf.story.now == archive.time_at(len(expected) - 1)


def test_a_missing_entry_is_found(shelf: Shelf, archive: Archive) -> None:
    """The log is never served with a gap."""
    shelf.alter("DELETE FROM entries WHERE leaf_index = 3")

    with pytest.raises(EntriesMissingError):
        list(archive.entries())


def test_every_inclusion_holds(shelf: Shelf, archive: Archive) -> None:
    """Each entry is proved in each tree that has it."""
    leaves = hash_leaves(shelf.story.entries)
    for tree_size in range(1, len(leaves) + 1):
        for leaf_index in range(tree_size):
            check_inclusion(
                leaf_index=leaf_index,
                tree_size=tree_size,
                leaf=leaves[leaf_index],
                root=archive.root(tree_size),
                proof=archive.inclusion(leaf_index, tree_size),
            )

    assert shelf.story.roots[len(leaves)] == archive.root(len(leaves))


def test_every_consistency_holds(shelf: Shelf, archive: Archive) -> None:
    """Each tree is proved to begin with each earlier one."""
    hashes = MemoryHashes(hash_leaves(shelf.story.entries))
    for new_size in range(hashes.size + 1):
        for old_size in range(new_size + 1):
            check_consistency(
                old_size=old_size,
                old_root=tree_root(old_size, hashes),
                new_size=new_size,
                new_root=archive.root(new_size),
                proof=archive.consistency(old_size, new_size),
            )


def test_sizes_that_the_log_has_not_reached_are_named(archive: Archive) -> None:
    """Nothing is proved about a tree that was never signed."""
    size = archive.tree_size

    with pytest.raises(TreeSizeNotRecordedError):
        archive.inclusion(0, size + 1)
    with pytest.raises(TreeSizeNotRecordedError):
        archive.consistency(1, size + 1)
    with pytest.raises(TreeSizeNotRecordedError):
        archive.consistency(2, 1)
    with pytest.raises(TreeSizeNotRecordedError):
        archive.root(-1)
    with pytest.raises(LeafNotRecordedError):
        archive.inclusion(size, size)


def test_tiles_are_those_of_the_entries(long_shelf: Shelf) -> None:
    """Every tile, full or partial, is what the entries alone give."""
    entries = long_shelf.story.entries
    hashes = MemoryHashes(hash_leaves(entries))
    with long_shelf.open() as archive:
        for tile in list_tiles(len(entries)):
            for width in range(1, tile.width + 1):
                one = Tile(level=tile.level, index=tile.index, width=width)
                first = one.index * 256
                expected = (
                    format_entry_bundle(entries[first : first + width])
                    if one.level is None
                    else format_tile(hashes.read_hashes(plan_tile(one)))
                )

                assert expected == archive.tile(format_tile_path(one))


@pytest.mark.parametrize(
    "path", ["tile/0/000.p/255", "tile/1/000", "tile/entries/001", "tile/2/000.p/1"]
)
def test_tiles_beyond_the_log_are_not_recorded(archive: Archive, path: str) -> None:
    """A tile that the log has not filled so far is named as such."""
    with pytest.raises(TileNotRecordedError):
        archive.tile(path)


@pytest.mark.parametrize("path", ["tile/0/000.p/0", "tile/0/0", "tile/64/000", "../ledger.db", ""])
def test_other_paths_are_refused(archive: Archive, path: str) -> None:
    """A tile has one spelling."""
    with pytest.raises(TilePathMalformedError):
        archive.tile(path)


def test_waiting_ends_with_the_next_entry(shelf: Shelf, archive: Archive) -> None:
    """Whoever waits is told as soon as the log has grown."""
    size = archive.tree_size
    rename(shelf)
    writer = threading.Timer(0.1, shelf.write)
    started = time.monotonic()
    writer.start()
    grown = archive.wait(size, 30)
    writer.join()

    assert size + 1 == grown
    assert time.monotonic() - started < 10


def test_waiting_ends_when_time_is_up(archive: Archive) -> None:
    """Without news the size stays what it was; without need nobody waits."""
    size = archive.tree_size

    assert size == archive.wait(size, 0.01)
    assert size == archive.wait(size - 1, 60)
