"""Lexaria and Novotech, study GLP-1-H24-4: an upfront payment, a credit, and three dates.

Fee and pass-through are figures whose 15 % are those that were published.
"""

from datetime import date, timedelta

import pytest

from ledger.domain.contracts.signing import RetroactiveError
from ledger.domain.contracts.summing import PercentAmountError
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.change import AssumptionSet, BudgetAdjust, ChangeExecuted
from ledger.domain.kinds.contract import (
    Assumption,
    BudgetLine,
    ContractDrafted,
    ContractTerm,
    Credit,
    Payment,
    TerminationGround,
)
from ledger.domain.kinds.lifecycle import ContractNoticeGiven, ContractTerminated
from tests.histories.told import Pair, contract, money, moves
from tests.unit.domain.agreement import CHANGE, CONTRACT

EFFECTIVE = date(2024, 12, 2)
START_UP = "contract/start-up"
FEE, PASSED = money(276_400_000, "AUD"), money(231_866_700, "AUD")
CREDIT = money(25_000_000, "AUD")
DAY = timedelta(days=1)
CHANGED, FIRST, LAST = date(2025, 5, 14), date(2025, 5, 19), date(2025, 5, 21)


def upfront(fee: Amount, passed: Amount) -> tuple[Payment, ...]:
    """Return 15 % of each sum with what it comes to, in whole dollars."""
    return (
        Payment(trigger="signature", of="fee", percent="15", amount=fee, rounded_to=100),
        Payment(
            trigger="signature", of="pass_through", percent="15", amount=passed, rounded_to=100
        ),
    )


PAID = upfront(money(41_460_000, "AUD"), money(34_780_000, "AUD"))


def agreement(payments: tuple[Payment, ...] = PAID) -> ContractDrafted:
    """Return the project agreement."""
    return contract(
        "lexaria",
        "novotech",
        contract_kind="project_agreement",
        title="GLP-1-H24-4",
        budget=(BudgetLine(line="study", fee=FEE, pass_through=PASSED),),
        payments=payments,
        credits=(Credit(title="Start-up agreement", amount=CREDIT, contract=START_UP),),
        assumptions=(Assumption(name="sites", value="4"),),
        term=ContractTerm(from_=EFFECTIVE, to=date(2026, 6, 30)),
        termination=(TerminationGround(ground="convenience", notice_days=90),),
        effective_rule="stated",
        effective_on=EFFECTIVE,
        currency="AUD",
        tz="Australia/Sydney",
    )


def started() -> Pair:
    """Return both companies after their start-up agreement."""
    pair = Pair.of("lexaria", "novotech", date(2024, 10, 1))
    letter = contract(
        "lexaria",
        "novotech",
        contract_kind="start_up",
        title="Start-up agreement",
        budget=(BudgetLine(line="start-up", fee=CREDIT, pass_through=money(0, "AUD")),),
        term=ContractTerm(from_=date(2024, 10, 1), to=date(2024, 12, 1)),
        currency="AUD",
        tz="Australia/Sydney",
    )
    pair.execute(letter, START_UP)
    return pair


def executed() -> Pair:
    """Return them with the project agreement, signed before it applies."""
    pair = started()
    pair.turn_to(date(2024, 11, 28))
    pair.execute(agreement())
    return pair


MORE = (
    AssumptionSet(name="sites", from_="4", to="5"),
    BudgetAdjust(line="study", fee=money(12_000_000, "AUD")),
)


def order(reason: str | None = "Agreed in May, papers followed.") -> Pair:
    """Return them when one has signed change order 1, which looks back, and the other has not."""
    pair = executed()
    pair.turn_to(FIRST)
    pair.propose(
        *MORE,
        change_kind="change_order",
        impact=moves("AUD", 12_000_000),
        effective_rule="stated",
        effective_on=CHANGED,
        effective_reason=reason,
    )
    pair.sign_change("lexaria")
    pair.turn_to(LAST)
    return pair


def test_fifteen_per_cent_are_what_was_published() -> None:
    """About AUD 5.1 million in all, and an earlier payment that counts towards it."""
    copy = executed().copy(EFFECTIVE)

    assert copy.total.amount == money(508_266_700, "AUD")
    assert [part.value.amount for part in copy.payments] == [
        money(41_460_000, "AUD"),
        money(34_780_000, "AUD"),
    ]
    (credit,) = (part.value for part in copy.credits)
    assert (credit.amount, credit.contract) == (CREDIT, START_UP)


@pytest.mark.parametrize(
    ("fee", "passed"),
    [(41_460_100, 34_780_000), (41_459_900, 34_780_000), (41_460_000, 34_780_005)],
)
def test_another_figure_is_refused(fee: int, passed: int) -> None:
    """A dollar more or less, or the cents that were rounded away."""
    pair = started()
    body = agreement(upfront(money(fee, "AUD"), money(passed, "AUD")))

    pair.refused(PercentAmountError, pair.servier, "contract.drafted.v1", CONTRACT, body)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (EFFECTIVE - DAY, "not_yet_effective"),
        (EFFECTIVE, "in_force"),
        (EFFECTIVE + DAY, "in_force"),
    ],
)
def test_it_applies_from_its_stated_day(on: date, status: str) -> None:
    """It was signed some days earlier."""
    assert executed().copy(on).status == status


@pytest.mark.parametrize("party", ["lexaria", "novotech"])
def test_either_ends_it_with_ninety_days(party: str) -> None:
    """The first day on which it can have ended is the ninetieth after notice."""
    pair = executed()
    pair.turn_to(date(2025, 3, 3))
    voice = pair.signatories[party]
    notice = pair.say(
        voice, "contract.notice_given.v1", CONTRACT, ContractNoticeGiven(ground="convenience")
    )
    last = date(2025, 3, 3) + 90 * DAY
    pair.say(
        voice,
        "contract.terminated.v1",
        CONTRACT,
        ContractTerminated(on=last),
        subject=notice.digest,
    )

    assert pair.copy(last).status == "noticed"
    assert pair.copy(last + DAY).status == "terminated"


def test_change_order_one_has_three_dates() -> None:
    """Signed by one, executed with the other's signature, in effect before both."""
    pair = order()
    pair.sign_change("novotech")
    done = pair.change().executed
    first, last = (act.at.date() for act in pair.acts("change.signed.v1"))

    assert isinstance(done, ChangeExecuted)
    assert (first, last, done.executed_on, done.effective_on) == (FIRST, LAST, LAST, CHANGED)
    assert done.retroactive
    assert done.effective_reason == "Agreed in May, papers followed."


def test_a_change_that_looks_back_says_why() -> None:
    """Without a reason the last signature is refused."""
    pair = order(reason=None)
    said = pair.change_signature("novotech")

    pair.refused(RetroactiveError, *said, subject=pair.change().drafted)


@pytest.mark.parametrize(("days", "sites", "fee"), [(-1, "4", 0), (0, "5", 1), (1, "5", 1)])
def test_the_day_before_and_the_day_itself(days: int, sites: str, fee: int) -> None:
    """Schedule and budget change on the stated day; all else stays, by the first text."""
    pair = order()
    pair.sign_change("novotech")
    copy = pair.copy(CHANGED + days * DAY)

    assert [part.value.value for part in copy.assumptions] == [sites]
    assert copy.fee.amount == money(FEE.minor + fee * 12_000_000, "AUD")
    assert copy.pass_through.amount == PASSED
    assert copy.payments[0].provenance.version == pair.contract().executed_at


def test_before_it_was_recorded_nobody_knew_it() -> None:
    """For the same day, what is known before and after the last signature."""
    pair = order()
    size, before = pair.world.size, pair.now - timedelta(hours=1)
    pair.sign_change("novotech")

    for known in (size - 1, before):
        assert pair.copy(CHANGED, known).assumptions[0].value.value == "4"
    for known_since in (None, pair.now):
        assert pair.copy(CHANGED, known_since).assumptions[0].value.value == "5"
    assert pair.change(CHANGE).phase == "executed"
