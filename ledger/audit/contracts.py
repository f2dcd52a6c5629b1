"""A contract's history from replayed statements alone: no database, no views.

replayed = replay_bundle(path)
history = history_in(replayed.world, StreamName("contract/score-wo-1"))
"""

from collections.abc import Iterator

from ledger.domain import rules
from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.copies import ContractHistory, PartyName, history_of
from ledger.domain.kinds import stream_type
from ledger.domain.kinds.ledger import PartyAdmitted
from ledger.domain.kinds.party import PartyRenamed
from ledger.domain.world import Act, MemoryWorld
from ledger.evidence.statement import StreamName


def history_in(world: MemoryWorld, contract: StreamName) -> ContractHistory:
    """Return an executed contract's history, with the names that the directory gives companies.

    Raises:
        UnknownStreamError: There is no such contract.
        NotYetKnownError: It is not executed.
    """
    return history_of(world, contract, tuple(_names(world)))


def _names(world: MemoryWorld) -> Iterator[PartyName]:
    for act in _directory(world):
        party = act.statement.stream.partition("/")[2]
        match act.body:
            case PartyAdmitted() as body:
                name, on = body.legal_name, None
                party = body.party
            case PartyRenamed() as body:
                name, on = body.legal_name, body.on
            case _:
                continue
        yield PartyName(party=party, legal_name=name, on=on, place=Place.of(act))


def _directory(world: MemoryWorld) -> Iterator[Act]:
    """Yield what took effect in the directory, each where it did: endorsed, or corrected later."""
    again = MemoryWorld({})
    for act in world.acts():
        if stream_type(act.statement.stream) not in {"ledger", "party"}:
            continue
        while again.size < act.leaf_index:
            again.append_stub(world.time_at(again.size))
        effect = rules.effect_of(again, act)
        again.append(act, rules.evolve(again, act, effect))
        if effect is not None:
            yield effect
