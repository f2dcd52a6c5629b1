"""What can be checked in the caller's thread, before anybody has to wait for it.

Form, signature and openings need no more than the keys that are enrolled. A
statement under a key that is not known yet is left to the writer: its key may
be enrolled earlier in the same array.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ledger.errors import LedgerError, MalformedError, UnverifiedError
from ledger.evidence.commitment import Opening, match_openings, parse_opening
from ledger.evidence.keys import KeyId, PublicKey
from ledger.evidence.statement import Statement, open_statement, parse_kid

SEALED_CHARACTERS_MAX = 2_000
_OPENINGS_MAX = 1_000


class SealedValueError(MalformedError):
    """What is sealed is a short text: a name, a comment, a reason."""

    code = "sealed-value"
    message = "the value at {path} is no text of at most {characters_max} characters"


class TooManyOpeningsError(MalformedError):
    """A statement seals a bounded number of fields."""

    code = "too-many-openings"
    message = "{found} openings, at most {openings_max}"


class KeyNotEnrolledError(UnverifiedError):
    """A signature counts only under a key that was enrolled in this ledger."""

    code = "key-not-enrolled"
    message = "no key {kid} was enrolled in this ledger"


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """One statement that somebody asks to record, with the openings of what it seals."""

    compact: bytes
    openings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A submission as far as it could be judged: verified, wrong, or under a key not known yet."""

    submission: Submission
    statement: Statement | None = None
    openings: tuple[tuple[str, bytes], ...] = ()  # commitment and opening
    error: LedgerError | None = None


def prepare(submission: Submission, keyring: Mapping[KeyId, PublicKey]) -> Prepared:
    """Open a statement and match its openings; what is wrong is kept, not raised."""
    prepared = Prepared(submission=submission)
    try:
        key = keyring.get(parse_kid(submission.compact))
        if key is None:
            return prepared
        return open_prepared(prepared, key)
    except LedgerError as error:
        return replace(prepared, error=error)


def open_prepared(prepared: Prepared, key: PublicKey) -> Prepared:
    """Return a submission whose form, signature and openings hold.

    Raises:
        MalformedError: The statement or an opening is malformed.
        UnverifiedError: The signature does not hold, or openings and
            commitments are not the same.
    """
    statement = open_statement(prepared.submission.compact, key)
    openings = _parse_openings(prepared.submission.openings)
    for path, value in match_openings(statement.sealed, openings, demand_all=True).items():
        if not isinstance(value, str) or len(value) > SEALED_CHARACTERS_MAX:
            raise SealedValueError(path=path, characters_max=SEALED_CHARACTERS_MAX)
    pairs = tuple((opening.commitment, opening.text) for opening in openings)
    return replace(prepared, statement=statement, openings=pairs)


def _parse_openings(texts: tuple[str, ...]) -> list[Opening]:
    if len(texts) > _OPENINGS_MAX:
        raise TooManyOpeningsError(found=len(texts), openings_max=_OPENINGS_MAX)
    return [parse_opening(text.encode("utf-8", "backslashreplace")) for text in texts]
