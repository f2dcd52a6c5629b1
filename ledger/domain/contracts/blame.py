"""Who made each clause what it is: all that it said, with the statement that set it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ledger.domain.contracts.consolidation import Step, steps
from ledger.domain.contracts.copies import ContractHistory, Known, Provenance
from ledger.domain.contracts.differences import Pair
from ledger.domain.kinds.terms import Clause
from ledger.errors import NotRecordedError

_CLAUSE: Final = "clause/"


class ClauseUnknownError(NotRecordedError):
    """A clause is asked for by an id that it has, or had."""

    code = "clause-unknown"
    message = "{contract} has no clause {clause}, and had none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Making:
    """What a clause became by a statement; ``clause`` is None where that one struck it."""

    what: Literal["added", "deleted", "replaced", "renumbered"]
    clause: Clause | None
    provenance: Provenance


def makings(
    history: ContractHistory, *, effective: date, known: Known = None
) -> Mapping[str, tuple[Making, ...]]:
    """Return all that each clause was up to a day, by its id, in the order of taking effect.

    Clauses that were struck are there too. What made a clause first "added" it.

    Raises:
        NotYetKnownError: The contract's execution was recorded later than ``known``.
    """
    made: dict[str, tuple[Making, ...]] = {}
    for step in steps(history, effective=effective, known=known):
        for clause in dict.fromkeys(step.items):
            if clause.startswith(_CLAUSE):
                _note(made, clause.removeprefix(_CLAUSE), step)
    return made


def _note(made: dict[str, tuple[Making, ...]], clause: str, step: Step) -> None:
    earlier = made.get(clause, ())
    pair = Pair(before=earlier[-1].clause if earlier else None, after=step.text.clauses.get(clause))
    if pair.before != pair.after:
        now = Making(what=pair.what, clause=pair.after, provenance=step.provenance)
        made[clause] = (*earlier, now)


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
