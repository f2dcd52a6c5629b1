"""The room of party/<slug>: people, keys and roles, and how the company stands to others.

Who is let in is judged in enrolment.py; here a company lets programme managers
sign changes in its name, and says whose affiliate it is or whose part it became.
"""

from datetime import date

from ledger.domain.contracts.amounts import shown, within
from ledger.domain.directory import Grant, evolve_party, grants_of, party_of, the_ledger
from ledger.domain.enrolment import check_party, check_period, demand_party, demand_person
from ledger.domain.kinds.base import Capacity
from ledger.domain.kinds.ledger import PartySucceeded
from ledger.domain.kinds.party import (
    AffiliateDeclared,
    DelegationGranted,
    DelegationRevoked,
    PartyMerged,
    PersonEnrolled,
    RoleGranted,
)
from ledger.domain.room import Room, kinds_of
from ledger.domain.succession import line_of
from ledger.domain.world import MAIN, Act, EndorserGroup, FollowUp, Matter, World
from ledger.errors import RefusedError
from ledger.evidence.statement import PartySlug, StreamName


class DelegationBeyondOwnError(RefusedError):
    """A signatory delegates what they may sign themselves: scope, currency and limit."""

    code = "delegation-beyond-own"
    message = "{person} of {party} may not sign what this delegates, up to {up_to}"


class DelegationUnknownError(RefusedError):
    """A delegation that is revoked is one that was granted here and is still in force."""

    code = "delegation-unknown"
    message = "{subject} grants no delegation in {stream} that could be revoked"


class SameCompanyError(RefusedError):
    """A company is no affiliate of itself, and becomes no part of itself."""

    code = "company-itself"
    message = "{party} cannot say this of itself"


class PartyMergedError(RefusedError):
    """A company that became part of another speaks for nobody from that day on."""

    code = "party-merged"
    message = "{party} is part of {into} since {on}"


class MergerCycleError(RefusedError):
    """No company becomes part of one that became part of it."""

    code = "merger-in-a-circle"
    message = "{into} became part of {party} itself"


def check(world: World, act: Act) -> None:
    """Accept an act of party/<slug>.

    Raises:
        DelegationBeyondOwnError, DelegationUnknownError, SameCompanyError,
        PartyMergedError, MergerCycleError: see each class.
        RefusedError: As enrolment.py's ``check_party``.
    """
    check_party(world, act)
    match act.body:
        case DelegationGranted():
            _check_delegation(world, act, act.body)
        case DelegationRevoked():
            _check_revocation(world, act, act.body)
        case AffiliateDeclared():
            _check_other(world, act, act.body.of)
            check_period(act.body.from_, act.body.until)
        case PartyMerged():
            _check_merger(world, act, act.body)


def _own(act: Act) -> PartySlug:
    return PartySlug(act.statement.stream.partition("/")[2])


def _check_delegation(world: World, act: Act, body: DelegationGranted) -> None:
    demand_person(world, act, body.person)
    check_period(body.from_, body.until)
    signer = act.statement.signer
    grants = grants_of(world, _own(act), signer.person, "signatory", act.at.date())
    if not any(_may_delegate(grant, body) for grant in grants):
        raise DelegationBeyondOwnError(
            person=signer.person, party=signer.party, up_to=shown(body.up_to)
        )


def _may_delegate(grant: Grant, body: DelegationGranted) -> bool:
    narrower = bool(body.scope) and all(grant.covers(StreamName(each)) for each in body.scope)
    return within(body.up_to, grant.limit) and (not grant.scope or narrower)


def _check_revocation(world: World, act: Act, body: DelegationRevoked) -> None:
    subject = act.statement.subject
    assert subject is not None, "checked: the kind names its subject"
    delegation = party_of(world, _own(act)).delegations.get(subject)
    if delegation is None or (delegation.until is not None and delegation.until < body.on):
        raise DelegationUnknownError(subject=subject, stream=act.statement.stream)


def _check_other(world: World, act: Act, other: str) -> None:
    demand_party(world, other)
    if other == _own(act):
        raise SameCompanyError(party=other)


def _check_merger(world: World, act: Act, body: PartyMerged) -> None:
    _check_other(world, act, body.into)
    own = _own(act)
    check_unmerged(world, own)
    # Whenever they apply, two mergers never lead back to where they began.
    if own in line_of(world, body.into, date.max):
        raise MergerCycleError(into=body.into, party=own)
    check_unmerged(world, PartySlug(body.into))


def check_unmerged(world: World, party: PartySlug, on: date = date.max) -> None:
    """Accept a company that became part of no other by a day.

    Raises:
        PartyMergedError: It did.
    """
    ledger = the_ledger(world)
    succession = None if ledger is None else ledger.successions.get(party)
    if succession is not None and succession.on <= on:
        raise PartyMergedError(party=party, into=succession.into, on=succession.on.isoformat())


def endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Ask the other company where two are spoken of, and else for a second pair of eyes.

    That is where a registrar acts for themselves, also for a further key of an
    enrolled person: otherwise one registrar could quietly take over someone's name.
    """
    body, signer, party = act.body, act.statement.signer, _own(act)
    if isinstance(body, AffiliateDeclared):
        return _group("signatory", PartySlug(body.of))
    if isinstance(body, PartyMerged):
        return _group("signatory", PartySlug(body.into))
    further_key = isinstance(body, PersonEnrolled) and body.person in party_of(world, party).people
    for_oneself = isinstance(body, RoleGranted) and body.person == signer.person
    return _group("registrar signatory", party) if further_key or for_oneself else ()


def _group(capacities: str, party: PartySlug) -> tuple[EndorserGroup, ...]:
    words: frozenset[Capacity] = frozenset(capacities.split())  # type: ignore[arg-type]
    return (EndorserGroup(capacities=words, parties=frozenset({party})),)


def follow_ups(_world: World, act: Act) -> tuple[FollowUp, ...]:
    """Say in the ledger's own stream that a company is in another's place."""
    body = act.body
    if not isinstance(body, PartyMerged):
        return ()
    succeeded = PartySucceeded(party=_own(act), into=body.into, on=body.on)
    return (FollowUp(stream=MAIN, kind="party.succeeded.v1", subject=act.digest, body=succeeded),)


def _phase(_matter: Matter) -> str:
    return "standing"


PARTY = Room(
    machine={
        "unopened": kinds_of("person.enrolled.v1"),
        "standing": kinds_of(
            "person.enrolled.v1 key.added.v1 key.revoked.v1 undertaking.signed.v1"
            " role.granted.v1 role.ended.v1 agent.enrolled.v1 party.renamed.v1"
            " delegation.granted.v1 delegation.revoked.v1 affiliate.declared.v1"
            " party.merged.v1"
        ),
    },
    phase=_phase,
    evolve=evolve_party,
    check=check,
    follow_ups=follow_ups,
    endorsers=endorsers,
)
