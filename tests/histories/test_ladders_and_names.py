"""Who may approve how much, and a work order that is known by its number alone."""

from typing import Any

import pytest

from ledger.domain.contracts.questions.references import referred
from ledger.domain.contracts.signing import LimitError
from ledger.domain.kinds.change import BudgetAdjust, SurvivalSet
from ledger.domain.kinds.contract import ChangeAuthority, Reference, ReservedMatter
from tests.unit.domain.agreement import (
    Deal,
    SteeredDeal,
    boardless,
    draft,
    euros,
    impact,
)
from tests.unit.domain.charter_parts import powers, right

LADDER = (
    ChangeAuthority(change_kind="change_order", by="delegates", up_to=euros(25_000_00)),
    ChangeAuthority(change_kind="change_order", by="board/jsc"),
)
KEPT = ReservedMatter(rule="survival", why="It outlives the board.", ops=("survival.set",))


def ladder() -> SteeredDeal:
    """Return a deal with delegates, a board above them, and what only the parties may change."""
    deal = SteeredDeal(**powers(right("budget", euros(10**9))))
    rows: dict[str, Any] = {"change_authority": LADDER, "reserved": (KEPT,)}
    deal.execute(draft(readers=("tech",), **rows))
    return deal


@pytest.mark.parametrize(
    ("ops", "fee", "by"),
    [
        ((), 1, "delegates"),
        ((), 25_000_00, "delegates"),
        ((), 25_000_01, None),
        ((SurvivalSet(clauses=()),), 1, "parties"),
        ((SurvivalSet(clauses=()),), 25_000_01, "parties"),
    ],
)
def test_each_rung_has_its_own_authority(ops: Any, fee: int, by: str | None) -> None:
    """To the cent; above the delegates a change waits for the board."""
    deal = ladder()
    money = BudgetAdjust(line="monitoring", fee=euros(fee))
    deal.propose(money, *ops, change_kind="change_order", impact=impact(fee=fee))
    authority = deal.change().authority

    assert (None if authority is None else authority.by) == by


@pytest.mark.parametrize(("fee", "may"), [(10_000_00, True), (10_000_01, False)])
def test_a_delegate_signs_up_to_the_delegation(fee: int, *, may: bool) -> None:
    """The contract's bound is one thing, what their company lets them sign another."""
    deal = ladder()
    manager = deal.enrol("servier", "manager", "programme_manager")
    granted = deal.delegate(manager, euros(10_000_00))
    money = BudgetAdjust(line="monitoring", fee=euros(fee))
    deal.propose(money, change_kind="change_order", impact=impact(fee=fee))
    said = deal.change_signature("servier", manager, under=granted)

    if not may:
        deal.refused(LimitError, *said, subject=deal.change().drafted)
        return
    deal.say(*said, subject=deal.change().drafted)
    deal.sign_change("iqvia")
    assert deal.change().phase == "executed"


def meant(deal: Deal) -> str | None:
    """Return which contract the work order's only reference means."""
    (found,) = referred(deal.world, deal.contract(), ())
    return None if found.resolved is None else found.resolved.contract


def test_a_number_is_never_matched_by_a_title() -> None:
    """It dangles beside a contract of that very title, which came before or comes after it."""
    deal, text = Deal(), "Work Order No. 7"
    deal.execute(boardless(title=text), "contract/wo-7")
    deal.execute(boardless(references=(Reference(text=text, role="related"),)))
    assert meant(deal) is None

    deal.execute(boardless(title=text), "contract/work-order-no-7")
    assert meant(deal) is None


def test_a_number_means_what_the_text_says_it_means() -> None:
    """Whatever the title of that contract is."""
    deal, text = Deal(), "Work Order No. 7"
    deal.execute(boardless(title="Something else"), "contract/other")
    stated = Reference(text=text, role="related", contract="contract/other")
    deal.execute(boardless(references=(stated,)))

    assert meant(deal) == "contract/other"
