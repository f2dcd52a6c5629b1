"""A contract as it stands on a day, as it was known at a moment.

The folding is the rules' own (:func:`ledger.domain.contracts.consolidation.consolidate`);
its history is put together from the stored rows, and its answer made plain.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Consolidated, ContractHistory, Known, NotYetKnownError
from projections import changes, contracts, living
from projections.copies import plain_copy, plain_known
from projections.directory import names_of, successors_of
from projections.hanging import with_doubt
from projections.histories import history_from_rows
from projections.lives import endings_shown, owed_shown, released_shown
from projections.readers import ViewReader
from projections.signers import corrections_of, endorsements_of, timeline


def load(
    connection: Connection,
    reader: ViewReader,
    stream: str,
    *,
    effective: date,
    known: Known = None,
) -> dict[str, Any] | None:
    """Return a contract with its text as of a day; None where it may not be read.

    ``text`` is None while the contract is not executed, or was not known to be; the draft is there.
    """
    summary = contracts.summary(connection, reader, stream)
    if summary is None:
        return None
    history = history_from_rows(connection, stream)
    copy = _copy(history, effective, known)
    names = _parties(summary, copy)
    joined = endorsements_of(connection, stream)
    draft = contracts.texts_of(connection, [summary["drafted"]])[summary["drafted"]]
    return {
        **summary,
        "effective": effective.isoformat(),
        "known": plain_known(known),
        "text": None if copy is None else plain_copy(copy),
        "draft": json.loads(draft),
        "signatures": contracts.signatures_of(connection, stream, summary["drafted"]),
        "endorsements": joined.get(summary["drafted"], []),
        "versions": _versions(connection, stream),
        "conditions": living.conditions_of(connection, stream),
        "endings": endings_shown(connection, stream, history),
        "renewals": living.renewals_of(connection, stream),
        "novations": contracts.novations_of(connection, stream),
        "duties": [] if copy is None else owed_shown(connection, copy, effective, known),
        "released": released_shown(connection, stream, effective, known),
        "changes": changes.list_all(connection, reader, contract=stream),
        "successors": successors_of(connection, names),
        "names": {party: names_of(connection, party) for party in names},
        "timeline": timeline(connection, stream),
        "corrections": corrections_of(connection, stream),
    }


def _parties(summary: Mapping[str, Any], copy: Consolidated | None) -> tuple[str, ...]:
    """Return the parties that the text names, and those that it has on its day."""
    today = () if copy is None else (each.party for each in copy.parties)
    return tuple(dict.fromkeys((*summary["parties"], *today)))


def _copy(history: ContractHistory | None, effective: date, known: Known) -> Consolidated | None:
    try:
        return None if history is None else consolidate(history, effective=effective, known=known)
    except NotYetKnownError:
        return None


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
    history = history_from_rows(connection, stream)
    return None if history is None else consolidate(history, effective=effective, known=known)
