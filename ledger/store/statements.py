"""The recorded statements of one ledger file: saving a batch, and every look-up.

An eventsourcing Application whose events are statements. It hands a batch's
entries, nodes and openings to the recorder along with the events, and answers
what the service, the archive and the rules' world ask of the store.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, Mapper, PersistenceError, StoredEvent
from eventsourcing.sqlite import SQLiteFactory
from eventsourcing.utils import Environment, EnvType

from ledger.errors import ConflictError, CorruptError, MalformedError
from ledger.evidence.entry import Entry, parse_entry
from ledger.evidence.statement import Digest, Statement, StatementId, StreamName
from ledger.store.hashes import StoredHashes
from ledger.store.mapper import (
    RowMismatchError,
    StatementEvent,
    StatementMapper,
    recall_row,
)
from ledger.store.sqlite import Append, LedgerDatastore, StatementRecorder

_ROW = (
    "SELECT events.rowid, originator_id, originator_version, topic, state, env, entry"
    " FROM events LEFT JOIN entries ON leaf_index = events.rowid - 1 "
)


class EntryMissingError(CorruptError):
    """Each recorded statement has its entry."""

    code = "entry-missing"
    message = "the statement at {leaf_index} has no readable entry"


class SaveFailedError(ConflictError):
    """A batch reaches the disk; when it does not, it can be sent again."""

    code = "save-failed"
    message = "the ledger file could not be written: {problem}"


class HeadMissingError(CorruptError):
    """A ledger file says where its log ends."""

    code = "head-missing"
    message = "the ledger file does not say where its log ends"


class FileMissingError(CorruptError):
    """A ledger's file is where its folder says."""

    code = "ledger-file-missing"
    message = "there is no ledger file {path}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """How many entries the log has, when the newest was recorded, and the checkpoint.

    While nothing is recorded, there is no checkpoint, and the time is "".
    """

    size: int
    newest_at: str
    checkpoint: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredStatement:
    """A recorded statement with its entry; what was signed, at its place."""

    leaf_index: int
    position: int
    statement: Statement
    entry: Entry
    entry_raw: bytes


class _Batch:
    """The statements of one batch; the library collects them as from one aggregate."""

    id = "batch"
    version = 1

    def __init__(self, events: Sequence[StatementEvent]) -> None:
        self._events = events

    def collect_events(self) -> Sequence[StatementEvent]:
        return self._events


class _LedgerFactory(SQLiteFactory):
    """Builds on the given file; the process environment has no say."""

    def __init__(self, path: Path) -> None:
        InfrastructureFactory.__init__(self, Environment("ledger", {}))
        self.datastore = LedgerDatastore(path)

    def application_recorder(self) -> StatementRecorder:
        return StatementRecorder(self.datastore)


class StatementStore(Application[str]):
    """One ledger file, open for reading and, by the lease's holder, for writing."""

    name = "ledger"

    def __init__(self, path: Path) -> None:
        """Open an existing ledger file.

        Raises:
            FileMissingError: There is none.
        """
        if not path.is_file():
            raise FileMissingError(path=str(path))
        self.path = path
        super().__init__()
        assert isinstance(self.factory, _LedgerFactory), "built by construct_factory"
        self._datastore = self.factory.datastore
        self.hashes = StoredHashes(self._datastore)

    @classmethod
    def create(cls, path: Path) -> "StatementStore":
        """Make an empty ledger file and open it."""
        factory = _LedgerFactory(path)
        StatementRecorder(factory.datastore).create_table()
        factory.close()
        return cls(path)

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Take nothing from the process environment: it could name a cipher or a module."""
        return Environment(name, env or {})

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """Build on this ledger's file."""
        assert env.name == self.name, "the file alone says how it is opened"
        return _LedgerFactory(self.path)

    def construct_mapper(self) -> Mapper[str]:
        """Store statements verbatim."""
        return StatementMapper()

    # --- writing ---------------------------------------------------------------

    def append(self, events: Sequence[StatementEvent], append: Append) -> None:
        """Record a batch durably, or nothing of it.

        Raises:
            HeadMovedError: Others wrote first; nothing was recorded.
            SaveFailedError: The disk failed; look whether it was recorded.
        """
        try:
            self.save(_Batch(events), append=append)
        except (PersistenceError, sqlite3.Error) as error:
            raise SaveFailedError(problem=str(error)) from error

    # --- reading ---------------------------------------------------------------

    def head(self) -> Head:
        """Say where the log ends, with the checkpoint that stands for it.

        Raises:
            HeadMissingError: The file does not say.
        """
        row = self._one(
            "SELECT ledger_head.size, newest_at, note FROM ledger_head"
            " LEFT JOIN checkpoint ON checkpoint.only = ledger_head.only",
            (),
        )
        if row is None:
            raise HeadMissingError
        return Head(size=row[0], newest_at=row[1], checkpoint=row[2])

    def checkpoint(self) -> str | None:
        """Give the newest checkpoint, None while nothing is recorded."""
        return self.head().checkpoint

    def entries(self, start: int, stop: int) -> list[bytes]:
        """Give the entries from ``start`` up to, not with, ``stop``."""
        rows = self._all(
            "SELECT entry FROM entries WHERE leaf_index >= ? AND leaf_index < ?"
            " ORDER BY leaf_index",
            (start, stop),
        )
        return [row[0] for row in rows]

    def time_at(self, leaf_index: int) -> datetime:
        """Say when an entry was recorded.

        Raises:
            EntryMissingError: The entry is not there or not readable.
        """
        row = self._one("SELECT entry FROM entries WHERE leaf_index = ?", (leaf_index,))
        return _entry(leaf_index, None if row is None else row[0]).at

    def range(self, start: int, stop: int) -> Iterator[StoredStatement]:
        """Yield the statements from leaf ``start`` up to, not with, ``stop``."""
        rows = self._all(
            _ROW + "WHERE events.rowid > ? AND events.rowid <= ? ORDER BY events.rowid",
            (start, stop),
        )
        return map(self._stored, rows)

    def history(
        self, stream: StreamName, *, after: int = 0, tree_size: int | None = None
    ) -> Iterator[StoredStatement]:
        """Yield a stream's statements in order, from after a position, up to a tree size."""
        rows = self._all(
            _ROW + "WHERE originator_id = ? AND originator_version > ? AND events.rowid <= ?"
            " ORDER BY originator_version",
            (stream, after, 2**62 if tree_size is None else tree_size),
        )
        return map(self._stored, rows)

    def find(self, digest: Digest) -> StoredStatement | None:
        """Find a statement by its digest."""
        row = self._one(_ROW + "WHERE env = ?", (bytes.fromhex(digest.removeprefix("sha256:")),))
        return None if row is None else self._stored(row)

    def place_of(self, digest: Digest) -> tuple[StreamName, int, int] | None:
        """Find the stream, position and leaf index of a statement without reading it."""
        row = self._one(
            "SELECT originator_id, originator_version, rowid FROM events WHERE env = ?",
            (bytes.fromhex(digest.removeprefix("sha256:")),),
        )
        return None if row is None else (StreamName(row[0]), row[1], row[2] - 1)

    def identified(
        self, statement_ids: Sequence[StatementId], tree_size: int
    ) -> dict[StatementId, Digest]:
        """Find the digests of the statements that have these ids, up to a tree size."""
        rows = self._all(
            "SELECT statement_id, env FROM events"
            " WHERE statement_id IN (SELECT value FROM json_each(?)) AND rowid <= ?",
            (json.dumps(statement_ids), tree_size),
        )
        return {row[0]: _digest(row[1]) for row in rows}

    def openings(self, leaf_index: int) -> dict[str, bytes]:
        """Give the openings of a statement that are still there, by commitment."""
        rows = self._all(
            "SELECT commitment, opening FROM openings WHERE leaf_index = ? ORDER BY commitment",
            (leaf_index,),
        )
        return {row[0]: row[1] for row in rows}

    def streams_named(self, *prefixes: str) -> list[StreamName]:
        """List the streams whose names begin so, in the order of their opening."""
        clause = " OR ".join("originator_id BETWEEN ? AND ?" for _ in prefixes)
        rows = self._all(
            f"SELECT originator_id FROM events WHERE originator_version = 1 AND ({clause})"  # noqa: S608 -- no value in it
            " ORDER BY rowid",
            [bound for prefix in prefixes for bound in (prefix, f"{prefix}\x7f")],
        )
        return [StreamName(row[0]) for row in rows]

    def armed(
        self, *, arms: Collection[str], rearms: Collection[str], disarms: Collection[str]
    ) -> list[StreamName]:
        """List the streams in which a clock may run, by the kinds that they had.

        They had a kind of ``arms``, and the last of ``disarms`` is not newer than
        the last of ``arms`` and ``rearms`` (a kind may do both).
        """
        armed = self._last_of(arms)
        rearmed, ended = self._last_of(rearms), self._last_of(disarms)
        return [
            StreamName(name)
            for name, last in armed.items()
            if max(last, rearmed.get(name, 0)) >= ended.get(name, 0)
        ]

    def _last_of(self, kinds: Collection[str]) -> dict[str, int]:
        rows = self._all(
            "SELECT originator_id, MAX(rowid) FROM events"
            " WHERE topic IN (SELECT value FROM json_each(?)) GROUP BY originator_id",
            (json.dumps(sorted(kinds)),),
        )
        return {row[0]: row[1] for row in rows}

    def _stored(self, row: sqlite3.Row) -> StoredStatement:
        rowid, stream, position, topic, state, env, entry_raw = row
        entry = _entry(rowid - 1, entry_raw)
        statement = recall_row(StoredEvent(stream, position, topic, state), entry.env)
        # By the column ``env`` a digest is looked up: it must lead to the statement's own row.
        if entry.seq != position or entry.env != _digest(env):
            raise RowMismatchError(stream=stream, position=position)
        return StoredStatement(
            leaf_index=rowid - 1,
            position=position,
            statement=statement,
            entry=entry,
            entry_raw=entry_raw,
        )

    def _one(self, query: str, values: Sequence[object]) -> sqlite3.Row | None:
        rows = self._all(query, values)
        return rows[0] if rows else None

    def _all(self, query: str, values: Sequence[object]) -> list[sqlite3.Row]:
        # One SELECT sees one state of the file: it needs no transaction around it.
        with (
            self._datastore.get_connection(commit=False) as connection,
            connection.cursor() as cursor,
        ):
            return cursor.execute(query, values).fetchall()


def _digest(column: bytes) -> Digest:
    return Digest(f"sha256:{column.hex()}")


def _entry(leaf_index: int, raw: bytes | None) -> Entry:
    try:
        return parse_entry(raw or b"")
    except MalformedError as error:
        raise EntryMissingError(leaf_index=leaf_index) from error
