"""What is known of a scorecard: its sets of metrics, and what was measured in each period.

The rules by which it moves are in ``measuring``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Literal

from ledger.domain.directory import with_item
from ledger.domain.kinds.scorecard import (
    MeasurementAttested,
    MeasurementChallenged,
    MeasurementRecorded,
    MeasurementResolved,
    MeasurementRestated,
    Metric,
    PeriodClosed,
    PeriodRatified,
    ScorecardProposed,
)
from ledger.domain.scorecards.periods import first_day, length_of
from ledger.domain.scorecards.scoring import Measured
from ledger.domain.world import Act, Matter
from ledger.evidence.statement import Digest, PartySlug

MeasurementPhase = Literal["recorded", "attested", "challenged"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MetricSet:
    """Metrics that all parties agreed on, in force for periods from a day on."""

    digest: Digest
    from_day: date
    metrics: Mapping[str, Metric]

    def metrics_of(self, period: str) -> tuple[Metric, ...]:
        """Return the metrics that are measured in periods of this length, in order."""
        length = length_of(period)
        return tuple(metric for metric in self.metrics.values() if metric.period == length)


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement:
    """A metric's value in a period: the newest statement of it, and how it stands.

    ``challenge`` is the challenge that waits for its resolution.
    """

    digest: Digest
    party: PartySlug
    body: Measured
    phase: MeasurementPhase = "recorded"
    challenge: Digest | None = None
    challenger: PartySlug | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodState:
    """A period: its measurements by metric, and whether it was closed and ratified.

    ``places`` finds the metric that a measurement or a challenge is about.
    """

    measurements: Mapping[str, Measurement] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[Digest, str] = field(default_factory=lambda: MappingProxyType({}))
    closed: Digest | None = None
    is_ratified: bool = False

    def with_measurement(self, metric: str, measurement: Measurement) -> "PeriodState":
        """Return the period with one measurement as it now stands."""
        places = with_item(self.places, measurement.digest, metric)
        if measurement.challenge is not None:
            places = with_item(places, measurement.challenge, metric)
        measurements = with_item(self.measurements, metric, measurement)
        return PeriodState(
            measurements=measurements,
            places=places,
            closed=self.closed,
            is_ratified=self.is_ratified,
        )


_UNTOUCHED = PeriodState()


@dataclass(frozen=True, kw_only=True)
class ScorecardMatter(Matter):
    """A partnership's scorecard: its sets of metrics, oldest first, and its periods."""

    sets: tuple[MetricSet, ...] = ()
    periods: Mapping[str, PeriodState] = field(default_factory=lambda: MappingProxyType({}))

    def set_of(self, period: str) -> MetricSet | None:
        """Return the metrics in force for a period, by its first day."""
        day = first_day(period)
        return next((each for each in reversed(self.sets) if each.from_day <= day), None)

    def period(self, period: str) -> PeriodState:
        """Return a period, also one in which nothing was measured yet."""
        return self.periods.get(period, _UNTOUCHED)

    def find(self, digest: Digest | None) -> tuple[str, Measurement] | None:
        """Find the period and the measurement that a statement is about, newest period first."""
        for period, state in reversed(tuple(self.periods.items())):
            metric = None if digest is None else state.places.get(digest)
            if metric is not None:
                return period, state.measurements[metric]
        return None


def evolve_scorecard(matter: Matter | None, act: Act) -> Matter:
    """Return the scorecard after an act of its stream has taken effect."""
    matter = matter if isinstance(matter, ScorecardMatter) else ScorecardMatter()
    match act.body:
        case ScorecardProposed() as body:
            return replace(matter, sets=(*matter.sets, _metric_set(act, body)))
        case PeriodClosed(period=period):
            return _with_period(matter, period, replace(matter.period(period), closed=act.digest))
        case PeriodRatified(period=period):
            return _with_period(matter, period, replace(matter.period(period), is_ratified=True))
        case MeasurementRecorded() | MeasurementRestated() as body:
            measurement = Measurement(digest=act.digest, party=_party(act), body=body)
            return _with_measurement(matter, body.period, measurement)
        case _:
            return _with_verdict(matter, act)


def _metric_set(act: Act, body: ScorecardProposed) -> MetricSet:
    metrics = {metric.metric: metric for metric in body.metrics}
    return MetricSet(
        digest=act.digest, from_day=first_day(body.from_period), metrics=MappingProxyType(metrics)
    )


def _party(act: Act) -> PartySlug:
    party = act.statement.signer.party
    assert party is not None, "people and agents sign for a party here"
    return party


def _with_period(matter: ScorecardMatter, period: str, state: PeriodState) -> ScorecardMatter:
    return ScorecardMatter(sets=matter.sets, periods=with_item(matter.periods, period, state))


def _with_measurement(
    matter: ScorecardMatter, period: str, measurement: Measurement
) -> ScorecardMatter:
    state = matter.period(period).with_measurement(measurement.body.metric, measurement)
    return _with_period(matter, period, state)


def _with_verdict(matter: ScorecardMatter, act: Act) -> ScorecardMatter:
    """Return the scorecard after others have judged a measurement."""
    found = matter.find(act.statement.subject)
    assert found is not None, "checked: the subject is a measurement or its challenge"
    period, measurement = found
    body = act.body
    if isinstance(body, MeasurementAttested):
        judged = replace(measurement, phase="attested")
    elif isinstance(body, MeasurementChallenged):
        judged = replace(
            measurement, phase="challenged", challenge=act.digest, challenger=_party(act)
        )
    else:
        assert isinstance(body, MeasurementResolved), "no other kind judges a measurement"
        # Taken back, it still waits to be attested; a board's word settles it.
        phase: MeasurementPhase = "recorded" if body.decision is None else "attested"
        judged = replace(measurement, phase=phase, challenge=None, challenger=None)
    return _with_measurement(matter, period, judged)
