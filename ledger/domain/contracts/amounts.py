"""Money in totals: what is known, undisclosed or unknown stays apart, and none of it is zero."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.change import BudgetAddLine, BudgetAdjust, BudgetSetLine, Op
from ledger.domain.kinds.contract import BudgetLine
from ledger.domain.money import spell


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """A sum: what is known of it, and how many of its parts are undisclosed or unknown."""

    known: Money | None
    undisclosed: int
    unknown: int

    @property
    def amount(self) -> Amount | None:
        """Return the sum as one amount; None when there is nothing to add up.

        A sum with an unknown part is unknown, else one with an undisclosed
        part is undisclosed: neither is ever counted as zero.
        """
        if self.unknown:
            return "unknown"
        return "undisclosed" if self.undisclosed else self.known


def total_of(amounts: Iterable[Amount]) -> Total:
    """Add up amounts; those that are known are of one currency."""
    minor, currency, undisclosed, unknown = 0, None, 0, 0
    for amount in amounts:
        if isinstance(amount, Money):
            minor += amount.minor
            currency = amount.currency
        elif amount == "undisclosed":
            undisclosed += 1
        else:
            unknown += 1
    known = None if currency is None else Money(minor=minor, currency=currency)
    return Total(known=known, undisclosed=undisclosed, unknown=unknown)


def moved(amount: Amount, by: Amount | None) -> Amount:
    """Return an amount after a movement; what was not known does not become known by it."""
    if by is None:
        return amount
    if isinstance(amount, Money) and isinstance(by, Money):
        return Money(minor=amount.minor + by.minor, currency=amount.currency)
    return "unknown" if "unknown" in (amount, by) else "undisclosed"


def value_of(budget: Iterable[BudgetLine]) -> Amount | None:
    """Return what a budget comes to, fee and pass-through together; None without lines."""
    return total_of(each for line in budget for each in (line.fee, line.pass_through)).amount


def difference(before: Amount, after: Amount) -> Amount:
    """Return by how much an amount moves; nothing moves where it stays what it was."""
    if isinstance(before, Money) and isinstance(after, Money):
        return Money(minor=after.minor - before.minor, currency=after.currency)
    return "unknown" if "unknown" in (before, after) else "undisclosed"


def movements_of(ops: Sequence[Op]) -> tuple[tuple[Amount, ...], tuple[Amount, ...]]:
    """Return by how much each op moves fees, and by how much pass-through costs."""
    fees: list[Amount] = []
    pass_through: list[Amount] = []
    for op in ops:
        match op:
            case BudgetAddLine() | BudgetAdjust():
                fees += [] if op.fee is None else [op.fee]
                pass_through += [] if op.pass_through is None else [op.pass_through]
            case BudgetSetLine():
                fees += _moves(op, "fee")
                pass_through += _moves(op, "pass_through")
    return tuple(fees), tuple(pass_through)


def _moves(op: BudgetSetLine, name: str) -> list[Amount]:
    before: Amount | None = None if op.from_ is None else getattr(op.from_, name)
    after: Amount | None = None if op.to is None else getattr(op.to, name)
    by = movement_between(before, after)
    return [] if by is None else [by]


def movement_between(before: Amount | None, after: Amount | None) -> Amount | None:
    """Return by how much an amount moves; None where it stays what it was.

    What is not there (None) costs nothing.
    """
    if before == after:
        return None
    if before is None or after is None:
        return after if before is None else _negative(before)
    return difference(before, after)


def _negative(amount: Amount) -> Amount:
    if not isinstance(amount, Money):
        return amount
    return Money(minor=-amount.minor, currency=amount.currency)


def movement_of(ops: Sequence[Op]) -> Amount | None:
    """Return the sum of the absolute movements; None where the ops move no money (rule 6)."""
    fees, pass_through = movements_of(ops)
    return total_of(map(_absolute, (*fees, *pass_through))).amount


def within(amount: Amount | None, limit: Money | None) -> bool:
    """Whether an amount is known to be within a limit; without a limit, or money, it is."""
    if limit is None or amount is None:
        return True
    return (
        isinstance(amount, Money)
        and amount.currency == limit.currency
        and amount.minor <= limit.minor
    )


def shown(amount: Amount | None) -> str:
    """Write an amount for a message."""
    if amount is None:
        return "no amount"
    return spell(amount) if isinstance(amount, Money) else amount


def _absolute(amount: Amount) -> Amount:
    if not isinstance(amount, Money):
        return amount
    return Money(minor=abs(amount.minor), currency=amount.currency)


def part_of(amount: Amount, percent: str, rounded_to: int) -> Amount:
    """Return a percentage of an amount, rounded half up to so many minor units.

    A part of what is undisclosed or unknown is so too.
    """
    if not isinstance(amount, Money):
        return amount
    exact = Fraction(percent) / 100 * amount.minor
    return Money(
        minor=floor(exact / rounded_to + Fraction(1, 2)) * rounded_to, currency=amount.currency
    )
