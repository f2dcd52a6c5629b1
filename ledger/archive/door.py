"""The archive's one door: what was recorded by a ledger, its proof, and what to take away."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Self

from ledger.archive.ahead import acts_ahead
from ledger.archive.export import ExportReader, export_bundle, export_log
from ledger.archive.statements import Statements
from ledger.domain.world import Act
from ledger.evidence.bundle import Manifest
from ledger.folder import LedgerFolder
from ledger.store.read_only import ReadOnlyStore


class Archive(Statements):
    """The evidence of one ledger, read-only; cheap to open, shared by any number of threads."""

    @classmethod
    def open(cls, folder: LedgerFolder) -> Self:
        """Open a ledger's evidence; nothing is made where nothing is.

        Raises:
            FileMissingError: The folder holds no ledger file.
        """
        return cls(ReadOnlyStore(folder.database), folder.documents)

    def close(self) -> None:
        """Let go of the ledger file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def acts_ahead(self, start: int) -> AbstractContextManager[Iterator[Act]]:
        """Give the acts from a leaf index on, up to the newest now, read beside their use.

        Raises:
            CorruptError: As ``acts``, where an act cannot be read.
        """
        again = partial(_again, self._store.path, self.documents)
        return acts_ahead(self, again, start, self.tree_size)

    def export(self, target: Path, reader: ExportReader = None) -> Manifest:
        """Write a bundle: everything, or one reader's share; a zip where the name ends so.

        Raises:
            LedgerUnfoundedError: There is no ledger yet.
            ReaderUnknownError: The reader is not admitted.
            TargetNotEmptyError: Something is there already.
            LogSourceMismatchError: Entries and checkpoint disagree.
            CorruptError: The store contradicts itself elsewhere; by name.
        """
        return export_bundle(self, target, reader)

    def export_log(self, target: Path) -> None:
        """Write the log alone, for any client of tlog-tiles.

        Raises:
            LedgerUnfoundedError: There is no ledger yet.
            TargetNotEmptyError: Something is there already.
            LogSourceMismatchError: Entries and checkpoint disagree.
        """
        export_log(self, target)


def _again(database: Path, documents: Path) -> Archive:
    return Archive(ReadOnlyStore(database), documents)
