"""serve: a real server process, from its first request to its end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.cli.office import Office

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """Return a port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> bytes:
    """Return what a server answers once it does."""
    for _ in range(300):
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urlopen(url) as answer:  # noqa: S310 -- our own
                return bytes(answer.read())
        except URLError:
            time.sleep(0.1)
    raise AssertionError(url)


def test_a_server_answers_and_ends_when_told(office: Office) -> None:
    """The process serves the ledger, takes statements, and stops on a signal with 0."""
    bind = f"127.0.0.1:{free_port()}"
    given = {name: value for name, value in office.environment.items() if value is not None}
    server = subprocess.Popen(
        [sys.executable, "-c", "from cli import main; main()", "serve", "--bind", bind],
        cwd=office.root,
        env={**os.environ, **given, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    try:
        ready = json.loads(wait_for(f"http://{bind}/readyz", server))
        at = ("--url", f"http://{bind}", "--id", office.ledger, "--key", "alice.key")
        office.drafted("name", *at)
        office.ok("sign", "name.json", *at)
        office.ok("submit", "name.jws", "--url", f"http://{bind}")
    finally:
        server.send_signal(signal.SIGTERM)
        ended = server.wait(timeout=60)

    assert (ready["state"], ended) == ("ready", 0)
    assert office.answer("verify", "ledger")[0]["holds"] is True


def test_a_ledger_that_fails_its_own_checks_is_not_served(office: Office) -> None:
    """What is wrong is said before any server starts: exit 3."""
    (office.root / "ledger" / "anchor").write_text("9 " + "A" * 43 + "=\n")
    result = office.cs("serve", "--bind", "127.0.0.1:0")

    assert (result.exit_code, "countersign: " in result.stderr) == (3, True), result.output


@pytest.mark.parametrize("url", ["ledger.example", "ftp://ledger.example"])
def test_its_address_is_a_plain_one(office: Office, url: str) -> None:
    """Clients' assertions name it, so it is checked before it is served under."""
    office.refused(2, "url-malformed", "serve", "--url", url)
