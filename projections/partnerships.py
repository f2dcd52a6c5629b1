"""Partnerships: objectives, workstreams, what is watched over, milestones and scorecard."""

from typing import Any

from sqlalchemy import Connection

from ledger.domain.kinds.partnership import (
    HealthReviewRecorded,
    ItemAssigned,
    ItemClosed,
    ItemRaised,
    PartnershipEnded,
    PartnershipExtended,
    PartnershipFormed,
    WorkstreamAdded,
)
from ledger.domain.world import Act
from projections import milestones, scorecards
from projections.readers import ViewReader, readable
from projections.rows import Row, Rows, made_by, members_of, rows_of, signed_by
from projections.signers import corrections_of, endorsements_of, timeline
from projections.tables import health_reviews, items, partnerships, workstreams
from projections.world import Step

_formed = "title objectives parties readers boards contracts from until"
_unions = "value predecessor"
_json = "objectives parties readers boards contracts value predecessor"


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a partnership."""
    act = step.effect
    if act is None:
        return
    stream = act.statement.stream
    match act.body:
        case PartnershipFormed() as body:
            row = {
                **members_of(body, _formed, unions=_unions),
                "stream": stream,
                "phase": "standing",
            }
            rows.add(partnerships, {**row, **made_by(act)})
            for workstream in body.workstreams:
                row = members_of(workstream, "slug title lead")
                rows.add(workstreams, {**row, "stream": stream, **made_by(act)})
        case WorkstreamAdded() as body:
            row = members_of(body, "slug title lead")
            rows.add(workstreams, {**row, "stream": stream, **made_by(act)})
        case PartnershipExtended() as body:
            rows.change(partnerships, (stream,), {**members_of(body, "until"), **made_by(act)})
        case PartnershipEnded() as body:
            ended: Row = {"phase": "ended", "ended_on": body.on.isoformat()}
            rows.change(partnerships, (stream,), {**ended, **made_by(act)})
        case HealthReviewRecorded() as body:
            row = {**members_of(body, "on ratings summary next_on"), "stream": stream}
            rows.put(health_reviews, {**row, **signed_by(act)}, corrected=step.corrects)
        case ItemRaised() | ItemAssigned() | ItemClosed() as body:
            _fold_item(rows, step, act, body)


def _fold_item(
    rows: Rows, step: Step, act: Act, body: ItemRaised | ItemAssigned | ItemClosed
) -> None:
    """Note a risk, an issue or an action: as raised, to whom it was given, what came of it."""
    key = (act.statement.stream, act.kind.tag.partition(".")[0], body.slug)
    named: Row = dict(zip(("stream", "family", "slug"), key, strict=True))
    match body:
        case ItemRaised():
            row = members_of(body, "title detail workstream severity due")
            if step.corrects is None:
                rows.add(items, {**row, **named, "status": "raised", **made_by(act)})
            else:
                rows.change(items, key, row)
        case ItemAssigned():
            given: Row = {"status": "assigned", "party": body.party, "person": body.person}
            due = {} if body.due is None else members_of(body, "due")
            rows.change(items, key, {**given, **due, **made_by(act)})
        case ItemClosed():
            closed: Row = {"status": "closed", "outcome": body.outcome}
            rows.change(items, key, {**closed, **made_by(act)})


def list_all(connection: Connection, reader: ViewReader) -> list[dict[str, Any]]:
    """List the partnerships that the reader may read, without what belongs to each."""
    allowed = partnerships.c.stream.in_(readable(reader))
    return rows_of(connection, partnerships, allowed, parsed=_json)


def load(connection: Connection, reader: ViewReader, stream: str) -> dict[str, Any] | None:
    """Return a partnership with its milestones and its scorecard; None where it may not be read."""
    allowed = partnerships.c.stream.in_(readable(reader))
    here = partnerships.c.stream == stream
    found = rows_of(connection, partnerships, here, allowed, parsed=_json)
    if not found:
        return None
    scorecard = "scorecard/" + stream.partition("/")[2]
    return {
        **found[0],
        "endorsements": endorsements_of(connection, stream).get(found[0]["digest"], []),
        "workstreams": rows_of(connection, workstreams, workstreams.c.stream == stream),
        "items": rows_of(connection, items, items.c.stream == stream),
        "health_reviews": rows_of(
            connection, health_reviews, health_reviews.c.stream == stream, parsed="ratings"
        ),
        "milestones": milestones.list_all(connection, reader, partnership=stream),
        "scorecard": scorecards.load(connection, reader, scorecard),
        "timeline": timeline(connection, stream),
        "corrections": corrections_of(connection, stream),
    }
