"""The world that the rules see: streams by name, and what is recorded by digest.

A world is only ever read by the rules. The service builds one over its store,
the verifier one in memory; both lay a :class:`Scratch` over it to try things.
"""

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Protocol, TypeVar

from ledger.domain.kinds.base import Capacity, Kind
from ledger.errors import NotRecordedError
from ledger.evidence.canonical import Body
from ledger.evidence.keys import KeyId
from ledger.evidence.merkle import Hash
from ledger.evidence.statement import (
    Digest,
    PartySlug,
    PersonSlug,
    Statement,
    StatementId,
    StreamName,
)

Audience = frozenset[PartySlug] | None  # None: every admitted party

EVERYONE: Audience = None
MAIN = StreamName("ledger/main")


class UnknownStreamError(NotRecordedError):
    """A stream that nobody has opened cannot be relied on."""

    code = "stream-unknown"
    message = "there is no stream {stream}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One statement at its place: as it would be recorded, or as it is.

    ``leaf_index`` counts the whole log from 0, ``position`` the stream from 1.
    For an act that others had to endorse, the place is that of the endorsement
    that completed it, because it takes effect there.
    """

    statement: Statement
    body: Body
    kind: Kind
    at: datetime
    leaf_index: int
    position: int

    @property
    def digest(self) -> Digest:
        """The statement's digest, which names this act for ever."""
        return self.statement.digest


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUp:
    """What the ledger itself must state next; its subject is the cause."""

    stream: StreamName
    kind: str
    subject: Digest
    body: Body


@dataclass(frozen=True, kw_only=True, slots=True)
class EndorserGroup:
    """Who must join in: so many, in one of these capacities.

    ``parties`` narrows the group to people of certain parties, ``people`` to
    certain people, ``keys`` to certain keys (the roots of a founding).
    """

    capacities: frozenset[Capacity]
    count: int = 1
    parties: frozenset[PartySlug] | None = None
    people: frozenset[tuple[PartySlug, PersonSlug]] | None = None
    keys: frozenset[KeyId] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pending:
    """An act that waits for others, with those who have joined so far."""

    act: Act
    groups: tuple[EndorserGroup, ...]
    endorsements: tuple[Act, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a room knows of one stream; each room has its own."""


M = TypeVar("M", bound=Matter)


def _nothing_pending() -> Mapping[Digest, Pending]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Stream:
    """One matter's statements, folded: what all streams share, and the room's own matter.

    ``tag`` is the digest of the first statement, ``head`` that of the newest;
    ``matter`` is None until the opening act has taken effect.
    """

    name: StreamName
    tag: Digest
    head: Digest
    length: int
    audience: Audience
    matter: Matter | None = None
    pending: Mapping[Digest, Pending] = field(default_factory=_nothing_pending)
    corrections: Mapping[Digest, Digest] = field(default_factory=lambda: MappingProxyType({}))
    deadline: datetime | None = None

    def with_pending(self, digest: Digest, pending: Pending | None) -> "Stream":
        """Return the stream with one act waiting, or no longer waiting."""
        others = {key: value for key, value in self.pending.items() if key != digest}
        if pending is not None:
            others[digest] = pending
        return replace(self, pending=MappingProxyType(others))


class World(Protocol):
    """What the rules may ask; every answer is as of the log's end."""

    @property
    def size(self) -> int:
        """How many entries the log has; the next leaf index."""

    def stream(self, name: StreamName) -> Stream | None:
        """Find a stream by name."""

    def find(self, digest: Digest) -> Act | None:
        """Find a recorded statement by its digest."""

    def place_of(self, digest: Digest) -> tuple[StreamName, int] | None:
        """Find the stream and position of a recorded statement, without reading it."""

    def identified(self, statement_id: StatementId) -> Digest | None:
        """Find the digest of the statement that has this id."""

    def root_at(self, tree_size: int) -> Hash | None:
        """Return the root of the log's first entries, None past the sealed end."""

    def time_at(self, leaf_index: int) -> datetime:
        """Return when an entry was recorded."""

    def deadlines(self) -> Iterator[tuple[datetime, StreamName]]:
        """Yield each stream's deadline, earliest first, then by stream."""


def matter_of(world: World, name: StreamName, room: type[M]) -> M | None:
    """Return a stream's matter when it has taken effect and is of that room."""
    found = world.stream(name)
    matter = None if found is None else found.matter
    return matter if isinstance(matter, room) else None


def demand_matter(world: World, name: StreamName, room: type[M]) -> M:
    """Return a stream's matter.

    Raises:
        UnknownStreamError: Nobody has opened it, it is another room's, or its
            opening has not taken effect.
    """
    matter = matter_of(world, name, room)
    if matter is None:
        raise UnknownStreamError(stream=name)
    return matter


class Scratch:
    """A layer over a world, to try a statement and its follow-ups on.

    Nothing reaches the world below until :meth:`keep` is called; dropping the
    scratch forgets everything, so a refused statement leaves no trace.
    """

    def __init__(self, below: World) -> None:
        """Lay an empty layer over ``below``."""
        self._below = below
        self._streams: dict[StreamName, Stream] = {}
        self._acts: dict[Digest, Act] = {}
        self._ids: dict[StatementId, Digest] = {}
        self.acts: list[Act] = []

    @property
    def size(self) -> int:
        """How many entries the log would have."""
        return self._below.size + len(self.acts)

    def append(self, act: Act, stream: Stream) -> None:
        """Record one act in this layer, with its stream as the act left it."""
        self._streams[stream.name] = stream
        self._acts[act.digest] = act
        self._ids[act.statement.id] = act.digest
        self.acts.append(act)

    def keep(self, below: "Scratch | MemoryWorld") -> None:
        """Move everything recorded here into the layer below."""
        for act in self.acts:
            below.append(act, self._streams[act.statement.stream])

    def stream(self, name: StreamName) -> Stream | None:
        """Find a stream by name, newest layer first."""
        return self._streams.get(name) or self._below.stream(name)

    def streams(self) -> Mapping[StreamName, Stream]:
        """Return the streams that this layer touched."""
        return self._streams

    def find(self, digest: Digest) -> Act | None:
        """Find a statement by its digest, newest layer first."""
        return self._acts.get(digest) or self._below.find(digest)

    def place_of(self, digest: Digest) -> tuple[StreamName, int] | None:
        """Find where a statement stands, newest layer first."""
        act = self._acts.get(digest)
        if act is None:
            return self._below.place_of(digest)
        return act.statement.stream, act.position

    def identified(self, statement_id: StatementId) -> Digest | None:
        """Find the digest of the statement that has this id."""
        return self._ids.get(statement_id) or self._below.identified(statement_id)

    def root_at(self, tree_size: int) -> Hash | None:
        """Return a sealed root; what is only tried has none."""
        return self._below.root_at(tree_size)

    def time_at(self, leaf_index: int) -> datetime:
        """Return when an entry was, or would be, recorded."""
        if leaf_index < self._below.size:
            return self._below.time_at(leaf_index)
        return self.acts[leaf_index - self._below.size].at

    def deadlines(self) -> Iterator[tuple[datetime, StreamName]]:
        """Yield each stream's deadline as this layer left it, earliest first."""
        below = ((due, name) for due, name in self._below.deadlines() if name not in self._streams)
        mine = sorted(
            (stream.deadline, stream.name)
            for stream in self._streams.values()
            if stream.deadline is not None
        )
        return heapq.merge(below, mine)


class Deadlines:
    """Each stream's deadline, kept in order of (due, stream)."""

    def __init__(self) -> None:
        """Begin with none."""
        self._by_stream: dict[StreamName, datetime] = {}
        self._ordered: list[tuple[datetime, StreamName]] = []

    def set(self, name: StreamName, due: datetime | None) -> None:
        """Note a stream's deadline, or that it has none."""
        before = self._by_stream.pop(name, None)
        if before is not None:
            del self._ordered[bisect_left(self._ordered, (before, name))]
        if due is not None:
            self._by_stream[name] = due
            insort(self._ordered, (due, name))

    def __iter__(self) -> Iterator[tuple[datetime, StreamName]]:
        """Yield the deadlines, earliest first."""
        return iter(self._ordered)


class MemoryWorld:
    """A whole world in memory: the verifier's, and the tests'.

    ``roots`` maps tree sizes to roots; whoever feeds this world knows the tree.
    """

    def __init__(self, roots: Mapping[int, Hash]) -> None:
        """Begin with an empty log."""
        self._roots = roots
        self._streams: dict[StreamName, Stream] = {}
        self._acts: dict[Digest, Act] = {}
        self._ids: dict[StatementId, Digest] = {}
        self._times: list[datetime] = []
        self._deadlines = Deadlines()

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return len(self._times)

    def append(self, act: Act, stream: Stream) -> None:
        """Record one act, with its stream as the act left it."""
        self._streams[stream.name] = stream
        self._acts[act.digest] = act
        self._ids[act.statement.id] = act.digest
        self._times.append(act.at)
        self._deadlines.set(stream.name, stream.deadline)

    def append_stub(self, at: datetime) -> None:
        """Count an entry whose statement is not for this reader."""
        self._times.append(at)

    def silence(self, name: StreamName) -> None:
        """Forget a stream's deadline: the verifier has set the stream aside."""
        self._deadlines.set(name, None)

    def acts(self) -> Iterator[Act]:
        """Yield every recorded act, in order."""
        return iter(self._acts.values())

    def stream(self, name: StreamName) -> Stream | None:
        """Find a stream by name."""
        return self._streams.get(name)

    def streams(self) -> Mapping[StreamName, Stream]:
        """Return all streams."""
        return self._streams

    def find(self, digest: Digest) -> Act | None:
        """Find a recorded statement by its digest."""
        return self._acts.get(digest)

    def place_of(self, digest: Digest) -> tuple[StreamName, int] | None:
        """Find where a recorded statement stands."""
        act = self._acts.get(digest)
        return None if act is None else (act.statement.stream, act.position)

    def identified(self, statement_id: StatementId) -> Digest | None:
        """Find the digest of the statement that has this id."""
        return self._ids.get(statement_id)

    def root_at(self, tree_size: int) -> Hash | None:
        """Return the root of the log's first entries."""
        return self._roots.get(tree_size)

    def time_at(self, leaf_index: int) -> datetime:
        """Return when an entry was recorded."""
        return self._times[leaf_index]

    def deadlines(self) -> Iterator[tuple[datetime, StreamName]]:
        """Yield each stream's deadline, earliest first."""
        return iter(self._deadlines)
