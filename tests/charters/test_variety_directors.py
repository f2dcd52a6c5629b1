"""More companies, alliances and lenders, each tried at the boundaries of its own text."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.charters.tables import Plain, read, summary, tried

VARIETY = Path(__file__).parent / "variety"
INSTRUMENTS = (
    "cooperative-delegates",
    "dutch-bv",
    "equal-joint-venture",
    "guarantee-company-council",
    "indian-board",
    "japanese-board",
    "lender-decisions",
    "licence-committee",
    "llc-members",
)


def _cases() -> Iterator[object]:
    for name in INSTRUMENTS:
        table = read(VARIETY / f"{name}.json")
        for row in table["cases"]:
            case = {"charter": table["charter"], **table["common"], **row["given"]}
            label = row["name"].replace(" ", "-")
            yield pytest.param(case, row["expected"], id=f"{name}:{label}")


@pytest.mark.parametrize(("case", "expected"), list(_cases()))
def test_the_instrument_decides_as_its_text_demands(case: Plain, expected: Plain) -> None:
    """Each case was answered from the text of its instrument before it was tried."""
    found = summary(tried(case), expected)

    assert expected == found
