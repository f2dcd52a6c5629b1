"""Questions about contracts: who must sign, what is owed, who answers, what is not covered."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response

from api.answers import answer_private
from api.schemas.asking import (
    GapsQuerySchema,
    ObligationsQuerySchema,
    ResponsibilitiesQuerySchema,
    SignaturesQuerySchema,
)
from api.schemas.queries import AsKnown
from api.schemas.questions import (
    GapsSchema,
    ObligationsSchema,
    ResponsibilitiesSchema,
    SignaturesSchema,
)
from api.schemas.words import Known
from api.served import served
from api.smorest import Answer, Blueprint, Taken
from api.views import as_asked, demand_readable, reading
from ledger.evidence.statement import StreamName
from projections.live import Now
from projections.questions import gaps as gaps_of
from projections.questions import obligations as obligations_of
from projections.questions import responsibilities as responsibilities_of
from projections.questions import signatures as signatures_of
from projections.questions.obligations import OwedQuery
from projections.questions.responsibilities import MatrixQuery
from projections.questions.signatures import SignaturesQuery
from projections.readers import ViewReader

blueprint: Final = Blueprint("questions", __name__, description="What is asked of contracts")


@blueprint.serve(
    "/v1/signatures",
    Answer(says="The missing steps, by contract and change", schema=SignaturesSchema),
    takes=Taken(query=SignaturesQuerySchema),
)
def signatures(asked: AsKnown[SignaturesQuery]) -> Response:
    """List who still has to sign what, who could, and what blocks it."""

    def ask(connection: Any, reader: ViewReader, now: Now) -> dict[str, Any]:  # noqa: ANN401
        return {"signatures": signatures_of.list_all(connection, reader, now, asked.query)}

    return _answer(ask, asked.known, asked.query.contract)


@blueprint.serve(
    "/v1/obligations",
    Answer(says="The obligations, those with a day first", schema=ObligationsSchema),
    takes=Taken(query=ObligationsQuerySchema),
)
def obligations(asked: AsKnown[OwedQuery]) -> Response:
    """List what is owed on a day: by whom, to whom, when it falls due, how late it is."""

    def ask(connection: Any, reader: ViewReader, now: Now) -> dict[str, Any]:  # noqa: ANN401
        return {"obligations": obligations_of.list_all(connection, reader, now, asked.query)}

    return _answer(ask, asked.known, asked.query.contract)


@blueprint.serve(
    "/v1/responsibilities",
    Answer(says="The activities with who answers for each", schema=ResponsibilitiesSchema),
    takes=Taken(query=ResponsibilitiesQuerySchema),
)
def responsibilities(asked: AsKnown[MatrixQuery]) -> Response:
    """List who answers for each activity on a day, through whom, and by which statement."""

    def ask(connection: Any, reader: ViewReader, now: Now) -> dict[str, Any]:  # noqa: ANN401
        return responsibilities_of.load(connection, reader, now, asked.query)

    return _answer(ask, asked.known, asked.query.contract, asked.query.partnership)


@blueprint.serve(
    "/v1/gaps",
    Answer(says="The contracts with their covered and uncovered days", schema=GapsSchema),
    takes=Taken(query=GapsQuerySchema),
)
def gaps(asked: AsKnown[StreamName | None]) -> Response:
    """List work before cover: which days of a term nothing covers, and why."""

    def ask(connection: Any, reader: ViewReader, now: Now) -> dict[str, Any]:  # noqa: ANN401
        return {"gaps": gaps_of.list_all(connection, reader, now, contract=asked.query)}

    return _answer(ask, asked.known, asked.query)


def _answer(
    ask: Callable[[Any, ViewReader, Now], dict[str, Any]],
    known: Known | None,
    *named: StreamName | None,
) -> Response:
    """Answer a question about streams that the reader may read, as it was known.

    Raises:
        KnownBeyondError: What is asked for is not known yet.
        NothingThereError: A named one is not there, or not for them.
    """
    it = served()
    with reading(it) as (connection, reader):
        for stream in named:
            if stream is not None:
                demand_readable(connection, reader, stream)
        return answer_private(ask(connection, reader, as_asked(it, known)))
