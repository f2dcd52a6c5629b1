"""How late something is, and whether the causes given explain it.

Delay is counted in days between last days: a range or "by" is kept on its last
day. Causes come in days, weeks or months; a month is 28 to 31 days, so a sum
that holds months explains every delay within those bounds. All exact.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import ceil, floor

from ledger.domain.kinds.milestone import Cause, Unit, When
from ledger.errors import RefusedError

Exact = int | Fraction

UNITS: tuple[Unit, ...] = ("days", "weeks", "months")
_DAYS_LEAST = {"days": 1, "weeks": 7, "months": 28}
_DAYS_MOST = {"days": 1, "weeks": 7, "months": 31}


class DelayUnexplainedError(RefusedError):
    """A forecast that is later than the baseline says why."""

    code = "delay-unexplained"
    message = "{days} days later than the baseline, and no cause is given"


class DelayCausesError(RefusedError):
    """The causes of a delay add up to the delay."""

    code = "delay-causes-sum"
    message = "the causes explain {least} to {most} days, the delay is {days}"


def delay_days(baseline: When, day: date) -> int:
    """Return by how many days a day is later than the baseline's last; negative when earlier."""
    return (day - baseline.last_day).days


def sums_of(causes: Iterable[Cause]) -> tuple[tuple[Unit, Exact], ...]:
    """Return the causes' exact sum in each unit that they use."""
    totals: dict[Unit, Exact] = {}
    for cause in causes:
        totals[cause.unit] = totals.get(cause.unit, 0) + _exact(cause.amount)
    return tuple((unit, totals[unit]) for unit in UNITS if unit in totals)


def _exact(amount: str) -> Exact:
    return Fraction(amount) if "." in amount else int(amount)  # whole days are the rule


def days_explained(causes: Iterable[Cause]) -> tuple[int, int]:
    """Return the fewest and the most whole days that the causes can add up to."""
    least: Exact = 0
    most: Exact = 0
    for unit, total in sums_of(causes):
        bounds = (total * _DAYS_LEAST[unit], total * _DAYS_MOST[unit])
        least += min(bounds)
        most += max(bounds)
    return floor(least), ceil(most)


def check_causes(baseline: When, expected: When, causes: tuple[Cause, ...]) -> None:
    """Accept a forecast whose causes add up to its delay.

    Raises:
        DelayUnexplainedError: It is late, and no cause is given.
        DelayCausesError: The causes add up to something else.
    """
    days = delay_days(baseline, expected.last_day)
    if not causes:
        if days > 0:
            raise DelayUnexplainedError(days=days)
        return
    least, most = days_explained(causes)
    if not least <= days <= most:
        raise DelayCausesError(least=least, most=most, days=days)
