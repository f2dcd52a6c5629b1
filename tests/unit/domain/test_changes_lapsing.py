"""A change that waits for a condition, and what it held once it has lapsed or was abandoned."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ledger.domain.contracts.authorising import authorisations
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.dated import NotInEffectError
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.contracts.proposing import BaseStaleError
from ledger.domain.contracts.references import NotDanglingError
from ledger.domain.contracts.reversing import ReversedAlreadyError, ReversesUnknownError
from ledger.domain.contracts.signing import LongStopPassedError
from ledger.domain.kinds.change import AssumptionSet, ChangeLapsed, ChangeReinstated, ClauseReplace
from ledger.domain.kinds.contract import ContractConditionMet, ContractTerm, Reference
from ledger.domain.kinds.lifecycle import ContractLapsed, ContractTerminated, ReferenceResolved
from ledger.domain.kinds.terms import Renewal
from ledger.evidence.statement import Digest, StreamName
from tests.unit.domain.agreement import (
    CHANGE,
    CONTRACT,
    MORE,
    MSA,
    WORDS,
    Deal,
    boardless,
    impact,
    terms,
)
from tests.unit.domain.lapses import (
    LATER,
    LONG,
    LONGER,
    OLD,
    OTHER,
    STOP,
    abandon,
    meet,
    pass_stop,
    turn_to,
    waits,
    with_waiting,
)
from tests.unit.domain.recomputing import assert_closes_recompute, assert_replays
from tests.unit.domain.test_changes_authority import TEXT, decide, steered

FIFTY = ClauseReplace(id="scope", text="Fifty sites.")
OVER: dict[str, Callable[[Deal], object]] = {"its long stop": pass_stop, "the parties": abandon}


@pytest.fixture(params=OVER)
def lapsed(request: pytest.FixtureRequest) -> Deal:
    """A contract with a change of words and term that has lapsed, in each way."""
    deal = with_waiting(WORDS, LONG)
    OVER[request.param](deal)
    return deal


def test_the_ledger_says_so_in_both_streams(lapsed: Deal) -> None:
    """First in the contract's, where the clock runs; the term before it counts as ever."""
    deal = lapsed
    (executed,) = deal.acts("change.executed.v1")
    said, told = list(deal.world.acts())[-2:]
    body = said.body

    assert isinstance(body, ContractLapsed)
    assert (said.kind.tag, told.kind.tag) == ("contract.lapsed.v1", "change.lapsed.v1")
    assert (body.version, body.change) == (executed.digest, CHANGE)
    assert deal.contract().term == terms().term
    assert (told.statement.stream, told.statement.subject) == (CHANGE, said.digest)
    assert told.body == ChangeLapsed(on=body.on)
    assert (deal.contract().phase, deal.change().phase) == ("executed", "lapsed")
    assert_replays(deal)


def test_the_text_is_as_if_the_change_had_never_been(lapsed: Deal) -> None:
    """The live one at once, whatever was folded before; the copy of no day ever had it."""
    deal = lapsed
    before = Deal()
    before.execute()
    now = folded(deal.world, deal.contract())
    copy = consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=date.max)

    assert (now.text, now.touched) == (folded(before.world, before.contract()).text, {})
    assert (deal.contract().term, deal.contract().waiting) == (terms().term, {})
    assert (copy.clauses[0].value.text, copy.applied) == ("Forty sites.", ())


def test_its_items_are_free_again() -> None:
    """While it waited nothing else could take effect on them."""
    deal = with_waiting()
    draft = deal.change_draft(FIFTY)
    said = (deal.servier, "change.drafted.v1", OTHER)
    error = deal.refused(EffectiveOrderError, *said, draft, base=draft.base)
    assert error.facts["item"] == "clause/scope"
    pass_stop(deal)

    deal.amend(FIFTY, stream=OTHER)
    assert folded(deal.world, deal.contract()).text.clauses["scope"].text == "Fifty sites."
    assert_replays(deal)


def test_the_lapse_is_the_newest_version(lapsed: Deal) -> None:
    """A base of before, with the change or without it, is stale; the next change goes on."""
    deal = lapsed
    (said,) = deal.acts("contract.lapsed.v1")
    assert deal.contract().version == said.digest
    (first,) = deal.acts("contract.executed.v1")
    (second,) = deal.acts("change.executed.v1")

    for base in (first.digest, second.digest):
        draft = deal.change_draft(FIFTY, base=base)
        deal.refused(
            BaseStaleError, deal.servier, "change.drafted.v1", OTHER, draft, base=draft.base
        )
    deal.amend(FIFTY, stream=OTHER)
    assert deal.change(OTHER).phase == "executed"


def test_a_draft_made_while_it_waited_is_drafted_again() -> None:
    """Its signers saw a text with the lapsed ops, on which sums and clauses may have rested."""
    deal = with_waiting()
    deal.propose(MORE, stream=OTHER, impact=impact(fee=20_000))
    deal.sign_change("servier", stream=OTHER)
    old = deal.change(OTHER)
    pass_stop(deal)

    signature = deal.change_signature("iqvia", stream=OTHER)
    deal.refused(BaseStaleError, *signature, subject=old.drafted)
    deal.propose(MORE, stream=OTHER, impact=impact(fee=20_000))
    new = deal.change(OTHER)
    assert (new.content != old.content, new.signatures) == (True, {})
    deal.sign_change(stream=OTHER)
    assert deal.change(OTHER).phase == "executed"


def test_what_was_executed_while_it_waited_stands() -> None:
    """Their items are other ones; the order of the rest is kept."""
    deal = with_waiting()
    deal.amend(MORE, stream=OTHER, impact=impact(fee=20_000))
    pass_stop(deal)
    text = folded(deal.world, deal.contract()).text

    assert deal.change(OTHER).phase == "executed"
    assert text.budget["monitoring"].fee.minor == 80_000  # type: ignore[union-attr]
    assert text.clauses["scope"].text == "Forty sites."
    assert_replays(deal)


def test_work_that_was_let_begin_ended_when_it_was_executed() -> None:
    """Nothing runs on while it waits, and a lapse ends nothing twice."""
    deal = Deal()
    deal.execute()
    deal.propose(**waits())
    deal.let_begin(until=date(2021, 6, 30))
    deal.advance(days=1)
    deal.sign_change()
    pass_stop(deal)
    (start,) = deal.change().starts

    assert (start.why, start.until) == ("executed", date(2020, 12, 18))


def test_a_decision_is_spent_for_good() -> None:
    """It names a text of this stream, which is closed; another change needs another decision."""
    deal = steered()
    deal.propose(MORE, change_kind=TEXT, impact=impact(fee=20_000), **waits())
    refs = ((StreamName(CHANGE), Digest(str(deal.change().content))),)
    decide(deal)
    (closed,) = deal.acts("decision.closed.v1")
    deal.sign_change()
    pass_stop(deal)

    assert deal.change().phase == "lapsed"
    assert authorisations(deal.world, closed, refs) == ()
    deal.propose(MORE, stream=OTHER, change_kind=TEXT, impact=impact(fee=20_000), **waits(None))
    assert (deal.change(OTHER).phase, deal.change(OTHER).authority) == ("drafted", None)
    assert_closes_recompute(deal)


def test_what_it_would_have_undone_stands_and_can_be_undone() -> None:
    """The ledger says so in the stream of the reversed change; the lapsed one is no change."""
    deal = Deal()
    deal.execute()
    deal.amend()
    deal.amend(OLD, stream=OTHER, reverses=CHANGE, **waits())
    assert deal.change().phase == "reversed"
    draft = deal.change_draft(FIFTY, reverses=CHANGE)
    said = (deal.servier, "change.drafted.v1", LATER)
    deal.refused(ReversedAlreadyError, *said, draft, base=draft.base)
    pass_stop(deal)
    (act,) = deal.acts("change.reinstated.v1")

    assert (act.statement.stream, act.body) == (CHANGE, ChangeReinstated(by=OTHER))
    assert (deal.change().phase, deal.change().reversed_by) == ("executed", None)
    draft = deal.change_draft(OLD, reverses=OTHER)
    deal.refused(ReversesUnknownError, *said, draft, base=draft.base)
    deal.amend(OLD, stream=LATER, reverses=CHANGE)
    assert deal.change().phase == "reversed"
    assert_replays(deal)


def test_with_its_contract_a_reversal_lapses_and_reinstates_nothing() -> None:
    """What was reversed is over, too."""
    deal = Deal()
    deal.execute(boardless(**waits()))
    deal.amend()
    deal.amend(OLD, stream=OTHER, reverses=CHANGE)
    pass_stop(deal)

    assert [deal.change(each).phase for each in (CHANGE, OTHER)] == ["lapsed", "lapsed"]
    assert deal.acts("change.reinstated.v1") == []
    assert_replays(deal)


RENEWS = Renewal(months=6, notice_days=0, automatic=True)


@pytest.mark.parametrize(
    ("term", "phase", "expected"),
    [
        # The term goes on: it has not ended yet.
        (ContractTerm(from_=date(2021, 1, 1), to=date(2022, 12, 31)), "executed", None),
        # It ended while the longer one was waited for.
        (ContractTerm(from_=date(2021, 1, 1), to=date(2021, 2, 28)), "expired", None),
        # It has renewed itself in the meantime: 28 February and six months.
        (
            ContractTerm(from_=date(2021, 1, 1), to=date(2021, 2, 28), renewal=RENEWS),
            "executed",
            date(2021, 8, 28),
        ),
    ],
)
def test_the_term_before_has_run_on(term: ContractTerm, phase: str, expected: date | None) -> None:
    """Whatever it brought about while the other one was waited for, it brought about."""
    deal = Deal()
    deal.execute(boardless(term=term))
    assert term.to is not None
    assert LONGER.to is not None
    deal.amend(LONG, impact=impact(days=(LONGER.to - term.to).days), **waits())
    assert deal.contract().term == term
    pass_stop(deal)

    assert deal.contract().phase == phase
    assert deal.contract().term.to == (expected or term.to)
    assert deal.contract().terms_waiting == {}
    assert_replays(deal)


def test_an_expired_contract_whose_extension_lapses_was_expired_all_the_time() -> None:
    """It waits for a condition to go on, and nobody has met it."""
    deal = Deal()
    deal.execute()
    deal.advance(days=900)
    deal.amend(LONG, impact=impact(days=365), **waits(date(2023, 9, 30)))
    assert deal.contract().phase == "expired"
    pass_stop(deal, date(2023, 9, 30))

    assert (deal.contract().phase, len(deal.acts("contract.expired.v1"))) == ("expired", 1)
    assert_replays(deal)


def test_a_change_of_an_expired_contract_lapses_too() -> None:
    """It waits on, and its long stop comes, though the term runs no more."""
    deal = with_waiting(long_stop=date(2023, 12, 31))
    deal.advance(days=900)
    assert (deal.contract().phase, deal.change().phase) == ("expired", "executed")
    deal.advance(days=300)

    assert (deal.contract().phase, deal.change().phase) == ("expired", "lapsed")
    assert_replays(deal)


def ending(long_stop: date | None) -> tuple[Deal, str]:
    """Return a contract that ends on 30 June, the version of its change that waits."""
    deal = with_waiting(long_stop=long_stop)
    given = deal.notice()
    body = ContractTerminated(on=date(2021, 6, 30))
    deal.say(deal.servier, "contract.terminated.v1", CONTRACT, body, subject=given.digest)
    return deal, deal.acts("change.executed.v1")[0].digest


def test_a_change_of_a_contract_that_ends_may_still_take_effect_until_then() -> None:
    """It applies until the last day; what is met later meets nothing."""
    deal, version = ending(None)
    turn_to(deal, date(2021, 7, 5))
    late = ContractConditionMet(on=date(2021, 7, 1))
    said = (deal.servier, "contract.condition_met.v1", CONTRACT)
    deal.refused(NotInEffectError, *said, late, subject=version)

    deal.endorse(deal.iqvia, CONTRACT, meet(deal, date(2021, 6, 30), version))

    copy = consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=date(2021, 6, 30))
    assert copy.clauses[0].value.text == "Sixty sites."
    assert deal.contract().phase == "terminated"
    assert_replays(deal)


@pytest.mark.parametrize("how", OVER)
def test_a_change_of_a_contract_that_ends_lapses_too(how: str) -> None:
    """By its long stop or by the parties; the contract stays terminated."""
    deal, version = ending(STOP)
    if how == "the parties":
        abandon(deal, version)
    else:
        pass_stop(deal)

    assert (deal.contract().phase, deal.change().phase) == ("terminated", "lapsed")
    assert_replays(deal)


def test_of_several_that_wait_each_has_its_own_day() -> None:
    """The earliest first; of one day the oldest; what was met is left alone."""
    deal = with_waiting(long_stop=date(2021, 4, 30))
    sites = AssumptionSet(name="sites", from_="40", to="60")
    deal.amend(sites, stream=OTHER, **waits())
    deal.amend(MORE, stream=LATER, impact=impact(fee=20_000), **waits())
    met = deal.contract().changes[1][1]
    deal.endorse(deal.iqvia, CONTRACT, meet(deal, deal.now.date(), met))
    deal.advance(days=300)

    fallen = [act.statement.stream for act in deal.acts("change.lapsed.v1")]
    assert fallen == [LATER, CHANGE]
    assert deal.change(OTHER).phase == "executed"
    assert_replays(deal)


def test_a_reference_of_a_lapsed_change_refers_to_nothing() -> None:
    """There is nothing left to resolve."""
    deal = Deal()
    deal.register()
    deal.execute()
    deal.amend(references=(Reference(text="Work Order No. 7", role="related"),), **waits())
    said = ReferenceResolved(text="Work Order No. 7", contract=MSA)
    pass_stop(deal)

    deal.refused(NotDanglingError, deal.iqvia, "reference.resolved.v1", CONTRACT, said)


def test_a_renewal_while_it_waited_keeps_its_place() -> None:
    """What came between the change and its lapse, and after it, is folded in its order."""
    deal = Deal()
    term = ContractTerm(from_=date(2021, 1, 1), to=date(2021, 1, 31), renewal=RENEWS)
    deal.execute(boardless(term=term))
    with_waiting(deal=deal)
    deal.advance(days=200)
    deal.amend(MORE, stream=OTHER, impact=impact(fee=20_000))
    deal.advance(days=200)

    assert deal.change().phase == "lapsed"
    assert folded(deal.world, deal.contract()).text.term == deal.contract().term
    assert len(deal.contract().renewals) == 2
    assert_replays(deal)


def test_a_long_stop_that_has_passed_is_not_drafted_nor_signed() -> None:
    """As in a contract; a draft that was signed too late is drafted again."""
    deal = Deal()
    deal.execute()
    passed = deal.change_draft(**waits(date(2020, 12, 16)))
    said: tuple[Any, ...] = (deal.servier, "change.drafted.v1", CHANGE)
    deal.refused(LongStopPassedError, *said, passed, base=passed.base)
    deal.propose(**waits(date(2020, 12, 17)))
    deal.sign_change("servier")
    deal.advance(days=1)

    signature = deal.change_signature("iqvia")
    deal.refused(LongStopPassedError, *signature, subject=deal.change().drafted)
