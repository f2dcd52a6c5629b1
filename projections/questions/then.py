"""How a contract stood, as it was known: its page without what was recorded later."""

import json
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, func, select

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter
from ledger.domain.contracts.questions.references import parent_of_contract
from ledger.domain.kinds.contract import ContractRegistered
from ledger.domain.world import matter_of
from ledger.evidence.statement import StreamName
from projections.changes import starts_of
from projections.copies import plain
from projections.live import Now
from projections.signers import endorsements_of
from projections.tables import statements


def how_it_stands(contract: ContractMatter) -> dict[str, Any]:
    """Return what a contract is and how far it has come, without its text."""
    terms, done = contract.terms, contract.executed
    said = done.dates if isinstance(done, ContractRegistered) else done
    return {
        "stream": contract.stream,
        "contract_kind": terms.contract_kind,
        "title": terms.title,
        "parties": list(terms.parties),
        "readers": list(terms.readers),
        "parent": parent_of_contract(contract),
        "currency": terms.currency,
        "tz": terms.tz,
        "phase": contract.phase,
        "drafted": contract.drafted,
        "content": contract.content,
        "version": contract.version,
        "executed_on": None if said is None else plain(said.executed_on),
        "last_day": plain(contract.last_day),
        "outside": isinstance(done, ContractRegistered),
    }


def as_it_was(
    connection: Connection, found: dict[str, Any], now: Now, contract: ContractMatter
) -> dict[str, Any]:
    """Return a contract's page without what was recorded later than what the world sees.

    Its text and what is owed were folded as known already. Whether a decision is
    in doubt is told as of today all the same: it concerns whoever relies on it.
    """
    size = now.world.size
    kept = {
        name: [row for row in found[name] if row["leaf_index"] < size]
        for name in ("signatures", "successors", "versions", "conditions", "endings",
                     "renewals", "novations", "timeline")
    }  # fmt: skip
    return {
        **found,
        **how_it_stands(contract),
        **last_effects(connection, [contract.stream], size).get(contract.stream, {}),
        **kept,
        "draft": json.loads(contract.text),
        "signatures": [
            {**row, "stands": row["drafted"] == contract.drafted} for row in kept["signatures"]
        ],
        "endorsements": [
            row
            for row in endorsements_of(connection, contract.stream).get(contract.drafted, [])
            if row["leaf_index"] < size
        ],
        "endings": [_ending(row, size) for row in kept["endings"]],
        "changes": _changes(connection, found["changes"], now),
        "names": {
            party: [row for row in names if row["leaf_index"] < size]
            for party, names in found["names"].items()
        },
    }


def _ending(row: dict[str, Any], size: int) -> dict[str, Any]:
    """Return a notice or a suspension; what ended it later had not happened."""
    if row["withdrawn"] is None or row["withdrawn_index"] < size:
        return row
    nothing = ("withdrawn", "withdrawn_at", "withdrawn_index", "ends_on")
    return {**row, **dict.fromkeys(nothing)}


def _changes(
    connection: Connection, rows: Iterable[dict[str, Any]], now: Now
) -> list[dict[str, Any]]:
    """Return the changes that were there, each as it stood; the one that moved last is last."""
    names = [StreamName(row["stream"]) for row in rows]
    moved = last_effects(connection, names, now.world.size)
    allowed = last_effects(connection, names, now.world.size, kind="change.authorised.v1")
    found = [
        {**row, **_change(change, allowed.get(name)), **moved[name]}
        for name, row in zip(names, rows, strict=True)
        if name in moved and (change := matter_of(now.world, name, ChangeMatter)) is not None
    ]
    return sorted(found, key=itemgetter("leaf_index"))


def change_as_it_was(
    connection: Connection, found: dict[str, Any], now: Now, change: ChangeMatter
) -> dict[str, Any]:
    """Return a change's page without what was recorded later than what the world sees."""
    size = now.world.size
    (row,) = _changes(connection, [found], now)
    signed = [each for each in found["signatures"] if each["leaf_index"] < size]
    return {
        **row,
        "draft": json.loads(change.text),
        "signatures": [{**each, "stands": each["drafted"] == change.drafted} for each in signed],
        "timeline": [each for each in found["timeline"] if each["leaf_index"] < size],
    }


def _change(change: ChangeMatter, authorised: dict[str, Any] | None) -> dict[str, Any]:
    body, place = change.body, change.executed_at
    is_allowed = change.authority is not None and authorised is not None
    return {
        "title": body.title,
        "change_kind": body.change_kind,
        "base": body.base,
        "impact": plain(body.impact),
        "reverses": body.reverses,
        "phase": change.phase,
        "drafted": change.drafted,
        "content": change.content,
        "authority": plain(change.authority),
        "authorised": authorised["digest"] if is_allowed and authorised else None,
        "executed": None if place is None else place.digest,
        "reversed_by": change.reversed_by,
        "starts": starts_of(change),
    }


def last_effects(
    connection: Connection,
    streams: Iterable[StreamName],
    size: int,
    *,
    kind: str | None = None,
) -> dict[str, dict[str, Any]]:
    """Return the statement by which each stream last moved, of the log's first entries."""
    of_kind = () if kind is None else (statements.c.kind == kind,)
    query = (
        select(statements.c.stream, statements.c.effect, func.max(statements.c.leaf_index))
        .where(
            statements.c.stream.in_(list(streams)),
            statements.c.effect.is_not(None),
            statements.c.leaf_index < size,
            *of_kind,
        )
        .group_by(statements.c.stream)
    )
    return {row[0]: {"digest": row[1], "leaf_index": row[2]} for row in connection.execute(query)}
