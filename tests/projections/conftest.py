"""An archive in memory over a story, and views of it in a temporary file."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from ledger.domain.world import Act
from projections.runner import Views
from tests.unit.domain.story import Story


class StoryArchive:
    """What a story recorded so far, or its first entries alone."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.shown: int | None = None

    @property
    def tree_size(self) -> int:
        """How many entries are shown."""
        return self.story.world.size if self.shown is None else self.shown

    def acts(self, start: int, limit: int) -> Iterator[Act]:
        """Yield the acts from a leaf on."""
        yield from islice(self.story.world.acts(), start, min(start + limit, self.tree_size))


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
