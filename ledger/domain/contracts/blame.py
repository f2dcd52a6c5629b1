"""Who made each clause, and each obligation, what it is: all that it said, and what set it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ledger.domain.contracts.consolidation import Step, steps
from ledger.domain.contracts.copies import ContractHistory, Known, Provenance
from ledger.domain.contracts.differences import Pair, What
from ledger.domain.contracts.items import value_of_item
from ledger.domain.kinds.terms import Clause, Obligation
from ledger.errors import NotRecordedError

_CLAUSE: Final = "clause/"
_OBLIGATION: Final = "obligation/"


class ClauseUnknownError(NotRecordedError):
    """A clause is asked for by an id that it has, or had."""

    code = "clause-unknown"
    message = "{contract} has no clause {clause}, and had none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Making:
    """What a clause became by a statement; ``clause`` is None where that one struck it."""

    what: What
    clause: Clause | None
    provenance: Provenance


@dataclass(frozen=True, kw_only=True, slots=True)
class Obliging:
    """What an obligation became by a statement; ``obligation`` is None where that took it out."""

    what: What
    obligation: Obligation | None
    provenance: Provenance


def makings(
    history: ContractHistory, *, effective: date, known: Known = None
) -> Mapping[str, tuple[Making, ...]]:
    """Return all that each clause was up to a day, by its id, in the order of taking effect.

    Clauses that were struck are there too. What made a clause first "added" it.

    Raises:
        NotYetKnownError: The contract's execution was recorded later than ``known``.
    """
    said = _said(history, _CLAUSE, effective, known)
    return {
        clause: tuple(Making(what=what, clause=now, provenance=by) for what, now, by in row)
        for clause, row in said.items()
    }


def obligings(
    history: ContractHistory, *, effective: date, known: Known = None
) -> Mapping[str, tuple[Obliging, ...]]:
    """Return all that each obligation was up to a day, by its id, as ``makings`` of clauses.

    Those that were taken out are there too; another company in a party's place is
    a making as well.

    Raises:
        NotYetKnownError: The contract's execution was recorded later than ``known``.
    """
    said = _said(history, _OBLIGATION, effective, known)
    return {
        name: tuple(Obliging(what=what, obligation=now, provenance=by) for what, now, by in row)
        for name, row in said.items()
    }


Row = tuple[What, Any, Provenance]


def _said(
    history: ContractHistory, family: str, effective: date, known: Known
) -> Mapping[str, tuple[Row, ...]]:
    """Return what each item of a family became, by its name; only what made it another."""
    made: dict[str, tuple[Row, ...]] = {}
    for step in steps(history, effective=effective, known=known):
        for item in dict.fromkeys(step.items):
            if item.startswith(family):
                _note(made, item, step)
    return {item.removeprefix(family): row for item, row in made.items()}


def _note(made: dict[str, tuple[Row, ...]], item: str, step: Step) -> None:
    earlier = made.get(item, ())
    pair = Pair(before=earlier[-1][1] if earlier else None, after=value_of_item(step.text, item))
    if pair.before != pair.after:
        made[item] = (*earlier, (pair.what, pair.after, step.provenance))


def makings_of(
    history: ContractHistory, clause: str, *, effective: date, known: Known = None
) -> tuple[Making, ...]:
    """Return all that one clause was up to a day.

    Raises:
        NotYetKnownError: The contract's execution was recorded later than ``known``.
        ClauseUnknownError: It had no such clause by then.
    """
    found = makings(history, effective=effective, known=known).get(clause)
    if found is None:
        stream = history.opening.provenance.version.stream
        raise ClauseUnknownError(contract=stream, clause=clause)
    return found
