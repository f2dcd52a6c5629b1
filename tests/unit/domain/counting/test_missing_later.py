"""What is missing for a valid decision: of what follows the poll."""

from datetime import UTC, datetime
from typing import Any

from ledger.domain.counting.missing import Missing
from tests.unit.domain.counting.waiting import (
    ALL,
    CLOSES,
    DAYS_3,
    EVERYBODY,
    MOST,
    SEATS,
    charter,
    lacking,
    names,
    only,
)


def test_forms_are_missing_until_their_time_is_over() -> None:
    """A form that each party must keep is owed by those that have not; others by anyone."""
    forms = [
        {
            "formality": "seal",
            "text": "Sealed",
            "parties": True,
            "within": {"count": 2, "unit": "days"},
        },
        {
            "formality": "notary",
            "text": "Certified",
            "by": "secretary",
            "within": {"count": 2, "unit": "days"},
        },
    ]
    rules = charter(procedures={"written": {"window": DAYS_3}, "formalities": forms})
    done = [{"formality": "seal", "party": "left"}]

    found = lacking(rules, ballots=EVERYBODY, formalities=done)

    assert [(each.what, each.who) for each in found] == [
        ("formality", ("right",)),
        ("formality", ("secretary",)),
    ]
    assert found[0].until is not None


def test_a_form_that_must_be_there_by_the_vote_is_missing_before() -> None:
    """Without a time of its own a form is due when the poll ends, and never after."""
    forms = [{"formality": "seal", "text": "Sealed"}]
    rules = charter(procedures={"written": {"window": DAYS_3}, "formalities": forms})

    before = lacking(rules, ballots={"l1": "for", "r1": "for"})
    after = lacking(rules, ballots=EVERYBODY)

    assert only(before, "formality").until == CLOSES
    assert after == ()


def test_forms_that_were_kept_or_are_for_other_matters_are_not_missing() -> None:
    """Before the vote and after it, only what is still owed is named."""
    week = {"count": 7, "unit": "days"}
    forms = [
        {"formality": "seal", "text": "Sealed"},
        {"formality": "law", "text": "Advised", "when": {"topics": ["law"]}},
        {"formality": "notary", "text": "Certified", "within": week},
        {"formality": "filing", "text": "Filed", "within": week},
        {"formality": "duty", "text": "Paid", "within": week, "when": {"topics": ["tax"]}},
    ]
    rules = charter(procedures={"written": {"window": DAYS_3}, "formalities": forms})
    done = [{"formality": "seal"}, {"formality": "notary"}]

    before = lacking(rules, ballots={"l1": "for", "r1": "for"}, formalities=done)
    after = lacking(rules, ballots=EVERYBODY, formalities=done)

    assert names(before) == ["votes", "end"]
    assert [each.text for each in after] == ["To be done: Filed"]


def test_open_conditions_wait_until_the_long_stop() -> None:
    """Each open condition is missing, to the end of the last day; met ones are not."""
    conditions = [{"condition": "ethics"}, {"condition": "funds", "status": "met"}]
    matter = {"conditions": conditions, "long_stop": "2026-06-01"}

    found = lacking(charter(), ballots=EVERYBODY, matter=matter)

    assert [each.text for each in found] == ["The condition ethics."]
    assert found[0].until == datetime(2026, 6, 1, 23, 59, 59, tzinfo=UTC)


def test_conditions_without_a_long_stop_wait_for_ever() -> None:
    """Where nobody set a day, none is shown."""
    found = lacking(charter(), ballots=EVERYBODY, matter={"conditions": [{"condition": "ethics"}]})

    assert found[0].until is None


DEADLOCK = {
    "votes": [{"needs": [{"base": "cast", "threshold": ALL}], "split": "deadlocked"}],
    "powers": {
        "escalation": {
            "steps": [
                {
                    "step": "chiefs",
                    "executives": [
                        {"title": "ceo", "party": "left"},
                        {"title": "ceo", "party": "right"},
                    ],
                    "within": {"count": 30, "unit": "days"},
                }
            ],
            "final_say": [
                {
                    "party": "left",
                    "except": [{"topics": ["budget"]}],
                    "within": {"count": 10, "unit": "days"},
                }
            ],
        }
    },
}
SPLIT = {"l1": "for", "l2": "for", "r1": "against", "r2": "for"}


def escalated(answers: list[dict[str, Any]], **case: Any) -> tuple[Missing, ...]:
    """Return what a deadlock that went up on 3 March waits for."""
    up = {"since": "2026-03-03T09:00:00Z", "answers": answers}
    return lacking(charter(**DEADLOCK), ballots=SPLIT, escalation=up, **case)


def test_a_step_waits_for_the_executives_who_have_not_answered() -> None:
    """Whose answer, in which step, until when."""
    answer = {"executive": "ceo", "party": "left", "choice": "for", "at": "2026-03-03T10:00:00Z"}

    found = escalated([answer])

    assert [(each.what, each.who) for each in found] == [("answer", ("ceo of right",))]
    assert found[0].until == datetime(2026, 4, 2, 23, 59, 59, tzinfo=UTC)


def test_a_neutral_expert_is_asked_by_title_alone() -> None:
    """An executive of no party is named without one."""
    step = {
        "step": "expert",
        "executives": [{"title": "expert"}],
        "within": {"count": 30, "unit": "days"},
    }
    rules = charter(votes=DEADLOCK["votes"], powers={"escalation": {"steps": [step]}})

    found = lacking(rules, ballots=SPLIT, escalation={"since": "2026-03-03T09:00:00Z"})

    assert [(each.what, each.who) for each in found] == [("answer", ("expert",))]


def test_exhausted_steps_wait_for_the_final_say() -> None:
    """Whose it is on this matter, and until when; barred, it is nobody's."""
    answers = [
        {"executive": "ceo", "party": "left", "choice": "for", "at": "2026-03-03T10:00:00Z"},
        {"executive": "ceo", "party": "right", "choice": "against", "at": "2026-03-03T11:00:00Z"},
    ]

    granted = escalated(answers)
    barred = escalated(answers, matter={"topics": ["budget"]})

    assert [(each.what, each.who) for each in granted] == [("final-say", ("left",))]
    assert granted[0].until == datetime(2026, 3, 13, 23, 59, 59, tzinfo=UTC)
    assert barred == ()


INTERIM: dict[str, Any] = {"matter": {"procedure": "interim"}}
CHAIR = [{"seat": "l1", "offices": ["chair"]}, *({"seat": seat["seat"]} for seat in SEATS[1:])]


def test_an_interim_act_waits_for_the_officer() -> None:
    """Until the officer acts, only they are asked."""
    found = lacking(charter(procedures={"interim": {}}), members=CHAIR, **INTERIM)

    assert [(each.what, each.who) for each in found] == [("act", ("chair",))]


def test_officers_who_act_jointly_are_asked_together() -> None:
    """Where all of them must act, that is said."""
    both = {"by": ["chair", "vice_chair"], "jointly": True}

    found = lacking(charter(procedures={"interim": both}), members=CHAIR, **INTERIM)

    assert [each.text for each in found] == ["The act of chair, vice chair together."]


def test_an_interim_act_waits_for_the_board() -> None:
    """The board answers in the charter's time, or by the end of its next meeting."""
    acted = {"members": CHAIR, "ballots": {"l1": "for"}, **INTERIM}
    week = {"ratify": {"count": 7, "unit": "days"}}

    timed = lacking(charter(procedures={"interim": week}), **acted)
    next_meeting = lacking(charter(procedures={"interim": {}}), **acted)
    answered = lacking(
        charter(procedures={"interim": week}),
        ratification={"answer": "ratified", "at": "2026-03-03T11:00:00Z"},
        **acted,
    )

    assert names(timed) == ["ratification"]
    assert timed[0].until == datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC)
    assert next_meeting[0].until is None
    assert answered == ()


def test_a_matter_that_was_put_off_waits_for_its_next_stage() -> None:
    """From when until when, and what it needs then."""
    rules = charter(
        votes=[
            {
                "rule": "consensus",
                "when": {"stages": [1]},
                "needs": [{"base": "cast", "threshold": ALL}],
                "failed": "deferred",
            },
            {
                "rule": "vote",
                "when": {"stages": [2]},
                "needs": [{"base": "cast", "threshold": {"share": {"num": 2, "den": 3}}}],
            },
        ],
        procedures={
            "written": {"window": DAYS_3},
            "stages": [
                {
                    "stage": 2,
                    "after": {"count": 14, "unit": "days"},
                    "within": {"count": 30, "unit": "days"},
                }
            ],
        },
    )

    (stage,) = lacking(rules, ballots=SPLIT)

    assert (stage.what, stage.text) == ("stage", "Stage 2 is due. It needs at least 2/3.")
    assert stage.since == datetime(2026, 3, 17, tzinfo=UTC)
    assert stage.until == datetime(2026, 4, 2, 23, 59, 59, tzinfo=UTC)


def test_a_stage_that_comes_too_early_says_from_when() -> None:
    """What keeps a stage from being opened is its time, which is told."""
    rules = charter(
        procedures={
            "written": {"window": DAYS_3},
            "stages": [{"stage": 2, "after": {"count": 14, "unit": "days"}}],
        }
    )

    found = lacking(rules, stage={"stage": 2, "since": "2026-03-01T09:00:00Z"})

    assert names(found) == ["stage"]
    assert found[0].since == datetime(2026, 3, 15, tzinfo=UTC)


def test_a_stage_may_have_no_times() -> None:
    """Where the charter gives a stage no times, it is due at once and for ever."""
    rules = charter(
        votes=[{"needs": [{"base": "cast", "threshold": ALL}], "failed": "deferred"}],
        procedures={"written": {"window": DAYS_3}, "stages": [{"stage": 2}]},
    )

    (stage,) = lacking(rules, ballots=SPLIT)

    assert (stage.text, stage.since, stage.until) == ("Stage 2 is due.", None, None)


def test_a_stage_that_the_charter_lacks_has_no_times() -> None:
    """What keeps it from being opened is not a matter of time."""
    found = lacking(charter(), stage={"stage": 2, "since": "2026-03-01T09:00:00Z"})

    assert [(each.what, each.since) for each in found] == [("stage", None)]


def test_a_matter_without_a_next_stage_is_only_put_off() -> None:
    """Where the charter has no further stage, that is said."""
    rules = charter(
        votes=[{"needs": [{"base": "cast", "threshold": ALL}], "failed": "deferred"}],
    )

    (stage,) = lacking(rules, ballots=SPLIT)

    assert stage.text == "It is put off, and the charter has no stage 2."


def test_what_is_beyond_the_board_is_said_and_nothing_else() -> None:
    """A matter that cannot be decided lacks no votes."""
    rules = charter(powers={"never": [{"when": {"topics": ["law"]}, "why": "the law"}]})

    found = lacking(rules, matter={"topics": ["law"]})

    assert names(found) == ["admission"]


def test_a_matter_of_which_no_rule_speaks_is_not_decided() -> None:
    """Without a rule that says what it needs, no vote helps."""
    rules = charter(
        votes=[{"when": {"classes": ["other"]}, "needs": [{"base": "cast", "threshold": MOST}]}]
    )

    assert lacking(rules) == ()


def test_an_adopted_motion_lacks_nothing() -> None:
    """What is decided is decided."""
    assert lacking(charter(), ballots=EVERYBODY) == ()
