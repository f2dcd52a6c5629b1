"""Kinds of the streams partnership/<slug>: what companies set out to do together."""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import Amount, Line, Slug, StreamRef, Text, kind
from ledger.evidence.canonical import Body, constrained

Parties = Annotated[tuple[Slug, ...], constrained(min_length=2, max_length=64)]
# A year, a month or a day: as exactly as an old relationship's beginning is known.
Since = Annotated[str, constrained(pattern=r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")]


class Workstream(Body):
    """A strand of the work, and the party that leads it."""

    slug: Slug
    title: Line
    lead: Slug | None = None


class EarlierRelation(Body):
    """A relationship before this one that no stream of this ledger tells of."""

    title: Line
    since: Since


class PartnershipFormed(Body, rename={"from_": "from"}):
    """Form a partnership; takes effect when a signatory of each other party endorsed it.

    ``value`` undisclosed, unknown and zero are three different things.
    ``predecessor`` is an earlier partnership's stream, or a relation outside
    of this ledger.
    """

    parties: Parties
    objectives: Annotated[tuple[Line, ...], constrained(min_length=1, max_length=64)]
    workstreams: Annotated[tuple[Workstream, ...], constrained(max_length=128)]
    boards: Annotated[tuple[StreamRef, ...], constrained(max_length=64)]
    contracts: Annotated[tuple[StreamRef, ...], constrained(max_length=512)]
    from_: date
    value: Amount
    readers: tuple[Slug, ...] = ()
    until: date | None = None
    predecessor: StreamRef | EarlierRelation | None = None
    title: Line | None = None


class WorkstreamAdded(Body):
    """Add a strand of the work."""

    slug: Slug
    title: Line
    lead: Slug | None = None


class HealthRating(Body):
    """How one side of the relationship stands."""

    dimension: Slug
    rating: Literal["green", "amber", "red"]
    note: Line | None = None


class HealthReviewRecorded(Body):
    """Record how the relationship itself stands, apart from the work."""

    on: date
    ratings: Annotated[tuple[HealthRating, ...], constrained(min_length=1, max_length=64)]
    summary: Text | None = None
    next_on: date | None = None


class ItemRaised(Body):
    """Raise a risk, an issue or an action; the kind's tag says which."""

    slug: Slug
    title: Line
    detail: Text | None = None
    workstream: Slug | None = None
    severity: Literal["low", "medium", "high"] | None = None
    due: date | None = None


class ItemAssigned(Body):
    """Give a risk, an issue or an action to a party, and there perhaps to a person."""

    slug: Slug
    party: Slug
    person: Slug | None = None
    due: date | None = None


class ItemClosed(Body):
    """Close a risk, an issue or an action, and say what came of it."""

    slug: Slug
    outcome: Line


class PartnershipExtended(Body):
    """Set a new last day, or none; takes effect when each other party endorsed it."""

    until: date | None = None


class PartnershipEnded(Body):
    """End the partnership; takes effect when each other party endorsed it."""

    on: date


_MANAGERS = "programme_manager signatory"

KINDS = (
    kind(
        "partnership.formed.v1",
        PartnershipFormed,
        "partnership",
        "signatory",
        "approval",
        opens=True,
    ),
    kind("workstream.added.v1", WorkstreamAdded, "partnership", _MANAGERS, "authorship"),
    kind(
        "health_review.recorded.v1",
        HealthReviewRecorded,
        "partnership",
        "programme_manager signatory executive",
        "review",
        correctable=True,
    ),
    *(
        row
        for item in ("risk", "issue", "action")
        for row in (
            kind(
                f"{item}.raised.v1",
                ItemRaised,
                "partnership",
                _MANAGERS,
                "authorship",
                correctable=True,
            ),
            kind(f"{item}.assigned.v1", ItemAssigned, "partnership", _MANAGERS, "responsibility"),
            kind(f"{item}.closed.v1", ItemClosed, "partnership", _MANAGERS, "responsibility"),
        )
    ),
    kind("partnership.extended.v1", PartnershipExtended, "partnership", "signatory", "approval"),
    kind(
        "partnership.ended.v1",
        PartnershipEnded,
        "partnership",
        "signatory",
        "approval",
        reason=True,
    ),
)
