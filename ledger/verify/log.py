"""The log alone: its entries, its tree, its checkpoints. No statement is needed for this."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.errors import LedgerError, UnverifiedError
from ledger.evidence.checkpoint import Checkpoint, open_checkpoint
from ledger.evidence.entry import Entry, parse_entry
from ledger.evidence.merkle import EMPTY_ROOT, Hash, MemoryHashes, hash_leaves, tree_root
from ledger.evidence.note import VKey
from ledger.evidence.statement import Digest
from ledger.verify.verdict import Finder


class EntryOrderError(UnverifiedError):
    """Times never decrease, streams count from 1 without gaps, statements are recorded once."""

    code = "entry-order"
    message = "entry {leaf_index}: {problem}"


class TreeSizeError(UnverifiedError):
    """The checkpoint speaks of as many entries as there are."""

    code = "tree-size"
    message = "the checkpoint is of {sealed} entries, there are {found}"


class TreeRootError(UnverifiedError):
    """The entries hash to the root that the log signed."""

    code = "tree-root"
    message = "the log signed the root {sealed}, the entries hash to {found}"


class NotExtendedError(UnverifiedError):
    """A log extends every checkpoint that anyone kept of it."""

    code = "log-not-extended"
    message = "a checkpoint of {size} entries was kept, and this log is not one that extends it"


class Roots(Mapping[int, Hash]):
    """The root after so many entries, computed when asked, from the whole tree."""

    def __init__(self, hashes: MemoryHashes) -> None:
        """Read from a tree in memory."""
        self._hashes = hashes
        self._known: dict[int, Hash] = {}

    def __getitem__(self, tree_size: int) -> Hash:
        """Return the root at a size from 1 to the tree's."""
        known = self._known.get(tree_size)
        if known is None:
            if not 1 <= tree_size <= self._hashes.size:
                raise KeyError(tree_size)
            known = self._known[tree_size] = tree_root(tree_size, self._hashes)
        return known

    def __iter__(self) -> Iterator[int]:
        """Yield every size that has a root."""
        return iter(range(1, self._hashes.size + 1))

    def __len__(self) -> int:
        """Return how many sizes have a root."""
        return self._hashes.size


@dataclass(frozen=True, kw_only=True)
class Log:
    """The entries as read, with the tree over their bytes."""

    entries: tuple[Entry | None, ...]  # None where the bytes do not parse
    hashes: MemoryHashes
    roots: Roots
    is_sound: bool  # every entry parses and stands in order

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    @property
    def root(self) -> Hash:
        """The root of the whole log."""
        return self.roots[self.size] if self.size else EMPTY_ROOT


def read_log(raw: Sequence[bytes], finder: Finder) -> Log:
    """Read every entry and hash the tree over them; note what is out of order."""
    before = len(finder.findings)
    entries = tuple(_parsed(raw, finder))
    _note_disorder(entries, finder)
    hashes = MemoryHashes(hash_leaves(raw))
    is_sound = len(finder.findings) == before
    return Log(entries=entries, hashes=hashes, roots=Roots(hashes), is_sound=is_sound)


def _parsed(raw: Sequence[bytes], finder: Finder) -> Iterator[Entry | None]:
    for leaf_index, text in enumerate(raw):
        try:
            yield parse_entry(text)
        except LedgerError as error:
            finder.note(error, leaf_index)
            yield None


def _note_disorder(entries: Sequence[Entry | None], finder: Finder) -> None:
    lengths: dict[Digest, int] = {}
    seen: set[Digest] = set()
    newest = None
    for leaf_index, entry in enumerate(entries):
        if entry is None:
            continue
        expected = lengths.get(entry.stream, 0) + 1
        lengths[entry.stream] = entry.seq
        if entry.seq != expected:
            _note(finder, leaf_index, f"position {entry.seq} of its stream, not {expected}")
        if entry.env in seen:
            _note(finder, leaf_index, "its statement was recorded before")
        seen.add(entry.env)
        if newest is not None and entry.at < newest:
            _note(finder, leaf_index, "it is earlier than the one before")
        newest = entry.at


def _note(finder: Finder, leaf_index: int, problem: str) -> None:
    finder.note(EntryOrderError(leaf_index=leaf_index, problem=problem), leaf_index)


def check_newest(log: Log, text: str, vkeys: Sequence[VKey]) -> Checkpoint:
    """Accept the checkpoint that must be of exactly these entries.

    Raises:
        MalformedError, UnverifiedError: It does not open under every log key.
        TreeSizeError, TreeRootError: It is of another log.
    """
    checkpoint = open_checkpoint(text, vkeys)
    if checkpoint.size != log.size:
        raise TreeSizeError(sealed=checkpoint.size, found=log.size)
    if checkpoint.root != log.root:
        raise TreeRootError(sealed=checkpoint.root.hex(), found=log.root.hex())
    return checkpoint


def check_extends(log: Log, text: str, vkeys: Sequence[VKey]) -> int:
    """Accept that the log extends a checkpoint that was kept earlier; return its size.

    Raises:
        MalformedError, UnverifiedError: It does not open under every log key.
        NotExtendedError: The log's first entries hash to another root.
    """
    kept = open_checkpoint(text, vkeys)
    check_extends_head(log, kept.size, kept.root)
    return kept.size


def check_extends_head(log: Log, size: int, root: Hash) -> None:
    """Accept that the log extends a size and root that were kept earlier.

    Raises:
        NotExtendedError: The log's first entries hash to another root.
    """
    if size and log.roots.get(size) != root:
        raise NotExtendedError(size=size)
