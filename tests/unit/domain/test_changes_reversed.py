"""A reversal undoes exactly one executed change, from its own day on."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.operations import impact_of
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.contracts.reversing import (
    ReversalExceedsError,
    ReversalIncompleteError,
    ReversalOverlapsError,
    ReversedAlreadyError,
    ReversesUnknownError,
)
from ledger.domain.kinds.change import (
    AssumptionSet,
    AuthoritySet,
    BudgetAddLine,
    BudgetAdjust,
    BudgetSetLine,
    ChangeReversed,
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    CreditSet,
    Impact,
    LineFigures,
    ObligationRemove,
    ObligationSet,
    Op,
    PartyRename,
    PaymentSet,
    ResponsibilitySet,
    SurvivalSet,
    TerminationSet,
    TermSet,
)
from ledger.domain.kinds.contract import ContractTerm
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import (
    CHANGE,
    CONTRACT,
    MORE,
    WORDS,
    Deal,
    boardless,
    euros,
    terms,
)
from tests.unit.domain.recomputing import assert_replays

BACK, LATER, AGAIN = "change/score/2", "change/score/3", "change/score/4"
OLD = ClauseReplace(id="scope", text="Forty sites.")
FEES = ClauseAdd(id="fees", number="2", heading="Fees", text="As in the budget.")
LONGER = ContractTerm(from_=date(2021, 1, 1), to=date(2023, 1, 10))
SITES = AssumptionSet(name="sites", from_="40", to="60")


def stated(deal: Deal, ops: tuple[Op, ...]) -> Impact:
    """Return what ops come to, which is not what is judged here."""
    return impact_of(folded(deal.world, deal.contract()).text, ops)


def change(deal: Deal, stream: str, *ops: Op, **members: Any) -> None:
    """Execute a change."""
    deal.amend(*ops, stream=stream, **{"impact": stated(deal, ops), **members})


def undo(deal: Deal, *ops: Op, **members: Any) -> tuple[Any, ...]:
    """Return what to say to reverse the first change by these ops."""
    given = {"impact": stated(deal, ops), "reverses": CHANGE, **members}
    return deal.servier, "change.drafted.v1", BACK, deal.change_draft(*ops, **given)


def begun(*ops: Op) -> Deal:
    """Return an executed contract and a change of it."""
    deal = Deal()
    deal.execute()
    change(deal, CHANGE, *ops)
    return deal


REPORT = ObligationSet(id="report", debtor="iqvia", creditor="servier", duty="Report monthly.")
AUDIT = ObligationSet(id="audit", debtor="iqvia", creditor="servier", duty="Open the books.")
LINE = BudgetAddLine(line="data", fee=euros(7), pass_through=euros(1))
UNDONE: dict[str, tuple[tuple[Op, ...], tuple[Op, ...]]] = {
    "words": ((WORDS,), (OLD,)),
    "a clause that came": (
        (ClauseAdd(id="law", number="3", heading="Law", text="French."),),
        (ClauseDelete(id="law"),),
    ),
    "a clause that went": ((ClauseDelete(id="fees"),), (FEES,)),
    "a number": (
        (ClauseRenumber(id="fees", number="2.1"),),
        (ClauseRenumber(id="fees", number="2"),),
    ),
    "money": ((MORE,), (BudgetAdjust(line="monitoring", fee=euros(-20_000)),)),
    "a line that came": (
        (LINE,),
        (
            BudgetSetLine(
                line="data", from_=LineFigures(fee=LINE.fee, pass_through=LINE.pass_through)
            ),
        ),
    ),
    "a payment": (
        (PaymentSet(trigger="end of work / report", of="fee", percent="5"),),
        (PaymentSet(trigger="end of work / report", of="fee"),),
    ),
    "an assumption": ((SITES,), (AssumptionSet(name="sites", from_="60", to="40"),)),
    "the term": ((TermSet(term=LONGER),), (TermSet(term=terms().term),)),
    "an activity": (
        (ResponsibilitySet(activity="monitoring"),),
        (ResponsibilitySet(activity="monitoring", party="iqvia"),),
    ),
    "an obligation that came": ((AUDIT,), (ObligationRemove(id="audit"),)),
    "an obligation that went": ((ObligationRemove(id="report"),), (REPORT,)),
    "an obligation": (
        (ObligationSet(id="report", debtor="iqvia", creditor="servier", duty="Report weekly."),),
        (REPORT,),
    ),
    "a ground": (
        (TerminationSet(ground="safety"),),
        (TerminationSet(ground="safety", notice_days=0, party="servier"),),
    ),
    "survival": ((SurvivalSet(clauses=()),), (SurvivalSet(clauses=("secrecy",)),)),
    "a credit": ((CreditSet(title="L", amount=euros(1)),), (CreditSet(title="L"),)),
    "authority": (
        (AuthoritySet(rows=(*boardless().change_authority, *boardless().change_authority)),),
        (AuthoritySet(rows=boardless().change_authority),),
    ),
    "several": (
        (WORDS, SITES, ClauseDelete(id="fees")),
        (FEES, OLD, AssumptionSet(name="sites", from_="60", to="40")),
    ),
    "a name beside words": ((WORDS, PartyRename(party="iqvia", legal_name="New")), (OLD,)),
}


@pytest.mark.parametrize("case", UNDONE)
def test_everything_is_as_it_was(case: str) -> None:
    """The ledger says so in the stream of the reversed change, after the new version."""
    done, back = UNDONE[case]
    deal = begun(*done)
    size = deal.world.size
    change(deal, BACK, *back, reverses=CHANGE)
    *_, executed, changed, said = list(deal.world.acts())[size:]

    assert [act.kind.tag for act in (executed, changed, said)] == [
        "change.executed.v1",
        "contract.changed.v1",
        "change.reversed.v1",
    ]
    assert (said.statement.stream, said.statement.subject) == (CHANGE, executed.digest)
    assert said.body == ChangeReversed(by=BACK, effective_on=date(2020, 12, 17))
    assert (deal.change().phase, deal.change().reversed_by) == ("reversed", BACK)
    assert_replays(deal)


REFUSED: dict[str, tuple[Any, tuple[Op, ...], tuple[Op, ...], tuple[Op, ...], str]] = {
    "half of it": (ReversalIncompleteError, (WORDS, SITES), (), (OLD,), "assumption/sites"),
    "other words than before": (
        ReversalIncompleteError,
        (WORDS,),
        (),
        (ClauseReplace(id="scope", text="Thirty sites."),),
        "clause/scope",
    ),
    "more than it": (
        ReversalExceedsError,
        (WORDS,),
        (),
        (OLD, SITES),
        "assumption/sites",
    ),
    "words that were changed since": (
        ReversalOverlapsError,
        (WORDS,),
        (ClauseReplace(id="scope", text="Eighty sites."),),
        (OLD,),
        "clause/scope",
    ),
    "a number that was given away since": (
        ReversalIncompleteError,
        (ClauseDelete(id="fees"),),
        (ClauseAdd(id="law", number="2", heading="Law", text="French."),),
        (ClauseAdd(id="fees", number="4", heading="Fees", text="As in the budget."),),
        "clause/fees",
    ),
    "an obligation that came": (
        ReversalIncompleteError,
        (WORDS, ObligationSet(id="x", debtor="iqvia", creditor="servier", duty="Do.")),
        (),
        (OLD,),
        "obligation/x",
    ),
    "less money than it moved": (
        ReversalIncompleteError,
        (MORE,),
        (BudgetAdjust(line="monitoring", fee=euros(5)),),
        (BudgetAdjust(line="monitoring", fee=euros(-19_999)),),
        "line/monitoring",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_reversal_that_is_none_is_refused(case: str) -> None:
    """By the item that it leaves, takes too much of, or can no longer reach."""
    error, done, since, back, item = REFUSED[case]
    deal = begun(*done)
    if since:
        change(deal, LATER, *since)
    said = undo(deal, *back)

    assert deal.refused(error, *said, base=said[3].base).facts["item"] == item


def test_what_a_reversal_moves_and_moves_back_is_no_more_than_undoing() -> None:
    """What counts is what it comes to."""
    deal = begun(WORDS)
    there, back = SITES, AssumptionSet(name="sites", from_="60", to="40")
    change(deal, BACK, OLD, there, back, reverses=CHANGE)

    assert deal.change().reversed_by == BACK


def test_money_comes_back_by_what_it_moved() -> None:
    """Also from a line that another change has moved since: that movement stays."""
    deal = begun(MORE)
    change(deal, LATER, BudgetAdjust(line="monitoring", fee=euros(5), pass_through=euros(3)))
    change(deal, BACK, BudgetAdjust(line="monitoring", fee=euros(-20_000)), reverses=CHANGE)

    copy = consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=deal.now.date())
    (line,) = (part.value for part in copy.budget if part.value.line == "monitoring")
    assert (line.fee, line.pass_through) == (euros(60_005), euros(10_003))


def test_a_line_that_came_and_moved_goes_down_by_what_came() -> None:
    """What was added since is another change's, and stays."""
    deal = begun(LINE)
    change(deal, LATER, BudgetAdjust(line="data", fee=euros(5)))
    back = BudgetAdjust(line="data", fee=euros(-7), pass_through=euros(-1))
    change(deal, BACK, back, reverses=CHANGE)

    assert deal.change().phase == "reversed"


@pytest.mark.parametrize("word", ["undisclosed", "unknown"])
def test_money_that_is_not_known_does_not_come_back_by_an_amount(word: Any) -> None:
    """How much it moved cannot be said, once another change has moved the line."""
    deal = Deal()
    deal.execute()
    secret = BudgetAddLine(line="data", fee=word, pass_through=euros(1))
    full = Impact(days=0, fee=word, pass_through=euros(1))
    deal.amend(secret, impact=full)
    change(deal, LATER, BudgetAdjust(line="data", pass_through=euros(5)))
    said = undo(deal, BudgetAdjust(line="data", pass_through=euros(-1)))

    deal.refused(ReversalOverlapsError, *said, base=said[3].base)


def test_a_change_is_reversed_once_and_the_reversal_can_be() -> None:
    """What came back by a second reversal is as the first change left it."""
    deal = begun(WORDS)
    change(deal, BACK, OLD, reverses=CHANGE)
    said = undo(deal, SITES)

    error = deal.refused(ReversedAlreadyError, *said[:2], LATER, said[3], base=said[3].base)
    assert error.facts["by"] == BACK
    change(deal, LATER, WORDS, reverses=BACK)
    assert (deal.change(BACK).phase, deal.change(LATER).phase) == ("reversed", "executed")
    assert_replays(deal)


def test_what_was_changed_and_changed_back_can_be_reversed() -> None:
    """Nothing overlaps where a later change was itself undone."""
    deal = begun(WORDS)
    change(deal, LATER, ClauseReplace(id="scope", text="Eighty sites."))
    change(deal, AGAIN, WORDS, reverses=LATER)
    change(deal, BACK, OLD, reverses=CHANGE)

    assert deal.change().phase == "reversed"


@pytest.mark.parametrize("named", ["change/score/9", "change/other/1", LATER])
def test_only_an_executed_change_of_the_contract_is_reversed(named: str) -> None:
    """A draft is withdrawn, another contract's change is none of its business."""
    deal = begun(WORDS)
    deal.propose(SITES, stream=LATER)
    said = undo(deal, OLD, reverses=named)

    deal.refused(ReversesUnknownError, *said, base=said[3].base)


def test_a_reversal_writes_no_past_anew() -> None:
    """Before its own day the reversed change holds; it cannot apply before that one does."""
    deal = begun(SITES)
    start, later = date(2021, 6, 1), date(2021, 9, 1)
    change(deal, LATER, WORDS, effective_rule="stated", effective_on=start)
    early = {"effective_rule": "stated", "effective_on": start - timedelta(days=1)}
    said = undo(deal, OLD, reverses=LATER, **early)
    deal.refused(EffectiveOrderError, *said, base=said[3].base)
    change(deal, BACK, OLD, reverses=LATER, effective_rule="stated", effective_on=later)

    history = history_of(deal.world, StreamName(CONTRACT))
    words = [
        consolidate(history, effective=on).clauses[0].value.text
        for on in (start - timedelta(days=1), start, later - timedelta(days=1), later)
    ]
    assert words == ["Forty sites.", "Sixty sites.", "Sixty sites.", "Forty sites."]
