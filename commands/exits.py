"""How a command ends: one exit code a branch of errors, one line on standard error."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

from commands.hints import hinted
from ledger.errors import (
    ConflictError,
    CorruptError,
    LedgerError,
    MalformedError,
    NotRecordedError,
    RefusedError,
    UnverifiedError,
)

UNVERIFIED: Final = 3

# The word for people, the number for programs.
EXITS: Mapping[type[LedgerError], tuple[str, int]] = MappingProxyType(
    {
        MalformedError: ("malformed", 2),
        UnverifiedError: ("unverified", UNVERIFIED),
        CorruptError: ("corrupt", UNVERIFIED),
        NotRecordedError: ("not found", 4),
        ConflictError: ("conflict", 5),
        RefusedError: ("refused", 6),
    }
)


def exit_of(error: LedgerError) -> tuple[str, int]:
    """Return the word and the exit code of an error's branch."""
    return next(found for branch, found in EXITS.items() if isinstance(error, branch))


def say_error(error: LedgerError, about: str = "") -> int:
    """Say a refusal on standard error, in one line; return the exit code that it stands for."""
    word, code = exit_of(error)
    place = f"{about}: " if about else ""
    sys.stderr.write(
        f"countersign: {place}{word} [{error.code}]: {hinted(error.code, str(error))}\n"
    )
    return code


@contextmanager
def exits_named() -> Iterator[None]:
    """End the program with a branch's code where a ledger's error gets this far."""
    try:
        yield
    except LedgerError as error:
        raise SystemExit(say_error(error)) from error
