"""Numbers and rules in words."""

from typing import Any, get_args

import pytest

from ledger.domain.counting.words import explain_outcome, listed, spoken, threshold_text
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.charter.terms import Threshold
from ledger.domain.kinds.outcome import Number, OutcomeWord
from ledger.evidence.canonical import shape_body
from tests.unit.domain.counting.cases import (
    MAJORITY,
    MOST_CAST,
    SEATS,
    charter,
    numbers_of,
    rules_of,
    seats,
    tried,
    votes,
)

POOL = {
    "seats": seats(*SEATS[:3]),
    "weights": [{"who": {}, "weight": 10, "shared": "pool"}],
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (Fraction(num=10, den=3), "3 1/3"),
        (Fraction(num=1, den=3), "1/3"),
    ],
)
def test_numbers_are_said_exactly(value: Number, text: str) -> None:
    """A part of one is a fraction, never a decimal."""
    assert spoken(value) == text


def test_nothing_is_said_as_none() -> None:
    """A list without words would be no sentence."""
    assert listed([]) == "none"
    assert listed(["vice_chair", "chair"]) == "vice chair, chair"


@pytest.mark.parametrize(
    ("threshold", "parts"),
    [
        ({"count": 3}, ["3"]),
        (MAJORITY, ["more than", "1/2"]),
        (
            {"share": {"num": 2, "den": 3}, "plus": 1, "rounding": "down", "least": 2},
            ["at least", "2/3", "1", "down", "2"],
        ),
    ],
)
def test_a_threshold_is_said_as_the_charter_puts_it(
    threshold: dict[str, Any], parts: list[str]
) -> None:
    """Each of its numbers is named."""
    text = threshold_text(shape_body(threshold, Threshold))

    assert [part for part in parts if part not in text] == []


def test_every_outcome_of_a_vote_has_a_sentence() -> None:
    """But a motion that was withdrawn is no outcome of a vote."""
    words = [word for word in get_args(OutcomeWord) if word != "withdrawn"]

    assert {explain_outcome(word).rule for word in words} == {"outcome"}


def test_weights_are_explained_as_fractions() -> None:
    """A pool that is divided shows the parts that were counted."""
    weighed = {"base": "all_seats", "threshold": MAJORITY, "unit": "weight"}
    rules = charter(
        **POOL,
        votes=[{"needs": [weighed], "rule": "weighed"}],
        quorum=[{"unit": "weight", "threshold": MAJORITY, "base": "all_seats"}],
    )

    result = tried(
        rules, members=[{"seat": seat} for seat in SEATS[:3]], ballots=votes("for", "for")
    )

    assert result.outcome == "adopted"
    assert numbers_of(result, "weighed")["for"] == Fraction(num=20, den=3)
    assert rules_of(result, "quorum") == ["met"]


@pytest.mark.parametrize(("present", "verdict"), [(1, "not_met"), (2, "not_met"), (3, "met")])
def test_a_share_that_must_be_passed_is_not_reached_by_itself(present: int, verdict: str) -> None:
    """Half of the weight is not more than half of it."""
    quorum = {"unit": "weight", "threshold": MAJORITY, "base": "all_seats"}

    result = tried(
        charter(quorum=[quorum]), attendance=[*SEATS[:present]], ballots={"acme-1": "for"}
    )

    assert rules_of(result, "quorum") == [verdict]


def test_parts_and_vetoes_are_explained_one_by_one() -> None:
    """Of those present, and of those who vote for."""
    each = {"part": "each", "name": "of", "by": "party"}
    rules = charter(
        quorum=[{"parts": [each]}],
        votes=[{"needs": [MOST_CAST], "parts": [each], "vetoes": [{"parties": ["bell"]}]}],
    )

    result = tried(rules, ballots=votes("for", "for", "against"))

    assert rules_of(result, "quorum-part") == ["met", "met"]
    assert rules_of(result, "votes-part") == ["met", "not_met"]
    assert rules_of(result, "veto") == ["not_met"]
    assert result.outcome == "rejected"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("abstain", "Abstentions: 1; allowed: 0 at the most."),
        ("against", "Votes against: 1; allowed: 0 at the most."),
    ],
)
def test_a_limit_is_told_by_what_it_limits(choice: str, expected: str) -> None:
    """Abstentions and votes against are no votes for."""
    limits = [{"choice": choice, "most": {"count": 0}}]
    rules = charter(votes=[{"needs": [MOST_CAST], "limits": limits}])

    result = tried(rules, ballots=votes("for", "for", choice))

    told = [each.text for each in result.explanation if each.rule == "votes-part"]
    assert told == [expected]


def test_proxies_and_deemed_votes_are_named() -> None:
    """Who represents whom, and that none of the deemed votes was cast."""
    rules = charter(people={"proxies": {}}, votes=[{"needs": [MOST_CAST], "silence": "against"}])

    result = tried(
        rules,
        attendance=["acme-1", "acme-2"],
        proxies=[{"giver": "bell-1", "holder": "acme-1"}],
        ballots={"acme-1": "for", "bell-1": "for"},
    )

    assert rules_of(result, "proxies") == ["applied"]
    assert numbers_of(result, "deemed") == {"deemed": 1}
