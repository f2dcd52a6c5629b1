"""A ledger file opened for reading alone: the archive's side of the store.

SQLite itself refuses every write on these connections, and a file that is not
there is not made. A running writer is not disturbed: each look-up reads one
state of the file and lets it go.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.sqlite import SQLiteFactory
from eventsourcing.utils import Environment

from ledger.evidence.statement import Digest
from ledger.store.sqlite import LOCK_TIMEOUT_SECONDS, READERS_MAX, LedgerConnectionPool
from ledger.store.statements import StatementStore, StoredStatement


class ReadOnlyStore(StatementStore):
    """The recorded statements of one ledger file, for any number of threads."""

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """Build on this ledger's file, through connections that cannot write."""
        factory = super().construct_factory(env)
        assert isinstance(factory, SQLiteFactory), "the store builds on SQLite"
        factory.datastore.pool.close()
        factory.datastore.pool = LedgerConnectionPool(
            db_name=f"{self.path.resolve().as_uri()}?mode=ro",
            lock_timeout=LOCK_TIMEOUT_SECONDS,
            max_overflow=READERS_MAX,
            pool_timeout=LOCK_TIMEOUT_SECONDS,
        )
        return factory

    def beginnings(self, start: int) -> Iterator[StoredStatement]:
        """Yield the first statement of each stream that began at leaf ``start`` or later."""
        rows = self._all(
            "SELECT env FROM events WHERE originator_version = 1 AND rowid > ? ORDER BY rowid",
            (start,),
        )
        yield from self._found(rows)

    def of_kind(self, kind: str, start: int) -> Iterator[StoredStatement]:
        """Yield the statements of a kind that were recorded at leaf ``start`` or later."""
        rows = self._all(
            "SELECT env FROM events WHERE topic = ? AND rowid > ? ORDER BY rowid", (kind, start)
        )
        yield from self._found(rows)

    def _found(self, rows: Iterable[Any]) -> Iterator[StoredStatement]:
        for (env,) in rows:
            stored = self.find(Digest(f"sha256:{env.hex()}"))
            assert stored is not None, "it was there a moment ago, and nothing is deleted"
            yield stored
