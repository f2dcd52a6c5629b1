"""Which acts of a board need a signatory of each other party."""

from ledger.domain.boards.amending import amending_parties
from ledger.domain.boards.matter import BoardMatter, tenure_of
from ledger.domain.boards.speaking import filler_of
from ledger.domain.kinds.base import Capacity
from ledger.domain.kinds.board import (
    BoardConstituted,
    CharterAmended,
    OfficerAppointed,
    OfficerEnded,
)
from ledger.domain.world import Act, EndorserGroup, World, demand_matter
from ledger.evidence.statement import PartySlug

_SIGNATORY: frozenset[Capacity] = frozenset({"signatory"})


def board_endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Ask a signatory of each other party to join in what binds the whole board."""
    body, stream = act.body, act.statement.stream
    if isinstance(body, BoardConstituted):
        return _others(act, tuple(map(PartySlug, body.parties)))
    board = demand_matter(world, stream, BoardMatter)
    if isinstance(body, CharterAmended):
        return _others(act, amending_parties(board))
    office: str | None = None
    if isinstance(body, OfficerAppointed):
        office = body.office
    elif isinstance(body, OfficerEnded):
        found = tenure_of(board.officers, act.statement.subject)
        office = None if found is None else found[0]
    if office is None or filler_of(board, office) is not None:
        return ()
    return _others(act, board.parties)


def _others(act: Act, parties: tuple[PartySlug, ...]) -> tuple[EndorserGroup, ...]:
    return tuple(
        EndorserGroup(capacities=_SIGNATORY, parties=frozenset({party}))
        for party in parties
        if party != act.statement.signer.party
    )
