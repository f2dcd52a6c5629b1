"""Scenes of a partnership: how it comes into each phase of its machine."""

from datetime import date

from ledger.domain.kinds.common import ActWithdrawn
from ledger.domain.kinds.partnership import (
    HealthRating,
    HealthReviewRecorded,
    ItemAssigned,
    ItemClosed,
    ItemRaised,
    PartnershipEnded,
    PartnershipExtended,
    WorkstreamAdded,
)
from ledger.evidence.canonical import Body
from tests.unit.domain.alliance import PARTNERSHIP, Alliance, formation

REVIEW = HealthReviewRecorded(
    on=date(2020, 12, 17), ratings=(HealthRating(dimension="trust", rating="green"),)
)


EXAMPLES: dict[str, Body] = {
    "partnership.formed.v1": formation(),
    "workstream.added.v1": WorkstreamAdded(slug="change", title="Change"),
    "health_review.recorded.v1": REVIEW,
    "partnership.extended.v1": PartnershipExtended(until=date(2023, 12, 16)),
    "partnership.ended.v1": PartnershipEnded(on=date(2022, 1, 1)),
} | {
    f"{family}.{step}.v1": body
    for family in ("risk", "issue", "action")
    for step, body in (
        ("raised", ItemRaised(slug="drug", title="Drug supply")),
        ("assigned", ItemAssigned(slug="drug", party="iqvia")),
        ("closed", ItemClosed(slug="drug", outcome="supplied")),
    )
}


def ended() -> Alliance:
    """Return a partnership that was ended by both sides."""
    alliance = Alliance().form()
    act = alliance.say(
        alliance.sponsor.as_("signatory"),
        "partnership.ended.v1",
        PARTNERSHIP,
        PartnershipEnded(on=date(2022, 1, 1)),
    )
    alliance.endorse(alliance.cro.as_("signatory"), PARTNERSHIP, act)
    return alliance


def proposed() -> Alliance:
    """Return a partnership that waits for the other side."""
    alliance = Alliance()
    alliance.say(
        alliance.sponsor.as_("signatory"), "partnership.formed.v1", PARTNERSHIP, formation()
    )
    return alliance


def withdrawn() -> Alliance:
    """Return a partnership whose proposal was taken back."""
    alliance = proposed()
    act = alliance.acts("partnership.formed.v1")[0]
    alliance.say(
        alliance.sponsor.as_("signatory"),
        "act.withdrawn.v1",
        PARTNERSHIP,
        ActWithdrawn(),
        subject=act.digest,
    )
    return alliance
