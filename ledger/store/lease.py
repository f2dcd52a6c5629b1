"""The lease: one writer at a time, whichever process it is in."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold_lease(path: Path) -> Iterator[None]:
    """Hold the writer's lock while inside; wait until whoever has it lets go.

    The system lets go for a process that dies. Each use opens the file anew,
    so that two ledgers in one process exclude each other as well.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
