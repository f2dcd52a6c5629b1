"""For a WSGI server: ``gunicorn --threads 64 'api.wsgi:serve()'``, with COUNTERSIGN_LEDGER set.

One process: the ledger is written by one at a time, and its threads share the
caches. COUNTERSIGN_URL is how clients reach the server; assertions name it.
"""

import atexit
import os
from pathlib import Path

from flask import Flask

from api.app import DEFAULT_URL, create_app
from api.served import served_by
from api.timer import DueTimer
from ledger.errors import NotRecordedError
from ledger.folder import LedgerFolder


class LedgerUnnamedError(NotRecordedError):
    """A server is told which ledger it serves."""

    code = "ledger-unnamed"
    message = "COUNTERSIGN_LEDGER is to name a ledger's folder"


def serve() -> Flask:
    """Return the app with its timer running; both end with the process.

    Raises:
        LedgerUnnamedError: The environment names no ledger.
        LedgerError: The ledger does not pass its own checks.
    """
    root = os.environ.get("COUNTERSIGN_LEDGER")
    if not root:
        raise LedgerUnnamedError
    return open_app(LedgerFolder.load(Path(root)), os.environ.get("COUNTERSIGN_URL", DEFAULT_URL))


def open_app(folder: LedgerFolder, url: str) -> Flask:
    """Return the app of a ledger, with the timer for what falls due; both end with the process.

    Call it in the process that serves: SQLite's connections are not carried across a fork.

    Raises:
        LedgerError: The ledger does not pass its own checks.
    """
    app = create_app(folder, url=url)
    it = served_by(app)
    timer = DueTimer(it)
    timer.start()
    atexit.register(it.close)
    atexit.register(timer.stop)  # first: the last one registered runs first
    return app
