"""Mergers: who stands in whose place from a day on, who signs for it, and what they read."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.audience import PartyReader, may_read
from ledger.domain.common import NotAReaderError
from ledger.domain.companies import MergerCycleError, PartyMergedError, SameCompanyError
from ledger.domain.contracts.drafting import ParentError
from ledger.domain.contracts.signing import LimitError, OtherSignatureError, SignedAlreadyError
from ledger.domain.contracts.texts import NotAPartyError
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.enrolment import PartyUnknownError
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.contract import (
    ContractAgreedForm,
    ContractConditionMet,
    Obligation,
    Responsibility,
    SignatureRef,
)
from ledger.domain.kinds.ledger import PartySucceeded
from ledger.domain.kinds.party import PartyMerged
from ledger.domain.succession import in_place, line_of, represented
from ledger.evidence.statement import PartySlug, StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, MSA, SCAN, Deal, boardless, euros
from tests.unit.domain.merging import TODAY, merge, merging

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def reads(deal: Deal, party: str, stream: str) -> bool:
    """Whether a company may read a stream now."""
    found = deal.world.stream(StreamName(stream))
    assert found is not None
    return may_read(deal.world, PartyReader(party=PartySlug(party)), found, deal.now)


def test_a_merger_is_said_in_both_names_and_by_the_ledger_for_all() -> None:
    """The ledger's own stream says who is in whose place; it waits for the other company."""
    deal = Deal()
    act = merging(deal, "iqvia", "tech", TOMORROW)

    assert not deal.acts("party.succeeded.v1")

    deal.refused(
        NotAnEndorserError,
        deal.servier,
        "act.endorsed.v1",
        "party/iqvia",
        ActEndorsed(),
        subject=act.digest,
    )
    deal.endorse(deal.signatories["tech"], "party/iqvia", act)

    (said,) = deal.acts("party.succeeded.v1")
    assert said.statement.stream == "ledger/main"
    assert said.body == PartySucceeded(party="iqvia", into="tech", on=TOMORROW)
    assert line_of(deal.world, "iqvia", TODAY) == ("iqvia",)
    assert line_of(deal.world, "iqvia", TOMORROW) == ("iqvia", "tech")


@pytest.mark.parametrize(
    ("party", "into", "error"),
    [
        ("iqvia", "iqvia", SameCompanyError),
        ("iqvia", "nobody", PartyUnknownError),
        ("servier", "tech", PartyMergedError),
        ("tech", "servier", MergerCycleError),
        ("iqvia", "servier", PartyMergedError),
    ],
)
def test_a_company_becomes_part_of_another_once_and_in_no_circle(
    party: str, into: str, error: Any
) -> None:
    """Servier is part of tech in this story, whenever it applies."""
    deal = Deal()
    merge(deal, "servier", "tech", date(2030, 1, 1))

    body = PartyMerged(into=into, on=TODAY)
    deal.refused(error, deal.signatories[party], "party.merged.v1", f"party/{party}", body)


def test_places_are_taken_one_after_the_other() -> None:
    """Quintiles became QuintilesIMS, and that IQVIA: the last one speaks for the first."""
    deal = Deal()
    merge(deal, "servier", "iqvia", TODAY)
    merge(deal, "iqvia", "tech", TOMORROW)
    parties = ("servier", "iqvia")

    assert represented(deal.world, "iqvia", parties, TODAY) == parties
    assert represented(deal.world, "tech", parties, TODAY) == ()
    assert represented(deal.world, "iqvia", parties, TOMORROW) == ()
    assert represented(deal.world, "tech", parties, TOMORROW) == parties
    assert in_place(deal.world, "tech", TOMORROW) == "tech"


def test_a_successor_reads_what_the_other_could_from_its_day_on() -> None:
    """And the company that was, and any in between, keep what they could read."""
    deal = Deal()
    deal.execute()
    deal.propose()

    assert not reads(deal, "tech", CONTRACT)

    merge(deal, "iqvia", "tech", TOMORROW)
    assert not reads(deal, "tech", CONTRACT)

    deal.advance(days=1)

    assert [reads(deal, party, CONTRACT) for party in ("servier", "iqvia", "tech")] == [True] * 3
    assert [reads(deal, party, CHANGE) for party in ("servier", "iqvia", "tech")] == [True] * 3


def test_a_successor_signs_a_draft_for_the_party_of_the_contract() -> None:
    """What is signed names the contract's party, and beside it whose signatory it was."""
    deal = Deal()
    deal.draft()
    merge(deal, "iqvia", "tech")
    matter = deal.contract()
    tech = deal.signatories["tech"]
    agree = (tech, "contract.agreed_form.v1", CONTRACT)
    digest = str(matter.content)
    deal.refused(
        OtherSignatureError, *agree, ContractAgreedForm(digest=digest), subject=matter.drafted
    )
    deal.say(*agree, ContractAgreedForm(digest=digest, party="iqvia"), subject=matter.drafted)
    deal.agree("servier")
    signed = deal.say(*deal.signature("iqvia", tech), subject=matter.drafted)
    deal.sign_for("servier")

    executed = deal.contract().executed
    assert deal.contract().phase == "executed"
    assert executed is not None
    assert executed.signatures[0] == SignatureRef(  # type: ignore[union-attr]
        party="iqvia", person="boss-tech", statement=signed.digest, by="tech"
    )


@pytest.mark.parametrize("on", [YESTERDAY, TODAY])
def test_who_became_part_of_another_signs_nothing_for_itself(on: date) -> None:
    """By name: in a contract and in a change to it."""
    deal = Deal()
    deal.execute()
    deal.propose()
    merge(deal, "iqvia", "tech", on)

    error = deal.refused(
        PartyMergedError, *deal.change_signature("iqvia"), subject=deal.change().drafted
    )

    assert error.facts == {"party": "iqvia", "into": "tech", "on": on.isoformat()}


def test_before_its_day_a_merger_moves_nothing() -> None:
    """The old company signs, and the new one does not."""
    deal = Deal()
    deal.execute()
    deal.propose()
    merge(deal, "iqvia", "tech", TOMORROW)
    drafted = deal.change().drafted
    words = deal.change_signature("iqvia", deal.signatories["tech"])
    deal.refused(NotAReaderError, *words, subject=drafted)
    deal.sign_change("iqvia", "servier")

    assert deal.change().phase == "executed"


def test_one_company_in_two_places_signs_for_each() -> None:
    """The sponsor became part of its CRO: both places still need an act of their own."""
    deal = Deal()
    deal.draft()
    merge(deal, "servier", "iqvia")
    matter = deal.contract()
    words = (deal.iqvia, "contract.agreed_form.v1", CONTRACT)
    own = ContractAgreedForm(digest=str(matter.content))
    deal.say(*words, own, subject=matter.drafted)
    deal.refused(SignedAlreadyError, *words, own, subject=matter.drafted)
    other = ContractAgreedForm(digest=str(matter.content), party="servier")
    deal.say(*words, other, subject=matter.drafted)
    deal.say(*deal.signature("iqvia"), subject=matter.drafted)

    assert deal.contract().phase == "partly_signed"

    deal.say(*deal.signature("servier", deal.iqvia), subject=matter.drafted)

    assert deal.contract().phase == "executed"
    assert {each.by for each in deal.contract().signatures.values()} == {None, "iqvia"}


def test_a_reader_that_took_nobodys_place_still_signs_nothing() -> None:
    """A merger gives the place of the party, not of a reader."""
    deal = Deal()
    deal.draft(boardless(readers=("tech",)))
    merge(deal, "iqvia", "servier")

    deal.refused(
        NotAPartyError,
        deal.signatories["tech"],
        "contract.drafted.v1",
        CONTRACT,
        boardless(readers=("tech",)),
    )


def test_paper_is_endorsed_once_by_whoever_stands_in_the_place() -> None:
    """Also where that is one company for two parties."""
    deal = Deal()
    merge(deal, "iqvia", "tech")
    act = deal.say(
        deal.servier,
        "contract.registered.v1",
        MSA,
        deal.paper(),
        documents=(SCAN,),
    )
    deal.endorse(deal.signatories["tech"], MSA, act)

    assert deal.contract(MSA).phase == "executed"


def test_a_condition_is_met_in_the_name_of_both() -> None:
    """The other party's successor endorses it."""
    deal = Deal()
    deal.execute(boardless(effective_rule="condition", condition="The approval is there."))
    merge(deal, "iqvia", "tech")
    act = deal.say(
        deal.servier,
        "contract.condition_met.v1",
        CONTRACT,
        ContractConditionMet(on=TODAY),
        subject=deal.contract().version,
    )
    deal.endorse(deal.signatories["tech"], CONTRACT, act)

    assert deal.contract().conditions[0].on == TODAY


def order(*parties: str) -> Any:
    """Return a work order of these parties."""
    return boardless(
        contract_kind="work_order",
        parent=MSA,
        parties=parties,
        termination=(),
        obligations=(Obligation(id="a", debtor=parties[1], creditor=parties[0], duty="Report."),),
        responsibilities=(Responsibility(activity="monitoring", party=parties[1]),),
    )


def test_a_successor_works_under_the_master_agreement_that_was_the_others() -> None:
    """A new work order names the company of today."""
    deal = Deal()
    deal.register()
    words = (deal.servier, "contract.drafted.v1", "contract/wo-1", order("servier", "tech"))
    merge(deal, "iqvia", "tech")
    deal.say(*words)
    deal.agree(stream="contract/wo-1")
    deal.sign_for(stream="contract/wo-1")

    assert deal.contract("contract/wo-1").phase == "executed"


def test_without_the_merger_it_does_not() -> None:
    """A reader of the agreement is no party of it."""
    deal = Deal()
    deal.register(readers=("tech",))

    deal.refused(
        ParentError,
        deal.servier,
        "contract.drafted.v1",
        "contract/wo-1",
        order("servier", "tech"),
    )


def test_limits_are_those_of_the_signers_own_company() -> None:
    """What a signatory of the old company could sign says nothing of the new one's."""
    deal = Deal()
    deal.draft()
    deal.agree()
    merge(deal, "iqvia", "tech")
    small = deal.limited("tech", "small", euros(1))

    deal.refused(LimitError, *deal.signature("iqvia", small), subject=deal.contract().drafted)
