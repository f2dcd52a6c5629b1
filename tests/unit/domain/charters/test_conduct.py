"""Every procedure can be used."""

from typing import Any

import pytest

from ledger.domain.charters.soundness import CharterUnsoundError, check_charter
from tests.unit.domain.charters.drafts import (
    ALL,
    DAYS,
    WINDOW,
    charter,
    meeting,
)

WEEK = {"count": 7, "unit": "days"}
NONE = {"share": {"num": 0, "den": 1}}

FLAWS = [
    pytest.param({"procedures": {}}, "the board has no procedure to decide by", id="no-procedure"),
    pytest.param(
        {"procedures": {"interim": {}}},
        "an officer acts alone, and the board has no procedure to ratify it by",
        id="interim-alone",
    ),
    pytest.param(
        {"procedures": {"written": {**WINDOW, "objects": 1}}},
        "objections to the written form bring it before a meeting, and there is none",
        id="form-to-no-meeting",
    ),
    pytest.param(
        {"procedures": {"meeting": {}, "written": {**WINDOW, "objects": 7}}},
        "7 would have to object to the written form, more than there are",
        id="form-by-too-many",
    ),
    pytest.param(
        {
            "procedures": {
                "meeting": {},
                "written": {**WINDOW, "objects": 4, "who": {"parties": ["cro"]}},
            }
        },
        "4 would have to object to the written form, more than there are",
        id="form-by-too-many-of-a-group",
    ),
    pytest.param(
        {
            "procedures": {
                "meeting": {},
                "written": {**WINDOW, "objects": {"share": {"num": 1, "den": 3}, "least": 7}},
            }
        },
        "7 would have to object to the written form, more than there are",
        id="form-by-a-share-too-large",
    ),
    pytest.param(
        {"procedures": {"meeting": {}, "written": {**WINDOW, "objects": {"count": 0}}}},
        "nobody would have to object to the written form for it to be refused",
        id="form-by-nobody",
    ),
    pytest.param(
        {"procedures": {"meeting": {}, "written": {**WINDOW, "who": {"parties": ["cro"]}}}},
        "it is said who may object to the written form, and not how many must",
        id="form-by-no-number",
    ),
    pytest.param(
        {"procedures": {"no_objection": {**WINDOW, "objects": 4, "who": {"parties": ["cro"]}}}},
        "4 would have to object, more than may",
        id="silence-by-too-many",
    ),
    pytest.param(
        {
            "procedures": {
                "meeting": {
                    "reconvene": {
                        "after": {"count": 15, "unit": "days"},
                        "within": {"count": 10, "unit": "days"},
                    }
                }
            }
        },
        "a reconvened meeting comes 15 days later, and is over by then",
        id="reconvene",
    ),
    pytest.param(
        meeting(callers=[{}]),
        "meeting class ordinary names a caller and does not say who",
        id="caller",
    ),
    pytest.param(
        meeting(callers=[{"who": {}, "support": {"count": 7}}]),
        "meeting class ordinary: so many cannot ask for it, 6 could",
        id="support",
    ),
    pytest.param(
        meeting(callers=[{"who": {"parties": ["cro"]}, "support": {"count": 4}}]),
        "meeting class ordinary: so many cannot ask for it, 3 could",
        id="support-of-group",
    ),
    pytest.param(
        meeting(waiver={"threshold": ALL}),
        "meeting class ordinary has no notice that could be waived",
        id="waiver",
    ),
    pytest.param(
        meeting(notice=DAYS, waiver={"threshold": {"count": 7}}),
        "meeting class ordinary: a waiver needs 7 of 6 voting seats",
        id="waiver-many",
    ),
    pytest.param(
        meeting(notice=DAYS, waiver={"threshold": {"count": 4}, "who": {"parties": ["cro"]}}),
        "meeting class ordinary: a waiver needs 4 of 3 voting seats",
        id="waiver-many-of-a-group",
    ),
    pytest.param(
        meeting(notice=DAYS, waiver={"threshold": {"count": 7}, "who": {"novote": True}}),
        "meeting class ordinary: a waiver needs 7 of 6 seats",
        id="waiver-many-of-all",
    ),
    pytest.param(
        meeting(
            notice=DAYS,
            waiver={
                "threshold": {"share": {"num": 1, "den": 4}, "rounding": "down"},
                "who": {"parties": ["cro"]},
            },
        ),
        (
            "meeting class ordinary: a waiver needs nobody, so that what it lets pass is never"
            " asked for"
        ),
        id="waiver-nobody-of-a-group",
    ),
    pytest.param(
        meeting(notice=DAYS, waiver={"threshold": {"count": 0}}),
        (
            "meeting class ordinary: a waiver needs nobody, so that what it lets pass is never"
            " asked for"
        ),
        id="waiver-nobody",
    ),
    pytest.param(
        meeting(notice=DAYS, waiver={"threshold": NONE, "unit": "weight"}),
        (
            "meeting class ordinary: a waiver needs nobody, so that what it lets pass is never"
            " asked for"
        ),
        id="waiver-no-weight",
    ),
    pytest.param(
        meeting(agenda={"consent": {"threshold": {"count": 0}, "unit": "party"}}),
        (
            "meeting class ordinary: a consent needs nobody, so that what it lets pass is never"
            " asked for"
        ),
        id="consent-nobody",
    ),
    pytest.param(
        {"ballots": {"freeze": WEEK}, "procedures": {"written": WINDOW}},
        "ballots may be replaced until 7 days before the end of a poll, and no window is that long",
        id="freeze",
    ),
    pytest.param(
        {
            "ballots": {"freeze": WEEK},
            "procedures": {"meeting": {}, "no_objection": WINDOW, "written": WINDOW},
        },
        "ballots may be replaced until 7 days before the end of a poll, and no window is that long",
        id="freeze-of-every-window",
    ),
    pytest.param(
        meeting(agenda={"consent": {"threshold": {"count": 7}}}),
        "meeting class ordinary: a consent needs 7 of 6 voting seats",
        id="consent-many",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), FLAWS)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    changes: dict[str, Any], problem: str
) -> None:
    """Every procedure can be used."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(charter(**changes), None)

    assert caught.value.facts == {"problem": problem}
