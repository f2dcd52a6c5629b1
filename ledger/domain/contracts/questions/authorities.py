"""The authority that a change lacks: whose it is, and which decisions are on the way to it."""

from collections.abc import Iterable

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.common import covers
from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter
from ledger.domain.contracts.authorising import AuthorityContestedError, authority_for
from ledger.domain.contracts.questions.steps import Block, Motion
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.world import World, matter_of
from ledger.evidence.statement import StreamName

_MISSING = "authority-missing"


def lacking_authority(
    world: World,
    stream: StreamName,
    agreed: tuple[ContractMatter, tuple[str, ...]],
    boards: Iterable[StreamName],
    decisions: Iterable[StreamName],
) -> tuple[Block, ...]:
    """Return which boards could authorise a change, with the decisions that are about it.

    ``agreed`` is its contract with the parties of the day.

    Where the contract names none (DOMAIN, rule 7), each of ``boards`` that seats
    every party; and where there is no such board, that.
    """
    change = matter_of(world, stream, ChangeMatter)
    assert change is not None, "the caller found it"
    contract, parties = agreed
    named = authority_for(world, contract, change)
    about = _about(world, stream, change, decisions)
    if named is not None:
        board = StreamName(named)
        text = f"the contract wants a decision of {board}"
        return (Block(code=_MISSING, text=text, board=board, motions=about.get(board, ())),)
    entitled = [_entitled(world, stream, parties, board) for board in boards]
    found = tuple(
        Block(code=code, text=text, board=board, motions=about.get(board, ()))
        for board, code, text in filter(None, entitled)
    )
    none = Block(code=_MISSING, text="the contract names nobody, and no board seats every party")
    return found or (none,)


def _entitled(
    world: World, stream: StreamName, parties: tuple[str, ...], board: StreamName
) -> tuple[StreamName, str, str] | None:
    """Say of a board that seats every party whether all who read the change may read it."""
    matter, own, change = (
        matter_of(world, board, BoardMatter),
        world.stream(board),
        world.stream(stream),
    )
    if matter is None or own is None or change is None:
        return None
    voting = {seat.party for seat in matter.charter.seats if seat.voting}
    if not voting >= set(parties):
        return None
    if covers(own.audience, change.audience):
        return board, _MISSING, f"the contract names nobody; {board} seats every party"
    return board, "audience-gap", f"not everyone who may read {stream} may read {board}"


def _about(
    world: World, stream: StreamName, change: ChangeMatter, decisions: Iterable[StreamName]
) -> dict[StreamName, tuple[Motion, ...]]:
    """Return the decisions that name a change, by their boards."""
    found: dict[StreamName, tuple[Motion, ...]] = {}
    for name in decisions:
        decision = matter_of(world, name, DecisionMatter)
        naming = (
            [] if decision is None else [each for each in decision.subjects if each[0] == stream]
        )
        if decision is None or not naming:
            continue
        motion = Motion(
            decision=name,
            phase=decision.phase,
            outcome=decision.outcome,
            is_this_text=any(digest == change.content for _, digest in naming),
        )
        found[decision.board] = (*found.get(decision.board, ()), motion)
    return found


def contested(world: World, stream: StreamName, change: ChangeMatter) -> tuple[Block, ...]:
    """Return that the decision behind a change is challenged or void, if it is."""
    named = None if change.authority is None else change.authority.decision
    decision = None if named is None else matter_of(world, StreamName(named), DecisionMatter)
    if decision is None or decision.phase not in {"challenged", "voided"}:
        return ()
    error = AuthorityContestedError(change=stream, decision=named, phase=decision.phase)
    return (Block.of(error),)
