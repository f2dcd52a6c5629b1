"""From a path to a verdict in plain values, whatever kind of evidence lies there."""

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import is_zipfile

from ledger.audit.exported import verify_bundle
from ledger.audit.folder import verify_folder
from ledger.audit.log_alone import verify_log
from ledger.errors import LedgerError, MalformedError, NotRecordedError, UnverifiedError
from ledger.evidence.checkpoint import Checkpoint, open_checkpoint
from ledger.evidence.files import open_tree
from ledger.evidence.note import VKey
from ledger.evidence.receipt import OpenedReceipt, open_receipt, receipt_bytes_max
from ledger.evidence.statement import Digest
from ledger.evidence.static_log import CHECKPOINT_NAME
from ledger.folder import SETTINGS_NAME, LedgerFolder
from ledger.verify.log import NotExtendedError
from ledger.verify.verdict import Finder, Verdict
from ledger.verify.verdicts import LedgerIdError, Pins

_MANIFEST: Final = "MANIFEST.json"

Watch = Callable[[int, int], None]
Found = dict[str, Any]


class EvidenceMissingError(NotRecordedError):
    """What is to be verified is where the path says."""

    code = "evidence-missing"
    message = "there is nothing at {path}"


class LedgerFileGoneError(UnverifiedError):
    """A ledger's folder holds its ledger file, for whoever verifies it to read."""

    code = "ledger-file-gone"
    message = "there is no ledger file to read at {path}"


class EvidenceUnknownError(MalformedError):
    """Evidence is a ledger's folder, an export (folder or zip), a log or a receipt."""

    code = "evidence-unknown"
    message = "{path} is no ledger, no export, no log and no receipt"


class KeysMissingError(MalformedError):
    """A receipt is checked with the log's keys, which it does not carry."""

    code = "log-keys-missing"
    message = "{path} carries no keys of the log; give them with --vkeys FILE, one a line"


class KeysUnusedError(MalformedError):
    """A ledger states its log's keys in its founding, which its id pins."""

    code = "log-keys-unused"
    message = "{path} states its own keys, pinned by --id; --vkeys is for a receipt or a log alone"


class CheckpointAloneError(UnverifiedError):
    """Two checkpoints of different sizes can be compared with the log alone."""

    code = "checkpoint-alone"
    message = "the receipt is of {found} entries, the kept checkpoint of {kept}: verify the log"


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What the auditor brings along: an id on paper, checkpoints kept, the log's keys."""

    ledger: Digest | None = None
    checkpoints: tuple[str, ...] = ()
    vkeys: tuple[VKey, ...] = ()

    @property
    def pins(self) -> Pins:
        """Return it as a history is judged with."""
        return Pins(ledger=self.ledger, checkpoints=self.checkpoints)


def judge_path(path: Path, brought: Brought, progress: Watch | None = None) -> Found:
    """Return what holds of the evidence at a path, and what was found against it.

    Raises:
        EvidenceMissingError, EvidenceUnknownError: There is none.
        KeysMissingError, KeysUnusedError: It is checked with other keys than were given.
    """
    if not path.exists():
        raise EvidenceMissingError(path=str(path))
    names = _names_in(path)
    if CHECKPOINT_NAME in names and _MANIFEST not in names:
        return _judged(path, "log alone", lambda: verify_log(path, brought.pins, brought.vkeys))
    if not names and path.is_file() and path.read_bytes()[:1] == b"{":
        return _judge_receipt(path, brought)
    if not {SETTINGS_NAME, _MANIFEST} & names:
        raise EvidenceUnknownError(path=str(path))
    if brought.vkeys:
        raise KeysUnusedError(path=str(path))
    if SETTINGS_NAME in names:
        return _judged(path, "ledger", lambda: _judge_folder(path, brought, progress))
    return _judge_export(path, brought, progress)


def _names_in(path: Path) -> frozenset[str]:
    """Return the names at the top of a folder or zip; of any other file none."""
    if path.is_dir():
        return frozenset(each.name for each in path.iterdir())
    if not is_zipfile(path):
        return frozenset()
    tree = open_tree(path)
    try:
        return frozenset(tree.names)
    finally:
        tree.close()


def _judge_folder(path: Path, brought: Brought, progress: Watch | None) -> Verdict:
    folder = LedgerFolder.load(path)
    if not (folder.database.is_file() and os.access(folder.database, os.R_OK)):
        raise LedgerFileGoneError(path=str(folder.database))
    return verify_folder(folder, brought.pins, progress=progress)


def _judge_export(path: Path, brought: Brought, progress: Watch | None) -> Found:
    reader = ""

    def judge() -> Verdict:
        nonlocal reader
        verdict, reader = verify_bundle(path, brought.pins, progress=progress)
        return verdict

    found = _judged(path, "export", judge)
    return {**found, "reader": reader or None}


def _judged(path: Path, what: str, judge: Callable[[], Verdict]) -> Found:
    """Return a verdict as plain values; what cannot even be opened is a finding as well."""
    try:
        verdict = judge()
    except LedgerError as error:
        return _fallen(path, what, error)
    return {"path": str(path), "what": what, "holds": verdict.holds, **asdict(verdict)}


def _fallen(path: Path, what: str, error: LedgerError) -> Found:
    finder = Finder()
    finder.note(error)
    findings = [asdict(each) for each in finder.findings]
    return {"path": str(path), "what": what, "holds": False, "findings": findings}


def _judge_receipt(path: Path, brought: Brought) -> Found:
    if not brought.vkeys:
        raise KeysMissingError(path=str(path))
    with path.open("rb") as file:
        raw = file.read(receipt_bytes_max + 1)
    try:
        opened = open_receipt(raw, brought.vkeys)
        _check_ledger(opened, brought.ledger)
        for text in brought.checkpoints:
            _check_kept(opened.checkpoint, open_checkpoint(text, brought.vkeys))
    except LedgerError as error:
        return _fallen(path, "receipt", error)
    return {"path": str(path), "what": "receipt", "holds": True, **_plain(opened, brought)}


def ledger_of(opened: OpenedReceipt) -> Digest:
    """Return the id of the ledger that a receipt's statement was signed for."""
    return opened.statement.ledger or opened.statement.digest  # the founding names none


def _check_ledger(opened: OpenedReceipt, pinned: Digest | None) -> None:
    if pinned is not None and ledger_of(opened) != pinned:
        raise LedgerIdError(found=ledger_of(opened), pinned=pinned)


def _check_kept(sealed: Checkpoint, kept: Checkpoint) -> None:
    """Hold two checkpoints of one size against each other; others cannot be compared here."""
    if sealed.size != kept.size:
        raise CheckpointAloneError(found=sealed.size, kept=kept.size)
    if sealed.root != kept.root:
        raise NotExtendedError(size=kept.size)


def _plain(opened: OpenedReceipt, brought: Brought) -> Found:
    statement = opened.statement
    return {
        "ledger": ledger_of(opened),
        "is_pinned": brought.ledger is not None,
        "origin": opened.checkpoint.origin,
        "size": opened.checkpoint.size,
        "root": opened.checkpoint.root.hex(),
        "leaf_index": opened.leaf_index,
        "recorded_at": opened.entry.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "digest": statement.digest,
        "id": statement.id,
        "stream": statement.stream,
        "kind": statement.kind,
        "signer": {
            "person": statement.signer.person,
            "party": statement.signer.party,
            "capacity": statement.signer.capacity,
        },
        "kid": statement.kid,
        "openings": dict(opened.openings),
        "findings": [],
    }
