"""What a close says: the outcome, the numbers behind it, and each rule that was applied."""

from datetime import datetime
from typing import Annotated, Literal

from ledger.domain.kinds.base import Count, Fraction, Positive, Slug, Text
from ledger.domain.kinds.charter.counting import MajorityBase, QuorumBase
from ledger.domain.kinds.charter.terms import CountedAs
from ledger.evidence.canonical import Body, constrained

OutcomeWord = Literal[
    "adopted",
    "adopted_with_conditions",
    "rejected",
    "deadlocked",
    "inquorate",
    "inadmissible",
    "ultra_vires",
    "escalated",
    "unresolved",
    "deferred",
    "withdrawn",
    "pending",
    "lapsed",
]

# Weights that were divided may be parts of one; everything else is whole.
Number = Count | Fraction


class Tally(Body, rename={"for_": "for"}):
    """Filled voting seats by what they did: each is counted in exactly one member.

    ``excluded`` seats had no vote here though nobody recused them: suspended,
    their voting right not gained or lost, or voting on ties alone. Deemed votes
    are what the charter makes of silence.

    for_              voted for
    against           voted against
    abstained         abstained
    silent            could have voted, and did not
    recused           withdrew for a conflict
    excluded          had no vote here for another reason
    deemed_for        said nothing, and is deemed to be for
    deemed_against    said nothing, and is deemed to be against
    deemed_abstained  said nothing, and is deemed to abstain
    """

    for_: Count
    against: Count
    abstained: Count
    silent: Count
    recused: Count
    excluded: Count = 0
    deemed_for: Count = 0
    deemed_against: Count = 0
    deemed_abstained: Count = 0


class PartCount(Body):
    """One of several things that must hold together: what was found, what is needed.

    part    its name in the charter
    found   how many there are
    needed  how many there must be, or may be
    reach   at_least or at_most
    met     whether it holds
    """

    part: Slug
    found: Number
    needed: Number
    reach: Literal["at_least", "at_most"]
    met: bool


class QuorumCount(Body):
    """The presence when the decision was taken, against what the charter asks.

    ``present`` and ``needed`` are counted in ``unit``; with ``passes`` the needed
    number itself is not enough.

    rule     the charter's rule
    unit     what is counted
    of       what the base is made of
    count    the base
    needed   how many of it must be present
    present  how many are
    met      whether that is enough, and every part holds
    passes   whether the needed number must be passed
    parts    what else must hold of those present
    """

    rule: Slug
    unit: CountedAs
    of: QuorumBase
    count: Number
    needed: Number
    present: Number
    met: bool
    passes: bool = False
    parts: tuple[PartCount, ...] = ()


class BaseCount(Body, rename={"for_": "for"}):
    """One majority: the votes for, what they are measured against, how many are needed.

    unit     what is counted
    of       what the base is made of
    count    the base
    needed   how many votes for it takes
    for_     the votes for
    against  the votes against
    met      whether the votes for are enough
    passes   whether the needed number must be passed
    """

    unit: CountedAs
    of: MajorityBase
    count: Number
    needed: Number
    for_: Number
    against: Number
    met: bool
    passes: bool = False


class Figure(Body):
    """A number that a rule worked with.

    name   what it is
    value  the number
    """

    name: Slug
    value: Number


class RuleApplied(Body):
    """One rule with its numbers and its verdict, in words that a reader can follow.

    rule     the rule
    text     what it came to, in words
    verdict  met, not_met, or applied where nothing was asked
    figures  the numbers it worked with
    """

    rule: Slug
    text: Text
    verdict: Literal["met", "not_met", "applied"]
    figures: tuple[Figure, ...] = ()


class ItemOutcome(Body):
    """What became of one item of a motion that put several.

    item     the item
    outcome  what became of it
    tally    the seats by what they did
    base     the majorities that were needed
    quorum   the presence, where the charter asks for one
    """

    item: Slug
    outcome: OutcomeWord
    tally: Tally
    base: tuple[BaseCount, ...] = ()
    quorum: QuorumCount | None = None


class DecisionClosed(Body):
    """What the board decided; anyone can compute it again from what came before.

    outcome      the motion's; of several items the first word in this order that one of
                 them has: pending, escalated, deferred, deadlocked, unresolved,
                 inquorate, inadmissible, ultra_vires, lapsed, rejected,
                 adopted_with_conditions, adopted
    tally        the seats by what they did (of the first item with that word)
    base         the majorities that were needed
    quorum       the presence, where the charter asks for one and a vote was held
    items        each item's outcome, where several were put
    stage        of a decision that is taken in several
    until        when time alone changes the outcome next, where it will
    explanation  each rule that was applied, in order
    """

    outcome: OutcomeWord
    tally: Tally
    explanation: Annotated[tuple[RuleApplied, ...], constrained(min_length=1)]
    base: tuple[BaseCount, ...] = ()
    quorum: QuorumCount | None = None
    items: tuple[ItemOutcome, ...] = ()
    stage: Positive = 1
    until: datetime | None = None


class DecisionTaken(DecisionClosed):
    """What the vote came to, while a form, a condition, ratification or escalation is due."""
