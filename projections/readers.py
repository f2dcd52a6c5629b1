"""Who reads: the filter that every query of the views carries.

It says in SQL what :func:`ledger.domain.audience.may_read` says of one stream;
a test holds the two together.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, false, func, literal, or_, select

from ledger.domain.audience import AuditorReader, PartyReader, PublicReader
from projections.tables import audiences, auditor_scopes, auditors, parties, streams, successions


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderReader:
    """Whoever holds the ledger's folder: they can read all of it anyway."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ViewReader:
    """A reader and the day on which they read; an auditor's admission ends."""

    who: PartyReader | AuditorReader | PublicReader | FolderReader
    on: date


def readable(reader: ViewReader) -> Select[tuple[str]]:
    """Select the names of the streams that the reader may read that day."""
    names = select(streams.c.stream)
    match reader.who:
        case FolderReader():
            return names
        case PartyReader(party=party):
            admitted = select(parties.c.party).where(parties.c.party == party).exists()
            named = audiences.c.party.in_(_in_whose_place(party, reader.on))
            listed = select(audiences.c.stream).where(named)
            # A child is for those for whom its parent is.
            top = func.coalesce(streams.c.parent, streams.c.stream)
            return names.where(admitted, or_(streams.c.everyone, top.in_(listed)))
        case AuditorReader(kid=kid):
            return _in_scope(names, kid, reader.on)
        case PublicReader():
            return names.where(false())


def _in_whose_place(party: str, on: date) -> Select[tuple[str]]:
    """Select a company and those in whose place it has come by that day, one after the other."""
    line = select(literal(party).label("party")).cte("line", recursive=True)
    before = select(successions.c.party).where(
        successions.c.into == line.c.party, successions.c.on_day <= on.isoformat()
    )
    return select(line.union(before).c.party)


def _in_scope(names: Select[tuple[str]], kid: str, on: date) -> Select[tuple[str]]:
    """Keep what an auditor's scope covers; the directory is in every scope."""
    auditor = select(auditors.c.kid).where(
        auditors.c.kid == kid, auditors.c.until_day >= on.isoformat()
    )
    unlimited = auditor.where(auditors.c.everything)
    scope = select(auditor_scopes.c.stream).where(auditor_scopes.c.kid == kid)
    return names.where(
        auditor.exists(),
        or_(
            unlimited.exists(),
            streams.c.type.in_(("ledger", "party")),
            streams.c.stream.in_(scope),
            streams.c.parent.in_(scope),
        ),
    )
