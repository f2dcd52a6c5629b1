"""The world as the log stands, for whoever reads without a service: folded when asked for.

A stream is read and folded the first time that somebody asks for it, and kept
as long as this world is. It stays as it was when it was made.
"""

from collections.abc import Iterator
from datetime import datetime
from threading import RLock

from ledger.archive.past import Past, act_of
from ledger.domain.world import Act, Stream
from ledger.evidence.merkle import Hash, tree_root
from ledger.evidence.statement import Digest, StatementId, StreamName
from ledger.store.statements import StatementStore


class ArchivedWorld:
    """A World over a ledger file, as of one size of its log."""

    def __init__(self, store: StatementStore, size: int) -> None:
        """See the first ``size`` entries of the store."""
        self._store = store
        self._past = Past(store, self)
        self._folding = RLock()
        self.size = size

    def stream(self, name: StreamName) -> Stream | None:
        """Find a stream by name."""
        with self._folding:
            return self._past.stream_at(name, self.size)

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

    def deadlines(self) -> Iterator[tuple[datetime, StreamName]]:
        """Know no deadlines: what they bring is recorded by the service."""
        return iter(())
