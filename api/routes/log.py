"""The log for everybody, as C2SP tlog-tiles lays it out: checkpoint, tiles, entries."""

from typing import Final

from flask import Response

from api.answers import answer_public
from api.served import served
from api.smorest import Answer, Blueprint

PREFIX: Final = "/log/"
_CHECKPOINT_SECONDS: Final = 5
_YEAR_SECONDS: Final = 31_536_000
_TEXT: Final = "text/plain; charset=utf-8"
_BYTES: Final = "application/octet-stream"

blueprint: Final = Blueprint("log", __name__, description="The log, open to all (C2SP tlog-tiles)")


@blueprint.serve(
    "/log/checkpoint",
    Answer(says="A signed note", schema={"type": "string"}, media_type=_TEXT),
    is_open=True,
)
def checkpoint() -> Response:
    """Return the newest checkpoint, signed by every key of the log."""
    return answer_public(served().archive.checkpoint(), _TEXT, seconds=_CHECKPOINT_SECONDS)


@blueprint.serve(
    "/log/tile/<path:tile>",
    Answer(
        says="Hashes, or length-prefixed entries",
        schema={"type": "string", "format": "binary"},
        media_type=_BYTES,
    ),
    is_open=True,
)
def tile(tile: str) -> Response:
    """Return a tile of hashes (``0/x001/x234/067.p/3``) or of entries (``entries/000``)."""
    raw = served().archive.tile(f"tile/{tile}")
    return answer_public(raw, _BYTES, seconds=_YEAR_SECONDS, is_immutable=True)
