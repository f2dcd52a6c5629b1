"""Bodies as people write them, to canonical JSON: any layout, nothing twice, no floats."""

import json
import unicodedata
from typing import Final, NoReturn

from ledger.errors import MalformedError
from ledger.evidence.canonical import Json, JsonObject, format_canonical

BODY_BYTES_MAX: Final = 262_144


class BodyTextError(MalformedError):
    """A body is a JSON object in which no member stands twice and no number is a float."""

    code = "body-text"
    message = "the body cannot be read: {problem}"


def parse_body(raw: bytes) -> bytes:
    """Return a body's canonical JSON, its texts normalised (NFC, FORMATS F1).

    Raises:
        BodyTextError: It is no JSON object, or says a thing twice.
        MalformedError: It holds what canonical JSON has not.
    """
    return format_canonical(parse_plain(raw))


def parse_plain(raw: bytes) -> JsonObject:
    """Return the object that a person wrote: in any layout, with defaults spelt out or not.

    Raises:
        BodyTextError: It is no JSON object, or says a thing twice.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_members,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except (ValueError, RecursionError) as error:
        raise BodyTextError(problem=str(error)) from error
    if not isinstance(value, dict):
        raise BodyTextError(problem="not an object")
    return value


def normalised(text: str) -> str:
    """Return a text as it is signed: composed (NFC), so that what looks equal is equal."""
    return unicodedata.normalize("NFC", text)


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = {name: _normal(value) for name, value in pairs}
    if len(members) != len(pairs):
        twice = next(name for place, (name, _) in enumerate(pairs) if name in dict(pairs[:place]))
        raise BodyTextError(problem=f"the member {twice} stands twice in one object")
    return members


def _normal(value: Json) -> Json:
    match value:
        case str():
            return normalised(value)
        case list():
            return [_normal(each) for each in value]
        case _:
            return value  # objects were normalised when they ended


def _refuse_number(text: str) -> NoReturn:
    raise BodyTextError(problem=f"{text[:20]} is no integer; decimals are written as texts")
