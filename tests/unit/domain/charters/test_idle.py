"""Rules that never do anything are remarked, each with what keeps it from it."""

from typing import Any

import pytest

from ledger.domain.charters.idle import idle_remarks
from ledger.domain.charters.soundness import check_charter
from tests.unit.domain.charters.drafts import (
    CAST,
    DAYS,
    HALF,
    ONE_STEP,
    WINDOW,
    charter,
    each,
    meeting,
    quorum,
)


def euros(minor: int, **more: Any) -> dict[str, Any]:
    """Return a limit of so much, or of a share beside it."""
    return {"fixed": {"minor": minor, "currency": "EUR"}, **more}


def tenths(number: int) -> dict[str, Any]:
    """Return a share of a budget."""
    return {"share": {"num": number, "den": 10}}


def limited(up_to: dict[str, Any] | None, above: dict[str, Any], **when: Any) -> dict[str, Any]:
    """Return a right up to a limit, and a rule above one."""
    right = {"class": "pay"} if up_to is None else {"class": "pay", "up_to": up_to}
    return {
        "powers": {"rights": [right, {"class": "plan"}]},
        "votes": [
            {"rule": "big", "when": {"above": above, **when}, "needs": [CAST]},
            {"needs": [CAST]},
        ],
    }


PAY: dict[str, Any] = {"classes": ["pay"]}
LOWER, HIGHER = {"take": "lower"}, {"take": "higher"}


@pytest.mark.parametrize(
    ("up_to", "above", "when", "is_idle"),
    [
        (euros(100), euros(100), PAY, True),
        (euros(100), euros(200), PAY, True),
        (euros(200), euros(100), PAY, False),
        (euros(100), {"fixed": {"minor": 200, "currency": "USD"}}, PAY, False),
        (None, euros(100), PAY, False),
        (euros(100), euros(100), {}, False),
        (euros(100), euros(100), {"classes": ["pay", "plan"]}, False),
        (euros(100), euros(100), {"except_classes": ["plan"]}, True),
        (euros(100), euros(100), {"except_classes": ["pay"]}, False),
        (tenths(1), tenths(2), PAY, True),
        (tenths(2), tenths(1), PAY, False),
        (tenths(1), euros(100), PAY, False),
        (euros(100), tenths(1), PAY, False),
        (euros(100, **tenths(9), **LOWER), euros(100), PAY, True),
        (euros(100, **tenths(9), **HIGHER), euros(100), PAY, False),
        (euros(100), euros(100, **tenths(1), **LOWER), PAY, False),
        (euros(100), euros(100, **tenths(1), **HIGHER), PAY, True),
        (euros(100, **tenths(1), **LOWER), euros(100, **tenths(1), **LOWER), PAY, True),
        (euros(100, **tenths(1), **HIGHER), euros(100, **tenths(1), **HIGHER), PAY, True),
        (euros(100, **tenths(1), **HIGHER), euros(100, **tenths(1), **LOWER), PAY, False),
    ],
)
def test_a_rule_above_what_the_board_may_decide_never_applies(
    up_to: dict[str, Any] | None, above: dict[str, Any], when: dict[str, Any], *, is_idle: bool
) -> None:
    """Where every right for its matters ends before it begins."""
    made = charter(**limited(up_to, above, **when))
    check_charter(made, None)

    found = [each for each in idle_remarks(made) if "so that this never applies" in each]

    assert len(found) == int(is_idle)


def test_both_limits_are_said() -> None:
    """Whoever drafted them sees which is which."""
    rule = {"rule": "big", "when": {**PAY, "above": euros(200)}, "threshold": HALF}
    made = charter(
        powers={"rights": [{"class": "pay", "up_to": euros(100)}, {"class": "plan"}]},
        quorum=[rule, {"threshold": HALF}],
    )

    assert list(idle_remarks(made)) == [
        (
            "Quorum rule big: it is for more than 200 EUR (minor units), and the board may decide"
            " up to 100 EUR (minor units) only, so that this never applies."
        )
    ]


NEVER = {"never": [{"when": PAY, "why": "It is not ours."}]}
DEADLOCK = {"needs": [CAST], "split": "deadlocked"}


def going_up(classes: list[str], votes: list[dict[str, Any]], **powers: Any) -> dict[str, Any]:
    """Return an escalation of deadlocks on certain matters."""
    rule = {"steps": [ONE_STEP], "when": {"classes": classes}}
    return {"votes": votes, "powers": {"escalation": rule, **powers}}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(going_up(["pay"], [DEADLOCK]), [], id="escalated"),
        pytest.param(going_up(["pay", "plan"], [DEADLOCK], **NEVER), [], id="escalated-one-of-two"),
        pytest.param(
            going_up(["pay"], [DEADLOCK], **NEVER),
            [
                (
                    "powers.escalation.when: the board can never decide pay, so that this never"
                    " applies."
                ),
                "Only deadlocks on pay go up, and no such matter can end in a deadlock.",
            ],
            id="escalated-and-never-decided",
        ),
        pytest.param(
            going_up(["plan"], [{**DEADLOCK, "rule": "pay", "when": PAY}, {"needs": [CAST]}]),
            ["Only deadlocks on plan go up, and no such matter can end in a deadlock."],
            id="escalated-and-never-deadlocked",
        ),
        pytest.param(
            going_up(["pay"], [{"rule": "pay", "when": PAY, "needs": [CAST]}, DEADLOCK]),
            ["Only deadlocks on pay go up, and no such matter can end in a deadlock."],
            id="escalated-and-decided-before",
        ),
        pytest.param(
            going_up(
                ["pay"],
                [
                    {**DEADLOCK, "rule": "others", "when": {"except_classes": ["pay"]}},
                    {"needs": [CAST]},
                ],
            ),
            ["Only deadlocks on pay go up, and no such matter can end in a deadlock."],
            id="escalated-and-left-out",
        ),
        pytest.param(
            going_up(
                ["pay"],
                [
                    {**DEADLOCK, "rule": "others", "when": {"except_classes": ["plan"]}},
                    {"needs": [CAST]},
                ],
            ),
            [],
            id="escalated-and-not-left-out",
        ),
        pytest.param(
            {
                "votes": [{"rule": "pay", "when": PAY, "needs": [CAST]}, {"needs": [CAST]}],
                "powers": NEVER,
            },
            ["Vote rule pay: the board can never decide pay, so that this never applies."],
            id="never-decided",
        ),
        pytest.param(
            quorum(threshold={"count": 0}),
            ["Quorum rule quorum asks for nobody: one who comes can decide."],
            id="quorum-of-none",
        ),
        pytest.param(
            {"quorum": [{}]},
            ["Quorum rule quorum asks for nobody: one who comes can decide."],
            id="quorum-without-a-number",
        ),
        pytest.param(
            quorum(when={"procedures": ["written"]}, threshold={"count": 0})
            | {"procedures": {"meeting": {}, "written": WINDOW}},
            ["Quorum rule quorum asks for nobody: one who comes can decide."],
            id="quorum-of-none-in-writing",
        ),
        pytest.param(quorum(each(), threshold={"count": 0}), [], id="quorum-of-parts"),
        pytest.param(
            quorum(threshold={"count": 0, "reach": "more_than"}), [], id="quorum-of-more-than-none"
        ),
        pytest.param(quorum(threshold={"count": 0, "least": 1}), [], id="quorum-of-one-at-least"),
        pytest.param(
            quorum(when={"procedures": ["interim"]}, threshold={"count": 0})
            | {"procedures": {"meeting": {}, "interim": {}}},
            [],
            id="quorum-of-an-officer",
        ),
        pytest.param(
            meeting(callers=[{"who": {}, "support": {"count": 0}}]),
            ["Meeting class ordinary: a call needs the support of nobody."],
            id="support",
        ),
        pytest.param(
            {
                "ballots": {"freeze": DAYS},
                "procedures": {
                    "written": {
                        **WINDOW,
                        "windows": [{"when": PAY, "window": {"count": 1, "unit": "days"}}],
                    }
                },
            },
            ["In a poll of 1 day ballots are frozen from the start."],
            id="freeze",
        ),
    ],
)
def test_what_never_does_anything_is_remarked(changes: dict[str, Any], expected: list[str]) -> None:
    """And the charter stands all the same."""
    made = charter(**changes)
    check_charter(made, None)

    assert list(idle_remarks(made)) == expected
