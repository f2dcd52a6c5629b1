"""Contracts: texts as drafted, who signed them, and each version.

What a contract says on a day is folded by the rules' own consolidation
(:mod:`projections.consolidated`) from the rows that are kept here.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.kinds.contract import (
    ContractAgreedForm,
    ContractDeclined,
    ContractDraftContinued,
    ContractDrafted,
    ContractExecuted,
    ContractRegistered,
    ContractSigned,
)
from ledger.domain.kinds.lifecycle import ContractNovated
from ledger.domain.world import Act
from ledger.evidence.canonical import Body
from projections.living import fold_life
from projections.readers import ViewReader, readable
from projections.rows import Row, Rows, body_text, instant, made_by, members_of, rows_of, signed_by
from projections.tables import contracts, novations, signatures, texts, versions
from projections.world import Step

_terms = "contract_kind title parties readers parent currency tz"


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a contract."""
    act, matter = step.effect, step.stream.matter
    if act is None or not isinstance(matter, ContractMatter):
        return
    match act.body:
        case ContractDrafted() | ContractDraftContinued() | ContractRegistered():
            _fold_draft(rows, step, act, matter)
        case ContractAgreedForm() | ContractSigned() | ContractDeclined():
            add_signature(rows, act, matter.drafted)
        case ContractExecuted() as body:
            add_version(rows, act, body, {"drafted": body.drafted, "retroactive": body.retroactive})
        case ContractNovated() as body:
            novated = members_of(body, "leaves joins on")
            made = matter.novations[-1]
            novated = {**novated, "contract": matter.stream, "after": made.after}
            novated["executed_on"] = made.executed_on.isoformat()
            rows.add(novations, {**novated, **signed_by(act)})
        case _:
            fold_life(rows, act, matter)
    _stand(rows, act, matter)


def _stand(rows: Rows, act: Act, matter: ContractMatter) -> None:
    """Note how the contract stands after the act."""
    last_day = matter.last_day
    stands: Row = {
        "phase": matter.phase,
        "drafted": matter.drafted,
        "content": matter.content,
        "version": matter.version,
        "last_day": None if last_day is None else last_day.isoformat(),
    }
    rows.change(contracts, (matter.stream,), {**stands, **made_by(act)})


def _fold_draft(rows: Rows, step: Step, act: Act, matter: ContractMatter) -> None:
    """Keep the text as far as it has come, beside those drafted before."""
    known = step.before is not None and isinstance(step.before.matter, ContractMatter)
    outside = isinstance(act.body, ContractRegistered)
    title = {**members_of(matter.terms, _terms), "outside": outside}
    if known:
        rows.change(contracts, (matter.stream,), title)
    else:
        rows.add(contracts, {**title, "stream": matter.stream})
    text = matter.text.decode("utf-8")
    put_text(rows, act, matter.drafted, content=matter.content, text=text)
    if isinstance(act.body, ContractRegistered):
        dates = members_of(act.body.dates, "executed_on effective_on")
        registered: Row = {"drafted": act.digest, "outside": True, **dates}
        add_version(rows, act, act.body, registered)


def put_text(rows: Rows, act: Act, drafted: str, *, content: str | None, text: str) -> None:
    """Keep a text by the statement that drafted it; a further part makes it longer."""
    said: Row = {"content": content, "text": text}
    if drafted == act.digest:
        where: Row = {"drafted": drafted, "stream": act.statement.stream}
        made: Row = {"leaf_index": act.leaf_index, "recorded_at": instant(act.at)}
        rows.add(texts, {**where, **made, **said})
    else:
        rows.change(texts, (drafted,), said)


def add_signature(rows: Rows, act: Act, drafted: str) -> None:
    """Note that somebody agreed to, signed or declined a text: which one, for whom, and as what.

    ``party`` is the signer's company, ``signed_for`` the contract's party in whose place it is.
    """
    row = members_of(act.body, "digest")
    said: Row = {
        "stream": act.statement.stream,
        "act": act.kind.tag.split(".")[1],
        "drafted": drafted,
        "content": row["digest"],
        "signed_for": getattr(act.body, "party", None) or act.statement.signer.party,
        "capacity": act.statement.signer.capacity,
        "reason": act.statement.reason,
    }
    rows.add(signatures, {**said, **signed_by(act)})


def add_version(rows: Rows, act: Act, body: Body, facts: Row) -> None:
    """Add a version of a contract: the contract as executed, or an executed change."""
    stream = act.statement.stream
    contract = "contract/" + stream.split("/")[1]
    executed = members_of(body, "effective_rule executed_on effective_on")
    made: Row = {"contract": contract, "stream": stream, "outside": False}
    kept: Row = {"body": body_text(body), "executed_at": instant(act.at)}
    version = {**made, **kept, **executed, **facts, **made_by(act)}
    rows.add(versions, version)
    if stream == contract:
        rows.change(contracts, (contract,), {"executed_on": version["executed_on"]})


def last_moves(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return the statement by which each contract last moved."""
    query = select(contracts.c.stream, contracts.c.digest, contracts.c.leaf_index)
    return {
        row.stream: {"digest": row.digest, "leaf_index": row.leaf_index}
        for row in connection.execute(query)
    }


_lists = "parties readers"


def summary(connection: Connection, reader: ViewReader, stream: str) -> dict[str, Any] | None:
    """Return how a contract stands, without its text; None where it may not be read."""
    allowed = contracts.c.stream.in_(readable(reader))
    found = rows_of(connection, contracts, contracts.c.stream == stream, allowed, parsed=_lists)
    return found[0] if found else None


def signatures_of(connection: Connection, stream: str, drafted: str) -> list[dict[str, Any]]:
    """Return who agreed to, signed or declined, each with whether it is on the current draft."""
    signed = rows_of(connection, signatures, signatures.c.stream == stream)
    return [{**row, "stands": row["drafted"] == drafted} for row in signed]


def signed_under(connection: Connection, contract: str) -> list[dict[str, Any]]:
    """Return the signatures on a contract and on its changes, whatever became of them."""
    executed = select(versions.c.stream).where(versions.c.contract == contract)
    signed = signatures.c.act == "signed"
    return rows_of(connection, signatures, signatures.c.stream.in_(executed), signed)


def versions_of(connection: Connection, contract: str) -> list[dict[str, Any]]:
    """Return a contract's versions, oldest first: its execution, then each executed change."""
    return rows_of(connection, versions, versions.c.contract == contract)


def novations_of(connection: Connection, contract: str) -> list[dict[str, Any]]:
    """Return which company is in which party's place from when, as the parties agreed it."""
    return rows_of(connection, novations, novations.c.contract == contract)


def texts_of(connection: Connection, drafted: Iterable[str]) -> dict[str, bytes]:
    """Return texts as they were drafted, by the statements that drafted them."""
    query = select(texts.c.drafted, texts.c.text).where(texts.c.drafted.in_(list(drafted)))
    return {row.drafted: row.text.encode("utf-8") for row in connection.execute(query)}
