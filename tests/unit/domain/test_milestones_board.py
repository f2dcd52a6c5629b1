"""A milestone that a real board accepts: motion, ballots, close, acceptance, achievement."""

from datetime import date
from typing import Literal

from ledger.domain.kinds.decision import SubjectRef
from ledger.domain.kinds.milestone import (
    MilestoneAccepted,
    MilestoneBaselined,
    MilestoneClaimed,
    MilestoneRebaselined,
    When,
)
from ledger.domain.partnerships.mandate import NotAdoptedError
from ledger.domain.world import Act
from tests.unit.domain.alliance import MILESTONE, PARTNERSHIP, formation, proposal
from tests.unit.domain.boardroom import BOARD, DECISION, Boardroom
from tests.unit.domain.story import Voice


def planned() -> tuple[Boardroom, Voice]:
    """Return a board with a baselined milestone of its partnership, and the CRO's manager."""
    room = Boardroom()
    manager = room.enrol("iqvia", "chris", "programme_manager")
    body = formation(readers=("tech",), boards=(BOARD,))
    act = room.say(room.sponsor, "partnership.formed.v1", PARTNERSHIP, body)
    room.endorse(room.cro, PARTNERSHIP, act)
    room.say(manager, "milestone.proposed.v1", MILESTONE, proposal(acceptors=BOARD))
    first = MilestoneBaselined(on=When(on=date(2020, 12, 1)), version=1)
    act = room.say(manager, "milestone.baselined.v1", MILESTONE, first)
    room.endorse(room.sponsor, MILESTONE, act)
    return room, manager


def decide(room: Boardroom, subject: Act, choice: Literal["for", "against"] = "for") -> None:
    """Let everybody vote on a statement of the milestone, until the poll closes by itself."""
    ref = SubjectRef(stream=MILESTONE, digest=subject.digest)
    room.open(room.move(subject_refs=(ref,)))
    for seat in room.people:
        room.vote(seat, choice)
    room.advance(days=5)


def test_an_adopted_decision_about_the_claim_accepts_it() -> None:
    """The chair names the decision, and the ledger states that the milestone is achieved."""
    room, manager = planned()
    claim = room.say(
        manager, "milestone.claimed.v1", MILESTONE, MilestoneClaimed(on=date(2020, 12, 17))
    )
    decide(room, claim)
    body = MilestoneAccepted(decision=DECISION)
    room.say(room.chair, "milestone.accepted.v1", MILESTONE, body, subject=claim.digest)

    (act,) = room.acts("milestone.achieved.v1")

    assert act.body.delay_days == 16  # type: ignore[attr-defined]


def test_a_rejected_motion_accepts_nothing() -> None:
    """A board that said no has not accepted."""
    room, manager = planned()
    claim = room.say(
        manager, "milestone.claimed.v1", MILESTONE, MilestoneClaimed(on=date(2020, 12, 17))
    )
    decide(room, claim, "against")

    room.refused(
        NotAdoptedError,
        room.chair,
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(decision=DECISION),
        subject=claim.digest,
    )


def test_a_decision_moves_the_baseline() -> None:
    """The board decides about the milestone, its manager states the new date."""
    room, manager = planned()
    decide(room, room.acts("milestone.baselined.v1")[0])
    body = MilestoneRebaselined(on=When(by=date(2021, 3, 31)), version=2, decision=DECISION)
    room.say(manager, "milestone.rebaselined.v1", MILESTONE, body)

    assert len(room.matter(MILESTONE).baselines) == 2
