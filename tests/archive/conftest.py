"""A written story, and the archive that reads it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.archive import Archive
from tests.archive.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """A story of three companies, written to a ledger folder."""
    made = Shelf(tmp_path / "ledger")
    made.keep_minutes()
    made.write()
    yield made
    made.close()


@pytest.fixture
def archive(shelf: Shelf) -> Iterator[Archive]:
    """The archive of that folder."""
    with shelf.open() as opened:
        yield opened
