"""A company's affiliate orders work under its master agreement; managers sign under delegations.

No one source. Each signature is looked at on its own day: the affiliation, the limit,
the delegation and its days.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.domain.common import NotAReaderError
from ledger.domain.contracts.drafting import ParentError
from ledger.domain.contracts.signing import DelegationMissingError, LimitError
from ledger.domain.kinds.change import BudgetAdjust
from ledger.domain.kinds.contract import (
    BudgetLine,
    ChangeAuthority,
    ContractDrafted,
    ContractTerm,
    Responsibility,
)
from ledger.domain.kinds.party import AffiliateDeclared, DelegationGranted, DelegationRevoked
from ledger.domain.world import Act
from tests.histories.told import Pair, contract, money, moves
from tests.unit.domain.agreement import MSA
from tests.unit.domain.story import Voice

ORDER = "contract/wo-1"
BEGUN, SPRING = date(2021, 1, 4), date(2021, 3, 1)
PARTIES = (("holding", "sponsor"), ("cro", "cro"), ("france", "sponsor"))


def eur(euros: int) -> Any:
    """Return whole euros."""
    return money(euros * 100, "EUR")


def order(**members: Any) -> ContractDrafted:
    """Return a work order of the affiliate's, worth 110 000 euros."""
    line = BudgetLine(line="study", fee=eur(100_000), pass_through=eur(10_000))
    filled: dict[str, Any] = {
        "contract_kind": "work_order",
        "parent": MSA,
        "currency": "EUR",
        "tz": "Europe/Paris",
        "term": ContractTerm(from_=date(2021, 2, 1), to=date(2023, 12, 31)),
        "budget": (line,),
        "responsibilities": (Responsibility(activity="monitoring", party="cro"),),
        "change_authority": (
            ChangeAuthority(change_kind="change_order", by="delegates", up_to=eur(20_000)),
            ChangeAuthority(change_kind="change_order", by="parties"),
        ),
    }
    return contract("france", "cro", **{**filled, **members})


class Group(Pair):
    """A holding, its affiliate and a CRO."""

    def by(self, party: str, tag: str, stream: str, body: Any, **claims: Any) -> Act:
        """Let a company's signatory say something."""
        return self.say(self.signatories[party], tag, stream, body, **claims)

    def not_signed(self, error: Any, party: str, voice: Voice, *, number: int, under: Act) -> str:
        """Show that a change is not signed so, and nothing is recorded; return the message."""
        stream = f"change/wo-1/{number}"
        said = self.change_signature(party, voice, stream, under=under)
        return str(self.refused(error, *said, subject=self.change(stream).drafted))

    def signed(self, party: str, voice: Voice, number: int, under: Act | None = None) -> None:
        """Sign a change."""
        stream = f"change/wo-1/{number}"
        said = self.change_signature(party, voice, stream, under=under)
        self.say(*said, subject=self.change(stream).drafted)

    def put(self, number: int, euros: int) -> None:
        """Draft a change order that moves the fee."""
        op, impact = BudgetAdjust(line="study", fee=eur(euros)), moves("EUR", euros * 100)
        body = self.change_draft(op, contract=ORDER, change_kind="change_order", impact=impact)
        self.by("france", "change.drafted.v1", f"change/wo-1/{number}", body, base=body.base)

    def manager(self, party: str, person: str) -> Voice:
        """Enrol a programme manager from this day on."""
        voice = self.enrol(party, person)
        self.grant(voice, "programme_manager")
        return voice.as_("programme_manager")


def told() -> Group:
    """Return the whole history, refusals and all."""
    group = Group(now=datetime(2021, 1, 4, 12, 0, tzinfo=UTC), parties=PARTIES)
    members = {"currency": "EUR", "tz": "Europe/Paris", "term": ContractTerm(from_=BEGUN)}
    entitling = {"affiliates_of": ("holding",), "readers": ("france",)}
    group.execute(contract("holding", "cro", contract_kind="msa", **members, **entitling), MSA)
    _order(group)
    group.turn_to(SPRING)
    _delegated(group)
    group.turn_to(date(2022, 7, 5))
    france, drafted = group.signatories["france"], "contract.drafted.v1"
    group.refused(ParentError, france, drafted, "contract/wo-2", order())
    group.put(3, 500)
    group.signed("france", france, 3)
    group.signed("cro", group.signatories["cro"], 3)
    return group


def _order(group: Group) -> None:
    """Order work once the affiliation is declared by both, signed by someone who may."""
    france, drafted = group.signatories["france"], "contract.drafted.v1"
    group.refused(ParentError, france, drafted, ORDER, order())
    until = date(2022, 6, 30)
    declared = AffiliateDeclared(of="holding", from_=BEGUN, until=until)
    act = group.by("france", "affiliate.declared.v1", "party/france", declared)
    group.refused(ParentError, france, drafted, ORDER, order())
    group.endorse(group.signatories["holding"], "party/france", act)
    group.say(france, drafted, ORDER, order())
    group.agree(stream=ORDER)
    small = group.limited("france", "small", eur(50_000))
    about = {"subject": group.contract(ORDER).drafted}
    refused = group.refused(LimitError, *group.signature("france", small, stream=ORDER), **about)
    assert "EUR 50,000.00 at most, not for EUR 110,000.00" in str(refused)
    holding = group.signature("france", group.signatories["holding"], stream=ORDER)
    group.refused(NotAReaderError, *holding, **about)
    group.sign_for(stream=ORDER)


def _delegated(group: Group) -> None:
    """Let managers sign up to their delegations, on days on which these last."""
    ours, theirs = group.manager("france", "ours"), group.manager("cro", "theirs")
    march = {"from_": SPRING, "until": date(2021, 3, 31), "change_kinds": ("change_order",)}
    body = DelegationGranted(person="ours", up_to=eur(15_000), **march)  # type: ignore[arg-type]
    lent = group.by("france", "delegation.granted.v1", "party/france", body)
    body = DelegationGranted(person="theirs", up_to=eur(30_000), from_=SPRING)
    open_end = group.by("cro", "delegation.granted.v1", "party/cro", body)
    group.put(1, 16_000)
    said = group.not_signed(LimitError, "france", ours, number=1, under=lent)
    assert "EUR 15,000.00 at most, not for EUR 16,000.00" in said
    group.put(1, 15_000)
    group.signed("france", ours, 1, lent)
    group.turn_to(date(2021, 4, 2))  # the first delegation is over, its signature is not
    group.signed("cro", theirs, 1, open_end)
    group.put(2, 1_000)
    group.not_signed(DelegationMissingError, "france", ours, number=2, under=lent)
    revoked = DelegationRevoked(on=group.now.date())
    about = {"subject": open_end.digest}
    group.by("cro", "delegation.revoked.v1", "party/cro", revoked, **about)
    group.turn_to(date(2021, 4, 3))
    group.not_signed(DelegationMissingError, "cro", theirs, number=2, under=open_end)
    for party in ("france", "cro"):
        group.signed(party, group.signatories[party], 2)


@pytest.fixture(scope="module")
def group() -> Group:
    """The whole history, told once."""
    return told()


@pytest.mark.parametrize(
    ("on", "fee", "signers"),
    [
        (date(2021, 4, 1), 100_000, None),
        (date(2021, 4, 2), 115_000, ("ours", "theirs")),
        (date(2021, 4, 3), 116_000, ("boss-france", "boss-cro")),
        (date(2022, 7, 5), 116_500, ("boss-france", "boss-cro")),
    ],
)
def test_each_day_has_its_fee_and_who_signed_for_it(
    group: Group, on: date, fee: int, signers: tuple[str, str] | None
) -> None:
    """Under a delegation where one was named; the order outlives the affiliation."""
    copy = group.copy(on, stream=ORDER)
    made = copy.budget[0].provenance

    assert copy.fee.amount == eur(fee)
    assert signers in (None, tuple(each.person for each in made.signatures))
    assert all(
        (each.delegation is None) == (each.person[:5] == "boss-") for each in made.signatures
    )
    assert copy.status == "in_force"
