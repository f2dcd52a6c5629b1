"""Statements: what a member signs, and the only way to open one (FORMATS F3).

    header   {"alg":"Ed25519","kid":"<43>","typ":"vnd.countersign.statement.v1+json"}
    payload  {"after":…,"base":…,"body":{…},…,"stream":"decision/jsc/2026-014","subject":…}
    digest   "sha256:" + hex SHA-256(header "." payload "." signature)

The payload has all fifteen members, null where there is nothing to say. Every
member is signed, so nothing can be replayed elsewhere or read as another act.
"""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final

from ledger.errors import MalformedError, UnverifiedError
from ledger.evidence.canonical import Body, BodyMalformedError, decode_body, encode_body
from ledger.evidence.claims import (
    Claims,
    Digest,
    Document,
    KindTag,
    Meaning,
    PartySlug,
    Payload,
    PersonSlug,
    Sealed,
    Seen,
    SignerClaim,
    StatementId,
    StreamName,
    format_claims,
    parse_claims,
    parse_payload,
)
from ledger.evidence.jws import (
    open_compact,
    open_detached,
    parse_compact_kid,
    recall_compact,
    sign_compact,
)
from ledger.evidence.keys import Algorithm, KeyId, PublicKey, Signer

__all__ = [
    "Claims",
    "Digest",
    "Document",
    "KindTag",
    "Meaning",
    "PartySlug",
    "PersonSlug",
    "Sealed",
    "Seen",
    "SignerClaim",
    "Statement",
    "StatementId",
    "StreamName",
    "digest_of",
    "format_claims",
    "new_statement_id",
    "open_key_proof",
    "open_statement",
    "open_stored_statement",
    "parse_claims",
    "parse_kid",
    "recall_statement",
    "sign_key_proof",
    "sign_statement",
]

statement_typ: Final = "vnd.countersign.statement.v1+json"
key_proof_typ: Final = "vnd.countersign.key-proof.v1+json"


class KeyProofMalformedError(MalformedError):
    """A key proof is the four members of F2, and nothing else."""

    code = "key-proof-malformed"
    message = "{path}: {problem}"


class KeyProofMismatchError(UnverifiedError):
    """A key proof is for this key, in this ledger, for this person."""

    code = "key-proof-mismatch"
    message = "the key proof names another {member}"


class Statement(Body):
    """A statement whose form and signature hold; ``open_statement`` makes it.

    The members of ``Claims``, and what the signature adds.
    """

    ledger: Digest | None
    stream: StreamName
    kind: KindTag
    id: StatementId
    subject: Digest | None
    after: Digest | None
    base: Digest | None
    seen: Seen | None
    signed_at: datetime
    signer: SignerClaim
    meaning: Meaning | None
    reason: str | None
    documents: tuple[Document, ...]
    sealed: tuple[Sealed, ...]
    body: bytes
    kid: KeyId
    alg: Algorithm
    signature: bytes
    digest: Digest
    compact: bytes


class StatementDigestError(UnverifiedError):
    """Recalled bytes are those that the log's entry names."""

    code = "statement-digest"
    message = "the entry names {expected}, the bytes are {found}"


class _KeyProof(Body):
    """The four members of a key proof."""

    kid: str
    ledger: Digest
    party: PartySlug | None
    person: PersonSlug


def sign_statement(claims: Claims, signer: Signer) -> bytes:
    """Return the compact form of the claims, signed.

    Raises:
        MalformedError: As ``open_statement`` would refuse the claims.
    """
    return sign_compact(statement_typ, format_claims(claims), signer)


def open_statement(compact: bytes, key: PublicKey) -> Statement:
    """Return the statement, once form and signature hold under the key.

    The signature is checked before anything looks at the payload. Whether the
    key is enrolled, and the ledger is this one, is for the rules to say.

    Raises:
        CompactMalformedError: It is too large or has not three parts.
        HeaderMalformedError: The header is not exactly that of a statement.
        Base64MalformedError: A part is no canonical base64url.
        SignatureMalformedError: The signature has a wrong form.
        ClaimMalformedError: A member breaks its grammar; by member.
        MalformedError: The payload is no canonical JSON.
        KeyMismatchError: It was signed under another key.
        SignatureInvalidError: The signature does not hold.
    """
    opened = open_compact(statement_typ, compact, key)
    payload, digest = parse_payload(opened.payload), digest_of(compact)
    return _statement(
        compact, digest, key.alg, key.kid, payload=payload, signature=opened.signature
    )


def open_stored_statement(payload: bytes, signature: bytes, key: PublicKey) -> Statement:
    """Return the statement that is kept as payload and signature, verified all the same.

    The compact form is derived, which costs less than to read it.

    Raises:
        CompactMalformedError: The payload is too large.
        SignatureMalformedError: The signature has a wrong form.
        ClaimMalformedError: A member breaks its grammar; by member.
        MalformedError: The payload is no canonical JSON.
        SignatureInvalidError: The signature does not hold.
    """
    compact = open_detached(statement_typ, payload, signature, key)
    members, digest = parse_payload(payload), digest_of(compact)
    return _statement(compact, digest, key.alg, key.kid, payload=members, signature=signature)


def recall_statement(compact: bytes, digest: Digest) -> Statement:
    """Return a statement that was opened before, known by its digest.

    For bytes of our own store, whose digest an entry of the log holds: the
    form is read again, the signature is not checked a second time. The body's
    form is left to whoever decodes it by its kind, as an act always is.

    Raises:
        StatementDigestError: These are other bytes.
        MalformedError: As in ``open_statement``.
    """
    found = digest_of(compact)
    if found != digest:
        raise StatementDigestError(expected=digest, found=found)
    algorithm, kid, opened = recall_compact(statement_typ, compact)
    payload = parse_payload(opened.payload, body_later=True)
    return _statement(compact, digest, algorithm, kid, payload=payload, signature=opened.signature)


def _statement(  # noqa: PLR0913 -- the parts of a statement
    compact: bytes,
    digest: Digest,
    algorithm: Algorithm,
    kid: KeyId,
    *,
    payload: Payload,
    signature: bytes,
) -> Statement:
    return Statement(
        ledger=payload.ledger,
        stream=payload.stream,
        kind=payload.kind,
        id=payload.id,
        subject=payload.subject,
        after=payload.after,
        base=payload.base,
        seen=payload.seen,
        signed_at=payload.signed_at,
        signer=payload.signer,
        meaning=payload.meaning,
        reason=payload.reason,
        documents=payload.documents,
        sealed=payload.sealed,
        body=bytes(payload.body),
        kid=kid,
        alg=algorithm,
        signature=signature,
        digest=digest,
        compact=compact,
    )


def parse_kid(compact: bytes) -> KeyId:
    """Return the key id that a statement claims, to look up its key.

    Raises:
        CompactMalformedError: It is too large or has not three parts.
        HeaderMalformedError: The header is not exactly that of a statement.
    """
    return parse_compact_kid(statement_typ, compact)


def digest_of(compact: bytes) -> Digest:
    """Return the digest of a compact form, by which others name it."""
    return Digest("sha256:" + sha256(compact).hexdigest())


def new_statement_id(at: datetime) -> StatementId:
    """Return a fresh UUIDv7 for the instant (RFC 9562 5.7)."""
    milliseconds = int(at.timestamp() * 1000)
    random = secrets.token_hex(10)
    variant = "89ab"[int(random[3], 16) % 4]
    stamp = f"{milliseconds:012x}"
    return StatementId(
        f"{stamp[:8]}-{stamp[8:]}-7{random[:3]}-{variant}{random[4:7]}-{random[7:19]}"
    )


def sign_key_proof(
    signer: Signer, *, ledger: Digest, party: PartySlug | None, person: PersonSlug
) -> bytes:
    """Return the proof that the holder of this key wants it enrolled so (F2).

    Raises:
        MalformedError: A member breaks its grammar.
    """
    proof = _KeyProof(kid=signer.public.kid, ledger=ledger, party=party, person=person)
    return sign_compact(key_proof_typ, encode_body(proof), signer)


def open_key_proof(
    compact: bytes,
    key: PublicKey,
    *,
    ledger: Digest,
    party: PartySlug | None,
    person: PersonSlug,
) -> None:
    """Return if the holder of the key asked for exactly this enrolment.

    Raises:
        MalformedError: It is no key proof; as ``open_statement`` names it.
        KeyMismatchError: It was signed under another key.
        SignatureInvalidError: The signature does not hold.
        KeyProofMismatchError: It is for another key, ledger, party or person.
    """
    raw, _ = open_compact(key_proof_typ, compact, key)
    try:
        proof = decode_body(raw, _KeyProof)
    except BodyMalformedError as error:
        raise KeyProofMalformedError(**error.facts) from error
    wanted = {"kid": key.kid, "ledger": ledger, "party": party, "person": person}
    for member, value in wanted.items():
        if getattr(proof, member) != value:
            raise KeyProofMismatchError(member=member)
