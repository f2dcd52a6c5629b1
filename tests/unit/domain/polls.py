"""Charters, electorates and ballots for tests of the count, written seat by seat."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.board import (
    Charter,
    DecisionRight,
    Majority,
    Quorum,
    Seat,
    Threshold,
    Window,
)
from ledger.domain.kinds.decision import DecisionClosed, Voter
from ledger.domain.voting import Chair, Choice, Facts, outcome

OPENED = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
CLOSES = OPENED + timedelta(days=3)
PARTIES = ("servier", "iqvia")


def share(reach: Literal["at_least", "more_than"], num: int, den: int) -> Threshold:
    """Return a threshold."""
    return Threshold(reach=reach, share=Fraction(num=num, den=den))


MOST = share("more_than", 1, 2)


def seats(count: int) -> tuple[Seat, ...]:
    """Return so many voting seats, of the two parties in turn."""
    return tuple(
        Seat(seat=f"seat-{number}", party=PARTIES[number % 2], voting=True)
        for number in range(count)
    )


def simple(count: int = 5, **members: Any) -> Charter:
    """Return a simple-majority charter: more than half of the votes cast, half present."""
    filled: dict[str, Any] = {
        "seats": seats(count),
        "quorum": Quorum(base="filled", threshold=share("at_least", 1, 2)),
        "majority": Majority(base="cast", threshold=MOST),
        "rights": (DecisionRight(class_="scope"),),
        "procedures": ("meeting", "written"),
        "window": Window(count=3, unit="days"),
    }
    return Charter(**{**filled, **members})


def voters(charter: Charter, filled: int | None = None) -> tuple[Voter, ...]:
    """Return the voters of the first so many seats."""
    voting_seats = [seat for seat in charter.seats if seat.voting]
    return tuple(
        Voter(seat=seat.seat, party=seat.party, person=f"member-{number}")
        for number, seat in enumerate(voting_seats[:filled])
    )


def ballots(word: str) -> dict[str, Choice]:
    """Read ballots seat by seat: + for, - against, 0 abstain, . silent."""
    choices: dict[str, Choice] = {"+": "for", "-": "against", "0": "abstain"}
    return {
        f"seat-{number}": choices[letter] for number, letter in enumerate(word) if letter != "."
    }


def facts(charter: Charter, word: str, **members: Any) -> Facts:
    """Return the facts of a poll in writing, by its ballots."""
    filled: dict[str, Any] = {
        "electorate": voters(charter),
        "closes_at": CLOSES,
        "ballots": ballots(word),
    }
    return Facts(**{**filled, **members})


def word_of(charter: Charter, given_facts: Facts, at: datetime = CLOSES) -> str:
    """Return the outcome word."""
    return outcome(charter, given_facts, at).outcome


def verdicts(closed: DecisionClosed) -> dict[str, str]:
    """Return each rule's verdict; of a rule applied twice the last."""
    return {applied.rule: applied.verdict for applied in closed.explanation}


CHAIR = Chair(seat="seat-0")
