"""The world over the store is the world that recording made: ledger.service.world and past."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import ledger.service.world as world_module
from commands.score.stage import Stage
from commands.score.story import play
from ledger.archive.past import Past, act_of
from ledger.domain import rules
from ledger.domain.world import MemoryWorld
from ledger.evidence.statement import Digest, StatementId, StreamName
from ledger.service.recent import Recent
from ledger.service.world import StoredWorld
from ledger.store.statements import FileMissingError, StatementStore


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Play the SCORE story, and note before each step which clocks run."""
    clocks: list[tuple[object, object]] = []

    def compare(_step: str) -> None:
        if stage.folder.database.exists() and stage.ledger.world.size:
            fresh = StoredWorld(StatementStore(stage.folder.database))
            clocks.append((list(stage.ledger.world.deadlines()), list(fresh.deadlines())))

    stage = Stage(tmp_path_factory.mktemp("told") / "score", lambda _: None)
    stage.told = compare
    play(stage)
    yield SimpleNamespace(store=StatementStore(stage.folder.database), clocks=clocks)
    stage.close()


def test_a_fresh_start_knows_every_clock_that_runs(told: SimpleNamespace) -> None:
    """Streams in which time alone can make something due are found by their kinds."""
    running = [live for live, _ in told.clocks if live]

    assert [fresh for _, fresh in told.clocks] == [live for live, _ in told.clocks]
    assert len(running) > 10


def test_each_stream_is_read_as_it_was_at_each_size(told: SimpleNamespace) -> None:
    """Reading one stream gives what a replay of the whole log gives, at every place."""
    store = told.store
    world = StoredWorld(store)
    past = Past(store, world)
    memory = MemoryWorld({})
    streams = set()
    for stored in store.range(0, world.size):
        rules.record(memory, act_of(stored))
        name = stored.statement.stream
        streams.add(name)

        assert past.stream_at(name, memory.size) == memory.stream(name)

    assert {name: world.stream(name) for name in streams} == dict(memory.streams())
    assert list(world.deadlines()) == list(memory.deadlines())


def test_a_world_that_follows_is_the_one_that_starts_later(
    told: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taking in what others recorded, in pieces, ends where a fresh start begins."""
    monkeypatch.setattr(world_module, "FOLLOWED_AT_ONCE", 7)
    head = told.store.head
    with monkeypatch.context() as early:
        early.setattr(told.store, "head", lambda: SimpleNamespace(size=40))
        follower = StoredWorld(told.store)

    has_followed, is_done = follower.follow(), follower.follow()

    fresh = StoredWorld(told.store)
    names = {stored.statement.stream for stored in told.store.range(0, fresh.size)}
    assert (has_followed, is_done) == (True, False)
    assert follower.size == fresh.size == head().size
    assert all(follower.stream(name) == fresh.stream(name) for name in names)
    assert list(follower.deadlines()) == list(fresh.deadlines())
    assert dict(follower.keyring) == dict(fresh.keyring)


def test_a_world_answers_as_of_its_own_size(
    told: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the file holds beyond that is not there yet."""
    with monkeypatch.context() as early:
        early.setattr(told.store, "head", lambda: SimpleNamespace(size=40))
        world = StoredWorld(told.store)
    (within,) = told.store.range(39, 40)
    (beyond,) = told.store.range(40, 41)

    assert world.find(within.statement.digest) == act_of(within)
    assert world.find(beyond.statement.digest) is None
    assert world.place_of(within.statement.digest) == (within.statement.stream, within.position)
    assert world.place_of(beyond.statement.digest) is None
    assert world.identified(within.statement.id) == within.statement.digest
    assert world.identified(beyond.statement.id) is None
    assert world.root_at(41) is None
    assert world.time_at(39) == within.entry.at


def test_what_is_unknown_is_not_found(told: SimpleNamespace) -> None:
    """Names, digests and ids that nobody used lead nowhere."""
    world = StoredWorld(told.store)
    digest = Digest(f"sha256:{'0' * 64}")

    assert world.stream(StreamName("board/nobody")) is None
    assert world.find(digest) is None
    assert world.place_of(digest) is None
    assert world.identified(StatementId("01920000-0000-7000-8000-000000000000")) is None


def test_the_past_asks_the_present_for_what_never_changes(told: SimpleNamespace) -> None:
    """A statement, its place, a root and a time are the same at any later size."""
    world = StoredWorld(told.store)
    (stored,) = told.store.range(0, 1)
    past = Past(told.store, world).world_at(5)

    assert past.size == 5
    assert past.find(stored.statement.digest) == act_of(stored)
    assert past.place_of(stored.statement.digest) == (stored.statement.stream, 1)
    assert past.identified(stored.statement.id) == stored.statement.digest
    assert past.root_at(3) == world.root_at(3)
    assert past.time_at(0) == stored.entry.at
    assert list(past.deadlines()) == []


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    """A bounded memory keeps what is in use."""
    recent: Recent[str, int] = Recent(2)
    recent["a"] = 1
    recent["b"] = 2
    _ = recent["a"]

    recent["c"] = 3

    assert ("a" in recent, "b" in recent, "c" in recent) == (True, False, True)


def test_a_ledger_file_must_be_there(tmp_path: Path) -> None:
    """Opening never makes a file."""
    with pytest.raises(FileMissingError):
        StatementStore(tmp_path / "ledger.db")

    assert not (tmp_path / "ledger.db").exists()
