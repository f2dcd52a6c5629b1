"""Every signature, checked in threads: cryptography releases the interpreter's lock.

A statement opens under the key that its token names. Keys become known as the
replay reaches their enrolment; a statement whose key is not known when its
chunk is opened is opened again when the replay stands before it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from ledger.domain.directory import keys_in_use
from ledger.domain.founding import open_founding
from ledger.domain.world import World
from ledger.errors import LedgerError, UnverifiedError
from ledger.evidence.entry import Entry
from ledger.evidence.keys import KeyId, PublicKey
from ledger.evidence.statement import Digest, Statement, digest_of, open_statement, parse_kid

_CHUNK = 4096
_SLICE = 128  # statements that a thread takes at once


class StatementAbsentError(UnverifiedError):
    """A whole history has the statement of every entry."""

    code = "statement-absent"
    message = "the statement {digest} of this entry is not there"


class StatementTamperedError(UnverifiedError):
    """A kept statement is the one that its entry names, byte for byte."""

    code = "statement-tampered"
    message = "the entry names {digest}, the statement kept for it is {found}"


class StatementUnloggedError(UnverifiedError):
    """A statement that no entry names was never recorded."""

    code = "statement-unlogged"
    message = "the statement {digest} is kept, but no entry names it"


class KeyNeverEnrolledError(UnverifiedError):
    """A signature counts only under a key that was enrolled before."""

    code = "key-never-enrolled"
    message = "no statement before this one enrols key {kid}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unopened:
    """A statement whose key was not known when its chunk was opened."""

    compact: bytes


Opened = Statement | Unopened | LedgerError | None


class Keyring:
    """The keys that a world has enrolled so far."""

    def __init__(self, world: World) -> None:
        """Follow a world as it grows."""
        self._world = world
        self._keys: dict[KeyId, PublicKey] = {}

    def refresh(self) -> None:
        """Take in every key that is enrolled by now."""
        self._keys = {key.kid: key for key in keys_in_use(self._world)}

    def open(self, compact: bytes, digest: Digest, leaf_index: int) -> Statement:
        """Open the statement of an entry under the key that it names.

        Raises:
            StatementTamperedError: These are not the bytes that the entry names.
            KeyNeverEnrolledError: No such key is enrolled by now.
            MalformedError, UnverifiedError: It does not open.
        """
        _check_digest(compact, digest)
        if leaf_index == 0:
            return open_founding(compact)[0]
        kid = parse_kid(compact)
        if kid not in self._keys:
            self.refresh()
        if kid not in self._keys:
            raise KeyNeverEnrolledError(kid=kid)
        return open_statement(compact, self._keys[kid])

    def try_open(self, compact: bytes, digest: Digest) -> Opened:
        """Open a statement, or say why it does not open; one with an unknown key waits."""
        try:
            key = self._keys.get(parse_kid(compact))
            if key is None:
                return Unopened(compact=compact)
            statement = open_statement(compact, key)
            if statement.digest != digest:
                _check_digest(compact, digest)
        except LedgerError as error:
            return error
        return statement


def _check_digest(compact: bytes, digest: Digest) -> None:
    found = digest_of(compact)
    if found != digest:
        raise StatementTamperedError(digest=digest, found=found)


def open_chunks(
    entries: Sequence[Entry | None],
    statements: Mapping[Digest, bytes],
    keyring: Keyring,
    pool: Executor,
) -> Iterator[tuple[int, Entry | None, Opened]]:
    """Yield each entry with its statement as far as it opens, in order.

    The caller replays what it is given, so that keys enrolled in one chunk are
    known when the next is opened.
    """

    def open_slice(part: Sequence[Entry | None]) -> list[Opened]:
        return [_opened(entry, statements, keyring.try_open) for entry in part]

    for start in range(0, len(entries), _CHUNK):
        keyring.refresh()
        chunk = entries[start : start + _CHUNK]
        slices = [chunk[at : at + _SLICE] for at in range(0, len(chunk), _SLICE)]
        opened = (each for part in pool.map(open_slice, slices) for each in part)
        for leaf_index, (entry, statement) in enumerate(zip(chunk, opened, strict=True), start):
            yield leaf_index, entry, statement


def _opened(
    entry: Entry | None,
    statements: Mapping[Digest, bytes],
    try_open: Callable[[bytes, Digest], Opened],
) -> Opened:
    if entry is None:
        return None
    compact = statements.get(entry.env)
    return None if compact is None else try_open(compact, entry.env)
