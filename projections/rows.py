"""Rows on their way into the tables: gathered while a batch is folded, then written at once."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Table, bindparam, insert, update

from ledger.evidence.canonical import Body, encode_body

Value = str | int | bool | None
Key = tuple[Value, ...]
Row = dict[str, Value]


class Rows:
    """What one batch adds and changes; nothing is read back, so order within it is all that counts.

    A row is added once, under its primary key; later steps change some of its
    columns. A change of a row of the same batch is merged into it.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._added: dict[Table, dict[Key, Row]] = {}
        self._changed: dict[Table, dict[Key, Row]] = {}

    def add(self, table: Table, row: Mapping[str, Value]) -> None:
        """Add one row, complete: absent columns are null."""
        whole: Row = dict.fromkeys(table.columns.keys())
        whole.update(row)
        key = tuple(whole[column.name] for column in table.primary_key)
        self._added.setdefault(table, {})[key] = whole

    def change(self, table: Table, key: Key, columns: Mapping[str, Value]) -> None:
        """Change some columns of the row with that primary key."""
        fresh = self._added.get(table, {}).get(key)
        if fresh is not None:
            fresh.update(columns)
        else:
            self._changed.setdefault(table, {}).setdefault(key, {}).update(columns)

    def write(self, connection: Connection) -> None:
        """Write everything, one call a table and set of columns."""
        for table, added in self._added.items():
            connection.execute(insert(table), list(added.values()))
        for table, changed in self._changed.items():
            self._write_changes(connection, table, changed)

    def _write_changes(
        self, connection: Connection, table: Table, changed: Mapping[Key, Row]
    ) -> None:
        names = [column.name for column in table.primary_key]
        by_columns: dict[tuple[str, ...], list[Row]] = {}
        for key, columns in changed.items():
            bound = {f"key_{name}": part for name, part in zip(names, key, strict=True)}
            by_columns.setdefault(tuple(sorted(columns)), []).append({**columns, **bound})
        for columns_set, parameters in by_columns.items():
            statement = update(table).values({name: bindparam(name) for name in columns_set})
            for name in names:
                statement = statement.where(table.c[name] == bindparam(f"key_{name}"))
            connection.execute(statement, parameters)


def instant(at: datetime) -> str:
    """Write a UTC instant so that text order is time order: 2020-12-17T09:00:00.000Z."""
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def body_text(body: Body) -> str:
    """Write a body as its canonical JSON."""
    return encode_body(body).decode("utf-8")
