"""Voting rights that are gained by coming and lost by staying away."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.counting.facts import Held
from ledger.domain.counting.standing import right_by_attendance, standings
from ledger.domain.kinds.charter.conduct import Calendar
from ledger.domain.kinds.charter.people import AttendanceRule, OfLast, People
from tests.unit.domain.counting.boards import OPENED, board, member, motion

WEEK = timedelta(days=7)
LATEST = OPENED - WEEK


def of_last(meetings: int, last: int) -> OfLast:
    """Return so many of the last so many meetings."""
    return OfLast(meetings=meetings, of_last=last)


def held(record: str, seat: str = "a") -> tuple[Held, ...]:
    """Return weekly meetings, the latest last: + attended, r remotely, - missed."""
    return tuple(
        Held(
            at=LATEST - WEEK * (len(record) - 1 - index),
            present=frozenset({seat} if came in "+r" else {"other"}),
            remote=frozenset({seat} if came == "r" else ()),
        )
        for index, came in enumerate(record)
    )


def right(rule: AttendanceRule, meetings: Sequence[Held], **more: Any) -> str | None:
    """Return why a member may not vote, None where they may."""
    facts = motion([member("a", **more)], held=tuple(meetings))
    charter = board(facts.members, people=People(attendance=rule))
    reason = standings(charter, facts, None, None)[0].reason
    return None if reason == "may-vote" else reason


LOSES_TWO_IN_A_ROW = AttendanceRule(lose=of_last(2, 2))
GAINS_TWO_IN_A_ROW = AttendanceRule(gain=of_last(2, 2), newcomers="wait")
BOTH = AttendanceRule(lose=of_last(2, 3), gain=of_last(2, 2))


@pytest.mark.parametrize(
    ("rule", "record", "expected"),
    [
        # lost by missing two in a row, and never gained again
        (LOSES_TWO_IN_A_ROW, "", None),
        (LOSES_TWO_IN_A_ROW, "-", None),
        (LOSES_TWO_IN_A_ROW, "-+-+-", None),
        (LOSES_TWO_IN_A_ROW, "+--", "right-lost"),
        (LOSES_TWO_IN_A_ROW, "--++++", "right-lost"),
        # gained by attending two in a row, and never lost again
        (GAINS_TWO_IN_A_ROW, "", "right-not-gained"),
        (GAINS_TWO_IN_A_ROW, "+-+", "right-not-gained"),
        (GAINS_TWO_IN_A_ROW, "++", None),
        (GAINS_TWO_IN_A_ROW, "-++----", None),
        # lost by missing two of the last three, gained by attending two in a row
        (BOTH, "-+", None),
        (BOTH, "-+-", "right-lost"),
        (BOTH, "-++-", None),
        (BOTH, "--", "right-lost"),
        (BOTH, "--+", "right-lost"),
        (BOTH, "--++", None),
        # after a change the count begins anew: the two missed before it are forgotten
        (BOTH, "--++-", None),
        (BOTH, "--++--", "right-lost"),
        (BOTH, "--++-+-", "right-lost"),
        # who waits and gained a right loses it as lost, not as never gained
        (
            AttendanceRule(gain=of_last(1, 1), lose=of_last(1, 1), newcomers="wait"),
            "-",
            "right-not-gained",
        ),
        (
            AttendanceRule(gain=of_last(1, 1), lose=of_last(1, 1), newcomers="wait"),
            "+-",
            "right-lost",
        ),
        # nothing is ever gained or lost
        (AttendanceRule(), "------", None),
        (AttendanceRule(newcomers="wait"), "++++", "right-not-gained"),
    ],
)
def test_a_right_is_gained_and_lost_by_attendance(
    rule: AttendanceRule, record: str, expected: str | None
) -> None:
    """A change takes effect after the meeting that brings it, in a row or of the last few."""
    assert right(rule, held(record)) == expected
    assert right(rule, tuple(reversed(held(record)))) == expected


@pytest.mark.parametrize(("remote", "expected"), [(True, None), (False, "right-lost")])
def test_remote_attendance_counts_where_the_charter_says(
    expected: str | None, *, remote: bool
) -> None:
    """Who attended remotely attended, or did not."""
    rule = AttendanceRule(lose=of_last(2, 2), remote=remote)

    assert right(rule, held("+rr")) == expected


def test_meetings_before_the_appointment_do_not_count() -> None:
    """Nobody misses a meeting of a board of which they were no member."""
    first_two = LATEST.date() - timedelta(days=7)

    assert right(LOSES_TWO_IN_A_ROW, held("---"), since=first_two) == "right-lost"
    assert right(LOSES_TWO_IN_A_ROW, held("---"), since=LATEST.date()) is None


@pytest.mark.parametrize(("tz", "expected"), [("UTC", None), ("Pacific/Auckland", "right-lost")])
def test_the_day_of_a_meeting_is_the_charters(tz: str, expected: str | None) -> None:
    """An evening in Europe is the first morning of service further east."""
    evening = datetime(2026, 2, 10, 20, 0, tzinfo=UTC)
    missed = tuple(
        Held(at=evening + timedelta(hours=hours), present=frozenset()) for hours in (0, 12)
    )
    facts = motion([member("a", since=date(2026, 2, 11))], held=missed)
    charter = board(
        facts.members, calendar=Calendar(tz=tz), people=People(attendance=LOSES_TWO_IN_A_ROW)
    )

    assert right_by_attendance(charter, facts.members[0], missed) == expected


@pytest.mark.parametrize(
    ("since", "record", "expected"),
    [
        (None, "", None),
        (LATEST.date(), "", None),
        (LATEST.date() - timedelta(days=30), "-", None),
        (LATEST.date() + timedelta(days=1), "-", "right-not-gained"),
    ],
)
def test_founders_vote_before_and_at_the_first_meeting(
    since: date | None, record: str, expected: str | None
) -> None:
    """Until a meeting was held nobody came too late for it."""
    rule = AttendanceRule(gain=of_last(2, 2), newcomers="wait", founders=True)

    assert right(rule, held(record), since=since) == expected


@given(
    record=st.text(alphabet="+-", max_size=14),
    gain=st.tuples(st.integers(1, 3), st.integers(0, 2)),
    lose=st.tuples(st.integers(1, 3), st.integers(0, 2)),
    waits=st.booleans(),
)
def test_the_right_follows_the_record_meeting_by_meeting(
    record: str, gain: tuple[int, int], lose: tuple[int, int], *, waits: bool
) -> None:
    """Reading the record backwards from each meeting finds the same right."""
    rule = AttendanceRule(
        gain=of_last(gain[0], sum(gain)),
        lose=of_last(lose[0], sum(lose)),
        newcomers="wait" if waits else "vote",
    )
    has_right, since = not waits, 0
    for end in range(1, len(record) + 1):
        needed, more = lose if has_right else gain
        looked_at = record[max(since, end - needed - more) : end]
        if looked_at.count("-" if has_right else "+") >= needed:
            has_right, since = not has_right, end

    assert (right(rule, held(record)) is None) == has_right
