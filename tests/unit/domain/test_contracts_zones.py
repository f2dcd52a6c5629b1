"""The end of a day, counted by hand, where clocks move; and terms that go on from month ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.domain.contracts.days import end_of, local_day
from ledger.domain.contracts.texts import renewed_term
from ledger.domain.kinds.contract import ContractTerm, Renewal


@pytest.mark.parametrize(
    ("day", "tz", "expected"),
    [
        (date(2021, 3, 27), "Europe/Paris", datetime(2021, 3, 27, 23, 0, tzinfo=UTC)),
        (date(2021, 3, 28), "Europe/Paris", datetime(2021, 3, 28, 22, 0, tzinfo=UTC)),
        (date(2021, 10, 31), "Europe/Paris", datetime(2021, 10, 31, 23, 0, tzinfo=UTC)),
        (date(2021, 3, 14), "America/New_York", datetime(2021, 3, 15, 4, 0, tzinfo=UTC)),
        (date(2021, 11, 7), "America/New_York", datetime(2021, 11, 8, 5, 0, tzinfo=UTC)),
        # Half an hour of summer time, which ended on 4 April.
        (date(2021, 4, 3), "Australia/Lord_Howe", datetime(2021, 4, 3, 13, 0, tzinfo=UTC)),
        (date(2021, 4, 4), "Australia/Lord_Howe", datetime(2021, 4, 4, 13, 30, tzinfo=UTC)),
        # Midnight itself was left out: the next day began at one.
        (date(2018, 11, 3), "America/Sao_Paulo", datetime(2018, 11, 4, 3, 0, tzinfo=UTC)),
        # Midnight came twice: the day was over at the first.
        (date(2021, 11, 6), "America/Havana", datetime(2021, 11, 7, 4, 0, tzinfo=UTC)),
        (date(2024, 2, 28), "Asia/Kathmandu", datetime(2024, 2, 28, 18, 15, tzinfo=UTC)),
    ],
)
def test_a_day_is_over_where_it_is(day: date, tz: str, expected: datetime) -> None:
    """A moment before it is still that day, and from then on another."""
    assert end_of(day, tz) == expected
    assert local_day(expected - timedelta(microseconds=1), tz) == day
    assert local_day(expected, tz) == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("to", "months", "chain"),
    [
        (date(2023, 8, 31), 6, (date(2024, 2, 29), date(2024, 8, 29), date(2025, 2, 28))),
        (date(2024, 1, 31), 1, (date(2024, 2, 29), date(2024, 3, 29), date(2024, 4, 29))),
        (date(2024, 2, 29), 12, (date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28))),
        (date(2023, 12, 31), 3, (date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30))),
    ],
)
def test_a_term_goes_on_from_where_it_ended(to: date, months: int, chain: tuple[date, ...]) -> None:
    """Each renewal counts from the last day of the term before, also a shortened one."""
    renewal = Renewal(months=months, notice_days=30, automatic=True)
    term = ContractTerm(from_=date(2023, 1, 1), to=to, renewal=renewal)
    ends = []
    for _ in chain:
        term = renewed_term(term)
        ends.append(term.to)

    assert tuple(ends) == chain
