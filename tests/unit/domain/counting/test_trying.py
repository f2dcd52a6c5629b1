"""The answer to a case: who may vote, what is needed, what is missing, what does not count."""

from typing import Any

import pytest

from ledger.domain.kinds.base import Fraction
from tests.unit.domain.counting.cases import (
    HALF,
    MAJORITY,
    MOST_CAST,
    SEATS,
    WRITTEN,
    at,
    ballot,
    charter,
    days,
    members,
    seats,
    tried,
    votes,
)

WRITING = {"class": "plan", "procedure": "written", "opened_at": at(days=-1)}
WEIGHED = {"base": "all_seats", "threshold": MAJORITY, "unit": "weight"}


def test_each_seat_is_shown_with_the_reason() -> None:
    """Whether it may vote, whether it is there, and what it said."""
    rules = charter(seats=[*seats(*SEATS), {"seat": "desk-1", "party": "desk", "voting": False}])

    result = tried(
        rules,
        members=members(*SEATS[:3], "desk-1"),
        recusals=["acme-2"],
        attendance=["acme-1", "desk-1"],
        ballots={"acme-1": "for"},
    )

    assert [(each.reason, each.eligible, each.present) for each in result.eligible] == [
        ("may-vote", True, True),
        ("recused", False, False),
        ("may-vote", True, False),
        ("vacant", False, False),
        ("no-vote", False, True),
    ]
    assert [each.choice for each in result.eligible if each.choice] == ["for"]


@pytest.mark.parametrize(
    ("rules", "weight"),
    [
        (charter(votes=[{"needs": [WEIGHED]}]), 1),
        (charter(quorum=[{"unit": "weight", "threshold": HALF}]), 1),
        (charter(), None),
        (
            charter(
                seats=seats(*SEATS[:3]),
                weights=[{"who": {}, "weight": 10, "shared": "pool"}],
                votes=[{"needs": [WEIGHED]}],
            ),
            Fraction(num=10, den=3),
        ),
        (charter(votes=[{"needs": [WEIGHED], "when": {"classes": ["budget"]}}]), None),
        (
            charter(
                votes=[{"needs": [MOST_CAST], "when": {"classes": ["budget"]}}],
                quorum=[{"unit": "weight", "threshold": HALF}],
            ),
            1,
        ),
    ],
)
def test_weights_are_shown_where_votes_or_presence_are_weighed(
    rules: dict[str, Any], weight: object
) -> None:
    """And nowhere else."""
    filled = members(*(each["seat"] for each in rules["seats"]))

    result = tried(rules, members=filled, ballots=votes("for"))

    assert {each.weight for each in result.eligible} == {weight}


def test_while_a_poll_is_open_what_is_missing_is_said() -> None:
    """The quorum, its parts, the votes, and how many more must be for."""
    each = {"part": "each", "name": "of", "by": "party"}
    rules = charter(
        procedures=WRITTEN,
        quorum=[{"threshold": {"count": 3}, "parts": [each]}],
        votes=[{"needs": [{"base": "entitled", "threshold": HALF}]}],
    )

    first = tried(rules, matter=WRITING, ballots=votes("for"))
    later = tried(rules, matter=WRITING, ballots=votes("for", "for", "for"))

    assert [each.what for each in first.missing] == [
        "quorum",
        "quorum-part",
        "votes",
        "majority",
        "end",
    ]
    assert any("bell-2" in each.text for each in later.missing)
    assert [each.what for each in later.missing] == ["votes", "end"]


def test_a_poll_that_runs_to_its_end_waits_for_no_vote_once_all_have_voted() -> None:
    """Only time is missing."""
    way = {"written": {**WRITTEN["written"], "closes": "at_end"}}

    result = tried(
        charter(procedures=way), matter=WRITING, ballots=votes("for", "for", "for", "for")
    )

    assert result.outcome == "pending"
    assert [each.what for each in result.missing] == ["end"]


def test_what_is_missing_is_said_in_exact_numbers() -> None:
    """Weights that were divided are told as fractions."""
    rules = charter(
        seats=seats(*SEATS[:3]),
        procedures=WRITTEN,
        weights=[{"who": {}, "weight": 10, "shared": "pool"}],
        quorum=[{"unit": "weight", "base": "all_seats", "threshold": MAJORITY}],
        votes=[{"needs": [WEIGHED]}],
    )

    result = tried(rules, members=members(*SEATS[:3]), matter=WRITING, ballots=votes("for"))

    assert any("3 1/3" in each.text and "more than 5" in each.text for each in result.missing)
    assert not any("Fraction" in each.text for each in result.missing)


def test_what_is_missing_is_told_item_by_item() -> None:
    """Items can wait for different seats; one that no rule fits waits for none."""
    matter = {**WRITING, "items": [{"item": "one"}, {"item": "two", "class": "budget"}]}
    rules = charter(
        procedures=WRITTEN, votes=[{"needs": [MOST_CAST], "when": {"classes": ["plan"]}}]
    )
    both = charter(procedures=WRITTEN, quorum=[{"threshold": {"count": 1}}])

    one = tried(rules, matter=matter, ballots=votes("for"))
    two = tried(both, matter=matter, ballots=[ballot("acme-1", items=["one"])])

    assert [item.outcome for item in one.items] == ["pending", "ultra_vires"]
    assert [each.what for each in one.missing if each.item == "one"] == ["votes", "end"]
    assert {each.item for each in two.missing if each.what == "votes"} == {"one", "two"}
    assert {each.item for each in two.missing if each.what == "quorum"} == {"two"}


def test_nothing_is_missing_once_it_is_decided() -> None:
    """An outcome waits for nothing."""
    assert tried(ballots=votes("for")).missing == ()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, "pending"),
        ({"attendance": ["acme-1"]}, "inquorate"),
        ({"attendance": ["acme-1", "bell-1"]}, "pending"),
        (
            {"attendance": ["acme-1"], "matter": {"class": "plan", "closes_at": at(hours=1)}},
            "pending",
        ),
        ({"attendance": ["acme-1"], "ballots": {}}, "inquorate"),
        ({"attendance": [], "ballots": votes("for")}, "inquorate"),
        ({"attendance": ["acme-1", "bell-1"], "ballots": {}}, "lapsed"),
    ],
)
def test_a_meeting_without_a_quorum_puts_nothing_to_the_vote(
    parts: dict[str, Any], expected: str
) -> None:
    """If it is said who came, and nobody voted, the lack of a quorum is the outcome."""
    assert tried(charter(quorum=[{"threshold": HALF}]), **parts).outcome == expected


def test_a_proxy_that_has_nothing_to_do_is_said_not_to_count() -> None:
    """Because its giver came, or its holder has their most."""
    result = tried(
        charter(people={"proxies": {}}),
        attendance=["acme-1", "bell-1"],
        proxies=[
            {"giver": "bell-1", "holder": "acme-1", "at": at(days=-3)},
            {"giver": "acme-2", "holder": "acme-1", "at": at(days=-2)},
            {"giver": "bell-2", "holder": "acme-1", "at": at(days=-1)},
        ],
    )

    assert [each.seat for each in result.not_counted] == ["bell-1", "bell-2"]


def test_what_cannot_be_decided_is_said_once_for_all_items() -> None:
    """The same lack in each item is one lack."""
    matter = {"class": "plan", "items": [{"item": "one"}, {"item": "two"}]}

    result = tried(charter(procedures=WRITTEN), matter=matter)

    assert not result.admissible
    assert [each.rule for each in result.lacking] == ["procedure"]


def test_composition_and_appointments_are_judged_beside_the_vote() -> None:
    """Whatever becomes of the matter."""
    people = {
        "attributes": [{"name": "sex", "values": ["f", "m"], "required": True}],
        "terms": [{"longest": {"count": 1, "unit": "years"}}],
        "composition": [
            {"rule": "parity", "needs": {"part": "each", "name": "of", "by": "party", "least": 2}}
        ],
    }
    appointed = {"seat": "bell-2", "person": "Member B", "attributes": {"sex": "f"}}

    result = tried(
        charter(people=people),
        members=members(*SEATS[:3]),
        appointments=[
            appointed,
            {**appointed, "attributes": {}},
            {**appointed, "from": "2026-01-01", "until": "2027-01-01"},
        ],
    )

    assert [(rule.rule, rule.met) for rule in result.composition] == [("parity", False)]
    assert [each.accepted for each in result.appointments] == [True, False, False]
    assert [len(each.problems) for each in result.appointments] == [0, 1, 1]


def test_the_stage_is_the_one_that_was_asked_for() -> None:
    """As a close would record it."""
    rules = charter(procedures={"meeting": {}, "stages": [{"stage": 2, "after": days(3)}]})

    assert tried(rules, stage=2, ballots=votes("for")).stage == 2
