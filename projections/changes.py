"""Changes of contracts: drafted, authorised, signed, executed or withdrawn, reversed; paper."""

import json
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import ChangeMatter, Start
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.change import (
    ChangeAuthorised,
    ChangeDraftContinued,
    ChangeDrafted,
    ChangeExecuted,
    ChangeRegistered,
    ChangeSigned,
)
from ledger.domain.world import Act
from projections.contracts import add_signature, add_version, put_text, signatures_of, texts_of
from projections.hanging import with_doubt
from projections.readers import ViewReader, readable
from projections.rows import Row, Rows, made_by, members_of, rows_of
from projections.signers import timeline
from projections.tables import changes
from projections.world import Step

_drafted = "title change_kind base impact reverses"
_json = "impact authority starts"


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a change."""
    act, matter = step.effect, step.stream.matter
    if act is None or not isinstance(matter, ChangeMatter):
        return
    stream = act.statement.stream
    match act.body:
        case ChangeDrafted() | ChangeDraftContinued() | ChangeRegistered():
            _fold_draft(rows, step, act, matter)
        case ChangeAuthorised() as body:
            row: Row = {**members_of(body, "authority"), "authorised": act.digest}
            rows.change(changes, (stream,), row)
        case ChangeSigned():
            add_signature(rows, act, matter.drafted)
        case ChangeExecuted() as body:
            facts: Row = {**members_of(body, "drafted base"), "retroactive": body.retroactive}
            add_version(rows, act, body, facts)
            rows.change(changes, (stream,), {"executed": act.digest})
    stands: Row = {
        "phase": matter.phase,
        "drafted": matter.drafted,
        "content": matter.content,
        "reversed_by": matter.reversed_by,
        "starts": json.dumps(starts_of(matter)) if matter.starts else "[]",
    }
    rows.change(changes, (stream,), {**stands, **made_by(act)})


def starts_of(matter: ChangeMatter) -> list[dict[str, Any]]:
    """Return the work that was let begin on drafts of a change, oldest first."""
    return [_start(each) for each in matter.starts]


def _start(start: Start) -> dict[str, Any]:
    """Return work that was let begin as plain values: by whom, up to what, and what ended it."""
    return {
        "digest": start.place.digest,
        "party": start.party,
        "cap": {"minor": start.cap.minor, "currency": start.cap.currency},
        "from": start.from_.isoformat(),
        "until": start.until.isoformat(),
        "ended": start.why,
        "ended_by": None if start.ended is None else start.ended.digest,
    }


def _fold_draft(rows: Rows, step: Step, act: Act, matter: ChangeMatter) -> None:
    """Keep the text as far as it has come; a new draft voids the authority of the old."""
    stream, outside = act.statement.stream, isinstance(act.body, ChangeRegistered)
    said = {**members_of(matter.body, _drafted), "authority": None, "authorised": None}
    row: Row = {**said, "outside": outside}
    if step.before is not None and step.before.matter is not None:
        rows.change(changes, (stream,), row)
    else:
        rows.add(changes, {**row, "stream": stream, "contract": parent_of(stream)})
    put_text(rows, act, matter.drafted, content=matter.content, text=matter.text.decode("utf-8"))
    if isinstance(act.body, ChangeRegistered):
        _fold_paper(rows, act, act.body)


def _fold_paper(rows: Rows, act: Act, body: ChangeRegistered) -> None:
    dates = members_of(body.dates, "executed_on effective_on")
    registered: Row = {
        **dates,
        **members_of(body.content, "base effective_rule"),
        "drafted": act.digest,
        "outside": True,
        "retroactive": body.dates.effective_on < body.dates.executed_on,
    }
    add_version(rows, act, body, registered)
    rows.change(changes, (act.statement.stream,), {"executed": act.digest})


def list_all(
    connection: Connection, reader: ViewReader, *, contract: str | None = None
) -> list[dict[str, Any]]:
    """List the changes that the reader may read, in the order in which they last moved."""
    allowed = changes.c.stream.in_(readable(reader))
    of_one = () if contract is None else (changes.c.contract == contract,)
    return with_doubt(connection, rows_of(connection, changes, allowed, *of_one, parsed=_json))


def load(connection: Connection, reader: ViewReader, stream: str) -> dict[str, Any] | None:
    """Return a change with its draft, its ops and who signed it; None where it may not be read."""
    allowed = changes.c.stream.in_(readable(reader))
    found = rows_of(connection, changes, changes.c.stream == stream, allowed, parsed=_json)
    if not found:
        return None
    change = with_doubt(connection, found)[0]
    draft = texts_of(connection, [change["drafted"]])[change["drafted"]]
    return {
        **change,
        "draft": json.loads(draft),
        "signatures": signatures_of(connection, stream, change["drafted"]),
        "timeline": timeline(connection, stream),
    }
