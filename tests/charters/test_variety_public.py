"""Public bodies, committees, associations: what their own rules say is what the charter gives."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import Rehearsed, rehearse
from ledger.evidence.canonical import encode_body, shape_body

FOLDER = Path(__file__).parent / "variety"
BODIES = (
    "apache_pmc",
    "asociacion",
    "betriebsrat",
    "cabforum",
    "comitology",
    "cpp",
    "dmc",
    "ecrin_eric",
    "ema_chmp",
    "eu_council",
    "fda_teprssc",
    "gnso_council",
    "ieee_ballot",
    "iesg",
    "iso_dis",
    "mitbestimmung",
    "oasis_tc",
    "swiss_board",
    "uk_rec",
    "un_security_council",
    "university_senate",
)


def tables() -> Iterator[Any]:
    """Yield each case of each body; what a charter cannot say yet is expected to fail."""
    for body in BODIES:
        table = json.loads((FOLDER / f"{body}.json").read_text(encoding="utf-8"))
        common = {name: table[name] for name in ("charter", "members", "matter", "clock")}
        for row in table["cases"]:
            open_ = row.get("open")
            marks = () if open_ is None else (pytest.mark.xfail(reason=open_, strict=True),)
            yield pytest.param(
                {**common, **row["given"]}, row["expect"], id=f"{body}: {row['case']}", marks=marks
            )


def found(case: dict[str, Any]) -> dict[str, Any]:
    """Rehearse a case and return what the tables speak of."""
    made = rehearse(shape_body(case, Case))
    return _spoken_of(made)


def _spoken_of(made: Rehearsed) -> dict[str, Any]:
    plain = json.loads(encode_body(made))
    parts = () if made.quorum is None else made.quorum.parts
    return {
        "outcome": made.outcome,
        "quorum": plain.get("quorum", {}),
        "base_needed": [base["needed"] for base in plain.get("base", ())],
        "tally": plain["tally"],
        "parts_unmet": [part.part for part in parts if not part.met],
        "reasons": {each.seat: each.reason for each in made.eligible},
        "lacking": [each.rule for each in made.lacking],
        "not_counted": sorted(each.seat for each in made.not_counted),
        "composed": {each.rule: each.met for each in made.composition},
        "appointed": [each.accepted for each in made.appointments],
    }


def part_of(expected: Any, actual: Any) -> Any:
    """Return what was found, cut down to the members that are expected."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return {name: part_of(value, actual.get(name)) for name, value in expected.items()}
    return actual


@pytest.mark.parametrize(("case", "expected"), tuple(tables()))
def test_the_charter_gives_what_the_instrument_says(
    case: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Each case comes out as the body's own rules say."""
    actual = part_of(expected, found(case))

    assert expected == actual
