"""Rows on their way into the tables: gathered while a batch is folded, then written at once."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, insert, select, update

from ledger.domain.world import Act
from ledger.evidence.canonical import Body, spell_body

Value = str | int | bool | None
Key = tuple[Value, ...]
Row = dict[str, Value]

# One call for so many rows: fewer turns between Python and SQLite. With the widest table
# this stays below the number of values that SQLite takes in one statement (32 766).
_at_once = 200


class Rows:
    """What one batch adds and changes; nothing is read back, so order within it is all that counts.

    A row is added once, under its primary key; later steps change some of its
    columns. A change of a row of the same batch is merged into it.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._added: dict[Table, dict[Key, Row]] = {}
        self._changed: dict[Table, dict[Key, Row]] = {}

    def add(self, table: Table, row: Row) -> None:
        """Add one row, which is ours from now on; absent columns are null."""
        key = tuple(row[name] for name in _key_names(table))
        self._added.setdefault(table, {})[key] = row

    def change(self, table: Table, key: Key, columns: Mapping[str, Value]) -> None:
        """Change some columns of the row with that primary key."""
        fresh = self._added.get(table, {}).get(key)
        if fresh is not None:
            fresh.update(columns)
        else:
            self._changed.setdefault(table, {}).setdefault(key, {}).update(columns)

    def put(self, table: Table, row: Row, *, corrected: str | None) -> None:
        """Add a row that one statement made, or say it anew where that statement is corrected.

        A corrected row keeps its place; where it was corrected is noted beside it.
        """
        if corrected is None:
            self.add(table, row)
        else:
            kept = {"digest", "leaf_index", "recorded_at"}
            anew = {name: value for name, value in row.items() if name not in kept}
            self.change(table, (corrected,), anew)

    def write(self, connection: Connection) -> None:
        """Write everything, one call a table and set of columns."""
        for table, added in self._added.items():
            _insert(connection, table, added.values())
        for table, changed in self._changed.items():
            self._write_changes(connection, table, changed)

    def _write_changes(
        self, connection: Connection, table: Table, changed: Mapping[Key, Row]
    ) -> None:
        names = _key_names(table)
        by_columns: dict[tuple[str, ...], list[Row]] = {}
        for key, columns in changed.items():
            bound = {f"key_{name}": part for name, part in zip(names, key, strict=True)}
            by_columns.setdefault(tuple(sorted(columns)), []).append({**columns, **bound})
        for columns_set, parameters in by_columns.items():
            statement = update(table).values({name: bindparam(name) for name in columns_set})
            for name in names:
                statement = statement.where(table.c[name] == bindparam(f"key_{name}"))
            connection.execute(statement, parameters)


@cache
def _key_names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows past the per-row work of SQLAlchemy, which would cost more than all else."""
    compiled = insert(table).compile(dialect=connection.dialect)
    names = compiled.positiontup
    assert names is not None, "SQLite takes its values by place"
    head, values, one = str(compiled).partition(" VALUES ")
    given = [tuple(map(row.get, names)) for row in rows]
    for start in range(0, len(given), _at_once):
        some = given[start : start + _at_once]
        statement = head + values + ", ".join([one] * len(some))
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)))


@lru_cache(maxsize=4096)
def instant(at: datetime) -> str:
    """Write a UTC instant so that text order is time order: 2020-12-17T09:00:00.000Z."""
    assert at.tzinfo is UTC, "instants are UTC wherever they come from"
    return at.isoformat(timespec="milliseconds")[:-6] + "Z"


def body_text(body: Body) -> str:
    """Write a body that was recorded as its canonical JSON."""
    return spell_body(body).decode("utf-8")


def members_of(body: Body, names: str, *, unions: str = "") -> Row:
    """Return members of a body as columns: arrays and objects as JSON, the absent as null.

    ``unions`` names members that are a word or an object (amounts, acceptors):
    the word is JSON as well, so that the column is read in one way.
    """
    row = {name: _column(_member(body, name)) for name in names.split()}
    for name in unions.split():
        value = _member(body, name)
        row[name] = None if value is None else _json_of(value)
    return row


def _member(body: Body, name: str) -> object:
    """Return a member by its name in JSON: class and from end in an underscore here."""
    return getattr(body, name if hasattr(body, name) else f"{name}_", None)


def _column(value: object) -> Value:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case _:
            return _json_of(value)


def _json_of(value: object) -> str:
    """Write a part of a body as JSON, without a detour over plain values."""
    match value:
        case Body():
            return body_text(value)
        case tuple():
            return "[" + ",".join(map(_json_of, value)) + "]"
        case _:
            return _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def json_text(value: Any) -> str:  # noqa: ANN401 -- any JSON value
    """Write a JSON value for a column of text."""
    return _encode(value)


def made_by(act: Act) -> Row:
    """Name the statement that made a row so."""
    return {"digest": act.digest, "leaf_index": act.leaf_index}


def signed_by(act: Act) -> Row:
    """Name the statement that made a row so, who signed it and when it was recorded."""
    signer = act.statement.signer
    said: Row = {"party": signer.party, "person": signer.person, "recorded_at": instant(act.at)}
    return {**made_by(act), **said}


def rows_of(
    connection: Connection, table: Table, *wanted: ColumnElement[bool], parsed: str = ""
) -> list[dict[str, Any]]:
    """Return a table's rows in log order; the columns named in ``parsed`` are read as JSON."""
    order = [table.c[name] for name in ("leaf_index", "place") if name in table.c]
    query = select(table).where(*wanted).order_by(*order, *table.primary_key)
    names = parsed.split()
    return [
        {**row, **{name: json.loads(row[name] or "null") for name in names}}
        for row in connection.execute(query).mappings()
    ]
