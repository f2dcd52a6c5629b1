"""Milestones: every baseline and forecast, claims, acceptances, and what came of them."""

from typing import Any

from sqlalchemy import Connection

from ledger.domain.kinds import parent_of
from ledger.domain.kinds.milestone import (
    MilestoneAchieved,
    MilestoneBaselined,
    MilestoneForecast,
    MilestoneProposed,
    MilestoneRebaselined,
)
from ledger.domain.milestones.delay import delay_days
from ledger.domain.milestones.matter import MilestoneMatter
from ledger.domain.world import Act
from projections.hanging import with_doubt
from projections.readers import ViewReader, readable
from projections.rows import Row, Rows, made_by, members_of, rows_of, signed_by
from projections.signers import corrections_of, endorsements_of, timeline
from projections.tables import baselines, forecasts, milestone_acts, milestones
from projections.world import Step

_proposed = "type title criteria workstream contract"
_json = "criteria acceptors amount baseline"


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a milestone."""
    act, matter = step.effect, step.stream.matter
    if act is None or not isinstance(matter, MilestoneMatter):
        return
    stream = act.statement.stream
    match act.body:
        case MilestoneProposed() as body:
            row = {**members_of(body, _proposed, unions="acceptors amount"), "stream": stream}
            rows.add(milestones, {**row, "partnership": parent_of(stream)})
        case MilestoneBaselined() | MilestoneRebaselined() as body:
            _add_baseline(rows, act, body)
        case MilestoneForecast() as body:
            _put_forecast(rows, step, act, body)
        case MilestoneAchieved() as body:
            row = members_of(body, "claim delay_days")
            rows.change(milestones, (stream,), {**row, "achieved_on": body.on.isoformat()})
        case body:
            kept = {"stream": stream, "kind": act.kind.tag, "subject": act.statement.subject}
            said = {**members_of(body, "on outcome decision"), "reason": act.statement.reason}
            rows.add(milestone_acts, {**kept, **said, **signed_by(act)})
    rows.change(milestones, (stream,), {"phase": matter.phase, **made_by(act)})


def _add_baseline(rows: Rows, act: Act, body: MilestoneBaselined | MilestoneRebaselined) -> None:
    """Add the date that delay is measured against from here on; earlier ones are kept."""
    stream = act.statement.stream
    agreed = members_of(body, "on version decision")
    kept: Row = {"stream": stream, "kind": act.kind.tag, "reason": act.statement.reason}
    rows.add(baselines, {**agreed, **kept, **signed_by(act)})
    current = {"baseline": agreed["on"], "baseline_version": body.version}
    rows.change(milestones, (stream,), current)


def _put_forecast(rows: Rows, step: Step, act: Act, body: MilestoneForecast) -> None:
    """Add a forecast with its delay against the baseline of its time, or correct one."""
    matter, stream = step.stream.matter, act.statement.stream
    assert isinstance(matter, MilestoneMatter), "the caller looked"
    said = {**members_of(body, "on causes confidence"), "stream": stream}
    if matter.baselines:
        said["baseline_version"] = len(matter.baselines)
        said["delay_days"] = delay_days(matter.baselines[-1].on, body.on.last_day)
    rows.put(forecasts, {**said, **signed_by(act)}, corrected=step.corrects)


def list_all(
    connection: Connection, reader: ViewReader, *, partnership: str | None = None
) -> list[dict[str, Any]]:
    """List the milestones that the reader may read, each with baselines, forecasts and acts."""
    allowed = milestones.c.stream.in_(readable(reader))
    of_one = () if partnership is None else (milestones.c.partnership == partnership,)
    found = rows_of(connection, milestones, allowed, *of_one, parsed=_json)
    return [_whole(connection, row) for row in sorted(found, key=lambda row: str(row["stream"]))]


def load(connection: Connection, reader: ViewReader, stream: str) -> dict[str, Any] | None:
    """Return a milestone with all that was said of it; None where it may not be read."""
    allowed = milestones.c.stream.in_(readable(reader))
    here = milestones.c.stream == stream
    found = rows_of(connection, milestones, here, allowed, parsed=_json)
    return (
        {**_whole(connection, found[0]), "timeline": timeline(connection, stream)}
        if found
        else None
    )


def _whole(connection: Connection, row: dict[str, Any]) -> dict[str, Any]:
    """Add what was said of a milestone, each with those who joined in it."""
    stream = row["stream"]
    joined = endorsements_of(connection, stream)
    agreed = with_doubt(
        connection, rows_of(connection, baselines, baselines.c.stream == stream, parsed="on")
    )
    acts = rows_of(connection, milestone_acts, milestone_acts.c.stream == stream)
    expected = rows_of(connection, forecasts, forecasts.c.stream == stream, parsed="on causes")
    return {
        **row,
        "forecast": expected[-1]["on"] if expected else None,
        "baselines": [{**each, "endorsements": joined.get(each["digest"], [])} for each in agreed],
        "forecasts": expected,
        "acts": with_doubt(connection, acts),
        "corrections": corrections_of(connection, stream),
    }
