"""Bodies: typed members, nothing coerced."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Literal, cast

import pytest

from ledger.errors import LedgerError, MalformedError
from ledger.evidence.canonical import (
    Body,
    BodyMalformedError,
    JsonNotCanonicalError,
    JsonObject,
    RawJson,
    constrained,
    decode_body,
    encode_body,
    plain_body,
)
from ledger.evidence.shape import (
    JsonMalformedError,
    JsonNumberError,
    JsonTooDeepError,
    JsonTooLargeError,
)


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


def test_a_type_within_itself_has_its_depth_checked() -> None:
    """Thirteen nodes are a level too many, though each is lawful."""
    raw = b'{"next":' * 12 + b"{}" + b"}" * 12
    with pytest.raises(JsonTooDeepError):
        decode_body(raw, Node)


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


def test_plain_values_have_every_member() -> None:
    """For people and their programs: defaults, nulls and tags are spelt out, dates are texts."""
    made = Example(slug="a", on=date(2026, 1, 2), ops=(Add(number=1),), named={"b": NOON})

    assert plain_body(made) == {
        "slug": "a",
        "size": 0,
        "on": "2026-01-02",
        "at": None,
        "choice": None,
        "flag": None,
        "ops": [{"op": "clause.add", "number": 1}],
        "pair": None,
        "named": {"b": "2026-11-21T12:00:00Z"},
        "free": None,
        "chain": None,
    }
