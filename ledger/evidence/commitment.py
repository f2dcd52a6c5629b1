"""Commitments: salted digests that stand in for what may be erased (FORMATS F8).

    opening     BASE64URL(["<salt, 16 bytes in base64url>","<body path>",value])
    commitment  BASE64URL(SHA-256(opening))

A statement signs commitments; openings travel beside it and live in their own
table. Without its opening a commitment says nothing, and nothing else fits it.
"""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from ledger.errors import MalformedError, UnverifiedError
from ledger.evidence.base64url import format_base64url, parse_base64url
from ledger.evidence.canonical import Json, format_canonical, parse_canonical_array
from ledger.evidence.claims import Sealed, body_path_pattern

salt_size: Final = 16
opening_bytes_max: Final = 87_382  # 65 536 bytes of canonical JSON in base64url

_PATH: Final = re.compile(body_path_pattern)


class OpeningMalformedError(MalformedError):
    """An opening is a salt, a body path and a value in base64url of canonical JSON."""

    code = "opening-malformed"
    message = "no opening: {problem}"


class OpeningUnknownError(UnverifiedError):
    """An opening belongs to a commitment of its statement."""

    code = "opening-unknown"
    message = "the statement seals nothing at {path}"


class OpeningMismatchError(UnverifiedError):
    """An opening is the text that the signer committed to."""

    code = "opening-mismatch"
    message = "the opening for {path} is not what the signer committed to"


class OpeningPathError(UnverifiedError):
    """An opening is for the path at which its commitment stands."""

    code = "opening-path"
    message = "the commitment stands at {sealed_path}, its opening is for {path}"


class OpeningDuplicateError(UnverifiedError):
    """One commitment is opened once."""

    code = "opening-duplicate"
    message = "{path} is opened twice"


class OpeningMissingError(UnverifiedError):
    """Where all openings are asked for, each commitment has one."""

    code = "opening-missing"
    message = "{path} is sealed and not opened"


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """What a commitment hides: a value at a body path, under a salt."""

    salt: bytes
    path: str
    value: Json
    text: bytes  # the exact ASCII text that the commitment digests

    @property
    def commitment(self) -> str:
        """Return the commitment that this opening opens."""
        return commitment_of(self.text)

    @property
    def sealed(self) -> Sealed:
        """Return the member that a statement signs in place of the value."""
        return Sealed(commitment=self.commitment, path=self.path)


def make_opening(path: str, value: Json, salt: bytes | None = None) -> Opening:
    """Return the opening for the value, under a fresh salt unless one is given.

    Raises:
        MalformedError: The value is no canonical JSON, or the path is none.
    """
    salt = secrets.token_bytes(salt_size) if salt is None else salt
    raw = format_canonical([format_base64url(salt).decode(), path, value])
    return parse_opening(format_base64url(raw))


def commitment_of(text: bytes) -> str:
    """Return the commitment to an opening's text."""
    return format_base64url(sha256(text).digest()).decode()


def parse_opening(text: bytes) -> Opening:
    """Return the opening that the text spells.

    Raises:
        OpeningMalformedError: It spells none, or in another way.
    """
    if len(text) > opening_bytes_max:
        raise OpeningMalformedError(problem=f"{len(text)} bytes, at most {opening_bytes_max}")
    try:
        members = parse_canonical_array(parse_base64url(text))
    except MalformedError as error:
        raise OpeningMalformedError(problem=str(error)) from error
    match members:
        case [str(salt_text), str(path), value] if _PATH.fullmatch(path):
            return Opening(salt=_parse_salt(salt_text), path=path, value=value, text=text)
        case _:
            raise OpeningMalformedError(problem="not a salt, a body path and a value")


def match_openings(
    sealed: Sequence[Sealed], openings: Iterable[Opening], *, demand_all: bool = False
) -> dict[str, Json]:
    """Return the opened values by body path, each proven to be what was sealed.

    Paths without an opening are absent: erased, withheld or missing is for
    the caller to say, unless all are demanded.

    Raises:
        OpeningUnknownError: An opening is for a path that is not sealed.
        OpeningMismatchError: An opening is not what was committed to.
        OpeningPathError: A commitment's opening is for another path.
        OpeningDuplicateError: A path is opened twice.
        OpeningMissingError: All are demanded, and one is not there.
    """
    paths = {one.commitment: one.path for one in sealed}
    values: dict[str, Json] = {}
    for opening in openings:
        _check_opening(opening, paths)
        if opening.path in values:
            raise OpeningDuplicateError(path=opening.path)
        values[opening.path] = opening.value
    for path in paths.values():
        if demand_all and path not in values:
            raise OpeningMissingError(path=path)
    return values


def _check_opening(opening: Opening, paths: Mapping[str, str]) -> None:
    sealed_path = paths.get(opening.commitment)
    if sealed_path == opening.path:
        return
    if sealed_path is not None:
        raise OpeningPathError(path=opening.path, sealed_path=sealed_path)
    if opening.path in paths.values():
        raise OpeningMismatchError(path=opening.path)
    raise OpeningUnknownError(path=opening.path)


def _parse_salt(text: str) -> bytes:
    try:
        salt = parse_base64url(text.encode())
    except MalformedError as error:
        raise OpeningMalformedError(problem="the salt is no base64url") from error
    if len(salt) != salt_size:
        raise OpeningMalformedError(problem=f"a salt of {len(salt)} bytes, not {salt_size}")
    return salt
