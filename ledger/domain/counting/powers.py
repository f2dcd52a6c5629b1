"""Whether a matter is within the board's power: by class, by topic, by amount."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from ledger.domain.counting import days
from ledger.domain.counting.facts import Facts, Matter, Past
from ledger.domain.counting.problem import Problem
from ledger.domain.counting.selection import Circumstances, applies, bounds_of, exceeds
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.powers import Adding, DecisionRight
from ledger.domain.kinds.charter.terms import Limit

_IN_EFFECT = frozenset({"adopted", "adopted_with_conditions"})


def power_problems(charter: Charter, here: Circumstances) -> Iterator[Problem]:
    """Yield what is beyond the board's power: what it never decides, other classes, too much."""
    for never in charter.powers.never:
        if applies(never.when, here):
            yield Problem(
                rule="never",
                text=f"The board can never decide this: {never.why}",
                word="ultra_vires",
            )
    if not charter.powers.rights:
        return
    fitting = [
        right
        for right in charter.powers.rights
        if right.class_ == here.class_
        and (not right.topics or not here.topics.isdisjoint(right.topics))
    ]
    if not fitting:
        yield Problem(
            rule="right",
            text=f"The charter gives the board no matters of class {here.class_}"
            + (" on this topic." if _knows_class(charter, here.class_) else "."),
            word="ultra_vires",
        )
    elif not any(_is_within(right, here) for right in fitting):
        yield _beyond(fitting[-1], here)


def _knows_class(charter: Charter, class_: str) -> bool:
    return any(right.class_ == class_ for right in charter.powers.rights)


def _is_within(right: DecisionRight, here: Circumstances) -> bool:
    if right.up_to is None:
        return True
    return not exceeds(right.up_to, here.added, here.budget)


def _beyond(right: DecisionRight, here: Circumstances) -> Problem:
    assert right.up_to is not None, "a right without a limit is never passed"
    amount = here.added
    moved = money(amount) if isinstance(amount, Money) else "an amount that is not known"
    alone = "" if amount == here.amount else " with related matters of the charter's window"
    return Problem(
        rule="right",
        text=f"The matter moves {moved}{alone}; the board may decide up to"
        f" {limit_text(right.up_to, here.budget)}.",
        word="ultra_vires",
    )


def limit_text(limit: Limit, budget: Money | None) -> str:
    """Say a limit with its numbers."""
    parts = []
    for bound in bounds_of(limit, budget):
        if bound is None:
            assert limit.share is not None, "only a share can be of something unknown"
            parts.append(f"{limit.share.num}/{limit.share.den} of a budget that is not known")
        else:
            value, currency = bound
            parts.append(
                money(Money(minor=value.numerator // value.denominator, currency=currency))
            )
    return f"the {limit.take} of {' and '.join(parts)}" if len(parts) > 1 else "".join(parts)


def money(amount: Money) -> str:
    """Say an amount in minor units, exactly as it is recorded."""
    return f"{amount.minor} {amount.currency} (minor units)"


def added(charter: Charter, facts: Facts, class_: str, amount: Amount | None) -> Amount | None:
    """Return a matter's amount with what the charter adds up with it.

    The items of one motion add up, and so do related matters that were adopted
    within the window. What is not known makes the sum unknown; another currency
    does as well.
    """
    rule, matter = charter.powers.adding, facts.matter
    if matter.added is not None:
        return matter.added
    if rule is None or amount is None:
        return amount
    related = [
        past.amount
        for past in facts.decisions
        if past.amount is not None
        and past.at <= facts.opened_at
        and _is_related(rule, past, matter, class_)
        and past.outcome in _IN_EFFECT
        and facts.opened_at <= days.last_moment(charter.calendar, past.at, rule.window)
    ]
    items = [each.amount for each in matter.items if each.amount is not None]
    return _sum((*(items or [amount]), *related), net=charter.powers.net)


def _is_related(rule: Adding, past: Past, matter: Matter, class_: str) -> bool:
    match rule.same:
        case "contract":
            return past.about is not None and past.about == matter.about
        case "class":
            return past.class_ == class_
        case "board":
            return True
        case _:
            assert_never(rule.same)


def _sum(amounts: Sequence[Amount], *, net: bool) -> Amount:
    total, currency = 0, None
    for amount in amounts:
        if not isinstance(amount, Money) or currency not in {None, amount.currency}:
            return "unknown"
        currency = amount.currency
        total += amount.minor if net else abs(amount.minor)
    assert currency is not None, "there is one amount at least"
    return Money(minor=total, currency=currency)
