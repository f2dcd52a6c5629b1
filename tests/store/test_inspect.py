"""A ledger file is read without trust: ledger.store.inspect."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.store.inspect import (
    CheckpointRow,
    EntryRow,
    EventRow,
    Finding,
    HeadRow,
    LedgerFile,
    NodeRow,
    OpeningRow,
    open_file,
)
from ledger.store.schema import OBJECTS, TABLES, TRIGGERS
from ledger.store.statements import StatementStore

ROWS = (
    "INSERT INTO events VALUES (1, 'ledger/main', 1, 'ledger.founded.v1', x'01', x'02', 'id')",
    "INSERT INTO entries VALUES (0, x'03')",
    "INSERT INTO nodes VALUES (0, 0, x'04')",
    "INSERT INTO openings VALUES (0, 'commitment', x'05')",
    "INSERT INTO checkpoint VALUES (0, 1, 'note')",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a ledger file with a row in each table."""
    path = tmp_path / "ledger.db"
    StatementStore.create(path).close()
    change(path, *ROWS)
    return path


def change(path: Path, *statements: str) -> None:
    """Change a file as its operator could."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def file(path: Path) -> Iterator[LedgerFile]:
    """Open the file for hostile reading."""
    with open_file(path) as opened:
        yield opened


def findings(path: Path) -> list[tuple[str, str]]:
    """Return what is wrong with the file's schema."""
    with open_file(path) as opened:
        return [(finding.code, finding.place) for finding in opened.schema()]


def test_an_untouched_file_has_no_findings(file: LedgerFile) -> None:
    """What was written is what is expected, word by word."""
    assert file.schema() == ()
    assert file.damage() == ()


def test_every_row_is_read(file: LedgerFile) -> None:
    """Each table has its reader."""
    assert list(file.events()) == [
        EventRow(1, "ledger/main", 1, "ledger.founded.v1", b"\x01", b"\x02", "id")
    ]
    assert list(file.entries()) == [EntryRow(0, b"\x03")]
    assert list(file.nodes()) == [NodeRow(0, 0, b"\x04")]
    assert list(file.openings()) == [OpeningRow(0, "commitment", b"\x05")]
    assert list(file.heads()) == [HeadRow(0, 0, "", 0)]
    assert list(file.checkpoints()) == [CheckpointRow(0, 1, "note")]


@pytest.mark.parametrize(("kind", "name"), [key for key in OBJECTS if key[0] != "table"])
def test_each_missing_index_and_trigger_is_found(path: Path, kind: str, name: str) -> None:
    """Nothing that guards the file can be dropped unseen."""
    change(path, f"DROP {kind} {name}")

    assert findings(path) == [("object-missing", f"{kind} {name}")]


@pytest.mark.parametrize("table", TABLES)
def test_each_missing_table_is_found(path: Path, table: str) -> None:
    """Reading a table that is not there is a finding, too."""
    change(path, *(f"DROP TRIGGER {name}" for name in TRIGGERS), f"DROP TABLE {table}")

    assert ("object-missing", f"table {table}") in findings(path)


@pytest.mark.parametrize(
    ("ddl", "place"),
    [
        ("CREATE TABLE extra (x)", "table extra"),
        ("CREATE VIEW extra AS SELECT 1", "view extra"),
        ("CREATE INDEX extra ON events (topic)", "index extra"),
        (
            "CREATE TRIGGER extra AFTER INSERT ON events BEGIN DELETE FROM openings; END",
            "trigger extra",
        ),
    ],
)
def test_each_added_object_is_found(path: Path, ddl: str, place: str) -> None:
    """A ledger file holds nothing else."""
    change(path, ddl)

    assert findings(path) == [("object-added", place)]


def test_an_altered_trigger_is_found(path: Path) -> None:
    """A trigger of the right name that does nothing is not the right trigger."""
    change(
        path,
        "DROP TRIGGER events_refuse_update",
        "CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events BEGIN SELECT 1; END",
    )

    assert findings(path) == [("object-altered", "trigger events_refuse_update")]


def test_an_altered_table_is_found(path: Path) -> None:
    """A column more, or a type less, shows."""
    change(path, "ALTER TABLE entries ADD COLUMN extra TEXT")

    assert findings(path) == [("object-altered", "table entries")]


def test_cells_of_other_types_are_findings(path: Path) -> None:
    """Where the table no longer holds its types, each such row is told and the rest read."""
    change(
        path,
        "DROP TABLE entries",
        "CREATE TABLE entries (leaf_index, entry)",
        "INSERT INTO entries VALUES ('x', 7), (0, x'03'), (1, CAST(x'ff' AS TEXT))",
    )

    with open_file(path) as opened:
        rows = list(opened.entries())

    assert rows[1] == EntryRow(0, b"\x03")
    unreadable = [rows[0], rows[2]]
    assert [row.place for row in unreadable if isinstance(row, Finding)] == [
        "entries (x, 7)",
        "entries (1, bytearray(b'\\xff'))",
    ]


def test_a_missing_table_ends_its_reading(path: Path) -> None:
    """What cannot be read is a finding, never an exception."""
    change(path, "DROP TABLE nodes")

    with open_file(path) as opened:
        rows = list(opened.nodes())

    assert [row.code for row in rows if isinstance(row, Finding)] == ["file-unreadable"]


def test_an_oversized_cell_ends_its_reading(path: Path) -> None:
    """Nobody can fill the auditor's memory with one cell."""
    change(path, "INSERT INTO entries VALUES (1, zeroblob(1000001))")

    with open_file(path) as opened:
        codes = [row.code for row in opened.entries() if isinstance(row, Finding)]

    assert codes == ["file-unreadable"]


def test_an_index_cannot_hide_a_row(path: Path) -> None:
    """Rows are read from their table, and a lying index is found."""
    change(
        path,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = replace(sql, '(topic, ', '(statement_id, ')"
        " WHERE name = 'events_by_topic'",
    )

    with open_file(path) as opened:
        assert len(list(opened.events())) == 1
        assert [finding.code for finding in opened.schema()] == ["object-altered"]
        assert [finding.code for finding in opened.damage()] != []


@pytest.mark.parametrize("offset", [0, 100, 4096, 6000])
def test_a_damaged_file_is_a_finding(path: Path, offset: int) -> None:
    """Overwritten pages are told by the schema, the check or the rows."""
    raw = bytearray(path.read_bytes())
    raw[offset : offset + 3000] = b"\xa5" * 3000
    path.write_bytes(raw)

    with open_file(path) as opened:
        told = [*opened.schema(), *opened.damage()]
        told += [row for row in opened.events() if isinstance(row, Finding)]

    assert told != []


def test_a_truncated_file_is_a_finding(path: Path) -> None:
    """Half a file is not a ledger."""
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])

    with open_file(path) as opened:
        told = [*opened.schema(), *opened.damage()]

    assert {finding.code for finding in told} <= {"file-damaged", "file-unreadable"}
    assert told != []


def test_hostile_reading_changes_nothing(path: Path) -> None:
    """The file is opened read-only."""
    with open_file(path) as opened, pytest.raises(sqlite3.OperationalError):
        opened._connection.execute("DELETE FROM openings")
