"""The app factory: one ledger folder, served; nothing happens at import."""

from typing import Final

from flask import Flask, Response, request

from api.errors import register_errors
from api.openapi import describe_components, format_document
from api.routes import (
    boards,
    contracts,
    decisions,
    feed,
    health,
    log,
    parties,
    partnerships,
    questions,
    statements,
    streams,
    token,
)
from api.served import Limits, Served, serve_with
from api.smorest import Api
from ledger.folder import LedgerFolder
from ledger.service import Clock, system_clock

DEFAULT_URL: Final = "http://127.0.0.1:8000"
BLUEPRINTS: Final = (
    statements.blueprint,
    streams.blueprint,
    boards.blueprint,
    decisions.blueprint,
    contracts.blueprint,
    parties.blueprint,
    partnerships.blueprint,
    questions.blueprint,
    feed.blueprint,
    log.blueprint,
    token.blueprint,
    health.blueprint,
)


def create_app(
    folder: LedgerFolder,
    *,
    clock: Clock = system_clock,
    url: str = DEFAULT_URL,
    limits: Limits | None = None,
) -> Flask:
    """Return an app that serves the folder's ledger; ``url`` is how clients reach it.

    Raises:
        LedgerError: The ledger does not pass its own checks.
    """
    limits = limits or Limits()
    app = Flask("countersign", static_folder=None)
    app.config.update(
        API_TITLE="Countersign",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        MAX_CONTENT_LENGTH=limits.request_bytes,
    )
    app.url_map.merge_slashes = False  # one path, one spelling: nothing is redirected
    register_errors(app)
    api = Api(app)
    describe_components(api)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.after_request(_harden)
    it = Served.open(folder, clock=clock, url=url, limits=limits)
    serve_with(app, it, format_document(api))
    return app


def _harden(response: Response) -> Response:
    """Let no browser guess, and let every origin read the log."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.path.startswith(log.PREFIX):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response
