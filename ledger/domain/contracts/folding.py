"""A contract's text as the rules fold it: all that was executed, whenever it takes effect.

A consolidated copy has what applies by a day. What is drafted next stands on all
that was executed before, and that is folded here in the order of the log. It
comes to the text of the last day, once nothing waits for its condition:

changes    two that touch one item apply in the order in which they were recorded (ordering.py)
novations  bound to no order: another company is in the place of a party in words of any time;
           words that apply before it, however late they are agreed, pass to it like all others
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ledger.domain.contracts.agreements import (
    ContractMatter,
    Folded,
    Novation,
    Renewed,
    Touch,
    change_of,
)
from ledger.domain.contracts.novating import novate
from ledger.domain.contracts.operations import apply
from ledger.domain.contracts.texts import ContractText, goes_on_to
from ledger.domain.kinds.change import Op
from ledger.domain.world import World
from ledger.evidence.statement import Digest, StreamName

Step = tuple[Digest, StreamName | Renewed | Novation]


def steps_of(contract: ContractMatter) -> Iterator[Step]:
    """Yield what has changed the text since its opening, in the order in which it was recorded.

    Each change with the version that it made, each renewal and novation with its statement.
    What has lapsed changes nothing.
    """
    between: dict[Digest, list[Renewed | Novation]] = {}
    events: tuple[Renewed | Novation, ...] = (*contract.renewals, *contract.novations)
    for each in events:
        between.setdefault(each.after, []).append(each)
    opening = contract.executed_at
    assert opening is not None, "only an executed contract is changed"
    yield from _after(opening.digest, between)
    for stream, version in contract.changes:
        if version not in contract.lapsed:
            yield version, stream
        yield from _after(version, between)


def _after(version: Digest, between: Mapping[Digest, list[Renewed | Novation]]) -> Iterator[Step]:
    """Yield what came after a version and before the next, in the order of the log."""
    came = sorted(between.get(version, ()), key=lambda each: each.place.leaf_index)
    yield from ((each.place.digest, each) for each in came)


def begun(contract: ContractMatter) -> Folded:
    """Return a contract's first text; its parties are all who ever were, whenever they joined."""
    text = ContractText.of(contract.terms)
    joins = (each.joins for each in contract.novations)
    text.parties = tuple(dict.fromkeys((*text.parties, *joins)))
    return Folded(text=text, touched={}, novated=())


def take(world: World, before: Folded, step: Step) -> dict[str, Touch]:
    """Apply a step to a folded text, in place; return the items that it touches.

    A novation touches none: it is bound to no order.
    """
    digest, what = step
    if isinstance(what, Novation):
        if what.joins not in before.text.parties:  # a text that was folded before it was agreed
            before.text.parties = (*before.text.parties, what.joins)
        before.novated = (*before.novated, what)
        novate(before.text, what.leaves, what.joins)
        return {}
    if isinstance(what, Renewed):
        if not goes_on_to(before.text.term, what.term):
            return {}  # another term was set before it, which waits for its condition
        before.text.term = what.term
        touched: dict[str, Touch] = {"term": (digest, what.on)}
    else:
        change = change_of(world, what)
        items = take_ops(before, change.body.ops, change.effective_on, change.executed_on)
        touched = dict.fromkeys(items, (digest, change.effective_on))
    before.touched.update(touched)
    return touched


def take_ops(
    before: Folded, ops: Iterable[Op], on: date | None, executed_on: date
) -> tuple[str, ...]:
    """Apply a change's ops to a folded text, in place; return the items that they touch.

    What they say passes to whoever joins after the change applies, by what was agreed
    before. While it is open when it applies, it names nobody who leaves.

    Raises:
        RefusedError: An op does not apply; the text may be changed in part.
    """
    items = tuple(item for op in ops for item in apply(before.text, op))
    for each in before.novated:
        if on is not None and (on, executed_on) < (each.on, each.executed_on):
            novate(before.text, each.leaves, each.joins, items)
    return items


def folded(world: World, contract: ContractMatter) -> Folded:
    """Return the text as of the contract's newest version; never to be changed in place.

    Its parties are all who ever were; whoever left is not in its parts any more,
    whenever the novation applies. Costs as much as the steps since the text that
    was folded last.
    """
    steps = tuple(steps_of(contract))
    start, before = len(steps), None
    while before is None and start:
        before = contract.memo.get(steps[start - 1][0])
        start -= before is None
    if before is None:
        before = begun(contract)
    if start == len(steps):
        return before
    after = before.copy()
    for step in steps[start:]:
        take(world, after, step)
    contract.memo.clear()  # only the newest is ever asked for again
    contract.memo[steps[-1][0]] = after
    return after


def text_before(world: World, contract: ContractMatter, on: date) -> ContractText:
    """Return the newest text without the novations that apply after a day; a copy of its own.

    A change that applies on that day is worded by it: whoever leaves later is still there.
    """
    if all(each.on <= on for each in contract.novations):
        return folded(world, contract).text.copy()
    apart = begun(contract)
    for step in steps_of(contract):
        if not isinstance(step[1], Novation) or step[1].on <= on:
            take(world, apart, step)
    return apart.text
