"""Reporting periods of the calendar: 2021, 2021-Q1, 2021-03."""

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Final

from ledger.domain.kinds.scorecard import PeriodLength

# Every measurement asks again; a scorecard of decades has some hundreds of periods.
_periods_kept: Final = 1024


def length_of(period: str) -> PeriodLength:
    """Say whether a period is a year, a quarter or a month; its grammar was checked."""
    if "-" not in period:
        return "year"
    return "quarter" if "Q" in period else "month"


@lru_cache(maxsize=_periods_kept)
def first_day(period: str) -> date:
    """Return the first day of a period."""
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        return date(int(year), 3 * int(part[1]) - 2, 1)
    return date(int(year), int(part or 1), 1)


@lru_cache(maxsize=_periods_kept)
def last_day(period: str) -> date:
    """Return the last day of a period."""
    first = first_day(period)
    months = {"year": 12, "quarter": 3, "month": 1}[length_of(period)]
    month = first.month + months - 1
    return date(first.year, month, monthrange(first.year, month)[1])
