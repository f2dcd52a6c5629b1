"""The checkpoint that a signer's client keeps: pinned, checked, never taken on trust.

A pin is one ledger's newest checkpoint that this client has seen. A newer one
replaces it only with proof that the log extends it; so a ledger that shows two
people two histories is found out by either of them. ``seen`` in a statement is
the signer's pin, and carries it to everyone else.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

from ledger.errors import MalformedError
from ledger.evidence.canonical import Body, constrained, decode_body, encode_body
from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.merkle import EMPTY_ROOT, Hash, check_consistency
from ledger.evidence.note import VKey, format_vkey, parse_vkey
from ledger.evidence.statement import Digest, Seen

Prove = Callable[[int, int], Sequence[Hash]]

PINS_VARIABLE: Final = "COUNTERSIGN_PINS"
_STATE_VARIABLE: Final = "XDG_STATE_HOME"


class PinMalformedError(MalformedError):
    """A pin file is the client's own memory; one that cannot be read is not replaced."""

    code = "pin-malformed"
    message = "{path} is not a pin file"


class _PinFile(Body):
    ledger: Digest
    size: Annotated[int, constrained(ge=0)]
    root: Annotated[str, constrained(pattern=r"[0-9a-f]{64}")]
    vkeys: Annotated[tuple[str, ...], constrained(min_length=1)]
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A ledger as one client knows it: its id, its keys, its newest checkpoint, its server."""

    ledger: Digest
    vkeys: tuple[VKey, ...]
    size: int = 0
    root: Hash = EMPTY_ROOT
    url: str | None = None

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


@dataclass(frozen=True)
class PinBook:
    """The pins of one person at one machine: a folder, one file a ledger."""

    folder: Path

    @classmethod
    def default(cls) -> "PinBook":
        """Return the book that is kept with the state of whoever runs this."""
        state = os.environ.get(_STATE_VARIABLE) or "~/.local/state"
        return cls(Path(state).expanduser() / "countersign")

    def find(self, ledger: Digest) -> Pin | None:
        """Return what is pinned of a ledger, None where it is met for the first time.

        Raises:
            PinMalformedError: The file cannot be read, or is of another ledger.
        """
        path = self._path(ledger)
        if not path.exists():
            return None
        pin = _load(path)
        if pin.ledger != ledger:
            raise PinMalformedError(path=str(path))
        return pin

    def find_url(self, url: str) -> Pin | None:
        """Return the pin of the ledger that was met at a server's address.

        Raises:
            PinMalformedError: A file in the book cannot be read.
        """
        pins = map(_load, sorted(self.folder.glob("*.json")))
        return next((pin for pin in pins if pin.url == url), None)

    def keep(self, pin: Pin) -> None:
        """Keep a pin, unless a newer one was kept meanwhile; the file is replaced whole."""
        found = self.find(pin.ledger)
        if found is not None and found.size > pin.size:
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = _PinFile(
            ledger=pin.ledger,
            size=pin.size,
            root=pin.root.hex(),
            vkeys=tuple(map(format_vkey, pin.vkeys)),
            url=pin.url,
        )
        path = self._path(pin.ledger)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(encode_body(kept))
        fresh.replace(path)

    def _path(self, ledger: Digest) -> Path:
        return self.folder / f"{ledger.partition(':')[2]}.json"


def _load(path: Path) -> Pin:
    try:
        kept = decode_body(path.read_bytes(), _PinFile)
        vkeys = tuple(map(parse_vkey, kept.vkeys))
    except MalformedError as error:
        raise PinMalformedError(path=str(path)) from error
    root = Hash(bytes.fromhex(kept.root))
    return Pin(ledger=kept.ledger, vkeys=vkeys, size=kept.size, root=root, url=kept.url)
