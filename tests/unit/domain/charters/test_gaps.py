"""A matter that falls between two rules is remarked, one that the board may not decide is not."""

from typing import Any

import pytest

from ledger.domain.charters.gaps import gap_remarks
from ledger.domain.charters.remarks import remarks
from ledger.domain.charters.soundness import check_charter
from tests.unit.domain.charters.drafts import CAST, WINDOW, charter


def euros(minor: int) -> dict[str, Any]:
    """Return a limit of so much."""
    return {"fixed": {"minor": minor, "currency": "EUR"}}


def ruled(*whens: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a charter with one vote rule for each condition."""
    rules = [
        {"rule": f"rule-{number}", "when": when, "needs": [CAST]}
        for number, when in enumerate(whens)
    ]
    return {"votes": rules, **changes}


def staged(word: str, *whens: dict[str, Any], silent: Any = None, **first: Any) -> dict[str, Any]:
    """Return a charter whose first stage ends in a word when a motion fails, with a second one."""
    made = ruled({"stages": [1], **first}, *whens)
    made["votes"][0]["failed"] = word
    ways = {"meeting": {}} if silent is None else {"meeting": {}, "no_objection": silent}
    return {**made, "procedures": {**ways, "stages": [{"stage": 2}]}}


SMALL, LARGE = {"up_to": euros(100)}, {"above": euros(200)}
BOTH_WAYS = {"procedures": {"meeting": {}, "written": WINDOW}}
RIGHT = {"class": "pay", "up_to": euros(100)}


@pytest.mark.parametrize(
    ("changes", "matters"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            ruled(SMALL, LARGE), ["a matter worth 101 EUR (minor units) at a meeting"], id="between"
        ),
        pytest.param(ruled(SMALL, {"above": euros(100)}), [], id="nothing-between"),
        pytest.param(ruled(LARGE, {}), [], id="nothing-before"),
        pytest.param(
            ruled(SMALL), ["a matter worth 101 EUR (minor units) at a meeting"], id="beyond"
        ),
        pytest.param(ruled(LARGE), ["a matter at a meeting"], id="before"),
        pytest.param(ruled(SMALL, powers={"rights": [RIGHT]}), [], id="beyond-power"),
        pytest.param(
            ruled(SMALL, powers={"never": [{"when": {"above": euros(100)}, "why": "No."}]}),
            [],
            id="never-decided",
        ),
        pytest.param(
            ruled(SMALL, powers={"rights": [{"class": "pay"}]}),
            ["a matter of class pay worth 101 EUR (minor units) at a meeting"],
            id="within-power",
        ),
        pytest.param(
            ruled({"except_classes": ["pay"]}, **BOTH_WAYS),
            ["a matter of class pay at a meeting", "a matter of class pay in writing"],
            id="each-procedure-once",
        ),
        pytest.param(
            ruled({"reconvened": False}),
            ["a matter at a meeting that was reconvened"],
            id="reconvened",
        ),
        pytest.param(staged("rejected"), [], id="no-later-stage-that-nothing-is-put-off-to"),
        pytest.param(
            staged("deferred"),
            ["a matter at a meeting at stage 2"],
            id="a-later-stage",
        ),
        pytest.param(staged("deferred", {"stages": [2]}), [], id="a-later-stage-with-a-rule"),
        pytest.param(
            staged("deferred", {"stages": [2]}, classes=["pay"]),
            ["a matter at a meeting"],
            id="a-later-stage-of-other-matters",
        ),
        pytest.param(
            staged("rejected", silent={**WINDOW, "objects": 1, "then": "deferred"}),
            ["a matter at a meeting at stage 2", "a matter by silence at stage 2"],
            id="a-later-stage-after-silence",
        ),
        pytest.param(
            staged("rejected", silent={**WINDOW, "objects": 1, "then": "rejected"}),
            [],
            id="no-later-stage-after-silence",
        ),
    ],
)
def test_a_matter_that_no_rule_fits_is_remarked(
    changes: dict[str, Any], matters: list[str]
) -> None:
    """And the charter stands all the same: nobody is kept from leaving something undecided."""
    made = charter(**changes)
    check_charter(made, None)

    expected = [f"No vote rule fits {said}, so that it cannot be decided." for said in matters]

    assert list(gap_remarks(made)) == expected
    assert set(expected) <= set(remarks(made))


def test_what_only_members_can_meet_keeps_no_gap_hidden() -> None:
    """A composition that no made-up members have does not make the matter inadmissible."""
    lay = {
        "part": "some",
        "name": "lay",
        "who": {"attributes": {"lay": ["yes"]}},
        "least": {"count": 1},
    }
    made = charter(
        **ruled(SMALL),
        people={
            "attributes": [{"name": "lay"}],
            "composition": [{"rule": "lay", "needs": lay, "binds": "decision"}],
        },
    )

    assert len(list(gap_remarks(made))) == 1
