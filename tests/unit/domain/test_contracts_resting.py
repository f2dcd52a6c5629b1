"""A contract at rest: who suspends it, from when, and who lets it go on."""

from datetime import date

import pytest

from ledger.domain.common import SubjectError
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Known, history_of
from ledger.domain.contracts.dated import PastDayError
from ledger.domain.contracts.texts import NotAPartyError
from ledger.domain.endorsement import NotTheProposerError
from ledger.domain.kinds.change import TermSet
from ledger.domain.kinds.contract import ContractTerm
from ledger.domain.kinds.lifecycle import ContractNoticeWithdrawn, ContractResumed
from ledger.domain.room import OutOfStateError
from ledger.domain.world import Act
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CONTRACT, WORDS, Deal, boardless, impact, suspending
from tests.unit.domain.story import Voice

TODAY = date(2020, 12, 17)
SOME = "sha256:" + "00" * 32
SUSPENDED, RESUMED = "contract.suspended.v1", "contract.resumed.v1"


@pytest.fixture
def deal() -> Deal:
    """An executed contract that the sponsor may suspend alone."""
    deal = Deal()
    deal.execute(boardless(suspension=("servier",)))
    return deal


def suspend(deal: Deal, voice: Voice, on: date = TODAY) -> Act:
    """Suspend the contract."""
    return deal.say(voice, SUSPENDED, CONTRACT, suspending(on))


def resume(deal: Deal, voice: Voice, subject: Act, on: date) -> Act:
    """Resume the contract."""
    return deal.say(voice, RESUMED, CONTRACT, ContractResumed(on=on), subject=subject.digest)


def status(deal: Deal, on: date, known: Known = None) -> str:
    """Return what the contract is on a day."""
    history = history_of(deal.world, StreamName(CONTRACT))
    return consolidate(history, effective=on, known=known).status


def test_a_party_that_may_suspends_alone(deal: Deal) -> None:
    """The contract says who; from its day on it rests."""
    suspend(deal, deal.servier, date(2020, 12, 20))

    assert deal.contract().phase == "suspended"
    assert [status(deal, date(2020, 12, day)) for day in (19, 20, 31)] == [
        "in_force",
        "suspended",
        "suspended",
    ]


def test_another_suspends_with_all_others(deal: Deal) -> None:
    """Until each has joined in, the contract goes on."""
    act = suspend(deal, deal.iqvia)
    before = deal.contract().phase
    deal.endorse(deal.servier, CONTRACT, act)

    assert (before, deal.contract().phase) == ("executed", "suspended")


@pytest.mark.parametrize("capacity", ["programme_manager"])
def test_a_suspension_is_joined_in_by_signatories(deal: Deal, capacity: str) -> None:
    """A manager does not let a contract rest."""
    act = suspend(deal, deal.iqvia)
    with pytest.raises(Exception, match="does not wait for"):
        deal.endorse(deal.servier.as_(capacity), CONTRACT, act)

    assert deal.contract().suspension is None


def test_a_contract_rests_from_a_day_that_has_not_passed(deal: Deal) -> None:
    """Neither a suspension nor its end is dated back, also while it waits to be joined in."""
    yesterday = date(2020, 12, 16)
    deal.refused(PastDayError, deal.servier, SUSPENDED, CONTRACT, suspending(yesterday))
    waiting = suspend(deal, deal.iqvia)
    deal.advance(days=1)
    with pytest.raises(PastDayError):
        deal.endorse(deal.servier, CONTRACT, waiting)
    act = suspend(deal, deal.servier, date(2020, 12, 25))
    for day in (date(2020, 12, 17), date(2020, 12, 24)):
        deal.refused(
            PastDayError,
            deal.servier,
            RESUMED,
            CONTRACT,
            ContractResumed(on=day),
            subject=act.digest,
        )


def test_a_day_is_the_contracts_own(deal: Deal) -> None:
    """In Paris it is tomorrow already, half an hour before midnight in Greenwich."""
    deal.now = deal.now.replace(hour=23, minute=30)
    deal.refused(PastDayError, deal.servier, SUSPENDED, CONTRACT, suspending(TODAY))
    suspend(deal, deal.servier, date(2020, 12, 18))

    assert deal.contract().phase == "suspended"


def test_who_suspended_alone_resumes_alone(deal: Deal) -> None:
    """The other side cannot end it; between the days the contract rested."""
    act = suspend(deal, deal.servier)
    known = deal.world.size - 1
    day = date(2021, 1, 10)
    deal.refused(
        NotTheProposerError,
        deal.iqvia,
        RESUMED,
        CONTRACT,
        ContractResumed(on=day),
        subject=act.digest,
    )
    resume(deal, deal.servier, act, day)

    assert deal.contract().phase == "executed"
    assert [status(deal, each) for each in (TODAY, date(2021, 1, 9), day)] == [
        "suspended",
        "suspended",
        "in_force",
    ]
    assert status(deal, day, known) == "suspended"


def test_what_all_suspended_all_resume(deal: Deal) -> None:
    """Whoever proposes it, each other party joins in."""
    act = suspend(deal, deal.iqvia)
    deal.endorse(deal.servier, CONTRACT, act)
    resumed = resume(deal, deal.servier, act, TODAY)
    before = deal.contract().phase
    deal.endorse(deal.iqvia, CONTRACT, resumed)

    assert (before, deal.contract().phase) == ("suspended", "executed")
    assert status(deal, TODAY) == "in_force"


def test_a_suspension_stands_once(deal: Deal) -> None:
    """It is not said twice, and only the one that stands is ended."""
    act = suspend(deal, deal.servier)
    deal.refused(OutOfStateError, deal.servier, SUSPENDED, CONTRACT, suspending(TODAY))
    for subject in (SOME, deal.contract().version):
        deal.refused(
            SubjectError,
            deal.servier,
            RESUMED,
            CONTRACT,
            ContractResumed(on=TODAY),
            subject=subject,
        )
    resume(deal, deal.servier, act, date(2021, 1, 10))
    again = suspend(deal, deal.servier, date(2021, 2, 1))

    assert deal.contract().suspension is not None
    assert [status(deal, date(2021, month, 5)) for month in (1, 2)] == ["suspended"] * 2
    assert status(deal, date(2021, 1, 20)) == "in_force"
    assert again.digest != act.digest


def test_a_reader_suspends_nothing() -> None:
    """Only parties let a contract rest."""
    deal = Deal()
    deal.execute(boardless(readers=("tech",)))

    deal.refused(NotAPartyError, deal.signatories["tech"], SUSPENDED, CONTRACT, suspending(TODAY))


def test_a_suspended_contract_is_changed_and_given_notice_of(deal: Deal) -> None:
    """Its text goes on; a notice shows once it no longer rests."""
    act = suspend(deal, deal.servier)
    deal.amend(WORDS)
    notice = deal.notice()
    phases = [deal.contract().phase]
    resume(deal, deal.servier, act, TODAY)
    phases.append(deal.contract().phase)
    suspend(deal, deal.servier, date(2020, 12, 18))
    phases.append(deal.contract().phase)
    withdrawn = ContractNoticeWithdrawn()
    deal.say(
        deal.servier,
        "contract.notice_withdrawn.v1",
        CONTRACT,
        withdrawn,
        subject=notice.digest,
    )
    phases.append(deal.contract().phase)

    assert phases == ["suspended", "noticed", "suspended", "suspended"]
    assert len(deal.contract().changes) == 1


def test_the_term_of_a_suspended_contract_runs_on(deal: Deal) -> None:
    """It expires; prolonged late, it still rests until it is resumed."""
    act = suspend(deal, deal.servier)
    deal.advance(days=900)
    phases = [deal.contract().phase]
    longer = ContractTerm(from_=date(2021, 1, 1), to=date(2024, 12, 31))
    deal.amend(TermSet(term=longer), impact=impact(days=731))
    phases.append(deal.contract().phase)
    resume(deal, deal.servier, act, deal.now.date())
    phases.append(deal.contract().phase)

    assert phases == ["expired", "suspended", "executed"]
