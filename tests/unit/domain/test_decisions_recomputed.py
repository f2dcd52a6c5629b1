"""A recorded close can be computed again from the recorded statements alone."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.kinds.charter.conduct import Written
from ledger.domain.kinds.decision import CastingVoteGiven
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
from tests.unit.domain.charter_parts import THREE_DAYS, casting, procedures
from tests.unit.domain.recomputing import assert_closes_recompute

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


@settings(max_examples=20)
@given(
    steps=STEPS,
    closes=st.sampled_from(["all_voted", "settled", "at_end"]),
    tie=st.sampled_from(["rejected", "deadlocked"]),
    by_officer=st.booleans(),
)
def test_a_close_is_what_anyone_computes(
    steps: list[tuple[str, str, Any]],
    closes: Any,
    tie: str,
    by_officer: bool,  # noqa: FBT001 -- hypothesis passes by name
) -> None:
    """Whatever is voted, and however the poll ends, the recorded close is recomputed exactly."""
    way = procedures(written=Written(window=THREE_DAYS, closes=closes))
    room = opened(**way, **casting(tie=tie))
    for step in steps:
        play(room, step)
    if by_officer and decision(room).phase == "open":
        room.advance(days=3)
        room.say(*closing(room), subject=opening_of(room))
    room.advance(days=5)

    assert_closes_recompute(room)
