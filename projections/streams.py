"""Every stream: its type, its parent, how far it is, what it waits for, who may read it."""

from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from ledger.domain import rules
from ledger.domain.endorsement import missing
from ledger.domain.kinds import parent_of, stream_type
from ledger.domain.world import EndorserGroup, Pending, Stream
from ledger.evidence.statement import StreamName
from projections.readers import ViewReader, readable
from projections.rows import Row, Rows, instant, json_text, made_by, rows_of
from projections.tables import audiences, streams, waiting
from projections.world import Step


def fold(rows: Rows, step: Step) -> None:
    """Note a stream that the step opens, and what waits in it from here on."""
    if step.before is None:
        _open(rows, step)
    elif step.before.audience != step.stream.audience:
        _admit(rows, step, step.before)
    if step.before is None or step.before.pending is not step.stream.pending:
        _fold_waiting(rows, step)


def settle(rows: Rows, step: Step) -> None:
    """Move a stream on to its last step of a batch; those between leave nothing here."""
    stream, act = step.stream, step.act
    moved: Row = {
        "head": stream.head,
        "length": stream.length,
        "leaf_index": act.leaf_index,
        "phase": rules.phase_of(step.world, stream.name),
        "updated_at": instant(act.at),
        "due_at": None if stream.deadline is None else instant(stream.deadline),
    }
    rows.change(streams, (stream.name,), moved)


def _open(rows: Rows, step: Step) -> None:
    stream = step.stream
    opened: Row = {
        "stream": stream.name,
        "type": stream_type(stream.name),
        "parent": parent_of(stream.name),
        "tag": stream.tag,
        "opened_at": instant(step.act.at),
        "first_leaf": step.act.leaf_index,
        "everyone": stream.audience is None,
    }
    rows.add(streams, opened)
    # A child's audience is its parent's, also where that grows.
    for party in () if parent_of(stream.name) else sorted(stream.audience or ()):
        rows.add(audiences, {"stream": stream.name, "party": party})


def _admit(rows: Rows, step: Step, before: Stream) -> None:
    """Note who reads a stream, and its children, that could not before."""
    for party in sorted((step.stream.audience or frozenset()) - (before.audience or frozenset())):
        rows.add(audiences, {"stream": step.stream.name, "party": party})


def _fold_waiting(rows: Rows, step: Step) -> None:
    """Say of each act that waits, or waited until now, for whom it still waits."""
    before = {} if step.before is None else step.before.pending
    for digest, pending in step.stream.pending.items():
        lacking = json_text([_group(group) for group in missing(pending)])
        if digest in before:
            rows.change(waiting, (digest,), {"missing": lacking})
        else:
            rows.add(waiting, {**_proposed(pending), "missing": lacking})
    for digest in before:
        if digest not in step.stream.pending:
            rows.change(waiting, (digest,), {"missing": None})


def _proposed(pending: Pending) -> Row:
    act = pending.act
    return {"stream": act.statement.stream, "kind": act.kind.tag, **made_by(act)}


def _group(group: EndorserGroup) -> dict[str, Any]:
    return {
        "capacities": sorted(group.capacities),
        "count": group.count,
        "parties": None if group.parties is None else sorted(group.parties),
        "keys": None if group.keys is None else sorted(group.keys),
    }


def load(connection: Connection, reader: ViewReader, name: StreamName) -> dict[str, Any] | None:
    """Return one stream with its audience and what waits in it; None where it may not be read."""
    query = select(streams).where(streams.c.stream == name, streams.c.stream.in_(readable(reader)))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    named = select(audiences.c.party).where(audiences.c.stream == (row["parent"] or name))
    audience = sorted(connection.execute(named).scalars())
    return {
        **row,
        "audience": None if row["everyone"] else audience,
        "waiting": _waiting_in(connection, name),
    }


def list_all(
    connection: Connection, reader: ViewReader, *, parent: StreamName | None = None
) -> list[dict[str, Any]]:
    """List the streams that the reader may read, by name; those of one parent where it is named."""
    of_parent = () if parent is None else (streams.c.parent == parent,)
    found = rows_of(connection, streams, streams.c.stream.in_(readable(reader)), *of_parent)
    return sorted(found, key=itemgetter("stream"))


def may_read(connection: Connection, reader: ViewReader, name: str) -> bool:
    """Whether the reader may read a stream; a stream that does not exist, nobody may."""
    query = select(streams.c.stream).where(
        streams.c.stream == name, streams.c.stream.in_(readable(reader))
    )
    return connection.execute(query).first() is not None


def _waiting_in(connection: Connection, name: StreamName) -> list[dict[str, Any]]:
    still = waiting.c.missing.is_not(None)
    return rows_of(connection, waiting, waiting.c.stream == name, still, parsed="missing")
