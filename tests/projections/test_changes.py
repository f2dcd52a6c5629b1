"""Changes as they can be read: long ones, paper, reversals, work that was let begin."""

from collections.abc import Callable
from datetime import date

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.kinds.change import ClauseAdd, ClauseReplace, TextRestate
from ledger.domain.kinds.contract import ChangeAuthority
from ledger.evidence.statement import StreamName
from projections import changes
from tests.projections.conftest import ANYBODY, Told
from tests.projections.turns import DAYS, copy_of, names_of
from tests.unit.domain.agreement import CHANGE, CONTRACT, WORDS, Deal, boardless, terms

OTHER = "change/score/2"
BACK = ClauseReplace(id="scope", text="Forty sites.")


def restated(deal: Deal) -> None:
    """A contract that is restated in parts, and whose restatement is no last word."""
    rows = (
        ChangeAuthority(change_kind="administrative", by="parties"),
        ChangeAuthority(change_kind="restatement", by="parties"),
    )
    deal.execute(boardless(change_authority=rows))
    clauses = [ClauseAdd(id=f"c{n}", number=f"{n}", heading="H", text="T") for n in range(1, 9)]
    deal.propose(TextRestate(), *clauses[:4], change_kind="restatement", parts=2)
    deal.advance(days=1)
    deal.go_on(*clauses[4:])
    deal.sign_change()
    deal.amend(ClauseReplace(id="c1", text="More."), stream=OTHER)


def undone(deal: Deal) -> None:
    """A change on which work began, and which was reversed."""
    deal.execute()
    deal.propose(WORDS)
    deal.let_begin()
    deal.advance(days=2)
    deal.sign_change()
    deal.advance(days=2)
    deal.amend(BACK, stream=OTHER, reverses=CHANGE)


def on_paper(deal: Deal) -> None:
    """A contract on paper with two changes on paper, of which one undoes the other."""
    known = terms(change_authority=boardless().change_authority)
    deal.register(CONTRACT, **{name: getattr(known, name) for name in known.__struct_fields__})
    deal.register_change(CHANGE, deal.paper_change(WORDS))
    deal.register_change(OTHER, deal.paper_change(BACK, reverses=CHANGE))


@pytest.mark.parametrize("tell", [restated, undone, on_paper])
def test_the_rows_give_the_same_copy_as_the_rules(
    reading: Told, tell: Callable[[Deal], None]
) -> None:
    """On any day, as known at any moment, stored rows and the world are folded alike."""
    deal = Deal()
    tell(deal)
    history = history_of(deal.world, StreamName(CONTRACT), names_of(deal))
    connection = reading(deal)
    opened = history.opening.provenance.version.leaf_index

    for known in (None, *range(opened, deal.world.size)):
        for day in (*DAYS, date(2019, 6, 1)):
            expected = consolidate(history, effective=day, known=known)
            assert copy_of(connection, day, known) == expected


def test_changes_on_paper_are_shown_as_paper(reading: Told) -> None:
    """With the one that undid another, as they last moved."""
    deal = Deal()
    on_paper(deal)

    second, first = changes.list_all(reading(deal), ANYBODY, contract=CONTRACT)

    assert (first["phase"], first["outside"], first["reversed_by"]) == ("reversed", True, OTHER)
    assert (second["phase"], second["outside"], second["reverses"]) == ("executed", True, CHANGE)


def test_a_change_shows_the_work_that_was_let_begin(reading: Told) -> None:
    """By whom, up to what, until when, and what ended it."""
    deal = Deal()
    undone(deal)

    found = changes.load(reading(deal), ANYBODY, CHANGE)

    assert found is not None
    (start,) = found["starts"]
    assert (start["party"], start["cap"], start["until"], start["ended"], start["ended_by"]) == (
        "servier",
        {"minor": 10_000, "currency": "EUR"},
        "2020-12-19",
        "executed",
        deal.acts("change.executed.v1")[0].digest,
    )
