"""What a change does to a contract's text: each op applied, or refused by name.

Ops on different items commute, which is why an item that two changes touch
must take effect in the order of the changes (DOMAIN, rule 8).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from ledger.domain.contracts.amounts import moved, movements_of, shown, total_of
from ledger.domain.contracts.framing import apply_framing
from ledger.domain.contracts.texts import (
    ContractText,
    IdleOpError,
    ItemTakenError,
    ItemUnknownError,
    check_currency,
    check_not_negative,
    check_party,
    check_payments,
    check_term,
)
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import (
    AssumptionSet,
    AuthoritySet,
    BudgetAddLine,
    BudgetAdjust,
    BudgetSetLine,
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    CreditSet,
    Impact,
    LineFigures,
    ObligationRemove,
    ObligationSet,
    Op,
    PartyRename,
    PaymentSet,
    ResponsibilitySet,
    SurvivalSet,
    TerminationSet,
    TermSet,
    TextRestate,
)
from ledger.domain.kinds.contract import (
    BudgetLine,
    Clause,
    Credit,
    Obligation,
    Payment,
    Responsibility,
)
from ledger.errors import RefusedError


class AssumptionStaleError(RefusedError):
    """An assumption is changed from the value that it has."""

    code = "assumption-stale"
    message = "assumption {name} is {current}, not {expected}"


class ClauseSurvivesError(RefusedError):
    """A clause that stays when the contract has ended is struck after it is let go."""

    code = "clause-survives"
    message = "clause {clause} survives the contract, survival must be set first"


class FiguresStaleError(RefusedError):
    """New figures are put in the place of those that a line has."""

    code = "figures-stale"
    message = "budget line {line} is {current}, not {expected}"


def apply(  # noqa: PLR0911 -- one row for each op
    text: ContractText, op: Op
) -> tuple[str, ...]:
    """Change the text as the op says; return the items that it touches, its own item first.

    Raises:
        RefusedError: One of this module's; the text may be changed in part.
    """
    match op:
        case ClauseReplace() | ClauseAdd() | ClauseDelete() | ClauseRenumber():
            return _apply_clause(text, op)
        case BudgetAdjust() | BudgetAddLine() | BudgetSetLine() | CreditSet() | PaymentSet():
            return _apply_money(text, op)
        case AssumptionSet():
            return _set_assumption(text, op)
        case TermSet():
            return _set_term(text, op)
        case ResponsibilitySet():
            return _set_responsibility(text, op)
        case ObligationSet() | ObligationRemove():
            return _apply_obligation(text, op)
        case PartyRename():
            return _rename_party(text, op)
        case TerminationSet() | SurvivalSet() | AuthoritySet() | TextRestate():
            return apply_framing(text, op)
        case _:
            assert_never(op)


def _apply_clause(
    text: ContractText, op: ClauseReplace | ClauseAdd | ClauseDelete | ClauseRenumber
) -> tuple[str, ...]:
    item = f"clause/{op.id}"
    before = text.clauses.get(op.id)
    if isinstance(op, ClauseAdd):
        if before is not None:
            raise ItemTakenError(item=item)
        _take_number(text, op.number, op.id)
        text.clauses[op.id] = Clause(id=op.id, number=op.number, heading=op.heading, text=op.text)
        return item, f"number/{op.number}", f"survival/{op.id}"
    if before is None:
        raise ItemUnknownError(item=item)
    if isinstance(op, ClauseDelete):
        if op.id in text.survival:
            raise ClauseSurvivesError(clause=op.id)
        del text.clauses[op.id], text.numbers[before.number]
        return item, f"number/{before.number}", f"survival/{op.id}"
    if isinstance(op, ClauseRenumber):
        _take_number(text, op.number, op.id)
        del text.numbers[before.number]
        text.clauses[op.id] = Clause(
            id=op.id, number=op.number, heading=before.heading, text=before.text
        )
        return item, f"number/{before.number}", f"number/{op.number}"
    after = Clause(
        id=op.id, number=before.number, heading=op.heading or before.heading, text=op.text
    )
    if after == before:
        raise IdleOpError(op="clause.replace", item=item)
    text.clauses[op.id] = after
    return (item,)


def _take_number(text: ContractText, number: str, clause: str) -> None:
    if number in text.numbers:
        raise ItemTakenError(item=f"number/{number}")
    text.numbers[number] = clause


def _apply_money(
    text: ContractText, op: BudgetAdjust | BudgetAddLine | BudgetSetLine | CreditSet | PaymentSet
) -> tuple[str, ...]:
    match op:
        case BudgetSetLine():
            return _set_line(text, op)
        case CreditSet():
            return _set_credit(text, op)
        case PaymentSet():
            return _set_payment(text, op)
        case _:
            return _apply_budget(text, op)


def _apply_budget(text: ContractText, op: BudgetAdjust | BudgetAddLine) -> tuple[str, ...]:
    item = f"line/{op.line}"
    before = text.budget.get(op.line)
    for amount in (op.fee, op.pass_through):
        check_currency(amount, text.currency, item)
    if isinstance(op, BudgetAddLine):
        if before is not None:
            raise ItemTakenError(item=item)
        after = BudgetLine(**{name: getattr(op, name) for name in BudgetLine.__struct_fields__})
    else:
        if before is None:
            raise ItemUnknownError(item=item)
        if op.fee is None and op.pass_through is None:
            raise IdleOpError(op="budget.adjust", item=item)
        after = BudgetLine(
            line=op.line,
            fee=moved(before.fee, op.fee),
            pass_through=moved(before.pass_through, op.pass_through),
            title=before.title,
            basis=before.basis,
        )
    check_not_negative(after)
    text.budget[op.line] = after
    return (item,)


def _set_line(text: ContractText, op: BudgetSetLine) -> tuple[str, ...]:
    item = f"line/{op.line}"
    before = text.budget.get(op.line)
    current = (
        None if before is None else LineFigures(fee=before.fee, pass_through=before.pass_through)
    )
    if current != op.from_:
        raise FiguresStaleError(
            line=op.line, current=_figures(current), expected=_figures(op.from_)
        )
    if op.to is None:
        if before is None:
            raise IdleOpError(op="budget.set_line", item=item)
        del text.budget[op.line]
        return (item,)
    for amount in (op.to.fee, op.to.pass_through):
        check_currency(amount, text.currency, item)
    after = BudgetLine(
        line=op.line,
        fee=op.to.fee,
        pass_through=op.to.pass_through,
        title=op.title or (None if before is None else before.title),
        basis=op.basis,
    )
    if after == before:
        raise IdleOpError(op="budget.set_line", item=item)
    check_not_negative(after)
    text.budget[op.line] = after
    return (item,)


def _figures(figures: LineFigures | None) -> str:
    if figures is None:
        return "not there"
    return f"{shown(figures.fee)} and {shown(figures.pass_through)}"


def _set_credit(text: ContractText, op: CreditSet) -> tuple[str, ...]:
    item = f"credit/{op.title}"
    if op.amount is None:
        if text.credits.pop(op.title, None) is None:
            raise ItemUnknownError(item=item)
        return (item,)
    check_currency(op.amount, text.currency, item)
    after = Credit(title=op.title, amount=op.amount, contract=op.contract)
    if after == text.credits.get(op.title):
        raise IdleOpError(op="credit.set", item=item)
    text.credits[op.title] = after
    return (item,)


def _set_payment(text: ContractText, op: PaymentSet) -> tuple[str, ...]:
    key, item = (op.trigger, op.of), f"payment/{op.of}/{op.trigger}"
    if op.percent is None and op.amount is None:
        if text.payments.pop(key, None) is None:
            raise ItemUnknownError(item=item)
    else:
        after = Payment(**{name: getattr(op, name) for name in Payment.__struct_fields__})
        text.payments[key] = after
        check_payments(text, (after,))
    # Percentages add up over all payments of one sum, so they are one item together.
    return item, f"payments/{op.of}"


def _set_assumption(text: ContractText, op: AssumptionSet) -> tuple[str, ...]:
    current = text.assumptions.get(op.name)
    if current != op.from_:
        raise AssumptionStaleError(name=op.name, current=current, expected=op.from_)
    if op.from_ == op.to:
        raise IdleOpError(op="assumption.set", item=f"assumption/{op.name}")
    if op.to is None:
        del text.assumptions[op.name]
    else:
        text.assumptions[op.name] = op.to
    return (f"assumption/{op.name}",)


def _set_term(text: ContractText, op: TermSet) -> tuple[str, ...]:
    check_term(op.term)
    if op.term == text.term:
        raise IdleOpError(op="term.set", item="term")
    text.term = op.term
    return ("term",)


def _set_responsibility(text: ContractText, op: ResponsibilitySet) -> tuple[str, ...]:
    item = f"responsibility/{op.activity}"
    if op.party is None:
        if op.subcontractors or text.responsibilities.pop(op.activity, None) is None:
            raise ItemUnknownError(item=item)
        return (item,)
    check_party(text, op.party)
    after = Responsibility(activity=op.activity, party=op.party, subcontractors=op.subcontractors)
    text.responsibilities[op.activity] = after
    return (item,)


def _apply_obligation(text: ContractText, op: ObligationSet | ObligationRemove) -> tuple[str, ...]:
    item = f"obligation/{op.id}"
    if isinstance(op, ObligationRemove):
        if text.obligations.pop(op.id, None) is None:
            raise ItemUnknownError(item=item)
        return (item,)
    after = Obligation(**{name: getattr(op, name) for name in Obligation.__struct_fields__})
    for party in (op.debtor, op.creditor):
        check_party(text, party)
    text.obligations[op.id] = after
    return (item,)


def _rename_party(text: ContractText, op: PartyRename) -> tuple[str, ...]:
    check_party(text, op.party)
    if text.legal_names.get(op.party) == op.legal_name:
        raise IdleOpError(op="party.rename", item=f"party/{op.party}")
    text.legal_names[op.party] = op.legal_name
    return (f"party/{op.party}",)


def impact_of(before: ContractText, ops: Sequence[Op]) -> Impact:
    """Return what ops come to: net money, and the days by which the end moves.

    An end that was open, or becomes open, moves by no number of days.
    """
    terms = [op.term for op in ops if isinstance(op, TermSet)]
    old, new = before.term.to, (terms[-1] if terms else before.term).to
    days = 0 if old is None or new is None else (new - old) // timedelta(days=1)
    if before.currency is None:
        return Impact(days=days)
    nothing = Money(minor=0, currency=before.currency)
    fees, pass_through = movements_of(ops)
    return Impact(
        days=days,
        fee=total_of((nothing, *fees)).amount,
        pass_through=total_of((nothing, *pass_through)).amount,
    )
