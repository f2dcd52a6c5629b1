"""What is allowed is not kept from those who should know it."""

from typing import Any

import pytest

from ledger.domain.charters.remarks import remarks
from ledger.domain.charters.soundness import check_charter
from tests.unit.domain.charters.drafts import (
    CAST,
    HALF,
    MOST,
    ONE_STEP,
    WINDOW,
    charter,
    each,
    escalating,
    meeting,
    need,
    quorum,
    seats,
    vote,
)

SAFE = quorum(each(name="of"))
EUROS = {"fixed": {"minor": 200, "currency": "EUR"}}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            vote(split="deadlocked"),
            ["A deadlock has no way out: nothing follows it."],
            id="deadlock",
        ),
        pytest.param(
            escalating(steps=[ONE_STEP]),
            [
                (
                    "Nobody has a final say: where the executives do not agree, the matter is"
                    " unresolved."
                )
            ],
            id="final-say",
        ),
        pytest.param(
            need(base="present"), ["Vote rule majority: an abstention works like a no."], id="base"
        ),
        pytest.param(
            need(base="all_seats"),
            [
                "Vote rule majority: an abstention works like a no.",
                "Vote rule majority: a vacant seat counts in the base, and so works like a no.",
            ],
            id="vacant",
        ),
        pytest.param(
            vote(needs=[CAST, {**CAST, "base": "present"}], abstain="barred"),
            [],
            id="nobody-abstains",
        ),
        pytest.param(
            vote(needs=[CAST, {**CAST, "base": "present"}]),
            [
                (
                    "Vote rule majority: an abstention is no vote cast, and works like a no where"
                    " more than those are counted."
                )
            ],
            id="two-bases",
        ),
        pytest.param(
            need(threshold={"count": 2}),
            [
                (
                    "Vote rule majority: so few are enough that a motion and its opposite could"
                    " both be adopted."
                )
            ],
            id="few",
        ),
        pytest.param(
            vote(silence="for"),
            ["Vote rule majority: whoever says nothing is deemed to be for it."],
            id="silence",
        ),
        pytest.param(
            vote(nonvoting={"seats": ["cro-1"]}),
            ["Vote rule majority: some seats vote only to break a tie, and nobody breaks one."],
            id="nonvoting",
        ),
        pytest.param(
            {"weights": [{"who": {}, "weight": 2}]},
            ["Votes have weights, and no rule weighs them."],
            id="weights",
        ),
        pytest.param(
            {"people": {"attendance": {"lose": {"meetings": 2, "of_last": 2}}}},
            ["A vote that was lost by staying away is never gained again."],
            id="lost",
        ),
        pytest.param(
            {**vote(casting={}), "people": {"offices": [{"office": "secretary"}]}},
            ["Rules rely on the chair, and nothing says who fills it."],
            id="office",
        ),
        pytest.param(
            meeting(agenda={"closed": False, "urgent": True}),
            [
                (
                    "Meeting class ordinary: any matter may be decided, so that exceptions to the"
                    " agenda mean nothing."
                )
            ],
            id="agenda",
        ),
        pytest.param(
            {
                "procedures": {
                    "meeting": {},
                    "formalities": [
                        {"formality": "seal", "text": "Sealed", "by": "chair", "parties": True}
                    ],
                }
            },
            ["Form seal: one of each party must do it, all as chair."],
            id="form",
        ),
        pytest.param(
            {
                **need(unit="weight"),
                "weights": [{"who": {}, "weight": 1, "suspended": "all"}],
            },
            ["A suspended holder's weight goes to others, and no vote is ever suspended."],
            id="never-suspended",
        ),
        pytest.param(
            {"procedures": {"meeting": {}, "stages": [{"stage": 2}]}},
            ["There are later stages, and no rule puts a matter off to one."],
            id="stages",
        ),
        pytest.param(
            quorum(),
            [
                "sponsor alone can be quorate and adopt a matter at a meeting.",
                "cro alone can be quorate and adopt a matter at a meeting.",
            ],
            id="alone",
        ),
        pytest.param(
            {
                **quorum(),
                "votes": [
                    {"rule": "pay", "when": {"classes": ["pay"]}, "needs": [CAST]},
                    {"rule": "plan", "when": {"classes": ["plan"]}, "needs": [CAST]},
                    {"needs": [{"base": "cast", "threshold": {"count": 4}}]},
                ],
            },
            [
                (
                    f"{party} alone can be quorate and adopt matters under the vote rules pay"
                    " and plan, for instance a matter of class pay at a meeting."
                )
                for party in ("sponsor", "cro")
            ],
            id="alone-under-some-rules",
        ),
        pytest.param(
            {
                **quorum(),
                "votes": [
                    {"rule": "pay", "when": {"classes": ["pay"]}, "needs": [CAST]},
                    {"needs": [CAST]},
                ],
            },
            [
                (
                    f"{party} alone can be quorate and adopt whatever can be decided at a"
                    " meeting, for instance a matter of class pay at a meeting."
                )
                for party in ("sponsor", "cro")
            ],
            id="alone-under-all-rules",
        ),
        pytest.param(
            {**quorum(), "powers": {"rights": [{"class": "pay"}, {"class": "plan"}]}},
            [
                (
                    f"{party} alone can be quorate and adopt whatever can be decided at a"
                    " meeting, for instance a matter of class pay at a meeting."
                )
                for party in ("sponsor", "cro")
            ],
            id="alone-in-every-class",
        ),
        pytest.param(
            {
                **quorum(),
                "votes": [
                    {"rule": "big", "when": {"above": EUROS}, "needs": [CAST]},
                    {"needs": [{"base": "cast", "threshold": {"count": 4}}]},
                ],
            },
            [
                (
                    f"{party} alone can be quorate and adopt matters under the vote rule big, for"
                    " instance a matter worth 201 EUR (minor units) at a meeting."
                )
                for party in ("sponsor", "cro")
            ],
            id="alone-with-large-amounts",
        ),
        pytest.param(
            {
                "quorum": [
                    {"rule": "again", "when": {"reconvened": True}, "threshold": {"count": 1}},
                    *SAFE["quorum"],
                ]
            },
            [
                (
                    f"{party} alone can be quorate and adopt some matters, for instance a matter"
                    " at a meeting that was reconvened."
                )
                for party in ("sponsor", "cro")
            ],
            id="alone-when-reconvened",
        ),
        pytest.param(
            {
                **quorum(),
                "votes": [{"needs": [{"base": "cast", "threshold": {"count": 4}}]}],
            },
            [
                "Nothing keeps sponsor alone from being quorate for a matter at a meeting.",
                "Nothing keeps cro alone from being quorate for a matter at a meeting.",
            ],
            id="quorate-alone",
        ),
        pytest.param(
            {"quorum": [], "seats": seats(sponsor=3)},
            ["No quorum is asked for: one who comes can decide."],
            id="no-quorum",
        ),
        pytest.param(
            {"procedures": {"written": WINDOW}, "quorum": [{"threshold": MOST}]}, [], id="written"
        ),
        pytest.param(need(unit="weight", threshold=HALF), [], id="weighed"),
    ],
)
def test_what_is_odd_and_may_be_meant_is_remarked(
    changes: dict[str, Any], expected: list[str]
) -> None:
    """Each remark is made where its reason is, and the charter stands all the same."""
    made = charter(**{**SAFE, **changes})
    check_charter(made, None)

    assert list(remarks(made)) == expected
