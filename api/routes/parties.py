"""The directory: companies with their names over time, their people, roles and bonds."""

from typing import Final

from flask import Response

from api.answers import answer_private
from api.schemas.parties import PartiesSchema, PartySchema
from api.served import served
from api.smorest import Answer, Blueprint
from api.views import demand, reading
from projections import directory

blueprint: Final = Blueprint("parties", __name__, description="Who is who")


@blueprint.serve("/v1/parties", Answer(says="The companies", schema=PartiesSchema))
def parties() -> Response:
    """List the admitted companies, in the order of their admission."""
    with reading(served()) as (connection, reader):
        return answer_private({"parties": directory.list_parties(connection, reader)})


@blueprint.serve("/v1/parties/<name>", Answer(says="The company", schema=PartySchema))
def party(name: str) -> Response:
    """Return a company: names, people, keys, roles with limits, delegations, who is in its place.

    People are named by their slugs; names and addresses are sealed.
    """
    with reading(served()) as (connection, reader):
        return answer_private(demand(directory.load(connection, reader, name), f"party/{name}"))
