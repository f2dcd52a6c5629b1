"""The recorder keeps the library's contract, and adds its own: ledger.store.sqlite."""

import threading
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, StoredEvent
from eventsourcing.sqlite import SQLiteCursor
from eventsourcing.tests.persistence import ApplicationRecorderTestCase

from ledger.evidence.merkle import Hash
from ledger.store.sqlite import Append, HeadMovedError, Leaf, LedgerDatastore, StatementRecorder

_unique = count()


def leaf(openings: tuple[tuple[str, bytes], ...] = ()) -> Leaf:
    """Return what stands beside an event, unlike any other."""
    number = next(_unique)
    return Leaf(
        env=sha256(str(number).encode()).digest(),
        statement_id=f"id-{number}",
        entry=f"entry-{number}".encode(),
        openings=openings,
    )


def event(stream: str, position: int) -> StoredEvent:
    """Return a bare event."""
    return StoredEvent(stream, position, "ballot.cast.v1", b"state")


def append_of(tree_size: int, *leaves: Leaf, erased: tuple[str, ...] = ()) -> Append:
    """Return what goes with as many events as there are leaves."""
    nodes = tuple((0, tree_size + at, Hash(bytes(32))) for at in range(len(leaves)))
    return Append(
        tree_size=tree_size,
        newest_at="2020-12-17T09:00:00.000Z",
        leaves=leaves,
        nodes=nodes,
        seal=lambda: f"checkpoint of {tree_size + len(leaves)}",
        erased=erased,
    )


class BareRecorder(StatementRecorder):
    """Records events that come without entries, as the library's tests write them."""

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: object
    ) -> Sequence[int]:
        c.execute("UPDATE ledger_head SET erasing = 0")  # takes the lock before the size is read
        c.execute("SELECT size FROM ledger_head")
        append = append_of(c.fetchone()[0], *(leaf() for _ in stored_events))
        return super()._insert_events(c, stored_events, append=append, **kwargs)


class TestLibraryContract(ApplicationRecorderTestCase[ApplicationRecorder]):
    """Every case that eventsourcing has for the recorder of an application."""

    def setUp(self) -> None:
        """Make a folder for the file, and note who runs before the test."""
        self.running = set(threading.enumerate())
        self.folder = TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def close(self, datastore: LedgerDatastore) -> None:
        """Close the file once nobody reads it: one case does not wait for its own readers."""
        for thread in set(threading.enumerate()) - self.running:
            thread.join()
        datastore.close()

    def new_originator_id(self) -> str:
        """Name streams by text, as the ledger does."""
        return f"decision/jsc/{uuid4()}"

    def create_recorder(self) -> ApplicationRecorder:
        """Make a ledger file that takes bare events."""
        datastore = LedgerDatastore(Path(self.folder.name) / "ledger.db")
        self.addCleanup(self.close, datastore)
        recorder = BareRecorder(datastore)
        recorder.create_table()
        return recorder


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[StatementRecorder]:
    """Open a recorder on an empty ledger file."""
    datastore = LedgerDatastore(tmp_path / "ledger.db")
    made = StatementRecorder(datastore)
    made.create_table()
    yield made
    datastore.close()


def cells(recorder: StatementRecorder, query: str) -> list[tuple[object, ...]]:
    """Read rows past the recorder."""
    with recorder.datastore.transaction(commit=False) as c:
        c.execute(query)
        return [tuple(row) for row in c.fetchall()]


def test_a_batch_stands_at_its_place(recorder: StatementRecorder) -> None:
    """Positions are gap-free and one above the leaf index."""
    recorder.insert_events([event("a", 1)], append=append_of(0, leaf()))

    positions = recorder.insert_events(
        [event("a", 2), event("b", 1)], append=append_of(1, leaf(), leaf())
    )

    assert list(positions or ()) == [2, 3]
    assert cells(recorder, "SELECT size FROM ledger_head") == [(3,)]
    assert cells(recorder, "SELECT note FROM checkpoint") == [("checkpoint of 3",)]


def test_a_large_batch_is_whole(recorder: StatementRecorder) -> None:
    """Rows that are inserted many at once are all there, in order."""
    leaves = [leaf((("commitment", b"opening"),)) for _ in range(700)]

    recorder.insert_events(
        [event("a", position) for position in range(1, 701)], append=append_of(0, *leaves)
    )

    assert [row[0] for row in cells(recorder, "SELECT entry FROM entries ORDER BY leaf_index")] == [
        each.entry for each in leaves
    ]
    assert cells(recorder, "SELECT COUNT(*) FROM openings") == [(700,)]


def test_nothing_is_written_on_a_head_that_moved(recorder: StatementRecorder) -> None:
    """A batch decided on another size changes nothing and is not sealed."""
    recorder.insert_events([event("a", 1)], append=append_of(0, leaf()))
    before = cells(recorder, "SELECT * FROM events")

    with pytest.raises(HeadMovedError):
        recorder.insert_events([event("a", 2)], append=append_of(0, leaf()))

    assert cells(recorder, "SELECT * FROM events") == before
    assert cells(recorder, "SELECT note FROM checkpoint") == [("checkpoint of 1",)]


def test_what_does_not_fit_leaves_nothing(recorder: StatementRecorder) -> None:
    """When one row is refused, no table has anything of the batch."""
    recorder.insert_events([event("a", 1)], append=append_of(0, leaf()))

    with pytest.raises(IntegrityError):
        recorder.insert_events([event("a", 2), event("a", 1)], append=append_of(1, leaf(), leaf()))

    assert cells(recorder, "SELECT size FROM ledger_head") == [(1,)]
    assert cells(recorder, "SELECT COUNT(*) FROM entries") == [(1,)]
    assert cells(recorder, "SELECT COUNT(*) FROM nodes") == [(1,)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET state = x'00'",
        "DELETE FROM events",
        "UPDATE entries SET entry = x'00'",
        "DELETE FROM entries",
        "UPDATE nodes SET hash = x'00'",
        "DELETE FROM nodes",
        "UPDATE openings SET opening = x'00'",
        "DELETE FROM openings",
        "UPDATE ledger_head SET size = 0",
        "DELETE FROM ledger_head",
        "UPDATE checkpoint SET size = 0",
        "DELETE FROM checkpoint",
    ],
)
def test_triggers_stop_honest_mistakes(recorder: StatementRecorder, change: str) -> None:
    """What is recorded is neither changed nor deleted."""
    recorder.insert_events([event("a", 1)], append=append_of(0, leaf((("c", b"o"),))))

    with (
        pytest.raises(IntegrityError, match="append-only"),
        recorder.datastore.transaction(commit=True) as c,
    ):
        c.execute(change)


def test_erasure_is_the_way_out_for_openings(recorder: StatementRecorder) -> None:
    """The transaction that records an erasure deletes the openings that it names."""
    kept, gone = ("kept", b"1"), ("gone", b"2")
    recorder.insert_events([event("a", 1)], append=append_of(0, leaf((kept, gone))))

    recorder.insert_events([event("a", 2)], append=append_of(1, leaf(), erased=("gone",)))

    assert cells(recorder, "SELECT commitment, opening FROM openings") == [kept]
    assert cells(recorder, "SELECT erasing FROM ledger_head") == [(0,)]


def test_erased_bytes_are_overwritten(recorder: StatementRecorder, tmp_path: Path) -> None:
    """After an erasure the file itself no longer holds the text."""
    text = b"Jane Doe, and nobody else"
    recorder.insert_events([event("a", 1)], append=append_of(0, leaf((("c", text),))))
    recorder.insert_events([event("a", 2)], append=append_of(1, leaf(), erased=("c",)))

    recorder.datastore.close()

    assert text not in (tmp_path / "ledger.db").read_bytes()


def test_each_connection_syncs_its_commits(recorder: StatementRecorder) -> None:
    """A commit is on disk before it returns, and deleted text is overwritten."""
    assert cells(recorder, "PRAGMA synchronous") == [(2,)]
    assert cells(recorder, "PRAGMA secure_delete") == [(1,)]
    assert cells(recorder, "PRAGMA journal_mode") == [("wal",)]
