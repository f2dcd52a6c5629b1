"""Scores of a period, exact and pure: the same metrics and values, the same scores.

Green is one point, amber half a point, red none. A period's total is the mean
of the points, weighted; what is unknown has no points, and its weight does not
count: unknown is not zero.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction as Exact

from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.scorecard import (
    MeasurementRecorded,
    MeasurementRestated,
    Metric,
    MetricScore,
    PeriodClosed,
    Rag,
)
from ledger.evidence.statement import Digest

Measured = MeasurementRecorded | MeasurementRestated

POINTS: Mapping[Rag, Exact] = {"green": Exact(1), "amber": Exact(1, 2), "red": Exact(0)}
_PERCENT = frozenset({"percent", "%"})


def value_of(metric: Metric, measured: Measured) -> Exact | None:
    """Return the exact value in the metric's unit, None when it is unknown."""
    if measured.value is not None:
        return Exact(measured.value)
    if measured.numerator is None or measured.denominator is None:
        return None
    ratio = Exact(measured.numerator, measured.denominator)
    return ratio * 100 if metric.unit in _PERCENT else ratio


def is_worse(metric: Metric, value: Exact, than: Exact) -> bool:
    """Whether a value is worse than another, in the metric's direction."""
    return value < than if metric.direction == "higher_is_better" else value > than


def rag_of(metric: Metric, value: Exact | None) -> Rag:
    """Return a value's colour; a value at a threshold still has the better one."""
    if value is None:
        return "unknown"
    if is_worse(metric, value, Exact(metric.red)):
        return "red"
    return "amber" if is_worse(metric, value, Exact(metric.amber)) else "green"


def exact(fraction: Fraction) -> Exact:
    """Return a recorded ratio as a number to reckon with."""
    return Exact(fraction.num, fraction.den)


def recorded(number: Exact) -> Fraction:
    """Return a number as it is recorded, in lowest terms; none here is negative."""
    return Fraction(num=number.numerator, den=number.denominator)


def score_of(metric: Metric, measurement: Digest, measured: Measured) -> MetricScore:
    """Return what one metric brings to its period."""
    value = value_of(metric, measured)
    rag = rag_of(metric, value)
    known = value is not None
    return MetricScore(
        metric=metric.metric,
        measurement=measurement,
        rag=rag,
        weight=metric.weight,
        target_met=None if value is None else not is_worse(metric, value, Exact(metric.target)),
        points=recorded(POINTS[rag]) if known else None,
        numerator=measured.numerator,
        denominator=measured.denominator,
        value=measured.value,
    )


def close_period(period: str, metric_set: Digest, scores: Iterable[MetricScore]) -> PeriodClosed:
    """Return the body that closes a period: its scores and their weighted total."""
    scores = tuple(scores)
    known = [
        (exact(score.weight), exact(score.points)) for score in scores if score.points is not None
    ]
    weight = sum((weight for weight, _ in known), Exact(0))
    points = sum((weight * points for weight, points in known), Exact(0))
    return PeriodClosed(
        period=period,
        metric_set=metric_set,
        scores=scores,
        weight_known=recorded(weight),
        total=recorded(points / weight) if weight else None,
    )
