"""OpenSSH's spelling of public keys: blobs and one-line files (RFC 4253 6.6, RFC 5656 3.1).

    ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea ada

Lengths are four bytes, big-endian, before each part; integers carry their sign.
"""

from binascii import b2a_base64
from typing import Final

from ledger.errors import MalformedError
from ledger.evidence.keys import PublicKey, ed25519_public_key, p256_public_key

ed25519_name: Final = b"ssh-ed25519"
p256_name: Final = b"ecdsa-sha2-nistp256"
_p256_curve: Final = b"nistp256"
_length_size: Final = 4
_coordinate_size: Final = 32
_uncompressed: Final = b"\x04"  # SEC 1 2.3.3


class SshBlobMalformedError(MalformedError):
    """A blob is its parts, each as long as it says, and nothing behind them."""

    code = "ssh-blob-malformed"
    message = "no OpenSSH blob: {problem}"


def format_parts(*parts: bytes) -> bytes:
    """Return the parts, each behind its length."""
    return b"".join(len(part).to_bytes(_length_size, "big") + part for part in parts)


def parse_parts(blob: bytes) -> tuple[bytes, ...]:
    """Return the parts of a blob, to its last byte.

    Raises:
        SshBlobMalformedError: A length does not fit.
    """
    parts = []
    while blob:
        size = int.from_bytes(blob[:_length_size], "big")
        end = _length_size + size
        if len(blob) < max(end, _length_size):
            raise SshBlobMalformedError(problem="a part is longer than the rest")
        parts.append(blob[_length_size:end])
        blob = blob[end:]
    return tuple(parts)


def format_public_blob(public: PublicKey) -> bytes:
    """Return the key as agents and key files name it."""
    if public.alg == "Ed25519":
        return format_parts(ed25519_name, *public.coordinates)
    return format_parts(p256_name, _p256_curve, _uncompressed + b"".join(public.coordinates))


def parse_public_blob(blob: bytes) -> PublicKey:
    """Return the key, its point checked.

    Raises:
        SshBlobMalformedError: It is of no kind that signs statements.
        MalformedError: Its point is not sound.
    """
    match parse_parts(blob):
        case (b"ssh-ed25519", raw) if len(raw) == _coordinate_size:
            return ed25519_public_key(raw)
        case (b"ecdsa-sha2-nistp256", b"nistp256", point) if (
            len(point) == 1 + 2 * _coordinate_size and point[:1] == _uncompressed
        ):
            return p256_public_key(point[1 : 1 + _coordinate_size], point[1 + _coordinate_size :])
        case _:
            raise SshBlobMalformedError(problem="neither Ed25519 nor P-256")


def format_public_line(public: PublicKey, comment: str) -> str:
    """Return the line of a ``.pub`` file, which ssh-keygen reads."""
    name = ed25519_name if public.alg == "Ed25519" else p256_name
    blob = b2a_base64(format_public_blob(public), newline=False).decode()
    return f"{name.decode()} {blob} {comment}\n"
