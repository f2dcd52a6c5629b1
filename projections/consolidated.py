"""A contract as it stands on a day, as it was known at a moment.

The folding is the rules' own (:func:`ledger.domain.consolidation.consolidate`);
here its history is put together from the stored rows, and its answer made
plain: each part with the statement that made it so.
"""

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import ConditionMet, Ending, Place
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import (
    Consolidated,
    ContractHistory,
    Executed,
    Known,
    Opening,
    Part,
    PartyName,
    Provenance,
    executed_change,
    executed_opening,
    registered_opening,
)
from ledger.domain.contracts.drafting import text_bytes_max
from ledger.domain.kinds.change import ChangeDrafted, ChangeExecuted
from ledger.domain.kinds.contract import ContractExecuted, ContractRegistered, ContractTerms
from ledger.evidence.canonical import Body, decode_body, encode_body
from ledger.evidence.statement import Digest, StreamName
from projections import changes, contracts
from projections.directory import names_of
from projections.hanging import with_doubt
from projections.readers import ViewReader
from projections.rows import instant
from projections.signers import corrections_of, endorsements_of, timeline

_parts = "clauses budget payments assumptions obligations responsibilities"


def load(
    connection: Connection,
    reader: ViewReader,
    stream: str,
    *,
    effective: date,
    known: Known = None,
) -> dict[str, Any] | None:
    """Return a contract with its text as of a day; None where it may not be read.

    ``text`` is None while the contract is not executed; the draft is there.

    Raises:
        NotYetKnownError: It was executed, but not yet at ``known``.
    """
    summary = contracts.summary(connection, reader, stream)
    if summary is None:
        return None
    copy = contract_as_of(connection, stream, effective=effective, known=known)
    joined = endorsements_of(connection, stream)
    draft = contracts.texts_of(connection, [summary["drafted"]])[summary["drafted"]]
    return {
        **summary,
        "effective": effective.isoformat(),
        "known": instant(known) if isinstance(known, datetime) else known,
        "text": None if copy is None else plain_copy(copy),
        "draft": json.loads(draft),
        "signatures": contracts.signatures_of(connection, stream, summary["drafted"]),
        "endorsements": joined.get(summary["drafted"], []),
        "versions": _versions(connection, stream),
        "conditions": contracts.conditions_of(connection, stream),
        "endings": contracts.endings_of(connection, stream),
        "changes": changes.list_all(connection, reader, contract=stream),
        "names": {party: names_of(connection, party) for party in summary["parties"]},
        "timeline": timeline(connection, stream),
        "corrections": corrections_of(connection, stream),
    }


def _versions(connection: Connection, stream: str) -> list[dict[str, Any]]:
    """Return each execution with the authority behind it, flagged while that is in doubt."""
    rows = [
        {**row, "body": json.loads(row["body"])}
        for row in contracts.versions_of(connection, stream)
    ]
    return with_doubt(
        connection, [{**row, "authority": row["body"].get("authority")} for row in rows]
    )


def contract_as_of(
    connection: Connection, stream: str, *, effective: date, known: Known = None
) -> Consolidated | None:
    """Return a contract as it stands on a day; None while it is not executed.

    Raises:
        NotYetKnownError: It was executed, but not yet at ``known``.
    """
    history = _history(connection, stream)
    return None if history is None else consolidate(history, effective=effective, known=known)


def _history(connection: Connection, stream: str) -> ContractHistory | None:
    rows = contracts.versions_of(connection, stream)
    if not rows:
        return None
    texts = contracts.texts_of(connection, (row["drafted"] for row in rows))
    opening = _opening(rows[0], texts)
    return ContractHistory(
        opening=opening,
        changes=tuple(_executed(row, texts[row["drafted"]]) for row in rows[1:]),
        conditions=tuple(
            ConditionMet(
                version=Digest(row["version"]),
                on=date.fromisoformat(row["on"]),
                place=_place(stream, row, "digest recorded_at leaf_index"),
            )
            for row in contracts.conditions_of(connection, stream)
        ),
        endings=tuple(_ending(stream, row) for row in contracts.endings_of(connection, stream)),
        names=tuple(_names(connection, opening.terms.parties)),
    )


def _opening(row: dict[str, Any], texts: dict[str, bytes]) -> Opening:
    place = _place(row["stream"], row, "digest executed_at leaf_index")
    if row["outside"]:
        return registered_opening(
            decode_body(row["body"].encode("utf-8"), ContractRegistered), place
        )
    terms = decode_body(texts[row["drafted"]], ContractTerms, bytes_max=text_bytes_max)
    return executed_opening(
        terms, decode_body(row["body"].encode("utf-8"), ContractExecuted), place
    )


def _executed(row: dict[str, Any], text: bytes) -> Executed:
    place = _place(row["stream"], row, "digest executed_at leaf_index")
    body = decode_body(row["body"].encode("utf-8"), ChangeExecuted)
    return executed_change(decode_body(text, ChangeDrafted), body, place)


def _ending(stream: str, row: dict[str, Any]) -> Ending:
    withdrawn = "withdrawn withdrawn_at withdrawn_index"
    return Ending(
        status=row["status"],
        on=date.fromisoformat(row["on"]),
        place=_place(stream, row, "digest recorded_at leaf_index"),
        until=None if row["withdrawn"] is None else _place(stream, row, withdrawn),
    )


def _names(connection: Connection, parties: Iterable[str]) -> Iterable[PartyName]:
    for party in parties:
        for row in names_of(connection, party):
            yield PartyName(
                party=party,
                legal_name=row["legal_name"],
                on=date.fromisoformat(row["on_day"]),
                place=_place(f"party/{party}", row, "digest recorded_at leaf_index"),
            )


def _place(stream: str, row: dict[str, Any], columns: str) -> Place:
    digest, at, leaf_index = (row[name] for name in columns.split())
    return Place(
        stream=StreamName(stream),
        digest=Digest(digest),
        at=datetime.fromisoformat(at),
        leaf_index=leaf_index,
    )


def plain_copy(copy: Consolidated) -> dict[str, Any]:
    """Return a consolidated copy as plain values: ``applied`` says in full what parts name."""
    return {
        "contract": copy.contract,
        "status": copy.status,
        "version": copy.version,
        "terms": plain(copy.terms),
        "parties": plain(copy.parties),
        **{name: [_part(part) for part in getattr(copy, name)] for name in _parts.split()},
        "term": _part(copy.term),
        "fee": {**plain(copy.fee), "amount": plain(copy.fee.amount)},
        "pass_through": {**plain(copy.pass_through), "amount": plain(copy.pass_through.amount)},
        "total": {**plain(copy.total), "amount": plain(copy.total.amount)},
        "applied": plain(copy.applied),
    }


def _part(part: Part[Any]) -> dict[str, Any]:
    return {
        **plain(part.value),
        "made_by": _made_by(part.provenance),
        "earlier": [_made_by(each) for each in part.earlier],
    }


def _made_by(provenance: Provenance) -> dict[str, Any]:
    """Name the statement that made a part so, and the draft that holds its words."""
    version = provenance.version
    return {
        "stream": version.stream,
        "digest": version.digest,
        "leaf_index": version.leaf_index,
        "drafted": provenance.drafted,
        "effective_on": plain(provenance.effective_on),
    }


def plain(value: Any) -> Any:  # noqa: ANN401 -- a part of a copy, as JSON
    """Return bodies, dataclasses, dates and tuples as JSON values."""
    match value:
        case Body():
            return json.loads(encode_body(value))
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case tuple():
            return [plain(each) for each in value]
        case _ if is_dataclass(value):
            return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        case _:
            return value
