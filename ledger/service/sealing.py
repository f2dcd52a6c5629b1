"""A decided batch as it goes to disk: events, entries, new nodes, and their root."""

from collections.abc import Callable
from datetime import datetime

from ledger.domain.world import Act
from ledger.evidence.entry import Entry, format_entry
from ledger.evidence.merkle import Frontier, Hash, Node, hash_leaves
from ledger.evidence.statement import Digest
from ledger.service.batch import Batch
from ledger.store.mapper import StatementEvent
from ledger.store.sqlite import Append, Leaf
from ledger.store.statements import StatementStore


def entry_of(act: Act, tag: Digest) -> Entry:
    """Return an act's leaf in the log; ``tag`` is its stream's first statement."""
    return Entry(at=act.at, env=act.digest, seq=act.position, stream=tag)


class Sealing:
    """One batch's rows, and the tree as they leave it."""

    def __init__(self, batch: Batch, frontier: Frontier) -> None:
        """Compute all that will be stored, on the tree that the batch was decided on."""
        self._tree_size = frontier.size
        self._batch = batch
        self.entries = tuple(self._format_entry(act) for act in batch.acts)
        nodes: list[Node] = []
        for leaf in hash_leaves(self.entries):
            nodes.extend(frontier.append(leaf))
        self._nodes = tuple(nodes)
        self.frontier = frontier
        self.size = frontier.size
        self.root: Hash = frontier.root()

    @property
    def events(self) -> tuple[StatementEvent, ...]:
        """The statements at their positions."""
        return tuple(StatementEvent(act.statement, act.position) for act in self._batch.acts)

    def append(self, seal: Callable[[int, Hash, datetime], str]) -> Append:
        """Give what goes into the transaction beside the statements.

        ``seal`` signs the checkpoint of a size and root.
        """
        acts = self._batch.acts
        at = acts[-1].at
        return Append(
            tree_size=self._tree_size,
            newest_at=at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z",
            leaves=tuple(
                Leaf(
                    env=bytes.fromhex(act.digest.removeprefix("sha256:")),
                    statement_id=act.statement.id,
                    entry=entry,
                    openings=self._batch.openings_of(act),
                )
                for act, entry in zip(acts, self.entries, strict=True)
            ),
            nodes=self._nodes,
            erased=self._batch.erased(),
            seal=lambda: seal(self.size, self.root, at),
        )

    def is_absent(self, store: StatementStore) -> bool:
        """Whether nothing of this batch is in the store: its head is where it was."""
        return store.head().size == self._tree_size and self._stored(store) == ()

    def is_present(self, store: StatementStore) -> bool:
        """Whether all of this batch is in the store, and is its end."""
        return store.head().size == self.size and self._stored(store) == self.entries

    def _stored(self, store: StatementStore) -> tuple[bytes, ...]:
        return tuple(store.entries(self._tree_size, self.size))

    def _format_entry(self, act: Act) -> bytes:
        stream = self._batch.layer.stream(act.statement.stream)
        assert stream is not None, "recorded in this batch"
        return format_entry(entry_of(act, stream.tag))
