"""Boards: their parties, the charter in force and those before it, who sits where."""

from typing import Any

from sqlalchemy import Connection

from ledger.domain.kinds.board import (
    AlternateNamed,
    BoardConstituted,
    CharterAmended,
    MemberAppointed,
    MemberEnded,
    OfficerAppointed,
    OfficerEnded,
)
from ledger.domain.world import Act
from projections.readers import ViewReader, readable
from projections.rows import Rows, made_by, members_of, rows_of, signed_by
from projections.signers import timeline
from projections.tables import boards, charters, tenures
from projections.world import Step


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a board."""
    act = step.effect
    if act is None:
        return
    stream = act.statement.stream
    match act.body:
        case BoardConstituted() as body:
            row = members_of(body, "name purpose parties readers")
            rows.add(boards, {**row, "stream": stream, **made_by(act)})
            _add_charter(rows, act, body)
        case CharterAmended() as body:
            rows.change(boards, (stream,), made_by(act))
            _add_charter(rows, act, body)
        case MemberAppointed() as body:
            _add_tenure(rows, act, "member", body)
        case AlternateNamed() as body:
            _add_tenure(rows, act, "alternate", body)
        case OfficerAppointed() as body:
            _add_tenure(rows, act, "office", body)
        case MemberEnded() | OfficerEnded() as body:
            ended = {"ended_on": body.on.isoformat(), "ended_by": act.digest}
            rows.change(tenures, (act.statement.subject,), ended)


def _add_charter(rows: Rows, act: Act, body: BoardConstituted | CharterAmended) -> None:
    row = {**signed_by(act), **members_of(body, "charter")}
    kept = {name: row[name] for name in ("digest", "leaf_index", "recorded_at", "charter")}
    replaced = {"replaces": act.statement.base, "stream": act.statement.stream}
    rows.add(charters, {**kept, **replaced})


def _add_tenure(
    rows: Rows, act: Act, held: str, body: MemberAppointed | AlternateNamed | OfficerAppointed
) -> None:
    """Note who holds a seat or an office; people sit for the party that appointed them."""
    row = {"party": act.statement.signer.party, **members_of(body, "person from until")}
    if isinstance(body, OfficerAppointed):
        row.update(name=body.office, party=body.party)
    else:
        row.update(name=body.seat)
    rows.add(tenures, {**row, "stream": act.statement.stream, "held": held, **made_by(act)})


def list_all(connection: Connection, reader: ViewReader) -> list[dict[str, Any]]:
    """List the boards that the reader may read."""
    return rows_of(
        connection, boards, boards.c.stream.in_(readable(reader)), parsed="parties readers"
    )


def load(connection: Connection, reader: ViewReader, stream: str) -> dict[str, Any] | None:
    """Return a board with its charters, newest last, and everybody who held a seat or an office."""
    allowed = boards.c.stream.in_(readable(reader))
    found = rows_of(
        connection, boards, boards.c.stream == stream, allowed, parsed="parties readers"
    )
    if not found:
        return None
    charter_rows = rows_of(connection, charters, charters.c.stream == stream, parsed="charter")
    return {
        **found[0],
        "charter": charter_rows[-1],
        "charters": charter_rows,
        "tenures": rows_of(connection, tenures, tenures.c.stream == stream),
        "timeline": timeline(connection, stream),
    }
