"""Contracts as a manager asks for them: status today, value, what is open, what dangles."""

from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.contracts.amounts import Total, total_of
from ledger.domain.contracts.copies import Known, NotYetKnownError
from ledger.domain.contracts.questions.open_changes import OpenChange, open_changes
from ledger.domain.contracts.questions.precedence import Prevailing, prevailing
from ledger.domain.contracts.questions.references import (
    Referred,
    parent_of_contract,
    referred,
)
from ledger.domain.contracts.questions.responsibilities import Told
from ledger.domain.succession import line_of
from ledger.evidence.statement import StreamName
from projections import consolidated, contracts
from projections.copies import plain
from projections.live import Now
from projections.questions.plain import made_by, maybe
from projections.questions.reach import Reach, contract_in, reach_of, today, told_on
from projections.questions.then import as_it_was, how_it_stands, last_effects
from projections.readers import ViewReader
from projections.receipts import receipt
from projections.streams import may_read


@dataclass(frozen=True, kw_only=True, slots=True)
class ContractsQuery:
    """Which contracts are asked for; ``status`` also not_executed."""

    party: str | None = None
    kind: str | None = None
    parent: StreamName | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AsOf:
    """As of which day (the contract's own today), as known when (now); the world is as known."""

    effective: date | None = None
    known: Known = None


def list_all(
    connection: Connection, reader: ViewReader, now: Now, query: ContractsQuery
) -> list[dict[str, Any]]:
    """List contracts without their texts, each as it stands on its own today, or did then.

    What moved last comes last. Where the views are behind the world, what they
    do not know yet is left out.
    """
    reach = reach_of(connection, reader, now)
    if now.known_at is None:
        moved = contracts.last_moves(connection)
    else:
        moved = last_effects(connection, reach.contracts, now.world.size)
    rows = [
        {**how_it_stands(contract), **moved[name], **_row(now, reach, contract)}
        for name in reach.contracts
        if name in moved and (contract := contract_in(now.world, name)) is not None
    ]
    rows.sort(key=itemgetter("leaf_index"))
    return [
        {**row, "receipt": receipt(row["digest"])} for row in rows if _is_asked(now, row, query)
    ]


def _is_asked(now: Now, row: dict[str, Any], query: ContractsQuery) -> bool:
    """Whether it is asked for; a company in a party's place has that party's contracts."""
    lines = (line_of(now.world, party, now.then.date()) for party in row["parties"])
    return (
        (query.party is None or any(query.party in line for line in lines))
        and query.kind in (None, row["contract_kind"])
        and query.parent in (None, row["parent"])
        and query.status in (None, row["status"])
    )


def _row(now: Now, reach: Reach, contract: ContractMatter) -> dict[str, Any]:
    told = told_on(now.world, contract.stream, today(now.then, contract))
    return {
        "status": "not_executed" if told is None else told.copy.status,
        "value": _total(contract, told),
        **_counts(now, reach, contract),
    }


def _total(contract: ContractMatter, told: Told | None) -> dict[str, Any]:
    """Return what all lines come to; of a draft, what it would. Nothing unknown counts as zero."""
    total: Total
    if told is None:
        lines = contract.terms.budget
        total = total_of(each for line in lines for each in (line.fee, line.pass_through))
    else:
        total = told.copy.total
    return {**plain(total), "amount": plain(total.amount)}


def _counts(now: Now, reach: Reach, contract: ContractMatter) -> dict[str, int]:
    mine = reach.changes_of(contract.stream)
    still_open = open_changes(now.world, contract, mine)
    dangling = [each for each in referred(now.world, contract, mine) if each.resolved is None]
    return {
        "open_changes": len(still_open),
        "conflicts": sum(each.is_in_conflict for each in still_open),
        "dangling": len(dangling),
    }


def load(
    connection: Connection,
    reader: ViewReader,
    stream: StreamName,
    now: Now,
    asked: AsOf,
) -> dict[str, Any] | None:
    """Return a contract as of a day, with precedence, references and what stands in the way.

    None where it may not be read.

    Raises:
        NotYetKnownError: It was recorded later than what is seen.
    """
    contract = contract_in(now.world, stream)
    if contract is None:
        if now.known_at is not None and may_read(connection, reader, stream):
            raise NotYetKnownError(contract=stream)
        return None
    on = asked.effective or today(now.at, contract)
    found = consolidated.load(connection, reader, stream, effective=on, known=asked.known)
    if found is None:
        return None
    if now.known_at is not None:
        found = as_it_was(connection, found, now, contract)
    reach = reach_of(connection, reader, now)
    mine = reach.changes_of(stream)
    return {
        **found,
        "parent": parent_of_contract(contract),
        **_counts(now, reach, contract),
        "references": [_reference(each) for each in referred(now.world, contract, mine)],
        "clashes": [clash(each) for each in open_changes(now.world, contract, mine)],
        "precedence": _precedence(now, reach, contract, on),
        "receipt": receipt(found["digest"]),
    }


def _reference(each: Referred) -> dict[str, Any]:
    resolved = each.resolved
    return {
        "stream": each.stream,
        "text": each.reference.text,
        "role": each.reference.role,
        "resolved": None
        if resolved is None
        else {"contract": resolved.contract, "statement": maybe(resolved.place)},
        "made_by": maybe(each.place),
    }


def clash(each: OpenChange) -> dict[str, Any]:
    """Return an open change with what stands in its way."""
    return {
        "change": each.stream,
        "phase": each.phase,
        "is_stale": each.is_stale,
        "with": [{"item": item, "change": other} for item, other in each.clashes],
    }


def _precedence(
    now: Now, reach: Reach, contract: ContractMatter, on: date
) -> dict[str, Any] | None:
    """Return which text prevails against the parent's; None where there is no parent to read."""
    parent = parent_of_contract(contract)
    if parent is None or parent not in reach.contracts:
        return None
    own, above = (told_on(now.world, name, on) for name in (contract.stream, parent))
    both = () if own is None or above is None else prevailing(own.copy, above.copy)
    return {
        "parent": parent,
        "stated": contract.terms.precedence or "not_stated",
        "except": list(contract.terms.precedence_except),
        "clauses": [_prevailing(each) for each in both],
    }


def _prevailing(each: Prevailing) -> dict[str, Any]:
    return {
        "clause": each.own.value.id,
        "prevails": each.prevails,
        "reason": each.reason,
        "same_words": each.same_words,
        "own": {"number": each.own.value.number, "made_by": made_by(each.own.provenance)},
        "parent": {
            "number": each.parent.value.number,
            "made_by": made_by(each.parent.provenance),
        },
    }
