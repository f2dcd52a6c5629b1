"""Canonical JSON: one value, one spelling (FORMATS F1).

    {"amount":{"currency":"EUR","minor":125000},"title":"Étude SCORE"}

RFC 8785 on a safe subset: UTF-8, members sorted by name, no spaces, integers
within 2^53-1, no floats, names ``[a-z_][a-z0-9_]{0,63}``, at most 12
levels and 65 536 bytes. A reader parses, writes again and compares: what is not
the one spelling is malformed. msgspec does the work and stays behind this door.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, dataclass_transform

import msgspec
from msgspec import inspect

from ledger.errors import MalformedError
from ledger.evidence.shape import (
    JsonMalformedError,
    canonical_bytes_max,
    canonical_depth_max,
    check_shape,
    check_size,
    check_types,
    integer_max,
)

__all__ = [
    "Body",
    "BodyMalformedError",
    "Json",
    "JsonNotCanonicalError",
    "JsonObject",
    "RawJson",
    "canonical_bytes_max",
    "constrained",
    "decode_body",
    "encode_body",
    "format_canonical",
    "integer_max",
    "parse_canonical",
    "parse_canonical_array",
    "plain_body",
    "shape_body",
    "spell_body",
]

if TYPE_CHECKING:
    Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
else:
    Json = object  # msgspec resolves no type that contains itself
JsonObject = dict[str, Json]
RawJson = msgspec.Raw

_CLOSED: Final = (
    inspect.BoolType,
    inspect.DateTimeType,
    inspect.DateType,
    inspect.LiteralType,
    inspect.NoneType,
    inspect.RawType,
    inspect.StrType,
    inspect.StructType,
    inspect.UnionType,
    inspect.TupleType,
    inspect.VarTupleType,
)

_encode: Final = msgspec.json.Encoder(order="sorted").encode
_decode_any: Final = msgspec.json.Decoder().decode


class JsonNotCanonicalError(MalformedError):
    """The same value has another, single spelling (RFC 8785)."""

    code = "json-not-canonical"
    message = "not canonical from byte {offset}"


class BodyMalformedError(MalformedError):
    """A member is missing, unknown, of another type or out of its bounds."""

    code = "body-malformed"
    message = "{path}: {problem}"


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _BodyMeta(msgspec.StructMeta):
    """Makes every body keyword-only, which msgspec does not inherit."""

    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        **options: Any,  # noqa: ANN401 - as msgspec types them
    ) -> "_BodyMeta":
        """Return the type, its fields keyword-only."""
        options.setdefault("kw_only", True)
        return super().__new__(mcls, name, bases, namespace, **options)


class Body(
    msgspec.Struct,
    metaclass=_BodyMeta,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,
):
    """The base of all typed members: frozen, keyword-only, nothing unknown.

    An optional member is ``x: int | None = None`` and absent from the bytes.
    Variants name their tag: ``class A(Body, tag_field="op", tag="clause.add")``.
    A member of the outermost body may be ``RawJson``: any canonical value, kept
    as its bytes.
    """


B = TypeVar("B", bound=Body)


def constrained(
    *,
    pattern: str | None = None,
    ge: int | None = None,
    le: int | None = None,
    min_length: int | None = None,
    max_length: int | None = None,
) -> msgspec.Meta:
    """Return bounds that a type is annotated with, as ``Annotated`` takes them.

    A pattern must match the whole text, its last newline included.
    """
    bounds: dict[str, Any] = {
        "pattern": None if pattern is None else rf"\A(?:{pattern})\Z",
        "ge": ge,
        "le": le,
        "min_length": min_length,
        "max_length": max_length,
    }
    return msgspec.Meta(**bounds)


def parse_canonical(raw: bytes, *, bytes_max: int = canonical_bytes_max) -> JsonObject:
    """Return the object that the bytes spell, if this is their one spelling.

    Raises:
        MalformedError: One of this module's, by what is wrong.
    """
    value = _parse(raw, bytes_max)
    if not isinstance(value, dict):
        raise JsonMalformedError(problem="not an object")
    return value


def parse_canonical_array(raw: bytes, *, bytes_max: int = canonical_bytes_max) -> list[Json]:
    """Return the array that the bytes spell, if this is their one spelling.

    Raises:
        MalformedError: One of this module's, by what is wrong.
    """
    value = _parse(raw, bytes_max)
    if not isinstance(value, list):
        raise JsonMalformedError(problem="not an array")
    return value


def format_canonical(value: Json, *, bytes_max: int = canonical_bytes_max) -> bytes:
    """Return the one spelling of the value.

    Raises:
        MalformedError: The value is outside of the subset.
    """
    check_types(value, canonical_depth_max)
    raw = _encode_checked(value)
    check_size(raw, bytes_max)
    check_shape(raw, canonical_depth_max)
    return raw


def decode_body(
    raw: bytes, body_type: type[B], *, bytes_max: int = canonical_bytes_max, raw_later: bool = False
) -> B:
    """Return the typed body that the bytes spell, nothing coerced.

    An explicit null for an absent member, an unknown or repeated member, "7"
    for 7 and an instant with an offset are refused, the place named. With
    ``raw_later`` the bytes in raw members are not looked at: whoever reads them
    as what they are will.

    Raises:
        BodyMalformedError: The members are not those of the type.
        MalformedError: One of this module's, by what is wrong with the bytes.
    """
    check_size(raw, bytes_max)
    reader = _reader_of(body_type)
    try:
        body: B = reader.decode(raw)
    except msgspec.ValidationError as error:
        raise _body_error(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise JsonMalformedError(problem=str(error)) from error
    if reader.has_open_members:
        check_shape(raw, canonical_depth_max)
    for name in () if raw_later else reader.raw_members:
        _parse(bytes(getattr(body, name)), bytes_max, canonical_depth_max - 1)
    if reader.has_instants:
        _check_instants(body, "$")
    again = _encode(body)
    if again != raw:
        raise JsonNotCanonicalError(offset=_first_difference(raw, again))
    return body


def shape_body(value: object, body_type: type[B]) -> B:
    """Return the typed body that plain values make, as a person may have written them.

    Unlike the bytes of a statement they may spell defaults out, and instants may
    have an offset. Types, bounds and names are as strict.

    Raises:
        BodyMalformedError: The members are not those of the type.
    """
    try:
        return msgspec.convert(value, body_type)
    except msgspec.ValidationError as error:
        raise _body_error(error) from error


def plain_body(body: Body) -> JsonObject:
    """Return the plain values of a body with every member, defaults and nulls too.

    For people and their programs, who should not have to know what an absent
    member means; never what is signed.
    """
    plain = _plain(body)
    assert isinstance(plain, dict), "a body is an object"
    return plain


def bare_body(body: Body) -> JsonObject:
    """Return the plain values of a body as it is signed: what is absent is left out."""
    bare: JsonObject = msgspec.to_builtins(body)
    return bare


def _plain(value: object) -> Json:
    if isinstance(value, Body):
        names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
        config = value.__struct_config__
        tag = {} if config.tag_field is None else {config.tag_field: config.tag}
        return tag | {written: _plain(getattr(value, name)) for name, written in names}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    plain: Json = msgspec.to_builtins(value)
    return plain


def encode_body(body: Body, *, bytes_max: int = canonical_bytes_max) -> bytes:
    """Return the one spelling of the body, its types and bounds checked.

    Raises:
        MalformedError: As ``decode_body`` would refuse the bytes.
    """
    raw = _encode_checked(body)
    decode_body(raw, type(body), bytes_max=bytes_max)
    return raw


def spell_body(body: Body) -> bytes:
    """Return the one spelling of a body that was read from bytes, and so was checked."""
    return _encode(body)


def _parse(raw: bytes, bytes_max: int, depth_max: int = canonical_depth_max) -> Json:
    check_size(raw, bytes_max)
    try:
        value: Json = _decode_any(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise JsonMalformedError(problem=str(error)) from error
    check_shape(raw, depth_max)
    again = _encode(value)
    if again != raw:
        raise JsonNotCanonicalError(offset=_first_difference(raw, again))
    return value


def _encode_checked(value: object) -> bytes:
    try:
        return _encode(value)
    except (UnicodeEncodeError, OverflowError, TypeError) as error:
        raise JsonMalformedError(problem=str(error)) from error


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """How the bytes of one body type are read, found out once."""

    decode: Callable[[bytes], Any]
    has_instants: bool
    has_open_members: bool
    raw_members: tuple[str, ...]


@cache
def _reader_of(body_type: type[Body]) -> _Reader:
    parts: list[inspect.Type] = []
    _gather_parts(inspect.type_info(body_type), parts, set())
    raw_members = [
        field.name
        for part in parts[:1]
        if isinstance(part, inspect.StructType)
        for field in part.fields
        if isinstance(field.type, inspect.RawType)
    ]
    return _Reader(
        decode=msgspec.json.Decoder(body_type).decode,
        has_instants=any(isinstance(part, inspect.DateTimeType) for part in parts),
        has_open_members=any(map(_is_open, parts)),
        raw_members=tuple(raw_members),
    )


def _gather_parts(part: inspect.Type, parts: list[inspect.Type], seen: set[type]) -> None:
    """Append the type and all types inside of it."""
    parts.append(part)
    inner: tuple[inspect.Type, ...] = ()
    if isinstance(part, inspect.StructType):
        if part.cls in seen:
            parts.append(inspect.AnyType())  # perhaps in itself: of any depth
        else:
            seen.add(part.cls)
            inner = tuple(field.type for field in part.fields)
    elif isinstance(part, inspect.UnionType):
        inner = part.types
    elif isinstance(part, inspect.TupleType):
        inner = part.item_types
    elif isinstance(part, inspect.VarTupleType):
        inner = (part.item_type,)
    elif isinstance(part, inspect.DictType):
        inner = (part.key_type, part.value_type)
    for one in inner:
        _gather_parts(one, parts, seen)


def _is_open(part: inspect.Type) -> bool:
    """Say whether bytes of this type can hold names or numbers that F1 refuses."""
    if isinstance(part, inspect.IntType):
        return part.le is None or part.le > integer_max or part.ge is None or part.ge < -integer_max
    return not isinstance(part, _CLOSED)


@cache
def _instant_members(body_type: type[Body]) -> tuple[str, ...]:
    """Return the members of a type that are or hold instants."""
    info = inspect.type_info(body_type)
    assert isinstance(info, inspect.StructType), "a body is a struct"
    names = []
    for field in info.fields:
        parts: list[inspect.Type] = []
        _gather_parts(field.type, parts, set())
        if any(isinstance(part, inspect.DateTimeType) for part in parts):
            names.append(field.name)
    return tuple(names)


def _check_instants(value: object, path: str) -> None:
    """Demand UTC and whole seconds of every instant: one moment, one spelling."""
    if isinstance(value, datetime):
        if value.tzinfo is not UTC or value.microsecond:
            raise BodyMalformedError(path=path, problem="not UTC in whole seconds")
    elif isinstance(value, Body):
        for name in _instant_members(type(value)):
            _check_instants(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _check_instants(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_instants(item, f"{path}.{name}")


def _body_error(error: msgspec.ValidationError) -> BodyMalformedError:
    problem, _, path = str(error).rpartition(" - at `")
    if not problem:
        return BodyMalformedError(path="$", problem=str(error))
    return BodyMalformedError(path=path.rstrip("`"), problem=problem)


def _first_difference(left: bytes, right: bytes) -> int:
    for offset, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return offset
    return min(len(left), len(right))
