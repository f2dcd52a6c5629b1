"""show contract before the execution: what is to be signed, by which digests, and who declined."""

from typing import Any

import pytest

from commands.tables.contract import contract_page
from tests.cli.test_tables import printed

DRAFTED = "sha256:" + "1" * 64
CONTENT = "sha256:" + "2" * 64


def signature(act: str, person: str, reason: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a row of the signatures of a draft."""
    row = {"party": "icon", "act": act, "person": person, "reason": reason}
    return {**row, "stands": True, "leaf_index": 30, **more}


def view(phase: str, *signatures: dict[str, Any]) -> dict[str, Any]:
    """Return a contract that is not executed."""
    clause = {"id": "scope", "number": "1", "heading": "Scope", "text": "Conduct the study."}
    return {
        "stream": "contract/wo-1",
        "title": "Work order 1",
        "phase": phase,
        "parties": ["lilly", "icon"],
        "drafted": DRAFTED,
        "content": CONTENT,
        "text": None,
        "draft": {"clauses": [clause]},
        "signatures": list(signatures),
    }


def test_a_draft_shows_its_text_and_the_digests_to_sign() -> None:
    """Whoever signs reads what they sign, and copies both digests whole."""
    said = printed(contract_page(view("draft")))

    assert f"--subject {DRAFTED}" in said
    assert CONTENT in said
    assert "Conduct the study." in said


def test_no_table_is_shown_without_a_row() -> None:
    """Before anybody acted there is nothing to list."""
    assert "On this draft" not in printed(contract_page(view("draft")))


@pytest.mark.parametrize("phase", ["declined", "withdrawn"])
def test_signatures_on_a_draft_that_was_given_up_are_void(phase: str) -> None:
    """A signature is never shown as good where none counts any more; the reason stands beside."""
    rows = (signature("signed", "bob"), signature("declined", "alice", "Annex B is missing"))
    said = printed(contract_page(view(phase, *rows)))

    assert f"bob     void: {phase}" in said
    assert "Annex B is missing" in said


def test_signatures_on_a_draft_that_lives_stand() -> None:
    """What counts is said to count; what was said of an earlier draft is not."""
    rows = (signature("signed", "bob"), signature("signed", "carol", stands=False))
    said = printed(contract_page(view("partly_signed", *rows)))

    assert "bob     yes" in said
    assert "carol   no, on an earlier one" in said
