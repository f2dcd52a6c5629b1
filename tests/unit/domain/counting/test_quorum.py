"""Whether enough are present: the count, the base, the parts, the hour."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.counting.facts import Matter, Meeting, Movement
from ledger.domain.counting.proxies import Modes
from ledger.domain.counting.quorum import Presence, count_quorum, hour_of, moments_until
from ledger.domain.counting.standing import Standing
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.charter.counting import Quorum, WeightRule
from ledger.domain.kinds.charter.terms import Cap, Each, Some, Who
from ledger.domain.kinds.outcome import QuorumCount
from tests.unit.domain.counting.boards import (
    OPENED,
    board,
    fixed,
    member,
    most_of,
    motion,
    share,
    standing,
)
from tests.unit.domain.counting.polls import row

# Two that may vote and one recused; one that may vote, one in default, one for ties alone;
# a vacant seat and an observer.
SEATS = row("a may-vote may-vote recused", "b may-vote suspended ties-only", "c vacant no-vote")


def quorum(**more: Any) -> Quorum:
    """Return a rule: half of the filled seats, unless more is said."""
    return Quorum(**{"threshold": share(1, 2), **more})


def present(
    rule: Quorum, there: str, seats: tuple[Standing, ...] = SEATS, **more: Any
) -> QuorumCount:
    """Count a presence: "a-1 b-1@" are there, the last one remotely."""
    modes: Modes = {
        word.rstrip("@"): "remote" if word.endswith("@") else "in_person" for word in there.split()
    }
    charter = board([each.member for each in seats], **more)
    return count_quorum(rule, Presence(charter=charter, standings=seats, there=modes))


def numbers(count: QuorumCount) -> tuple[object, object, object, bool]:
    """Return how many are present, of how many, how many are needed, and the verdict."""
    return count.present, count.count, count.needed, count.met


@pytest.mark.parametrize(
    ("base", "recused", "there", "expected"),
    [
        ("all_seats", "absent", "a-1 a-2 b-1", (3, 7, 4, False)),
        ("all_seats", "absent", "a-1 a-2 b-1 b-3", (4, 7, 4, True)),
        ("filled", "absent", "a-1 a-2", (2, 6, 3, False)),
        ("filled", "absent", "a-1 a-2 b-1", (3, 6, 3, True)),
        ("entitled", "absent", "a-1", (1, 4, 2, False)),
        ("entitled", "absent", "a-1 b-1", (2, 4, 2, True)),
        # Who withdrew counts where the charter says so; who is in default never does.
        ("filled", "absent", "a-1 a-2 a-3", (2, 6, 3, False)),
        ("filled", "present", "a-1 a-2 a-3", (3, 6, 3, True)),
        ("filled", "present", "a-1 a-2 b-2", (2, 6, 3, False)),
        # An observer is no voting seat.
        ("filled", "absent", "a-1 a-2 c-2", (2, 6, 3, False)),
        ("filled", "absent", "", (0, 6, 3, False)),
    ],
)
def test_a_quorum_is_a_share_of_its_base(
    base: str, recused: str, there: str, expected: tuple[object, ...]
) -> None:
    """All voting seats, the filled ones, or those that may vote here: half is enough."""
    found = present(quorum(base=base, recused=recused), there)

    assert numbers(found) == expected
    assert (found.rule, found.unit, found.of, found.passes) == ("quorum", "seat", base, False)


@pytest.mark.parametrize(
    ("unit", "there", "expected"),
    [
        ("seat", "a-1 a-2", (2, 5, 3, False)),
        ("person", "a-1 a-2", (1, 4, 2, False)),
        ("person", "a-1 b-1", (2, 4, 2, True)),
        ("party", "a-1 a-2", (1, 3, 2, False)),
        ("party", "a-1 c-1", (2, 3, 2, True)),
    ],
)
def test_a_quorum_counts_seats_persons_or_parties(
    unit: str, there: str, expected: tuple[object, ...]
) -> None:
    """Whoever sits twice is one person; a vacant seat is a person and a party of its own."""
    seats = (
        standing("a-1", party="a", person="kim"),
        standing("a-2", party="a", person="kim"),
        standing("b-1", party="b", person="kim"),
        standing("c-1", party="c"),
        standing("b-2", "vacant", party="b"),
    )

    found = present(quorum(unit=unit, base="all_seats"), there, seats)

    assert numbers(found) == expected


@pytest.mark.parametrize(
    ("threshold", "there", "expected"),
    [
        (share(1, 2), "a-1 a-2", (Fraction(num=200, den=3), 200, 100, False)),
        (share(1, 3), "a-1 a-2", (Fraction(num=200, den=3), 200, Fraction(num=200, den=3), True)),
        (share(1, 2), "a-1 a-2 a-3", (100, 200, 100, True)),
        (most_of(1, 2), "a-1 a-2 a-3", (100, 200, 100, False)),
        (most_of(1, 2, least=100), "a-1 a-2 a-3", (100, 200, 100, False)),
        (most_of(1, 2, least=101), "a-1 a-2 a-3 b-1", (200, 200, 101, True)),
        (fixed(100), "b-1", (100, 200, 100, True)),
    ],
)
def test_a_quorum_of_weight_is_exact(
    threshold: Any, there: str, expected: tuple[object, ...]
) -> None:
    """Weights are measured as they are, and the number recorded says whether it must be passed."""
    rules = (
        WeightRule(who=Who(parties=("a",)), weight=100, shared="pool"),
        WeightRule(who=Who(parties=("b",)), weight=100),
    )
    seats = row("a may-vote may-vote may-vote", "b may-vote")

    found = present(quorum(unit="weight", threshold=threshold), there, seats, weights=rules)

    assert numbers(found) == expected
    assert found.passes == (expected[2] == 100 and threshold.reach == "more_than")


def test_half_of_no_weight_must_be_passed() -> None:
    """A majority of nothing is not shown as reached by nothing."""
    rule = quorum(unit="weight", threshold=most_of(), who=Who(parties=("nobody",)))

    found = present(rule, "a-1")

    assert (found.needed, found.passes, found.met) == (0, True, False)


@pytest.mark.parametrize(
    ("who", "there", "expected"),
    [
        (Who(parties=("a",)), "a-1 b-1", (1, 3, 2, False)),
        (Who(parties=("a",)), "a-1 a-2", (2, 3, 2, True)),
        # A group that takes seats without a vote counts voting ones all the same.
        (Who(novote=True), "a-1 a-2 c-2", (2, 6, 3, False)),
    ],
)
def test_only_seats_of_the_group_count(who: Who, there: str, expected: tuple[object, ...]) -> None:
    """Present and in the base."""
    assert numbers(present(quorum(who=who), there)) == expected


@pytest.mark.parametrize(
    ("base", "there", "expected"),
    [
        ("filled", "a-1@ a-2@ b-1@", (0, 6, 3, False)),
        ("filled", "a-1 a-2@ b-1", (2, 6, 3, False)),
        ("filled", "a-1 a-2 b-1 b-3@", (3, 6, 3, True)),
        ("entitled", "a-1 b-1@", (1, 4, 2, False)),
        ("all_seats", "a-1 b-1 b-3", (3, 7, 4, False)),
    ],
)
def test_who_must_be_in_the_room_is_a_share_of_all(
    base: str, there: str, expected: tuple[object, ...]
) -> None:
    """How someone is present is asked of those there; the base are the seats, however they come."""
    assert numbers(present(quorum(base=base, who=Who(mode="in_person")), there)) == expected


@pytest.mark.parametrize(
    ("part", "there", "met"),
    [
        (Each(name="of", by="party", values=("a", "b")), "a-1 b-1", True),
        (Each(name="of", by="party", values=("a", "b")), "a-1 a-2", False),
        (Each(name="of", by="party", values=("a", "b")), "a-1 b-2", False),
        (Cap(name="cap", by="party", most=share(1, 2)), "a-1 b-1", True),
        (Cap(name="cap", by="party", most=share(1, 2)), "a-1 a-2 b-1", False),
        (Some(name="room", who=Who(mode="in_person"), least=fixed(1)), "a-1@ b-1", True),
        (Some(name="room", who=Who(mode="in_person"), least=fixed(1)), "a-1@ b-1@", False),
        # An observer can be asked for; of the group's three members with a vote two are there.
        (Some(name="obs", who=Who(seats=("c-2",), novote=True), least=fixed(1)), "a-1 c-2", True),
        (Some(name="obs", who=Who(seats=("c-2",)), least=fixed(1)), "a-1 c-2", False),
        (
            Some(name="a", who=Who(parties=("a",)), least=share(2, 3), share_of="members"),
            "a-1 a-2",
            True,
        ),
        (
            Some(name="all", who=Who(novote=True), least=share(1, 2), share_of="members"),
            "a-1 a-2 b-1",
            False,  # of seven who serve, the observer among them
        ),
    ],
)
def test_parts_must_hold_of_those_present(part: Any, there: str, *, met: bool) -> None:
    """A quorum can be parts alone, or a number and parts."""
    alone = present(quorum(threshold=None, parts=(part,)), there)
    with_number = present(quorum(threshold=fixed(99), parts=(part,)), there)

    assert (alone.needed, alone.met) == (0, met)
    assert all(each.met for each in alone.parts) == met
    assert not with_number.met


def test_whoever_withdrew_is_in_the_parts_where_they_are_present() -> None:
    """A recused seat makes a part only when the charter counts it as present."""
    part = Each(name="of", by="party", values=("a",))
    found = [
        present(quorum(threshold=None, parts=(part,), recused=recused), "a-3 b-1").met
        for recused in ("absent", "present")
    ]

    assert found == [False, True]


@pytest.mark.parametrize("reasons", ["recused", "ties-only", "suspended recused", "vacant"])
def test_nobody_who_may_vote_is_no_quorum(reasons: str) -> None:
    """Whatever the numbers say, and whoever is in the room."""
    seats = row(f"a {reasons}")

    found = present(quorum(threshold=None, recused="present"), "a-1 a-2", seats)

    assert not found.met


def test_the_moments_of_a_meeting_are_its_changes_since_it_opened() -> None:
    """Whoever came before counts from the opening; what comes later is not looked at."""
    came = [-10, 20, 5, 20, 60]
    meeting = Meeting(
        class_=None,
        starts_at=OPENED,
        opened_at=OPENED + timedelta(minutes=1),
        movements=tuple(
            Movement(seat=f"a-{index}", is_in=True, at=OPENED + timedelta(minutes=minutes))
            for index, minutes in enumerate(came)
        ),
    )
    facts = motion([member("a-1")], meeting=meeting)

    found = moments_until(facts, OPENED + timedelta(minutes=20))

    assert [(moment - OPENED).seconds // 60 for moment in found] == [1, 5, 20]


def test_a_meeting_that_was_not_opened_begins_when_it_was_called_for() -> None:
    """The appointed hour stands for the opening."""
    facts = motion([member("a-1")], meeting=Meeting(class_=None, starts_at=OPENED))

    assert moments_until(facts, OPENED) == [OPENED]
    assert moments_until(facts, OPENED - timedelta(minutes=1)) == []


def test_the_hour_runs_from_the_appointed_one() -> None:
    """However late the meeting opened; in writing and without such a rule there is none."""
    late = Meeting(class_=None, starts_at=OPENED, opened_at=OPENED + timedelta(minutes=25))
    at_meeting = motion([member("a-1")], meeting=late)
    written = motion([member("a-1")], matter=Matter(class_="plan", procedure="written"))

    assert hour_of(quorum(within_minutes=30), at_meeting) == OPENED + timedelta(minutes=30)
    assert hour_of(quorum(), at_meeting) is None
    assert hour_of(quorum(within_minutes=30), written) is None
