"""The read side of evidence: what was recorded, and the proof of it.

Answers come from the ledger file alone, never from a view. Nothing here writes,
so that an archive is safe beside a running writer and in an auditor's hands.
"""

from ledger.archive.acts import Recorded
from ledger.archive.door import Archive

__all__ = ["Archive", "Recorded"]
