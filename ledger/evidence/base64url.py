"""Base64url without padding, one spelling for each run of bytes (RFC 7515 2).

Python's own reader skips junk and accepts spare bits in the last character; this
one looks for both before it reads.
"""

from binascii import a2b_base64, b2a_base64
from typing import Final

from ledger.errors import MalformedError

_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
_FROM_URL: Final = bytes.maketrans(b"-_", b"+/")
_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# By the characters of the last, unfilled group: what the last of them may be, so that
# the bits that it has too many are zero. One character alone holds no byte.
_LAST: Final = (_ALPHABET, b"", _ALPHABET[::16], _ALPHABET[::4])


class Base64MalformedError(MalformedError):
    """Base64url has no padding, no junk and no spare bits."""

    code = "base64-malformed"
    message = "not canonical base64url without padding"


def format_base64url(raw: bytes) -> bytes:
    """Return the ASCII text of the bytes."""
    return b2a_base64(raw, newline=False).translate(_TO_URL).rstrip(b"=")


def parse_base64url(text: bytes) -> bytes:
    """Return the bytes that the ASCII text spells.

    Raises:
        Base64MalformedError: There is another, single spelling, or none.
    """
    if text.translate(None, _ALPHABET) or (text and text[-1] not in _LAST[len(text) % 4]):
        raise Base64MalformedError
    return a2b_base64(text.translate(_FROM_URL) + b"=" * (-len(text) % 4))
