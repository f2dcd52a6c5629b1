"""An officer acts alone between meetings; the board answers for it afterwards."""

from typing import Any

import pytest

from ledger.domain.boards.speaking import OfficeNotHeldError
from ledger.domain.decisions.aftermath import LaterDecisionError, NotInterimError
from ledger.domain.decisions.casting import CastingVoteError
from ledger.domain.kinds import aftermath as said_after
from ledger.domain.kinds.aftermath import DecisionReversed, FormalityDone
from ledger.domain.kinds.board import OfficerAppointed, OfficerEnded
from ledger.domain.kinds.charter.conduct import Formality, Interim
from ledger.domain.kinds.decision import CastingVoteGiven
from ledger.domain.room import OutOfStateError
from tests.unit.domain.boardroom import BOARD, SINCE, Boardroom, decision
from tests.unit.domain.charter_parts import days, procedures
from tests.unit.domain.courses import LATER, adopt, cast, cast_all, put, tell, untold
from tests.unit.domain.recomputing import assert_closes_recompute
from tests.unit.domain.sittings import close, sit


def acting(**members: Any) -> Boardroom:
    """Return a board whose chair may act alone, with a motion for it opened."""
    room = Boardroom(**procedures(interim=Interim(**members)))
    put(room, procedure="interim")
    return room


def answer(word: str) -> tuple[str, Any]:
    """Return what the board makes of the act."""
    body = getattr(said_after, f"Decision{word.title()}")(decision=LATER)
    return f"decision.{word}.v1", body


def stand(room: Boardroom) -> tuple[str, str]:
    """Return phase and outcome."""
    return decision(room).phase, decision(room).outcome


@pytest.mark.parametrize(
    ("word", "outcome"),
    [("ratified", "adopted"), ("modified", "adopted"), ("reversed", "rejected")],
)
def test_the_board_ratifies_modifies_or_reverses(word: str, outcome: str) -> None:
    """The act holds from the officer's vote on, until the board has answered, once."""
    room = acting(ratify=days(30))
    waiting = stand(room)
    cast(room, "s2")
    unheard = stand(room)
    cast(room, "s1")
    acted = stand(room)
    untold(room, LaterDecisionError, room.chair, *answer(word))
    adopt(room)
    tell(room, room.chair, *answer(word))

    assert (waiting, unheard, acted) == (
        ("open", "pending"),
        ("open", "pending"),
        ("taken", "adopted"),
    )
    assert stand(room) == ("closed", outcome)
    untold(room, OutOfStateError, room.chair, *answer("reversed"))
    assert_closes_recompute(room)


def test_an_officer_can_decide_against_it() -> None:
    """Then there is nothing to ratify."""
    room = acting()
    cast(room, "s1", "against")

    assert stand(room) == ("closed", "rejected")
    assert_closes_recompute(room)


def test_an_act_that_never_came_lapses() -> None:
    """When the poll is over and the officer has not acted, the motion is at its end."""
    room = acting()
    cast(room, "s2")
    room.advance(days=5)

    assert stand(room) == ("closed", "lapsed")
    assert_closes_recompute(room)


def test_an_act_that_is_not_ratified_in_time_lapses() -> None:
    """By the clock that the charter sets, where it sets one."""
    room = acting(ratify=days(30))
    cast(room, "s1")
    room.advance(days=29)
    waiting = stand(room)
    room.advance(days=2)

    assert (waiting, stand(room)) == (("taken", "adopted"), ("closed", "lapsed"))
    assert_closes_recompute(room)


def test_an_act_that_nobody_answers_can_stay() -> None:
    """Where the charter says so it is adopted for good once the time is over."""
    room = acting(ratify=days(30), unratified="adopted")
    cast(room, "s1")
    waiting = stand(room)
    room.advance(days=31)

    assert (waiting, stand(room)) == (("taken", "adopted"), ("closed", "adopted"))
    assert_closes_recompute(room)


def test_an_act_lapses_with_the_end_of_the_next_meeting() -> None:
    """A meeting that began before it does not count; the end of the next one does."""
    room = acting()
    sit(room, "s1", "i1")
    cast(room, "s1")
    close(room)
    before = stand(room)
    sit(room, "s1", "i1", stream="meeting/jsc/2")
    during = stand(room)
    end = close(room, "meeting/jsc/2")

    assert (before, during) == (("taken", "adopted"), ("taken", "adopted"))
    assert stand(room) == ("closed", "lapsed")
    noted, ended = (act.leaf_index for act in list(room.world.acts())[-3:-1])
    assert (noted, ended) == (end.leaf_index + 1, end.leaf_index + 2)
    assert_closes_recompute(room)


def test_an_act_that_was_ratified_at_the_next_meeting_stays() -> None:
    """What the meeting answered, its end does not undo."""
    room = acting()
    cast(room, "s1")
    sit(room, "s1", "i1")
    adopt(room)
    tell(room, room.chair, *answer("ratified"))
    close(room)
    sit(room, "s1", "i1", stream="meeting/jsc/2")
    close(room, "meeting/jsc/2")

    assert stand(room) == ("closed", "adopted")
    assert_closes_recompute(room)


def test_an_officer_without_a_seat_acts_by_their_word() -> None:
    """The word that breaks ties elsewhere; only of the offices that may act."""
    room = Boardroom(**procedures(interim=Interim(by=("secretary", "chair"))))
    chair = room.acts("officer.appointed.v1")[0]
    room.say(room.sponsor, "officer.ended.v1", BOARD, OfficerEnded(on=SINCE), subject=chair.digest)
    body = OfficerAppointed(
        office="chair", party="servier", person="signer-s", from_=room.now.date()
    )
    room.say(room.sponsor, "officer.appointed.v1", BOARD, body)
    put(room, procedure="interim")
    given = CastingVoteGiven(choice="for")
    untold(room, OfficeNotHeldError, room.people["s2"].as_("chair"), "casting_vote.given.v1", given)
    tell(room, room.sponsor.as_("chair"), "casting_vote.given.v1", given)

    assert stand(room) == ("taken", "adopted")
    untold(room, OutOfStateError, room.sponsor.as_("chair"), "casting_vote.given.v1", given)
    assert_closes_recompute(room)


def test_only_an_interim_act_is_ratified() -> None:
    """A decision that waits for something else has been the board's own."""
    late = Formality(formality="signed", text="The chair signs.", within=days(10))
    room = Boardroom(**procedures(formalities=(late,)))
    put(room)
    cast_all(room, "++++")
    put(room, LATER, subject_refs=())
    cast_all(room, "++++", LATER)
    tell(room, room.chair, "formality.done.v1", FormalityDone(formality="signed"), stream=LATER)
    other = "decision/jsc/8"
    adopt(room, other)
    tell(room, room.chair, "formality.done.v1", FormalityDone(formality="signed"), stream=other)

    reversing = ("decision.reversed.v1", DecisionReversed(decision=other))
    untold(room, NotInterimError, room.chair, *reversing)
    plain = Boardroom()
    put(plain)
    casting = ("casting_vote.given.v1", CastingVoteGiven(choice="for"))
    untold(plain, CastingVoteError, plain.chair, *casting)
