"""The statements' side of the archive: acts, histories, keys, openings and receipts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ledger.archive.acts import Recaller, Recorded, StatementMissingError
from ledger.archive.audiences import ADMISSION, Audiences
from ledger.archive.log import ROWS, Log
from ledger.archive.present import Worlds
from ledger.archive.signers import Signers
from ledger.domain.world import MAIN, Act, MemoryWorld, UnknownStreamError, World
from ledger.errors import CorruptError, NotRecordedError, UnverifiedError
from ledger.evidence.keys import KeyId, PublicKey
from ledger.evidence.merkle import check_inclusion, leaf_hash, prove_inclusion
from ledger.evidence.proof import Proof
from ledger.evidence.receipt import Receipt, format_receipt
from ledger.evidence.statement import Digest, StatementId, StreamName
from ledger.store.read_only import ReadOnlyStore
from ledger.store.statements import StoredStatement

_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")


class StatementNotRecordedError(NotRecordedError):
    """A statement is found by its id or its digest once it is recorded."""

    code = "statement-not-recorded"
    message = "no statement {name} is recorded"


class PositionMissingError(CorruptError):
    """The ledger file holds every statement of a stream."""

    code = "position-missing"
    message = "the ledger file has no statement {position} of {stream}"


class ReceiptUnprovenError(CorruptError):
    """A receipt leaves only when it proves what it says."""

    code = "receipt-unproven"
    message = "the stored hashes do not lead from entry {leaf_index} to the checkpoint's root"


class Statements(Log):
    """What was recorded, statement by statement; many threads may read at once."""

    def __init__(self, store: ReadOnlyStore, documents: Path) -> None:
        """Read from an open ledger file, with its attachments in ``documents``."""
        super().__init__(store)
        self._recaller = Recaller(store.place_of)
        self._worlds = Worlds(store)
        self._signers = Signers(self._acts_of)
        self._audiences = Audiences(
            history=lambda after: self._acts_of(MAIN, after),
            beginnings=lambda start: map(self._recaller.act, store.beginnings(start)),
            admissions=lambda start: map(self._recaller.act, store.of_kind(ADMISSION, start)),
        )
        self.documents = documents

    def acts(self, start: int = 0, limit: int | None = None) -> Iterator[Act]:
        """Yield the acts in the order of the log, at most ``limit`` of them.

        Raises:
            CorruptError: A row contradicts its entry, or is missing; by name.
        """
        size = self.tree_size
        end = size if limit is None else min(start + limit, size)
        for first in range(start, end, ROWS):
            leaf_index = first
            for stored in self._store.range(first, min(first + ROWS, end)):
                if stored.leaf_index != leaf_index:
                    raise StatementMissingError(leaf_index=leaf_index)
                yield self._recaller.act(stored)
                leaf_index += 1
            if leaf_index != min(first + ROWS, end):
                raise StatementMissingError(leaf_index=leaf_index)

    def history(self, stream: StreamName, after: int = 0) -> Iterator[Recorded]:
        """Return a stream's acts with their entries, in order, from after a position.

        Raises:
            UnknownStreamError: Nobody has opened the stream.
            StatementMissingError: A position in between is not there.
            CorruptError: A row contradicts its entry; by name.
        """
        stored = tuple(self._store.history(stream, after=after))
        if not stored and after == 0:
            raise UnknownStreamError(stream=stream)
        for position, one in enumerate(stored, after + 1):
            if one.position != position:
                raise PositionMissingError(stream=stream, position=position)
        return map(self._recaller.recorded, stored)

    def stream_names(self) -> tuple[StreamName, ...]:
        """Name every stream that was ever opened."""
        return tuple(self.reader_world().streams())

    def find(self, name: StatementId | Digest) -> Act:
        """Find a statement by its id or its digest.

        Raises:
            StatementNotRecordedError: There is none.
            CorruptError: A row contradicts its entry; by name.
        """
        return self._recaller.act(self._find(name))

    def recorded(self, name: StatementId | Digest) -> Recorded:
        """Find a statement, with its entry, by its id or its digest.

        Raises:
            StatementNotRecordedError: There is none.
            CorruptError: A row contradicts its entry; by name.
        """
        return self._recaller.recorded(self._find(name))

    def key(self, kid: KeyId) -> PublicKey:
        """Return the public key that a recorded statement was signed with.

        Raises:
            SignerKeyMissingError: The directory names none of this id.
        """
        return self._signers.key(kid)

    def openings(self, digest: Digest) -> tuple[bytes, ...]:
        """Return the openings of a statement that are still there, in order of their paths.

        Raises:
            StatementNotRecordedError: There is no such statement.
        """
        return self._openings(self._find(digest))

    def receipt(self, name: StatementId | Digest) -> bytes:
        """Return a statement's receipt against the newest checkpoint.

        Its proof is checked before it leaves: a receipt that does not hold
        would speak against us for ever.

        Raises:
            StatementNotRecordedError: There is no such statement.
            ReceiptUnprovenError: Stored hashes and checkpoint disagree.
            CorruptError: The store contradicts itself elsewhere; by name.
        """
        stored = self._find(name)
        recorded = self._recaller.recorded(stored)
        receipt = Receipt(
            statement=stored.statement.compact,
            key=self.key(stored.statement.kid).jwk(),
            entry=recorded.entry,
            proof=self._proof(stored.leaf_index, recorded.entry),
            openings=self._openings(stored),
        )
        return format_receipt(receipt)

    def reader_world(self) -> MemoryWorld:
        """Return a world that says who may read which stream, and nothing else."""
        return self._audiences.world()

    def world(self, tree_size: int | None = None) -> World:
        """Return the world as the log stands, or as it stood when it had so many entries.

        A stream is folded when it is asked for.

        Raises:
            TreeSizeNotRecordedError: The log is smaller.
        """
        if tree_size is None:
            tree_size = self.tree_size
        else:
            self._demand_size(tree_size)
        return self._worlds.at(tree_size)

    def _proof(self, leaf_index: int, entry: bytes) -> Proof:
        sealed = self.sealed()
        hashes = prove_inclusion(leaf_index, sealed.size, self.hashes)
        try:
            check_inclusion(
                leaf_index=leaf_index,
                tree_size=sealed.size,
                leaf=leaf_hash(entry),
                root=sealed.root,
                proof=hashes,
            )
        except UnverifiedError as error:
            raise ReceiptUnprovenError(leaf_index=leaf_index) from error
        return Proof(leaf_index=leaf_index, hashes=hashes, checkpoint=sealed.checkpoint)

    def _openings(self, stored: StoredStatement) -> tuple[bytes, ...]:
        if not stored.statement.sealed:
            return ()
        kept = self._store.openings(stored.leaf_index)
        wanted = (sealed.commitment for sealed in stored.statement.sealed)
        return tuple(kept[commitment] for commitment in wanted if commitment in kept)

    def _find(self, name: StatementId | Digest) -> StoredStatement:
        digest: Digest | None = Digest(name)
        if not _DIGEST.fullmatch(name):
            statement_id = StatementId(name)
            found = self._store.identified([statement_id], self.tree_size)
            digest = found.get(statement_id)
        stored = None if digest is None else self._store.find(digest)
        if stored is None:
            raise StatementNotRecordedError(name=name)
        return stored

    def _acts_of(self, stream: StreamName, after: int) -> Iterator[Act]:
        return map(self._recaller.act, self._store.history(stream, after=after))
