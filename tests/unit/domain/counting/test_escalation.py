"""The way up from a deadlock: step by step, then the final say."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import (
    at,
    charter,
    days,
    rules_of,
    tried,
    votes,
)

ADOPTED = votes("for", "for")
DEADLOCK = votes("for", "for", "against", "against")
STEP_ONE = {
    "step": "heads",
    "executives": [{"title": "ceo", "party": "acme"}, {"title": "ceo", "party": "bell"}],
    "within": days(3),
}
STEP_TWO = {
    "step": "owners",
    "executives": [{"title": "owner", "party": party} for party in ("acme", "bell", "third")],
    "within": days(3),
    "agree": {"count": 2},
}


def _escalated(given: Any, clock: str = at(), **rule: Any) -> Any:
    powers = {"escalation": {"steps": [STEP_ONE, STEP_TWO], **rule}}
    return tried(
        charter(powers=powers),
        matter={"class": "plan", "closes_at": at()},
        meeting={"starts_at": at(hours=-1)},
        clock=clock,
        ballots=DEADLOCK,
        escalation=given,
    )


def _answers(*choices: str, title: str = "ceo", **more: Any) -> list[dict[str, Any]]:
    return [
        {"executive": title, "party": party, "choice": choice, **more}
        for party, choice in zip(("acme", "bell", "third"), choices, strict=False)
        if choice != "-"
    ]


@pytest.mark.parametrize(
    ("given", "clock", "expected"),
    [
        ([], at(), "escalated"),
        (_answers("for", "for"), at(), "adopted"),
        (_answers("against", "against"), at(), "rejected"),
        (_answers("for"), at(), "escalated"),
        (_answers("for", "against"), at(), "escalated"),
        (_answers("for", "for", at=at(days=3)), at(days=3), "adopted"),
        (_answers("for", "for", at=at(days=4)), at(days=4), "escalated"),
        (_answers("for", "for", at=at(days=1)), at(), "escalated"),
        (
            [*_answers("for", "against"), *_answers("for", "for", title="owner")],
            at(),
            "adopted",
        ),
        (
            [*_answers("for", "against"), *_answers("against", "-", "against", title="owner")],
            at(),
            "rejected",
        ),
        (_answers("for", "for", title="owner"), at(), "escalated"),
        ([*_answers("-"), *_answers("for", "for", title="owner")], at(days=4), "adopted"),
        ([], at(days=10), "unresolved"),
    ],
)
def test_a_deadlock_goes_up_step_by_step(
    given: list[dict[str, Any]], clock: str, expected: str
) -> None:
    """All, or as many as must agree, in the time of their step; else the next one begins."""
    assert _escalated({"answers": given}, clock).outcome == expected


def test_an_executives_first_answer_stands() -> None:
    """Who has answered a deadlock has answered it; a change of mind is no second answer."""
    given = [
        *_answers("against", at=at(hours=1)),
        *_answers("for", "for", at=at(hours=2)),
    ]

    assert _escalated({"answers": given}, at(days=1)).outcome == "escalated"


def test_an_answer_to_another_step_is_none_to_this() -> None:
    """A title that answers in two steps says in which."""
    twice = {**STEP_TWO, "executives": STEP_ONE["executives"], "agree": {"count": 1}}
    answers = [*_answers("for", "against"), *_answers("for", step="owners")]

    result = _escalated({"answers": answers}, steps=[STEP_ONE, twice])

    assert result.outcome == "adopted"
    assert rules_of(result, "escalation") == ["not_met", "met"]


@pytest.mark.parametrize(
    ("rule", "said", "expected"),
    [
        ([], None, "unresolved"),
        ([{"party": "acme"}], None, "escalated"),
        ([{"party": "acme"}], {"party": "acme", "choice": "for"}, "adopted"),
        ([{"party": "acme"}], {"party": "acme", "choice": "against"}, "rejected"),
        ([{"party": "acme"}], {"party": "bell", "choice": "for"}, "ultra_vires"),
        ([], {"party": "bell", "choice": "for"}, "ultra_vires"),
        ([{"office": "chair"}], {"office": "chair", "choice": "for"}, "adopted"),
        ([{"office": "chair"}], {"office": "secretary", "choice": "for"}, "ultra_vires"),
        (
            [{"party": "acme", "when": {"classes": ["budget"]}}, {"party": "bell"}],
            {"party": "bell", "choice": "for"},
            "adopted",
        ),
        (
            [{"party": "acme", "except": [{"classes": ["plan"]}]}],
            {"party": "acme", "choice": "for"},
            "ultra_vires",
        ),
        ([{"party": "acme", "within": days(2)}], None, "escalated"),
        (
            [{"party": "acme"}],
            {"party": "acme", "choice": "for", "at": at(days=-1)},
            "escalated",
        ),
        ([{"party": "acme"}], {"party": "acme", "choice": "for", "at": at(days=1)}, "escalated"),
    ],
)
def test_somebody_may_have_the_final_say(
    rule: list[dict[str, Any]], said: dict[str, Any] | None, expected: str
) -> None:
    """Once the steps are exhausted: only its holder, on its matters, in its time."""
    given: dict[str, Any] = {"answers": _answers("for", "against")}
    if said is not None:
        given["final_say"] = said

    assert _escalated(given, steps=[STEP_ONE], final_say=rule).outcome == expected


@pytest.mark.parametrize(
    ("said", "clock", "expected"),
    [
        (at(days=2), at(days=5), "adopted"),
        (at(days=3), at(days=5), "rejected"),
        (None, at(days=2), "escalated"),
        (None, at(days=3), "rejected"),
    ],
)
def test_a_final_say_has_its_time(said: str | None, clock: str, expected: str) -> None:
    """After that nobody has decided, and the charter says what that means."""
    given: dict[str, Any] = {"answers": _answers("for", "against")}
    if said is not None:
        given["final_say"] = {"party": "acme", "choice": "for", "at": said}

    result = _escalated(
        given,
        clock,
        steps=[STEP_ONE],
        final_say=[{"party": "acme", "within": days(2)}],
        exhausted="rejected",
    )

    assert result.outcome == expected


def test_a_deadlock_that_nobody_referred_stays_one() -> None:
    """And so does one that the charter does not escalate."""
    rules = charter(powers={"escalation": {"steps": [STEP_ONE]}})
    other = charter(powers={"escalation": {"steps": [STEP_ONE], "when": {"classes": ["budget"]}}})

    assert tried(rules, ballots=DEADLOCK).outcome == "deadlocked"
    assert tried(other, ballots=DEADLOCK, escalation={}).outcome == "deadlocked"
    assert tried(ballots=DEADLOCK, escalation={}).outcome == "deadlocked"
    assert tried(rules, ballots=ADOPTED, escalation={}).outcome == "adopted"


def test_a_deadlock_can_go_straight_to_the_final_say() -> None:
    """An escalation need have no steps."""
    result = _escalated(
        {"final_say": {"party": "acme", "choice": "for"}}, steps=[], final_say=[{"party": "acme"}]
    )

    assert result.outcome == "adopted"


EXPERT = {
    "step": "expert",
    "executives": [{"title": "expert"}],
    "within": days(3),
    "when": {"topics": ["science"]},
}


@pytest.mark.parametrize(
    ("topics", "answers", "clock", "expected"),
    [
        (["science"], [], at(), ("escalated", ["expert"])),
        (["science"], [{"executive": "expert", "choice": "for"}], at(), ("adopted", [])),
        (["science"], [], at(days=4), ("escalated", ["ceo of acme", "ceo of bell"])),
        # Other matters begin with the step after it, at once.
        ([], [], at(), ("escalated", ["ceo of acme", "ceo of bell"])),
        ([], _answers("for", "for"), at(), ("adopted", [])),
        ([], [{"executive": "expert", "choice": "for"}], at(), ("escalated", None)),
        ([], [], at(days=4), ("unresolved", [])),
        (["science"], [], at(days=8), ("unresolved", [])),
    ],
)
def test_a_step_is_for_the_matters_that_it_names(
    topics: list[str], answers: list[Any], clock: str, expected: tuple[str, list[str] | None]
) -> None:
    """Others pass it by, and do not wait out its time."""
    result = tried(
        charter(powers={"escalation": {"steps": [EXPERT, STEP_ONE]}}),
        matter={"class": "plan", "topics": topics, "closes_at": at()},
        meeting={"starts_at": at(hours=-1)},
        clock=clock,
        ballots=DEADLOCK,
        escalation={"answers": answers},
    )

    word, waiting = expected
    said = [line.text for line in result.explanation if line.rule == "escalation"]
    assert result.outcome == word
    assert ("Step expert is not for this matter." in said) == (not topics)
    if waiting is not None:
        assert [who for each in result.missing for who in each.who] == waiting


def test_items_of_one_motion_go_through_steps_of_their_own() -> None:
    """What is not for the expert is decided by the heads while the expert has time."""
    steps = [{**EXPERT, "when": {"classes": ["science"]}}, STEP_ONE]
    result = tried(
        charter(powers={"escalation": {"steps": steps}}),
        matter={
            "class": "plan",
            "items": [{"item": "one"}, {"item": "two", "class": "science"}],
            "closes_at": at(),
        },
        meeting={"starts_at": at(hours=-1)},
        ballots=DEADLOCK,
        escalation={"answers": _answers("for", "for", at=at())},
    )

    # For what the expert has, the step of the heads has not begun.
    assert {item.item: item.outcome for item in result.items} == {
        "one": "adopted",
        "two": "escalated",
    }
