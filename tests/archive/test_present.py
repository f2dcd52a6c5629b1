"""The world as an archive sees it: each stream as recording made it, up to one size."""

from datetime import UTC

import pytest

from ledger.archive import Archive
from ledger.archive.past import Past
from ledger.archive.present import Worlds
from ledger.domain import rules
from ledger.domain.world import MemoryWorld
from ledger.evidence.statement import Digest, StatementId, StreamName
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
    world = Worlds(ReadOnlyStore(shelf.folder.database)).at(size - 1)

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


@pytest.mark.parametrize("order", ["forward", "backward", "mixed"])
@pytest.mark.parametrize("streams_max", [None, 1, 2])
def test_a_world_is_the_same_however_it_was_come_by(
    shelf: Shelf, order: str, streams_max: int | None
) -> None:
    """Whatever was folded before and dropped since: each size has its own streams."""
    told = list(shelf.story.world.acts())
    again = MemoryWorld(shelf.story.roots)
    expected = []
    for act in told:
        again.append(act, rules.evolve(again, act, rules.effect_of(again, act)))
        expected.append(dict(again.streams()))
    store = ReadOnlyStore(shelf.folder.database)
    past = Past(store, shelf.story.world, streams_max=streams_max)
    sizes = list(range(1, len(told) + 1))
    if order == "mixed":
        sizes = sizes[::2] + sizes[1::2]

    for size in sizes[::-1] if order == "backward" else sizes:
        names = expected[-1]
        found = {name: past.stream_at(name, size) for name in names}
        assert {name: each for name, each in found.items() if each} == expected[size - 1]


def test_worlds_grow_with_the_log(shelf: Shelf, archive: Archive) -> None:
    """What is recorded after a world was made is in the next one, and in no earlier one."""
    before, size = archive.world(), shelf.story.world.size
    name = StreamName("party/iqvia")
    was = before.stream(name)
    shelf.story.enrol("iqvia", "newcomer", "signatory")
    shelf.write()
    after = archive.world()

    assert after.size == shelf.story.world.size > before.size
    assert after.stream(name) == shelf.story.world.stream(name) != was
    assert before.stream(name) == was == archive.world(size).stream(name)
