"""Who answers for which activity on a day, over the contracts that belong together."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.questions.families import (
    Parents,
    above,
    families,
    family,
    parents_among,
)
from ledger.domain.contracts.questions.responsibilities import Answering, Row, Told, matrix
from ledger.domain.directory import the_ledger
from ledger.domain.partnerships.partnership import PartnershipMatter
from ledger.domain.succession import in_place
from ledger.domain.world import World, matter_of
from ledger.evidence.statement import StreamName
from projections.copies import plain
from projections.live import Now
from projections.questions.plain import made_by
from projections.questions.reach import Reach, contract_in, reach_of, today, told_on
from projections.readers import ViewReader

Group = tuple[StreamName, tuple[StreamName, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class MatrixQuery:
    """Of which day (today), for which activity, over which contracts."""

    on: date | None = None
    activity: str | None = None
    contract: StreamName | None = None
    partnership: StreamName | None = None


def load(
    connection: Connection, reader: ViewReader, now: Now, query: MatrixQuery
) -> dict[str, Any]:
    """Return the matrix: each activity of each group, and the contracts that say nothing that day.

    A group is one contract with those above and inside of it, a partnership's
    contracts with what lives inside of them, or else each master agreement with its own.
    """
    reach = reach_of(connection, reader, now)
    parents = parents_among(now.world, reach.contracts)
    rows: list[dict[str, Any]] = []
    left_out: list[dict[str, Any]] = []
    for group, contracts in _groups(now.world, reach, parents, query):
        told = []
        for name in contracts:
            found = _told(now, name, query)
            if found is not None:
                told.append(found)
            if found is None or found.is_idle:
                status = "not_executed" if found is None else found.copy.status
                left_out.append({"group": group, "contract": name, "status": status})
        asked = query.activity if told else None
        rows += [
            {**_row(now.world, group, each, parents), "held_by": _held_by(now, each, query)}
            for each in matrix(told, _sponsors(now.world), asked)
        ]
    return {"responsibilities": rows, "left_out": left_out}


def _told(now: Now, name: StreamName, query: MatrixQuery) -> Told | None:
    contract = contract_in(now.world, name)
    if contract is None:
        return None
    return told_on(now.world, name, query.on or today(now.at, contract))


def _groups(world: World, reach: Reach, parents: Parents, query: MatrixQuery) -> tuple[Group, ...]:
    if query.contract is not None:
        return ((query.contract, family(query.contract, parents)),)
    if query.partnership is None:
        return families(parents)
    found = None
    if query.partnership in reach.partnerships:
        found = matter_of(world, query.partnership, PartnershipMatter)
    listed = frozenset() if found is None else found.contracts
    mine = tuple(name for name in parents if listed & {name, *above(name, parents)})
    return ((query.partnership, mine),)


def _sponsors(world: World) -> tuple[str, ...]:
    ledger = the_ledger(world)  # None: as it was known before the founding
    parties = {} if ledger is None else ledger.parties
    return tuple(slug for slug, party in parties.items() if party.role == "sponsor")


def _row(world: World, group: StreamName, row: Row, parents: Parents) -> dict[str, Any]:
    return {
        "group": group,
        "activity": row.activity,
        "party": row.party,
        "is_default": row.is_default,
        "is_conflict": row.is_conflict,
        "why": row.why,
        "made_by": None if row.made_by is None else made_by(row.made_by),
        "answers": [_answering(each) for each in row.answers],
        "precedence": _precedence(world, row, parents) if row.is_conflict else [],
    }


def _held_by(now: Now, row: Row, query: MatrixQuery) -> str | None:
    """Return the company that answers that day: the party, or whichever is in its place."""
    on = query.on or now.at.date()
    return None if row.party is None else in_place(now.world, row.party, on)


def _answering(each: Answering) -> dict[str, Any]:
    return {
        "contract": each.contract,
        "status": each.status,
        "party": each.party,
        "since": plain(each.since),
        "through": list(each.through),
        "made_by": made_by(each.made_by),
        "onward": [_answering(step) for step in each.onward],
    }


def _precedence(world: World, row: Row, parents: Parents) -> list[dict[str, Any]]:
    """Tell beside a conflict which text prevails, where one contract lives inside another of them.

    It is told, and decides nothing: precedence is about clauses, and people read them.
    """
    among = {each.contract for each in row.answers}
    told = []
    for name in sorted(among):
        parent, contract = parents.get(name), contract_in(world, name)
        if parent in among and contract is not None:
            stated = contract.terms.precedence or "not_stated"
            excepted = list(contract.terms.precedence_except)
            told.append(
                {"contract": name, "parent": parent, "prevails": stated, "except": excepted}
            )
    return told
