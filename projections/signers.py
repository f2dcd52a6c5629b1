"""Who signed what: one row a statement, with the person, the capacity and the meaning.

Also who joined in an act that needed several, and which record was corrected
by which statement: the corrected one stays readable beside its correction.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection

from ledger.evidence.statement import Digest, StatementId
from projections.readers import ViewReader, readable
from projections.receipts import receipt
from projections.rows import Row, Rows, body_text, instant, rows_of
from projections.tables import corrections, endorsements, statements
from projections.world import Step

ENDORSED = "act.endorsed.v1"


def fold(rows: Rows, step: Step) -> None:
    """Note who signed the step's statement, and what it took part in."""
    act, effect = step.act, step.effect
    statement = act.statement
    signer = statement.signer
    row: Row = {
        "leaf_index": act.leaf_index,
        "digest": act.digest,
        "id": statement.id,
        "kind": act.kind.tag,
        "stream": statement.stream,
        "position": act.position,
        "kid": statement.kid,
        "party": signer.party,
        "person": signer.person,
        "capacity": signer.capacity,
        "meaning": statement.meaning,
        "reason": statement.reason,
        "subject": statement.subject,
        "base": statement.base,
        "signed_at": instant(statement.signed_at),
        "recorded_at": instant(act.at),
        "effect": None if effect is None else effect.digest,
    }
    rows.add(statements, row)
    if act.kind.tag == ENDORSED:
        names = ("digest", "stream", "party", "person", "capacity", "leaf_index")
        joined = {name: row[name] for name in names}
        rows.add(endorsements, {**joined, "act": statement.subject})
    if step.corrects is not None:
        _note_correction(rows, step)


def _note_correction(rows: Rows, step: Step) -> None:
    effect = step.effect
    assert effect is not None, "a correction takes effect on the corrected act"
    correction = step.stream.corrections[effect.digest]
    cause = step.world.find(correction)
    original = step.world.find(effect.digest)
    assert cause is not None, "the correction is recorded"
    assert original is not None, "what is corrected is recorded"
    rows.add(
        corrections,
        {
            "correction": correction,
            "digest": effect.digest,
            "stream": step.stream.name,
            "kind": effect.kind.tag,
            "reason": cause.statement.reason,
            "was": body_text(original.body),
            "became": body_text(effect.body),
            "leaf_index": effect.leaf_index,
        },
    )


def list_signed(
    connection: Connection,
    reader: ViewReader,
    *,
    party: str | None = None,
    person: str | None = None,
    stream: str | None = None,
) -> list[dict[str, Any]]:
    """List who signed what, in log order: of a party, a person or a stream where one is named."""
    wanted = {"party": party, "person": person, "stream": stream}
    filters = [statements.c[name] == value for name, value in wanted.items() if value is not None]
    return _select(connection, reader, *filters)


def load(
    connection: Connection, reader: ViewReader, name: StatementId | Digest
) -> dict[str, Any] | None:
    """Return who signed one statement, by id or digest; None where the reader may not know it."""
    column = statements.c.digest if name.startswith("sha256:") else statements.c.id
    found = _select(connection, reader, column == name)
    return found[0] if found else None


def timeline(connection: Connection, stream: str) -> list[dict[str, Any]]:
    """Return a stream's statements in order, each with where its receipt is.

    The caller has checked that it may be read.
    """
    return _with_receipts(rows_of(connection, statements, statements.c.stream == stream))


def endorsements_of(connection: Connection, stream: str) -> dict[str, list[dict[str, Any]]]:
    """Return who joined in which act of a stream, by the act's digest."""
    by_act: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(connection, endorsements, endorsements.c.stream == stream):
        by_act.setdefault(row.pop("act"), []).append(row)
    return by_act


def corrections_of(connection: Connection, stream: str) -> dict[str, list[dict[str, Any]]]:
    """Return what was corrected in a stream, by the corrected statement's digest, oldest first."""
    by_record: dict[str, list[dict[str, Any]]] = {}
    here = corrections.c.stream == stream
    for row in rows_of(connection, corrections, here, parsed="was became"):
        by_record.setdefault(row["digest"], []).append(row)
    return by_record


def _select(
    connection: Connection, reader: ViewReader, *filters: ColumnElement[bool]
) -> list[dict[str, Any]]:
    allowed = statements.c.stream.in_(readable(reader))
    return _with_receipts(rows_of(connection, statements, allowed, *filters))


def _with_receipts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "receipt": receipt(row["digest"])} for row in rows]
