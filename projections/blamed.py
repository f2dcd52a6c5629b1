"""Who made each clause and obligation of a contract so, as ``git blame`` tells of lines."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.blame import ClauseUnknownError, Making, Obliging, makings, obligings
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import (
    Consolidated,
    ContractHistory,
    NotYetKnownError,
    Provenance,
)
from ledger.domain.contracts.texts import clause_order
from ledger.evidence.statement import StreamName
from projections import contracts
from projections.copies import made_by, plain, plain_clause, plain_known, plain_statements
from projections.hanging import decision_behind, doubts_of
from projections.histories import history_from_rows
from projections.moments import Moment
from projections.readers import ViewReader

# Why decisions cannot be relied on now, of those that are named.
Doubts = Callable[[Iterable[str]], Mapping[str, str | None]]


def load(  # noqa: PLR0913 -- who reads what, of which day
    connection: Connection,
    reader: ViewReader,
    stream: str,
    moment: Moment,
    at: datetime,
    *,
    clause: str | None = None,
) -> dict[str, Any] | None:
    """Return who made a contract's clauses so; None where it may not be read.

    ``at`` is now, for a moment that names no day.

    Raises:
        NotYetKnownError: It is not executed, or was not at ``known``.
        ClauseUnknownError: It has no such clause, and had none.
    """
    if contracts.summary(connection, reader, stream) is None:
        return None
    history = history_from_rows(connection, stream)
    if history is None:
        raise NotYetKnownError(contract=StreamName(stream))
    blamed = plain_blame(history, moment, at, clause)
    return with_doubts(blamed, lambda names: doubts_of(connection, names))


def plain_blame(
    history: ContractHistory, moment: Moment, at: datetime, clause: str | None = None
) -> dict[str, Any]:
    """Return each clause and obligation with all that it was; one clause alone where it is named.

    ``struck`` and ``removed`` hold those that are in the contract no longer.

    Raises:
        NotYetKnownError: The contract was not executed at ``known``.
        ClauseUnknownError: It has no such clause, and had none.
    """
    effective, known = moment.day(at, history.opening.terms.tz), moment.known
    copy = consolidate(history, effective=effective, known=known)
    made = makings(history, effective=effective, known=known)
    owed = {} if clause else obligings(history, effective=effective, known=known)
    if clause is not None:
        if clause not in made:
            raise ClauseUnknownError(contract=copy.contract, clause=clause)
        made = {clause: made[clause]}
    rows = sorted(made.values(), key=_where)
    return {
        "contract": copy.contract,
        "title": copy.terms.title,
        "effective": effective.isoformat(),
        "known": plain_known(known),
        "status": copy.status,
        "version": copy.version,
        "clauses": [_clause(row) for row in rows if row[-1].clause is not None],
        "struck": [_clause(row) for row in rows if row[-1].clause is None],
        "obligations": [_owed(row) for row in owed.values() if row[-1].obligation is not None],
        "removed": [_owed(row) for row in owed.values() if row[-1].obligation is None],
        "statements": plain_statements(
            _named(copy, (*made.values(), *owed.values())), copy.terms.tz
        ),
    }


def with_doubts(blamed: dict[str, Any], doubts: Doubts) -> dict[str, Any]:
    """Return what is blamed, each statement flagged while its decision is in doubt."""
    statements = blamed["statements"]
    found = doubts([name for name in map(decision_behind, statements) if name])
    flagged = [{**each, "in_doubt": found.get(decision_behind(each) or "")} for each in statements]
    return {**blamed, "statements": flagged}


def _clause(made: tuple[Making, ...]) -> dict[str, Any]:
    """Return what a clause is, or was last, and all that it was, oldest first."""
    last = next(each.clause for each in reversed(made) if each.clause is not None)
    return {
        **plain_clause(last),
        "made_by": made_by(made[-1].provenance),
        "history": [_making(each) for each in made],
    }


def _making(making: Making) -> dict[str, Any]:
    clause = None if making.clause is None else plain_clause(making.clause)
    return {"what": making.what, "clause": clause, "made_by": made_by(making.provenance)}


def _owed(made: tuple[Obliging, ...]) -> dict[str, Any]:
    """Return what an obligation is, or was last, and all that it was, oldest first."""
    last = next(each.obligation for each in reversed(made) if each.obligation is not None)
    return {
        "id": last.id,
        "obligation": plain(last),
        "made_by": made_by(made[-1].provenance),
        "history": [_obliging(each) for each in made],
    }


def _obliging(made: Obliging) -> dict[str, Any]:
    what = None if made.obligation is None else plain(made.obligation)
    return {"what": made.what, "obligation": what, "made_by": made_by(made.provenance)}


def _where(made: tuple[Making, ...]) -> tuple[tuple[int, int, str], ...]:
    return clause_order(next(each.clause.number for each in reversed(made) if each.clause))


def _named(
    copy: Consolidated, made: Iterable[tuple[Making | Obliging, ...]]
) -> tuple[Provenance, ...]:
    """Return the statements that made something of this, in the order of taking effect."""
    names = {each.provenance.version.digest for row in made for each in row}
    return tuple(each for each in copy.statements if each.version.digest in names)
