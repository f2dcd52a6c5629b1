"""Scorecards: periods closed by rule with exact scores, and ratified."""

from typing import Any

import pytest

from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.scorecard import (
    MeasurementRecorded,
    PeriodClosed,
    PeriodRatified,
    ScorecardProposed,
)
from ledger.domain.partnerships.mandate import NotAdoptedError
from ledger.domain.scorecards.measuring import (
    NotRatifiableError,
    PeriodStandsError,
)
from tests.unit.domain.alliance import SCORECARD, Alliance
from tests.unit.domain.scorecard_scenes import (
    HALF,
    agreed,
    closed,
    judge,
    measure,
    measured,
    metric,
)


def test_a_period_closes_once_each_of_its_metrics_is_attested() -> None:
    """The last attestation brings the exact scores: one green, one amber."""
    alliance, act = closed()
    body = act.body

    assert isinstance(body, PeriodClosed)
    assert [(score.metric, score.rag) for score in body.scores] == [
        ("queries", "green"),
        ("cycle-time", "amber"),
    ]
    assert (body.weight_known, body.total) == (Fraction(num=1, den=1), Fraction(num=3, den=4))
    assert alliance.matter(SCORECARD).period("2021-Q1").closed == act.digest


def test_a_period_waits_for_its_last_metric() -> None:
    """Silence attests nothing, however long it lasts."""
    alliance, act = measured()
    judge(alliance, alliance.sponsor, "attested", act)
    measure(alliance, "cycle-time", value="50")
    alliance.advance(days=1000)

    assert alliance.acts("period.closed.v1") == []


def test_what_is_unknown_is_attested_as_that() -> None:
    """A number that nobody has closes the period without counting as zero."""
    alliance = agreed()
    judge(alliance, alliance.sponsor, "attested", measure(alliance, value="92"))
    judge(alliance, alliance.cro, "attested", measure(alliance, "cycle-time", unknown=True))

    body = alliance.acts("period.closed.v1")[0].body

    assert isinstance(body, PeriodClosed)
    assert (body.weight_known, body.total) == (HALF, Fraction(num=1, den=1))


def test_months_and_quarters_close_apart() -> None:
    """A period is complete with the metrics of its own length."""
    alliance = Alliance().form()
    metrics = (
        metric(metric="queries", weight=HALF),
        metric(metric="visits", weight=HALF, period="month"),
    )
    body = ScorecardProposed(from_period="2021", metrics=metrics)
    act = alliance.say(alliance.cro, "scorecard.proposed.v1", SCORECARD, body)
    alliance.endorse(alliance.sponsor, SCORECARD, act)
    alliance.advance(days=130)
    recorded = MeasurementRecorded(metric="visits", period="2021-01", value="99")
    act = alliance.say(alliance.cro, "measurement.recorded.v1", SCORECARD, recorded)
    judge(alliance, alliance.sponsor, "attested", act)

    (closing,) = alliance.acts("period.closed.v1")

    assert isinstance(closing.body, PeriodClosed)
    assert (closing.body.period, closing.body.weight_known) == ("2021-01", HALF)


def test_nothing_is_measured_in_a_closed_period() -> None:
    """It stands as it was closed."""
    alliance, _ = closed()

    alliance.refused(
        PeriodStandsError,
        alliance.cro,
        "measurement.recorded.v1",
        SCORECARD,
        MeasurementRecorded(metric="queries", period="2021-Q1", value="1"),
    )


def test_a_closed_period_stands_and_its_restatement_is_kept() -> None:
    """Both values can be read; the scores are not made again, attested or not."""
    alliance, act = closed()
    first = alliance.acts("measurement.recorded.v1")[0]
    again = judge(
        alliance, alliance.cro, "restated", first, metric="queries", period="2021-Q1", value="10"
    )
    judge(alliance, alliance.sponsor, "attested", again)

    matter = alliance.matter(SCORECARD)
    assert matter.find(again.digest)[1].body.value == "10"
    assert alliance.acts("period.closed.v1") == [act]
    assert alliance.world.find(first.digest) == first


def test_a_period_is_ratified_by_each_party() -> None:
    """One side alone ratifies nothing."""
    alliance, act = closed()
    ratified = alliance.say(
        alliance.cro,
        "period.ratified.v1",
        SCORECARD,
        PeriodRatified(period="2021-Q1"),
        subject=act.digest,
    )

    assert not alliance.matter(SCORECARD).period("2021-Q1").is_ratified

    alliance.endorse(alliance.sponsor, SCORECARD, ratified)

    assert alliance.matter(SCORECARD).period("2021-Q1").is_ratified
    alliance.refused(
        NotRatifiableError,
        alliance.cro,
        "period.ratified.v1",
        SCORECARD,
        PeriodRatified(period="2021-Q1"),
        subject=act.digest,
    )


@pytest.mark.parametrize(("outcome", "ratified"), [("adopted", True), ("rejected", False)])
def test_a_decision_ratifies_a_period(outcome: Any, ratified: bool) -> None:  # noqa: FBT001
    """An adopted one about the closing does, a rejected one does not."""
    alliance, act = closed()
    alliance.plant_board("board/jsc")
    alliance.plant_decision("decision/jsc/1", (SCORECARD, act.digest), outcome=outcome)
    words = (
        alliance.cro,
        "period.ratified.v1",
        SCORECARD,
        PeriodRatified(period="2021-Q1", decision="decision/jsc/1"),
    )
    if ratified:
        alliance.say(*words, subject=act.digest)
    else:
        alliance.refused(NotAdoptedError, *words, subject=act.digest)

    assert alliance.matter(SCORECARD).period("2021-Q1").is_ratified == ratified


@pytest.mark.parametrize("period", ["2021-Q2", "2021-Q1"])
def test_only_a_closed_period_is_ratified(period: str) -> None:
    """What is named must be the statement that closed it."""
    alliance, act = closed()
    subject = act if period == "2021-Q2" else alliance.acts("measurement.recorded.v1")[0]

    alliance.refused(
        NotRatifiableError,
        alliance.cro,
        "period.ratified.v1",
        SCORECARD,
        PeriodRatified(period=period),
        subject=subject.digest,
    )


def test_in_a_partnership_of_three_one_other_party_attests() -> None:
    """Any party but the one that measured can attest."""
    alliance = agreed(parties=("servier", "iqvia", "tech"))
    act = measure(alliance)
    judge(alliance, alliance.outsider, "attested", act)

    assert alliance.matter(SCORECARD).find(act.digest)[1].phase == "attested"
