"""When time alone changes an outcome: the clock that a ledger is woken by."""

from datetime import UTC, datetime
from typing import Any

from ledger.domain.counting.clocks import recorded
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.voting import outcome
from ledger.evidence.canonical import shape_body

OPENED = "2026-03-02T09:00:00Z"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_form_is_late_once_its_own_time_is_over() -> None:
    """The time for a form runs from the vote, also while the vote is recorded as taken."""
    charter: dict[str, Any] = {
        "schema": 1,
        "seats": [{"seat": "a", "party": "left"}],
        "quorum": [],
        "votes": [{"needs": [{"base": "cast", "threshold": {"count": 1}}]}],
        "procedures": {
            "written": {"window": {"count": 3, "unit": "days"}},
            "formalities": [
                {"formality": "seal", "text": "Sealed", "within": {"count": 2, "unit": "days"}}
            ],
        },
    }
    matter = {
        "class": "plan",
        "procedure": "written",
        "opened_at": OPENED,
        "closes_at": "2026-03-05T09:00:00Z",
        "conditions": [{"condition": "ethics"}],
        "long_stop": "2026-06-01",
    }
    case = shape_body(
        {
            "charter": charter,
            "members": [{"seat": "a"}],
            "matter": matter,
            "clock": "2026-03-02T12:00:00Z",
            "ballots": {"a": "for"},
        },
        Case,
    )

    given = facts_of(case)
    found = recorded(case.charter, given, outcome(case.charter, given, NOON), NOON)

    assert (found.outcome, found.until) == ("pending", datetime(2026, 3, 5, tzinfo=UTC))
