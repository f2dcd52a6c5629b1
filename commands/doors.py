"""The door to a ledger in a folder on this machine; :mod:`commands.server` has the other one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from commands.desk import Said
from ledger.archive import Archive
from ledger.domain.world import MAIN
from ledger.drafting import Wish, draft_claims
from ledger.errors import LedgerError
from ledger.evidence.commitment import Opening
from ledger.evidence.merkle import Hash, HashReader
from ledger.evidence.statement import Claims, Digest
from ledger.folder import LedgerFolder
from ledger.service import Ledger, Outcome, Submission

EVENTS_MAX: Final = 1_000


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry as a follower gets it, with its statement where the reader may have it."""

    leaf_index: int
    entry: bytes
    statement: bytes | None


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
        (said,) = self.submit_all((submission,))
        if isinstance(said, LedgerError):
            raise said
        return said

    def submit_all(self, submissions: Sequence[Submission]) -> list[Said | LedgerError]:
        """Record statements in order; return what became of each."""
        return [_said(outcome) for outcome in self._ledger.record(submissions)]

    def checkpoint(self) -> str:
        """Return the newest checkpoint."""
        return self._archive.checkpoint()

    def consistency(self, old_size: int, new_size: int) -> Sequence[Hash]:
        """Return the proof that the log only grew."""
        return self._archive.consistency(old_size, new_size)

    def hashes(self, tree_size: int) -> HashReader:  # noqa: ARG002 -- stored hashes fit every size
        """Return the log's tree of a size."""
        return self._archive.hashes

    def events(self, after: int, timeout: int) -> list[Event]:
        """Return what was recorded after an entry, waiting for the first if there is none."""
        start = after + 1
        stop = min(self._archive.wait(after + 1, timeout), start + EVENTS_MAX)
        acts = self._archive.acts(start, max(0, stop - start))
        entries = self._archive.entries(start, stop)
        return [
            Event(leaf_index=leaf_index, entry=entry, statement=act.statement.compact)
            for act, (leaf_index, entry) in zip(acts, entries, strict=True)
        ]

    def key_of(self, digest: Digest) -> Mapping[str, str]:
        """Return the key that a recorded statement was signed with."""
        return self._archive.key(self._archive.find(digest).statement.kid).jwk()

    def founding(self) -> bytes | None:
        """Return the statement that founded the ledger; None before it."""
        main = self._ledger.world.stream(MAIN)
        return None if main is None else self._archive.find(main.tag).statement.compact

    def close(self) -> None:
        """Let go of the ledger and its archive."""
        self._archive.close()
        self._ledger.close()


def _said(outcome: Outcome) -> Said | LedgerError:
    if outcome.error is not None:
        return outcome.error
    assert outcome.statement_id is not None, "what is recorded has an id"
    assert outcome.digest is not None, "what is recorded has a digest"
    assert outcome.leaf_index is not None, "what is recorded has a place"
    return Said(id=outcome.statement_id, digest=outcome.digest, leaf_index=outcome.leaf_index)
