"""Opening the file that holds the views: SQLite in WAL mode, one writer at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event

_busy_seconds = 30


def open_engine(path: Path, synchronous: Literal["NORMAL", "FULL"]) -> Engine:
    """Return an engine on a SQLite file, made if there is none.

    In WAL mode NORMAL never tears the file: a power cut can take the newest
    transactions, which the archive gives again. FULL is for what it cannot give.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": _busy_seconds}
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        # The driver begins transactions late and only before DML; we say where they begin.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection inside the one writing transaction; it commits or leaves no trace."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection
