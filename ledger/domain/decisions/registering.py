"""Decisions that were made on paper: registered with their documents, endorsed by each party."""

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.common import check_relies_on
from ledger.domain.decisions.motions import board_of
from ledger.domain.kinds.aftermath import DecisionRegistered
from ledger.domain.kinds.base import Capacity
from ledger.domain.world import Act, EndorserGroup, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.statement import StreamName

_SIGNATORY: frozenset[Capacity] = frozenset({"signatory"})


class RegisteringPartyError(RefusedError):
    """A decision on paper is registered by a party of its board."""

    code = "registering-party"
    message = "{party} is no party of {board}"


class RegisteredPaperError(RefusedError):
    """A decision on paper is of the past, and comes with its documents."""

    code = "registered-paper"
    message = "{stream} cannot be registered: {problem}"


def check_registered(world: World, act: Act, body: DecisionRegistered, board: BoardMatter) -> None:
    """Accept a decision on paper, shown for ever as decided outside of the ledger.

    Raises:
        RegisteringPartyError: The signer's party is none of the board's.
        RegisteredPaperError: It is of the future, or without a document.
        UnknownStreamError, AudienceGapError: A subject cannot be relied on.
    """
    stream = act.statement.stream
    if act.statement.signer.party not in board.parties:
        raise RegisteringPartyError(party=act.statement.signer.party, board=board_of(stream))
    problem = None
    if body.decided_on > act.at.date():
        problem = "it is of the future"
    elif not act.statement.documents:
        problem = "it names no document"
    if problem is not None:
        raise RegisteredPaperError(stream=stream, problem=problem)
    found = world.stream(board_of(stream))
    assert found is not None, "checked: a decision belongs to a board"
    for ref in body.subject_refs:
        check_relies_on(world, act, StreamName(ref.stream), found.audience)


def registering_endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Ask a signatory of each other party of the board to join in registering paper."""
    if not isinstance(act.body, DecisionRegistered):
        return ()
    board = demand_matter(world, board_of(act.statement.stream), BoardMatter)
    return tuple(
        EndorserGroup(capacities=_SIGNATORY, parties=frozenset({party}))
        for party in board.parties
        if party != act.statement.signer.party
    )
