"""One stream read from the store: folded as the whole log was, when it was recorded.

What an act did may depend on other streams as they were then (who had to
endorse, whose audience a child took over). So each act is folded in the world
of its own place, and the streams that it looks at are folded up to there.
"""

from bisect import bisect_right
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from threading import RLock
from typing import Protocol

from ledger.domain import rules
from ledger.domain.kinds import decode, kind_of
from ledger.domain.world import Act, Stream, World
from ledger.evidence.merkle import Hash
from ledger.evidence.statement import Digest, StatementId, StreamName
from ledger.store.statements import StatementStore, StoredStatement


def act_of(stored: StoredStatement) -> Act:
    """Return a recorded statement as the rules see it."""
    return Act(
        statement=stored.statement,
        body=decode(stored.statement),
        kind=kind_of(stored.statement.kind),
        at=stored.entry.at,
        leaf_index=stored.leaf_index,
        position=stored.position,
    )


class Unchanging(Protocol):
    """What is recorded and stays so, as a world answers it."""

    def find(self, digest: Digest) -> Act | None:
        """Find a recorded statement by its digest."""

    def place_of(self, digest: Digest) -> tuple[StreamName, int] | None:
        """Find the stream and position of a recorded statement."""

    def identified(self, statement_id: StatementId) -> Digest | None:
        """Find the digest of the statement that has this id."""

    def root_at(self, tree_size: int) -> Hash | None:
        """Return the root of the log's first entries."""

    def time_at(self, leaf_index: int) -> datetime:
        """Return when an entry was recorded."""


class _Track:
    """One stream's states, folded as far as anybody asked."""

    def __init__(self) -> None:
        self.read_to = 0  # the tree size up to which its acts were read
        self.length = 0  # how many acts were read
        self._unfolded: deque[Act] = deque()
        self._sizes: list[int] = []  # the tree size from which on each state holds
        self._states: list[Stream] = []

    def read_on(self, acts: Iterable[Act], tree_size: int) -> None:
        """Take further acts in, which go up to a tree size."""
        before = len(self._unfolded)
        self._unfolded.extend(acts)
        self.length += len(self._unfolded) - before
        self.read_to = tree_size

    def due_before(self, tree_size: int) -> Act | None:
        """Take the next act to fold, None when the states reach this size."""
        if not self._unfolded or self._unfolded[0].leaf_index >= tree_size:
            return None
        return self._unfolded.popleft()

    def append(self, act: Act, stream: Stream) -> None:
        self._sizes.append(act.leaf_index + 1)
        self._states.append(stream)

    def at(self, tree_size: int) -> Stream | None:
        """Return the newest state that a log of this size has."""
        index = bisect_right(self._sizes, tree_size)
        return self._states[index - 1] if index else None


class Past:
    """Every stream at every size that the log has had; what was folded once is kept.

    A log only grows, so nothing that is kept is ever wrong. Where ``streams_max``
    bounds it, the streams that nobody asked for longest are folded anew.
    """

    def __init__(
        self, store: StatementStore, unchanging: Unchanging, *, streams_max: int | None = None
    ) -> None:
        """Read streams from ``store``; ask ``unchanging`` for all else."""
        self._store = store
        self.unchanging = unchanging
        self._streams_max = streams_max
        self._tracks: OrderedDict[StreamName, _Track] = OrderedDict()
        self._folding = RLock()

    def stream_at(self, name: StreamName, tree_size: int) -> Stream | None:
        """Return a stream as it was when the log had so many entries."""
        with self._folding:
            track = self._track(name, tree_size)
            while (act := track.due_before(tree_size)) is not None:
                world = self.world_at(act.leaf_index)
                track.append(act, rules.evolve(world, act, rules.effect_of(world, act)))
            return track.at(tree_size)

    def _track(self, name: StreamName, tree_size: int) -> _Track:
        track = self._tracks.get(name)
        if track is None:
            track = self._tracks[name] = _Track()
            if self._streams_max is not None and len(self._tracks) > self._streams_max:
                self._tracks.popitem(last=False)
        elif self._streams_max is not None:
            self._tracks.move_to_end(name)
        if tree_size > track.read_to:
            end = max(tree_size, self._store.head().size)
            stored = self._store.history(name, after=track.length, tree_size=end)
            track.read_on(map(act_of, stored), end)
        return track

    def world_at(self, tree_size: int) -> World:
        """Return the world as it was when the log had so many entries."""
        return _PastWorld(self, tree_size)


class _PastWorld:
    """The world as it was when the log had so many entries."""

    def __init__(self, past: Past, tree_size: int) -> None:
        self._past = past
        self._recorded = past.unchanging
        self.size = tree_size

    def stream(self, name: StreamName) -> Stream | None:
        return self._past.stream_at(name, self.size)

    def find(self, digest: Digest) -> Act | None:
        return self._recorded.find(digest)

    def place_of(self, digest: Digest) -> tuple[StreamName, int] | None:
        return self._recorded.place_of(digest)

    def identified(self, statement_id: StatementId) -> Digest | None:
        return self._recorded.identified(statement_id)

    def root_at(self, tree_size: int) -> Hash | None:
        return self._recorded.root_at(tree_size)

    def time_at(self, leaf_index: int) -> datetime:
        return self._recorded.time_at(leaf_index)

    def deadlines(self) -> Iterator[tuple[datetime, StreamName]]:
        return iter(())  # nothing falls due in the past
