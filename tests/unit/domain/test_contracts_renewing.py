"""How a term goes on or runs out: by itself, by agreement, or because a party said no in time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.domain import rules
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Consolidated, Known, history_of
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.contracts.renewing import (
    NoRenewalError,
    RenewalLateError,
    RenewalOnceError,
    last_day_to_decline,
)
from ledger.domain.contracts.texts import IdleOpError
from ledger.domain.kinds.change import TermSet
from ledger.domain.kinds.contract import ContractTerm, Renewal
from ledger.domain.kinds.lifecycle import (
    ContractRenewalAgreed,
    ContractRenewalDeclined,
    ContractRenewed,
    ContractTerminated,
)
from ledger.domain.room import OutOfStateError
from ledger.domain.world import Act
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CONTRACT, WORDS, Deal, boardless, impact

AGREED, DECLINED = "contract.renewal_agreed.v1", "contract.renewal_declined.v1"
RENEWED, EXPIRED = "contract.renewed.v1", "contract.expired.v1"


def term(to: date | None, months: int = 12, *, automatic: bool, days: int = 30) -> ContractTerm:
    """Return a term from the first of 2021 on that is renewed."""
    renewal = Renewal(months=months, notice_days=days, automatic=automatic)
    return ContractTerm(from_=date(2021, 1, 1), to=to, renewal=renewal)


@pytest.fixture
def automatic() -> Deal:
    """A contract until the end of August 2021 that renews itself by six months."""
    deal = Deal()
    deal.execute(boardless(term=term(date(2021, 8, 31), 6, automatic=True)))
    return deal


@pytest.fixture
def agreed() -> Deal:
    """A contract until the end of 2021 that the parties may renew by a year."""
    deal = Deal()
    deal.execute(boardless(term=term(date(2021, 12, 31), automatic=False)))
    return deal


def decline(deal: Deal) -> Act:
    """Say no."""
    return deal.say(deal.iqvia, DECLINED, CONTRACT, ContractRenewalDeclined())


def agree(deal: Deal) -> Act:
    """Renew by agreement of both."""
    act = deal.say(deal.servier, AGREED, CONTRACT, ContractRenewalAgreed())
    deal.endorse(deal.iqvia, CONTRACT, act)
    return act


def copy(deal: Deal, on: date, known: Known = None) -> Consolidated:
    """Return the contract as it stands on a day."""
    return consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=on, known=known)


def go_to(deal: Deal, year: int, month: int, day: int, hour: int = 9) -> None:
    """Let time pass until then."""
    deal.now = datetime(year, month, day, hour, tzinfo=UTC)
    deal.record_due()


def test_a_term_renews_itself_at_the_end_of_its_last_day(automatic: Deal) -> None:
    """Where the contract lives; the end of August and six months are the end of February."""
    automatic.now = datetime(2021, 8, 31, 21, 59, 59, tzinfo=UTC)
    automatic.record_due()
    before = automatic.acts(RENEWED)
    automatic.advance(seconds=1)
    (act,) = automatic.acts(RENEWED)
    matter = automatic.contract()

    assert before == []
    assert act.body == ContractRenewed(term=term(date(2022, 2, 28), 6, automatic=True))
    assert (matter.phase, matter.term, matter.armed_by) == ("executed", act.body.term, act.digest)
    assert act.statement.subject == automatic.contract().version


def test_a_term_that_renews_itself_goes_on_and_on(automatic: Deal) -> None:
    """Each renewal is recorded, however late the ledger looks; the next counts from the last."""
    go_to(automatic, 2023, 1, 15)
    ends = [act.body.term.to for act in automatic.acts(RENEWED)]  # type: ignore[attr-defined]

    assert ends == [date(2022, 2, 28), date(2022, 8, 28), date(2023, 2, 28)]
    assert [(copy(automatic, day).term.value.to, copy(automatic, day).status) for day in (
        date(2021, 8, 31), date(2021, 9, 1), date(2022, 3, 1), date(2022, 8, 29)
    )] == [
        (date(2021, 8, 31), "in_force"),
        (date(2022, 2, 28), "in_force"),
        (date(2022, 8, 28), "in_force"),
        (date(2023, 2, 28), "in_force"),
    ]  # fmt: skip


def test_the_term_names_the_renewal_that_made_it_so(automatic: Deal) -> None:
    """And what had made it before; a renewal is no version of the contract."""
    go_to(automatic, 2021, 9, 10)
    (act,) = automatic.acts(RENEWED)
    part = copy(automatic, date(2021, 9, 10)).term
    before = copy(automatic, date(2021, 8, 31)).term

    assert (part.provenance.version.digest, part.provenance.effective_on) == (
        act.digest,
        date(2021, 9, 1),
    )
    assert part.earlier == (before.provenance,)
    assert copy(automatic, date(2021, 9, 10)).version == automatic.contract().version
    assert copy(automatic, date(2021, 9, 10)).applied == ()
    assert copy(automatic, date(2021, 9, 10), act.leaf_index - 1).term == before


@pytest.mark.parametrize(
    ("days", "last_day"),
    [(0, date(2021, 8, 31)), (30, date(2021, 8, 1)), (184, date(2021, 2, 28)), (2**52, date.min)],
)
def test_the_last_day_to_say_no(days: int, last_day: date) -> None:
    """So many days before the last day of the term."""
    assert last_day_to_decline(term(date(2021, 8, 31), automatic=True, days=days)) == last_day


@pytest.mark.parametrize("hour", [9, 21])
def test_a_renewal_declined_in_time_lets_the_term_run_out(automatic: Deal, hour: int) -> None:
    """On the last day to say no, any hour of it; the expiry names the refusal as its cause."""
    go_to(automatic, 2021, 8, 1, hour)
    declined = decline(automatic)
    go_to(automatic, 2021, 9, 2)
    (expired,) = automatic.acts(EXPIRED)

    assert (automatic.contract().phase, automatic.acts(RENEWED)) == ("expired", [])
    assert expired.statement.subject == declined.digest
    assert [
        copy(automatic, date(2021, 9, 1), known).status for known in (declined.leaf_index - 1, None)
    ] == ["in_force", "expired"]


def test_a_renewal_is_not_declined_late_or_twice(automatic: Deal) -> None:
    """From midnight in Paris on, the day after the last one."""
    go_to(automatic, 2021, 8, 1, 22)
    error = automatic.refused(
        RenewalLateError, automatic.iqvia, DECLINED, CONTRACT, ContractRenewalDeclined()
    )
    assert error.facts == {"last_day": "2021-08-01", "today": "2021-08-02"}
    go_to(automatic, 2021, 9, 1)
    decline(automatic)
    automatic.refused(
        RenewalOnceError, automatic.servier, DECLINED, CONTRACT, ContractRenewalDeclined()
    )


def test_a_new_term_asks_anew(automatic: Deal) -> None:
    """What was declined was the renewal of the term that ended then."""
    decline(automatic)
    longer = term(date(2021, 10, 31), 6, automatic=True)
    automatic.amend(TermSet(term=longer), impact=impact(days=61))
    go_to(automatic, 2021, 11, 1)

    assert automatic.contract().term.to == date(2022, 4, 30)
    assert copy(automatic, date(2021, 11, 1)).status == "in_force"


def test_a_notice_that_runs_does_not_stop_a_renewal(automatic: Deal) -> None:
    """Only a contract that was terminated has no term left."""
    notice = automatic.notice()
    go_to(automatic, 2021, 9, 1)
    renewed = automatic.contract().term.to
    ended = ContractTerminated(on=date(2021, 12, 31))
    automatic.say(
        automatic.servier, "contract.terminated.v1", CONTRACT, ended, subject=notice.digest
    )
    go_to(automatic, 2022, 6, 1)

    assert (renewed, automatic.contract().phase) == (date(2022, 2, 28), "terminated")
    assert len(automatic.acts(RENEWED)) == 1
    assert list(automatic.world.deadlines()) == []


def test_a_contract_at_rest_renews_itself(automatic: Deal) -> None:
    """Its term runs on."""
    automatic.suspend()
    go_to(automatic, 2021, 9, 1)

    assert (automatic.contract().phase, automatic.contract().term.to) == (
        "suspended",
        date(2022, 2, 28),
    )


def test_a_renewal_by_agreement_follows_at_once(agreed: Deal) -> None:
    """Once every other party has joined in; it counts from that day."""
    go_to(agreed, 2021, 10, 1)
    act = agreed.say(agreed.servier, AGREED, CONTRACT, ContractRenewalAgreed())
    before = agreed.acts(RENEWED)
    endorsed = agreed.endorse(agreed.iqvia, CONTRACT, act)
    (renewed,) = agreed.acts(RENEWED)

    assert before == []
    assert renewed.statement.subject == endorsed.digest
    assert renewed.body == ContractRenewed(term=term(date(2022, 12, 31), automatic=False))
    assert [copy(agreed, date(2021, 10, day)).term.value.to for day in (1,)] == [date(2022, 12, 31)]
    assert copy(agreed, date(2021, 9, 30)).term.value.to == date(2021, 12, 31)
    go_to(agreed, 2022, 1, 10)
    assert agreed.contract().phase == "executed"
    go_to(agreed, 2023, 1, 10)
    assert agreed.contract().phase == "expired"


def test_a_term_is_renewed_once_before_it_ends(agreed: Deal) -> None:
    """Two proposals that cross would otherwise renew it twice."""
    first = agreed.say(agreed.servier, AGREED, CONTRACT, ContractRenewalAgreed())
    second = agreed.say(agreed.iqvia, AGREED, CONTRACT, ContractRenewalAgreed())
    agreed.endorse(agreed.iqvia, CONTRACT, first)
    with pytest.raises(RenewalOnceError):
        agreed.endorse(agreed.servier, CONTRACT, second)
    agreed.refused(RenewalOnceError, agreed.servier, AGREED, CONTRACT, ContractRenewalAgreed())
    go_to(agreed, 2022, 1, 1)
    agree(agreed)

    assert agreed.contract().term.to == date(2023, 12, 31)


def test_a_term_that_was_not_renewed_runs_out(agreed: Deal) -> None:
    """After its last day nobody renews it; a change may still set a later one."""
    waiting = agreed.say(agreed.servier, AGREED, CONTRACT, ContractRenewalAgreed())
    go_to(agreed, 2022, 1, 1)

    assert agreed.contract().phase == "expired"
    with pytest.raises(OutOfStateError):
        agreed.endorse(agreed.iqvia, CONTRACT, waiting)


@pytest.mark.parametrize(
    ("given", "tag", "problem"),
    [
        (ContractTerm(from_=date(2021, 1, 1), to=date(2021, 12, 31)), AGREED, "is not renewed"),
        (term(date(2021, 12, 31), automatic=True), AGREED, "renews itself"),
        (term(None, automatic=False), AGREED, "has no end"),
        (term(date.max, automatic=False), AGREED, "has no end"),
        (term(date(2021, 12, 31), automatic=False), DECLINED, "does not renew itself"),
        (term(None, automatic=True), DECLINED, "does not renew itself"),
        (ContractTerm(from_=date(2021, 1, 1)), DECLINED, "does not renew itself"),
    ],
)
def test_a_renewal_is_as_the_contract_provides(given: ContractTerm, tag: str, problem: str) -> None:
    """Nothing is renewed, or declined, that the term does not speak of."""
    deal = Deal()
    deal.execute(boardless(term=given))
    body = ContractRenewalAgreed() if tag == AGREED else ContractRenewalDeclined()

    error = deal.refused(NoRenewalError, deal.servier, tag, CONTRACT, body)

    assert error.facts["problem"] == problem


def test_what_is_changed_after_a_renewal_rests_on_it(automatic: Deal) -> None:
    """The days that an end moves by, what changes nothing, and what would apply too early."""
    automatic.amend(WORDS)
    go_to(automatic, 2021, 9, 10)
    renewed = automatic.contract().term
    early: dict[str, Any] = {"effective_rule": "stated", "effective_on": date(2021, 8, 31)}
    later = term(date(2022, 3, 31), 6, automatic=True)
    tried: tuple[tuple[Any, Any, int, dict[str, Any]], ...] = (
        (IdleOpError, renewed, 0, {}),
        (EffectiveOrderError, later, 31, early),
    )
    for error, given, days, members in tried:
        body = automatic.change_draft(TermSet(term=given), impact=impact(days=days), **members)
        automatic.refused(
            error,
            automatic.servier,
            "change.drafted.v1",
            "change/score/2",
            body,
            base=body.base,
        )
    first = term(date(2021, 8, 31), 6, automatic=False)
    automatic.amend(TermSet(term=first), stream="change/score/2", impact=impact(days=-181))

    assert folded(automatic.world, automatic.contract()).text.term == first
    assert copy(automatic, date(2021, 9, 10)).term.value == first


def test_a_text_is_folded_alike_with_and_without_what_was_kept(automatic: Deal) -> None:
    """Renewals between changes count in their places, whatever was remembered."""
    automatic.amend(WORDS)
    go_to(automatic, 2021, 9, 10)
    folded(automatic.world, automatic.contract())
    longer = term(date(2022, 3, 31), 6, automatic=True)
    automatic.amend(TermSet(term=longer), stream="change/score/2", impact=impact(days=31))
    go_to(automatic, 2022, 4, 10)
    matter = automatic.contract()
    kept = folded(automatic.world, matter)
    matter.memo.clear()
    anew = folded(automatic.world, matter)

    assert (kept.text, kept.touched) == (anew.text, anew.touched)
    assert anew.text.term.to == date(2022, 9, 30)
    assert copy(automatic, date(2022, 4, 10)).term.value == anew.text.term


def test_the_end_of_a_term_is_due_to_the_writer(automatic: Deal) -> None:
    """As any deadline: nothing follows before, one statement then."""
    end = datetime(2021, 8, 31, 22, tzinfo=UTC)

    assert list(automatic.world.deadlines()) == [(end, CONTRACT)]
    assert rules.due(automatic.world, end.replace(minute=0, hour=21)) is None
    follow_up = rules.due(automatic.world, end)
    assert follow_up is not None
    assert follow_up.kind == RENEWED
