"""What sets two copies of a contract apart, part by part: two days, or two states of knowledge.

    found = differences(consolidate(history, effective=then), consolidate(history, effective=now))
    assert applied(said(before), found) == said(after)

Copies are of one contract, so their amounts are of one currency.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final, Generic, Literal, TypeVar

from ledger.domain.contracts.amounts import Total, movement_between, total_of
from ledger.domain.contracts.copies import (
    ChangeAuthorities,
    Consolidated,
    Part,
    Party,
    Status,
    Survival,
)
from ledger.domain.contracts.texts import ContractText, PaymentKey, clause_order
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.terms import (
    Assumption,
    BudgetLine,
    Clause,
    ContractTerm,
    Credit,
    Obligation,
    Payment,
    Responsibility,
    TerminationGround,
)

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

What = Literal["added", "deleted", "replaced", "renumbered"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a contract says, whoever made it so: each part by what it is known by."""

    clauses: Mapping[str, Clause]
    budget: Mapping[str, BudgetLine]
    payments: Mapping[PaymentKey, Payment]
    credits: Mapping[str, Credit]
    assumptions: Mapping[str, Assumption]
    obligations: Mapping[str, Obligation]
    responsibilities: Mapping[str, Responsibility]
    termination: Mapping[str, TerminationGround]
    parties: Mapping[str, Party]
    term: ContractTerm
    survival: Survival
    authority: ChangeAuthorities
    status: Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair(Generic[T]):
    """One part in both copies, never the same in both; None where a copy does not have it."""

    before: T | None
    after: T | None

    @property
    def what(self) -> What:
        """Say what became of the part; a clause that only moved was renumbered."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "deleted"
        if not isinstance(self.before, Clause) or not isinstance(self.after, Clause):
            return "replaced"
        words = {(each.heading, each.text) for each in (self.before, self.after)}
        return "renumbered" if len(words) == 1 else "replaced"


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalDifference:
    """A sum in both copies, and what the lines that differ move it by.

    ``by`` keeps what is undisclosed or unknown apart, so that it is not just
    one sum less the other: a line that is no longer disclosed has not become
    cheaper, and one that stays undisclosed does not move.
    """

    before: Total
    after: Total
    by: Total


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """What sets a later copy apart from an earlier one; None or empty where nothing does."""

    clauses: tuple[Pair[Clause], ...]
    budget: tuple[Pair[BudgetLine], ...]
    payments: tuple[Pair[Payment], ...]
    credits: tuple[Pair[Credit], ...]
    assumptions: tuple[Pair[Assumption], ...]
    obligations: tuple[Pair[Obligation], ...]
    responsibilities: tuple[Pair[Responsibility], ...]
    termination: tuple[Pair[TerminationGround], ...]
    parties: tuple[Pair[Party], ...]
    term: Pair[ContractTerm] | None
    survival: Pair[Survival] | None
    authority: Pair[ChangeAuthorities] | None
    status: Pair[Status] | None
    fee: TotalDifference
    pass_through: TotalDifference
    total: TotalDifference

    @property
    def is_empty(self) -> bool:
        """Whether both copies say the same."""
        return not any(getattr(self, member.name) for member in fields(Said))


# By what the parts of each member are known.
_KEYS: Final[Mapping[str, Callable[[Any], Hashable]]] = MappingProxyType(
    {
        "clauses": lambda each: each.id,
        "budget": lambda each: each.line,
        "payments": lambda each: (each.trigger, each.of),
        "credits": lambda each: each.title,
        "assumptions": lambda each: each.name,
        "obligations": lambda each: each.id,
        "responsibilities": lambda each: each.activity,
        "termination": lambda each: each.ground,
        "parties": lambda each: each.party,
    }
)


def said(copy: Consolidated) -> Said:
    """Return what a copy says."""
    members: dict[str, Any] = {"status": copy.status}
    for name, key in _KEYS.items():
        values = (_value(each) for each in getattr(copy, name))
        members[name] = {key(value): value for value in values}
    for name in ("term", "survival", "authority"):
        members[name] = getattr(copy, name).value
    return Said(**members)


def _value(part: Any) -> Any:  # noqa: ANN401 -- a part of any member
    return part.value if isinstance(part, Part) else part


def said_in(text: ContractText, status: Status, names: Mapping[str, str]) -> Said:
    """Return what a text says at one point; ``names`` are the legal names of its parties."""
    parties = ((each, names.get(each)) for each in text.parties)
    return Said(
        clauses=text.clauses,
        budget=text.budget,
        payments=text.payments,
        credits=text.credits,
        assumptions={
            name: Assumption(name=name, value=value) for name, value in text.assumptions.items()
        },
        obligations=text.obligations,
        responsibilities=text.responsibilities,
        termination=text.grounds,
        parties={party: Party(party=party, legal_name=name) for party, name in parties},
        term=text.term,
        survival=Survival(clauses=text.survival),
        authority=ChangeAuthorities(rows=text.authority, reserved=text.reserved),
        status=status,
    )


def differences(before: Consolidated, after: Consolidated) -> Differences:
    """Return what sets the second copy apart from the first."""
    return between(said(before), said(after))


def between(old: Said, new: Said) -> Differences:
    """Return what sets apart what is said later from what is said before."""
    budget = _pairs(old.budget, new.budget)
    return Differences(
        clauses=tuple(sorted(_pairs(old.clauses, new.clauses), key=_where)),
        budget=budget,
        payments=_pairs(old.payments, new.payments),
        credits=_pairs(old.credits, new.credits),
        assumptions=_pairs(old.assumptions, new.assumptions),
        obligations=_pairs(old.obligations, new.obligations),
        responsibilities=_pairs(old.responsibilities, new.responsibilities),
        termination=_pairs(old.termination, new.termination),
        parties=_pairs(old.parties, new.parties),
        term=_pair(old.term, new.term),
        survival=_pair(old.survival, new.survival),
        authority=_pair(old.authority, new.authority),
        status=_pair(old.status, new.status),
        fee=_sums(old, new, budget, ("fee",)),
        pass_through=_sums(old, new, budget, ("pass_through",)),
        total=_sums(old, new, budget, ("fee", "pass_through")),
    )


def _pair(before: T, after: T) -> Pair[T] | None:
    return None if before == after else Pair(before=before, after=after)


def _pairs(before: Mapping[K, T], after: Mapping[K, T]) -> tuple[Pair[T], ...]:
    """Return what differs: what was there before in its order, then what is new."""
    return tuple(
        Pair(before=before.get(key), after=after.get(key))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    )


def _where(pair: Pair[Clause]) -> tuple[tuple[int, int, str], ...]:
    """Return where a clause stands now, or stood."""
    clause = pair.after or pair.before
    assert clause is not None, "it is in one of the two"
    return clause_order(clause.number)


def _movement(pair: Pair[BudgetLine], name: str) -> Amount | None:
    """Return by how much a line's fee or pass-through moves; None where it does not."""
    before: Amount | None = None if pair.before is None else getattr(pair.before, name)
    after: Amount | None = None if pair.after is None else getattr(pair.after, name)
    return movement_between(before, after)


def _sums(
    old: Said, new: Said, budget: Iterable[Pair[BudgetLine]], names: tuple[str, ...]
) -> TotalDifference:
    """Return a sum of both; where nothing of it moves that is known, by 0 of its money."""
    before, after = (
        total_of(getattr(line, name) for line in each.budget.values() for name in names)
        for each in (old, new)
    )
    moves = [_movement(pair, name) for name in names for pair in budget]
    known = after.known or before.known
    nothing = () if known is None else (Money(minor=0, currency=known.currency),)
    by = total_of((*nothing, *(each for each in moves if each is not None)))
    return TotalDifference(before=before, after=after, by=by)


def applied(before: Said, found: Differences) -> Said:
    """Return what the later copy says, from what the earlier one says and what sets them apart."""
    members: dict[str, Any] = {}
    for name in (member.name for member in fields(Said)):
        value, different = getattr(before, name), getattr(found, name)
        if name in _KEYS:
            members[name] = _with(value, different, _KEYS[name])
        else:
            members[name] = value if different is None else different.after
    return Said(**members)


def _with(
    parts: Mapping[Hashable, T], pairs: Iterable[Pair[T]], key: Callable[[T], Hashable]
) -> dict[Hashable, T]:
    made = dict(parts)
    for pair in pairs:
        if pair.before is not None:
            del made[key(pair.before)]
        if pair.after is not None:
            made[key(pair.after)] = pair.after
    return made
