"""Canonical JSON: one spelling for each value, and a reader that takes no other."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Literal, NoReturn, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, MalformedError
from ledger.evidence.canonical import (
    Body,
    BodyMalformedError,
    Json,
    JsonMalformedError,
    JsonNotCanonicalError,
    JsonNumberError,
    JsonObject,
    JsonTooDeepError,
    JsonTooLargeError,
    RawJson,
    canonical_bytes_max,
    constrained,
    decode_body,
    encode_body,
    format_canonical,
    integer_max,
    parse_canonical,
    parse_canonical_array,
)
from tests.vectors import generate_canonical

CASES = json.loads(
    (Path(__file__).parents[2] / "vectors" / "F1-canonical" / "canonical.json").read_text()
)
NAME = re.compile(r"[a-z_][a-z0-9_]{0,63}\Z")

names = st.from_regex(r"[a-z_][a-z0-9_]{0,9}", fullmatch=True)
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


@given(
    st.lists(
        st.sampled_from(
            [
                "{",
                "}",
                "[",
                "]",
                '"',
                ",",
                ":",
                "a",
                "A",
                "1",
                "-",
                ".",
                "e",
                "0",
                "true",
                "null",
                "\\",
                '\\"',
                "/",
                "é",
            ]
        ),
        max_size=14,
    )
)
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


class Add(Body, tag_field="op", tag="clause.add"):
    """A variant, by its tag."""

    number: int


class Delete(Body, tag_field="op", tag="clause.delete"):
    """Another variant."""

    at: datetime


class Node(Body):
    """A type that contains itself."""

    at: datetime | None = None
    next: "Node | None" = None


class Example(Body):
    """One member of each sort."""

    slug: Annotated[str, constrained(pattern="[a-z]{1,3}")]
    size: Annotated[int, constrained(ge=0, le=9)] = 0
    on: date | None = None
    at: datetime | None = None
    choice: Literal["for", "against"] | None = None
    flag: bool | None = None
    ops: tuple[Add | Delete, ...] = ()
    pair: tuple[int, datetime] | None = None
    named: dict[str, datetime] | None = None
    free: JsonObject | None = None
    chain: Node | None = None


class Kept(Body):
    """One member is kept as its bytes."""

    body: RawJson


NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FULL = Example(
    slug="abc",
    size=9,
    on=date(2026, 11, 21),
    at=NOON,
    choice="for",
    flag=True,
    ops=(Add(number=1), Delete(at=NOON)),
    pair=(-1, NOON),
    named={"a": NOON},
    free={"x": [1, {"y": None}]},
    chain=Node(at=NOON, next=Node(next=None)),
)


@pytest.mark.parametrize("body", [FULL, Example(slug="a")], ids=["full", "least"])
def test_bodies_come_back_as_they_were(body: Example) -> None:
    """Every sort of member survives, optional ones absent or not."""
    assert decode_body(encode_body(body), Example) == body


def test_an_absent_member_is_absent_from_the_bytes() -> None:
    """None is written as nothing, and a tag among the sorted members."""
    body = Example(slug="a", ops=(Add(number=1),))

    assert encode_body(body) == b'{"ops":[{"number":1,"op":"clause.add"}],"slug":"a"}'


REFUSED: dict[str, tuple[bytes, type[LedgerError], str | None]] = {
    "no object": (b"[]", BodyMalformedError, "$"),
    "no JSON": (b"{", JsonMalformedError, None),
    "no UTF-8": (b'{"slug":"\xff"}', JsonMalformedError, None),
    "missing": (b"{}", BodyMalformedError, "$"),
    "unknown": (b'{"slug":"a","x":1}', BodyMalformedError, "$"),
    "null for absent": (b'{"on":null,"slug":"a"}', JsonNotCanonicalError, None),
    "default spelled out": (b'{"size":0,"slug":"a"}', JsonNotCanonicalError, None),
    "repeated": (b'{"slug":"a","slug":"a"}', JsonNotCanonicalError, None),
    "trailing newline": (b'{"slug":"a"}\n', JsonNotCanonicalError, None),
    "string for integer": (b'{"size":"7","slug":"a"}', BodyMalformedError, "$.size"),
    "float for integer": (b'{"size":7.0,"slug":"a"}', BodyMalformedError, "$.size"),
    "boolean for integer": (b'{"size":true,"slug":"a"}', BodyMalformedError, "$.size"),
    "integer for boolean": (b'{"flag":1,"slug":"a"}', BodyMalformedError, "$.flag"),
    "minus zero": (b'{"ops":[{"number":-0,"op":"clause.add"}],"slug":"a"}', JsonNumberError, None),
    "integer too large": (
        b'{"ops":[{"number":9007199254740992,"op":"clause.add"}],"slug":"a"}',
        JsonNumberError,
        None,
    ),
    "above its bound": (b'{"size":10,"slug":"a"}', BodyMalformedError, "$.size"),
    "pattern and newline": (b'{"slug":"a\\n"}', BodyMalformedError, "$.slug"),
    "unknown choice": (b'{"choice":"For","slug":"a"}', BodyMalformedError, "$.choice"),
    "unknown tag": (b'{"ops":[{"op":"x"}],"slug":"a"}', BodyMalformedError, "$.ops[0].op"),
    "no such day": (b'{"on":"2026-02-30","slug":"a"}', BodyMalformedError, "$.on"),
    "instant for a day": (b'{"on":"2026-02-03T00:00:00Z","slug":"a"}', BodyMalformedError, "$.on"),
    "offset": (b'{"at":"2026-11-21T12:00:00+01:00","slug":"a"}', BodyMalformedError, "$.at"),
    "no zone": (b'{"at":"2026-11-21T12:00:00","slug":"a"}', BodyMalformedError, "$.at"),
    "half a second": (
        b'{"at":"2026-11-21T12:00:00.500000Z","slug":"a"}',
        BodyMalformedError,
        "$.at",
    ),
    "zero offset": (b'{"at":"2026-11-21T12:00:00+00:00","slug":"a"}', JsonNotCanonicalError, None),
    "lower-case z": (b'{"at":"2026-11-21t12:00:00z","slug":"a"}', JsonNotCanonicalError, None),
    "offset in an array": (
        b'{"ops":[{"at":"2026-11-21T12:00:00+01:00","op":"clause.delete"}],"slug":"a"}',
        BodyMalformedError,
        "$.ops[0].at",
    ),
    "offset in a pair": (
        b'{"pair":[1,"2026-11-21T12:00:00+01:00"],"slug":"a"}',
        BodyMalformedError,
        "$.pair[1]",
    ),
    "offset under a name": (
        b'{"named":{"a":"2026-11-21T12:00:00+01:00"},"slug":"a"}',
        BodyMalformedError,
        "$.named.a",
    ),
    "offset in a chain": (
        b'{"chain":{"next":{"at":"2026-11-21T12:00:00+01:00"}},"slug":"a"}',
        BodyMalformedError,
        "$.chain.next.at",
    ),
    "float in a free object": (b'{"free":{"x":1.0},"slug":"a"}', JsonNumberError, None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_body_bytes_are_refused_at_their_place(name: str) -> None:
    """Nothing is coerced: each deviation has its error, and typed ones their path."""
    raw, error_type, path = REFUSED[name]
    with pytest.raises(MalformedError) as caught:
        decode_body(raw, Example)

    assert (error_type, path) == (type(caught.value), caught.value.facts.get("path"))


def test_a_large_body_is_refused() -> None:
    """The limit is checked before anything is read."""
    with pytest.raises(JsonTooLargeError):
        decode_body(b'{"slug":"a"}', Example, bytes_max=11)


@pytest.mark.parametrize(
    "body",
    [
        Example(slug="ABC"),
        Example(slug="\ud800"),
        Example(slug="a", at=NOON.replace(tzinfo=None)),
        Example(slug="a", at=NOON.astimezone(timezone(timedelta(hours=1)))),
        Example(slug="a", at=NOON + timedelta(milliseconds=1)),
        Example(slug="a", size=cast("int", "1")),
    ],
)
def test_a_body_that_no_reader_takes_is_not_written(body: Example) -> None:
    """Types and bounds are checked in writing, not in construction."""
    with pytest.raises(MalformedError):
        encode_body(body)


def test_a_raw_member_keeps_its_bytes() -> None:
    """What stands there is canonical, and is not decoded."""
    kept = decode_body(b'{"body":{"a":[1,"x"]}}', Kept)

    assert bytes(kept.body) == b'{"a":[1,"x"]}'


@pytest.mark.parametrize(
    "raw",
    [
        b'{"body":{"b":1,"a":2}}',
        b'{"body": {}}',
        b'{"body":{} }',
        b'{"body":1.0}',
        b'{"body":{"A":1}}',
        b'{"body":' + b"[" * 12 + b"]" * 12 + b"}",
    ],
)
def test_a_raw_member_is_canonical(raw: bytes) -> None:
    """It is held to F1, its depth counted from the outermost object."""
    with pytest.raises(MalformedError):
        decode_body(raw, Kept)


def test_a_raw_member_may_use_the_depth_that_is_left() -> None:
    """Eleven levels stand in the outermost one."""
    raw = b'{"body":' + b"[" * 11 + b"]" * 11 + b"}"

    assert decode_body(raw, Kept) == Kept(body=RawJson(b"[" * 11 + b"]" * 11))


def one_byte_changes(raw: bytes) -> Iterator[bytes]:
    """Yield the bytes with each one changed in its lowest bit."""
    for place, byte in enumerate(raw):
        yield raw[:place] + bytes([byte ^ 1]) + raw[place + 1 :]


def test_no_change_of_a_byte_reads_as_the_same_body() -> None:
    """A change is refused or means something else."""
    raw = encode_body(FULL)
    for changed in one_byte_changes(raw):
        try:
            read = decode_body(changed, Example)
        except MalformedError:
            continue

        assert read != FULL
