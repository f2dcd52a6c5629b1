"""Changes on paper: a stack of them, in their order, before the first change of the ledger."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.common import AudienceGapError
from ledger.domain.contracts.beginnings import PaperDocumentError
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.contracts.papering import ChangePaperError
from ledger.domain.contracts.proposing import BaseMismatchError, BaseStaleError, ImpactError
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.kinds.aftermath import DecisionRegistered
from ledger.domain.kinds.change import (
    Authority,
    BudgetAdjust,
    ChangeRegistered,
    ClauseReplace,
    TermSet,
)
from ledger.domain.kinds.contract import ContractTerm, PaperDates
from ledger.domain.world import UnknownStreamError
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import (
    CHANGE,
    CONTRACT,
    MORE,
    SCAN,
    WORDS,
    Deal,
    SteeredDeal,
    boardless,
    euros,
    impact,
    terms,
)
from tests.unit.domain.boardroom import DECISION, constitution
from tests.unit.domain.recomputing import assert_replays
from tests.unit.domain.test_changes_reversed import OLD

OTHER = "change/score/2"
SIGNED = date(2018, 12, 20)


def paper() -> Deal:
    """Return a deal whose contract is of 2018, on paper."""
    deal = Deal()
    known = terms(change_authority=boardless().change_authority)
    members = {name: getattr(known, name) for name in known.__struct_fields__}
    deal.register(CONTRACT, **members)
    return deal


@pytest.fixture
def deal() -> Deal:
    """A contract on paper, of 2018."""
    return paper()


def on(executed: date, effective: date | None = None) -> PaperDates:
    """Return when paper was signed, and from when it applies."""
    return PaperDates(executed_on=executed, effective_on=effective or executed)


def test_paper_applies_like_an_executed_change(deal: Deal) -> None:
    """It is the new version, by its own digest, and always shown as paper."""
    act = deal.register_change(CHANGE, deal.paper_change(dates=on(date(2019, 5, 2))))
    (changed,) = deal.acts("contract.changed.v1")
    change = deal.change()

    assert (change.phase, change.drafted, deal.contract().version) == (
        "executed",
        act.digest,
        act.digest,
    )
    assert changed.statement.subject != act.digest  # the endorsement that completed it
    copy = consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=date(2019, 5, 2))
    made = copy.clauses[0].provenance
    assert (copy.clauses[0].value.text, made.on_paper, made.version.digest, made.authority) == (
        "Sixty sites.",
        True,
        act.digest,
        None,
    )
    assert_replays(deal)


def test_thirty_change_orders_on_paper_and_one_of_the_ledger(deal: Deal) -> None:
    """Each on the version before; then the first change here goes on from the last."""
    for number in range(30):
        signed = SIGNED + timedelta(days=20 * (number + 1))
        deal.register_change(
            f"change/score/p{number}",
            deal.paper_change(
                BudgetAdjust(line="monitoring", fee=euros(100)),
                ClauseReplace(id="scope", text=f"{number + 41} sites."),
                impact=impact(fee=100),
                dates=on(signed, signed - timedelta(days=5)),
            ),
        )
    deal.amend(MORE, impact=impact(fee=20_000))

    copy = consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=deal.now.date())
    assert [each.on_paper for each in copy.applied] == [True] * 30 + [False]
    assert copy.fee.amount == euros(100_000 + 3_000 + 20_000)
    assert len(copy.clauses[0].earlier) == 30
    assert copy.clauses[0].value.text == "70 sites."
    assert_replays(deal)


def test_paper_can_extend_a_term_that_has_run_out() -> None:
    """An old contract expires when it is registered, and its amendments bring it back."""
    deal = Deal()
    short = ContractTerm(from_=date(2019, 1, 1), to=date(2019, 12, 31))
    deal.register(CONTRACT, term=short)
    deal.advance(days=1)
    expired = deal.contract().phase
    longer = ContractTerm(from_=date(2019, 1, 1), to=date(2025, 12, 31))
    body = deal.paper_change(TermSet(term=longer), impact=impact(days=2192))
    deal.register_change(CHANGE, body)

    assert (expired, deal.contract().phase) == ("expired", "executed")


def test_paper_can_undo_paper(deal: Deal) -> None:
    """The reversed one says so."""
    deal.register_change(CHANGE, deal.paper_change(WORDS))
    deal.register_change(OTHER, deal.paper_change(OLD, reverses=CHANGE))

    assert (deal.change().phase, deal.change().reversed_by) == ("reversed", OTHER)
    assert_replays(deal)


def said(deal: Deal | SteeredDeal, body: ChangeRegistered) -> tuple[Any, ...]:
    """Return what to say to register a change."""
    return deal.servier, "change.registered.v1", CHANGE, body


REFUSED: dict[str, tuple[Any, dict[str, Any]]] = {
    "signed after the registration": (
        ChangePaperError,
        {"dates": on(date(2020, 12, 18), date(2020, 1, 1))},
    ),
    "signed before the contract": (ChangePaperError, {"dates": on(date(2018, 12, 19))}),
    "a text that applies from another day": (
        ChangePaperError,
        {"effective_rule": "stated", "effective_on": date(2019, 5, 3)},
    ),
    "another base": (BaseStaleError, {"base": "sha256:" + "00" * 32}),
    "another impact": (ImpactError, {"impact": impact(fee=1)}),
    "a decision that is not there": (UnknownStreamError, {"decision": "decision/jsc/1"}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_paper_that_cannot_be_registered_is_refused(deal: Deal, case: str) -> None:
    """It comes in its order, on the newest version, and says truly what it costs."""
    error, members = REFUSED[case]
    body = deal.paper_change(**members)

    deal.refused(error, *said(deal, body), base=body.content.base, documents=(SCAN,))


def test_ops_on_paper_apply_like_others(deal: Deal) -> None:
    """Nothing is changed that is not there."""
    body = deal.paper_change(ClauseReplace(id="ghost", text="Boo."))

    deal.refused(ItemUnknownError, *said(deal, body), base=body.content.base, documents=(SCAN,))


def test_the_scans_are_attached_and_the_base_is_said_twice(deal: Deal) -> None:
    """As for every paper, and every change."""
    body = deal.paper_change()

    deal.refused(PaperDocumentError, *said(deal, body), base=body.content.base)
    deal.refused(BaseMismatchError, *said(deal, body), documents=(SCAN,))


def test_a_contract_of_the_ledger_has_no_changes_on_paper() -> None:
    """What was executed here is changed here."""
    deal = Deal()
    deal.execute()
    body = deal.paper_change(dates=on(date(2020, 12, 17)))

    deal.refused(ChangePaperError, *said(deal, body), base=body.content.base, documents=(SCAN,))


def test_paper_is_registered_in_the_order_of_its_signatures(deal: Deal) -> None:
    """An earlier paper that turns up late would be put before what was built without it."""
    deal.register_change(OTHER, deal.paper_change(dates=on(date(2019, 5, 2), date(2019, 6, 1))))
    early = deal.paper_change(MORE, impact=impact(fee=20_000), dates=on(date(2019, 5, 1)))
    same = deal.paper_change(OLD, dates=on(date(2019, 5, 2), date(2019, 5, 31)))

    for body, error in ((early, ChangePaperError), (same, EffectiveOrderError)):
        deal.refused(error, *said(deal, body), base=body.content.base, documents=(SCAN,))


def test_every_other_party_joins_and_the_base_must_still_stand(deal: Deal) -> None:
    """A signatory of each; a version that came in between makes it stale."""
    body = deal.paper_change()
    claims: dict[str, Any] = {"base": body.content.base, "documents": (SCAN,)}
    first = deal.say(*said(deal, body), **claims)
    second = deal.say(deal.servier, "change.registered.v1", OTHER, body, **claims)
    endorsement = deal.iqvia.as_("programme_manager")

    assert deal.matter(CHANGE) is None
    with pytest.raises(NotAnEndorserError):
        deal.endorse(endorsement, CHANGE, first)
    deal.endorse(deal.iqvia, CHANGE, first)
    with pytest.raises(BaseStaleError):
        deal.endorse(deal.iqvia, OTHER, second)


def decided(outcome: Any = "adopted") -> SteeredDeal:
    """Return a deal whose board decided something on paper, in 2019."""
    deal = SteeredDeal()
    known = terms(change_authority=boardless().change_authority)
    members = {name: getattr(known, name) for name in known.__struct_fields__}
    deal.register(CONTRACT, **members)
    body = DecisionRegistered(
        title="Sixty sites",
        text="The committee agrees.",
        class_="scope",
        outcome=outcome,
        decided_on=date(2019, 4, 1),
    )
    act = deal.say(deal.sponsor, "decision.registered.v1", DECISION, body, documents=(SCAN,))
    deal.endorse(deal.cro, DECISION, act)
    return deal


def test_a_decision_on_paper_is_the_authority_behind_a_change_on_paper() -> None:
    """So that every clause of before knows who decided it, too."""
    deal = decided()
    deal.register_change(CHANGE, deal.paper_change(decision=DECISION))

    copy = consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=date(2020, 1, 1))
    assert copy.clauses[0].provenance.authority == Authority(
        by="board/jsc", by_contract=False, decision=DECISION
    )


def test_what_was_rejected_is_behind_nothing() -> None:
    """Only what was adopted has effect."""
    deal = decided("rejected")
    body = deal.paper_change(decision=DECISION)

    deal.refused(ChangePaperError, *said(deal, body), base=body.content.base, documents=(SCAN,))


def test_a_ballot_of_the_ledger_is_behind_no_paper() -> None:
    """It came later than the paper that it would carry."""
    deal = decided()
    deal.move("decision/jsc/live")
    body = deal.paper_change(decision="decision/jsc/live")

    deal.refused(ChangePaperError, *said(deal, body), base=body.content.base, documents=(SCAN,))


def test_a_decision_behind_paper_is_read_by_all_who_read_the_contract() -> None:
    """Another board's word would be hidden from one of them."""
    deal = SteeredDeal()
    founding = deal.say(deal.sponsor, "board.constituted.v1", "board/esc", constitution(readers=()))
    deal.endorse(deal.cro, "board/esc", founding)
    known = terms(change_authority=boardless().change_authority, readers=("tech",))
    deal.register(CONTRACT, **{name: getattr(known, name) for name in known.__struct_fields__})
    paper_of = DecisionRegistered(
        title="T", text="T", class_="scope", outcome="adopted", decided_on=date(2019, 4, 1)
    )
    stream = "decision/esc/1"
    act = deal.say(deal.sponsor, "decision.registered.v1", stream, paper_of, documents=(SCAN,))
    deal.endorse(deal.cro, stream, act)
    body = deal.paper_change(decision=stream)

    deal.refused(AudienceGapError, *said(deal, body), base=body.content.base, documents=(SCAN,))
