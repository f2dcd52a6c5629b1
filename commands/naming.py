"""How a command names what it shows: with the type of the stream, or without."""

from typing import Any

from ledger.errors import NotRecordedError
from ledger.evidence.statement import StreamName
from projections import streams
from projections.readers import ViewReader


class NothingToShowError(NotRecordedError):
    """What is shown was recorded under that name."""

    code = "nothing-to-show"
    message = "the ledger has no {stream}"


class WaitsForOthersError(NotRecordedError):
    """What is shown has taken effect: whoever must join in has done so."""

    code = "waits-for-others"
    message = "{stream} has no effect yet: it waits for {who}"


def nothing_of(connection: Any, reader: ViewReader, name: str) -> NotRecordedError:  # noqa: ANN401
    """Return why nothing is shown of a stream: it waits for others, or is not there for them."""
    found = streams.load(connection, reader, StreamName(name))
    waiting = [] if found is None else found["waiting"]
    if not waiting:
        return NothingToShowError(stream=name)
    groups = (_group(group) for act in waiting for group in act["missing"])
    return WaitsForOthersError(stream=name, who=", ".join(dict.fromkeys(groups)))


def _group(group: dict[str, Any]) -> str:
    """Write who must join in: a signatory of iqvia."""
    who = " or ".join(each.replace("_", " ") for each in group["capacities"])
    of = f" of {' or '.join(group['parties'])}" if group["parties"] else ""
    return f"{group['count']} more ({who}{of})" if group["count"] > 1 else f"a {who}{of}"


def named(kind: str, name: str) -> str:
    """Return a stream's whole name, given with its type or without."""
    return name if name.startswith(f"{kind}/") else f"{kind}/{name}"


def maybe_named(kind: str, name: str | None) -> StreamName | None:
    """Return a stream's whole name where one is given."""
    return None if name is None else StreamName(named(kind, name))
