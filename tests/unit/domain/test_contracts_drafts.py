"""Drafts of contracts: what can stand, long texts in parts, and the agreement above."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.common import AudienceGapError
from ledger.domain.content import content_digest
from ledger.domain.contracts.drafting import (
    AudienceFixedError,
    ParentError,
    PartError,
    PartSubjectError,
    continued,
    continued_text,
    first_text,
)
from ledger.domain.contracts.texts import (
    ItemUnknownError,
)
from ledger.domain.enrolment import PartyUnknownError
from ledger.domain.kinds.contract import (
    Assumption,
    BudgetLine,
    ChangeAuthority,
    Clause,
    ContractAgreedForm,
    ContractDraftContinued,
    ContractDrafted,
    ContractTerm,
    ContractTerms,
)
from ledger.domain.kinds.lifecycle import (
    ContractTerminated,
)
from ledger.domain.room import OutOfStateError
from ledger.domain.world import UnknownStreamError
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import (
    CONTRACT,
    MSA,
    Deal,
    SteeredDeal,
    boardless,
    draft,
    euros,
    members_of_terms,
)


@pytest.fixture
def deal() -> Deal:
    """A ledger with people who deal, and no contract yet."""
    return Deal()


def test_what_a_draft_lacks_is_refused_without_a_trace(deal: Deal) -> None:
    """The rules of terms speak when the draft is put."""
    deal.refused(
        ItemUnknownError,
        deal.servier,
        "contract.drafted.v1",
        CONTRACT,
        boardless(survival=("ghost",)),
    )


def test_parties_and_readers_are_admitted_companies(deal: Deal) -> None:
    """Nobody contracts with a name."""
    deal.refused(
        PartyUnknownError,
        deal.servier,
        "contract.drafted.v1",
        CONTRACT,
        boardless(readers=("acme",)),
    )


def test_a_new_draft_names_nobody_new(deal: Deal) -> None:
    """Who may read the stream was said when it opened; a reader may become a party."""
    deal.draft(boardless(readers=("tech",)))
    deal.draft(boardless(parties=("servier", "iqvia", "tech")))
    deal.draft(stream="contract/other")

    deal.refused(
        AudienceFixedError,
        deal.servier,
        "contract.drafted.v1",
        "contract/other",
        boardless(readers=("tech",)),
    )


def test_a_contract_relies_on_boards_that_its_readers_can_read() -> None:
    """The board must be there, and everyone who reads the contract must read the board."""
    deal = SteeredDeal()

    deal.draft(draft())
    deal.refused(
        UnknownStreamError,
        deal.servier,
        "contract.drafted.v1",
        "contract/b",
        draft(change_authority=(ChangeAuthority(change_kind="amendment", by="board/none"),)),
    )


def test_a_parent_is_read_by_everyone_who_reads_the_work_order(deal: Deal) -> None:
    """Otherwise someone could not see what the work order lives in."""
    deal.register()

    deal.refused(
        AudienceGapError,
        deal.servier,
        "contract.drafted.v1",
        CONTRACT,
        boardless(contract_kind="work_order", parent=MSA, readers=("tech",)),
    )


def work_order(**members: Any) -> ContractDrafted:
    """Return a work order inside of the master agreement."""
    return boardless(**{"contract_kind": "work_order", "parent": MSA, **members})


def test_a_work_order_is_executed_inside_of_its_registered_parent(deal: Deal) -> None:
    """Existing paper will do as a parent."""
    deal.register()
    deal.execute(work_order())

    assert deal.contract().phase == "executed"


def test_a_work_order_needs_a_parent(deal: Deal) -> None:
    """A work order is one study under a master agreement."""
    deal.refused(
        ParentError, deal.servier, "contract.drafted.v1", CONTRACT, work_order(parent=None)
    )


@pytest.mark.parametrize("parent", [CONTRACT, "contract/none"])
def test_a_parent_is_another_contract_that_is_there(deal: Deal, parent: str) -> None:
    """Neither nothing nor the contract itself."""
    deal.draft(stream=CONTRACT)

    deal.refused(
        ParentError if parent == CONTRACT else UnknownStreamError,
        deal.servier,
        "contract.drafted.v1",
        CONTRACT,
        boardless(parent=parent),
    )


def test_a_work_order_lives_in_a_master_agreement(deal: Deal) -> None:
    """Another contract is no cover."""
    deal.execute(stream="contract/letter")

    deal.refused(
        ParentError,
        deal.servier,
        "contract.drafted.v1",
        CONTRACT,
        work_order(parent="contract/letter"),
    )


def test_a_project_agreement_stands_alone(deal: Deal) -> None:
    """One study under no master: it is executed by itself, and names no parent."""
    deal.register()
    alone = boardless(contract_kind="project_agreement")
    under = boardless(contract_kind="project_agreement", parent=MSA)

    error = deal.refused(ParentError, deal.servier, "contract.drafted.v1", CONTRACT, under)
    assert error.facts["parent"] == MSA
    deal.execute(alone)
    assert (deal.contract().phase, deal.contract().terms.parent) == ("executed", None)


def test_a_project_agreement_covers_no_work_order(deal: Deal) -> None:
    """It is one study's own, and no master agreement."""
    deal.execute(boardless(contract_kind="project_agreement"), stream="contract/study")

    deal.refused(
        ParentError,
        deal.servier,
        "contract.drafted.v1",
        CONTRACT,
        work_order(parent="contract/study"),
    )


def test_a_parent_binds_every_party_of_its_work_orders(deal: Deal) -> None:
    """A reader of the master agreement is not covered by it."""
    deal.register(readers=("tech",))

    deal.refused(
        ParentError,
        deal.servier,
        "contract.drafted.v1",
        CONTRACT,
        work_order(parties=("servier", "tech")),
    )


def test_a_work_order_is_not_signed_before_its_parent_is(deal: Deal) -> None:
    """Both can be negotiated together, but the cover comes first."""
    deal.draft(boardless(contract_kind="msa"), stream=MSA)
    deal.draft(work_order())
    deal.agree()

    deal.refused(ParentError, *deal.signature("iqvia"), subject=deal.contract().drafted)

    deal.agree(stream=MSA)
    deal.sign_for(stream=MSA)
    deal.sign_for()
    assert deal.contract().phase == "executed"


@pytest.mark.parametrize(
    ("begins", "covered"), [(date(2021, 3, 17), True), (date(2021, 3, 18), False)]
)
def test_a_parent_that_ended_covers_nothing_new(begins: date, *, covered: bool) -> None:
    """A work order begins on the parent's last day at the latest."""
    deal = Deal()
    deal.register()
    notice = deal.say(
        deal.servier,
        "contract.notice_given.v1",
        MSA,
        deal.notice_body(),
    )
    ended = ContractTerminated(on=date(2021, 3, 17))
    deal.say(deal.servier, "contract.terminated.v1", MSA, ended, subject=notice.digest)
    deal.draft(work_order(term=ContractTerm(from_=begins)))
    deal.agree()

    if covered:
        deal.sign_for()
    else:
        deal.refused(ParentError, *deal.signature("iqvia"), subject=deal.contract().drafted)
    assert deal.contract().phase == ("executed" if covered else "agreed")


PART = ContractDraftContinued(
    part=2,
    clauses=(Clause(id="annex", number="A", heading="Annex", text="More."),),
    budget=(BudgetLine(line="closing", fee=euros(1), pass_through=euros(2)),),
)


def test_a_long_text_comes_in_parts(deal: Deal) -> None:
    """It is agreed once it is whole, and its digest is that of the whole."""
    opening = deal.draft(boardless(parts=3))
    deal.say(deal.iqvia, "contract.draft_continued.v1", CONTRACT, PART, subject=opening.digest)
    between = deal.contract()
    third = ContractDraftContinued(part=3, assumptions=(Assumption(name="drug", value="ready"),))
    deal.say(deal.servier, "contract.draft_continued.v1", CONTRACT, third, subject=opening.digest)
    whole = boardless(
        clauses=(*boardless().clauses, *PART.clauses),
        budget=(*boardless().budget, *PART.budget),
        assumptions=(*boardless().assumptions, *third.assumptions),
    )

    assert (between.content, between.phase) == (None, "drafting")
    assert content_digest(StreamName(CONTRACT), encode_body(whole)) == deal.contract().content
    deal.agree()
    deal.sign_for()
    assert deal.contract().phase == "executed"


def test_parts_come_in_order_and_go_on_with_their_draft(deal: Deal) -> None:
    """None twice, none left out, none of an earlier draft."""
    first = deal.draft(boardless(parts=3))
    second = deal.draft(boardless(parts=3))

    for error, part, subject in (
        (PartSubjectError, 2, first.digest),
        (PartError, 3, second.digest),
    ):
        deal.refused(
            error,
            deal.servier,
            "contract.draft_continued.v1",
            CONTRACT,
            ContractDraftContinued(part=part),
            subject=subject,
        )


def test_the_whole_is_judged_with_its_last_part(deal: Deal) -> None:
    """A surviving clause may come in a later part, but it must come."""
    opening = deal.draft(boardless(parts=2, survival=("annex",)))

    deal.refused(
        ItemUnknownError,
        deal.servier,
        "contract.draft_continued.v1",
        CONTRACT,
        ContractDraftContinued(part=2),
        subject=opening.digest,
    )
    deal.say(deal.servier, "contract.draft_continued.v1", CONTRACT, PART, subject=opening.digest)
    assert deal.contract().phase == "draft"


def test_an_incomplete_text_is_not_agreed(deal: Deal) -> None:
    """There is no digest yet that anyone could agree to."""
    opening = deal.draft(boardless(parts=2))

    deal.refused(
        OutOfStateError,
        deal.servier,
        "contract.agreed_form.v1",
        CONTRACT,
        ContractAgreedForm(digest="sha256:" + "00" * 32),
        subject=opening.digest,
    )


@given(
    lengths=st.lists(st.integers(min_value=0, max_value=3), min_size=1, max_size=4),
    text=st.text(min_size=1, max_size=40).filter(lambda words: words.isprintable()),
)
def test_parts_give_the_digest_of_the_whole(lengths: list[int], text: str) -> None:
    """However a text is cut, what is agreed and signed is one content."""
    clauses = [
        tuple(
            Clause(id=f"c{part}-{each}", number=f"{part}.{each}", heading="H", text=text)
            for each in range(length)
        )
        for part, length in enumerate(lengths, start=2)
    ]
    first = boardless(parts=len(lengths) + 1)
    whole_terms = ContractTerms(
        **{name: getattr(first, name) for name in ContractTerms.__struct_fields__}
    )
    words = first_text(encode_body(first))
    for number, some in enumerate(clauses, start=2):
        part = ContractDraftContinued(part=number, clauses=some)
        words = continued_text(words, encode_body(part))
        whole_terms = continued(whole_terms, part)
    at_once = boardless(clauses=(*first.clauses, *(each for some in clauses for each in some)))

    assert encode_body(at_once) == words == encode_body(whole_terms)
    assert set(members_of_terms()) <= set(ContractTerms.__struct_fields__)
