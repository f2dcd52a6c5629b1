"""What a motion moves, what it is about, and what it has in common with others."""

from dataclasses import dataclass

from ledger.domain.content import amount_of
from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter
from ledger.domain.contracts.amounts import value_of
from ledger.domain.contracts.folding import folded
from ledger.domain.kinds import parent_of, stream_type
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.decision import MotionMoved
from ledger.domain.world import World, matter_of
from ledger.evidence.statement import Digest, StreamName


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What a motion moves, alone and with related ones, and of what shares of it are taken."""

    amount: Amount | None
    budget: Money | None
    added: Amount | None = None


def moved_by(world: World, motion: MotionMoved) -> Moved:
    """Return what a motion moves: its subjects' amounts together, else what it says itself.

    What it says of each of its items adds up where it says nothing of the whole.

    The budget is the total of the contract that its first subject is, or changes,
    with every executed change; else what it says itself.
    """
    streams = [StreamName(ref.stream) for ref in motion.subject_refs]
    amounts = [amount for amount in (amount_of(world, each) for each in streams) if amount]
    budgets = [budget for budget in (_budget_of(world, each) for each in streams) if budget]
    if not amounts and motion.amount is None:
        amounts = [item.amount for item in motion.items if item.amount is not None]
    return Moved(
        amount=_sum(amounts) if amounts else motion.amount,
        budget=budgets[0] if budgets else motion.budget,
    )


def _sum(amounts: list[Amount]) -> Amount:
    """Add up what several subjects move; what is not known, or in other money, is unknown."""
    known = [amount for amount in amounts if isinstance(amount, Money)]
    currencies = {amount.currency for amount in known}
    if len(known) == len(amounts) and len(currencies) == 1:
        return Money(minor=sum(abs(each.minor) for each in known), currency=currencies.pop())
    return "undisclosed" if all(amount == "undisclosed" for amount in amounts) else "unknown"


def _budget_of(world: World, stream: StreamName) -> Money | None:
    name = parent_of(stream) if stream_type(stream) == "change" else stream
    contract = None if name is None else matter_of(world, name, ContractMatter)
    if contract is None or contract.version is None:
        return None
    value = value_of(folded(world, contract).text.budget.values())
    return value if isinstance(value, Money) else None


def topics_of(world: World, motion: MotionMoved) -> frozenset[str]:
    """Return a motion's topics: those that it declares, and what the changes it names do.

    Asked of the content that the motion names, so that a new draft alters nothing.
    """
    done = (
        change.topics.get(Digest(ref.digest), frozenset[str]())
        for ref in motion.subject_refs
        if (change := matter_of(world, StreamName(ref.stream), ChangeMatter)) is not None
    )
    return frozenset(motion.topics).union(*done)


def about(motion: MotionMoved) -> str | None:
    """Return what related motions have in common: the contract (or other thing) they are about."""
    if not motion.subject_refs:
        return None
    stream = StreamName(motion.subject_refs[0].stream)
    return str(parent_of(stream) or stream)


def same_as(motion: MotionMoved) -> str | None:
    """Return what a motion has in common with one that puts the same question again."""
    if motion.matter is not None:
        return motion.matter
    return motion.subject_refs[0].stream if motion.subject_refs else None
