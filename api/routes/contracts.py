"""Contracts: as in force on a day, as known at a moment, each part with what made it so."""

from typing import Final

from flask import Response

from api.answers import answer_private
from api.schemas.queries import AsOf, AsOfSchema
from api.schemas.views import ContractSchema, ContractsSchema
from api.served import served
from api.smorest import Answer, Blueprint, Taken
from api.views import demand, reading
from projections import consolidated
from projections import contracts as views

blueprint: Final = Blueprint("contracts", __name__, description="What was agreed")


@blueprint.serve("/v1/contracts", Answer(says="The contracts", schema=ContractsSchema))
def contracts() -> Response:
    """List the contracts that the reader may read, without their texts."""
    with reading(served()) as (connection, reader):
        return answer_private({"contracts": views.list_all(connection, reader)})


@blueprint.serve(
    "/v1/contracts/<name>",
    Answer(says="The contract", schema=ContractSchema),
    takes=Taken(query=AsOfSchema),
)
def contract(as_of: AsOf, name: str) -> Response:
    """Return a contract as in force on ``effective`` (today), as known at ``known`` (now)."""
    it = served()
    stream = f"contract/{name}"
    with reading(it) as (connection, reader):
        found = consolidated.load(
            connection,
            reader,
            stream,
            effective=as_of.effective or it.now().date(),
            known=as_of.known,
        )
        return answer_private(demand(found, stream))
