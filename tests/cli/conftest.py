"""Offices to work in, and the demo, played once and looked at from every side."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.office import Office


@dataclass(frozen=True)
class Played:
    """The demo as it was played: where, and what it said."""

    office: Office
    result: Result

    @property
    def folder(self) -> Path:
        """Return the demo's ledger."""
        return self.office.root / "demo-ledger"


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo, in a folder that tests only read."""
    office = Office(tmp_path_factory.mktemp("demo"))
    return Played(office, office.cs("demo"))


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that tests only read."""
    return Office.open(tmp_path_factory.mktemp("founded"))


@pytest.fixture
def office(founded: Office, tmp_path: Path) -> Office:
    """An office of one's own, to write in."""
    shutil.copytree(founded.root, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path)


@pytest.fixture
def bare(tmp_path: Path) -> Office:
    """A folder where nothing is yet."""
    return Office(tmp_path)
