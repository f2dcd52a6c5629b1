"""Parties, people, keys and roles: the streams ledger/main and party/<slug>.

The directory is made of statements too, so that the key, the person and the
role behind each signature can be proved for its own place in the log.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TypeVar

from ledger.domain.bonds import Affiliation, Delegation, Succession, in_scope, lasts
from ledger.domain.kinds.base import Capacity, Money
from ledger.domain.kinds.ledger import (
    AuditorAdmitted,
    AuditReviewSigned,
    ErasurePerformed,
    LedgerFounded,
    PartyAdmitted,
    PartySucceeded,
)
from ledger.domain.kinds.party import (
    AffiliateDeclared,
    AgentEnrolled,
    DelegationGranted,
    DelegationRevoked,
    KeyAdded,
    KeyRevoked,
    PartyMerged,
    PartyRenamed,
    PersonEnrolled,
    RoleEnded,
    RoleGranted,
    UndertakingSigned,
)
from ledger.domain.world import MAIN, Act, Matter, World, matter_of
from ledger.evidence.keys import KeyId, PublicKey, parse_jwk
from ledger.evidence.statement import Digest, PartySlug, PersonSlug, StreamName

_EVER = datetime.min.replace(tzinfo=UTC)

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, kw_only=True, slots=True)
class Auditor:
    """An outside reader: what they may read, and until when."""

    key: PublicKey
    scope: tuple[StreamName, ...] | None  # None: all streams
    until: date
    reviews: tuple[int, ...] = ()  # where they signed some


@dataclass(frozen=True, kw_only=True, slots=True)
class AdmittedParty:
    """A company of this ledger, with the keys that may enrol its people."""

    role: str
    registrars: Mapping[KeyId, PublicKey]


@dataclass(frozen=True, kw_only=True)
class LedgerMatter(Matter):
    """The founded ledger: its keys, its parties, their mergers, its auditors."""

    id: Digest
    origin: str
    title: str
    roots: Mapping[KeyId, PublicKey]
    threshold: int
    log_keys: tuple[str, ...]
    system_key: PublicKey
    parties: Mapping[PartySlug, AdmittedParty] = field(default_factory=dict)
    auditors: Mapping[KeyId, Auditor] = field(default_factory=dict)
    erased: frozenset[str] = frozenset()
    successions: Mapping[PartySlug, Succession] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class EnrolledKey:
    """A key of one person or agent, from its enrolment until it is revoked.

    Compromised since nobody knows when is compromised from the beginning.
    """

    key: PublicKey
    holder: PersonSlug
    revoked_at: datetime | None = None
    compromised_since: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Someone whom their company enrolled; ``undertaking`` is its digest once signed."""

    enrolled: Digest
    undertaking: Digest | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """A role that a person holds for their company, between two days."""

    person: PersonSlug
    role: Capacity
    from_: date
    until: date | None
    scope: tuple[StreamName, ...]
    limit: Money | None

    def holds(self, on: date) -> bool:
        """Whether the role can be used on that day; both end days count."""
        return lasts(self.from_, self.until, on)

    def covers(self, stream: StreamName) -> bool:
        """Whether the scope names the stream, its parent or what its name begins with."""
        return in_scope(self.scope, stream)


@dataclass(frozen=True, kw_only=True, slots=True)
class Agent:
    """A company's system: who answers for it, and the kinds it may record."""

    responsible: PersonSlug
    kinds: frozenset[str]
    until: date


@dataclass(frozen=True, kw_only=True)
class PartyMatter(Matter):
    """A company's people, keys, roles, systems, names (newest last), delegations and affiliations.

    Of an affiliation the newest declaration counts, so that its end can be declared later.

    ``granted`` finds the grants of a person's role, as every signature asks for them.
    """

    keys: Mapping[KeyId, EnrolledKey] = field(default_factory=dict)
    people: Mapping[PersonSlug, Person] = field(default_factory=dict)
    agents: Mapping[PersonSlug, Agent] = field(default_factory=dict)
    former_registrars: Mapping[KeyId, datetime] = field(default_factory=dict)
    grants: Mapping[Digest, Grant] = field(default_factory=dict)
    granted: Mapping[tuple[str, Capacity], tuple[Digest, ...]] = field(default_factory=dict)
    names: tuple[tuple[date, str], ...] = ()
    delegations: Mapping[Digest, Delegation] = field(default_factory=dict)
    affiliations: Mapping[PartySlug, Affiliation] = field(default_factory=dict)


def party_stream(party: PartySlug | str) -> StreamName:
    """Name the stream of a company's people."""
    return StreamName(f"party/{party}")


def the_ledger(world: World) -> LedgerMatter | None:
    """Return the founded ledger, None while it is being founded."""
    return matter_of(world, MAIN, LedgerMatter)


def party_of(world: World, party: PartySlug | str) -> PartyMatter:
    """Return a company's people; empty while nobody is enrolled."""
    return matter_of(world, party_stream(party), PartyMatter) or PartyMatter()


def keys_in_use(world: World) -> Iterator[PublicKey]:
    """Yield every key that was ever enrolled, the ledger's own among them.

    A key is enrolled once, for one holder, for ever (FORMATS F2). While the
    founding waits for its roots, these are the keys that it names.
    """
    ledger = the_ledger(world)
    if ledger is None:
        yield from founding_keys(world)
        return
    yield ledger.system_key
    yield from ledger.roots.values()
    yield from (auditor.key for auditor in ledger.auditors.values())
    for slug, party in ledger.parties.items():
        yield from party.registrars.values()
        yield from (enrolled.key for enrolled in party_of(world, slug).keys.values())


def find_key(world: World, kid: KeyId) -> PublicKey | None:
    """Find a key among those in use; the cost does not grow with the number of people."""
    ledger = the_ledger(world)
    if ledger is None:
        return next((key for key in founding_keys(world) if key.kid == kid), None)
    if ledger.system_key.kid == kid:
        return ledger.system_key
    auditor = ledger.auditors.get(kid)
    return ledger.roots.get(kid) or (auditor.key if auditor else _party_key(world, ledger, kid))


def _party_key(world: World, ledger: LedgerMatter, kid: KeyId) -> PublicKey | None:
    for slug, party in ledger.parties.items():
        enrolled = party_of(world, slug).keys.get(kid)
        key = enrolled.key if enrolled else party.registrars.get(kid)
        if key is not None:
            return key
    return None


def founding_keys(world: World) -> tuple[PublicKey, ...]:
    """Return the roots that a founding names while it waits for their endorsement."""
    main = world.stream(MAIN)
    waiting = () if main is None else main.pending.values()
    bodies = (pending.act.body for pending in waiting)
    return tuple(
        parse_jwk(root.jwk)
        for body in bodies
        if isinstance(body, LedgerFounded)
        for root in body.roots
    )


def grants_of(
    world: World, party: PartySlug | str, person: PersonSlug | str, role: Capacity, on: date
) -> tuple[Grant, ...]:
    """Return the grants by which a person holds a role for a company on a day."""
    found = party_of(world, party)
    grants = (found.grants[digest] for digest in found.granted.get((person, role), ()))
    return tuple(grant for grant in grants if grant.holds(on))


def with_item(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    """Return the mapping with one item set; the given one stays as it is."""
    return MappingProxyType({**mapping, key: value})


def _founded(act: Act, body: LedgerFounded) -> LedgerMatter:
    roots = [parse_jwk(root.jwk) for root in body.roots]
    return LedgerMatter(
        id=act.digest,
        origin=body.origin,
        title=body.title,
        roots=MappingProxyType({key.kid: key for key in roots}),
        threshold=body.threshold,
        log_keys=body.log_keys,
        system_key=parse_jwk(body.system_key),
    )


def evolve_ledger(matter: Matter | None, act: Act) -> Matter:  # noqa: PLR0911 -- a row a kind
    """Return the ledger after an act of ledger/main has taken effect."""
    body = act.body
    if isinstance(body, LedgerFounded):
        return _founded(act, body)
    assert isinstance(matter, LedgerMatter), "only the founding comes before the ledger"
    match body:
        case PartyAdmitted():
            keys = [parse_jwk(registrar.jwk) for registrar in body.registrars]
            party = AdmittedParty(
                role=body.role, registrars=MappingProxyType({key.kid: key for key in keys})
            )
            return replace(matter, parties=with_item(matter.parties, PartySlug(body.party), party))
        case PartySucceeded():
            into = Succession(into=PartySlug(body.into), on=body.on)
            successions = with_item(matter.successions, PartySlug(body.party), into)
            return replace(matter, successions=successions)
        case AuditorAdmitted():
            key = parse_jwk(body.jwk)
            scope = None if body.scope == "all" else tuple(map(StreamName, body.scope))
            auditor = Auditor(key=key, scope=scope, until=body.until)
            return replace(matter, auditors=with_item(matter.auditors, key.kid, auditor))
        case AuditReviewSigned():
            kid = act.statement.kid
            auditor = matter.auditors[kid]
            auditor = replace(auditor, reviews=(*auditor.reviews, act.leaf_index))
            return replace(matter, auditors=with_item(matter.auditors, kid, auditor))
        case ErasurePerformed():
            return replace(matter, erased=matter.erased | set(body.commitments))
        case _:
            return matter


def evolve_party(matter: Matter | None, act: Act) -> Matter:  # noqa: PLR0911 -- a row a kind
    """Return a company's people after an act of party/<slug> has taken effect."""
    party = matter if isinstance(matter, PartyMatter) else PartyMatter()
    body = act.body
    match body:
        case PersonEnrolled():
            slug = PersonSlug(body.person)
            # With a further key they stay who they were, bound by what they undertook.
            person = party.people.get(slug) or Person(enrolled=act.digest)
            party = replace(party, people=with_item(party.people, slug, person))
            return _with_key(party, body.jwk, slug)
        case KeyAdded():
            return _with_key(party, body.jwk, PersonSlug(act.statement.signer.person))
        case KeyRevoked():
            return _revoked(party, body, act.at)
        case UndertakingSigned():
            slug = PersonSlug(act.statement.signer.person)
            signed = replace(party.people[slug], undertaking=act.digest)
            return replace(party, people=with_item(party.people, slug, signed))
        case PartyRenamed():
            return replace(party, names=(*party.names, (body.on, body.legal_name)))
        case RoleGranted():
            return _with_grant(party, act.digest, _grant(body))
        case RoleEnded():
            assert act.statement.subject is not None, "checked: the grant that ends"
            ended = replace(party.grants[act.statement.subject], until=body.on)
            return replace(party, grants=with_item(party.grants, act.statement.subject, ended))
        case AgentEnrolled():
            return _with_agent(party, body)
        case _:
            return _evolve_bonds(party, act)


def _evolve_bonds(party: PartyMatter, act: Act) -> PartyMatter:
    """Return the company after it let somebody sign, or no longer, or named an affiliation.

    That it became part of another is said in ledger/main, for all who ask.
    """
    body = act.body
    if isinstance(body, PartyMerged):
        return party
    if isinstance(body, AffiliateDeclared):
        affiliation = Affiliation(from_=body.from_, until=body.until)
        affiliations = with_item(party.affiliations, PartySlug(body.of), affiliation)
        return replace(party, affiliations=affiliations)
    if isinstance(body, DelegationGranted):
        granted = with_item(party.delegations, act.digest, _delegation(body))
        return replace(party, delegations=granted)
    assert isinstance(body, DelegationRevoked), "the machine has no other kind"
    assert act.statement.subject is not None, "checked: the delegation that ends"
    revoked = replace(party.delegations[act.statement.subject], until=body.on)
    return replace(party, delegations=with_item(party.delegations, act.statement.subject, revoked))


def _delegation(body: DelegationGranted) -> Delegation:
    return Delegation(
        person=PersonSlug(body.person),
        up_to=body.up_to,
        from_=body.from_,
        until=body.until,
        change_kinds=frozenset(body.change_kinds),
        scope=tuple(map(StreamName, body.scope)),
    )


def _with_agent(party: PartyMatter, body: AgentEnrolled) -> PartyMatter:
    slug = PersonSlug(body.agent)
    agent = Agent(
        responsible=PersonSlug(body.responsible), kinds=frozenset(body.kinds), until=body.until
    )
    party = replace(party, agents=with_item(party.agents, slug, agent))
    return _with_key(party, body.jwk, slug)


def _grant(body: RoleGranted) -> Grant:
    return Grant(
        person=PersonSlug(body.person),
        role=body.role,
        from_=body.from_,
        until=body.until,
        scope=tuple(map(StreamName, body.scope)),
        limit=body.limit,
    )


def _with_grant(party: PartyMatter, digest: Digest, grant: Grant) -> PartyMatter:
    whose = (grant.person, grant.role)
    digests = (*party.granted.get(whose, ()), digest)
    return replace(
        party,
        grants=with_item(party.grants, digest, grant),
        granted=with_item(party.granted, whose, digests),
    )


def _with_key(party: PartyMatter, jwk: Mapping[str, str], holder: PersonSlug) -> PartyMatter:
    key = parse_jwk(dict(jwk))
    enrolled = EnrolledKey(key=key, holder=holder)
    return replace(party, keys=with_item(party.keys, key.kid, enrolled))


def _revoked(party: PartyMatter, body: KeyRevoked, at: datetime) -> PartyMatter:
    kid = KeyId(body.kid)
    if kid not in party.keys:
        former = with_item(party.former_registrars, kid, at)
        return replace(party, former_registrars=former)
    since = _EVER if body.cause == "compromised" else None
    revoked = replace(
        party.keys[kid], revoked_at=at, compromised_since=body.compromised_since or since
    )
    return replace(party, keys=with_item(party.keys, kid, revoked))
