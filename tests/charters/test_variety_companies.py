"""The rules of companies and alliances, as their instruments state them, tried on cases."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import Rehearsed, rehearse
from ledger.evidence.canonical import shape_body

VARIETY = Path(__file__).parent / "variety"
COMPANIES = (
    "codevelopment-jsc",
    "data-access-committee",
    "delaware-board",
    "directed-fund-toc",
    "french-sa-board",
    "german-gmbh",
    "horizon-consortium",
    "joint-operating-agreement",
    "joint-undertaking",
    "llc-managers",
    "two-of-each-party",
    "uk-general-meeting",
    "venture-board",
)


def _cases() -> Iterator[object]:
    for name in COMPANIES:
        table = json.loads((VARIETY / f"{name}.json").read_text())
        for each in table["cases"]:
            case = {"charter": table["charter"], **table["common"], **each["given"]}
            label = each["name"].replace(" ", "-")
            yield pytest.param(case, each["expected"], id=f"{name}:{label}")


def _differences(expected: object, found: object, at: str) -> Iterator[str]:
    """Yield where what was found differs from what was expected of it; more may be found."""
    match expected:
        case dict():
            for name, value in expected.items():
                member = getattr(found, "for_" if name == "for" else name)
                yield from _differences(value, member, f"{at}.{name}")
        case list():
            assert isinstance(found, tuple)
            if len(expected) != len(found):
                yield f"{at}: {len(expected)} expected, {len(found)} found"
            for index, (value, member) in enumerate(zip(expected, found, strict=False)):
                yield from _differences(value, member, f"{at}[{index}]")
        case _:
            if expected != found:
                yield f"{at}: expected {expected}, found {found}"


def _compared(expected: dict[str, object], found: Rehearsed) -> Iterator[str]:
    """Compare what a table expects: seats by their reasons, ballots not counted by their seats."""
    reasons = {each.seat: each.reason for each in found.eligible}
    for name, value in expected.items():
        if name == "eligible":
            assert isinstance(value, dict)
            seen = {seat: reasons[seat] for seat in value}
            if value != seen:
                yield f"eligible: expected {value}, found {seen}"
        elif name == "not_counted":
            seats = [each.seat for each in found.not_counted]
            if value != list(dict.fromkeys(seats)):
                yield f"not_counted: expected {value}, found {seats}"
        else:
            yield from _differences(value, getattr(found, name), name)


@pytest.mark.parametrize(("case", "expected"), list(_cases()))
def test_a_company_decides_as_its_instrument_says(
    case: dict[str, object], expected: dict[str, object]
) -> None:
    """Each case of each instrument has the outcome and the numbers that its text asks for."""
    found = rehearse(shape_body(case, Case))

    assert list(_compared(expected, found)) == []
