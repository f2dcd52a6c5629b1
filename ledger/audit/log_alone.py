"""The log without its statements, as a mirror or a witness holds it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ledger.errors import LedgerError
from ledger.evidence.note import VKey
from ledger.evidence.static_log import StaticLog, open_log
from ledger.verify.log import Log, check_extends, check_newest, read_log
from ledger.verify.verdict import Finder, Openings, Verdict
from ledger.verify.verdicts import LedgerIdError, Pins


def verify_log(path: Path, pins: Pins | None = None, vkeys: Sequence[VKey] = ()) -> Verdict:
    """Judge a log alone: its entries, its tree, its checkpoint; every entry is a stub.

    Without ``vkeys`` the log is held against the keys that lie beside it, which
    is its own word. The digest of the founding is that of the first entry.

    Raises:
        MalformedError, NotRecordedError: It is no log, by what is wrong.
    """
    finder, pins = Finder(), pins or Pins()
    with open_log(path) as files:
        for fault in files.faults():
            finder.note(fault)
        log = read_log(tuple(_caught_entries(files, finder)), finder)
        if log.size == files.claimed_size:
            for fault in files.tile_faults(log.hashes):
                finder.note(fault)
        origin = files.claimed_origin
        extends = _judge(log, files.checkpoint_text, tuple(vkeys) or files.vkeys, pins, finder)
    first = log.entries[0] if log.size else None
    ledger = None if first is None else first.env
    if ledger is not None and pins.ledger not in {None, ledger}:
        finder.note(LedgerIdError(found=ledger, pinned=pins.ledger), 0)
    return Verdict(
        ledger=ledger,
        is_pinned=bool(vkeys) and pins.ledger == ledger,
        origin=origin,
        size=log.size,
        root=log.root.hex(),
        log_holds=not finder.findings,
        signed=0,
        replayed=0,
        stubs=log.size,
        unproven=0,
        openings=Openings(),
        extends=extends,
        findings=tuple(finder.findings),
    )


def _caught_entries(files: StaticLog, finder: Finder) -> Iterator[bytes]:
    try:
        yield from files.entries()
    except LedgerError as error:
        finder.note(error)


def _judge(
    log: Log, checkpoint: str, vkeys: Sequence[VKey], pins: Pins, finder: Finder
) -> tuple[int, ...]:
    """Check the checkpoints against the entries; return the sizes that the log extends."""
    extends: list[int] = []
    try:
        check_newest(log, checkpoint, vkeys)
        extends.extend(check_extends(log, text, vkeys) for text in pins.checkpoints)
    except LedgerError as error:
        finder.note(error)
    return tuple(extends)
