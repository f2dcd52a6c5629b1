"""Bad input, enumerated: each has a named error at the single door, and changes nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import NoneType
from typing import Any

import pytest

from tests.service.bad_bytes import PAYLOADS, TOKENS
from tests.service.bad_claims import CLAIMS, ENDORSEMENTS
from tests.service.bad_keys import KEYS, OPENINGS, sealed_enrolment
from tests.service.misuse import (
    Misuse,
)

ROWS = {
    f"{table}: {name}": row
    for table, rows in (
        ("token", TOKENS),
        ("payload", PAYLOADS),
        ("claims", CLAIMS),
        ("key", KEYS),
        ("opening", OPENINGS),
        ("endorsement", ENDORSEMENTS),
    )
    for name, row in rows.items()
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Misuse]:
    """Set up one ledger for all: nothing changes it."""
    desk = Misuse.set_up(tmp_path_factory.mktemp("misuse"))
    yield desk
    desk.ledger.close()


def everything(desk: Misuse) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, and the anchor's lines."""
    with closing(sqlite3.connect(desk.folder.database)) as file:
        names = [
            row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        tables = {
            name: file.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 -- its own names
            for name in sorted(names)
        }
    return {**tables, "anchor": [(desk.folder.anchor.read_bytes(),)]}


@pytest.mark.parametrize("name", ROWS)
def test_bad_input_is_refused_by_name_and_leaves_no_trace(desk: Misuse, name: str) -> None:
    """Each bad input has its own error; size, head, openings and every row stay as they were."""
    row = ROWS[name]
    before, size = everything(desk), desk.ledger.world.size
    submission = row.make(desk)

    (outcome,) = desk.ledger.record((submission,))

    assert (type(outcome.error), outcome.leaf_index) == (row.error, None)
    assert desk.ledger.world.size == size
    assert everything(desk) == before


def test_a_misused_desk_still_works(tmp_path: Path) -> None:
    """What the rows spoil is accepted as long as nobody spoils it."""
    desk = Misuse.set_up(tmp_path)

    outcomes = desk.ledger.record(
        (
            desk.renamed(),
            desk.review(),
            desk.endorsement("tess"),
            sealed_enrolment(lambda sent: sent)(desk),
            desk.payload(lambda raw: raw),
            desk.header(lambda raw: raw),
        )
    )

    assert [type(outcome.error) for outcome in outcomes] == 6 * [NoneType]


def test_the_same_statement_again_has_its_outcome_again(desk: Misuse) -> None:
    """A second submission of the same bytes is answered with the same place, and recorded once."""
    before = everything(desk)

    first, second = desk.ledger.record((desk.recorded, desk.recorded))

    assert (first.error, first.leaf_index, first.digest) == (None, second.leaf_index, second.digest)
    assert everything(desk) == before
