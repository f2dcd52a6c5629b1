"""The world as an archive sees it: each stream as recording made it, up to one size."""

from datetime import UTC

from ledger.archive import Archive
from ledger.archive.present import ArchivedWorld
from ledger.evidence.statement import Digest, StatementId
from ledger.store.read_only import ReadOnlyStore
from tests.archive.shelf import Shelf


def test_the_archives_world_is_the_one_that_was_recorded(shelf: Shelf, archive: Archive) -> None:
    """Streams, statements, places, ids and times are those of the writer's world."""
    world, told = archive.world(), shelf.story.world

    assert world.size == told.size
    assert {name: world.stream(name) for name in told.streams()} == dict(told.streams())
    for act in told.acts():
        assert world.place_of(act.digest) == told.place_of(act.digest)
        assert world.identified(act.statement.id) == act.digest
        assert world.time_at(act.leaf_index) == act.at.astimezone(UTC)
    assert world.find(shelf.board.digest) == shelf.board
    assert world.root_at(world.size) == told.root_at(told.size)


def test_a_world_does_not_see_past_its_size(shelf: Shelf) -> None:
    """What came later is not there, whoever asks."""
    size = shelf.story.world.size
    last = list(shelf.story.world.acts())[-1]
    world = ArchivedWorld(ReadOnlyStore(shelf.folder.database), size - 1)

    assert world.find(last.digest) is None
    assert world.place_of(last.digest) is None
    assert world.identified(last.statement.id) is None
    assert world.root_at(size) is None


def test_what_nobody_recorded_is_not_there(archive: Archive) -> None:
    """Unknown names find nothing, and nothing falls due for a reader."""
    world = archive.world()

    assert world.find(Digest("sha256:" + 64 * "0")) is None
    assert world.place_of(Digest("sha256:" + 64 * "0")) is None
    assert world.identified(StatementId("none")) is None
    assert list(world.deadlines()) == []
