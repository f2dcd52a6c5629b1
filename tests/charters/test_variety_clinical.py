"""Clinical and health research: committees of trials, ethics, consortia and care, tried on cases.

Each charter was written from its instrument with the document alone, and each expectation
before the case was tried. A row that is ``open`` says what a charter cannot say yet.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.domain.charters.soundness import problems
from ledger.domain.kinds.charter import Charter
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import Rehearsed, rehearse
from ledger.evidence.canonical import encode_body, shape_body

FOLDER = Path(__file__).parent / "variety"
BODIES = (
    "access-en-bloc",
    "comitato-etico",
    "dmc-two-stages",
    "eu-expert-group",
    "irb-alternates",
    "joint-operations-committee",
    "patient-consortium",
    "trial-steering-committee",
    "tumour-board",
)


def _table(body: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((FOLDER / f"{body}.json").read_text(encoding="utf-8"))
    return table


def _rows() -> Iterator[Any]:
    """Yield each case of each body; a row's ``vacant`` seats have no member."""
    for body in BODIES:
        table = _table(body)
        for row in table["cases"]:
            given = dict(row["given"])
            vacant = given.pop("vacant", ())
            members = [each for each in table["members"] if each["seat"] not in vacant]
            common = {name: table[name] for name in ("charter", "matter", "clock")}
            open_ = row.get("open")
            marks = () if open_ is None else (pytest.mark.xfail(reason=open_, strict=True),)
            yield pytest.param(
                {**common, "members": members, **given},
                row["expect"],
                id=f"{body}: {row['case']}",
                marks=marks,
            )


def _spoken_of(made: Rehearsed) -> dict[str, Any]:
    plain = json.loads(encode_body(made))
    return {
        "outcome": made.outcome,
        "quorum": plain.get("quorum", {}),
        "base_needed": [base["needed"] for base in plain.get("base", ())],
        "required": [base["needed"] for base in plain["required"][0]["votes"]],
        "tally": plain["tally"],
        "items": {each.item: each.outcome for each in made.items},
        "reasons": {each.seat: each.reason for each in made.eligible},
        "lacking": [each.rule for each in made.lacking],
        "not_counted": sorted(each.seat for each in made.not_counted),
        "composed": {each.rule: each.met for each in made.composition},
        "appointed": [each.accepted for each in made.appointments],
    }


def _part_of(expected: Any, actual: Any) -> Any:
    """Return what was found, cut down to the members that are expected."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return {name: _part_of(value, actual.get(name)) for name, value in expected.items()}
    return actual


@pytest.mark.parametrize("body", BODIES)
def test_the_charter_can_stand(body: str) -> None:
    """No flaw is found in what a real instrument says."""
    charter = shape_body(_table(body)["charter"], Charter)
    found = tuple(problems(charter, parties=None))

    assert found == ()


@pytest.mark.parametrize(("case", "expected"), tuple(_rows()))
def test_the_case_comes_out_as_the_instrument_says(
    case: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Each case comes out as the instrument's text demands."""
    actual = _part_of(expected, _spoken_of(rehearse(shape_body(case, Case))))

    assert expected == actual
