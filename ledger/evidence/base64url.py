"""Base64url without padding, one spelling for each run of bytes (RFC 7515 2).

Python's own reader skips junk and accepts spare bits in the last character; this
one writes again what it read, and compares.
"""

from binascii import Error, a2b_base64, b2a_base64
from typing import Final

from ledger.errors import MalformedError

_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
_FROM_URL: Final = bytes.maketrans(b"-_", b"+/")


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
    try:
        raw = a2b_base64(text.translate(_FROM_URL) + b"=" * (-len(text) % 4))
    except Error as error:
        raise Base64MalformedError from error
    if format_base64url(raw) != text:
        raise Base64MalformedError
    return raw
