"""A small board of two companies, and what its motions wait for."""

from datetime import UTC, datetime
from typing import Any

from ledger.domain.counting.missing import Missing
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import rehearse
from ledger.evidence.canonical import shape_body

HALF = {"share": {"num": 1, "den": 2}}
MOST = {**HALF, "reach": "more_than"}
ALL = {"share": {"num": 1, "den": 1}}
DAYS_3 = {"count": 3, "unit": "days"}
SEATS = [
    {"seat": "l1", "party": "left"},
    {"seat": "l2", "party": "left"},
    {"seat": "r1", "party": "right"},
    {"seat": "r2", "party": "right"},
]
CLOSES = datetime(2026, 3, 5, 9, tzinfo=UTC)
EVERYBODY = {"l1": "for", "l2": "for", "r1": "for", "r2": "for"}
TIE = {"l1": "for", "l2": "for", "r1": "against", "r2": "against"}


def charter(**members: Any) -> dict[str, Any]:
    """Return a charter of two parties: half of the seats, one of each; a simple majority."""
    return {
        "schema": 1,
        "seats": SEATS,
        "quorum": [{"threshold": HALF, "parts": [{"part": "each", "name": "side", "by": "party"}]}],
        "votes": [{"needs": [{"base": "cast", "threshold": MOST}]}],
        "procedures": {"meeting": {}, "written": {"window": DAYS_3}},
        **members,
    }


def lacking(
    rules: dict[str, Any],
    *,
    clock: str = "2026-03-03T12:00:00Z",
    matter: dict[str, Any] | None = None,
    **case: Any,
) -> tuple[Missing, ...]:
    """Return what is missing in a case in writing, opened on 2 March for three days."""
    put = {
        "class": "plan",
        "procedure": "written",
        "opened_at": "2026-03-02T09:00:00Z",
        "closes_at": "2026-03-05T09:00:00Z",
        **(matter or {}),
    }
    members = [{"seat": seat["seat"]} for seat in rules["seats"]]
    stated = {"charter": rules, "members": members, "matter": put, "clock": clock, **case}
    return rehearse(shape_body(stated, Case)).missing


def names(found: tuple[Missing, ...]) -> list[str]:
    """Return what is missing, by name."""
    return [each.what for each in found]


def only(found: tuple[Missing, ...], what: str) -> Missing:
    """Return the one thing of a name that is missing."""
    (each,) = [each for each in found if each.what == what]
    return each
