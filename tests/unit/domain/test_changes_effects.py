"""What a change weighs, who may sign for that, and in which order changes take effect."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.content import amount_of
from ledger.domain.contracts.executing import (
    NotASignatoryError,
)
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.change import (
    AssumptionSet,
    BudgetAddLine,
    BudgetAdjust,
    Impact,
)
from ledger.domain.kinds.contract import (
    ContractConditionMet,
)
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import (
    CHANGE,
    CONTRACT,
    MORE,
    WORDS,
    Deal,
    euros,
)

OTHER = "change/score/2"


def begun() -> Deal:
    """Return a deal with an executed contract."""
    deal = Deal()
    deal.execute()
    return deal


@pytest.fixture
def deal() -> Deal:
    """An executed contract, and no change to it yet."""
    return begun()


SECRET = BudgetAddLine(line="secret", fee="undisclosed", pass_through=euros(1))


@pytest.mark.parametrize(
    ("ops", "amount"),
    [
        ((WORDS,), None),
        ((MORE,), euros(20_000)),
        (
            (MORE, BudgetAdjust(line="start-up", fee=euros(-20_000), pass_through=euros(-1))),
            euros(40_001),
        ),
        ((SECRET,), "undisclosed"),
        ((SECRET, BudgetAdjust(line="start-up", fee="unknown")), "unknown"),
    ],
)
def test_a_change_weighs_what_it_moves(ops: Any, amount: Amount | None) -> None:
    """The sum of the absolute movements, so that up and down do not cancel out."""
    deal = begun()
    fees = [op.fee for op in ops if op is not WORDS]
    fee: Any = (
        "unknown"
        if "unknown" in fees
        else "undisclosed"
        if "undisclosed" in fees
        else euros(sum(each.minor for each in fees))
    )
    passed = sum(op.pass_through.minor for op in ops if getattr(op, "pass_through", None))
    deal.propose(*ops, impact=Impact(days=0, fee=fee, pass_through=euros(passed)))

    assert amount == amount_of(deal.world, StreamName(CHANGE))


def test_elsewhere_only_signatories_sign(deal: Deal) -> None:
    """The parties' own authority is their signatories'."""
    deal.propose()
    manager = deal.enrol("servier", "manager", "programme_manager")
    granted = deal.delegate(manager)

    deal.refused(
        NotASignatoryError,
        *deal.change_signature("servier", manager, under=granted),
        subject=deal.change().drafted,
    )


def order(deal: Deal, on: date | None, op: Any, stream: str) -> Any:
    """Return what to say to draft a change with effect from a day, or upon a condition."""
    rule: dict[str, Any] = (
        {"effective_rule": "condition", "condition": "The approval is there."}
        if on is None
        else {"effective_rule": "stated", "effective_on": on}
    )
    body = deal.change_draft(op, **rule)
    return (deal.servier, "change.drafted.v1", stream, body), {"base": body.base}


SITES = AssumptionSet(name="sites", from_="40", to="60")
MANY = AssumptionSet(name="sites", from_="50", to="70")
FEWER = AssumptionSet(name="sites", from_="60", to="50")


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [
        (date(2021, 6, 1), date(2021, 5, 31), False),
        (date(2021, 6, 1), date(2021, 6, 1), True),
        (date(2021, 6, 1), None, True),
        (None, date(2021, 6, 1), False),
        (None, None, False),
    ],
)
def test_one_item_is_changed_in_the_order_of_its_changes(
    first: date | None, second: date | None, *, allowed: bool
) -> None:
    """A change may not take effect before one in its base that touches the same item."""
    deal = begun()
    said, claims = order(deal, first, SITES, CHANGE)
    deal.say(*said, **claims)
    deal.sign_change()
    said, claims = order(deal, second, FEWER, OTHER)

    if allowed:
        deal.say(*said, **claims)
    else:
        deal.refused(EffectiveOrderError, *said, **claims)
    said, claims = order(deal, date(2021, 1, 1), WORDS, OTHER)
    deal.say(*said, **claims)


def test_the_last_signature_can_come_too_early(deal: Deal) -> None:
    """With the rule of the last signature the order is known when it is given."""
    said, claims = order(deal, date(2021, 1, 17), SITES, CHANGE)
    deal.say(*said, **claims)
    deal.sign_change()
    deal.propose(FEWER, stream=OTHER)
    deal.sign_change("servier", stream=OTHER)

    deal.refused(
        EffectiveOrderError,
        *deal.change_signature("iqvia", stream=OTHER),
        subject=deal.change(OTHER).drafted,
    )
    deal.advance(days=31)
    deal.sign_change("iqvia", stream=OTHER)
    assert deal.change(OTHER).phase == "executed"


def test_a_condition_of_a_change_is_met_in_order(deal: Deal) -> None:
    """Not before a change in its base of the same item takes effect."""
    deal.amend()
    deal.advance(days=30)
    for stream, on, op in ((OTHER, date(2020, 12, 20), SITES), ("change/score/3", None, FEWER)):
        said, claims = order(deal, on, op, stream)
        deal.say(*said, **claims)
        deal.sign_change(stream=stream, reason="It was agreed before.")
    version = deal.contract().version

    def met(on: date) -> tuple[Any, ...]:
        return deal.servier, "contract.condition_met.v1", CONTRACT, ContractConditionMet(on=on)

    deal.refused(EffectiveOrderError, *met(date(2020, 12, 19)), subject=version)
    deal.endorse(deal.iqvia, CONTRACT, deal.say(*met(date(2020, 12, 20)), subject=version))
    said, claims = order(deal, date(2020, 12, 19), MANY, "change/score/4")
    deal.refused(EffectiveOrderError, *said, **claims)
    said, claims = order(deal, date(2020, 12, 20), MANY, "change/score/4")
    deal.say(*said, **claims)
