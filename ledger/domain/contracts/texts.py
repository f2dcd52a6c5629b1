"""What a contract says at one point, and what must hold of it there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.domain.contracts.days import months_after
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.terms import (
    BudgetLine,
    ChangeAuthority,
    Clause,
    ContractTerm,
    ContractTerms,
    Credit,
    Obligation,
    Payment,
    ReservedMatter,
    Responsibility,
    TerminationGround,
)
from ledger.errors import RefusedError

_NUMBER_PARTS = re.compile(r"[0-9]+|[A-Za-z]+")

PaymentKey = tuple[str, str]


class ItemUnknownError(RefusedError):
    """What is changed, struck or relied on is in the contract."""

    code = "item-unknown"
    message = "the contract has no {item}"


class ItemTakenError(RefusedError):
    """A contract says each thing once."""

    code = "item-taken"
    message = "the contract has {item} already"


class IdleOpError(RefusedError):
    """An op changes something."""

    code = "op-changes-nothing"
    message = "{op} changes nothing of {item}"


class CurrencyError(RefusedError):
    """All amounts of a contract are in the one currency that it states."""

    code = "currency-mismatch"
    message = "{item} is in {currency}, the contract's currency is {expected}"


class BelowZeroError(RefusedError):
    """A budget line costs nothing at least; what was paid before is a credit."""

    code = "line-below-zero"
    message = "{item} would be {minor}"


class PaymentFormError(RefusedError):
    """A payment is a percentage, an amount or both, of a budget that is stated."""

    code = "payment-form"
    message = "the payment upon {trigger} must have {problem}"


class NotAPartyError(RefusedError):
    """Only the parties of a contract act in it, owe by it and answer for its work."""

    code = "not-a-party"
    message = "{party} is not a party of {stream}"


class PeriodError(RefusedError):
    """A term ends on or after the day on which it begins."""

    code = "term-reversed"
    message = "a term cannot run from {from_day} until {to_day}"


@dataclass(kw_only=True, slots=True)
class ContractText:
    """What a contract says at one point. Made for folding: ``apply`` changes it in place."""

    parties: tuple[str, ...]
    currency: str | None
    clauses: dict[str, Clause]
    budget: dict[str, BudgetLine]
    payments: dict[PaymentKey, Payment]
    assumptions: dict[str, str]
    term: ContractTerm
    obligations: dict[str, Obligation]
    responsibilities: dict[str, Responsibility]
    legal_names: dict[str, str]
    numbers: dict[str, str]  # clause number -> clause id
    credits: dict[str, Credit]
    grounds: dict[str, TerminationGround]
    survival: tuple[str, ...]
    authority: tuple[ChangeAuthority, ...]
    reserved: tuple[ReservedMatter, ...]
    payments_complete: bool

    @classmethod
    def of(cls, terms: ContractTerms) -> "ContractText":
        """Key a contract's terms by what their parts are known by."""
        return cls(
            parties=terms.parties,
            currency=terms.currency,
            clauses={clause.id: clause for clause in terms.clauses},
            budget={line.line: line for line in terms.budget},
            payments={(each.trigger, each.of): each for each in terms.payments},
            assumptions={each.name: each.value for each in terms.assumptions},
            term=terms.term,
            obligations={each.id: each for each in terms.obligations},
            responsibilities={each.activity: each for each in terms.responsibilities},
            legal_names={},
            numbers={clause.number: clause.id for clause in terms.clauses},
            credits={each.title: each for each in terms.credits},
            grounds={each.ground: each for each in terms.termination},
            survival=terms.survival,
            authority=terms.change_authority,
            reserved=terms.reserved,
            payments_complete=terms.payments_complete,
        )

    def copy(self) -> "ContractText":
        """Return a text of its own, to try ops on."""
        return ContractText(
            parties=self.parties,
            currency=self.currency,
            clauses=dict(self.clauses),
            budget=dict(self.budget),
            payments=dict(self.payments),
            assumptions=dict(self.assumptions),
            term=self.term,
            obligations=dict(self.obligations),
            responsibilities=dict(self.responsibilities),
            legal_names=dict(self.legal_names),
            numbers=dict(self.numbers),
            credits=dict(self.credits),
            grounds=dict(self.grounds),
            survival=self.survival,
            authority=self.authority,
            reserved=self.reserved,
            payments_complete=self.payments_complete,
        )


def clause_order(number: str) -> tuple[tuple[int, int, str], ...]:
    """Return by what clauses are sorted: 4.2 before 4.10, numbers before letters."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in _NUMBER_PARTS.findall(number)
    )


def check_party(text: ContractText, party: str) -> None:
    """Accept one of the contract's parties.

    Raises:
        NotAPartyError: It is another company, or one that is none yet or no more
            when what is said applies (standing.py).
    """
    if party not in text.parties:
        raise NotAPartyError(
            party=party, stream="this contract, or not all the time that this is about"
        )


def check_currency(amount: Amount | None, currency: str | None, item: str) -> None:
    """Accept an amount in the contract's currency.

    Raises:
        CurrencyError: It is in another, or the contract states none.
    """
    if isinstance(amount, Money) and amount.currency != currency:
        raise CurrencyError(item=item, currency=amount.currency, expected=currency)


def check_not_negative(line: BudgetLine) -> None:
    """Accept a budget line that costs nothing or something.

    Raises:
        BelowZeroError: Its fee or its pass-through is negative.
    """
    for name, amount in (("fee", line.fee), ("pass_through", line.pass_through)):
        if isinstance(amount, Money) and amount.minor < 0:
            raise BelowZeroError(item=f"line/{line.line}/{name}", minor=amount.minor)


def check_payments(text: ContractText, payments: Iterable[Payment]) -> None:
    """Accept payments of a text that has them already.

    Raises:
        PaymentFormError: Neither a percentage nor an amount, or an amount alone that is rounded.
        NotAPartyError: Another company pays or is paid.
        CurrencyError: An amount in another currency.
    """
    for payment in payments:
        if payment.percent is None and (payment.amount is None or payment.rounded_to is not None):
            problem = "a percentage" if payment.amount else "a percentage or an amount"
            raise PaymentFormError(trigger=payment.trigger, problem=problem)
        for party in (payment.payer, payment.payee):
            if party is not None:
                check_party(text, party)
        check_currency(payment.amount, text.currency, f"payment/{payment.of}/{payment.trigger}")


def check_reserved(text: ContractText, rules: Iterable[ReservedMatter]) -> None:
    """Accept reserved matters that name clauses which the text has.

    A clause that is struck later takes nothing away from its rule: whoever puts
    it back is asked by it again.

    Raises:
        ItemUnknownError: There is no such clause.
    """
    for rule in rules:
        for clause in rule.clauses:
            if clause not in text.clauses:
                raise ItemUnknownError(item=f"clause/{clause}")


def renewed_term(term: ContractTerm) -> ContractTerm:
    """Return the term gone on by the months of its renewal, counted by the calendar.

    31 August and six months are the last day of February. The next renewal
    counts from there: 28 February and six months are 28 August.
    """
    assert term.to is not None, "only a term that ends is renewed"
    assert term.renewal is not None, "only a term that says so is renewed"
    to = months_after(term.to, term.renewal.months)
    return ContractTerm(from_=term.from_, to=to, renewal=term.renewal)


def goes_on_to(term: ContractTerm, renewed: ContractTerm) -> bool:
    """Whether a renewed term is what a term comes to when it goes on.

    One that was set in the meantime, with effect from before the renewal, is not renewed
    by it: the term that would have gone on was none any more.
    """
    if term.to is None or term.renewal is None:
        return False
    return renewed_term(term) == renewed


def check_term(term: ContractTerm) -> None:
    """Accept a term that ends on or after the day on which it begins.

    Raises:
        PeriodError: It is reversed.
    """
    if term.to is not None and term.to < term.from_:
        raise PeriodError(from_day=term.from_.isoformat(), to_day=term.to.isoformat())
