"""Two dozen change orders on one budget, and a budget that is replaced: actual and projected."""

from datetime import date, timedelta
from itertools import accumulate

import pytest

from ledger.domain.contracts.operations import FiguresStaleError
from ledger.domain.kinds.change import BudgetAdjust, BudgetSetLine, LineFigures, Op
from ledger.domain.kinds.contract import BudgetLine, ContractTerm
from tests.histories.told import Pair, contract, money, moves
from tests.unit.domain.agreement import CHANGE

BEGUN = date(2021, 1, 4)
# Fee and pass-through in cents, by change order: up, down, one without money's net effect.
ORDERS = (
    (12_500_00, 1_000_00),
    (-3_000_00, 0),
    (48_210_55, 9_999_45),
    (1, 0),
    (0, 2_500_00),
    (7_777_77, -500_00),
    (-1, 1),
    (100_000_00, 25_000_00),
    (-20_000_00, -5_000_00),
    (3_333_33, 0),
    (3_333_33, 0),
    (3_333_34, 0),
    (0, -1_000_00),
    (65_432_10, 12_345_67),
    (-50_000_00, 50_000_00),
    (250_00, 0),
    (9_900_00, 99_00),
    (-9_900_00, -99_00),
    (18_000_00, 4_400_00),
    (0, 1),
    (5_05, 5_05),
    (-75_000_00, -20_000_00),
    (42_000_00, 0),
    (1_234_56, 6_543_21),
)
FIRST = BudgetLine(
    line="study", fee=money(500_000_00, "USD"), pass_through=money(120_000_00, "USD")
)
TOTALS = tuple(accumulate((620_000_00, *(fee + passed for fee, passed in ORDERS))))


def begun(*lines: BudgetLine) -> Pair:
    """Return both companies with a budget."""
    pair = Pair.of("sponsor", "cro", BEGUN)
    term = ContractTerm(from_=BEGUN, to=date(2026, 1, 3))
    pair.execute(contract("sponsor", "cro", budget=lines, term=term, currency="USD", tz="UTC"))
    return pair


def test_a_stack_of_change_orders_has_a_running_total() -> None:
    """After each, and later for each day before and on which one took effect, and as known."""
    pair = begun(FIRST)
    sizes, days = [], []
    for number, (fee, passed) in enumerate(ORDERS, start=1):
        pair.turn_to(BEGUN + timedelta(days=30 * number))
        op = BudgetAdjust(line="study", fee=money(fee, "USD"), pass_through=money(passed, "USD"))
        stream = f"change/score/{number}"
        order = moves("USD", fee, passed)
        pair.amend(op, stream=stream, change_kind="change_order", impact=order)
        days.append(pair.now.date())
        sizes.append(pair.world.size - 1)

        copy = pair.copy(days[-1])
        assert copy.total.amount == money(TOTALS[number], "USD")
        assert len(copy.applied) == number

    for number, (day, size) in enumerate(zip(days, sizes, strict=True), start=1):
        eve, end = day - timedelta(days=1), date(2025, 1, 1)
        assert pair.copy(eve).total.amount == money(TOTALS[number - 1], "USD")
        assert pair.copy(day).total.amount == money(TOTALS[number], "USD")
        assert pair.copy(end, size).total.amount == money(TOTALS[number], "USD")
        assert len(pair.copy(end, size).budget[0].earlier) == number
    assert len(ORDERS) == 24


def figures(fee: int, passed: int) -> LineFigures:
    """Return what a line comes to, in dollars."""
    return LineFigures(fee=money(fee * 100, "USD"), pass_through=money(passed * 100, "USD"))


def line(name: str, fee: int, passed: int) -> BudgetLine:
    """Return a line, in dollars."""
    found = figures(fee, passed)
    return BudgetLine(line=name, fee=found.fee, pass_through=found.pass_through)


PLANNED = (
    line("start-up", 80_000, 5_000),
    line("monitoring", 300_000, 60_000),
    line("training", 9_000, 0),
)
# Amended and replaced: start-up is over, monitoring is split at the day, training was dropped.
REPLACED: tuple[Op, ...] = (
    BudgetSetLine(
        line="start-up", from_=figures(80_000, 5_000), to=figures(91_500, 4_200), basis="actual"
    ),
    BudgetSetLine(
        line="monitoring",
        from_=figures(300_000, 60_000),
        to=figures(140_000, 31_000),
        title="Monitoring until 30 June",
        basis="actual",
    ),
    BudgetSetLine(
        line="monitoring-on",
        to=figures(210_000, 44_000),
        title="Monitoring from 1 July",
        basis="projected",
    ),
    BudgetSetLine(line="training", from_=figures(9_000, 0)),
)


def test_a_budget_is_replaced_with_actual_and_projected_figures() -> None:
    """Each line says what its figures are of; the net of all moves is the change's impact."""
    pair = begun(*PLANNED)
    pair.turn_to(date(2021, 7, 1))
    impact = moves("USD", (441_500 - 389_000) * 100, (79_200 - 65_000) * 100)
    pair.amend(*REPLACED, change_kind="amendment", impact=impact)
    before, after = pair.copy(date(2021, 6, 30)), pair.copy(date(2021, 7, 1))

    assert [part.value.basis for part in before.budget] == [None, None, None]
    assert {part.value.line: part.value.basis for part in after.budget} == {
        "start-up": "actual",
        "monitoring": "actual",
        "monitoring-on": "projected",
    }
    assert before.total.amount == money(454_000_00, "USD")
    assert after.total.amount == money(520_700_00, "USD")


@pytest.mark.parametrize("was", [None, figures(80_000, 5_001), figures(79_999, 5_000)])
def test_figures_replace_those_that_stand_there(was: LineFigures | None) -> None:
    """A replacement that was drawn up from other figures is refused."""
    pair = begun(*PLANNED)
    stale = BudgetSetLine(line="start-up", from_=was, to=figures(91_500, 4_200), basis="actual")
    body = pair.change_draft(stale, impact=moves("USD"))

    pair.refused(FiguresStaleError, pair.servier, "change.drafted.v1", CHANGE, body, base=body.base)
