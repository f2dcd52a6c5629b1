"""A small board, and what its charter makes of one case after another."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import Rehearsed, rehearse
from ledger.evidence.canonical import shape_body

# A Wednesday; the board's days are UTC unless a test says otherwise.
NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
SEATS = ("acme-1", "acme-2", "bell-1", "bell-2")
MAJORITY = {"share": {"num": 1, "den": 2}, "reach": "more_than"}
HALF = {"share": {"num": 1, "den": 2}}
ALL = {"share": {"num": 1, "den": 1}}
MOST_CAST = {"base": "cast", "threshold": MAJORITY}
ALL_ENTITLED = {"base": "entitled", "threshold": ALL}
MEETING: dict[str, Any] = {"meeting": {}}
WRITTEN = {"written": {"window": {"count": 5, "unit": "days"}}}
SILENT = {"no_objection": {"window": {"count": 5, "unit": "days"}}}


def at(**later: float) -> str:
    """Return a moment so much later (or earlier) than noon."""
    return (NOON + timedelta(**later)).isoformat()


def days(count: int) -> dict[str, Any]:
    """Return a period in calendar days."""
    return {"count": count, "unit": "days"}


def seats(*names: str, **more: Any) -> list[dict[str, Any]]:
    """Return seats, each of the party that its name begins with."""
    return [{"seat": name, "party": name.partition("-")[0], **more} for name in names]


def charter(**parts: Any) -> dict[str, Any]:
    """Return a charter of four seats that decides by a majority of the votes cast."""
    return {
        "schema": 1,
        "seats": seats(*SEATS),
        "quorum": [],
        "votes": [{"needs": [MOST_CAST], "tie": "deadlocked"}],
        "procedures": MEETING,
        **parts,
    }


def members(*names: str, **offices: str) -> list[dict[str, Any]]:
    """Return members by their seats; ``chair="acme-1"`` gives an office."""
    return [
        {"seat": name, "offices": [office for office, seat in offices.items() if seat == name]}
        for name in names
    ]


def with_alternate(seat: str, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the members, one of whom names a stand-in."""
    return [{**each, "alternate": f"{seat}-b"} if each["seat"] == seat else each for each in given]


def case(rules: dict[str, Any] | None = None, **parts: Any) -> Case:
    """Return a case: all seats are filled, acme-1 in the chair, the matter is a plan."""
    return shape_body(
        {
            "charter": charter() if rules is None else rules,
            "members": members(*SEATS, chair="acme-1"),
            "matter": {"class": "plan"},
            "clock": at(),
            **parts,
        },
        Case,
    )


def tried(rules: dict[str, Any] | None = None, **parts: Any) -> Rehearsed:
    """Return what a charter makes of a case."""
    return rehearse(case(rules, **parts))


def votes(*choices: str, names: tuple[str, ...] = SEATS) -> dict[str, str]:
    """Return the choices of the seats in their order; "-" is silence."""
    return {seat: choice for seat, choice in zip(names, choices, strict=False) if choice != "-"}


def ballot(seat: str, choice: str = "for", **more: Any) -> dict[str, Any]:
    """Return one ballot."""
    return {"seat": seat, "choice": choice, **more}


def rules_of(result: Rehearsed, rule: str) -> list[str]:
    """Return the verdicts of a rule, as often as it was applied."""
    return [line.verdict for line in result.explanation if line.rule == rule]


def numbers_of(result: Rehearsed, rule: str) -> dict[str, Any]:
    """Return the numbers that a rule worked with."""
    line = next(line for line in result.explanation if line.rule == rule)
    return {figure.name: figure.value for figure in line.figures}
