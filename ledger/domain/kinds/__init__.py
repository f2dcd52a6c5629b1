"""The vocabulary: every kind that may be recorded, found by its tag."""

from collections.abc import Mapping
from types import MappingProxyType

from ledger.domain.kinds import (
    aftermath,
    board,
    change,
    common,
    contract,
    decision,
    duty,
    ledger,
    lifecycle,
    meeting,
    milestone,
    partnership,
    party,
    scorecard,
)
from ledger.domain.kinds.base import Kind, StreamType
from ledger.errors import MalformedError
from ledger.evidence.canonical import Body, decode_body
from ledger.evidence.statement import KindTag, Statement, StreamName

KINDS: Mapping[KindTag, Kind] = MappingProxyType(
    {
        row.tag: row
        for room in (
            common,
            ledger,
            party,
            board,
            meeting,
            decision,
            aftermath,
            contract,
            lifecycle,
            duty,
            change,
            partnership,
            milestone,
            scorecard,
        )
        for row in room.KINDS
    }
)

# A child stream is named after its parent: decision/jsc/2026-014 belongs to board/jsc.
PARENTS: Mapping[StreamType, StreamType] = MappingProxyType(
    {
        "meeting": "board",
        "decision": "board",
        "change": "contract",
        "milestone": "partnership",
        "scorecard": "partnership",
    }
)

_SLUGS: Mapping[str, int] = MappingProxyType(
    {"meeting": 2, "decision": 2, "change": 2, "milestone": 2}
)


class UnknownKindError(MalformedError):
    """Nothing can be recorded under a tag that the vocabulary does not have."""

    code = "kind-unknown"
    message = "there is no kind {kind}"


class StreamNameError(MalformedError):
    """A stream's name has as many parts as its type asks for."""

    code = "stream-name-parts"
    message = "{stream} is not the name of a {type} stream"


def kind_of(tag: KindTag) -> Kind:
    """Find a kind by its tag.

    Raises:
        UnknownKindError: The vocabulary has no such tag.
    """
    try:
        return KINDS[tag]
    except KeyError:
        raise UnknownKindError(kind=tag) from None


def decode(statement: Statement) -> Body:
    """Read a statement's body as the type that its kind declares.

    Raises:
        UnknownKindError: The vocabulary has no such tag.
        BodyMalformedError: A member is missing, unknown, or of another type.
    """
    return decode_body(statement.body, kind_of(statement.kind).body)


def stream_type(name: StreamName) -> StreamType:
    """Say which type of stream a name is of; the grammar was checked when it was parsed."""
    return name.partition("/")[0]  # type: ignore[return-value]


def check_stream_name(name: StreamName) -> None:
    """Accept a name that has its type's number of parts.

    Raises:
        StreamNameError: Too many or too few, or a ledger stream other than ledger/main.
    """
    kind, _, rest = name.partition("/")
    if rest.count("/") + 1 != _SLUGS.get(kind, 1) or (kind == "ledger" and rest != "main"):
        raise StreamNameError(stream=name, type=kind)


def parent_of(name: StreamName) -> StreamName | None:
    """Name the stream that announces this one, or None where it stands alone."""
    parent = PARENTS.get(stream_type(name))
    return None if parent is None else StreamName(f"{parent}/{name.split('/')[1]}")
