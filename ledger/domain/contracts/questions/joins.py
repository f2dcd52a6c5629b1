"""What these questions ask of other rooms' knowledge, each in one place.

Whoever keeps it may keep it otherwise; then only what is here changes.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ledger.domain.contracts.agreements import (
    ChangeMatter,
    ContractMatter,
    Place,
    Resolution,
    Start,
)
from ledger.domain.contracts.days import local_day
from ledger.domain.contracts.standing import parties_of, signers_of
from ledger.domain.kinds.terms import Reference
from ledger.domain.world import World
from ledger.evidence.statement import Digest


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest:
    """A suspension, from its first day to its last; the statements that began and ended it."""

    from_: date
    to: date | None
    places: tuple[Place, ...]


def place_of(world: World, digest: str) -> Place | None:
    """Return where a statement stands that is named by its digest."""
    act = world.find(Digest(digest))
    return None if act is None else Place.of(act)


def parties_on(contract: ContractMatter, at: datetime) -> tuple[str, ...]:
    """Return the parties that a contract has at a moment, on its own day."""
    return parties_of(contract, local_day(at, contract.terms.tz))


def signers_on(contract: ContractMatter, at: datetime) -> tuple[str, ...]:
    """Return who signs a change of a contract at a moment, on its own day."""
    return signers_of(contract, local_day(at, contract.terms.tz))


def rests_of(contract: ContractMatter) -> tuple[Rest, ...]:
    """Return when a contract was suspended; it is resumed on the day after the last of them."""
    rests = []
    for each in contract.endings:
        if each.status == "suspended":
            resumed: date | None = each.ends_on
            to = None if resumed is None else resumed - timedelta(days=1)
            places = (each.place,) if each.until is None else (each.place, each.until)
            if to is None or each.on <= to:
                rests.append(Rest(from_=each.on, to=to, places=places))
    return tuple(rests)


def is_declined(contract: ContractMatter) -> bool:
    """Whether it was said in time that the contract shall not renew itself."""
    return contract.declined == contract.term.to


def starts_of(change: ChangeMatter) -> tuple[Start, ...]:
    """Return from when to when work was let begin before a change was executed."""
    return change.starts


def resolution_of(contract: ContractMatter, reference: Reference) -> Resolution | None:
    """Return which contract the parties said a reference means."""
    return contract.resolutions.get(reference.text)
