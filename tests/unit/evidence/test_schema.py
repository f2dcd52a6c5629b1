"""Body types as JSON Schema: derived, portable, named."""

from typing import Annotated

from ledger.evidence.canonical import Body, constrained
from ledger.evidence.schema import body_schemas


class Inner(Body):
    """A part.

    It has a second line.
    """

    slug: Annotated[str, constrained(pattern="[a-z]+")]


class Outer(Body):
    """A body with parts."""

    pattern: str
    parts: tuple[Inner, ...] = ()
    count: int | None = None


def test_each_type_is_referred_to_by_name() -> None:
    """A schema is given for each type asked for, as a reference into the named ones."""
    schemas, named = body_schemas([Outer, Inner], "#/components/schemas/{name}")

    assert schemas == (
        {"$ref": "#/components/schemas/Outer"},
        {"$ref": "#/components/schemas/Inner"},
    )
    assert list(named) == ["Inner", "Outer"]


def test_patterns_are_written_for_every_dialect() -> None:
    r"""ECMA 262 knows neither \A nor \Z, so a pattern is anchored by ^ and $."""
    _, named = body_schemas([Inner])

    assert named["Inner"]["properties"]["slug"]["pattern"] == "^(?:[a-z]+)$"


def test_prose_stands_on_one_line() -> None:
    """A docstring becomes a description without its line breaks."""
    _, named = body_schemas([Inner])

    assert named["Inner"]["description"] == "A part. It has a second line."


def test_a_member_that_is_named_pattern_stays_a_member() -> None:
    """Only the keyword is rewritten, never a property that has its name."""
    _, named = body_schemas([Outer])

    assert named["Outer"]["properties"]["pattern"] == {"type": "string"}


def test_nothing_unknown_fits() -> None:
    """What decode_body would refuse as unknown, the schema refuses, too."""
    _, named = body_schemas([Outer])

    assert named["Outer"]["additionalProperties"] is False
    assert named["Outer"]["required"] == ["pattern"]
