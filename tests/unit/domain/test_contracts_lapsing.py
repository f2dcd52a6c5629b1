"""A contract that waits for a condition: met in time, lapsed with its long stop, or abandoned."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ledger.domain.authority import CapacityError
from ledger.domain.common import SubjectError
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.drafting import ParentError
from ledger.domain.contracts.proposing import NotInForceError
from ledger.domain.contracts.questions.cover import covered
from ledger.domain.contracts.signing import EffectiveRuleError, LongStopPassedError
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.kinds.contract import ContractTerm
from ledger.domain.kinds.lifecycle import ContractLapsed, ContractTerminated
from ledger.domain.room import OutOfStateError
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, MORE, MSA, Deal, boardless, impact
from tests.unit.domain.lapses import (
    LATER,
    LONG,
    OTHER,
    STOP,
    abandon,
    abandonment,
    contract_abandoned,
    contract_lapsed,
    meet,
    pass_stop,
    turn_to,
    waiting_draft,
    waits,
)
from tests.unit.domain.recomputing import assert_replays

LAPSED = "contract.lapsed.v1"


@pytest.fixture
def deal() -> Deal:
    """A contract that waits for its condition until the end of March."""
    deal = Deal()
    deal.execute(waiting_draft())
    return deal


@pytest.mark.parametrize(
    ("tz", "expected"),
    [
        ("Europe/Paris", datetime(2021, 3, 31, 22, 0, tzinfo=UTC)),  # summer time since 28 March
        ("UTC", datetime(2021, 4, 1, 0, 0, tzinfo=UTC)),
        ("Australia/Sydney", datetime(2021, 3, 31, 13, 0, tzinfo=UTC)),  # summer time until 4 April
        ("America/New_York", datetime(2021, 4, 1, 4, 0, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2021, 3, 31, 18, 30, tzinfo=UTC)),
    ],
)
def test_a_contract_lapses_with_the_end_of_its_long_stop(tz: str, expected: datetime) -> None:
    """That of the day in its own time zone, to the second, stated by the ledger in its place."""
    deal = Deal()
    deal.execute(waiting_draft(tz=tz))
    version = deal.contract().version
    stream = deal.world.stream(StreamName(CONTRACT))
    assert stream is not None
    assert stream.deadline == expected

    deal.now = expected - timedelta(seconds=1)
    deal.record_due()
    assert deal.acts(LAPSED) == []
    deal.advance(seconds=1)
    (act,) = deal.acts(LAPSED)
    assert (act.body, act.statement.subject) == (
        ContractLapsed(version=str(version), on=STOP),
        version,
    )
    assert (deal.contract().phase, deal.contract().last_day) == ("lapsed", STOP)
    assert_replays(deal)


def test_a_condition_that_is_met_in_time_stops_the_clock(deal: Deal) -> None:
    """On the last day too; then only the term has an end."""
    turn_to(deal, STOP)
    deal.endorse(deal.iqvia, CONTRACT, meet(deal, STOP))
    deal.advance(days=2)
    stream = deal.world.stream(StreamName(CONTRACT))

    assert deal.acts(LAPSED) == []
    assert deal.contract().phase == "executed"
    assert stream is not None
    assert stream.deadline == datetime(2022, 12, 31, 23, 0, tzinfo=UTC)


def test_what_one_party_said_in_time_and_the_other_too_late_is_not_met(deal: Deal) -> None:
    """All have said it by the end of the day, or the contract lapses before the last word."""
    turn_to(deal, STOP)
    said = meet(deal, STOP)
    deal.advance(days=1)

    assert deal.contract().phase == "lapsed"
    with pytest.raises(OutOfStateError):
        deal.endorse(deal.iqvia, CONTRACT, said)
    assert deal.contract().conditions == ()
    assert_replays(deal)


def test_without_a_long_stop_only_the_parties_end_the_waiting() -> None:
    """No time is too long; the signatories of all of them give it up together, with a reason."""
    deal = Deal()
    deal.execute(waiting_draft(None, term=ContractTerm(from_=date(2021, 1, 1))))
    version = deal.contract().version
    deal.advance(days=3000)
    assert deal.contract().phase == "executed"
    said, claims = abandonment(deal, version)
    act = deal.say(*said, **claims)
    assert (deal.contract().phase, deal.acts(LAPSED)) == ("executed", [])
    with pytest.raises(NotAnEndorserError):
        deal.endorse(deal.iqvia.as_("programme_manager"), CONTRACT, act)

    last = deal.endorse(deal.iqvia, CONTRACT, act)
    (lapsed,) = deal.acts(LAPSED)
    body = ContractLapsed(version=str(version), on=deal.now.date())
    assert (lapsed.body, lapsed.statement.subject) == (body, last.digest)
    assert (deal.contract().phase, deal.contract().waiting) == ("lapsed", {})
    assert_replays(deal)


@pytest.mark.parametrize("when", ["before", "under notice", "at rest", "expired"])
def test_the_parties_abandon_it_in_every_phase_in_which_it_waits(when: str) -> None:
    """Also before a long stop, and after the term has run out over the waiting."""
    deal = Deal()
    deal.execute(waiting_draft(date(2024, 1, 1)))
    if when == "under notice":
        deal.notice()
    elif when == "at rest":
        deal.suspend()
    elif when == "expired":
        deal.advance(days=900)
    abandon(deal)

    matter = deal.contract()
    assert (matter.phase, matter.notices, matter.suspension) == ("lapsed", (), None)
    assert_replays(deal)


def test_an_expired_contract_that_still_waits_lapses_with_its_long_stop() -> None:
    """Its term ran out first; the ledger says both, each in its time."""
    deal = Deal()
    deal.execute(waiting_draft(date(2024, 1, 1)))
    deal.advance(days=3000)
    tags = ("contract.expired.v1", LAPSED)

    ends = [act.kind.tag for act in deal.world.acts() if act.kind.tag in tags]
    assert ends == list(tags)
    assert_replays(deal)


def test_a_long_stop_on_the_last_day_of_the_term_comes_first() -> None:
    """What never applied does not run out."""
    deal = Deal()
    deal.execute(waiting_draft(date(2022, 12, 31)))
    deal.advance(days=900)

    assert (deal.contract().phase, deal.acts("contract.expired.v1")) == ("lapsed", [])


def test_a_terminated_contract_lapses_no_more(deal: Deal) -> None:
    """It is over already."""
    notice = deal.notice("safety")
    ended = ContractTerminated(on=date(2021, 1, 31))
    deal.say(deal.servier, "contract.terminated.v1", CONTRACT, ended, subject=notice.digest)
    pass_stop(deal)

    assert (deal.contract().phase, deal.acts(LAPSED)) == ("terminated", [])


def test_only_what_waits_is_abandoned(deal: Deal) -> None:
    """Neither what applies nor a draft; and by signatories."""
    manager = deal.servier.as_("programme_manager")
    said, claims = abandonment(deal, deal.contract().drafted)
    deal.refused(SubjectError, *said, **claims)
    said, claims = abandonment(deal, deal.contract().version, manager)
    deal.refused(CapacityError, *said, **claims)
    deal.endorse(deal.iqvia, CONTRACT, meet(deal, deal.now.date()))
    said, claims = abandonment(deal, deal.contract().version)
    deal.refused(SubjectError, *said, **claims)


LATE: dict[str, dict[str, Any]] = {
    "a stated day": {"effective_rule": "stated", "effective_on": STOP, "long_stop": STOP},
    "the last signature": {"effective_rule": "last_signature", "long_stop": STOP},
}


@pytest.mark.parametrize("case", LATE)
def test_a_long_stop_is_for_a_condition(case: str) -> None:
    """In a contract as in a change."""
    deal = Deal()
    body = boardless(**LATE[case])
    deal.refused(EffectiveRuleError, deal.servier, "contract.drafted.v1", CONTRACT, body)
    deal.execute()
    change = deal.change_draft(**LATE[case])
    said = (deal.servier, "change.drafted.v1", CHANGE, change)
    deal.refused(EffectiveRuleError, *said, base=change.base)


def test_a_long_stop_that_has_passed_is_not_drafted_nor_signed() -> None:
    """On its last day it can be; the day after the last signature is refused."""
    deal = Deal()
    passed = waiting_draft(deal.now.date() - timedelta(days=1))
    said = (deal.servier, "contract.drafted.v1", CONTRACT)
    deal.refused(LongStopPassedError, *said, passed)
    deal.draft(waiting_draft(deal.now.date()))
    deal.agree()
    deal.sign_for("servier")
    deal.advance(days=1)

    signature = deal.signature("iqvia")
    error = deal.refused(LongStopPassedError, *signature, subject=deal.contract().drafted)
    assert error.facts == {"long_stop": "2020-12-17", "today": "2020-12-18"}


def test_a_contract_takes_its_changes_with_it(deal: Deal) -> None:
    """Those that wait and those that have their day; an open draft can be signed no more."""
    deal.amend()
    deal.amend(LONG, stream=OTHER, impact=impact(days=365), **waits())
    deal.propose(MORE, stream=LATER, impact=impact(fee=20_000))
    deal.let_begin(stream=LATER, until=date(2021, 5, 31))
    pass_stop(deal)

    assert [deal.change(each).phase for each in (CHANGE, OTHER)] == ["lapsed", "lapsed"]
    signature = deal.change_signature("iqvia", stream=LATER)
    deal.refused(NotInForceError, *signature, subject=deal.change(LATER).drafted)
    (start,) = deal.change(LATER).starts
    assert start.why is None  # its cap and its days were promised apart from the contract
    deal.advance(days=70)
    assert [each.why for each in deal.change(LATER).starts] == ["lapsed"]
    assert_replays(deal)


@pytest.mark.parametrize("tell", [contract_lapsed, contract_abandoned])
def test_a_copy_says_that_it_lapsed_from_the_day_after(tell: Any) -> None:
    """Before, it was not yet effective; and whoever asks as of then is told so."""
    deal = Deal()
    tell(deal)
    history = history_of(deal.world, StreamName(CONTRACT))
    last = deal.contract().last_day
    assert last is not None
    after = last + timedelta(days=1)
    (act,) = deal.acts(LAPSED)
    statuses = [
        consolidate(history, effective=day, known=known).status
        for day, known in ((last, None), (after, None), (after, act.leaf_index - 1))
    ]

    assert statuses == ["not_yet_effective", "lapsed", "not_yet_effective"]


def test_work_under_a_contract_that_lapsed_was_never_covered() -> None:
    """From the first day of its term to the last on which it could have begun."""
    deal = Deal()
    contract_lapsed(deal)
    found = covered(deal.world, deal.contract(), others=(), changes=())

    assert found is not None
    (gap,) = found.gaps
    assert (gap.span.from_, gap.span.to) == (date(2021, 1, 1), STOP)
    assert [each.why for each in gap.causes] == ["condition_open"]


def test_a_contract_that_lapsed_is_no_parent() -> None:
    """A work order cannot be signed in it."""
    deal = Deal()
    deal.execute(waiting_draft(contract_kind="msa"), stream=MSA)
    deal.draft(boardless(contract_kind="work_order", parent=MSA))
    deal.agree()
    pass_stop(deal)

    signature = deal.signature("servier")
    error = deal.refused(ParentError, *signature, subject=deal.contract().drafted)
    assert error.facts["problem"] == "it has lapsed"


def test_paper_tells_of_a_long_stop_that_passed() -> None:
    """It took effect on a day that the paper states; nothing waits."""
    deal = Deal()
    deal.register(**waits(date(2018, 12, 31)))

    assert (deal.contract(MSA).phase, deal.contract(MSA).waiting) == ("executed", {})


def test_nobody_submits_what_the_ledger_says(deal: Deal) -> None:
    """A lapse follows by rule."""
    body = ContractLapsed(version=str(deal.contract().version), on=STOP)
    deal.refused(CapacityError, deal.servier, LAPSED, CONTRACT, body)
