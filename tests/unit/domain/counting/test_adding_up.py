"""Rights, majorities and windows by amount: items of one motion and related matters add up."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import ALL, MOST_CAST, at, charter, days, tried, votes

LIMIT = {"fixed": {"minor": 100, "currency": "EUR"}}
RIGHTS = [{"class": "plan", "up_to": LIMIT}]
BIG = {"needs": [{"base": "entitled", "threshold": ALL}], "when": {"above": LIMIT}}


def _euros(minor: int, currency: str = "EUR") -> dict[str, Any]:
    return {"minor": minor, "currency": currency}


def _past(minor: int, **more: Any) -> dict[str, Any]:
    past = {
        "at": at(days=-10),
        "class": "plan",
        "outcome": "adopted",
        "about": "plant",
        "amount": _euros(minor),
        **more,
    }
    return {"decisions": [past]}


def _items(*minors: int) -> list[dict[str, Any]]:
    return [
        {"item": f"item-{index}", "amount": _euros(minor)} for index, minor in enumerate(minors)
    ]


@pytest.mark.parametrize(
    ("matter", "history", "expected"),
    [
        ({"amount": _euros(60)}, {}, "adopted"),
        ({"amount": _euros(60)}, _past(40), "adopted"),
        ({"amount": _euros(60)}, _past(41), "ultra_vires"),
        ({"amount": _euros(60)}, _past(41, outcome="rejected"), "adopted"),
        ({"amount": _euros(60)}, _past(41, outcome="adopted_with_conditions"), "ultra_vires"),
        ({"amount": _euros(60)}, _past(41, about="other"), "adopted"),
        ({"amount": _euros(60)}, _past(41, at=at(days=-31)), "adopted"),
        ({"amount": _euros(60)}, _past(-41), "ultra_vires"),
        ({"amount": _euros(60)}, _past(1, amount=_euros(1, "USD")), "ultra_vires"),
        ({"amount": _euros(60)}, _past(1, amount="unknown"), "ultra_vires"),
        ({"items": _items(60, 40)}, {}, "adopted"),
        ({"items": _items(60, 41)}, {}, "ultra_vires"),
        ({"items": _items(60, 40)}, _past(1), "ultra_vires"),
        ({}, _past(1000), "adopted"),
    ],
)
def test_a_right_is_for_the_amount_with_what_it_adds_up_to(
    matter: dict[str, Any], history: dict[str, Any], expected: str
) -> None:
    """Nobody cuts a matter into pieces that fit, in one motion or in several."""
    rules = charter(powers={"rights": RIGHTS, "adding": {"window": days(30)}})
    given = {"class": "plan", "about": "plant", **matter}

    result = tried(rules, matter=given, history=history, ballots=votes("for"))

    assert result.outcome == expected


@pytest.mark.parametrize(
    ("adding", "matter", "history", "expected"),
    [
        (True, {"amount": _euros(100)}, {}, "adopted"),
        (True, {"amount": _euros(101)}, {}, "rejected"),
        (True, {"amount": _euros(60)}, _past(41), "rejected"),
        (False, {"amount": _euros(60)}, _past(41), "adopted"),
        (True, {"items": _items(60, 41)}, {}, "rejected"),
        (False, {"items": _items(60, 41)}, {}, "adopted"),
        (True, {"amount": "unknown"}, {}, "rejected"),
        (True, {}, _past(1000), "adopted"),
    ],
)
def test_a_majority_is_for_the_amount_with_what_it_adds_up_to(
    adding: object, matter: dict[str, Any], history: dict[str, Any], expected: str
) -> None:
    """Above the limit all must agree; where nothing is added each piece is by itself."""
    powers = {"adding": {"window": days(30)}} if adding else {}
    rules = charter(powers=powers, votes=[BIG, {"needs": [MOST_CAST]}])
    given = {"class": "plan", "about": "plant", **matter}

    result = tried(rules, matter=given, history=history, ballots=votes("for"))

    assert result.outcome == expected


@pytest.mark.parametrize(
    ("net", "second", "expected"),
    [
        (False, -50, "ultra_vires"),
        (True, -50, "adopted"),
        (True, 50, "ultra_vires"),
    ],
)
def test_movements_up_and_down_cancel_out_where_the_charter_says(
    net: object, second: int, expected: str
) -> None:
    """Else each of them is an amount."""
    rules = charter(powers={"rights": RIGHTS, "adding": {"window": days(30)}, "net": net})

    result = tried(
        rules, matter={"class": "plan", "items": _items(100, second)}, ballots=votes("for")
    )

    assert result.outcome == expected


@pytest.mark.parametrize(
    ("same", "past", "expected"),
    [
        ("contract", {}, "ultra_vires"),
        ("contract", {"about": "other"}, "adopted"),
        ("contract", {"about": None}, "adopted"),
        ("class", {"about": "other"}, "ultra_vires"),
        ("class", {"class": "budget"}, "adopted"),
        ("board", {"about": "other", "class": "budget"}, "ultra_vires"),
    ],
)
def test_what_is_related_is_the_charters_to_say(
    same: str, past: dict[str, Any], expected: str
) -> None:
    """The same contract, the same class, or whatever the board decides."""
    rules = charter(powers={"rights": RIGHTS, "adding": {"window": days(30), "same": same}})
    matter = {"class": "plan", "about": "plant", "amount": _euros(60)}

    result = tried(rules, matter=matter, history=_past(41, **past), ballots=votes("for"))

    assert result.outcome == expected
