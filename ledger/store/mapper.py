"""Statements to stored events and back: the bytes that were signed, verbatim.

The library's topic column holds the kind's tag and its originator id the stream's
name. Nothing stored is ever resolved to code, and what a row says of its
statement must be what the statement says of itself.
"""

from dataclasses import dataclass

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from ledger.errors import CorruptError, MalformedError
from ledger.evidence.statement import (
    Digest,
    Statement,
    StatementDigestError,
    digest_of,
    recall_statement,
)


class RowMismatchError(CorruptError):
    """What a row says of its statement is not what the statement says."""

    code = "row-mismatch"
    message = "event {position} of {stream} holds another statement"


class RowMalformedError(CorruptError):
    """A row of our own store holds no statement."""

    code = "row-malformed"
    message = "event {position} of {stream} holds no statement: {problem}"


@dataclass(frozen=True, slots=True)
class StatementEvent(DomainEventProtocol[str]):
    """A statement at its position in its stream, as the library sees it."""

    statement: Statement
    position: int

    @property
    def originator_id(self) -> str:
        """Name the stream."""
        return self.statement.stream

    @property
    def originator_version(self) -> int:
        """Count in the stream, from 1."""
        return self.position


class StatementMapper(Mapper[str]):
    """Maps a statement to its own bytes."""

    def __init__(self) -> None:
        """Need no transcoder: nothing is re-encoded."""
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """Give the row for a statement."""
        assert isinstance(domain_event, StatementEvent), "only statements are recorded"
        statement = domain_event.statement
        return StoredEvent(
            statement.stream, domain_event.position, statement.kind, statement.compact
        )

    def to_domain_event(self, stored_event: StoredEvent) -> StatementEvent:
        """Give the statement of a row, its signature taken as checked when it was recorded.

        Raises:
            RowMalformedError: The row holds no statement.
            RowMismatchError: Stream or kind are not those inside the bytes.
        """
        statement = recall_row(stored_event, digest_of(stored_event.state))
        return StatementEvent(statement, stored_event.originator_version)


def recall_row(stored_event: StoredEvent, digest: Digest) -> Statement:
    """Return the statement of a row, known by the digest that its entry names.

    Raises:
        RowMalformedError: The row holds no statement.
        RowMismatchError: Digest, stream or kind are not those of the bytes.
    """
    stream, position = str(stored_event.originator_id), stored_event.originator_version
    try:
        statement = recall_statement(stored_event.state, digest)
    except MalformedError as error:
        raise RowMalformedError(stream=stream, position=position, problem=error.code) from error
    except StatementDigestError as error:
        raise RowMismatchError(stream=stream, position=position) from error
    if (statement.stream, statement.kind) != (stream, stored_event.topic):
        raise RowMismatchError(stream=stream, position=position)
    return statement
