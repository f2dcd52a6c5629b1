"""Which state is asked for: a day in the world, and what was known."""

from dataclasses import dataclass
from datetime import date, datetime

from ledger.domain.contracts.copies import Known
from ledger.domain.contracts.days import local_day
from ledger.errors import NotRecordedError
from projections.rows import instant


class KnownBeyondError(NotRecordedError):
    """What was known is asked for of the past alone: of the future, more may be recorded yet."""

    code = "known-beyond"
    message = "what will be known at {known} is not recorded: there are {size} entries, by {at}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A day, today if absent, as known up to an entry or a moment, or by all that is recorded."""

    effective: date | None = None
    known: Known = None

    def day(self, at: datetime, tz: str) -> date:
        """Return the day that is meant, when it is ``at`` and days are those of a time zone."""
        return self.effective or local_day(at, tz)


def check_known(known: Known, size: int, at: datetime) -> None:
    """Accept what a log of a size can tell at a time, so that the answer stays what it is.

    Raises:
        KnownBeyondError: It has no such entry yet, or the moment is still to come.
    """
    beyond = known >= size if isinstance(known, int) else known is not None and known > at
    if beyond:
        said = f"entry {known}" if isinstance(known, int) else instant(known or at)
        raise KnownBeyondError(known=said, size=size, at=instant(at))
