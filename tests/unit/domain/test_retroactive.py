"""What takes effect before it is signed says why, in the draft or with the last signature."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.contracts.signing import RetroactiveError
from ledger.domain.kinds.change import ChangeExecuted
from ledger.domain.kinds.contract import ContractExecuted
from tests.unit.domain.agreement import Deal, boardless
from tests.unit.domain.recomputing import assert_replays

BEFORE = {"effective_rule": "stated", "effective_on": date(2020, 12, 16)}
TODAY = {"effective_rule": "stated", "effective_on": date(2020, 12, 17)}
SAID = "The sites were opened before."
LATE = "The signatory was away."
LONG = "Late. " * 60


def contract(members: dict[str, Any], days: int, **claims: Any) -> tuple[Deal, Any]:
    """Return a contract that lacks its last signature, and what that would say."""
    deal = Deal()
    deal.draft(boardless(**members))
    deal.agree()
    deal.sign_for("servier")
    deal.advance(days=days)
    return deal, (deal.signature("iqvia"), {"subject": deal.contract().drafted, **claims})


def change(members: dict[str, Any], days: int, **claims: Any) -> tuple[Deal, Any]:
    """Return a change that lacks its last signature, and what that would say."""
    deal = Deal()
    deal.execute()
    deal.propose(**members)
    deal.sign_change("servier")
    deal.advance(days=days)
    return deal, (deal.change_signature("iqvia"), {"subject": deal.change().drafted, **claims})


REASONS: list[tuple[dict[str, Any], int, str | None, str | None]] = [
    (TODAY, 0, None, None),
    (TODAY, 0, LATE, None),
    ({**TODAY, "effective_reason": SAID}, 0, None, None),
    ({}, 9, None, None),
    (TODAY, 1, LATE, LATE),
    (BEFORE, 0, LATE, LATE),
    ({**BEFORE, "effective_reason": SAID}, 0, None, SAID),
    ({**BEFORE, "effective_reason": SAID}, 0, LATE, SAID),
    ({**BEFORE, "effective_reason": SAID}, 0, LONG, SAID),
]


@pytest.mark.parametrize("begin", [contract, change])
@pytest.mark.parametrize(("members", "days", "reason", "expected"), REASONS)
def test_an_execution_carries_why_it_looks_back(
    begin: Any, members: dict[str, Any], days: int, reason: str | None, expected: str | None
) -> None:
    """The draft's reason counts; one that was signed late is explained by the last signature."""
    deal, (said, claims) = begin(members, days, reason=reason)
    deal.say(*said, **claims)
    kind = "contract.executed.v1" if begin is contract else "change.executed.v1"
    (act,) = deal.acts(kind)

    assert isinstance(act.body, ContractExecuted | ChangeExecuted)
    assert (act.body.retroactive, act.body.effective_reason) == (expected is not None, expected)
    assert_replays(deal)


@pytest.mark.parametrize("begin", [contract, change])
@pytest.mark.parametrize(
    ("members", "days", "reason"), [(BEFORE, 0, None), (TODAY, 1, None), (TODAY, 1, LONG)]
)
def test_what_looks_back_without_a_reason_is_not_signed(
    begin: Any, members: dict[str, Any], days: int, reason: str | None
) -> None:
    """The last signature is refused and leaves no trace; with a line of why it goes."""
    deal, (said, claims) = begin(members, days, reason=reason)

    error = deal.refused(RetroactiveError, *said, **claims)

    assert error.facts["on"] == members["effective_on"].isoformat()
    deal.say(*said, **{**claims, "reason": LATE})


def test_only_the_last_signature_is_asked() -> None:
    """Whoever signs first cannot know how late the other will be."""
    deal = Deal()
    deal.draft(boardless(**BEFORE))
    deal.agree()
    deal.sign_for("servier")

    assert deal.contract().phase == "partly_signed"
