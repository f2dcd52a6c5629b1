"""Claims: the fifteen payload members of a statement, each with its grammar (FORMATS F3).

    {"after":null,"base":null,"body":{…},"documents":[],"id":"0193…","kind":"ballot.cast.v1",
     "ledger":"sha256:…","meaning":"approval","reason":null,"sealed":[],"seen":{…},
     "signed_at":"2026-11-21T14:03:08Z","signer":{…},"stream":"decision/jsc/2026-014",
     "subject":"sha256:…"}

All members are always there, null where there is nothing to say; none more.
"""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Final, Literal, NewType

from ledger.errors import MalformedError
from ledger.evidence.canonical import (
    Body,
    BodyMalformedError,
    RawJson,
    constrained,
    decode_body,
    encode_body,
    integer_max,
)

_slug: Final = "[a-z0-9][a-z0-9-]{0,62}"
_name: Final = "[a-z_][a-z0-9_]{0,63}"
_stream_types: Final = (
    "ledger|party|board|meeting|decision|contract|change|partnership|milestone|scorecard"
)

# Members and array indexes from the body inward: roots/0/name.
body_path_pattern: Final = rf"{_name}(?:/(?:{_name}|0|[1-9][0-9]{{0,4}}))*"

_DigestText = Annotated[str, constrained(pattern="sha256:[0-9a-f]{64}")]
_StreamText = Annotated[str, constrained(pattern=rf"(?:{_stream_types})(?:/{_slug}){{1,4}}")]
_KindText = Annotated[
    str, constrained(pattern=rf"{_name}\.{_name}\.v[1-9][0-9]{{0,3}}", max_length=128)
]
_IdText = Annotated[
    str, constrained(pattern="[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
]
_HexText = Annotated[str, constrained(pattern="[0-9a-f]{64}")]
_Size = Annotated[int, constrained(ge=0, le=integer_max)]

Digest = NewType("Digest", _DigestText)
StreamName = NewType("StreamName", _StreamText)
StatementId = NewType("StatementId", _IdText)
KindTag = NewType("KindTag", _KindText)
PartySlug = NewType("PartySlug", Annotated[str, constrained(pattern=_slug)])
# A person's slug, or the key id where a key stands for itself (root, system, …).
PersonSlug = NewType(
    "PersonSlug", Annotated[str, constrained(pattern=rf"{_slug}|[A-Za-z0-9_-]{{43}}")]
)
Meaning = Literal[
    "authorship",
    "approval",
    "rejection",
    "abstention",
    "review",
    "responsibility",
    "acknowledgement",
    "witness",
]


class ClaimMalformedError(MalformedError):
    """A payload member is missing, unknown, of another type or out of its grammar."""

    code = "claim-malformed"
    message = "{path}: {problem}"


class DigestMalformedError(ClaimMalformedError):
    """A digest is sha256: and 64 lower-case hexadecimal digits."""

    code = "digest-malformed"


class StreamNameMalformedError(ClaimMalformedError):
    """A stream name is a known type and one to four slugs."""

    code = "stream-name-malformed"


class KindTagMalformedError(ClaimMalformedError):
    """A kind is noun.past_participle.vN."""

    code = "kind-tag-malformed"


class StatementIdMalformedError(ClaimMalformedError):
    """A statement id is a lower-case UUIDv7 (RFC 9562 5.7)."""

    code = "statement-id-malformed"


class SeenMalformedError(ClaimMalformedError):
    """A seen checkpoint is a tree size above 0 and its root."""

    code = "seen-malformed"


class SignedAtMalformedError(ClaimMalformedError):
    """The signer's clock is given in UTC and whole seconds."""

    code = "signed-at-malformed"


class SignerMalformedError(ClaimMalformedError):
    """The claimed authority is a person, a party or null, and a capacity."""

    code = "signer-malformed"


class MeaningMalformedError(ClaimMalformedError):
    """The meaning of a signature is one of eight words, or null."""

    code = "meaning-malformed"


class DocumentsMalformedError(ClaimMalformedError):
    """An attachment has a name, a media type, a size and a digest."""

    code = "documents-malformed"


class SealedMalformedError(ClaimMalformedError):
    """Sealed fields are sorted by path, and no two share one."""

    code = "sealed-malformed"


class Seen(Body):
    """A checkpoint that the signer's client keeps pinned."""

    size: Annotated[int, constrained(ge=1, le=integer_max)]
    root: _HexText


class SignerClaim(Body):
    """The authority that the signer claims; the directory decides."""

    person: PersonSlug
    party: PartySlug | None
    capacity: Annotated[str, constrained(pattern=_name)]


class Document(Body):
    """An attachment, by its digest."""

    # The name becomes a file name: no separators, no control characters.
    name: Annotated[str, constrained(pattern=r"[^/\\\x00-\x1f\x7f]{1,255}")]
    media_type: Annotated[
        str,
        constrained(pattern=r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"),
    ]
    size: _Size
    sha256: _HexText


class Sealed(Body):
    """A commitment that stands at a body path in place of its value (F8)."""

    commitment: Annotated[str, constrained(pattern="[A-Za-z0-9_-]{43}")]
    path: Annotated[str, constrained(pattern=body_path_pattern)]


class Payload(Body):
    """The fifteen members as they stand in the bytes."""

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
    reason: Annotated[str, constrained(min_length=1)] | None
    documents: tuple[Document, ...]
    sealed: tuple[Sealed, ...]
    body: RawJson


@dataclass(frozen=True, kw_only=True, slots=True)
class Claims:
    """What a signer is about to sign: every payload member of F3."""

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
    body: bytes  # canonical JSON of an object


_members: Final = tuple(member.name for member in fields(Claims))
_error_of: Final[dict[str, type[ClaimMalformedError]]] = {
    "ledger": DigestMalformedError,
    "stream": StreamNameMalformedError,
    "kind": KindTagMalformedError,
    "id": StatementIdMalformedError,
    "subject": DigestMalformedError,
    "after": DigestMalformedError,
    "base": DigestMalformedError,
    "seen": SeenMalformedError,
    "signed_at": SignedAtMalformedError,
    "signer": SignerMalformedError,
    "meaning": MeaningMalformedError,
    "documents": DocumentsMalformedError,
    "sealed": SealedMalformedError,
}
_member: Final = re.compile(r"\$\.([a-z_]+)")


def format_claims(claims: Claims) -> bytes:
    """Return the payload bytes that a signature will cover.

    Raises:
        MalformedError: As ``open_statement`` would refuse the claims.
    """
    members = {name: getattr(claims, name) for name in _members}
    members["body"] = RawJson(claims.body)
    payload = Payload(**members)
    try:
        raw = encode_body(payload)
    except BodyMalformedError as error:
        raise _claim_error(error) from error
    _check_payload(payload)
    return raw


def parse_claims(raw: bytes) -> Claims:
    """Return the claims that payload bytes spell, nothing verified: a draft.

    Raises:
        ClaimMalformedError: A member breaks its grammar; by member.
        MalformedError: The bytes are no canonical JSON.
    """
    payload = parse_payload(raw)
    members = {name: getattr(payload, name) for name in _members}
    members["body"] = bytes(payload.body)
    return Claims(**members)


def parse_payload(raw: bytes, *, body_later: bool = False) -> Payload:
    """Return the members that payload bytes spell, the body as its bytes.

    With ``body_later`` the form of the body is left to whoever reads it by its kind.

    Raises:
        ClaimMalformedError: A member breaks its grammar; by member.
        MalformedError: The bytes are no canonical JSON.
    """
    try:
        payload = decode_body(raw, Payload, raw_later=body_later)
    except BodyMalformedError as error:
        raise _claim_error(error) from error
    _check_payload(payload)
    return payload


def _check_payload(payload: Payload) -> None:
    if bytes(payload.body)[:1] != b"{":
        raise ClaimMalformedError(path="$.body", problem="not an object")
    paths = [sealed.path for sealed in payload.sealed]
    if any(left >= right for left, right in pairwise(paths)):
        raise SealedMalformedError(path="$.sealed", problem="not sorted by path, or one path twice")


def _claim_error(error: BodyMalformedError) -> ClaimMalformedError:
    member = _member.match(str(error.facts["path"]))
    kind = _error_of.get(member[1], ClaimMalformedError) if member else ClaimMalformedError
    return kind(**error.facts)
