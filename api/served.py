"""One ledger as it is served: its write path, its archive, its views, its clock."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import BoundedSemaphore, Event
from typing import Final

from flask import Flask, current_app

from ledger.archive import Archive
from ledger.errors import CorruptError
from ledger.folder import LedgerFolder
from ledger.service import Clock, Followed, Ledger, Outcome, Submission
from projections.runner import Views

logger = logging.getLogger(__name__)

_KEY: Final = "countersign"
_DOCUMENT: Final = "countersign-openapi"
_VIEWS_WAIT_SECONDS: Final = 5.0


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much one reader may hold; polls stay below the server's threads."""

    polls: int = 32
    poll_seconds: float = 30.0
    statements_bytes: int = 8 * 1024 * 1024
    request_bytes: int = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class Served:
    """What every request works with; ``open`` makes it, ``close`` ends it."""

    folder: LedgerFolder
    ledger: Ledger
    archive: Archive
    views: Views
    clock: Clock
    url: str
    limits: Limits
    stopped: Event = field(default_factory=Event)
    polls: BoundedSemaphore

    @classmethod
    def open(cls, folder: LedgerFolder, *, clock: Clock, url: str, limits: Limits) -> "Served":
        """Open a ledger's parts, the write path first: it makes and checks the file.

        Raises:
            LedgerError: The ledger does not pass its own checks.
        """
        ledger = Ledger.open(folder, clock)
        archive = Archive.open(folder)
        return cls(
            folder=folder,
            ledger=ledger,
            archive=archive,
            views=Views.open(folder.views, archive),
            clock=clock,
            url=url.rstrip("/"),
            limits=limits,
            polls=BoundedSemaphore(limits.polls),
        )

    def close(self) -> None:
        """Close the ledger's files, once the batch that runs is done."""
        self.ledger.close()
        self.views.close()
        self.archive.close()

    def now(self) -> datetime:
        """Tell the time, as everything that is served takes it."""
        return self.clock()

    @property
    def token_url(self) -> str:
        """Where tokens are asked for, as assertions must name it.

        From the configuration, never from a request: a relay chooses its own
        ``Host``.
        """
        return f"{self.url}/v1/token"

    def record(self, submissions: Sequence[Submission]) -> tuple[Outcome, ...]:
        """Record statements; a fault of the store is remembered for ``/readyz``.

        Raises:
            LedgerError: as ``Ledger.record``.
        """
        try:
            return self.ledger.record(submissions)
        except CorruptError:
            self.stopped.set()
            raise

    def record_due(self) -> tuple[Followed, ...]:
        """Record what time has made due, if anything.

        Raises:
            LedgerError: as ``Ledger.record_due``.
        """
        due = next(self.ledger.world.deadlines(), None)
        if due is None or due[0] > self.now():
            return ()
        try:
            return self.ledger.record_due()
        except CorruptError:
            self.stopped.set()
            raise

    def fresh_views(self) -> Views:
        """Return the views with everything in them that is recorded by now.

        So whoever wrote reads what they wrote, wherever they wrote it.
        """
        size = self.archive.tree_size
        if size and not self.views.wait_for(size - 1, _VIEWS_WAIT_SECONDS):
            logger.warning("the views are behind entry %d", size - 1)
        return self.views


def served() -> Served:
    """Return what this request works with."""
    return served_by(current_app)


def served_by(app: Flask) -> Served:
    """Return what an app's requests work with, for whoever starts and ends it."""
    found = app.extensions[_KEY]
    assert isinstance(found, Served), "create_app puts it there"
    return found


def served_document() -> bytes:
    """Return the description of what is served."""
    document = current_app.extensions[_DOCUMENT]
    assert isinstance(document, bytes), "create_app puts it there"
    return document


def serve_with(app: Flask, it: Served, document: bytes) -> None:
    """Let an app's requests work with it."""
    app.extensions[_KEY] = it
    app.extensions[_DOCUMENT] = document
