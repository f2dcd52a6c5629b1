"""Every name is given once and names something."""

from typing import Any

import pytest

from ledger.domain.charters.soundness import CharterUnsoundError, check_charter
from tests.unit.domain.charters.drafts import (
    CAST,
    HALF,
    ONE_STEP,
    SEX,
    WINDOW,
    cap,
    charter,
    each,
    escalating,
    need,
    quorum,
    seats,
    some,
    vote,
)

FLAWS = [
    pytest.param({"seats": seats(sponsor=1) * 2}, "seat sponsor-1 is named twice", id="seat-twice"),
    pytest.param(
        {"seats": [{"seat": "a", "party": "cro", "voting": False}]},
        "no seat has a vote",
        id="no-vote",
    ),
    pytest.param(
        {"quorum": [{"when": {"stages": [1]}}, {}]},
        "quorum rule quorum is named twice",
        id="quorum-rules",
    ),
    pytest.param(
        {"votes": [{"needs": [CAST], "when": {"classes": ["a"]}}, {"needs": [CAST]}]},
        "vote rule majority is named twice",
        id="vote-rules",
    ),
    pytest.param(
        {"people": {"attributes": [{"name": "sex"}, {"name": "sex"}]}},
        "attribute sex is named twice",
        id="attribute-twice",
    ),
    pytest.param(
        {"people": {"attributes": [{"name": "party"}]}},
        "an attribute cannot be called party, which has a meaning of its own",
        id="attribute-word",
    ),
    pytest.param(
        {"procedures": {"meeting": {"classes": [{"class": "ordinary"}, {"class": "ordinary"}]}}},
        "class of meeting ordinary is named twice",
        id="meeting-twice",
    ),
    pytest.param(
        {
            "procedures": {"meeting": {}, "stages": [{"stage": 2}, {"stage": 2}]},
            "votes": [
                {"needs": [CAST], "failed": "deferred", "when": {"stages": [1]}},
                {"rule": "later", "needs": [CAST]},
            ],
        },
        "stage 2 is named twice",
        id="stage-twice",
    ),
    pytest.param(
        {"powers": {"rights": [{"class": "plan"}, {"class": "plan"}]}},
        "right to decide plan is named twice",
        id="right-twice",
    ),
    pytest.param(
        escalating(steps=[ONE_STEP, ONE_STEP]),
        "step of the escalation ceos is named twice",
        id="step-twice",
    ),
    pytest.param(
        escalating(steps=[{**ONE_STEP, "executives": [{"title": "ceo", "party": "sponsor"}] * 2}]),
        "step ceos names ceo of sponsor twice",
        id="executive-twice",
    ),
    pytest.param(
        {"people": {"offices": [{"office": "chair"}, {"office": "chair", "party": "cro"}]}},
        "office chair is named twice",
        id="office-twice",
    ),
    pytest.param(
        {"people": {"offices": [{"office": "chair", "apart": ["chair"]}]}},
        "the chair is to be held apart from itself",
        id="apart-itself",
    ),
    pytest.param(
        {
            "procedures": {
                "meeting": {},
                "formalities": [{"formality": "seal", "text": "Sealed"}] * 2,
            }
        },
        "formality seal is named twice",
        id="formality-twice",
    ),
    pytest.param(
        {"people": {"composition": [{"rule": "r", "needs": each()}] * 2}},
        "composition rule r is named twice",
        id="composition-twice",
    ),
    pytest.param(quorum(each(), each()), "quorum rule quorum names two parts p", id="part-twice"),
    pytest.param(
        quorum(
            {
                "part": "either",
                "name": "p",
                "of": [some(least={"count": 1}), some(least={"count": 2})],
            }
        ),
        "quorum[0].parts[0] names two parts p",
        id="alternative-twice",
    ),
    pytest.param(
        need(who={"seats": ["nobody"]}),
        "votes[0].needs[0].who names the seat nobody, which no seat of the charter has",
        id="unknown-seat",
    ),
    pytest.param(
        quorum(some(least={"count": 1}, who={"parties": ["tech"]})),
        "quorum[0].parts[0].who names the party tech, which no seat of the charter has",
        id="unknown-party",
    ),
    pytest.param(
        quorum(some(least={"count": 1}, who={"classes": ["lay"]})),
        "quorum[0].parts[0].who names the seat class lay, which no seat of the charter has",
        id="unknown-class",
    ),
    pytest.param(
        quorum(some(least={"count": 1}, who={"attributes": {"sex": ["f"]}})),
        "quorum[0].parts[0].who asks for the attribute sex, which members do not declare",
        id="unknown-attribute",
    ),
    pytest.param(
        {
            **quorum(some(least={"count": 1}, who={"attributes": {"sex": ["x"]}})),
            "people": SEX,
        },
        "quorum[0].parts[0].who asks for sex x, which nobody can declare",
        id="unknown-value",
    ),
    pytest.param(
        {**quorum(some(least={"count": 1}, who={"attributes": {"sex": []}})), "people": SEX},
        "quorum[0].parts[0].who names no value of the attribute sex",
        id="no-value",
    ),
    pytest.param(
        quorum(who={"seats": ["cro-1"], "parties": ["sponsor"]}),
        "quorum[0].who means no seat at all",
        id="nobody-meant",
    ),
    pytest.param(
        {**vote(when={"classes": ["budget"]}), "powers": {"rights": [{"class": "plan"}]}},
        "votes[0].when names matters of class budget, which the board may not decide",
        id="class-not-a-right",
    ),
    pytest.param(
        {
            "procedures": {"meeting": {"classes": [{"class": "ordinary"}]}},
            **vote(when={"meetings": ["ordinary", "urgent"]}),
        },
        "votes[0].when names the class of meeting urgent, which the charter does not have",
        id="unknown-meeting",
    ),
    pytest.param(
        {
            "powers": {"rights": [{"class": "plan"}]},
            "votes": [{"rule": "a", "needs": [CAST], "when": {"except_classes": ["loan"]}}],
        },
        "votes[0].when names matters of class loan, which the board may not decide",
        id="unknown-class-left-out",
    ),
    pytest.param(
        vote(when={"classes": ["plan"], "except_classes": ["plan"]}),
        "votes[0].when is for the class plan, and for any but that",
        id="class-left-out-again",
    ),
    pytest.param(
        vote(when={"topics": ["a", "b"], "except_topics": ["b"]}),
        "votes[0].when is for the topic b, and for any but that",
        id="topic-left-out-again",
    ),
    pytest.param(
        vote(when={"stages": [2]}),
        "votes[0].when names stage 2, which the charter does not have",
        id="unknown-stage",
    ),
    pytest.param(
        vote(when={"procedures": ["written"]}),
        "votes[0].when is for procedures that the board does not have",
        id="unknown-procedure",
    ),
    pytest.param(
        {"procedures": {"written": WINDOW}, **vote(when={"reconvened": True})},
        "votes[0].when is for reconvened meetings, and the board does not decide at meetings",
        id="no-meeting",
    ),
    pytest.param(
        quorum(each(by="sex")),
        "quorum[0].parts[0] asks for the attribute sex, which members do not declare",
        id="by-unknown-attribute",
    ),
    pytest.param(
        {**quorum(each(by="sex")), "people": {"attributes": [{"name": "sex"}]}},
        "quorum[0].parts[0] asks for each sex, and no values of it are named",
        id="by-nothing",
    ),
    pytest.param(
        quorum(cap(by="class", most=HALF)),
        "quorum[0].parts[0] counts by class, and none of its seats has one",
        id="by-no-class",
    ),
    pytest.param(
        quorum(each(values=["tech"])),
        "quorum[0].parts[0] asks for party tech, which none of its seats has",
        id="each-unknown",
    ),
    pytest.param(
        {"people": {"offices": [{"office": "chair", "party": "tech"}]}},
        "office chair names tech, which is no party of the board",
        id="office-party",
    ),
    pytest.param(
        escalating(steps=[{**ONE_STEP, "executives": [{"title": "ceo", "party": "tech"}]}]),
        "step ceos names tech, which is no party of the board",
        id="executive-party",
    ),
    pytest.param(
        escalating(final_say=[{"party": "tech"}]),
        "the final say names tech, which is no party of the board",
        id="final-party",
    ),
    pytest.param(
        {"amendment": {"by": "owner", "party": "tech"}},
        "the amendment names tech, which is no party of the board",
        id="owner-party",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), FLAWS)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    changes: dict[str, Any], problem: str
) -> None:
    """Every name is given once and names something."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(charter(**changes), None)

    assert caught.value.facts == {"problem": problem}
