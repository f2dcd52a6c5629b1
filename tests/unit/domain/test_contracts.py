"""Contracts: every phase and kind, from draft to expiry."""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from ledger.domain.common import NotOpenedError
from ledger.domain.contracts.agreements import IN_FORCE
from ledger.domain.contracts.contract import CONTRACT as ROOM
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.contract import (
    ContractAgreedForm,
    ContractConditionMet,
    ContractDeclined,
    ContractDraftContinued,
    ContractSigned,
    ContractWithdrawn,
)
from ledger.domain.kinds.duty import (
    ObligationBreached,
    ObligationCured,
    ObligationFulfilled,
    ObligationWaived,
    PaymentReleased,
)
from ledger.domain.kinds.lifecycle import (
    ContractAbandoned,
    ContractBreachCured,
    ContractNoticeGiven,
    ContractNoticeWithdrawn,
    ContractNovated,
    ContractRenewalAgreed,
    ContractRenewalDeclined,
    ContractResumed,
    ContractSuspended,
    ContractTerminated,
    ReferenceResolved,
)
from ledger.domain.room import OutOfStateError
from ledger.evidence.canonical import Body
from ledger.evidence.statement import KindTag
from tests.unit.domain.agreement import (
    CONTRACT,
    Deal,
    boardless,
    euros,
)
from tests.unit.domain.lapses import contract_lapsed

FINAL = {"terminated", "lapsed"}
ABANDONED = "contract.abandoned.v1"
# What leaves a contract in the phase that it is in: what is owed outlives it.
STAYING = {
    "contract.condition_met.v1",
    "contract.resumed.v1",
    "obligation.fulfilled.v1",
    "obligation.waived.v1",
    "obligation.breached.v1",
    "obligation.cured.v1",
    "payment.released.v1",
    "reference.resolved.v1",
}
SOME = "sha256:" + "00" * 32
DAY = date(2021, 1, 1)


def drafting(deal: Deal) -> None:
    """Put the first of two parts."""
    deal.draft(boardless(parts=2))


def drafted(deal: Deal) -> None:
    """Put a whole draft."""
    deal.draft()


def agreed(deal: Deal) -> None:
    """Agree the form."""
    deal.draft()
    deal.agree()


def partly_signed(deal: Deal) -> None:
    """Sign for one party."""
    agreed(deal)
    deal.sign_for("servier")


def declined(deal: Deal) -> None:
    """Sign for one party, and decline for the other."""
    partly_signed(deal)
    matter = deal.contract()
    body = ContractDeclined(digest=str(matter.content))
    deal.say(deal.iqvia, "contract.declined.v1", CONTRACT, body, subject=matter.drafted)


def withdrawn(deal: Deal) -> None:
    """Take the draft back."""
    deal.draft()
    deal.say(deal.iqvia, "contract.withdrawn.v1", CONTRACT, ContractWithdrawn())


def executed(deal: Deal) -> None:
    """Sign for every party."""
    deal.execute()


def noticed(deal: Deal) -> None:
    """Give notice."""
    deal.execute()
    deal.notice()


def suspended(deal: Deal) -> None:
    """Suspend it."""
    deal.execute()
    deal.suspend()


def expired(deal: Deal) -> None:
    """Let the term run out."""
    deal.execute()
    deal.advance(days=900)


def terminated(deal: Deal) -> None:
    """Terminate on notice."""
    noticed(deal)
    (notice,) = deal.contract().notices
    deal.say(
        deal.servier,
        "contract.terminated.v1",
        CONTRACT,
        ContractTerminated(on=date(2021, 6, 30)),
        subject=notice.digest,
    )


PHASES: dict[str, Callable[[Deal], None]] = {
    "unopened": lambda _: None,
    "drafting": drafting,
    "draft": drafted,
    "agreed": agreed,
    "partly_signed": partly_signed,
    "declined": declined,
    "withdrawn": withdrawn,
    "executed": executed,
    "noticed": noticed,
    "suspended": suspended,
    "expired": expired,
    "terminated": terminated,
    "lapsed": contract_lapsed,
}

BODIES: dict[str, tuple[str, Callable[[Deal], Body]]] = {
    "contract.drafted.v1": ("signatory", lambda _: boardless()),
    "contract.draft_continued.v1": ("signatory", lambda _: ContractDraftContinued(part=2)),
    "contract.agreed_form.v1": ("signatory", lambda _: ContractAgreedForm(digest=SOME)),
    "contract.signed.v1": ("signatory", lambda _: ContractSigned(party="iqvia", digest=SOME)),
    "contract.declined.v1": ("signatory", lambda _: ContractDeclined(digest=SOME)),
    "contract.withdrawn.v1": ("signatory", lambda _: ContractWithdrawn()),
    "contract.condition_met.v1": (
        "signatory",
        lambda _: ContractConditionMet(on=date(2021, 1, 1)),
    ),
    "contract.abandoned.v1": ("signatory", lambda _: ContractAbandoned()),
    "contract.novated.v1": (
        "signatory",
        lambda _: ContractNovated(leaves="iqvia", joins="tech", on=date(2021, 1, 1)),
    ),
    "contract.notice_given.v1": ("signatory", lambda _: ContractNoticeGiven(ground="breach")),
    "contract.notice_withdrawn.v1": ("signatory", lambda _: ContractNoticeWithdrawn()),
    "contract.terminated.v1": ("signatory", lambda _: ContractTerminated(on=DAY)),
    "contract.breach_cured.v1": ("signatory", lambda _: ContractBreachCured(on=DAY)),
    "contract.suspended.v1": ("signatory", lambda _: ContractSuspended(on=DAY)),
    "contract.resumed.v1": ("signatory", lambda _: ContractResumed(on=DAY)),
    "contract.renewal_agreed.v1": ("signatory", lambda _: ContractRenewalAgreed()),
    "contract.renewal_declined.v1": ("signatory", lambda _: ContractRenewalDeclined()),
    "obligation.fulfilled.v1": (
        "signatory",
        lambda _: ObligationFulfilled(obligation="report", on=DAY),
    ),
    "obligation.waived.v1": ("signatory", lambda _: ObligationWaived(obligation="report")),
    "obligation.breached.v1": (
        "signatory",
        lambda _: ObligationBreached(obligation="report", on=DAY),
    ),
    "obligation.cured.v1": ("signatory", lambda _: ObligationCured(obligation="report", on=DAY)),
    "payment.released.v1": (
        "signatory",
        lambda _: PaymentReleased(trigger="signature", of="fee", amount=euros(15_000), on=DAY),
    ),
    "reference.resolved.v1": (
        "signatory",
        lambda _: ReferenceResolved(text="Work Order No. 7", contract=CONTRACT),
    ),
    "contract.registered.v1": ("signatory", lambda deal: deal.paper()),
}


@cache
def deal_in(phase: str) -> Deal:
    """Return a deal whose contract is in a phase; refusals leave it there."""
    deal = Deal()
    PHASES[phase](deal)
    return deal


@pytest.fixture
def deal() -> Deal:
    """A ledger with people who deal, and no contract yet."""
    return Deal()


def test_the_table_of_bodies_has_every_kind_that_people_sign() -> None:
    """No kind of a contract's stream escapes the enumeration below."""
    signed = {row.tag for row in KINDS.values() if row.stream == "contract" and not row.is_system}

    assert signed == set(BODIES)


@pytest.mark.parametrize("phase", ROOM.machine)
def test_a_contract_can_be_in_each_phase(phase: str) -> None:
    """The moves above lead to the phase that they are named for."""
    found = deal_in(phase).matter(CONTRACT)

    assert (None if phase == "unopened" else phase) == (found and found.phase)


@pytest.mark.parametrize(
    ("phase", "tag"),
    [
        (phase, tag)
        for phase in ROOM.machine
        if phase != "unopened"
        for tag in BODIES
        if tag not in ROOM.machine[phase]
    ],
)
def test_a_kind_that_a_phase_does_not_have_is_refused(phase: str, tag: str) -> None:
    """Every pair (phase, kind) outside of the machine is refused by name, without a trace."""
    deal = deal_in(phase)
    capacity, body = BODIES[tag]
    subject = SOME if KINDS[KindTag(tag)].subject else None

    error = deal.refused(
        OutOfStateError, deal.iqvia.as_(capacity), tag, CONTRACT, body(deal), subject=subject
    )

    assert error.facts["phase"] == phase
    elsewhere = [name.replace("_", " ") for name in ROOM.machine if tag in ROOM.machine[name]]
    assert str(error).endswith(f"it is while {' or '.join(elsewhere)}")
    assert elsewhere


def test_every_phase_has_a_way_out() -> None:
    """Only a contract that is over, or never began, stays what it is."""
    # Of a terminated contract only changes that wait can be abandoned still.
    machine = {**ROOM.machine, "terminated": ROOM.machine["terminated"] - {ABANDONED}}
    stuck = {phase for phase, kinds in machine.items() if not kinds - STAYING}

    # An expired contract goes on when a change sets a later term, and is lapsed if it waits.
    assert stuck == FINAL
    assert "expired" in IN_FORCE


@pytest.mark.parametrize("tag", [tag for tag in BODIES if tag not in ROOM.machine["unopened"]])
def test_a_contract_opens_with_a_draft_or_with_paper(tag: str) -> None:
    """Nothing else can be the first statement of its stream."""
    deal = deal_in("unopened")
    capacity, body = BODIES[tag]
    subject = SOME if KINDS[KindTag(tag)].subject else None

    deal.refused(
        NotOpenedError, deal.iqvia.as_(capacity), tag, CONTRACT, body(deal), subject=subject
    )
