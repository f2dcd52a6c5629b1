"""References: stated, dangling, resolved by the parties; never matched by their words."""

from typing import Any

import pytest

from ledger.domain.common import AudienceGapError
from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.drafting import ParentError
from ledger.domain.contracts.references import NotDanglingError
from ledger.domain.kinds.contract import Reference
from ledger.domain.kinds.lifecycle import ReferenceResolved
from ledger.domain.world import UnknownStreamError
from ledger.errors import LedgerError
from tests.unit.domain.agreement import CHANGE, CONTRACT, MSA, SCAN, Deal, boardless, draft
from tests.unit.domain.recomputing import assert_replays

SEVEN = Reference(text="Work Order No. 7", role="related")
SIX = Reference(text="Work Order No. 6", role="replaces")
RESOLVED = "reference.resolved.v1"


def referring(**members: Any) -> Deal:
    """Return a contract that names another which nobody has on record, and an agreement."""
    deal = Deal()
    deal.register()
    deal.execute(boardless(references=(SEVEN,), **members))
    return deal


def said(deal: Deal, text: str = SEVEN.text, contract: str = MSA) -> tuple[Any, ...]:
    """Return what to say to resolve a reference."""
    return deal.iqvia, RESOLVED, CONTRACT, ReferenceResolved(text=text, contract=contract)


def test_the_parties_say_what_a_reference_means() -> None:
    """Every other party joins; then it dangles no more, and the statement is known."""
    deal = referring()
    act = deal.say(*said(deal))
    before = dict(deal.contract().resolutions)
    deal.endorse(deal.servier.as_("programme_manager"), CONTRACT, act)
    meant = deal.contract().resolutions[SEVEN.text]

    assert (before, meant.contract, meant.place.digest) == ({}, MSA, act.digest)
    assert isinstance(meant.place, Place)
    deal.refused(NotDanglingError, *said(deal))
    assert_replays(deal)


def test_a_reference_of_a_change_is_resolved_like_the_contracts_own() -> None:
    """Once the change is executed: before, it is nobody's word."""
    deal = referring()
    deal.propose(references=(SIX,))
    deal.refused(NotDanglingError, *said(deal, SIX.text))
    deal.sign_change()
    deal.endorse(deal.servier, CONTRACT, deal.say(*said(deal, SIX.text)))

    assert set(deal.contract().resolutions) == {SIX.text}


def test_nothing_is_matched_by_its_words() -> None:
    """A contract of that very title comes later, and the reference dangles on."""
    deal = referring()
    deal.execute(boardless(title=SEVEN.text), stream="contract/seven")

    assert dict(deal.contract().resolutions) == {}
    deal.endorse(deal.servier, CONTRACT, deal.say(*said(deal, contract="contract/seven")))
    assert deal.contract().resolutions[SEVEN.text].contract == "contract/seven"


@pytest.mark.parametrize(
    ("error", "text", "contract"),
    [
        (NotDanglingError, "Work Order No. 8", MSA),
        (UnknownStreamError, SEVEN.text, "contract/ghost"),
        (AudienceGapError, SEVEN.text, MSA),
    ],
)
def test_a_resolution_that_cannot_be_is_refused(
    error: type[LedgerError], text: str, contract: str
) -> None:
    """What is meant is there, and everyone who reads the reference may read it."""
    deal = referring(readers=("tech",))

    deal.refused(error, *said(deal, text, contract))


STATED = [("contract/ghost", UnknownStreamError), (MSA, AudienceGapError)]


@pytest.mark.parametrize(("contract", "error"), STATED)
def test_a_stated_reference_is_there_for_all_who_read_it(
    contract: str, error: type[LedgerError]
) -> None:
    """In a contract as in a change of it."""
    deal = referring(readers=("tech",))
    named = (Reference(text="MSA", role="related", contract=contract),)
    other = boardless(references=named, readers=("tech",))
    change = deal.change_draft(references=named)

    deal.refused(error, deal.servier, "contract.drafted.v1", "contract/other", other)
    deal.refused(error, deal.servier, "change.drafted.v1", CHANGE, change, base=change.base)


def test_a_stated_reference_that_all_read_stands() -> None:
    """The master agreement is the parties' own."""
    deal = referring()
    deal.amend(references=(Reference(text="MSA", role="related", contract=MSA),))

    assert deal.change().phase == "executed"
    deal.refused(NotDanglingError, *said(deal, "MSA"))


ORPHAN = Reference(text="Master Services Agreement of 2009", role="parent")


def test_a_work_order_on_paper_may_name_an_agreement_that_nobody_has() -> None:
    """It stays an orphan until the parties say which one is meant."""
    deal = Deal()
    deal.register()
    paper = {"contract_kind": "work_order", "references": (ORPHAN,)}
    deal.register(CONTRACT, **paper)
    deal.endorse(deal.servier, CONTRACT, deal.say(*said(deal, ORPHAN.text)))

    assert deal.contract().terms.parent is None
    assert deal.contract().resolutions[ORPHAN.text].contract == MSA
    assert_replays(deal)


STATED_PARENT = Reference(text="M", role="parent", contract=MSA)
NO_PARENTS: dict[str, dict[str, Any]] = {
    "a related text": {"contract_kind": "work_order", "references": (SEVEN,)},
    "one on record": {"contract_kind": "work_order", "references": (STATED_PARENT,)},
    "one on record, of another kind": {"references": (STATED_PARENT,)},
    "beside a parent": {"parent": MSA, "references": (ORPHAN,)},
    "of what stands alone": {"contract_kind": "project_agreement", "references": (ORPHAN,)},
}


@pytest.mark.parametrize("case", NO_PARENTS)
def test_a_reference_that_is_no_parent_is_refused(case: str) -> None:
    """An agreement that is on record is named as the parent; some texts have none."""
    deal = Deal()
    deal.register()
    body = deal.paper(**NO_PARENTS[case])
    words = (deal.servier, "contract.registered.v1", CONTRACT, body)

    deal.refused(ParentError, *words, documents=(SCAN,))


@pytest.mark.parametrize("meant", [CONTRACT, "contract/other"])
def test_an_orphan_is_resolved_by_what_can_be_its_parent(meant: str) -> None:
    """Neither itself nor an agreement that is no master agreement."""
    deal = Deal()
    deal.register(CONTRACT, contract_kind="work_order", references=(ORPHAN,))
    deal.execute(boardless(), stream="contract/other")

    deal.refused(ParentError, *said(deal, ORPHAN.text, meant))


def test_a_work_order_of_the_ledger_lives_in_an_agreement() -> None:
    """What is drafted here names what is here."""
    deal = Deal()
    body = draft(contract_kind="work_order", references=(ORPHAN,), change_authority=())

    deal.refused(ParentError, deal.servier, "contract.drafted.v1", CONTRACT, body)
