"""Boards: their charters and members, what they are composed of, their meetings and decisions."""

from typing import Final

from flask import Response

from api.answers import answer_private
from api.schemas.views import (
    BoardsSchema,
    BoardViewSchema,
    DecisionsSchema,
    MeetingSchema,
    MeetingsSchema,
)
from api.served import served
from api.smorest import Answer, Blueprint
from api.views import demand, demand_readable, present, reading
from projections import boards as views
from projections import decisions as decided
from projections import live
from projections import meetings as held

blueprint: Final = Blueprint("boards", __name__, description="Who decides, and by which rules")


@blueprint.serve("/v1/boards", Answer(says="The boards", schema=BoardsSchema))
def boards() -> Response:
    """List the boards that the reader may read."""
    with reading(served()) as (connection, reader):
        return answer_private({"boards": views.list_all(connection, reader)})


@blueprint.serve("/v1/boards/<board>", Answer(says="The board", schema=BoardViewSchema))
def board_now(board: str) -> Response:
    """Return a board: its charters, its seats and offices now, its composition rule by rule."""
    it, stream = served(), f"board/{board}"
    with reading(it) as (connection, reader):
        return answer_private(demand(live.board(connection, reader, stream, present(it)), stream))


@blueprint.serve(
    "/v1/boards/<board>/decisions",
    Answer(says="The board's decisions, oldest first", schema=DecisionsSchema),
)
def board_decisions(board: str) -> Response:
    """List a board's decisions, without ballots."""
    stream = f"board/{board}"
    with reading(served()) as (connection, reader):
        demand_readable(connection, reader, stream)
        found = decided.list_all(connection, reader, board=stream)
        return answer_private({"decisions": found})


@blueprint.serve(
    "/v1/boards/<board>/meetings",
    Answer(says="The board's meetings, by when they start", schema=MeetingsSchema),
)
def board_meetings(board: str) -> Response:
    """List a board's meetings, without attendance."""
    stream = f"board/{board}"
    with reading(served()) as (connection, reader):
        demand_readable(connection, reader, stream)
        return answer_private({"meetings": held.list_all(connection, reader, board=stream)})


@blueprint.serve(
    "/v1/boards/<board>/meetings/<name>", Answer(says="The meeting", schema=MeetingSchema)
)
def meeting(board: str, name: str) -> Response:
    """Return a meeting: its call and agenda, who came and went, who is there and the quorum now."""
    it, stream = served(), f"meeting/{board}/{name}"
    with reading(it) as (connection, reader):
        return answer_private(demand(live.meeting(connection, reader, stream, present(it)), stream))
