"""Milestones: accepted by a board, disputed, and claimed anew."""

from datetime import date

import pytest

from ledger.domain.kinds.milestone import (
    MilestoneAccepted,
    MilestoneAchieved,
    MilestoneDisputed,
    MilestoneDisputeResolved,
)
from ledger.domain.milestones.achievement import (
    AcceptanceFormError,
    NotAnAcceptorError,
    NotASideError,
    NotTheClaimError,
)
from ledger.domain.partnerships.mandate import (
    BoardNotEntitledError,
    NotAnOfficerError,
    OtherSubjectError,
)
from ledger.errors import LedgerError
from tests.unit.domain.alliance import MILESTONE, Alliance
from tests.unit.domain.milestone_scenes import (
    DECISION,
    accept,
    by_board,
    claimed,
    decide,
    dispute,
    disputed,
    resolve,
    the_claim,
)


@pytest.mark.parametrize("officer", ["chair", "secretary"])
def test_a_board_accepts_by_a_decision_about_the_claim(officer: str) -> None:
    """Its chair or secretary names the adopted decision; nobody else need accept."""
    alliance = by_board()
    decide(alliance, subject=the_claim(alliance))
    voice = alliance.sponsor if officer == "chair" else alliance.cro
    accept(alliance, voice.as_(officer), decision=DECISION)

    assert alliance.matter(MILESTONE).phase == "achieved"


@pytest.mark.parametrize("capacity", ["programme_manager", "secretary"])
def test_a_board_speaks_through_its_officers(capacity: str) -> None:
    """The sponsor's manager is chair there, not secretary, and no officer as a manager."""
    alliance = by_board()
    decide(alliance, subject=the_claim(alliance))

    alliance.refused(
        NotAnOfficerError,
        alliance.sponsor.as_(capacity),
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(decision=DECISION),
        subject=the_claim(alliance).digest,
    )


@pytest.mark.parametrize(
    ("error", "decision", "about"),
    [
        (AcceptanceFormError, None, "milestone.claimed.v1"),
        (OtherSubjectError, DECISION, "milestone.proposed.v1"),
        (BoardNotEntitledError, "decision/other/1", "milestone.claimed.v1"),
    ],
)
def test_a_board_accepts_by_its_own_decision_about_this_claim(
    error: type[LedgerError], decision: str | None, about: str
) -> None:
    """Without a decision, by one about something else, or by another board's it does not."""
    alliance = by_board()
    alliance.plant_board("board/other")
    decide(alliance, decision or DECISION, alliance.acts(about)[0])

    alliance.refused(
        error,
        alliance.sponsor.as_("chair"),
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(decision=decision),
        subject=the_claim(alliance).digest,
    )


def test_the_claimant_disputes_nothing() -> None:
    """One does not dispute one's own claim."""
    alliance = claimed()

    alliance.refused(
        NotAnAcceptorError,
        alliance.cro,
        "milestone.disputed.v1",
        MILESTONE,
        MilestoneDisputed(),
        subject=the_claim(alliance).digest,
    )


def test_who_accepted_does_not_dispute() -> None:
    """An acceptance is a signature, and stands."""
    alliance = claimed()
    accept(alliance, alliance.sponsor)

    alliance.refused(
        NotAnAcceptorError,
        alliance.sponsor,
        "milestone.disputed.v1",
        MILESTONE,
        MilestoneDisputed(),
        subject=the_claim(alliance).digest,
    )


def test_where_a_board_accepts_each_other_party_can_dispute() -> None:
    """The parties need not wait for the board to say no."""
    alliance = by_board()
    dispute(alliance)

    assert alliance.matter(MILESTONE).phase == "disputed"


@pytest.mark.parametrize(("outcome", "phase"), [("stands", "claimed"), ("rejected", "baselined")])
def test_both_sides_resolve_a_dispute(outcome: str, phase: str) -> None:
    """The claim stands again, or falls and can be made anew, once both have signed."""
    alliance = disputed()
    act = resolve(alliance, outcome)

    assert alliance.matter(MILESTONE).phase == "disputed"

    alliance.endorse(alliance.sponsor, MILESTONE, act)

    assert alliance.matter(MILESTONE).phase == phase
    assert (alliance.matter(MILESTONE).claim is None) == (outcome == "rejected")


def test_a_decision_resolves_a_dispute_at_once() -> None:
    """Nobody need endorse what a board decided."""
    alliance = disputed()
    decide(alliance)
    resolve(alliance, "stands", DECISION)

    assert alliance.matter(MILESTONE).phase == "claimed"
    assert alliance.matter(MILESTONE).spent == {DECISION}


def test_a_resolution_is_of_the_dispute_that_waits() -> None:
    """Its subject is the dispute, not the claim."""
    alliance = disputed()

    alliance.refused(
        NotTheClaimError,
        alliance.cro,
        "milestone.dispute_resolved.v1",
        MILESTONE,
        MilestoneDisputeResolved(outcome="stands"),
        subject=the_claim(alliance).digest,
    )


def test_a_third_party_resolves_nothing() -> None:
    """Only the claimant and who disputed come to terms."""
    alliance = Alliance().form(parties=("servier", "iqvia", "tech")).plan().baseline()
    alliance.claim()
    act = dispute(alliance)

    alliance.refused(
        NotASideError,
        alliance.outsider,
        "milestone.dispute_resolved.v1",
        MILESTONE,
        MilestoneDisputeResolved(outcome="stands"),
        subject=act.digest,
    )


def test_a_rejected_claim_can_be_made_anew() -> None:
    """The new claim is accepted from the beginning."""
    alliance = disputed()
    alliance.endorse(alliance.sponsor, MILESTONE, resolve(alliance, "rejected"))
    alliance.advance(days=200)
    alliance.claim(date(2021, 7, 1))
    accept(alliance, alliance.sponsor)
    accept(alliance, alliance.cro)

    (act,) = alliance.acts("milestone.achieved.v1")

    assert isinstance(act.body, MilestoneAchieved)
    assert (act.body.on, act.body.delay_days) == (date(2021, 7, 1), 92)
