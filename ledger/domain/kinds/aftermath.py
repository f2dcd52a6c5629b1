"""Kinds of the streams decision/<board>/<n>: what follows a vote, and decisions on paper."""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import Amount, Line, Slug, StreamRef, Text, kind
from ledger.domain.kinds.decision import SubjectRef
from ledger.evidence.canonical import Body, constrained


class FormalityDone(Body):
    """Say that a form was kept without which the decision has no effect."""

    formality: Slug


class EscalationAnswered(Body):
    """Answer a deadlock as a named executive, in the step that runs."""

    step: Slug
    title: Slug
    choice: Literal["for", "against"]


class FinalSayExercised(Body):
    """Decide alone, where the charter gives the final say once the steps are exhausted."""

    choice: Literal["for", "against"]


class ConditionMet(Body):
    """Say that a condition of an adopted motion has come true."""

    condition: Slug


class ConditionWaived(Body):
    """Say that a condition is waived, on the decision of the board that is named."""

    condition: Slug
    decision: StreamRef


class ConditionFailed(Body):
    """Say that a condition can no longer come true."""

    condition: Slug


class DecisionAnswered(Body):
    """Say what the board made of this decision, by the later decision that is named."""

    decision: StreamRef


class DecisionRatified(DecisionAnswered):
    """Ratify an interim act, by the decision of the board that is named."""


class DecisionModified(DecisionAnswered):
    """Let an interim act stand as the decision that is named changes it."""


class DecisionReversed(DecisionAnswered):
    """Reverse an interim act, by the decision of the board that is named."""


class DecisionSuperseded(DecisionAnswered):
    """Say that a later decision takes the place of this one."""


class DecisionRescinded(DecisionAnswered):
    """Say that a later decision takes this one back."""


class DecisionChallenged(Body):
    """Challenge a decision as a member, with a reason; what hangs on it is flagged."""

    seat: Slug


class DecisionVoided(DecisionAnswered):
    """Say that the challenged decision is void, by the decision that found so."""


class DecisionConfirmed(DecisionAnswered):
    """Say that the challenged decision stands, by the decision that found so."""


class DissentRecorded(Body):
    """Put a voter's dissent from a closed decision on record; the words may be sealed."""

    seat: Slug


class DecisionRegistered(Body, rename={"class_": "class"}):
    """Register a decision that was made on paper; never shown as verified ballots.

    ``decided_on`` is the day on which it was made, ``outcome`` what it was. Its
    documents are the statement's own.
    """

    title: Line
    text: Text
    class_: Slug
    outcome: Literal["adopted", "rejected"]
    decided_on: date
    topics: Annotated[tuple[Slug, ...], constrained(max_length=20)] = ()
    subject_refs: Annotated[tuple[SubjectRef, ...], constrained(max_length=50)] = ()
    amount: Amount | None = None


_ANYONE = "member chair secretary"
_OFFICERS = "chair secretary"

KINDS = (
    kind(
        "decision.registered.v1",
        DecisionRegistered,
        "decision",
        "signatory",
        "responsibility",
        opens=True,
    ),
    kind("formality.done.v1", FormalityDone, "decision", _ANYONE, "witness", subject=True),
    kind(
        "escalation.answered.v1",
        EscalationAnswered,
        "decision",
        "executive",
        "approval rejection",
        subject=True,
    ),
    kind(
        "final_say.exercised.v1",
        FinalSayExercised,
        "decision",
        "executive signatory chair",
        "approval rejection",
        subject=True,
    ),
    *(
        kind(tag, body, "decision", _OFFICERS, "responsibility", subject=True)
        for tag, body in (
            ("condition.met.v1", ConditionMet),
            ("condition.waived.v1", ConditionWaived),
            ("condition.failed.v1", ConditionFailed),
            ("decision.ratified.v1", DecisionRatified),
            ("decision.modified.v1", DecisionModified),
            ("decision.reversed.v1", DecisionReversed),
            ("decision.superseded.v1", DecisionSuperseded),
            ("decision.rescinded.v1", DecisionRescinded),
            ("decision.voided.v1", DecisionVoided),
            ("decision.confirmed.v1", DecisionConfirmed),
        )
    ),
    kind(
        "decision.challenged.v1",
        DecisionChallenged,
        "decision",
        "member",
        "rejection",
        subject=True,
        reason=True,
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
)
