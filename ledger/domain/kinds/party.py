"""Kinds of the streams party/<slug>: people, keys, roles, names."""

from datetime import date, datetime
from typing import Annotated, Literal

from ledger.domain.kinds.base import Line, Money, Role, Slug, StreamRef, kind
from ledger.domain.kinds.ledger import Jwk
from ledger.domain.kinds.terms import ChangeKind
from ledger.evidence.canonical import Body, constrained

KeyIdText = Annotated[str, constrained(pattern=r"[A-Za-z0-9_-]{43}")]


class PartyRenamed(Body):
    """Give a company its new legal name; what was signed before reads as it did."""

    legal_name: Line
    on: date


class PersonEnrolled(Body):
    """Enrol a person of the company with their own key; name and e-mail are sealed."""

    person: Slug
    proofing_method: Line
    jwk: Jwk
    key_proof: str


class KeyAdded(Body):
    """Add a further key of the signer's own person."""

    jwk: Jwk
    key_proof: str


class KeyRevoked(Body):
    """End a key; what it signed before stands, unless it was compromised then."""

    kid: KeyIdText
    cause: Literal["lost", "superseded", "left", "compromised"]
    compromised_since: datetime | None = None


class UndertakingSigned(Body):
    """Hold one's electronic signatures to be as binding as handwritten ones.

    21 CFR 11.100(c): certified before or at the time of first use.
    """

    text: Line


class RoleGranted(Body, rename={"from_": "from"}):
    """Give a person a role for their company, within scope, limit and dates."""

    person: Slug
    role: Role
    from_: date
    until: date | None = None
    scope: tuple[StreamRef, ...] = ()
    limit: Money | None = None


class RoleEnded(Body):
    """End a role that the subject granted."""

    on: date


class AgentEnrolled(Body):
    """Enrol a company's system; it records what is listed and never decides."""

    agent: Slug
    responsible: Slug
    jwk: Jwk
    key_proof: str
    kinds: Annotated[
        tuple[Literal["measurement.recorded.v1", "milestone.forecast.v1"], ...],
        constrained(min_length=1),
    ]
    until: date


class AffiliateDeclared(Body, rename={"from_": "from"}):
    """Say that this company is an affiliate of another; a signatory of that one endorses it."""

    of: Slug
    from_: date
    until: date | None = None


class PartyMerged(Body):
    """Say that this company became part of another, which is in its place from a day on.

    A signatory of the other endorses it. What was signed before reads as it did.
    """

    into: Slug
    on: date


class DelegationGranted(Body, rename={"from_": "from"}):
    """Let a programme manager sign changes of contracts, up to an amount and for a time.

    ``change_kinds`` and ``scope`` narrow it; a signatory delegates what they may sign themselves.
    """

    person: Slug
    up_to: Money
    from_: date
    until: date | None = None
    change_kinds: tuple[ChangeKind, ...] = ()
    scope: tuple[StreamRef, ...] = ()


class DelegationRevoked(Body):
    """End a delegation that the subject granted; ``on`` is its last day."""

    on: date


KINDS = (
    kind("party.renamed.v1", PartyRenamed, "party", "registrar signatory", "authorship"),
    kind(
        "person.enrolled.v1",
        PersonEnrolled,
        "party",
        "registrar",
        "responsibility",
        opens=True,
        sealed=("name",),
        sealable=("email",),
    ),
    kind("key.added.v1", KeyAdded, "party", "person", "responsibility"),
    kind("key.revoked.v1", KeyRevoked, "party", "person registrar", "responsibility", reason=True),
    kind("undertaking.signed.v1", UndertakingSigned, "party", "person", "acknowledgement"),
    kind("role.granted.v1", RoleGranted, "party", "registrar", "approval"),
    kind("role.ended.v1", RoleEnded, "party", "registrar", "approval", subject=True, reason=True),
    kind("agent.enrolled.v1", AgentEnrolled, "party", "registrar", "responsibility"),
    kind(
        "affiliate.declared.v1",
        AffiliateDeclared,
        "party",
        "signatory",
        "responsibility",
    ),
    kind("party.merged.v1", PartyMerged, "party", "signatory", "responsibility"),
    kind("delegation.granted.v1", DelegationGranted, "party", "signatory", "approval"),
    kind(
        "delegation.revoked.v1",
        DelegationRevoked,
        "party",
        "registrar signatory",
        "approval",
        subject=True,
        reason=True,
    ),
)
