"""Decisions: what boards decided, with ballots, tally and explanation."""

from typing import Final

from flask import Response

from api.answers import answer_private
from api.schemas.queries import BoardSchema
from api.schemas.views import DecisionSchema, DecisionsSchema
from api.served import served
from api.smorest import Answer, Blueprint, Taken
from api.views import demand, present, reading
from projections import decisions as views
from projections import live

blueprint: Final = Blueprint("decisions", __name__, description="What boards decided")


@blueprint.serve(
    "/v1/decisions",
    Answer(says="The decisions, oldest first", schema=DecisionsSchema),
    takes=Taken(query=BoardSchema),
)
def decisions(board: str | None) -> Response:
    """List the decisions that the reader may read: of all boards, or of ``board``."""
    stream = None if board is None else f"board/{board}"
    with reading(served()) as (connection, reader):
        return answer_private({"decisions": views.list_all(connection, reader, board=stream)})


@blueprint.serve("/v1/decisions/<board>/<name>", Answer(says="The decision", schema=DecisionSchema))
def decision(board: str, name: str) -> Response:
    """Return a decision with all that led to it, its outcome, and what is missing now."""
    it, stream = served(), f"decision/{board}/{name}"
    with reading(it) as (connection, reader):
        found = live.decision(connection, reader, stream, present(it))
        return answer_private(demand(found, stream))
