"""The anchor: sizes and roots that were answered for, kept outside the database.

    1 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
    4 fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9

One line for each commit, synced before anybody gets a receipt. A database that
was restored from a backup lacks entries that the anchor has, and is not served:
it would sign a second, different history.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from ledger.errors import CorruptError
from ledger.evidence.merkle import Hash

_LINE = re.compile(rb"([1-9][0-9]{0,15}) ([0-9a-f]{64})")


class AnchorMalformedError(CorruptError):
    """Each line of the anchor is a size and a root, and sizes grow."""

    code = "anchor-malformed"
    message = "line {line} of the anchor is no growing size and root"


class AnchorMissingError(CorruptError):
    """A ledger has an anchor, empty until its first commit."""

    code = "anchor-missing"
    message = "the anchor {path} is not there"


class AnchorFailedError(CorruptError):
    """What is committed is anchored before it is answered for."""

    code = "anchor-failed"
    message = "the anchor could not be written: {problem}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchored:
    """A state of the log that was answered for."""

    size: int
    root: Hash


def parse_anchor(raw: bytes) -> tuple[Anchored, ...]:
    """Read all that was answered for; what a crash left of a last line is no line.

    Raises:
        AnchorMalformedError: A line is no size and root, or sizes do not grow.
    """
    states: list[Anchored] = []
    for number, line in enumerate(raw.split(b"\n")[:-1], 1):
        match = _LINE.fullmatch(line)
        if match is None or (states and int(match[1]) <= states[-1].size):
            raise AnchorMalformedError(line=number)
        root = Hash(bytes.fromhex(match[2].decode()))
        states.append(Anchored(size=int(match[1]), root=root))
    return tuple(states)


class Anchor:
    """The anchor file at its path."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is opened for each use."""
        self._path = path

    def newest(self) -> Anchored | None:
        """Give the newest state that was answered for, None before the first.

        Raises:
            AnchorMissingError: The file is gone.
            AnchorMalformedError: A line is no size and root.
        """
        descriptor = self._open(os.O_RDONLY)
        with os.fdopen(descriptor, "rb") as file:
            states = parse_anchor(file.read())
        return states[-1] if states else None

    def mend(self) -> None:
        """Cut off what a crash left of a last line; nobody was answered for it.

        Raises:
            AnchorMissingError: The file is gone.
        """
        with os.fdopen(self._open(os.O_RDWR), "r+b") as file:
            file.truncate(file.read().rfind(b"\n") + 1)

    def append(self, anchored: Anchored) -> None:
        """Add a line and sync it to disk.

        Raises:
            AnchorMissingError: The file is gone.
            AnchorFailedError: The line did not reach the disk.
        """
        line = f"{anchored.size} {anchored.root.hex()}\n".encode()
        descriptor = self._open(os.O_WRONLY | os.O_APPEND)
        try:
            if os.write(descriptor, line) != len(line):
                raise AnchorFailedError(problem="no room for a line")
            os.fsync(descriptor)
        except OSError as error:
            raise AnchorFailedError(problem=str(error)) from error
        finally:
            os.close(descriptor)

    def _open(self, flags: int) -> int:
        try:
            return os.open(self._path, flags | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise AnchorMissingError(path=str(self._path)) from error
