"""The log as files: written under its own checkpoint only, read without trust."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.errors import LedgerError
from ledger.evidence.checkpoint import Checkpoint, open_checkpoint, seal_checkpoint
from ledger.evidence.files import FileTooLargeError, PartMissingError, TargetNotEmptyError
from ledger.evidence.keys import ed25519_algorithm, generate_log_signer, mldsa44_algorithm
from ledger.evidence.merkle import (
    MemoryHashes,
    check_inclusion,
    hash_leaves,
    prove_inclusion,
    tree_root,
)
from ledger.evidence.note import (
    NoteMalformedError,
    TreeHeadMalformedError,
    VKeyMalformedError,
    vkey_of,
)
from ledger.evidence.static_log import (
    MISSING_TOLD_MAX,
    FileUnexpectedError,
    LogSource,
    LogSourceMismatchError,
    TileAlteredError,
    open_log,
    write_log,
)
from ledger.evidence.tiles import (
    EntryBundleMalformedError,
    TileHashes,
    TileMalformedError,
    format_tile_path,
    list_tiles,
)

AT = datetime(2026, 11, 21, 14, 3, 8, tzinfo=UTC)
ORIGIN = "countersign.example/score"
SIGNERS = (generate_log_signer(mldsa44_algorithm), generate_log_signer(ed25519_algorithm))
VKEYS = tuple(vkey_of(ORIGIN, signer) for signer in SIGNERS)


def _entries(tree_size: int) -> list[bytes]:
    return [f"entry {index}".encode() for index in range(tree_size)]


def _source(entries: Sequence[bytes]) -> LogSource:
    root = tree_root(len(entries), MemoryHashes(hash_leaves(entries)))
    checkpoint = Checkpoint(origin=ORIGIN, size=len(entries), root=root)
    return LogSource(
        checkpoint_text=seal_checkpoint(checkpoint, SIGNERS, AT), vkeys=VKEYS, entries=iter(entries)
    )


def _faults(path: Path, entries: Sequence[bytes]) -> list[type[LedgerError]]:
    with open_log(path) as log:
        reader = MemoryHashes(hash_leaves(entries))
        return [type(fault) for fault in (*log.faults(), *log.tile_faults(reader))]


@pytest.mark.parametrize("tree_size", [0, 1, 255, 256, 257, 700, 65_537])
def test_log_has_exactly_the_files_of_its_size(tmp_path: Path, tree_size: int) -> None:
    """Checkpoint, keys and every tile of the tree: no file more, each as computed."""
    entries = _entries(tree_size)
    write_log(tmp_path / "log", _source(entries))
    found = {
        str(path.relative_to(tmp_path / "log"))
        for path in (tmp_path / "log").rglob("*")
        if path.is_file()
    }

    assert found == {
        "checkpoint",
        "vkeys.txt",
        *(format_tile_path(tile) for tile in list_tiles(tree_size)),
    }
    assert _faults(tmp_path / "log", entries) == []


@pytest.mark.parametrize("name", ["log", "log.zip"])
def test_log_is_read_back_and_proves(tmp_path: Path, name: str) -> None:
    """From the files alone: checkpoint opened, entries read, an inclusion proved."""
    entries = _entries(300)
    write_log(tmp_path / name, _source(entries))
    with open_log(tmp_path / name) as log:
        checkpoint = open_checkpoint(log.checkpoint_text, log.vkeys)
        proof = prove_inclusion(299, 300, TileHashes(300, log.read_tile))

        assert list(log.entries()) == entries
        assert (log.claimed_origin, log.claimed_size) == (ORIGIN, 300)
        check_inclusion(
            leaf_index=299,
            tree_size=checkpoint.size,
            leaf=hash_leaves(entries)[299],
            root=checkpoint.root,
            proof=proof,
        )


def test_empty_log_has_no_entries(tmp_path: Path) -> None:
    """A log of size 0 is a checkpoint and its keys."""
    source = _source([])
    write_log(tmp_path / "log", source)
    with open_log(tmp_path / "log") as log:
        assert list(log.entries()) == []
        assert source.claimed == (log.claimed_origin, 0)


def test_ed25519_key_comes_first(tmp_path: Path) -> None:
    """Foreign tools take the first line of vkeys.txt."""
    write_log(tmp_path / "log", _source(_entries(3)))
    with open_log(tmp_path / "log") as log:
        assert [vkey.algorithm for vkey in log.vkeys] == [ed25519_algorithm, mldsa44_algorithm]


def test_log_is_not_written_under_another_checkpoint(tmp_path: Path) -> None:
    """An exporter that lost, gained or changed an entry hands nothing over."""
    entries = _entries(5)
    spoilt = (entries[:-1], [*entries, b"more"], [*entries[:-1], b"other"], entries[::-1])
    for number, wrong in enumerate(spoilt):
        source = LogSource(
            checkpoint_text=_source(entries).checkpoint_text, vkeys=VKEYS, entries=wrong
        )
        with pytest.raises(LogSourceMismatchError):
            write_log(tmp_path / f"{number}.zip", source)

    assert list(tmp_path.iterdir()) == []


def test_log_is_not_written_over_something(tmp_path: Path) -> None:
    """The target must be new."""
    write_log(tmp_path / "log", _source(_entries(1)))
    with pytest.raises(TargetNotEmptyError):
        write_log(tmp_path / "log", _source(_entries(1)))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b"", NoteMalformedError),
        (b"\xff\n\n", NoteMalformedError),
        (b"origin\n1\nroot\n\n", TreeHeadMalformedError),
    ],
)
def test_checkpoint_that_is_none_is_refused(
    tmp_path: Path, text: bytes, error: type[LedgerError]
) -> None:
    """Without a size there is no log to read."""
    write_log(tmp_path / "log", _source(_entries(1)))
    (tmp_path / "log" / "checkpoint").write_bytes(text)

    with pytest.raises(error):
        open_log(tmp_path / "log")


def test_keys_are_read_strictly(tmp_path: Path) -> None:
    """A line of vkeys.txt is a vkey."""
    write_log(tmp_path / "log", _source(_entries(1)))
    for line, error in ((b"key\n", VKeyMalformedError), (b"\xff\n", NoteMalformedError)):
        (tmp_path / "log" / "vkeys.txt").write_bytes(line)
        with pytest.raises(error):
            open_log(tmp_path / "log")


def test_missing_files_are_told(tmp_path: Path) -> None:
    """Without checkpoint or keys there is no log; each missing tile is named."""
    entries = _entries(300)
    write_log(tmp_path / "log", _source(entries))
    (tmp_path / "log" / "tile" / "0" / "000").unlink()
    (tmp_path / "log" / "tile" / "entries" / "001.p" / "44").unlink()

    assert _faults(tmp_path / "log", entries) == [PartMissingError] * 3
    with open_log(tmp_path / "log") as log, pytest.raises(PartMissingError):
        list(log.entries())
    for name in ("vkeys.txt", "checkpoint"):
        (tmp_path / "log" / name).unlink()
        with pytest.raises(PartMissingError):
            open_log(tmp_path / "log")


def test_false_size_does_not_make_us_count_to_it(tmp_path: Path) -> None:
    """A checkpoint that claims 10^17 entries is answered at once."""
    write_log(tmp_path / "log", _source(_entries(3)))
    text = (tmp_path / "log" / "checkpoint").read_text().replace("\n3\n", f"\n{10**17}\n")
    (tmp_path / "log" / "checkpoint").write_text(text)
    with open_log(tmp_path / "log") as log:
        kinds = [type(fault) for fault in log.faults()]

    assert kinds == [PartMissingError] * MISSING_TOLD_MAX + [FileUnexpectedError] * 2


def test_strange_files_are_told(tmp_path: Path) -> None:
    """Tiles beyond the tree, narrower ones and anything else are no part of it."""
    entries = _entries(3)
    write_log(tmp_path / "log", _source(entries))
    for name in ("tile/0/000.p/2", "tile/1/000.p/1", "tile/0/0", "notes.txt", "b\udcff"):
        (tmp_path / "log" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "log" / name).write_bytes(b"")

    assert _faults(tmp_path / "log", entries) == [FileUnexpectedError] * 5


def test_altered_tile_is_told(tmp_path: Path) -> None:
    """Tiles of hashes are compared with the hashes of the entries."""
    entries = _entries(300)
    write_log(tmp_path / "log", _source(entries))
    tile = tmp_path / "log" / "tile" / "0" / "001.p" / "44"
    found = []
    for length in (44 * 32, 44 * 32 - 1, 8_193):
        tile.write_bytes(bytes(length))
        found.append(_faults(tmp_path / "log", entries))

    assert found == [[TileAlteredError], [TileAlteredError], [FileTooLargeError]]


def test_tile_of_another_length_proves_nothing(tmp_path: Path) -> None:
    """A proof over the files needs tiles as wide as the size says."""
    write_log(tmp_path / "log", _source(_entries(300)))
    (tmp_path / "log" / "tile" / "0" / "001.p" / "44").write_bytes(bytes(43 * 32))

    with open_log(tmp_path / "log") as log, pytest.raises(TileMalformedError):
        tree_root(300, TileHashes(300, log.read_tile))


def test_altered_entry_bundle_is_refused(tmp_path: Path) -> None:
    """A bundle that is not what its width says gives no entries."""
    write_log(tmp_path / "log", _source(_entries(3)))
    (tmp_path / "log" / "tile" / "entries" / "000.p" / "3").write_bytes(b"\x00")

    with open_log(tmp_path / "log") as log, pytest.raises(EntryBundleMalformedError):
        list(log.entries())
