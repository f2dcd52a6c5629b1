"""How a command names what it shows: with the type of the stream, or without."""

from ledger.errors import NotRecordedError
from ledger.evidence.statement import StreamName


class NothingToShowError(NotRecordedError):
    """What is shown was recorded under that name."""

    code = "nothing-to-show"
    message = "the ledger has no {stream}"


def named(kind: str, name: str) -> str:
    """Return a stream's whole name, given with its type or without."""
    return name if name.startswith(f"{kind}/") else f"{kind}/{name}"


def maybe_named(kind: str, name: str | None) -> StreamName | None:
    """Return a stream's whole name where one is given."""
    return None if name is None else StreamName(named(kind, name))
