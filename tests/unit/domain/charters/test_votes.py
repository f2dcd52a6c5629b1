"""What a motion needs, its opposite cannot have as well, and every word has a use."""

from typing import Any

import pytest

from ledger.domain.charters.soundness import CharterUnsoundError, check_charter
from tests.unit.domain.charters.drafts import CAST, HALF, charter, need, seats, vote

FLAWS = [
    pytest.param(
        vote(abstain="barred", limits=[{"choice": "abstain", "most": {"count": 2}}]),
        "vote rule majority: nobody may abstain, and abstentions are limited",
        id="abstain-limited",
    ),
    pytest.param(
        vote(
            needs=[{**CAST, "unit": "party"}],
            bloc={"divided": "against"},
            abstain="barred",
            limits=[{"choice": "abstain", "most": {"count": 1}, "unit": "party"}],
        ),
        "vote rule majority: nobody may abstain, and abstentions are limited",
        id="abstain-limited-in-blocs",
    ),
    pytest.param(
        {
            "seats": [*seats(sponsor=2, cro=2), {"seat": "a", "party": "audit", "voting": False}],
            **vote(vetoes=[{"parties": ["audit"], "novote": True}]),
        },
        "vote rule majority gives a veto to seats that have no vote on its matters",
        id="veto-without-a-vote",
    ),
    pytest.param(
        vote(vetoes=[{"parties": ["cro"]}], voters={"parties": ["sponsor"]}),
        "vote rule majority gives a veto to seats that have no vote on its matters",
        id="veto-of-others-than-the-voters",
    ),
    pytest.param(
        vote(or_needs=[[{"base": "cast", "threshold": {"count": 9}}]]),
        "vote rule majority: an alternative needs 9 votes of 6",
        id="an-alternative-for-more-than-all",
    ),
    pytest.param(
        vote(or_needs=[[{"base": "cast", "threshold": {"share": {"num": 1, "den": 4}}}]]),
        "vote rule majority: with less than one half, a motion and its opposite could both be"
        " adopted",
        id="the-weakest-of-several-sets",
    ),
    pytest.param(
        vote(abstain="barred", silence="abstain"),
        "vote rule majority: nobody may abstain, and silence is deemed an abstention",
        id="barred-and-deemed",
    ),
    pytest.param(
        need(threshold={"share": {"num": 1, "den": 3}}),
        "vote rule majority: with less than one half, a motion and its opposite could"
        " both be adopted",
        id="minority",
    ),
    pytest.param(
        need(base="all_seats", threshold={"share": {"num": 1, "den": 3}}),
        "vote rule majority: with less than one half, a motion and its opposite could"
        " both be adopted",
        id="minority-of-all",
    ),
    pytest.param(
        need(unit="party", base="all_seats", threshold={"share": {"num": 1, "den": 4}}, who={})
        | {"seats": seats(sponsor=1, cro=1, tech=1, site=1)},
        "vote rule majority: with less than one half, a motion and its opposite could"
        " both be adopted",
        id="minority-by-party",
    ),
    pytest.param(
        need(unit="weight", threshold={"share": {"num": 2, "den": 5}}),
        "vote rule majority: with less than one half, a motion and its opposite could"
        " both be adopted",
        id="minority-by-weight",
    ),
    pytest.param(
        {
            "votes": [
                {
                    "needs": [
                        {**CAST, "threshold": {"share": {"num": 1, "den": 3}}},
                        {"base": "filled", "threshold": {"share": {"num": 1, "den": 4}}},
                    ]
                }
            ]
        },
        "vote rule majority: with less than one half, a motion and its opposite could"
        " both be adopted",
        id="minority-twice",
    ),
    pytest.param(
        {
            "votes": [
                {
                    "needs": [{**CAST, "threshold": {"share": {"num": 1, "den": 3}}}],
                    "vetoes": [{"parties": ["cro"]}],
                }
            ]
        },
        "vote rule majority: with less than one half, a motion and its opposite could"
        " both be adopted",
        id="minority-vetoed",
    ),
    pytest.param(
        {
            "votes": [
                {"rule": "all", "needs": [CAST]},
                {"rule": "some", "needs": [CAST], "when": {"classes": ["plan"]}},
            ]
        },
        "vote rule some is never reached: all comes first and fits all its matters",
        id="unreached",
    ),
    pytest.param(
        {
            "votes": [
                {
                    "rule": "low",
                    "needs": [CAST],
                    "when": {"above": {"fixed": {"minor": 1, "currency": "EUR"}}},
                },
                {
                    "rule": "high",
                    "needs": [CAST],
                    "when": {"above": {"fixed": {"minor": 2, "currency": "EUR"}}},
                },
                {"needs": [CAST]},
            ]
        },
        "vote rule high is never reached: low comes first and fits all its matters",
        id="unreached-amount",
    ),
    pytest.param(
        {
            "votes": [
                {"rule": "a", "needs": [CAST], "when": {"vacancies": {"least": 1, "most": 3}}},
                {"rule": "b", "needs": [CAST], "when": {"vacancies": {"least": 2, "most": 3}}},
                {"needs": [CAST]},
            ]
        },
        "vote rule b is never reached: a comes first and fits all its matters",
        id="unreached-vacant",
    ),
    pytest.param(
        {
            "votes": [
                {"rule": "a", "needs": [CAST], "when": {"except_classes": ["x"]}},
                {"rule": "b", "needs": [CAST], "when": {"classes": ["y", "z"]}},
                {"needs": [CAST]},
            ]
        },
        "vote rule b is never reached: a comes first and fits all its matters",
        id="unreached-but-one-class",
    ),
    pytest.param(
        {
            "votes": [
                {"rule": "a", "needs": [CAST], "when": {"except_topics": ["x"]}},
                {"rule": "b", "needs": [CAST], "when": {"except_topics": ["x", "y"]}},
                {"needs": [CAST]},
            ]
        },
        "vote rule b is never reached: a comes first and fits all its matters",
        id="unreached-but-two-topics",
    ),
    pytest.param(
        {
            "votes": [
                {
                    "rule": "a",
                    "needs": [CAST],
                    "when": {"up_to": {"fixed": {"minor": 9, "currency": "EUR"}}},
                },
                {
                    "rule": "b",
                    "needs": [CAST],
                    "when": {"up_to": {"fixed": {"minor": 9, "currency": "EUR"}}, "stages": [1]},
                },
                {"needs": [CAST]},
            ]
        },
        "vote rule b is never reached: a comes first and fits all its matters",
        id="unreached-up-to",
    ),
    pytest.param(
        {"votes": [{"needs": [{**CAST, "threshold": HALF}], "casting": {}}]},
        "vote rule majority: a tie is enough, so the casting vote could never decide",
        id="casting-unused",
    ),
    pytest.param(
        {"votes": [{"needs": [{**CAST, "threshold": HALF}], "tie": "deadlocked"}]},
        "vote rule majority: a tie is enough, so it could never be deadlocked",
        id="tie-unused",
    ),
    pytest.param(
        vote(nonvoting={}),
        "vote rule majority leaves nobody who may vote but to break a tie",
        id="nobody-votes",
    ),
    pytest.param(
        vote(nonvoting={"offices": ["chair"]}, casting={"how": "own"}),
        "vote rule majority: whoever breaks ties may not vote before, and the tie is to"
        " be broken by their having voted",
        id="own-of-nobody",
    ),
    pytest.param(
        vote(nonvoting={"offices": ["chair"]}, casting={"if_voted": "voted"}),
        "vote rule majority: whoever breaks ties may not vote before, and the tie is to"
        " be broken by their having voted",
        id="voted-of-nobody",
    ),
    pytest.param(
        vote(bloc={"leads": ["cro-1"]}),
        "vote rule majority names lead seats, and no bloc is led",
        id="leads-unused",
    ),
    pytest.param(
        vote(bloc={"how": "lead", "leads": ["nobody"]}),
        "vote rule majority names the lead seat nobody, which is no seat",
        id="lead-unknown",
    ),
    pytest.param(
        {
            "votes": [
                {"needs": [{**CAST, "unit": "party"}], "bloc": {"how": "lead", "leads": ["cro-1"]}}
            ]
        },
        "vote rule majority: the bloc of sponsor has no lead seat",
        id="lead-without",
    ),
    pytest.param(
        {
            **need(unit="weight"),
            "weights": [
                {"who": {"parties": ["cro"]}, "weight": 2},
                {"who": {"seats": ["cro-1"]}, "weight": 3},
            ],
        },
        "a weight rule for cro-1 is never reached: earlier ones cover all its seats",
        id="weight-unreached",
    ),
    pytest.param(
        {"ballots": {"changeable": False, "freeze": {"count": 1, "unit": "hours"}}},
        "ballots are frozen before the end, and can never be changed at all",
        id="frozen",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), FLAWS)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    changes: dict[str, Any], problem: str
) -> None:
    """What a motion needs, its opposite cannot have as well, and every word has a use."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(charter(**changes), None)

    assert caught.value.facts == {"problem": problem}
