"""Kinds of the streams milestone/<partnership>/<slug>: planned, forecast, claimed, accepted."""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import (
    Amount,
    Decimal,
    DigestText,
    Line,
    Positive,
    Slug,
    StreamRef,
    kind,
)
from ledger.evidence.canonical import Body, constrained

MilestoneType = Literal["contractual", "payment", "operational"]
Unit = Literal["days", "weeks", "months"]
Percent = Annotated[int, constrained(ge=0, le=100)]


class When(Body):
    """A day, a range of days or a last day, as exactly as it is known.

        {"on":"2021-03-31"}  {"earliest":"2021-01-01","latest":"2021-06-30"}  {"by":"2020-12-31"}

    Exactly one of the three forms; anything else is malformed.
    """

    on: date | None = None
    earliest: date | None = None
    latest: date | None = None
    by: date | None = None

    def __post_init__(self) -> None:
        """Refuse what is none of the three forms; decoding names the place."""
        named = tuple(name for name in self.__struct_fields__ if getattr(self, name) is not None)
        if named not in {("on",), ("earliest", "latest"), ("by",)}:
            message = "a date is given as on, as earliest and latest, or as by"
            raise ValueError(message)
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            message = "the latest day is before the earliest"
            raise ValueError(message)

    @property
    def last_day(self) -> date:
        """The last day that is still in time."""
        last = self.on or self.latest or self.by
        assert last is not None, "each of the three forms has a last day"
        return last


class MilestoneProposed(Body):
    """Propose a milestone: what it is, how it is recognised, who accepts it.

    ``acceptors`` are parties of the partnership, or one board.
    """

    type: MilestoneType
    title: Line
    criteria: Annotated[tuple[Line, ...], constrained(min_length=1, max_length=64)]
    acceptors: Annotated[tuple[Slug, ...], constrained(min_length=1, max_length=64)] | StreamRef
    workstream: Slug | None = None
    amount: Amount | None = None
    contract: StreamRef | None = None


class MilestoneBaselined(Body):
    """Agree the date that delay is measured against; effective once each acceptor endorsed."""

    on: When
    version: Positive


class Cause(Body):
    """One cause of a delay and its share of it; a recovery has a negative amount."""

    cause: Line
    amount: Decimal
    unit: Unit
    party: Slug | None = None


class MilestoneForecast(Body):
    """Say when it is now expected and, when that is late, why; confidence is in per cent."""

    on: When
    causes: Annotated[tuple[Cause, ...], constrained(max_length=64)]
    confidence: Percent | None = None


class MilestoneClaimed(Body):
    """Claim that the criteria were met on a day; the evidence is attached as documents."""

    on: date


class MilestoneAccepted(Body):
    """Accept the claim that is the subject; for a board, by the decision that it took."""

    decision: StreamRef | None = None


class MilestoneDisputed(Body):
    """Dispute the claim that is the subject, for the reason given."""


class MilestoneDisputeResolved(Body):
    """Resolve the dispute that is the subject: the claim stands again, or is rejected.

    By both sides, or by the decision named.
    """

    outcome: Literal["stands", "rejected"]
    decision: StreamRef | None = None


class MilestoneAchieved(Body):
    """State that every acceptor accepted; delay is against the newest baseline, in days."""

    on: date
    claim: DigestText
    version: Positive
    delay_days: int


class MilestoneRebaselined(Body):
    """Measure against a new date from here on, by decision; the old baseline is kept."""

    on: When
    version: Positive
    decision: StreamRef


class MilestoneWaived(Body):
    """Do without the milestone, by decision."""

    decision: StreamRef


class MilestoneCancelled(Body):
    """Give the milestone up, by decision."""

    decision: StreamRef


_MANAGERS = "programme_manager signatory"
_ACCEPTORS = "programme_manager signatory chair secretary"  # a board's officers name its decision

KINDS = (
    kind(
        "milestone.proposed.v1",
        MilestoneProposed,
        "milestone",
        _MANAGERS,
        "authorship",
        opens=True,
    ),
    kind("milestone.baselined.v1", MilestoneBaselined, "milestone", _MANAGERS, "approval"),
    kind(
        "milestone.forecast.v1",
        MilestoneForecast,
        "milestone",
        "programme_manager signatory agent",
        "authorship",
        correctable=True,
    ),
    kind("milestone.claimed.v1", MilestoneClaimed, "milestone", _MANAGERS, "authorship"),
    kind(
        "milestone.accepted.v1",
        MilestoneAccepted,
        "milestone",
        _ACCEPTORS,
        "approval",
        subject=True,
    ),
    kind(
        "milestone.disputed.v1",
        MilestoneDisputed,
        "milestone",
        _MANAGERS,
        "rejection",
        subject=True,
        reason=True,
    ),
    kind(
        "milestone.dispute_resolved.v1",
        MilestoneDisputeResolved,
        "milestone",
        _MANAGERS,
        "approval",
        subject=True,
        reason=True,
    ),
    kind("milestone.achieved.v1", MilestoneAchieved, "milestone", "system"),
    kind(
        "milestone.rebaselined.v1",
        MilestoneRebaselined,
        "milestone",
        _MANAGERS,
        "responsibility",
        reason=True,
    ),
    kind(
        "milestone.waived.v1",
        MilestoneWaived,
        "milestone",
        _MANAGERS,
        "responsibility",
        reason=True,
    ),
    kind(
        "milestone.cancelled.v1",
        MilestoneCancelled,
        "milestone",
        _MANAGERS,
        "responsibility",
        reason=True,
    ),
)
