"""Two contracts that live through everything that can become of one after execution."""

from datetime import date
from typing import Any

from ledger.domain.kinds.change import ObligationSet
from ledger.domain.kinds.contract import (
    ContractTerm,
    Obligation,
    Payment,
    Renewal,
    TerminationGround,
)
from ledger.domain.kinds.duty import (
    ObligationBreached,
    ObligationCured,
    ObligationFulfilled,
    ObligationWaived,
    PaymentReleased,
)
from ledger.domain.kinds.lifecycle import (
    ContractBreachCured,
    ContractNoticeGiven,
    ContractNoticeWithdrawn,
    ContractRenewalAgreed,
    ContractRenewalDeclined,
    ContractResumed,
    ContractTerminated,
)
from ledger.domain.world import Act
from ledger.evidence.canonical import Body
from tests.unit.domain.agreement import CONTRACT, Deal, boardless, euros, suspending

SECOND = "contract/second"
RENEWAL = Renewal(months=6, notice_days=30, automatic=True)
GROUNDS = (
    TerminationGround(ground="breach", notice_days=10, cure_days=30, runs="after_cure"),
    TerminationGround(ground="convenience", notice_days=20, wind_down_days=40),
)
DUTIES = (
    Obligation(
        id="report",
        debtor="iqvia",
        creditor="servier",
        duty="Report.",
        due=date(2021, 1, 10),
        cure_days=20,
    ),
    Obligation(id="pay", debtor="servier", creditor="iqvia", duty="Pay.", trigger="report"),
    Obligation(id="train", debtor="iqvia", creditor="servier", duty="Train."),
)


class Lived(Deal):
    """A deal whose acts are told with the endorsement that they need."""

    def tell(
        self, party: str, tag: str, body: Body, *, stream: str = CONTRACT, **claims: Any
    ) -> Act:
        """Say something, and let the other party endorse it where it waits."""
        act = self.say(self.signatories[party], tag, stream, body, **claims)
        found = self.world.stream(act.statement.stream)
        if found is not None and act.digest in found.pending:
            other = "iqvia" if party == "servier" else "servier"
            self.endorse(self.signatories[other], stream, act)
        return act


def whole_life(deal: Lived | None = None) -> Lived:
    """Return a contract that rested, was cured, renewed and expired, and one that was ended.

    ``deal`` is a ledger to tell it in, a new one where none is given.
    """
    deal = deal or Lived()
    term = ContractTerm(from_=date(2021, 1, 1), to=date(2021, 8, 31), renewal=RENEWAL)
    payment = Payment(trigger="signature", of="fee", percent="15")
    deal.execute(boardless(term=term, termination=GROUNDS, obligations=DUTIES, payments=(payment,)))
    _owe(deal)
    _rest_and_cure(deal)
    _end_another(deal)
    deal.advance(days=130)  # the first term is over, and goes on
    deal.tell("iqvia", "contract.renewal_declined.v1", ContractRenewalDeclined())
    deal.advance(days=300)  # the second runs out
    trained = ObligationFulfilled(obligation="train", on=deal.now.date())
    deal.tell("iqvia", "obligation.fulfilled.v1", trained)
    return deal


def _owe(deal: Lived) -> None:
    deal.advance(days=30)
    day = deal.now.date()
    report: dict[str, Any] = {"obligation": "report"}
    released = PaymentReleased(trigger="signature", of="fee", amount=euros(15_000), on=day)
    deal.tell("servier", "payment.released.v1", released)
    deal.tell("servier", "obligation.breached.v1", ObligationBreached(**report, on=day))
    deal.advance(days=5)
    deal.tell("iqvia", "obligation.cured.v1", ObligationCured(**report, on=date(2021, 1, 20)))
    deal.tell("servier", "obligation.fulfilled.v1", ObligationFulfilled(obligation="pay", on=day))
    deal.tell("servier", "obligation.waived.v1", ObligationWaived(obligation="train"))
    deal.amend(
        ObligationSet(id="train", debtor="iqvia", creditor="servier", duty="Train twice."),
        effective_rule="stated",
        effective_on=date(2021, 3, 1),
    )


def _rest_and_cure(deal: Lived) -> None:
    suspended = deal.tell("servier", "contract.suspended.v1", suspending(date(2021, 2, 1)))
    notice = deal.tell("servier", "contract.notice_given.v1", ContractNoticeGiven(ground="breach"))
    deal.advance(days=20)
    cured = ContractBreachCured(on=date(2021, 2, 5))
    deal.tell("iqvia", "contract.breach_cured.v1", cured, subject=notice.digest)
    resumed = ContractResumed(on=date(2021, 3, 1))
    deal.tell("servier", "contract.resumed.v1", resumed, subject=suspended.digest)


def _end_another(deal: Lived) -> None:
    agreed = Renewal(months=1, notice_days=0, automatic=False)
    term = ContractTerm(from_=date(2021, 1, 1), to=date(2021, 12, 31), renewal=agreed)
    deal.execute(boardless(term=term, termination=GROUNDS), stream=SECOND)
    deal.tell("servier", "contract.renewal_agreed.v1", ContractRenewalAgreed(), stream=SECOND)
    given = ContractNoticeGiven(ground="convenience")
    first = deal.tell("iqvia", "contract.notice_given.v1", given, stream=SECOND)
    withdrawn = ContractNoticeWithdrawn()
    tag = "contract.notice_withdrawn.v1"
    deal.tell("iqvia", tag, withdrawn, stream=SECOND, subject=first.digest)
    notice = deal.tell("iqvia", "contract.notice_given.v1", given, stream=SECOND)
    deal.advance(days=90)
    ended = ContractTerminated(on=date(2021, 6, 30))
    tag = "contract.terminated.v1"
    deal.tell("iqvia", tag, ended, stream=SECOND, subject=notice.digest)
