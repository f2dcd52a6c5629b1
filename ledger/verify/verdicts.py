"""One call from bytes to verdict: the log, the signatures, the rules, the sealed values."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ledger.domain.founding import log_vkeys, open_founding
from ledger.domain.kinds.ledger import LedgerFounded
from ledger.domain.world import MemoryWorld
from ledger.errors import LedgerError, UnverifiedError
from ledger.evidence.merkle import Hash
from ledger.evidence.statement import Digest, Statement
from ledger.verify.history import History
from ledger.verify.log import Log, check_extends, check_extends_head, check_newest, read_log
from ledger.verify.replay import Replay
from ledger.verify.sealed import judge_openings, kept_without_entry
from ledger.verify.signatures import (
    Keyring,
    StatementAbsentError,
    StatementUnloggedError,
    checkers,
    open_ahead,
)
from ledger.verify.verdict import Finder, Openings, Verdict


class FoundingMissingError(UnverifiedError):
    """A ledger begins with its founding; without it nothing can be checked."""

    code = "founding-missing"
    message = "there is no founding to begin with"


class LedgerIdError(UnverifiedError):
    """The ledger is the one whose id the auditor was given."""

    code = "ledger-id"
    message = "this is the ledger {found}, not {pinned}"


@dataclass(frozen=True, kw_only=True)
class Pins:
    """What an auditor brings along: an id on paper, checkpoints kept, anchored heads."""

    ledger: Digest | None = None
    checkpoints: Sequence[str] = ()
    heads: Sequence[tuple[int, Hash]] = ()


@dataclass(frozen=True, kw_only=True)
class _Founding:
    digest: Digest | None
    body: LedgerFounded | None


def verify_history(
    history: History,
    pins: Pins | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Judge a whole history, or a reader's share of it, from its bytes alone.

    Nothing is raised for what does not hold: every fault is a finding with the
    entry at which it stands, and the verdict says what is proven all the same.
    ``progress`` is told (entries judged, entries in all) now and then.
    """
    finder = Finder()
    log = read_log(history.entries, finder)
    return judge(history, log, finder, pins or Pins(), progress=progress)[0]


def judge(  # noqa: PLR0913 -- what is judged, what was found before, what is brought along
    history: History,
    log: Log,
    finder: Finder,
    pins: Pins,
    *,
    is_scoped: bool = False,
    also: Callable[[int, Statement], Iterable[LedgerError]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Verdict, MemoryWorld]:
    """Judge a history whose entries were read; ``finder`` may hold findings about its bytes.

    The world is as the statements leave it that were proven. ``is_scoped``: it
    is an auditor's share, by their scope. ``also`` is asked what else is wrong
    with each statement where it was kept.
    """
    founding = _read_founding(history, log, pins, finder)
    before = len(finder.findings)
    extends = _judge_log(history, log, founding, pins, finder)
    log_holds = log.is_sound and founding.body is not None and len(finder.findings) == before
    replay, opened = _replayed(history, log, finder, progress, is_scoped=is_scoped)
    if also is not None:
        for leaf_index, statement in opened:
            for error in also(leaf_index, statement):
                finder.note(error, leaf_index)
    openings = _judge_sealed(history, log, replay, opened, finder)
    verdict = Verdict(
        ledger=founding.digest,
        is_pinned=pins.ledger is not None and pins.ledger == founding.digest,
        origin="" if founding.body is None else founding.body.origin,
        size=log.size,
        root=log.root.hex(),
        log_holds=log_holds,
        signed=len(opened),
        replayed=replay.replayed,
        stubs=log.size - len(opened),
        unproven=replay.unproven,
        openings=openings,
        extends=extends,
        findings=tuple(finder.findings),
    )
    return verdict, replay.world


def _read_founding(history: History, log: Log, pins: Pins, finder: Finder) -> _Founding:
    first = log.entries[0] if log.size else None
    compact = None if first is None else history.statements.get(first.env)
    if compact is None:
        finder.note(FoundingMissingError(), 0 if log.size else None)
        return _Founding(digest=None, body=None)
    try:
        statement, body = open_founding(compact)
        if pins.ledger is not None and statement.digest != pins.ledger:
            finder.note(LedgerIdError(found=statement.digest, pinned=pins.ledger), 0)
    except LedgerError as error:
        finder.note(error, 0)
        return _Founding(digest=None, body=None)
    return _Founding(digest=statement.digest, body=body)


def _judge_log(
    history: History, log: Log, founding: _Founding, pins: Pins, finder: Finder
) -> tuple[int, ...]:
    """Check the checkpoints against the entries; return the sizes that the log extends."""
    if founding.body is None:
        return ()
    extends: list[int] = []
    try:
        vkeys = log_vkeys(founding.body)
        check_newest(log, history.checkpoint, vkeys)
    except LedgerError as error:
        finder.note(error)
        return ()
    for text in pins.checkpoints:
        try:
            extends.append(check_extends(log, text, vkeys))
        except LedgerError as error:
            finder.note(error)
    for size, root in pins.heads:
        try:
            check_extends_head(log, size, root)
            extends.append(size)
        except LedgerError as error:
            finder.note(error)
    return tuple(extends)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let Python not look for cycles meanwhile.

    A replay makes many objects that all stay and form none; looking through
    them again and again takes a sixth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _replayed(
    history: History,
    log: Log,
    finder: Finder,
    progress: Callable[[int, int], None] | None,
    *,
    is_scoped: bool,
) -> tuple[Replay, list[tuple[int, Statement]]]:
    replay = Replay(log, finder, is_scoped=is_scoped)
    keyring = Keyring(replay.world)
    opened: list[tuple[int, Statement]] = []
    with checkers(log.size) as pool:
        for leaf_index, entry, statement in open_ahead(
            log.entries, history.statements, keyring, pool
        ):
            if progress is not None and leaf_index % 256 == 0:
                progress(leaf_index, log.size)
            if entry is None:
                replay.stub(leaf_index, None)
                continue
            if isinstance(statement, Statement):
                opened.append((leaf_index, statement))
                replay.step(leaf_index, entry, statement)
            elif statement is not None:
                finder.note(statement, leaf_index)
                replay.lost(leaf_index, entry)
            elif history.is_whole:
                finder.note(StatementAbsentError(digest=entry.env), leaf_index)
                replay.lost(leaf_index, entry)
            else:
                replay.stub(leaf_index, entry)
    replay.finish()
    if progress is not None:
        progress(log.size, log.size)
    return replay, opened


def _judge_sealed(
    history: History,
    log: Log,
    replay: Replay,
    opened: Sequence[tuple[int, Statement]],
    finder: Finder,
) -> Openings:
    logged = frozenset(entry.env for entry in log.entries if entry is not None)
    for digest in kept_without_entry(history.statements, logged):
        finder.note(StatementUnloggedError(digest=digest))
    return judge_openings(
        replay.world, opened, history.openings, is_whole=history.is_whole, finder=finder
    )
