"""What falls due upon a trigger is released once, by whoever pays it, in the very amount."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.common import AudienceGapError
from ledger.domain.contracts.amounts import part_of
from ledger.domain.contracts.dated import FutureDayError, NotInEffectError
from ledger.domain.contracts.payments import (
    PayerError,
    PaymentAmountError,
    PaymentMilestoneError,
    PaymentOnceError,
)
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.change import PaymentSet
from ledger.domain.kinds.contract import BudgetLine, Payment
from ledger.domain.kinds.duty import PaymentReleased
from ledger.domain.kinds.lifecycle import ContractResumed, ContractTerminated
from ledger.domain.kinds.milestone import (
    MilestoneAccepted,
    MilestoneBaselined,
    MilestoneClaimed,
    When,
)
from ledger.domain.world import UnknownStreamError
from tests.unit.domain.agreement import CONTRACT, MORE, Deal, boardless, euros, impact
from tests.unit.domain.alliance import MILESTONE, PARTNERSHIP, formation, proposal

RELEASED = "payment.released.v1"
TODAY = date(2020, 12, 17)


def payment(of: Any = "fee", **members: Any) -> Payment:
    """Return a payment upon signature."""
    return Payment(trigger="signature", of=of, **members)


def executed(*payments: Payment, **members: Any) -> Deal:
    """Return an executed contract with these payments; 15 per cent of the fee unless said."""
    deal = Deal()
    deal.execute(boardless(payments=payments or (payment(percent="15"),), **members))
    return deal


def release(minor: Any = 15_000, of: Any = "fee", **members: Any) -> PaymentReleased:
    """Return the body that releases it."""
    amount: Amount = euros(minor) if isinstance(minor, int) else minor
    filled: dict[str, Any] = {"trigger": "signature", "of": of, "amount": amount, "on": TODAY}
    return PaymentReleased(**{**filled, **members})


def say(deal: Deal, body: PaymentReleased, party: str = "servier") -> None:
    """Release it."""
    deal.say(deal.signatories[party].as_("programme_manager"), RELEASED, CONTRACT, body)


def refused(deal: Deal, error: Any, body: PaymentReleased, party: str = "servier") -> Any:
    """Show that it is refused."""
    return deal.refused(error, deal.signatories[party], RELEASED, CONTRACT, body)


SECRET = (BudgetLine(line="a", fee="undisclosed", pass_through=euros(5)),)
UNKNOWN = (BudgetLine(line="a", fee="unknown", pass_through="undisclosed"),)


@pytest.mark.parametrize(
    ("term", "members", "amount"),
    [
        (payment(percent="15"), {}, euros(15_000)),
        (payment("pass_through", percent="15"), {}, euros(2_250)),
        (payment("total", percent="12.5"), {}, euros(14_375)),
        (payment("total", percent="0.0004"), {}, euros(0)),
        (payment("total", percent="0.0005"), {}, euros(1)),
        (payment(percent="33.333333"), {}, euros(33_333)),
        (payment(percent="33.333333", rounded_to=100), {}, euros(33_300)),
        (payment(percent="33.35", rounded_to=100), {}, euros(33_400)),
        (payment(percent="0"), {}, euros(0)),
        (payment(amount=euros(7)), {}, euros(7)),
        (payment(amount="undisclosed"), {}, "undisclosed"),
        (payment(percent="15"), {"budget": SECRET}, "undisclosed"),
        (payment("total", percent="15"), {"budget": SECRET}, "undisclosed"),
        (payment("pass_through", percent="20"), {"budget": SECRET}, euros(1)),
        (payment("total", percent="15"), {"budget": UNKNOWN}, "unknown"),
    ],
)
def test_a_payment_is_released_in_the_amount_that_it_comes_to(
    term: Payment, members: dict[str, Any], amount: Any
) -> None:
    """Exactly counted, rounded half up; what is not known is said to be so, and never a number."""
    deal = executed(term, **members)
    others = (euros(123_456), "undisclosed", "unknown", Money(minor=7, currency="USD"))
    for other in others:
        if other != amount:
            refused(deal, PaymentAmountError, release(other, term.of))
    say(deal, release(amount, term.of))
    (found,) = deal.contract().released.values()

    assert (found.amount, found.on, found.place.digest) == (
        amount,
        TODAY,
        deal.acts(RELEASED)[0].digest,
    )


@given(
    minor=st.integers(0, 10**15),
    percent=st.decimals(0, 100, places=6).map(lambda each: f"{each:.6f}"),
    rounded_to=st.integers(1, 10_000),
)
def test_a_share_is_rounded_half_up(minor: int, percent: str, rounded_to: int) -> None:
    """A multiple of what it is rounded to, never further away than half of that."""
    share = part_of(euros(minor), percent, rounded_to)
    assert isinstance(share, Money)
    off = share.minor - Fraction(percent) / 100 * minor

    assert share.minor % rounded_to == 0
    assert -Fraction(rounded_to, 2) < off <= Fraction(rounded_to, 2)


def test_a_payment_is_released_once() -> None:
    """Also by another person, for another day, and after a change of its amount (rule 11)."""
    deal = executed()
    say(deal, release())
    first = deal.acts(RELEASED)[0].digest
    other = PaymentSet(trigger="signature", of="fee", percent="20")
    deal.amend(other)

    for body in (release(), release(20_000)):
        assert refused(deal, PaymentOnceError, body).facts["statement"] == first
    assert len(deal.acts(RELEASED)) == 1


def test_payments_of_one_trigger_are_told_apart_by_their_sum() -> None:
    """The fee upon signature is one, the pass-through another."""
    deal = executed(payment(percent="15"), payment("pass_through", percent="100"))
    say(deal, release())
    say(deal, release(15_000, "pass_through"))

    assert set(deal.contract().released) == {("signature", "fee"), ("signature", "pass_through")}


@pytest.mark.parametrize(
    "members", [{"trigger": "Signature"}, {"trigger": "last patient"}, {"of": "total"}]
)
def test_what_the_text_does_not_have_is_not_released(members: dict[str, Any]) -> None:
    """A trigger is matched whole, with its sum."""
    refused(executed(), ItemUnknownError, release(**members))


def test_the_text_of_that_day_counts() -> None:
    """Before a change takes effect the old sum is due, then the new one."""
    deal = executed()
    deal.amend(
        MORE, impact=impact(fee=20_000), effective_rule="stated", effective_on=date(2021, 1, 1)
    )
    deal.advance(days=30)
    early, late = date(2020, 12, 31), date(2021, 1, 1)
    refused(deal, PaymentAmountError, release(15_000, on=late))
    refused(deal, PaymentAmountError, release(18_000, on=early))
    say(deal, release(18_000, on=late))

    assert deal.contract().released["signature", "fee"].on == late


@pytest.mark.parametrize(
    ("payer", "parties", "may"),
    [
        (None, ("servier", "iqvia", "tech"), {"servier"}),
        (None, ("iqvia", "tech"), {"iqvia", "tech"}),
        ("iqvia", ("servier", "iqvia"), {"iqvia"}),
    ],
)
def test_whoever_pays_releases(payer: str | None, parties: tuple[str, ...], may: set[str]) -> None:
    """The payer that the text names; else the sponsors; else any of the parties."""
    for party in parties:
        deal = Deal()
        body = boardless(
            parties=parties,
            payments=(payment(percent="15", payer=payer),),
            termination=(),
            obligations=(),
            responsibilities=(),
        )
        drafter = deal.signatories[parties[0]]
        deal.say(drafter, "contract.drafted.v1", CONTRACT, body)
        deal.agree()
        deal.sign_for()
        if party in may:
            say(deal, release(), party)
        else:
            refused(deal, PayerError, release(), party)

        assert len(deal.acts(RELEASED)) == (party in may)


def test_nothing_is_released_for_a_day_on_which_the_contract_is_not_in_effect() -> None:
    """Neither before it takes effect nor in the future, nor after its last day."""
    deal = executed(effective_rule="stated", effective_on=date(2021, 1, 1))
    refused(deal, NotInEffectError, release())
    refused(deal, FutureDayError, release(on=date(2021, 1, 1)))
    deal.advance(days=900)
    refused(deal, NotInEffectError, release(on=date(2020, 12, 31)))
    refused(deal, NotInEffectError, release(on=date(2023, 1, 1)))
    say(deal, release(on=date(2022, 12, 31)))

    assert deal.contract().phase == "expired"


def test_nothing_is_released_while_a_contract_rests() -> None:
    """Not today, nor afterwards for a day of rest; what was due before is, afterwards."""
    deal = executed()
    deal.advance(days=10)
    suspended = deal.suspend(date(2020, 12, 28))
    deal.advance(days=2)
    for day in (date(2020, 12, 28), date(2020, 12, 20)):
        refused(deal, NotInEffectError, release(on=day))
    resumed = ContractResumed(on=date(2021, 1, 10))
    act = deal.say(deal.servier, "contract.resumed.v1", CONTRACT, resumed, subject=suspended.digest)
    deal.endorse(deal.iqvia, CONTRACT, act)
    refused(deal, NotInEffectError, release(on=date(2020, 12, 20)))
    deal.advance(days=12)
    refused(deal, NotInEffectError, release(on=date(2021, 1, 9)))
    say(deal, release(on=date(2020, 12, 20)))

    assert len(deal.contract().released) == 1


def test_a_suspension_to_come_holds_nothing_back() -> None:
    """It rests from its day on."""
    deal = executed()
    deal.suspend(date(2020, 12, 18))
    say(deal, release())

    assert len(deal.contract().released) == 1


def test_the_last_payment_is_released_after_a_termination() -> None:
    """For a day on which the contract still applied."""
    deal = executed()
    notice = deal.notice("safety")
    ended = ContractTerminated(on=date(2020, 12, 20))
    deal.say(deal.servier, "contract.terminated.v1", CONTRACT, ended, subject=notice.digest)
    deal.advance(days=10)
    refused(deal, NotInEffectError, release(on=date(2020, 12, 21)))
    say(deal, release(on=date(2020, 12, 20)))

    assert deal.contract().phase == "terminated"


def with_milestone(
    *, contract: str | None = CONTRACT, on: date = TODAY, achieved: bool = True
) -> Deal:
    """Return a contract of yesterday, and a milestone that is claimed for a day, and accepted."""
    deal = executed()
    deal.execute(stream="contract/other")
    deal.advance(days=1)
    partnership = deal.say(
        deal.servier, "partnership.formed.v1", PARTNERSHIP, formation(contracts=(CONTRACT,))
    )
    deal.endorse(deal.iqvia, PARTNERSHIP, partnership)
    manager = deal.iqvia.as_("programme_manager")
    deal.say(manager, "milestone.proposed.v1", MILESTONE, proposal(contract=contract))
    baseline = MilestoneBaselined(on=When(on=date(2021, 3, 31)), version=1)
    act = deal.say(manager, "milestone.baselined.v1", MILESTONE, baseline)
    deal.endorse(deal.servier, MILESTONE, act)
    claim = deal.say(manager, "milestone.claimed.v1", MILESTONE, MilestoneClaimed(on=on))
    for voice in (deal.iqvia, deal.servier) if achieved else ():
        deal.say(
            voice,
            "milestone.accepted.v1",
            MILESTONE,
            MilestoneAccepted(),
            subject=claim.digest,
        )
    return deal


def test_a_payment_names_the_milestone_that_it_waited_for() -> None:
    """Achieved, of this contract, by that day."""
    deal = with_milestone()
    say(deal, release(milestone=MILESTONE))

    assert deal.contract().released["signature", "fee"].milestone == MILESTONE


def test_a_milestone_is_never_matched_by_its_name() -> None:
    """Whoever does not name it releases without it."""
    deal = with_milestone(achieved=False)
    say(deal, release())

    assert deal.contract().released["signature", "fee"].milestone is None


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"achieved": False}, "is claimed, not achieved"),
        ({"contract": None}, "is a milestone of no contract, not of contract/score"),
        ({"contract": "contract/other"}, "is a milestone of contract/other, not of contract/score"),
        ({"on": date(2020, 12, 18)}, "was achieved on 2020-12-18, after 2020-12-17"),
    ],
)
def test_another_milestone_will_not_do(members: dict[str, Any], problem: str) -> None:
    """One that is not achieved yet, or later, or was proposed for something else."""
    deal = with_milestone(**members)

    error = refused(deal, PaymentMilestoneError, release(milestone=MILESTONE))

    assert error.facts == {"milestone": MILESTONE, "problem": problem}


def test_a_milestone_that_is_not_there_is_not_relied_on() -> None:
    """Nor is any other stream taken for one."""
    deal = with_milestone()

    for other in ("milestone/score/ghost", "contract/other"):
        refused(deal, UnknownStreamError, release(milestone=other))


def test_who_reads_a_payment_reads_its_milestone() -> None:
    """A reader of the contract alone could not see what the payment waited for."""
    deal = with_milestone()
    deal.execute(boardless(readers=("tech",)), stream="contract/open")

    deal.refused(
        AudienceGapError,
        deal.servier,
        RELEASED,
        "contract/open",
        release(on=date(2020, 12, 18), milestone=MILESTONE),
    )
