"""A charter by which its parties can decide is accepted, however unusual."""

from typing import Any

import pytest

from ledger.domain.charters.soundness import CharterUnsoundError, check_charter, problems
from tests.unit.domain.charters.drafts import (
    CAST,
    DAYS,
    HALF,
    ONE_STEP,
    WINDOW,
    cap,
    charter,
    distinct,
    each,
    escalating,
    meeting,
    need,
    quorum,
    seats,
    some,
    vote,
)

PARTIES = ("sponsor", "cro")
LAST = {"meetings": 2, "of_last": 3}
THIRD = {"share": {"num": 1, "den": 3}}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="plain"),
        pytest.param(need(threshold=HALF), id="half-is-enough"),
        pytest.param(need(threshold={"count": 1}), id="a-count-below-half"),
        pytest.param(
            {"votes": [{"needs": [CAST, {**CAST, "threshold": THIRD}]}]}, id="a-third-beside-half"
        ),
        pytest.param(
            {"votes": [{"needs": [{**CAST, "threshold": THIRD}], "vetoes": [{}]}]},
            id="a-third-where-everybody-may-veto",
        ),
        pytest.param(need(base="all_seats", threshold={**THIRD, "least": 3}), id="never-few"),
        pytest.param(quorum(cap(most=HALF)), id="a-cap-that-some-can-keep"),
        pytest.param(quorum(distinct(least={"count": 2})), id="two-parties"),
        pytest.param(quorum(each(least=3)), id="all-of-each"),
        pytest.param(
            quorum(some(who={"parties": ["cro"]}, least={"share": {"num": 2, "den": 3}})),
            id="a-share-that-grows-when-others-stay-away",
        ),
        pytest.param(quorum(some(who={"offices": ["chair"]}, least={"count": 1})), id="chair"),
        pytest.param(
            {"procedures": {"meeting": {}, "written": WINDOW, "no_objection": WINDOW}},
            id="in-writing-and-by-silence",
        ),
        pytest.param({"procedures": {"meeting": {}, "interim": {}}}, id="interim"),
        pytest.param(
            {
                "procedures": {"meeting": {}, "stages": [{"stage": 2, "after": DAYS}]},
                "votes": [
                    {"rule": "first", "when": {"stages": [1]}, "needs": [CAST]},
                    {"needs": [CAST]},
                ],
            },
            id="two-readings",
        ),
        pytest.param(escalating(steps=[ONE_STEP]), id="escalation"),
        pytest.param(
            {
                "votes": [
                    {
                        "needs": [{**CAST, "threshold": THIRD}],
                        "limits": [{"choice": "against", "most": {"count": 1}}],
                    }
                ]
            },
            id="a-third-where-few-may-be-against",
        ),
        pytest.param(
            escalating(steps=[{**ONE_STEP, "executives": [{"title": "expert"}]}]), id="expert"
        ),
        pytest.param(
            escalating(
                steps=[{**ONE_STEP, "executives": [{"title": "expert"}], "agree": {"count": 1}}]
            ),
            id="one-expert-agrees",
        ),
        pytest.param(
            escalating(steps=[{**ONE_STEP, "agree": {"count": 2}}]), id="both-executives-agree"
        ),
        pytest.param(
            {
                "ballots": {"freeze": {"count": 5, "unit": "days"}},
                "procedures": {"written": WINDOW},
            },
            id="frozen-from-the-second-day",
        ),
        pytest.param({"ballots": {"freeze": DAYS}}, id="frozen-at-a-meeting-that-has-no-window"),
        pytest.param(
            {
                "ballots": {"freeze": {"count": 9, "unit": "days"}},
                "procedures": {"meeting": {}, "no_objection": {**WINDOW, "then": "rejected"}},
            },
            id="frozen-where-no-ballots-are-cast",
        ),
        pytest.param(
            meeting(notice=DAYS, waiver={"threshold": {"count": 1}, "unit": "weight"}),
            id="waived-by-a-weight",
        ),
        pytest.param(
            vote(
                needs=[{**CAST, "unit": "party"}],
                abstain="barred",
                limits=[{"choice": "abstain", "most": {"count": 1}, "unit": "party"}],
            ),
            id="a-divided-bloc-abstains-though-nobody-may",
        ),
        pytest.param(
            vote(abstain="barred", limits=[{"choice": "against", "most": {"count": 1}}]),
            id="against-is-limited-where-nobody-abstains",
        ),
        pytest.param(
            {"people": {"attendance": {"newcomers": "wait", "founders": True, "lose": LAST}}},
            id="founders-vote",
        ),
        pytest.param(
            quorum(
                {
                    "part": "either",
                    "name": "p",
                    "of": [
                        some(name="b", least={"count": 1}),
                        each(name="c", least=9),
                    ],
                },
                some(name="share", least=HALF, of={"parties": ["cro"]}),
            ),
            id="parts-in-parts",
        ),
        pytest.param(
            {
                "procedures": {"meeting": {}, "stages": [{"stage": 2}]},
                "votes": [
                    {
                        "rule": "first",
                        "when": {"stages": [1]},
                        "needs": [CAST],
                        "carried": "deferred",
                    },
                    {"needs": [CAST]},
                ],
            },
            id="a-first-reading-carried",
        ),
        pytest.param(vote(nonvoting={"offices": ["chair"]}, casting={}), id="a-chair-for-ties"),
        pytest.param(meeting(callers=[{"who": {}, "support": THIRD}]), id="called-by-a-third"),
        pytest.param(
            {
                "people": {
                    "offices": [
                        {"office": "co_chair", "party": "sponsor"},
                        {"office": "co_chair", "party": "cro"},
                    ]
                }
            },
            id="a-co-chair-of-each",
        ),
    ],
)
def test_a_charter_that_can_stand_is_accepted(changes: dict[str, Any]) -> None:
    """What is unusual and yet possible is no flaw."""
    check_charter(charter(**changes), PARTIES)


def test_seats_belong_to_the_parties_of_the_board() -> None:
    """A seat of a stranger is refused where the parties are known."""
    strange = charter(seats=seats(sponsor=2, tech=1))

    check_charter(strange, None)
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(strange, PARTIES)

    assert caught.value.facts == {
        "problem": "seat tech-1 belongs to tech, which is no party of the board"
    }


def test_every_flaw_is_found_and_none_twice() -> None:
    """Whoever drafts a charter sees all that is wrong with it at once."""
    found = list(
        problems(
            charter(
                seats=seats(sponsor=1) * 2,
                calendar={"tz": "Mars"},
                quorum=[{"threshold": {}}],
            ),
            PARTIES,
        )
    )

    assert found == [
        "seat sponsor-1 is named twice",
        "Mars is no time zone",
        "quorum[0].threshold has neither a count nor a share",
    ]


def test_a_vast_charter_is_judged_in_bounded_time() -> None:
    """What is left untried of more ways than can be tried is not held against a charter."""
    topics = [f"topic-{number}" for number in range(60)]
    rules = [
        {
            "rule": topic,
            "when": {
                "topics": [topic],
                "stages": [number % 7 + 1],
                "above": {"fixed": {"minor": number + 1, "currency": "EUR"}},
            },
            "needs": [CAST],
        }
        for number, topic in enumerate(topics[:39])
    ]
    stages = [{"stage": number} for number in range(2, 8)]

    check_charter(
        charter(
            votes=[*rules, {"needs": [CAST]}],
            procedures={"meeting": {}, "written": WINDOW, "stages": stages},
        ),
        PARTIES,
    )
