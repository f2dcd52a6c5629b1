"""Evidence as it is served: the exact bytes that were signed and hashed, with their proof."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from api.served import Served
from ledger.archive import Recorded
from ledger.archive.log import Sealed
from ledger.domain.audience import Reader, may_read
from ledger.domain.world import UnknownStreamError
from ledger.evidence.base64url import parse_base64url
from ledger.evidence.note import format_base64
from ledger.evidence.statement import StreamName
from projections.receipts import receipt

Evidence = dict[str, object]

_PLACES: Final = -6  # of +00:00


def demand_readable(it: Served, reader: Reader, stream: StreamName) -> None:
    """Hold only if the reader may read a stream; what they may not read is not there.

    Raises:
        UnknownStreamError: There is no such stream, or it is not for them.
    """
    if not is_readable(it, reader, stream):
        raise UnknownStreamError(stream=stream)


def is_readable(it: Served, reader: Reader, stream: StreamName) -> bool:
    """Whether the reader may read a stream now."""
    world = it.archive.reader_world()
    found = world.stream(stream)
    return found is not None and may_read(world, reader, found, it.now())


def evidence_of(it: Served, recorded: Recorded, sealed: Sealed) -> Evidence:
    """Return one statement with its entry, and the proof that the checkpoint's root contains it.

    Raises:
        LeafNotRecordedError: The checkpoint is older than the statement.
        CorruptError: The store contradicts itself; by name.
    """
    act = recorded.act
    statement = act.statement
    openings = it.archive.openings(act.digest) if statement.sealed else ()
    path = it.archive.inclusion(act.leaf_index, sealed.size)
    return {
        "id": statement.id,
        "digest": act.digest,
        "kind": statement.kind,
        "stream": statement.stream,
        "leaf_index": act.leaf_index,
        "position": act.position,
        "recorded_at": format_instant(act.at),
        "statement": statement.compact.decode("ascii"),
        "entry": recorded.entry.decode("ascii"),
        "openings": [opening.decode("ascii") for opening in openings],
        "proof": [format_base64(one) for one in path],
        "receipt": receipt(act.digest),
    }


def sealed_part(history: Iterator[Recorded], sealed: Sealed, limit: int) -> list[Recorded]:
    """Return what a checkpoint covers of a history, at most so many."""
    part: list[Recorded] = []
    for recorded in history:
        if len(part) == limit or recorded.act.leaf_index >= sealed.size:
            break
        part.append(recorded)
    return part


def claims_of(compact: bytes) -> object:
    """Return what a recorded statement says: its payload, read."""
    return json.loads(parse_base64url(compact.split(b".")[1]))


def format_instant(at: datetime) -> str:
    """Write a UTC instant as entries do: 2026-11-21T14:03:08.123Z."""
    return at.isoformat(timespec="milliseconds")[:_PLACES] + "Z"
