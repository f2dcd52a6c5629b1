"""Charters of many kinds stand, and what they lack is found where it stands."""

from typing import Any

import pytest

from ledger.domain.charters.remarks import remarks
from ledger.domain.charters.sentences import sentences
from ledger.domain.charters.soundness import check_charter, problems
from tests.unit.domain.charters.drafts import (
    ALL,
    CAST,
    DAYS,
    HALF,
    MOST,
    ONE_STEP,
    SEX,
    WINDOW,
    cap,
    charter,
    each,
    escalating,
    meeting,
    need,
    quorum,
    seats,
    some,
    vote,
)

WOMEN = {"attributes": {"sex": ["f"]}}
FIVE: dict[str, Any] = {"fixed": {"minor": 5, "currency": "EUR"}}
BUDGET: dict[str, Any] = {"above": {"share": {"num": 1, "den": 10}}}
BETWEEN: dict[str, Any] = {
    "rule": "between",
    "needs": [CAST],
    "when": {"above": FIVE, "up_to": {"fixed": {"minor": 6, "currency": "EUR"}}},
}
CLASSED = [
    {"seat": "a", "party": "sponsor", "class": "lay"},
    {"seat": "b", "party": "cro", "class": "expert"},
    {"seat": "c", "party": "cro"},
]


@pytest.mark.parametrize(
    "changes",
    [
        escalating(
            steps=[ONE_STEP],
            final_say=[
                {"party": "cro", "when": {"classes": ["plan"]}},
                {"party": "sponsor", "when": {"classes": ["budget"]}},
            ],
        ),
        {"amendment": {"by": "owner", "party": "cro"}},
        # Who withdraws is not known beforehand, and no trial shows it.
        {"procedures": {"meeting": {}, "written": {**WINDOW, "when": {"recused": HALF}}}},
        {"procedures": {"meeting": {}, "interim": {"when": {"vacancies": {"least": 1}}}}},
        {
            "quorum": [
                {"rule": "others", "when": {"recused": ALL}, "threshold": {"count": 1}},
                {"threshold": HALF},
            ]
        },
        # From an amount to another one, and with a share of which nobody knows the budget.
        {"votes": [BETWEEN, {"needs": [CAST]}]},
        {"votes": [{**BETWEEN, "when": {**BUDGET, "up_to": FIVE}}, {"needs": [CAST]}]},
        meeting(notice=DAYS, waiver={"threshold": {"count": 2}, "unit": "party"}),
        {
            "people": {
                **SEX,
                "terms": [
                    {"who": WOMEN, "longest": {"count": 1, "unit": "years"}},
                    {"longest": {"count": 2, "unit": "years"}},
                ],
            }
        },
        {**quorum(some(who=WOMEN, least={"count": 1})), "people": SEX},
        {
            "votes": [
                {"rule": "first", "needs": [CAST], "when": {"stages": [1]}},
                {"needs": [CAST]},
            ]
        },
        quorum(each(values=["cro", "sponsor"])),
        {**quorum(cap(by="sex", most=HALF)), "people": SEX},
        {**quorum(each(by="sex")), "people": SEX},
        {"seats": CLASSED, "quorum": [{"parts": [cap(by="class", most={"count": 2})]}]},
        {"people": {"composition": [{"rule": "parity", "needs": each(least=3)}]}},
        {
            "people": {
                **SEX,
                "composition": [
                    {"rule": "women", "needs": some(who=WOMEN, least=HALF), "binds": "decision"}
                ],
            }
        },
        quorum({"part": "all", "name": "both", "of": [each(name="a"), some(least={"count": 4})]}),
        quorum(
            {
                "part": "all",
                "name": "both",
                "of": [some(least=HALF), some(name="q", most={"count": 6})],
            }
        ),
        {
            "powers": {
                "rights": [{"class": "plan", "up_to": {"fixed": {"minor": 100, "currency": "EUR"}}}]
            }
        },
        {
            **need(unit="weight"),
            "people": SEX,
            "weights": [{"who": WOMEN, "weight": 2}, {"who": {}, "weight": 1}],
        },
    ],
)
def test_a_charter_that_can_decide_stands(changes: dict[str, Any]) -> None:
    """Nothing is found against it, and every part of it is said."""
    made = charter(**changes)

    check_charter(made, None)

    assert list(sentences(made))


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        (
            {"people": {"composition": [{"rule": "parity", "needs": each(least=4)}]}},
            "composition rule parity",
        ),
        (
            vote(bloc={"how": "lead", "leads": ["desk"]})
            | {
                "seats": [
                    *seats(sponsor=3, cro=3),
                    {"seat": "desk", "party": "cro", "voting": False},
                ]
            },
            "the lead seat desk",
        ),
        (
            {
                "people": {
                    **SEX,
                    "composition": [
                        {"rule": "women", "needs": some(who=WOMEN, least={"count": 7})}
                    ],
                }
            },
            "composition rule women",
        ),
        (
            {"people": {"composition": [{"rule": "few", "needs": some(least={"count": 9})}]}},
            "composition rule few",
        ),
        (
            {**quorum(each(by="sex", least=4)), "people": SEX},
            "quorum rule quorum",
        ),
    ],
)
def test_every_flaw_is_found(changes: dict[str, Any], flaw: str) -> None:
    """All of them, not the first alone; a charter with a flaw is not tried."""
    found = list(problems(charter(**changes), None))

    assert [text for text in found if flaw in text]


def test_matters_that_fail_alike_are_told_once() -> None:
    """Plans need a form and budgets none, and neither ever has its quorum."""
    form = {"formality": "seal", "text": "The seal.", "when": {"classes": ["plan"]}}
    made = charter(
        quorum=[{"threshold": {"count": 7}}],
        procedures={"meeting": {}, "formalities": [form]},
        powers={"rights": [{"class": "plan"}, {"class": "budget"}]},
    )

    assert len(list(problems(made, None))) == 1


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (ALL, "more than all of"),
        (HALF, "more than half of"),
        (MOST, "as much as half of"),
    ],
)
def test_a_cap_is_said_by_what_may_not_be_passed(most: dict[str, Any], said: str) -> None:
    """A cap of all forbids nothing, and does not sound as if it did."""
    texts = [line.text for line in sentences(charter(**quorum(cap(most=most))))]

    assert [text for text in texts if said in text]


@pytest.mark.parametrize(
    ("changes", "relied"),
    [
        (meeting(callers=[{"offices": ["secretary"]}]), "secretary"),
        (vote(casting={}), "chair"),
        ({"procedures": {"meeting": {}, "interim": {"by": ["vice_chair"]}}}, "vice-chair"),
        (quorum(some(who={"offices": ["co_chair"]}, least={"count": 1})), "co-chair"),
    ],
)
def test_an_office_on_which_rules_rely_is_named(changes: dict[str, Any], relied: str) -> None:
    """Where the charter says who fills others, and not who fills this one."""
    offices = ["chair", "co_chair", "secretary", "vice_chair"]
    others = [{"office": name} for name in offices if name != relied.replace("-", "_")]
    all_named = [{"office": name} for name in offices]

    lacking = list(remarks(charter(**changes, people={"offices": others})))
    named = list(remarks(charter(**changes, people={"offices": all_named})))

    assert [text for text in lacking if f"rely on the {relied}" in text]
    assert not [text for text in named if "rely on" in text]


def test_exceptions_to_an_agenda_and_forms_of_every_party_are_remarked() -> None:
    """Where an agenda is closed, or one of each party can do it, nothing is."""
    form = {"formality": "seal", "text": "The seal.", "parties": True}
    open_ = meeting(agenda={"closed": False, "urgent": True})
    closed = meeting(agenda={"urgent": True})

    def said(changes: dict[str, Any], **more: Any) -> str:
        procedures = {**changes["procedures"], **more}
        return " ".join(remarks(charter(procedures=procedures)))

    assert "exceptions" in said(open_)
    assert "exceptions" not in said(closed)
    assert "seal" in said(closed, formalities=[{**form, "by": "secretary"}])
    assert "seal" not in said(closed, formalities=[{**form, "by": "co_chair"}, form])


def test_several_rules_are_said_to_have_an_order() -> None:
    """Of quorums, votes and weights; and a board without a quorum says so."""
    several = charter(
        quorum=[{"rule": "big", "when": {"classes": ["budget"]}, "threshold": MOST}, {}],
        votes=[
            {"rule": "big", "when": {"classes": ["budget"]}, "needs": [CAST]},
            {"needs": [CAST]},
        ],
        weights=[{"who": {"parties": ["cro"]}, "weight": 2}, {"who": {}, "weight": 1}],
        people={"terms": [{"holdover": "until_replaced"}]},
    )
    none = charter(quorum=[])

    texts = [each_.text for each_ in sentences(several)]

    assert sum(text.startswith("The first of these rules") for text in texts) == 3
    assert [text for text in texts if "until somebody follows" in text]
    assert [each_.text for each_ in sentences(none) if "No quorum" in each_.text]
