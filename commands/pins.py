"""The checkpoint that a signer's client keeps: pinned, checked, never taken on trust.

A pin is one ledger's newest checkpoint that this client has seen. A newer one
replaces it only with proof that the log extends it; so a ledger that shows two
people two histories is found out by either of them. ``seen`` in a statement is
the signer's pin, and carries it to everyone else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ledger.errors import MalformedError
from ledger.evidence.canonical import Body, decode_body, encode_body
from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.merkle import EMPTY_ROOT, Hash, check_consistency
from ledger.evidence.note import VKey
from ledger.evidence.statement import Digest, Seen

Prove = Callable[[int, int], Sequence[Hash]]


class PinMalformedError(MalformedError):
    """A pin file is the client's own memory; one that cannot be read is not replaced."""

    code = "pin-malformed"
    message = "{path} is not a pin file"


class _PinFile(Body):
    ledger: Digest
    size: int
    root: str


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A ledger as one client knows it: its id, its keys, its newest checkpoint."""

    ledger: Digest
    vkeys: tuple[VKey, ...]
    size: int = 0
    root: Hash = EMPTY_ROOT

    def advance(self, checkpoint: str, prove: Prove) -> "Pin":
        """Return the pin moved on to a newer checkpoint, proven to extend this one.

        Raises:
            MalformedError, UnverifiedError: It is not signed by every log key,
                or it does not extend what was pinned.
        """
        newer = open_checkpoint(checkpoint, self.vkeys)
        if self.size:
            check_consistency(
                old_size=self.size,
                old_root=self.root,
                new_size=newer.size,
                new_root=newer.root,
                proof=() if newer.size <= self.size else prove(self.size, newer.size),
            )
        return replace(self, size=newer.size, root=newer.root)

    def seen(self) -> Seen | None:
        """Return what a statement says that its signer had seen."""
        return Seen(size=self.size, root=self.root.hex()) if self.size else None


def load_pin(path: Path, ledger: Digest, vkeys: Sequence[VKey]) -> Pin:
    """Load what this client pinned of a ledger; a client that knows nothing starts afresh.

    Raises:
        PinMalformedError: The file cannot be read, or is of another ledger.
    """
    pin = Pin(ledger=ledger, vkeys=tuple(vkeys))
    if not path.exists():
        return pin
    try:
        kept = decode_body(path.read_bytes(), _PinFile)
        root = Hash(bytes.fromhex(kept.root))
    except (MalformedError, ValueError) as error:
        raise PinMalformedError(path=str(path)) from error
    if kept.ledger != ledger:
        raise PinMalformedError(path=str(path))
    return replace(pin, size=kept.size, root=root)


def save_pin(path: Path, pin: Pin) -> None:
    """Keep a pin; the file is replaced whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = _PinFile(ledger=pin.ledger, size=pin.size, root=pin.root.hex())
    fresh = path.with_suffix(".new")
    fresh.write_bytes(encode_body(kept))
    fresh.replace(path)
