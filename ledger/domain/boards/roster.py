"""A board's members at a moment: who holds each seat, whether it has a vote, what they lack."""

from dataclasses import dataclass
from datetime import datetime

from ledger.domain.boards.matter import BoardMatter, Tenure
from ledger.domain.boards.seating import OFFICES, defaults_of, held_of, members_of
from ledger.domain.counting.composition import Composed, composition
from ledger.domain.counting.facts import Facts, Matter
from ledger.domain.counting.standing import Standing, standings
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import Office
from ledger.domain.world import World, demand_matter
from ledger.evidence.statement import StreamName


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """The seats of the charter in force as they stand on no particular matter.

    ``officers`` hold their office at that moment, in the order of the offices;
    ``composed`` says how the membership meets each rule about it.
    """

    charter: Charter
    seats: tuple[Standing, ...]
    officers: tuple[tuple[Office, Tenure], ...]
    composed: tuple[Composed, ...]


def roster_of(world: World, name: StreamName, at: datetime) -> Roster:
    """Return a board's members at this moment.

    Raises:
        UnknownStreamError: There is no such board.
    """
    board = demand_matter(world, name, BoardMatter)
    members = members_of(board, at.date(), world.size)
    facts = Facts(
        members=members,
        matter=Matter(class_="", procedure="written"),
        opened_at=at,
        defaults=defaults_of(board),
        held=held_of(board),
    )
    return Roster(
        charter=board.charter,
        seats=standings(board.charter, facts, None, None),
        officers=tuple(
            (office, tenure)
            for office in OFFICES
            for tenure in board.officer(office, at.date(), world.size)
        ),
        composed=composition(board.charter, members),
    )
