"""Who may vote on a matter, and of everyone else why not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ledger.domain.counting.facts import Default, Facts, Matter, Meeting, Recusal
from ledger.domain.counting.standing import (
    last_day,
    members_of,
    standings,
)
from ledger.domain.kinds.charter.conduct import Calendar
from ledger.domain.kinds.charter.people import (
    People,
    Suspension,
    TermRule,
)
from ledger.domain.kinds.charter.terms import Unit, Who
from tests.unit.domain.counting.boards import (
    OPENED,
    board,
    member,
    motion,
    period,
    standing,
    vacancy,
)
from tests.unit.domain.counting.polls import asks

DAY = OPENED.date()
WEEK = timedelta(days=7)


def reason(
    facts: Facts, item: str | None = None, nonvoting: Who | None = None, **rules: Any
) -> str:
    """Return how the first seat stands."""
    charter = board(facts.members, **rules)
    return standings(charter, facts, asks(nonvoting=nonvoting), item)[0].reason


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, "may-vote"),
        (DAY, None, "may-vote"),
        (DAY + timedelta(days=1), None, "not-yet-serving"),
        (None, DAY, "may-vote"),
        (None, DAY - timedelta(days=1), "term-over"),
    ],
)
def test_a_member_serves_from_the_first_to_the_last_day(
    since: date | None, until: date | None, expected: str
) -> None:
    """Both days count."""
    assert reason(motion([member("a", since=since, until=until)])) == expected


@pytest.mark.parametrize(
    ("tz", "expected"), [("UTC", "term-over"), ("America/New_York", "may-vote")]
)
def test_a_term_ends_with_the_charters_day(tz: str, expected: str) -> None:
    """At two in the night it is still yesterday further west."""
    night = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    facts = motion([member("a", until=date(2026, 3, 1))], opened_at=night)

    assert reason(facts, calendar=Calendar(tz=tz)) == expected


def test_seats_without_a_vote_or_a_holder_have_no_standing_else() -> None:
    """An observer and a vacancy are named as such, whatever else would hold."""
    observer = motion([member("a", voting=False)], recusals=(Recusal(seat="a"),))

    assert reason(observer) == "no-vote"
    assert reason(motion([vacancy("a")])) == "vacant"


@pytest.mark.parametrize(
    ("items", "item", "expected"),
    [
        ((), None, "recused"),
        ((), "one", "recused"),
        (("one",), "one", "recused"),
        (("one", "two"), "two", "recused"),
        (("one",), "two", "may-vote"),
        (("one",), None, "may-vote"),
    ],
)
def test_a_recusal_is_from_all_items_or_from_some(
    items: tuple[str, ...], item: str | None, expected: str
) -> None:
    """Who withdrew from one item votes on the others."""
    facts = motion([member("a"), member("b")], recusals=(Recusal(seat="a", items=items),))

    assert reason(facts, item) == expected
    assert [each.seat for each in standings(board(facts.members), facts, None, item)] == ["a", "b"]


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        ({"party": "servier"}, "suspended"),
        ({"seat": "a"}, "suspended"),
        ({"seat": "a", "party": "servier"}, "suspended"),
        ({"party": "iqvia"}, "may-vote"),
        ({"seat": "b"}, "may-vote"),
        ({"seat": "b", "party": "servier"}, "may-vote"),
        ({}, "may-vote"),
        # The notice has run, or not yet: ten days, the day of the notice not counted.
        ({"seat": "a", "at": OPENED - timedelta(days=10)}, "suspended"),
        ({"seat": "a", "at": OPENED - timedelta(days=9)}, "may-vote"),
        ({"seat": "a", "at": OPENED + timedelta(days=1)}, "may-vote"),
        # Cured by the opening, or after it.
        ({"seat": "a", "cured_at": OPENED}, "may-vote"),
        ({"seat": "a", "cured_at": OPENED + timedelta(seconds=1)}, "suspended"),
    ],
)
def test_a_vote_rests_after_notice_until_the_default_is_cured(
    default: dict[str, Any], expected: str
) -> None:
    """Of a seat, or of all seats of a party; judged at the opening."""
    facts = motion(
        [member("a")], defaults=(Default(**{"at": OPENED - timedelta(days=30), **default}),)
    )
    rule = People(suspension=Suspension(after=period(10, "days")))

    assert reason(facts, people=rule) == expected
    assert reason(facts) == "may-vote"


def test_what_was_found_at_the_opening_stands() -> None:
    """A reason that the electorate was opened with is not judged again; a recusal comes first."""
    facts = motion([member("a", kept_out="right-lost"), member("b")])

    assert reason(facts) == "right-lost"
    assert reason(replace(facts, recusals=(Recusal(seat="a"),))) == "recused"


def test_a_default_after_the_opening_rests_nothing() -> None:
    """Even where the charter gives no time."""
    facts = motion([member("a")], defaults=(Default(seat="a", at=OPENED + timedelta(hours=1)),))

    assert reason(facts, people=People(suspension=Suspension(after=period(0, "days")))) == (
        "may-vote"
    )


def test_a_seat_can_vote_to_break_ties_alone() -> None:
    """Whom the vote rule names, and an acting chair where it names the chair."""
    meeting = Meeting(class_=None, starts_at=OPENED, acting_chair="a")
    chair = Who(offices=("chair",))
    facts = motion([member("a"), member("b", offices=frozenset({"chair"}))], meeting=meeting)

    assert reason(facts, nonvoting=Who(seats=("a",))) == "ties-only"
    assert reason(facts, nonvoting=Who(seats=("b",))) == "may-vote"
    assert reason(facts, nonvoting=chair) == "ties-only"
    found = standings(board(facts.members), facts, asks(nonvoting=chair), None)
    assert [each.reason for each in found] == ["ties-only", "may-vote"]


def test_standings_need_no_rule_about_votes() -> None:
    """A matter that no rule fits has an electorate all the same."""
    facts = motion([member("a")], matter=Matter(class_="plan", procedure="written"))

    assert standings(board(facts.members), facts, None, None)[0].may_vote


@pytest.mark.parametrize(
    ("word", "may_vote", "is_filled"),
    [
        ("may-vote", True, True),
        ("recused", False, True),
        ("suspended", False, True),
        ("right-lost", False, True),
        ("ties-only", False, True),
        ("vacant", False, False),
        ("no-vote", False, False),
        ("term-over", False, False),
        ("not-yet-serving", False, False),
    ],
)
def test_a_standing_says_who_may_vote_and_who_sits_there(
    word: str, *, may_vote: bool, is_filled: bool
) -> None:
    """Whatever keeps a member from voting, the seat is filled; a seat without one is not."""
    each = standing("a", word)

    assert (each.seat, each.may_vote, each.is_filled) == ("a", may_vote, is_filled)


def test_members_are_all_who_serve() -> None:
    """Observers too, but neither vacant seats nor those whose time is not now."""
    seats = [
        standing("a"),
        standing("b", "recused"),
        standing("c", "vacant"),
        standing("d", "term-over"),
        standing("e", "no-vote", voting=False),
        standing("f", "no-vote", voting=False, person=None),
    ]

    assert [seen.member.seat for seen in members_of(seats)] == ["a", "b", "e"]


@pytest.mark.parametrize(
    ("longest", "holdover", "since", "until", "last"),
    [
        (None, None, None, None, None),
        (None, None, None, "2026-05-31", "2026-05-31"),
        ((3, "years"), None, None, None, None),
        ((3, "years"), None, "2023-03-01", None, "2026-02-28"),
        ((3, "years"), None, "2021-03-01", None, "2024-02-29"),
        ((6, "months"), None, "2026-01-01", None, "2026-06-30"),
        # Where the last month lacks the first day of the term, the term ends with it.
        ((1, "years"), None, "2024-02-29", None, "2025-02-28"),
        ((4, "years"), None, "2024-02-29", None, "2028-02-28"),
        ((1, "months"), None, "2026-01-31", None, "2026-02-28"),
        ((1, "months"), None, "2026-01-28", None, "2026-02-27"),
        ((4, "weeks"), None, "2026-01-29", None, "2026-02-25"),
        ((3, "years"), None, "2023-03-01", "2025-01-31", "2025-01-31"),
        ((3, "years"), None, "2023-03-01", "2027-01-31", "2026-02-28"),
        (None, (60, "days"), None, "2026-05-31", "2026-07-30"),
        (None, (2, "months"), None, "2026-05-31", "2026-07-31"),
        (None, (2, "months"), None, None, None),
        ((3, "years"), (1, "weeks"), "2023-03-01", None, "2026-03-07"),
    ],
)
def test_a_member_serves_to_the_end_of_appointment_term_and_holdover(
    longest: tuple[int, Unit] | None,
    holdover: tuple[int, Unit] | None,
    since: str | None,
    *,
    until: str | None,
    last: str | None,
) -> None:
    """The appointment or the longest term, whichever ends first, and the holdover after it."""
    sitting = member(
        "a",
        since=None if since is None else date.fromisoformat(since),
        until=None if until is None else date.fromisoformat(until),
    )
    rule = TermRule(
        longest=None if longest is None else period(*longest),
        holdover=None if holdover is None else period(*holdover),
    )

    found = last_day(board([sitting], people=People(terms=(rule,))), sitting)

    assert (None if found is None else found.isoformat()) == last


def test_the_first_rule_about_terms_that_fits_a_seat_holds() -> None:
    """A seat that no rule means serves as long as it was appointed."""
    sitting = member("a", since=date(2020, 1, 1), class_="lay")
    lay = TermRule(who=Who(classes=("lay",)), longest=period(1, "years"))
    expert = TermRule(who=Who(classes=("expert",)), longest=period(2, "years"))
    both = board([sitting], people=People(terms=(expert, lay)))

    assert last_day(both, sitting) == date(2020, 12, 31)
    assert last_day(board([sitting], people=People(terms=(expert,))), sitting) is None
