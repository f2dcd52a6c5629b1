"""Tokens and payloads that are malformed, each with the error that says how."""

import json
from collections.abc import Callable

from ledger.domain.kinds import StreamNameError, UnknownKindError
from ledger.errors import LedgerError
from ledger.evidence.base64url import Base64MalformedError, format_base64url
from ledger.evidence.canonical import BodyMalformedError, JsonNotCanonicalError
from ledger.evidence.claims import (
    ClaimMalformedError,
    DigestMalformedError,
    DocumentsMalformedError,
    KindTagMalformedError,
    MeaningMalformedError,
    SealedMalformedError,
    SeenMalformedError,
    SignedAtMalformedError,
    SignerMalformedError,
    StatementIdMalformedError,
    StreamNameMalformedError,
)
from ledger.evidence.jws import CompactMalformedError, HeaderMalformedError, KeyMismatchError
from ledger.evidence.keys import (
    SignatureInvalidError,
    SignatureMalformedError,
)
from ledger.evidence.shape import (
    JsonMalformedError,
    JsonNameError,
    JsonNumberError,
    JsonTooDeepError,
)
from ledger.service import Submission
from tests.service.misuse import (
    GONE,
    Row,
)


def payload(old: bytes, new: bytes, error: type[LedgerError]) -> Row:
    """Change a text inside the payload, which must be there, and sign the result."""

    def change(raw: bytes) -> bytes:
        assert old in raw
        return raw.replace(old, new, 1)

    return Row(lambda desk: desk.payload(change), error)


def header(old: bytes, new: bytes) -> Row:
    """Change a text inside the header, which must be there, and sign the result."""

    def change(raw: bytes) -> bytes:
        assert old in raw
        return raw.replace(old, new, 1)

    return Row(lambda desk: desk.header(change), HeaderMalformedError)


def member(name: str, value: object, error: type[LedgerError]) -> Row:
    """Put another value into a payload member."""
    return Row(lambda desk: desk.member(**{name: value}), error)


def body(error: type[LedgerError] = BodyMalformedError, **members: object) -> Row:
    """Put other members into the body."""
    return Row(lambda desk: desk.body(**members), error)


def compact(change: Callable[[bytes], bytes], error: type[LedgerError]) -> Row:
    """Change a finished token."""
    return Row(lambda desk: Submission(compact=change(desk.renamed().compact)), error)


def reversed_header(raw: bytes) -> bytes:
    """Return the header's members in another order."""
    members = json.loads(raw)
    return json.dumps(dict(reversed(members.items())), separators=(",", ":")).encode()


TOKENS = {
    "empty": Row(lambda _: Submission(compact=b""), CompactMalformedError),
    "two parts": compact(lambda raw: raw.rpartition(b".")[0], CompactMalformedError),
    "four parts": compact(lambda raw: raw + b".AAAA", CompactMalformedError),
    "a flood": Row(lambda _: Submission(compact=b"A" * 200_000), CompactMalformedError),
    "header in another order": Row(lambda desk: desk.header(reversed_header), HeaderMalformedError),
    "header with spaces": header(b",", b", "),
    "embedded jwk": header(b'"kid"', b'"jwk":{"kty":"OKP"},"kid"'),
    "b64 false": header(b'"kid"', b'"b64":false,"kid"'),
    "crit": header(b'"kid"', b'"crit":["b64"],"kid"'),
    "alg none": header(b"Ed25519", b"none"),
    "alg HS256": header(b"Ed25519", b"HS256"),
    "typ of a key proof": header(b"statement.v1", b"key-proof.v1"),
    "kid twice": header(b'"kid"', b'"kid":"x","kid"'),
    "the other algorithm": Row(
        lambda desk: desk.header(lambda raw: raw.replace(b"Ed25519", b"ES256")), KeyMismatchError
    ),
    "padding": compact(lambda raw: raw + b"==", Base64MalformedError),
    "junk inside": compact(lambda raw: raw[:-9] + b"\n" + raw[-9:], Base64MalformedError),
    "a second spelling of the last character": compact(
        lambda raw: raw[:-1] + bytes([raw[-1] + 1]), Base64MalformedError
    ),
    "a short signature": compact(
        lambda raw: raw.rpartition(b".")[0] + b"." + format_base64url(bytes(63)),
        SignatureMalformedError,
    ),
    "another signature": compact(
        lambda raw: raw.rpartition(b".")[0] + b"." + format_base64url(bytes(64)),
        SignatureInvalidError,
    ),
}

PAYLOADS = {
    "duplicate member": payload(b'"base":null', b'"base":null,"base":null', JsonNotCanonicalError),
    "duplicate member in the body": payload(
        b'"on":"2020-12-17"', b'"on":"2020-12-17","on":"2020-12-17"', JsonNotCanonicalError
    ),
    "members in another order": payload(
        b'"base":null,', b'"body":{},"base":null,', JsonNotCanonicalError
    ),
    "a space": payload(b'"base":null', b'"base": null', JsonNotCanonicalError),
    "a newline at the end": Row(
        lambda desk: desk.payload(lambda raw: raw + b"\n"), JsonNotCanonicalError
    ),
    "a byte order mark": Row(
        lambda desk: desk.payload(lambda raw: b"\xef\xbb\xbf" + raw), JsonMalformedError
    ),
    "an escaped slash": payload(b"party/cro", b"party\\/cro", JsonNotCanonicalError),
    "no JSON": Row(lambda desk: desk.payload(lambda _: b"no"), JsonMalformedError),
    "no object": Row(lambda desk: desk.payload(lambda _: b"[]"), ClaimMalformedError),
    "no UTF-8": payload(b"New name", b"New \xff", JsonMalformedError),
    "a lone surrogate": payload(b"New name", b"New \\ud800", JsonMalformedError),
    "a surrogate in UTF-8": payload(b"New name", b"New \xed\xa0\x80", JsonMalformedError),
    "a float": payload(b'"base":null', b'"base":1.0', DigestMalformedError),
    "a float in the body": payload(b'"New name"', b"1.5", JsonNumberError),
    "an exponent in the body": payload(b'"New name"', b"1e3", JsonNumberError),
    "minus zero in the body": payload(b'"New name"', b"-0", JsonNumberError),
    "an unsafe integer in the body": payload(b'"New name"', b"9007199254740992", JsonNumberError),
    "a capital member name in the body": payload(b'"on"', b'"On"', JsonNameError),
    "an exponent": payload(b'"base":null', b'"base":1e3', DigestMalformedError),
    "minus zero": payload(b'"base":null', b'"base":-0', DigestMalformedError),
    "an unsafe integer": payload(b'"base":null', b'"base":9007199254740992', DigestMalformedError),
    "NaN": payload(b'"base":null', b'"base":NaN', JsonMalformedError),
    "a capital member name": payload(b'"base"', b'"Base"', ClaimMalformedError),
    "nesting": payload(b'"New name"', b"[" * 13 + b"]" * 13, JsonTooDeepError),
    "deep nesting": payload(b'"New name"', b"[" * 30_000 + b"]" * 30_000, JsonMalformedError),
    "65 537 bytes": Row(
        lambda desk: desk.payload(
            lambda raw: raw.replace(b"New name", b"x" * (65_537 - len(raw) + len(b"New name")))
        ),
        CompactMalformedError,
    ),
    "an unknown member": member("extra", 1, ClaimMalformedError),
    "a member left out": member("base", GONE, ClaimMalformedError),
    "a number for a size": member("seen", {"size": "7", "root": 64 * "0"}, SeenMalformedError),
    "a size of 0": member("seen", {"size": 0, "root": 64 * "0"}, SeenMalformedError),
    "a short root": member("seen", {"size": 1, "root": "00"}, SeenMalformedError),
    "an unknown member of seen": member(
        "seen", {"size": 1, "root": 64 * "0", "at": 1}, SeenMalformedError
    ),
    "another number for a digest": member("base", 7, DigestMalformedError),
    "a capital digest": member("base", "sha256:" + 64 * "A", DigestMalformedError),
    "a stream outside the grammar": member("stream", "party/CRO", StreamNameMalformedError),
    "a stream that climbs": member("stream", "party/../x", StreamNameMalformedError),
    "a stream of no type": member("stream", "soup/cro", StreamNameMalformedError),
    "too many parts": member("stream", "party/cro/x", StreamNameError),
    "a kind outside the grammar": member("kind", "Renamed", KindTagMalformedError),
    "an unknown kind": member("kind", "party.renamed.v2", UnknownKindError),
    "a UUIDv4": member("id", "9f1b7c1e-5d6e-4f80-9a1b-2c3d4e5f6071", StatementIdMalformedError),
    "a local time": member("signed_at", "2020-12-17T09:00:00+01:00", SignedAtMalformedError),
    "half a second": member("signed_at", "2020-12-17T09:00:00.5Z", SignedAtMalformedError),
    "a day that is none": member("signed_at", "2020-02-30T09:00:00Z", SignedAtMalformedError),
    "a signer as text": member("signer", "alice", SignerMalformedError),
    "an unknown meaning": member("meaning", "applause", MeaningMalformedError),
    "an empty reason": member("reason", "", ClaimMalformedError),
    "documents as an object": member("documents", {}, DocumentsMalformedError),
    "a document name with a path": member(
        "documents",
        [{"name": "../x", "media_type": "a/b", "size": 1, "sha256": 64 * "0"}],
        DocumentsMalformedError,
    ),
    "two seals of one path": member(
        "sealed",
        [{"commitment": 43 * "A", "path": "x"}, {"commitment": 43 * "A", "path": "x"}],
        SealedMalformedError,
    ),
    "a body as a list": member("body", [], ClaimMalformedError),
    "a wrong type in the body": body(legal_name=7),
    "a number as text": Row(lambda desk: desk.review(from_index="7"), BodyMalformedError),
    "a number below its bound": Row(lambda desk: desk.review(from_index=-1), BodyMalformedError),
    "an unknown member of the body": body(extra=1),
    "an explicit null in the body": body(legal_name=None),
    "a day outside of the calendar": body(on="2020-13-01"),
    "an empty name": body(legal_name=""),
}
