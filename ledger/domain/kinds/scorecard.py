"""Kinds of the streams scorecard/<partnership>: agreed metrics, measured and attested."""

from typing import Annotated, Literal

from ledger.domain.kinds.base import (
    Count,
    Decimal,
    DigestText,
    Fraction,
    Line,
    Positive,
    Slug,
    StreamRef,
    kind,
)
from ledger.evidence.canonical import Body, constrained

# A year, a quarter or a month, by the calendar: 2021, 2021-Q1, 2021-03.
Period = Annotated[str, constrained(pattern=r"[1-9][0-9]{3}(-Q[1-4]|-(0[1-9]|1[0-2]))?")]
PeriodLength = Literal["month", "quarter", "year"]
Direction = Literal["higher_is_better", "lower_is_better"]
Rag = Literal["green", "amber", "red", "unknown"]


class Metric(Body):
    """One agreed measure: its definition, its target, its thresholds, its weight.

    ``target``, ``amber`` and ``red`` are in the metric's unit. A value worse
    than ``red`` is red, else one worse than ``amber`` is amber, else it is
    green; the target says apart from that what was aimed at. In the unit
    ``percent`` a numerator over a denominator counts times 100.
    """

    metric: Slug
    definition: Line
    formula: Line
    unit: Line
    direction: Direction
    perspective: Slug
    target: Decimal
    amber: Decimal
    red: Decimal
    weight: Fraction
    period: PeriodLength
    owner: Slug
    controllable_by: Annotated[tuple[Slug, ...], constrained(min_length=1, max_length=64)]


class ScorecardProposed(Body):
    """Propose the metrics from a period on; takes effect when each other party endorsed them."""

    from_period: Period
    metrics: Annotated[tuple[Metric, ...], constrained(min_length=1, max_length=64)]


class _Measured(Body):
    """A value: numerator over denominator, a decimal, or expressly unknown."""

    metric: Slug
    period: Period
    numerator: Count | None = None
    denominator: Positive | None = None
    value: Decimal | None = None
    unknown: bool = False

    def __post_init__(self) -> None:
        """Refuse what is none of the three forms; decoding names the place."""
        forms = (
            self.numerator is not None and self.denominator is not None,
            self.value is not None,
            self.unknown,
        )
        halves = (self.numerator is None) != (self.denominator is None)
        if sum(forms) != 1 or halves:
            message = "a value is numerator and denominator, value, or unknown"
            raise ValueError(message)


class MeasurementRecorded(_Measured):
    """Record a metric's value for a period that is over."""


class MeasurementAttested(Body):
    """Attest the measurement that is the subject, as the other party."""


class MeasurementChallenged(Body):
    """Challenge the measurement that is the subject, for the reason given."""


class MeasurementResolved(Body):
    """Take the challenge that is the subject back, or have it settled by a decision."""

    decision: StreamRef | None = None


class MeasurementRestated(_Measured):
    """State the value of the measurement that is the subject anew; both are kept."""


class MetricScore(Body):
    """What one metric brought: its value as measured, its colour, its points.

    Green is one point, amber half a point, red none; ``points`` is absent when
    the value is unknown, which is not zero.
    """

    metric: Slug
    measurement: DigestText
    rag: Rag
    weight: Fraction
    target_met: bool | None = None
    points: Fraction | None = None
    numerator: Count | None = None
    denominator: Positive | None = None
    value: Decimal | None = None


class PeriodClosed(Body):
    """State a period's exact scores, once each of its metrics is attested.

    ``total`` is the weighted mean of the points over ``weight_known``, the
    weight of the metrics whose value is known; absent when none is.
    """

    period: Period
    metric_set: DigestText
    scores: tuple[MetricScore, ...]
    weight_known: Fraction
    total: Fraction | None = None


class PeriodRatified(Body):
    """Ratify the closed period that is the subject: by all parties, or by a decision."""

    period: Period
    decision: StreamRef | None = None


_MANAGERS = "programme_manager signatory"

KINDS = (
    kind(
        "scorecard.proposed.v1",
        ScorecardProposed,
        "scorecard",
        _MANAGERS,
        "approval",
        opens=True,
    ),
    kind(
        "measurement.recorded.v1",
        MeasurementRecorded,
        "scorecard",
        "programme_manager signatory agent",
        "authorship",
    ),
    kind(
        "measurement.attested.v1",
        MeasurementAttested,
        "scorecard",
        _MANAGERS,
        "approval",
        subject=True,
    ),
    kind(
        "measurement.challenged.v1",
        MeasurementChallenged,
        "scorecard",
        _MANAGERS,
        "rejection",
        subject=True,
        reason=True,
    ),
    kind(
        "measurement.resolved.v1",
        MeasurementResolved,
        "scorecard",
        _MANAGERS,
        "responsibility",
        subject=True,
        reason=True,
    ),
    kind(
        "measurement.restated.v1",
        MeasurementRestated,
        "scorecard",
        _MANAGERS,
        "authorship",
        subject=True,
        reason=True,
    ),
    kind("period.closed.v1", PeriodClosed, "scorecard", "system"),
    kind(
        "period.ratified.v1",
        PeriodRatified,
        "scorecard",
        _MANAGERS,
        "approval",
        subject=True,
    ),
)
