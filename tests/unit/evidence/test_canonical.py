"""Canonical JSON: one spelling for each value, and a reader that takes no other."""

import json
import re
from datetime import date
from pathlib import Path
from typing import NoReturn, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, MalformedError
from ledger.evidence.canonical import (
    Json,
    canonical_bytes_max,
    format_canonical,
    integer_max,
    parse_canonical,
    parse_canonical_array,
)
from ledger.evidence.shape import (
    JsonMalformedError,
    JsonTooDeepError,
    JsonTooLargeError,
)
from tests.vectors import generate_canonical

CASES = json.loads(
    (Path(__file__).parents[2] / "vectors" / "F1-canonical" / "canonical.json").read_text()
)
SCRAPS = '{}[]",:aA1-.e0\\ é'
NAME = re.compile(r"[a-z_][a-z0-9_]{0,63}\Z")

names = st.sampled_from(["a", "b", "ab", "a_b", "a0", "_", "__", "z9", "zz", "n" * 64])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
integers = st.integers(-integer_max, integer_max)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(names, values, max_size=5)


def _refuse(_: str) -> NoReturn:
    raise ValueError


def _pairs(members: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(members)) != len(members) or not all(NAME.match(name) for name, _ in members):
        raise ValueError
    return dict(members)


def _integer(text: str) -> int:
    if len(text) > 17 or text == "-0" or abs(int(text)) > integer_max:
        raise ValueError
    return int(text)


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def accepts(raw: bytes) -> bool:
    """Decide as F1 says, slowly, with the standard library alone."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_pairs,
            parse_float=_refuse,
            parse_constant=_refuse,
            parse_int=_integer,
        )
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        same = again.encode("utf-8") == raw
    except (ValueError, RecursionError):
        return False
    return (
        same
        and isinstance(value, dict)
        and len(raw) <= canonical_bytes_max
        and (_depth(value) <= 12)
    )


def is_read(raw: bytes) -> bool:
    """Decide as the reader does."""
    try:
        parse_canonical(raw)
    except MalformedError:
        return False
    return True


def test_vectors_are_what_their_generator_writes() -> None:
    """The file is the generator's output."""
    assert json.loads(json.dumps(generate_canonical.cases())) == CASES


@pytest.mark.parametrize("name", CASES)
def test_canonical_case(name: str) -> None:
    """Each case is read, or refused by its name; a second reader decides alike."""
    case = CASES[name]
    raw = generate_canonical.join(case["bytes"])
    code = None
    try:
        parse_canonical(raw)
    except LedgerError as error:
        code = error.code

    assert (case["code"], case["code"] is None) == (code, accepts(raw))


@given(objects)
def test_writing_equals_the_standard_library(value: dict[str, Json]) -> None:
    """On the subset, sorted and compact output of the standard library is canonical."""
    expected = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert expected.encode() == format_canonical(value)


@given(objects)
def test_what_is_written_is_read(value: dict[str, Json]) -> None:
    """Writing and reading return the same value."""
    assert value == parse_canonical(format_canonical(value))


@given(objects, st.data())
def test_changed_bytes_are_judged_as_a_second_reader_does(
    value: dict[str, Json], data: st.DataObject
) -> None:
    """Replace, insert or drop one byte anywhere: both readers agree on the rest."""
    raw = bytearray(format_canonical(value))
    place = data.draw(st.integers(0, len(raw) - 1))
    alphabet = st.sampled_from(list(b'{}[]",:\\/-+.eE019aZ_tn u\n\x00\x7f\x80\xc3\xff'))
    change = data.draw(st.sampled_from(["replace", "insert", "drop"]))
    raw[place : place + (change != "insert")] = (
        b"" if change == "drop" else bytes([data.draw(alphabet)])
    )

    assert accepts(bytes(raw)) == is_read(bytes(raw))


@given(st.lists(st.sampled_from([*SCRAPS, '\\"', "true", "null"]), max_size=14))
def test_scraps_are_judged_as_a_second_reader_does(scraps: list[str]) -> None:
    """Any mixture of tokens is judged alike by both readers."""
    raw = "".join(scraps).encode()

    assert accepts(raw) == is_read(raw)


def test_an_array_is_read_where_one_is_asked_for() -> None:
    """The outermost value may be an array, for openings."""
    assert parse_canonical_array(b'["a",1]') == ["a", 1]


def test_an_object_is_no_array() -> None:
    """Where an array is asked for, an object is refused."""
    with pytest.raises(JsonMalformedError):
        parse_canonical_array(b"{}")


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1.0},
        {"a": float("nan")},
        {"a": date(2026, 11, 21)},
        {"a": b"bytes"},
        {"a": {1, 2}},
        {1: "a"},
        {"a": "\ud800"},
        {"a": 10**40},
    ],
    ids=repr,
)
def test_values_outside_of_the_subset_are_not_written(value: object) -> None:
    """What a reader would refuse, or JSON does not know, is refused in writing."""
    with pytest.raises(MalformedError):
        format_canonical(cast("Json", value))


def test_tuples_are_written_as_arrays() -> None:
    """Immutable sequences need no copy."""
    assert format_canonical({"a": (1, ("b",))}) == b'{"a":[1,["b"]]}'


def test_a_deep_value_is_not_written() -> None:
    """Depth is checked before anything recurses."""
    value: Json = 1
    for _ in range(13):
        value = [value]

    with pytest.raises(JsonTooDeepError):
        format_canonical(value)


def test_a_large_value_is_not_written() -> None:
    """The limit holds in writing too."""
    with pytest.raises(JsonTooLargeError):
        format_canonical({"a": "x" * canonical_bytes_max})
