"""The shape of canonical JSON: what is JSON and still refused (FORMATS F1).

    {"A":1}  {"a":1.0}  {"a":-0}  {"a":9007199254740992}  [[[[[[[[[[[[[1]]]]]]]]]]]]]

Bytes are scanned outside of their strings for names, numbers and nesting, before
anyone relies on what a parser made of them; values, before they are written.
"""

import re
from collections.abc import Mapping
from typing import Final

from ledger.errors import MalformedError

canonical_bytes_max: Final = 65_536
canonical_depth_max: Final = 12
integer_max: Final = 2**53 - 1

# The scan runs over JSON that parsed, so strings close and it is linear. The
# first pattern accepts what nearly every statement is, the others find out why not.
_PLAIN: Final = re.compile(
    rb"""(?:[{}\[\],truefalsn]*+
      (?:"(?:[a-z_][a-z0-9_]{0,63}+":|[^"\\]*+(?:\\.[^"\\]*+)*+")
        |(?:0|-?[1-9][0-9]{0,14})(?![0-9.eE])))*+[\]}truefalsn\[{]*+""",
    re.VERBOSE,
)
_STRING: Final = re.compile(rb'"(?:[a-z_][a-z0-9_]{0,63}":|[^"\\]*+(?:\\.[^"\\]*+)*+")')
# Tried at the start of a run of digits alone, or a long one would take quadratic time.
_BAD_NUMBER: Final = re.compile(rb"(?<![0-9])-?[0-9]++[.eE][0-9.eE+-]*|-0")
_DIGITS: Final = re.compile(rb"-?[0-9]{16,}")
_BRACKETS: Final = bytes.maketrans(b"[]", b"{}")
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))


class JsonMalformedError(MalformedError):
    """The bytes or the value are no JSON."""

    code = "json-malformed"
    message = "not JSON: {problem}"


class JsonTooLargeError(MalformedError):
    """A canonical text has at most so many bytes."""

    code = "json-too-large"
    message = "{size} bytes, at most {bytes_max}"


class JsonNumberError(MalformedError):
    """Numbers are integers within 2^53-1; -0, fractions and exponents are not."""

    code = "json-number"
    message = "{number} is not a safe integer"


class JsonNameError(MalformedError):
    """Member names are short, lower case and ASCII."""

    code = "json-member-name"
    message = "a member name does not match [a-z_][a-z0-9_]{{0,63}}"


class JsonTooDeepError(MalformedError):
    """Objects and arrays nest at most so deep."""

    code = "json-too-deep"
    message = "nested deeper than {depth_max} levels"


def check_size(raw: bytes, bytes_max: int) -> None:
    """Return if there are no more bytes than the limit.

    Raises:
        JsonTooLargeError: There are.
    """
    if len(raw) > bytes_max:
        raise JsonTooLargeError(size=len(raw), bytes_max=bytes_max)


def check_shape(raw: bytes, depth_max: int) -> None:
    """Return if names, numbers and nesting of these bytes, which are JSON, are in the subset.

    Raises:
        JsonNameError: A member name is out of its grammar.
        JsonNumberError: A number is no safe integer.
        JsonTooDeepError: It nests deeper than the limit.
    """
    if not _PLAIN.fullmatch(raw):
        _check_suspect(_STRING.sub(b"", raw))
    if raw.count(b"{") + raw.count(b"[") > depth_max:
        brackets = _STRING.sub(b"", raw).translate(_BRACKETS, _NOT_BRACKETS)
        for _ in range(depth_max):
            brackets = brackets.replace(b"{}", b"")  # the innermost level goes
        if brackets:
            raise JsonTooDeepError(depth_max=depth_max)


def _check_suspect(bare: bytes) -> None:
    if b":" in bare:
        raise JsonNameError
    bad = _BAD_NUMBER.search(bare)
    if bad:
        raise JsonNumberError(number=bad[0].decode("ascii"))
    for digits in _DIGITS.findall(bare):
        # What is longer is larger, and converting it would take quadratic time.
        if len(digits) > len(str(-integer_max)) or abs(int(digits)) > integer_max:
            raise JsonNumberError(number=digits[:40].decode("ascii"))


def check_types(value: object, levels: int) -> None:
    """Return if the value holds nothing but JSON's own types, floats left out.

    A writer may know more: it would spell a date as text and a NaN as null.

    Raises:
        JsonMalformedError: A value or a member name is of another type.
        JsonTooDeepError: It nests deeper than the limit.
    """
    if value is None or isinstance(value, (str, int)):
        return
    if levels == 0:
        raise JsonTooDeepError(depth_max=canonical_depth_max)
    if isinstance(value, Mapping):
        members = [*value.keys(), *value.values()]
        if not all(isinstance(name, str) for name in value):
            raise JsonMalformedError(problem="a member name is no string")
    elif isinstance(value, (list, tuple)):
        members = list(value)
    else:
        raise JsonMalformedError(problem=f"{type(value).__name__} is no JSON type")
    for member in members:
        check_types(member, levels - 1)
