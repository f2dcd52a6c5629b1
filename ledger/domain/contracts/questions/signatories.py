"""Who of a company could sign something on a day: by which grant, and what they still lack."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ledger.domain.contracts.amounts import within
from ledger.domain.directory import Grant, PartyMatter, party_of
from ledger.domain.kinds.base import Amount, Capacity
from ledger.domain.kinds.terms import ChangeKind
from ledger.domain.succession import in_place
from ledger.domain.world import World
from ledger.evidence.statement import Digest, PersonSlug, StreamName

Lacks = Literal["key", "undertaking"]

SIGNATORY: frozenset[Capacity] = frozenset({"signatory"})
MANAGERS: frozenset[Capacity] = frozenset({"programme_manager"})
PARTY_PEOPLE: frozenset[Capacity] = frozenset({"signatory", "programme_manager"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Someone who could sign: in which capacity, by which grant, until when it runs.

    ``lacks`` says what keeps them from signing today although they are entitled.
    """

    party: str
    person: PersonSlug
    capacity: Capacity
    grant: Digest
    until: date | None
    lacks: tuple[Lacks, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """For whom something is to be signed, in which stream, on which day."""

    party: str
    stream: StreamName
    on: date


def people_for(
    world: World, occasion: Occasion, capacities: frozenset[Capacity]
) -> tuple[Candidate, ...]:
    """Return who holds one of the capacities for the party there that day."""
    return tuple(_found(world, occasion, capacities, lambda _: True))


def signers_for(
    world: World,
    occasion: Occasion,
    *,
    amount: Amount | None,
    delegated: ChangeKind | None = None,
) -> tuple[Candidate, ...]:
    """Return who could sign a text of that amount for the party that day.

    Signatories within their limit; where delegates have the authority
    (``delegated``: in a change of which kind), also programme managers to whom
    so much was delegated.
    """
    found = tuple(_found(world, occasion, SIGNATORY, lambda grant: within(amount, grant.limit)))
    if delegated is None:
        return found
    return (*found, *_delegates(world, occasion, amount, delegated))


def _delegates(
    world: World, occasion: Occasion, amount: Amount | None, change_kind: ChangeKind
) -> Iterator[Candidate]:
    """Yield the programme managers under a delegation that covers it, by the delegation."""
    people = party_of(world, in_place(world, occasion.party, occasion.on))
    managers = {each.person: each for each in _found(world, occasion, MANAGERS, lambda _: True)}
    for digest, each in people.delegations.items():
        manager = managers.get(each.person)
        covers = each.covers(occasion.stream, change_kind, occasion.on)
        if manager is not None and covers and within(amount, each.up_to):
            yield replace(manager, grant=digest, until=each.until)


def _found(
    world: World,
    occasion: Occasion,
    capacities: frozenset[Capacity],
    suits: Callable[[Grant], bool],
) -> Iterator[Candidate]:
    company = in_place(world, occasion.party, occasion.on)
    people = party_of(world, company)
    for digest, grant in people.grants.items():
        holds = grant.holds(occasion.on) and grant.covers(occasion.stream)
        if grant.role in capacities and holds and suits(grant):
            yield Candidate(
                party=company,
                person=grant.person,
                capacity=grant.role,
                grant=digest,
                until=grant.until,
                lacks=_lacks(people, grant.person),
            )


def _lacks(people: PartyMatter, person: PersonSlug) -> tuple[Lacks, ...]:
    """Say what an entitled person needs first: a key that is in use, and the undertaking."""
    lacks: list[Lacks] = []
    keys = [each for each in people.keys.values() if each.holder == person]
    if all(each.revoked_at is not None for each in keys):
        lacks.append("key")
    enrolled = people.people.get(person)
    if enrolled is None or enrolled.undertaking is None:
        lacks.append("undertaking")
    return tuple(lacks)
