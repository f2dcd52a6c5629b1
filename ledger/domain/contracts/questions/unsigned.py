"""Who still has to sign what, of a contract or a change that is not executed.

Each missing step is named with the people who could take it that day, by which
kind and on which digest, and with the refusal that it would get now, if any.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ledger.domain.contracts.agreements import (
    IN_FORCE,
    ChangeMatter,
    ContractMatter,
    contract_of,
)
from ledger.domain.contracts.drafting import check_covered
from ledger.domain.contracts.proposing import BaseStaleError, NotInForceError
from ledger.domain.contracts.questions.authorities import contested, lacking_authority
from ledger.domain.contracts.questions.joins import parties_on, signers_on
from ledger.domain.contracts.questions.signatories import (
    PARTY_PEOPLE,
    Candidate,
    Occasion,
    people_for,
    signers_for,
)
from ledger.domain.contracts.questions.steps import Block, Step
from ledger.domain.endorsement import missing
from ledger.domain.world import Pending, World
from ledger.errors import LedgerError
from ledger.evidence.statement import StreamName

_FORM = Block(code="out-of-state", text="not every party has agreed to the form yet")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """What it is asked of: the world at a moment, and the boards and decisions to look among."""

    world: World
    at: datetime
    boards: tuple[StreamName, ...] = field(default=())
    decisions: tuple[StreamName, ...] = field(default=())

    def occasion(self, party: str, stream: StreamName) -> Occasion:
        """Return for whom, where and on which day; days of roles are days in UTC."""
        return Occasion(party=party, stream=stream, on=self.at.date())


def steps_of(asking: Asking, stream: StreamName) -> tuple[Step, ...]:
    """Return the steps that are missing in a contract's or a change's stream; none: none is.

    Acts that wait for endorsement are among them, whatever the phase.
    """
    found = asking.world.stream(stream)
    if found is None:
        return ()
    waiting = [
        step for each in found.pending.values() for step in _endorsements(asking, stream, each)
    ]
    match found.matter:
        case ContractMatter() as contract:
            return (*_of_contract(asking, contract), *waiting)
        case ChangeMatter() as change:
            return (*_of_change(asking, stream, change), *waiting)
        case _:
            return tuple(waiting)


def _of_contract(asking: Asking, contract: ContractMatter) -> Iterator[Step]:
    match contract.phase:
        case "drafting":
            yield _redraft(contract, "contract.draft_continued.v1")
        case "declined":
            yield _redraft(contract, "contract.drafted.v1")
        case "draft" | "agreed" | "partly_signed":
            yield from _agreements(asking, contract)
            blocks = () if contract.phase != "draft" else (_FORM,)
            yield from _signatures(asking, contract, (*blocks, *_uncovered(asking, contract)))


def _redraft(matter: ContractMatter | ChangeMatter, kind: str) -> Step:
    return Step(what="draft", party=None, kind=kind, subject=matter.drafted)


def _agreements(asking: Asking, contract: ContractMatter) -> Iterator[Step]:
    if contract.phase != "draft":
        return
    for party in parties_on(contract, asking.at):
        if party not in contract.agreed:
            yield Step(
                what="agreed_form",
                party=party,
                kind="contract.agreed_form.v1",
                subject=contract.drafted,
                digest=contract.content,
                who=people_for(asking.world, asking.occasion(party, contract.stream), PARTY_PEOPLE),
            )


def _signatures(
    asking: Asking, contract: ContractMatter, blocks: tuple[Block, ...]
) -> Iterator[Step]:
    for party in parties_on(contract, asking.at):
        if party in contract.signatures:
            continue
        who = signers_for(
            asking.world, asking.occasion(party, contract.stream), amount=contract.amount
        )
        yield Step(
            what="signature",
            party=party,
            kind="contract.signed.v1",
            subject=contract.drafted,
            digest=contract.content,
            who=who,
            blocks=(*blocks, *_nobody(party, who)),
        )


def _uncovered(asking: Asking, contract: ContractMatter) -> tuple[Block, ...]:
    """Return what the rules would say of its parent if it were signed now."""
    try:
        check_covered(asking.world, contract.stream, contract.terms, asking.at.date())
    except LedgerError as error:
        return (Block.of(error),)
    return ()


def _nobody(party: str, who: tuple[Candidate, ...]) -> tuple[Block, ...]:
    """Say that nobody of a party could sign; those who lack a key or the undertaking could."""
    if any(not each.lacks for each in who):
        return ()
    text = f"nobody of {party} could sign this today"
    return (Block(code="role-not-held", text=text),)


def _of_change(asking: Asking, stream: StreamName, change: ChangeMatter) -> Iterator[Step]:
    contract = contract_of(asking.world, stream)
    if change.phase == "drafting":
        yield _redraft(change, "change.draft_continued.v1")
    if change.phase not in {"drafted", "authorised", "partly_signed"}:
        return
    blocks = (*_off_base(contract, change), *contested(asking.world, stream, change))
    if change.authority is None:
        lacking = lacking_authority(
            asking.world,
            stream,
            (contract, parties_on(contract, asking.at)),
            asking.boards,
            asking.decisions,
        )
        yield Step(
            what="authority",
            party=None,
            kind=None,
            subject=change.drafted,
            digest=change.content,
            blocks=lacking,
        )
        blocks = (*blocks, *lacking)
    yield from _change_signatures(asking, stream, change, contract, blocks)


def _change_signatures(
    asking: Asking,
    stream: StreamName,
    change: ChangeMatter,
    contract: ContractMatter,
    blocks: tuple[Block, ...],
) -> Iterator[Step]:
    by_delegates = change.authority is not None and change.authority.by == "delegates"
    for party in signers_on(contract, asking.at):
        if party in change.signatures:
            continue
        who = signers_for(
            asking.world,
            asking.occasion(party, stream),
            amount=change.amount,
            delegated=change.body.change_kind if by_delegates else None,
        )
        yield Step(
            what="signature",
            party=party,
            kind="change.signed.v1",
            subject=change.drafted,
            digest=change.content,
            who=who,
            blocks=(*blocks, *_nobody(party, who)),
        )


def _off_base(contract: ContractMatter, change: ChangeMatter) -> tuple[Block, ...]:
    """Return that the contract has moved on, or cannot be changed any more."""
    if contract.phase not in IN_FORCE:
        return (Block.of(NotInForceError(contract=contract.stream, phase=contract.phase)),)
    if change.body.base == contract.version:
        return ()
    error = BaseStaleError(
        contract=contract.stream, version=contract.version, base=change.body.base
    )
    return (Block.of(error),)


def _endorsements(asking: Asking, stream: StreamName, pending: Pending) -> Iterator[Step]:
    for group in missing(pending):
        for party in sorted(group.parties or ()):
            yield Step(
                what="endorsement",
                party=party,
                kind="act.endorsed.v1",
                subject=pending.act.digest,
                who=people_for(asking.world, asking.occasion(party, stream), group.capacities),
            )
