"""What comes after execution: conditions, notice, the end of the term; and paper of before."""

from datetime import UTC, date, datetime

import pytest

from ledger.domain.common import SubjectError
from ledger.domain.contracts.beginnings import PaperDocumentError
from ledger.domain.contracts.contract import deadline
from ledger.domain.contracts.dated import FutureDayError
from ledger.domain.contracts.endings import (
    NotEntitledError,
    NoticeRunsError,
    NoticeTooShortError,
)
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.endorsement import NotTheProposerError
from ledger.domain.kinds.change import TerminationSet
from ledger.domain.kinds.contract import (
    ContractConditionMet,
    ContractRegistered,
    ContractTerm,
    PaperDates,
)
from ledger.domain.kinds.lifecycle import (
    ContractNoticeGiven,
    ContractNoticeWithdrawn,
    ContractTerminated,
)
from tests.unit.domain.agreement import (
    CONTRACT,
    MSA,
    SCAN,
    Deal,
    boardless,
)

OTHER = "contract/other"
NEVER = datetime.max.replace(tzinfo=UTC)
GIVEN, WITHDRAWN = "contract.notice_given.v1", "contract.notice_withdrawn.v1"
ENDED = "contract.terminated.v1"
SOME = "sha256:" + "00" * 32


@pytest.fixture
def deal() -> Deal:
    """A ledger with people who deal, and no contract yet."""
    return Deal()


def test_a_condition_leaves_the_effective_day_open_until_it_is_met(deal: Deal) -> None:
    """All parties join in saying when; until then the contract has no effective day."""
    deal.execute(boardless(effective_rule="condition", condition="The approval is there."))
    version = deal.contract().version
    before = deal.contract()
    met = deal.say(
        deal.servier,
        "contract.condition_met.v1",
        CONTRACT,
        ContractConditionMet(on=date(2020, 12, 17)),
        subject=version,
    )
    deal.endorse(deal.iqvia.as_("programme_manager"), CONTRACT, met)

    (condition,) = deal.contract().conditions
    assert [version] == [*before.waiting, *deal.contract().waiting]
    assert (version, date(2020, 12, 17)) == (condition.version, condition.on)


def test_a_condition_is_met_once(deal: Deal) -> None:
    """An execution that has its day waits for nothing."""
    deal.execute()

    deal.refused(
        SubjectError,
        deal.servier,
        "contract.condition_met.v1",
        CONTRACT,
        ContractConditionMet(on=date(2020, 12, 17)),
        subject=deal.contract().version,
    )


def test_a_condition_is_met_by_today_in_an_execution_of_this_contract(deal: Deal) -> None:
    """Neither a later day nor another statement will do."""
    deal.execute(boardless(effective_rule="condition", condition="The approval is there."))
    matter = deal.contract()

    for error, day, subject in (
        (FutureDayError, date(2020, 12, 18), matter.version),
        (SubjectError, date(2020, 12, 17), matter.drafted),
    ):
        deal.refused(
            error,
            deal.servier,
            "contract.condition_met.v1",
            CONTRACT,
            ContractConditionMet(on=day),
            subject=subject,
        )


def test_existing_paper_takes_effect_when_each_other_party_endorsed_it(deal: Deal) -> None:
    """It is executed, with its own dates, outside of the ledger."""
    act = deal.say(deal.servier, "contract.registered.v1", MSA, deal.paper(), documents=(SCAN,))
    assert deal.matter(MSA) is None
    deal.endorse(deal.iqvia, MSA, act)

    matter = deal.contract(MSA)

    assert isinstance(matter.executed, ContractRegistered)
    assert ("executed", act.digest) == (matter.phase, matter.version)


def test_paper_needs_its_documents(deal: Deal) -> None:
    """What is registered can be looked at."""
    deal.refused(PaperDocumentError, deal.servier, "contract.registered.v1", MSA, deal.paper())


def test_paper_is_of_the_past(deal: Deal) -> None:
    """What is to be executed yet is signed here."""
    paper = deal.paper()
    dates = PaperDates(executed_on=date(2020, 12, 18), effective_on=date(2020, 12, 1))
    late = ContractRegistered(content=paper.content, dates=dates, documents=paper.documents)

    deal.refused(
        FutureDayError, deal.servier, "contract.registered.v1", MSA, late, documents=(SCAN,)
    )


def test_notice_is_given_on_a_ground_that_the_contract_names(deal: Deal) -> None:
    """Another ground, and another party's ground, are refused."""
    deal.execute()

    for error, ground in ((ItemUnknownError, "mood"), (NotEntitledError, "safety")):
        deal.refused(
            error,
            deal.iqvia,
            "contract.notice_given.v1",
            CONTRACT,
            ContractNoticeGiven(ground=ground),
        )
    deal.notice("safety")
    assert deal.contract().phase == "noticed"


@pytest.mark.parametrize(
    ("ground", "earliest"),
    [
        ("convenience", date(2021, 3, 17)),
        ("breach", date(2021, 2, 15)),
        ("safety", date(2020, 12, 17)),
    ],
)
def test_a_contract_ends_after_notice_and_cure(ground: str, earliest: date) -> None:
    """Both run from the day of the notice, and the longer one counts."""
    deal = Deal()
    deal.execute()
    notice = deal.notice(ground)
    early = ContractTerminated(on=date.fromordinal(earliest.toordinal() - 1))

    deal.refused(
        NoticeTooShortError,
        deal.servier,
        "contract.terminated.v1",
        CONTRACT,
        early,
        subject=notice.digest,
    )
    deal.say(
        deal.servier,
        "contract.terminated.v1",
        CONTRACT,
        ContractTerminated(on=earliest),
        subject=notice.digest,
    )
    assert ("terminated", earliest) == (deal.contract().phase, deal.contract().last_day)


def test_a_notice_belongs_to_the_party_that_gave_it(deal: Deal) -> None:
    """The other side neither withdraws it nor ends the contract on it."""
    deal.execute()
    notice = deal.notice()

    for tag, body in (
        ("contract.notice_withdrawn.v1", ContractNoticeWithdrawn()),
        ("contract.terminated.v1", ContractTerminated(on=date(2030, 1, 1))),
    ):
        deal.refused(NotTheProposerError, deal.iqvia, tag, CONTRACT, body, subject=notice.digest)
        deal.refused(SubjectError, deal.servier, tag, CONTRACT, body, subject=SOME)


def test_a_notice_can_be_taken_back(deal: Deal) -> None:
    """Then the contract goes on as before."""
    deal.execute()
    notice = deal.notice()
    deal.say(
        deal.servier,
        "contract.notice_withdrawn.v1",
        CONTRACT,
        ContractNoticeWithdrawn(),
        subject=notice.digest,
    )

    assert (deal.contract().phase, deal.contract().notices) == ("executed", ())


def test_a_term_runs_out_at_midnight_where_the_contract_lives(deal: Deal) -> None:
    """The last day counts whole, in the contract's time zone."""
    deal.execute()
    deal.now = datetime(2022, 12, 31, 22, 59, 59, tzinfo=UTC)
    deal.record_due()
    before = deal.contract().phase
    deal.advance(seconds=1)

    assert (before, deal.contract().phase) == ("executed", "expired")


def test_an_open_term_does_not_run_out(deal: Deal) -> None:
    """There is no day to wait for; nor is there before the calendar's end."""
    deal.execute(boardless(term=ContractTerm(from_=date(2021, 1, 1))))
    open_ended = deadline(deal.contract())
    deal.execute(boardless(term=ContractTerm(from_=date(2021, 1, 1), to=date.max)), OTHER)

    assert (open_ended, deadline(deal.contract(OTHER))) == (None, NEVER)


def test_a_notice_is_given_on_a_ground_of_the_text_in_force(deal: Deal) -> None:
    """Not on one that a change adds for a later day; and a later change does not move it."""
    deal.execute()
    changed = (
        TerminationSet(ground="mood", notice_days=10),
        TerminationSet(ground="convenience", notice_days=5),
        TerminationSet(ground="breach"),
    )
    deal.amend(*changed, effective_rule="stated", effective_on=date(2021, 1, 1))
    deal.refused(ItemUnknownError, deal.servier, GIVEN, CONTRACT, deal.notice_body("mood"))
    notice = deal.notice()
    deal.advance(days=20)
    too_early = ContractTerminated(on=date(2021, 3, 16))
    deal.refused(
        NoticeTooShortError, deal.servier, ENDED, CONTRACT, too_early, subject=notice.digest
    )
    withdrawn = ContractNoticeWithdrawn()
    deal.say(deal.servier, WITHDRAWN, CONTRACT, withdrawn, subject=notice.digest)
    deal.refused(ItemUnknownError, deal.servier, GIVEN, CONTRACT, deal.notice_body("breach"))
    notice = deal.notice("mood")
    ended = ContractTerminated(on=date(2021, 1, 16))
    deal.say(deal.servier, ENDED, CONTRACT, ended, subject=notice.digest)

    assert deal.contract().last_day == date(2021, 1, 16)


def test_a_change_of_a_ground_dated_back_moves_no_notice_that_runs(deal: Deal) -> None:
    """What counts is the text as it was known when notice was given."""
    deal.execute()
    notice = deal.notice()
    deal.advance(days=1)
    shorter = TerminationSet(ground="convenience", notice_days=5)
    deal.amend(
        shorter,
        effective_rule="stated",
        effective_on=date(2020, 12, 17),
        effective_reason="Agreed on that day.",
    )

    error = deal.refused(
        NoticeTooShortError,
        deal.servier,
        ENDED,
        CONTRACT,
        ContractTerminated(on=date(2020, 12, 22)),
        subject=notice.digest,
    )
    assert error.facts["earliest"] == "2021-03-17"


@pytest.mark.parametrize("rests", [False, True])
def test_a_partys_notice_on_a_ground_runs_once(deal: Deal, *, rests: bool) -> None:
    """Also while the contract rests; the other party can give its own."""
    deal.execute()
    deal.notice()
    if rests:
        deal.suspend()

    deal.refused(NoticeRunsError, deal.servier, GIVEN, CONTRACT, deal.notice_body())
    deal.say(deal.iqvia, GIVEN, CONTRACT, deal.notice_body())
    assert [each.party for each in deal.contract().notices] == ["servier", "iqvia"]


def test_safety_ends_a_contract_while_a_breach_can_be_cured(deal: Deal) -> None:
    """Each notice has its own days; the contract ends on the one that is acted on."""
    deal.execute()
    breach, safety = deal.notice("breach"), deal.notice("safety")
    today = ContractTerminated(on=deal.now.date())

    deal.refused(NoticeTooShortError, deal.servier, ENDED, CONTRACT, today, subject=breach.digest)
    deal.say(deal.servier, ENDED, CONTRACT, today, subject=safety.digest)
    assert (deal.contract().phase, deal.contract().notices) == ("terminated", ())


@pytest.mark.parametrize("falls", ["first", "second"])
def test_one_notice_falls_and_the_other_runs_on(deal: Deal, falls: str) -> None:
    """What is taken back is the one that is named."""
    deal.execute()
    both = (deal.notice("breach"), deal.notice("convenience"))
    taken, left = both if falls == "first" else both[::-1]
    back = ContractNoticeWithdrawn()
    deal.say(deal.servier, "contract.notice_withdrawn.v1", CONTRACT, back, subject=taken.digest)

    assert [each.digest for each in deal.contract().notices] == [left.digest]
    assert deal.contract().phase == "noticed"
    deal.refused(
        SubjectError,
        deal.servier,
        ENDED,
        CONTRACT,
        ContractTerminated(on=date(2022, 1, 1)),
        subject=taken.digest,
    )
