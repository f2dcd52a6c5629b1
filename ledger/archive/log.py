"""The log's side of the archive: checkpoint, entries, proofs and tiles.

Nothing here looks into a statement; whoever may read nothing may read all of this.
"""

import time
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ledger.errors import CorruptError, NotRecordedError
from ledger.evidence.merkle import (
    Hash,
    HashReader,
    TreeSizeNotRecordedError,
    prove_consistency,
    prove_inclusion,
    tree_root,
)
from ledger.evidence.note import parse_tree_head
from ledger.evidence.tiles import (
    TILE_WIDTH,
    check_tile_recorded,
    format_entry_bundle,
    format_tile,
    parse_tile_path,
    plan_tile,
)
from ledger.store.read_only import ReadOnlyStore

ROWS: Final = 512  # read at once: a long read would hold back the file's write-ahead log
_POLL_SECONDS: Final = 0.05


class LogEmptyError(NotRecordedError):
    """A log has a checkpoint once its first statement is recorded."""

    code = "log-empty"
    message = "nothing is recorded yet"


class EntriesMissingError(CorruptError):
    """The ledger file holds every entry up to the head."""

    code = "entries-missing"
    message = "between {start} and {stop} the ledger file lacks an entry"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealed:
    """The newest checkpoint's text, with the size and root that it signs."""

    checkpoint: str
    origin: str
    size: int
    root: Hash


class Log:
    """One ledger's Merkle log as it is stored; many threads may read at once.

    Every answer is as of the newest commit when it was asked for. What is
    recorded never changes, so answers of different moments agree.
    """

    def __init__(self, store: ReadOnlyStore) -> None:
        """Read from an open ledger file."""
        self._store = store

    @property
    def tree_size(self) -> int:
        """How many entries the log has."""
        return self._store.head().size

    @property
    def hashes(self) -> HashReader:
        """The stored hashes of complete subtrees."""
        return self._store.hashes

    def checkpoint(self) -> str:
        """Return the newest checkpoint.

        Raises:
            LogEmptyError: Nothing is recorded yet.
        """
        text = self._store.checkpoint()
        if text is None:
            raise LogEmptyError
        return text

    def sealed(self) -> Sealed:
        """Return the newest checkpoint with what it says.

        Raises:
            LogEmptyError: Nothing is recorded yet.
            TreeHeadMalformedError: The stored text is no checkpoint.
        """
        text = self.checkpoint()
        origin, size, root = parse_tree_head(text.partition("\n\n")[0] + "\n")
        return Sealed(checkpoint=text, origin=origin, size=size, root=root)

    def root(self, tree_size: int) -> Hash:
        """Return the root of the log's first entries.

        Raises:
            TreeSizeNotRecordedError: The log is smaller.
        """
        self._demand_size(tree_size)
        return tree_root(tree_size, self.hashes)

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, bytes]]:
        """Yield leaf index and entry, from ``start`` up to ``stop`` or the log's end.

        Raises:
            EntriesMissingError: One in between is not there.
        """
        size = self.tree_size
        end = size if stop is None else min(stop, size)
        for first in range(start, end, ROWS):
            last = min(first + ROWS, end)
            yield from enumerate(self._entries(first, last), first)

    def time_at(self, leaf_index: int) -> datetime:
        """Return when an entry was recorded.

        Raises:
            EntryMissingError: There is no such entry.
        """
        return self._store.time_at(leaf_index)

    def size_at(self, moment: datetime) -> int:
        """Return how many entries were recorded by a moment; their times are in order.

        Raises:
            EntryMissingError: An entry is not there.
        """
        return bisect_right(range(self.tree_size), moment, key=self.time_at)

    def inclusion(self, leaf_index: int, tree_size: int) -> tuple[Hash, ...]:
        """Prove that an entry is in the tree of a size.

        Raises:
            TreeSizeNotRecordedError: The log is smaller than that.
            LeafNotRecordedError: A tree of that size has no such entry.
        """
        self._demand_size(tree_size)
        return prove_inclusion(leaf_index, tree_size, self.hashes)

    def consistency(self, old_size: int, new_size: int) -> tuple[Hash, ...]:
        """Prove that the tree of the newer size begins with that of the older.

        Raises:
            TreeSizeNotRecordedError: The log is smaller, or the sizes are not in order.
        """
        self._demand_size(new_size)
        return prove_consistency(old_size, new_size, self.hashes)

    def tile(self, path: str) -> bytes:
        """Return a tile of hashes or of entries, of any width that the log has reached.

        Raises:
            TilePathMalformedError: It is no path of a tile.
            TileNotRecordedError: The log has not grown to it.
        """
        tile = parse_tile_path(path)
        check_tile_recorded(tile, self.tree_size)
        if tile.level is not None:
            return format_tile(self.hashes.read_hashes(plan_tile(tile)))
        first = tile.index * TILE_WIDTH
        return format_entry_bundle(self._entries(first, first + tile.width))

    def wait(self, above: int, timeout_seconds: float) -> int:
        """Return the log's size once it is larger than ``above``, or when time is up.

        Polls: SQLite tells nobody of a commit. A look costs tens of microseconds.
        """
        deadline = time.monotonic() + timeout_seconds
        while (size := self.tree_size) <= above:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                break
            time.sleep(min(_POLL_SECONDS, remaining))
        return size

    def _entries(self, start: int, stop: int) -> list[bytes]:
        found = self._store.entries(start, stop)
        if len(found) != stop - start:
            raise EntriesMissingError(start=start, stop=stop)
        return found

    def _demand_size(self, tree_size: int) -> None:
        recorded = self.tree_size
        if not 0 <= tree_size <= recorded:
            raise TreeSizeNotRecordedError(old_size=tree_size, new_size=recorded)
