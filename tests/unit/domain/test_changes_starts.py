"""Work that is let begin before its change is executed: capped, for a time, once at a time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.domain.common import SubjectError
from ledger.domain.contracts.proposing import BaseStaleError
from ledger.domain.contracts.signing import LimitError
from ledger.domain.contracts.starting import WorkStartError
from ledger.domain.contracts.texts import CurrencyError
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import ChangeWithdrawn, WorkStartLapsed
from tests.unit.domain.agreement import CHANGE, Deal, euros
from tests.unit.domain.recomputing import assert_replays
from tests.unit.domain.test_changes import SOME, begun
from tests.unit.domain.test_changes_effects import SITES

LAPSED = "work.start_lapsed.v1"


@pytest.fixture
def deal() -> Deal:
    """A change that is drafted, and signed by nobody."""
    deal = begun()
    deal.propose()
    return deal


def said(deal: Deal, **members: Any) -> tuple[Any, ...]:
    """Return what to say to let work begin."""
    return deal.servier, "work.start_authorised.v1", CHANGE, deal.start(**members)


def test_work_begins_on_a_draft_and_lapses_with_its_last_day(deal: Deal) -> None:
    """The end of the day in the contract's own zone, stated by the ledger in its place."""
    act = deal.let_begin()
    (start,) = deal.change().starts
    stream = deal.world.stream(act.statement.stream)
    assert stream is not None
    assert stream.deadline == datetime(2021, 1, 16, 23, 0, tzinfo=UTC)
    assert (start.why, start.until, start.party, start.cap) == (
        None,
        date(2021, 1, 16),
        "servier",
        euros(10_000),
    )

    deal.advance(days=31)
    (lapsed,) = deal.acts(LAPSED)
    assert (lapsed.body, lapsed.statement.subject) == (
        WorkStartLapsed(on=date(2021, 1, 16)),
        act.digest,
    )
    (start,) = deal.change().starts
    assert (start.why, start.until, deal.change().phase) == (
        "lapsed",
        date(2021, 1, 16),
        "authorised",
    )
    deal.sign_change()
    assert_replays(deal)


def withdraw(deal: Deal) -> None:
    """Take the change back."""
    deal.say(deal.iqvia, "change.withdrawn.v1", CHANGE, ChangeWithdrawn())


ENDS: dict[str, Callable[[Deal], object]] = {
    "executed": lambda deal: deal.sign_change(),
    "withdrawn": withdraw,
    "drafted_again": lambda deal: deal.propose(SITES),
}


@pytest.mark.parametrize("why", ENDS)
def test_what_becomes_of_its_draft_ends_it(deal: Deal, why: str) -> None:
    """From that day on nothing runs, and nothing lapses any more."""
    deal.let_begin()
    deal.sign_change("servier")
    deal.advance(days=3)
    if why == "executed":
        deal.sign_change("iqvia")
    else:
        ENDS[why](deal)
    (start,) = deal.change().starts

    assert (start.why, start.until) == (why, date(2020, 12, 20))
    deal.advance(days=60)
    assert deal.acts(LAPSED) == []
    assert_replays(deal)


REFUSED: dict[str, tuple[Any, dict[str, Any]]] = {
    "days that are reversed": (WorkStartError, {"until": date(2020, 12, 16)}),
    "days that are over": (
        WorkStartError,
        {"from_": date(2020, 12, 1), "until": date(2020, 12, 16)},
    ),
    "days of another zone": (WorkStartError, {"tz": "Europe/London"}),
    "a cap below zero": (WorkStartError, {"cap": euros(-1)}),
    "another currency": (CurrencyError, {"cap": Money(minor=1, currency="USD")}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_start_that_cannot_be_is_refused(deal: Deal, case: str) -> None:
    """The days are the contract's, still to come, and the cap is its money."""
    error, members = REFUSED[case]

    deal.refused(error, *said(deal, **members), subject=deal.change().drafted)
    deal.let_begin(until=date(2020, 12, 17))


def test_one_start_runs_at_a_time(deal: Deal) -> None:
    """Another may follow once it has ended."""
    deal.let_begin(until=date(2020, 12, 20))
    deal.refused(WorkStartError, *said(deal), subject=deal.change().drafted)
    deal.advance(days=4)
    deal.let_begin(deal.iqvia)

    assert [start.party for start in deal.change().starts] == ["servier", "iqvia"]


def test_work_begins_on_the_current_draft_of_the_newest_version(deal: Deal) -> None:
    """What is drafted again, or stale, is another matter."""
    deal.refused(SubjectError, *said(deal), subject=SOME)
    deal.amend(SITES, stream="change/score/2")

    deal.refused(BaseStaleError, *said(deal), subject=deal.change().drafted)


@pytest.mark.parametrize(("limit", "cap"), [(9_999, 10_000), (10_000, 10_000)])
def test_who_lets_work_begin_may_spend_the_cap(deal: Deal, limit: int, cap: int) -> None:
    """A signatory's limit covers it."""
    voice = deal.limited("servier", "buyer", euros(limit))
    body = deal.start(cap=euros(cap))
    words = voice, "work.start_authorised.v1", CHANGE, body

    if limit < cap:
        deal.refused(LimitError, *words, subject=deal.change().drafted)
    else:
        deal.say(*words, subject=deal.change().drafted)
