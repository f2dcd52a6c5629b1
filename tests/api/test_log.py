"""The log for everybody: what a foreign client of tlog-tiles finds."""

import pytest

from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.entry import parse_entry
from ledger.evidence.merkle import hash_leaves, tree_root
from ledger.evidence.tiles import Tile, TileHashes, format_tile_path, list_tiles, parse_entry_bundle
from tests.api.house import House, assert_error_shape


def test_the_checkpoint_holds_under_every_key_of_the_log(library: House) -> None:
    """The checkpoint is a signed note of the whole log."""
    answer = library.get("/log/checkpoint")

    checkpoint = open_checkpoint(answer.text, library.it.folder.vkeys())

    assert (answer.content_type, checkpoint.size) == ("text/plain; charset=utf-8", library.size)
    assert answer.headers["Cache-Control"] == "public, max-age=5"


def test_the_tiles_give_the_root_that_is_signed(library: House) -> None:
    """Whoever has the tiles can compute the checkpoint's root."""
    checkpoint = open_checkpoint(library.get("/log/checkpoint").text, library.it.folder.vkeys())
    reader = TileHashes(checkpoint.size, lambda path: library.get(f"/log/{path}").data)

    assert tree_root(checkpoint.size, reader) == checkpoint.root


def test_the_entries_are_the_leaves(library: House) -> None:
    """An entry bundle holds the bytes that the tree hashes, and they name nobody."""
    tile = Tile(level=None, index=0, width=library.size)
    entries = parse_entry_bundle(library.get(f"/log/{format_tile_path(tile)}").data, tile)

    hashes = hash_leaves(entries)

    assert hashes[0] == library.it.archive.hashes.read_hashes([(0, 0)])[0]
    assert [parse_entry(entry).env for entry in entries[:1]] == [library.told.ledger]


def test_every_tile_may_be_kept_for_ever(library: House) -> None:
    """A tile never changes, so that caches and mirrors need to ask once."""
    for tile in list_tiles(library.size):
        answer = library.get(f"/log/{format_tile_path(tile)}")

        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/log/checkpoint", "/log/tile/0/999", "/log/nothing"])
def test_every_origin_may_read_the_log(library: House, path: str) -> None:
    """A page of anybody can check the log in a browser, also where there is nothing."""
    answer = library.get(path)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/log/tile/0/000", 404, "tile-not-recorded"),
        ("/log/tile/0/0", 400, "tile-path-malformed"),
        ("/log/tile/0/000.p/0", 400, "tile-path-malformed"),
        ("/log/tile/00/000", 400, "tile-path-malformed"),
        ("/log/tile/entries/../../keys/system", 400, "tile-path-malformed"),
        ("/log/tile/%2e%2e/%2e%2e/keys/system", 400, "tile-path-malformed"),
        ("/log/tile/entries/000?x=1", 400, "fields-malformed"),
        ("/log/nothing", 404, "route-unknown"),
    ],
)
def test_other_paths_are_refused(library: House, path: str, status: int, code: str) -> None:
    """A tile has one path; nothing else under the prefix is a file."""
    assert_error_shape(library.get(path), status, code)
