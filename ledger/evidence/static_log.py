"""The log as files: what ``/log/`` serves, written to and read from a folder or zip.

    checkpoint               the signed tree head
    vkeys.txt                the log's verifier keys, one a line, the Ed25519 one first
    tile/0/000.p/112         tiles of hashes
    tile/entries/000.p/112   the entries

Any C2SP tlog-tiles client can read it. Nothing here trusts it: the reader gives
bytes, and the root in an opened checkpoint decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Self

from ledger.errors import CorruptError, LedgerError, UnverifiedError
from ledger.evidence.files import (
    FileTarget,
    FileTree,
    PartMissingError,
    create_target,
    open_tree,
    printable,
    read_file,
    read_lines,
)
from ledger.evidence.keys import ed25519_algorithm
from ledger.evidence.merkle import HASH_BYTES, Frontier, Hash, HashReader, leaf_hash
from ledger.evidence.note import (
    NOTE_BYTES_MAX,
    NoteMalformedError,
    VKey,
    format_vkey,
    parse_tree_head,
    parse_vkey,
)
from ledger.evidence.tiles import (
    ENTRY_BYTES_MAX,
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    TilePathMalformedError,
    format_entry_bundle,
    format_tile,
    format_tile_path,
    list_tiles,
    parse_entry_bundle,
    parse_tile_path,
    plan_tile,
    tile_at,
)

CHECKPOINT_NAME: Final = "checkpoint"
VKEYS_NAME: Final = "vkeys.txt"
VKEY_BYTES_MAX: Final = 4_096
MISSING_TOLD_MAX: Final = 100  # a false size must not make us count to it
_TILE_BYTES_MAX: Final = TILE_WIDTH * HASH_BYTES
_ENTRY_BUNDLE_BYTES_MAX: Final = TILE_WIDTH * (2 + ENTRY_BYTES_MAX)


class LogSourceMismatchError(CorruptError):
    """A log is exported only under the checkpoint that its entries give."""

    code = "log-source-mismatch"
    message = "the entries to export do not give the root of their checkpoint of {size} entries"


class TileAlteredError(UnverifiedError):
    """A tile holds the hashes that the entries give."""

    code = "tile-altered"
    message = "{path} does not hold the hashes of the log's entries"


class FileUnexpectedError(UnverifiedError):
    """An export holds its own files only; others prove nothing."""

    code = "file-unexpected"
    message = "{name} is not part of this export"


@dataclass(frozen=True, kw_only=True)
class LogSource:
    """A log to write: its newest checkpoint, and every entry below it in order."""

    checkpoint_text: str
    vkeys: tuple[VKey, ...]
    entries: Iterable[bytes]

    @property
    def claimed(self) -> tuple[str, int]:
        """Origin and size, as the checkpoint says them."""
        origin, size, _ = _claimed_head(self.checkpoint_text)
        return origin, size


# --- writing -------------------------------------------------------------------


def write_log(target: Path, source: LogSource) -> None:
    """Write the log alone, as a new folder, or as a zip where the name ends so.

    Raises:
        TargetNotEmptyError: Something is there already.
        LogSourceMismatchError: Entries and checkpoint disagree.
    """
    with create_target(target) as out:
        pour_log(out, source)


def pour_log(out: FileTarget, source: LogSource) -> dict[str, str]:
    """Write the log's files; give the SHA-256 of those that no root proves.

    Holds one row of each level in memory, whatever the log's size.

    Raises:
        LogSourceMismatchError: Entries and checkpoint disagree.
    """
    ordered = sorted(source.vkeys, key=lambda vkey: vkey.algorithm != ed25519_algorithm)
    lines = [f"{format_vkey(vkey)}\n".encode() for vkey in ordered]
    digests = {
        CHECKPOINT_NAME: out.write(CHECKPOINT_NAME, (source.checkpoint_text.encode(),)),
        VKEYS_NAME: out.write(VKEYS_NAME, lines),
    }
    frontier = _pour_tiles(out, source.entries)
    _, size, root = _claimed_head(source.checkpoint_text)
    if (frontier.size, frontier.root()) != (size, root):
        raise LogSourceMismatchError(size=size)
    return digests


def _pour_tiles(out: FileTarget, entries: Iterable[bytes]) -> Frontier:
    """Write each tile when it is full, and the partial ones at the end."""
    frontier = Frontier.empty()
    rows: list[tuple[list[Hash], int]] = []  # of each level of tiles: hashes, index
    remaining = iter(entries)
    bundle_index = 0
    while bundle := list(islice(remaining, TILE_WIDTH)):
        tile = Tile(level=None, index=bundle_index, width=len(bundle))
        out.write(format_tile_path(tile), (format_entry_bundle(bundle),))
        bundle_index += 1
        for entry in bundle:
            for height, _, value in frontier.append(leaf_hash(entry)):
                if height % TILE_HEIGHT == 0:
                    _add_hash(out, rows, height // TILE_HEIGHT, value)
    for level, (row, index) in enumerate(rows):
        if row:
            _write_row(out, row, Tile(level=level, index=index, width=len(row)))
    return frontier


def _add_hash(out: FileTarget, rows: list[tuple[list[Hash], int]], level: int, value: Hash) -> None:
    """Add a hash to its level's open tile, and write the tile once it is full."""
    if level == len(rows):
        rows.append(([], 0))
    row, index = rows[level]
    row.append(value)
    if len(row) == TILE_WIDTH:
        _write_row(out, row, Tile(level=level, index=index))
        rows[level] = ([], index + 1)


def _write_row(out: FileTarget, row: Sequence[Hash], tile: Tile) -> None:
    """Write one tile of hashes."""
    out.write(format_tile_path(tile), (format_tile(row),))


# --- reading -------------------------------------------------------------------


def open_log(path: Path) -> "StaticLog":
    """Take up an exported log; nothing of it is verified yet.

    Raises:
        MalformedError: It is no log, by what is wrong.
        PartMissingError: Its checkpoint or its keys are not there.
    """
    tree = open_tree(path)
    try:
        return StaticLog(tree)
    except LedgerError:
        tree.close()
        raise


def _claimed_head(checkpoint_text: str) -> tuple[str, int, Hash]:
    """Read what a checkpoint says, without asking who signed it."""
    head, separator, _ = checkpoint_text.rpartition("\n\n")
    if not separator:
        raise NoteMalformedError(problem="no empty line divides text and signatures")
    return parse_tree_head(f"{head}\n")


class StaticLog:
    """A log's files, read as they are needed.

    ``claimed_origin`` and ``claimed_size`` are what the checkpoint says; only
    ``open_checkpoint`` says whether the log signed it.
    """

    def __init__(self, tree: FileTree) -> None:
        """Read the checkpoint and the keys."""
        self._tree = tree
        try:
            raw = read_file(tree, CHECKPOINT_NAME, NOTE_BYTES_MAX)
            self.checkpoint_text = raw.decode()
            lines = [line.decode() for line in read_lines(tree, VKEYS_NAME, VKEY_BYTES_MAX)]
        except UnicodeDecodeError as error:
            raise NoteMalformedError(problem="UTF-8 does not say it") from error
        self.vkeys = tuple(parse_vkey(line) for line in lines)
        self.claimed_origin, self.claimed_size, _ = _claimed_head(self.checkpoint_text)

    def read_tile(self, path: str) -> bytes:
        """Read a tile of hashes, as ``TileHashes`` asks for it.

        Raises:
            PartMissingError: It is not there.
            FileTooLargeError: It is longer than any tile.
        """
        return read_file(self._tree, path, _TILE_BYTES_MAX)

    def entries(self) -> Iterator[bytes]:
        """Give every entry of the claimed size, in order.

        Raises:
            PartMissingError: A bundle is not there.
            EntryBundleMalformedError: A bundle is not what its width says.
        """
        for tile in list_tiles(self.claimed_size):
            if tile.level is not None:
                return
            path = format_tile_path(tile)
            yield from parse_entry_bundle(
                read_file(self._tree, path, _ENTRY_BUNDLE_BYTES_MAX), tile
            )

    def tile_faults(self, reader: HashReader) -> Iterator[LedgerError]:
        """Give each fault of the tiles of hashes, beside a tree known to be right."""
        for tile in list_tiles(self.claimed_size):
            if tile.level is None:
                continue
            path = format_tile_path(tile)
            try:
                is_right = self.read_tile(path) == format_tile(reader.read_hashes(plan_tile(tile)))
            except LedgerError as error:
                yield error
            else:
                if not is_right:
                    yield TileAlteredError(path=path)

    def has_part(self, name: str) -> bool:
        """Whether a name is one of the log's own files at its claimed size."""
        if name in {CHECKPOINT_NAME, VKEYS_NAME}:
            return True
        try:
            tile = parse_tile_path(name)
        except TilePathMalformedError:
            return False
        return tile == tile_at(tile.level, tile.index, self.claimed_size)

    def missing(self) -> Iterator[LedgerError]:
        """Give the log's files that are not there, the first hundred."""
        paths = (format_tile_path(tile) for tile in list_tiles(self.claimed_size))
        absent = (path for path in paths if path not in self._tree.names)
        for path in islice(absent, MISSING_TOLD_MAX):
            yield PartMissingError(name=path)

    def faults(self) -> Iterator[LedgerError]:
        """Give what is missing from an export of the log alone, or should not be there."""
        yield from self.missing()
        for name in sorted(self._tree.names):
            if not self.has_part(name):
                yield FileUnexpectedError(name=printable(name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the files."""
        self._tree.close()
