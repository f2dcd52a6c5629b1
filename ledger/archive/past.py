"""One stream read from the store: folded as the whole log was, when it was recorded.

What an act did may depend on other streams as they were then (who had to
endorse, whose audience a child took over). So each act is folded in the world
of its own place, and the streams that it looks at are folded up to there.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime

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


class _Track:
    """One stream's states, folded as far as anybody asked."""

    def __init__(self, acts: Iterator[Act]) -> None:
        self._acts = acts
        self._next = next(acts, None)
        self._sizes: list[int] = []  # the tree size from which on each state holds
        self._states: list[Stream] = []

    def due_before(self, tree_size: int) -> Act | None:
        """Take the next act to fold, None when the states reach this size."""
        act = self._next
        if act is None or act.leaf_index >= tree_size:
            return None
        self._next = next(self._acts, None)
        return act

    def append(self, act: Act, stream: Stream) -> None:
        self._sizes.append(act.leaf_index + 1)
        self._states.append(stream)

    def at(self, tree_size: int) -> Stream | None:
        """Return the newest state that a log of this size has."""
        index = bisect_right(self._sizes, tree_size)
        return self._states[index - 1] if index else None


class Past:
    """Every stream at every size up to one: made for a load, then dropped."""

    def __init__(self, store: StatementStore, present: World) -> None:
        """Read from ``store``; ask ``present`` for what never changes."""
        self._store = store
        self.present = present
        self._tracks: dict[StreamName, _Track] = {}

    def stream_at(self, name: StreamName, tree_size: int) -> Stream | None:
        """Return a stream as it was when the log had so many entries."""
        track = self._tracks.get(name)
        if track is None:
            acts = map(act_of, self._store.history(name, tree_size=self.present.size))
            track = self._tracks.setdefault(name, _Track(acts))
        while (act := track.due_before(tree_size)) is not None:
            world = self.world_at(act.leaf_index)
            track.append(act, rules.evolve(world, act, rules.effect_of(world, act)))
        return track.at(tree_size)

    def world_at(self, tree_size: int) -> World:
        """Return the world as it was when the log had so many entries."""
        return _PastWorld(self, tree_size)


class _PastWorld:
    """The world as it was when the log had so many entries."""

    def __init__(self, past: Past, tree_size: int) -> None:
        self._past = past
        self._present = past.present
        self.size = tree_size

    def stream(self, name: StreamName) -> Stream | None:
        return self._past.stream_at(name, self.size)

    def find(self, digest: Digest) -> Act | None:
        return self._present.find(digest)

    def place_of(self, digest: Digest) -> tuple[StreamName, int] | None:
        return self._present.place_of(digest)

    def identified(self, statement_id: StatementId) -> Digest | None:
        return self._present.identified(statement_id)

    def root_at(self, tree_size: int) -> Hash | None:
        return self._present.root_at(tree_size)

    def time_at(self, leaf_index: int) -> datetime:
        return self._present.time_at(leaf_index)

    def deadlines(self) -> Iterator[tuple[datetime, StreamName]]:
        return iter(())  # nothing falls due in the past
