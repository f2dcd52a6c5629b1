"""The ledger distrusts itself: what must hold before it serves, or goes on to.

The newest checkpoint must open under the keys of the founding and be the tree's
own right edge; the newest entries must be the tree's newest leaves; and what was
answered for, by the anchor, must be there. Whatever is older is for `verify`.
"""

from ledger.archive.past import act_of
from ledger.domain.kinds.ledger import LedgerFounded
from ledger.errors import CorruptError, LedgerError
from ledger.evidence.checkpoint import Checkpoint, open_checkpoint
from ledger.evidence.merkle import Hash, hash_leaves, tree_root
from ledger.folder import LedgerFolder
from ledger.service.own import OwnKeys
from ledger.store.anchor import Anchor, Anchored
from ledger.store.inspect import open_file
from ledger.store.statements import Head, StatementStore

NEWEST_CHECKED = 256


class SchemaAlteredError(CorruptError):
    """A ledger file holds its own tables, indexes and triggers, word by word."""

    code = "schema-altered"
    message = "the ledger file was altered: {problem}"


class CheckpointWrongError(CorruptError):
    """The newest checkpoint is of the log as it is stored."""

    code = "checkpoint-wrong"
    message = "the newest checkpoint does not stand for the stored log: {problem}"


class NewestEntryError(CorruptError):
    """The newest entries are the newest leaves of the tree."""

    code = "newest-entry"
    message = "entry {leaf_index} is not the leaf that the tree has there"


class BackupRestoredError(CorruptError):
    """Whatever was answered for is still there."""

    code = "backup-restored"
    message = (
        "the anchor knows {anchored} entries, the ledger file has {size} or others:"
        " it was restored from a backup or tampered with"
    )


def check_schema(folder: LedgerFolder) -> None:
    """Hold only if the ledger file has exactly the schema that was written.

    Raises:
        SchemaAlteredError: Something is missing, altered or added.
    """
    with open_file(folder.database) as file:
        for finding in file.schema():
            raise SchemaAlteredError(problem=f"{finding.code}, {finding.place}")


def check_newest(store: StatementStore, own: OwnKeys) -> Checkpoint | None:
    """Return the newest checkpoint once the stored log bears it out; None before the first.

    Raises:
        CorruptError: The store contradicts itself; by class.
    """
    head = store.head()
    if head.size == 0:
        if head.checkpoint is not None or head.newest_at:
            raise CheckpointWrongError(problem="nothing is recorded")
        return None
    _check_founding(store, own)
    _check_leaves(store, head)
    return check_checkpoint(store, own)


def check_checkpoint(store: StatementStore, own: OwnKeys) -> Checkpoint:
    """Return the newest checkpoint, signed by every key of the log for the stored tree.

    Raises:
        CheckpointWrongError: It is missing, of another state, or a line does not hold.
        NodeMissingError: The tree has no right edge.
    """
    head = store.head()
    if head.checkpoint is None:
        raise CheckpointWrongError(problem="it is missing")
    try:
        checkpoint = open_checkpoint(head.checkpoint, own.vkeys)
    except LedgerError as error:
        raise CheckpointWrongError(problem=str(error)) from error
    root = tree_root(head.size, store.hashes)
    if checkpoint != Checkpoint(origin=own.origin, size=head.size, root=root):
        raise CheckpointWrongError(problem="it is of another state")
    return checkpoint


def check_anchor(store: StatementStore, anchor: Anchor, checkpoint: Checkpoint | None) -> None:
    """Hold only if the log contains what was answered for; add a line that a crash left out.

    Raises:
        BackupRestoredError: The anchor knows entries that the log lacks.
        AnchorMissingError, AnchorMalformedError: The anchor cannot be read.
    """
    anchor.mend()
    newest = anchor.newest()
    size = 0 if checkpoint is None else checkpoint.size
    if newest is not None and (
        newest.size > size or tree_root(newest.size, store.hashes) != newest.root
    ):
        raise BackupRestoredError(anchored=newest.size, size=size)
    if checkpoint is not None and (newest is None or newest.size < checkpoint.size):
        anchor.append(Anchored(size=checkpoint.size, root=checkpoint.root))


def _check_founding(store: StatementStore, own: OwnKeys) -> None:
    for stored in store.range(0, 1):
        body = act_of(stored).body
        if isinstance(body, LedgerFounded):
            own.check_founded(body)
            return
    raise CheckpointWrongError(problem="the log does not begin with a founding")


def _check_leaves(store: StatementStore, head: Head) -> None:
    """Compare the newest statements, their entries and their leaves one by one."""
    start = max(0, head.size - NEWEST_CHECKED)
    newest = list(store.range(start, head.size + 1))
    if len(newest) != head.size - start or len(store.entries(start, head.size + 1)) != len(newest):
        raise NewestEntryError(leaf_index=head.size - 1)
    leaves = hash_leaves(stored.entry_raw for stored in newest)
    hashes: list[Hash] = list(store.hashes.read_hashes([(0, at) for at in range(start, head.size)]))
    for stored, leaf, known in zip(newest, leaves, hashes, strict=True):
        if leaf != known:
            raise NewestEntryError(leaf_index=stored.leaf_index)
    if newest[-1].entry_raw[7:31].decode() != head.newest_at:
        raise NewestEntryError(leaf_index=head.size - 1)
