"""Meetings: call, agenda and who let items in, who came and went, proxies, minutes."""

from typing import Any

from sqlalchemy import ColumnElement, Connection

from ledger.domain.boards.meeting import MeetingMatter
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.meeting import ActingChairChosen, MeetingCalled
from ledger.domain.world import Act
from projections import acts
from projections.acts import acts_of, said
from projections.hanging import with_doubt
from projections.readers import ViewReader, readable
from projections.rows import Row, Rows, instant, made_by, members_of, rows_of
from projections.signers import corrections_of, endorsements_of, timeline
from projections.tables import decisions, meetings
from projections.world import Step

_called = "class starts_at tz mode agenda reconvenes"
_minutes = ("minutes.drafted.v1", "minutes.approved.v1", "minutes.objected.v1")
_sessions = ("meeting.opened.v1", "meeting.adjourned.v1", "meeting.closed.v1")


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a meeting."""
    act, matter = step.effect, step.stream.matter
    if act is None or not isinstance(matter, MeetingMatter):
        return
    stream = act.statement.stream
    if isinstance(act.body, MeetingCalled):
        rows.add(meetings, _call(act, act.body))
    else:
        acts.add(rows, step)
    if isinstance(act.body, ActingChairChosen):
        rows.change(meetings, (stream,), {"acting_chair": act.body.seat})
    rows.change(meetings, (stream,), {"phase": matter.phase, **made_by(act)})


def _call(act: Act, body: MeetingCalled) -> Row:
    stream, signer = act.statement.stream, act.statement.signer
    called: Row = {
        "stream": stream,
        "board": parent_of(stream),
        "call": act.digest,
        "called_at": instant(act.at),
        "party": signer.party,
        "person": signer.person,
        "capacity": signer.capacity,
    }
    return {**called, **members_of(body, _called)}


def list_all(
    connection: Connection, reader: ViewReader, *, board: str | None = None
) -> list[dict[str, Any]]:
    """List the meetings that the reader may read, of all boards or of one, without attendance."""
    of_board = () if board is None else (meetings.c.board == board,)
    found = _meetings(connection, reader, *of_board)
    return sorted(found, key=lambda row: (row["starts_at"], row["stream"]))


def load(connection: Connection, reader: ViewReader, stream: str) -> dict[str, Any] | None:
    """Return a meeting with all that was said of it; None where it may not be read."""
    found = _meetings(connection, reader, meetings.c.stream == stream)
    if not found:
        return None
    meeting = found[0]
    all_said = acts_of(connection, stream)
    at_it = decisions.c.meeting == stream
    return {
        **meeting,
        "endorsements": endorsements_of(connection, stream).get(meeting["call"], []),
        "agenda": _agenda(meeting, all_said),
        "attendance": said(all_said, "attendance.changed.v1"),
        "proxies": said(all_said, "proxy.lodged.v1", items=[]),
        "waivers": said(all_said, "notice.waived.v1"),
        "chairs": said(all_said, "acting_chair.chosen.v1"),
        "sessions": said(all_said, *_sessions),
        "minutes": with_doubt(connection, said(all_said, *_minutes)),
        "decisions": [
            {name: row[name] for name in ("stream", "title", "agenda_item", "phase", "outcome")}
            for row in rows_of(connection, decisions, at_it)
        ],
        "timeline": timeline(connection, stream),
        "corrections": corrections_of(connection, stream),
    }


def _agenda(meeting: dict[str, Any], all_said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each item with the moment at which all were told of it, and who let it in."""
    called = {"noticed_at": meeting["called_at"], "added_by": None, "urgent": False}
    items = [{"subject": None, **item, **called} for item in meeting["agenda"]]
    for row in said(all_said, "agenda.item_added.v1", subject=None, urgent=False):
        names = ("item", "title", "purpose", "subject", "urgent")
        added = {"noticed_at": row["recorded_at"], "added_by": row["person"]}
        items.append({**{name: row[name] for name in names}, **added})
    consents = said(all_said, "agenda.item_consented.v1")
    return [
        {**item, "consents": [each["seat"] for each in consents if each["item"] == item["item"]]}
        for item in items
    ]


def _meetings(
    connection: Connection, reader: ViewReader, *wanted: ColumnElement[bool]
) -> list[dict[str, Any]]:
    allowed = meetings.c.stream.in_(readable(reader))
    return rows_of(connection, meetings, allowed, *wanted, parsed="agenda")
