"""Undoing an executed change: exactly what it did, from the reversal's own day on.

Nothing of the past is written anew. Where a later change has touched the same
item, its word stands; only money can then still be taken back, by as much as
the reversed change had moved it.
"""

from dataclasses import dataclass

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter
from ledger.domain.contracts.folding import begun, steps_of, take
from ledger.domain.contracts.items import family_of, name_of, stands_alone, value_of_item
from ledger.domain.contracts.texts import ContractText
from ledger.domain.contracts.trying import Tried
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.change import ChangeReversed, ChangeTerms
from ledger.domain.kinds.terms import BudgetLine
from ledger.domain.world import Act, FollowUp, World, demand_matter, matter_of
from ledger.errors import RefusedError
from ledger.evidence.statement import StreamName

# What a company is called is a fact: no reversal gives it an old name back.
_FACTS = frozenset({"party"})


class ReversesUnknownError(RefusedError):
    """What is reversed is an executed change of the same contract."""

    code = "reverses-unknown"
    message = "{change} is no executed change of {contract}"


class ReversedAlreadyError(RefusedError):
    """A change is reversed once."""

    code = "reversed-already"
    message = "{change} was reversed by {by}"


class ReversalOverlapsError(RefusedError):
    """What a later change has touched is not undone; money is, by what it had moved."""

    code = "reversal-overlaps"
    message = "{item} was changed after {change}, which cannot be reversed there"


class ReversalIncompleteError(RefusedError):
    """A reversal leaves nothing of what it undoes."""

    code = "reversal-incomplete"
    message = "{item} would not be as it was before {change}"


class ReversalExceedsError(RefusedError):
    """A reversal does nothing else than undo."""

    code = "reversal-exceeds"
    message = "{item} was not touched by {change}"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sides:
    """An item, or a text: before the change and right after it, before its reversal and after."""

    was: ContractText
    made: ContractText
    now: ContractText
    then: ContractText


def check_reversal(
    world: World,
    contract: ContractMatter,
    terms: ChangeTerms,
    before: ContractText,
    after: Tried,
) -> None:
    """Accept a change that undoes the one that it names; any, where it names none.

    ``before`` is the text that it changes, ``after`` that text with its ops.

    Raises:
        ReversesUnknownError, ReversedAlreadyError, ReversalOverlapsError,
        ReversalIncompleteError, ReversalExceedsError: see each class.
    """
    if terms.reverses is None:
        return
    change = StreamName(terms.reverses)
    found = matter_of(world, change, ChangeMatter)
    if found is not None and found.reversed_by is not None:
        raise ReversedAlreadyError(change=change, by=found.reversed_by)
    standing = {stream for stream, version in contract.changes if version not in contract.lapsed}
    if change not in standing:
        raise ReversesUnknownError(change=change, contract=contract.stream)
    was, made, items = _around(world, contract, change)
    sides = _Sides(was=was, made=made, now=before, then=after.text)
    for item in sorted(filter(_is_undone, items)):
        _check_undone(sides, item, change)
    for item in sorted(filter(_is_undone, after.items - items)):
        if value_of_item(sides.now, item) != value_of_item(sides.then, item):
            raise ReversalExceedsError(item=item, change=change)


def _around(
    world: World, contract: ContractMatter, change: StreamName
) -> tuple[ContractText, ContractText, frozenset[str]]:
    """Return the text before an executed change and after it, and the items that it touched."""
    after = begun(contract)
    steps = tuple(steps_of(contract))
    at = [stream for _, stream in steps].index(change)
    for step in steps[:at]:
        take(world, after, step)
    before = after.text.copy()
    return before, after.text, frozenset(take(world, after, steps[at]))


def _is_undone(item: str) -> bool:
    return stands_alone(item) and family_of(item) not in _FACTS


def _check_undone(sides: _Sides, item: str, change: StreamName) -> None:
    was, made = value_of_item(sides.was, item), value_of_item(sides.made, item)
    now, then = value_of_item(sides.now, item), value_of_item(sides.then, item)
    if made == now:
        if then != was:
            raise ReversalIncompleteError(item=item, change=change)
    elif family_of(item) == "line":
        _check_moved_back(sides, item, change)
    else:
        raise ReversalOverlapsError(item=item, change=change)


def _check_moved_back(sides: _Sides, item: str, change: StreamName) -> None:
    line = name_of(item)
    was, made, now, then = (
        each.budget.get(line) for each in (sides.was, sides.made, sides.now, sides.then)
    )
    for name in ("fee", "pass_through"):
        forth, back = _movement(was, made, name), _movement(now, then, name)
        if forth is None or back is None:
            raise ReversalOverlapsError(item=item, change=change)
        if back != -forth:
            raise ReversalIncompleteError(item=item, change=change)


def _movement(before: BudgetLine | None, after: BudgetLine | None, name: str) -> int | None:
    """Return by how many minor units a line moved, None where that is not known."""
    old = None if before is None else getattr(before, name)
    new = None if after is None else getattr(after, name)
    if old == new:
        return 0
    was, now = _minor(old), _minor(new)
    return None if was is None or now is None else now - was


def _minor(amount: Amount | None) -> int | None:
    """Return minor units, 0 of a line that is not there, None of what is not known."""
    if amount is None:
        return 0
    return amount.minor if isinstance(amount, Money) else None


def reversals(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Say in the stream of the change that an executed one undid that it is reversed."""
    stream = act.statement.stream
    change = demand_matter(world, stream, ChangeMatter)
    if change.body.reverses is None:
        return ()
    body = ChangeReversed(by=stream, effective_on=change.effective_on)
    reversed_stream = StreamName(change.body.reverses)
    return (
        FollowUp(stream=reversed_stream, kind="change.reversed.v1", subject=act.digest, body=body),
    )
