"""Other ways to be adopted, limits on votes against, and what a failure can mean."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import (
    ALL,
    HALF,
    MAJORITY,
    MOST_CAST,
    SEATS,
    WRITTEN,
    ballot,
    charter,
    numbers_of,
    rules_of,
    tried,
    votes,
)

OF_ALL = {"base": "all_seats", "threshold": MAJORITY}
QUARTER = {"share": {"num": 1, "den": 4}}


def _vote(**rule: Any) -> dict[str, Any]:
    return charter(votes=[{"needs": [MOST_CAST], **rule}])


def _outcome(rules: dict[str, Any], *choices: str, **parts: Any) -> str:
    return tried(rules, ballots=votes(*choices), attendance=[*SEATS], **parts).outcome


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("for", "for", "for", "for"), "adopted"),
        (("for", "for", "for", "against"), "adopted"),  # all of acme, and three
        (("for", "against", "for", "for"), "rejected"),
        (("for", "for", "against", "against"), "rejected"),
        (("for", "for", "for", "-"), "adopted"),
    ],
)
def test_another_set_of_majorities_is_enough_as_well(given: tuple[str, ...], expected: str) -> None:
    """All of everybody, or all of acme together with three of all."""
    acme = {"base": "entitled", "threshold": ALL, "who": {"parties": ["acme"]}}
    three = {"base": "entitled", "threshold": {"count": 3}}
    rules = charter(
        votes=[{"needs": [{"base": "entitled", "threshold": ALL}], "or_needs": [[acme, three]]}]
    )

    assert _outcome(rules, *given) == expected


def test_the_set_that_was_reached_is_the_one_recorded() -> None:
    """A set that fails as well leaves the rule's own."""
    rules = charter(
        votes=[
            {
                "needs": [{"base": "entitled", "threshold": ALL, "name": "everybody"}],
                "or_needs": [
                    [{**OF_ALL, "name": "most"}],
                    [{"base": "all_seats", "threshold": {"count": 1}, "name": "anybody"}],
                ],
            }
        ]
    )

    def named(*choices: str) -> list[str]:
        result = tried(rules, ballots=votes(*choices))
        texts = [line.text for line in result.explanation if line.rule == "majority"]
        return [text.partition(":")[0] for text in texts]

    assert named("for", "for", "for", "for") == ["everybody"]
    assert named("for", "for", "for", "against") == ["most"]
    assert named("for", "against") == ["anybody"]
    assert named("against", "against") == ["everybody"]


def test_majorities_without_a_name_are_told_without_one() -> None:
    """A name is for telling several apart."""
    result = tried(_vote(needs=[{**MOST_CAST, "name": "members"}, OF_ALL]), ballots=votes("for"))

    texts = [line.text for line in result.explanation if line.rule == "majority"]
    assert [text.startswith("members: ") for text in texts] == [True, False]


def test_one_no_in_writing_leaves_another_set_to_be_reached() -> None:
    """Unanimity is broken, a majority of all is not."""
    unanimity = [{"base": "entitled", "threshold": ALL}]
    both = charter(procedures=WRITTEN, votes=[{"needs": unanimity, "or_needs": [[{**OF_ALL}]]}])
    one = charter(procedures=WRITTEN, votes=[{"needs": unanimity, "or_needs": [unanimity]}])
    matter = {"class": "plan", "procedure": "written", "opened_at": "2026-06-09T12:00:00Z"}

    pending = tried(both, matter=matter, ballots=votes("against", "for"))
    adopted = tried(both, matter=matter, ballots=votes("against", "for", "for", "for"))
    broken = tried(one, matter=matter, ballots=votes("against", "for"))

    assert [each.outcome for each in (pending, adopted, broken)] == [
        "pending",
        "adopted",
        "rejected",
    ]


@pytest.mark.parametrize(
    ("limit", "given", "expected"),
    [
        ({"choice": "against", "most": QUARTER}, ("for", "for", "for", "against"), "adopted"),
        ({"choice": "against", "most": QUARTER}, ("for", "for", "-", "against"), "rejected"),
        (
            {"choice": "against", "most": {**QUARTER, "reach": "more_than"}},
            ("for", "for", "for", "against"),
            "rejected",
        ),
        ({"choice": "against", "most": {"count": 0}}, ("for", "-", "-", "-"), "adopted"),
        ({"choice": "against", "most": {"count": 0}}, ("for", "for", "for", "against"), "rejected"),
        # Abstentions are part of what they are limited in.
        ({"choice": "abstain", "most": QUARTER}, ("for", "for", "for", "abstain"), "adopted"),
        ({"choice": "abstain", "most": QUARTER}, ("for", "for", "-", "abstain"), "rejected"),
        (
            {"choice": "abstain", "most": QUARTER, "base": "entitled"},
            ("for", "for", "-", "abstain"),
            "adopted",
        ),
        (
            {"choice": "against", "most": {"count": 0}, "who": {"parties": ["bell"]}},
            ("for", "against", "for", "for"),
            "adopted",
        ),
        (
            {"choice": "against", "most": {"count": 0}, "who": {"parties": ["bell"]}},
            ("for", "for", "for", "against"),
            "rejected",
        ),
    ],
)
def test_no_more_than_so_many_vote_against_or_abstain(
    limit: dict[str, Any], given: tuple[str, ...], expected: str
) -> None:
    """A majority alone is not enough where too many are against or hold back."""
    assert _outcome(_vote(limits=[limit]), *given) == expected


@pytest.mark.parametrize(
    ("reach", "weight", "expected"),
    [("at_least", 3, "adopted"), ("at_least", 2, "rejected"), ("more_than", 3, "rejected")],
)
def test_a_limit_can_be_of_weight(reach: str, weight: int, expected: str) -> None:
    """Exactly: one of four in weight is the quarter itself."""
    rules = charter(
        votes=[
            {
                "needs": [MOST_CAST],
                "limits": [
                    {
                        "choice": "against",
                        "most": {**QUARTER, "reach": reach},
                        "unit": "weight",
                    }
                ],
            }
        ],
        weights=[{"who": {"seats": ["acme-1"]}, "weight": weight - 1}] if weight > 1 else [],
    )

    assert _outcome(rules, "for", "for", "-", "against") == expected


@pytest.mark.parametrize(
    ("ballots", "outcome", "excluded"),
    [
        ({"acme-1": "for", "bell-1": "against"}, "adopted", 2),
        ({"bell-1": "for"}, "lapsed", 2),
        ({"acme-1": "against", "bell-1": "for"}, "rejected", 2),
    ],
)
def test_only_voters_take_part(ballots: dict[str, str], outcome: str, excluded: int) -> None:
    """Ballots of others do not count, and they are in no base of those entitled."""
    rules = charter(
        votes=[
            {
                "needs": [{"base": "entitled", "threshold": HALF}],
                "voters": {"parties": ["acme"]},
            }
        ]
    )

    result = tried(rules, ballots=ballots)

    assert (result.outcome, result.tally.excluded) == (outcome, excluded)
    assert [each.seat for each in result.not_counted] == ["bell-1"]
    assert {each.reason for each in result.eligible[2:]} == {"not-on-this-matter"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("for", "for"), "adopted"),
        (("for", "against"), "deadlocked"),
        (("against", "against"), "lapsed"),
        (("abstain",), "lapsed"),
    ],
)
def test_what_nobody_is_for_has_a_word_of_its_own(given: tuple[str, ...], expected: str) -> None:
    """One vote for is enough to make it something else."""
    rules = _vote(needs=[OF_ALL], failed="deadlocked", none_for="lapsed")
    two = charter(
        seats=[{"seat": seat, "party": "acme"} for seat in SEATS[:2]], votes=rules["votes"]
    )

    result = tried(two, members=[{"seat": seat} for seat in SEATS[:2]], ballots=votes(*given))

    assert result.outcome == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("for", "against", "against", "against"), "rejected"),
        (("for", "against", "against", "-"), "deadlocked"),
        (("for", "for", "for", "against"), "adopted"),
        (("for", "-", "-", "-"), "deadlocked"),
    ],
)
def test_enough_votes_against_reject_whatever_else_a_failure_means(
    given: tuple[str, ...], expected: str
) -> None:
    """Less than that is a deadlock, and a motion that got what it needs is adopted."""
    rules = _vote(needs=[OF_ALL], against=[OF_ALL], tie="deadlocked", failed="deadlocked")

    result = tried(rules, ballots=votes(*given))

    assert result.outcome == expected
    assert bool(rules_of(result, "against")) == (expected == "rejected")


def test_every_majority_against_must_be_reached() -> None:
    """Of several one alone rejects nothing."""
    of_bell = {"base": "entitled", "threshold": ALL, "who": {"parties": ["bell"]}}
    rules = _vote(needs=[OF_ALL], against=[OF_ALL, of_bell], failed="deadlocked")

    assert _outcome(rules, "against", "against", "against", "for") == "deadlocked"
    assert _outcome(rules, "against", "for", "against", "against") == "rejected"


def test_a_majority_against_can_be_weighed() -> None:
    """As everything else that is counted."""
    weighed = {"base": "all_seats", "threshold": MAJORITY, "unit": "weight"}
    rules = charter(
        votes=[{"needs": [OF_ALL], "against": [weighed], "failed": "deadlocked"}],
        weights=[{"who": {"seats": ["bell-2"]}, "weight": 4}],
    )

    assert _outcome(rules, "for", "for", "-", "against") == "rejected"
    assert _outcome(rules, "against", "for", "-", "for") == "deadlocked"


@pytest.mark.parametrize(
    ("given", "expected"),
    [(("for", "for"), "deferred"), (("against",), "rejected")],
)
def test_what_carries_may_go_on_to_the_next_stage(given: tuple[str, ...], expected: str) -> None:
    """A first reading adopts nothing; a second does."""
    first = {"needs": [MOST_CAST], "when": {"stages": [1]}, "carried": "deferred"}
    rules = charter(
        votes=[first, {"needs": [MOST_CAST]}],
        procedures={"meeting": {}, "stages": [{"stage": 2}]},
    )

    result = tried(rules, ballots=votes(*given))

    assert result.outcome == expected
    assert bool(rules_of(result, "carried")) == (expected == "deferred")
    assert tried(rules, ballots=votes("for"), stage=2).outcome == "adopted"


@pytest.mark.parametrize("word", ["rejected", "deadlocked", "deferred", "lapsed"])
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("tie", ("for", "against")),
        ("split", ("for", "against", "against")),
        ("failed", ("against",)),
        ("none_for", ("against",)),
    ],
)
def test_a_failure_means_what_its_word_says(name: str, word: str, given: tuple[str, ...]) -> None:
    """Each kind of failure can have each word."""
    rules = _vote(**{"needs": [OF_ALL], name: word})

    assert tried(rules, ballots=votes(*given)).outcome == word


@pytest.mark.parametrize(
    ("on", "given", "expected"),
    [
        ("tie", ("for", "for", "against", "against"), "adopted"),
        ("tie", ("for", "for", "-", "-"), "rejected"),
        ("short", ("for", "for", "-", "-"), "adopted"),
        ("short", ("for", "-", "-", "-"), "rejected"),
        ("short", ("for", "for", "against", "against"), "adopted"),
        ("short", ("for", "for", "for", "-"), "adopted"),
    ],
)
def test_a_chairs_vote_decides_a_tie_or_whatever_falls_short(
    on: str, given: tuple[str, ...], expected: str
) -> None:
    """One more vote for, where that is enough."""
    rules = _vote(needs=[OF_ALL], casting={"on": on})
    cast = [ballot(seat, choice) for seat, choice in votes(*given).items()]

    result = tried(rules, attendance=[*SEATS], ballots=[*cast, ballot("acme-1", casting=True)])

    assert result.outcome == expected


def test_a_motion_that_falls_short_waits_for_the_chair() -> None:
    """Where the chair's vote is for that; a motion that carries does not."""
    rules = _vote(needs=[OF_ALL], casting={"on": "short"})
    open_ = {"class": "plan", "closes_at": "2026-06-11T12:00:00Z"}

    def outcome(*given: str) -> str:
        return tried(rules, matter=open_, attendance=[*SEATS], ballots=votes(*given)).outcome

    assert outcome("for", "for", "against", "abstain") == "pending"
    assert outcome("for", "for", "for", "abstain") == "adopted"


def test_the_numbers_of_a_set_are_those_that_were_reached() -> None:
    """What the explanation works with is what is recorded."""
    rules = _vote(needs=[{"base": "entitled", "threshold": ALL}], or_needs=[[OF_ALL]])

    result = tried(rules, ballots=votes("for", "for", "for", "against"))

    assert numbers_of(result, "majority") == {"for": 3, "count": 4, "needed": 3}
    assert [(base.of, base.met) for base in result.base] == [("all_seats", True)]
