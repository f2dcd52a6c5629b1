"""A change as its signers see it: against which text, who is missing, and as it was known."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection

from ledger.domain.contracts.copies import NotYetKnownError
from ledger.domain.kinds.change import (
    ChangeWithdrawn,
    ClauseAdd,
    ClauseDelete,
    ClauseReplace,
    TextRestate,
)
from ledger.domain.kinds.contract import ChangeAuthority, ContractConditionMet
from ledger.evidence.statement import StreamName
from projections.live import Now
from projections.questions import changes
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.past import known_at, world_at
from tests.projections.test_changes import OTHER, on_paper, undone
from tests.unit.domain.agreement import CHANGE, CONTRACT, WORDS, Deal, boardless

BEFORE, AFTER = "Forty sites.", "Fifty sites."


def page(
    connection: Connection, deal: Deal, stream: str = CHANGE, now: Now | None = None
) -> dict[str, Any]:
    """Return a change's page, as anybody reads it."""
    asked = now or Now(world=deal.world, at=deal.now)
    then = partial(world_at, deal)
    found = changes.load(connection, ANYBODY, StreamName(stream), asked, then)
    assert found is not None
    return found


def words(found: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    """Return the clauses that a change moves, as they are before it and after it."""
    pairs = found["effect"]["clauses"]
    return [
        tuple(pair[side] and pair[side]["text"] for side in ("before", "after")) for pair in pairs
    ]


@pytest.fixture
def open_change() -> Deal:
    """A change that one of two has signed."""
    deal = Deal()
    deal.execute(boardless())
    deal.propose(ClauseReplace(id="scope", text=AFTER))
    deal.advance(days=1)
    deal.sign_change("servier")
    return deal


def test_an_open_change_says_what_it_would_make_and_who_is_missing(
    open_change: Deal, reading: Told
) -> None:
    """Before anybody is bound: the words side by side, and the step that is left."""
    found = page(reading(open_change), open_change)

    assert words(found) == [(BEFORE, AFTER)]
    assert (found["phase"], found["executed_on"], found["effective_on"]) == (
        "partly_signed",
        None,
        None,
    )
    assert [(step["what"], step["party"]) for step in found["missing"]] == [("signature", "iqvia")]
    assert [row["party"] for row in found["signatures"]] == ["servier"]
    assert (found["clash"]["is_stale"], found["clash"]["with"]) == (False, [])
    assert found["receipt"] == f"/v1/statements/{found['digest']}/receipt"


def test_a_change_that_is_late_is_told_against_the_text_that_it_was_drafted_on(
    open_change: Deal, reading: Told
) -> None:
    """Another was executed before it: it must be drafted again, and what it meant stays plain."""
    open_change.amend(ClauseDelete(id="scope"), stream=OTHER)
    connection = reading(open_change)

    found = page(connection, open_change)

    assert found["clash"]["is_stale"]
    assert words(found) == [(BEFORE, AFTER)]
    assert words(page(connection, open_change, OTHER)) == [(BEFORE, None)]
    assert "base-stale" in {block["code"] for step in found["missing"] for block in step["blocks"]}


def test_a_change_that_was_withdrawn_still_says_what_it_meant(
    open_change: Deal, reading: Told
) -> None:
    """And nobody has to sign it."""
    open_change.say(open_change.servier, "change.withdrawn.v1", CHANGE, ChangeWithdrawn())

    found = page(reading(open_change), open_change)

    assert (found["phase"], found["clash"], found["missing"]) == ("withdrawn", None, [])
    assert words(found) == [(BEFORE, AFTER)]


def test_an_executed_change_is_told_against_the_text_before_it(reading: Told) -> None:
    """Whatever came later: here another change put the words back."""
    deal = Deal()
    undone(deal)
    connection = reading(deal)

    first, second = page(connection, deal), page(connection, deal, OTHER)

    assert words(first) == [(before, after) for after, before in words(second)]
    assert (first["phase"], first["reversed_by"], second["reverses"]) == ("reversed", OTHER, CHANGE)
    assert first["executed_on"] == first["effective_on"] == "2020-12-19"
    assert first["starts"][0]["ended"] == "executed"
    assert (first["clash"], first["missing"]) == (None, [])


def test_a_change_on_paper_says_that_it_is(reading: Told) -> None:
    """With the days of the paper, and who joined in registering it."""
    deal = Deal()
    on_paper(deal)

    found = page(reading(deal), deal)

    assert (found["outside"], found["executed_on"], found["effective_on"]) == (
        True,
        "2019-05-02",
        "2019-05-02",
    )
    assert words(found) == [(BEFORE, WORDS.text)]
    assert [row["party"] for row in found["endorsements"]] == ["iqvia"]
    assert found["signatures"] == []


def test_what_a_change_makes_is_told_once_its_draft_is_whole(reading: Told) -> None:
    """Half of a restatement says nothing about the contract."""
    deal = Deal()
    rows = (ChangeAuthority(change_kind="restatement", by="parties"),)
    deal.execute(boardless(change_authority=rows))
    deal.propose(TextRestate(), change_kind="restatement", parts=2)

    half = page(reading(deal), deal)
    deal.go_on(ClauseAdd(id="scope", number="1", heading="Scope", text=AFTER))
    whole = page(reading(deal), deal)

    assert (half["effect"], half["parts_to_come"]) == (None, 1)
    assert (BEFORE, AFTER) in words(whole)


def test_a_change_applies_from_the_day_on_which_its_condition_was_met(reading: Told) -> None:
    """Not from that of its last signature."""
    deal = Deal()
    deal.execute(boardless())
    deal.amend(WORDS, effective_rule="condition", condition="The authority consents.")
    waiting = page(reading(deal), deal)
    deal.advance(days=9)
    met = ContractConditionMet(on=deal.now.date())
    executed = deal.acts("change.executed.v1")[0]
    act = deal.say(
        deal.servier, "contract.condition_met.v1", CONTRACT, met, subject=executed.digest
    )
    deal.endorse(deal.iqvia, CONTRACT, act)

    found = page(reading(deal), deal)

    assert (waiting["executed_on"], waiting["effective_on"]) == ("2020-12-17", None)
    assert (found["executed_on"], found["effective_on"]) == ("2020-12-17", "2020-12-26")
    assert words(found) == words(waiting) == [(BEFORE, WORDS.text)]


def test_a_change_is_shown_as_it_was_known(open_change: Deal, reading: Told) -> None:
    """Half signed then, executed now; before it was drafted nobody knew it."""
    size = open_change.world.size
    drafted = open_change.acts("change.drafted.v1")[0].leaf_index
    open_change.sign_change("iqvia")
    connection = reading(open_change)

    now = page(connection, open_change)
    then = page(connection, open_change, now=known_at(open_change, size))
    first = page(connection, open_change, now=known_at(open_change, drafted + 1))

    assert (now["phase"], then["phase"], first["phase"]) == (
        "executed",
        "partly_signed",
        "drafted",
    )
    assert [len(each["signatures"]) for each in (now, then, first)] == [2, 1, 0]
    assert [len(each["timeline"]) for each in (now, then, first)] == [5, 3, 1]
    assert [len(each["missing"]) for each in (now, then, first)] == [0, 1, 3]
    with pytest.raises(NotYetKnownError):
        page(connection, open_change, now=known_at(open_change, drafted))


def test_who_may_not_read_the_contract_learns_nothing_of_its_changes(
    open_change: Deal, reading: Told
) -> None:
    """Neither now nor as it was known, whether it was there or not."""
    connection, then = reading(open_change), partial(world_at, open_change)
    size = open_change.world.size
    for now in (
        Now(world=open_change.world, at=open_change.now),
        known_at(open_change, size),
        known_at(open_change, size - 3),
    ):
        for stream in (CHANGE, "change/score/9", "change/none/1"):
            rival = party_reader("tech")
            assert changes.load(connection, rival, StreamName(stream), now, then) is None
