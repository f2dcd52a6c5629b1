"""Boards: their parties, the charter in force and those before it, who sits where.

How each charter was amended, notices of default, who attended and what decisions
came to stand beside them, as the board's own stream tells it.
"""

from typing import Any

from sqlalchemy import Connection

from ledger.domain.boards.matter import BoardMatter
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
from projections import acts
from projections.acts import acts_of, said
from projections.hanging import with_doubt
from projections.readers import ViewReader, readable
from projections.rows import Row, Rows, json_text, made_by, members_of, rows_of, signed_by
from projections.signers import endorsements_of, timeline
from projections.tables import boards, charters, tenures
from projections.world import Step

_not_noted: dict[str, object] = {
    "amount": None,
    "about": None,
    "same_as": None,
    "interim": False,
}


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
            _add_charter(rows, act, {"means": "parties", **members_of(body, "charter")})
        case CharterAmended() as body:
            rows.change(boards, (stream,), made_by(act))
            means = {"means": _means(step), **members_of(body, "charter decision")}
            _add_charter(rows, act, means)
        case MemberAppointed() as body:
            _add_tenure(rows, act, "member", body)
        case AlternateNamed() as body:
            _add_tenure(rows, act, "alternate", body)
        case OfficerAppointed() as body:
            _add_tenure(rows, act, "office", body)
        case MemberEnded() | OfficerEnded() as body:
            ended = {"ended_on": body.on.isoformat(), "ended_by": act.digest}
            rows.change(tenures, (act.statement.subject,), ended)
        case _:
            acts.add(rows, step)


def _means(step: Step) -> str:
    """Return by which means a charter was replaced: those that the one before it names."""
    before = None if step.before is None else step.before.matter
    assert isinstance(before, BoardMatter), "a charter is amended that was in force"
    return before.charter.amendment.by


def _add_charter(rows: Rows, act: Act, adopted: Row) -> None:
    replaced = {"replaces": act.statement.base, "stream": act.statement.stream}
    rows.add(charters, {**signed_by(act), **adopted, **replaced})


def _add_tenure(
    rows: Rows, act: Act, held: str, body: MemberAppointed | AlternateNamed | OfficerAppointed
) -> None:
    """Note who holds a seat or an office; people sit for the party that appointed them."""
    row = {"party": act.statement.signer.party, **members_of(body, "person from until")}
    row["attributes"] = json_text(getattr(body, "attributes", {}))
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
    rows = rows_of(connection, charters, charters.c.stream == stream, parsed="charter")
    joined = endorsements_of(connection, stream)
    adopted = [
        {**row, "endorsements": joined.get(row["digest"], [])}
        for row in with_doubt(connection, rows)
    ]
    held = rows_of(connection, tenures, tenures.c.stream == stream, parsed="attributes")
    all_said = acts_of(connection, stream)
    return {
        **found[0],
        "charter": adopted[-1],
        "charters": adopted,
        "tenures": held,
        "alternates": [tenure for tenure in held if tenure["held"] == "alternate"],
        "defaults": _defaults(all_said),
        "interests": said(all_said, "interest.declared.v1", matter=None),
        "attended": said(all_said, "attendance.noted.v1", remote=[]),
        "noted": said(all_said, "decision.noted.v1", **_not_noted),
        "timeline": timeline(connection, stream),
    }


def _defaults(all_said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each notice of default with the moment at which it was cured."""
    cured = {row["subject"]: row["recorded_at"] for row in said(all_said, "default.cured.v1")}
    return [
        {**row, "cured_at": cured.get(row["digest"])}
        for row in said(all_said, "default.notified.v1", seat=None)
    ]
