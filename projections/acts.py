"""What was said in a board, a meeting or a decision beside its main facts: one row an act.

Most acts of these rooms say one thing that is listed as it was said: who withdrew,
who objected, who waived what. A row keeps the body; who reads it picks the kinds.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from projections.rows import Row, Rows, body_text, rows_of, signed_by
from projections.tables import acts
from projections.world import Step

_COLUMNS = ("digest", "leaf_index", "recorded_at", "kind", "reason", "subject", "opening")


def add(rows: Rows, step: Step, *, opening: str | None = None, body: str | None = None) -> None:
    """Add the act that took effect; ``opening`` names the poll that it belongs to.

    ``body`` replaces its body where that is too large to be kept twice.
    """
    act = step.effect
    assert act is not None, "the caller looked"
    statement = act.statement
    row: Row = {
        **signed_by(act),
        "stream": statement.stream,
        "kind": act.kind.tag,
        "capacity": statement.signer.capacity,
        "reason": statement.reason,
        "subject": statement.subject,
        "opening": opening,
        "body": body_text(act.body) if body is None else body,
    }
    rows.put(acts, row, corrected=step.corrects)


def acts_of(connection: Connection, stream: str) -> list[dict[str, Any]]:
    """Return a stream's acts in order; the caller has checked that it may be read."""
    return rows_of(connection, acts, acts.c.stream == stream, parsed="body")


def said(found: Iterable[Mapping[str, Any]], *kinds: str, **absent: object) -> list[dict[str, Any]]:
    """Return the acts of some kinds: what they say, who said so and when.

    ``absent`` gives what a member is when the body leaves it out. ``party`` and
    ``person`` are the signer's, unless the body itself speaks of a party or person.
    """
    return [
        {
            **{name: row[name] for name in _COLUMNS},
            "party": row["party"],
            "person": row["person"],
            **absent,
            **row["body"],
            "signed_by": {name: row[name] for name in ("party", "person", "capacity")},
        }
        for row in found
        if row["kind"] in kinds
    ]
