"""Days in a contract's own time zone.

A contract is signed in Sydney while it is still yesterday in Paris; the text
says whose days count. Zones come from the IANA database by way of zoneinfo.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ledger.errors import RefusedError


class TimeZoneError(RefusedError):
    """A time zone is one of the IANA database."""

    code = "time-zone-unknown"
    message = "there is no time zone {tz}"


@lru_cache(maxsize=64)
def demand_zone(tz: str) -> ZoneInfo:
    """Return a time zone.

    Raises:
        TimeZoneError: The IANA database has none of that name.
    """
    try:
        return ZoneInfo(tz)
    except (KeyError, OSError, ValueError) as error:
        raise TimeZoneError(tz=tz) from error


def local_day(at: datetime, tz: str) -> date:
    """Return the day that it is in a time zone."""
    return at.astimezone(demand_zone(tz)).date()


def days_after(day: date, days: int) -> date:
    """Return the day that comes so many days later, or earlier; never beyond the calendar's ends.

    A contract may promise a notice of any length; a date is from year 1 to 9999.
    """
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def months_after(day: date, months: int) -> date:
    """Return the same day so many calendar months later; never beyond the calendar's end.

    Where the month has no such day it is the month's last one: 31 August and
    six months are 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=1024)
def end_of(day: date, tz: str) -> datetime:
    """Return the instant at which a day is over in a time zone; the calendar's end never comes."""
    if date.max - day < timedelta(days=2):
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time(), demand_zone(tz)).astimezone(UTC)
