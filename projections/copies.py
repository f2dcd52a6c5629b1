"""Consolidated copies as plain values: each part with the statement that made it so.

Statements are said once in full, under ``statements``; parts name them.
"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from ledger.domain.contracts.amounts import Total
from ledger.domain.contracts.copies import Consolidated, Known, Part, Provenance, clause_digest
from ledger.domain.contracts.days import local_day
from ledger.domain.contracts.payments import payment_amount
from ledger.domain.kinds.terms import Clause, Payment
from ledger.evidence.canonical import Body, bare_body
from projections.rows import instant

_parts = "budget assumptions obligations responsibilities credits termination"


def plain_copy(copy: Consolidated) -> dict[str, Any]:
    """Return a consolidated copy as plain values."""
    return {
        "contract": copy.contract,
        "status": copy.status,
        "version": copy.version,
        "terms": plain(copy.terms),
        "surviving": list(copy.surviving),
        "parties": plain(copy.parties),
        "clauses": [_part(part, plain_clause(part.value)) for part in copy.clauses],
        **{name: _plain_parts(getattr(copy, name)) for name in _parts.split()},
        "payments": [_plain_payment(copy, part) for part in copy.payments],
        **{name: _plain_part(getattr(copy, name)) for name in ("term", "survival", "authority")},
        **{name: plain_total(getattr(copy, name)) for name in ("fee", "pass_through", "total")},
        "statements": plain_statements(copy.statements, copy.terms.tz),
    }


def _plain_parts(parts: Iterable[Part[Any]]) -> list[dict[str, Any]]:
    return [_plain_part(part) for part in parts]


def _plain_payment(copy: Consolidated, part: Part[Payment]) -> dict[str, Any]:
    """Return a payment with what it comes to in this copy, where it states a share alone."""
    return {**_plain_part(part), "comes_to": plain(payment_amount(copy, part.value))}


def _plain_part(part: Part[Any]) -> dict[str, Any]:
    return _part(part, plain(part.value))


def _part(part: Part[Any], value: dict[str, Any]) -> dict[str, Any]:
    value["made_by"] = made_by(part.provenance)
    value["earlier"] = [made_by(each) for each in part.earlier]
    return value


def plain_clause(clause: Clause) -> dict[str, Any]:
    """Return a clause with the digest of its canonical form."""
    return {**bare_body(clause), "digest": clause_digest(clause)}


def plain_total(total: Total) -> dict[str, Any]:
    """Return a sum with what it comes to as one amount."""
    return {**plain(total), "amount": plain(total.amount)}


def made_by(provenance: Provenance) -> dict[str, Any]:
    """Name the statement that made a part so, and the draft that holds its words."""
    version = provenance.version
    return {
        "stream": version.stream,
        "digest": version.digest,
        "leaf_index": version.leaf_index,
        "drafted": provenance.drafted,
        "effective_on": plain(provenance.effective_on),
    }


def plain_statements(statements: Iterable[Provenance], tz: str) -> list[dict[str, Any]]:
    """Return statements in full: by whose decision, signed by whom, and all their days.

    Days of signing are those of the contract's time zone.
    """
    return [
        {
            **made_by(each),
            "executed_on": each.executed_on.isoformat(),
            "recorded_at": instant(each.version.at),
            "retroactive": each.retroactive,
            "on_paper": each.on_paper,
            "authority": plain(each.authority),
            "signatures": _signatures(each, tz),
        }
        for each in statements
    ]


def _signatures(provenance: Provenance, tz: str) -> list[dict[str, Any]]:
    return [
        {
            **bare_body(signature),
            "leaf_index": place.leaf_index,
            "signed_at": instant(place.at),
            "signed_on": local_day(place.at, tz).isoformat(),
        }
        for signature, place in zip(provenance.signatures, provenance.signed, strict=True)
    ]


def plain_known(known: Known) -> int | str | None:
    """Return what was known as it is written: an entry's index, an instant, or null for all."""
    return instant(known) if isinstance(known, datetime) else known


def plain(value: Any) -> Any:  # noqa: ANN401 -- a part of a copy, as JSON
    """Return bodies, dataclasses, dates and tuples as JSON values."""
    match value:
        case Body():
            return bare_body(value)
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
