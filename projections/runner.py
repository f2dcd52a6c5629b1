"""Following the archive: in order, in batches, each statement exactly once.

A batch's rows and the position move in one transaction, so a crash leaves the
views at a position from which they go on. Two processes may follow with the
same file: the position is read under the writer's lock, and whoever comes
second finds that it has moved.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import DatabaseError, OperationalError

from ledger.domain.kinds import stream_type
from ledger.domain.kinds.base import StreamType
from ledger.domain.world import Act
from ledger.evidence.statement import StreamName
from projections import (
    access,
    boards,
    changes,
    contracts,
    decisions,
    directory,
    hanging,
    meetings,
    milestones,
    partnerships,
    scorecards,
    signers,
    streams,
)
from projections.engine import open_engine, writing
from projections.rows import Rows
from projections.tables import indexes, metadata, position, schema_tag
from projections.world import Acts, FollowedWorld, Step

Fold = Callable[[Rows, Step], None]

# What reads every statement, and what reads the streams of one type.
EVERY_STREAM: tuple[Fold, ...] = (signers.fold, streams.fold, hanging.fold)
BY_TYPE: Mapping[StreamType, Fold] = {
    "ledger": directory.fold_ledger,
    "party": directory.fold_party,
    "board": boards.fold,
    "meeting": meetings.fold,
    "decision": decisions.fold,
    "contract": contracts.fold,
    "change": changes.fold,
    "partnership": partnerships.fold,
    "milestone": milestones.fold,
    "scorecard": scorecards.fold,
}

BATCH_MAX = 2000
_rare_collections = (100_000, 50, 100)
# What SQLite keeps of the file, in KiB below zero: keys are digests, so new rows go anywhere.
_roomy_cache, _usual_cache = -131_072, -2_000
_poll_seconds = 0.02
_row = "views"


class Views:
    """The views of one ledger, in one file, brought up to date from its archive.

    ``engine`` is theirs; ``access`` is that of the tokens, in a file beside it.
    """

    def __init__(self, engine: Engine, access_engine: Engine, archive: Acts) -> None:
        """Take over engines whose tables are there; ``open`` makes them."""
        self.engine = engine
        self.access = access_engine
        self._archive = archive
        self._world = FollowedWorld(archive)
        self._following = threading.Lock()

    @classmethod
    def open(cls, path: Path, archive: Acts) -> "Views":
        """Open the views' file; one that is torn, foreign or of another version begins anew."""
        engine = open_engine(path, "NORMAL")
        try:
            _prepare(engine)
        except OperationalError:
            engine.dispose()
            raise
        except DatabaseError:
            engine.dispose()
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            engine = open_engine(path, "NORMAL")
            _prepare(engine)
        return cls(engine, _open_access(path.with_name("access.db")), archive)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()
        self.access.dispose()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Yield a connection on which all reads see one state of the views."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def position(self) -> int:
        """Return the first leaf index that is not in the views yet."""
        with self.connection() as connection:
            return _position(connection)

    def catch_up(self, *, batch_max: int = BATCH_MAX) -> int:
        """Fold everything that the archive has; return the position reached.

        Where nothing is new it costs one read and takes no lock of the file.
        """
        with self._following:
            reached = self.position()
            while reached < self._archive.tree_size:
                self._fast_forward(reached)  # before the file is locked: it can take a while
                with self._writing() as connection:
                    self._fold_batch(connection, batch_max)
                reached = self._world.size
            return reached

    def wait_for(self, leaf_index: int, timeout_seconds: float) -> bool:
        """Catch up until an entry is in the views; say whether it is, once time is up."""
        until = time.monotonic() + timeout_seconds
        while self.catch_up() <= leaf_index:
            if time.monotonic() >= until:
                return False
            time.sleep(_poll_seconds)
        return True

    def rebuild(self) -> int:
        """Drop every view and fold the whole archive again; tokens are kept.

        One transaction: until it ends, readers see the views as they were.
        Indexes are made at the end, when all their rows can be sorted at once.
        """
        with self._following, _few_collections(), self._writing() as connection:
            connection.exec_driver_sql(f"PRAGMA cache_size={_roomy_cache}")
            _begin_anew(connection)
            self._world = FollowedWorld(self._archive)
            for index in indexes():
                index.drop(connection)
            with self._archive.acts_ahead(0) as acts:
                while self._fold(connection, islice(acts, BATCH_MAX)):
                    pass
            for index in indexes():
                index.create(connection)
            connection.exec_driver_sql(f"PRAGMA cache_size={_usual_cache}")
            return _position(connection)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Yield the writer's connection; what it leaves undone, the world forgets, too."""
        done = False
        try:
            with writing(self.engine) as connection:
                yield connection
            done = True
        finally:
            if not done:  # the world may be ahead of the rows
                self._world = FollowedWorld(self._archive)

    def _fold_batch(self, connection: Connection, batch_max: int) -> None:
        """Fold the next batch and move the position."""
        start = _position(connection)
        self._fast_forward(start)
        self._fold(connection, self._archive.acts(start, batch_max))

    def _fold(self, connection: Connection, acts: Iterable[Act]) -> bool:
        """Fold the acts that come next; say whether there were any."""
        rows = Rows()
        last: dict[StreamName, Step] = {}
        for act in acts:
            step = self._world.follow(act)
            fold(rows, step)
            last[step.stream.name] = step
        for step in last.values():
            streams.settle(rows, step)
        rows.write(connection)
        connection.execute(update(position).values(next_leaf=self._world.size))
        return bool(last)

    def _fast_forward(self, start: int) -> None:
        """Bring the world to where the rows are, without writing them again."""
        if self._world.size > start:
            self._world = FollowedWorld(self._archive)  # another process began anew
        while self._world.size < start:
            missing = min(BATCH_MAX, start - self._world.size)
            for act in islice(self._archive.acts(self._world.size, missing), missing):
                self._world.follow(act)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let Python look for cycles more rarely: a world that grows has none, and is all looked at."""
    usual = gc.get_threshold()
    gc.set_threshold(*_rare_collections)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def fold(rows: Rows, step: Step) -> None:
    """Let each view that the step concerns note what it did."""
    for view in EVERY_STREAM:
        view(rows, step)
    of_type = BY_TYPE.get(stream_type(step.stream.name))
    if of_type is not None:
        of_type(rows, step)


def _position(connection: Connection) -> int:
    next_leaf: int = connection.execute(select(position.c.next_leaf)).scalar_one()
    return next_leaf


def _prepare(engine: Engine) -> None:
    """Make the tables where there are none, or those of another version."""
    with writing(engine) as connection:
        position.create(connection, checkfirst=True)
        tag = connection.execute(select(position.c.tag)).scalar()
        if tag != schema_tag():
            _begin_anew(connection)


def _open_access(path: Path) -> Engine:
    """Open the tokens' own file, so that a long rebuild keeps nobody from getting one."""
    engine = open_engine(path, "FULL")
    with writing(engine) as connection:
        access.metadata.create_all(connection)
    return engine


def _begin_anew(connection: Connection) -> None:
    metadata.drop_all(connection)
    metadata.create_all(connection)
    begun = {"name": _row, "tag": schema_tag(), "next_leaf": 0}
    connection.execute(insert(position), begun)
