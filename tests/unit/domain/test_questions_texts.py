"""What texts say beside each other: what is owed, what prevails, what dangles, what clashes."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Consolidated, history_of
from ledger.domain.contracts.questions.obligations import owed
from ledger.domain.contracts.questions.open_changes import open_changes
from ledger.domain.contracts.questions.precedence import prevailing, prevails_in
from ledger.domain.contracts.questions.references import parent_of_contract, referred
from ledger.domain.kinds.change import (
    ChangeWithdrawn,
    ClauseAdd,
    ClauseDelete,
    ClauseReplace,
    ObligationSet,
)
from ledger.domain.kinds.contract import Obligation, Reference
from ledger.domain.kinds.lifecycle import ContractResumed, ReferenceResolved
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, MSA, WORDS, Deal, boardless, terms
from tests.unit.domain.lapses import pass_stop, waiting_draft

DUE = date(2021, 6, 1)
REPORT: dict[str, Any] = {"debtor": "iqvia", "creditor": "servier", "duty": "Report."}
OTHER = StreamName("change/score/2")
SEVEN = Reference(text="Work Order No. 7", role="related")


def copy_of(deal: Deal, stream: str = CONTRACT, on: date = DUE) -> Consolidated:
    """Return a contract as of a day."""
    return consolidate(history_of(deal.world, StreamName(stream)), effective=on)


@pytest.mark.parametrize(("days", "late"), [(-1, 0), (0, 0), (1, 1), (366, 366)])
def test_an_obligation_is_late_from_the_day_after_it_fell_due(days: int, late: int) -> None:
    """To the day."""
    deal = Deal()
    deal.execute(boardless(obligations=(Obligation(id="report", due=DUE, **REPORT),)))
    on = DUE + timedelta(days=days)

    (found,) = owed(deal.contract(), copy_of(deal, on=on), on)

    assert found.overdue_days == late
    assert (found.standing.state, found.standing.obligation.due) == ("open", DUE)
    assert found.standing.provenance.version == deal.contract().executed_at


@pytest.mark.parametrize(
    ("due", "on", "late"),
    [
        (date(2021, 3, 1), date(2021, 3, 9), 8),
        (date(2021, 3, 1), date(2021, 3, 10), 8),  # the contract rests from this day on
        (date(2021, 3, 1), date(2021, 4, 8), 8),
        (date(2021, 3, 1), date(2021, 4, 9), 9),  # and goes on
        (date(2021, 3, 20), date(2021, 4, 8), 0),
        (date(2021, 3, 20), date(2021, 4, 9), 1),
        (date(2021, 4, 8), date(2021, 4, 9), 1),
        (date(2021, 4, 9), date(2021, 4, 9), 0),
    ],
)
def test_days_on_which_the_contract_rests_are_not_late(due: date, on: date, late: int) -> None:
    """Nothing falls due meanwhile; what was late before is no later for it."""
    deal = Deal()
    deal.execute(boardless(obligations=(Obligation(id="report", due=due, **REPORT),)))
    deal.advance(days=83)
    said = deal.suspend(date(2021, 3, 10))
    deal.advance(days=30)
    body = ContractResumed(on=date(2021, 4, 9))
    act = deal.say(deal.servier, "contract.resumed.v1", CONTRACT, body, subject=said.digest)
    deal.endorse(deal.iqvia, CONTRACT, act)

    (found,) = owed(deal.contract(), copy_of(deal, on=on), on)

    assert found.overdue_days == late


def test_a_due_day_is_never_made_up() -> None:
    """What falls due upon something stays so, after everything that has a day."""
    deal = Deal()
    upon = Obligation(id="archive", trigger="last patient out", **REPORT)
    dated = Obligation(id="report", due=DUE, **REPORT)
    deal.execute(boardless(obligations=(upon, dated)))
    far = date(2022, 12, 31)

    first, last = owed(deal.contract(), copy_of(deal, on=far), far)

    assert first.standing.obligation == dated
    assert (last.standing.obligation.due, last.standing.obligation.trigger) == (
        None,
        "last patient out",
    )
    assert last.overdue_days == 0


def test_an_obligation_is_the_newest_statements() -> None:
    """A change that sets it anew made it so, from its day."""
    deal = Deal()
    deal.execute()
    later = ObligationSet(id="report", due=DUE, **REPORT)
    deal.amend(later, effective_rule="stated", effective_on=date(2021, 2, 1))

    (before,) = owed(deal.contract(), copy_of(deal, on=date(2021, 1, 31)), DUE)
    (after,) = owed(deal.contract(), copy_of(deal), DUE)

    assert before.standing.obligation.due is None
    assert after.standing.obligation.due == DUE
    assert after.standing.provenance.version == deal.change().executed_at


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, ("not_stated", "not_stated")),
        ({"precedence_except": ("fees",)}, ("not_stated", "not_stated")),
        ({"precedence": "parent"}, ("parent", "precedence")),
        ({"precedence": "own"}, ("own", "precedence")),
        ({"precedence": "parent", "precedence_except": ("fees",)}, ("own", "precedence_except")),
        ({"precedence": "own", "precedence_except": ("fees",)}, ("parent", "precedence_except")),
        ({"precedence": "own", "precedence_except": ("scope",)}, ("own", "precedence")),
    ],
)  # fmt: skip
def test_what_prevails_is_what_is_stated(
    members: dict[str, Any], expected: tuple[str, str]
) -> None:
    """A named exception turns it round; where no order is stated none is made up."""
    assert prevails_in(terms(**members), "fees") == expected


def test_clauses_that_both_texts_have_are_set_side_by_side() -> None:
    """By id, with the statement behind each, and whether the words differ at all."""
    deal = Deal()
    deal.register()
    deal.execute(boardless(contract_kind="work_order", parent=MSA, precedence="own"))
    alone = ClauseAdd(id="law", number="11", heading="Law", text="French.")
    deal.amend(WORDS, alone)

    found = {each.own.value.id: each for each in prevailing(copy_of(deal), copy_of(deal, MSA))}

    assert list(found) == ["scope", "fees", "secrecy"]
    assert [each.same_words for each in found.values()] == [False, True, True]
    assert found["scope"].own.provenance.version == deal.change().executed_at
    assert found["scope"].parent.provenance.version == deal.contract(MSA).executed_at


def test_references_dangle_unless_the_text_says_what_they_mean() -> None:
    """Also where a contract of that very title is on record; a change's stand beside them."""
    deal = Deal()
    deal.register()
    dangling = Reference(text="Master services", role="related")
    stated = Reference(text="MSA", role="related", contract=MSA)
    deal.execute(boardless(references=(dangling, stated)))
    deal.propose(references=(Reference(text="Work Order No. 7", role="replaces"),))

    found = referred(deal.world, deal.contract(), (StreamName(CHANGE),))

    assert [
        (each.stream, each.reference.text, each.resolved and each.resolved.contract)
        for each in found
    ] == [
        (CONTRACT, "Master services", None),
        (CONTRACT, "MSA", MSA),
        (CHANGE, "Work Order No. 7", None),
    ]
    assert {each.place and each.place.digest for each in found} == {
        deal.contract().drafted,
        deal.change().drafted,
    }
    assert parent_of_contract(deal.contract()) is None
    deal.say(deal.servier, "change.withdrawn.v1", CHANGE, ChangeWithdrawn())
    assert len(referred(deal.world, deal.contract(), (StreamName(CHANGE),))) == 2


def test_open_changes_of_one_item_stand_in_each_others_way() -> None:
    """Of different items they do not; once one is executed, the other is stale."""
    deal = Deal()
    deal.execute()
    streams = (StreamName(CHANGE), OTHER, StreamName("change/score/3"))
    deal.propose()
    deal.propose(ClauseReplace(id="scope", text="Ten sites."), stream=OTHER)
    deal.propose(ClauseReplace(id="fees", text="None."), stream=streams[2])

    one, two, three = open_changes(deal.world, deal.contract(), streams)
    assert one.clashes == (("clause/scope", OTHER),)
    assert two.clashes == (("clause/scope", CHANGE),)
    assert (three.clashes, three.is_in_conflict) == ((), False)

    deal.sign_change(stream=OTHER)
    left = open_changes(deal.world, deal.contract(), streams)
    assert [(each.stream, each.is_stale, each.clashes) for each in left] == [
        (CHANGE, True, ()),
        (streams[2], True, ()),
    ]


def test_an_open_change_that_no_longer_applies_clashes_with_nothing() -> None:
    """The clause that it replaces is gone: it must be drafted again, and says so."""
    deal = Deal()
    deal.execute()
    deal.propose(ClauseReplace(id="fees", text="Doubled."))
    deal.amend(ClauseDelete(id="fees"), stream=OTHER)

    (left,) = open_changes(deal.world, deal.contract(), (StreamName(CHANGE), OTHER))

    assert (left.stream, left.is_stale, left.clashes) == (CHANGE, True, ())


def test_beside_what_lapsed_nothing_prevails() -> None:
    """No clause of it ever applied."""
    deal = Deal()
    deal.register()
    deal.execute(waiting_draft(contract_kind="work_order", parent=MSA, precedence="own"))
    before = prevailing(copy_of(deal), copy_of(deal, MSA))
    pass_stop(deal)

    assert len(before) == 3
    assert prevailing(copy_of(deal), copy_of(deal, MSA)) == ()


def test_a_parent_that_was_resolved_is_the_parent() -> None:
    """As if the text had said so."""
    deal = Deal()
    deal.register()
    named = Reference(text="Master services", role="parent")
    deal.execute(boardless(references=(SEVEN, named)))
    resolved = ReferenceResolved(text=named.text, contract=MSA)
    act = deal.say(deal.servier, "reference.resolved.v1", CONTRACT, resolved)
    deal.endorse(deal.iqvia, CONTRACT, act)

    assert parent_of_contract(deal.contract()) == MSA
