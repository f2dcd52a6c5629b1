"""What the rooms of a ledger ask the engine beside the outcome: clocks, steps, what may open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.domain.counting import days as calendar_days
from ledger.domain.counting.admission import circumstances
from ledger.domain.counting.clocks import recorded
from ledger.domain.counting.following import waits_for
from ledger.domain.counting.judging import may_break_unanimity
from ledger.domain.counting.missing import missing_to_open
from ledger.domain.counting.scene import general_quorum, was_inquorate
from ledger.domain.counting.weights import weight_of
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.charter.conduct import Calendar
from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.voting import ended_outcome, outcome
from tests.unit.domain.counting.boards import period
from tests.unit.domain.counting.cases import (
    ALL,
    HALF,
    MOST_CAST,
    NOON,
    at,
    ballot,
    case,
    charter,
    days,
    tried,
    votes,
)

DEADLOCK = votes("for", "for", "against", "against")
HEADS = [{"title": "ceo", "party": "acme"}, {"title": "ceo", "party": "bell"}]
STEPS = [
    {"step": "heads", "executives": HEADS, "within": {"count": 10, "unit": "hours"}},
    {
        "step": "expert",
        "executives": [{"title": "expert"}],
        "within": {"count": 5, "unit": "hours"},
    },
]


def _until(rules: dict[str, Any], now: datetime = NOON, **parts: Any) -> Any:
    """Return the word that is recorded at a moment, and until when it stays."""
    stated = case(rules, clock=now.isoformat(), **parts)
    given = facts_of(stated)
    found = recorded(stated.charter, given, outcome(stated.charter, given, now), now)
    return found.outcome, found.until


def _ceo(party: str, choice: str, hours: int) -> dict[str, Any]:
    return {"executive": "ceo", "party": party, "choice": choice, "at": at(hours=hours)}


@pytest.mark.parametrize(
    ("answers", "hours"),
    [
        ([], 15),
        ([_ceo("acme", "for", 1)], 15),
        # Both have answered after three hours: the expert's time runs from there.
        ([_ceo("acme", "for", 1), _ceo("bell", "against", 3)], 8),
        # The first answer of each stands, and ends the step.
        ([_ceo("acme", "for", 1), _ceo("bell", "against", 3), _ceo("acme", "for", 6)], 8),
        ([_ceo("acme", "for", 1), _ceo("bell", "against", 11)], 15),
    ],
)
def test_a_clock_wakes_when_the_last_step_is_over(answers: list[Any], hours: int) -> None:
    """Each step runs from the end of the one before."""
    rules = charter(powers={"escalation": {"steps": STEPS}})

    word, until = _until(
        rules,
        NOON + timedelta(hours=7),
        matter={"class": "plan", "closes_at": at()},
        meeting={"starts_at": at(hours=-1)},
        ballots=DEADLOCK,
        escalation={"since": at(), "answers": answers},
    )

    assert (word, until) == ("escalated", NOON + timedelta(hours=hours, seconds=1))


def test_a_clock_wakes_when_a_final_say_is_over() -> None:
    """After the steps; without a time there is nothing to wake up for."""
    say = {"party": "acme", "within": {"count": 2, "unit": "hours"}}

    def until(*final_say: dict[str, Any]) -> Any:
        rules = charter(powers={"escalation": {"steps": STEPS[:1], "final_say": [*final_say]}})
        return _until(rules, ballots=DEADLOCK, escalation={"since": at()})

    assert until(say) == ("escalated", NOON + timedelta(hours=12, seconds=1))
    assert until({"party": "acme"}) == ("escalated", None)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"ratify": days(3)}, datetime(2026, 6, 14, tzinfo=UTC)),
        ({"ratify": days(3), "unratified": "adopted"}, datetime(2026, 6, 14, tzinfo=UTC)),
        ({}, None),
    ],
)
def test_a_clock_wakes_when_the_time_to_ratify_is_over(
    rule: dict[str, Any], expected: datetime | None
) -> None:
    """Whatever becomes of the act then, nothing follows it any more."""
    matter = {"class": "plan", "procedure": "interim", "opened_at": at()}

    found = _until(charter(procedures={"interim": rule}), matter=matter, ballots={"acme-1": "for"})

    assert found == ("adopted", expected)


def test_a_clock_wakes_on_the_day_after_a_long_stop() -> None:
    """And for nothing where a matter was put off, or is decided for good."""
    conditions = {
        "class": "plan",
        "conditions": [{"condition": "permit"}],
        "long_stop": "2026-06-12",
    }
    put_off = charter(votes=[{"needs": [MOST_CAST], "carried": "deferred"}])

    assert _until(charter(), matter=conditions, ballots=votes("for")) == (
        "adopted_with_conditions",
        datetime(2026, 6, 13, tzinfo=UTC),
    )
    assert _until(put_off, ballots=votes("for")) == ("deferred", None)
    assert _until(charter(), ballots=votes("for")) == ("adopted", None)


def test_a_clock_does_not_wake_for_what_is_past() -> None:
    """A form that was done in its time, or by the vote, leaves the long stop alone."""
    forms = [
        {"formality": "seal", "text": "The seal.", "within": days(1)},
        {"formality": "minutes", "text": "The minutes."},
    ]
    matter = {
        "class": "plan",
        "closes_at": at(),
        "conditions": [{"condition": "permit"}],
        "long_stop": "2026-06-20",
    }

    found = _until(
        charter(procedures={"meeting": {}, "formalities": forms}),
        NOON + timedelta(days=3),
        matter=matter,
        meeting={"starts_at": at(hours=-1)},
        ballots=votes("for"),
        formalities=["seal", "minutes"],
    )

    assert found == ("adopted_with_conditions", datetime(2026, 6, 21, tzinfo=UTC))


def test_the_step_that_runs_is_known() -> None:
    """None once all are over."""
    stated = case(
        charter(powers={"escalation": {"steps": STEPS}}),
        ballots=DEADLOCK,
        escalation={"since": at()},
    )
    given, rule = facts_of(stated), stated.charter.powers.escalation
    assert rule is not None
    here = circumstances(stated.charter, given)

    steps = [
        waits_for(stated.charter, rule, given, NOON + timedelta(hours=hours), here).step
        for hours in (1, 11, 16)
    ]

    assert [step and step.step for step in steps] == ["heads", "expert", None]


@pytest.mark.parametrize(
    ("vote", "expected"),
    [
        ({"needs": [{"base": "entitled", "threshold": ALL}]}, True),
        ({"needs": [MOST_CAST]}, False),
        ({"needs": [{"base": "entitled", "threshold": {"count": 4}}]}, False),
    ],
)
def test_a_charter_may_have_a_vote_that_one_no_ends(
    vote: dict[str, Any], *, expected: bool
) -> None:
    """One for unanimity, as a share."""
    assert may_break_unanimity(case(charter(votes=[vote])).charter) == expected


def test_what_keeps_a_motion_from_being_opened_is_said() -> None:
    """Its problems, or that no rule says how it is decided."""
    plan = {"needs": [MOST_CAST], "when": {"classes": ["plan"]}}

    def names(**parts: Any) -> list[str]:
        stated = case(charter(votes=[plan]), **parts)
        found = missing_to_open(stated.charter, facts_of(stated), NOON)
        return [each.what for each in found]

    assert names() == []
    assert names(matter={"class": "budget"}) == ["admission"]
    assert names(stage=2) == ["stage"]


def test_an_amount_that_was_added_up_before_is_not_added_up_again() -> None:
    """A ledger records the sum as the motion was opened."""
    stated = case(charter(powers={"adding": {"window": days(30)}}))
    given = facts_of(stated)
    whole = Money(minor=500, currency="EUR")

    here = circumstances(stated.charter, replace(given, matter=replace(given.matter, added=whole)))

    assert here.added == whole


CENT = {"fixed": {"minor": 1, "currency": "EUR"}}


@pytest.mark.parametrize(
    ("rules", "present", "met"),
    [
        ([{"threshold": HALF}], 2, True),
        ([{"threshold": HALF}], 1, False),
        ([{"when": {"classes": ["plan"]}, "threshold": ALL}, {"threshold": HALF}], 2, True),
        ([{"when": {"up_to": CENT}, "threshold": ALL}, {"threshold": HALF}], 2, True),
        ([{"when": {"recused": HALF}, "threshold": ALL}, {"threshold": HALF}], 2, True),
        # All but some matters are business of no kind.
        ([{"when": {"except_classes": ["x"]}, "threshold": ALL}, {"threshold": HALF}], 2, False),
        ([{"when": {"procedures": ["written"]}, "threshold": ALL}], 0, None),
        ([{"when": {"procedures": ["meeting"]}, "threshold": ALL}], 3, False),
    ],
)
def test_a_meeting_has_a_quorum_for_business_of_no_kind(
    rules: list[Any], present: int, *, met: bool | None
) -> None:
    """By the first rule that is for no certain matter; without one it lacks nothing."""
    there = ["acme-1", "acme-2", "bell-1", "bell-2"][:present]
    stated = case(charter(quorum=rules), attendance=there)
    given = facts_of(stated)

    found = general_quorum(stated.charter, given, NOON)

    assert (None if found is None else found.met) == met
    assert was_inquorate(stated.charter, given, [NOON]) == (met is False)


def test_a_member_by_itself_weighs_a_block_or_its_part_of_a_pool() -> None:
    """A pool is shared by all its seats; who is in no rule weighs what the charter gives."""
    weights = [
        {"who": {"seats": ["acme-1"]}, "weight": 5},
        {"who": {"parties": ["bell"]}, "weight": 3, "shared": "pool"},
    ]
    stated = case(charter(weights=weights))

    found = [weight_of(stated.charter, each) for each in facts_of(stated).members]

    assert [str(weight) for weight in found] == ["5", "1", "3/2", "3/2"]


def test_an_outcome_is_asked_for_once_the_poll_is_over() -> None:
    """None while it goes on."""
    stated = case(matter={"class": "plan", "closes_at": at(hours=1)}, ballots=votes("for"))
    given = facts_of(stated)

    assert ended_outcome(stated.charter, given, NOON) is None
    later = ended_outcome(stated.charter, given, NOON + timedelta(hours=1))
    assert later is not None
    assert later.outcome == "adopted"


def test_the_first_moment_of_a_later_stage_is_exact_in_hours() -> None:
    """In days it is the beginning of the day."""
    plain = Calendar()

    assert calendar_days.first_moment(plain, NOON, period(3, "hours")) == NOON + timedelta(hours=3)
    assert calendar_days.first_moment(plain, NOON, period(3, "days")) == datetime(
        2026, 6, 13, tzinfo=UTC
    )


def test_a_composition_of_several_parts_is_judged_part_by_part() -> None:
    """The first that could not be met any more stands against an appointment."""
    needs = {
        "part": "all",
        "name": "both",
        "of": [
            {"part": "each", "name": "of", "by": "party"},
            {"part": "distinct", "name": "people", "by": "person", "least": {"count": 2}},
        ],
    }
    whole = {"part": "all", "name": "both", "of": [needs["of"][0], needs["of"][0]]}
    rules = charter(people={"composition": [{"rule": "both", "needs": needs}], "one_seat": False})

    def accepted(part: dict[str, Any], person: str) -> list[bool]:
        made = {
            **rules,
            "people": {**rules["people"], "composition": [{"rule": "r", "needs": part}]},
        }
        seated = [{"seat": seat, "person": "Member A"} for seat in ("acme-1", "acme-2", "bell-1")]
        result = tried(made, members=seated, appointments=[{"seat": "bell-2", "person": person}])
        return [each.accepted for each in result.appointments]

    assert accepted(needs, "Member A") == [False]
    assert accepted(needs, "Member B") == [True]
    assert accepted(whole, "Member A") == [True]


def test_a_late_ballot_of_an_interim_act_does_not_move_its_forms() -> None:
    """They run from the last word that the officer had said by then."""
    form = {"formality": "minutes", "text": "The minutes are signed.", "within": days(1)}
    rules = charter(procedures={"interim": {}, "formalities": [form]})
    matter = {"class": "plan", "procedure": "interim", "opened_at": at(days=-5)}

    result = tried(rules, matter=matter, ballots=[ballot("acme-1", at=at(days=-4))])

    assert result.outcome == "inadmissible"
