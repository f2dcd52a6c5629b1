"""What covers a contract's days where others take part: its parent, letters, a condition."""

from datetime import date, timedelta

from ledger.domain.contracts.questions.cover import covered, in_force, last_day_of, work_of
from ledger.domain.contracts.questions.joins import rests_of
from ledger.domain.kinds.contract import ContractTerm, ContractWithdrawn, Renewal
from ledger.domain.kinds.lifecycle import ContractResumed, ContractTerminated
from tests.unit.domain.agreement import CONTRACT, MSA, Deal, boardless, euros
from tests.unit.domain.lapses import pass_stop, waiting_draft
from tests.unit.domain.test_questions_gaps import LETTER, WORK_ORDER, asked, term, told

WHOLE = ("2021-01-01", "2022-12-31", 730)


def test_a_parent_that_is_not_executed_covers_nothing() -> None:
    """The work order's own signatures wait for it, too."""
    deal = Deal()
    deal.draft(boardless(contract_kind="msa"), MSA)
    deal.draft(boardless(**WORK_ORDER))

    assert in_force(deal.contract(MSA)) is None
    assert told(asked(deal)) == [(["not_executed", "parent_not_executed"], *WHOLE)]


def test_a_parent_that_waits_for_its_condition_covers_nothing_yet() -> None:
    """Also where the work order itself is in force."""
    deal = Deal()
    deal.execute(waiting_draft(contract_kind="msa"), stream=MSA)
    deal.execute(boardless(**WORK_ORDER))

    assert told(asked(deal)) == [(["parent_condition_open"], *WHOLE)]


def test_a_contract_that_lapsed_never_covered_anything() -> None:
    """It waited for its condition, and its days end with it."""
    deal = Deal()
    deal.execute(waiting_draft())
    pass_stop(deal)
    (gap,) = asked(deal).gaps

    assert told(asked(deal)) == [(["condition_open"], "2021-01-01", "2021-03-31", 90)]
    assert gap.causes[0].text == f"{CONTRACT} waited for its condition"


def test_nobody_means_to_work_under_what_was_withdrawn() -> None:
    """Nothing is asked of its days."""
    deal = Deal()
    deal.draft()
    deal.say(deal.iqvia, "contract.withdrawn.v1", CONTRACT, ContractWithdrawn())

    assert work_of(deal.contract()) is None
    assert covered(deal.world, deal.contract(), others=(), changes=()) is None


def test_what_ended_before_its_term_began_was_no_work() -> None:
    """The last day comes before the first."""
    deal = Deal()
    deal.execute(boardless(term=term(date(2021, 6, 1))))
    notice = deal.notice("safety")
    body = ContractTerminated(on=deal.now.date())
    deal.say(deal.servier, "contract.terminated.v1", CONTRACT, body, subject=notice.digest)

    assert work_of(deal.contract()) is None


def test_a_contract_that_renews_itself_has_no_last_day() -> None:
    """So that a work order may go on after the day that its parent now names."""
    deal = Deal()
    renewal = Renewal(months=12, notice_days=30, automatic=True)
    ending = ContractTerm(from_=date(2019, 1, 1), to=date(2021, 6, 30), renewal=renewal)
    deal.execute(boardless(contract_kind="msa", term=ending), stream=MSA)
    deal.execute(boardless(**WORK_ORDER))

    assert last_day_of(deal.contract(MSA)) is None
    assert told(asked(deal)) == []


def test_a_letter_that_was_over_before_it_was_signed_covers_nothing() -> None:
    """A letter covers from its execution, not from the day that it names."""
    deal = Deal()
    past = term(date(2020, 11, 1), date(2020, 12, 10))
    deal.execute(boardless(contract_kind="start_up", term=past), LETTER)
    deal.execute(boardless(term=term(date(2020, 12, 1))))

    assert told(asked(deal)) == [(["before_execution"], "2020-12-01", "2020-12-16", 16)]


def test_work_that_was_let_begin_is_covered_until_its_last_day() -> None:
    """An authorisation to start on a change covers the days of the contract that waits."""
    deal = Deal()
    deal.execute(waiting_draft())
    deal.propose()
    deal.let_begin(cap=euros(1_000), from_=date(2021, 1, 1), until=date(2021, 1, 10))
    found = asked(deal)

    assert [(each.span.days, [one.by for one in each.covers]) for each in found.covered] == [
        (10, ["start_work"])
    ]
    assert told(found) == [(["condition_open"], "2021-01-11", "2022-12-31", 720)]


def test_a_suspension_that_never_began_is_no_rest() -> None:
    """Resumed before its first day: nothing rested."""
    deal = Deal()
    deal.execute()
    later = deal.now.date() + timedelta(days=40)
    said = deal.suspend(later)
    body = ContractResumed(on=later)
    act = deal.say(deal.servier, "contract.resumed.v1", CONTRACT, body, subject=said.digest)
    deal.endorse(deal.iqvia, CONTRACT, act)

    assert rests_of(deal.contract()) == ()
