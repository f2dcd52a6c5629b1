"""Kinds of the streams decision/<board>/<n>: a motion, its poll, its outcome."""

from datetime import datetime
from typing import Annotated, Literal

from ledger.domain.kinds.base import Count, DigestText, Line, Slug, StreamRef, Text, kind
from ledger.domain.kinds.board import MajorityBase, QuorumBase
from ledger.evidence.canonical import Body, constrained


class SubjectRef(Body):
    """What a motion is about: exactly this content of that stream."""

    stream: StreamRef
    digest: DigestText


class MotionMoved(Body, rename={"class_": "class"}):
    """Put a text to the board; it is frozen when it is opened.

    ``subject_refs`` name the content digest of a contract's or change's draft,
    or a recorded statement of any other stream. At a meeting the motion
    belongs to an item that was called for decision.
    """

    title: Line
    text: Text
    class_: Slug
    procedure: Literal["meeting", "written", "no_objection", "interim"]
    topics: Annotated[tuple[Line, ...], constrained(max_length=20)] = ()
    subject_refs: Annotated[tuple[SubjectRef, ...], constrained(max_length=50)] = ()
    meeting: StreamRef | None = None
    agenda_item: Slug | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


class Voter(Body):
    """A seat that may vote on this motion, its holder, and who may stand in."""

    seat: Slug
    party: Slug
    person: Slug
    alternate: Slug | None = None


class MotionOpened(Body):
    """Open the poll on the motion that the subject moved.

    charter     digest of the statement that set the charter in force
    electorate  every voting seat that is filled today, in the charter's order
    closes_at   when the poll ends at the latest; the motion's own, where it names one
    """

    charter: DigestText
    electorate: Annotated[tuple[Voter, ...], constrained(max_length=150)]
    closes_at: datetime


class RecusalDeclared(Body):
    """Withdraw a seat from this motion for a conflict of interest."""

    seat: Slug


class BallotCast(Body):
    """Vote for a seat; the base is the seat's current ballot, which this one replaces."""

    seat: Slug
    choice: Literal["for", "against", "abstain"]


class CastingVoteGiven(Body):
    """Say how the chair breaks a tie; it counts for nothing without one."""

    choice: Literal["for", "against"]


class PollClosed(Body):
    """End the poll on an opened motion before its window does."""


class MotionWithdrawn(Body):
    """Take a motion back; it will not be decided."""


class MotionDeferred(Body):
    """Put a motion off; votes cast so far fall, and it may be opened anew."""


class DissentRecorded(Body):
    """Put a voter's dissent from a closed decision on record; the words may be sealed."""

    seat: Slug


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


class Tally(Body, rename={"for_": "for"}):
    """Seats by what they did: every voter is counted in exactly one member."""

    for_: Count
    against: Count
    abstained: Count
    silent: Count
    recused: Count


class BaseCount(Body):
    """What the votes for are measured against, and how many of them are needed."""

    of: MajorityBase
    count: Count
    needed: Count


class QuorumCount(Body):
    """The presence when the decision was taken, against what the charter asks."""

    of: QuorumBase
    count: Count
    needed: Count
    present: Count
    met: bool
    missing_parties: tuple[Slug, ...] = ()


class Figure(Body):
    """A number that a rule worked with."""

    name: Slug
    value: Count


class RuleApplied(Body):
    """One rule with its numbers and its verdict, in words that a reader can follow."""

    rule: Slug
    text: Text
    verdict: Literal["met", "not_met", "applied"]
    figures: tuple[Figure, ...] = ()


class DecisionClosed(Body):
    """What the board decided; anyone can compute it again from what came before."""

    outcome: OutcomeWord
    tally: Tally
    base: BaseCount
    quorum: QuorumCount
    explanation: Annotated[tuple[RuleApplied, ...], constrained(min_length=1)]


_ANYONE = "member chair secretary"
_OFFICERS = "chair secretary"

KINDS = (
    kind("motion.moved.v1", MotionMoved, "decision", _ANYONE, "authorship", opens=True),
    kind(
        "motion.opened.v1",
        MotionOpened,
        "decision",
        _OFFICERS,
        "responsibility",
        subject=True,
        arms=True,
    ),
    kind(
        "recusal.declared.v1",
        RecusalDeclared,
        "decision",
        "member",
        "responsibility",
        subject=True,
        sealable=("detail",),
    ),
    kind(
        "ballot.cast.v1",
        BallotCast,
        "decision",
        "member",
        "approval rejection abstention",
        subject=True,
        base=True,
        sealable=("comment",),
    ),
    kind(
        "casting_vote.given.v1",
        CastingVoteGiven,
        "decision",
        "chair",
        "approval rejection",
        subject=True,
    ),
    kind(
        "poll.closed.v1",
        PollClosed,
        "decision",
        _OFFICERS,
        "responsibility",
        subject=True,
    ),
    kind(
        "motion.withdrawn.v1",
        MotionWithdrawn,
        "decision",
        _ANYONE,
        "responsibility",
        subject=True,
        reason=True,
        disarms=True,
    ),
    kind(
        "motion.deferred.v1",
        MotionDeferred,
        "decision",
        _OFFICERS,
        "responsibility",
        subject=True,
        reason=True,
        disarms=True,
    ),
    kind(
        "dissent.recorded.v1",
        DissentRecorded,
        "decision",
        "member",
        "rejection",
        subject=True,
        sealable=("comment",),
    ),
    kind("decision.closed.v1", DecisionClosed, "decision", "system", disarms=True),
)
