"""Kinds of the stream ledger/main: founding, admission, erasure."""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import DigestText, Line, Positive, Slug, StreamRef, kind
from ledger.evidence.canonical import Body, constrained

Jwk = dict[str, str]
Commitment = Annotated[str, constrained(pattern=r"[A-Za-z0-9_-]{43}")]
VKeyText = Annotated[str, constrained(min_length=1, max_length=4096)]
Origin = Annotated[str, constrained(pattern=r"[a-z0-9][a-z0-9.\-]*(/[a-z0-9][a-z0-9.\-]*)*")]


class KeyHolder(Body):
    """A key that stands for itself; the holder's name is sealed."""

    jwk: Jwk


class Registrar(Body):
    """A key that may enrol people, with proof that its holder has it."""

    jwk: Jwk
    key_proof: str


class LedgerFounded(Body):
    """Found a ledger: its origin, its roots, its own keys. Its digest is the ledger's id."""

    origin: Origin
    title: Line
    roots: Annotated[tuple[KeyHolder, ...], constrained(min_length=1, max_length=32)]
    threshold: Positive
    log_keys: Annotated[tuple[VKeyText, ...], constrained(min_length=1, max_length=8)]
    system_key: Jwk


PartyRole = Literal["sponsor", "cro", "technology", "site_network", "regulator", "other"]


class PartyIdentifier(Body):
    """A company's number in a public register, such as its LEI."""

    scheme: Line
    value: Line


class PartyAdmitted(Body):
    """Admit a company; its registrars can enrol its people from here on."""

    party: Slug
    legal_name: Line
    role: PartyRole
    registrars: Annotated[tuple[Registrar, ...], constrained(min_length=1, max_length=16)]
    identifiers: tuple[PartyIdentifier, ...] = ()


class PartySucceeded(Body):
    """Say that a company is in another's place from a day on, as both declared."""

    party: Slug
    into: Slug
    on: date


class AuditorAdmitted(Body):
    """Admit an auditor's key, to read what the scope says, until a day."""

    jwk: Jwk
    key_proof: str
    engaged_by: Slug
    scope: Literal["all"] | Annotated[tuple[StreamRef, ...], constrained(min_length=1)]
    until: date


class ErasureDecided(Body):
    """Answer a request to erase sealed values."""

    commitments: Annotated[tuple[Commitment, ...], constrained(min_length=1, max_length=512)]
    basis: Line
    granted: bool


class ErasurePerformed(Body):
    """Say that the openings of these commitments are gone; everything still verifies."""

    commitments: tuple[Commitment, ...]


class AuditReviewSigned(Body):
    """Say what an auditor looked at and found."""

    from_index: Annotated[int, constrained(ge=0)]
    to_index: Annotated[int, constrained(ge=0)]
    findings: tuple[Line, ...] = ()
    checkpoint: DigestText | None = None


KINDS = (
    kind(
        "ledger.founded.v1",
        LedgerFounded,
        "ledger",
        "root",
        "authorship",
        opens=True,
        sealed=("roots/*/name",),
    ),
    kind(
        "party.admitted.v1",
        PartyAdmitted,
        "ledger",
        "root",
        "approval",
        sealed=("registrars/*/name",),
    ),
    kind("party.succeeded.v1", PartySucceeded, "ledger", "system"),
    kind("auditor.admitted.v1", AuditorAdmitted, "ledger", "root", "approval", sealed=("name",)),
    kind("erasure.decided.v1", ErasureDecided, "ledger", "root", "approval rejection", reason=True),
    kind("erasure.performed.v1", ErasurePerformed, "ledger", "system"),
    kind("audit_review.signed.v1", AuditReviewSigned, "ledger", "auditor", "review"),
)
