"""Stored statements to acts: read again as their kinds say, each at its proven place.

The store holds each row against the bytes that were signed and against its
entry; what is left is what one row alone cannot show: that none is missing, and
that each stands in the stream which its entry names.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.domain.kinds import decode, kind_of
from ledger.domain.world import Act
from ledger.errors import CorruptError, MalformedError
from ledger.evidence.statement import Digest, StreamName
from ledger.store.statements import StoredStatement


class StatementMissingError(CorruptError):
    """The ledger file holds a statement for every entry."""

    code = "statement-missing"
    message = "the ledger file has no statement at {leaf_index}"


class EntryStreamError(CorruptError):
    """An entry names its stream by the first statement in it."""

    code = "entry-stream"
    message = "the entry at {leaf_index} belongs to another stream than its statement"


class StatementUnreadableError(CorruptError):
    """What was recorded can be read, also in years to come."""

    code = "statement-unreadable"
    message = "the statement at {leaf_index} cannot be read: {problem}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """An act with the exact bytes of its entry, which the tree hashes."""

    act: Act
    entry: bytes


class Recaller:
    """Turns stored statements into acts; remembers which tag is which stream's."""

    def __init__(self, place_of: Callable[[Digest], tuple[StreamName, int, int] | None]) -> None:
        """Ask ``place_of`` where a digest stands: stream, position and leaf index."""
        self._place_of = place_of
        self._streams: dict[Digest, StreamName] = {}

    def recorded(self, stored: StoredStatement) -> Recorded:
        """Return the act with its entry's bytes.

        Raises:
            CorruptError: As ``act``.
        """
        return Recorded(act=self.act(stored), entry=stored.entry_raw)

    def act(self, stored: StoredStatement) -> Act:
        """Return the act of a stored statement.

        Raises:
            EntryStreamError: Its entry names another stream.
            StatementUnreadableError: The vocabulary cannot read it.
        """
        self._check_stream(stored)
        statement = stored.statement
        try:
            return Act(
                statement=statement,
                body=decode(statement),
                kind=kind_of(statement.kind),
                at=stored.entry.at,
                leaf_index=stored.leaf_index,
                position=stored.position,
            )
        except MalformedError as error:
            raise StatementUnreadableError(
                leaf_index=stored.leaf_index, problem=error.code
            ) from error

    def _check_stream(self, stored: StoredStatement) -> None:
        """Hold only if the entry's tag is the digest of the stream's first statement."""
        stream, tag = stored.statement.stream, stored.entry.stream
        if stored.position == 1:  # an entry says so by naming itself, and the store held it to that
            self._streams[tag] = stream
        if self._streams.get(tag) == stream:
            return
        place = self._place_of(tag)
        if place is None or place[:2] != (stream, 1):
            raise EntryStreamError(leaf_index=stored.leaf_index)
        self._streams[tag] = stream
