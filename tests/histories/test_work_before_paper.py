"""Work that was let begin before its change order was signed, which then looks back."""

from datetime import date, timedelta

import pytest

from ledger.domain.contracts.questions.cover import covered
from ledger.domain.contracts.questions.spans import Span
from ledger.domain.contracts.signing import RetroactiveError
from ledger.domain.kinds.change import BudgetAdjust, ChangeExecuted
from ledger.domain.kinds.contract import BudgetLine, ContractTerm
from ledger.evidence.statement import StreamName
from tests.histories.told import Pair, contract, money, moves
from tests.unit.domain.agreement import CHANGE

# What is expected: a term of work from 1 March, under a contract in effect from 1 April.
# Work is let begin from 10 March to 9 April; the order is meant for 5 April, signed later.
BEGUN, IN_EFFECT, LAST = date(2021, 3, 1), date(2021, 4, 1), date(2022, 2, 28)
STARTED, EXPIRES, MEANT = date(2021, 3, 10), date(2021, 4, 9), date(2021, 4, 5)
CAP = money(60_000_00, "USD")
GAP, GAP_DAYS = Span(BEGUN, date(2021, 3, 9)), 9
LET = Span(STARTED, date(2021, 3, 31))
BEFORE, AFTER = money(620_000_00, "USD"), money(705_000_00, "USD")
WHY = "The sites were opened under the authorisation."
# The day the last signature comes, and what ended the authorisation on which day.
SIGNED = [
    (date(2021, 4, 7), "executed", date(2021, 4, 7)),
    (date(2021, 4, 12), "lapsed", EXPIRES),
]


def let_begin() -> Pair:
    """Return both companies with a drafted order, on which work is let begin."""
    pair = Pair.of("sponsor", "cro", BEGUN)
    line = BudgetLine(
        line="study", fee=money(500_000_00, "USD"), pass_through=money(120_000_00, "USD")
    )
    pair.execute(
        contract(
            "sponsor",
            "cro",
            budget=(line,),
            term=ContractTerm(from_=BEGUN, to=LAST),
            effective_rule="stated",
            effective_on=IN_EFFECT,
            currency="USD",
            tz="UTC",
        )
    )
    pair.turn_to(date(2021, 3, 8))
    op = BudgetAdjust(
        line="study", fee=money(80_000_00, "USD"), pass_through=money(5_000_00, "USD")
    )
    pair.propose(
        op,
        change_kind="change_order",
        impact=moves("USD", 80_000_00, 5_000_00),
        effective_rule="stated",
        effective_on=MEANT,
    )
    pair.let_begin(cap=CAP, from_=STARTED, until=EXPIRES, tz="UTC")
    return pair


def test_the_cap_and_the_expiry_are_shown_and_the_days_before_are_a_gap() -> None:
    """Nine days that nothing covers, then the authorisation, then the contract itself."""
    pair = let_begin()
    (start,) = pair.change().starts
    assert (start.cap, start.from_, start.until, start.why) == (CAP, STARTED, EXPIRES, None)

    found = covered(pair.world, pair.contract(), others=(), changes=(StreamName(CHANGE),))
    assert found is not None
    (gap,) = found.gaps
    assert (gap.span, [cause.why for cause in gap.causes]) == (GAP, ["before_effect"])
    assert found.uncovered_by(LAST) == GAP_DAYS
    assert [(each.span, [cover.by for cover in each.covers]) for each in found.covered] == [
        (LET, ["start_work"]),
        (Span(IN_EFFECT, LAST), []),
    ]


@pytest.mark.parametrize(("day", "why", "until"), SIGNED)
def test_an_order_that_looks_back_says_why(day: date, why: str, until: date) -> None:
    """Without a reason it is refused; with one it applies from the day that was meant."""
    pair = let_begin()
    pair.turn_to(day)
    pair.sign_change("sponsor")
    known = pair.world.size - 1
    drafted = pair.change().drafted
    pair.refused(RetroactiveError, *pair.change_signature("cro"), subject=drafted)
    pair.sign_change("cro", reason=WHY)

    (start,) = pair.change().starts
    assert (start.why, start.until, start.cap) == (why, until, CAP)
    assert pair.copy(MEANT - timedelta(days=1)).total.amount == BEFORE
    assert pair.copy(MEANT).total.amount == AFTER
    assert pair.copy(MEANT, known).total.amount == BEFORE
    assert pair.copy(MEANT, pair.world.size - 1).total.amount == AFTER
    (act,) = pair.acts("change.executed.v1")
    assert isinstance(act.body, ChangeExecuted)
    assert (act.body.effective_on, act.body.executed_on) == (MEANT, day)
    assert (act.body.retroactive, act.body.effective_reason) == (True, WHY)


def test_an_order_signed_on_the_day_that_was_meant_needs_no_reason() -> None:
    """It does not look back."""
    pair = let_begin()
    pair.turn_to(MEANT)
    pair.sign_change()

    (act,) = pair.acts("change.executed.v1")
    assert isinstance(act.body, ChangeExecuted)
    assert (act.body.retroactive, act.body.effective_reason) == (False, None)
