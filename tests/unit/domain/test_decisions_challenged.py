"""Decisions that are challenged, confirmed or voided, superseded, rescinded, or on paper."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.boards.speaking import NotYourSeatError
from ledger.domain.common import AudienceGapError
from ledger.domain.decisions.aftermath import (
    ChallengeLateError,
    ChallengerVotedError,
    LaterDecisionError,
)
from ledger.domain.decisions.registering import RegisteredPaperError, RegisteringPartyError
from ledger.domain.kinds.aftermath import (
    ConditionMet,
    DecisionChallenged,
    DecisionConfirmed,
    DecisionRegistered,
    DecisionRescinded,
    DecisionSuperseded,
    DecisionVoided,
    DissentRecorded,
)
from ledger.domain.kinds.charter.powers import Challenge
from ledger.domain.kinds.decision import MotionCondition, SubjectRef
from ledger.domain.room import OutOfStateError
from ledger.evidence.statement import Document
from tests.unit.domain.agreement import CHANGE, MORE, SteeredDeal, draft, impact
from tests.unit.domain.boardroom import DECISION, SINCE, Boardroom, charter, constitution, decision
from tests.unit.domain.charter_parts import days, powers
from tests.unit.domain.courses import LATER, adopt, cast_all, motion_of, put, tell, untold
from tests.unit.domain.recomputing import assert_closes_recompute

WITHOUT_S2 = "+.++"
VOIDED = ("decision.voided.v1", DecisionVoided(decision=LATER))
CONFIRMED = ("decision.confirmed.v1", DecisionConfirmed(decision=LATER))
PAPER = Document(name="paper.pdf", media_type="application/pdf", size=1, sha256="0" * 64)


def challenge(room: Boardroom, seat: str = "i1", who: str = "i1") -> tuple[Any, ...]:
    """Return what a member says to challenge the decision."""
    return room.people[who], "decision.challenged.v1", DecisionChallenged(seat=seat)


def decided(**charter: Any) -> Boardroom:
    """Return a board that has adopted a motion of s2's."""
    room = Boardroom(**charter)
    put(room)
    cast_all(room, "+++-")
    return room


def test_a_challenged_decision_is_confirmed_or_voided_by_a_later_one() -> None:
    """Challenged by a seat of its electorate, answered without the vote of whose act it was."""
    seen = []
    for answer in (CONFIRMED, VOIDED):
        room = decided()
        untold(room, NotYourSeatError, *challenge(room, "s1"))
        tell(room, *challenge(room))
        seen.append((decision(room).phase, decision(room).is_adopted))
        untold(room, OutOfStateError, *challenge(room, "i2", "i2"))
        adopt(room, choices=WITHOUT_S2)
        tell(room, room.chair, *answer)
        seen.append((decision(room).phase, decision(room).is_adopted))
        assert_closes_recompute(room)

    assert seen == [
        ("challenged", False),
        ("closed", True),
        ("challenged", False),
        ("voided", False),
    ]


def test_whose_act_is_challenged_has_no_vote_in_the_answer() -> None:
    """The mover of the challenged motion."""
    room = decided()
    tell(room, *challenge(room))
    adopt(room)

    refusal = untold(room, ChallengerVotedError, room.chair, *VOIDED)
    assert refusal.facts["seat"] == "s2"


def test_a_challenge_has_its_time() -> None:
    """Counted from the decision, in the charter's days."""
    room = decided(**powers(challenge=Challenge(within=days(10))))
    room.advance(days=10)
    in_time = challenge(room)
    other = decided(**powers(challenge=Challenge(within=days(10))))
    other.advance(days=11)

    tell(room, *in_time)
    untold(other, ChallengeLateError, *challenge(other))


def another_board(room: Boardroom) -> None:
    """Constitute a board above and let it adopt a decision about the first one's."""
    founding = room.say(room.sponsor, "board.constituted.v1", "board/esc", constitution())
    room.endorse(room.cro, "board/esc", founding)


@pytest.mark.parametrize(("boards", "fits"), [(("esc",), True), ((), False)])
def test_a_board_above_answers_where_the_charter_names_it(
    boards: tuple[str, ...],
    fits: bool,  # noqa: FBT001 -- a table has its columns
) -> None:
    """Else only the board itself does."""
    above = "decision/esc/1"
    room = decided(**powers(challenge=Challenge(boards=boards)))
    tell(room, *challenge(room))
    another_board(room)
    register(room, above, subject_refs=(SubjectRef(stream=DECISION, digest=closing(room)),))
    voided = ("decision.voided.v1", DecisionVoided(decision=above))

    if fits:
        tell(room, room.chair, *voided)
        assert decision(room).is_void
    else:
        untold(room, LaterDecisionError, room.chair, *voided)


def closing(room: Boardroom) -> str:
    """Return the digest of the decision's close."""
    closed = decision(room).closing
    assert closed is not None
    return closed


def test_voiding_takes_back_nothing_that_it_authorised() -> None:
    """A change that it authorised stays as it is; what hangs on it is flagged, not reverted."""
    room = SteeredDeal()
    room.execute(draft(readers=("tech",)))
    room.propose(MORE, change_kind="change_order", impact=impact(fee=20_000))
    ref = SubjectRef(stream=CHANGE, digest=str(room.change().content))
    put(room, class_="budget", subject_refs=(ref,))
    cast_all(room, "++++")
    before = room.change()
    tell(room, *challenge(room))
    adopt(room, choices=WITHOUT_S2)
    tell(room, room.chair, *VOIDED)

    assert (room.change(), before.phase) == (before, "authorised")
    assert not decision(room).is_adopted
    assert_closes_recompute(room)


def test_what_was_due_while_it_was_challenged_comes_with_the_confirmation() -> None:
    """No clock of it runs meanwhile; afterwards it is where time has brought it."""
    room = Boardroom()
    funds = (MotionCondition(condition="funds", text="The funds are there."),)
    stop = room.now.date() + timedelta(days=2)
    put(room, conditions=funds, long_stop=stop)
    cast_all(room, "++++")
    tell(room, *challenge(room))
    met = ConditionMet(condition="funds")
    untold(room, OutOfStateError, room.chair, "condition.met.v1", met)
    adopt(room, choices=WITHOUT_S2)
    waiting = decision(room).phase
    tell(room, room.chair, *CONFIRMED)

    assert (waiting, decision(room).outcome) == ("challenged", "lapsed")
    assert_closes_recompute(room)


@pytest.mark.parametrize("word", ["superseded", "rescinded"])
def test_a_later_decision_takes_the_place_of_an_earlier_one(word: str) -> None:
    """By an adopted decision about it; the old one and its outcome stay readable."""
    bodies = {"superseded": DecisionSuperseded, "rescinded": DecisionRescinded}
    said = (f"decision.{word}.v1", bodies[word](decision=LATER))
    room = decided()
    untold(room, LaterDecisionError, room.chair, *said)
    adopt(room)
    tell(room, room.chair, *said)

    (later,) = decision(room).later
    assert (later.standing, later.decision, decision(room).outcome) == (word, LATER, "adopted")
    assert_closes_recompute(room)


def test_a_dissent_from_a_voided_decision_is_still_heard() -> None:
    """It is on record with what it was about."""
    room = decided()
    tell(room, *challenge(room))
    adopt(room, choices=WITHOUT_S2)
    tell(room, room.chair, *VOIDED)

    tell(room, room.people["i2"], "dissent.recorded.v1", DissentRecorded(seat="i2"))
    assert decision(room).is_void


def paper(**members: Any) -> DecisionRegistered:
    """Return a decision that was made on paper."""
    filled: dict[str, Any] = {
        "title": "Old",
        "text": "Decided on paper.",
        "class_": "scope",
        "outcome": "adopted",
        "decided_on": SINCE,
    }
    return DecisionRegistered(**{**filled, **members})


def register(room: Boardroom, stream: str = DECISION, **members: Any) -> None:
    """Register a decision on paper, with the other party's endorsement."""
    said = (room.sponsor, "decision.registered.v1", stream, paper(**members))
    room.endorse(room.cro, stream, room.say(*said, documents=(PAPER,)))


def test_paper_is_registered_with_each_party_s_endorsement() -> None:
    """It counts as decided, outside of the ledger: there are no ballots and no tally."""
    room = Boardroom()
    said = (room.sponsor, "decision.registered.v1", DECISION, paper())
    waiting = room.say(*said, documents=(PAPER,))
    before = room.matter(DECISION)
    room.endorse(room.cro, DECISION, waiting)
    found = motion_of(room)

    assert before is None
    assert (found.phase, found.outcome, found.is_adopted) == ("registered", "adopted", True)
    assert (found.poll, found.result) == (None, None)
    assert_closes_recompute(room)


def test_paper_is_of_the_past_and_comes_with_its_document() -> None:
    """By a party of the board, about what everyone of it may read."""
    room = Boardroom()
    tomorrow = room.now.date() + timedelta(days=1)
    said = ("decision.registered.v1", DECISION)

    room.refused(RegisteredPaperError, room.sponsor, *said, paper())
    future = paper(decided_on=tomorrow)
    room.refused(RegisteredPaperError, room.sponsor, *said, future, documents=(PAPER,))
    room.refused(RegisteringPartyError, room.guest, *said, paper(), documents=(PAPER,))
    founding = room.say(room.sponsor, "board.constituted.v1", "board/own", alone())
    ref = SubjectRef(stream="board/own", digest=founding.digest)
    apart = paper(subject_refs=(ref,))
    room.refused(AudienceGapError, room.sponsor, *said, apart, documents=(PAPER,))
    register(room, decided_on=date(2019, 1, 1))


def alone() -> Any:
    """Return the constitution of a board of the sponsor's own."""
    seats = charter().seats[:2]
    return constitution(parties=("servier",), readers=(), charter=charter(seats=seats, quorum=()))


def test_paper_answers_a_challenge_like_any_other_decision() -> None:
    """Nobody voted on it here, so nobody's vote is in the way."""
    room = decided()
    tell(room, *challenge(room))
    register(room, LATER, subject_refs=(SubjectRef(stream=DECISION, digest=closing(room)),))
    tell(room, room.chair, *CONFIRMED)

    assert decision(room).phase == "closed"
