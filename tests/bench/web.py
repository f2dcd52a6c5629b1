"""Reads through the API, beside a Flask route that answers the same bytes and does nothing else."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask, Response
from werkzeug.test import TestResponse

from tests.api.house import House, opened, tell
from tests.bench.figures import Figure, beside

READER = "member-a"
PATHS = (
    "/log/checkpoint",
    "/v1/partnerships/score",
    "/v1/streams/partnership/score",
    "/v1/feed",
)
_ROUND = 10


def measure(root: Path, *, seconds: float) -> Iterator[Figure]:
    """Yield answers per second of some routes, in process, one caller; no socket, no server."""
    with opened(tell(root / "told"), root / "served") as house:
        for path in PATHS:
            yield _figure(house, path, seconds)


def _figure(house: House, path: str, seconds: float) -> Figure:
    answer = house.get(path, READER)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    client = bare(answer.data).test_client()
    bare_rate = _rate(lambda: client.get("/"), seconds)
    rate = _rate(lambda: house.get(path, READER), seconds)
    return beside(f"GET {path} / a bare Flask route", rate, "/s", yardstick=bare_rate)


def bare(body: bytes) -> Flask:
    """Return an app with one route that always answers these bytes."""
    app = Flask("bare", static_folder=None)

    @app.get("/")
    def answer() -> Response:
        return Response(body, mimetype="application/json")

    return app


def _rate(ask: Callable[[], TestResponse], seconds: float) -> float:
    done, begun = 0, time.perf_counter()
    while (passed := time.perf_counter() - begun) < seconds:
        for _ in range(_ROUND):
            ask().get_data()
        done += _ROUND
    return done / passed
