"""When a time that the charter gives is over, as the ledger's clock tells it."""

from datetime import timedelta

import pytest

from ledger.domain.counting import clocks, days
from ledger.domain.kinds.charter.terms import Unit
from tests.unit.domain.counting.boards import OPENED, board, member, period


@pytest.mark.parametrize(
    ("count", "unit", "over"),
    [
        (3, "days", "2026-03-06T00:00:00+00:00"),
        (3, "clear_days", "2026-03-06T00:00:00+00:00"),
        (2, "hours", "2026-03-02T11:00:01+00:00"),
    ],
)
@pytest.mark.parametrize("fraction", [0, 500])
def test_a_time_is_over_at_a_whole_second(
    count: int, unit: Unit, over: str, *, fraction: int
) -> None:
    """The first whole second that is no longer within: it can be recorded, and nothing is lost."""
    charter = board([member("a")])
    start = OPENED + timedelta(milliseconds=fraction)

    found = clocks._over(charter, start, period(count, unit))

    assert found.isoformat() == over
    assert found > days.last_moment(charter.calendar, start, period(count, unit))
