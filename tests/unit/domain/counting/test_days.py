"""Notice, windows and clocks in a charter's own days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.domain.counting import days
from ledger.domain.kinds.charter.conduct import Calendar
from ledger.domain.kinds.charter.terms import Unit, Window
from tests.unit.domain.counting.boards import period

PARIS = Calendar(tz="Europe/Paris")
NEW_YORK = Calendar(tz="America/New_York")
AUCKLAND = Calendar(tz="Pacific/Auckland")
CAIRO = Calendar(tz="Africa/Cairo")
HAVANA = Calendar(tz="America/Havana")
PLAIN = Calendar()
# Good Friday to Easter Monday of 2026, and the first of May.
EASTER = Calendar(
    tz="Europe/Paris",
    holidays=(date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)),
)
ZONES = st.sampled_from([PARIS, NEW_YORK, AUCKLAND, CAIRO, HAVANA, PLAIN, EASTER])
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
DAY_UNITS = st.sampled_from(["days", "business_days", "clear_days", "weeks", "months", "years"])


def local(calendar: Calendar, text: str, fold: int = 0) -> datetime:
    """Return the UTC moment of a local time."""
    zoned = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(calendar.tz), fold=fold)
    return zoned.astimezone(UTC)


@pytest.mark.parametrize(
    ("calendar", "moment", "day"),
    [
        (PARIS, datetime(2026, 1, 1, 22, 59, 59, tzinfo=UTC), date(2026, 1, 1)),
        (PARIS, datetime(2026, 1, 1, 23, 0, tzinfo=UTC), date(2026, 1, 2)),
        (PARIS, datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (PARIS, datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (NEW_YORK, datetime(2026, 1, 2, 4, 59, 59, tzinfo=UTC), date(2026, 1, 1)),
        (NEW_YORK, datetime(2026, 1, 2, 5, 0, tzinfo=UTC), date(2026, 1, 2)),
        (AUCKLAND, datetime(2026, 1, 1, 10, 59, 59, tzinfo=UTC), date(2026, 1, 1)),
        (AUCKLAND, datetime(2026, 1, 1, 11, 0, tzinfo=UTC), date(2026, 1, 2)),
    ],
)
def test_a_day_is_one_of_the_charters_zone(calendar: Calendar, moment: datetime, day: date) -> None:
    """A moment belongs to the day that it is in the charter's time zone."""
    assert days.local_day(calendar, moment) == day


@pytest.mark.parametrize(
    ("count", "unit", "last"),
    [
        (0, "days", "2026-01-30"),
        (1, "days", "2026-01-31"),
        (2, "days", "2026-02-01"),
        (0, "clear_days", "2026-01-31"),
        (1, "clear_days", "2026-02-01"),
        (2, "weeks", "2026-02-13"),
        (0, "months", "2026-01-30"),
        (1, "months", "2026-02-28"),
        (2, "months", "2026-03-30"),
        (11, "months", "2026-12-30"),
        (12, "months", "2027-01-30"),
        (25, "months", "2028-02-29"),
        (1, "years", "2027-01-30"),
        (0, "business_days", "2026-01-30"),
        (1, "business_days", "2026-02-02"),
        (5, "business_days", "2026-02-06"),
        (6, "business_days", "2026-02-09"),
    ],
)
def test_a_period_ends_on_its_last_day(count: int, unit: Unit, last: str) -> None:
    """The day from which a period runs is not counted; months keep to their own ends."""
    friday = date(2026, 1, 30)

    assert days.day_after(PLAIN, friday, count, unit).isoformat() == last


@pytest.mark.parametrize(
    ("start", "count", "unit", "last"),
    [
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2024-02-29", 4, "years", "2028-02-29"),
        ("2024-02-28", 1, "days", "2024-02-29"),
        ("2025-02-28", 1, "days", "2025-03-01"),
        ("2096-02-29", 4, "years", "2100-02-28"),
        ("2024-01-31", 1, "months", "2024-02-29"),
        ("2026-12-31", 2, "months", "2027-02-28"),
        ("2026-05-31", 1, "months", "2026-06-30"),
        ("2026-11-30", 1, "months", "2026-12-30"),
    ],
)
def test_a_leap_day_and_a_months_end_are_kept(
    start: str, count: int, unit: Unit, last: str
) -> None:
    """A month that lacks the day ends the period on its last one."""
    assert days.day_after(PLAIN, date.fromisoformat(start), count, unit).isoformat() == last


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2026-04-02", 1, "2026-04-07"),  # Thursday, then Good Friday to Easter Monday
        ("2026-04-02", 2, "2026-04-08"),
        ("2026-04-04", 1, "2026-04-07"),  # from a Saturday
        ("2026-04-29", 2, "2026-05-04"),  # over the first of May and a weekend
    ],
)
def test_business_days_skip_weekends_and_holidays(start: str, count: int, last: str) -> None:
    """Neither weekend nor holiday counts, wherever the period begins."""
    found = days.day_after(EASTER, date.fromisoformat(start), count, "business_days")

    assert found.isoformat() == last


def test_a_weekend_is_what_the_charter_says() -> None:
    """Friday and Saturday are a weekend where the charter says so; without one none is."""
    gulf = Calendar(weekend=(5, 6))
    thursday = date(2026, 1, 1)

    assert days.day_after(gulf, thursday, 1, "business_days") == date(2026, 1, 4)
    assert days.day_after(Calendar(weekend=()), thursday, 3, "business_days") == date(2026, 1, 4)
    assert days.is_business_day(gulf, date(2026, 1, 4))
    assert not days.is_business_day(gulf, date(2026, 1, 3))
    assert not days.is_business_day(EASTER, date(2026, 4, 6))


def test_hours_are_no_days() -> None:
    """Whoever asks for the day of an exact period has made a mistake."""
    with pytest.raises(AssertionError):
        days.day_after(PLAIN, date(2026, 1, 1), 1, "hours")


@pytest.mark.parametrize(
    ("calendar", "start", "count", "unit", "end"),
    [
        # The clocks go forward: a day of 23 hours.
        (PARIS, "2026-03-28T12:00", 1, "days", "2026-03-29T10:00:00+00:00"),
        (PARIS, "2026-03-28T12:00", 24, "hours", "2026-03-29T11:00:00+00:00"),
        (NEW_YORK, "2026-03-07T12:00", 1, "days", "2026-03-08T16:00:00+00:00"),
        (NEW_YORK, "2026-03-07T12:00", 24, "hours", "2026-03-08T17:00:00+00:00"),
        (AUCKLAND, "2026-09-26T12:00", 1, "days", "2026-09-26T23:00:00+00:00"),
        (AUCKLAND, "2026-09-26T12:00", 24, "hours", "2026-09-27T00:00:00+00:00"),
        # They go back: a day of 25.
        (PARIS, "2026-10-24T12:00", 1, "days", "2026-10-25T11:00:00+00:00"),
        (PARIS, "2026-10-24T12:00", 1440, "minutes", "2026-10-25T10:00:00+00:00"),
        (NEW_YORK, "2026-10-31T12:00", 1, "days", "2026-11-01T17:00:00+00:00"),
        (AUCKLAND, "2026-04-04T12:00", 1, "days", "2026-04-05T00:00:00+00:00"),
        # A local time that does not exist, and one that exists twice.
        (PARIS, "2026-03-28T02:30", 1, "days", "2026-03-29T01:30:00+00:00"),
        (PARIS, "2026-10-24T02:30", 1, "days", "2026-10-25T00:30:00+00:00"),
        # Clear days end as the day after the last of them begins, whatever the hour.
        (PARIS, "2026-03-27T18:00", 1, "clear_days", "2026-03-28T23:00:00+00:00"),
        (PARIS, "2026-03-28T18:00", 1, "clear_days", "2026-03-29T22:00:00+00:00"),
    ],
)
def test_a_period_ends_at_the_same_local_time(
    calendar: Calendar, start: str, count: int, unit: Unit, *, end: str
) -> None:
    """Days are local ones, of 23 or 25 hours when the clocks change; hours are exact."""
    found = days.after(calendar, local(calendar, start), period(count, unit))

    assert found.isoformat() == end


@pytest.mark.parametrize(
    ("calendar", "start", "window", "end"),
    [
        (PARIS, "2026-03-02T09:30", (3, "days", "exact"), "2026-03-05T08:30:00+00:00"),
        (PARIS, "2026-03-02T09:30", (3, "days", "end_of_day"), "2026-03-05T23:00:00+00:00"),
        (PARIS, "2026-03-02T00:00", (1, "days", "end_of_day"), "2026-03-03T23:00:00+00:00"),
        (PARIS, "2026-03-02T23:59", (1, "days", "end_of_day"), "2026-03-03T23:00:00+00:00"),
        (PARIS, "2026-03-26T09:30", (3, "days", "end_of_day"), "2026-03-29T22:00:00+00:00"),
        (PARIS, "2026-10-24T09:30", (1, "days", "end_of_day"), "2026-10-25T23:00:00+00:00"),
        (PARIS, "2026-03-02T09:30", (2, "hours", "end_of_day"), "2026-03-02T10:30:00+00:00"),
        (PARIS, "2026-03-02T09:30", (1, "clear_days", "end_of_day"), "2026-03-03T23:00:00+00:00"),
        (PARIS, "2026-03-02T09:30", (1, "clear_days", "exact"), "2026-03-03T23:00:00+00:00"),
        (
            EASTER,
            "2026-04-02T09:30",
            (1, "business_days", "end_of_day"),
            "2026-04-07T22:00:00+00:00",
        ),
        (PARIS, "2026-01-31T09:30", (1, "months", "end_of_day"), "2026-02-28T23:00:00+00:00"),
        # Midnight of this day does not exist in Cairo, and exists twice in Havana.
        (CAIRO, "2026-04-22T09:30", (1, "days", "end_of_day"), "2026-04-23T22:00:00+00:00"),
        (HAVANA, "2026-10-30T09:30", (1, "days", "end_of_day"), "2026-11-01T04:00:00+00:00"),
    ],
)
def test_a_window_excludes_its_first_day_and_includes_its_last(
    calendar: Calendar, start: str, window: tuple[int, Unit, str], end: str
) -> None:
    """To the end of the day means to the first midnight that follows it."""
    count, unit, how = window
    asked = Window(count=count, unit=unit, ends="exact" if how == "exact" else "end_of_day")

    assert days.ends(calendar, local(calendar, start), asked).isoformat() == end


@pytest.mark.parametrize(
    ("count", "unit", "before", "at"),
    [
        (10, "days", "2026-03-11T23:59", "2026-03-12T00:00"),
        (10, "clear_days", "2026-03-12T23:59", "2026-03-13T00:00"),
        (3, "business_days", "2026-03-04T23:59", "2026-03-05T00:00"),
        (1, "weeks", "2026-03-08T23:59", "2026-03-09T00:00"),
        (1, "months", "2026-04-01T23:59", "2026-04-02T00:00"),
        (48, "hours", "2026-03-04T17:59", "2026-03-04T18:00"),
        (90, "minutes", "2026-03-02T19:29", "2026-03-02T19:30"),
    ],
)
def test_notice_is_counted_in_whole_days(count: int, unit: Unit, before: str, at: str) -> None:
    """Notice is long enough from the first moment of its last day, and not a minute before."""
    called = local(PARIS, "2026-03-02T18:00")
    asked = period(count, unit)

    assert not days.is_over(PARIS, called, asked, local(PARIS, before))
    assert days.is_over(PARIS, called, asked, local(PARIS, at))


@pytest.mark.parametrize(
    ("calendar", "start", "at", "unit", "expected"),
    [
        (PARIS, "2026-03-02T18:00", "2026-03-12T08:00", "days", 10),
        (PARIS, "2026-03-02T18:00", "2026-03-12T08:00", "weeks", 10),
        (PARIS, "2026-03-02T18:00", "2026-03-12T08:00", "clear_days", 9),
        (PARIS, "2026-03-02T18:00", "2026-03-02T19:00", "clear_days", 0),
        (PARIS, "2026-03-02T18:00", "2026-03-12T08:00", "business_days", 8),
        (EASTER, "2026-04-02T18:00", "2026-04-07T08:00", "business_days", 1),
        (PARIS, "2026-03-28T18:00", "2026-03-29T18:00", "hours", 23),
        (PARIS, "2026-10-24T18:00", "2026-10-25T18:00", "hours", 25),
        (PARIS, "2026-03-02T18:00", "2026-03-02T18:01", "minutes", 1),
        (PARIS, "2026-03-02T18:00", "2026-03-01T18:00", "hours", 0),
        (PARIS, "2026-03-02T18:00", "2026-03-01T18:00", "days", 0),
        (PARIS, "2026-03-02T18:00", "2026-03-01T18:00", "business_days", 0),
    ],
)
def test_elapsed_says_what_notice_was_given(
    calendar: Calendar, start: str, at: str, unit: Unit, *, expected: int
) -> None:
    """What has passed is told in the unit asked for; weeks and longer in days."""
    found = days.elapsed(calendar, local(calendar, start), local(calendar, at), unit)

    assert found == expected


@given(
    calendar=ZONES,
    start=MOMENTS,
    later=st.timedeltas(timedelta(0), timedelta(days=60)),
    count=st.integers(1, 45),
    unit=st.sampled_from(["minutes", "hours", "days", "business_days", "clear_days"]),
)
def test_what_has_elapsed_agrees_with_what_is_over(
    *, calendar: Calendar, start: datetime, later: timedelta, count: int, unit: Unit
) -> None:
    """A period is over exactly when as many of its unit have elapsed."""
    at = start + later

    over = days.is_over(calendar, start, period(count, unit), at)

    assert over == (days.elapsed(calendar, start, at, unit) >= count)


@given(calendar=ZONES, start=MOMENTS, count=st.integers(1, 60), unit=DAY_UNITS)
def test_a_window_to_the_end_of_the_day_is_never_shorter(
    calendar: Calendar, start: datetime, count: int, unit: Unit
) -> None:
    """It ends with a local day, at most one day after the same window counted to the hour."""
    full = days.ends(calendar, start, Window(count=count, unit=unit, ends="end_of_day"))
    hour = days.ends(calendar, start, Window(count=count, unit=unit))

    assert hour <= full <= hour + timedelta(hours=25)
    assert days.local_day(calendar, full - timedelta(seconds=1)) < days.local_day(calendar, full)


@given(calendar=ZONES, start=MOMENTS, count=st.integers(0, 60), unit=DAY_UNITS)
def test_a_longer_period_never_ends_before(
    calendar: Calendar, start: datetime, count: int, unit: Unit
) -> None:
    """One more of a unit ends later, and nothing ends before it begins."""
    assume(unit != "clear_days" or count)
    first = days.after(calendar, start, period(count, unit))

    assert start <= first < days.after(calendar, start, period(count + 1, unit))


@pytest.mark.parametrize(
    ("count", "unit", "within", "too_late"),
    [
        (2, "hours", "2026-03-02T20:00:00", "2026-03-02T20:00:00.001"),
        (3, "days", "2026-03-05T23:59:59.999", "2026-03-06T00:00:00"),
        (3, "clear_days", "2026-03-05T23:59:59.999", "2026-03-06T00:00:00"),
        (3, "business_days", "2026-03-05T23:59:59.999", "2026-03-06T00:00:00"),
        (1, "weeks", "2026-03-09T23:59:59.999", "2026-03-10T00:00:00"),
        (1, "months", "2026-04-02T23:59:59.999", "2026-04-03T00:00:00"),
        (27, "days", "2026-03-29T23:59:59.999", "2026-03-30T00:00:00"),
    ],
)
def test_the_last_day_counts_to_its_end(count: int, unit: Unit, within: str, too_late: str) -> None:
    """Whatever is done on the last day is done within the period, clear days like others."""
    start = local(PARIS, "2026-03-02T18:00")

    last = days.last_moment(PARIS, start, period(count, unit))

    assert local(PARIS, within) <= last < local(PARIS, too_late)


def test_a_day_is_over_with_the_midnight_that_follows_it() -> None:
    """Also the day on which the clocks change, and the last one there is."""
    assert days.day_ends(PARIS, date(2026, 3, 29)) == local(PARIS, "2026-03-30T00:00")
    assert days.day_ends(NEW_YORK, date.max) == local(NEW_YORK, "9998-12-31T00:00")


@pytest.mark.parametrize("unit", ["minutes", "days", "business_days", "weeks", "months"])
def test_nothing_is_over_before_it_begins(unit: Unit) -> None:
    """A period of no length is over from the moment it begins, not earlier on that day."""
    start = local(PARIS, "2026-03-02T18:00")

    assert not days.is_over(PARIS, start, period(0, unit), start - timedelta(seconds=1))
    assert days.is_over(PARIS, start, period(0, unit), start)


def test_the_second_of_a_doubled_hour_leaves_no_trace() -> None:
    """A period that starts in an hour that comes again ends by the rule for all: fold 0."""
    again = local(PARIS, "2025-10-26T02:30", fold=1)

    assert again.isoformat() == "2025-10-26T01:30:00+00:00"
    # 154 days later the clocks go forward and 02:30 does not exist.
    gap = days.after(PARIS, again, period(154, "days"))
    assert gap.isoformat() == "2026-03-29T01:30:00+00:00"
    assert days.after(PARIS, again, period(0, "days")) == again


@pytest.mark.parametrize(
    "unit", ["days", "business_days", "clear_days", "weeks", "months", "years"]
)
@pytest.mark.parametrize("start", ["9990-01-01", "9998-12-31"])
def test_no_period_ends_after_the_calendar(unit: Unit, start: str) -> None:
    """The longest period that a charter can write ends on a day, wherever it starts."""
    last = days.day_after(PLAIN, date.fromisoformat(start), 10_000, unit)

    closes = days.ends(NEW_YORK, local(NEW_YORK, f"{start}T09:00"), Window(count=1, unit=unit))

    assert last == date(9998, 12, 31)
    assert closes.year in {9990, 9991, 9998, 9999}
