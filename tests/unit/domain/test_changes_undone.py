"""For every op: a reversal gives back what the contract said before; what moved since stays."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.differences import Said, said
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.reversing import ReversalExceedsError
from ledger.domain.contracts.texts import ContractText
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, WORDS, Deal
from tests.unit.domain.op_table import TABLE, begun, drafted, execute, refuse
from tests.unit.domain.recomputing import assert_replays

BACK, LATER = "change/score/2", "change/score/3"
MADE, UNDONE = date(2021, 6, 1), date(2021, 9, 1)
RESTORED = [tag for tag, row in TABLE.items() if not row.is_fact]
FACTS = [tag for tag, row in TABLE.items() if row.is_fact]


def from_day(on: date) -> dict[str, Any]:
    """Return the members of a change that applies from a stated day."""
    return {"effective_rule": "stated", "effective_on": on}


def said_on(deal: Deal, on: date) -> Said:
    """Return what the contract says on a day."""
    return said(consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=on))


def live(deal: Deal) -> ContractText:
    """Return the newest text."""
    return folded(deal.world, deal.contract()).text


@pytest.mark.parametrize("tag", RESTORED)
def test_a_reversal_restores_what_was_said_before(tag: str) -> None:
    """From its own day on, part by part; between the two the change holds."""
    row = TABLE[tag]
    before = begun()
    deal = begun(*row.first, **from_day(MADE))
    execute(deal, BACK, *row.back, reverses=CHANGE, **from_day(UNDONE))
    days = (MADE - timedelta(days=1), MADE, UNDONE - timedelta(days=1), UNDONE)
    first, made, still, undone = (said_on(deal, day) for day in days)

    assert first == undone == replace(said_on(before, UNDONE), status=undone.status)
    assert made == still
    assert made != first
    assert live(deal) == live(before)
    assert (deal.change().phase, deal.change().reversed_by) == ("reversed", BACK)
    assert_replays(deal)


@pytest.mark.parametrize("tag", RESTORED)
def test_what_a_later_change_touched_is_not_undone(tag: str) -> None:
    """Refused by the item; of money what was moved since is not taken back with it."""
    row = TABLE[tag]
    deal = begun(*row.first)
    execute(deal, LATER, row.again)
    error = refuse(deal, row.error, BACK, drafted(deal, *row.late, reverses=CHANGE))

    assert error.facts == {"item": row.item, "change": CHANGE}
    assert (deal.change().phase, deal.change(LATER).phase) == ("executed", "executed")


@pytest.mark.parametrize("tag", RESTORED)
def test_what_a_later_change_left_alone_is_undone(tag: str) -> None:
    """The later change stands, as if the reversed one had never been."""
    row = TABLE[tag]
    alone = begun(row.apart)
    deal = begun(*row.first)
    execute(deal, LATER, row.apart)
    execute(deal, BACK, *row.back, reverses=CHANGE)

    assert live(deal) == live(alone)
    assert (deal.change().phase, deal.change(LATER).phase) == ("reversed", "executed")


@pytest.mark.parametrize("tag", RESTORED)
def test_a_reversal_is_undone_by_the_words_of_the_first(tag: str) -> None:
    """What came back goes again, where the first ops can be said once more."""
    row = TABLE[tag]
    deal = begun(*row.first)
    made = live(deal)
    execute(deal, BACK, *row.back, reverses=CHANGE)
    execute(deal, LATER, *row.first, reverses=BACK)

    assert live(deal) == made
    assert [deal.change(each).phase for each in (CHANGE, BACK, LATER)] == [
        "reversed",
        "reversed",
        "executed",
    ]


@pytest.mark.parametrize("tag", FACTS)
def test_a_fact_is_not_undone(tag: str) -> None:
    """A company has its name: nothing else can be undone of its change, only said anew."""
    row = TABLE[tag]
    deal = begun(*row.first)
    error = refuse(deal, ReversalExceedsError, BACK, drafted(deal, WORDS, reverses=CHANGE))
    assert error.facts["item"] == "clause/scope"
    execute(deal, BACK, *row.back, reverses=CHANGE)

    assert live(deal).legal_names == {"iqvia": "Quintiles"}
