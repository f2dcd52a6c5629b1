r"""Body types as JSON Schema 2020-12, so that documents of them are derived, never written.

    {"BallotCast":{"type":"object","required":["seat","choice"],"properties":{…},
                   "additionalProperties":false}}

The schemas describe; what refuses is ``decode_body``. A pattern is written as
``^(?:…)$`` here, for readers that know neither ``\A`` nor ``\Z``.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from ledger.evidence.canonical import Body

Schema = dict[str, Any]

_BEGIN: Final = r"\A"
_END: Final = r"\Z"


def body_schemas(
    body_types: Iterable[type[Body]], ref_template: str = "#/$defs/{name}"
) -> tuple[tuple[Schema, ...], Mapping[str, Schema]]:
    """Return a schema for each type, in order, and all that they refer to by name."""
    schemas, named = msgspec.json.schema_components(body_types, ref_template=ref_template)
    return (
        tuple(_portable(schema) for schema in schemas),
        {name: _portable(named[name]) for name in sorted(named)},
    )


def _portable(value: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return a part of a schema as every dialect reads it; prose on one line."""
    match value:
        case dict():
            return {name: _member(name, inner) for name, inner in value.items()}
        case list():
            return [_portable(inner) for inner in value]
        case _:
            return value


def _member(name: str, value: Any) -> Any:  # noqa: ANN401 - any part of a schema
    if isinstance(value, str):
        if name == "pattern":
            return f"^{value.removeprefix(_BEGIN).removesuffix(_END)}$"
        if name == "description":
            return " ".join(value.split())
    return _portable(value)
