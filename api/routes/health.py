"""Whether the server lives, and whether it can answer for its ledger."""

from typing import Final

from flask import Response
from werkzeug.exceptions import ServiceUnavailable

from api.answers import answer_fleeting, answer_public
from api.schemas.views import AliveSchema, ReadySchema
from api.served import served, served_document
from api.smorest import Answer, Blueprint

_DOCUMENT_SECONDS: Final = 300

blueprint: Final = Blueprint("health", __name__, description="For whoever keeps the server")


@blueprint.serve(
    "/v1/openapi.json", Answer(says="This document", schema={"type": "object"}), is_open=True
)
def openapi() -> Response:
    """Return the description of this API (OpenAPI 3.1)."""
    return answer_public(served_document(), "application/json", seconds=_DOCUMENT_SECONDS)


@blueprint.serve("/livez", Answer(says="It lives", schema=AliveSchema), is_open=True)
def livez() -> Response:
    """Say that requests are answered."""
    return answer_fleeting({"state": "alive"})


@blueprint.serve("/readyz", Answer(says="It is ready", schema=ReadySchema), is_open=True)
def readyz() -> Response:
    """Say that the ledger records and can be read; 503 once it has stopped at a fault."""
    it = served()
    if it.stopped.is_set():
        raise ServiceUnavailable("the ledger stopped at a fault; it is to be opened anew")
    ready = {"state": "ready", "tree_size": it.archive.tree_size, "views": it.views.position()}
    return answer_fleeting(ready)
