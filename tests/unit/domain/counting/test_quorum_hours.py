"""When the quorum must be there: at the decision, at the opening, by an hour."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.counting.facts import Facts, Matter, Meeting, Movement
from ledger.domain.counting.scene import scenes_of
from ledger.domain.kinds.charter.counting import Quorum
from tests.unit.domain.counting.boards import OPENED, board, fixed, member, motion

MEMBERS = (member("a"), member("b"), member("c"))


def movements(text: str) -> tuple[Movement, ...]:
    """Return who came and went: "a+0 b+10 b-20", minutes after the appointed hour."""
    return tuple(
        Movement(seat=word[0], is_in=word[1] == "+", at=OPENED + timedelta(minutes=int(word[2:])))
        for word in text.split()
    )


def is_quorate(text: str, minutes: int, *, opened: int = 0, **more: Any) -> bool:
    """Say whether two of three are there in time for a decision so many minutes on."""
    rule = Quorum(**{"threshold": fixed(2), **more})
    meeting = Meeting(
        class_=None,
        starts_at=OPENED,
        opened_at=OPENED + timedelta(minutes=opened),
        movements=movements(text),
    )
    facts = motion(MEMBERS, meeting=meeting)
    return quorate(facts, rule, minutes)


def quorate(facts: Facts, rule: Quorum, minutes: int) -> bool:
    """Say whether a rule is met at a moment."""
    charter = board(MEMBERS, quorum=(rule,))
    found = scenes_of(charter, facts, OPENED + timedelta(minutes=minutes))[0].quorum
    assert found is not None
    return found.met


@pytest.mark.parametrize(
    ("text", "minutes", "at_decision", "at_opening"),
    [
        ("a+0", 5, False, False),
        ("a+0 b+0", 5, True, True),
        ("a+0 b+10", 9, False, False),
        ("a+0 b+10", 10, True, True),
        # The quorum leaves: what was reached lasts only where the charter says so.
        ("a+0 b+0 b-20", 19, True, True),
        ("a+0 b+0 b-20", 20, False, True),
        ("a+0 b+0 b-20 c+30", 30, True, True),
        # One came as the other went: in that instant two were never there.
        ("a+0 b+10 a-10", 15, False, False),
    ],
)
def test_a_quorum_is_tested_at_the_decision_or_at_the_opening(
    text: str, minutes: int, *, at_decision: bool, at_opening: bool
) -> None:
    """People come and go; the charter says whether what was reached once lasts."""
    assert is_quorate(text, minutes) == at_decision
    assert is_quorate(text, minutes, tested="opening") == at_opening


@pytest.mark.parametrize(
    ("text", "minutes", "expected"),
    [
        ("a+0 b+30", 30, True),
        ("a+0 b+30", 45, True),
        ("a+0 b+31", 31, False),
        ("a+0 b+31", 45, False),
        # Reached in time and there at the decision; who went in between does not matter.
        ("a+0 b+10 b-15 b+40", 45, True),
        ("a+0 b+10 b-15", 45, False),
        ("a+0 b+0 b-5", 5, False),
    ],
)
def test_a_quorum_must_be_reached_by_its_hour(text: str, minutes: int, *, expected: bool) -> None:
    """Half an hour after the appointed hour, that minute included."""
    assert is_quorate(text, minutes, within_minutes=30) == expected


def test_the_hour_is_not_moved_by_a_late_opening() -> None:
    """A meeting that opens after the hour has missed it, whoever waits in the room."""
    assert is_quorate("a+0 b+0", 30, opened=30, within_minutes=30)
    assert not is_quorate("a+0 b+0", 31, opened=31, within_minutes=30)


def test_in_writing_there_is_no_hour() -> None:
    """Nobody is late for a poll that is open."""
    facts = motion(MEMBERS, matter=Matter(class_="plan", procedure="written"))

    assert not quorate(facts, Quorum(threshold=fixed(1), within_minutes=1, tested="opening"), 5)
    assert quorate(facts, Quorum(threshold=fixed(0), within_minutes=1, tested="opening"), 5)
