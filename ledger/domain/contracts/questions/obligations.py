"""What is owed on a day: by whom, to whom, when it falls due, and how late it is.

A day is never invented: what falls due upon something stays due upon it.
"""

from dataclasses import dataclass
from datetime import date

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.contracts.copies import Consolidated, Part, Status
from ledger.domain.contracts.questions.joins import Standing, standing_of
from ledger.domain.kinds.terms import Obligation
from ledger.evidence.statement import StreamName

# In these states something is still to be done.
UNSETTLED = frozenset({"open", "breached"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """An obligation as of a day; ``overdue_days`` 0 where it is not late, or has no day."""

    contract: StreamName
    status: Status
    part: Part[Obligation]
    standing: Standing
    overdue_days: int


def owed(contract: ContractMatter, copy: Consolidated, on: date) -> tuple[Owed, ...]:
    """Return what a contract's text of a day obliges to, those with a day first, by it.

    ``copy`` is the consolidated copy of that day.
    """
    found = [_owed(contract, copy, part, on) for part in copy.obligations]
    return tuple(sorted(found, key=lambda each: each.part.value.due or date.max))


def _owed(contract: ContractMatter, copy: Consolidated, part: Part[Obligation], on: date) -> Owed:
    standing = standing_of(contract, part.value)
    due = part.value.due
    late = standing.state in UNSETTLED and due is not None and due < on
    return Owed(
        contract=copy.contract,
        status=copy.status,
        part=part,
        standing=standing,
        overdue_days=(on - due).days if late and due is not None else 0,
    )
