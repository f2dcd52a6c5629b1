"""What companies said of each other, and whom they let sign: affiliates, mergers, delegations.

Days are days of the recorded clock (UTC), as for roles; both end days count.
"""

from dataclasses import dataclass
from datetime import date

from ledger.domain.kinds import parent_of
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.terms import ChangeKind
from ledger.evidence.statement import PartySlug, PersonSlug, StreamName


def lasts(from_: date, until: date | None, on: date) -> bool:
    """Whether a period holds on a day; without an end it goes on."""
    return from_ <= on and (until is None or on <= until)


def in_scope(scope: tuple[StreamName, ...], stream: StreamName) -> bool:
    """Whether a scope names the stream, its parent or what its name begins with; empty: all."""
    return not scope or any(
        named in {stream, parent_of(stream)} or stream.startswith(f"{named}/") for named in scope
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Delegation:
    """What a programme manager may sign for their company, up to an amount, between two days.

    It is an act of the company: it stands until it is revoked or its time is
    over, also when the role of whoever granted it has ended.
    """

    person: PersonSlug
    up_to: Money
    from_: date
    until: date | None
    change_kinds: frozenset[ChangeKind]  # empty: all
    scope: tuple[StreamName, ...]

    def covers(self, stream: StreamName, change_kind: ChangeKind, on: date) -> bool:
        """Whether it holds that day, for this stream and this kind of change."""
        return (
            lasts(self.from_, self.until, on)
            and in_scope(self.scope, stream)
            and (not self.change_kinds or change_kind in self.change_kinds)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Affiliation:
    """Since when, and until when, a company is an affiliate of another."""

    from_: date
    until: date | None

    def holds(self, on: date) -> bool:
        """Whether it is one on that day."""
        return lasts(self.from_, self.until, on)


@dataclass(frozen=True, kw_only=True, slots=True)
class Succession:
    """Which company is in another's place, from a day on."""

    into: PartySlug
    on: date
