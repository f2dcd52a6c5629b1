"""Small boards for tests of the count: seats, members, thresholds, each in one line."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from ledger.domain.counting.facts import Facts, Matter, Member
from ledger.domain.counting.selection import Seen
from ledger.domain.counting.standing import Standing
from ledger.domain.kinds.base import Fraction, Money
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import AtMeeting, Procedures
from ledger.domain.kinds.charter.counting import Majority, Vote
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.kinds.charter.terms import Period, Threshold, Unit

OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def share(num: int, den: int, **more: Any) -> Threshold:
    """Return a share as a threshold: at least it, unless more is said."""
    return Threshold(share=Fraction(num=num, den=den), **more)


def most_of(num: int = 1, den: int = 2, **more: Any) -> Threshold:
    """Return a share that must be passed: a majority, unless more is said."""
    return share(num, den, reach="more_than", **more)


def fixed(count: int, **more: Any) -> Threshold:
    """Return a fixed number as a threshold."""
    return Threshold(count=count, **more)


def euros(minor: int) -> Money:
    """Return an amount in euro cents."""
    return Money(minor=minor, currency="EUR")


def period(count: int, unit: Unit) -> Period:
    """Return a length of time."""
    return Period(count=count, unit=unit)


def member(seat: str, party: str = "servier", **more: Any) -> Member:
    """Return a seat that somebody holds: a person of its own, unless another is named."""
    return Member(**{"seat": seat, "party": party, "person": f"holder-of-{seat}", **more})


def vacancy(seat: str, party: str = "servier", **more: Any) -> Member:
    """Return a seat that nobody holds."""
    return Member(seat=seat, party=party, person=None, **more)


def standing(seat: str, reason: str = "may-vote", **more: Any) -> Standing:
    """Return a seat as it stands on a matter; a vacant one has no holder."""
    made = vacancy(seat, **more) if reason == "vacant" else member(seat, **more)
    return Standing(member=made, reason=reason)


def seats_of(members: Iterable[Member]) -> tuple[Seat, ...]:
    """Return the charter's seats that some members sit in."""
    return tuple(
        Seat(
            seat=each.seat,
            party=each.party,
            voting=each.voting,
            class_=each.class_,
            weight=each.weight,
        )
        for each in members
    )


def board(members: Iterable[Member], **more: Any) -> Charter:
    """Return a charter for some members: a majority of the votes cast, unless more is said."""
    rules: dict[str, Any] = {
        "schema": 1,
        "seats": seats_of(members),
        "quorum": (),
        "votes": (Vote(needs=(Majority(base="cast", threshold=most_of()),)),),
        "procedures": Procedures(meeting=AtMeeting()),
    }
    return Charter(**{**rules, **more})


def motion(members: Iterable[Member], **more: Any) -> Facts:
    """Return the facts of a plain motion at a meeting."""
    rules: dict[str, Any] = {
        "members": tuple(members),
        "matter": Matter(class_="plan", procedure="meeting"),
        "opened_at": OPENED,
    }
    return Facts(**{**rules, **more})


def looked_at(*members: Member) -> tuple[Seen, ...]:
    """Return members as a rule looks at them where presence is not asked for."""
    return tuple(Seen(member=each) for each in members)
