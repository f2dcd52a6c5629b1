"""Serving: the factory that a WSGI server calls, and views that lag behind."""

import atexit
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from api.served import served_by
from api.wsgi import LedgerUnnamedError, serve
from tests.api.house import House, Told


def test_the_environment_names_the_ledger(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app that gunicorn gets serves the folder, at the address, that it was told."""
    ends: list[Callable[[], None]] = []
    monkeypatch.setattr(atexit, "register", ends.append)
    monkeypatch.setenv("COUNTERSIGN_LEDGER", str(shutil.copytree(told.root, tmp_path / "score")))
    monkeypatch.setenv("COUNTERSIGN_URL", "https://ledger.example/")

    app = serve()
    ready = app.test_client().get("/readyz")
    for end in reversed(ends):  # as at the end of the process
        end()

    assert ready.status_code == 200
    assert served_by(app).token_url == "https://ledger.example/v1/token"


@pytest.mark.parametrize("named", [None, ""])
def test_a_server_is_told_what_it_serves(
    monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    """Without a ledger there is no server, rather than an empty one."""
    monkeypatch.delenv("COUNTERSIGN_LEDGER", raising=False)
    if named is not None:
        monkeypatch.setenv("COUNTERSIGN_LEDGER", named)

    with pytest.raises(LedgerUnnamedError):
        serve()


def test_views_that_lag_answer_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Rather an answer that is a moment old than none; the server's log says so."""
    monkeypatch.setattr(type(house.it.views), "wait_for", lambda *_: False)
    with caplog.at_level(logging.WARNING, logger="api.served"):
        answer = house.get("/v1/decisions", "member-a")

    assert answer.status_code == 200
    assert "the views are behind" in caplog.text
