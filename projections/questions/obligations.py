"""What is owed on a day, by the contracts that a reader may read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.questions.obligations import Owed, owed
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
            (each, {**_row(each), **head})
            for each in (() if told is None else owed(contract, told.copy, on))
            if _is_asked(each, query)
        ]
    found.sort(key=lambda pair: pair[0].part.value.due or date.max)
    return [row for _, row in found]


def _is_asked(each: Owed, query: OwedQuery) -> bool:
    value = each.part.value
    return (
        query.party in (None, value.debtor, value.creditor)
        and query.state in (None, each.standing.state)
        and (query.due_by is None or (value.due is not None and value.due <= query.due_by))
    )


def _row(each: Owed) -> dict[str, Any]:
    value, standing = each.part.value, each.standing
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
        "made_by": made_by(each.part.provenance),
        "state_by": maybe(standing.place),
    }
