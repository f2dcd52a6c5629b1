"""What sets two states of a contract apart: two days, or two moments of knowledge."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import (
    Consolidated,
    ContractHistory,
    Known,
    NotYetKnownError,
    Provenance,
)
from ledger.domain.contracts.differences import Differences, Pair, TotalDifference, differences
from ledger.domain.kinds.terms import Clause
from ledger.evidence.statement import StreamName
from projections import contracts
from projections.copies import (
    made_by,
    plain,
    plain_clause,
    plain_known,
    plain_statements,
    plain_total,
)
from projections.histories import history_from_rows
from projections.moments import Moment
from projections.readers import ViewReader

_lists = "budget payments credits assumptions obligations responsibilities termination parties"


def load(
    connection: Connection,
    reader: ViewReader,
    stream: str,
    moments: tuple[Moment, Moment],
    at: datetime,
) -> dict[str, Any] | None:
    """Return what sets two states of a contract apart; None where it may not be read.

    ``at`` is now, for a moment that names no day.

    Raises:
        NotYetKnownError: It is not executed, or was not when one of the two was known.
    """
    if contracts.summary(connection, reader, stream) is None:
        return None
    history = history_from_rows(connection, stream)
    if history is None:
        raise NotYetKnownError(contract=StreamName(stream))
    return plain_differences(history, moments, at)


def plain_differences(
    history: ContractHistory, moments: tuple[Moment, Moment], at: datetime
) -> dict[str, Any]:
    """Return what sets two states of a contract apart, part by part.

    ``gained`` and ``lost`` are the statements that only the later or only the
    earlier state rests on.

    Raises:
        NotYetKnownError: It was not executed when one of the two was known.
    """
    tz = history.opening.terms.tz
    days = [moment.day(at, tz) for moment in moments]
    old, new = (
        consolidate(history, effective=day, known=moment.known)
        for day, moment in zip(days, moments, strict=True)
    )
    found = differences(old, new)
    makers = [_makers(copy) for copy in (old, new)]
    return {
        "contract": new.contract,
        "title": new.terms.title,
        "from": _side(days[0], moments[0].known, old),
        "to": _side(days[1], moments[1].known, new),
        "same": found.is_empty,
        **plain_effect(found),
        "status": _single(found.status),
        "clauses": [_clauses(pair, *makers) for pair in found.clauses],
        "gained": plain_statements(_only(new, old), new.terms.tz),
        "lost": plain_statements(_only(old, new), new.terms.tz),
    }


def plain_effect(found: Differences) -> dict[str, Any]:
    """Return what two texts differ in, part by part; whoever made it so is not said."""
    return {
        "clauses": [
            {
                "what": pair.what,
                "before": None if pair.before is None else plain_clause(pair.before),
                "after": None if pair.after is None else plain_clause(pair.after),
            }
            for pair in found.clauses
        ],
        **{name: [_pair(pair) for pair in getattr(found, name)] for name in _lists.split()},
        **{name: _single(getattr(found, name)) for name in ("term", "survival", "authority")},
        **{name: _total(getattr(found, name)) for name in ("fee", "pass_through", "total")},
    }


def _side(effective: date, known: Known, copy: Consolidated) -> dict[str, Any]:
    return {
        "effective": effective.isoformat(),
        "known": plain_known(known),
        "status": copy.status,
        "version": copy.version,
    }


def _makers(copy: Consolidated) -> dict[str, Provenance]:
    return {part.value.id: part.provenance for part in copy.clauses}


def _clauses(
    pair: Pair[Clause], before: dict[str, Provenance], after: dict[str, Provenance]
) -> dict[str, Any]:
    return {
        "what": pair.what,
        "before": _clause(pair.before, before),
        "after": _clause(pair.after, after),
    }


def _clause(clause: Clause | None, makers: dict[str, Provenance]) -> dict[str, Any] | None:
    if clause is None:
        return None
    return {**plain_clause(clause), "made_by": made_by(makers[clause.id])}


def _pair(pair: Pair[Any]) -> dict[str, Any]:
    return {"what": pair.what, "before": plain(pair.before), "after": plain(pair.after)}


def _single(pair: Pair[Any] | None) -> dict[str, Any] | None:
    """Return a part that a contract has one of; None where it is the same in both."""
    return None if pair is None else {"before": plain(pair.before), "after": plain(pair.after)}


def _total(total: TotalDifference) -> dict[str, Any]:
    return {name: plain_total(getattr(total, name)) for name in ("before", "after", "by")}


def _only(copy: Consolidated, other: Consolidated) -> Iterable[Provenance]:
    there = {each.version.digest for each in other.statements}
    return [each for each in copy.statements if each.version.digest not in there]
