"""Terms that wait for a condition: nothing runs out, or goes on, by what does not apply yet."""

from datetime import date

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Consolidated, Known, history_of
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.renewing import NoRenewalError
from ledger.domain.kinds.change import TermSet
from ledger.domain.kinds.contract import ContractTerm, Renewal
from ledger.domain.kinds.lifecycle import ContractRenewalAgreed
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CONTRACT, Deal, boardless, impact
from tests.unit.domain.lapses import meet, turn_to, waits
from tests.unit.domain.recomputing import assert_replays

BEGUN, ENDS = date(2021, 1, 1), date(2021, 12, 31)
YEARLY = Renewal(months=12, notice_days=30, automatic=True)
UPON_CONSENT = Renewal(months=12, notice_days=30, automatic=False)


def waiting(
    to: date, renewal: Renewal | None = None, before: Renewal | None = None
) -> tuple[Deal, ContractTerm]:
    """Return a contract until the end of 2021, and the term that waits for a condition."""
    deal = Deal()
    deal.execute(boardless(term=ContractTerm(from_=BEGUN, to=ENDS, renewal=before)))
    term = ContractTerm(from_=BEGUN, to=to, renewal=renewal)
    deal.amend(TermSet(term=term), impact=impact(days=(to - ENDS).days), **waits(None))
    return deal, term


def is_met(deal: Deal, on: date) -> None:
    """Say, for both, that the condition was met."""
    deal.endorse(deal.iqvia, CONTRACT, meet(deal, on))


def copy(deal: Deal, on: date, known: Known = None) -> Consolidated:
    """Return the contract as it stands on a day."""
    return consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=on, known=known)


def assert_text_is_that_of_the_last_day(deal: Deal) -> None:
    """Hold the text on which changes are drafted against the copy of a day beyond all."""
    text = folded(deal.world, deal.contract()).text
    assert copy(deal, date.max).term.value == text.term == deal.contract().term
    assert_replays(deal)


def test_nothing_runs_out_by_a_term_that_does_not_apply_yet() -> None:
    """A shorter term upon a condition: until that is met, the one before counts."""
    deal, _ = waiting(date(2021, 6, 30))
    turn_to(deal, date(2021, 8, 1))
    assert (deal.contract().phase, deal.contract().last_day) == ("executed", ENDS)
    assert copy(deal, date(2021, 8, 1)).status == "in_force"

    is_met(deal, date(2021, 7, 30))
    deal.record_due()

    (said,) = deal.acts("contract.expired.v1")
    assert said.body.on == date(2021, 6, 30)  # type: ignore[attr-defined]
    assert copy(deal, date(2021, 8, 1)).status == "expired"
    assert_text_is_that_of_the_last_day(deal)


def test_a_contract_that_ran_out_goes_on_when_the_condition_is_met() -> None:
    """It was over in between, and is told so."""
    deal, _ = waiting(date(2023, 12, 31))
    turn_to(deal, date(2022, 2, 1))
    assert deal.contract().phase == "expired"

    is_met(deal, date(2022, 1, 20))

    assert deal.contract().phase == "executed"
    assert copy(deal, date(2022, 1, 19)).status == "expired"
    assert copy(deal, date(2022, 1, 20)).status == "in_force"
    deadline = next(iter(deal.world.deadlines()))[0]
    assert deadline.date() == date(2023, 12, 31)
    assert_text_is_that_of_the_last_day(deal)


@pytest.mark.parametrize("met_on", [date(2021, 12, 20), date(2022, 1, 10)])
def test_a_term_that_renewed_itself_yields_to_the_one_that_waited(met_on: date) -> None:
    """Also where the condition was met, unknown to the ledger, before the term renewed itself."""
    deal, until = waiting(date(2022, 6, 30), before=YEARLY)
    turn_to(deal, date(2022, 1, 15))
    assert deal.contract().term.to == date(2022, 12, 31)
    before = deal.world.size - 1

    is_met(deal, met_on)

    assert deal.contract().term == copy(deal, date(2022, 1, 15)).term.value == until
    assert copy(deal, date(2022, 1, 15), before).term.value.to == date(2022, 12, 31)
    renewed = copy(deal, date(2022, 1, 5)).term.value.to == date(2022, 12, 31)
    assert renewed == (met_on > date(2022, 1, 5))
    assert_text_is_that_of_the_last_day(deal)


def test_a_renewal_counts_in_no_copy_in_which_it_made_nothing_so() -> None:
    """The term that would have gone on was none any more."""
    deal, _ = waiting(date(2022, 6, 30), before=YEARLY)
    turn_to(deal, date(2022, 1, 15))
    is_met(deal, date(2021, 12, 20))
    (said,) = deal.acts("contract.renewed.v1")

    made = [each.version.digest for each in copy(deal, date(2022, 1, 15)).statements]
    assert said.digest not in made


def test_no_renewal_is_agreed_while_another_term_waits() -> None:
    """Nothing else takes effect on what waits for a condition."""
    deal, _ = waiting(date(2023, 12, 31), UPON_CONSENT, before=UPON_CONSENT)
    agreed = ("contract.renewal_agreed.v1", CONTRACT, ContractRenewalAgreed())

    error = deal.refused(NoRenewalError, deal.servier, *agreed)
    assert str(error) == "the term of contract/score waits for a condition"
    is_met(deal, deal.now.date())
    deal.endorse(deal.iqvia, CONTRACT, deal.say(deal.servier, *agreed))

    assert deal.contract().term.to == date(2024, 12, 31)
    assert_text_is_that_of_the_last_day(deal)


def test_a_renewal_counts_from_when_the_term_applies_that_it_lets_go_on() -> None:
    """A change sets the term with effect from a later day; the renewal builds on it."""
    deal = Deal()
    deal.execute(boardless(term=ContractTerm(from_=BEGUN, to=ENDS)))
    applies = date(2021, 3, 6)
    term = ContractTerm(from_=BEGUN, to=date(2022, 12, 13), renewal=UPON_CONSENT)
    days = impact(days=(date(2022, 12, 13) - ENDS).days)
    deal.amend(TermSet(term=term), impact=days, effective_rule="stated", effective_on=applies)
    agreed = ("contract.renewal_agreed.v1", CONTRACT, ContractRenewalAgreed())
    deal.endorse(deal.iqvia, CONTRACT, deal.say(deal.servier, *agreed))

    (renewed,) = deal.contract().renewals
    assert renewed.on == applies
    assert copy(deal, date(2021, 3, 5)).term.value.to == ENDS
    assert copy(deal, applies).term.value.to == date(2023, 12, 13)
    assert_text_is_that_of_the_last_day(deal)
