"""The charters that are shipped, each tried on both sides of every number it has."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ledger.domain.kinds.charter import Charter
from ledger.evidence.canonical import decode_body, encode_body, shape_body
from tests.charters.tables import CHARTERS, Example, examples, read, summary, tried

EXAMPLES = tuple(examples())
FILES = sorted(CHARTERS.glob("*.json"))
CASES_MIN = 8


def numbers(value: Any) -> list[Any]:
    """Every number in a JSON value."""
    if isinstance(value, dict):
        return [number for inner in value.values() for number in numbers(inner)]
    if isinstance(value, list):
        return [number for inner in value for number in numbers(inner)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.charter}: {each.name}")
def test_a_charter_decides_as_its_instrument_says(example: Example) -> None:
    """The outcome and its numbers are those that the instrument's text gives."""
    result = tried(example.case)

    assert summary(result, example.expect) == example.expect


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_charter_has_one_spelling(path: Path) -> None:
    """A charter as people read it becomes canonical bytes, and comes back the same."""
    charter = shape_body(read(path), Charter)

    assert decode_body(encode_body(charter), Charter) == charter


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_charter_is_tried_often_enough(path: Path) -> None:
    """Every charter that ships has a table of at least eight cases."""
    tables = Counter(example.charter for example in EXAMPLES)

    assert tables[path.stem] >= CASES_MIN


def test_no_number_of_the_examples_is_a_float() -> None:
    """Charters, cases and expected numbers are exact."""
    values = [read(path) for path in FILES] + [[each.case, each.expect] for each in EXAMPLES]

    assert {type(number) for number in numbers(values)} == {int}


def test_a_row_has_a_name_of_its_own() -> None:
    """A failing row is found by its charter and name."""
    names = Counter((each.charter, each.name) for each in EXAMPLES)

    assert [name for name, times in names.items() if times > 1] == []
