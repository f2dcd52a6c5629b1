"""Contracts: as in force on a day, as known at a moment, each part with what made it so."""

from typing import Final

from flask import Response

from api.answers import answer_private
from api.schemas.asking import ContractsQuerySchema, KnownSchema
from api.schemas.contracts import BlameSchema, ChangeSchema, ContractSchema, DifferencesSchema
from api.schemas.queries import (
    AsKnown,
    AsOf,
    AsOfSchema,
    BlameQuery,
    BlameQuerySchema,
    DiffQuery,
    DiffQuerySchema,
)
from api.schemas.views import ContractsSchema
from api.served import served
from api.smorest import Answer, Blueprint, Taken
from api.views import as_asked, demand, demand_recorded, reading
from ledger.evidence.statement import StreamName
from projections import blamed, compared
from projections.moments import Moment
from projections.questions import changes
from projections.questions import contracts as views
from projections.questions.contracts import ContractsQuery

blueprint: Final = Blueprint("contracts", __name__, description="What was agreed")


@blueprint.serve(
    "/v1/contracts",
    Answer(says="The contracts", schema=ContractsSchema),
    takes=Taken(query=ContractsQuerySchema),
)
def contracts(asked: AsKnown[ContractsQuery]) -> Response:
    """List the contracts that the reader may read, without their texts, as they stand today.

    As known at ``known``, they are listed as they stood then.
    """
    it = served()
    with reading(it) as (connection, reader):
        found = views.list_all(connection, reader, as_asked(it, asked.known), asked.query)
        return answer_private({"contracts": found})


@blueprint.serve(
    "/v1/contracts/<name>",
    Answer(says="The contract", schema=ContractSchema),
    takes=Taken(query=AsOfSchema),
)
def contract(as_of: AsOf, name: str) -> Response:
    """Return a contract as in force on ``effective`` (today), as known at ``known`` (now)."""
    it = served()
    stream = StreamName(f"contract/{name}")
    with reading(it) as (connection, reader):
        found = views.load(
            connection,
            reader,
            stream,
            as_asked(it, as_of.known),
            views.AsOf(effective=as_of.effective, known=as_of.known),
        )
        return answer_private(demand(found, stream))


@blueprint.serve(
    "/v1/contracts/<name>/blame",
    Answer(says="The clauses", schema=BlameSchema),
    takes=Taken(query=BlameQuerySchema),
)
def blame(asked: BlameQuery, name: str) -> Response:
    """Return who made each clause so, by which decision, and all that it said before."""
    it = served()
    stream = f"contract/{name}"
    moment = Moment(effective=asked.effective, known=asked.known)
    demand_recorded(it, asked.known)
    with reading(it) as (connection, reader):
        found = blamed.load(connection, reader, stream, moment, it.now(), clause=asked.clause)
        return answer_private(demand(found, stream))


@blueprint.serve(
    "/v1/contracts/<name>/diff",
    Answer(says="The differences", schema=DifferencesSchema),
    takes=Taken(query=DiffQuerySchema),
)
def diff(asked: DiffQuery, name: str) -> Response:
    """Return what sets a contract apart on two days, or as known at two moments."""
    it = served()
    stream = f"contract/{name}"
    before = Moment(effective=asked.since, known=asked.from_known)
    after = Moment(effective=asked.to, known=asked.to_known)
    demand_recorded(it, asked.from_known, asked.to_known)
    with reading(it) as (connection, reader):
        found = compared.load(connection, reader, stream, (before, after), it.now())
        return answer_private(demand(found, stream))


@blueprint.serve(
    "/v1/contracts/<name>/changes/<number>",
    Answer(says="The change", schema=ChangeSchema),
    takes=Taken(query=KnownSchema),
)
def change(asked: AsKnown[None], name: str, number: str) -> Response:
    """Return a change with what it makes of the contract, and who still has to sign it.

    As known at ``known``, it is as it stood then; what it makes of the contract is
    against the text on which it was executed, or would be.
    """
    it = served()
    stream = StreamName(f"change/{name}/{number}")
    with reading(it) as (connection, reader):
        now = as_asked(it, asked.known)
        found = changes.load(connection, reader, stream, now, it.archive.world)
        return answer_private(demand(found, stream))
