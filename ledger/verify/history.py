"""What a verdict is made from: entries, statements, openings and a checkpoint, as bytes.

Whoever reads a ledger file, an export or a server's answers hands them over in
this shape. Nothing in it is trusted.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from ledger.evidence.statement import Digest


class History(Protocol):
    """A whole log, with the statements that its reader may have."""

    @property
    def entries(self) -> Sequence[bytes]:
        """The leaves, in order; the whole log, whoever reads."""

    @property
    def statements(self) -> Mapping[Digest, bytes]:
        """Compact statements by the digest under which they were kept."""

    @property
    def openings(self) -> Sequence[bytes]:
        """The texts that open sealed values, in no order."""

    @property
    def checkpoint(self) -> str:
        """The newest checkpoint."""

    @property
    def is_whole(self) -> bool:
        """Whether every statement should be there; else it is one reader's share."""
