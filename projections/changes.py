"""Changes of contracts: drafted, authorised, signed, executed or withdrawn."""

import json
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import ChangeMatter
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.change import (
    ChangeAuthorised,
    ChangeDrafted,
    ChangeExecuted,
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

_drafted = "title change_kind base impact"
_json = "impact authority"


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a change."""
    act, matter = step.effect, step.stream.matter
    if act is None or not isinstance(matter, ChangeMatter):
        return
    stream = act.statement.stream
    match act.body:
        case ChangeDrafted() as body:
            _fold_draft(rows, step, act, body)
        case ChangeAuthorised() as body:
            row: Row = {**members_of(body, "authority"), "authorised": act.digest}
            rows.change(changes, (stream,), row)
        case ChangeSigned():
            add_signature(rows, act, matter.drafted)
        case ChangeExecuted() as body:
            facts: Row = {**members_of(body, "drafted base"), "retroactive": body.retroactive}
            add_version(rows, act, body, facts)
            rows.change(changes, (stream,), {"executed": act.digest})
    stands: Row = {"phase": matter.phase, "drafted": matter.drafted, "content": matter.content}
    rows.change(changes, (stream,), {**stands, **made_by(act)})


def _fold_draft(rows: Rows, step: Step, act: Act, body: ChangeDrafted) -> None:
    """Keep the draft beside earlier ones; a new one voids the authority of the old."""
    matter, stream = step.stream.matter, act.statement.stream
    assert isinstance(matter, ChangeMatter), "the caller looked"
    row: Row = {**members_of(body, _drafted), "authority": None, "authorised": None}
    if step.before is not None and step.before.matter is not None:
        rows.change(changes, (stream,), row)
    else:
        rows.add(changes, {**row, "stream": stream, "contract": parent_of(stream)})
    text = act.statement.body.decode("utf-8")
    put_text(rows, act, act.digest, content=matter.content, text=text)


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
