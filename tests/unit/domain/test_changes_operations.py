"""Ops: each changes exactly what it says, or is refused by name."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.contracts.operations import (
    AssumptionStaleError,
    ClauseSurvivesError,
    apply,
    impact_of,
)
from ledger.domain.contracts.texts import (
    BelowZeroError,
    ContractText,
    CurrencyError,
    IdleOpError,
    ItemTakenError,
    ItemUnknownError,
    NotAPartyError,
    PaymentFormError,
    PeriodError,
    clause_order,
)
from ledger.domain.contracts.trying import tried
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import (
    AssumptionSet,
    BudgetAddLine,
    BudgetAdjust,
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    Impact,
    ObligationRemove,
    ObligationSet,
    Op,
    PartyRename,
    PaymentSet,
    ResponsibilitySet,
    TermSet,
)
from ledger.domain.kinds.contract import (
    BudgetLine,
    Clause,
    ContractTerm,
    Obligation,
    Payment,
    Responsibility,
)
from ledger.errors import RefusedError
from tests.unit.domain.agreement import euros, impact, terms

DOLLARS = Money(minor=1, currency="USD")
TERM = ContractTerm(from_=date(2021, 1, 1), to=date(2023, 1, 31))


def text() -> ContractText:
    """Return the small contract's text."""
    return ContractText.of(terms())


APPLIED: dict[str, tuple[Op, tuple[str, ...], str, Any, Any]] = {
    "clause.add": (
        ClauseAdd(id="law", number="3", heading="Law", text="French."),
        ("clause/law", "number/3", "survival/law"),
        "clauses",
        "law",
        Clause(id="law", number="3", heading="Law", text="French."),
    ),
    "clause.replace": (
        ClauseReplace(id="scope", text="Sixty sites."),
        ("clause/scope",),
        "clauses",
        "scope",
        Clause(id="scope", number="1", heading="Scope", text="Sixty sites."),
    ),
    "clause.replace with a heading": (
        ClauseReplace(id="scope", heading="Sites", text="Sixty."),
        ("clause/scope",),
        "clauses",
        "scope",
        Clause(id="scope", number="1", heading="Sites", text="Sixty."),
    ),
    "clause.delete": (
        ClauseDelete(id="fees"),
        ("clause/fees", "number/2", "survival/fees"),
        "clauses",
        "fees",
        None,
    ),
    "clause.renumber": (
        ClauseRenumber(id="fees", number="2.1"),
        ("clause/fees", "number/2", "number/2.1"),
        "clauses",
        "fees",
        Clause(id="fees", number="2.1", heading="Fees", text="As in the budget."),
    ),
    "budget.add_line": (
        BudgetAddLine(line="data", title="Data", fee="unknown", pass_through=euros(1)),
        ("line/data",),
        "budget",
        "data",
        BudgetLine(line="data", title="Data", fee="unknown", pass_through=euros(1)),
    ),
    "budget.adjust": (
        BudgetAdjust(line="monitoring", fee=euros(-60_000), pass_through=euros(1)),
        ("line/monitoring",),
        "budget",
        "monitoring",
        BudgetLine(line="monitoring", fee=euros(0), pass_through=euros(10_001)),
    ),
    "payment.set": (
        PaymentSet(trigger="signature", of="fee", percent="100"),
        ("payment/fee/signature", "payments/fee"),
        "payments",
        ("signature", "fee"),
        Payment(trigger="signature", of="fee", percent="100"),
    ),
    "payment.set of an amount": (
        PaymentSet(trigger="end", of="total", amount=euros(7)),
        ("payment/total/end", "payments/total"),
        "payments",
        ("end", "total"),
        Payment(trigger="end", of="total", amount=euros(7)),
    ),
    "payment.set to nothing": (
        PaymentSet(trigger="signature", of="fee"),
        ("payment/fee/signature", "payments/fee"),
        "payments",
        ("signature", "fee"),
        None,
    ),
    "assumption.set": (
        AssumptionSet(name="sites", from_="40", to="60"),
        ("assumption/sites",),
        "assumptions",
        "sites",
        "60",
    ),
    "assumption.set anew": (
        AssumptionSet(name="visits", to="9"),
        ("assumption/visits",),
        "assumptions",
        "visits",
        "9",
    ),
    "assumption.set to nothing": (
        AssumptionSet(name="sites", from_="40"),
        ("assumption/sites",),
        "assumptions",
        "sites",
        None,
    ),
    "responsibility.set": (
        ResponsibilitySet(activity="monitoring", party="servier", subcontractors=("Acme",)),
        ("responsibility/monitoring",),
        "responsibilities",
        "monitoring",
        Responsibility(activity="monitoring", party="servier", subcontractors=("Acme",)),
    ),
    "responsibility.set to nobody": (
        ResponsibilitySet(activity="monitoring"),
        ("responsibility/monitoring",),
        "responsibilities",
        "monitoring",
        None,
    ),
    "obligation.set": (
        ObligationSet(id="report", debtor="servier", creditor="iqvia", duty="Answer."),
        ("obligation/report",),
        "obligations",
        "report",
        Obligation(id="report", debtor="servier", creditor="iqvia", duty="Answer."),
    ),
    "obligation.remove": (
        ObligationRemove(id="report"),
        ("obligation/report",),
        "obligations",
        "report",
        None,
    ),
    "party.rename": (
        PartyRename(party="iqvia", legal_name="IQVIA Ltd"),
        ("party/iqvia",),
        "legal_names",
        "iqvia",
        "IQVIA Ltd",
    ),
}

REFUSED: dict[str, tuple[type[RefusedError], Op]] = {
    "add a clause that is there": (
        ItemTakenError,
        ClauseAdd(id="scope", number="3", heading="Again", text="Again."),
    ),
    "add a clause under a taken number": (
        ItemTakenError,
        ClauseAdd(id="law", number="2", heading="Law", text="French."),
    ),
    "replace no clause": (ItemUnknownError, ClauseReplace(id="ghost", text="Boo.")),
    "replace by the same": (IdleOpError, ClauseReplace(id="scope", text="Forty sites.")),
    "delete no clause": (ItemUnknownError, ClauseDelete(id="ghost")),
    "renumber no clause": (ItemUnknownError, ClauseRenumber(id="ghost", number="9")),
    "renumber to a taken number": (ItemTakenError, ClauseRenumber(id="fees", number="1")),
    "renumber to the same number": (ItemTakenError, ClauseRenumber(id="fees", number="2")),
    "add a line that is there": (
        ItemTakenError,
        BudgetAddLine(line="monitoring", fee=euros(1), pass_through=euros(1)),
    ),
    "add a negative line": (
        BelowZeroError,
        BudgetAddLine(line="rebate", fee=euros(-1), pass_through=euros(0)),
    ),
    "adjust no line": (ItemUnknownError, BudgetAdjust(line="ghost", fee=euros(1))),
    "adjust by nothing": (IdleOpError, BudgetAdjust(line="monitoring")),
    "adjust below zero": (BelowZeroError, BudgetAdjust(line="monitoring", fee=euros(-60_001))),
    "adjust in another currency": (CurrencyError, BudgetAdjust(line="monitoring", fee=DOLLARS)),
    "strike no payment": (ItemUnknownError, PaymentSet(trigger="never", of="fee")),
    "set the same payment": (
        IdleOpError,
        PaymentSet(trigger="signature", of="fee", percent="15"),
    ),
    "round an amount of its own": (
        PaymentFormError,
        PaymentSet(trigger="end", of="fee", amount=euros(1), rounded_to=100),
    ),
    "let another company pay": (
        NotAPartyError,
        PaymentSet(trigger="end", of="fee", percent="1", payer="tech"),
    ),
    "strike a clause that survives": (ClauseSurvivesError, ClauseDelete(id="secrecy")),
    "pay in another currency": (
        CurrencyError,
        PaymentSet(trigger="end", of="fee", amount=DOLLARS),
    ),
    "change an assumption from another value": (
        AssumptionStaleError,
        AssumptionSet(name="sites", from_="41", to="60"),
    ),
    "add an assumption that is there": (
        AssumptionStaleError,
        AssumptionSet(name="sites", to="60"),
    ),
    "assume the same": (IdleOpError, AssumptionSet(name="sites", from_="40", to="40")),
    "set a reversed term": (
        PeriodError,
        TermSet(term=ContractTerm(from_=date(2021, 1, 2), to=date(2021, 1, 1))),
    ),
    "set the same term": (IdleOpError, TermSet(term=terms().term)),
    "make another company responsible": (
        NotAPartyError,
        ResponsibilitySet(activity="monitoring", party="tech"),
    ),
    "set the same responsibility": (
        IdleOpError,
        ResponsibilitySet(activity="monitoring", party="iqvia"),
    ),
    "return what nobody has": (ItemUnknownError, ResponsibilitySet(activity="ghost")),
    "subcontract what returns to the sponsor": (
        ItemUnknownError,
        ResponsibilitySet(activity="monitoring", subcontractors=("Acme",)),
    ),
    "oblige another company": (
        NotAPartyError,
        ObligationSet(id="x", debtor="iqvia", creditor="tech", duty="Pay."),
    ),
    "set the same obligation": (
        IdleOpError,
        ObligationSet(id="report", debtor="iqvia", creditor="servier", duty="Report monthly."),
    ),
    "remove no obligation": (ItemUnknownError, ObligationRemove(id="ghost")),
    "rename another company": (NotAPartyError, PartyRename(party="tech", legal_name="T")),
}


@pytest.mark.parametrize("case", APPLIED)
def test_an_op_changes_its_item_and_nothing_else(case: str) -> None:
    """It says what it touches, its own item first."""
    op, touched, member, key, expected = APPLIED[case]
    before, after = text(), text()

    assert touched == apply(after, op)
    assert expected == getattr(after, member).get(key)
    getattr(after, member).pop(key, None)
    getattr(before, member).pop(key, None)
    after.numbers = before.numbers = {}
    assert before == after


@pytest.mark.parametrize("case", REFUSED)
def test_an_op_that_does_not_apply_is_refused_by_name(case: str) -> None:
    """What is changed is there, what is added is not, and something changes."""
    error, op = REFUSED[case]

    with pytest.raises(error) as caught:
        tried(text(), (op,))

    assert caught.type is error


def test_a_number_that_was_given_up_can_be_taken() -> None:
    """Numbers are unique at any point, not for ever."""
    after = text()
    for op in (
        ClauseDelete(id="scope"),
        ClauseRenumber(id="fees", number="1"),
        ClauseAdd(id="law", number="2", heading="Law", text="French."),
    ):
        apply(after, op)

    assert after.numbers == {"1": "fees", "2": "law", "10": "secrecy"}


def test_a_renamed_party_is_not_renamed_to_the_same() -> None:
    """The second time nothing would change."""
    after = text()
    op = PartyRename(party="iqvia", legal_name="IQVIA Ltd")
    apply(after, op)

    with pytest.raises(IdleOpError):
        apply(after, op)


def test_a_term_is_set_whole() -> None:
    """The item is the term."""
    after = text()

    assert apply(after, TermSet(term=TERM)) == ("term",)
    assert after.term == TERM


def test_a_copy_is_a_text_of_its_own() -> None:
    """What is tried on a copy leaves the text as it was."""
    before = text()
    for op, _, _, _, _ in APPLIED.values():
        apply(before.copy(), op)

    assert text() == before


OPEN = ContractTerm(from_=date(2021, 1, 1))


@pytest.mark.parametrize(
    ("members", "ops", "expected"),
    [
        ({}, (), impact()),
        ({}, (TermSet(term=TERM),), impact(days=31)),
        ({}, (TermSet(term=TERM), TermSet(term=terms().term)), impact()),
        ({}, (TermSet(term=OPEN),), impact()),
        ({"term": OPEN}, (TermSet(term=TERM),), impact()),
        (
            {},
            (
                BudgetAdjust(line="monitoring", fee=euros(5), pass_through=euros(-2)),
                BudgetAddLine(line="x", fee=euros(1), pass_through=euros(1)),
            ),
            impact(fee=6, pass_through=-1),
        ),
        (
            {},
            (BudgetAdjust(line="monitoring", fee="undisclosed"),),
            Impact(days=0, fee="undisclosed", pass_through=euros(0)),
        ),
        ({"currency": None, "budget": (), "payments": ()}, (), Impact(days=0)),
    ],
)
def test_the_impact_is_net_money_and_days(
    members: dict[str, Any], ops: tuple[Op, ...], expected: Impact
) -> None:
    """Up and down cancel out; zero is stated; a contract without a currency has none."""
    assert expected == impact_of(ContractText.of(terms(**members)), ops)


def test_clauses_are_ordered_as_people_count() -> None:
    """Numbers by value, before letters; a part before what is inside of it."""
    numbers = ["1", "2", "2.1", "2.10", "10", "A", "A.1", "Schedule 1", "Schedule 12"]

    shuffled = {number: clause_order(number) for number in numbers[::-1]}

    assert numbers == sorted(shuffled, key=shuffled.__getitem__)
