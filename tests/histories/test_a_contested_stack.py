"""A work order whose changes get in each other's way: stale, earlier than another, taken back.

With money that is undisclosed, unknown and none, an earlier payment that counts,
and percentages that are cut anew.
"""

from datetime import date
from typing import Any

import pytest

from ledger.domain.contracts.amounts import Total
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.contracts.proposing import BaseStaleError
from ledger.domain.contracts.summing import PercentError
from ledger.domain.contracts.texts import CurrencyError
from ledger.domain.kinds.change import (
    BudgetAddLine,
    BudgetAdjust,
    BudgetSetLine,
    ChangeWithdrawn,
    ClauseDelete,
    ClauseReplace,
    CreditSet,
    Impact,
    LineFigures,
    PaymentSet,
)
from ledger.domain.kinds.contract import BudgetLine, Clause, ContractTerm, Credit, Payment
from ledger.domain.world import Act
from tests.histories.told import Pair, contract, money, moves

BEGUN, SPRING, SUMMER = date(2021, 1, 4), date(2021, 3, 1), date(2021, 7, 1)
MAY, JUNE = date(2021, 5, 1), date(2021, 6, 1)


def usd(dollars: int) -> Any:
    """Return whole dollars."""
    return money(dollars * 100, "USD")


class Stack(Pair):
    """Two companies, and changes by their numbers."""

    def put(self, number: int, *ops: Any, **members: Any) -> Act:
        """Draft a change order."""
        filled = {"change_kind": "change_order", "impact": moves("USD"), **members}
        return self.propose(*ops, stream=f"change/score/{number}", **filled)

    def make(self, number: int, *ops: Any, **members: Any) -> None:
        """Draft a change order and sign it for both."""
        self.put(number, *ops, **members)
        self.sign_change(stream=f"change/score/{number}")

    def not_put(self, error: Any, *ops: Any, **members: Any) -> None:
        """Show that a change order is refused by name, and nothing is recorded."""
        filled = {"change_kind": "change_order", "impact": moves("USD"), **members}
        body = self.change_draft(*ops, **filled)
        claims = {"base": body.base}
        self.refused(error, self.servier, "change.drafted.v1", "change/score/99", body, **claims)


def begun() -> Stack:
    """Return both companies under a work order."""
    stack = Stack.of("sponsor", "cro", BEGUN)
    assert isinstance(stack, Stack)
    lines = (
        BudgetLine(line="start-up", fee=usd(80_000), pass_through=usd(5_000)),
        BudgetLine(line="monitoring", fee=usd(300_000), pass_through="unknown"),
        BudgetLine(line="data", fee="undisclosed", pass_through=usd(0)),
    )
    shares = (("signature", "15"), ("end", "85"))
    stack.execute(
        contract(
            "sponsor",
            "cro",
            budget=lines,
            currency="USD",
            tz="UTC",
            term=ContractTerm(from_=BEGUN, to=date(2024, 1, 3)),
            clauses=(
                Clause(id="scope", number="1", heading="Scope", text="40 sites."),
                Clause(id="fees", number="2", heading="Fees", text="As in the budget."),
            ),
            credits=(Credit(title="Start-up agreement", amount=usd(20_000)),),
            payments=tuple(Payment(trigger=on, of="fee", percent=share) for on, share in shares),
            payments_complete=True,
        )
    )
    return stack


def told() -> Stack:
    """Return the whole history, refusals and all."""
    stack = begun()
    stack.turn_to(SPRING)
    _contested(stack)
    _money(stack)
    stack.turn_to(SUMMER)
    _replaced_and_taken_back(stack)
    return stack


def _contested(stack: Stack) -> None:
    """Change one clause twice, from one version: whoever is second drafts again."""
    stack.put(1, ClauseReplace(id="scope", text="50 sites."))
    stack.put(2, ClauseReplace(id="scope", text="60 sites."))
    stack.sign_change(stream="change/score/1")
    signing = stack.change_signature("sponsor", stream="change/score/2")
    drafted = stack.change("change/score/2").drafted
    stack.refused(BaseStaleError, *signing, subject=drafted)
    in_june: dict[str, Any] = {"effective_rule": "stated", "effective_on": JUNE}
    stack.make(2, ClauseReplace(id="scope", text="60 sites."), **in_june)
    in_may = {**in_june, "effective_on": MAY}
    stack.not_put(EffectiveOrderError, ClauseReplace(id="scope", text="55 sites."), **in_may)
    more = BudgetAdjust(line="start-up", fee=usd(1_000))
    stack.make(3, more, impact=moves("USD", 1_000_00), **in_may)


def _money(stack: Stack) -> None:
    """Move what is not told, set a credit, cut percentages anew; nothing becomes zero."""
    stack.make(4, BudgetAdjust(line="data", fee=usd(5_000)), impact=moves("USD", 5_000_00))
    hidden = Impact(fee=usd(0), pass_through="undisclosed", days=0)
    stack.make(5, BudgetAdjust(line="monitoring", pass_through="undisclosed"), impact=hidden)
    stack.make(6, CreditSet(title="Start-up agreement", amount=usd(25_000)))
    raised = PaymentSet(trigger="signature", of="fee", percent="20")
    stack.not_put(PercentError, raised)
    stack.make(7, raised, PaymentSet(trigger="end", of="fee", percent="80"))
    euros = BudgetAdjust(line="start-up", fee=money(1, "EUR"))
    stack.not_put(CurrencyError, euros, impact=moves("EUR", 1))


def _replaced_and_taken_back(stack: Stack) -> None:
    """Put actual figures in a line's place, take two changes back, give one up."""
    actual = BudgetSetLine(
        line="start-up",
        from_=LineFigures(fee=usd(81_000), pass_through=usd(5_000)),
        to=LineFigures(fee=usd(79_500), pass_through=usd(4_100)),
        basis="actual",
    )
    stack.make(8, actual, impact=moves("USD", -1_500_00, -900_00))
    less = BudgetAdjust(line="start-up", fee=usd(-1_000))
    stack.make(9, less, impact=moves("USD", -1_000_00), reverses="change/score/3")
    stack.make(10, ClauseReplace(id="scope", text="50 sites."), reverses="change/score/2")
    stack.put(11, ClauseDelete(id="fees"))
    stack.say(stack.servier, "change.withdrawn.v1", "change/score/11", ChangeWithdrawn())
    back: dict[str, Any] = {"effective_rule": "stated", "effective_on": date(2021, 6, 15)}
    why = {"effective_reason": "Agreed in June."}
    again = BudgetAdjust(line="start-up", fee=usd(10))
    stack.not_put(EffectiveOrderError, again, impact=moves("USD", 10_00), **back, **why)
    extra = BudgetAddLine(line="extra", fee=usd(7), pass_through=usd(0))
    stack.make(12, extra, impact=moves("USD", 7_00), **back, **why)


@pytest.fixture(scope="module")
def stack() -> Stack:
    """The whole history, told once."""
    return told()


def total(known: int, undisclosed: int, unknown: int) -> Total:
    """Return a sum of whole dollars beside what is not told."""
    return Total(known=usd(known), undisclosed=undisclosed, unknown=unknown)


@pytest.mark.parametrize(
    ("on", "scope", "fee", "passed"),
    [
        (BEGUN, "40 sites.", total(380_000, 1, 0), total(5_000, 0, 1)),
        (SPRING, "50 sites.", total(380_000, 1, 0), total(5_000, 0, 1)),
        (MAY, "50 sites.", total(381_000, 1, 0), total(5_000, 0, 1)),
        (JUNE, "60 sites.", total(381_000, 1, 0), total(5_000, 0, 1)),
        (date(2021, 6, 15), "60 sites.", total(381_007, 1, 0), total(5_000, 0, 1)),
        (SUMMER, "50 sites.", total(378_507, 1, 0), total(4_100, 0, 1)),
    ],
)
def test_each_day_has_its_words_and_its_sums(
    stack: Stack, on: date, scope: str, fee: Total, passed: Total
) -> None:
    """In the order of effect, not of execution; what is not told stays beside what is."""
    copy = stack.copy(on)

    assert copy.clauses[0].value.text == scope
    assert (copy.fee, copy.pass_through) == (fee, passed)


def test_the_total_is_the_sum_of_the_lines_on_every_day_as_known_at_every_entry(
    stack: Stack,
) -> None:
    """Whatever came in between."""
    first = stack.acts("contract.executed.v1")[0].leaf_index
    for known in range(first, stack.world.size):
        for on in (BEGUN, SPRING, MAY, JUNE, date(2021, 6, 15), SUMMER):
            copy = stack.copy(on, known)
            told = [part.value.fee for part in copy.budget]
            hidden = sum(each == "undisclosed" for each in told)
            dollars = sum(each.minor for each in told if not isinstance(each, str))
            assert copy.fee == Total(known=money(dollars, "USD"), undisclosed=hidden, unknown=0)


@pytest.mark.parametrize(
    ("number", "phase"),
    [
        *((number, "executed") for number in (1, 4, 5, 6, 7, 8, 9, 10, 12)),
        *((number, "reversed") for number in (2, 3)),
        (11, "withdrawn"),
    ],
)
def test_each_change_is_what_became_of_it(stack: Stack, number: int, phase: str) -> None:
    """Nothing that was refused left a change behind."""
    assert stack.change(f"change/score/{number}").phase == phase
    assert "change/score/99" not in stack.world.streams()
