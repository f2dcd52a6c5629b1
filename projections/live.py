"""What is true at this moment: the views, and what the engine makes of the world by the clock.

Statements alone move the views; time moves the world as well: a notice runs, a
step of an escalation is over, a term ends. So what is missing, who sits and how a
board is composed is asked of the engine when somebody reads.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from ledger.archive import Archive
from ledger.domain.boards.matter import Tenure
from ledger.domain.boards.roster import roster_of
from ledger.domain.charters.sentences import sentences
from ledger.domain.contracts.copies import Known
from ledger.domain.counting.composition import Composed
from ledger.domain.counting.missing import Missing
from ledger.domain.counting.standing import Standing, last_day
from ledger.domain.decisions.counted import Vote, votes_of
from ledger.domain.decisions.sitting import sitting_of
from ledger.domain.decisions.waiting import waits_for
from ledger.domain.kinds.charter import Charter
from ledger.domain.world import World
from ledger.evidence.canonical import Body
from ledger.evidence.statement import StreamName
from projections import boards, decisions, meetings
from projections.moments import check_known
from projections.readers import ViewReader
from projections.rows import body_text, instant


@dataclass(frozen=True, kw_only=True, slots=True)
class Now:
    """The world as it is recorded, or was known, and what time it is.

    ``known_at`` is the moment at which the world was as it is seen here; None: ``at``.
    """

    world: World
    at: datetime
    known_at: datetime | None = None

    @property
    def then(self) -> datetime:
        """Return the moment of what is seen, for what nobody can ask for by a day."""
        return self.known_at or self.at


def as_known(archive: Archive, known: Known, at: datetime) -> Now:
    """Return the world as it was known up to an entry or a moment, when it is ``at``.

    Raises:
        KnownBeyondError: There is no such entry, or the moment has not come.
    """
    check_known(known, archive.tree_size, at)
    match known:
        case None:
            return Now(world=archive.world(), at=at)
        case int():
            return Now(world=archive.world(known + 1), at=at, known_at=archive.time_at(known))
        case _:
            return Now(world=archive.world(archive.size_at(known)), at=at, known_at=known)


def decision(
    connection: Connection, reader: ViewReader, stream: str, now: Now
) -> dict[str, Any] | None:
    """Return a decision with each vote as it counts, and what is missing at this moment."""
    found = decisions.load(connection, reader, stream)
    if found is None:
        return None
    name = StreamName(stream)
    lacking = waits_for(now.world, name, now.at)
    votes = [_vote(each) for each in votes_of(now.world, name, now.at)]
    for voter in found["electorate"]:
        voter["counted"] = [vote for vote in votes if vote["seat"] == voter["seat"]]
    return {**found, "missing": [_missing(each) for each in lacking]}


def board(
    connection: Connection, reader: ViewReader, stream: str, now: Now
) -> dict[str, Any] | None:
    """Return a board with its seats, officers and composition at this moment."""
    found = boards.load(connection, reader, stream)
    if found is None:
        return None
    roster = roster_of(now.world, StreamName(stream), now.at)
    return {
        **found,
        "seats": [_seat(roster.charter, each) for each in roster.seats],
        "officers": [_officer(office, tenure) for office, tenure in roster.officers],
        "sentences": [
            {"section": each.section, "text": each.text} for each in sentences(roster.charter)
        ],
        "composition": [_composed(each) for each in roster.composed],
        "meetings": _short(
            meetings.list_all(connection, reader, board=stream), "stream class starts_at phase"
        ),
        "decisions": _short(
            decisions.list_all(connection, reader, board=stream),
            "stream title class phase outcome until",
        ),
    }


def meeting(
    connection: Connection, reader: ViewReader, stream: str, now: Now
) -> dict[str, Any] | None:
    """Return a meeting with who is present at this moment, and whether they are enough."""
    found = meetings.load(connection, reader, stream)
    if found is None:
        return None
    sitting = sitting_of(now.world, StreamName(stream), now.at)
    return {
        **found,
        "present": [
            {"seat": each.seat, "mode": each.mode, "since": instant(each.at)}
            for each in sitting.present
        ],
        "quorum": None if sitting.quorum is None else _plain(sitting.quorum),
    }


def _short(rows: list[dict[str, Any]], names: str) -> list[dict[str, Any]]:
    """Return enough of each row to find it by."""
    return [{name: row[name] for name in names.split()} for row in rows]


def _missing(each: Missing) -> dict[str, Any]:
    return {
        "what": each.what,
        "text": each.text,
        "item": each.item,
        "who": list(each.who),
        "since": None if each.since is None else instant(each.since),
        "until": None if each.until is None else instant(each.until),
    }


def _vote(each: Vote) -> dict[str, Any]:
    return {
        "seat": each.seat,
        "item": each.item,
        "standing": each.standing,
        "present": each.is_present,
        "choice": each.choice,
        "deemed": each.is_deemed,
        "by": each.by,
    }


def _seat(charter: Charter, each: Standing) -> dict[str, Any]:
    """Return a seat with its holder and whether it would have a vote on a plain matter."""
    member = each.member
    last = last_day(charter, member) if member.is_filled else None
    return {
        "seat": member.seat,
        "party": member.party,
        "voting": member.voting,
        "class": member.class_,
        "weight": member.weight,
        "person": member.person,
        "alternate": member.alternate,
        "attributes": dict(member.attributes),
        "offices": sorted(member.offices),
        "since": _day(member.since),
        "until": _day(last),
        "standing": each.reason,
    }


def _officer(office: str, tenure: Tenure) -> dict[str, Any]:
    return {
        "office": office,
        "party": tenure.party,
        "person": tenure.person,
        "from": _day(tenure.from_),
        "until": _day(tenure.ended_on or tenure.until),
        "digest": tenure.appointment,
    }


def _composed(each: Composed) -> dict[str, Any]:
    parts = [_plain(part) for part in each.parts]
    return {"rule": each.rule, "binds": each.binds, "met": each.is_met, "parts": parts}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plain(body: Body) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(body_text(body))
    return read
