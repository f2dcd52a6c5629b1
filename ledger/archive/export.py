"""Evidence to take away: a bundle for one reader, or the log alone (FORMATS F9).

A share holds the whole log, so that nothing meant for its reader can be left
out unseen; of the statements it holds those that the reader may read, and of
openings, attachments and keys those that belong to them.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from ledger.archive.log import Sealed
from ledger.archive.statements import Statements
from ledger.domain.audience import AuditorReader, PartyReader, may_read
from ledger.domain.directory import LedgerMatter, the_ledger
from ledger.domain.world import Act, World
from ledger.errors import NotRecordedError
from ledger.evidence.bundle import BundleSource, Manifest, write_bundle
from ledger.evidence.keys import KeyId, PublicKey
from ledger.evidence.note import parse_vkey
from ledger.evidence.statement import Digest, StreamName
from ledger.evidence.static_log import LogSource, write_log

ExportReader = PartyReader | AuditorReader | None  # None: everything, as the ledger's keeper has it


class LedgerUnfoundedError(NotRecordedError):
    """A ledger can be exported once it is founded."""

    code = "ledger-unfounded"
    message = "the ledger is not founded yet"


class ReaderUnknownError(NotRecordedError):
    """A share is for an admitted party or auditor."""

    code = "reader-unknown"
    message = "{reader} is not admitted to this ledger"


def export_bundle(statements: Statements, target: Path, reader: ExportReader) -> Manifest:
    """Write what a reader may have, up to the newest checkpoint; return its manifest.

    The same checkpoint and reader give the same bytes, unless something was
    erased in between. An auditor's term is judged at the newest entry.

    Raises:
        LedgerUnfoundedError: There is no ledger yet.
        ReaderUnknownError: The reader is not admitted.
        TargetNotEmptyError: Something is there already.
        LogSourceMismatchError: Entries and checkpoint disagree.
        CorruptError: The store contradicts itself elsewhere; by name.
    """
    sealed = statements.sealed()
    world = statements.reader_world()
    ledger = _founded(world)
    share = _Share(statements, sealed.size, _permission(statements, ledger, reader, sealed.size))
    source = BundleSource(
        log=_log_source(statements, sealed, ledger),
        ledger=ledger.id,
        reader=_label(reader),
        statements=((act.digest, act.statement.compact) for act in share.acts()),
        openings=share.openings(),
        documents=share.documents(),
        keys=share.keys(),
    )
    return write_bundle(target, source)


def export_log(statements: Statements, target: Path) -> None:
    """Write the log alone, for any client of tlog-tiles.

    Raises:
        LedgerUnfoundedError: There is no ledger yet.
        TargetNotEmptyError: Something is there already.
        LogSourceMismatchError: Entries and checkpoint disagree.
    """
    sealed = statements.sealed()
    write_log(target, _log_source(statements, sealed, _founded(statements.reader_world())))


class _Share:
    """What one reader may have, gathered in one reading, streamed in a second."""

    def __init__(
        self, statements: Statements, size: int, permits: Callable[[StreamName], bool]
    ) -> None:
        self._statements = statements
        self._size = size
        self._permits = permits
        self._sealed: list[Digest] = []
        self._documents: dict[str, None] = {}  # an ordered set
        self._kids: dict[KeyId, None] = {}
        for act in self.acts():
            statement = act.statement
            if statement.sealed:
                self._sealed.append(act.digest)
            self._documents.update((document.sha256, None) for document in statement.documents)
            self._kids[statement.kid] = None

    def acts(self) -> Iterator[Act]:
        """Yield the acts that the reader may read, in the order of the log."""
        for act in self._statements.acts(0, self._size):
            if self._permits(act.statement.stream):
                yield act

    def openings(self) -> Iterator[tuple[Digest, bytes]]:
        """Yield the openings of these acts that are still there."""
        for digest in self._sealed:
            for opening in self._statements.openings(digest):
                yield digest, opening

    def documents(self) -> Iterator[tuple[str, Path]]:
        """Yield the attachments of these acts that are kept beside the ledger."""
        for digest_hex in self._documents:
            path = self._statements.documents / digest_hex
            if path.is_file():
                yield digest_hex, path

    def keys(self) -> Iterator[PublicKey]:
        """Yield the keys that signed these acts."""
        return map(self._statements.key, self._kids)


def _founded(world: World) -> LedgerMatter:
    ledger = the_ledger(world)
    if ledger is None:
        raise LedgerUnfoundedError
    return ledger


def _log_source(statements: Statements, sealed: Sealed, ledger: LedgerMatter) -> LogSource:
    return LogSource(
        checkpoint_text=sealed.checkpoint,
        vkeys=tuple(map(parse_vkey, ledger.log_keys)),
        entries=(entry for _, entry in statements.entries(0, sealed.size)),
    )


def _label(reader: ExportReader) -> str:
    match reader:
        case PartyReader(party=party):
            return f"party/{party}"
        case AuditorReader(kid=kid):
            return f"auditor/{kid}"
        case None:
            return "all"


def _permission(
    statements: Statements, ledger: LedgerMatter, reader: ExportReader, size: int
) -> Callable[[StreamName], bool]:
    """Return what says of a stream whether the reader may read it."""
    match reader:
        case PartyReader(party=party) if party not in ledger.parties:
            raise ReaderUnknownError(reader=_label(reader))
        case AuditorReader(kid=kid) if kid not in ledger.auditors:
            raise ReaderUnknownError(reader=_label(reader))
        case None:
            return lambda _: True
    world = statements.reader_world()
    at = statements.time_at(size - 1)

    @cache
    def permits(name: StreamName) -> bool:
        stream = world.stream(name)
        return stream is not None and may_read(world, reader, stream, at)

    return permits
