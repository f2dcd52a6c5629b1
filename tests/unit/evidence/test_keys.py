"""Keys: sound points, one thumbprint, signatures with one spelling."""

import json
from pathlib import Path
from typing import cast

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, MalformedError
from ledger.evidence.base64url import Base64MalformedError, format_base64url, parse_base64url
from ledger.evidence.curve25519 import check_point
from ledger.evidence.keys import (
    Algorithm,
    LogSigner,
    PassphraseError,
    PrivateKeyMalformedError,
    PublicKeyMalformedError,
    SignatureInvalidError,
    SignatureMalformedError,
    check_log_public,
    check_log_signature,
    check_signature,
    ed25519_algorithm,
    format_log_private,
    format_private,
    generate_log_signer,
    generate_signer,
    mldsa44_algorithm,
    normalise_p256,
    p256_order,
    parse_jwk,
    parse_log_private,
    parse_private,
)
from tests.vectors import generate_keys

CASES = json.loads((Path(__file__).parents[2] / "vectors" / "F2-keys" / "keys.json").read_text())
ALGORITHMS: tuple[Algorithm, ...] = ("Ed25519", "ES256")
SIGNERS = {alg: generate_signer(alg) for alg in ALGORITHMS}
LOG_SIGNERS = {
    algorithm: generate_log_signer(algorithm)
    for algorithm in (ed25519_algorithm, mldsa44_algorithm)
}


def refusal(jwk: dict[str, object]) -> tuple[str | None, str | None]:
    """Return the key id, or the code of the refusal."""
    try:
        return None, parse_jwk(jwk).kid
    except LedgerError as error:
        return error.code, None


def pem(
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, form: serialization.PrivateFormat
) -> bytes:
    """Spell a private key that is none of ours."""
    return private.private_bytes(
        serialization.Encoding.PEM,
        form,
        serialization.NoEncryption(),
    )


def test_vectors_are_what_their_generator_writes() -> None:
    """The file is the output of a second implementation of the curve."""
    assert json.loads(json.dumps(generate_keys.cases())) == CASES


def test_the_eight_points_of_small_order_differ() -> None:
    """The vectors hold all of the curve's torsion."""
    points = {case["jwk"]["x"] for name, case in CASES.items() if name.startswith("small-order")}

    assert len(points) == 8


@pytest.mark.parametrize("name", CASES)
def test_key_case(name: str) -> None:
    """Each key is enrolled under its thumbprint, or refused by its name."""
    case = CASES[name]

    assert (case["code"], case["kid"]) == refusal(case["jwk"])


@given(st.binary(min_size=32, max_size=32))
def test_only_generated_points_are_sound_by_chance(raw: bytes) -> None:
    """Any 32 bytes are judged, and what is sound is read back the same."""
    try:
        check_point(raw)
    except MalformedError:
        return
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": format_base64url(raw).decode()}

    assert parse_jwk(jwk).coordinates == (raw,)


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_key_survives_its_jwk(alg: Algorithm) -> None:
    """The JWK says everything about a public key."""
    public = SIGNERS[alg].public

    assert parse_jwk(public.jwk()) == public


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_signature_holds(alg: Algorithm) -> None:
    """What a signer signs, its public key checks."""
    signer = SIGNERS[alg]

    check_signature(signer.public, b"text", signer.sign(b"text"))


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_signature_over_other_bytes_does_not_hold(alg: Algorithm) -> None:
    """The message is what was signed."""
    signer = SIGNERS[alg]
    with pytest.raises(SignatureInvalidError):
        check_signature(signer.public, b"texT", signer.sign(b"text"))


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_no_bit_of_a_signature_is_spare(alg: Algorithm) -> None:
    """Flip any one bit, and it is refused."""
    signer = SIGNERS[alg]
    signature = signer.sign(b"text")
    for bit in range(0, 512, 5):
        flipped = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
        with pytest.raises(LedgerError):
            check_signature(signer.public, b"text", flipped)


@pytest.mark.parametrize("size", [0, 63, 65, 72])
def test_a_signature_has_64_bytes(size: int) -> None:
    """DER and truncation are refused before any check."""
    with pytest.raises(SignatureMalformedError):
        check_signature(SIGNERS["ES256"].public, b"text", bytes(size))


def test_the_higher_s_is_malformed() -> None:
    """The twin of a signature is no second signature."""
    signer = SIGNERS["ES256"]
    signature = signer.sign(b"text")
    s = int.from_bytes(signature[32:], "big")
    twin = signature[:32] + (p256_order - s).to_bytes(32, "big")

    with pytest.raises(SignatureMalformedError):
        check_signature(signer.public, b"text", twin)


@pytest.mark.parametrize(("r", "s"), [(0, 1), (p256_order, 1), (1, 0)])
def test_r_and_s_are_in_range(r: int, s: int) -> None:
    """Zero and the group's order are refused before any check."""
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    with pytest.raises(SignatureMalformedError):
        check_signature(SIGNERS["ES256"].public, b"text", signature)


def test_signers_take_the_lower_s() -> None:
    """Both values of s are normalised to one."""
    assert normalise_p256(1, p256_order - 2) == normalise_p256(1, 2)


@pytest.mark.parametrize("alg", ALGORITHMS)
@pytest.mark.parametrize("passphrase", [None, b"open sesame"])
def test_a_private_key_survives_its_file(alg: Algorithm, passphrase: bytes | None) -> None:
    """An OpenSSH key is read back, locked or not."""
    text = format_private(SIGNERS[alg], passphrase)

    assert parse_private(text, passphrase).public == SIGNERS[alg].public


@pytest.mark.parametrize("passphrase", [None, b"guess"])
def test_a_locked_key_stays_locked(passphrase: bytes | None) -> None:
    """Without the passphrase, or with another, nothing opens."""
    text = format_private(SIGNERS["Ed25519"], b"open sesame")
    with pytest.raises(PassphraseError):
        parse_private(text, passphrase)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
        pem(ec.generate_private_key(ec.SECP384R1()), serialization.PrivateFormat.OpenSSH),
        pem(rsa.generate_private_key(65537, 2048), serialization.PrivateFormat.OpenSSH),
    ],
    ids=["empty", "garbage", "P-384", "RSA"],
)
def test_other_private_keys_are_refused(text: bytes) -> None:
    """A key file holds Ed25519 or P-256."""
    with pytest.raises(PrivateKeyMalformedError):
        parse_private(text)


@pytest.mark.parametrize(
    "secret",
    [*SIGNERS.values(), *LOG_SIGNERS.values()],
    ids=["Ed25519", "ES256", "log Ed25519", "log ML-DSA-44"],
)
def test_no_private_key_shows_in_its_repr(secret: object) -> None:
    """A logged signer gives nothing away."""
    assert "private" not in repr(secret).lower()


@pytest.mark.parametrize("signer", LOG_SIGNERS.values(), ids=["Ed25519", "ML-DSA-44"])
def test_a_log_signature_holds(signer: LogSigner) -> None:
    """Both algorithms of the log sign, survive their file, and check."""
    again = parse_log_private(format_log_private(signer))
    signature = again.sign(b"text")
    check_log_signature(signer.algorithm, signer.public, b"text", signature)

    with pytest.raises(SignatureInvalidError):
        check_log_signature(signer.algorithm, signer.public, b"texT", signature)


@pytest.mark.parametrize("signer", LOG_SIGNERS.values(), ids=["Ed25519", "ML-DSA-44"])
def test_a_log_signature_of_another_size_does_not_hold(signer: LogSigner) -> None:
    """A truncated signature is an invalid one."""
    with pytest.raises(SignatureInvalidError):
        check_log_signature(signer.algorithm, signer.public, b"text", b"short")


def test_the_log_signs_with_two_algorithms() -> None:
    """No key is made for another signature type."""
    with pytest.raises(PublicKeyMalformedError):
        generate_log_signer(0x04)


@pytest.mark.parametrize(
    ("algorithm", "size"), [(0x01, 31), (0x01, 1_312), (0x06, 32), (0x06, 1_313), (0x04, 32)]
)
def test_a_log_key_has_the_size_of_its_type(algorithm: int, size: int) -> None:
    """Type and length go together."""
    with pytest.raises(PublicKeyMalformedError):
        check_log_public(algorithm, bytes(size))


def test_a_log_key_is_a_sound_point() -> None:
    """The neutral point signs no checkpoint."""
    with pytest.raises(MalformedError):
        check_log_public(ed25519_algorithm, (1).to_bytes(32, "little"))


@pytest.mark.parametrize(
    "text",
    [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"],
    ids=["empty", "garbage"],
)
def test_garbage_is_no_log_key(text: bytes) -> None:
    """A log key file is PKCS #8."""
    with pytest.raises(PrivateKeyMalformedError):
        parse_log_private(text)


def test_a_p256_key_is_no_log_key() -> None:
    """The log signs with Ed25519 and ML-DSA-44 alone."""
    with pytest.raises(PrivateKeyMalformedError):
        parse_log_private(
            pem(ec.generate_private_key(ec.SECP256R1()), serialization.PrivateFormat.PKCS8)
        )


def test_a_locked_log_key_is_refused() -> None:
    """A log starts unattended, so its key has no passphrase."""
    text = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret"),
    )
    with pytest.raises(PrivateKeyMalformedError):
        parse_log_private(text)


def test_a_jwk_is_read_once() -> None:
    """A key that was checked is not checked again."""
    jwk = SIGNERS["Ed25519"].public.jwk()

    assert parse_jwk(jwk) is parse_jwk(cast("dict[str, object]", dict(reversed(jwk.items()))))


@given(st.binary(max_size=70))
def test_base64url_comes_back(raw: bytes) -> None:
    """Any bytes have one text."""
    assert parse_base64url(format_base64url(raw)) == raw


@given(st.binary(max_size=12))
def test_base64url_has_one_spelling(text: bytes) -> None:
    """Text that is read is the text that would be written."""
    try:
        raw = parse_base64url(text)
    except Base64MalformedError:
        return

    assert format_base64url(raw) == text


@pytest.mark.parametrize(
    "text", [b"A", b"AA==", b"AB", b"A+A_", b"A/AA", b"AAAA\n", b"AA AA", b"\xff"]
)
def test_other_base64url_is_malformed(text: bytes) -> None:
    """Padding, spare bits, the other alphabet, white space: refused."""
    with pytest.raises(Base64MalformedError):
        parse_base64url(text)
