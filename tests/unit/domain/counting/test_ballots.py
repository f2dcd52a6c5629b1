"""Whether a ballot may be cast: in time, by whom, and whether it may be replaced."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.domain.counting.ballots import ballot_problem
from ledger.domain.rehearsal.facts import facts_of
from tests.unit.domain.counting.cases import (
    ALL_ENTITLED,
    MEETING,
    MOST_CAST,
    SEATS,
    WRITTEN,
    at,
    ballot,
    case,
    charter,
    members,
    tried,
)

IN_WRITING = {"class": "plan", "procedure": "written"}
FROZEN = {"changeable": True, "freeze": {"count": 60, "unit": "minutes"}}
ITEMS = [{"item": "one"}, {"item": "two"}]


def _refused(result: Any) -> list[str]:
    return [each.seat for each in result.not_counted if each.what == "ballot"]


@pytest.mark.parametrize(
    ("moment", "refused"),
    [
        (at(days=-5, seconds=-1), ["acme-1"]),
        (at(days=-5), []),
        (at(), []),
        (at(seconds=1), ["acme-1"]),
    ],
)
def test_a_ballot_counts_while_the_poll_is_open(moment: str, refused: list[str]) -> None:
    """A ballot before the opening or after the end of the window is refused."""
    matter = {**IN_WRITING, "opened_at": at(days=-5), "closes_at": at()}

    result = tried(
        charter(procedures=WRITTEN),
        matter=matter,
        clock=at(days=1),
        ballots=[ballot("acme-1", at=moment)],
    )

    assert refused == _refused(result)


def test_a_ballot_comes_too_late_once_an_officer_ended_the_poll() -> None:
    """What an officer closed stays closed, though the window still ran."""
    matter = {
        **IN_WRITING,
        "opened_at": at(days=-2),
        "closes_at": at(days=3),
        "closed_at": at(days=-1),
    }

    result = tried(
        charter(procedures=WRITTEN),
        matter=matter,
        ballots=[ballot("acme-1", at=at(days=-1)), ballot("acme-2", at=at(hours=-1))],
    )

    assert _refused(result) == ["acme-2"]
    assert result.outcome == "adopted"


def test_closing_a_poll_late_does_not_lengthen_its_window() -> None:
    """A ballot after the window is late, even where an officer closed the poll after that."""
    matter = {
        **IN_WRITING,
        "opened_at": at(days=-6),
        "closes_at": at(days=-1),
        "closed_at": at(),
    }

    result = tried(
        charter(procedures=WRITTEN), matter=matter, ballots=[ballot("acme-1", at=at(hours=-1))]
    )

    assert _refused(result) == ["acme-1"]


@pytest.mark.parametrize(
    ("rule", "second", "choice"),
    [
        ({}, at(minutes=-1), "against"),
        ({"changeable": False}, at(minutes=-90), "for"),
        (FROZEN, at(minutes=-60), "against"),
        (FROZEN, at(minutes=-59), "for"),
    ],
)
def test_a_ballot_is_replaced_until_the_freeze(
    rule: dict[str, Any], second: str, choice: str
) -> None:
    """The last ballot counts, until ballots are no longer replaced."""
    result = tried(
        charter(ballots=rule),
        meeting={"starts_at": at(hours=-3)},
        ballots=[ballot("acme-1", at=at(hours=-2)), ballot("acme-1", "against", at=second)],
    )

    assert [each.choice for each in result.eligible if each.choice] == [choice]


def test_a_poll_without_an_end_has_no_freeze() -> None:
    """As long as nobody knows when the poll ends, nothing is near the end."""
    known = facts_of(case(charter(ballots=FROZEN), ballots={"acme-1": "for"}))
    again = replace(known.ballots[0], choice="against")

    problem = ballot_problem(case(charter(ballots=FROZEN)).charter, known, again)
    endless = replace(known, closes_at=None)

    assert problem is not None
    assert ballot_problem(case(charter(ballots=FROZEN)).charter, endless, again) is None


def test_a_ballot_of_no_seat_is_refused() -> None:
    """A ledger may be handed a ballot of a seat that the charter does not have."""
    known = facts_of(case(ballots={"acme-1": "for"}))
    strange = replace(known.ballots[0], seat="nobody")

    assert ballot_problem(case().charter, known, strange) is not None


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ([], ["one"], ["acme-1"]),
        (["one"], [], ["acme-1"]),
        (["one", "two"], ["two"], ["acme-1"]),
        (["one"], ["two"], []),
    ],
)
def test_a_ballot_for_an_item_replaces_one_for_all(
    first: list[str], second: list[str], refused: list[str]
) -> None:
    """Ballots that speak of one item in common are one vote; others stand side by side."""
    result = tried(
        charter(ballots={"changeable": False}),
        matter={"class": "plan", "items": ITEMS},
        meeting={"starts_at": at(hours=-3)},
        ballots=[
            ballot("acme-1", items=first, at=at(hours=-2)),
            ballot("acme-1", "against", items=second, at=at(hours=-1)),
        ],
    )

    assert refused == _refused(result)


def test_a_ballot_counts_for_the_items_for_which_it_may_be_cast() -> None:
    """A seat that withdrew from one item votes on the others with one ballot for all."""
    result = tried(
        matter={"class": "plan", "items": ITEMS},
        recusals=[{"seat": "acme-1", "items": ["one"]}],
        ballots={"acme-1": "for", "bell-1": "for"},
    )

    assert _refused(result) == []
    assert [item.tally.for_ for item in result.items] == [1, 2]
    assert [item.tally.recused for item in result.items] == [1, 0]


def test_a_ballot_of_a_seat_that_may_not_vote_is_refused() -> None:
    """Whoever withdrew, or holds nothing, has no ballot."""
    result = tried(
        members=members(*SEATS[:3]),
        recusals=["acme-1"],
        ballots={"acme-1": "for", "bell-1": "for", "bell-2": "for"},
    )

    assert sorted(_refused(result)) == ["acme-1", "bell-2"]
    assert result.tally.for_ == 1


def test_where_nobody_abstains_an_abstention_is_refused() -> None:
    """With abstentions barred the seat has not voted at all."""
    rule = {"needs": [MOST_CAST], "abstain": "barred"}

    result = tried(charter(votes=[rule]), ballots={"acme-1": "abstain", "bell-1": "for"})

    assert _refused(result) == ["acme-1"]
    assert (result.tally.abstained, result.tally.silent) == (0, 3)


def test_a_ballot_from_elsewhere_is_refused_at_a_meeting_only() -> None:
    """At a meeting those vote who are there; in writing presence is no question."""
    ballots = {"acme-1": "for", "bell-1": "for"}

    away = tried(attendance=["acme-1"], ballots=ballots)
    wrote = tried(charter(procedures=WRITTEN), matter=IN_WRITING, ballots=ballots)

    assert _refused(away) == ["bell-1"]
    assert _refused(wrote) == []


def test_a_ballot_by_a_proxy_needs_one_that_counts() -> None:
    """Who holds no proxy of a seat does not vote for it."""
    result = tried(
        charter(people={"proxies": {}}),
        attendance=["acme-1", "acme-2"],
        proxies=[{"giver": "bell-1", "holder": "acme-1"}],
        ballots=[ballot("bell-1", by="acme-2"), ballot("bell-2", by="acme-1")],
    )

    assert sorted(_refused(result)) == ["bell-1", "bell-2"]


@pytest.mark.parametrize("procedures", [MEETING, WRITTEN])
def test_a_matter_that_no_rule_fits_takes_ballots_without_a_rule(
    procedures: dict[str, Any],
) -> None:
    """Ballots on a matter that the charter does not know are no fault of the voters."""
    rule = {"needs": [ALL_ENTITLED], "when": {"classes": ["budget"]}}
    matter = {"class": "plan", "procedure": next(iter(procedures))}

    result = tried(
        charter(votes=[rule], procedures=procedures), matter=matter, ballots={"acme-1": "for"}
    )

    assert _refused(result) == []
    assert result.outcome == "ultra_vires"
