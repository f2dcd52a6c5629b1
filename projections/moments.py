"""Which state of a contract is asked for: a day in the world, and what was known."""

from dataclasses import dataclass
from datetime import date, datetime

from ledger.domain.contracts.copies import Known
from ledger.domain.contracts.days import local_day


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A day, today if absent, as known up to an entry or a moment, or by all that is recorded."""

    effective: date | None = None
    known: Known = None

    def day(self, at: datetime, tz: str) -> date:
        """Return the day that is meant, when it is ``at`` and days are those of a time zone."""
        return self.effective or local_day(at, tz)
