"""Write the F3 vectors: python tests/vectors/generate_statement.py.

Tokens are put together from the standard's own words (RFC 7515 7.1) with the
standard library, and signed with fixed keys, so that every byte comes out again.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

FOLDER = Path(__file__).parent / "F3-statement"
TYP = "vnd.countersign.statement.v1+json"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

Case = dict[str, object]
Payload = dict[str, object]

BASE: Payload = {
    "after": "sha256:" + "a" * 64,
    "base": None,
    "body": {"choice": "for", "seat": "sponsor-1"},
    "documents": [
        {"media_type": "application/pdf", "name": "Minutes.pdf", "sha256": "d" * 64, "size": 7}
    ],
    "id": "019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
    "kind": "ballot.cast.v1",
    "ledger": "sha256:" + "1" * 64,
    "meaning": "approval",
    "reason": None,
    "sealed": [
        {"commitment": "A" * 43, "path": "comment"},
        {"commitment": "B" * 43, "path": "items/0/comment"},
    ],
    "seen": {"root": "e" * 64, "size": 12},
    "signed_at": "2026-11-21T14:03:08Z",
    "signer": {"capacity": "member", "party": "sponsor", "person": "ada"},
    "stream": "decision/jsc/2026-014",
    "subject": "sha256:" + "b" * 64,
}


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Ed25519:
    """Signs with a fixed Ed25519 key."""

    alg = "Ed25519"

    def __init__(self, seed: int) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        raw = self.private.public_key().public_bytes_raw()
        self.jwk = {"crv": "Ed25519", "kty": "OKP", "x": _text(raw)}

    def sign(self, message: bytes) -> bytes:
        """Return 64 bytes."""
        return self.private.sign(message)


class P256:
    """Signs with a fixed P-256 key, always with the same nonce for the same text."""

    alg = "ES256"

    def __init__(self, secret: int) -> None:
        self.private = ec.derive_private_key(secret, ec.SECP256R1())
        point = self.private.public_key().public_numbers()
        x, y = (_text(number.to_bytes(32, "big")) for number in (point.x, point.y))
        self.jwk = {"crv": "P-256", "kty": "EC", "x": x, "y": y}

    def sign(self, message: bytes) -> bytes:
        """Return r and the lower s."""
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        r, s = decode_dss_signature(self.private.sign(message, algorithm))
        return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")


KEY, OTHER, CARD = Ed25519(1), Ed25519(2), P256(3)


def _kid(key: Ed25519 | P256) -> str:
    text = json.dumps(key.jwk, sort_keys=True, separators=(",", ":"))
    return _text(sha256(text.encode()).digest())


def _header(key: Ed25519 | P256) -> bytes:
    return f'{{"alg":"{key.alg}","kid":"{_kid(key)}","typ":"{TYP}"}}'.encode()


def _payload(payload: Payload) -> bytes:
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _token(payload: bytes, *, key: Ed25519 | P256 = KEY, header: bytes | None = None) -> str:
    signing_input = f"{_text(_header(key) if header is None else header)}.{_text(payload)}"
    return f"{signing_input}.{_text(key.sign(signing_input.encode()))}"


def _case(compact: str, code: str | None, why: str, key: Ed25519 | P256 = KEY) -> Case:
    return {"compact": compact, "key": key.jwk, "code": code, "why": why}


def _with(**members: object) -> Payload:
    return {**BASE, **members}


def _without(member: str) -> Payload:
    return {name: value for name, value in BASE.items() if name != member}


def _accepted() -> Iterator[tuple[str, Case]]:
    yield "ed25519", _case(_token(_payload(BASE)), None, "all members, Ed25519")
    yield "es256", _case(_token(_payload(BASE), key=CARD), None, "all members, ES256", CARD)
    bare = _with(
        after=None,
        base="sha256:" + "c" * 64,
        body={},
        documents=[],
        ledger=None,
        meaning=None,
        reason="A mistake.",
        sealed=[],
        seen=None,
        subject=None,
        signer={"capacity": "system", "party": None, "person": _kid(KEY)},
        kind="ledger.founded.v1",
        stream="ledger/main",
    )
    yield "nulls", _case(_token(_payload(bare)), None, "null where there is nothing to say")


def _header_cases() -> Iterator[tuple[str, Case]]:
    kid, bad = _kid(KEY), "header-malformed"
    for name, header, why in (
        ("other-order", f'{{"kid":"{kid}","alg":"Ed25519","typ":"{TYP}"}}', "one order"),
        ("space", f'{{"alg": "Ed25519","kid":"{kid}","typ":"{TYP}"}}', "no spaces"),
        ("newline", f'{{"alg":"Ed25519","kid":"{kid}","typ":"{TYP}"}}\n', "nothing behind"),
        ("alg-none", f'{{"alg":"none","kid":"{kid}","typ":"{TYP}"}}', "no signature at all"),
        ("alg-eddsa", f'{{"alg":"EdDSA","kid":"{kid}","typ":"{TYP}"}}', "RFC 9864's name alone"),
        ("alg-hs256", f'{{"alg":"HS256","kid":"{kid}","typ":"{TYP}"}}', "key confusion"),
        ("alg-lower-case", f'{{"alg":"ed25519","kid":"{kid}","typ":"{TYP}"}}', "one spelling"),
        ("b64-false", f'{{"alg":"Ed25519","b64":false,"kid":"{kid}","typ":"{TYP}"}}', "RFC 7797"),
        ("crit", f'{{"alg":"Ed25519","crit":["b64"],"kid":"{kid}","typ":"{TYP}"}}', "no extension"),
        (
            "embedded-jwk",
            f'{{"alg":"Ed25519","jwk":{json.dumps(KEY.jwk)},"kid":"{kid}","typ":"{TYP}"}}',
            "a token cannot bring its key",
        ),
        (
            "jku",
            f'{{"alg":"Ed25519","jku":"https://x","kid":"{kid}","typ":"{TYP}"}}',
            "nor its place",
        ),
        ("no-kid", f'{{"alg":"Ed25519","typ":"{TYP}"}}', "three members"),
        ("no-typ", f'{{"alg":"Ed25519","kid":"{kid}"}}', "three members"),
        ("short-kid", f'{{"alg":"Ed25519","kid":"{kid[:-1]}","typ":"{TYP}"}}', "43 characters"),
        ("long-kid", f'{{"alg":"Ed25519","kid":"{kid}A","typ":"{TYP}"}}', "43 characters"),
        ("repeated-kid", f'{{"alg":"Ed25519","kid":"{kid}","kid":"{kid}","typ":"{TYP}"}}', "once"),
        ("typ-jwt", f'{{"alg":"Ed25519","kid":"{kid}","typ":"JWT"}}', "another use of the key"),
        (
            "typ-key-proof",
            f'{{"alg":"Ed25519","kid":"{kid}","typ":"vnd.countersign.key-proof.v1+json"}}',
            "another use of the key",
        ),
        (
            "typ-version",
            f'{{"alg":"Ed25519","kid":"{kid}","typ":"{TYP.replace("v1", "v2")}"}}',
            "v1",
        ),
        (
            "typ-upper-case",
            f'{{"alg":"Ed25519","kid":"{kid}","typ":"{TYP.upper()}"}}',
            "one spelling",
        ),
        ("escaped", f'{{"alg":"Ed25519","kid":"{kid}","typ":"\\u0076{TYP[1:]}"}}', "no escapes"),
        ("empty-header", "", "no header"),
    ):
        yield f"header-{name}_fail", _case(_token(_payload(BASE), header=header.encode()), bad, why)


def _form_cases() -> Iterator[tuple[str, Case]]:
    token = _token(_payload(BASE))
    header, payload, signature = token.split(".")
    spare = payload[:-1] + chr(ord(payload[-1]) + 1)
    odd, form = "base64-malformed", "compact-malformed"
    for name, compact, code, why in (
        ("empty", "", form, "nothing"),
        ("two-parts", f"{header}.{payload}", form, "no signature"),
        ("four-parts", f"{token}.{signature}", form, "one signature"),
        ("json-form", json.dumps({"payload": payload}), form, "the compact form alone"),
        ("padded-payload", f"{header}.{payload}=.{signature}", odd, "no padding"),
        ("padded-signature", f"{header}.{payload}.{signature}==", odd, "no padding"),
        ("spare-bits", f"{header}.{spare}.{signature}", odd, "a second spelling"),
        ("standard-alphabet", f"{header}.{payload[:-4]}+/AA.{signature}", odd, "the URL alphabet"),
        ("newline", f"{token}\n", odd, "nothing behind"),
        ("space", f"{header}.{payload}. {signature}", odd, "no white space"),
        ("padded-header", f"{header}=.{payload}.{signature}", "header-malformed", "no padding"),
        ("no-signature", f"{header}.{payload}.", "signature-malformed", "64 bytes"),
        ("short-signature", f"{header}.{payload}.{signature[:-4]}", odd, "85 is no length"),
        ("long-signature", f"{token}AA", "signature-malformed", "65 bytes"),
        ("zero-signature", f"{header}.{payload}.{_text(bytes(64))}", "signature-invalid", "zeros"),
    ):
        yield f"{name}_fail", _case(compact, code, why)
    swapped = f"{header}.{_text(_payload(_with(meaning='rejection')))}.{signature}"
    yield "other-payload_fail", _case(swapped, "signature-invalid", "another text than was signed")
    yield "other-key_fail", _case(token, "key-mismatch", "checked under another key", OTHER)
    stolen = _token(_payload(BASE), key=OTHER, header=_header(KEY))
    yield "stolen-kid_fail", _case(stolen, "signature-invalid", "signed by another key")
    card = _token(_payload(BASE), key=CARD)
    raw = CARD.sign(card.rpartition(".")[0].encode())
    twin = raw[:32] + (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    higher = f"{card.rpartition('.')[0]}.{_text(twin)}"
    yield "higher-s_fail", _case(higher, "signature-malformed", "s <= n/2", CARD)


def _claim_cases() -> Iterator[tuple[str, Case]]:
    for name, member, value, code in (
        ("digest-upper-case", "subject", "sha256:" + "A" * 64, "digest-malformed"),
        ("digest-short", "after", "sha256:" + "a" * 63, "digest-malformed"),
        ("digest-bare", "base", "a" * 64, "digest-malformed"),
        ("digest-newline", "ledger", "sha256:" + "a" * 64 + "\n", "digest-malformed"),
        ("digest-other", "ledger", "sha512:" + "a" * 64, "digest-malformed"),
        ("stream-unknown-type", "stream", "budget/x", "stream-name-malformed"),
        ("stream-no-slug", "stream", "decision/", "stream-name-malformed"),
        ("stream-empty-slug", "stream", "decision/jsc//1", "stream-name-malformed"),
        ("stream-upper-case", "stream", "decision/JSC", "stream-name-malformed"),
        ("stream-hyphen-first", "stream", "decision/-a", "stream-name-malformed"),
        ("stream-long-slug", "stream", "decision/" + "a" * 64, "stream-name-malformed"),
        ("stream-dots", "stream", "decision/../x", "stream-name-malformed"),
        ("stream-five-slugs", "stream", "decision/a/b/c/d/e", "stream-name-malformed"),
        ("stream-null", "stream", None, "stream-name-malformed"),
        ("kind-no-version", "kind", "ballot.cast", "kind-tag-malformed"),
        ("kind-version-zero", "kind", "ballot.cast.v0", "kind-tag-malformed"),
        ("kind-upper-case", "kind", "Ballot.cast.v1", "kind-tag-malformed"),
        ("id-upper-case", "id", "019AB3C4-5D6E-7F80-9A1B-2C3D4E5F6071", "statement-id-malformed"),
        ("id-version-4", "id", "019ab3c4-5d6e-4f80-9a1b-2c3d4e5f6071", "statement-id-malformed"),
        ("id-variant", "id", "019ab3c4-5d6e-7f80-ca1b-2c3d4e5f6071", "statement-id-malformed"),
        ("id-braces", "id", "{019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071}", "statement-id-malformed"),
        ("seen-size-zero", "seen", {"root": "e" * 64, "size": 0}, "seen-malformed"),
        ("seen-size-text", "seen", {"root": "e" * 64, "size": "7"}, "seen-malformed"),
        ("seen-size-float", "seen", {"root": "e" * 64, "size": 7.0}, "seen-malformed"),
        ("seen-size-huge", "seen", {"root": "e" * 64, "size": 2**53}, "seen-malformed"),
        ("seen-root-prefix", "seen", {"root": "sha256:" + "e" * 64, "size": 1}, "seen-malformed"),
        ("seen-unknown", "seen", {"root": "e" * 64, "size": 1, "x": 1}, "seen-malformed"),
    ):
        yield f"{name}_fail", _case(_token(_payload(_with(**{member: value}))), code, member)


def _signer_and_content_cases() -> Iterator[tuple[str, Case]]:
    document, sealed = BASE["documents"], BASE["sealed"]
    assert isinstance(document, list)
    assert isinstance(sealed, list)
    for name, member, value, code in (
        ("signed-at-offset", "signed_at", "2026-11-21T14:03:08+01:00", "signed-at-malformed"),
        ("signed-at-no-zone", "signed_at", "2026-11-21T14:03:08", "signed-at-malformed"),
        ("signed-at-fraction", "signed_at", "2026-11-21T14:03:08.500000Z", "signed-at-malformed"),
        ("signed-at-zero-offset", "signed_at", "2026-11-21T14:03:08+00:00", "json-not-canonical"),
        ("signed-at-no-day", "signed_at", "2026-02-30T14:03:08Z", "signed-at-malformed"),
        ("signed-at-leap-second", "signed_at", "2026-11-21T23:59:60Z", "signed-at-malformed"),
        ("signed-at-number", "signed_at", 1_795_269_788, "signed-at-malformed"),
        (
            "signer-no-party",
            "signer",
            {"capacity": "member", "person": "ada"},
            "signer-malformed",
        ),
        (
            "signer-person-space",
            "signer",
            {"capacity": "member", "party": "x", "person": "Ada L"},
            "signer-malformed",
        ),
        ("meaning-unknown", "meaning", "agreement", "meaning-malformed"),
        ("meaning-capital", "meaning", "Approval", "meaning-malformed"),
        ("reason-empty", "reason", "", "claim-malformed"),
        ("reason-number", "reason", 1, "claim-malformed"),
        ("body-array", "body", [], "claim-malformed"),
        ("body-null", "body", None, "claim-malformed"),
        ("body-float", "body", {"a": 1.5}, "json-number"),
        ("body-name", "body", {"A": 1}, "json-member-name"),
        ("documents-null", "documents", None, "documents-malformed"),
        ("document-path", "documents", [{**document[0], "name": "../x"}], "documents-malformed"),
        (
            "document-media",
            "documents",
            [{**document[0], "media_type": "x"}],
            "documents-malformed",
        ),
        ("document-size", "documents", [{**document[0], "size": -1}], "documents-malformed"),
        ("sealed-unsorted", "sealed", list(reversed(sealed)), "sealed-malformed"),
        ("sealed-same-path", "sealed", [sealed[0], sealed[0]], "sealed-malformed"),
        ("sealed-path", "sealed", [{**sealed[0], "path": "a//b"}], "sealed-malformed"),
        ("sealed-index", "sealed", [{**sealed[0], "path": "a/01"}], "sealed-malformed"),
        ("sealed-commitment", "sealed", [{**sealed[0], "commitment": "A"}], "sealed-malformed"),
    ):
        yield f"{name}_fail", _case(_token(_payload(_with(**{member: value}))), code, member)


def _payload_cases() -> Iterator[tuple[str, Case]]:
    raw = _payload(BASE)
    for member in BASE:
        compact = _token(_payload(_without(member)))
        yield f"without-{member}_fail", _case(compact, "claim-malformed", "all members are there")
    changes: tuple[tuple[str, Callable[[bytes], bytes], str, str], ...] = (
        ("unknown-member", lambda _: _payload(_with(extra=1)), "claim-malformed", "none more"),
        ("no-object", lambda _: b"[]", "claim-malformed", "an object"),
        ("empty-payload", lambda _: b"", "json-malformed", "something"),
        ("not-utf-8", lambda _: b"\xff", "json-malformed", "UTF-8"),
        ("byte-order-mark", lambda text: b"\xef\xbb\xbf" + text, "json-malformed", "no mark"),
        ("payload-newline", lambda text: text + b"\n", "json-not-canonical", "nothing behind"),
        (
            "payload-space",
            lambda text: text.replace(b":null", b": null"),
            "json-not-canonical",
            "-",
        ),
        (
            "repeated-member",
            lambda text: text[:-1] + b',"subject":null}',
            "json-not-canonical",
            "which one was signed?",
        ),
        (
            "repeated-in-body",
            lambda text: text.replace(b'{"choice":"for"', b'{"choice":"for","choice":"for"'),
            "json-not-canonical",
            "which one was signed?",
        ),
        (
            "unsorted",
            lambda text: text[:-1].replace(b'"base":null,', b"") + b',"base":null}',
            "json-not-canonical",
            "members by name",
        ),
        (
            "escaped-solidus",
            lambda text: text.replace(b"decision/jsc", b"decision\\/jsc"),
            "json-not-canonical",
            "an escape without need",
        ),
        (
            "too-deep",
            lambda _: _payload(_with(body={"a": json.loads("[" * 11 + "]" * 11)})),
            "json-too-deep",
            "the thirteenth level",
        ),
    )
    for name, change, code, why in changes:
        yield f"{name}_fail", _case(_token(change(raw)), code, why)


def cases() -> dict[str, Case]:
    """Return every case by its name; accepted ones with their digest."""
    made = dict(
        [
            *_accepted(),
            *_header_cases(),
            *_form_cases(),
            *_claim_cases(),
            *_signer_and_content_cases(),
            *_payload_cases(),
        ]
    )
    for case in made.values():
        compact = str(case["compact"])
        digest = "sha256:" + sha256(compact.encode()).hexdigest()
        case["digest"] = digest if case["code"] is None else None
    return made


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "statements.json").write_text(json.dumps(cases(), indent=1) + "\n")
