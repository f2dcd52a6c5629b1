"""Parts of charters for tests: each function returns members with which a board is made."""

from typing import Any

from ledger.domain.kinds.base import Fraction, Money
from ledger.domain.kinds.charter.conduct import AtMeeting, Procedures, Written
from ledger.domain.kinds.charter.counting import Casting, Majority, Vote
from ledger.domain.kinds.charter.powers import DecisionRight, Powers
from ledger.domain.kinds.charter.terms import Limit, Period, Threshold, Window
from tests.unit.domain.boardroom import MOST

ALL = Threshold(share=Fraction(num=1, den=1))
THREE_DAYS = Window(count=3, unit="days")
UNANIMOUS = (Majority(base="entitled", threshold=ALL),)


def days(count: int) -> Period:
    """Return so many days."""
    return Period(count=count, unit="days")


def fixed(count: int) -> Threshold:
    """Return a fixed number."""
    return Threshold(count=count)


def procedures(**members: Any) -> dict[str, Any]:
    """Return procedures at a meeting and in writing, some replaced."""
    filled: dict[str, Any] = {"meeting": AtMeeting(), "written": Written(window=THREE_DAYS)}
    return {"procedures": Procedures(**{**filled, **members})}


def written(**members: Any) -> dict[str, Any]:
    """Return procedures of which the written one says something more."""
    return procedures(written=Written(**{"window": THREE_DAYS, **members}))


def votes(**members: Any) -> dict[str, Any]:
    """Return a vote by simple majority of the votes cast that says something more."""
    filled: dict[str, Any] = {"needs": (Majority(base="cast", threshold=MOST),)}
    return {"votes": (Vote(**{**filled, **members}),)}


def casting(**members: Any) -> dict[str, Any]:
    """Return a vote in which the chair breaks ties."""
    return votes(casting=Casting(), **members)


def right(class_: str = "budget", up_to: Money | None = None) -> DecisionRight:
    """Return the right to decide a class of matter, up to an amount."""
    return DecisionRight(class_=class_, up_to=None if up_to is None else Limit(fixed=up_to))


def powers(*rights: DecisionRight, **members: Any) -> dict[str, Any]:
    """Return powers with these rights; scope and budget without a limit where none are named."""
    given = rights or (right("scope"), right("budget"))
    return {"powers": Powers(**{"rights": given, **members})}
