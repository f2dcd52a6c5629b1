"""Numbers and times: each of them possible, none that takes back what another gives."""

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction as Exact
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ledger.domain.charters.places import every
from ledger.domain.counting import days
from ledger.domain.counting.selection import exact, least_whole
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Calendar
from ledger.domain.kinds.charter.terms import Limit, Period, Range, Threshold, When, Window

_WHOLE = Exact(1)
# No clock of a board runs longer, and no calendar reaches ten thousand years.
_YEARS_MAX = 1000
_EXACT = frozenset({"minutes", "hours"})
# From here a period is measured where two are compared: two ordinary days and a leap one.
_STARTS = (
    datetime(2025, 1, 1, 12, tzinfo=UTC),
    datetime(2026, 7, 31, 12, tzinfo=UTC),
    datetime(2028, 2, 29, 12, tzinfo=UTC),
)


def measure_problems(charter: Charter) -> Iterator[str]:
    """Yield numbers and times that make no sense by themselves."""
    yield from uncountable(charter)
    for place, threshold in every(charter, Threshold):
        yield from _threshold_problems(place, threshold)
    for place, limit in every(charter, Limit):
        if limit.fixed is None and limit.share is None:
            yield f"{place} has neither a fixed amount nor a share"
        if limit.fixed is not None and limit.fixed.minor < 0:
            yield f"{place} is less than nothing"
    seats = sum(seat.voting for seat in charter.seats)
    for place, bounds in every(charter, Range):
        if bounds.most is not None and bounds.least > bounds.most:
            yield f"{place} is from {bounds.least} to {bounds.most}, which no number is"
        if bounds.least > seats:
            yield f"{place} asks for {bounds.least} of {seats} voting seats"
    for place, when in every(charter, When):
        yield from _when_problems(place, when, seats)
    for place, period in clocks(charter):
        yield from _period_problems(place, period)


def _when_problems(place: str, when: When, seats: int) -> Iterator[str]:
    """Find conditions that no matter, or every matter, fits by its numbers alone."""
    if when.recused is not None and _is_countable(when.recused):
        needed = least_whole(when.recused, seats)
        if needed > seats:
            yield f"{place}.recused asks for {needed} of {seats} voting seats"
        elif not needed:
            yield f"{place}.recused asks for nobody, and so for nothing"
    above, up_to = when.above, when.up_to
    if above is None or up_to is None:
        return
    one, other = above.fixed, up_to.fixed
    alone = above.share is None and up_to.share is None
    if above == up_to or (
        alone and one and other and one.currency == other.currency and other.minor <= one.minor
    ):
        yield f"{place} is for more than an amount, and for no more than that"


def _is_countable(threshold: Threshold) -> bool:
    """Whether a threshold says how many; what is wrong with one that does not is said of it."""
    return threshold.count is not None or threshold.share is not None


def uncountable(charter: Charter) -> Iterator[str]:
    """Yield what keeps a charter from being tried at all: numbers and days that are none."""
    if not is_time_zone(charter.calendar.tz):
        yield f"{charter.calendar.tz} is no time zone"
    for place, threshold in every(charter, Threshold):
        if threshold.count is None and threshold.share is None:
            yield f"{place} has neither a count nor a share"
    for place, period in clocks(charter):
        if period.unit == "years" and period.count > _YEARS_MAX:
            yield f"{place} is {period.count} years, further than the calendar reaches"
    for index, rule in enumerate(charter.people.terms):
        lengths = (rule.shortest, rule.longest, rule.holdover)
        if any(isinstance(each, Period) and each.unit in _EXACT for each in lengths):
            yield f"people.terms[{index}] counts terms in less than days"


def clocks(charter: Charter) -> tuple[tuple[str, Period | Window], ...]:
    """Return every length of time with its place."""
    return (*every(charter, Period), *every(charter, Window))


def is_time_zone(name: str) -> bool:
    """Whether the time zones know a name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return False
    return True


def _threshold_problems(place: str, threshold: Threshold) -> Iterator[str]:
    if threshold.count is not None and threshold.share is not None:
        yield f"{place} has both a count and a share"
    if threshold.count is not None and (threshold.plus or threshold.rounding != "exact"):
        yield f"{place} adds to, or rounds, a count; only a share has parts of one"
    if threshold.share is None:
        return
    share = exact(threshold.share)
    if share > _WHOLE:
        yield f"{place} is more than the whole"
    is_floor = not place.endswith("most")
    if share == _WHOLE and is_floor and (threshold.reach == "more_than" or threshold.plus):
        yield f"{place} is more than the whole"


def _period_problems(place: str, period: Period | Window) -> Iterator[str]:
    if isinstance(period, Window) and period.unit in _EXACT and period.ends == "end_of_day":
        yield f"{place} is counted in {period.unit}, and is to end with a day"
    elif isinstance(period, Window) and period.ends == "exact" and period.first == "included":
        yield f"{place} has its first day counted, and does not end with a day"


def is_longer_than_window(calendar: Calendar, period: Period, window: Window) -> bool:
    """Whether a period is longer than a window, whenever that opens."""
    return not any(
        days.is_over(calendar, start, period, days.ends(calendar, start, window))
        for start in _STARTS
    )


def is_longer(calendar: Calendar, one: Period, other: Period) -> bool:
    """Whether a period is longer than another, whenever they begin."""
    return all(
        days.after(calendar, start, one) > days.last_moment(calendar, start, other)
        for start in _STARTS
    )
