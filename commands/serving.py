"""``countersign serve``: the HTTP API under gunicorn, one process, many threads."""

from pathlib import Path
from typing import Any, Final

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from api.wsgi import open_app
from commands.server import parse_url
from commands.setting import ledger_option, load_folder
from ledger.folder import LedgerFolder
from ledger.service import Ledger

THREADS: Final = 64


class Server(BaseApplication):  # type: ignore[misc]
    """One ledger under gunicorn: one process, since SQLite has one writer."""

    def __init__(self, folder: LedgerFolder, bind: str, url: str) -> None:
        """Take what is served and where."""
        self._folder = folder
        self._bind = bind
        self._url = url
        super().__init__()

    def load_config(self) -> None:
        """Say how gunicorn is to run."""
        settings: dict[str, Any] = {
            "bind": self._bind,
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "proc_name": "countersign",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401 -- a WSGI application
        """Open the ledger in the process that serves it."""
        return open_app(self._folder, self._url)


@click.command()
@ledger_option
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port.")
@click.option("--url", help="How clients reach it, as their assertions name it; else by --bind.")
def serve(folder: Path | None, *, bind: str, url: str | None) -> None:
    """Serve the ledger over HTTP: statements in; history, state, proofs and feed out.

    One process with 64 threads. Put TLS in front of it for anything beyond this
    machine, and say with --url how it is reached.
    """
    ledger = load_folder(folder)
    Ledger.open(ledger).close()  # its own checks speak here, before gunicorn does
    Server(ledger, bind, f"http://{bind}" if url is None else parse_url(url)).run()
