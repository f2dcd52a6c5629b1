"""Companies that become part of others, or take their place in a contract."""

from datetime import date
from typing import Any

from ledger.domain.kinds.lifecycle import ContractNovated
from ledger.domain.kinds.party import PartyMerged
from ledger.domain.world import Act
from tests.unit.domain.agreement import CONTRACT, Dealing
from tests.unit.domain.story import START

TODAY = START.date()


def merging(deal: Dealing, party: str, into: str, on: date = TODAY) -> Act:
    """Let a company declare that it becomes part of another; nobody has endorsed it yet."""
    body = PartyMerged(into=into, on=on)
    return deal.say(deal.signatories[party], "party.merged.v1", f"party/{party}", body)


def merge(deal: Dealing, party: str, into: str, on: date = TODAY) -> Act:
    """Let a company become part of another, in both their names."""
    act = merging(deal, party, into, on)
    deal.endorse(deal.signatories[into], f"party/{party}", act)
    return act


def novating(deal: Dealing, on: date = TODAY, **members: str) -> Act:
    """Propose that the technology company takes the CRO's place in the contract."""
    filled: dict[str, Any] = {"leaves": "iqvia", "joins": "tech", "on": on, **members}
    body = ContractNovated(**filled)
    return deal.say(deal.servier, "contract.novated.v1", CONTRACT, body)


def novate(deal: Dealing, on: date = TODAY) -> Act:
    """Let it take that place, joined by everybody concerned."""
    act = novating(deal, on)
    for party in ("tech", "iqvia"):
        deal.endorse(deal.signatories[party], CONTRACT, act)
    return act
