"""An archive in memory over a story, and views of it in a temporary file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Connection

from ledger.domain.audience import PartyReader
from ledger.domain.world import Act
from ledger.evidence.statement import PartySlug
from projections.readers import FolderReader, ViewReader
from projections.runner import Views
from tests.projections.score import Score, told
from tests.projections.tables_of import tables_of
from tests.unit.domain.story import Story

ANYBODY = ViewReader(who=FolderReader(), on=date(2020, 12, 17))


def party_reader(party: str) -> ViewReader:
    """Someone of a company, reading on the story's first day."""
    return ViewReader(who=PartyReader(party=PartySlug(party)), on=date(2020, 12, 17))


class StoryArchive:
    """What a story recorded so far, or its first entries alone."""

    def __init__(self, story: Story) -> None:
        """Show all of the story."""
        self.story = story
        self.shown: int | None = None

    @property
    def tree_size(self) -> int:
        """How many entries are shown."""
        return self.story.world.size if self.shown is None else self.shown

    def acts(self, start: int, limit: int) -> Iterator[Act]:
        """Yield the acts from a leaf on."""
        yield from islice(self.story.world.acts(), start, min(start + limit, self.tree_size))

    @contextmanager
    def acts_ahead(self, start: int) -> Iterator[Iterator[Act]]:
        """Give all acts from a leaf on."""
        yield self.acts(start, self.tree_size)


Told = Callable[[Story], Connection]


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Told]:
    """Views of a story, caught up: a function that returns a connection to read them on.

    Each call shows the story as it is by then, followed in batches of three. At the
    end the tables are compared with rebuilt ones, whatever the test was about.
    """
    opened: list[tuple[Views, Connection]] = []

    def read(story: Story) -> Connection:
        archive = StoryArchive(story)
        archive.shown = archive.tree_size
        views = Views.open(tmp_path / f"{len(opened)}.db", archive)
        views.catch_up(batch_max=3)
        opened.append((views, views.engine.connect()))
        return opened[-1][1]

    yield read
    for views, connection in opened:
        connection.close()
        live = tables_of(views)
        views.rebuild()
        rebuilt = tables_of(views)
        views.close()
        assert rebuilt == live


@pytest.fixture(scope="session")
def score() -> Score:
    """The SCORE story, whole; nobody adds to it."""
    return told()


@pytest.fixture
def story() -> Story:
    """A founded ledger with three companies."""
    return Story()


@pytest.fixture
def archive(story: Story) -> StoryArchive:
    """The story as an archive."""
    return StoryArchive(story)


@pytest.fixture
def views(tmp_path: Path, archive: StoryArchive) -> Iterator[Views]:
    """Views of the story, in a file of their own."""
    opened = Views.open(tmp_path / "views.db", archive)
    yield opened
    opened.close()
