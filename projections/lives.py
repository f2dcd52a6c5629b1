"""A contract's life as the rules know it, from the rows, and made plain as of a day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import Duty, Ending, Place, Renewed
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Consolidated, ContractHistory, Known
from ledger.domain.contracts.duties import Owed, owed_on
from ledger.domain.contracts.endings import cure_ends, earliest_end
from ledger.domain.contracts.statuses import is_known
from ledger.domain.kinds.contract import ContractTerm
from ledger.evidence.canonical import decode_body
from ledger.evidence.statement import Digest, StreamName
from projections import living
from projections.rows import json_text

_recorded = "digest recorded_at leaf_index"


def place_of(stream: str, row: dict[str, Any], columns: str = _recorded) -> Place:
    """Return the place that three columns of a row name."""
    digest, at, leaf_index = (row[name] for name in columns.split())
    return Place(
        stream=StreamName(stream),
        digest=Digest(digest),
        at=datetime.fromisoformat(at),
        leaf_index=leaf_index,
    )


def endings_in(connection: Connection, stream: str) -> tuple[Ending, ...]:
    """Return what a contract came to, oldest first."""
    return tuple(_ending(stream, row) for row in living.endings_of(connection, stream))


def _ending(stream: str, row: dict[str, Any]) -> Ending:
    withdrawn = "withdrawn withdrawn_at withdrawn_index"
    return Ending(
        status=row["status"],
        on=date.fromisoformat(row["on"]),
        place=place_of(stream, row),
        ground=row["ground"],
        notice=None if row["notice"] is None else Digest(row["notice"]),
        until=None if row["withdrawn"] is None else place_of(stream, row, withdrawn),
        ends_on=_day(row["ends_on"]),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def renewals_in(connection: Connection, stream: str) -> tuple[Renewed, ...]:
    """Return how the term went on, oldest first."""
    return tuple(
        Renewed(
            term=decode_body(json_text(row["term"]).encode("utf-8"), ContractTerm),
            on=date.fromisoformat(row["on"]),
            ended=date.fromisoformat(row["ended"]),
            after=Digest(row["after"]),
            place=place_of(stream, row),
        )
        for row in living.renewals_of(connection, stream)
    )


def duties_in(connection: Connection, stream: str) -> dict[str, Duty]:
    """Return what was said last of each obligation, and before."""
    said: dict[str, Duty] = {}
    for row in living.duties_of(connection, stream):
        said[row["obligation"]] = Duty(
            obligation=row["obligation"],
            state=row["state"],
            on=date.fromisoformat(row["on"]),
            place=place_of(stream, row),
            earlier=said.get(row["obligation"]),
        )
    return said


def endings_shown(
    connection: Connection, stream: str, history: ContractHistory | None
) -> list[dict[str, Any]]:
    """Return what a contract came to, a notice with the days that follow from its ground."""
    rows = living.endings_of(connection, stream)
    return [{**row, **_notice_days(history, row)} for row in rows]


def owed_shown(
    connection: Connection, copy: Consolidated, effective: date, known: Known
) -> list[dict[str, Any]]:
    """Return the obligations of a copy as they stand on its day, each with what made it so."""
    said = duties_in(connection, copy.contract).values()
    return [_plain(each) for each in owed_on(copy, said, effective, known)]


def released_shown(
    connection: Connection, stream: str, effective: date, known: Known
) -> list[dict[str, Any]]:
    """Return the payments that were released by a day, as known at a moment."""
    return [
        row
        for row in living.payments_of(connection, stream)
        if row["on"] <= effective.isoformat() and is_known(place_of(stream, row), known)
    ]


def _notice_days(history: ContractHistory | None, row: dict[str, Any]) -> dict[str, str | None]:
    """Return the earliest last day that a notice allows, and until when the breach can be cured."""
    if history is None or row["status"] != "noticed":
        return {"earliest": None, "cure_until": None}
    given_on = date.fromisoformat(row["on"])
    then = consolidate(history, effective=given_on, known=row["leaf_index"])
    ground = next(part.value for part in then.termination if part.value.ground == row["ground"])
    cure = cure_ends(ground, given_on)
    return {
        "earliest": earliest_end(ground, given_on).isoformat(),
        "cure_until": None if cure is None else cure.isoformat(),
    }


def _plain(owed: Owed) -> dict[str, Any]:
    """Return an obligation as JSON values, with the statement by which it stands so."""
    obligation, place = owed.obligation, owed.place
    days = {"on": owed.on, "breached_on": owed.breached_on, "cure_until": owed.cure_until}
    made = None
    if place is not None:
        made = {"stream": place.stream, "digest": place.digest, "leaf_index": place.leaf_index}
    return {
        "obligation": obligation.id,
        "debtor": obligation.debtor,
        "creditor": obligation.creditor,
        "duty": obligation.duty,
        "due": None if obligation.due is None else obligation.due.isoformat(),
        "trigger": obligation.trigger,
        "state": owed.state,
        "late": owed.late,
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
        "made_by": made,
    }
