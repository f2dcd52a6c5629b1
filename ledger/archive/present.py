"""The world as the log stands, or stood, for whoever reads without a service.

A stream is read and folded the first time that somebody asks for it, and kept for
whoever asks next, at whatever size.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from ledger.archive.past import Past, act_of
from ledger.domain.world import Act, Stream
from ledger.evidence.merkle import Hash, tree_root
from ledger.evidence.statement import Digest, StatementId, StreamName
from ledger.store.statements import StatementStore

_STREAMS_MAX: Final = 4_096
_ALL: Final = 2**62  # more entries than any log has


class Worlds:
    """The world at every size that a ledger file's log has had."""

    def __init__(self, store: StatementStore) -> None:
        """Fold what is asked for from the store."""
        self._store = store
        self._past = Past(store, _Recorded(store, _ALL), streams_max=_STREAMS_MAX)

    def at(self, tree_size: int) -> "ArchivedWorld":
        """Return the world as it was when the log had so many entries."""
        return ArchivedWorld(self._store, self._past, tree_size)


class _Recorded:
    """What the store's first entries hold, by digest, id and place."""

    def __init__(self, store: StatementStore, size: int) -> None:
        self._store = store
        self.size = size

    def find(self, digest: Digest) -> Act | None:
        """Find a recorded statement by its digest."""
        stored = self._store.find(digest)
        return None if stored is None or stored.leaf_index >= self.size else act_of(stored)

    def place_of(self, digest: Digest) -> tuple[StreamName, int] | None:
        """Find where a recorded statement stands."""
        place = self._store.place_of(digest)
        return None if place is None or place[2] >= self.size else place[:2]

    def identified(self, statement_id: StatementId) -> Digest | None:
        """Find the digest of the statement that has this id."""
        return self._store.identified([statement_id], self.size).get(statement_id)

    def root_at(self, tree_size: int) -> Hash | None:
        """Return the root of the log's first entries, None past the end that it sees."""
        return tree_root(tree_size, self._store.hashes) if tree_size <= self.size else None

    def time_at(self, leaf_index: int) -> datetime:
        """Return when an entry was recorded."""
        return self._store.time_at(leaf_index)


class ArchivedWorld(_Recorded):
    """A World over a ledger file, as of one size of its log; it stays as it was made."""

    def __init__(self, store: StatementStore, past: Past, size: int) -> None:
        """See the first ``size`` entries of the store."""
        super().__init__(store, size)
        self._past = past

    def stream(self, name: StreamName) -> Stream | None:
        """Find a stream by name."""
        return self._past.stream_at(name, self.size)

    def deadlines(self) -> Iterator[tuple[datetime, StreamName]]:
        """Know no deadlines: what they bring is recorded by the service."""
        return iter(())
