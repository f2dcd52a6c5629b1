"""show change: a page that says what a change does before anybody signs it."""

from typing import Any

import pytest

from commands.tables.change import change_page
from ledger.domain.kinds.change import ClauseDelete, ClauseReplace, TextRestate
from ledger.domain.kinds.contract import ChangeAuthority
from tests.cli.conftest import Played
from tests.cli.test_tables import AT, printed
from tests.projections.conftest import Told, reading
from tests.projections.test_change_page import page
from tests.projections.test_changes import OTHER, on_paper, undone
from tests.unit.domain.agreement import MORE, WORDS, Deal, boardless, impact

__all__ = ["reading"]


def shown(reading: Told, deal: Deal, stream: str = "change/score/1") -> str:
    """Return the page of a change as it is printed, its lines joined."""
    found = page(reading(deal), deal, stream)
    return " ".join(printed(change_page(found, is_coloured=False)).split())


def test_an_executed_change_of_the_demo(played: Played) -> None:
    """Words, money, decision and signers; by its name alone or with its type."""
    whole = played.office.ok("show", "change", "change/score-wo-1/co-1", *AT)

    assert whole == played.office.ok("show", "change", "score-wo-1/co-1", *AT)
    assert "{+40 sites in 7+}" in whole
    assert "EUR 140,000.00" in whole
    assert "jsc/2017-001 adopted" in whole
    assert "member-a" in whole
    assert "blocked" not in whole


def test_an_open_change_of_the_demo(played: Played) -> None:
    """What it would come to, who has to sign, and what is in the way."""
    whole = played.office.ok("show", "change", "score-wo-1/co-2", *AT)
    found = played.office.answer("show", "change", "score-wo-1/co-2", *AT)

    assert "the contract wants a decision of board/jsc" in whole
    assert "none yet" in whole
    assert [step["what"] for step in found["missing"]] == ["authority", "signature", "signature"]


def test_a_change_is_asked_for_as_it_was_known(played: Played) -> None:
    """Before its signatures it was a draft; before its draft it was not known."""
    entries = played.office.answer("show", "change", "score-wo-1/co-1", *AT)["timeline"]
    drafted = entries[0]["leaf_index"]
    asked = ("show", "change", "score-wo-1/co-1", *AT, "--known")

    assert played.office.answer(*asked, str(drafted))["phase"] == "drafted"
    played.office.refused(4, "contract-not-known", *asked, str(drafted - 1))
    played.office.refused(4, "known-beyond", *asked, "99999")
    played.office.refused(4, "nothing-to-show", "show", "change", "score-wo-1/none", *AT)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "from the day of the last signature"),
        ({"effective_rule": "stated", "effective_on": "2021-06-01"}, "from 2021-06-01"),
        (
            {"effective_rule": "condition", "condition": "The authority consents."},
            "once its condition is met: The authority consents.",
        ),
        (
            {
                "effective_rule": "condition",
                "condition": "The authority consents.",
                "long_stop": "2021-07-01",
            },
            "The authority consents., by 2021-07-01",
        ),
    ],
)
def test_a_draft_says_from_when_it_would_apply(
    reading: Told, members: dict[str, Any], said: str
) -> None:
    """As it states; no day is made up."""
    deal = Deal()
    deal.execute(boardless())
    deal.propose(WORDS, **members)

    assert said in shown(reading, deal)


def test_what_is_in_its_way_is_said(reading: Told) -> None:
    """Another change of the same clause; then that it was executed first."""
    deal = Deal()
    deal.execute(boardless())
    deal.propose(WORDS)
    deal.propose(ClauseDelete(id="scope"), stream=OTHER)
    beside = shown(reading, deal)
    deal.sign_change(stream=OTHER)
    behind = shown(reading, deal)

    assert "clause/scope is in score/2, too" in beside
    assert "its base is not the newest version: it must be drafted again" in behind


def test_money_that_moves_is_said(reading: Told) -> None:
    """Net, and all of it."""
    deal = Deal()
    deal.execute(boardless())
    deal.propose(MORE, impact=impact(fee=20_000))

    assert "fee EUR 200.00; pass-through EUR 0.00; EUR 200.00 moved in all" in shown(reading, deal)


def test_a_draft_in_parts_says_what_is_to_come(reading: Told) -> None:
    """Instead of half of what it does."""
    deal = Deal()
    rows = (ChangeAuthority(change_kind="restatement", by="parties"),)
    deal.execute(boardless(change_authority=rows))
    deal.propose(TextRestate(), change_kind="restatement", parts=2)

    said = shown(reading, deal)

    assert "parts of its draft to come: 1" in said
    assert "What it changes is told once its last part is drafted." in said


def test_a_change_that_does_not_apply_says_so(reading: Told) -> None:
    """It is no page without a word about its ops."""
    deal = Deal()
    deal.execute(boardless())
    deal.propose(ClauseReplace(id="scope", text="Sixty sites."))
    found = {**page(reading(deal), deal), "effect": None}

    assert "it must be drafted again" in printed(change_page(found, is_coloured=False))


def test_work_that_began_and_what_undid_it_are_said(reading: Told) -> None:
    """The cap, the last day, what ended it; and by which change it was reversed."""
    deal = Deal()
    undone(deal)
    first, second = shown(reading, deal), shown(reading, deal, OTHER)

    assert "reversed by score/2" in first
    assert "EUR 100.00 2020-12-19 servier executed" in first
    assert "reverses score/1" in second


def test_paper_is_said_to_be_paper(reading: Told) -> None:
    """Nobody signed it here."""
    deal = Deal()
    on_paper(deal)

    assert "executed, on paper on 2019-05-02" in shown(reading, deal, OTHER)
