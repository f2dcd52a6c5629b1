"""Streams: which there are for a reader, and the history of each with its proofs."""

from typing import Final

from flask import Response

from api.answers import answer_private
from api.auth import current_reader
from api.evidence import demand_readable, evidence_of, sealed_part
from api.schemas.queries import Page, PageSchema
from api.schemas.views import HistorySchema, StreamsSchema
from api.served import served
from api.smorest import Answer, Blueprint, Taken
from api.views import demand, reading
from ledger.evidence.statement import StreamName
from projections import streams as views

blueprint: Final = Blueprint("streams", __name__, description="What was recorded, with proofs")

_HISTORY: Final = Answer(says="The statements, in order, each with its proof", schema=HistorySchema)


@blueprint.serve("/v1/streams", Answer(says="The streams", schema=StreamsSchema))
def streams() -> Response:
    """List the streams that the reader may read, by name."""
    with reading(served()) as (connection, reader):
        return answer_private({"streams": views.list_all(connection, reader)})


@blueprint.serve("/v1/streams/<stream_type>/<name>", _HISTORY, takes=Taken(query=PageSchema))
def history(page: Page, stream_type: str, name: str) -> Response:
    """Return a stretch of a stream's history; every proof is to the one checkpoint."""
    return _history(StreamName(f"{stream_type}/{name}"), page)


@blueprint.serve(
    "/v1/streams/<stream_type>/<parent>/<name>", _HISTORY, takes=Taken(query=PageSchema)
)
def child_history(page: Page, stream_type: str, parent: str, name: str) -> Response:
    """Return a stretch of a child stream's history, as ``decision/jsc/2026-014``."""
    return _history(StreamName(f"{stream_type}/{parent}/{name}"), page)


def _history(stream: StreamName, page: Page) -> Response:
    it = served()
    demand_readable(it, current_reader(), stream)
    sealed = it.archive.sealed()
    found = it.archive.history(stream, after=page.after)
    # One more than asked for says whether there is a next page.
    part = sealed_part(found, sealed, page.limit + 1)
    shown = part[: page.limit]
    with reading(it) as (connection, reader):
        now = demand(views.load(connection, reader, stream), stream)
    answer = {
        "stream": now,
        "checkpoint": sealed.checkpoint,
        "statements": [evidence_of(it, recorded, sealed) for recorded in shown],
        "next": shown[-1].act.position if len(part) > len(shown) else None,
    }
    return answer_private(answer)
