"""Shares of another group, and several parts that are one alternative together."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import MOST_CAST, charter, members, seats, tried, votes

NAMES = ("acme-1", "acme-2", "acme-3", "bell-1", "bell-2")
TWO_THIRDS = {"share": {"num": 2, "den": 3}}
OF_ACME = {
    "part": "some",
    "name": "acme-of-bell",
    "who": {"parties": ["acme"]},
    "least": TWO_THIRDS,
}


def _quorum(part: dict[str, Any], attendance: list[str]) -> Any:
    rules = charter(seats=seats(*NAMES), quorum=[{"parts": [part]}])
    result = tried(
        rules,
        members=members(*NAMES),
        attendance=attendance,
        ballots=dict.fromkeys(attendance, "for"),
    )
    assert result.quorum is not None
    return [(each.found, each.needed, each.met) for each in result.quorum.parts]


@pytest.mark.parametrize(
    ("of", "attendance", "found"),
    [
        # Of the two of bell who are there two thirds are two; without "of" it is of all there.
        ({"of": {"parties": ["bell"]}}, ["acme-1", "bell-1", "bell-2"], (1, 2, False)),
        ({"of": {"parties": ["bell"]}}, ["acme-1", "acme-2", "bell-1", "bell-2"], (2, 2, True)),
        ({"of": {"parties": ["bell"]}}, ["acme-1", "acme-2"], (2, 0, True)),
        ({}, ["acme-1", "acme-2", "bell-1", "bell-2"], (2, 3, False)),
        ({}, ["acme-1", "acme-2", "bell-1"], (2, 2, True)),
        # Of all members of that group, there or not.
        ({"of": {"parties": ["bell"]}, "share_of": "members"}, ["acme-1"], (1, 2, False)),
        ({"of": {"parties": ["bell"]}, "share_of": "members"}, ["acme-1", "acme-2"], (2, 2, True)),
        ({"share_of": "members"}, ["acme-1"], (1, 2, False)),
        ({"share_of": "members"}, ["acme-1", "acme-2"], (2, 2, True)),
    ],
)
def test_a_share_can_be_of_another_group(
    of: dict[str, Any], attendance: list[str], found: tuple[int, int, bool]
) -> None:
    """Of those of it who are there, or of all its members."""
    assert _quorum({**OF_ACME, **of}, attendance) == [found]


BOTH: dict[str, Any] = {
    "part": "either",
    "name": "chairs",
    "of": [
        {"part": "some", "name": "first", "who": {"seats": ["acme-1"]}, "least": {"count": 1}},
        {
            "part": "all",
            "name": "together",
            "of": [
                {
                    "part": "some",
                    "name": "one",
                    "who": {"seats": ["acme-2"]},
                    "least": {"count": 1},
                },
                {
                    "part": "some",
                    "name": "two",
                    "who": {"seats": ["bell-1"]},
                    "least": {"count": 1},
                },
            ],
        },
    ],
}


@pytest.mark.parametrize(
    ("attendance", "met"),
    [
        (["acme-1"], True),
        (["acme-2", "bell-1"], True),
        (["acme-2"], False),
        (["bell-1"], False),
        (["acme-3"], False),
    ],
)
def test_several_parts_are_one_alternative(attendance: list[str], *, met: bool) -> None:
    """The chair is enough; without the chair both of the others are needed."""
    assert [found[-1] for found in _quorum(BOTH, attendance)] == [met]


def test_parts_that_hold_together_give_a_count_each() -> None:
    """By themselves they are as if each were written alone."""
    assert _quorum(BOTH["of"][1], ["acme-2"]) == [(1, 1, True), (0, 1, False)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Two of acme for is at least two thirds of the two of bell for, one is not.
        (("for", "for", "-", "for", "for"), "adopted"),
        (("for", "-", "-", "for", "for"), "rejected"),
        (("for", "-", "-", "for", "-"), "adopted"),
    ],
)
def test_a_share_of_another_group_of_the_votes_for(given: tuple[str, ...], expected: str) -> None:
    """Of a vote the group is looked for among those who voted for."""
    part = {**OF_ACME, "of": {"parties": ["bell"]}}
    rules = charter(seats=seats(*NAMES), votes=[{"needs": [MOST_CAST], "parts": [part]}])

    result = tried(rules, members=members(*NAMES), ballots=votes(*given, names=NAMES))

    assert result.outcome == expected


@pytest.mark.parametrize(
    ("part", "taken", "accepted"),
    [
        # As many of acme as of bell: with two of bell and one more vacancy for acme.
        ({"least": {"share": {"num": 1, "den": 1}}}, ("bell-1", "acme-1"), True),
        ({"least": {"share": {"num": 2, "den": 1}}}, ("bell-1", "acme-1"), False),
        ({"most": {"share": {"num": 3, "den": 2}}}, ("acme-1", "acme-2"), True),
        ({"most": {"share": {"num": 1, "den": 1}}}, ("acme-1", "acme-2"), False),
        ({"most": {"share": {"num": 1, "den": 1}}, "share_of": "members"}, ("acme-1",), True),
    ],
)
def test_an_appointment_is_judged_by_the_group_that_a_share_is_of(
    part: dict[str, Any], taken: tuple[str, ...], *, accepted: bool
) -> None:
    """What the vacant seats of either group could still bring is taken at its best."""
    needs = {
        "part": "some",
        "name": "balance",
        "who": {"parties": ["acme"]},
        "of": {"parties": ["bell"]},
        **part,
    }
    names = ("acme-1", "acme-2", "acme-3", "bell-1", "bell-2")
    rules = charter(
        seats=seats(*names), people={"composition": [{"rule": "balance", "needs": needs}]}
    )

    result = tried(
        rules,
        members=members(*taken),
        appointments=[{"seat": "bell-2" if "least" in part else "acme-3", "person": "Member N"}],
    )

    assert [each.accepted for each in result.appointments] == [accepted]
