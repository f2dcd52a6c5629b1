"""What a verification found: findings by place, and what is proven all the same."""

from dataclasses import dataclass, field

from ledger.errors import LedgerError
from ledger.evidence.statement import Digest


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that does not hold, and at which entry (None: the whole)."""

    code: str
    message: str
    leaf_index: int | None = None


class Finder:
    """Collects findings in the order in which they were met."""

    def __init__(self) -> None:
        """Begin with none."""
        self.findings: list[Finding] = []

    def note(self, error: LedgerError, leaf_index: int | None = None) -> None:
        """Note a refusal as a finding, under its own code."""
        self.findings.append(Finding(code=error.code, message=str(error), leaf_index=leaf_index))


@dataclass(frozen=True, kw_only=True, slots=True)
class Openings:
    """How many sealed values stand how; "missing" and "tampered" are findings."""

    verified: int = 0
    erased: int = 0
    withheld: int = 0
    missing: int = 0
    tampered: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What holds and what does not.

    ``ledger`` is the digest of the founding; it is the ledger's own word unless
    ``is_pinned``. ``log_holds`` speaks of the tree and its checkpoint alone;
    ``signed`` counts statements whose signature holds, ``replayed`` those that
    every rule allows where they stand, ``stubs`` entries without a statement
    for this reader. ``unproven`` counts statements that stand behind a finding
    in their own stream, or in an auditor's share on streams outside of their
    scope, and so were not judged.
    """

    ledger: Digest | None
    is_pinned: bool
    origin: str
    size: int
    root: str
    log_holds: bool
    signed: int
    replayed: int
    stubs: int
    unproven: int
    openings: Openings
    extends: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
