"""Entries: the leaves of the log, without content (FORMATS F4).

    {"at":"2026-11-21T14:03:08.123Z","env":"<64 hex>","seq":3,"stream":"<64 hex>"}

``env`` is a statement's digest, ``stream`` that of the first statement of its
stream, ``seq`` its position there. Who may not read the stream learns nothing.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from ledger.errors import MalformedError
from ledger.evidence.canonical import integer_max
from ledger.evidence.claims import Digest

entry_bytes_max: Final = 205  # with the largest safe integer as its position

_ENTRY: Final = re.compile(
    rb'\{"at":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3})Z",'
    rb'"env":"([0-9a-f]{64})","seq":([1-9][0-9]{0,15}),"stream":"([0-9a-f]{64})"\}'
)
_prefix: Final = "sha256:"


class EntryMalformedError(MalformedError):
    """An entry is these four members, spelled in one way."""

    code = "entry-malformed"
    message = "no entry: {problem}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One leaf: when, which statement, and its place in which stream."""

    at: datetime  # the ledger's clock, UTC, whole milliseconds
    env: Digest
    seq: int
    stream: Digest


def format_entry(entry: Entry) -> bytes:
    """Return the canonical JSON of the entry, the bytes that the tree hashes.

    Raises:
        EntryMalformedError: A member is out of its grammar.
    """
    if entry.at.tzinfo is not UTC or entry.at.microsecond % 1000:
        raise EntryMalformedError(problem="not UTC in whole milliseconds")
    at = entry.at.replace(tzinfo=None).isoformat(timespec="milliseconds")
    env = entry.env.removeprefix(_prefix)
    stream = entry.stream.removeprefix(_prefix)
    raw = f'{{"at":"{at}Z","env":"{env}","seq":{entry.seq},"stream":"{stream}"}}'.encode()
    _match(raw)
    return raw


def parse_entry(raw: bytes) -> Entry:
    """Return the entry that the bytes spell.

    Raises:
        EntryMalformedError: They spell none, or spell it in another way.
    """
    at, env, seq, stream = _match(raw).groups()
    return Entry(
        at=_instant(at),
        env=Digest(_prefix + env.decode()),
        seq=int(seq),
        stream=Digest(_prefix + stream.decode()),
    )


@lru_cache(maxsize=1_024)  # all entries of a batch have the same
def _instant(at: bytes) -> datetime:
    try:
        return datetime.fromisoformat(at.decode()).replace(tzinfo=UTC)
    except ValueError as error:
        raise EntryMalformedError(problem="no such moment") from error


def _match(raw: bytes) -> re.Match[bytes]:
    match = _ENTRY.fullmatch(raw)
    if match is None:
        raise EntryMalformedError(problem="another form")
    if int(match[3]) > integer_max:
        raise EntryMalformedError(problem="the position is no safe integer")
    if (match[2] == match[4]) != (match[3] == b"1"):
        raise EntryMalformedError(problem="the first of a stream, and no other, names itself")
    return match
