"""Acts of a contract that only the sponsor may say, before and after it is part of another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.domain.contracts.duties import ObligationPartyError
from ledger.domain.contracts.endings import NotEntitledError, OwnNoticeError
from ledger.domain.contracts.payments import PayerError
from ledger.domain.endorsement import NotTheProposerError
from ledger.domain.kinds.contract import Obligation
from ledger.domain.kinds.duty import (
    ObligationBreached,
    ObligationFulfilled,
    ObligationWaived,
    PaymentReleased,
)
from ledger.domain.kinds.lifecycle import (
    ContractBreachCured,
    ContractNoticeGiven,
    ContractNoticeWithdrawn,
    ContractResumed,
    ContractSuspended,
    ContractTerminated,
)
from ledger.domain.world import Act
from ledger.evidence.canonical import Body
from tests.unit.domain.agreement import CONTRACT, Deal, boardless, euros

TODAY = date(2021, 4, 1)
DUE = date(2021, 3, 1)
OWED = (
    Obligation(id="pay", debtor="servier", creditor="iqvia", duty="Pay.", due=DUE),
    Obligation(id="report", debtor="iqvia", creditor="servier", duty="Report.", due=DUE),
)
Prepared = Callable[[Deal], Act | None]


def nothing(_deal: Deal) -> None:
    """Need nothing before."""


def notice(deal: Deal) -> Act:
    """Let the sponsor give notice at once."""
    body = ContractNoticeGiven(ground="safety")
    return deal.say(deal.servier, "contract.notice_given.v1", CONTRACT, body)


def breach(deal: Deal) -> Act:
    """Let the CRO give notice for a breach, which leaves time to cure."""
    body = ContractNoticeGiven(ground="breach")
    return deal.say(deal.iqvia, "contract.notice_given.v1", CONTRACT, body)


def rest(deal: Deal) -> Act:
    """Let the sponsor suspend the contract, alone."""
    body = ContractSuspended(on=TODAY)
    return deal.say(deal.servier, "contract.suspended.v1", CONTRACT, body)


@dataclass(frozen=True)
class Row:
    """An act that only the sponsor may say, and what it is refused to the CRO for."""

    kind: str
    body: Body
    refusal: Any
    before: Prepared = nothing
    takes_effect: bool = True  # False where the CRO joins in first


ROWS = (
    Row("contract.notice_given.v1", ContractNoticeGiven(ground="safety"), NotEntitledError),
    Row("contract.notice_withdrawn.v1", ContractNoticeWithdrawn(), NotTheProposerError, notice),
    Row("contract.terminated.v1", ContractTerminated(on=TODAY), NotTheProposerError, notice),
    Row("contract.breach_cured.v1", ContractBreachCured(on=TODAY), OwnNoticeError, breach, False),
    Row("contract.resumed.v1", ContractResumed(on=TODAY), NotTheProposerError, rest),
    Row(
        "payment.released.v1",
        PaymentReleased(trigger="signature", of="fee", amount=euros(15_000), on=TODAY),
        PayerError,
    ),
    Row(
        "obligation.fulfilled.v1",
        ObligationFulfilled(obligation="pay", on=TODAY),
        ObligationPartyError,
        takes_effect=False,
    ),
    Row("obligation.waived.v1", ObligationWaived(obligation="report"), ObligationPartyError),
    Row(
        "obligation.breached.v1",
        ObligationBreached(obligation="report", on=TODAY),
        ObligationPartyError,
    ),
)


def begun(row: Row) -> tuple[Deal, dict[str, Any]]:
    """Return an executed contract in which the act can come next, and what it is about."""
    deal = Deal()
    deal.execute(boardless(obligations=OWED, suspension=("servier",)))
    deal.advance(days=105)
    assert deal.now.date() == TODAY
    before = row.before(deal)
    return deal, {} if before is None else {"subject": before.digest}
