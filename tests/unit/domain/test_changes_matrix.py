"""Two open changes of one version, for every op: who is stale, who clashes, who may go first."""

from datetime import date
from typing import Any, get_args

import pytest

from ledger.domain.common import SubjectError
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.ordering import EffectiveOrderError, items_of
from ledger.domain.contracts.proposing import BaseStaleError
from ledger.domain.contracts.questions.open_changes import open_changes
from ledger.domain.contracts.texts import ContractText
from ledger.domain.kinds.change import (
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    Op,
    PaymentSet,
    SurvivalSet,
)
from ledger.domain.kinds.terms import OpName
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, WORDS, Deal, terms
from tests.unit.domain.op_table import LAW, TABLE, begun, drafted, execute, propose, refuse
from tests.unit.domain.recomputing import assert_replays

OTHER = "change/score/2"
DAY, BEFORE = date(2021, 6, 1), date(2021, 5, 31)


def from_day(on: date) -> dict[str, Any]:
    """Return the members of a change that applies from a stated day."""
    return {"effective_rule": "stated", "effective_on": on}


def clashes(deal: Deal, stream: str = OTHER) -> set[str]:
    """Return the items that an open change has in common with others."""
    found = open_changes(deal.world, deal.contract(), map(StreamName, (CHANGE, OTHER)))
    return {item for each in found if each.stream == stream for item, _ in each.clashes}


def test_every_op_has_its_row() -> None:
    """Whoever adds an op says what it rivals, and what undoes it."""
    unions = {str(each.__struct_config__.tag) for each in get_args(Op)}

    assert set(TABLE) == set(get_args(OpName))
    assert set(TABLE) == unions
    for tag, row in TABLE.items():
        assert row.first[0].__struct_config__.tag == tag


@pytest.mark.parametrize("tag", TABLE)
def test_what_two_open_changes_have_in_common_is_shown(tag: str) -> None:
    """Before either is executed; what is apart stands in nobody's way."""
    row = TABLE[tag]
    deal = begun()
    propose(deal, CHANGE, *row.first)
    propose(deal, OTHER, row.rival)
    assert row.item in clashes(deal)
    propose(deal, OTHER, row.apart)

    assert clashes(deal) == set()


@pytest.mark.parametrize("which", ["rival", "apart"])
@pytest.mark.parametrize("tag", TABLE)
def test_whoever_is_executed_second_is_drafted_again(tag: str, which: str) -> None:
    """On one item or another: new base, new digest, new authority, new signatures (rule 9)."""
    row = TABLE[tag]
    op = row.rival if which == "rival" else row.apart
    deal = begun()
    propose(deal, OTHER, op)
    deal.sign_change("servier", stream=OTHER)
    old = deal.change(OTHER)
    late = deal.change_signature("iqvia", stream=OTHER)
    execute(deal, CHANGE, *row.first)
    refuse(deal, BaseStaleError, OTHER, drafted(deal, row.again, base=old.body.base))
    deal.refused(BaseStaleError, *late, subject=old.drafted)

    again = row.again if which == "rival" else row.apart
    propose(deal, OTHER, again)
    new = deal.change(OTHER)
    authorised = deal.acts("change.authorised.v1")[-1]
    assert (new.body.base, new.signatures) == (deal.contract().version, {})
    assert new.content != old.content
    assert authorised.statement.subject == new.drafted
    deal.refused(SubjectError, *late, subject=old.drafted)
    deal.sign_change("iqvia", stream=OTHER)
    assert new.phase == "authorised"
    assert deal.change(OTHER).phase == "partly_signed"
    deal.sign_change("servier", stream=OTHER)
    assert deal.change(OTHER).phase == "executed"
    assert_replays(deal)


@pytest.mark.parametrize("tag", TABLE)
def test_the_same_words_may_fit_the_next_version_no_more(tag: str) -> None:
    """They are refused by the name of what is in their way, or they replace what came first."""
    row = TABLE[tag]
    deal = begun(*row.first)
    if row.then is not None:
        body = drafted(deal)
        named = {name: getattr(body, name) for name in body.__struct_fields__}
        refuse(deal, row.then, OTHER, type(body)(**{**named, "ops": (row.rival,)}))
        return
    execute(deal, OTHER, row.rival)

    assert deal.change(OTHER).phase == "executed"


@pytest.mark.parametrize("tag", TABLE)
def test_one_item_changes_in_the_order_of_its_changes_and_others_in_any(tag: str) -> None:
    """Not a day before the first applies, on its day; what is apart goes first if it likes."""
    row = TABLE[tag]
    deal = begun(*row.first, **from_day(DAY))
    error = refuse(deal, EffectiveOrderError, OTHER, drafted(deal, row.again, **from_day(BEFORE)))
    assert error.facts["item"] == row.item
    execute(deal, OTHER, row.apart, **from_day(BEFORE))
    execute(deal, "change/score/3", row.again, **from_day(DAY))

    history = history_of(deal.world, StreamName(CONTRACT))
    copy = consolidate(history, effective=DAY)
    clauses = {part.value.id: part.value for part in copy.clauses}
    assert clauses == folded(deal.world, deal.contract()).text.clauses
    assert [each.version.stream for each in copy.applied] == [OTHER, CHANGE, "change/score/3"]


TOGETHER: dict[str, tuple[Op, Op, frozenset[str]]] = {
    "two clauses": (WORDS, ClauseReplace(id="fees", text="As in the annex."), frozenset()),
    "a clause and its removal": (
        ClauseReplace(id="fees", text="As in the annex."),
        ClauseDelete(id="fees"),
        frozenset({"clause/fees"}),
    ),
    "one number for two clauses": (
        LAW,
        ClauseAdd(id="audit", number="3", heading="Audit", text="Once a year."),
        frozenset({"number/3"}),
    ),
    "a number that another gives up": (
        ClauseRenumber(id="fees", number="4"),
        ClauseRenumber(id="scope", number="4"),
        frozenset({"number/4"}),
    ),
    "two payments of one sum": (
        PaymentSet(trigger="end", of="fee", percent="5"),
        PaymentSet(trigger="signature", of="fee", percent="20"),
        frozenset({"payments/fee"}),
    ),
    "two payments of two sums": (
        PaymentSet(trigger="end", of="total", percent="5"),
        PaymentSet(trigger="signature", of="fee", percent="20"),
        frozenset(),
    ),
    "a clause that is struck and survives": (
        ClauseDelete(id="fees"),
        SurvivalSet(clauses=("secrecy", "fees")),
        frozenset({"survival/fees"}),
    ),
}


@pytest.mark.parametrize("case", TOGETHER)
def test_items_that_hang_together_are_in_each_others_way(case: str) -> None:
    """A number, a sum of percentages, what survives: one item of several parts."""
    one, other, common = TOGETHER[case]
    text = ContractText.of(terms())
    deal = begun()
    propose(deal, CHANGE, one)
    propose(deal, OTHER, other)

    assert items_of(text, (one,)) & items_of(text, (other,)) == common
    assert clashes(deal) == common


@pytest.mark.parametrize("tag", TABLE)
def test_nothing_takes_effect_on_an_item_that_waits(tag: str) -> None:
    """Until the condition of the first is met; what is apart is free."""
    row = TABLE[tag]
    deal = begun(*row.first, effective_rule="condition", condition="The approval is there.")
    late = drafted(deal, row.again, **from_day(date(2022, 12, 1)))
    assert refuse(deal, EffectiveOrderError, OTHER, late).facts["earlier"] == "a condition"
    execute(deal, OTHER, row.apart)

    assert deal.change(OTHER).phase == "executed"
