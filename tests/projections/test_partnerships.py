"""Partnerships as they can be read: what is agreed, watched over, planned, met and measured."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.kinds.common import RecordCorrected
from ledger.domain.kinds.milestone import (
    Cause,
    MilestoneDisputed,
    MilestoneForecast,
    MilestoneRebaselined,
    When,
)
from ledger.domain.kinds.partnership import (
    HealthRating,
    HealthReviewRecorded,
    ItemAssigned,
    ItemClosed,
    ItemRaised,
    PartnershipEnded,
    PartnershipExtended,
    WorkstreamAdded,
)
from ledger.domain.kinds.scorecard import (
    PeriodRatified,
)
from ledger.evidence.canonical import Body, RawJson, encode_body
from ledger.evidence.statement import StreamName
from projections import boards, milestones, partnerships, scorecards
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.score import MILESTONE, PARTNERSHIP, SCORECARD, Score
from tests.projections.test_decisions import picked
from tests.unit.domain.alliance import Alliance
from tests.unit.domain.boardroom import BOARD
from tests.unit.domain.scorecard_scenes import judge, measure, measured


@pytest.fixture
def alliance() -> Alliance:
    """A partnership with a baselined milestone."""
    return Alliance().form().plan().baseline()


def correct(alliance: Alliance, stream: str, act: Any, body: Body) -> Any:
    """Let the CRO correct a record of its own, endorsed by the sponsor."""
    anew = RecordCorrected(body=RawJson(encode_body(body)))
    correction = alliance.say(alliance.cro, "record.corrected.v1", stream, anew, subject=act.digest)
    alliance.endorse(alliance.sponsor, stream, correction)
    return correction


def test_a_partnership_shows_what_was_agreed(score: Score, reading: Told) -> None:
    """Undisclosed is a word, never a number; who joined in is there."""
    found = partnerships.load(reading(score), party_reader("servier"), PARTNERSHIP)

    assert found is not None
    assert (found["phase"], found["value"], found["predecessor"]) == (
        "standing",
        "undisclosed",
        None,
    )
    assert found["contracts"] == ["contract/score-1"]
    assert picked(found["endorsements"], "party", "person") == [("iqvia", "signer-i")]
    assert picked(found["workstreams"], "slug", "lead") == [("process", "iqvia")]
    assert [row["stream"] for row in found["milestones"]] == [MILESTONE]
    assert found["scorecard"]["stream"] == SCORECARD


def test_a_milestone_keeps_baselines_and_forecasts(score: Score, reading: Told) -> None:
    """Delay is that of the system's statement; each forecast has its causes."""
    found = milestones.load(reading(score), ANYBODY, MILESTONE)

    assert found is not None
    assert (found["phase"], found["delay_days"], found["baseline_version"]) == ("achieved", 7, 1)
    assert found["amount"] == {"currency": "EUR", "minor": 12_500_000}
    assert picked(found["forecasts"], "on", "delay_days", "baseline_version") == [
        ({"by": "2021-01-31"}, None, None),
        ({"on": "2021-01-02"}, 10, 1),
    ]
    assert found["forecasts"][1]["causes"] == [
        {"amount": "10", "cause": "drug delay", "unit": "days"}
    ]
    assert picked(found["acts"], "kind", "party") == [
        ("milestone.claimed.v1", "iqvia"),
        ("milestone.accepted.v1", "iqvia"),
        ("milestone.accepted.v1", "servier"),
    ]


def test_a_scorecard_shows_metrics_measurements_and_scores(score: Score, reading: Told) -> None:
    """A value is shown with who attested it; scores are those of the system's statement."""
    found = scorecards.load(reading(score), ANYBODY, SCORECARD)

    assert found is not None
    assert picked(found["metric_sets"][0]["metrics"], "metric", "weight") == [
        ("cycle-time", {"den": 1, "num": 1})
    ]
    assert picked(found["metric_sets"][0]["endorsements"], "party") == [("servier",)]
    (measured,) = found["measurements"]
    assert (measured["value"], measured["unknown"]) == ("95", False)
    assert picked(measured["attestations"], "party") == [("servier",)]
    assert picked(found["periods"], "period", "total") == [("2020-12", {"den": 1, "num": 1})]


def test_what_may_not_be_read_is_not_there(score: Score, reading: Told) -> None:
    """A company outside of the partnership sees nothing of it."""
    connection, outsider = reading(score), party_reader("tech")

    assert partnerships.list_all(connection, outsider) == []
    assert partnerships.load(connection, outsider, PARTNERSHIP) is None
    assert milestones.load(connection, outsider, MILESTONE) is None
    assert milestones.list_all(connection, outsider) == []
    assert scorecards.load(connection, outsider, SCORECARD) is None
    assert boards.load(connection, party_reader("nobody"), BOARD) is None
    assert picked(partnerships.list_all(connection, ANYBODY), "stream") == [(PARTNERSHIP,)]
    assert picked(boards.list_all(connection, outsider), "stream") == [(BOARD,)]


def test_what_is_watched_over_shows_how_it_stands(alliance: Alliance, reading: Told) -> None:
    """Risks, issues and actions are raised, given to somebody, and closed."""
    manager = alliance.cro
    raised = ItemRaised(slug="drug", title="Drug supply", severity="high")
    alliance.say(manager, "risk.raised.v1", PARTNERSHIP, raised)
    alliance.say(manager, "action.raised.v1", PARTNERSHIP, raised)
    alliance.say(
        manager,
        "risk.assigned.v1",
        PARTNERSHIP,
        ItemAssigned(slug="drug", party="servier", due=date(2021, 2, 1)),
    )
    alliance.say(
        manager, "action.assigned.v1", PARTNERSHIP, ItemAssigned(slug="drug", party="iqvia")
    )
    alliance.say(
        manager, "action.closed.v1", PARTNERSHIP, ItemClosed(slug="drug", outcome="Shipped.")
    )
    alliance.say(
        manager, "workstream.added.v1", PARTNERSHIP, WorkstreamAdded(slug="it", title="IT")
    )

    found = partnerships.load(reading(alliance), ANYBODY, PARTNERSHIP)

    assert found is not None
    assert picked(found["items"], "family", "status", "party", "due", "outcome") == [
        ("risk", "assigned", "servier", "2021-02-01", None),
        ("action", "closed", "iqvia", None, "Shipped."),
    ]
    assert picked(found["workstreams"], "slug") == [("process",), ("it",)]


def test_a_correction_stands_beside_what_it_corrects(alliance: Alliance, reading: Told) -> None:
    """The corrected words are shown, with those before, the reason and both statements."""
    manager = alliance.cro
    raised = ItemRaised(slug="drug", title="Drug suply")
    item = alliance.say(manager, "risk.raised.v1", PARTNERSHIP, raised)
    rating = HealthRating(dimension="trust", rating="red")
    reviewed = HealthReviewRecorded(on=date(2020, 12, 17), ratings=(rating,))
    review = alliance.say(manager, "health_review.recorded.v1", PARTNERSHIP, reviewed)
    better = HealthRating(dimension="trust", rating="green")

    correct(alliance, PARTNERSHIP, item, ItemRaised(slug="drug", title="Drug supply"))
    correction = correct(
        alliance,
        PARTNERSHIP,
        review,
        HealthReviewRecorded(on=date(2020, 12, 17), ratings=(better,)),
    )
    found = partnerships.load(reading(alliance), ANYBODY, PARTNERSHIP)

    assert found is not None
    assert picked(found["items"], "title", "digest") == [("Drug supply", item.digest)]
    assert picked(found["health_reviews"], "ratings", "leaf_index") == [
        ([{"dimension": "trust", "rating": "green"}], review.leaf_index)
    ]
    (noted,) = found["corrections"][review.digest]
    assert noted["correction"] == correction.digest
    assert noted["was"]["ratings"][0]["rating"] == "red"
    assert noted["became"]["ratings"][0]["rating"] == "green"
    assert noted["reason"] == "because"


def test_a_corrected_forecast_keeps_its_place(alliance: Alliance, reading: Told) -> None:
    """Correcting an old forecast does not make it the newest one."""
    first = MilestoneForecast(
        on=When(on=date(2021, 4, 10)), causes=(Cause(cause="sites", amount="10", unit="days"),)
    )
    forecast = alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, first)
    on_time = MilestoneForecast(on=When(on=date(2021, 3, 31)), causes=())
    alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, on_time)
    anew = MilestoneForecast(
        on=When(on=date(2021, 4, 5)), causes=(Cause(cause="sites", amount="5", unit="days"),)
    )

    correct(alliance, MILESTONE, forecast, anew)
    found = milestones.load(reading(alliance), ANYBODY, MILESTONE)

    assert found is not None
    assert picked(found["forecasts"], "on", "delay_days") == [
        ({"on": "2021-04-05"}, 5),
        ({"on": "2021-03-31"}, 0),
    ]
    assert found["forecast"] == {"on": "2021-03-31"}
    assert list(found["corrections"]) == [forecast.digest]


def test_a_partnership_is_extended_and_ended(alliance: Alliance, reading: Told) -> None:
    """Its last day is what the parties agreed last."""
    boss, other = alliance.sponsor.as_("signatory"), alliance.cro.as_("signatory")
    longer = PartnershipExtended(until=date(2023, 12, 31))
    alliance.endorse(
        other,
        PARTNERSHIP,
        alliance.say(boss, "partnership.extended.v1", PARTNERSHIP, longer),
    )
    extended = partnerships.load(reading(alliance), ANYBODY, PARTNERSHIP)
    ended = PartnershipEnded(on=date(2021, 6, 30))
    act = alliance.say(boss, "partnership.ended.v1", PARTNERSHIP, ended)
    alliance.endorse(other, PARTNERSHIP, act)
    found = partnerships.load(reading(alliance), ANYBODY, PARTNERSHIP)

    assert extended is not None
    assert found is not None
    assert (extended["until"], extended["phase"]) == ("2023-12-31", "standing")
    assert (found["ended_on"], found["phase"], found["digest"]) == (
        "2021-06-30",
        "ended",
        act.digest,
    )


def test_a_dispute_is_on_record_with_its_reason(alliance: Alliance, reading: Told) -> None:
    """Who disputed a claim, and why, stays readable."""
    claim = alliance.claim()
    alliance.say(
        alliance.sponsor,
        "milestone.disputed.v1",
        MILESTONE,
        MilestoneDisputed(),
        subject=claim.digest,
    )

    found = milestones.load(reading(alliance), ANYBODY, MILESTONE)

    assert found is not None
    assert found["phase"] == "disputed"
    assert picked(found["acts"], "kind", "subject", "reason") == [
        ("milestone.claimed.v1", None, None),
        ("milestone.disputed.v1", claim.digest, "because"),
    ]


def test_an_old_baseline_is_kept_beside_the_new_one(alliance: Alliance, reading: Told) -> None:
    """A new date by decision replaces nothing that was agreed before."""
    milestone = alliance.world.stream(StreamName(MILESTONE))
    assert milestone is not None
    alliance.plant_board("board/jsc")
    alliance.plant_decision("decision/jsc/7", (MILESTONE, milestone.head))
    body = MilestoneRebaselined(on=When(on=date(2021, 6, 30)), version=2, decision="decision/jsc/7")
    alliance.say(alliance.sponsor, "milestone.rebaselined.v1", MILESTONE, body)

    found = milestones.load(reading(alliance), ANYBODY, MILESTONE)

    assert found is not None
    assert picked(found["baselines"], "version", "on", "decision") == [
        (1, {"on": "2021-03-31"}, None),
        (2, {"on": "2021-06-30"}, "decision/jsc/7"),
    ]
    assert (found["baseline"], found["baseline_version"]) == ({"on": "2021-06-30"}, 2)


def test_a_challenge_is_shown_with_what_settled_it(reading: Told) -> None:
    """Who doubted a value, why, and how that ended stays readable."""
    alliance, act = measured()
    challenge = judge(alliance, alliance.sponsor, "challenged", act)
    judge(alliance, alliance.sponsor, "resolved", challenge)

    found = scorecards.load(reading(alliance), ANYBODY, SCORECARD)

    assert found is not None
    (challenged,) = found["measurements"][0]["challenges"]
    assert (challenged["digest"], challenged["party"]) == (challenge.digest, "servier")
    assert picked(challenged["resolutions"], "subject", "reason") == [(challenge.digest, "because")]


def test_a_restatement_stands_beside_the_value_before(reading: Told) -> None:
    """Both values are shown, each naming the other; unknown is a word, not a number."""
    alliance, act = measured()
    restated = judge(
        alliance, alliance.cro, "restated", act, metric="queries", period="2021-Q1", unknown=True
    )

    found = scorecards.load(reading(alliance), ANYBODY, SCORECARD)

    assert found is not None
    assert picked(found["measurements"], "value", "unknown", "restates", "restated_by") == [
        ("92", False, None, restated.digest),
        (None, True, act.digest, None),
    ]


def test_a_ratified_period_says_so(reading: Told) -> None:
    """Ratification names the close that it is about, and stands beside it."""
    alliance, act = measured()
    judge(alliance, alliance.sponsor, "attested", act)
    other = measure(alliance, "cycle-time", value="50")
    judge(alliance, alliance.cro, "attested", other)
    closed = alliance.acts("period.closed.v1")[0]
    body = PeriodRatified(period="2021-Q1")
    ratified = alliance.say(
        alliance.cro, "period.ratified.v1", SCORECARD, body, subject=closed.digest
    )
    alliance.endorse(alliance.sponsor, SCORECARD, ratified)

    found = scorecards.load(reading(alliance), ANYBODY, SCORECARD)

    assert found is not None
    assert picked(found["periods"], "digest", "ratified_by") == [(closed.digest, ratified.digest)]
