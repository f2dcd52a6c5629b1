"""Scenes of a scorecard: how it comes into each phase of its machine."""

from typing import Any

from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.common import ActWithdrawn
from ledger.domain.kinds.scorecard import (
    MeasurementAttested,
    MeasurementChallenged,
    MeasurementRecorded,
    MeasurementResolved,
    MeasurementRestated,
    Metric,
    PeriodRatified,
    ScorecardProposed,
)
from ledger.domain.world import Act
from ledger.evidence.canonical import Body
from tests.unit.domain.alliance import SCORECARD, Alliance
from tests.unit.domain.story import Voice


def metric(**members: Any) -> Metric:
    """Return a metric: queries answered in time, in per cent; some members replaced."""
    filled: dict[str, Any] = {
        "metric": "queries",
        "definition": "queries answered within five days",
        "formula": "answered in time / all",
        "unit": "percent",
        "direction": "higher_is_better",
        "perspective": "quality",
        "target": "95",
        "amber": "90",
        "red": "80",
        "weight": Fraction(num=1, den=1),
        "period": "quarter",
        "owner": "iqvia",
        "controllable_by": ("iqvia", "servier"),
    }
    return Metric(**{**filled, **members})


HALF = Fraction(num=1, den=2)


METRICS = (
    metric(metric="queries", weight=HALF),
    metric(
        metric="cycle-time",
        unit="days",
        direction="lower_is_better",
        target="40",
        amber="45",
        red="60",
        weight=HALF,
        owner="servier",
    ),
)


PROPOSAL = ScorecardProposed(from_period="2021-Q1", metrics=METRICS)


EXAMPLES: dict[str, Body] = {
    "scorecard.proposed.v1": PROPOSAL,
    "measurement.recorded.v1": MeasurementRecorded(metric="queries", period="2021", value="1"),
    "measurement.attested.v1": MeasurementAttested(),
    "measurement.challenged.v1": MeasurementChallenged(),
    "measurement.resolved.v1": MeasurementResolved(),
    "measurement.restated.v1": MeasurementRestated(metric="queries", period="2021", value="1"),
    "period.ratified.v1": PeriodRatified(period="2021"),
}


def proposed() -> Alliance:
    """Return a scorecard that waits for the other side."""
    alliance = Alliance().form()
    alliance.say(alliance.cro, "scorecard.proposed.v1", SCORECARD, PROPOSAL)
    return alliance


def withdrawn() -> Alliance:
    """Return a scorecard whose proposal was taken back."""
    alliance = proposed()
    act = alliance.acts("scorecard.proposed.v1")[0]
    alliance.say(alliance.cro, "act.withdrawn.v1", SCORECARD, ActWithdrawn(), subject=act.digest)
    return alliance


def agreed(**members: Any) -> Alliance:
    """Return a scorecard that both sides agreed on, at the end of April 2021."""
    alliance = Alliance().form(**members)
    act = alliance.say(alliance.cro, "scorecard.proposed.v1", SCORECARD, PROPOSAL)
    alliance.endorse(alliance.sponsor, SCORECARD, act)
    for party in members.get("parties", ())[2:]:
        assert party == "tech"
        alliance.endorse(alliance.outsider, SCORECARD, act)
    alliance.advance(days=130)
    return alliance


def measure(
    alliance: Alliance, name: str = "queries", period: str = "2021-Q1", **value: Any
) -> Act:
    """Let its owner record a metric's value."""
    voice = alliance.cro if name == "queries" else alliance.sponsor
    body = MeasurementRecorded(metric=name, period=period, **(value or {"value": "92"}))
    return alliance.say(voice, "measurement.recorded.v1", SCORECARD, body)


def judge(alliance: Alliance, voice: Voice, word: str, act: Act, **members: Any) -> Act:
    """Attest, challenge, resolve or restate."""
    tag = f"measurement.{word}.v1"
    body = type(EXAMPLES[tag])(**members)
    return alliance.say(voice, tag, SCORECARD, body, subject=act.digest)


def measured() -> tuple[Alliance, Act]:
    """Return a scorecard with one measurement by the CRO."""
    alliance = agreed()
    return alliance, measure(alliance)


def closed() -> tuple[Alliance, Act]:
    """Return a scorecard with a closed quarter, and the statement that closed it."""
    alliance = agreed()
    judge(alliance, alliance.sponsor, "attested", measure(alliance, value="92"))
    judge(alliance, alliance.cro, "attested", measure(alliance, "cycle-time", value="50"))
    return alliance, alliance.acts("period.closed.v1")[0]
