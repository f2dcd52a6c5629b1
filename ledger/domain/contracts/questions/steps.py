"""A step that is missing before a text binds, and what keeps it from being taken."""

from dataclasses import dataclass
from typing import Literal

from ledger.domain.contracts.questions.signatories import Candidate
from ledger.errors import LedgerError
from ledger.evidence.statement import Digest, StreamName

What = Literal["draft", "agreed_form", "authority", "signature", "endorsement"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Motion:
    """A decision that is about the change: how far it is, and whether about this very text."""

    decision: StreamName
    phase: str
    outcome: str
    is_this_text: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Why a step cannot be taken now: the code of the refusal it would get, in words.

    board    whose authority is missing, where that is why
    motions  the decisions of it that are about the change
    """

    code: str
    text: str
    board: StreamName | None = None
    motions: tuple[Motion, ...] = ()

    @classmethod
    def of(cls, error: LedgerError) -> "Block":
        """Return what a refusal says."""
        return cls(code=error.code, text=str(error))


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing that is missing: what, for which party, by which kind, on which digest.

    party    None where it is nobody's in particular
    kind     of the statement that would take the step; None where a decision follows by rule
    subject  the statement that it names
    digest   the content that it repeats
    who      the people who could take it today
    """

    what: What
    party: str | None
    kind: str | None
    subject: Digest
    digest: Digest | None = None
    who: tuple[Candidate, ...] = ()
    blocks: tuple[Block, ...] = ()
