"""What is owed on a day: by whom, to whom, when it falls due, and how late it is.

A day is never invented: what falls due upon something stays due upon it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.contracts.copies import Consolidated, Status
from ledger.domain.contracts.duties import Owed as Standing
from ledger.domain.contracts.duties import owed_on
from ledger.domain.contracts.questions.joins import Rest, rests_of
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

    While a contract rests nothing falls due: those days are not counted as late.

    ``copy`` is the consolidated copy of that day.
    """
    rests = rests_of(contract)
    found = [_owed(copy, each, on, rests) for each in owed_on(copy, contract.duties.values(), on)]
    return tuple(sorted(found, key=lambda each: each.standing.obligation.due or date.max))


def _owed(copy: Consolidated, standing: Standing, on: date, rests: tuple[Rest, ...]) -> Owed:
    due = standing.obligation.due
    late = standing.state in UNSETTLED and due is not None and due < on
    return Owed(
        contract=copy.contract,
        status=copy.status,
        standing=standing,
        overdue_days=_days_late(due, on, rests) if late and due is not None else 0,
    )


def _days_late(due: date, on: date, rests: tuple[Rest, ...]) -> int:
    """Count the days after a due day up to a day, without those on which the contract rested."""
    rested = 0
    for rest in rests:
        first, last = max(rest.from_, due + timedelta(days=1)), min(rest.to or on, on)
        rested += max(0, (last - first).days + 1)
    return (on - due).days - rested
