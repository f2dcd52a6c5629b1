"""What goes into a consolidated copy of a contract, and what it looks like.

Plain values, so that whoever keeps the rows of a history (the rules, a view, an
export) can build them again from recorded bodies.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Generic, Literal, TypeVar

from ledger.domain.contracts.agreements import (
    ChangeMatter,
    ConditionMet,
    ContractMatter,
    Ending,
    Novation,
    Place,
    Renewed,
    change_of,
)
from ledger.domain.contracts.amounts import Total, total_of
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.change import (
    Authority,
    ChangeExecuted,
    ChangeRegistered,
    ChangeTerms,
    Op,
)
from ledger.domain.kinds.contract import (
    Assumption,
    BudgetLine,
    ChangeAuthority,
    Clause,
    ContractExecuted,
    ContractRegistered,
    ContractTerm,
    ContractTerms,
    Credit,
    Obligation,
    Payment,
    ReservedMatter,
    Responsibility,
    SignatureRef,
    TerminationGround,
)
from ledger.domain.world import World, demand_matter
from ledger.errors import NotRecordedError
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import Digest, StreamName

T = TypeVar("T")

Known = int | datetime | None  # up to this entry, up to this moment, or all that is recorded
Status = Literal[
    "not_yet_effective",
    "in_force",
    "suspended",
    "noticed",
    "winding_down",
    "terminated",
    "expired",
    "lapsed",
]


class NotYetKnownError(NotRecordedError):
    """A contract can be asked for as it was known since its execution was recorded."""

    code = "contract-not-known"
    message = "{contract} was not recorded as executed then"


@dataclass(frozen=True, kw_only=True, slots=True)
class Provenance:
    """What made a part so: the draft that was signed, by whose authority, by whom, and when.

    drafted       the statement that holds the words
    version       the statement that executed or registered them, where it stands
    signed        where each of the signatures stands, in their order
    authority     who let it be changed, by which decision with which outcome; None for the
                  contract's first text
    effective_on  None while its condition is open
    on_paper      executed outside the ledger
    """

    drafted: Digest
    version: Place
    signatures: tuple[SignatureRef, ...]
    executed_on: date
    effective_on: date | None
    retroactive: bool
    signed: tuple[Place, ...] = ()
    authority: Authority | None = None
    on_paper: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """The text that was executed or registered first."""

    terms: ContractTerms
    provenance: Provenance


@dataclass(frozen=True, kw_only=True, slots=True)
class Executed:
    """One executed change."""

    ops: tuple[Op, ...]
    provenance: Provenance


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyName:
    """A company's legal name from a day on, as a statement of the directory gave it.

    ``on`` is None for that of its admission: so it was called before, from whatever day.
    """

    party: str
    legal_name: str
    on: date | None
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class ContractHistory:
    """All that a contract's consolidated copies are made from."""

    opening: Opening
    changes: tuple[Executed, ...] = ()
    conditions: tuple[ConditionMet, ...] = ()
    endings: tuple[Ending, ...] = ()
    renewals: tuple[Renewed, ...] = ()
    names: tuple[PartyName, ...] = ()
    novations: tuple[Novation, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Part(Generic[T]):
    """One part of the contract, what made it so, and what had made it before, oldest first."""

    value: T
    provenance: Provenance
    earlier: tuple[Provenance, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Survival:
    """Which clauses stay when the contract has ended."""

    clauses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeAuthorities:
    """Who may change the contract, and what only its parties may."""

    rows: tuple[ChangeAuthority, ...]
    reserved: tuple[ReservedMatter, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """A party with its legal name of that day, None where the directory was not given."""

    party: str
    legal_name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Consolidated:
    """A contract as it stands on a day, as known at a moment.

    terms       the first text's terms, for what no op changes (title, parent, tz …)
    statements  all that made some of it so: the first text's, then changes and renewals
    applied     the changes that are in it, in the order in which they took effect
    novations   the novations that are in it, in the order in which they took effect
    surviving   the clauses that stay, by id; none before the contract is over
    version     the newest contract version that is in it; a renewal makes none
    """

    contract: StreamName
    status: Status
    terms: ContractTerms
    parties: tuple[Party, ...]
    clauses: tuple[Part[Clause], ...]
    budget: tuple[Part[BudgetLine], ...]
    fee: Total
    pass_through: Total
    payments: tuple[Part[Payment], ...]
    assumptions: tuple[Part[Assumption], ...]
    term: Part[ContractTerm]
    obligations: tuple[Part[Obligation], ...]
    responsibilities: tuple[Part[Responsibility], ...]
    credits: tuple[Part[Credit], ...]
    termination: tuple[Part[TerminationGround], ...]
    survival: Part[Survival]
    authority: Part[ChangeAuthorities]
    statements: tuple[Provenance, ...]
    applied: tuple[Provenance, ...]
    surviving: tuple[str, ...]
    novations: tuple[Provenance, ...]
    version: Digest

    @property
    def total(self) -> Total:
        """Return what all lines come to, fee and pass-through together."""
        lines = [part.value for part in self.budget]
        return total_of(each for line in lines for each in (line.fee, line.pass_through))


def clause_digest(clause: Clause) -> Digest:
    """Return the digest of a clause's canonical JSON: its id, number, heading and words."""
    return Digest("sha256:" + sha256(encode_body(clause)).hexdigest())


def executed_opening(
    terms: ContractTerms, body: ContractExecuted, place: Place, signed: tuple[Place, ...] = ()
) -> Opening:
    """Return the opening of a contract that was executed in the ledger.

    ``place`` is that of ``contract.executed.v1``, ``body`` its body, ``signed``
    where each of its signatures stands.
    """
    provenance = Provenance(
        drafted=Digest(body.drafted),
        version=place,
        signatures=body.signatures,
        executed_on=body.executed_on,
        effective_on=body.effective_on,
        retroactive=body.retroactive,
        signed=signed,
    )
    return Opening(terms=terms, provenance=provenance)


def registered_opening(body: ContractRegistered, place: Place) -> Opening:
    """Return the opening of a contract that was executed outside the ledger.

    ``place`` names ``contract.registered.v1``, where its last endorsement gave it effect.
    """
    dates = body.dates
    provenance = Provenance(
        drafted=place.digest,
        version=place,
        signatures=(),
        executed_on=dates.executed_on,
        effective_on=dates.effective_on,
        retroactive=dates.effective_on < dates.executed_on,
        on_paper=True,
    )
    return Opening(terms=body.content, provenance=provenance)


def executed_change(
    drafted: ChangeTerms, body: ChangeExecuted, place: Place, signed: tuple[Place, ...] = ()
) -> Executed:
    """Return an executed change.

    ``place`` is that of ``change.executed.v1``, ``body`` its body, ``signed``
    where each of its signatures stands.
    """
    provenance = Provenance(
        drafted=Digest(body.drafted),
        version=place,
        signatures=body.signatures,
        executed_on=body.executed_on,
        effective_on=body.effective_on,
        retroactive=body.retroactive,
        signed=signed,
        authority=body.authority,
    )
    return Executed(ops=drafted.ops, provenance=provenance)


def registered_change(body: ChangeRegistered, place: Place) -> Executed:
    """Return a change that was executed outside the ledger.

    ``place`` names ``change.registered.v1``, where its last endorsement gave it
    effect. The board of the decision behind it is its authority, where one is known.
    """
    dates, decision = body.dates, body.decision
    board = None if decision is None else parent_of(StreamName(decision))
    provenance = Provenance(
        drafted=place.digest,
        version=place,
        signatures=(),
        executed_on=dates.executed_on,
        effective_on=dates.effective_on,
        retroactive=dates.effective_on < dates.executed_on,
        authority=None
        if board is None
        else Authority(by=board, by_contract=False, decision=decision),
        on_paper=True,
    )
    return Executed(ops=body.content.ops, provenance=provenance)


def provenance_of(novation: Novation) -> Provenance:
    """Return what a novation made so: the proposal that everybody concerned joined."""
    return Provenance(
        drafted=novation.place.digest,
        version=novation.place,
        signatures=(novation.signed,),
        executed_on=novation.executed_on,
        effective_on=novation.on,
        retroactive=novation.on < novation.executed_on,
        signed=(novation.place,),
    )


def history_of(
    world: World, contract: StreamName, names: tuple[PartyName, ...] = ()
) -> ContractHistory:
    """Return an executed contract's history from the world; ``names`` are the directory's.

    Raises:
        UnknownStreamError: There is no such contract.
        NotYetKnownError: It is not executed.
    """
    matter = demand_matter(world, contract, ContractMatter)
    place = matter.executed_at
    if matter.executed is None or place is None:
        raise NotYetKnownError(contract=contract)
    if isinstance(matter.executed, ContractRegistered):
        opening = registered_opening(matter.executed, place)
    else:
        signed = _signed(world, matter.executed.signatures)
        opening = executed_opening(matter.terms, matter.executed, place, signed)
    return ContractHistory(
        opening=opening,
        changes=tuple(_of_matter(world, change_of(world, stream)) for stream, _ in matter.changes),
        conditions=matter.conditions,
        endings=matter.endings,
        renewals=matter.renewals,
        names=names,
        novations=matter.novations,
    )


def _of_matter(world: World, change: ChangeMatter) -> Executed:
    assert change.executed is not None, "the contract's stream speaks of executed changes"
    assert change.executed_at is not None, "executed at its place"
    if isinstance(change.executed, ChangeRegistered):
        return registered_change(change.executed, change.executed_at)
    signed = _signed(world, change.executed.signatures)
    return executed_change(change.body, change.executed, change.executed_at, signed)


def _signed(world: World, signatures: tuple[SignatureRef, ...]) -> tuple[Place, ...]:
    """Return where signatures stand."""
    return tuple(_place_of(world, Digest(each.statement)) for each in signatures)


def _place_of(world: World, statement: Digest) -> Place:
    act = world.find(statement)
    assert act is not None, "whoever executes a text by their signature has it recorded before"
    return Place.of(act)
