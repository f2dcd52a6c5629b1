"""Every signature, checked in threads: cryptography releases the interpreter's lock.

A statement opens under the key that its token names. Keys become known as the
replay reaches their enrolment; a statement whose key is not known when it is
opened ahead is opened again when the replay stands before it.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from ledger.domain.directory import find_key
from ledger.domain.founding import open_founding
from ledger.domain.world import World
from ledger.errors import LedgerError, UnverifiedError
from ledger.evidence.entry import Entry
from ledger.evidence.keys import KeyId, PublicKey
from ledger.evidence.statement import Digest, Statement, digest_of, open_statement, parse_kid

_SLICE = 64  # statements that a thread takes at once
_AHEAD = 8  # slices


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
    """A statement whose key was not known when it was opened ahead."""

    compact: bytes


Opened = Statement | Unopened | LedgerError | None


class Keyring:
    """The keys that a world has enrolled so far; many threads may ask while it grows."""

    def __init__(self, world: World) -> None:
        """Follow a world as it grows."""
        self._world = world
        self._keys: dict[KeyId, PublicKey] = {}

    def find(self, kid: KeyId) -> PublicKey | None:
        """Find a key that is enrolled by now."""
        key = self._keys.get(kid) or find_key(self._world, kid)
        if key is not None:
            self._keys[kid] = key
        return key

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
        key = self.find(kid)
        if key is None:
            raise KeyNeverEnrolledError(kid=kid)
        return open_statement(compact, key)

    def try_open(self, compact: bytes, digest: Digest) -> Opened:
        """Open a statement, or say why it does not open; one with an unknown key waits."""
        try:
            key = self.find(parse_kid(compact))
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


def open_ahead(
    entries: Sequence[Entry | None],
    statements: Mapping[Digest, bytes],
    keyring: Keyring,
    pool: Executor,
) -> Iterator[tuple[int, Entry | None, Opened]]:
    """Yield each entry with its statement as far as it opens, in order, some opened ahead.

    The caller replays what it is given. What is opened ahead stands behind all
    that is replayed, so a key that is found was enrolled before.
    """

    def open_slice(part: Sequence[Entry | None]) -> list[Opened]:
        return [_opened(entry, statements, keyring.try_open) for entry in part]

    ahead: deque[tuple[int, Sequence[Entry | None], Future[list[Opened]]]] = deque()
    for start in range(0, len(entries) + _SLICE * _AHEAD, _SLICE):
        part = entries[start : start + _SLICE]
        if part:
            ahead.append((start, part, pool.submit(open_slice, part)))
        if ahead and (len(ahead) > _AHEAD or not part):
            first, passed, opened = ahead.popleft()
            for leaf_index, (entry, found) in enumerate(
                zip(passed, opened.result(), strict=True), first
            ):
                yield leaf_index, entry, found


def _opened(
    entry: Entry | None,
    statements: Mapping[Digest, bytes],
    try_open: Callable[[bytes, Digest], Opened],
) -> Opened:
    if entry is None:
        return None
    compact = statements.get(entry.env)
    return None if compact is None else try_open(compact, entry.env)
