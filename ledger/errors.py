"""The exception tree: six branches, one stable code for each rule.

A branch says what the caller can do; the class says which rule spoke. Classes
live beside their rules and name themselves with ``code``; this module imports
nothing, so that every room can raise.

    LedgerError
    ├── MalformedError    bytes or fields do not parse                      400
    ├── UnverifiedError   parsed, but a signature or proof does not hold    403
    ├── NotRecordedError  no such stream, entry or tree size                404
    ├── ConflictError     someone appended first; retry at the new position 409
    ├── RefusedError      the rules say no                                  422
    └── CorruptError      our own store contradicts the log: stop           500
"""

from typing import ClassVar

Fact = str | int | None | tuple[str, ...]


class LedgerError(Exception):
    """Everything that Countersign raises on purpose.

    The message is built from facts, so that callers never format prose and
    tests never match it. Each fact can be read from ``facts``.
    """

    code: ClassVar[str] = "ledger-error"
    message: ClassVar[str] = "the ledger refused"

    def __init__(self, **facts: Fact) -> None:
        """Keep the facts and say them in the class's own sentence."""
        self.facts = facts
        said = {name: "nothing" if fact is None else fact for name, fact in facts.items()}
        super().__init__(self.message.format_map(said))


class MalformedError(LedgerError):
    """Bytes or fields do not parse; nothing was looked at beyond that."""

    code = "malformed"
    message = "the bytes do not parse"


class UnverifiedError(LedgerError):
    """The form is right, but a signature, proof or key does not hold."""

    code = "unverified"
    message = "a signature or proof does not hold"


class NotRecordedError(LedgerError):
    """The ledger holds no such stream, statement, entry or tree size."""

    code = "not-recorded"
    message = "nothing of that name is recorded"


class ConflictError(LedgerError):
    """Something else was recorded first, or the same id with other bytes."""

    code = "conflict"
    message = "something else was recorded first"


class RefusedError(LedgerError):
    """The rules say no; nothing was recorded."""

    code = "refused"
    message = "the rules refuse this statement"


class CorruptError(LedgerError):
    """Our own store contradicts the log, or its state is unknown: stop."""

    code = "corrupt"
    message = "the store contradicts the log"
