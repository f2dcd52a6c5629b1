"""With everybody there and for, the board can decide."""

from typing import Any

import pytest

from ledger.domain.charters.soundness import CharterUnsoundError, check_charter
from tests.unit.domain.charters.drafts import (
    CAST,
    HALF,
    WINDOW,
    charter,
    need,
    quorum,
    some,
    vote,
)

FLAWS = [
    pytest.param(
        {"quorum": [{"threshold": {"count": 7}}]},
        "a matter at a meeting can never be adopted: with everybody there and for it is"
        " inquorate: Present: 6 of 6 seats (filled voting seats); needed: 7, so 7.",
        id="quorum-too-large",
    ),
    pytest.param(
        need(threshold={"count": 7}, base="filled"),
        "a matter at a meeting can never be adopted: with everybody there and for it is"
        " rejected: For: 6 of 6 seats (filled voting seats); needed: 7, so 7.",
        id="votes-too-many",
    ),
    pytest.param(
        need(threshold={"count": 4}, who={"parties": ["cro"]}),
        "a matter at a meeting can never be adopted: with everybody there and for it is"
        " rejected: For: 3 of 3 seats (votes cast); needed: 4, so 4.",
        id="votes-of-group",
    ),
    pytest.param(
        need(threshold={"count": 3}, unit="party"),
        "a matter at a meeting can never be adopted: with everybody there and for it is"
        " rejected: For: 2 of 2 parties (votes cast); needed: 3, so 3.",
        id="parties-too-many",
    ),
    pytest.param(
        need(threshold={"count": 7}, unit="weight"),
        "a matter at a meeting can never be adopted: with everybody there and for it is"
        " rejected: For: 6 of 6 weight (votes cast); needed: 7, so 7.",
        id="weight-too-much",
    ),
    pytest.param(
        {
            "procedures": {"meeting": {}, "written": WINDOW},
            **quorum(some(who={"mode": "in_person"}, least={"count": 1})),
        },
        "a matter in writing can never be adopted: with everybody there and for it is"
        " inquorate: Present, p: 0; needed: at least 1.",
        id="in-person-in-writing",
    ),
    pytest.param(
        {
            "procedures": {"written": WINDOW},
            **quorum(
                {
                    "part": "either",
                    "name": "p",
                    "of": [
                        some(name="a", who={"mode": "in_person"}, least={"count": 1}),
                        some(name="b", who={"mode": "in_person"}, least=HALF),
                    ],
                }
            ),
        },
        "a matter in writing can never be adopted: with everybody there and for it is"
        " inquorate: Present, p: 0; needed: at least 1.",
        id="either-in-writing",
    ),
    pytest.param(
        {
            "quorum": [
                {
                    "rule": "large",
                    "when": {"above": {"fixed": {"minor": 100, "currency": "EUR"}}},
                    "threshold": {"count": 7},
                },
                {"threshold": HALF},
            ]
        },
        "a matter worth 101 EUR (minor units) at a meeting can never be adopted: with"
        " everybody there and for it is inquorate: Present: 6 of 6 seats (filled voting"
        " seats); needed: 7, so 7.",
        id="above-quorum",
    ),
    pytest.param(
        {
            "votes": [
                {
                    "rule": "safety",
                    "when": {"topics": ["safety"]},
                    "needs": [{**CAST, "threshold": {"count": 7}}],
                },
                {"needs": [CAST]},
            ]
        },
        "a matter at a meeting on safety can never be adopted: with everybody there and"
        " for it is rejected: For: 6 of 6 seats (votes cast); needed: 7, so 7.",
        id="topic-votes",
    ),
    pytest.param(
        {
            "procedures": {"meeting": {"reconvene": {"after": {"count": 15, "unit": "days"}}}},
            "quorum": [
                {"rule": "again", "when": {"reconvened": True}, "threshold": {"count": 9}},
                {"threshold": HALF},
            ],
        },
        "a matter at a meeting that was reconvened can never be adopted: with everybody"
        " there and for it is inquorate: Present: 6 of 6 seats (filled voting seats);"
        " needed: 9, so 9.",
        id="reconvened",
    ),
    pytest.param(
        {
            "votes": [
                {"rule": "most", "needs": [CAST], "when": {"except_topics": ["safety"]}},
                {"needs": [{**CAST, "threshold": {"count": 7}}]},
            ]
        },
        "a matter at a meeting on safety can never be adopted: with everybody there and"
        " for it is rejected: For: 6 of 6 seats (votes cast); needed: 7, so 7.",
        id="topic-left-out",
    ),
    pytest.param(
        {
            "votes": [
                {"rule": "most", "needs": [CAST], "when": {"except_classes": ["loan"]}},
                {"needs": [{**CAST, "threshold": {"count": 7}}]},
            ]
        },
        "a matter of class loan at a meeting can never be adopted: with everybody there and"
        " for it is rejected: For: 6 of 6 seats (votes cast); needed: 7, so 7.",
        id="class-left-out",
    ),
    pytest.param(
        {
            "votes": [
                {
                    "rule": "small",
                    "needs": [CAST],
                    "when": {"up_to": {"fixed": {"minor": 5, "currency": "EUR"}}},
                },
                {"needs": [{**CAST, "threshold": {"count": 7}}]},
            ]
        },
        "a matter worth 6 EUR (minor units) at a meeting can never be adopted: with"
        " everybody there and for it is rejected: For: 6 of 6 seats (votes cast); needed:"
        " 7, so 7.",
        id="amount-beyond-the-last",
    ),
    pytest.param(
        {
            "procedures": {"meeting": {}, "written": WINDOW},
            **vote(when={"procedures": ["meeting"]}),
        },
        "the procedure written can decide nothing: No rule of the charter says how such"
        " a matter is decided.",
        id="no-rule-in-writing",
    ),
    pytest.param(
        {
            "powers": {"rights": [{"class": "plan"}, {"class": "budget"}]},
            **vote(when={"classes": ["plan"]}),
        },
        "the board may decide budget, and no procedure lets it: No rule of the charter"
        " says how such a matter is decided.",
        id="no-rule-for-right",
    ),
    pytest.param(
        {"amendment": {"by": "decision", "class": "charter"}, **vote(when={"classes": ["plan"]})},
        "the board may decide charter, and no procedure lets it: No rule of the charter"
        " says how such a matter is decided.",
        id="no-rule-for-amendment",
    ),
    pytest.param(
        {
            "powers": {
                "rights": [{"class": "plan"}],
                "never": [{"when": {"procedures": ["written"]}, "why": "Meet."}],
            },
            "procedures": {"meeting": {}, "written": WINDOW},
        },
        "the procedure written can decide nothing: The board can never decide this: Meet.",
        id="written-for-nothing",
    ),
    pytest.param(
        vote(failed="deferred"),
        "what is deferred at stage 1 has no stage 2 to go to",
        id="no-next-stage",
    ),
    pytest.param(
        {"procedures": {"no_objection": {**WINDOW, "then": "deferred"}}},
        "what is deferred at stage 1 has no stage 2 to go to",
        id="silence-without-stage",
    ),
    pytest.param(
        {"procedures": {"meeting": {}, "stages": [{"stage": 3}]}},
        "stage 3 comes after stage 2, which the charter does not have",
        id="stage-gap",
    ),
    pytest.param(
        {"procedures": {"no_objection": WINDOW}, **need(base="filled", threshold={"count": 7})},
        "a matter by silence can never be adopted: with everybody there and for it is"
        " rejected: For: 6 of 6 seats (filled voting seats); needed: 7, so 7.",
        id="vote-after-silence",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), FLAWS)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    changes: dict[str, Any], problem: str
) -> None:
    """With everybody there and for, the board can decide."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(charter(**changes), None)

    assert caught.value.facts == {"problem": problem}
