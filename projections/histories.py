"""A contract's history, put together again from the stored rows.

Texts never change once they are executed, so what was read of one is kept by
its own bytes: a copy of another day reads only what is new.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import ConditionMet, Novation, Place
from ledger.domain.contracts.copies import (
    ContractHistory,
    Executed,
    Opening,
    PartyName,
    executed_change,
    executed_opening,
    registered_change,
    registered_opening,
)
from ledger.domain.contracts.drafting import text_bytes_max
from ledger.domain.kinds.change import ChangeExecuted, ChangeRegistered, ChangeTerms
from ledger.domain.kinds.contract import (
    ContractExecuted,
    ContractRegistered,
    ContractTerms,
    SignatureRef,
)
from ledger.evidence.canonical import decode_body
from ledger.evidence.statement import Digest, StreamName
from projections import contracts, living
from projections.directory import names_of
from projections.lives import endings_in, renewals_in

Signed = dict[str, Place]


def history_from_rows(connection: Connection, stream: str) -> ContractHistory | None:
    """Return the history of a contract; None while it is not executed."""
    rows = contracts.versions_of(connection, stream)
    if not rows:
        return None
    texts = contracts.texts_of(connection, (row["drafted"] for row in rows))
    signed = _signed(connection, stream)
    opening = _opening(rows[0], texts, signed)
    novations = tuple(_novation(stream, row) for row in contracts.novations_of(connection, stream))
    ever = dict.fromkeys((*opening.terms.parties, *(each.joins for each in novations)))
    return ContractHistory(
        opening=opening,
        changes=tuple(_executed(row, texts[row["drafted"]], signed) for row in rows[1:]),
        conditions=tuple(
            ConditionMet(
                version=Digest(row["version"]),
                on=date.fromisoformat(row["on"]),
                place=_place(stream, row, "digest recorded_at leaf_index"),
            )
            for row in living.conditions_of(connection, stream)
        ),
        endings=endings_in(connection, stream),
        renewals=renewals_in(connection, stream),
        names=tuple(names_in(connection, ever)),
        novations=novations,
    )


def _signed(connection: Connection, contract: str) -> Signed:
    """Return where each signature stands, under the contract and all its changes."""
    return {
        row["digest"]: _place(row["stream"], row, "digest recorded_at leaf_index")
        for row in contracts.signed_under(connection, contract)
    }


def _opening(row: dict[str, Any], texts: dict[str, bytes], signed: Signed) -> Opening:
    place = _place(row["stream"], row, "digest executed_at leaf_index")
    raw = row["body"].encode("utf-8")
    if row["outside"]:
        return registered_opening(decode_body(raw, ContractRegistered), place)
    body = decode_body(raw, ContractExecuted)
    places = tuple(signed[each.statement] for each in body.signatures)
    return executed_opening(_terms(texts[row["drafted"]]), body, place, places)


def _executed(row: dict[str, Any], text: bytes, signed: Signed) -> Executed:
    place = _place(row["stream"], row, "digest executed_at leaf_index")
    raw = row["body"].encode("utf-8")
    if row["outside"]:
        return registered_change(_paper(raw), place)
    body = _execution(raw)
    places = tuple(signed[each.statement] for each in body.signatures)
    return executed_change(_change(text), body, place, places)


@lru_cache(maxsize=64)
def _terms(text: bytes) -> ContractTerms:
    return decode_body(text, ContractTerms, bytes_max=text_bytes_max)


@lru_cache(maxsize=2048)
def _change(text: bytes) -> ChangeTerms:
    return decode_body(text, ChangeTerms, bytes_max=text_bytes_max)


@lru_cache(maxsize=2048)
def _paper(text: bytes) -> ChangeRegistered:
    return decode_body(text, ChangeRegistered)


@lru_cache(maxsize=2048)
def _execution(text: bytes) -> ChangeExecuted:
    return decode_body(text, ChangeExecuted)


def _novation(stream: str, row: dict[str, Any]) -> Novation:
    signed = SignatureRef(party=row["party"], person=row["person"], statement=row["digest"])
    return Novation(
        leaves=row["leaves"],
        joins=row["joins"],
        on=date.fromisoformat(row["on"]),
        after=Digest(row["after"]),
        place=_place(stream, row, "digest recorded_at leaf_index"),
        signed=signed,
        executed_on=date.fromisoformat(row["executed_on"]),
    )


def names_in(connection: Connection, parties: Iterable[str]) -> Iterable[PartyName]:
    """Yield the names that the directory gives companies, of each in the order of the log."""
    for party in parties:
        for row in names_of(connection, party):
            yield PartyName(
                party=party,
                legal_name=row["legal_name"],
                on=None if row["on_day"] is None else date.fromisoformat(row["on_day"]),
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
