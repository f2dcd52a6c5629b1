"""CHARTER.md is true: its examples are tried, its numbers counted, every member described."""

import json
import re
from typing import Any

import pytest

from ledger.domain.charters.soundness import check_charter
from ledger.domain.counting.selection import least_whole
from ledger.domain.counting.standing import REASONS
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import Threshold
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import rehearse
from ledger.evidence.canonical import Body, shape_body
from tests.charters_document import CHARTER, ROOTS, read_docstring, reading_order

TEXT = CHARTER.read_text(encoding="utf-8")
EXAMPLES: list[dict[str, Any]] = [
    json.loads(text) for text in re.findall(r"^```json\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
]
COUNTED = re.findall(r"^\| [^|]+ \| `(\{.+\})` \| (\d+) \| (\d+) \|$", TEXT, re.MULTILINE)


@pytest.mark.parametrize(
    "body",
    list(dict.fromkeys(each for _, root in ROOTS for each in reading_order(root))),
    ids=lambda body: str(body.__name__),
)
def test_each_member_is_described(body: type[Body]) -> None:
    """A type's docstring has a line for each of its members."""
    described = read_docstring(body)[1]

    assert [name for name in body.__struct_fields__ if name not in described] == []


@pytest.mark.parametrize(
    ("changes", "outcome"), [({}, "deadlocked"), ({"escalation": {}}, "escalated")]
)
def test_the_example_comes_out_as_the_page_says(changes: dict[str, Any], outcome: str) -> None:
    """What a reader tries first works."""
    charter, case = EXAMPLES
    tried = shape_body({**case, "charter": charter, **changes}, Case)

    check_charter(shape_body(charter, Charter), None)
    assert rehearse(tried).outcome == outcome


def test_the_page_counts_as_the_engine_does() -> None:
    """Each threshold is shown with the number that it comes to, of 9 and of 10."""
    assert len(COUNTED) == 9
    assert [
        text
        for text, of_nine, of_ten in COUNTED
        for threshold in [shape_body(json.loads(text), Threshold)]
        if (str(least_whole(threshold, 9)), str(least_whole(threshold, 10))) != (of_nine, of_ten)
    ] == []


def test_every_reason_of_a_seat_is_listed() -> None:
    """The words by which a seat's standing is told stand in the document, with their sentence."""
    text = CHARTER.read_text(encoding="utf-8")

    missing = [
        word for word, sentence in REASONS.items() if f"| `{word}` | {sentence} |" not in text
    ]

    assert missing == []
