"""How long a poll in writing stays open, and officers who act together."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import SEATS, at, ballot, charter, days, members, tried

WRITTEN = {
    "window": days(10),
    "windows": [
        {"when": {"classes": ["urgent"]}, "window": days(2)},
        {"when": {"above": {"fixed": {"minor": 100, "currency": "EUR"}}}, "window": days(30)},
    ],
}
EUROS = {"minor": 101, "currency": "EUR"}


@pytest.mark.parametrize(
    ("matter", "least"),
    [
        ({"class": "plan"}, 10),
        ({"class": "urgent"}, 2),
        ({"class": "urgent", "amount": EUROS}, 2),
        ({"class": "plan", "amount": EUROS}, 30),
        ({"class": "plan", "amount": {**EUROS, "minor": 100}}, 10),
    ],
)
def test_certain_matters_have_a_window_of_their_own(matter: dict[str, Any], least: int) -> None:
    """The first that fits; a poll that is to close sooner is not in order."""
    rules = charter(procedures={"written": WRITTEN})

    def lacking(closes_at: str) -> list[str]:
        given = {**matter, "procedure": "written", "opened_at": at(), "closes_at": closes_at}
        return [each.rule for each in tried(rules, matter=given).lacking]

    assert lacking(at(days=least)) == []
    assert lacking(at(days=least, seconds=-1)) == ["window"]


def test_a_poll_without_a_stated_end_runs_as_long_as_its_window() -> None:
    """Its own, where it has one."""
    rules = charter(procedures={"written": WRITTEN})

    def outcome(class_: str) -> str:
        matter = {"class": class_, "procedure": "written", "opened_at": at(days=-3)}
        return tried(rules, matter=matter, ballots={"acme-1": "for"}).outcome

    assert [outcome("urgent"), outcome("plan")] == ["adopted", "pending"]


@pytest.mark.parametrize(
    ("closes_at", "lacking"), [(at(days=5), []), (at(days=5, seconds=-1), ["window"])]
)
def test_objections_have_their_time(closes_at: str, lacking: list[str]) -> None:
    """Silence counts only after the whole of it."""
    rules = charter(procedures={"no_objection": {"window": days(5)}})
    matter = {"class": "plan", "procedure": "no_objection", "opened_at": at()}

    result = tried(rules, matter={**matter, "closes_at": closes_at})

    assert [each.rule for each in result.lacking] == lacking
    assert result.outcome == ("inadmissible" if lacking else "pending")


def test_at_a_meeting_a_poll_has_no_least_time() -> None:
    """It may be over at once."""
    matter = {"class": "plan", "opened_at": at(), "closes_at": at()}

    assert tried(matter=matter, ballots={"acme-1": "for"}).outcome == "adopted"


@pytest.mark.parametrize(
    ("jointly", "given", "expected"),
    [
        (True, {"acme-1": "for", "bell-1": "for"}, "adopted"),
        (True, {"acme-1": "for"}, "pending"),
        (True, {"acme-1": "for", "bell-1": "against"}, "pending"),
        (True, {"acme-1": "against", "bell-1": "against"}, "rejected"),
        (False, {"acme-1": "for"}, "adopted"),
        (False, {"bell-1": "against"}, "rejected"),
    ],
)
def test_officers_act_together_or_any_of_them(
    jointly: object, given: dict[str, str], expected: str
) -> None:
    """Together they must say the same."""
    rules = charter(procedures={"interim": {"by": ["chair", "secretary"], "jointly": jointly}})

    result = tried(
        rules,
        members=members(*SEATS, chair="acme-1", secretary="bell-1"),
        matter={"class": "plan", "procedure": "interim"},
        ballots=given,
    )

    assert result.outcome == expected


def test_an_officer_who_withdrew_does_not_act_together_with_the_other() -> None:
    """So nobody does."""
    rules = charter(procedures={"interim": {"by": ["chair", "secretary"], "jointly": True}})

    result = tried(
        rules,
        members=members(*SEATS, chair="acme-1", secretary="bell-1"),
        matter={"class": "plan", "procedure": "interim"},
        recusals=["bell-1"],
        ballots=[ballot("acme-1"), ballot("bell-1")],
    )

    assert result.outcome == "pending"
