"""Whatever fails, and wherever: the ledger is whole, and a client can send again."""

import os
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Barrier as ThreadBarrier
from threading import Thread

import pytest
from eventsourcing.sqlite import SQLiteConnection

from ledger.domain.kinds.party import PartyRenamed
from ledger.errors import CorruptError
from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.merkle import hash_leaves, tree_levels
from ledger.evidence.statement import StreamName
from ledger.folder import LedgerFolder
from ledger.service import Ledger, Outcome, Submission
from ledger.service.ledger import LedgerStoppedError, StateUnknownError, Step
from ledger.service.prepare import prepare
from ledger.store.anchor import parse_anchor
from ledger.store.sqlite import HeadMovedError
from ledger.store.statements import SaveFailedError, StatementStore
from tests.service.desk import Desk, Voice

CRO = StreamName("party/cro")
STEPS: tuple[Step, ...] = (
    "before-transaction",
    "within-transaction",
    "after-commit",
    "after-anchor",
)
PERSISTED = {"before-transaction": 0, "within-transaction": 0, "after-commit": 1, "after-anchor": 1}
SPAWN = get_context("spawn")  # nothing open is carried into a child


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Found a ledger with one company."""
    return Desk.found(tmp_path)


@pytest.fixture
def alice(desk: Desk) -> Voice:
    """Enrol a signatory."""
    return desk.enrol("cro", "alice", "signatory")


def renaming(desk: Desk, voice: Voice, name: str = "New name") -> Submission:
    """Return a statement that can be recorded."""
    body = PartyRenamed(legal_name=name, on=date(2020, 12, 17))
    return desk.sign(voice, "party.renamed.v1", CRO, body)


def check_whole(desk: Desk) -> None:
    """Recompute the tree from the entries, and compare it with all that is stored."""
    store = StatementStore(desk.folder.database)
    size = store.head().size
    checkpoint = open_checkpoint(store.checkpoint() or "", desk.folder.vkeys())
    statements = list(store.range(0, size + 1))
    entries = store.entries(0, size + 1)
    levels = tree_levels(hash_leaves(entries))
    complete = [(level, at) for level, row in enumerate(levels) for at in range(len(row))]

    assert (len(statements), len(entries), checkpoint.size) == (size, size, size)
    assert store.hashes.read_hashes(complete) == [levels[level][at] for level, at in complete]
    anchored = parse_anchor(desk.folder.anchor.read_bytes())
    assert (anchored[-1].size, anchored[-1].root) == (checkpoint.size, checkpoint.root)


def fail_at(wanted: Step) -> Callable[[Step], None]:
    """Return a hook that raises at one step."""

    def fail(step: Step) -> None:
        if step == wanted:
            raise sqlite3.OperationalError("disk I/O error")

    return fail


def record_and_die(
    folder: LedgerFolder, now: datetime, submission: Submission, wanted: Step
) -> None:
    """Record a statement in a process of its own, which ends at one step like in a power cut."""

    def die(step: Step) -> None:
        if step == wanted:
            os._exit(9)

    Ledger.open(folder, lambda: now, step=die).record((submission,))


def kill_at(desk: Desk, step: Step, submission: Submission) -> int | None:
    """Let a child die while it records; return how it ended."""
    desk.ledger.close()
    child = SPAWN.Process(target=record_and_die, args=(desk.folder, desk.now, submission, step))
    child.start()
    child.join()
    desk.ledger = desk.open()
    return child.exitcode


# --- the process dies ---------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_leaves_a_whole_ledger(desk: Desk, alice: Voice, step: Step) -> None:
    """Killed at any step, the ledger opens, verifies, and takes the statement again."""
    submission, size = renaming(desk, alice), desk.ledger.world.size

    exit_code = kill_at(desk, step, submission)

    assert exit_code == 9
    assert desk.ledger.world.size == size + PERSISTED[step]
    check_whole(desk)
    outcome = desk.send(submission)
    assert outcome.leaf_index == size
    check_whole(desk)


def test_a_crash_while_founding_can_be_repeated(tmp_path: Path) -> None:
    """Also the first statement is recorded once, whatever its first try came to."""
    desk = Desk.begin(tmp_path)
    founding = desk.sign(desk.root, "ledger.founded.v1", "ledger/main", desk.founding())
    kill_at(desk, "after-commit", founding)

    outcome = desk.send(founding)

    assert (outcome.leaf_index, desk.ledger.world.size) == (0, 1)
    check_whole(desk)


# --- the disk fails -----------------------------------------------------------------


def test_a_failed_write_that_left_nothing_can_be_repeated(desk: Desk, alice: Voice) -> None:
    """When the disk refuses within the transaction, the ledger goes on."""
    submission, size = renaming(desk, alice), desk.ledger.world.size
    desk.step = fail_at("within-transaction")
    with pytest.raises(SaveFailedError):
        desk.send(submission)
    desk.step = lambda _step: None

    outcome = desk.send(submission)

    assert outcome.leaf_index == size
    check_whole(desk)


def test_a_write_that_failed_but_persisted_is_answered(
    desk: Desk, alice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the commit says that it failed and did not, the outcome is that of the store."""
    submission, size = renaming(desk, alice), desk.ledger.world.size
    commit = SQLiteConnection.commit

    def commit_and_fail(connection: SQLiteConnection) -> None:
        commit(connection)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(SQLiteConnection, "commit", commit_and_fail)

    outcome = desk.send(submission)

    assert outcome.leaf_index == size
    check_whole(desk)


def test_an_unknown_outcome_stops_the_ledger(
    desk: Desk, alice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When neither all nor nothing of a batch is found, nobody is answered any more."""
    first, second = renaming(desk, alice), renaming(desk, alice, "Second")
    batch = (first, second)
    append = StatementStore.append

    def append_half(store: StatementStore, events: object, append_: object) -> None:
        append(store, events, append_)  # type: ignore[arg-type]
        raise SaveFailedError(problem="disk I/O error")

    def show_half(store: StatementStore, start: int, stop: int) -> list[bytes]:
        return [
            row[0] for row in store._all("SELECT entry FROM entries WHERE leaf_index = ?", (start,))
        ][: stop - start]

    monkeypatch.setattr(StatementStore, "append", append_half)
    monkeypatch.setattr(StatementStore, "entries", show_half)
    with pytest.raises(StateUnknownError):
        desk.ledger.record(batch)
    monkeypatch.undo()

    with pytest.raises(LedgerStoppedError):
        desk.ledger.record(batch)

    desk.reopen()
    assert [outcome.error for outcome in desk.ledger.record(batch)] == [None, None]
    check_whole(desk)


@pytest.mark.parametrize("step", ["before-transaction", "after-commit", "after-anchor"])
def test_a_fault_of_ours_stops_the_ledger(desk: Desk, alice: Voice, step: Step) -> None:
    """A fault outside the transaction is fatal until the ledger is opened anew."""
    submission, size = renaming(desk, alice), desk.ledger.world.size
    desk.step = fail_at(step)
    with pytest.raises(sqlite3.OperationalError):
        desk.send(submission)
    desk.step = lambda _step: None
    with pytest.raises(LedgerStoppedError):
        desk.send(submission)

    desk.reopen()

    assert desk.send(submission).leaf_index == size
    check_whole(desk)


def test_nobody_is_answered_before_the_anchor(desk: Desk, alice: Voice) -> None:
    """When the anchor cannot be written, no outcome leaves, and the ledger stops."""
    desk.folder.anchor.rename(desk.folder.root / "elsewhere")

    with pytest.raises(CorruptError) as caught:
        desk.send(renaming(desk, alice))

    assert caught.value.code == "anchor-missing"
    with pytest.raises(LedgerStoppedError):
        desk.send(renaming(desk, alice))


def test_a_closed_ledger_takes_nothing(desk: Desk, alice: Voice) -> None:
    """After closing, whoever still has the ledger is told so."""
    submission = renaming(desk, alice)
    desk.ledger.close()

    with pytest.raises(LedgerStoppedError):
        desk.send(submission)


# --- others write as well -------------------------------------------------------------


def record_many(
    folder: LedgerFolder, now: datetime, submissions: list[Submission], ready: Barrier
) -> None:
    """Record statements one by one, in a process of its own."""
    ledger = Ledger.open(folder, lambda: now)
    ready.wait()
    for submission in submissions:
        assert ledger.record((submission,))[0].error is None


def test_two_processes_write_side_by_side(desk: Desk, alice: Voice) -> None:
    """A command line beside a running server is safe: positions have no gaps."""
    theirs = [renaming(desk, alice, f"theirs {at}") for at in range(20)]
    ours = [renaming(desk, alice, f"ours {at}") for at in range(20)]
    before = desk.ledger.world.stream(CRO)
    size = desk.ledger.world.size
    ready = SPAWN.Barrier(2)
    child = SPAWN.Process(target=record_many, args=(desk.folder, desk.now, theirs, ready))
    child.start()
    ready.wait()
    outcomes = [desk.send(submission) for submission in ours]
    child.join()

    after = desk.ledger.world.stream(CRO)

    assert child.exitcode == 0
    assert before is not None
    assert after is not None
    assert after.length == before.length + 40
    assert desk.ledger.world.size == size + 40
    assert len({outcome.leaf_index for outcome in outcomes}) == 20
    check_whole(desk)


def test_readers_see_what_another_process_recorded(desk: Desk, alice: Voice) -> None:
    """The world follows the file."""
    other = desk.open()
    outcome = other.record((renaming(desk, alice),))[0]

    seen = desk.ledger.world

    assert outcome.digest is not None
    assert seen.find(outcome.digest) is not None
    assert seen.size == (outcome.leaf_index or 0) + 1


def test_a_head_that_moves_without_the_lease_is_followed(desk: Desk, alice: Voice) -> None:
    """Even a writer that ignores the lease costs a second try and nothing else."""
    other = desk.open()
    size = desk.ledger.world.size
    intruder = renaming(desk, alice, "intruder")
    intrusions = iter([intruder])

    def intrude(step: Step) -> None:
        for submission in intrusions if step == "before-transaction" else ():
            desk.step = lambda _step: None
            write_past_the_lease(other, submission)

    desk.step = intrude

    outcome = desk.send(renaming(desk, alice, "honest"))

    assert outcome.leaf_index == size + 1
    check_whole(desk)


def write_past_the_lease(ledger: Ledger, submission: Submission) -> None:
    """Record without waiting for the lease."""
    keyring = ledger._world.keyring
    ledger._write_held([(prepare(submission, keyring),)])


def test_a_head_that_never_rests_is_told(
    desk: Desk, alice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ten decisions the caller is told that others were always first."""

    def moved(*_: object) -> None:
        raise HeadMovedError(tree_size=0)

    monkeypatch.setattr(StatementStore, "append", moved)

    with pytest.raises(HeadMovedError):
        desk.send(renaming(desk, alice))


def test_many_threads_record_at_once(desk: Desk, alice: Voice) -> None:
    """Each caller gets the outcome of its own statements, however they were batched."""
    arrays = [[renaming(desk, alice, f"{at}-{n}") for n in range(3)] for at in range(16)]
    answers: dict[int, tuple[Outcome, ...]] = {}
    barrier = ThreadBarrier(len(arrays))

    def record(at: int) -> None:
        barrier.wait()
        answers[at] = desk.ledger.record(arrays[at])

    threads = [Thread(target=record, args=(at,)) for at in range(len(arrays))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    places = [[outcome.leaf_index or 0 for outcome in answers[at]] for at in range(len(arrays))]
    assert all(row == [row[0], row[0] + 1, row[0] + 2] for row in places)
    assert len({place for row in places for place in row}) == 48
    for at, row in enumerate(places):
        digests = [
            each.statement.compact
            for each in StatementStore(desk.folder.database).range(row[0], row[0] + 3)
        ]
        assert digests == [submission.compact for submission in arrays[at]]
    check_whole(desk)
