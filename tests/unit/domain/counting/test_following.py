"""What comes after the vote: forms, conditions, ratification, the way up."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.domain.counting.facts import CastingVote
from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.voting import has_ended, outcome
from tests.unit.domain.counting.cases import (
    NOON,
    SEATS,
    at,
    ballot,
    case,
    charter,
    days,
    members,
    rules_of,
    tried,
    votes,
)

ADOPTED = votes("for", "for")
ALONE = {"class": "plan", "procedure": "interim"}


def _formal(**rule: Any) -> dict[str, Any]:
    form = {"formality": "minutes", "text": "The minutes are signed.", **rule}
    return charter(procedures={"meeting": {}, "formalities": [form]})


@pytest.mark.parametrize(
    ("rule", "done", "expected"),
    [
        ({}, [], "inadmissible"),
        ({}, ["minutes"], "adopted"),
        ({}, [{"formality": "minutes", "at": at(seconds=1)}], "inadmissible"),
        ({"when": {"classes": ["budget"]}}, [], "adopted"),
        ({"by": "chair"}, ["minutes"], "adopted"),
        ({"by": "chair"}, [{"formality": "minutes", "by": "acme-1"}], "adopted"),
        ({"by": "chair"}, [{"formality": "minutes", "by": "chair"}], "adopted"),
        ({"by": "vice_chair"}, [{"formality": "minutes", "by": "vice_chair"}], "adopted"),
        ({"by": "chair"}, [{"formality": "minutes", "by": "bell-1"}], "inadmissible"),
        ({"by": "chair"}, [{"formality": "minutes", "party": "acme"}], "inadmissible"),
        ({"parties": True}, ["minutes"], "adopted"),
        (
            {"parties": True},
            [{"formality": "minutes", "by": "acme-1"}, {"formality": "minutes", "party": "bell"}],
            "adopted",
        ),
        ({"parties": True}, [{"formality": "minutes", "by": "acme-1"}], "inadmissible"),
    ],
)
def test_a_decision_without_its_form_has_no_effect(
    rule: dict[str, Any], done: list[Any], expected: str
) -> None:
    """Done by whom the charter says, by the time of the vote."""
    result = tried(_formal(**rule), ballots=ADOPTED, formalities=done)

    assert result.outcome == expected


@pytest.mark.parametrize(
    ("clock", "done", "expected"),
    [
        (at(days=1), [], "pending"),
        (at(days=3), [], "inadmissible"),
        (at(days=3), [{"formality": "minutes", "at": at(days=1)}], "adopted"),
        (at(days=4), [{"formality": "minutes", "at": at(days=3)}], "inadmissible"),
    ],
)
def test_a_form_may_follow_within_its_time(clock: str, done: list[Any], expected: str) -> None:
    """Until then the decision waits for it; then it is too late."""
    result = tried(
        _formal(within=days(2)),
        matter={"class": "plan", "closes_at": at()},
        meeting={"starts_at": at(hours=-1)},
        clock=clock,
        ballots=ADOPTED,
        formalities=done,
    )

    assert result.outcome == expected


@pytest.mark.parametrize("reverse", [False, True])
def test_a_form_that_is_late_undoes_what_another_still_holds_up(*, reverse: bool) -> None:
    """Whatever their order."""
    forms = [
        {"formality": "seal", "text": "Sealed."},
        {"formality": "minutes", "text": "Signed.", "within": days(2)},
    ]
    rules = charter(procedures={"meeting": {}, "formalities": forms[:: -1 if reverse else 1]})

    assert tried(rules, ballots=ADOPTED).outcome == "inadmissible"


@pytest.mark.parametrize(
    ("conditions", "stop", "expected"),
    [
        (["open"], None, "adopted_with_conditions"),
        (["met"], None, "adopted"),
        (["waived", "met"], None, "adopted"),
        (["met", "open"], None, "adopted_with_conditions"),
        (["failed", "open"], None, "lapsed"),
        (["open", "failed"], None, "lapsed"),
        (["open"], "2026-06-10", "adopted_with_conditions"),
        (["open"], "2026-06-09", "lapsed"),
        (["open", "met"], "2026-06-09", "lapsed"),
    ],
)
def test_conditions_hold_a_decision_up(
    conditions: list[str], stop: str | None, expected: str
) -> None:
    """Until they are met or waived; failed, or open after the long stop, they undo it."""
    matter: dict[str, Any] = {
        "class": "plan",
        "conditions": [
            {"condition": f"c{number}", "status": status, "at": at(days=-2)}
            for number, status in enumerate(conditions)
        ],
    }
    if stop is not None:
        matter["long_stop"] = stop

    assert tried(matter=matter, ballots=ADOPTED).outcome == expected


@pytest.mark.parametrize(
    ("met_at", "stop", "expected"),
    [
        (at(), "2026-06-10", "adopted"),
        (at(), "2026-06-09", "lapsed"),
        (at(days=1), "2026-06-12", "adopted_with_conditions"),
        (None, "2026-06-10", "adopted"),
    ],
)
def test_a_condition_counts_when_it_was_met(met_at: str | None, stop: str, expected: str) -> None:
    """Not before, and not after the long stop."""
    condition = {"condition": "c", "status": "met", **({} if met_at is None else {"at": met_at})}

    result = tried(
        matter={"class": "plan", "conditions": [condition], "long_stop": stop}, ballots=ADOPTED
    )

    assert result.outcome == expected


def _interim(given: Any, ratification: Any = None, **rule: Any) -> Any:
    more = {} if ratification is None else {"ratification": ratification}
    matter = {**ALONE, "opened_at": at(days=-10)}
    return tried(charter(procedures={"interim": rule}), matter=matter, ballots=given, **more)


@pytest.mark.parametrize(
    ("given", "rule", "expected"),
    [
        ({"acme-1": "for"}, {}, "adopted"),
        ({"acme-1": "against"}, {}, "rejected"),
        ({"bell-1": "for"}, {}, "pending"),
        ({}, {}, "pending"),
        ({"acme-1": "for"}, {"by": ["secretary"]}, "pending"),
    ],
)
def test_an_officer_acts_alone(given: Any, rule: dict[str, Any], expected: str) -> None:
    """Only one whom the charter names; while none has, nothing is decided."""
    assert _interim(given, **rule).outcome == expected


@pytest.mark.parametrize(
    ("within", "done", "expected"),
    [
        (None, [], "inadmissible"),
        (None, [{"formality": "minutes", "at": at(days=-2)}], "adopted"),
        (None, [{"formality": "minutes", "at": at(days=-1)}], "inadmissible"),
        (days(3), [], "pending"),
        (days(3), [{"formality": "minutes", "at": at(days=-1)}], "adopted"),
        (days(1), [], "inadmissible"),
    ],
)
def test_an_interim_act_needs_its_forms_as_well(
    within: Any, done: list[Any], expected: str
) -> None:
    """Counted from the act, not from the moment at which one asks."""
    form = {"formality": "minutes", "text": "The minutes are signed."}
    form |= {} if within is None else {"within": within}
    rules = charter(procedures={"interim": {}, "formalities": [form]})
    matter = {**ALONE, "opened_at": at(days=-3)}

    result = tried(
        rules, matter=matter, ballots=[ballot("acme-1", at=at(days=-2))], formalities=done
    )

    assert result.outcome == expected


def test_an_officer_who_did_not_act_in_time_has_not_acted() -> None:
    """After its window a matter for the chair alone has lapsed."""
    result = tried(
        charter(procedures={"interim": {}}),
        matter={**ALONE, "opened_at": at(days=-2), "closes_at": at(days=-1)},
        ballots={},
    )

    assert result.outcome == "lapsed"


def test_a_recused_chair_does_not_act_alone() -> None:
    """Nobody decides a matter from which they withdrew; item by item."""
    rules = charter(procedures={"interim": {}})
    matter = {**ALONE, "opened_at": at(days=-1)}
    items = {**matter, "items": [{"item": "one"}, {"item": "two"}]}
    given = {"acme-1": "for"}

    whole = tried(rules, matter=matter, recusals=["acme-1"], ballots=given)
    partly = tried(
        rules, matter=items, recusals=[{"seat": "acme-1", "items": ["one"]}], ballots=given
    )

    assert whole.outcome == "pending"
    assert [each.what for each in whole.not_counted] == ["ballot"]
    assert [item.outcome for item in partly.items] == ["pending", "adopted"]


def test_an_officers_last_word_counts_in_whatever_order_it_is_told() -> None:
    """And on the items of which it speaks alone."""
    rules = charter(procedures={"interim": {}})
    matter = {**ALONE, "opened_at": at(days=-1), "items": [{"item": "one"}, {"item": "two"}]}
    given = [
        ballot("acme-1", "against", items=["one"], at=at()),
        ballot("acme-1", items=["one"], at=at(hours=-1)),
    ]
    known = facts_of(case(rules, matter=matter, ballots=given))

    for facts in (known, replace(known, ballots=known.ballots[::-1])):
        closed = outcome(case(rules).charter, facts, NOON)

        assert [item.outcome for item in closed.items] == ["rejected", "pending"]
    assert not has_ended(case(rules).charter, known, NOON)


def test_an_officer_without_a_seat_acts_by_a_casting_vote() -> None:
    """Only in an office that may; and no seat that withdrew or is no officer's."""
    rules = charter(procedures={"interim": {}})
    known = facts_of(case(rules, matter={**ALONE, "opened_at": at(days=-1)}, recusals=["acme-1"]))
    given = CastingVote(office="chair", person="Chair", seat=None, choice="for")
    words = [
        outcome(case(rules).charter, replace(known, casting=casting), NOON).outcome
        for casting in (
            given,
            replace(given, choice="against"),
            replace(given, office="secretary"),
            replace(given, seat="acme-1"),
        )
    ]

    assert words == ["adopted", "rejected", "pending", "pending"]


def test_a_matter_for_the_chair_is_over_once_the_chair_acted() -> None:
    """Nobody else is heard."""
    rules = charter(procedures={"interim": {}})
    matter = {**ALONE, "opened_at": at(days=-1)}
    known = [facts_of(case(rules, matter=matter, ballots=given)) for given in ({}, ADOPTED)]

    assert [has_ended(case(rules).charter, facts, NOON) for facts in known] == [False, True]


@pytest.mark.parametrize(
    ("ratification", "rule", "expected", "verdict"),
    [
        (None, {}, "adopted", "applied"),
        ({"answer": "ratified"}, {}, "adopted", "met"),
        ({"answer": "modified"}, {}, "adopted", "met"),
        ({"answer": "reversed"}, {}, "rejected", "not_met"),
        ({"next_meeting_ended_at": at(days=-1)}, {}, "lapsed", "not_met"),
        ({"next_meeting_ended_at": at()}, {}, "adopted", "applied"),
        (
            {"next_meeting_ended_at": at(days=-1)},
            {"unratified": "adopted"},
            "adopted",
            "not_met",
        ),
        (
            {"answer": "ratified", "at": at(), "next_meeting_ended_at": at(days=-1)},
            {},
            "lapsed",
            "not_met",
        ),
        ({"answer": "ratified", "at": at(days=1)}, {}, "adopted", "applied"),
        (None, {"ratify": days(9)}, "lapsed", "not_met"),
        (None, {"ratify": days(10)}, "adopted", "applied"),
        ({"answer": "ratified", "at": at()}, {"ratify": days(9)}, "lapsed", "not_met"),
        ({"answer": "reversed", "at": at()}, {"ratify": days(10)}, "rejected", "not_met"),
    ],
)
def test_the_board_answers_for_what_its_chair_did(
    ratification: Any, rule: dict[str, Any], expected: str, verdict: str
) -> None:
    """It holds until it is ratified, modified or reversed, or the time for that is over."""
    result = _interim({"acme-1": "for"}, ratification, **rule)

    assert result.outcome == expected
    assert rules_of(result, "ratification") == [verdict]


def test_vice_chairs_act_where_the_charter_names_them() -> None:
    """An interim act is of the office, whoever holds it."""
    result = tried(
        charter(procedures={"interim": {"by": ["vice_chair"]}}),
        members=members(*SEATS, vice_chair="bell-1"),
        matter=ALONE,
        ballots={"bell-1": "for"},
    )

    assert result.outcome == "adopted"
