"""Whether a matter is within the board's power: rights, limits, what adds up, what never is."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import (
    HALF,
    SEATS,
    at,
    charter,
    days,
    tried,
)


def euros(minor: int, currency: str = "EUR") -> dict[str, Any]:
    """Return an amount."""
    return {"minor": minor, "currency": currency}


def _lacking(rules: dict[str, Any] | None = None, **parts: Any) -> list[str]:
    return [each.rule for each in tried(rules, **parts).lacking]


@pytest.mark.parametrize(
    ("barred", "past", "again", "lacking"),
    [
        (None, {}, [], []),
        ({}, {}, [], ["barred"]),
        ({}, {"at": at(days=-30)}, [], []),
        ({}, {"at": at(days=1)}, [], []),
        ({}, {"outcome": "adopted"}, [], []),
        ({}, {"same_as": "other"}, [], []),
        ({}, {}, [*SEATS], ["barred"]),
        ({"unless": HALF}, {}, ["acme-1"], ["barred"]),
        ({"unless": HALF}, {}, ["acme-1", "bell-1"], []),
    ],
)
def test_what_was_rejected_is_not_put_again_for_a_while(
    barred: Any, past: dict[str, Any], again: list[str], lacking: list[str]
) -> None:
    """Unless so many want it; other matters and other outcomes bar nothing."""
    powers = {} if barred is None else {"barred": {"period": days(30), **barred}}
    rejected = {"at": at(days=-29), "outcome": "rejected", "class": "plan", "same_as": "x"}

    found = _lacking(
        charter(powers=powers),
        matter={"class": "plan", "same_as": "x"},
        history={"decisions": [{**rejected, **past}, {**rejected, "at": at(days=-99)}]},
        put_again_by=again,
    )

    assert found == lacking
    assert _lacking(charter(powers=powers), matter={"class": "plan"}) == []


@pytest.mark.parametrize(
    ("rights", "matter", "lacking"),
    [
        ([], {}, []),
        ([{"class": "plan"}], {}, []),
        ([{"class": "budget"}], {}, ["right"]),
        ([{"class": "plan", "topics": ["safety"]}], {"topics": ["safety"]}, []),
        ([{"class": "plan", "topics": ["safety"]}], {"topics": ["cost"]}, ["right"]),
        ([{"class": "plan", "up_to": {"fixed": euros(100)}}], {"amount": euros(100)}, []),
        ([{"class": "plan", "up_to": {"fixed": euros(100)}}], {"amount": euros(-101)}, ["right"]),
        ([{"class": "plan", "up_to": {"fixed": euros(100)}}], {"amount": "unknown"}, ["right"]),
        (
            [{"class": "plan", "up_to": {"fixed": euros(100)}}, {"class": "plan"}],
            {"amount": "undisclosed"},
            [],
        ),
        ([{"class": "plan", "up_to": {"fixed": euros(100)}}], {}, []),
        (
            [{"class": "plan", "up_to": {"share": {"num": 1, "den": 3}}}],
            {"amount": euros(34), "budget": euros(100)},
            ["right"],
        ),
        (
            [{"class": "plan", "up_to": {"share": {"num": 1, "den": 3}}}],
            {"amount": euros(1)},
            ["right"],
        ),
        (
            [
                {
                    "class": "plan",
                    "up_to": {
                        "fixed": euros(100),
                        "share": {"num": 1, "den": 2},
                        "take": "higher",
                    },
                }
            ],
            {"amount": euros(101), "budget": euros(100)},
            ["right"],
        ),
    ],
)
def test_a_board_decides_what_its_charter_gives_it(
    rights: list[Any], matter: dict[str, Any], lacking: list[str]
) -> None:
    """By class, topic and amount; what is not known is not within a limit."""
    result = tried(charter(powers={"rights": rights}), matter={"class": "plan", **matter})

    assert [each.rule for each in result.lacking] == lacking
    assert (result.outcome == "ultra_vires") == bool(lacking)


def test_an_item_has_a_class_and_an_amount_of_its_own() -> None:
    """Each item of a motion is judged by itself."""
    rights = [{"class": "plan"}, {"class": "budget", "up_to": {"fixed": euros(100)}}]
    items = [
        {"item": "one"},
        {"item": "two", "class": "budget", "amount": euros(100)},
        {"item": "three", "class": "budget", "amount": euros(101)},
    ]

    result = tried(
        charter(powers={"rights": rights}),
        matter={"class": "plan", "items": items},
        ballots={"acme-1": "for"},
    )

    assert [item.outcome for item in result.items] == ["adopted", "adopted", "ultra_vires"]


@pytest.mark.parametrize(
    ("adding", "past", "lacking"),
    [
        (None, {}, []),
        ({}, {}, ["right"]),
        ({}, {"about": "other"}, []),
        ({}, {"outcome": "rejected"}, []),
        ({}, {"outcome": "adopted_with_conditions"}, ["right"]),
        ({}, {"at": at(days=-31)}, []),
        ({}, {"amount": euros(10)}, []),
        ({}, {"amount": "undisclosed"}, ["right"]),
        ({}, {"amount": euros(1, "USD")}, ["right"]),
        ({"same": "class"}, {"about": "other"}, ["right"]),
        ({"same": "class"}, {"class": "budget"}, []),
        ({"same": "board"}, {"class": "budget", "about": "other"}, ["right"]),
    ],
)
def test_related_matters_add_up(adding: Any, past: dict[str, Any], lacking: list[str]) -> None:
    """So that none is cut into pieces; by what relates them, in the window, if adopted."""
    powers: dict[str, Any] = {"rights": [{"class": "plan", "up_to": {"fixed": euros(50)}}]}
    if adding is not None:
        powers["adding"] = {"window": days(30), **adding}
    before = {
        "at": at(days=-30),
        "outcome": "adopted",
        "class": "plan",
        "amount": euros(11),
        "about": "msa",
    }

    found = _lacking(
        charter(powers=powers),
        matter={"class": "plan", "amount": euros(40), "about": "msa"},
        history={"decisions": [{**before, **past}]},
    )

    assert found == lacking


@pytest.mark.parametrize(("net", "lacking"), [(True, []), (False, ["right"])])
def test_amounts_add_up_as_movements_unless_the_charter_says_net(
    *, net: bool, lacking: list[str]
) -> None:
    """What goes down makes up for what went up only where the charter says so."""
    powers = {
        "rights": [{"class": "plan", "up_to": {"fixed": euros(50)}}],
        "adding": {"window": days(30), "same": "board"},
        "net": net,
    }
    before = {"at": at(days=-1), "outcome": "adopted", "class": "plan"}

    found = _lacking(
        charter(powers=powers),
        matter={"class": "plan", "amount": euros(-40)},
        history={"decisions": [{**before, "amount": euros(20)}, before]},
    )

    assert found == lacking


@pytest.mark.parametrize(("amount", "lacking"), [("unknown", ["right"]), (None, [])])
def test_what_is_not_known_does_not_add_up_to_something_known(
    amount: Any, lacking: list[str]
) -> None:
    """And where no money is in it, nothing is added."""
    powers = {
        "rights": [{"class": "plan", "up_to": {"fixed": euros(50)}}],
        "adding": {"window": days(30)},
    }
    money = {} if amount is None else {"amount": amount}

    assert _lacking(charter(powers=powers), matter={"class": "plan", **money}) == lacking


def test_some_matters_a_board_never_decides() -> None:
    """Whatever else the charter says."""
    powers = {"never": [{"when": {"topics": ["ownership"]}, "why": "It is the sponsor's."}]}
    rules = charter(powers=powers)

    assert _lacking(rules, matter={"class": "plan", "topics": ["ownership"]}) == ["never"]
    assert _lacking(rules, matter={"class": "plan"}) == []
