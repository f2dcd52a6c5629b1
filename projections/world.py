"""The world that the views follow: streams as the rules left them, up to a leaf.

It is folded with the rules' own ``evolve``, so a view never judges again who
had to endorse what. Statements themselves stay in the archive; only where they
stand is kept here.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ledger.domain import rules
from ledger.domain.world import Act, Stream
from ledger.evidence.merkle import Hash
from ledger.evidence.statement import Digest, StatementId, StreamName


class Acts(Protocol):
    """What the views need of the archive."""

    @property
    def tree_size(self) -> int:
        """How many entries the log has."""

    def acts(self, start: int, limit: int) -> Iterator[Act]:
        """Yield recorded acts in order, from a leaf index on, ``limit`` at most."""

    def acts_ahead(self, start: int) -> AbstractContextManager[Iterator[Act]]:
        """Give all recorded acts from a leaf index on, read beside their use."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One recorded act and what it did.

    ``effect`` is the act that took effect by it: mostly itself; for an
    endorsement the act that it completed, for a correction the corrected act
    with its new body, both placed here; None when it only waits, joins in,
    withdraws or announces. ``world`` is as the step left it.
    """

    act: Act
    effect: Act | None
    before: Stream | None
    stream: Stream
    world: "FollowedWorld"

    @property
    def corrects(self) -> Digest | None:
        """Return the digest of the record that this step corrects, if it does."""
        before = self.before
        if self.effect is None or before is None or before.corrections is self.stream.corrections:
            return None
        digest = self.effect.digest
        noted = self.stream.corrections.get(digest)
        return None if noted == before.corrections.get(digest) else digest


class FollowedWorld:
    """All streams as of a leaf: a world for evolving, not for checking."""

    def __init__(self, archive: Acts) -> None:
        """Begin before the first statement."""
        self._archive = archive
        self._streams: dict[StreamName, Stream] = {}
        self._places: dict[Digest, tuple[StreamName, int, int]] = {}
        self._times: list[datetime] = []

    @property
    def size(self) -> int:
        """How many entries were followed."""
        return len(self._times)

    def follow(self, act: Act) -> Step:
        """Take the next act in and say what it did."""
        assert act.leaf_index == self.size, "the archive yields acts in order, without gaps"
        before = self._streams.get(act.statement.stream)
        effect = rules.effect_of(self, act)
        stream = rules.evolve(self, act, effect)
        self._streams[stream.name] = stream
        self._places[act.digest] = (stream.name, act.position, act.leaf_index)
        self._times.append(act.at)
        return Step(act=act, effect=effect, before=before, stream=stream, world=self)

    def stream(self, name: StreamName) -> Stream | None:
        """Find a stream by name."""
        return self._streams.get(name)

    def find(self, digest: Digest) -> Act | None:
        """Read a statement that was followed from the archive."""
        place = self._places.get(digest)
        return None if place is None else next(self._archive.acts(place[2], 1))

    def place_of(self, digest: Digest) -> tuple[StreamName, int] | None:
        """Find where a statement stands."""
        place = self._places.get(digest)
        return None if place is None else place[:2]

    def time_at(self, leaf_index: int) -> datetime:
        """Return when an entry was recorded."""
        return self._times[leaf_index]

    def identified(self, statement_id: StatementId) -> Digest | None:  # noqa: ARG002 -- as in World
        """Know no ids: they matter to checking alone."""
        return None

    def root_at(self, tree_size: int) -> Hash | None:  # noqa: ARG002 -- as in World
        """Know no roots: they matter to checking alone."""
        return None

    def deadlines(self) -> Iterator[tuple[datetime, StreamName]]:
        """Know no deadlines: what they bring is recorded by the service."""
        return iter(())
