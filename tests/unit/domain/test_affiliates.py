"""Affiliates: whom a master agreement lets order work, and for how long."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.common import AudienceGapError
from ledger.domain.companies import SameCompanyError
from ledger.domain.contracts.drafting import ParentError
from ledger.domain.contracts.texts import NotAPartyError
from ledger.domain.directory import party_of
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.enrolment import DatesError, PartyUnknownError
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.contract import ContractDrafted, Obligation, Responsibility
from ledger.domain.kinds.party import AffiliateDeclared
from tests.unit.domain.agreement import MSA, Deal, boardless
from tests.unit.domain.story import START

ORDER = "contract/wo-1"
TODAY = START.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def declare(deal: Deal, of: str = "servier", **members: Any) -> None:
    """Let the technology company be an affiliate of the sponsor's."""
    body = AffiliateDeclared(**{"of": of, "from_": date(2020, 1, 1), **members})
    act = deal.say(deal.signatories["tech"], "affiliate.declared.v1", "party/tech", body)
    deal.endorse(deal.signatories[of], "party/tech", act)


def order(**members: Any) -> ContractDrafted:
    """Return a work order of the affiliate's."""
    filled: dict[str, Any] = {
        "contract_kind": "work_order",
        "parent": MSA,
        "parties": ("tech", "iqvia"),
        "termination": (),
        "obligations": (Obligation(id="report", debtor="iqvia", creditor="tech", duty="Report."),),
        "responsibilities": (Responsibility(activity="monitoring", party="iqvia"),),
    }
    return boardless(**{**filled, **members})


def ordering(deal: Deal, **members: Any) -> tuple[Any, ...]:
    """Return what to say to draft the affiliate's work order."""
    return deal.signatories["tech"], "contract.drafted.v1", ORDER, order(**members)


def mastered(**members: Any) -> Deal:
    """Return a deal with a master agreement that the technology company reads."""
    deal = Deal()
    deal.register(**{"readers": ("tech",), "affiliates_of": ("servier",), **members})
    return deal


def test_a_declared_affiliate_orders_work_under_the_master_agreement() -> None:
    """Drafted, agreed, signed and executed as any party's."""
    deal = mastered()
    declare(deal)
    deal.say(*ordering(deal))
    deal.agree(stream=ORDER)
    deal.sign_for(stream=ORDER)

    assert deal.contract(ORDER).phase == "executed"


@pytest.mark.parametrize(
    ("entitled", "declared", "problem"),
    [
        (("servier",), None, "nor an affiliate that it entitles"),
        ((), {}, "nor an affiliate that it entitles"),
        (("iqvia",), {}, "nor an affiliate that it entitles"),
        (("servier",), {"of": "iqvia"}, "nor an affiliate that it entitles"),
        (("servier",), {"until": YESTERDAY}, "is no affiliate of servier on 2020-12-17"),
        (("servier",), {"from_": TOMORROW}, "is no affiliate of servier on 2020-12-17"),
        (("servier",), {"from_": TODAY, "until": TODAY}, None),
        (("iqvia", "servier"), {}, None),
    ],
)
def test_an_affiliate_is_declared_in_force_and_entitled(
    entitled: tuple[str, ...], declared: dict[str, Any] | None, problem: str | None
) -> None:
    """The agreement names whose affiliates may order; the refusal says what is missing."""
    deal = mastered(affiliates_of=entitled)
    if declared is not None:
        declare(deal, **declared)

    if problem is None:
        deal.say(*ordering(deal))
        assert deal.contract(ORDER).phase == "draft"
    else:
        error = deal.refused(ParentError, *ordering(deal))
        assert problem in str(error.facts["problem"])


def test_an_affiliation_that_ended_refuses_the_signature() -> None:
    """A later declaration ends the earlier; what was drafted in its time is not signed after."""
    deal = mastered()
    declare(deal)
    deal.say(*ordering(deal))
    deal.agree(stream=ORDER)
    declare(deal, until=TODAY)
    deal.sign_for("tech", stream=ORDER)
    deal.advance(days=1)

    error = deal.refused(
        ParentError,
        *deal.signature("iqvia", stream=ORDER),
        subject=deal.contract(ORDER).drafted,
    )

    assert "no affiliate of servier on 2020-12-18" in str(error.facts["problem"])


def test_an_affiliate_must_be_able_to_read_the_master_agreement() -> None:
    """Entitled or not: a work order relies on its parent."""
    deal = mastered(readers=())
    declare(deal)

    error = deal.refused(AudienceGapError, *ordering(deal))

    assert error.facts == {"stream": ORDER, "relied_on": MSA}


def test_a_contract_entitles_affiliates_of_its_parties_alone() -> None:
    """Whoever is no party has nothing to let others do."""
    deal = Deal()

    deal.refused(
        NotAPartyError,
        deal.servier,
        "contract.drafted.v1",
        "contract/new",
        boardless(affiliates_of=("tech",)),
    )


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"of": "tech"}, SameCompanyError),
        ({"of": "nobody"}, PartyUnknownError),
        ({"until": date(2019, 12, 31)}, DatesError),
    ],
)
def test_an_affiliation_is_of_another_company_and_in_order(
    members: dict[str, Any], error: Any
) -> None:
    """It is admitted, and the days run forward."""
    deal = Deal()
    body = AffiliateDeclared(**{"of": "servier", "from_": date(2020, 1, 1), **members})

    deal.refused(error, deal.signatories["tech"], "affiliate.declared.v1", "party/tech", body)


def test_an_affiliation_waits_for_the_other_company() -> None:
    """Nobody says alone that they belong to another."""
    deal = Deal()
    body = AffiliateDeclared(of="servier", from_=TODAY)
    act = deal.say(deal.signatories["tech"], "affiliate.declared.v1", "party/tech", body)

    assert not party_of(deal.world, "tech").affiliations

    deal.refused(
        NotAnEndorserError,
        deal.iqvia,
        "act.endorsed.v1",
        "party/tech",
        ActEndorsed(),
        subject=act.digest,
    )
    deal.endorse(deal.servier, "party/tech", act)

    assert set(party_of(deal.world, "tech").affiliations) == {"servier"}
