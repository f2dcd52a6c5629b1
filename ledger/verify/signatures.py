"""Every signature, checked ahead of the replay by other processes where the log is large.

A statement opens under the key that its token names. Keys become known as the
replay reaches their enrolment; a statement whose key was not known ahead is
opened when the replay stands before it, as is every one that did not hold.
"""

import os
import signal
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context

from ledger.domain.directory import find_key
from ledger.domain.founding import open_founding
from ledger.domain.world import World
from ledger.errors import LedgerError, UnverifiedError
from ledger.evidence.entry import Entry
from ledger.evidence.jws import open_compact
from ledger.evidence.keys import KeyId, PublicKey, parse_jwk
from ledger.evidence.statement import (
    Digest,
    Statement,
    StatementDigestError,
    digest_of,
    open_statement,
    parse_kid,
    recall_statement,
    statement_typ,
)

_PROCESSES_FROM = 5_000  # entries; what a process costs at its start is a few hundred
_SLICE = 128  # statements that a process takes at once
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


Opened = Statement | LedgerError | None
Jwk = Mapping[str, str]


class Keyring:
    """The keys that a world has enrolled so far."""

    def __init__(self, world: World) -> None:
        """Follow a world as it grows."""
        self._world = world
        self._keys: dict[KeyId, PublicKey] = {}
        self._jwks: dict[KeyId, Jwk] = {}

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

    def recall(self, compact: bytes, digest: Digest) -> Statement:
        """Read a statement whose signature was found to hold under its enrolled key.

        Raises:
            StatementTamperedError: These are not the bytes that the entry names.
            MalformedError: The payload does not read.
        """
        try:
            return recall_statement(compact, digest)
        except StatementDigestError as error:
            raise StatementTamperedError(digest=digest, found=error.facts["found"]) from error

    def jwk(self, compact: bytes) -> Jwk | None:
        """Return the enrolled key that a statement names, None where there is none by now."""
        try:
            kid = parse_kid(compact)
        except LedgerError:
            return None
        key = self.find(kid)
        if key is None:
            return None
        return self._jwks.setdefault(kid, key.jwk())


def _check_digest(compact: bytes, digest: Digest) -> None:
    found = digest_of(compact)
    if found != digest:
        raise StatementTamperedError(digest=digest, found=found)


@contextmanager
def checkers(tree_size: int) -> Iterator[Executor | None]:
    """Give processes that check signatures while this one replays; none for a small log.

    Threads would wait for the interpreter's lock after each signature.
    """
    if tree_size < _PROCESSES_FROM:
        yield None
        return
    count = max(1, (os.cpu_count() or 1) - 1)
    with ProcessPoolExecutor(
        count,
        mp_context=get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),  # an interrupt is for the process that replays
    ) as pool:
        yield pool


def holding(signed: Sequence[tuple[Jwk, bytes]]) -> list[bool]:
    """Say of each statement whether its signature holds under the key given with it."""
    return [_holds(jwk, compact) for jwk, compact in signed]


def _holds(jwk: Jwk, compact: bytes) -> bool:
    try:
        open_compact(statement_typ, compact, parse_jwk(jwk))
    except LedgerError:
        return False  # whoever replays opens it again, and says why not
    return True


class _Slice:
    """Some entries in a row, with what is found out about them ahead of the replay."""

    def __init__(
        self, start: int, entries: Sequence[Entry | None], statements: Mapping[Digest, bytes]
    ) -> None:
        self.start = start
        self.entries = entries
        self.compacts = [None if entry is None else statements.get(entry.env) for entry in entries]
        self._asked: list[int] = []
        self._answer: Future[list[bool]] | None = None

    def ask(self, keyring: Keyring, pool: Executor) -> None:
        """Let others check what is signed under a key that is enrolled by now."""
        signed: list[tuple[Jwk, bytes]] = []
        for place, compact in enumerate(self.compacts):
            jwk = None if compact is None else keyring.jwk(compact)
            if jwk is not None and compact is not None:
                signed.append((jwk, compact))
                self._asked.append(place)
        with suppress(BrokenExecutor, OSError):  # as below
            self._answer = pool.submit(holding, signed)

    def holding(self) -> frozenset[int]:
        """Return the places whose signature holds; those left out are simply not known to."""
        if self._answer is None:
            return frozenset()
        try:
            answers = self._answer.result()
        except BrokenExecutor:
            return frozenset()  # no process could be had: this one checks them all
        return frozenset(place for place, holds in zip(self._asked, answers, strict=True) if holds)


def open_ahead(
    entries: Sequence[Entry | None],
    statements: Mapping[Digest, bytes],
    keyring: Keyring,
    pool: Executor | None,
) -> Iterator[tuple[int, Entry | None, Opened]]:
    """Yield each entry with its statement opened, or why it does not open, in order.

    The caller replays what it is given. What is checked ahead stands behind all
    that is replayed, so a key that is found was enrolled before.
    """
    ahead: deque[_Slice] = deque()
    for start in range(0, len(entries), _SLICE):
        part = _Slice(start, entries[start : start + _SLICE], statements)
        if pool is not None:
            part.ask(keyring, pool)
        ahead.append(part)
        if pool is None or len(ahead) > _AHEAD:
            yield from _opened(ahead.popleft(), keyring)
    for part in ahead:
        yield from _opened(part, keyring)


def _opened(part: _Slice, keyring: Keyring) -> Iterator[tuple[int, Entry | None, Opened]]:
    holding = part.holding()
    for place, (entry, compact) in enumerate(zip(part.entries, part.compacts, strict=True)):
        leaf_index = part.start + place
        if entry is None or compact is None:
            yield leaf_index, entry, None
            continue
        try:
            if place in holding:
                statement = keyring.recall(compact, entry.env)
            else:
                statement = keyring.open(compact, entry.env, leaf_index)
        except LedgerError as error:
            yield leaf_index, entry, error
        else:
            yield leaf_index, entry, statement
