"""Scorecards: the agreed metrics, each measurement with who attested it, closed periods.

Scores are those of the ledger's own ``period.closed.v1``; nothing is weighed here.
"""

from typing import Any

from sqlalchemy import Connection

from ledger.domain.kinds.scorecard import (
    MeasurementAttested,
    MeasurementChallenged,
    MeasurementRecorded,
    MeasurementResolved,
    MeasurementRestated,
    PeriodClosed,
    PeriodRatified,
    ScorecardProposed,
)
from ledger.domain.world import Act
from projections.readers import ViewReader
from projections.rows import Row, Rows, instant, made_by, members_of, rows_of, signed_by
from projections.signers import endorsements_of, timeline
from projections.streams import may_read
from projections.tables import measurement_acts, measurements, metrics, periods
from projections.world import Step

_metric = (
    "metric definition formula unit direction perspective target amber red weight period"
    " owner controllable_by"
)
_closed = "period metric_set scores weight_known total"


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a scorecard."""
    act = step.effect
    if act is None:
        return
    stream, subject = act.statement.stream, act.statement.subject
    match act.body:
        case ScorecardProposed() as body:
            _add_metrics(rows, act, body)
        case MeasurementRecorded() | MeasurementRestated() as body:
            _add_measurement(rows, act, body)
        case MeasurementAttested() | MeasurementChallenged() | MeasurementResolved() as body:
            kept: Row = {"stream": stream, "kind": act.kind.tag, "subject": subject}
            said = {**members_of(body, "decision"), "reason": act.statement.reason}
            rows.add(measurement_acts, {**kept, **said, **signed_by(act)})
        case PeriodClosed() as body:
            row = {**members_of(body, _closed), "stream": stream, "closed_at": instant(act.at)}
            rows.add(periods, {**row, **made_by(act)})
        case PeriodRatified():
            rows.change(periods, (subject,), {"ratified_by": act.digest})


def _add_metrics(rows: Rows, act: Act, body: ScorecardProposed) -> None:
    for place, metric in enumerate(body.metrics, 1):
        row = {**members_of(metric, _metric), "from_period": body.from_period, "place": place}
        made: Row = {"metric_set": act.digest, "leaf_index": act.leaf_index}
        rows.add(metrics, {**row, **made, "stream": act.statement.stream})


def _add_measurement(rows: Rows, act: Act, body: MeasurementRecorded | MeasurementRestated) -> None:
    """Add a value; one that restates another stands beside it."""
    row = members_of(body, "metric period numerator denominator value")
    restated = act.statement.subject if isinstance(body, MeasurementRestated) else None
    said: Row = {"unknown": body.unknown, "restates": restated, "reason": act.statement.reason}
    rows.add(measurements, {**row, **said, "stream": act.statement.stream, **signed_by(act)})
    if restated is not None:
        rows.change(measurements, (restated,), {"restated_by": act.digest})


def load(connection: Connection, reader: ViewReader, stream: str) -> dict[str, Any] | None:
    """Return a scorecard; None where there is none, or it may not be read.

    Each measurement lists its attestations and its challenges, each challenge
    its resolutions. Metrics are grouped in sets, newest last.
    """
    if not may_read(connection, reader, stream):
        return None
    said: dict[str, list[dict[str, Any]]] = {}
    here = measurement_acts.c.stream == stream
    for row in rows_of(connection, measurement_acts, here):
        said.setdefault(row["subject"], []).append(row)
    return {
        "stream": stream,
        "metric_sets": _metric_sets(connection, stream),
        "measurements": [
            _with_acts(row, said)
            for row in rows_of(connection, measurements, measurements.c.stream == stream)
        ],
        "periods": rows_of(
            connection,
            periods,
            periods.c.stream == stream,
            parsed="scores weight_known total",
        ),
        "timeline": timeline(connection, stream),
    }


def _metric_sets(connection: Connection, stream: str) -> list[dict[str, Any]]:
    joined = endorsements_of(connection, stream)
    sets: dict[str, dict[str, Any]] = {}
    here = metrics.c.stream == stream
    for row in rows_of(connection, metrics, here, parsed="weight controllable_by"):
        digest = row.pop("metric_set")
        made = {"leaf_index": row.pop("leaf_index"), "from_period": row.pop("from_period")}
        fresh = {"digest": digest, **made, "endorsements": joined.get(digest, []), "metrics": []}
        sets.setdefault(digest, fresh)["metrics"].append(row)
    return sorted(sets.values(), key=lambda each: int(each["leaf_index"]))


def _with_acts(row: dict[str, Any], said: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    acts = said.get(row["digest"], [])
    return {
        **row,
        "attestations": [each for each in acts if each["kind"] == "measurement.attested.v1"],
        "challenges": [
            {**each, "resolutions": said.get(each["digest"], [])}
            for each in acts
            if each["kind"] == "measurement.challenged.v1"
        ],
    }
