"""The log as static files: C2SP tlog-tiles of height 8.

    tile/0/x001/x234/067         256 leaf hashes: a full tile, 8 192 bytes
    tile/1/000.p/17              17 hashes of full tiles below: a partial tile
    tile/entries/000.p/112       112 entries, each with its length in front

A tile of level L holds hashes of complete subtrees of height 8 L, so a tree's
tiles follow from its size alone. Paths are parsed strictly: what was parsed is
formatted again and compared.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger.errors import MalformedError, NotRecordedError
from ledger.evidence.merkle import HASH_BYTES, Coordinate, Hash, node_hash

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
ENTRY_BYTES_MAX = 65_535  # what a u16 length can say
_LEVEL_MAX = 63
_PATH = re.compile(
    r"tile/(?P<level>entries|[0-9]{1,2})/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/(?P<width>[0-9]{1,3}))?"
)


class TilePathMalformedError(MalformedError):
    """A tile has one spelling; every other path is refused."""

    code = "tile-path-malformed"
    message = "{path} is not the path of a tile"


class TileMalformedError(MalformedError):
    """A tile is exactly as many hashes as its width says."""

    code = "tile-malformed"
    message = "{path} has {found} bytes, its width needs {expected}"


class EntryBundleMalformedError(MalformedError):
    """An entry bundle is exactly as many entries as its width says."""

    code = "entry-bundle-malformed"
    message = "{path}: {problem}"


class EntryTooLongError(MalformedError):
    """An entry's length must fit the two bytes in front of it."""

    code = "entry-too-long"
    message = "an entry has {found} bytes, a bundle holds at most 65535"


class TileNotRecordedError(NotRecordedError):
    """The tree has not grown to this tile."""

    code = "tile-not-recorded"
    message = "a tree of {tree_size} entries has no {path}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """Which tile: a row of hashes, or of entries where ``level`` is None."""

    level: int | None
    index: int
    width: int = TILE_WIDTH

    @property
    def is_partial(self) -> bool:
        """Whether the tree ended within this tile."""
        return self.width < TILE_WIDTH


# --- paths -------------------------------------------------------------------


def format_tile_path(tile: Tile) -> str:
    """Spell a tile's path, below the log's prefix."""
    groups = [f"{tile.index % 1000:03d}"]
    rest = tile.index // 1000
    while rest:
        groups.insert(0, f"x{rest % 1000:03d}")
        rest //= 1000
    level = "entries" if tile.level is None else tile.level
    suffix = f".p/{tile.width}" if tile.is_partial else ""
    return f"tile/{level}/{'/'.join(groups)}{suffix}"


def parse_tile_path(path: str) -> Tile:
    """Read a tile's path, below the log's prefix.

    Raises:
        TilePathMalformedError: It is not spelt as ``format_tile_path`` does.
    """
    match = _PATH.fullmatch(path)
    if match is None:
        raise TilePathMalformedError(path=path)
    tile = Tile(
        level=None if match["level"] == "entries" else int(match["level"]),
        index=int(match["index"].replace("x", "").replace("/", "")),
        width=TILE_WIDTH if match["width"] is None else int(match["width"]),
    )
    in_range = (tile.level or 0) <= _LEVEL_MAX and 0 < tile.width <= TILE_WIDTH
    if not in_range or format_tile_path(tile) != path:
        raise TilePathMalformedError(path=path)
    return tile


# --- which tiles a tree has ------------------------------------------------------


def hash_level(tile: Tile) -> int:
    """Give the height of the subtrees that a tile lists; entries count as leaves."""
    return TILE_HEIGHT * (tile.level or 0)


def check_tile_recorded(tile: Tile, tree_size: int) -> None:
    """Hold only if a tree of that size fills the tile up to its width.

    A narrower tile than the newest is fine: it was served once, and clients
    that keep an older checkpoint may still ask for it.

    Raises:
        TileNotRecordedError: The tree is smaller.
    """
    if tile.index * TILE_WIDTH + tile.width > tree_size >> hash_level(tile):
        raise TileNotRecordedError(tree_size=tree_size, path=format_tile_path(tile))


def tile_at(level: int | None, index: int, tree_size: int) -> Tile | None:
    """Give a tile as wide as the tree makes it, or None where the tree has none."""
    first = Tile(level=level, index=index, width=1)
    width = min((tree_size >> hash_level(first)) - index * TILE_WIDTH, TILE_WIDTH)
    return Tile(level=level, index=index, width=width) if width > 0 else None


def _row_tiles(level: int | None, row_length: int) -> Iterator[Tile]:
    """Give the tiles of one row, the partial one last; an empty tile is none."""
    full, width = divmod(row_length, TILE_WIDTH)
    for index in range(full):
        yield Tile(level=level, index=index)
    if width:
        yield Tile(level=level, index=full, width=width)


def list_tiles(tree_size: int) -> Iterator[Tile]:
    """Give every tile of a tree, once: entry bundles first, then level by level."""
    yield from _row_tiles(None, tree_size)
    level, row_length = 0, tree_size
    while row_length:
        yield from _row_tiles(level, row_length)
        level, row_length = level + 1, row_length >> TILE_HEIGHT


def plan_tile(tile: Tile) -> tuple[Coordinate, ...]:
    """Name the hashes that make up a tile of hashes, for a HashReader to read."""
    first = tile.index * TILE_WIDTH
    level = hash_level(tile)
    return tuple((level, index) for index in range(first, first + tile.width))


# --- bytes -------------------------------------------------------------------


def format_tile(hashes: Sequence[Hash]) -> bytes:
    """Lay out a tile: its hashes, one after the other."""
    return b"".join(hashes)


def parse_tile(raw: bytes, tile: Tile) -> tuple[Hash, ...]:
    """Read a tile's hashes.

    Raises:
        TileMalformedError: It is not as long as its width says.
    """
    expected = tile.width * HASH_BYTES
    if len(raw) != expected:
        raise TileMalformedError(path=format_tile_path(tile), found=len(raw), expected=expected)
    return tuple(Hash(raw[at : at + HASH_BYTES]) for at in range(0, expected, HASH_BYTES))


def format_entry_bundle(entries: Iterable[bytes]) -> bytes:
    """Lay out a bundle: for each entry u16 length, big-endian, and its bytes.

    Raises:
        EntryTooLongError: An entry's length does not fit its prefix.
    """
    parts = []
    for entry in entries:
        if len(entry) > ENTRY_BYTES_MAX:
            raise EntryTooLongError(found=len(entry))
        parts += [len(entry).to_bytes(2, "big"), entry]
    return b"".join(parts)


def parse_entry_bundle(raw: bytes, tile: Tile) -> tuple[bytes, ...]:
    """Read a bundle's entries.

    Raises:
        EntryBundleMalformedError: It ends early, late, or holds another number.
    """
    entries: list[bytes] = []
    at, end = 0, len(raw)
    while at < end and len(entries) < tile.width:
        start = at + 2
        at = start + int.from_bytes(raw[at:start], "big")
        entries.append(raw[start:at])
    if at != end:
        problem = "bytes follow its last entry" if at < end else "its last entry is cut off"
        raise EntryBundleMalformedError(path=format_tile_path(tile), problem=problem)
    if len(entries) != tile.width:
        problem = f"it holds {len(entries)} entries of {tile.width}"
        raise EntryBundleMalformedError(path=format_tile_path(tile), problem=problem)
    return tuple(entries)


# --- a tree over tiles -----------------------------------------------------------


class TileHashes:
    """A HashReader over a log's tiles, wherever they are.

    Computes what lies between two levels of tiles; reads each tile once for
    each call. What it reads is only as good as the root it is checked against.
    """

    def __init__(self, tree_size: int, read_tile: Callable[[str], bytes]) -> None:
        """Read the tiles of a tree of ``tree_size`` entries by their paths."""
        self.tree_size = tree_size
        self._read_tile = read_tile

    def read_hashes(self, coordinates: Sequence[Coordinate]) -> Sequence[Hash]:
        """Give the hash at each coordinate, in the order asked.

        Raises:
            TileNotRecordedError: A subtree is not complete at this size.
            TileMalformedError: A tile is not as long as the size demands.
        """
        places = [self._place(level, index) for level, index in coordinates]
        rows = {
            tile: parse_tile(self._read_tile(format_tile_path(tile)), tile)
            for tile in dict.fromkeys(tile for tile, _, _ in places)
        }
        return [_subtree_hash(rows[tile][start:end]) for tile, start, end in places]

    def _place(self, level: int, index: int) -> tuple[Tile, int, int]:
        """Find a subtree: its tile, as wide as the size makes it, and where in it."""
        tile_level, height = divmod(level, TILE_HEIGHT)
        tile_index, start = divmod(index << height, TILE_WIDTH)
        end = start + (1 << height)
        tile = tile_at(tile_level, tile_index, self.tree_size)
        if tile is None or tile.width < end:
            missing = Tile(level=tile_level, index=tile_index, width=end)
            raise TileNotRecordedError(tree_size=self.tree_size, path=format_tile_path(missing))
        return tile, start, end


def _subtree_hash(row: Sequence[Hash]) -> Hash:
    """Hash a whole row of 2^n neighbours up to the one above them."""
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]
