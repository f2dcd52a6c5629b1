"""Agreed form and signatures: one text, each party once, within limits."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.domain.common import SubjectError
from ledger.domain.contracts.signing import (
    LimitError,
    OtherSignatureError,
    OtherTextError,
    SignedAlreadyError,
)
from ledger.domain.contracts.texts import NotAPartyError
from ledger.domain.kinds.contract import (
    ContractAgreedForm,
    ContractDeclined,
    ContractExecuted,
    ContractSigned,
)
from ledger.evidence.canonical import Body
from tests.unit.domain.agreement import (
    CONTRACT,
    Deal,
    boardless,
    euros,
)
from tests.unit.domain.test_contracts import agreed, deal_in, declined, partly_signed, withdrawn

SOME = "sha256:" + "00" * 32


@pytest.fixture
def deal() -> Deal:
    """A ledger with people who deal, and no contract yet."""
    return Deal()


def test_a_contract_is_executed_when_every_party_has_signed_one_text(deal: Deal) -> None:
    """The last signature brings about the execution, in the contract's own days."""
    deal.now = datetime(2020, 12, 31, 23, 30, tzinfo=UTC)
    deal.execute()

    (act,) = deal.acts("contract.executed.v1")
    matter = deal.contract()

    assert isinstance(act.body, ContractExecuted)
    assert act.body == ContractExecuted(
        digest=str(matter.content),
        drafted=matter.drafted,
        signatures=tuple(matter.signatures.values()),
        executed_on=date(2021, 1, 1),
        effective_rule="last_signature",
        retroactive=False,
        effective_on=date(2021, 1, 1),
    )
    assert matter.version == act.digest


@pytest.mark.parametrize(
    ("effective_on", "retroactive"),
    [(date(2020, 12, 16), True), (date(2020, 12, 17), False), (date(2021, 3, 1), False)],
)
def test_a_stated_day_before_the_execution_is_retroactive(
    deal: Deal, effective_on: date, *, retroactive: bool
) -> None:
    """Signed, effective and recorded are three times; the earlier day is shown as what it is."""
    stated = {"effective_rule": "stated", "effective_on": effective_on}
    deal.execute(boardless(**stated, effective_reason="The sites were opened before."))

    (act,) = deal.acts("contract.executed.v1")

    assert isinstance(act.body, ContractExecuted)
    assert (act.body.effective_on, act.body.retroactive) == (effective_on, retroactive)
    assert (act.body.effective_reason is not None) == retroactive


def test_drafting_again_voids_agreed_form_and_signatures(deal: Deal) -> None:
    """Also when the words stay the same: the draft is another statement."""
    partly_signed(deal)
    before = deal.contract()
    deal.draft()
    after = deal.contract()

    assert (before.content, "draft", 0, 0) == (
        after.content,
        after.phase,
        len(after.agreed),
        len(after.signatures),
    )
    deal.agree()
    deal.refused(SubjectError, *deal.signature("iqvia"), subject=before.drafted)


def test_declining_voids_all_signatures(deal: Deal) -> None:
    """A signature was given for a contract of all, not of some."""
    declined(deal)

    matter = deal.contract()

    assert (dict(matter.agreed), dict(matter.signatures)) == ({}, {})


def test_a_withdrawn_contract_can_be_drafted_again(deal: Deal) -> None:
    """A negotiation may resume under its name."""
    withdrawn(deal)
    deal.execute()

    assert deal.contract().phase == "executed"


def test_each_party_agrees_once(deal: Deal) -> None:
    """A second agreement of the same company says nothing."""
    deal.draft()
    deal.agree("servier")
    matter = deal.contract()

    deal.refused(
        SignedAlreadyError,
        deal.servier,
        "contract.agreed_form.v1",
        CONTRACT,
        ContractAgreedForm(digest=str(matter.content)),
        subject=matter.drafted,
    )
    assert deal.contract().phase == "draft"


@pytest.mark.parametrize(
    ("tag", "body"),
    [
        ("contract.agreed_form.v1", ContractAgreedForm(digest=SOME)),
        ("contract.signed.v1", ContractSigned(party="servier", digest=SOME)),
        ("contract.declined.v1", ContractDeclined(digest=SOME)),
    ],
)
def test_another_text_is_not_agreed_signed_or_declined(tag: str, body: Body) -> None:
    """Each names the content digest of the current draft."""
    deal = deal_in("draft" if "agreed" in tag else "agreed")

    deal.refused(OtherTextError, deal.servier, tag, CONTRACT, body, subject=deal.contract().drafted)


def test_a_signatory_signs_for_their_own_company_once(deal: Deal) -> None:
    """Nobody speaks for another, and one signature is enough."""
    partly_signed(deal)
    subject = deal.contract().drafted

    deal.refused(OtherSignatureError, *deal.signature("iqvia", deal.servier), subject=subject)
    deal.refused(SignedAlreadyError, *deal.signature("servier"), subject=subject)


@pytest.mark.parametrize("party", ["tech", "servier"])
def test_only_parties_act(party: str) -> None:
    """A reader reads; a company outside does not draft."""
    deal = deal_in("executed")
    named = boardless(parties=("iqvia", "tech") if party == "servier" else ("servier", "iqvia"))

    deal.refused(
        NotAPartyError, deal.signatories[party], "contract.drafted.v1", "contract/other", named
    )


def test_a_reader_signs_nothing(deal: Deal) -> None:
    """Readers of a contract do not act in it."""
    deal.draft(boardless(readers=("tech",)))
    deal.agree()

    deal.refused(NotAPartyError, *deal.signature("tech"), subject=deal.contract().drafted)


TOTAL = 115_000


@pytest.mark.parametrize("limit", [euros(TOTAL), euros(TOTAL + 1), None])
def test_a_signatory_signs_within_the_limit(limit: Any) -> None:
    """Up to and including the limit, or without one."""
    deal = Deal()
    agreed(deal)
    small = deal.limited("servier", "small", limit)
    deal.say(*deal.signature("servier", small), subject=deal.contract().drafted)

    assert deal.contract().phase == "partly_signed"


@pytest.mark.parametrize(
    ("limit", "budget"),
    [
        (euros(TOTAL - 1), None),
        (euros(0), None),
        ("USD", None),
        (euros(10**12), "undisclosed"),
        (euros(10**12), "unknown"),
    ],
)
def test_a_signatory_does_not_sign_beyond_the_limit(limit: Any, budget: Any) -> None:
    """Another currency, and what is not known, are above any limit."""
    deal = Deal()
    body = boardless()
    if budget is not None:
        line = type(body.budget[0])(line="secret", fee=budget, pass_through=euros(1))
        body = boardless(budget=(line,))
    deal.draft(body)
    deal.agree()
    money = type(euros(0))(minor=10**9, currency="USD") if limit == "USD" else limit
    small = deal.limited("servier", "small", money)

    deal.refused(LimitError, *deal.signature("servier", small), subject=deal.contract().drafted)
