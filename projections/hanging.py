"""What hangs on a decision: every act, of any stream, that took effect because of one."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from ledger.domain.kinds.board import DecisionNoted
from ledger.domain.kinds.decision import RecusalDeclared
from ledger.domain.world import Act
from projections.readers import ViewReader, readable
from projections.rows import Rows, instant, made_by, rows_of
from projections.tables import decisions, hanging
from projections.world import Step

# While a decision is in one of these phases, what hangs on it is in doubt.
DOUBTFUL = ("challenged", "voided")


def fold(rows: Rows, step: Step) -> None:
    """Note an act that names the decision behind it."""
    act = step.effect
    if act is None:
        return
    decision = _decision_behind(act)
    if decision is not None:
        named = {"decision": decision, "stream": act.statement.stream, "kind": act.kind.tag}
        rows.add(hanging, {**named, **made_by(act), "recorded_at": instant(act.at)})


def _decision_behind(act: Act) -> str | None:
    if isinstance(act.body, DecisionNoted):
        return None  # it tells of the decision, and does not rest on it
    if isinstance(act.body, RecusalDeclared):
        return act.body.ruled_by
    named = getattr(act.body, "decision", None)
    if named is None:
        named = getattr(getattr(act.body, "authority", None), "decision", None)
    return None if named is None else str(named)


def list_of(
    connection: Connection, reader: ViewReader, decision: str, phase: str
) -> list[dict[str, Any]]:
    """Return what hangs on a decision and the reader may read, flagged while it is in doubt."""
    found = rows_of(
        connection,
        hanging,
        hanging.c.decision == decision,
        hanging.c.stream.in_(readable(reader)),
    )
    return [{**row, "in_doubt": doubt_of(phase)} for row in found]


def with_doubt(connection: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows that may name a decision behind them, flagged while that is in doubt.

    Whoever reads them sees the flag: what relies on a decision is for readers of it.
    """
    doubts = doubts_of(connection, filter(None, map(decision_behind, rows)))
    return [{**row, "in_doubt": doubts.get(decision_behind(row) or "")} for row in rows]


def decision_behind(row: Mapping[str, Any]) -> str | None:
    """Return the decision that a row names, itself or by its authority."""
    return row.get("decision") or (row.get("authority") or {}).get("decision")


def doubts_of(connection: Connection, names: Iterable[str]) -> Mapping[str, str | None]:
    """Return why each of these decisions cannot be relied on now, None where it can."""
    query = select(decisions.c.stream, decisions.c.phase).where(decisions.c.stream.in_(set(names)))
    return {row.stream: doubt_of(row.phase) for row in connection.execute(query)}


def doubt_of(phase: str | None) -> str | None:
    """Return why a decision in this phase cannot be relied on now, None where it can."""
    return phase if phase in DOUBTFUL else None
