"""Keys: ids, signing and checking; the only door to cryptography (FORMATS F2).

    {"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    key id = base64url(SHA-256(that text)) = kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k

Members sign with Ed25519 or ES256; the log with Ed25519 and ML-DSA-44. The
algorithm belongs to the key and is never taken from a token.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, NewType, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from ledger.errors import MalformedError, UnverifiedError
from ledger.evidence.base64url import Base64MalformedError, format_base64url, parse_base64url
from ledger.evidence.curve25519 import check_point

KeyId = NewType("KeyId", str)
Algorithm = Literal["Ed25519", "ES256"]

ed25519_algorithm: Final = 0x01  # signature types of C2SP signed-note
mldsa44_algorithm: Final = 0x06
signature_size: Final = 64

_coordinate_size: Final = 32
p256_order: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_p256_hash: Final = ec.ECDSA(hashes.SHA256())


class JwkMalformedError(MalformedError):
    """A public key is an RFC 8037 or RFC 7518 JWK with no member more."""

    code = "jwk-malformed"
    message = "not the JWK of an Ed25519 or P-256 public key: {problem}"


class KeyOffCurveError(MalformedError):
    """The coordinates of a P-256 key satisfy the curve's equation."""

    code = "key-off-curve"
    message = "the point is not on the curve"


class SignatureMalformedError(MalformedError):
    """A signature is 64 bytes; of ES256, r and s in range and s <= n/2."""

    code = "signature-malformed"
    message = "{problem}"


class SignatureInvalidError(UnverifiedError):
    """The key made this signature over these bytes."""

    code = "signature-invalid"
    message = "the signature does not hold under key {key}"


class PrivateKeyMalformedError(MalformedError):
    """A key file holds one private key of a kind that Countersign uses."""

    code = "private-key-malformed"
    message = "not a private key that can be used: {problem}"


class PassphraseError(MalformedError):
    """The passphrase opens the key file."""

    code = "passphrase-wrong"
    message = "the passphrase is missing or does not open the key"


class PublicKeyMalformedError(MalformedError):
    """A log key is 32 bytes of Ed25519 or 1 312 of ML-DSA-44."""

    code = "log-key-malformed"
    message = "type {algorithm}, {size} bytes: not a public key of a log"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A member's public key whose point was checked; ``parse_jwk`` makes it."""

    alg: Algorithm
    kid: KeyId
    coordinates: tuple[bytes, ...]
    _check: Callable[[bytes, bytes], None] = field(repr=False, compare=False)

    def jwk(self) -> dict[str, str]:
        """Return the JWK, its members sorted."""
        return _jwk(self.alg, self.coordinates)


class Signer(Protocol):
    """Who can sign for one public key: a key file, an agent, a card."""

    @property
    def public(self) -> PublicKey:
        """Return the key under which the signatures hold."""

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature."""


def parse_jwk(jwk: Mapping[str, object]) -> PublicKey:
    """Return the key, its point checked; cheap when the key was seen before.

    Raises:
        JwkMalformedError: Members are missing, unknown or no base64url.
        KeyOffCurveError: The point is not on P-256.
        PointMalformedError: The Ed25519 point does not bind a signer.
    """
    members = tuple(sorted(jwk.items()))
    if not all(isinstance(value, str) for _, value in members):
        raise JwkMalformedError(problem="a member is no string")
    return _parse_members(members)


@lru_cache(maxsize=65_536)
def _parse_members(members: tuple[tuple[str, str], ...]) -> PublicKey:
    match members:
        case (("crv", "Ed25519"), ("kty", "OKP"), ("x", x)):
            return ed25519_public_key(_coordinate(x))
        case (("crv", "P-256"), ("kty", "EC"), ("x", x), ("y", y)):
            return p256_public_key(_coordinate(x), _coordinate(y))
        case _:
            raise JwkMalformedError(problem="its members are not those of either")


def _coordinate(text: str) -> bytes:
    try:
        raw = parse_base64url(text.encode())
    except (Base64MalformedError, UnicodeEncodeError) as error:
        raise JwkMalformedError(problem="a coordinate is no base64url") from error
    if len(raw) != _coordinate_size:
        raise JwkMalformedError(problem="a coordinate is not 32 bytes long")
    return raw


def ed25519_public_key(raw: bytes) -> PublicKey:
    """Return the key of the 32 bytes, once the point is sound (RFC 8032 5.1.3).

    Raises:
        PointMalformedError: It has a second spelling, is off the curve, or has
            small or mixed order: then one signature could fit many messages.
    """
    check_point(raw)
    handle = ed25519.Ed25519PublicKey.from_public_bytes(raw)

    def check(message: bytes, signature: bytes) -> None:
        handle.verify(signature, message)

    return PublicKey("Ed25519", _thumbprint("Ed25519", (raw,)), (raw,), check)


def p256_public_key(x: bytes, y: bytes) -> PublicKey:
    """Return the key of the two coordinates, once the point is on the curve.

    P-256 has no subgroup, so every point on it is sound.

    Raises:
        KeyOffCurveError: The coordinates are not on the curve.
    """
    try:
        handle = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + x + y)
    except ValueError as error:
        raise KeyOffCurveError from error

    def check(message: bytes, signature: bytes) -> None:
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        handle.verify(encode_dss_signature(r, s), message, _p256_hash)

    return PublicKey("ES256", _thumbprint("ES256", (x, y)), (x, y), check)


def _jwk(alg: Algorithm, coordinates: tuple[bytes, ...]) -> dict[str, str]:
    texts = [format_base64url(raw).decode() for raw in coordinates]
    if alg == "Ed25519":
        return {"crv": "Ed25519", "kty": "OKP", "x": texts[0]}
    return {"crv": "P-256", "kty": "EC", "x": texts[0], "y": texts[1]}


def _thumbprint(alg: Algorithm, coordinates: tuple[bytes, ...]) -> KeyId:
    members = ",".join(f'"{name}":"{text}"' for name, text in _jwk(alg, coordinates).items())
    digest = hashlib.sha256(f"{{{members}}}".encode()).digest()  # RFC 7638 3
    return KeyId(format_base64url(digest).decode())


def check_signature(key: PublicKey, message: bytes, signature: bytes) -> None:
    """Return if the key made the signature over the message.

    Raises:
        SignatureMalformedError: It cannot be a signature of this algorithm.
        SignatureInvalidError: It does not hold.
    """
    if len(signature) != signature_size:
        raise SignatureMalformedError(problem=f"{len(signature)} bytes, not 64")
    if key.alg == "ES256":
        _check_range(signature)
    try:
        key._check(message, signature)  # noqa: SLF001 - same module
    except InvalidSignature as error:
        raise SignatureInvalidError(key=key.kid) from error


def _check_range(signature: bytes) -> None:
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not 0 < r < p256_order:
        raise SignatureMalformedError(problem="r is out of range")
    # With s goes n - s: two spellings of one signature would be two digests.
    if not 0 < s <= p256_order // 2:
        raise SignatureMalformedError(problem="s is out of range or not the lower one")


def normalise_p256(r: int, s: int) -> bytes:
    """Return r and s as 64 bytes, s the lower of its two values."""
    return r.to_bytes(32, "big") + min(s, p256_order - s).to_bytes(32, "big")


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """Signs with an Ed25519 private key held in memory."""

    public: PublicKey
    _private: ed25519.Ed25519PrivateKey = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Return the signature (RFC 8032)."""
        return self._private.sign(message)


@dataclass(frozen=True, slots=True)
class P256Signer:
    """Signs with a P-256 private key held in memory."""

    public: PublicKey
    _private: ec.EllipticCurvePrivateKey = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Return r and s, s normalised."""
        return normalise_p256(*decode_dss_signature(self._private.sign(message, _p256_hash)))


MemorySigner = Ed25519Signer | P256Signer


def generate_signer(alg: Algorithm = "Ed25519") -> MemorySigner:
    """Return a signer with a fresh key."""
    if alg == "Ed25519":
        return _signer_of(ed25519.Ed25519PrivateKey.generate())
    return _signer_of(ec.generate_private_key(ec.SECP256R1()))


def _signer_of(private: object) -> MemorySigner:
    if isinstance(private, ed25519.Ed25519PrivateKey):
        raw = private.public_key().public_bytes_raw()
        return Ed25519Signer(ed25519_public_key(raw), private)
    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name == "secp256r1":
        point = private.public_key().public_numbers()
        public = p256_public_key(point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big"))
        return P256Signer(public, private)
    raise PrivateKeyMalformedError(problem="neither Ed25519 nor P-256")


def parse_private(text: bytes, passphrase: bytes | None = None) -> MemorySigner:
    """Return the signer of an OpenSSH private key.

    Raises:
        PassphraseError: The key is locked, and this does not open it.
        PrivateKeyMalformedError: It is no such key.
    """
    try:
        private = serialization.load_ssh_private_key(text, passphrase)
    except TypeError as error:
        raise PassphraseError from error
    except ValueError as error:
        if passphrase is not None:
            raise PassphraseError from error
        raise PrivateKeyMalformedError(problem=str(error)) from error
    return _signer_of(private)


def format_private(signer: MemorySigner, passphrase: bytes | None = None) -> bytes:
    """Return the OpenSSH private key, locked by bcrypt if there is a passphrase."""
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        lock = serialization.BestAvailableEncryption(passphrase)
    return signer._private.private_bytes(  # noqa: SLF001 - same module
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, lock
    )


@dataclass(frozen=True, slots=True)
class LogSigner:
    """Signs checkpoints with one of the log's keys."""

    algorithm: int
    public: bytes
    _private: ed25519.Ed25519PrivateKey | mldsa.MLDSA44PrivateKey = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes of Ed25519 or 2 420 of ML-DSA-44."""
        return self._private.sign(message)


def generate_log_signer(algorithm: int) -> LogSigner:
    """Return a log signer with a fresh key of this signed-note type.

    Raises:
        PublicKeyMalformedError: The log signs with Ed25519 and ML-DSA-44 alone.
    """
    if algorithm == ed25519_algorithm:
        return _log_signer_of(ed25519.Ed25519PrivateKey.generate())
    if algorithm == mldsa44_algorithm:
        return _log_signer_of(mldsa.MLDSA44PrivateKey.generate())
    raise PublicKeyMalformedError(algorithm=algorithm, size=0)


def _log_signer_of(private: object) -> LogSigner:
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return LogSigner(ed25519_algorithm, private.public_key().public_bytes_raw(), private)
    if isinstance(private, mldsa.MLDSA44PrivateKey):
        return LogSigner(mldsa44_algorithm, private.public_key().public_bytes_raw(), private)
    raise PrivateKeyMalformedError(problem="neither Ed25519 nor ML-DSA-44")


def format_log_private(signer: LogSigner) -> bytes:
    """Return the log's private key as PKCS #8 PEM."""
    return signer._private.private_bytes(  # noqa: SLF001 - same module
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def parse_log_private(text: bytes) -> LogSigner:
    """Return the signer of a PKCS #8 PEM.

    Raises:
        PrivateKeyMalformedError: It is no private key of the log.
    """
    try:
        private = serialization.load_pem_private_key(text, None)
    except (ValueError, TypeError) as error:
        raise PrivateKeyMalformedError(problem=str(error)) from error
    return _log_signer_of(private)


def check_log_public(algorithm: int, public: bytes) -> None:
    """Return if these bytes are a public key of this signed-note type.

    Raises:
        PointMalformedError: An Ed25519 point does not bind a signer.
        PublicKeyMalformedError: The type is unknown or the length is wrong.
    """
    _log_check_of(algorithm, public)


def check_log_signature(algorithm: int, public: bytes, message: bytes, signature: bytes) -> None:
    """Return if this key of the log made the signature over the message.

    Raises:
        PointMalformedError: An Ed25519 point does not bind a signer.
        PublicKeyMalformedError: The type is unknown or the length is wrong.
        SignatureInvalidError: It does not hold.
    """
    verify = _log_check_of(algorithm, public)
    try:
        verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise SignatureInvalidError(key=public[:8].hex()) from error


@lru_cache(maxsize=1_024)
def _log_check_of(algorithm: int, public: bytes) -> Callable[[bytes, bytes], None]:
    match algorithm, len(public):
        case 0x01, 32:
            check_point(public)
            return ed25519.Ed25519PublicKey.from_public_bytes(public).verify
        case 0x06, 1_312:
            return mldsa.MLDSA44PublicKey.from_public_bytes(public).verify
        case _:
            raise PublicKeyMalformedError(algorithm=algorithm, size=len(public))
