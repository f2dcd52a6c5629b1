"""Whether a signer may claim what they claim, judged at the statement's own place.

A claim is the triple (person, party, capacity) inside the signed bytes. The key
that verified the signature must belong to that person of that party; a role
must be in force that day. Board capacities are the board's to judge.
"""

from ledger.domain.directory import (
    EnrolledKey,
    LedgerMatter,
    PartyMatter,
    founding_keys,
    grants_of,
    party_of,
    the_ledger,
)
from ledger.domain.kinds.base import Capacity
from ledger.domain.kinds.ledger import LedgerFounded
from ledger.domain.world import MAIN, Act, World
from ledger.errors import RefusedError, UnverifiedError
from ledger.evidence.keys import KeyId, PublicKey, parse_jwk
from ledger.evidence.statement import PersonSlug

_SELF_NAMED = frozenset({"root", "auditor", "system"})
# The key suffices; a board judges the seat and the office itself.
_BY_KEY = frozenset({"person", "member", "chair", "secretary"})


class CapacityError(RefusedError):
    """Each kind names the capacities in which it can be signed."""

    code = "capacity-not-entitled"
    message = "{kind} cannot be signed as {capacity}"


class KeyUnknownError(UnverifiedError):
    """A signature counts only under a key that the signer's own company enrolled."""

    code = "key-unknown"
    message = "key {kid} is not enrolled for {person} as {capacity}"


class KeyRevokedError(UnverifiedError):
    """A revoked key signs nothing more."""

    code = "key-revoked"
    message = "key {kid} was revoked at {at}"


class ClaimError(RefusedError):
    """Roots, auditors and the system sign as their own key and for no party."""

    code = "claim-mismatch"
    message = "{capacity} keys sign as themselves and for no party"


class RoleError(RefusedError):
    """A role must be granted and in force on the day it is used."""

    code = "role-not-held"
    message = "{person} of {party} does not hold the role {capacity} on {on}"


class ScopeError(RefusedError):
    """A role granted for certain streams holds only there."""

    code = "role-out-of-scope"
    message = "the role {capacity} of {person} does not cover {stream}"


class UndertakingError(RefusedError):
    """A person undertakes to be bound before any other signature (21 CFR 11.100(c))."""

    code = "undertaking-missing"
    message = "{person} of {party} has not signed the undertaking"


class AgentKindError(RefusedError):
    """A company's system records the kinds that its enrolment lists, until its last day."""

    code = "agent-not-entitled"
    message = "agent {agent} may not record {kind} on {on}"


class AuditorEndedError(RefusedError):
    """An auditor's admission ends with its last day."""

    code = "auditor-ended"
    message = "the admission of auditor {kid} ended on {until}"


def check_signer(world: World, act: Act) -> None:
    """Accept a signer whose claim the directory bears out at this place.

    Raises:
        CapacityError: The kind is not signed in this capacity.
        ClaimError: A key that stands for itself claims a person or a party.
        KeyUnknownError: The key is not that person's.
        KeyRevokedError: The key was revoked before.
        RoleError, ScopeError: The role is not held, or not here.
        UndertakingError: The person has not undertaken to be bound.
        AgentKindError, AuditorEndedError: Outside of what was granted.
    """
    claim = act.statement.signer
    if claim.capacity not in act.kind.signers:
        raise CapacityError(kind=act.kind.tag, capacity=claim.capacity)
    capacity = claim.capacity
    if capacity in _SELF_NAMED:
        _check_self_named(world, act)
    elif capacity == "registrar" and is_self_named(act):
        _check_founding_registrar(world, act)
    else:
        _check_person(world, act, capacity)


def is_self_named(act: Act) -> bool:
    """Whether the signer signs as their own key, not as a person of a company."""
    return str(act.statement.signer.person) == str(act.statement.kid)


def _unknown(act: Act) -> KeyUnknownError:
    claim = act.statement.signer
    return KeyUnknownError(kid=act.statement.kid, person=claim.person, capacity=claim.capacity)


def _check_self_named(world: World, act: Act) -> None:
    claim, kid = act.statement.signer, act.statement.kid
    if not is_self_named(act) or claim.party is not None:
        raise ClaimError(capacity=claim.capacity)
    ledger = the_ledger(world)
    if claim.capacity == "root":
        if kid not in roots_of(world, act):
            raise _unknown(act)
    elif ledger is None:
        raise _unknown(act)
    elif claim.capacity == "system":
        if kid != ledger.system_key.kid:
            raise _unknown(act)
    else:
        _check_auditor(ledger, act)


def _check_auditor(ledger: LedgerMatter, act: Act) -> None:
    auditor = ledger.auditors.get(act.statement.kid)
    if auditor is None:
        raise _unknown(act)
    if auditor.until < act.at.date():
        raise AuditorEndedError(kid=act.statement.kid, until=auditor.until.isoformat())


def roots_of(world: World, act: Act) -> dict[KeyId, PublicKey]:
    """Return the root keys: the founded ledger's, or those that the founding names."""
    ledger = the_ledger(world)
    if ledger is not None:
        return dict(ledger.roots)
    if isinstance(act.body, LedgerFounded) and world.stream(MAIN) is None:
        keys = tuple(parse_jwk(root.jwk) for root in act.body.roots)
    else:
        keys = founding_keys(world)
    return {key.kid: key for key in keys}


def _check_founding_registrar(world: World, act: Act) -> None:
    claim = act.statement.signer
    ledger = the_ledger(world)
    party = None if ledger is None or claim.party is None else ledger.parties.get(claim.party)
    kid = act.statement.kid
    if party is None or claim.party is None or kid not in party.registrars:
        raise _unknown(act)
    revoked_at = party_of(world, claim.party).former_registrars.get(kid)
    if revoked_at is not None:
        raise KeyRevokedError(kid=kid, at=revoked_at.isoformat())


def _enrolled(party: PartyMatter, act: Act) -> EnrolledKey:
    key = party.keys.get(act.statement.kid)
    if key is None or key.holder != act.statement.signer.person:
        raise _unknown(act)
    if key.revoked_at is not None:
        raise KeyRevokedError(kid=act.statement.kid, at=key.revoked_at.isoformat())
    return key


def _check_person(world: World, act: Act, capacity: Capacity) -> None:
    claim = act.statement.signer
    if claim.party is None:
        raise _unknown(act)
    party = party_of(world, claim.party)
    _enrolled(party, act)
    holder = PersonSlug(claim.person)
    if capacity == "agent" or holder in party.agents:
        _check_agent(party, act)
        return
    if party.people[holder].undertaking is None and act.kind.tag != "undertaking.signed.v1":
        raise UndertakingError(person=claim.person, party=claim.party)
    _check_role(world, act, capacity)


def _check_agent(party: PartyMatter, act: Act) -> None:
    claim = act.statement.signer
    agent = party.agents.get(PersonSlug(claim.person))
    on = act.at.date()
    if (
        agent is None
        or claim.capacity != "agent"
        or act.kind.tag not in agent.kinds
        or agent.until < on
    ):
        raise AgentKindError(agent=claim.person, kind=act.kind.tag, on=on.isoformat())


def _check_role(world: World, act: Act, capacity: Capacity) -> None:
    claim = act.statement.signer
    assert claim.party is not None, "a person signs for a party"
    if capacity in _BY_KEY:
        return
    on = act.at.date()
    grants = grants_of(world, claim.party, claim.person, capacity, on)
    if not grants:
        raise RoleError(
            person=claim.person, party=claim.party, capacity=capacity, on=on.isoformat()
        )
    if not any(grant.covers(act.statement.stream) for grant in grants):
        raise ScopeError(person=claim.person, capacity=capacity, stream=act.statement.stream)
