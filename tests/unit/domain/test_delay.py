"""Delay in days against a baseline, and causes that add up to it."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.kinds.milestone import Cause, MilestoneBaselined, When
from ledger.domain.milestones.delay import (
    DelayCausesError,
    DelayUnexplainedError,
    check_causes,
    days_explained,
    delay_days,
    sums_of,
)
from ledger.errors import LedgerError
from ledger.evidence.canonical import BodyMalformedError, decode_body

BASELINE = When(on=date(2021, 3, 15))
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1))


def causes(*shares: tuple[str, Any]) -> tuple[Cause, ...]:
    """Return causes with these amounts and units."""
    return tuple(Cause(cause="a cause", amount=amount, unit=unit) for amount, unit in shares)


@pytest.mark.parametrize(
    ("baseline", "day", "days"),
    [
        (When(on=date(2021, 3, 15)), date(2021, 3, 15), 0),
        (When(on=date(2021, 3, 15)), date(2021, 3, 16), 1),
        (When(on=date(2021, 3, 15)), date(2021, 3, 14), -1),
        (When(earliest=date(2021, 1, 1), latest=date(2021, 6, 30)), date(2021, 6, 30), 0),
        (When(earliest=date(2021, 1, 1), latest=date(2021, 6, 30)), date(2021, 7, 1), 1),
        (When(by=date(2020, 12, 31)), date(2021, 1, 1), 1),
        (When(on=date(2020, 2, 28)), date(2020, 3, 1), 2),
        (When(on=date(2021, 3, 15)), date(2021, 11, 15), 245),
    ],
)
def test_delay_counts_days_after_the_last_day_in_time(baseline: When, day: date, days: int) -> None:
    """A range is kept until its latest day, "by" includes the day that it names."""
    assert delay_days(baseline, day) == days


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b'{"on":{},"version":1}', "a date is given as"),
        (b'{"on":{"by":"2021-01-01","on":"2021-01-01"},"version":1}', "a date is given as"),
        (b'{"on":{"earliest":"2021-01-01"},"version":1}', "a date is given as"),
        (b'{"on":{"latest":"2021-01-01"},"version":1}', "a date is given as"),
        (
            b'{"on":{"earliest":"2021-01-02","latest":"2021-01-01"},"version":1}',
            "the latest day is before the earliest",
        ),
    ],
)
def test_a_date_has_exactly_one_of_three_forms(raw: bytes, problem: str) -> None:
    """Mixed, halved or empty dates are malformed, the place named."""
    with pytest.raises(BodyMalformedError) as caught:
        decode_body(raw, MilestoneBaselined)

    assert caught.value.facts["path"] == "$.on"
    assert str(caught.value.facts["problem"]).startswith(problem)


@pytest.mark.parametrize(
    "when",
    [
        When(on=date(2021, 1, 1)),
        When(by=date(2021, 1, 1)),
        When(earliest=date(2021, 1, 1), latest=date(2021, 1, 1)),
    ],
)
def test_each_form_has_a_last_day(when: When) -> None:
    """What delay is counted from is the last day that is still in time."""
    assert when.last_day == date(2021, 1, 1)


def test_eight_months_are_three_and_a_half_and_four_and_a_half() -> None:
    """ORA-D-015: the enrolment hold and the drug delay add up to the eight months of delay."""
    given_causes = (
        Cause(cause="enrolment hold, drug delay", amount="3.5", unit="months", party="oramed"),
        Cause(cause="second cohort", amount="4.5", unit="months"),
    )

    check_causes(BASELINE, When(on=date(2021, 11, 15)), given_causes)

    assert sums_of(given_causes) == (("months", Fraction(8)),)


@pytest.mark.parametrize(
    ("shares", "bounds"),
    [
        ((), (0, 0)),
        ((("10", "days"),), (10, 10)),
        ((("2", "weeks"), ("3", "days")), (17, 17)),
        ((("2.5", "weeks"),), (17, 18)),
        ((("0.1", "days"), ("0.2", "days"), ("0.7", "days")), (1, 1)),
        ((("8", "months"),), (224, 248)),
        ((("-1", "months"),), (-31, -28)),
        ((("8", "months"), ("-1", "months")), (196, 217)),
        ((("1", "months"), ("-1", "weeks")), (21, 24)),
    ],
)
def test_causes_explain_a_span_of_days(shares: Any, bounds: tuple[int, int]) -> None:
    """Days and weeks are exact, a month is 28 to 31 days, halves widen to whole days."""
    assert days_explained(causes(*shares)) == bounds


@pytest.mark.parametrize(
    ("shares", "days"),
    [
        ((), 0),
        ((), -30),
        ((("10", "days"), ("4", "days")), 14),
        ((("2", "weeks"),), 14),
        ((("2.5", "weeks"),), 17),
        ((("2.5", "weeks"),), 18),
        ((("8", "months"),), 224),
        ((("8", "months"),), 248),
        ((("20", "days"), ("-6", "days")), 14),
        ((("-14", "days"),), -14),
    ],
)
def test_causes_that_add_up_are_accepted(shares: Any, days: int) -> None:
    """A recovery counts against the delay; an early date needs no cause."""
    expected = When(on=BASELINE.last_day + timedelta(days=days))

    check_causes(BASELINE, expected, causes(*shares))

    assert delay_days(BASELINE, expected.last_day) == days


@pytest.mark.parametrize(
    ("error", "shares", "days"),
    [
        (DelayUnexplainedError, (), 1),
        (DelayCausesError, (("13", "days"),), 14),
        (DelayCausesError, (("15", "days"),), 14),
        (DelayCausesError, (("2.5", "weeks"),), 16),
        (DelayCausesError, (("2.5", "weeks"),), 19),
        (DelayCausesError, (("8", "months"),), 223),
        (DelayCausesError, (("8", "months"),), 249),
        (DelayCausesError, (("3", "days"),), 0),
        (DelayCausesError, (("14", "days"),), -14),
    ],
)
def test_causes_that_do_not_add_up_are_refused(
    error: type[LedgerError], shares: Any, days: int
) -> None:
    """A delay without a cause, or with causes of another sum, is refused."""
    expected = When(on=BASELINE.last_day + timedelta(days=days))

    with pytest.raises(error) as caught:
        check_causes(BASELINE, expected, causes(*shares))

    assert caught.value.facts["days"] == days


@given(baseline=DAYS, parts=st.lists(st.integers(-400, 400), min_size=1, max_size=8))
def test_a_delay_split_in_any_way_adds_up(baseline: date, parts: list[int]) -> None:
    """However a delay in days is divided among causes, their sum explains it."""
    expected = When(on=baseline + timedelta(days=sum(parts)))
    shares = causes(*((str(part), "days") for part in parts))

    check_causes(When(on=baseline), expected, shares)

    assert days_explained(shares) == (sum(parts), sum(parts))


@given(baseline=DAYS, months=st.integers(1, 60))
def test_whole_months_explain_the_same_day_months_later(baseline: date, months: int) -> None:
    """So many months later by the calendar lies within the bounds of so many months."""
    index = baseline.month - 1 + months
    day = min(baseline.day, 28)
    later = date(baseline.year + index // 12, index % 12 + 1, day)
    start = baseline.replace(day=day)
    shares = causes((str(months), "months"))

    check_causes(When(by=start), When(on=later), shares)

    least, most = days_explained(shares)
    assert least <= (later - start).days <= most
