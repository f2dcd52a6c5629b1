"""Acts read and proved by another process, ahead of whoever folds them in this one.

To read an act costs as much as to fold it: its row is held against its bytes,
its entry and its kind. Where there is much to read, both are done at once. What
comes from the other process is what this code read there from the same file; a
slice that it could not read is read again here, which says what is wrong.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context
from typing import Final, Protocol

from ledger.domain.kinds import kind_of
from ledger.domain.world import Act
from ledger.errors import LedgerError
from ledger.evidence.canonical import Body
from ledger.evidence.statement import Statement

_PROCESSES_FROM: Final = 5_000  # acts; what a process costs at its start is a few hundred
_SLICE: Final = 512  # acts that a process reads at once
_AHEAD: Final = 6  # slices that wait to be folded, at most
_PROCESSES_MAX: Final = 3  # no more are read while one process folds

# An act without its kind, which each process has in its own vocabulary.
_Read = tuple[Statement, Body, datetime, int, int]


class Source(Protocol):
    """What acts are read from, in either process."""

    def acts(self, start: int, limit: int) -> Iterator[Act]:
        """Yield recorded acts in order, from a leaf index on, ``limit`` at most."""


@contextmanager
def acts_ahead(
    source: Source, again: Callable[[], Source], start: int, end: int
) -> Iterator[Iterator[Act]]:
    """Give the acts from leaf ``start`` up to, not with, ``end``, in their order.

    ``again`` opens the same source in another process; it can be sent there.
    """
    if end - start < _PROCESSES_FROM:
        yield source.acts(start, max(0, end - start))
        return
    count = min(max(1, (os.cpu_count() or 1) - 1), _PROCESSES_MAX)
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_open, initargs=(again,)
    )
    try:
        yield _in_order(source, pool, start, end)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(source: Source, pool: Executor, start: int, end: int) -> Iterator[Act]:
    asked: deque[tuple[int, int, Future[list[_Read] | None] | None]] = deque()
    for first in range(start, end, _SLICE):
        limit = min(_SLICE, end - first)
        asked.append((first, limit, _ask(pool, first, limit)))
        if len(asked) > _AHEAD:
            yield from _answered(source, *asked.popleft())
    for each in asked:
        yield from _answered(source, *each)


def _ask(pool: Executor, first: int, limit: int) -> Future[list[_Read] | None] | None:
    try:
        return pool.submit(_read, first, limit)
    except (BrokenExecutor, OSError):
        return None  # no process could be had


def _answered(
    source: Source, first: int, limit: int, answer: Future[list[_Read] | None] | None
) -> Iterator[Act]:
    try:
        read = None if answer is None else answer.result()
    except BrokenExecutor:
        read = None  # it was ended, or could not open the source
    if read is None:
        yield from source.acts(first, limit)
        return
    for statement, body, at, leaf_index, position in read:
        yield Act(
            statement=statement,
            body=body,
            kind=kind_of(statement.kind),
            at=at,
            leaf_index=leaf_index,
            position=position,
        )


# --- in the other process ---------------------------------------------------------

_sources: list[Source] = []


def _open(again: Callable[[], Source]) -> None:
    """Open the source once; an interrupt is for the process that folds."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _sources.append(again())


def _read(first: int, limit: int) -> list[_Read] | None:
    """Read a slice; None where something is wrong with it."""
    try:
        return [
            (act.statement, act.body, act.at, act.leaf_index, act.position)
            for act in _sources[0].acts(first, limit)
        ]
    except LedgerError:
        return None
