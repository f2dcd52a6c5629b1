"""Two companies of a real contract, with their own names, and copies of what they agreed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Consolidated, Known, PartyName, history_of
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.change import Impact
from ledger.domain.kinds.contract import ChangeAuthority, ContractDrafted
from ledger.domain.kinds.party import RoleGranted
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CONTRACT, Deal, draft
from tests.unit.domain.story import Voice

BY_PARTIES = tuple(
    ChangeAuthority(change_kind=kind, by="parties")
    for kind in ("administrative", "amendment", "change_order", "restatement")
)


class Pair(Deal):
    """A sponsor and a CRO that deal; the sponsor drafts, and both sign in that order."""

    @classmethod
    def of(cls, sponsor: str, cro: str, on: date) -> "Pair":
        """Found a ledger in which the two are admitted, in the morning of a day."""
        parties = ((sponsor, "sponsor"), (cro, "cro"))
        return cls(now=datetime(on.year, on.month, on.day, 0, 30, tzinfo=UTC), parties=parties)

    def enrol_dealers(self) -> None:
        """Enrol a signatory of each, who manages too."""
        self.signatories = {
            party: self.limited(party, f"boss-{party}", None) for party, _ in self.parties
        }
        for voice in self.signatories.values():
            self.grant(voice, "programme_manager")

    def limited(
        self, party: str, person: str, limit: Money | None, role: Any = "signatory"
    ) -> Voice:
        """Enrol someone whose role, with a limit or none, is from this day on."""
        voice = self.enrol(party, person)
        self.grant(voice, role, limit)
        return voice.as_(role)

    def grant(self, voice: Voice, role: Any, limit: Money | None = None) -> None:
        """Give someone a role from this day on."""
        party = str(voice.party)
        grant = RoleGranted(person=voice.person, role=role, from_=self.now.date(), limit=limit)
        self.say(self.registrars[party], "role.granted.v1", f"party/{party}", grant)

    @property
    def names(self) -> tuple[str, ...]:
        """The sponsor and the CRO."""
        return tuple(self.signatories)

    @property
    def servier(self) -> Voice:
        """Whoever drafts: the sponsor's signatory."""
        return self.signatories[self.names[0]]

    @property
    def iqvia(self) -> Voice:
        """The CRO's signatory."""
        return self.signatories[self.names[1]]

    def sign_change(self, *parties: str, stream: str = "change/score/1", **claims: Any) -> None:
        """Sign a change, for both unless one is named."""
        super().sign_change(*(parties or self.names), stream=stream, **claims)

    def turn_to(self, day: date) -> None:
        """Let time pass until the morning of a day."""
        self.now = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)
        self.record_due()

    def copy(
        self,
        effective: date,
        known: Known = None,
        stream: str = CONTRACT,
        names: tuple[PartyName, ...] = (),
    ) -> Consolidated:
        """Return the contract as of a day, as known."""
        history = history_of(self.world, StreamName(stream), names)
        return consolidate(history, effective=effective, known=known)


def contract(sponsor: str, cro: str, **members: Any) -> ContractDrafted:
    """Return a contract of two that nothing is in but what is given."""
    empty: Mapping[str, Any] = {
        "parties": (sponsor, cro),
        "clauses": (),
        "budget": (),
        "payments": (),
        "assumptions": (),
        "termination": (),
        "survival": (),
        "obligations": (),
        "responsibilities": (),
        "change_authority": BY_PARTIES,
    }
    return draft(**{**empty, **members})


def money(minor: int, currency: str) -> Money:
    """Return an amount in minor units."""
    return Money(minor=minor, currency=currency)


def moves(currency: str, fee: Amount | int = 0, passed: Amount | int = 0, days: int = 0) -> Impact:
    """Return what a change comes to."""
    fees = money(fee, currency) if isinstance(fee, int) else fee
    passing = money(passed, currency) if isinstance(passed, int) else passed
    return Impact(fee=fees, pass_through=passing, days=days)
