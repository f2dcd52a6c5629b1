"""How long: notice, windows and clocks in a charter's own days.

Days are those of the charter's time zone, so a day in which the clocks change has
23 or 25 hours; hours and minutes are exact. The day from which a period runs is
never counted. Where a local time does not exist or exists twice, the earlier
offset counts (PEP 495, fold 0).
"""

import calendar as months
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from ledger.domain.kinds.charter.conduct import Calendar
from ledger.domain.kinds.charter.terms import Period, Unit, Window

_DAY = timedelta(days=1)
_MONTHS_A_YEAR = 12
_EXACT = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1)}
_INSTANT = datetime.resolution
# A term of ten thousand years is as good as none: what lies beyond this ends on it.
_END_OF_DAYS = date(9998, 12, 31)


def local_day(calendar: Calendar, at: datetime) -> date:
    """Return the day that it is at this moment in the charter's time zone."""
    return at.astimezone(ZoneInfo(calendar.tz)).date()


def after(calendar: Calendar, start: datetime, period: Period) -> datetime:
    """Return the moment at which a period that runs from ``start`` is over.

    At the same local time of day where it is counted in days, and never before it
    began. A period in clear days is over when the day after the last of them begins.
    """
    exact = _EXACT.get(period.unit)
    if exact is not None:
        return start + period.count * exact
    last = day_after(calendar, local_day(calendar, start), period.count, period.unit)
    if period.unit == "clear_days":
        return _at(calendar, last, time.min)
    clock = start.astimezone(ZoneInfo(calendar.tz)).time().replace(fold=0)
    return max(start, _at(calendar, last, clock))


def ends(calendar: Calendar, start: datetime, window: Window) -> datetime:
    """Return the moment at which a window that opened at ``start`` closes.

    With ``end_of_day`` the last day is counted to its end, the midnight that follows
    it, and the first day only where the window says so.
    """
    if window.ends == "exact" or window.unit in _EXACT:
        return after(calendar, start, Period(count=window.count, unit=window.unit))
    end = _midnight_after(calendar, start, window.count, window.unit)
    if window.first == "excluded":
        return end
    first = local_day(calendar, start)
    if window.unit == "business_days":
        # A first day that is no business day is none of them, however it is counted.
        more = window.count - is_business_day(calendar, first)
        return day_ends(calendar, day_after(calendar, first, more, window.unit))
    last = local_day(calendar, end - _INSTANT) - _DAY
    return max(start, day_ends(calendar, last))


def day_ends(calendar: Calendar, day: date) -> datetime:
    """Return the moment at which a day is over: the midnight that follows it."""
    return _at(calendar, _days_after(day, 1), time.min)


def last_moment(calendar: Calendar, start: datetime, period: Period) -> datetime:
    """Return the last moment within a period: exact, or the end of its last day."""
    if period.unit in _EXACT:
        return after(calendar, start, period)
    return _midnight_after(calendar, start, period.count, period.unit) - _INSTANT


def _midnight_after(calendar: Calendar, start: datetime, count: int, unit: Unit) -> datetime:
    """Return the midnight with which the last of so many days is over."""
    last = day_after(calendar, local_day(calendar, start), count, unit)
    if unit == "clear_days":
        last -= _DAY  # the last clear day itself
    return day_ends(calendar, last)


def is_over(calendar: Calendar, start: datetime, period: Period, at: datetime) -> bool:
    """Whether a period that runs from ``start`` is over; days are counted as whole days.

    Notice of ten days for a meeting is given when its day is at least the tenth
    after the day of the call, whatever the hour (clear days: the eleventh).
    """
    if period.unit in _EXACT:
        return at >= after(calendar, start, period)
    last = day_after(calendar, local_day(calendar, start), period.count, period.unit)
    return at >= start and local_day(calendar, at) >= last


def first_moment(calendar: Calendar, start: datetime, period: Period) -> datetime:
    """Return the first moment at which a period that runs from ``start`` is over."""
    if period.unit in _EXACT:
        return after(calendar, start, period)
    last = day_after(calendar, local_day(calendar, start), period.count, period.unit)
    return _at(calendar, last, time.min)


def elapsed(calendar: Calendar, start: datetime, at: datetime, unit: Unit) -> int:
    """Return how many of a unit lie between two moments, as notice counts them; for explanations.

    Weeks, months and years are told in days.
    """
    exact = _EXACT.get(unit)
    if exact is not None:
        return max(0, (at - start) // exact)
    first, last = local_day(calendar, start), local_day(calendar, at)
    days = max(0, (last - first).days)
    if unit == "clear_days":
        return max(0, days - 1)
    if unit == "business_days":
        following = (first + _DAY * number for number in range(1, days + 1))
        return sum(is_business_day(calendar, day) for day in following)
    return days


def as_noticed(calendar: Calendar, start: datetime, period: Period) -> tuple[int, str]:
    """Return a period in the unit in which ``elapsed`` tells it, with that unit's name."""
    if period.unit not in {"weeks", "months", "years"}:
        return period.count, period.unit.replace("_", " ")
    first = local_day(calendar, start)
    return (day_after(calendar, first, period.count, period.unit) - first).days, "days"


def last_of_term(calendar: Calendar, first: date, period: Period) -> date:
    """Return the last day of a term that begins on ``first``.

    Three years from 1 March end on the last of February. A term whose last month has
    no such day as the first one ends on the last day of that month: a year from 29
    February ends on 28 February.
    """
    following = day_after(calendar, first, period.count, period.unit)
    cut = period.unit in {"months", "years"} and following.day < first.day
    return following if cut else following - _DAY


def day_after(calendar: Calendar, start: date, count: int, unit: Unit) -> date:
    """Return the last day of so many days, weeks, months or years that follow ``start``.

    For clear days it is the day after the last of them: the first on which what
    needs them may happen. No period ends after the year 9998.
    """
    match unit:
        case "days":
            return _days_after(start, count)
        case "clear_days":
            return _days_after(start, count + 1)
        case "business_days":
            return _business_day_after(calendar, start, count)
        case "weeks":
            return _days_after(start, 7 * count)
        case "months":
            return _months_after(start, count)
        case "years":
            return _months_after(start, count * _MONTHS_A_YEAR)
        case "minutes" | "hours":
            raise AssertionError("hours and minutes are no days")
        case _:
            assert_never(unit)


def is_business_day(calendar: Calendar, day: date) -> bool:
    """Whether a day is neither weekend nor holiday."""
    return day.isoweekday() not in calendar.weekend and day not in calendar.holidays


def _days_after(start: date, count: int) -> date:
    return date.fromordinal(min(start.toordinal() + count, _END_OF_DAYS.toordinal()))


def _business_day_after(calendar: Calendar, start: date, count: int) -> date:
    holidays: Collection[date] = frozenset(calendar.holidays)
    day = start
    while count and day < _END_OF_DAYS:
        day += _DAY
        if day.isoweekday() not in calendar.weekend and day not in holidays:
            count -= 1
    return day


def _months_after(start: date, count: int) -> date:
    total = start.year * _MONTHS_A_YEAR + start.month - 1 + count
    year, month = total // _MONTHS_A_YEAR, total % _MONTHS_A_YEAR + 1
    if year > _END_OF_DAYS.year:
        return _END_OF_DAYS
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


def _at(calendar: Calendar, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(calendar.tz)).astimezone(UTC)
