"""The one write path: the clock enters here, and nothing is recorded otherwise."""

from ledger.service.batch import Followed, Outcome, Submission
from ledger.service.ledger import Clock, Ledger, system_clock

__all__ = ["Clock", "Followed", "Ledger", "Outcome", "Submission", "system_clock"]
