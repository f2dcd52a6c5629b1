"""The SQLite recorder: everything of one batch in one transaction, or nothing.

The first statement of the transaction moves the head from the size that the
batch was decided on; when no row changes, somebody else wrote, and nothing of
the batch is written. The checkpoint is signed only after that, so that two
checkpoints of one size can never both be signed and stored.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from ledger.errors import ConflictError
from ledger.evidence.merkle import Node
from ledger.store.schema import BEGINNING, COLUMNS, EVENTS_TABLE, INDEXES, PRAGMAS, TABLES, TRIGGERS

LOCK_TIMEOUT_SECONDS = 30
READERS_MAX = 128
_ROWS_AT_ONCE = (256, 32, 8, 1)  # few statements, all of which SQLite keeps prepared


class HeadMovedError(ConflictError):
    """A batch is recorded on the head that it was decided on."""

    code = "head-moved"
    message = "the log no longer ends at {tree_size} entries"


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """What is stored beside one event: its entry, its look-ups, its openings.

    ``openings`` are pairs of commitment and opening.
    """

    env: bytes
    statement_id: str
    entry: bytes
    openings: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Append:
    """What goes into the transaction beside the events, in their order.

    ``seal`` signs the new checkpoint; it is called once the head has moved.
    ``erased`` are the commitments whose openings go.
    """

    tree_size: int
    newest_at: str
    leaves: tuple[Leaf, ...]
    nodes: tuple[Node, ...]
    seal: Callable[[], str]
    erased: tuple[str, ...] = ()


class LedgerConnectionPool(SQLiteConnectionPool):
    """Connections that sync each commit and overwrite what is deleted."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(pragma)
        return connection


class LedgerDatastore(SQLiteDatastore):
    """One ledger file, opened by path; streams are named by text."""

    def __init__(self, path: Path) -> None:
        """Open the file; SQLite creates it when it is not there."""
        super().__init__(path.resolve().as_uri(), originator_id_type="text")
        self.pool.close()
        self.pool = LedgerConnectionPool(
            db_name=path.resolve().as_uri(),
            lock_timeout=LOCK_TIMEOUT_SECONDS,
            pool_size=4,
            max_overflow=READERS_MAX,
            pool_timeout=LOCK_TIMEOUT_SECONDS,
        )


class StatementRecorder(SQLiteApplicationRecorder):
    """Records events with their entries, nodes, openings, head and checkpoint."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        """Record in the ledger's own table of events."""
        super().__init__(datastore, events_table_name=EVENTS_TABLE)

    def construct_create_table_statements(self) -> list[str]:
        """Give the whole schema of a new ledger file."""
        return [*TABLES.values(), *INDEXES.values(), *TRIGGERS.values(), BEGINNING]

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: object
    ) -> Sequence[int]:
        """Write a batch inside the transaction that the library has begun.

        Raises:
            HeadMovedError: Others wrote first; the transaction is rolled back.
        """
        append = kwargs["append"]
        assert isinstance(append, Append), "events are recorded with their entries"
        size = append.tree_size + len(stored_events)
        cursor = c.sqlite_cursor
        # BEGIN was deferred: this write takes the lock before anything is read.
        cursor.execute(
            "UPDATE ledger_head SET size = ?, newest_at = ? WHERE size = ?",
            (size, append.newest_at, append.tree_size),
        )
        if cursor.rowcount != 1:
            raise HeadMovedError(tree_size=append.tree_size)
        _insert_leaves(cursor, stored_events, append)
        if append.erased:
            _erase(cursor, append.erased)
        cursor.execute("INSERT OR REPLACE INTO checkpoint VALUES (0, ?, ?)", (size, append.seal()))
        return list(range(append.tree_size + 1, size + 1))


def _insert_leaves(
    cursor: sqlite3.Cursor, stored_events: Sequence[StoredEvent], append: Append
) -> None:
    first = append.tree_size
    events = [
        (
            position,
            event.originator_id,
            event.originator_version,
            event.topic,
            event.state,
            leaf.env,
            leaf.statement_id,
        )
        for position, (event, leaf) in enumerate(
            zip(stored_events, append.leaves, strict=True), first + 1
        )
    ]
    openings = [
        (index, commitment, opening)
        for index, leaf in enumerate(append.leaves, first)
        for commitment, opening in leaf.openings
    ]
    _insert(cursor, "events", events)
    _insert(cursor, "entries", [(at, leaf.entry) for at, leaf in enumerate(append.leaves, first)])
    _insert(cursor, "nodes", append.nodes)
    _insert(cursor, "openings", openings)


def _insert(cursor: sqlite3.Cursor, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows, many in one statement.

    ``executemany`` lets go of the interpreter's lock for each row, and the
    writer would have to win it back from every waiting thread.
    """
    row_text = f"({', '.join('?' * len(COLUMNS[table]))})"
    start = 0
    for count in _ROWS_AT_ONCE:
        query = f"INSERT INTO {table} VALUES {', '.join([row_text] * count)}"  # noqa: S608 -- ours
        while len(rows) - start >= count:
            cursor.execute(query, [cell for row in rows[start : start + count] for cell in row])
            start += count


def _erase(cursor: sqlite3.Cursor, commitments: Sequence[str]) -> None:
    """Delete openings; the only way on which the trigger lets them go."""
    cursor.execute("UPDATE ledger_head SET erasing = 1")
    cursor.executemany("DELETE FROM openings WHERE commitment = ?", [(one,) for one in commitments])
    cursor.execute("UPDATE ledger_head SET erasing = 0")
