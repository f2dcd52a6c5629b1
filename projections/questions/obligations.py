"""What is owed on a day, by the contracts that a reader may read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.questions.obligations import Owed, owed
from ledger.domain.succession import in_place
from ledger.domain.world import World
from ledger.evidence.statement import StreamName
from projections.copies import plain
from projections.live import Now
from projections.questions.plain import made_by, maybe
from projections.questions.reach import contract_in, only, reach_of, today, told_on
from projections.readers import ViewReader


@dataclass(frozen=True, kw_only=True, slots=True)
class OwedQuery:
    """Which obligations are asked for: as of a day (today where none is said), and narrowed."""

    on: date | None = None
    due_by: date | None = None
    party: str | None = None
    contract: StreamName | None = None
    state: str | None = None
    overdue: bool = False


def list_all(
    connection: Connection, reader: ViewReader, now: Now, query: OwedQuery
) -> list[dict[str, Any]]:
    """List obligations, those with a day first, by it; today is each contract's own day.

    With ``due_by`` only those that have a day are listed.
    """
    found: list[tuple[Owed, dict[str, Any]]] = []
    for name in only(reach_of(connection, reader, now).contracts, query.contract):
        contract = contract_in(now.world, name)
        if contract is None:
            continue
        on = query.on or today(now.at, contract)
        told = told_on(now.world, name, on)
        head = {"title": contract.terms.title, "on": plain(on)}
        found += [
            (each, {**_row(each), **_hands(now.world, each, on), **head})
            for each in (() if told is None else owed(contract, told.copy, on))
            if _is_asked(now.world, each, query, on)
        ]
    found.sort(key=lambda pair: pair[0].standing.obligation.due or date.max)
    return [row for _, row in found]


def _is_asked(world: World, each: Owed, query: OwedQuery, on: date) -> bool:
    value = each.standing.obligation
    sides = (value.debtor, value.creditor, *_hands(world, each, on).values())
    return (
        query.party in (None, *sides)
        and (each.overdue_days > 0 or not query.overdue)
        and query.state in (None, each.standing.state)
        and (query.due_by is None or (value.due is not None and value.due <= query.due_by))
    )


def _hands(world: World, each: Owed, on: date) -> dict[str, str]:
    """Return which companies owe and are owed it that day, in the parties' place or themselves."""
    value = each.standing.obligation
    return {
        "owed_by": in_place(world, value.debtor, on),
        "owed_to": in_place(world, value.creditor, on),
    }


def _row(each: Owed) -> dict[str, Any]:
    value, standing = each.standing.obligation, each.standing
    return {
        "contract": each.contract,
        "status": each.status,
        "obligation": value.id,
        "debtor": value.debtor,
        "creditor": value.creditor,
        "duty": value.duty,
        "due": plain(value.due),
        "trigger": value.trigger,
        "cure_days": value.cure_days,
        "state": standing.state,
        "state_on": plain(standing.on),
        "cure_until": plain(standing.cure_until),
        "overdue_days": each.overdue_days,
        "made_by": made_by(standing.provenance),
        "state_by": maybe(standing.place),
    }
