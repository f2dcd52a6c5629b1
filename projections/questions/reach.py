"""What a reader's question reaches: the contracts, changes, boards, decisions they may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import NotYetKnownError, history_of
from ledger.domain.contracts.days import local_day
from ledger.domain.contracts.questions.responsibilities import Told
from ledger.domain.kinds.base import StreamType
from ledger.domain.world import World, matter_of
from ledger.evidence.statement import StreamName
from projections.live import Now
from projections.readers import ViewReader, readable
from projections.tables import streams


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """What one reader may read of a type, by name, in the order in which it was opened."""

    contracts: tuple[StreamName, ...]
    changes: tuple[StreamName, ...]
    boards: tuple[StreamName, ...]
    decisions: tuple[StreamName, ...]
    partnerships: tuple[StreamName, ...]

    def changes_of(self, contract: StreamName) -> tuple[StreamName, ...]:
        """Return the changes of one contract."""
        begins = f"change/{contract.partition('/')[2]}/"
        return tuple(each for each in self.changes if each.startswith(begins))


def reach_of(connection: Connection, reader: ViewReader, now: Now) -> Reach:
    """Return what a reader's questions about contracts may be answered from.

    Who may read is as it is today; what was not there yet, as known then, is left out.
    """
    types: tuple[StreamType, ...] = ("contract", "change", "board", "decision", "partnership")
    found: dict[str, list[StreamName]] = {each: [] for each in types}
    there = () if now.known_at is None else (streams.c.first_leaf < now.world.size,)
    query = (
        select(streams.c.type, streams.c.stream)
        .where(streams.c.type.in_(types), streams.c.stream.in_(readable(reader)), *there)
        .order_by(streams.c.opened_at, streams.c.stream)
    )
    for row in connection.execute(query):
        found[row.type].append(StreamName(row.stream))
    return Reach(
        contracts=tuple(found["contract"]),
        changes=tuple(found["change"]),
        boards=tuple(found["board"]),
        decisions=tuple(found["decision"]),
        partnerships=tuple(found["partnership"]),
    )


def contract_in(world: World, name: StreamName) -> ContractMatter | None:
    """Return a contract that has taken effect as a draft or as paper."""
    return matter_of(world, name, ContractMatter)


def today(at: datetime, contract: ContractMatter) -> date:
    """Return the day that it is for a contract: in its own time zone."""
    return local_day(at, contract.terms.tz)


def told_on(world: World, name: StreamName, on: date) -> Told | None:
    """Return an executed contract as of a day; None where the world has it not executed."""
    try:
        history = history_of(world, name)
        return Told(copy=consolidate(history, effective=on), history=history)
    except NotYetKnownError:
        return None


def only(names: Iterable[StreamName], wanted: StreamName | None) -> tuple[StreamName, ...]:
    """Return the names, or the wanted one of them."""
    return tuple(each for each in names if wanted in (None, each))
