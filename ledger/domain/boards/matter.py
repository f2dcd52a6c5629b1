"""Boards: who constitutes them, who sits in them, by which charter they decide.

A charter is adopted and amended by a signatory of each party. Seats are filled
by the party that owns them; an office by the party that the charter names, and
else by all parties together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from ledger.domain.directory import with_item
from ledger.domain.kinds.board import (
    AlternateNamed,
    AttendanceNoted,
    BoardConstituted,
    CharterAmended,
    DecisionNoted,
    DefaultCured,
    DefaultNotified,
    MemberAppointed,
    MemberEnded,
    OfficerAppointed,
    OfficerEnded,
)
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.world import Act, Matter
from ledger.evidence.statement import Digest, PartySlug, SignerClaim

NO_TENURES: tuple["Tenure", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tenure:
    """Who holds a seat or an office, from when until when; both days count.

    ``leaf_index`` is where it was recorded, ``ended_index`` where its end was,
    if earlier than foreseen. What was recorded later does not count for what
    is judged as of an earlier place.
    """

    appointment: Digest
    party: str
    person: str
    from_: date
    until: date | None
    leaf_index: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    ended_on: date | None = None
    ended_index: int | None = None

    def last_day(self, leaf_index: int) -> date | None:
        """Return the last day as it was known at a place in the log."""
        if self.ended_index is not None and self.ended_index < leaf_index:
            return self.ended_on
        return self.until

    def holds(self, on: date, leaf_index: int) -> bool:
        """Whether it holds on a day, judged as of a place in the log."""
        last = self.last_day(leaf_index)
        known = self.leaf_index < leaf_index
        return known and self.from_ <= on and (last is None or on <= last)

    def overlaps(self, from_: date, until: date | None, leaf_index: int) -> bool:
        """Whether some day belongs to both periods."""
        last = self.last_day(leaf_index)
        return (until is None or self.from_ <= until) and (last is None or from_ <= last)


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A notice of default, until it is cured."""

    digest: Digest
    party: str
    seat: str | None
    at: datetime
    cured_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attended:
    """Who attended a meeting, as the board's own stream tells it once it has ended."""

    ended_at: datetime
    body: AttendanceNoted


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """What a decision came to, as the board's own stream tells it."""

    at: datetime
    leaf_index: int
    body: DecisionNoted


def _no_items() -> Mapping[str, tuple[Tenure, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class BoardMatter(Matter):
    """A board: its parties, its charters by the digest that adopted them, its people."""

    name: str
    parties: tuple[PartySlug, ...]
    charter: Charter
    charter_digest: Digest
    charters: Mapping[Digest, Charter]
    members: Mapping[str, tuple[Tenure, ...]] = field(default_factory=_no_items)
    alternates: Mapping[str, tuple[Tenure, ...]] = field(default_factory=_no_items)
    officers: Mapping[str, tuple[Tenure, ...]] = field(default_factory=_no_items)
    notices: tuple[Notice, ...] = ()
    held: tuple[Attended, ...] = ()
    noted: tuple[Noted, ...] = ()
    amended_by: frozenset[str] = frozenset()

    def seat(self, name: str) -> Seat | None:
        """Find a seat of the charter in force."""
        return next((seat for seat in self.charter.seats if seat.seat == name), None)

    def holder(self, seat: Seat, on: date, leaf_index: int) -> Tenure | None:
        """Return who holds a seat on a day; nobody but people of the seat's owner.

        Where the charter holds members over, the last one whose time ran out goes
        on while nobody follows; whether for long enough is the charter's to say.
        """
        found = _holder(self.members, seat, on, leaf_index)
        if found is not None or not any(rule.holdover for rule in self.charter.people.terms):
            return found
        last = None
        for tenure in self.members.get(seat.seat, NO_TENURES):
            ran_out = tenure.until is not None and tenure.until < on
            ended = tenure.last_day(leaf_index) != tenure.until
            if tenure.party == seat.party and tenure.leaf_index < leaf_index and ran_out:
                last = None if ended else tenure
        return last

    def alternate(self, seat: Seat, on: date, leaf_index: int) -> Tenure | None:
        """Return who may stand in for a seat's member on a day."""
        return _holder(self.alternates, seat, on, leaf_index)

    def officer(self, office: str, on: date, leaf_index: int) -> tuple[Tenure, ...]:
        """Return who holds an office on a day; only co-chairs can be several."""
        return tuple(
            tenure
            for tenure in self.officers.get(office, NO_TENURES)
            if tenure.holds(on, leaf_index)
        )

    def seats_of(self, signer: SignerClaim, on: date, leaf_index: int) -> tuple[Seat, ...]:
        """Return the seats for which a person may act on a day, as member or alternate."""
        return tuple(
            seat for seat in self.charter.seats if self.may_act(seat, signer, on, leaf_index)
        )

    def may_act(self, seat: Seat, signer: SignerClaim, on: date, leaf_index: int) -> bool:
        """Whether a person may act for a seat on a day; an alternate only for a member."""
        if signer.party != seat.party:
            return False
        holder = self.holder(seat, on, leaf_index)
        if holder is None or holder.person == signer.person:
            return holder is not None
        alternate = self.alternate(seat, on, leaf_index)
        return alternate is not None and alternate.person == signer.person


def _holder(
    tenures: Mapping[str, tuple[Tenure, ...]], seat: Seat, on: date, leaf_index: int
) -> Tenure | None:
    for tenure in reversed(tenures.get(seat.seat, NO_TENURES)):
        if tenure.party == seat.party and tenure.holds(on, leaf_index):
            return tenure
    return None


def evolve_board(matter: Matter | None, act: Act) -> Matter:  # noqa: C901 -- one case a kind
    """Return the board after an act of board/<slug> has taken effect; never refuses."""
    body = act.body
    if isinstance(body, BoardConstituted):
        return BoardMatter(
            name=body.name,
            parties=tuple(map(PartySlug, body.parties)),
            charter=body.charter,
            charter_digest=act.digest,
            charters=MappingProxyType({act.digest: body.charter}),
        )
    assert isinstance(matter, BoardMatter), "only the constitution comes before the board"
    match body:
        case CharterAmended():
            matter = replace(
                matter,
                charter=body.charter,
                charter_digest=act.digest,
                charters=with_item(matter.charters, act.digest, body.charter),
                amended_by=matter.amended_by | _decided(body),
            )
        case MemberAppointed():
            matter = replace(matter, members=_with_tenure(matter.members, body.seat, act))
        case AlternateNamed():
            matter = replace(matter, alternates=_with_tenure(matter.alternates, body.seat, act))
        case OfficerAppointed():
            matter = replace(matter, officers=_with_tenure(matter.officers, body.office, act))
        case MemberEnded():
            matter = replace(matter, members=_without(matter.members, act, body.on))
        case OfficerEnded():
            matter = replace(matter, officers=_without(matter.officers, act, body.on))
        case DefaultNotified() | DefaultCured():
            matter = replace(matter, notices=_notices(matter, act))
        case AttendanceNoted():
            attended = Attended(ended_at=act.at, body=body)
            matter = replace(matter, held=(*matter.held, attended))
        case DecisionNoted():
            noted = Noted(at=act.at, leaf_index=act.leaf_index, body=body)
            matter = replace(matter, noted=(*matter.noted, noted))
    return matter


def _decided(body: CharterAmended) -> frozenset[str]:
    return frozenset() if body.decision is None else frozenset({body.decision})


def _notices(board: BoardMatter, act: Act) -> tuple[Notice, ...]:
    body = act.body
    if isinstance(body, DefaultNotified):
        notice = Notice(digest=act.digest, party=body.party, seat=body.seat, at=act.at)
        return (*board.notices, notice)
    return tuple(
        replace(notice, cured_at=act.at) if notice.digest == act.statement.subject else notice
        for notice in board.notices
    )


def _with_tenure(
    tenures: Mapping[str, tuple[Tenure, ...]], name: str, act: Act
) -> Mapping[str, tuple[Tenure, ...]]:
    body = act.body
    assert isinstance(body, MemberAppointed | AlternateNamed | OfficerAppointed), "an appointment"
    party = body.party if isinstance(body, OfficerAppointed) else act.statement.signer.party
    tenure = Tenure(
        appointment=act.digest,
        party=str(party),
        person=body.person,
        from_=body.from_,
        until=body.until,
        leaf_index=act.leaf_index,
        attributes=dict(body.attributes) if isinstance(body, MemberAppointed) else {},
    )
    return with_item(tenures, name, (*tenures.get(name, NO_TENURES), tenure))


def tenure_of(
    tenures: Mapping[str, tuple[Tenure, ...]], appointment: Digest | None
) -> tuple[str, Tenure] | None:
    """Find the seat or office that an appointment gave, and its tenure."""
    for name, held in tenures.items():
        for tenure in held:
            if tenure.appointment == appointment:
                return name, tenure
    return None


def _without(
    tenures: Mapping[str, tuple[Tenure, ...]], act: Act, on: date
) -> Mapping[str, tuple[Tenure, ...]]:
    found = tenure_of(tenures, act.statement.subject)
    assert found is not None, "checked: the appointment is there"
    name, tenure = found
    ended = replace(tenure, ended_on=on, ended_index=act.leaf_index)
    return with_item(
        tenures, name, tuple(ended if each is tenure else each for each in tenures[name])
    )
