"""Whoever is to answer exists and has something to say."""

from typing import Any

import pytest

from ledger.domain.charters.soundness import CharterUnsoundError, check_charter
from tests.unit.domain.charters.drafts import DAYS, HALF, ONE_STEP, charter, escalating

FLAWS = [
    pytest.param(
        escalating(), "the escalation has neither steps nor a final say", id="escalation-empty"
    ),
    pytest.param(
        {"powers": {"escalation": {"steps": [ONE_STEP]}}},
        "no vote can end in a deadlock, so the escalation can never begin",
        id="no-deadlock",
    ),
    pytest.param(
        escalating(steps=[{**ONE_STEP, "agree": {"count": 3}}]),
        "step ceos needs 3 to agree, of 2 executives",
        id="agree",
    ),
    pytest.param(
        escalating(steps=[{**ONE_STEP, "agree": {"count": 1}}]),
        (
            "step ceos needs 1 to agree, of 2 executives: as many could say yes as no, and both"
            " would have decided"
        ),
        id="agree-both-ways",
    ),
    pytest.param(
        escalating(steps=[{**ONE_STEP, "agree": HALF}]),
        (
            "step ceos needs 1 to agree, of 2 executives: as many could say yes as no, and both"
            " would have decided"
        ),
        id="agree-half",
    ),
    pytest.param(
        escalating(steps=[{**ONE_STEP, "agree": {"count": 0}}]),
        "step ceos needs nobody to agree",
        id="agree-nobody",
    ),
    pytest.param(
        {"powers": {"barred": {"period": DAYS, "unless": {"count": 0}}}},
        "a rejected matter is not put again, and it needs nobody to put it all the same",
        id="barred-by-nobody",
    ),
    pytest.param(
        escalating(final_say=[{}]),
        "a final say is nobody's: it names neither a party nor an office",
        id="final-nobody",
    ),
    pytest.param(
        escalating(
            final_say=[
                {
                    "party": "cro",
                    "when": {"classes": ["plan"]},
                    "except": [{"classes": ["plan", "budget"]}],
                }
            ]
        ),
        "the final say of cro has all its matters taken away",
        id="final-nothing",
    ),
    pytest.param(
        escalating(final_say=[{"party": "cro"}, {"party": "sponsor"}]),
        "the final say of sponsor is never asked: that of cro comes first",
        id="final-unasked",
    ),
    pytest.param(
        {"powers": {"adding": {"window": DAYS}}},
        "related matters add up against limits, and the charter has no limit",
        id="adding",
    ),
    pytest.param(
        {"powers": {"barred": {"period": DAYS, "unless": {"count": 7}}}},
        "putting a rejected matter again needs 7 of 6 voting seats",
        id="barred",
    ),
    pytest.param(
        {
            "powers": {
                "rights": [{"class": "plan"}],
                "never": [{"when": {"classes": ["plan"]}, "why": "It is not ours."}],
            }
        },
        "the board may decide plan, and can never decide it",
        id="never-right",
    ),
    pytest.param(
        {"powers": {"never": [{"when": {}, "why": "It only advises."}]}},
        "the board can never decide anything",
        id="never-anything",
    ),
    pytest.param(
        {"amendment": {"by": "decision"}},
        "the charter is amended by a decision of a class that is not named",
        id="amend-class",
    ),
    pytest.param(
        {
            "powers": {"rights": [{"class": "plan"}]},
            "amendment": {"by": "decision", "class": "charter"},
        },
        "the board may not decide charter, by which the charter is amended",
        id="amend-right",
    ),
    pytest.param(
        {"amendment": {"class": "charter"}},
        "the amendment names a class of matter, and is not made by a decision",
        id="amend-no-decision",
    ),
    pytest.param(
        {"amendment": {"by": "owner"}},
        "the charter is amended by an owner who is not named",
        id="amend-nobody",
    ),
    pytest.param(
        {"amendment": {"party": "cro"}},
        "the amendment names a party, and is not made by an owner",
        id="amend-no-owner",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), FLAWS)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    changes: dict[str, Any], problem: str
) -> None:
    """Whoever is to answer exists and has something to say."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(charter(**changes), None)

    assert caught.value.facts == {"problem": problem}
