"""Cure, winding down, and the ways out of an open condition."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.common import SubjectError
from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.dated import FutureDayError
from ledger.domain.contracts.endings import (
    NotCurableError,
    OwnNoticeError,
)
from ledger.domain.kinds.change import SurvivalSet, TermSet
from ledger.domain.kinds.contract import (
    ContractTerm,
    TerminationGround,
)
from ledger.domain.kinds.lifecycle import (
    ContractBreachCured,
    ContractTerminated,
)
from ledger.domain.room import OutOfStateError
from ledger.domain.world import Act
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import (
    CONTRACT,
    Deal,
    boardless,
    impact,
)

SOME = "sha256:" + "00" * 32

ENDED, CURED = "contract.terminated.v1", "contract.breach_cured.v1"


@pytest.fixture
def deal() -> Deal:
    """A ledger with people who deal, and no contract yet."""
    return Deal()


@pytest.fixture
def breached(deal: Deal) -> Deal:
    """A contract with sixty days to cure, under notice since 17 December 2020."""
    deal.execute()
    deal.notice("breach")
    return deal


def cure(deal: Deal, on: date) -> tuple[Any, ...]:
    """Return what to say that a breach was cured."""
    return deal.iqvia, CURED, CONTRACT, ContractBreachCured(on=on)


def test_a_cured_breach_lets_the_contract_go_on(breached: Deal) -> None:
    """Once the party that gave notice has joined in; then it is as if it had not been given."""
    (notice,) = breached.contract().notices
    breached.advance(days=60)
    act = breached.say(*cure(breached, date(2021, 2, 15)), subject=notice.digest)
    before = breached.contract().phase
    breached.endorse(breached.servier, CONTRACT, act)
    (ending,) = breached.contract().endings
    history = history_of(breached.world, StreamName(CONTRACT))

    assert (before, breached.contract().phase) == ("noticed", "executed")
    assert (ending.until, ending.ends_on) == (Place.of(endorsed(act, breached)), date(2021, 2, 15))
    assert [
        consolidate(history, effective=date(2021, 2, 1), known=known).status
        for known in (breached.world.size - 2, None)
    ] == ["noticed", "in_force"]


def endorsed(act: Act, deal: Deal) -> Act:
    """Return an act at the place where its last endorsement gave it effect."""
    (last,) = (each for each in deal.world.acts() if each.leaf_index == deal.world.size - 1)
    return replace(act, at=last.at, leaf_index=last.leaf_index, position=last.position)


def test_a_breach_is_cured_in_time_by_the_other_side(breached: Deal) -> None:
    """From the day of the notice until the last day to cure, and not in the future."""
    (notice,) = breached.contract().notices
    breached.advance(days=100)
    late, early, future = date(2021, 2, 16), date(2020, 12, 16), date(2021, 3, 28)
    for error, day in (
        (NotCurableError, late),
        (NotCurableError, early),
        (FutureDayError, future),
    ):
        breached.refused(error, *cure(breached, day), subject=notice.digest)
    breached.refused(
        OwnNoticeError,
        breached.servier,
        CURED,
        CONTRACT,
        ContractBreachCured(on=date(2021, 1, 1)),
        subject=notice.digest,
    )
    breached.refused(SubjectError, *cure(breached, date(2021, 1, 1)), subject=SOME)


def test_a_ground_without_time_to_cure_is_not_cured(deal: Deal) -> None:
    """Convenience is no breach."""
    deal.execute()
    notice = deal.notice()

    deal.refused(NotCurableError, *cure(deal, date(2020, 12, 17)), subject=notice.digest)


def test_a_cure_takes_effect_while_the_notice_runs(breached: Deal) -> None:
    """Joined in once the contract was ended, it comes too late."""
    (notice,) = breached.contract().notices
    act = breached.say(*cure(breached, date(2020, 12, 17)), subject=notice.digest)
    ended = ContractTerminated(on=date(2021, 2, 15))
    breached.say(breached.servier, ENDED, CONTRACT, ended, subject=notice.digest)

    with pytest.raises(OutOfStateError):
        breached.endorse(breached.servier, CONTRACT, act)


def test_a_contract_is_wound_down_and_leaves_what_survives(deal: Deal) -> None:
    """The clauses that stay are named once it is over, and none before."""
    winding = TerminationGround(ground="convenience", notice_days=0, wind_down_days=30)
    deal.execute(boardless(termination=(winding,)))
    deal.amend(SurvivalSet(clauses=("fees", "secrecy")))
    notice = deal.notice()
    ended = ContractTerminated(on=date(2021, 3, 31))
    deal.say(deal.servier, ENDED, CONTRACT, ended, subject=notice.digest)
    history = history_of(deal.world, StreamName(CONTRACT))
    days = (date(2021, 3, 31), date(2021, 4, 1), date(2021, 4, 30), date(2021, 5, 1))
    copies = [consolidate(history, effective=day) for day in days]
    stay = ("fees", "secrecy")

    assert [(copy.status, copy.surviving) for copy in copies] == [
        ("noticed", ()),
        ("winding_down", stay),
        ("winding_down", stay),
        ("terminated", stay),
    ]


@pytest.mark.parametrize(("upon", "days"), [("convenience", 30), ("safety", 0)])
def test_it_is_wound_down_as_the_ground_says_on_which_it_ended(upon: str, days: int) -> None:
    """Where two notices ran, not as the other one would have it."""
    deal = Deal()
    grounds = (
        TerminationGround(ground="convenience", notice_days=0, wind_down_days=30),
        TerminationGround(ground="safety", notice_days=0),
    )
    deal.execute(boardless(termination=grounds))
    given = {ground: deal.notice(ground) for ground in ("convenience", "safety")}
    on = deal.now.date()
    ended, subject = ContractTerminated(on=on), given[upon].digest
    deal.say(deal.servier, ENDED, CONTRACT, ended, subject=subject)
    history = history_of(deal.world, StreamName(CONTRACT))

    statuses = [
        consolidate(history, effective=on + timedelta(days=day)).status for day in range(1, 32)
    ]
    assert statuses == ["winding_down"] * days + ["terminated"] * (31 - days)


@pytest.mark.parametrize("ends", ["notice", "term"])
def test_a_contract_whose_condition_is_never_met_has_a_way_out(ends: str) -> None:
    """It is ended on notice, or its term runs out; it is over then, though it never began."""
    deal = Deal()
    deal.execute(boardless(effective_rule="condition", condition="The approval is there."))
    if ends == "notice":
        notice = deal.notice("safety")
        ended = ContractTerminated(on=date(2021, 2, 1))
        deal.say(deal.servier, ENDED, CONTRACT, ended, subject=notice.digest)
    else:
        deal.advance(days=900)
    history = history_of(deal.world, StreamName(CONTRACT))
    statuses = [
        consolidate(history, effective=day).status for day in (date(2021, 2, 1), date(2023, 1, 1))
    ]

    assert statuses == ["not_yet_effective", "terminated" if ends == "notice" else "expired"]


def test_a_notice_outlives_a_term_that_is_prolonged_late(deal: Deal) -> None:
    """What was not taken back runs on, for the rules as for whoever reads the contract."""
    deal.execute()
    notice = deal.notice()
    deal.advance(days=900)
    longer = ContractTerm(from_=date(2021, 1, 1), to=date(2024, 12, 31))
    deal.amend(TermSet(term=longer), impact=impact(days=731))
    history = history_of(deal.world, StreamName(CONTRACT))

    assert consolidate(history, effective=deal.now.date()).status == deal.contract().phase
    assert deal.contract().phase == "noticed"
    deal.say(
        deal.servier,
        ENDED,
        CONTRACT,
        ContractTerminated(on=date(2023, 12, 31)),
        subject=notice.digest,
    )
    assert deal.contract().last_day == date(2023, 12, 31)
