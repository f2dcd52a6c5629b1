"""What a refusal may say: of a stream that is not for its signer, that it is not open.

Rules judge by all that is recorded, and say in their refusals what they found.
To a company that may not read the stream, that would tell what is going on there.
"""

from dataclasses import replace
from datetime import datetime

from api.auth import KeyReadsNothingError, find_reader
from ledger.domain.audience import PublicReader, Reader, may_read
from ledger.domain.common import NotOpenedError, WrongLedgerError
from ledger.domain.world import World
from ledger.errors import ConflictError, NotRecordedError, RefusedError
from ledger.evidence.statement import recall_statement
from ledger.service import Outcome, Submission

_DIRECTORY = ("ledger/", "party/")  # everybody who has a key may read it
_TELLING = (RefusedError, ConflictError, NotRecordedError)


def veiled(world: World, submission: Submission, outcome: Outcome, at: datetime) -> Outcome:
    """Return an outcome that tells its submitter nothing of what they may not read."""
    error = outcome.error
    is_telling = isinstance(error, _TELLING) and not isinstance(error, WrongLedgerError)
    if not is_telling or outcome.digest is None:  # of what was not opened, no stream is known
        return outcome
    statement = recall_statement(submission.compact, outcome.digest)
    stream = world.stream(statement.stream)
    if stream is None or stream.name.startswith(_DIRECTORY):
        return outcome
    try:
        reader: Reader = find_reader(world, statement.kid, at)[1]
    except KeyReadsNothingError:
        reader = PublicReader()
    if may_read(world, reader, stream, at):
        return outcome
    return replace(outcome, error=NotOpenedError(stream=stream.name, kind=statement.kind))
