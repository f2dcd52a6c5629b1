"""Days are plain arithmetic, months are the calendar's; neither leaves the calendar."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.contracts.days import days_after, end_of, months_after
from ledger.domain.contracts.endings import cure_ends, earliest_end
from ledger.domain.kinds.contract import TerminationGround

PARIS = "Europe/Paris"


def ground(notice: int, cure: int | None = None, runs: str | None = None) -> TerminationGround:
    """Return a ground."""
    return TerminationGround(ground="x", notice_days=notice, cure_days=cure, runs=runs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_on", "how", "expected"),
    [
        (date(2024, 2, 1), ground(30), date(2024, 3, 2)),
        (date(2023, 2, 1), ground(30), date(2023, 3, 3)),
        (date(2024, 1, 31), ground(29), date(2024, 2, 29)),
        (date(2024, 2, 28), ground(1), date(2024, 2, 29)),
        (date(2024, 2, 28), ground(2), date(2024, 3, 1)),
        (date(2023, 2, 28), ground(1), date(2023, 3, 1)),
        (date(2023, 12, 31), ground(365), date(2024, 12, 30)),
        (date(2024, 12, 31), ground(365), date(2025, 12, 31)),
        (date(2023, 3, 25), ground(90), date(2023, 6, 23)),
        (date(2024, 1, 31), ground(0), date(2024, 1, 31)),
        (date(2024, 1, 31), ground(30, 60), date(2024, 3, 31)),
        (date(2024, 1, 31), ground(60, 30), date(2024, 3, 31)),
        (date(2024, 1, 31), ground(60, 30, "together"), date(2024, 3, 31)),
        (date(2024, 1, 31), ground(30, 30, "after_cure"), date(2024, 3, 31)),
        (date(2024, 1, 31), ground(30, 0, "after_cure"), date(2024, 3, 1)),
        (date(2024, 1, 31), ground(30, None, "after_cure"), date(2024, 3, 1)),
        (date(9999, 12, 1), ground(90), date(9999, 12, 31)),
        (date(2024, 1, 31), ground(2**52, 2**52, "after_cure"), date(9999, 12, 31)),
    ],
)
def test_the_earliest_last_day_of_a_notice(
    given_on: date, how: TerminationGround, expected: date
) -> None:
    """Days are counted over month ends and leap days; together the longer counts."""
    assert earliest_end(how, given_on) == expected


def test_a_cure_ends_after_its_days_or_never_begins() -> None:
    """Nought days to cure is a time to cure of one day; none is none."""
    day = date(2024, 2, 28)

    assert (
        cure_ends(ground(0), day),
        cure_ends(ground(0, 0), day),
        cure_ends(ground(0, 2), day),
    ) == (
        None,
        day,
        date(2024, 3, 1),
    )


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
        (date(2023, 2, 28), 6, date(2023, 8, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2022, 12, 31), 1, date(2023, 1, 31)),
        (date(2022, 12, 31), 2, date(2023, 2, 28)),
        (date(2022, 12, 31), 12, date(2023, 12, 31)),
        (date(2022, 1, 15), 35, date(2024, 12, 15)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(9999, 12, 1), 1, date.max),
        (date(2022, 1, 1), 2**52, date.max),
    ],
)
def test_months_are_the_calendars(day: date, months: int, expected: date) -> None:
    """Where a month has no such day its last one counts."""
    assert months_after(day, months) == expected


@given(day=st.dates(), months=st.integers(1, 30_000))
def test_months_keep_the_day_or_take_the_last_one(day: date, months: int) -> None:
    """Never into the month after, and never backward."""
    after = months_after(day, months)

    assert (
        after == date.max or (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    )
    assert (
        after == date.max
        or after.day == day.day
        or (after.day < day.day and days_after(after, 1).month != after.month)
    )


@given(day=st.dates(), days=st.integers(-(2**53), 2**53))
def test_days_never_leave_the_calendar(day: date, days: int) -> None:
    """They come to the exact day, or stop at the first or the last one."""
    after = days_after(day, days)

    assert after in {date.min, date.max} or (after - day).days == days
    assert days_after(after, 0) == after


@given(day=st.dates(), tz=st.sampled_from(["UTC", PARIS, "Pacific/Kiritimati", "Pacific/Niue"]))
def test_every_day_has_an_end(day: date, tz: str) -> None:
    """Also the calendar's last one, which never comes."""
    end = end_of(day, tz)

    assert end.tzinfo is UTC
    assert end > datetime.combine(day, datetime.min.time(), UTC) or day == date.min
