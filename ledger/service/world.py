"""The world of committed streams: read from the store when asked for, kept while in use.

Readers may ask from any thread; only the writer moves it forward. The directory
(ledger/main and party/*) is always there, as every signature depends on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from threading import RLock
from types import MappingProxyType

from ledger.archive.past import Past, act_of
from ledger.domain import rules
from ledger.domain.directory import keys_in_use
from ledger.domain.kinds import KINDS
from ledger.domain.world import Act, Deadlines, Scratch, Stream
from ledger.errors import CorruptError
from ledger.evidence.keys import KeyId, PublicKey
from ledger.evidence.merkle import Frontier, Hash, tree_root
from ledger.evidence.statement import Digest, StatementId, StreamName
from ledger.service.recent import Recent
from ledger.store.statements import StatementStore

STREAMS_MAX = 10_000
ACTS_MAX = 20_000
PLACES_MAX = 100_000
FOLLOWED_AT_ONCE = 1_000

_DIRECTORY = ("ledger/", "party/")
_ARMS = frozenset(tag for tag, kind in KINDS.items() if kind.arms)
# What completes or rewrites an act may start its clock anew.
_REARMS = frozenset({"act.endorsed.v1", "record.corrected.v1"})
# Only what is in force at once stops a clock; others may still wait for endorsement.
_DISARMS = frozenset(tag for tag, kind in KINDS.items() if kind.disarms and kind.is_system)


class LogShrankError(CorruptError):
    """A log only grows while it is served."""

    code = "log-shrank"
    message = "the store has {found} entries, {size} were served"


class StoredWorld:
    """A World over the store, as of the newest commit that it was told of."""

    def __init__(self, store: StatementStore) -> None:
        """Take up the store at its head: the directory, and the streams with a clock."""
        self._store = store
        self._lock = RLock()
        self._size = store.head().size
        self._directory: dict[StreamName, Stream] = {}
        self._streams: Recent[StreamName, Stream | None] = Recent(STREAMS_MAX)
        self._acts: Recent[Digest, Act] = Recent(ACTS_MAX)
        self._places: Recent[Digest, tuple[StreamName, int]] = Recent(PLACES_MAX)
        self._ids: Recent[StatementId, Digest | None] = Recent(PLACES_MAX)
        self._roots: Recent[int, Hash] = Recent(PLACES_MAX)
        self._times: Recent[int, datetime] = Recent(PLACES_MAX)
        self._deadlines = Deadlines()
        self._frontier: Frontier | None = None
        self.keyring: Mapping[KeyId, PublicKey] = MappingProxyType({})
        past = Past(store, self)
        for name in store.streams_named(*_DIRECTORY):
            self._keep(name, past.stream_at(name, self._size))
        for name in store.armed(arms=_ARMS, rearms=_REARMS, disarms=_DISARMS):
            self._keep(name, past.stream_at(name, self._size))
        self._collect_keys()

    # --- what the rules ask ------------------------------------------------------

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return self._size

    def stream(self, name: StreamName) -> Stream | None:
        """Find a stream by name; read it from the store unless it is in use."""
        known = self._directory.get(name)
        if known is not None:
            return known
        try:
            return self._streams[name]
        except KeyError:
            with self._lock:
                stream = Past(self._store, self).stream_at(name, self._size)
                self._keep(name, stream)
                return stream

    def find(self, digest: Digest) -> Act | None:
        """Find a recorded statement by its digest."""
        try:
            return self._acts[digest]
        except KeyError:
            stored = self._store.find(digest)
        if stored is None or stored.leaf_index >= self._size:
            return None
        act = act_of(stored)
        self._acts[digest] = act
        return act

    def place_of(self, digest: Digest) -> tuple[StreamName, int] | None:
        """Find the stream and position of a recorded statement, without reading it."""
        try:
            return self._places[digest]
        except KeyError:
            place = self._store.place_of(digest)
        if place is None or place[2] >= self._size:
            return None
        self._places[digest] = place[:2]
        return place[:2]

    def identified(self, statement_id: StatementId) -> Digest | None:
        """Find the digest of the statement that has this id."""
        try:
            return self._ids[statement_id]
        except KeyError:
            self.look_up((statement_id,))
            return self._ids[statement_id]

    def root_at(self, tree_size: int) -> Hash | None:
        """Return the root of the log's first entries, None past the sealed end."""
        if tree_size > self._size:
            return None
        try:
            return self._roots[tree_size]
        except KeyError:
            root = self._roots[tree_size] = tree_root(tree_size, self._store.hashes)
            return root

    def time_at(self, leaf_index: int) -> datetime:
        """Return when an entry was recorded."""
        try:
            return self._times[leaf_index]
        except KeyError:
            at = self._times[leaf_index] = self._store.time_at(leaf_index)
            return at

    def deadlines(self) -> Iterator[tuple[datetime, StreamName]]:
        """Yield each stream's deadline, earliest first."""
        return iter(self._deadlines)

    # --- what the writer does ------------------------------------------------------

    def follow(self) -> bool:
        """Take in what others have recorded; say whether there was anything.

        Raises:
            LogShrankError: The store has fewer entries than before.
        """
        with self._lock:
            before, end = self._size, self._store.head().size
            if end < before:
                raise LogShrankError(found=end, size=before)
            while self._size < end:
                layer = Scratch(self)
                stop = min(end, self._size + FOLLOWED_AT_ONCE)
                for stored in self._store.range(self._size, stop):
                    rules.record(layer, act_of(stored))
                self.take(layer)
            return end > before

    def look_up(self, statement_ids: Sequence[StatementId]) -> None:
        """Find out in one query which of these ids are recorded; mostly none is."""
        with self._lock:
            recorded = self._store.identified(statement_ids, self._size)
            for statement_id in statement_ids:
                self._ids[statement_id] = recorded.get(statement_id)

    def frontier(self) -> Frontier:
        """Return the tree's right edge, to grow by one batch.

        Whoever grew it gives it back with ``take``; otherwise it is read anew.
        """
        frontier, self._frontier = self._frontier, None
        if frontier is None or frontier.size != self._size:
            frontier = Frontier.load(self._size, self._store.hashes)
        return frontier

    def take(self, layer: Scratch, frontier: Frontier | None = None) -> None:
        """Move what is now committed from the writer's layer into this world.

        ``frontier`` is the edge of the whole log with it, where it is known already.
        """
        with self._lock:
            for act in layer.acts:
                self._acts[act.digest] = act
                self._places[act.digest] = (act.statement.stream, act.position)
                self._ids[act.statement.id] = act.digest
                self._times[act.leaf_index] = act.at
            for name, stream in layer.streams().items():
                self._keep(name, stream)
            self._size += len(layer.acts)
            if frontier is not None:
                self._roots[self._size] = frontier.root()
            self._frontier = frontier
            if any(name.startswith(_DIRECTORY) for name in layer.streams()):
                self._collect_keys()

    def _keep(self, name: StreamName, stream: Stream | None) -> None:
        if stream is not None and name.startswith(_DIRECTORY):
            self._directory[name] = stream
        else:
            self._streams[name] = stream
        if stream is not None:
            self._deadlines.set(name, stream.deadline)

    def _collect_keys(self) -> None:
        self.keyring = MappingProxyType({key.kid: key for key in keys_in_use(self)})
