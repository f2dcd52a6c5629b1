"""The two doors to a ledger: its folder on this machine, or its server's address."""

from collections.abc import Callable, Sequence
from datetime import datetime

from commands.desk import Said
from ledger.archive import Archive
from ledger.drafting import Wish, draft_claims
from ledger.evidence.commitment import Opening
from ledger.evidence.merkle import Hash
from ledger.evidence.statement import Claims
from ledger.folder import LedgerFolder
from ledger.service import Ledger, Submission


class FolderDoor:
    """A ledger in a folder on this machine, written through its one door."""

    def __init__(self, folder: LedgerFolder, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        """Use an open ledger."""
        self._ledger = ledger
        self._archive = Archive.open(folder)
        self._clock = clock

    def draft(self, wish: Wish) -> Claims:
        """Return the claims to sign."""
        return draft_claims(self._ledger.world, wish, at=self._clock())

    def submit(self, compact: bytes, openings: Sequence[Opening]) -> Said:
        """Record a statement.

        Raises:
            LedgerError: The ledger's refusal, by its own name.
        """
        submission = Submission(
            compact=compact, openings=tuple(opening.text.decode("ascii") for opening in openings)
        )
        (outcome,) = self._ledger.record((submission,))
        if outcome.error is not None:
            raise outcome.error
        assert outcome.statement_id is not None, "what is recorded has an id"
        assert outcome.digest is not None, "what is recorded has a digest"
        assert outcome.leaf_index is not None, "what is recorded has a place"
        return Said(id=outcome.statement_id, digest=outcome.digest, leaf_index=outcome.leaf_index)

    def checkpoint(self) -> str:
        """Return the newest checkpoint."""
        return self._archive.checkpoint()

    def consistency(self, old_size: int, new_size: int) -> Sequence[Hash]:
        """Return the proof that the log only grew."""
        return self._archive.consistency(old_size, new_size)

    def close(self) -> None:
        """Let go of the ledger and its archive."""
        self._archive.close()
        self._ledger.close()
