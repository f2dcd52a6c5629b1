"""The single door: whatever is recorded comes through ``Ledger.record``.

A batch is decided, saved, sealed and anchored while this process holds the
lease; only then does anybody get an outcome. What fails on the way either left
nothing behind, or stops the ledger until it is opened, and checked, anew.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Literal

from ledger.archive.past import act_of
from ledger.domain.common import CLOCK_TOLERANCE
from ledger.domain.world import Act, World
from ledger.errors import CorruptError, RefusedError
from ledger.evidence.checkpoint import Checkpoint, seal_checkpoint
from ledger.evidence.merkle import Hash
from ledger.evidence.statement import StatementId
from ledger.folder import LedgerFolder
from ledger.service.batch import Batch, Decision, Followed, Outcome
from ledger.service.own import OwnKeys
from ledger.service.prepare import Prepared, Submission, prepare
from ledger.service.sealing import Sealing, entry_of
from ledger.service.startup import check_anchor, check_checkpoint, check_newest, check_schema
from ledger.service.turns import Turns
from ledger.service.world import StoredWorld
from ledger.store.anchor import Anchor, Anchored
from ledger.store.lease import Lease
from ledger.store.sqlite import HeadMovedError
from ledger.store.statements import SaveFailedError, StatementStore

Clock = Callable[[], datetime]
Step = Literal["before-transaction", "within-transaction", "after-commit", "after-anchor"]

BATCH_MAX = 1_000
DECISIONS_MAX = 10


class ClockBehindError(RefusedError):
    """Entries are never dated before the newest one, nor far from the ledger's clock."""

    code = "clock-behind"
    message = "the ledger's clock says {now}, but its newest entry is of {newest}"


class LedgerStoppedError(CorruptError):
    """After a fault that left the state unknown, a ledger is opened anew."""

    code = "ledger-stopped"
    message = "the ledger stopped at a fault; open it again to check what is stored"


class StateUnknownError(CorruptError):
    """After a failed commit, either all of a batch is stored or nothing."""

    code = "state-unknown"
    message = "part of a batch may be stored: {problem}"


def system_clock() -> datetime:
    """Tell the time; the only place below the edges that does."""
    return datetime.now(UTC)


def _pass(step: Step) -> None:
    """Let a write go on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    """What became of one array, and what time had made due before it."""

    outcomes: tuple[Outcome, ...]
    due: tuple[Followed, ...]


class Ledger:
    """One ledger, open for recording; safe to use from many threads and processes."""

    def __init__(
        self,
        folder: LedgerFolder,
        store: StatementStore,
        own: OwnKeys,
        *,
        clock: Clock,
        step: Callable[[Step], None],
    ) -> None:
        """Serve a store that was checked; ``open`` does both."""
        self._store = store
        self._own = own
        self._clock = clock
        self._step = step
        self._anchor = Anchor(folder.anchor)
        self._lease = Lease(folder.lease)
        self._world = StoredWorld(store)
        self._moving = Lock()  # held by whoever moves the world forward
        self._is_stopped = False
        self._turns = Turns(self._write, weight_max=BATCH_MAX)

    @classmethod
    def open(
        cls,
        folder: LedgerFolder,
        clock: Clock = system_clock,
        *,
        step: Callable[[Step], None] = _pass,
    ) -> "Ledger":
        """Open a ledger once it has passed its own checks; its first use makes the file.

        ``step`` is told of each step of a write, for tests that end there.

        Raises:
            CorruptError: The store contradicts itself, its keys or its anchor.
            LedgerError: A key of the ledger is missing, exposed or malformed.
        """
        own = OwnKeys.load(folder)
        lease = Lease(folder.lease)
        with closing(lease), lease.held():
            if not folder.database.exists():
                StatementStore.create(folder.database).close()
            check_schema(folder)
            store = StatementStore(folder.database)
            checkpoint = check_newest(store, own)
            check_anchor(store, Anchor(folder.anchor), checkpoint)
            return cls(folder, store, own, clock=clock, step=step)

    @property
    def world(self) -> World:
        """The committed streams, with what other processes have recorded.

        Raises:
            CorruptError: What they recorded contradicts the log.
        """
        if self._moving.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._moving.release()
        return self._world

    def record(self, submissions: Sequence[Submission]) -> tuple[Outcome, ...]:
        """Record each statement or refuse it, in the order given; not all or nothing.

        An outcome without error stands for a statement that is on disk, under
        a checkpoint and anchored. Sending it again gives its outcome again.

        Raises:
            ClockBehindError: The ledger's clock is behind its newest entry.
            SaveFailedError: The disk refused; nothing was recorded.
            CorruptError: The store contradicts itself, or the ledger has stopped.
        """
        keyring = self._world.keyring
        prepared = tuple(prepare(submission, keyring) for submission in submissions)
        if all(each.error is not None for each in prepared):
            return tuple(Outcome(error=each.error) for each in prepared)
        return self._turns.ask(prepared, len(prepared)).outcomes

    def record_due(self) -> tuple[Followed, ...]:
        """Record what time alone has made due by now; a timer calls this.

        Raises:
            ClockBehindError, SaveFailedError, CorruptError: as ``record``.
        """
        return self._turns.ask((), 0).due

    def close(self) -> None:
        """Close the ledger's files, once the batch that runs is done."""
        with self._moving:
            self._is_stopped = True
            self._lease.close()
            self._store.close()

    # --- what the one writer does ---------------------------------------------------

    def _write(self, arrays: Sequence[tuple[Prepared, ...]]) -> list[_Answer]:
        """Decide and save what has gathered, as one batch."""
        with self._moving:
            if self._is_stopped:
                raise LedgerStoppedError
            with self._lease.held():
                return self._write_held(arrays)

    def _write_held(self, arrays: Sequence[tuple[Prepared, ...]]) -> list[_Answer]:
        for _ in range(DECISIONS_MAX):
            self._follow()
            self._world.look_up(_ids(arrays))
            batch = Batch(self._world, self._own, self._now())
            due = tuple(map(_followed, batch.record_due()))
            decided = [[batch.decide(each) for each in array] for array in arrays]
            with suppress(HeadMovedError):
                self._save(batch)
                return [
                    _Answer(outcomes=tuple(map(self._outcome, decisions)), due=due)
                    for decisions in decided
                ]
        raise HeadMovedError(tree_size=self._world.size)

    def _follow(self) -> None:
        """Take in what other processes recorded, if it is under a checkpoint of this log."""
        if self._world.follow():
            check_checkpoint(self._store, self._own)

    def _now(self) -> datetime:
        """Tell the moment of a batch, never before the newest entry."""
        now = self._clock().astimezone(UTC)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        if self._world.size == 0:
            return now
        newest = self._world.time_at(self._world.size - 1)
        if now < newest - CLOCK_TOLERANCE:
            raise ClockBehindError(now=now.isoformat(), newest=newest.isoformat())
        return max(now, newest)

    def _save(self, batch: Batch) -> None:
        """Make a batch durable, sealed and anchored; nothing to do for an empty one.

        Raises:
            HeadMovedError: Others wrote first; nothing was saved.
            SaveFailedError: The disk refused; nothing was saved.
            StateUnknownError: It cannot be told; the ledger has stopped.
        """
        if not batch.acts:
            return
        sealing = Sealing(batch, self._world.frontier())
        self._is_stopped = True  # until it is known what became of this
        self._step("before-transaction")
        try:
            self._store.append(sealing.events, sealing.append(self._seal))
        except HeadMovedError:
            self._is_stopped = False
            raise
        except SaveFailedError as error:
            self._settle(sealing, error)
        self._step("after-commit")
        self._world.take(batch.layer, sealing.frontier)
        self._anchor.append(Anchored(size=sealing.size, root=sealing.root))
        self._step("after-anchor")
        self._is_stopped = False

    def _settle(self, sealing: Sealing, error: SaveFailedError) -> None:
        """Return if a batch is stored although saving it failed; go on serving if none of it is."""
        if sealing.is_absent(self._store):
            self._is_stopped = False
            raise error
        if not sealing.is_present(self._store):
            raise StateUnknownError(problem=str(error)) from error

    def _seal(self, size: int, root: Hash, at: datetime) -> str:
        self._step("within-transaction")
        checkpoint = Checkpoint(origin=self._own.origin, size=size, root=root)
        return seal_checkpoint(checkpoint, self._own.log, at)

    def _outcome(self, decision: Decision) -> Outcome:
        """Say what became of a statement, once it is saved."""
        if decision.error is not None or decision.digest is None:
            return Outcome(
                statement_id=decision.statement_id, digest=decision.digest, error=decision.error
            )
        act = self._world.find(decision.digest)
        stream = None if act is None else self._world.stream(act.statement.stream)
        assert act is not None, "it is recorded"
        assert stream is not None, "it is recorded in its stream"
        follow_ups = self._followers(act) if decision.is_known else decision.follow_ups
        return Outcome(
            statement_id=decision.statement_id,
            digest=act.digest,
            leaf_index=act.leaf_index,
            entry=entry_of(act, stream.tag),
            follow_ups=tuple(map(_followed, follow_ups)),
        )

    def _followers(self, cause: Act) -> Iterator[Act]:
        """Find again what followed from a statement when it was recorded."""
        causes = {cause.digest}
        for stored in self._store.range(cause.leaf_index + 1, self._world.size):
            act = act_of(stored)
            if not act.kind.is_system or act.at != cause.at or act.statement.subject not in causes:
                return
            causes.add(act.digest)
            yield act


def _ids(arrays: Sequence[tuple[Prepared, ...]]) -> list[StatementId]:
    return [each.statement.id for array in arrays for each in array if each.statement]


def _followed(act: Act) -> Followed:
    return Followed(digest=act.digest, leaf_index=act.leaf_index, kind=act.kind.tag)
