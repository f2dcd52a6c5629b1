"""Acts read by other processes: the same acts, the same refusals, and none without need."""

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import closing
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from ledger.archive import Archive, ahead
from ledger.domain.world import Act
from ledger.store.mapper import RowMismatchError
from projections.runner import Views
from tests.archive.shelf import Shelf
from tests.projections.tables_of import tables_of


class Here(Executor):
    """A pool that does everything at once, in this process."""

    def __init__(self, *_: Any, initargs: Any, **__: Any) -> None:
        """Open the source as another process would, without its signals."""
        self.sources = [initargs[0]()]

    def submit(self, read: Any, /, *asked: Any, **_: Any) -> Future[Any]:
        """Answer before anybody waits."""
        future: Future[Any] = Future()
        ahead._sources[:] = self.sources
        future.set_result(read(*asked))
        return future

    def shutdown(self, *_: Any, **__: Any) -> None:
        """Close what was opened."""
        ahead._sources.clear()
        self.sources[0].close()


class Refusing(Executor):
    """Processes that are not given."""

    refusal: type[Exception] = BrokenExecutor

    def __init__(self, *_: Any, **__: Any) -> None:
        """Take whatever a pool takes."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Take nothing."""
        raise self.refusal


class Exhausted(Refusing):
    """A machine that has no room for another process."""

    refusal = BlockingIOError


class Dying(Refusing):
    """Processes that die while they read."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Take what is asked, and never answer."""
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor())
        return future


POOLS = (ProcessPoolExecutor, Here, Refusing, Exhausted, Dying)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a log of a few statements be worth a process, and many slices."""
    monkeypatch.setattr(ahead, "_PROCESSES_FROM", 2)
    monkeypatch.setattr(ahead, "_SLICE", 3)
    monkeypatch.setattr(ahead, "_AHEAD", 2)


@pytest.fixture(params=POOLS)
def pool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every kind of pool that a machine may have."""
    monkeypatch.setattr(ahead, "ProcessPoolExecutor", request.param)


def read(archive: Archive, start: int) -> list[Act]:
    """Read all that comes from a leaf on."""
    with archive.acts_ahead(start) as acts:
        return list(acts)


@pytest.mark.usefixtures("pool")
def test_what_is_read_ahead_is_what_is_read(archive: Archive) -> None:
    """The acts are those of the log, in their order, from wherever they are asked for."""
    expected = list(archive.acts())

    assert len(expected) > 3 * 3  # more slices than may wait
    assert read(archive, 0) == expected
    assert read(archive, 4) == expected[4:]
    assert read(archive, len(expected) - 1) == expected[-1:]
    assert read(archive, len(expected)) == []
    assert read(archive, len(expected) + 1) == []


@pytest.mark.usefixtures("pool")
def test_what_cannot_be_read_is_refused_by_its_name(shelf: Shelf, archive: Archive) -> None:
    """Another process says only that it could not read; this one finds why, where it is met."""
    expected = list(archive.acts())
    shelf.alter("UPDATE events SET state = ? WHERE rowid = 6", b"forged")

    with archive.acts_ahead(0) as acts:
        assert [next(acts) for _ in range(5)] == expected[:5]
        with pytest.raises(RowMismatchError):
            next(acts)


def test_views_are_rebuilt_from_what_is_read_ahead(archive: Archive, tmp_path: Path) -> None:
    """A rebuild with another process makes the rows that following makes."""
    with closing(Views.open(tmp_path / "views.db", archive)) as views:
        views.catch_up()
        followed = tables_of(views)

        assert views.rebuild() == archive.tree_size
        assert tables_of(views) == followed


def test_whoever_stops_reading_leaves_no_process(archive: Archive) -> None:
    """Once the reader turns away, what was asked for is not waited for."""
    with archive.acts_ahead(0) as acts:
        assert next(acts).leaf_index == 0
        assert active_children() != []

    assert active_children() == []


def test_a_small_log_starts_no_process(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read in a moment is read here."""
    monkeypatch.setattr(ahead, "_PROCESSES_FROM", archive.tree_size + 1)
    monkeypatch.setattr(ahead, "ProcessPoolExecutor", None)

    assert read(archive, 0) == list(archive.acts())


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """This process is no reader for another one."""
    yield
    assert ahead._sources == []
