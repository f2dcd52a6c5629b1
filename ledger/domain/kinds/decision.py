"""Kinds of the streams decision/<board>/<n>: a motion, its poll, its outcome, what follows."""

from datetime import date, datetime
from typing import Annotated, Literal

from ledger.domain.kinds.base import Amount, DigestText, Line, Money, Slug, StreamRef, Text, kind
from ledger.domain.kinds.charter.terms import Procedure, Slugs
from ledger.domain.kinds.outcome import DecisionClosed, DecisionTaken
from ledger.evidence.canonical import Body, constrained


class SubjectRef(Body):
    """What a motion is about: exactly this content of that stream."""

    stream: StreamRef
    digest: DigestText


class MotionItem(Body, rename={"class_": "class"}):
    """One of several matters put in one motion; class and amount are the motion's if absent."""

    item: Slug
    text: Text
    class_: Slug | None = None
    amount: Amount | None = None


class MotionCondition(Body):
    """What must come true before an adopted motion has effect."""

    condition: Slug
    text: Text


class MotionMoved(Body, rename={"class_": "class"}):
    """Put a text to the board; it is frozen when it is opened.

    ``subject_refs`` name the content digest of a contract's or change's draft,
    or a recorded statement of any other stream; ``charter`` the content digest of
    the charter that it would put in force. At a meeting the motion belongs to an
    item that was called for decision. ``amount`` is what it moves where no subject
    says so, ``budget`` that of which shares are taken. ``matter`` names the question
    where no subject does, so that it is known again when it is put again.
    """

    title: Line
    text: Text
    class_: Slug
    procedure: Procedure
    topics: Annotated[tuple[Slug, ...], constrained(max_length=20)] = ()
    items: Annotated[tuple[MotionItem, ...], constrained(max_length=100)] = ()
    subject_refs: Annotated[tuple[SubjectRef, ...], constrained(max_length=50)] = ()
    charter: DigestText | None = None
    amount: Amount | None = None
    budget: Money | None = None
    matter: Slug | None = None
    meeting: StreamRef | None = None
    agenda_item: Slug | None = None
    conditions: Annotated[tuple[MotionCondition, ...], constrained(max_length=50)] = ()
    long_stop: date | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


class Voter(Body):
    """A voting seat that is filled, its holder, who may stand in, and what keeps it from voting.

    ``kept_out`` says why the seat has no vote on this motion although it is held:
    suspended, right-not-gained, right-lost or ties-only.
    """

    seat: Slug
    party: Slug
    person: Slug
    alternate: Slug | None = None
    kept_out: Slug | None = None


class MotionOpened(Body):
    """Open the poll on the motion that the subject moved.

    charter     digest of the statement that set the charter in force
    electorate  every voting seat that is filled today, in the charter's order
    closes_at   when the poll ends at the latest; the motion's own, where it names one
    amount      what it moves: all its subjects together, or what the motion says
    budget      of which shares are taken: its contract's total, or what the motion says
    added       what it moves with related matters, where the charter adds them up
    """

    charter: DigestText
    electorate: Annotated[tuple[Voter, ...], constrained(max_length=150)]
    closes_at: datetime
    amount: Amount | None = None
    budget: Money | None = None
    added: Amount | None = None


class RecusalDeclared(Body):
    """Withdraw a seat from this motion, or from some of its items, for a conflict of interest.

    A member withdraws their own seat; an officer records what the board has ruled
    in the decision that ``ruled_by`` names.
    """

    seat: Slug
    items: Slugs = ()
    ruled_by: StreamRef | None = None


class ProxyDeclared(Body):
    """Give a seat's vote on this motion to another seat, where it is decided in writing."""

    giver: Slug
    holder: Slug
    items: Slugs = ()


class BallotCast(Body):
    """Vote for a seat; the base is the seat's current ballot, which this one replaces.

    With ``on_behalf_of`` it is that seat's vote, cast by this seat as its proxy.
    """

    seat: Slug
    choice: Literal["for", "against", "abstain"]
    items: Slugs = ()
    on_behalf_of: Slug | None = None


class CastingVoteGiven(Body):
    """Say how the chair breaks a tie; it counts for nothing without one."""

    choice: Literal["for", "against"]


class ObjectionRaised(Body):
    """Object to the matter in the no-objection procedure, or to its being decided in writing."""

    seat: Slug
    to: Literal["matter", "form"]


class RepetitionSupported(Body):
    """Want, for a seat, that a matter that was rejected is put again before its time."""

    seat: Slug


class PollClosed(Body):
    """End the poll on an opened motion before its window does."""


class MotionWithdrawn(Body):
    """Take a motion back; it will not be decided."""


class MotionDeferred(Body):
    """Put a motion off; votes cast so far fall, and it may be opened anew."""


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
        "repetition.supported.v1",
        RepetitionSupported,
        "decision",
        "member",
        "approval",
        subject=True,
    ),
    kind(
        "recusal.declared.v1",
        RecusalDeclared,
        "decision",
        _ANYONE,
        "responsibility",
        subject=True,
        sealable=("detail",),
    ),
    kind("proxy.declared.v1", ProxyDeclared, "decision", "member", "approval", subject=True),
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
        "objection.raised.v1",
        ObjectionRaised,
        "decision",
        "member",
        "rejection",
        subject=True,
        sealable=("comment",),
    ),
    kind("poll.closed.v1", PollClosed, "decision", _OFFICERS, "responsibility", subject=True),
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
    kind("decision.taken.v1", DecisionTaken, "decision", "system", arms=True),
    kind("decision.closed.v1", DecisionClosed, "decision", "system", disarms=True),
)
