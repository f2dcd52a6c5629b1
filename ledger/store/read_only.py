"""A ledger file opened for reading alone: the archive's side of the store.

SQLite itself refuses every write on these connections, and a file that is not
there is not made. A running writer is not disturbed: each look-up reads one
state of the file and lets it go.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment

from ledger.store.sqlite import LOCK_TIMEOUT_SECONDS, READERS_MAX, LedgerConnectionPool
from ledger.store.statements import (
    _ROW,
    StatementStore,
    StoredStatement,
    _LedgerFactory,
)


class _ReadOnlyFactory(_LedgerFactory):
    """Builds on the given file, and never writes to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.datastore.pool.close()
        self.datastore.pool = LedgerConnectionPool(
            db_name=f"{path.resolve().as_uri()}?mode=ro",
            lock_timeout=LOCK_TIMEOUT_SECONDS,
            max_overflow=READERS_MAX,
            pool_timeout=LOCK_TIMEOUT_SECONDS,
        )


class ReadOnlyStore(StatementStore):
    """The recorded statements of one ledger file, for any number of threads."""

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """Build on this ledger's file."""
        assert env.name == self.name, "the file alone says how it is opened"
        return _ReadOnlyFactory(self._path)

    def beginnings(self, start: int) -> Iterator[StoredStatement]:
        """Yield the first statement of each stream that began at leaf ``start`` or later."""
        rows = self._all(
            _ROW + "WHERE originator_version = 1 AND events.rowid > ? ORDER BY events.rowid",
            (start,),
        )
        return map(self._stored, rows)
