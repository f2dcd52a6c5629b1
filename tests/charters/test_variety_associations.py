"""Public and association law: what the instruments demand is what their charters give."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.domain.charters.soundness import check_charter
from ledger.domain.kinds.charter import Charter
from ledger.evidence.canonical import shape_body
from tests.charters.tables import summary, tried

FOLDER = Path(__file__).parent / "variety"
BODIES = (
    "energy-agency",
    "fisheries-commission",
    "french-association",
    "german-verein",
    "health-assembly",
    "patent-council",
    "petroleum-conference",
    "rhine-commission",
    "school-council",
    "swiss-condominium",
    "university-ethics-board",
    "us-city-council",
)


def table(body: str) -> dict[str, Any]:
    """Return the table of a body: its charter, what its cases share, the cases."""
    read: dict[str, Any] = json.loads((FOLDER / f"{body}.json").read_text(encoding="utf-8"))
    return read


def rows() -> Iterator[Any]:
    """Yield each case of each body; what a charter cannot say yet is expected to fail."""
    for body in BODIES:
        whole = table(body)
        common = {name: whole[name] for name in ("charter", "members", "matter", "clock")}
        for row in whole["cases"]:
            open_ = row.get("open")
            marks = () if open_ is None else (pytest.mark.xfail(reason=open_, strict=True),)
            yield pytest.param(
                {**common, **row["given"]}, row["expect"], id=f"{body}: {row['case']}", marks=marks
            )


@pytest.mark.parametrize("body", BODIES)
def test_the_charter_can_stand(body: str) -> None:
    """What an instrument in force says contradicts nothing."""
    check_charter(shape_body(table(body)["charter"], Charter), None)


@pytest.mark.parametrize(("case", "expected"), tuple(rows()))
def test_the_charter_gives_what_the_instrument_demands(
    case: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Each case comes out as the text says, at each boundary."""
    assert expected == summary(tried(case), expected)
