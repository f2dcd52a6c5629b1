"""Voting rights of founders, rights that change in the meeting itself, terms without an end."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import SEATS, at, charter, tried, votes

FIRST, SECOND, THIRD = at(days=-30), at(days=-20), at(days=-10)


def _held(*attended: tuple[str, tuple[str, ...]]) -> dict[str, Any]:
    return {"meetings": [{"at": moment, "present": [*seats]} for moment, seats in attended]}


def _reasons(rule: dict[str, Any], **parts: Any) -> dict[str, str]:
    result = tried(charter(people={"attendance": rule}), **parts)
    return {each.seat: each.reason for each in result.eligible}


def _joined(seat: str, day: str) -> list[dict[str, Any]]:
    return [{"seat": each, **({"from": day} if each == seat else {})} for each in SEATS]


@pytest.mark.parametrize(
    ("joined", "reason"),
    [
        ("2026-05-11", "may-vote"),  # the day of the first meeting
        ("2026-05-12", "right-not-gained"),
    ],
)
def test_a_founder_has_the_right_from_the_start(joined: str, reason: str) -> None:
    """Whoever served at the first meeting; later ones wait until they have gained it."""
    rule = {
        "newcomers": "wait",
        "founders": True,
        "gain": {"meetings": 2, "of_last": 2},
        "lose": {"meetings": 3, "of_last": 3},
    }
    history = _held((FIRST, SEATS[:3]), (SECOND, SEATS))

    found = _reasons(rule, members=_joined("bell-2", joined), history=history)

    assert found["acme-1"] == "may-vote"
    assert found["bell-2"] == reason


def test_without_founders_everybody_waits() -> None:
    """And whoever serves before the first meeting is a founder."""
    rule = {"newcomers": "wait", "gain": {"meetings": 2, "of_last": 2}}

    assert set(_reasons(rule, history=_held((FIRST, SEATS))).values()) == {"right-not-gained"}
    assert set(_reasons({**rule, "founders": True}).values()) == {"may-vote"}
    assert set(_reasons({**rule, "founders": True}, history=_held((FIRST, ()))).values()) == {
        "may-vote"
    }


@pytest.mark.parametrize(
    ("effect", "came", "reason"),
    [
        ("after", ["acme-1"], "right-not-gained"),
        ("at", ["acme-1"], "may-vote"),
        ("at", [{"seat": "acme-1", "mode": "remote"}], "right-not-gained"),
        ("at", ["acme-2"], "right-not-gained"),
    ],
)
def test_a_right_is_gained_in_the_meeting_or_after_it(
    effect: str, came: list[Any], reason: str
) -> None:
    """Where it takes effect at once, coming today is the second of two."""
    rule = {
        "newcomers": "wait",
        "gain": {"meetings": 2, "of_last": 2},
        "effect": effect,
        "remote": False,
    }

    found = _reasons(rule, history=_held((FIRST, ("acme-1",))), attendance=came)

    assert found["acme-1"] == reason


def test_in_writing_there_is_no_meeting_that_counts_at_once() -> None:
    """Only the meetings that were held do."""
    rule = {
        "newcomers": "wait",
        "gain": {"meetings": 1, "of_last": 1},
        "effect": "at",
    }
    rules = charter(
        people={"attendance": rule},
        procedures={"written": {"window": {"count": 5, "unit": "days"}}},
    )

    result = tried(rules, matter={"class": "plan", "procedure": "written"}, ballots=votes("for"))

    assert {each.reason for each in result.eligible} == {"right-not-gained"}


@pytest.mark.parametrize(("effect", "reason"), [("after", "may-vote"), ("at", "right-lost")])
def test_a_right_is_lost_in_the_meeting_or_after_it(effect: str, reason: str) -> None:
    """Missing today is the second of two in a row."""
    rule = {"lose": {"meetings": 2, "of_last": 2}, "effect": effect}
    history = _held((FIRST, SEATS), (SECOND, SEATS[1:]))

    assert _reasons(rule, history=history, attendance=["acme-2"])["acme-1"] == reason


@pytest.mark.parametrize(
    ("holdover", "until", "reason"),
    [
        (None, "2026-06-10", "may-vote"),
        (None, "2026-06-09", "term-over"),
        ({"count": 1, "unit": "days"}, "2026-06-09", "may-vote"),
        ({"count": 1, "unit": "days"}, "2026-06-08", "term-over"),
        ("until_replaced", "2020-01-01", "may-vote"),
    ],
)
def test_a_member_goes_on_for_a_while_or_until_replaced(
    holdover: Any, until: str, reason: str
) -> None:
    """The longest term ends no one either who goes on until they are replaced."""
    term: dict[str, Any] = {"longest": {"count": 30, "unit": "years"}}
    term |= {} if holdover is None else {"holdover": holdover}
    rules = charter(people={"terms": [term]})
    sitting = [{"seat": "acme-1", "from": "1999-01-01", "until": until}]

    result = tried(rules, members=sitting)

    assert result.eligible[0].reason == reason


def test_until_replaced_outlasts_the_longest_term() -> None:
    """Appointed without an end, a member would have been out after three years."""
    term = {"longest": {"count": 3, "unit": "years"}}
    sitting = [{"seat": "acme-1", "from": "2000-01-01"}]

    ended = tried(charter(people={"terms": [term]}), members=sitting)
    goes_on = tried(
        charter(people={"terms": [{**term, "holdover": "until_replaced"}]}), members=sitting
    )

    assert ended.eligible[0].reason == "term-over"
    assert goes_on.eligible[0].reason == "may-vote"
