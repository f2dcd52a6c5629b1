"""Terms that end with their last month, notice in one unit, windows that count their first day."""

from datetime import date, datetime

import pytest

from ledger.domain.counting import days
from ledger.domain.kinds.charter.conduct import Calendar
from ledger.domain.kinds.charter.terms import Unit, Window
from tests.unit.domain.counting.boards import period
from tests.unit.domain.counting.cases import MOST_CAST, at, charter, tried

PLAIN = Calendar()


@pytest.mark.parametrize(
    ("first", "length", "last"),
    [
        ("2024-02-29", (1, "years"), "2025-02-28"),
        ("2024-02-28", (1, "years"), "2025-02-27"),
        ("2024-03-01", (1, "years"), "2025-02-28"),
        ("2024-02-29", (4, "years"), "2028-02-28"),
        ("2026-01-31", (1, "months"), "2026-02-28"),
        ("2026-01-30", (1, "months"), "2026-02-28"),
        ("2026-01-29", (1, "months"), "2026-02-28"),
        ("2026-01-28", (1, "months"), "2026-02-27"),
        ("2026-05-31", (1, "months"), "2026-06-30"),
        ("2026-05-30", (1, "months"), "2026-06-29"),
        ("2026-05-31", (4, "weeks"), "2026-06-27"),
        ("2026-05-31", (30, "days"), "2026-06-29"),
    ],
)
def test_a_term_that_lacks_its_last_day_ends_with_the_month(
    first: str, length: tuple[int, Unit], last: str
) -> None:
    """Any other ends on the day before the one on which it began."""
    found = days.last_of_term(PLAIN, date.fromisoformat(first), period(*length))

    assert found == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("length", "told"),
    [
        ((90, "minutes"), (90, "minutes")),
        ((3, "hours"), (3, "hours")),
        ((3, "days"), (3, "days")),
        ((3, "clear_days"), (3, "clear days")),
        ((3, "business_days"), (3, "business days")),
        ((2, "weeks"), (14, "days")),
        ((1, "months"), (28, "days")),
        ((1, "years"), (365, "days")),
    ],
)
def test_notice_that_was_given_and_that_is_asked_are_told_in_one_unit(
    length: tuple[int, Unit], told: tuple[int, str]
) -> None:
    """So that nobody compares days with weeks."""
    asked = period(*length)
    start = datetime.fromisoformat("2026-02-10T09:00:00+00:00")

    count, unit = days.as_noticed(PLAIN, start, asked)

    assert (count, unit) == told
    enough = days.after(PLAIN, start, asked)
    assert days.elapsed(PLAIN, start, enough, asked.unit) == count


@pytest.mark.parametrize(
    ("first", "closes", "lacking"),
    [
        ({}, "2026-06-16T00:00:00Z", []),
        ({}, "2026-06-15T23:59:59Z", ["window"]),
        ({"first": "included"}, "2026-06-15T00:00:00Z", []),
        ({"first": "included"}, "2026-06-14T23:59:59Z", ["window"]),
    ],
)
def test_a_window_counts_its_first_day_where_the_charter_says(
    first: dict[str, str], closes: str, lacking: list[str]
) -> None:
    """Five days from a Wednesday noon end with Monday, or with Sunday."""
    window = {"count": 5, "unit": "days", "ends": "end_of_day", **first}
    rules = charter(procedures={"written": {"window": window}}, votes=[{"needs": [MOST_CAST]}])
    matter = {"class": "plan", "procedure": "written", "opened_at": at(), "closes_at": closes}

    result = tried(rules, matter=matter)

    assert [each.rule for each in result.lacking] == lacking


def test_a_first_day_that_counts_never_closes_a_poll_before_it_opened() -> None:
    """A window of one day is over with the day on which it opened."""
    window = {"count": 1, "unit": "days", "ends": "end_of_day", "first": "included"}
    rules = charter(procedures={"written": {"window": window}})
    matter = {"class": "plan", "procedure": "written", "opened_at": at(hours=1)}

    assert tried(rules, matter=matter, clock=at(hours=11)).outcome == "pending"
    assert tried(rules, matter=matter, clock=at(hours=12), ballots={}).outcome == "lapsed"


@pytest.mark.parametrize(
    ("opened", "count", "closes"),
    [
        ("2026-06-12", 1, "2026-06-13"),  # a Friday
        ("2026-06-12", 2, "2026-06-16"),
        ("2026-06-13", 1, "2026-06-16"),  # a Saturday is no business day
        ("2026-06-13", 2, "2026-06-17"),
        ("2026-06-15", 5, "2026-06-20"),
    ],
)
def test_a_first_day_counts_as_a_business_day_only_where_it_is_one(
    opened: str, count: int, closes: str
) -> None:
    """The window closes with the midnight after its last business day."""
    window = Window(count=count, unit="business_days", ends="end_of_day", first="included")

    found = days.ends(PLAIN, datetime.fromisoformat(f"{opened}T09:00:00+00:00"), window)

    assert found == datetime.fromisoformat(f"{closes}T00:00:00+00:00")
