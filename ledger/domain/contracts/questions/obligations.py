"""What is owed on a day: by whom, to whom, when it falls due, and how late it is.

A day is never invented: what falls due upon something stays due upon it.
"""

from dataclasses import dataclass
from datetime import date

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.contracts.copies import Consolidated, Status
from ledger.domain.contracts.duties import Owed as Standing
from ledger.domain.contracts.duties import owed_on
from ledger.evidence.statement import StreamName

# In these states something is still to be done.
UNSETTLED = frozenset({"open", "breached"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """An obligation on a day; ``overdue_days`` 0 where it is not late, or has no day."""

    contract: StreamName
    status: Status
    standing: Standing
    overdue_days: int


def owed(contract: ContractMatter, copy: Consolidated, on: date) -> tuple[Owed, ...]:
    """Return what a contract's text of a day obliges to, those with a day first, by it.

    ``copy`` is the consolidated copy of that day.
    """
    found = [_owed(copy, each, on) for each in owed_on(copy, contract.duties.values(), on)]
    return tuple(sorted(found, key=lambda each: each.standing.obligation.due or date.max))


def _owed(copy: Consolidated, standing: Standing, on: date) -> Owed:
    due = standing.obligation.due
    late = standing.state in UNSETTLED and due is not None and due < on
    return Owed(
        contract=copy.contract,
        status=copy.status,
        standing=standing,
        overdue_days=(on - due).days if late and due is not None else 0,
    )
