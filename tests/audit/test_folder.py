"""A ledger's folder in hostile hands: every row of every table, changed, gone, moved or added."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from commands.score.stage import Stage
from ledger.audit.folder import verify_folder
from ledger.domain.kinds.ledger import ErasureDecided
from ledger.domain.world import MAIN
from ledger.evidence.commitment import parse_opening
from ledger.folder import LedgerFolder
from ledger.store.schema import COLUMNS, TRIGGERS
from ledger.verify.verdict import Verdict
from ledger.verify.verdicts import Pins

TABLES = tuple(COLUMNS)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small ledger with an erasure, closed."""
    root = tmp_path_factory.mktemp("ledger") / "score"
    stage = Stage(root, lambda _: None)
    stage.found("A small ledger")
    stage.admit("servier", "Servier", "sponsor")
    stage.enrol("servier", "member-a", "Member A (Servier)")
    with closing(sqlite3.connect(stage.folder.database)) as file:
        (text,) = file.execute("SELECT opening FROM openings WHERE leaf_index = 2").fetchone()
    erase = ErasureDecided(
        commitments=(parse_opening(text).commitment,), basis="GDPR art. 17", granted=True
    )
    stage.say("root:root", "erasure.decided.v1", MAIN, erase, reason="asked", meaning="approval")
    stage.close()
    return root


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> LedgerFolder:
    """A copy of the small ledger, to do harm to."""
    shutil.copytree(kept, tmp_path / "score")
    return LedgerFolder.load(tmp_path / "score")


def rows_of(kept: Path, table: str) -> list[tuple[object, ...]]:
    """Return a table's rows."""
    with closing(sqlite3.connect(kept / "ledger.db")) as file:
        return file.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


def harm(folder: LedgerFolder, *statements: str) -> None:
    """Run SQL on the ledger file with its triggers out of the way, and put them back."""
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = OFF")
        for name in TRIGGERS:
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)
        for ddl in TRIGGERS.values():
            file.execute(ddl)


def codes(verdict: Verdict) -> set[str]:
    """Return the codes of what was found."""
    return {finding.code for finding in verdict.findings}


def test_an_honest_folder_holds(folder: LedgerFolder) -> None:
    """Nothing is found in a ledger that nobody touched, and the anchor is borne out."""
    verdict = verify_folder(folder)

    assert verdict.findings == ()
    assert verdict.openings.erased == 1
    assert verdict.extends[-1] == verdict.size


def keys_of(table: str) -> tuple[str, ...]:
    """Return the columns that name a row."""
    return {
        "events": ("rowid",),
        "entries": ("leaf_index",),
        "nodes": ("level", "position"),
        "openings": ("leaf_index", "commitment"),
        "ledger_head": ("only",),
        "checkpoint": ("only",),
    }[table]


def where(table: str, row: tuple[object, ...]) -> str:
    """Return the condition that finds a row."""
    values = dict(zip(COLUMNS[table], row, strict=True))
    return " AND ".join(f"{key} = {literal(values[key])}" for key in keys_of(table))


def literal(value: object) -> str:
    """Write a value as SQL does."""
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def altered(value: object) -> object:
    """Return another value of the same type, as like it as can be."""
    if isinstance(value, int):
        return value + 1_000
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1]) if value else b"x"
    return f"{value}x"


@pytest.mark.parametrize("table", TABLES)
def test_every_changed_cell_is_found(kept: Path, tmp_path: Path, table: str) -> None:
    """No column of any row can say something else unseen."""
    unseen = []
    for number, row in enumerate(rows_of(kept, table)):
        for column, value in zip(COLUMNS[table], row, strict=True):
            if column == "only":
                continue  # the table's own check holds it to 0
            copy = tmp_path / f"{number}-{column}"
            folder = copied(kept, copy)
            change = f"UPDATE {table} SET {column} = {literal(altered(value))}"  # noqa: S608
            harm(folder, f"{change} WHERE {where(table, row)}")
            if verify_folder(folder).holds:
                unseen.append((row, column))
            shutil.rmtree(copy)

    assert unseen == []


def copied(kept: Path, target: Path) -> LedgerFolder:
    """Return a copy of the small ledger."""
    shutil.copytree(kept, target)
    return LedgerFolder.load(target)


@pytest.mark.parametrize("table", TABLES)
def test_every_deleted_row_is_found(kept: Path, tmp_path: Path, table: str) -> None:
    """No row of any table can go unseen."""
    unseen = []
    for number, row in enumerate(rows_of(kept, table)):
        copy = tmp_path / str(number)
        folder = copied(kept, copy)
        harm(folder, f"DELETE FROM {table} WHERE {where(table, row)}")  # noqa: S608
        if verify_folder(folder).holds:
            unseen.append(row)
        shutil.rmtree(copy)

    assert unseen == []


@pytest.mark.parametrize("table", ["events", "entries", "nodes", "openings"])
def test_every_inserted_row_is_found(kept: Path, tmp_path: Path, table: str) -> None:
    """Nothing can be added beside what was recorded."""
    unseen = []
    for number, row in enumerate(rows_of(kept, table)):
        copy = tmp_path / str(number)
        folder = copied(kept, copy)
        new = [altered(value) for value in row]
        harm(folder, f"INSERT INTO {table} VALUES ({', '.join(map(literal, new))})")  # noqa: S608
        if verify_folder(folder).holds:
            unseen.append(row)
        shutil.rmtree(copy)

    assert unseen == []


@pytest.mark.parametrize("table", ["events", "entries", "nodes", "openings"])
def test_swapped_rows_are_found(kept: Path, tmp_path: Path, table: str) -> None:
    """No two neighbours can change places."""
    unseen = []
    rows = rows_of(kept, table)
    for number, (one, other) in enumerate(pairwise(rows)):
        copy = tmp_path / str(number)
        folder = copied(kept, copy)
        harm(folder, *swap(table, one, other))
        if verify_folder(folder).holds:
            unseen.append((one, other))
        shutil.rmtree(copy)

    assert unseen == []


def swap(table: str, one: tuple[object, ...], other: tuple[object, ...]) -> Iterator[str]:
    """Yield the SQL that exchanges all but the keys of two rows."""
    columns, keys = COLUMNS[table], keys_of(table)
    for row in (one, other):
        yield f"DELETE FROM {table} WHERE {where(table, row)}"  # noqa: S608
    for row, source in ((one, other), (other, one)):
        mixed = [
            mine if column in keys else theirs
            for column, mine, theirs in zip(columns, row, source, strict=True)
        ]
        yield f"INSERT INTO {table} VALUES ({', '.join(map(literal, mixed))})"  # noqa: S608


@pytest.mark.parametrize("name", sorted(TRIGGERS))
def test_a_dropped_trigger_is_found(folder: LedgerFolder, name: str) -> None:
    """Taking a guard away is a finding, even before harm is done."""
    with closing(sqlite3.connect(folder.database)) as file:
        file.execute(f"DROP TRIGGER {name}")

    verdict = verify_folder(folder)

    assert codes(verdict) == {"object-missing"}
    assert verdict.log_holds


@pytest.mark.parametrize(
    "ddl",
    [
        "CREATE TABLE notes (text)",
        "CREATE VIEW everything AS SELECT * FROM events",
        "CREATE INDEX by_state ON events (state)",
        "CREATE TRIGGER later AFTER INSERT ON events BEGIN SELECT 1; END",
    ],
)
def test_an_added_object_is_found(folder: LedgerFolder, ddl: str) -> None:
    """A ledger file holds what it holds and nothing else."""
    with closing(sqlite3.connect(folder.database)) as file:
        file.execute(ddl)

    assert codes(verify_folder(folder)) == {"object-added"}


def test_a_file_that_was_rolled_back_is_found(tmp_path: Path) -> None:
    """A restored backup verifies in itself; the anchor tells that it is not the newest."""
    stage = Stage(tmp_path / "score", lambda _: None)
    stage.found("A ledger that goes on")
    with closing(sqlite3.connect(stage.folder.database)) as file:
        file.execute("VACUUM INTO ?", (str(tmp_path / "backup.db"),))
    stage.admit("servier", "Servier", "sponsor")
    stage.close()

    for leftover in stage.folder.root.glob("ledger.db*"):
        leftover.unlink()
    shutil.copy(tmp_path / "backup.db", stage.folder.database)

    assert codes(verify_folder(stage.folder)) == {"log-not-extended"}


@pytest.mark.parametrize("cut", [1, 100, 4096, 20_000])
def test_a_truncated_file_is_found(folder: LedgerFolder, cut: int) -> None:
    """A file that lost its end is a finding, not a crash."""
    whole = folder.database.read_bytes()
    folder.database.write_bytes(whole[:-cut])

    assert not verify_folder(folder).holds


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\x00" + bytes(84)])
def test_a_file_that_is_no_ledger_is_found(folder: LedgerFolder, damage: bytes) -> None:
    """What cannot be read is a finding, not a crash."""
    folder.database.write_bytes(damage)

    assert not verify_folder(folder).holds


def _no_anchor(folder: LedgerFolder) -> None:
    folder.anchor.unlink()


def _junk_anchor(folder: LedgerFolder) -> None:
    folder.anchor.write_text("one two\n")


def _other_anchor(folder: LedgerFolder) -> None:
    folder.anchor.write_text(f"3 {'0' * 64}\n")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_no_anchor, "anchor-gone"),
        (_junk_anchor, "anchor-malformed"),
        (_other_anchor, "log-not-extended"),
    ],
)
def test_an_anchor_that_is_gone_or_says_otherwise_is_found(
    folder: LedgerFolder, change: Callable[[LedgerFolder], None], code: str
) -> None:
    """The anchor is part of what is judged."""
    change(folder)

    assert codes(verify_folder(folder)) == {code}


def test_the_auditors_pins_are_heard(folder: LedgerFolder) -> None:
    """A pinned id and the folder's own anchor are both borne out."""
    ledger = verify_folder(folder).ledger

    verdict = verify_folder(folder, Pins(ledger=ledger))

    assert verdict.is_pinned
    assert verdict.holds
