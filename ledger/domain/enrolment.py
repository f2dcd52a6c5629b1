"""Who lets whom in: the rules of ledger/main, and of people, keys and roles in party/<slug>.

Roots found the ledger and admit companies; each company's registrars enrol its
people; nobody is let in without proof that they hold their key.
"""

from datetime import date

from ledger.domain.directory import (
    LedgerMatter,
    evolve_ledger,
    find_key,
    party_of,
    the_ledger,
)
from ledger.domain.kinds.ledger import (
    AuditorAdmitted,
    AuditReviewSigned,
    ErasureDecided,
    ErasurePerformed,
    Jwk,
    LedgerFounded,
    PartyAdmitted,
)
from ledger.domain.kinds.party import (
    AgentEnrolled,
    KeyAdded,
    KeyRevoked,
    PersonEnrolled,
    RoleEnded,
    RoleGranted,
)
from ledger.domain.room import Room, kinds_of
from ledger.domain.world import Act, EndorserGroup, FollowUp, Matter, World
from ledger.errors import RefusedError
from ledger.evidence.keys import KeyId, PublicKey, parse_jwk
from ledger.evidence.note import parse_vkey
from ledger.evidence.statement import PartySlug, PersonSlug, open_key_proof


class FoundingError(RefusedError):
    """A founding names distinct root keys, and a threshold that they can reach."""

    code = "founding-unsound"
    message = "the founding cannot stand: {problem}"


class PartyAdmittedError(RefusedError):
    """A company is admitted once."""

    code = "party-admitted-before"
    message = "{party} is admitted already"


class PartyUnknownError(RefusedError):
    """Only the people of admitted companies are enrolled."""

    code = "party-unknown"
    message = "no party {party} is admitted to this ledger"


class OtherPartyError(RefusedError):
    """A company's stream is written by that company."""

    code = "other-party"
    message = "{signer_party} cannot write in {stream}"


class KeyInUseError(RefusedError):
    """A public key is enrolled once in a ledger, for one holder, for ever (FORMATS F2)."""

    code = "key-in-use"
    message = "key {kid} was enrolled before"


class PersonUnknownError(RefusedError):
    """Roles, keys and responsibilities are for people whom the company enrolled."""

    code = "person-unknown"
    message = "{person} is not enrolled in {stream}"


class PersonTakenError(RefusedError):
    """A person's and an agent's name are never the same."""

    code = "person-taken"
    message = "{person} is enrolled in {stream} already"


class KeyNotHeldError(RefusedError):
    """A key is revoked once, by its holder or a registrar."""

    code = "key-not-revocable"
    message = "key {kid} is not one that {person} can revoke"


class CompromiseError(RefusedError):
    """Only a compromised key was so since a moment, and that moment has passed."""

    code = "compromise-unsound"
    message = "a key revoked as {cause} cannot be compromised since {since}"


class UndertakingSignedError(RefusedError):
    """An undertaking is signed once."""

    code = "undertaking-signed-before"
    message = "{person} has signed the undertaking already"


class GrantUnknownError(RefusedError):
    """A role that ends is one that was granted here and is still in force."""

    code = "grant-unknown"
    message = "{subject} grants no role in {stream} that could end"


class DatesError(RefusedError):
    """A period ends on or after the day on which it begins."""

    code = "dates-reversed"
    message = "a period cannot run from {from_day} until {until_day}"


class ReviewRangeError(RefusedError):
    """A review covers entries that exist, none of them the auditor's own."""

    code = "review-range"
    message = "entries {from_index} to {to_index} cannot be reviewed here"


def check_ledger(world: World, act: Act) -> None:
    """Accept an act of ledger/main.

    Raises:
        FoundingError, PartyAdmittedError, KeyInUseError, PartyUnknownError,
        ReviewRangeError: see each class.
        MalformedError, UnverifiedError: A key or its proof does not hold.
    """
    match act.body:
        case LedgerFounded():
            _check_founding(act, act.body)
        case PartyAdmitted():
            _check_party_admitted(world, act, act.body)
        case AuditorAdmitted():
            demand_party(world, act.body.engaged_by)
            _check_new_key(
                world, act, act.body.jwk, proof=act.body.key_proof, party=None, person=None
            )
        case AuditReviewSigned():
            _check_review(world, act, act.body)


def _check_review(world: World, act: Act, body: AuditReviewSigned) -> None:
    reviewed = range(body.from_index, body.to_index + 1)
    own = _demand_ledger(world).auditors[act.statement.kid].reviews
    if not reviewed or body.to_index >= act.leaf_index or any(at in reviewed for at in own):
        raise ReviewRangeError(from_index=body.from_index, to_index=body.to_index)


def _check_founding(act: Act, body: LedgerFounded) -> None:
    keys = [parse_jwk(root.jwk) for root in body.roots]
    keys.append(parse_jwk(body.system_key))
    if len({key.kid for key in keys}) != len(keys):
        raise FoundingError(problem="a key is named twice")
    if body.threshold > len(body.roots):
        raise FoundingError(problem="the threshold is above the number of roots")
    vkeys = [parse_vkey(text) for text in body.log_keys]
    if any(vkey.name != body.origin for vkey in vkeys):
        raise FoundingError(problem="a log key is named otherwise than the origin")
    if len({vkey.algorithm for vkey in vkeys}) != len(vkeys):
        raise FoundingError(problem="two log keys of one algorithm")


def _check_party_admitted(world: World, act: Act, body: PartyAdmitted) -> None:
    ledger = _demand_ledger(world)
    if body.party in ledger.parties:
        raise PartyAdmittedError(party=body.party)
    seen: set[KeyId] = set()
    for registrar in body.registrars:
        key = _check_new_key(
            world, act, registrar.jwk, proof=registrar.key_proof, party=body.party, person=None
        )
        if key.kid in seen:
            raise KeyInUseError(kid=key.kid)
        seen.add(key.kid)


def _demand_ledger(world: World) -> LedgerMatter:
    ledger = the_ledger(world)
    assert ledger is not None, "checked: nothing but the founding comes before it"
    return ledger


def demand_party(world: World, party: str) -> None:
    """Accept a company that is admitted.

    Raises:
        PartyUnknownError: It is not.
    """
    if party not in _demand_ledger(world).parties:
        raise PartyUnknownError(party=party)


def _check_new_key(  # noqa: PLR0913 -- a key with the five facts that its proof binds
    world: World, act: Act, jwk: Jwk, *, proof: str, party: str | None, person: str | None
) -> PublicKey:
    """Accept a key that nobody has used here and whose holder proves to have it.

    ``person`` None: a key that stands for itself, under its own kid.
    """
    key = parse_jwk(jwk)
    if find_key(world, key.kid) is not None:
        raise KeyInUseError(kid=key.kid)
    assert act.statement.ledger is not None, "checked: the ledger is founded"
    open_key_proof(
        proof.encode("ascii", "replace"),
        key,
        ledger=act.statement.ledger,
        party=None if party is None else PartySlug(party),
        person=PersonSlug(key.kid if person is None else person),
    )
    return key


def ledger_endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Return the roots that must join: all for the founding, else up to the threshold."""
    body = act.body
    if isinstance(body, LedgerFounded):
        others = {parse_jwk(root.jwk).kid for root in body.roots} - {act.statement.kid}
        return _roots(len(others), frozenset(others))
    if isinstance(body, PartyAdmitted | AuditorAdmitted | ErasureDecided):
        return _roots(_demand_ledger(world).threshold - 1, None)
    return ()


def _roots(count: int, keys: frozenset[KeyId] | None) -> tuple[EndorserGroup, ...]:
    if count == 0:
        return ()
    return (EndorserGroup(capacities=frozenset({"root"}), count=count, keys=keys),)


def ledger_follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Announce that openings are erased, when an erasure was granted."""
    body = act.body
    if not isinstance(body, ErasureDecided) or not body.granted:
        return ()
    performed = ErasurePerformed(commitments=body.commitments)
    return (
        FollowUp(
            stream=act.statement.stream,
            kind="erasure.performed.v1",
            subject=act.digest,
            body=performed,
        ),
    )


def check_party(world: World, act: Act) -> None:
    """Accept an act of party/<slug>.

    Raises:
        PartyUnknownError, OtherPartyError, KeyInUseError, PersonUnknownError,
        PersonTakenError, KeyNotHeldError, CompromiseError,
        UndertakingSignedError, GrantUnknownError, DatesError: see each class.
        MalformedError, UnverifiedError: A key or its proof does not hold.
    """
    party = act.statement.stream.partition("/")[2]
    demand_party(world, party)
    if act.statement.signer.party != party:
        raise OtherPartyError(signer_party=act.statement.signer.party, stream=act.statement.stream)
    match act.body:
        case PersonEnrolled():
            if act.body.person in party_of(world, party).agents:
                raise PersonTakenError(person=act.body.person, stream=act.statement.stream)
            _check_party_key(world, act, person=act.body.person)
        case KeyAdded():
            _check_party_key(world, act, person=act.statement.signer.person)
        case AgentEnrolled():
            _check_agent(world, act, act.body)
        case _:
            _check_standing(world, act, party)


def _check_standing(world: World, act: Act, party: str) -> None:
    """Check what acts on people, keys and roles that are there already."""
    people = party_of(world, party).people
    signer = act.statement.signer
    match act.body:
        case KeyRevoked():
            _check_revocation(world, act, act.body)
        case RoleGranted():
            demand_person(world, act, act.body.person)
            check_period(act.body.from_, act.body.until)
        case RoleEnded():
            grant = party_of(world, party).grants.get(act.statement.subject or act.digest)
            if grant is None or (grant.until is not None and grant.until < act.body.on):
                raise GrantUnknownError(subject=act.statement.subject, stream=act.statement.stream)
        case _ if act.kind.tag == "undertaking.signed.v1":
            if people[PersonSlug(signer.person)].undertaking is not None:
                raise UndertakingSignedError(person=signer.person)


def check_period(from_: date, until: date | None) -> None:
    """Accept a period that ends on or after the day on which it begins, or is open.

    Raises:
        DatesError: It is reversed.
    """
    if until is not None and until < from_:
        raise DatesError(from_day=from_.isoformat(), until_day=until.isoformat())


def _check_party_key(world: World, act: Act, *, person: str) -> None:
    assert isinstance(act.body, PersonEnrolled | KeyAdded | AgentEnrolled), "they carry a key"
    party = act.statement.stream.partition("/")[2]
    _check_new_key(world, act, act.body.jwk, proof=act.body.key_proof, party=party, person=person)


def _check_agent(world: World, act: Act, body: AgentEnrolled) -> None:
    party = party_of(world, act.statement.stream.partition("/")[2])
    demand_person(world, act, body.responsible)
    if body.agent in party.people or body.agent in party.agents:
        raise PersonTakenError(person=body.agent, stream=act.statement.stream)
    _check_party_key(world, act, person=body.agent)


def demand_person(world: World, act: Act, person: str) -> None:
    """Accept a person whom the company of the act's stream enrolled.

    Raises:
        PersonUnknownError: It did not.
    """
    people = party_of(world, act.statement.stream.partition("/")[2]).people
    if person not in people:
        raise PersonUnknownError(person=person, stream=act.statement.stream)


def _check_revocation(world: World, act: Act, body: KeyRevoked) -> None:
    party, kid = act.statement.stream.partition("/")[2], KeyId(body.kid)
    key = party_of(world, party).keys.get(kid)
    signer = act.statement.signer
    held = _is_registrars(world, party, kid) if key is None else key.revoked_at is None
    own = key is not None and key.holder == signer.person
    if not held or (signer.capacity == "person" and not own):
        raise KeyNotHeldError(kid=body.kid, person=signer.person)
    since = body.compromised_since
    if since is not None and (body.cause != "compromised" or since > act.at):
        raise CompromiseError(cause=body.cause, since=since.isoformat())


def _is_registrars(world: World, party: str, kid: KeyId) -> bool:
    """Whether this is the key of a registrar who came with the company, and is in use."""
    registrars = _demand_ledger(world).parties[PartySlug(party)].registrars
    return kid in registrars and kid not in party_of(world, party).former_registrars


def _phase(_matter: Matter) -> str:
    return "standing"


LEDGER = Room(
    machine={
        "unopened": kinds_of("ledger.founded.v1"),
        "standing": kinds_of(
            "party.admitted.v1 auditor.admitted.v1 erasure.decided.v1 audit_review.signed.v1"
        ),
    },
    phase=_phase,
    evolve=evolve_ledger,
    check=check_ledger,
    follow_ups=ledger_follow_ups,
    endorsers=ledger_endorsers,
)
