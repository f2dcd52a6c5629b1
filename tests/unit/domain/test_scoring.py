"""Periods, colours, points and totals: exact, and the same for everybody."""

from datetime import date, timedelta
from fractions import Fraction as Exact
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.scorecard import MeasurementRecorded, PeriodClosed
from ledger.domain.scorecards.periods import first_day, last_day, length_of
from ledger.domain.scorecards.scoring import close_period, is_worse, rag_of, score_of, value_of
from ledger.evidence.canonical import BodyMalformedError, decode_body
from ledger.evidence.statement import Digest
from tests.unit.domain.scorecard_scenes import metric

SET = Digest("sha256:" + 64 * "0")
MEASUREMENT = Digest("sha256:" + 64 * "1")
DECIMALS = st.decimals(-1000, 1000, places=3).map(lambda number: Exact(str(number)))


def measured(**value: Any) -> MeasurementRecorded:
    """Return a measurement of that metric."""
    return MeasurementRecorded(metric="queries", period="2021-Q1", **value)


@pytest.mark.parametrize(
    ("period", "length", "first", "last"),
    [
        ("2021", "year", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-Q1", "quarter", date(2021, 1, 1), date(2021, 3, 31)),
        ("2021-Q2", "quarter", date(2021, 4, 1), date(2021, 6, 30)),
        ("2021-Q4", "quarter", date(2021, 10, 1), date(2021, 12, 31)),
        ("2021-02", "month", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-02", "month", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-12", "month", date(2021, 12, 1), date(2021, 12, 31)),
        ("9999", "year", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_period_has_a_length_and_two_days(
    period: str, length: str, first: date, last: date
) -> None:
    """Years, quarters and months are those of the calendar."""
    assert (length_of(period), first_day(period), last_day(period)) == (length, first, last)


@given(year=st.integers(1000, 9998))
def test_periods_of_one_length_follow_each_other(year: int) -> None:
    """Four quarters, and twelve months, make up a year without gap or overlap."""
    for parts in (
        [f"{year}-Q{quarter}" for quarter in range(1, 5)],
        [f"{year}-{month:02}" for month in range(1, 13)],
    ):
        starts = [*map(first_day, parts), first_day(str(year + 1))]

        assert starts[0] == first_day(str(year))
        assert [last_day(part) + timedelta(days=1) for part in parts] == starts[1:]


@pytest.mark.parametrize("period", ["2021-Q0", "2021-Q5", "2021-00", "2021-13", "21", "0999"])
def test_what_is_no_period_is_malformed(period: str) -> None:
    """A fifth quarter, a thirteenth month and short years do not parse."""
    raw = f'{{"metric":"queries","period":"{period}","value":"1"}}'.encode()

    with pytest.raises(BodyMalformedError):
        decode_body(raw, MeasurementRecorded)


@pytest.mark.parametrize(
    "members",
    [
        "",
        '"numerator":1,',
        '"denominator":1,',
        '"denominator":0,"numerator":1,',
        '"denominator":2,"numerator":-1,',
        '"denominator":2,"numerator":1,"value":"1",',
        '"numerator":1,"value":"1",',
        '"unknown":true,"value":"1",',
        '"denominator":2,"numerator":1,"unknown":true,',
        '"numerator":1,"unknown":true,',
    ],
)
def test_a_measurement_has_exactly_one_of_three_forms(members: str) -> None:
    """A ratio, a value or expressly unknown: halves and mixtures are malformed."""
    names = sorted([*members.strip(",").split(","), '"metric":"queries"', '"period":"2021"'])
    raw = ("{" + ",".join(name for name in names if name) + "}").encode()

    with pytest.raises(BodyMalformedError):
        decode_body(raw, MeasurementRecorded)


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("percent", {"numerator": 47, "denominator": 50}, Exact(94)),
        ("%", {"numerator": 1, "denominator": 3}, Exact(100, 3)),
        ("days a site", {"numerator": 47, "denominator": 50}, Exact(47, 50)),
        ("percent", {"value": "94.5"}, Exact(189, 2)),
        ("days", {"value": "-0.1"}, Exact(-1, 10)),
        ("percent", {"numerator": 0, "denominator": 50}, Exact(0)),
        ("percent", {"unknown": True}, None),
    ],
)
def test_a_value_is_exact_in_its_unit(
    unit: str, value: dict[str, Any], expected: Exact | None
) -> None:
    """A ratio counts times 100 in per cent; unknown is not zero."""
    assert value_of(metric(unit=unit), measured(**value)) == expected


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("95.001", "green"),
        ("95", "green"),
        ("90.001", "green"),
        ("90", "green"),
        ("89.999", "amber"),
        ("80", "amber"),
        ("79.999", "red"),
        ("-1", "red"),
    ],
)
def test_colours_where_higher_is_better(value: str, colour: str) -> None:
    """A value at a threshold still has the better colour, one below it the worse."""
    assert rag_of(metric(), Exact(value)) == colour


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("40", "green"),
        ("45", "green"),
        ("45.001", "amber"),
        ("60", "amber"),
        ("60.001", "red"),
    ],
)
def test_colours_where_lower_is_better(value: str, colour: str) -> None:
    """For a cycle time it is the other way round."""
    cycle_time = metric(unit="days", direction="lower_is_better", target="40", amber="45", red="60")

    assert rag_of(cycle_time, Exact(value)) == colour


def test_without_an_amber_zone_red_begins_below_green() -> None:
    """Equal thresholds leave two colours."""
    strict = metric(target="90", amber="90", red="90")

    assert [rag_of(strict, Exact(value)) for value in ("90", "89.9")] == ["green", "red"]


def test_what_is_unknown_has_no_colour_of_its_own() -> None:
    """Unknown is neither red nor green."""
    assert rag_of(metric(), None) == "unknown"


@given(one=DECIMALS, other=DECIMALS, higher=st.booleans())
def test_a_better_value_never_has_a_worse_colour(one: Exact, other: Exact, *, higher: bool) -> None:
    """Colours follow the direction of the metric."""
    judged = metric(
        direction="higher_is_better" if higher else "lower_is_better",
        target="0",
        amber="-10" if higher else "10",
        red="-100" if higher else "100",
    )
    order = ["red", "amber", "green"]
    better, worse = (one, other) if is_worse(judged, other, one) else (other, one)

    assert order.index(rag_of(judged, better)) >= order.index(rag_of(judged, worse))


@pytest.mark.parametrize(
    ("value", "rag", "met", "points"),
    [
        ({"numerator": 48, "denominator": 50}, "green", True, Fraction(num=1, den=1)),
        ({"value": "92"}, "green", False, Fraction(num=1, den=1)),
        ({"value": "85"}, "amber", False, Fraction(num=1, den=2)),
        ({"value": "0"}, "red", False, Fraction(num=0, den=1)),
        ({"unknown": True}, "unknown", None, None),
    ],
)
def test_a_metric_brings_points(
    value: dict[str, Any],
    rag: str,
    met: Any,
    points: Fraction | None,
) -> None:
    """One, a half, none; what is unknown brings no points at all, and missed no target."""
    score = score_of(metric(), MEASUREMENT, measured(**value))

    assert (score.rag, score.target_met, score.points) == (rag, met, points)


def test_a_period_is_the_weighted_mean_of_what_is_known() -> None:
    """Half of the weight green, a third amber, a sixth unknown: four fifths of a point."""
    scores = [
        score_of(metric(weight=Fraction(num=num, den=den)), MEASUREMENT, measured(**value))
        for num, den, value in (
            (1, 2, {"value": "99"}),
            (1, 3, {"value": "85"}),
            (1, 6, {"unknown": True}),
        )
    ]

    assert close_period("2021-Q1", SET, scores) == PeriodClosed(
        period="2021-Q1",
        metric_set=SET,
        scores=tuple(scores),
        weight_known=Fraction(num=5, den=6),
        total=Fraction(num=4, den=5),
    )


def test_where_nothing_is_known_there_is_no_total() -> None:
    """A period of unknowns has no total, which is not a total of zero."""
    scores = [score_of(metric(), MEASUREMENT, measured(unknown=True))]

    body = close_period("2021-Q1", SET, scores)

    assert (body.weight_known, body.total) == (Fraction(num=0, den=1), None)


@given(
    values=st.lists(st.sampled_from(["99", "85", "1"]), min_size=1, max_size=12),
    shares=st.data(),
)
def test_a_total_lies_between_the_worst_and_the_best(values: list[str], shares: Any) -> None:
    """The mean of points is within its parts, whatever the weights are."""
    weights = [shares.draw(st.integers(1, 50)) for _ in values]
    scores = [
        score_of(
            metric(weight=Fraction(num=weight, den=sum(weights))),
            MEASUREMENT,
            measured(value=value),
        )
        for weight, value in zip(weights, values, strict=True)
    ]

    body = close_period("2021-Q1", SET, scores)

    points = [Exact(each.points.num, each.points.den) for each in scores if each.points]
    assert body.total is not None
    assert min(points) <= Exact(body.total.num, body.total.den) <= max(points)
    assert body.weight_known == Fraction(num=1, den=1)
