"""The authority behind a change: the board that its contract names, for its kind and amount."""

from typing import Any, Literal

import pytest

from ledger.domain.contracts.authorising import AuthorityMissingError, authorisations
from ledger.domain.contracts.texts import NotAPartyError
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import (
    AssumptionSet,
    Authority,
    BudgetAdjust,
    ChangeAuthorised,
    Impact,
)
from ledger.domain.kinds.charter.counting import Quorum
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.kinds.contract import ChangeAuthority
from ledger.domain.kinds.decision import SubjectRef
from ledger.evidence.statement import Digest, StreamName
from tests.unit.domain.agreement import (
    CHANGE,
    MORE,
    Deal,
    SteeredDeal,
    boardless,
    draft,
    euros,
    impact,
)
from tests.unit.domain.boardroom import DECISION, HALF, charter, constitution
from tests.unit.domain.charter_parts import powers, right

READERS = ("tech",)
TEXT = "change_order"
SITES = AssumptionSet(name="sites", from_="40", to="60")


def steered(rules: tuple[ChangeAuthority, ...] | None = None, **members: Any) -> SteeredDeal:
    """Return a deal with a board and an executed contract."""
    deal = SteeredDeal(**{**powers(right("budget", euros(10**9))), **members})
    body = draft(readers=READERS)
    deal.execute(body if rules is None else draft(readers=READERS, change_authority=rules))
    return deal


def propose(deal: Deal | SteeredDeal, op: BudgetAdjust = MORE, stream: str = CHANGE) -> None:
    """Draft a change order."""
    assert isinstance(op.fee, Money)
    deal.propose(op, stream=stream, change_kind=TEXT, impact=impact(fee=op.fee.minor))


def decide(
    deal: SteeredDeal,
    *streams: str,
    choice: Literal["for", "against", "abstain"] = "for",
    before_votes: Any = None,
) -> None:
    """Put the changes to the board, in their words of now, and let everyone vote."""
    refs = tuple(
        SubjectRef(stream=stream, digest=str(deal.change(stream).content))
        for stream in streams or (CHANGE,)
    )
    deal.open(deal.move(class_="budget", subject_refs=refs))
    if before_votes is not None:
        before_votes()
    for voter in deal.matter(DECISION).poll.electorate:
        deal.vote(voter.seat, choice)


def test_a_decision_of_the_named_board_authorises_its_change() -> None:
    """The statement says which decision, and follows the close that is its cause."""
    deal = steered()
    propose(deal)
    before = deal.change()
    decide(deal)
    (closed,) = deal.acts("decision.closed.v1")
    (act,) = deal.acts("change.authorised.v1")

    authority = Authority(
        by="board/jsc",
        by_contract=True,
        decision=DECISION,
        closed=closed.digest,
        outcome="adopted",
    )
    assert ("drafted", "authorised", closed.digest) == (
        before.phase,
        deal.change().phase,
        act.statement.subject,
    )
    assert act.body == ChangeAuthorised(
        digest=str(before.content), authority=authority, amount=euros(20_000)
    )
    deal.sign_change()
    assert deal.change().phase == "executed"


def unauthorised(deal: SteeredDeal, stream: str = CHANGE) -> bool:
    """Show that nothing stands behind a change, and that nobody can sign it."""
    change = deal.change(stream)
    deal.refused(
        AuthorityMissingError,
        *deal.change_signature("iqvia", stream=stream),
        subject=change.drafted,
    )
    return change.authority is None


def test_a_rejected_motion_authorises_nothing() -> None:
    """Only what was adopted has effect."""
    deal = steered()
    propose(deal)
    decide(deal, choice="against")

    assert unauthorised(deal)


def test_an_edit_breaks_the_authority() -> None:
    """A change that is drafted again while the board votes is another text."""
    deal = steered((ChangeAuthority(change_kind="change_order", by="board/jsc"),))
    propose(deal)
    decide(deal, before_votes=lambda: propose(deal, BudgetAdjust(line="monitoring", fee=euros(2))))

    assert unauthorised(deal)


def test_a_change_that_became_stale_is_not_authorised() -> None:
    """It would apply to another text than the one that the board saw."""
    deal = steered()
    propose(deal)
    decide(deal, before_votes=lambda: deal.amend(SITES, stream="change/score/2"))

    assert deal.change().authority is None


def test_what_is_authorised_is_not_authorised_again() -> None:
    """One decision authorises one change once; a withdrawn one not at all."""
    deal = steered()
    propose(deal)
    content = Digest(str(deal.change().content))
    decide(deal)
    (closed,) = deal.acts("decision.closed.v1")
    refs = ((StreamName(CHANGE), content),)

    assert authorisations(deal.world, closed, refs) == ()
    assert authorisations(deal.world, closed, ((StreamName("change/score/9"), content),)) == ()


def test_one_decision_authorises_each_change_that_it_names() -> None:
    """Both on one version; the second is drafted again once the first is executed."""
    deal = steered()
    propose(deal)
    propose(deal, BudgetAdjust(line="start-up", fee=euros(5_000)), "change/score/2")
    decide(deal, CHANGE, "change/score/2")

    assert [act.statement.stream for act in deal.acts("change.authorised.v1")] == [
        CHANGE,
        "change/score/2",
    ]


def test_above_the_named_bounds_the_contract_is_silent() -> None:
    """Then a board that seats every party decides."""
    deal = steered()
    propose(deal, BudgetAdjust(line="monitoring", fee=euros(50_001)))
    decide(deal)
    authority = deal.change().authority

    assert authority is not None
    assert (authority.by, authority.by_contract) == ("board/jsc", False)


def test_an_undisclosed_amount_fits_no_bound() -> None:
    """What is not known is above any bound, so the silent rule decides."""
    deal = steered(**powers(right("budget")))
    op = BudgetAdjust(line="monitoring", fee="undisclosed")
    full = Impact(days=0, fee="undisclosed", pass_through=euros(0))
    deal.propose(op, change_kind=TEXT, impact=full)
    decide(deal)
    authority = deal.change().authority

    assert authority is not None
    assert authority.by_contract is False


def test_where_the_contract_is_silent_a_board_must_seat_every_party() -> None:
    """A seat without a vote is not enough."""
    seats = tuple(
        Seat(seat=seat.seat, party=seat.party, voting=seat.party == "servier")
        for seat in charter().seats
    )
    quorum = (Quorum(threshold=HALF),)
    administrative = (ChangeAuthority(change_kind="administrative", by="parties"),)
    deal = steered(administrative, seats=seats, quorum=quorum)
    propose(deal)
    decide(deal)

    assert unauthorised(deal)


def test_another_board_than_the_named_one_authorises_nothing() -> None:
    """The contract says whose decision it takes, also where it seats fewer."""
    deal = SteeredDeal(**powers(right("budget")))
    founding = deal.say(deal.sponsor, "board.constituted.v1", "board/esc", constitution())
    deal.endorse(deal.cro, "board/esc", founding)
    rules = (ChangeAuthority(change_kind="change_order", by="board/esc"),)
    deal.execute(draft(readers=READERS, change_authority=rules))
    propose(deal)
    decide(deal)

    assert unauthorised(deal)


@pytest.mark.parametrize(
    ("ops", "phase"),
    [(("assumption.set", "budget.adjust"), "authorised"), (("budget.adjust",), "drafted")],
)
def test_a_row_with_ops_fits_only_changes_of_these_ops(ops: Any, phase: str) -> None:
    """A change with one op more needs another authority."""
    deal = Deal()
    rule = ChangeAuthority(change_kind="change_order", by="parties", ops=ops)
    deal.execute(boardless(change_authority=(rule,)))
    deal.propose(SITES, MORE, change_kind=TEXT, impact=impact(fee=20_000))

    assert phase == deal.change().phase


def test_the_first_row_that_fits_governs() -> None:
    """Rows are read in the contract's own order; one whose bound is too low is passed over."""
    rules = (
        ChangeAuthority(change_kind="change_order", by="parties", up_to=euros(19_999)),
        ChangeAuthority(change_kind="change_order", by="delegates", up_to=euros(20_000)),
        ChangeAuthority(change_kind="change_order", by="parties"),
    )
    deal = Deal()
    deal.execute(boardless(change_authority=rules))
    propose(deal)

    assert deal.change().authority == Authority(by="delegates", by_contract=True)


def test_a_reader_of_a_contract_does_not_change_it() -> None:
    """Whoever may read a contract without being its party has no say in it."""
    deal = steered()
    body = deal.change_draft()

    deal.refused(
        NotAPartyError,
        deal.signatories["tech"],
        "change.drafted.v1",
        CHANGE,
        body,
        base=body.base,
    )
