"""A charter is judged when it is adopted, not when it first fails."""

from typing import Any

import pytest

from ledger.domain.boards.charter import CharterUnsoundError, check_charter
from ledger.domain.kinds.board import DecisionRight, Majority, OfficeRule, Quorum, Seat
from tests.unit.domain.polls import MOST, PARTIES, seats, share, simple


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"seats": (*seats(1), *seats(1))}, "seat seat-0 is named twice"),
        (
            {"seats": (Seat(seat="a", party="pfizer", voting=True),)},
            "seat a belongs to pfizer, which is no party of the board",
        ),
        ({"seats": (Seat(seat="a", party="iqvia", voting=False),)}, "no seat has a vote"),
        (
            {"quorum": Quorum(base="seats", threshold=share("more_than", 1, 1))},
            "the quorum is more than all seats together",
        ),
        (
            {"quorum": Quorum(base="seats", threshold=share("at_least", 5, 4))},
            "the quorum is more than all seats together",
        ),
        (
            {"quorum": Quorum(base="seats", threshold=MOST, parties=("iqvia", "iqvia"))},
            "quorum party iqvia is named twice",
        ),
        (
            {"quorum": Quorum(base="seats", threshold=MOST, parties=("tech",))},
            "the quorum needs tech, which has no voting seat",
        ),
        (
            {"majority": Majority(base="cast", threshold=share("more_than", 1, 1))},
            "the majority is more than all votes together",
        ),
        (
            {"majority": Majority(base="cast", threshold=share("at_least", 1, 3))},
            "with a majority below one half, a motion and its opposite could both be adopted",
        ),
        (
            {
                "majority": Majority(base="cast", threshold=share("at_least", 1, 2)),
                "casting_vote": "chair",
            },
            "a tie reaches the majority, so the casting vote could never decide",
        ),
        (
            {
                "majority": Majority(base="cast", threshold=share("at_least", 2, 4)),
                "tie": "deadlocked",
            },
            "a tie reaches the majority, so it could never be a deadlock",
        ),
        (
            {"rights": (DecisionRight(class_="scope"), DecisionRight(class_="scope"))},
            "class of matter scope is named twice",
        ),
        ({"procedures": ("written", "written")}, "procedure written is named twice"),
        (
            {"offices": (OfficeRule(office="chair", party="pfizer"),)},
            "office chair is filled by pfizer, which is no party of the board",
        ),
        (
            {"offices": (OfficeRule(office="chair", party="iqvia"),) * 2},
            "office chair is named twice",
        ),
    ],
)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    members: dict[str, Any], problem: str
) -> None:
    """What could never be met or contradicts itself is found at adoption."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(simple(**members), PARTIES)

    assert caught.value.facts == {"problem": problem}


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"majority": Majority(base="cast", threshold=share("at_least", 1, 2))},
        {
            "majority": Majority(base="all_seats", threshold=share("at_least", 1, 2)),
            "tie": "deadlocked",
        },
        {"casting_vote": "chair", "tie": "deadlocked"},
        {"quorum": Quorum(base="seats", threshold=share("at_least", 1, 1), parties=PARTIES)},
        {"offices": (OfficeRule(office="chair", party="iqvia"),)},
    ],
)
def test_a_sound_charter_is_adopted(members: dict[str, Any]) -> None:
    """A charter by which the board can decide is accepted."""
    check_charter(simple(**members), PARTIES)
