"""Alternates: they make a seat present, and vote, but never break a tie."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import (
    MOST_CAST,
    SEATS,
    ballot,
    charter,
    members,
    tried,
    votes,
    with_alternate,
)

TIE = votes("for", "for", "against", "against")
STOOD_IN = [{"seat": "acme-1", "alternate": True}, "acme-2", "bell-1", "bell-2"]
OFFICERS = with_alternate("acme-1", members(*SEATS, chair="acme-1", vice_chair="bell-1"))


def _rules(**casting: Any) -> dict[str, Any]:
    return charter(
        quorum=[{"threshold": {"count": 4}}],
        votes=[{"needs": [MOST_CAST], "tie": "deadlocked", "casting": casting}],
    )


def _ballots(*casting: dict[str, Any]) -> list[dict[str, Any]]:
    return [*(ballot(seat, choice) for seat, choice in TIE.items()), *casting]


@pytest.mark.parametrize("attendance", [STOOD_IN, list(SEATS)])
def test_an_alternate_makes_the_chairs_seat_present_and_breaks_no_tie(
    attendance: list[Any],
) -> None:
    """The casting vote is the chair's own."""
    given = _ballots(ballot("acme-1", casting=True))

    result = tried(_rules(), members=OFFICERS, attendance=attendance, ballots=given)

    stood_in = attendance is STOOD_IN
    assert result.quorum is not None
    assert result.quorum.met
    assert result.outcome == ("deadlocked" if stood_in else "adopted")
    assert len(result.not_counted) == int(stood_in)


@pytest.mark.parametrize("attendance", [STOOD_IN, list(SEATS)])
def test_an_alternates_ballot_is_not_the_chairs_own(attendance: list[Any]) -> None:
    """Where the chair's own ballot decides, a stand-in's decides nothing."""
    result = tried(_rules(how="own"), members=OFFICERS, attendance=attendance, ballots=TIE)

    assert result.outcome == ("deadlocked" if attendance is STOOD_IN else "adopted")


def test_the_next_office_breaks_the_tie_of_a_chair_who_is_stood_in_for() -> None:
    """Both ways of breaking it pass over the alternate."""
    by = ["chair", "vice_chair"]
    casting = ballot("bell-1", casting=True, office="vice_chair")

    second = tried(_rules(by=by), members=OFFICERS, attendance=STOOD_IN, ballots=_ballots(casting))
    own = tried(_rules(by=by, how="own"), members=OFFICERS, attendance=STOOD_IN, ballots=TIE)

    assert (second.outcome, own.outcome) == ("adopted", "rejected")


def test_a_chair_who_gave_a_proxy_is_not_waited_for() -> None:
    """A vote in another's hand is no casting vote, so that the poll ends with the last ballot."""
    rules = {**_rules(), "people": {"proxies": {"presence": True}}}

    result = tried(
        rules,
        matter={"class": "plan", "closes_at": "2026-06-11T12:00:00Z"},
        proxies=[{"giver": "acme-1", "holder": "acme-2"}],
        attendance=["acme-2", "bell-1", "bell-2"],
        ballots=TIE,
    )

    assert result.outcome == "deadlocked"
