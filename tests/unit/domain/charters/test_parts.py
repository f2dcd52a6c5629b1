"""What must hold of some can hold."""

from typing import Any

import pytest

from ledger.domain.charters.soundness import CharterUnsoundError, check_charter
from tests.unit.domain.charters.drafts import (
    CAST,
    HALF,
    SEX,
    WINDOW,
    cap,
    charter,
    distinct,
    each,
    need,
    quorum,
    seats,
    some,
)

QUARTER = {"share": {"num": 1, "den": 4}}
FLAWS = [
    pytest.param(
        {
            "people": {
                "composition": [
                    {"rule": "three", "needs": some(name="three", least={"count": 3})},
                    {"rule": "few", "needs": some(name="few", most={"count": 2})},
                ]
            }
        },
        "composition rule three asks for 3 at least, and rule few for 2 at the most of the same"
        " seats",
        id="more-and-less",
    ),
    pytest.param(
        quorum(floor={"count": 2}),
        "quorum rule quorum lasts to a floor, and is tested at each decision",
        id="floor",
    ),
    pytest.param(
        quorum({"part": "all", "name": "p", "of": [each(name="a"), each(name="b", least=4)]}),
        "quorum rule quorum: p can never hold: one of its parts cannot",
        id="not-all",
    ),
    pytest.param(
        {"quorum": [{"threshold": HALF}, {"rule": "later", "when": {"reconvened": True}}]},
        "quorum rule later is never reached: quorum comes first and fits all its matters",
        id="quorum-unreached",
    ),
    pytest.param(
        need(who={"mode": "remote"}),
        "votes[0].needs[0].who asks how somebody is present, where presence is not asked for",
        id="mode-of-votes",
    ),
    pytest.param(
        quorum(who={"mode": "in_person"}),
        "quorum[0].who asks how somebody is present, where presence is not asked for",
        id="mode-of-quorum",
    ),
    pytest.param(
        {"procedures": {"written": WINDOW}, **quorum(within_minutes=30)},
        "quorum rule quorum has a clock of meetings, and is for none",
        id="clock-in-writing",
    ),
    pytest.param(
        quorum(some()),
        "quorum rule quorum: p can never hold: it asks for nothing",
        id="nothing-asked",
    ),
    pytest.param(
        quorum(some(who={"parties": ["cro"]}, least={"count": 4})),
        "quorum rule quorum: p can never hold: 4 are needed, and its seats are 3",
        id="too-many-of-a-group",
    ),
    pytest.param(
        quorum(some(who={"parties": ["cro"]}, least={"count": 3}, most={"count": 2})),
        "quorum rule quorum: p can never hold: 3 at least and 2 at the most",
        id="least-above-most",
    ),
    pytest.param(
        quorum(some(most={"count": 2}), threshold={"count": 4}),
        "quorum rule quorum: p can never hold: so few of them are let in that too few"
        " others are left",
        id="most-below-quorum",
    ),
    pytest.param(
        quorum(some(who={"parties": ["cro"]}, share_of="members", least={**HALF, "least": 4})),
        "quorum rule quorum: p can never hold: 4 are needed, and its seats are 3",
        id="too-many-members",
    ),
    pytest.param(
        quorum(each(least=4)),
        "quorum rule quorum: p can never hold: 4 of sponsor are needed, and its seats are 3",
        id="each-too-many",
    ),
    pytest.param(
        {**quorum(each(by="sex", least=4)), "people": SEX},
        "quorum rule quorum: p can never hold: 8 are needed, and its seats are 6",
        id="each-value-too-many",
    ),
    pytest.param(
        quorum(distinct(least={"count": 3})),
        "quorum rule quorum: p can never hold: 3 different ones are needed, and there are 2",
        id="too-many-distinct",
    ),
    pytest.param(
        {**quorum(distinct(by="sex", least={"count": 3})), "people": SEX},
        "quorum rule quorum: p can never hold: 3 different ones are needed, and there are 2",
        id="too-many-values",
    ),
    pytest.param(
        quorum(distinct(by="person", least={"count": 7})),
        "quorum rule quorum: p can never hold: 7 different ones are needed, and there are 6",
        id="too-many-persons",
    ),
    pytest.param(
        quorum(cap(most={"count": 1}), threshold={"count": 4}),
        "quorum rule quorum: p can never hold: with so few of each, too few can be together",
        id="cap-below-quorum",
    ),
    pytest.param(
        {"seats": seats(sponsor=3), **quorum(cap(most=HALF))},
        "quorum rule quorum: p can never hold: with so few of each, too few can be together",
        id="cap-of-one-party",
    ),
    pytest.param(
        quorum(
            {
                "part": "either",
                "name": "p",
                "of": [each(name="a", least=4), some(name="b", least={"count": 9})],
            }
        ),
        "quorum rule quorum: p can never hold: none of its alternatives can hold",
        id="no-alternative",
    ),
    pytest.param(
        {"votes": [{"needs": [CAST], "parts": [each(least=4)]}]},
        "vote rule majority: p can never hold: 4 of sponsor are needed, and its seats are 3",
        id="votes-for",
    ),
    pytest.param(
        {"people": {"composition": [{"rule": "size", "needs": some(least={"count": 7})}]}},
        "composition rule size: p can never hold: 7 are needed, and its seats are 6",
        id="composition",
    ),
    pytest.param(
        {"people": {"composition": [{"rule": "mix", "needs": cap(most=QUARTER)}]}},
        "composition rule mix: p can never hold: with so few of each, too few can be together",
        id="cap-that-no-board-keeps",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), FLAWS)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    changes: dict[str, Any], problem: str
) -> None:
    """What must hold of some can hold."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(charter(**changes), None)

    assert caught.value.facts == {"problem": problem}
