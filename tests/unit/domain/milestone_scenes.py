"""Scenes of a milestone: how it comes into each phase of its machine."""

from datetime import date
from typing import Any

from ledger.domain.kinds.milestone import (
    MilestoneAccepted,
    MilestoneBaselined,
    MilestoneCancelled,
    MilestoneClaimed,
    MilestoneDisputed,
    MilestoneDisputeResolved,
    MilestoneForecast,
    MilestoneRebaselined,
    MilestoneWaived,
    When,
)
from ledger.domain.world import Act, Audience
from ledger.evidence.canonical import Body
from tests.unit.domain.alliance import MILESTONE, PARTNERS, Alliance, proposal
from tests.unit.domain.story import Voice

DAY = date(2020, 12, 17)


DECISION = "decision/jsc/1"


EXAMPLES: dict[str, Body] = {
    "milestone.proposed.v1": proposal(),
    "milestone.baselined.v1": MilestoneBaselined(on=When(on=DAY), version=1),
    "milestone.forecast.v1": MilestoneForecast(on=When(on=DAY), causes=()),
    "milestone.claimed.v1": MilestoneClaimed(on=DAY),
    "milestone.accepted.v1": MilestoneAccepted(),
    "milestone.disputed.v1": MilestoneDisputed(),
    "milestone.dispute_resolved.v1": MilestoneDisputeResolved(outcome="stands"),
    "milestone.rebaselined.v1": MilestoneRebaselined(on=When(on=DAY), version=2, decision=DECISION),
    "milestone.waived.v1": MilestoneWaived(decision=DECISION),
    "milestone.cancelled.v1": MilestoneCancelled(decision=DECISION),
}


def planned() -> Alliance:
    """Return a milestone that was proposed."""
    return Alliance().form().plan()


def baselined() -> Alliance:
    """Return a milestone with a baseline."""
    return planned().baseline()


def claimed() -> Alliance:
    """Return a milestone that the CRO claims."""
    alliance = baselined()
    alliance.claim()
    return alliance


def disputed() -> Alliance:
    """Return a milestone whose claim the sponsor disputes."""
    alliance = claimed()
    dispute(alliance)
    return alliance


def achieved() -> Alliance:
    """Return a milestone that both accepted."""
    alliance = claimed()
    accept(alliance, alliance.cro)
    accept(alliance, alliance.sponsor)
    return alliance


def given_up(tag: str) -> Alliance:
    """Return a milestone that a decision waived or cancelled."""
    alliance = planned()
    decide(alliance)
    alliance.say(alliance.sponsor, tag, MILESTONE, EXAMPLES[tag])
    return alliance


def by_board() -> Alliance:
    """Return a claimed milestone that the steering committee accepts; the sponsor chairs it."""
    alliance = Alliance()
    alliance.plant_board("board/jsc", chair=alliance.sponsor, secretary=alliance.cro)
    alliance.form(boards=("board/jsc",)).plan(acceptors="board/jsc").baseline()
    alliance.claim()
    return alliance


def decide(
    alliance: Alliance,
    name: str = DECISION,
    subject: Act | None = None,
    board_audience: Audience = PARTNERS,
    **facts: Any,
) -> None:
    """Let a board of both parties adopt a decision about the milestone, or some statement."""
    about = subject or alliance.acts("milestone.proposed.v1")[0]
    alliance.plant_board(
        "board/jsc", audience=board_audience, chair=alliance.sponsor, secretary=alliance.cro
    )
    alliance.plant_decision(name, (about.statement.stream, about.digest), **facts)


def the_claim(alliance: Alliance) -> Act:
    """Return the newest claim."""
    return alliance.acts("milestone.claimed.v1")[-1]


def accept(alliance: Alliance, voice: Voice, **members: Any) -> Act:
    """Accept the newest claim."""
    return alliance.say(
        voice,
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(**members),
        subject=the_claim(alliance).digest,
    )


def dispute(alliance: Alliance) -> Act:
    """Let the sponsor dispute the newest claim."""
    return alliance.say(
        alliance.sponsor,
        "milestone.disputed.v1",
        MILESTONE,
        MilestoneDisputed(),
        subject=the_claim(alliance).digest,
    )


def resolve(alliance: Alliance, outcome: Any, decision: str | None = None) -> Act:
    """Let the CRO resolve the newest dispute."""
    return alliance.say(
        alliance.cro,
        "milestone.dispute_resolved.v1",
        MILESTONE,
        MilestoneDisputeResolved(outcome=outcome, decision=decision),
        subject=alliance.acts("milestone.disputed.v1")[-1].digest,
    )
