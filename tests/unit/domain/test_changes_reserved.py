"""What is not for a board: reserved by the contract to its parties, or barred by its charter."""

from typing import Any

import pytest

from ledger.domain.contracts.reserving import reserved_by, topics_of
from ledger.domain.contracts.texts import ContractText
from ledger.domain.decisions.moving import MatterReservedError, UltraViresError
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.change import (
    Authority,
    AuthoritySet,
    BudgetAddLine,
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    Op,
    TermSet,
    TextRestate,
)
from ledger.domain.kinds.charter.powers import DecisionRight, Never
from ledger.domain.kinds.charter.terms import When
from ledger.domain.kinds.contract import ChangeAuthority, ContractTerm, ReservedMatter
from ledger.domain.kinds.decision import MotionMoved, SubjectRef
from tests.unit.domain.agreement import (
    CHANGE,
    MORE,
    WORDS,
    SteeredDeal,
    draft,
    euros,
    impact,
    terms,
)
from tests.unit.domain.boardroom import DECISION
from tests.unit.domain.charter_parts import powers, right
from tests.unit.domain.recomputing import assert_closes_recompute, assert_replays
from tests.unit.domain.test_changes_authority import decide

SECRECY = ReservedMatter(rule="secrets", why="It binds the companies.", clauses=("secrecy",))
TERM = ReservedMatter(rule="duration", why="How long is ours to say.", ops=("term.set",))
ROWS = (ChangeAuthority(change_kind="change_order", by="board/jsc"),)
LONGER = TermSet(term=ContractTerm(from_=terms().term.from_))
QUIET = ClauseReplace(id="secrecy", text="For ever.")
KEPT = AuthoritySet(rows=(), reserved=(SECRECY, TERM))


def reserved(**members: Any) -> SteeredDeal:
    """Return a deal that leaves change orders to the board, except what is reserved."""
    deal = SteeredDeal(**{**powers(right("budget", euros(10**9))), **members})
    deal.execute(draft(readers=("tech",), change_authority=ROWS, reserved=(SECRECY, TERM)))
    return deal


@pytest.mark.parametrize(
    ("op", "rule"),
    [
        (WORDS, None),
        (MORE, None),
        (QUIET, SECRECY),
        (ClauseDelete(id="secrecy"), SECRECY),
        (ClauseRenumber(id="secrecy", number="9"), SECRECY),
        (ClauseAdd(id="secrecy", number="9", heading="Again", text="Again."), SECRECY),
        (TextRestate(), SECRECY),
        (LONGER, TERM),
        (KEPT, None),
        (AuthoritySet(rows=(), reserved=(SECRECY,)), TERM),
        (AuthoritySet(rows=()), SECRECY),
    ],
)
def test_a_rule_fits_its_ops_its_clauses_and_itself(op: Op, rule: ReservedMatter | None) -> None:
    """What would lift a reservation is reserved by it, or a board could give itself the matter."""
    text = ContractText.of(terms(reserved=(SECRECY, TERM)))

    assert reserved_by(text, (MORE, op)) == rule


def test_the_parties_themselves_authorise_what_is_reserved() -> None:
    """By the contract, whatever its rows say, and by no delegate."""
    deal = reserved()
    deal.propose(QUIET, change_kind="change_order")

    assert deal.change().authority == Authority(by="parties", by_contract=True)
    deal.sign_change()
    assert deal.change().phase == "executed"
    assert_replays(deal)


@pytest.mark.parametrize(("op", "rule"), [(QUIET, SECRECY), (LONGER, TERM)])
def test_no_board_is_asked_what_is_reserved(op: Op, rule: ReservedMatter) -> None:
    """The motion is refused when it is moved, with the rule's name and why."""
    deal = reserved()
    deal.propose(op, change_kind="change_order")

    error = deal.refused(
        MatterReservedError, deal.people["s2"], "motion.moved.v1", DECISION, motion(deal)
    )

    assert (error.facts["rule"], error.facts["why"]) == (rule.rule, rule.why)
    assert rule.why in str(error)


def test_what_became_reserved_since_it_was_moved_is_not_opened() -> None:
    """A draft may change while a motion waits to be opened."""
    deal = reserved()
    deal.propose(QUIET, change_kind="change_order")
    content = str(deal.change().content)
    deal.propose(WORDS, change_kind="change_order")
    refs = (SubjectRef(stream=CHANGE, digest=content),)
    moved = deal.move(class_="budget", subject_refs=refs)
    opening = deal.opening()
    deal.propose(QUIET, change_kind="change_order")

    deal.refused(
        MatterReservedError,
        deal.secretary,
        "motion.opened.v1",
        DECISION,
        opening,
        subject=moved.digest,
    )


NEVER_TERMS = Never(when=When(topics=("term-set",)), why="The term is for the companies.")


def barred(**members: Any) -> SteeredDeal:
    """Return a deal with a board whose charter looks at what changes do."""
    deal = SteeredDeal(**powers(**members))
    deal.execute(draft(readers=("tech",), change_authority=ROWS))
    return deal


def motion(deal: SteeredDeal) -> MotionMoved:
    """Return a motion about the change as it is now."""
    ref = SubjectRef(stream=CHANGE, digest=str(deal.change().content))
    return MotionMoved(
        title="A change",
        text="The board agrees.",
        class_="budget",
        procedure="written",
        subject_refs=(ref,),
    )


def test_a_charter_bars_by_what_a_change_does() -> None:
    """Beyond its power, with the rule's own reason, whatever topics the motion declares."""
    deal = barred(never=(NEVER_TERMS,))
    deal.propose(LONGER, change_kind="change_order")

    error = deal.refused(
        UltraViresError, deal.people["s2"], "motion.moved.v1", DECISION, motion(deal)
    )

    assert NEVER_TERMS.why in str(error)


def test_what_a_charter_does_not_bar_goes_its_way() -> None:
    """The same board decides other changes, and the outcome is counted again bit for bit."""
    deal = barred(never=(NEVER_TERMS,))
    deal.propose(WORDS, change_kind="change_order")
    decide(deal)

    assert deal.change().phase == "authorised"
    assert_closes_recompute(deal)


def test_a_right_is_routed_by_what_a_change_does() -> None:
    """A board that may decide words decides no money."""
    words = DecisionRight(class_="budget", topics=("clause-replace",))
    deal = SteeredDeal(**powers(words))
    deal.execute(draft(readers=("tech",), change_authority=ROWS))
    deal.propose(MORE, change_kind="change_order", impact=impact(fee=20_000))

    deal.refused(UltraViresError, deal.people["s2"], "motion.moved.v1", DECISION, motion(deal))
    deal.propose(WORDS, change_kind="change_order")
    decide(deal)
    assert deal.change().phase == "authorised"


def test_a_new_draft_alters_no_topics_of_an_open_motion() -> None:
    """What is asked is what the named content did, also when the change says something else."""
    deal = barred(never=(NEVER_TERMS,))
    deal.propose(WORDS, change_kind="change_order")
    decide(deal, before_votes=lambda: deal.propose(LONGER, change_kind="change_order"))

    assert deal.matter(DECISION).outcome == "adopted"
    assert deal.change().authority is None
    assert_closes_recompute(deal)


@pytest.mark.parametrize("fee", [euros(1), "unknown"])
def test_topics_can_be_named_by_a_charter(fee: Amount) -> None:
    """Dots and underscores become dashes, since a charter's topics are slugs."""
    line = BudgetAddLine(line="data", fee=fee, pass_through=euros(0))
    deal = barred()
    body = deal.change_draft(line, WORDS, change_kind="change_order")

    assert topics_of(body) == {"change-change-order", "budget-add-line", "clause-replace"}
