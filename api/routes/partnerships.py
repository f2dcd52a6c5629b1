"""Partnerships: workstreams, milestones, the scorecard, and what is watched over."""

from typing import Final

from flask import Response

from api.answers import answer_private
from api.schemas.views import PartnershipSchema, PartnershipsSchema
from api.served import served
from api.smorest import Answer, Blueprint
from api.views import demand, reading
from projections import partnerships as views

blueprint: Final = Blueprint("partnerships", __name__, description="What came of it")


@blueprint.serve("/v1/partnerships", Answer(says="The partnerships", schema=PartnershipsSchema))
def partnerships() -> Response:
    """List the partnerships that the reader may read."""
    with reading(served()) as (connection, reader):
        return answer_private({"partnerships": views.list_all(connection, reader)})


@blueprint.serve(
    "/v1/partnerships/<name>", Answer(says="The partnership", schema=PartnershipSchema)
)
def partnership(name: str) -> Response:
    """Return a partnership with its milestones and its scorecard."""
    stream = f"partnership/{name}"
    with reading(served()) as (connection, reader):
        return answer_private(demand(views.load(connection, reader, stream), stream))
