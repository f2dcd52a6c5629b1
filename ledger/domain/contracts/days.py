"""Days in a contract's own time zone.

A contract is signed in Sydney while it is still yesterday in Paris; the text
says whose days count. Zones come from the IANA database by way of zoneinfo.
"""

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


@lru_cache(maxsize=1024)
def end_of(day: date, tz: str) -> datetime:
    """Return the instant at which a day is over in a time zone."""
    return datetime.combine(day + timedelta(days=1), time(), demand_zone(tz)).astimezone(UTC)
