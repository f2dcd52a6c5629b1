"""A ledger file read without trust: with sqlite3 alone, read-only, for the verifier.

Whoever altered the file may have altered anything in it. So the schema is
compared word by word with what was written, each cell's type is looked at before
it is used, and what cannot be read is a finding, never an exception.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from ledger.store.schema import COLUMNS, OBJECTS

R = TypeVar("R")

CELL_BYTES_MAX = 1_000_000
_SHOWN_MAX = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something about a ledger file that should not be: where, and what.

    Codes: ``file-unreadable``, ``file-damaged``, ``object-missing``,
    ``object-altered``, ``object-added``, ``row-unreadable``.
    """

    code: str
    place: str
    problem: str


class EventRow(NamedTuple):
    """A row of ``events``; only the types were looked at."""

    rowid: int
    stream: str
    position: int
    kind: str
    compact: bytes
    env: bytes
    statement_id: str


class EntryRow(NamedTuple):
    """A row of ``entries``."""

    leaf_index: int
    entry: bytes


class NodeRow(NamedTuple):
    """A row of ``nodes``."""

    level: int
    position: int
    hash: bytes


class OpeningRow(NamedTuple):
    """A row of ``openings``."""

    leaf_index: int
    commitment: str
    opening: bytes


class HeadRow(NamedTuple):
    """A row of ``ledger_head``; there should be one."""

    only: int
    size: int
    newest_at: str
    erasing: int


class CheckpointRow(NamedTuple):
    """A row of ``checkpoint``; there should be one, none while nothing is recorded."""

    only: int
    size: int
    note: str


class LedgerFile:
    """One ledger file, open for hostile reading; ``open_file`` makes it.

    Each reader yields rows in the order of their keys, and a finding in place
    of a row that cannot be used. Reading stops where the file is damaged.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read through a read-only connection."""
        self._connection = connection

    def schema(self) -> tuple[Finding, ...]:
        """Compare all that the file defines with what a ledger file defines."""
        try:
            found = self._connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        except sqlite3.Error as error:
            return (_unreadable("sqlite_master", error),)
        return tuple(_compare(found))

    def damage(self) -> tuple[Finding, ...]:
        """Ask SQLite whether pages, indexes and rows agree."""
        try:
            rows = self._connection.execute("PRAGMA integrity_check(20)").fetchall()
        except sqlite3.Error as error:
            return (_unreadable("integrity_check", error),)
        return tuple(
            Finding(code="file-damaged", place="file", problem=_shown(row[0]))
            for row in rows
            if row[0] != "ok"
        )

    def events(self) -> Iterator[EventRow | Finding]:
        """Yield the events by rowid."""
        return self._rows("events", EventRow._make, EventRow.__annotations__)

    def entries(self) -> Iterator[EntryRow | Finding]:
        """Yield the entries by leaf index."""
        return self._rows("entries", EntryRow._make, EntryRow.__annotations__)

    def nodes(self) -> Iterator[NodeRow | Finding]:
        """Yield the nodes by level and position."""
        return self._rows("nodes", NodeRow._make, NodeRow.__annotations__)

    def openings(self) -> Iterator[OpeningRow | Finding]:
        """Yield the openings by leaf index and commitment."""
        return self._rows("openings", OpeningRow._make, OpeningRow.__annotations__)

    def heads(self) -> Iterator[HeadRow | Finding]:
        """Yield the head's rows: one, unless somebody was here."""
        return self._rows("ledger_head", HeadRow._make, HeadRow.__annotations__)

    def checkpoints(self) -> Iterator[CheckpointRow | Finding]:
        """Yield the checkpoint's rows: one at most, unless somebody was here."""
        return self._rows("checkpoint", CheckpointRow._make, CheckpointRow.__annotations__)

    def _rows(
        self, table: str, make: Callable[[Iterable[object]], R], types: Mapping[str, type]
    ) -> Iterator[R | Finding]:
        # Only the table itself is read: an index may be made to hide a row.
        columns = ", ".join(COLUMNS[table])
        query = f"SELECT {columns} FROM main.{table} NOT INDEXED"  # noqa: S608 -- our own names
        try:
            for row in self._connection.execute(query):
                if all(type(cell) is kind for cell, kind in zip(row, types.values(), strict=True)):
                    yield make(row)
                else:
                    key = ", ".join(_shown(cell) for cell in row[:2])
                    yield Finding(
                        code="row-unreadable",
                        place=f"{table} ({key})",
                        problem="a cell holds another type",
                    )
        except sqlite3.Error as error:
            yield _unreadable(table, error)


@contextmanager
def open_file(path: Path) -> Iterator[LedgerFile]:
    """Open a ledger file for hostile reading; a file that cannot be read shows in each finding."""
    uri = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.text_factory = _text
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL_BYTES_MAX)
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA cell_size_check=ON")
        yield LedgerFile(connection)
    finally:
        connection.close()


def _compare(found: Sequence[tuple[object, object, object]]) -> Iterator[Finding]:
    unseen = dict(OBJECTS)
    for kind, name, ddl in found:
        place = f"{_shown(kind)} {_shown(name)}"
        wanted = unseen.pop((_shown(kind), _shown(name)), None)
        if ddl is None and kind == "index" and _shown(name).startswith("sqlite_autoindex_"):
            continue  # SQLite's own, for a key that a table declares
        if wanted is None:
            yield Finding(code="object-added", place=place, problem=_shown(ddl))
        elif wanted != ddl:
            yield Finding(code="object-altered", place=place, problem=_shown(ddl))
    for kind, name in unseen:
        yield Finding(code="object-missing", place=f"{kind} {name}", problem="it is not there")


def _text(raw: bytes) -> str | bytearray:
    """Read text; what is none gets a type that no column has."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return bytearray(raw)


def _shown(cell: object) -> str:
    return ascii(cell)[:_SHOWN_MAX] if not isinstance(cell, str) else cell[:_SHOWN_MAX]


def _unreadable(place: str, error: sqlite3.Error) -> Finding:
    return Finding(code="file-unreadable", place=place, problem=str(error))
