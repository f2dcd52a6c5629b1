"""Executives: their first answer stands, silence may be an answer, an expert is of no party."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import at, charter, days, tried, votes

HEADS = [{"title": "ceo", "party": "acme"}, {"title": "ceo", "party": "bell"}]
EXPERT = [{"title": "expert"}]


def _outcome(step: dict[str, Any], answers: list[Any], clock: str = at(), **more: Any) -> str:
    step = {"step": "heads", "executives": HEADS, "within": days(3), **step}
    return tried(
        charter(powers={"escalation": {"steps": [step], **more}}),
        matter={"class": "plan", "closes_at": at()},
        meeting={"starts_at": at(hours=-1)},
        clock=clock,
        ballots=votes("for", "for", "against", "against"),
        escalation={"answers": answers},
    ).outcome


def _ceo(party: str, choice: str, **more: Any) -> dict[str, Any]:
    return {"executive": "ceo", "party": party, "choice": choice, **more}


@pytest.mark.parametrize(
    ("silence", "answers", "expected"),
    [
        ("none", [], "unresolved"),
        ("for", [], "adopted"),
        ("against", [], "rejected"),
        ("for", [_ceo("acme", "for")], "adopted"),
        ("for", [_ceo("acme", "against")], "unresolved"),
        ("against", [_ceo("acme", "for")], "unresolved"),
        ("against", [_ceo("acme", "against")], "rejected"),
        ("none", [_ceo("acme", "for")], "unresolved"),
    ],
)
def test_silence_is_deemed_an_answer_once_the_time_is_over(
    silence: str, answers: list[Any], expected: str
) -> None:
    """Before that it is none, and who has answered is deemed nothing."""
    step = {"silence": silence}

    assert _outcome(step, answers, at(days=4)) == expected
    assert _outcome(step, answers, at(days=2)) == "escalated"


def test_who_answers_late_is_deemed_to_have_been_silent() -> None:
    """The step's time is the answer's time."""
    late = [_ceo("acme", "for"), _ceo("bell", "against", at=at(days=5))]
    in_time = [_ceo("acme", "for"), _ceo("bell", "against", at=at(days=2))]

    assert _outcome({"silence": "for"}, late, at(days=6)) == "adopted"
    assert _outcome({"silence": "for"}, in_time, at(days=6)) == "unresolved"


@pytest.mark.parametrize(("choice", "expected"), [("for", "adopted"), ("against", "rejected")])
def test_an_expert_is_of_no_party(choice: str, expected: str) -> None:
    """Named by title alone, and heard by it."""
    answer = {"executive": "expert", "choice": choice}

    assert _outcome({"executives": EXPERT}, [answer]) == expected
    assert _outcome({"executives": EXPERT}, []) == "escalated"


def test_an_expert_decides_between_the_heads() -> None:
    """Two of three must agree."""
    step = {"executives": [*HEADS, *EXPERT], "agree": {"count": 2}}
    split = [_ceo("acme", "for"), _ceo("bell", "against")]

    assert _outcome(step, split) == "escalated"
    assert _outcome(step, [*split, {"executive": "expert", "choice": "for"}]) == "adopted"
    assert _outcome(step, [*split, {"executive": "expert", "choice": "against"}]) == "rejected"


def test_an_executives_first_answer_stands() -> None:
    """Whoever changes their mind does not undo what was answered."""
    again = [
        _ceo("acme", "for", at=at(hours=1)),
        _ceo("acme", "against", at=at(hours=2)),
        _ceo("bell", "for", at=at(hours=3)),
    ]
    told_late = [again[1], again[0], again[2]]
    other_way = [
        _ceo("acme", "against", at=at(hours=1)),
        _ceo("acme", "for", at=at(hours=2)),
        _ceo("bell", "for", at=at(hours=3)),
    ]

    clock = at(days=1)

    assert _outcome({}, again, clock) == "adopted"
    assert _outcome({}, told_late, clock) == "adopted"
    assert _outcome({}, other_way, clock) == "unresolved"


def test_what_enough_have_answered_stays_decided() -> None:
    """A later answer the other way changes nothing."""
    step = {"agree": {"count": 1}}
    answers = [_ceo("acme", "for", at=at(hours=1)), _ceo("bell", "against", at=at(hours=2))]

    assert _outcome(step, answers, at(days=1)) == "adopted"
