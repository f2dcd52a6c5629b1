"""The lease: one writer at a time, whichever process it is in."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Lease:
    """A lock on a file, which the system lets go of when its holder dies.

    Each lease opens the file for itself, so that two ledgers in one process
    exclude each other as well. Threads that share one must take turns.
    """

    def __init__(self, path: Path) -> None:
        """Open the file; make it when it is not there."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock while inside; wait until whoever has it lets go."""
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
