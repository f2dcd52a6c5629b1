"""An export, folder or zip: whole, or one reader's share of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ledger.domain.world import MemoryWorld
from ledger.errors import LedgerError
from ledger.evidence.bundle import Bundle, open_bundle
from ledger.evidence.statement import Digest
from ledger.verify.log import read_log
from ledger.verify.verdict import Finder, Verdict
from ledger.verify.verdicts import Pins, judge


class _Statements(Mapping[Digest, bytes]):
    """A bundle's statements, each read when it is asked for."""

    def __init__(self, bundle: Bundle, finder: Finder) -> None:
        """Read from an open bundle; a file that cannot be read is a finding."""
        self._bundle = bundle
        self._finder = finder

    def __getitem__(self, digest: Digest) -> bytes:
        """Return a statement's bytes; whether they are the right ones is judged later."""
        if digest not in self._bundle.statements:
            raise KeyError(digest)
        try:
            return self._bundle.read_statement(digest)
        except LedgerError as error:
            self._finder.note(error)
            raise KeyError(digest) from error

    def __iter__(self) -> Iterator[Digest]:
        """Yield the digests under which statements are kept."""
        return iter(self._bundle.statements)

    def __len__(self) -> int:
        """Return how many statements there are."""
        return len(self._bundle.statements)


@dataclass(frozen=True, kw_only=True)
class _BundleHistory:
    entries: tuple[bytes, ...]
    statements: _Statements
    openings: tuple[bytes, ...]
    checkpoint: str
    is_whole: bool


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """An export as it was judged: for whom it says it is, and the world that it gives.

    ``world`` is as the statements leave it that were proven.
    """

    verdict: Verdict
    reader: str
    world: MemoryWorld


def verify_bundle(
    path: Path,
    pins: Pins | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Verdict, str]:
    """Judge an export; return the verdict and for whom the export says it is.

    Raises:
        MalformedError, NotRecordedError: It is no export, by what is wrong.
    """
    replayed = replay_bundle(path, pins, progress=progress)
    return replayed.verdict, replayed.reader


def replay_bundle(
    path: Path,
    pins: Pins | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Replayed:
    """Judge an export, and keep the world that its statements give when they are replayed.

    Raises:
        MalformedError, NotRecordedError: It is no export, by what is wrong.
    """
    finder = Finder()
    with open_bundle(path) as bundle:
        for fault in bundle.faults():
            finder.note(fault)
        entries = tuple(_caught_entries(bundle, finder))
        log = read_log(entries, finder)
        if log.size == bundle.log.claimed_size:
            for fault in bundle.log.tile_faults(log.hashes):
                finder.note(fault)
        history = _BundleHistory(
            entries=entries,
            statements=_Statements(bundle, finder),
            openings=tuple(_caught_openings(bundle, finder)),
            checkpoint=bundle.log.checkpoint_text,
            is_whole=bundle.manifest.reader == "all",
        )
        reader = bundle.manifest.reader
        is_scoped = reader.startswith("auditor/")
        verdict, world = judge(
            history, log, finder, pins or Pins(), is_scoped=is_scoped, progress=progress
        )
        return Replayed(verdict=verdict, reader=reader, world=world)


def _caught_entries(bundle: Bundle, finder: Finder) -> Iterator[bytes]:
    try:
        yield from bundle.log.entries()
    except LedgerError as error:
        finder.note(error)


def _caught_openings(bundle: Bundle, finder: Finder) -> Iterator[bytes]:
    try:
        for _, text in bundle.openings():
            yield text
    except LedgerError as error:
        finder.note(error)
