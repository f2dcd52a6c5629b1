"""A recorded close can be computed again from the recorded statements alone."""

from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.kinds.board import BoardConstituted
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    DecisionClosed,
    MotionOpened,
    RecusalDeclared,
)
from ledger.domain.voting import Chair, Facts, outcome
from ledger.domain.world import Act
from tests.unit.domain.boardroom import (
    DECISION,
    MEANINGS,
    Boardroom,
    closing,
    decision,
    opened,
    opening_of,
    recusal,
)

SEATS = ("s1", "s2", "i1", "i2")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["vote", "vote", "vote", "recuse", "cast"]),
        st.sampled_from(SEATS),
        st.sampled_from(["for", "against", "abstain"]),
    ),
    max_size=7,
)


def play(room: Boardroom, step: tuple[str, str, Any]) -> None:
    """Take one step of a poll, where it is possible."""
    what, seat, choice = step
    if decision(room).phase != "open" or seat in decision(room).recusals:
        return
    if what == "vote":
        room.vote(seat, choice)
    elif what == "recuse":
        room.say(*recusal(room, seat), subject=decision(room).moving)
    elif choice != "abstain" and "s1" not in decision(room).recusals:
        poll = decision(room).poll
        if poll is not None and poll.casting is None:
            room.say(
                room.chair,
                "casting_vote.given.v1",
                DECISION,
                CastingVoteGiven(choice=choice),
                subject=opening_of(room),
                meaning=MEANINGS[choice],
            )


def statements(room: Boardroom) -> list[Act]:
    """Return what was recorded in the decision's stream, in order."""
    return [act for act in room.world.acts() if act.statement.stream == DECISION]


def recomputed(room: Boardroom) -> DecisionClosed:
    """Compute the outcome from bodies and entry times, with nothing that the rules kept."""
    constitution = room.acts("board.constituted.v1")[0].body
    assert isinstance(constitution, BoardConstituted)
    members: dict[str, Any] = {"ballots": {}, "recused": frozenset(), "chair": Chair(seat="s1")}
    at: datetime | None = None
    for act in statements(room):
        match act.body:
            case MotionOpened() as body:
                members |= {"electorate": body.electorate, "closes_at": body.closes_at}
            case BallotCast() as body:
                members["ballots"][body.seat] = body.choice
            case RecusalDeclared() as body:
                members["recused"] |= {body.seat}
            case CastingVoteGiven() as body:
                members["casting"] = body.choice
            case DecisionClosed():
                at = min(act.at, members["closes_at"])
        members["poll_closed"] = members.get("poll_closed", False) or (
            act.kind.tag == "poll.closed.v1"
        )
    assert at is not None
    return outcome(constitution.charter, Facts(**members), at)


@settings(max_examples=20)
@given(
    steps=STEPS,
    closes=st.sampled_from(["all_voted", "at_end"]),
    tie=st.sampled_from(["rejected", "deadlocked"]),
    by_officer=st.booleans(),
)
def test_a_close_is_what_anyone_computes(
    steps: list[tuple[str, str, Any]],
    closes: str,
    tie: str,
    by_officer: bool,  # noqa: FBT001 -- hypothesis passes by name
) -> None:
    """Whatever is voted, and however the poll ends, the recorded close is recomputed exactly."""
    room = opened(closes=closes, tie=tie, casting_vote="chair")
    for step in steps:
        play(room, step)
    if by_officer and decision(room).phase == "open":
        room.advance(days=3)
        room.say(*closing(room), subject=opening_of(room))
    room.advance(days=5)

    (closed,) = room.acts("decision.closed.v1")
    assert recomputed(room) == closed.body
