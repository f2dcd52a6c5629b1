"""Meetings that count for a voting right are those since the appointment, in the board's days."""

from datetime import UTC, date, datetime

import pytest

from ledger.domain.counting.facts import Held, Member
from ledger.domain.counting.standing import right_by_attendance
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import AtMeeting, Calendar, Procedures
from ledger.domain.kinds.charter.counting import Majority, Vote
from ledger.domain.kinds.charter.people import AttendanceRule, OfLast, People, Seat
from ledger.domain.kinds.charter.terms import Threshold

MEMBER = Member(
    seat="member-1", party="party-a", voting=True, person="someone", since=date(2026, 1, 6)
)


def charter_in(tz: str) -> Charter:
    """Return a charter under which one attended meeting gives the vote."""
    return Charter(
        schema=1,
        seats=(Seat(seat="member-1", party="party-a"),),
        quorum=(),
        votes=(Vote(needs=(Majority(base="cast", threshold=Threshold(count=1)),)),),
        procedures=Procedures(meeting=AtMeeting()),
        people=People(
            attendance=AttendanceRule(gain=OfLast(meetings=1, of_last=1), newcomers="wait")
        ),
        calendar=Calendar(tz=tz),
    )


@pytest.mark.parametrize(("tz", "expected"), [("Europe/Paris", None), ("UTC", "right-not-gained")])
def test_the_first_day_of_service_is_one_of_the_charters_days(
    tz: str, expected: str | None
) -> None:
    """A meeting half an hour after midnight in Paris is on the day on which the member began."""
    held = Held(at=datetime(2026, 1, 5, 23, 30, tzinfo=UTC), present=frozenset({"member-1"}))

    actual = right_by_attendance(charter_in(tz), MEMBER, (held,))

    assert expected == actual
