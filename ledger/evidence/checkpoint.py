"""Checkpoints: what the log signs after each commit (C2SP tlog-checkpoint).

    countersign.example/score
    1024
    XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

    — countersign.example/score kYpT3gHx...     Ed25519, over the text
    — countersign.example/score 8bQ0xwAA...     ML-DSA-44, over the tree head

Size and root name one state of the whole log. The log never signs two that
disagree; a reader who keeps one can demand proof that the next extends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.errors import UnverifiedError
from ledger.evidence.keys import LogSigner
from ledger.evidence.merkle import Hash
from ledger.evidence.note import (
    Note,
    VKey,
    format_tree_head,
    open_note,
    parse_tree_head,
    sign_note,
)


class OriginMismatchError(UnverifiedError):
    """A log signs under its own name; no other log's key can speak for it."""

    code = "origin-mismatch"
    message = "no line of the log {origin} itself stands under this checkpoint"


class LogKeyMissingError(UnverifiedError):
    """Every key of the log in force signs each checkpoint."""

    code = "log-key-missing"
    message = "the line of {vkey} is missing from the checkpoint"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """One state of one log: how many entries, and their root."""

    origin: str
    size: int
    root: Hash


def seal_checkpoint(checkpoint: Checkpoint, signers: Sequence[LogSigner], at: datetime) -> str:
    """Sign a checkpoint with every key of the log; key name and origin are one.

    During a rotation the old keys are given too, after the new ones.

    Raises:
        TreeHeadMalformedError: Origin, size or root cannot stand in a checkpoint.
    """
    text = format_tree_head(checkpoint.origin, checkpoint.size, checkpoint.root)
    parse_tree_head(text)  # nothing is signed that no reader would accept
    return sign_note(text, checkpoint.origin, signers, at)


def open_checkpoint(text: str, vkeys: Sequence[VKey], *, demand_all: bool = True) -> Checkpoint:
    """Read a checkpoint that the log's own keys signed.

    With ``demand_all``, each vkey must have its line: whoever drops the
    ML-DSA-44 line hopes to forge the other one later. Without it one line of
    the log is enough, as any C2SP client takes it.

    Raises:
        NoteMalformedError: It is no signed note.
        NoteSignatureError: A known key's line does not hold.
        NoteUnsignedError: No line is of a known key.
        TreeHeadMalformedError: Its text is not origin, size and root.
        OriginMismatchError: The known lines are of another name than the origin.
        LogKeyMissingError: A key that must sign did not.
    """
    note = open_note(text, vkeys)
    origin, size, root = parse_tree_head(note.text)
    if all(line.vkey.name != origin for line in note.lines):
        raise OriginMismatchError(origin=origin)
    if demand_all:
        _demand_lines(note, vkeys)
    return Checkpoint(origin=origin, size=size, root=root)


def _demand_lines(note: Note, vkeys: Sequence[VKey]) -> None:
    """Hold only if each key has a line."""
    signed = {line.vkey for line in note.lines}
    for vkey in vkeys:
        if vkey not in signed:
            raise LogKeyMissingError(vkey=vkey.label)
