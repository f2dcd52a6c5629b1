"""JWS compact form, read strictly: one header, one spelling (RFC 7515).

    {"alg":"Ed25519","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k","typ":"..."}
    BASE64URL(header) "." BASE64URL(payload) "." BASE64URL(64 bytes of signature)

The header has these three members in this order and no space. The key is known
beforehand and brings its algorithm; the header is compared, never obeyed.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from ledger.errors import MalformedError, UnverifiedError
from ledger.evidence.base64url import Base64MalformedError, format_base64url, parse_base64url
from ledger.evidence.keys import Algorithm, KeyId, PublicKey, Signer, check_signature

payload_bytes_max: Final = 65_536
# Header of at most 256 bytes and the signature, in base64url, with two dots.
compact_bytes_max: Final = (payload_bytes_max * 4 + 2) // 3 + 344 + 86 + 2

_HEADER: Final = re.compile(
    rb'\{"alg":"(Ed25519|ES256)","kid":"([A-Za-z0-9_-]{43})","typ":"([a-z0-9.+-]{1,100})"\}'
)


class CompactMalformedError(MalformedError):
    """A compact JWS is three base64url parts with dots between, of limited size."""

    code = "compact-malformed"
    message = "no compact JWS: {problem}"


class HeaderMalformedError(MalformedError):
    """The header is alg, kid and typ, in this order, spelled exactly so."""

    code = "header-malformed"
    message = "the protected header is not the one that is demanded here"


class KeyMismatchError(UnverifiedError):
    """The header names the key, and the algorithm, that it is checked under."""

    code = "key-mismatch"
    message = "signed under {kid}, checked under {key}"


class Opened(NamedTuple):
    """What the signature covers, and the signature."""

    payload: bytes
    signature: bytes


def sign_compact(typ: str, payload: bytes, signer: Signer) -> bytes:
    """Return the payload in compact form, signed.

    Raises:
        CompactMalformedError: The payload is too large.
    """
    _check_payload_size(payload)
    key = signer.public
    signing_input = _header(typ, key.alg, key.kid) + b"." + format_base64url(payload)
    return signing_input + b"." + format_base64url(signer.sign(signing_input))


def open_compact(typ: str, compact: bytes, key: PublicKey) -> Opened:
    """Return the payload, once form and signature hold under the key.

    Raises:
        CompactMalformedError: It is too large or has not three parts.
        HeaderMalformedError: The header is another than the one for ``typ``.
        Base64MalformedError: A part is no canonical base64url.
        KeyMismatchError: It was signed under another key.
        SignatureMalformedError: The signature has a wrong form.
        SignatureInvalidError: The signature does not hold.
    """
    header, payload_text, signature_text = _split(compact)
    if header != _header(typ, key.alg, key.kid):
        _, kid = _parse_header(typ, header)
        raise KeyMismatchError(kid=kid, key=key.kid)
    payload = parse_base64url(payload_text)
    _check_payload_size(payload)
    signature = parse_base64url(signature_text)
    check_signature(key, compact[: len(header) + 1 + len(payload_text)], signature)
    return Opened(payload, signature)


def open_detached(typ: str, payload: bytes, signature: bytes, key: PublicKey) -> bytes:
    """Return the compact form of a payload, once the signature holds under the key.

    Raises:
        CompactMalformedError: The payload is too large.
        SignatureMalformedError: The signature has a wrong form.
        SignatureInvalidError: The signature does not hold.
    """
    _check_payload_size(payload)
    signing_input = _header(typ, key.alg, key.kid) + b"." + format_base64url(payload)
    check_signature(key, signing_input, signature)
    return signing_input + b"." + format_base64url(signature)


def parse_compact_kid(typ: str, compact: bytes) -> KeyId:
    """Return the key id that the header claims, to look up the key; nothing is verified.

    Raises:
        CompactMalformedError: It is too large or has not three parts.
        HeaderMalformedError: The header is another than the one for ``typ``.
    """
    header, _, _ = _split(compact)
    _, kid = _parse_header(typ, header)
    return kid


def recall_compact(typ: str, compact: bytes) -> tuple[Algorithm, KeyId, Opened]:
    """Return algorithm, key id, payload and signature of a token whose digest was proved before.

    The form is checked again, the signature is not: only for bytes that are
    known by their digest to be the ones that were once opened.

    Raises:
        CompactMalformedError: It is too large or has not three parts.
        HeaderMalformedError: The header is another than the one for ``typ``.
        Base64MalformedError: A part is no canonical base64url.
    """
    header, payload_text, signature_text = _split(compact)
    algorithm, kid = _parse_header(typ, header)
    opened = Opened(parse_base64url(payload_text), parse_base64url(signature_text))
    return algorithm, kid, opened


@lru_cache(maxsize=65_536)
def _header(typ: str, alg: Algorithm, kid: KeyId) -> bytes:
    return format_base64url(f'{{"alg":"{alg}","kid":"{kid}","typ":"{typ}"}}'.encode())


@lru_cache(maxsize=65_536)
def _parse_header(typ: str, header: bytes) -> tuple[Algorithm, KeyId]:
    try:
        match = _HEADER.fullmatch(parse_base64url(header))
    except Base64MalformedError as error:
        raise HeaderMalformedError from error
    if match is None or match[3] != typ.encode():
        raise HeaderMalformedError
    algorithm: Algorithm = "Ed25519" if match[1] == b"Ed25519" else "ES256"
    return algorithm, KeyId(match[2].decode())


def _split(compact: bytes) -> tuple[bytes, bytes, bytes]:
    if len(compact) > compact_bytes_max:
        raise CompactMalformedError(problem=f"{len(compact)} bytes, at most {compact_bytes_max}")
    parts = compact.split(b".")
    if len(parts) != 3:  # noqa: PLR2004 - header, payload, signature
        raise CompactMalformedError(problem=f"{len(parts)} parts, not 3")
    return parts[0], parts[1], parts[2]


def _check_payload_size(payload: bytes) -> None:
    if len(payload) > payload_bytes_max:
        raise CompactMalformedError(
            problem=f"a payload of {len(payload)} bytes, at most {payload_bytes_max}"
        )
