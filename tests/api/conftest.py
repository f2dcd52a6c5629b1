"""The story, told once; a copy of it served for reading, another for each test that writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.house import House, Told, opened, tell


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The SCORE story in a folder that nobody writes to."""
    return tell(tmp_path_factory.mktemp("told") / "score")


@pytest.fixture(scope="session")
def library(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A served copy for tests that only read."""
    with opened(told, tmp_path_factory.mktemp("library") / "score") as house:
        yield house


@pytest.fixture
def house(told: Told, tmp_path: Path) -> Iterator[House]:
    """A served copy of one's own, to write to."""
    with opened(told, tmp_path / "score") as opened_house:
        yield opened_house
