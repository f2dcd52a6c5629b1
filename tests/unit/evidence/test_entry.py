"""Entries: four members, one spelling."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.evidence.canonical import format_canonical, integer_max, parse_canonical
from ledger.evidence.entry import (
    Entry,
    EntryMalformedError,
    entry_bytes_max,
    format_entry,
    parse_entry,
)
from ledger.evidence.statement import Digest
from tests.vectors import generate_entry

CASES = json.loads(
    (Path(__file__).parents[2] / "vectors" / "F4-entry" / "entries.json").read_text()
)
ENTRY = Entry(
    at=datetime(2026, 11, 21, 14, 3, 8, 123_000, tzinfo=UTC),
    env=Digest("sha256:" + "a" * 64),
    seq=3,
    stream=Digest("sha256:" + "b" * 64),
)

digests = st.binary(min_size=32, max_size=32).map(lambda raw: Digest(f"sha256:{raw.hex()}"))
moments = st.datetimes(timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)


def test_vectors_are_what_their_generator_writes() -> None:
    """The file is the generator's output."""
    assert generate_entry.cases() == CASES


@pytest.mark.parametrize("name", CASES)
def test_entry_case(name: str) -> None:
    """Each entry is read and written the same, or refused."""
    case = CASES[name]
    raw = case["entry"].encode()
    code, again = None, None
    try:
        again = format_entry(parse_entry(raw))
    except LedgerError as error:
        code = error.code

    assert (case["code"], None if case["code"] else raw) == (code, again)


@given(at=moments, env=digests, stream=digests, seq=st.integers(2, integer_max))
def test_entries_come_back(at: datetime, env: Digest, stream: Digest, seq: int) -> None:
    """Every entry survives its bytes, which are canonical JSON of limited size."""
    entry = Entry(at=at, env=env, seq=seq if env != stream else 1, stream=stream)
    raw = format_entry(entry)

    assert (entry, raw, True) == (
        parse_entry(raw),
        format_canonical(parse_canonical(raw)),
        len(raw) <= entry_bytes_max,
    )


def test_the_largest_entry_has_the_stated_size() -> None:
    """The limit is the size of the entry with the largest position."""
    assert len(format_entry(replace(ENTRY, seq=integer_max))) == entry_bytes_max


@pytest.mark.parametrize("place", range(len(format_entry(ENTRY))))
def test_every_change_of_a_byte_is_another_entry(place: int) -> None:
    """A changed byte is refused or says something else."""
    raw = bytearray(format_entry(ENTRY))
    raw[place] ^= 1
    try:
        read = parse_entry(bytes(raw))
    except EntryMalformedError:
        return

    assert (read != ENTRY, format_entry(read)) == (True, bytes(raw))


@pytest.mark.parametrize(
    "entry",
    [
        replace(ENTRY, at=ENTRY.at.replace(tzinfo=None)),
        replace(ENTRY, at=ENTRY.at.astimezone(timezone(timedelta(hours=1)))),
        replace(ENTRY, at=ENTRY.at + timedelta(microseconds=1)),
        replace(ENTRY, seq=0),
        replace(ENTRY, seq=1),
        replace(ENTRY, seq=integer_max + 1),
        replace(ENTRY, env=Digest("sha256:x")),
        replace(ENTRY, env=ENTRY.stream),
    ],
)
def test_what_no_reader_takes_is_not_written(entry: Entry) -> None:
    """The grammar holds in writing, too."""
    with pytest.raises(EntryMalformedError):
        format_entry(entry)
