"""A board's rules as data: the charter, part by part.

A charter is a value: strict, exact, with a default for everything that most
charters do not say. Members that later versions of the rules need are added as
optional ones, absent where a charter does not use them, so that the bytes of
every charter ever adopted stay what they are.
"""

from typing import Annotated, Literal

from ledger.domain.kinds.charter.conduct import Calendar, Procedures
from ledger.domain.kinds.charter.counting import Ballots, Quorum, Vote, WeightRule
from ledger.domain.kinds.charter.people import People, Seat
from ledger.domain.kinds.charter.powers import Amendment, Powers
from ledger.evidence.canonical import Body, constrained

__all__ = ["Charter"]


class Charter(Body):
    """The rules of a board.

    schema      the version of this schema: 1
    seats       the places, each with its owner
    quorum      the least presence; the first rule that fits a matter holds
    votes       what a motion needs; the first rule that fits a matter holds
    procedures  the ways in which it decides
    people      members, offices, stand-ins, composition
    weights     what votes weigh, where they are weighed; the first that fits a seat
    ballots     how ballots are cast
    powers      what it may decide, and what follows when it cannot agree
    calendar    the days that count
    amendment   how this charter is replaced
    """

    schema: Literal[1]
    seats: Annotated[tuple[Seat, ...], constrained(min_length=1, max_length=150)]
    quorum: Annotated[tuple[Quorum, ...], constrained(max_length=20)]
    votes: Annotated[tuple[Vote, ...], constrained(min_length=1, max_length=40)]
    procedures: Procedures
    people: People = People()
    weights: Annotated[tuple[WeightRule, ...], constrained(max_length=100)] = ()
    ballots: Ballots = Ballots()
    powers: Powers = Powers()
    calendar: Calendar = Calendar()
    amendment: Amendment = Amendment()
