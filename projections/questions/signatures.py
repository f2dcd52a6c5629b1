"""Who still has to sign what: one row a missing step, with who could take it and what blocks it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter
from ledger.domain.contracts.questions.joins import parties_on, place_of
from ledger.domain.contracts.questions.signatories import Candidate
from ledger.domain.contracts.questions.steps import Block, Step
from ledger.domain.contracts.questions.unsigned import Asking, steps_of
from ledger.domain.kinds import parent_of
from ledger.domain.succession import line_of
from ledger.domain.world import World
from ledger.evidence.statement import StreamName
from projections.copies import plain
from projections.live import Now
from projections.questions.plain import maybe
from projections.questions.reach import contract_in, reach_of
from projections.readers import ViewReader


@dataclass(frozen=True, kw_only=True, slots=True)
class SignaturesQuery:
    """Whose missing steps are asked for, or of which contract with its changes."""

    party: str | None = None
    contract: StreamName | None = None


def list_all(
    connection: Connection, reader: ViewReader, now: Now, query: SignaturesQuery
) -> list[dict[str, Any]]:
    """List the missing steps that the reader may read of: a party's, or of one contract.

    Who could take one is judged by the clock, as known by the clock of then.
    A step that is no party's in particular is listed with each party of its contract.
    """
    reach = reach_of(connection, reader, now)
    asking = Asking(world=now.world, at=now.then, boards=reach.boards, decisions=reach.decisions)
    rows: list[dict[str, Any]] = []
    for stream in (*reach.contracts, *reach.changes):
        about = parent_of(stream) or stream
        if query.contract not in (None, about):
            continue
        head = {"stream": stream, "contract": about, **_head(now.world, stream)}
        rows += [
            {**head, **_step(now.world, step)}
            for step in steps_of(asking, stream)
            if _concerns(now, about, step, query.party)
        ]
    return rows


def _concerns(now: Now, contract: StreamName, step: Step, party: str | None) -> bool:
    """Whether a step is a party's, or of the company that is in its place then."""
    if party is None:
        return True
    parties: tuple[str, ...] = () if step.party is None else (step.party,)
    matter = contract_in(now.world, contract)
    if step.party is None and matter is not None:
        parties = parties_on(matter, now.then)
    return any(party in line_of(now.world, each, now.then.date()) for each in parties)


def _head(world: World, stream: StreamName) -> dict[str, Any]:
    """Say what is to be signed; of paper that waits for endorsement nothing has effect yet."""
    found = world.stream(stream)
    match None if found is None else found.matter:
        case ContractMatter() as contract:
            title, phase, amount = contract.terms.title, contract.phase, contract.amount
        case ChangeMatter() as change:
            title = change.body.title or change.body.change_kind.replace("_", " ")
            phase = change.phase
            amount = change.amount
        case _:
            title, phase, amount = "existing paper", "waiting", None
    return {"title": title, "phase": phase, "amount": plain(amount)}


def _step(world: World, step: Step) -> dict[str, Any]:
    return {
        "what": step.what,
        "party": step.party,
        "kind": step.kind,
        "subject": step.subject,
        "digest": step.digest,
        "who": [_candidate(world, each) for each in step.who],
        "blocks": [_block(each) for each in step.blocks],
        "made_by": maybe(place_of(world, step.subject)),
    }


def _candidate(world: World, each: Candidate) -> dict[str, Any]:
    return {
        "party": each.party,
        "person": each.person,
        "capacity": each.capacity,
        "until": plain(each.until),
        "lacks": list(each.lacks),
        "granted_by": maybe(place_of(world, each.grant)),
    }


def _block(each: Block) -> dict[str, Any]:
    motions = [plain(motion) for motion in each.motions]
    return {"code": each.code, "text": each.text, "board": each.board, "motions": motions}
