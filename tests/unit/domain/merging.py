"""Companies that become part of others, in a story of contracts."""

from datetime import date

from ledger.domain.kinds.party import PartyMerged
from ledger.domain.world import Act
from tests.unit.domain.agreement import Dealing
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
