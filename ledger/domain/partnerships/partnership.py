"""Partnerships: who set out to do what together, and how they watch over it.

Milestones and scorecards are a partnership's child streams; what they share
with it (who may write, which board may decide) is here.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from ledger.domain.common import check_relies_on
from ledger.domain.directory import the_ledger
from ledger.domain.enrolment import DatesError, PartyUnknownError
from ledger.domain.kinds.base import Capacity
from ledger.domain.kinds.partnership import (
    HealthReviewRecorded,
    ItemAssigned,
    ItemClosed,
    ItemRaised,
    PartnershipEnded,
    PartnershipExtended,
    PartnershipFormed,
    WorkstreamAdded,
)
from ledger.domain.partnerships.raid import ItemBody, Items, check_item, evolve_items, no_items
from ledger.domain.room import Room, kinds_of
from ledger.domain.world import Act, Audience, EndorserGroup, Matter, World
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, PartySlug, StreamName

_SIGNATORY: frozenset[Capacity] = frozenset({"signatory"})
MANAGERS: frozenset[Capacity] = frozenset({"signatory", "programme_manager"})


class NotAPartnerError(RefusedError):
    """A partnership, its milestones and its scorecard are written by its parties."""

    code = "not-a-partner"
    message = "{party} is not a party of {partnership}"


class PartnershipUnsoundError(RefusedError):
    """A formation names each party, reader, workstream and stream once, and fitting ones."""

    code = "partnership-unsound"
    message = "the partnership cannot be formed: {problem}"


class ProposalAudienceError(RefusedError):
    """A proposal made again in a stream is for the same companies: audiences never shrink."""

    code = "proposal-audience"
    message = "{stream} was proposed to other companies; use another name"


class WorkstreamTakenError(RefusedError):
    """A workstream's slug is used once."""

    code = "workstream-taken"
    message = "{stream} has a workstream {slug} already"


class WorkstreamUnknownError(RefusedError):
    """What belongs to a workstream names one that the partnership has."""

    code = "workstream-unknown"
    message = "{partnership} has no workstream {slug}"


class PartnershipEndedError(RefusedError):
    """Nothing new is begun in a partnership that has ended."""

    code = "partnership-ended"
    message = "{partnership} ended on {on}"


class ExtensionError(RefusedError):
    """An extension sets a later last day than the one in force, or takes it away."""

    code = "extension-not-later"
    message = "the partnership runs until {until} already"


class DayInFutureError(RefusedError):
    """What has happened, happened no later than the day of its recording (UTC)."""

    code = "day-in-future"
    message = "{on} is after {today}, the day of recording"


@dataclass(frozen=True, kw_only=True)
class PartnershipMatter(Matter):
    """A partnership as its parties agreed on it, with its log of risks, issues and actions."""

    formed: Digest
    parties: frozenset[PartySlug]
    boards: frozenset[StreamName]
    contracts: frozenset[StreamName]
    from_: date
    until: date | None
    workstreams: frozenset[str]
    items: Items = field(default_factory=no_items)
    ended: date | None = None


def check_partner(partnership: StreamName, matter: PartnershipMatter, act: Act) -> None:
    """Accept a signer who signs for a party of the partnership.

    Raises:
        NotAPartnerError: They sign for a reader, or for an outsider.
    """
    party = act.statement.signer.party
    if party not in matter.parties:
        raise NotAPartnerError(party=party, partnership=partnership)


def check_standing(partnership: StreamName, matter: PartnershipMatter) -> None:
    """Accept that something new is begun.

    Raises:
        PartnershipEndedError: The partnership has ended.
    """
    if matter.ended is not None:
        raise PartnershipEndedError(partnership=partnership, on=matter.ended.isoformat())


def check_day(act: Act, on: date) -> None:
    """Accept the day of something that has happened.

    Raises:
        DayInFutureError: It is after the day of recording.
    """
    today = act.at.date()
    if on > today:
        raise DayInFutureError(on=on.isoformat(), today=today.isoformat())


def other_parties(
    parties: frozenset[PartySlug], act: Act, capacities: frozenset[Capacity] = _SIGNATORY
) -> tuple[EndorserGroup, ...]:
    """Ask for somebody of each party but the signer's own."""
    return tuple(
        EndorserGroup(capacities=capacities, parties=frozenset({party}))
        for party in sorted(parties - {act.statement.signer.party})
    )


def check_partnership(world: World, act: Act) -> None:
    """Accept an act of partnership/<slug>.

    Raises:
        NotAPartnerError, PartnershipUnsoundError, ProposalAudienceError,
        PartyUnknownError, WorkstreamTakenError, WorkstreamUnknownError,
        RaidItemTakenError, ItemNotOpenError, ExtensionError, DatesError,
        DayInFutureError: see each class.
        UnknownStreamError, AudienceGapError: A stream that it names is not
            there, or not for all who may read the partnership.
    """
    stream, body = act.statement.stream, act.body
    if isinstance(body, PartnershipFormed):
        _check_formation(world, act, body)
        return
    matter = _matter(world, stream)
    check_partner(stream, matter, act)
    match body:
        case ItemRaised() | ItemAssigned() | ItemClosed():
            check_item(matter.items, act, body)
            _check_item_place(stream, matter, body)
        case WorkstreamAdded():
            if body.slug in matter.workstreams:
                raise WorkstreamTakenError(stream=stream, slug=body.slug)
            _check_party(stream, matter, body.lead)
        case HealthReviewRecorded():
            check_day(act, body.on)
        case PartnershipExtended():
            _check_extension(matter, body.until)
        case _:
            assert isinstance(body, PartnershipEnded), "the machine has no other kind"
            _check_days(matter.from_, body.on)


def _matter(world: World, name: StreamName) -> PartnershipMatter:
    found = world.stream(name)
    assert found is not None, "the machine lets nothing else come before the formation"
    assert isinstance(found.matter, PartnershipMatter), "the stream is a partnership's"
    return found.matter


def _check_days(from_: date, until: date | None) -> None:
    if until is not None and until < from_:
        raise DatesError(from_day=from_.isoformat(), until_day=until.isoformat())


def _check_extension(matter: PartnershipMatter, until: date | None) -> None:
    _check_days(matter.from_, until)
    if matter.until is None or (until is not None and until <= matter.until):
        raise ExtensionError(until="further notice" if matter.until is None else str(matter.until))


def _check_item_place(stream: StreamName, matter: PartnershipMatter, body: ItemBody) -> None:
    if isinstance(body, ItemRaised):
        check_workstream(stream, matter, body.workstream)
    elif isinstance(body, ItemAssigned):
        _check_party(stream, matter, body.party)


def _check_party(stream: StreamName, matter: PartnershipMatter, party: str | None) -> None:
    if party is not None and party not in matter.parties:
        raise NotAPartnerError(party=party, partnership=stream)


def check_workstream(name: StreamName, matter: PartnershipMatter, slug: str | None) -> None:
    """Accept a workstream of the partnership, or none.

    Raises:
        WorkstreamUnknownError: The partnership has no such workstream.
    """
    if slug is not None and slug not in matter.workstreams:
        raise WorkstreamUnknownError(partnership=name, slug=slug)


def _check_formation(world: World, act: Act, body: PartnershipFormed) -> None:
    stream = act.statement.stream
    ledger = the_ledger(world)
    assert ledger is not None, "checked: the ledger is founded"
    companies = (*body.parties, *body.readers)
    audience = frozenset(map(PartySlug, companies))
    _check_once("party or reader", companies)
    for party in companies:
        if party not in ledger.parties:
            raise PartyUnknownError(party=party)
    if act.statement.signer.party not in body.parties:
        raise NotAPartnerError(party=act.statement.signer.party, partnership=stream)
    before = world.stream(stream)
    if before is not None and before.audience != audience:
        raise ProposalAudienceError(stream=stream)
    _check_days(body.from_, body.until)
    _check_once("workstream", tuple(workstream.slug for workstream in body.workstreams))
    for workstream in body.workstreams:
        if workstream.lead is not None and workstream.lead not in body.parties:
            raise NotAPartnerError(party=workstream.lead, partnership=stream)
    _check_streams(world, act, body, audience)


def _check_once(what: str, names: tuple[str, ...]) -> None:
    if len(set(names)) != len(names):
        raise PartnershipUnsoundError(problem=f"a {what} is named twice")


def _check_streams(world: World, act: Act, body: PartnershipFormed, audience: Audience) -> None:
    """Accept the streams that the formation names; everyone who reads it reads them too."""
    earlier = (body.predecessor,) if isinstance(body.predecessor, str) else ()
    named = {"board": body.boards, "contract": body.contracts, "partnership": earlier}
    for kind, streams in named.items():
        _check_once(kind, streams)
        for name in streams:
            if not name.startswith(f"{kind}/") or name == act.statement.stream:
                raise PartnershipUnsoundError(problem=f"{name} is no {kind} that it could name")
            check_relies_on(world, act, StreamName(name), audience)


def evolve_partnership(matter: Matter | None, act: Act) -> Matter:
    """Return the partnership after an act of its stream has taken effect."""
    body = act.body
    if isinstance(body, PartnershipFormed):
        return _formed(act, body)
    assert isinstance(matter, PartnershipMatter), "only the formation comes before it"
    match body:
        case ItemRaised() | ItemAssigned() | ItemClosed():
            return replace(matter, items=evolve_items(matter.items, act, body))
        case WorkstreamAdded():
            return replace(matter, workstreams=matter.workstreams | {body.slug})
        case PartnershipExtended():
            return replace(matter, until=body.until)
        case PartnershipEnded():
            return replace(matter, ended=body.on)
        case _:
            return matter


def _formed(act: Act, body: PartnershipFormed) -> PartnershipMatter:
    return PartnershipMatter(
        formed=act.digest,
        parties=frozenset(map(PartySlug, body.parties)),
        boards=frozenset(map(StreamName, body.boards)),
        contracts=frozenset(map(StreamName, body.contracts)),
        from_=body.from_,
        until=body.until,
        workstreams=frozenset(workstream.slug for workstream in body.workstreams),
    )


def partnership_endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Ask each other party to join where the partnership itself begins, changes or ends."""
    body = act.body
    if isinstance(body, PartnershipFormed):
        return other_parties(frozenset(map(PartySlug, body.parties)), act)
    if isinstance(body, PartnershipExtended | PartnershipEnded):
        return other_parties(_matter(world, act.statement.stream).parties, act)
    return ()


def _audience(_world: World, act: Act) -> Audience:
    assert isinstance(act.body, PartnershipFormed), "only the formation opens the stream"
    return frozenset(map(PartySlug, (*act.body.parties, *act.body.readers)))


def _phase(matter: Matter) -> str:
    assert isinstance(matter, PartnershipMatter), "the stream is a partnership's"
    return "standing" if matter.ended is None else "ended"


PARTNERSHIP = Room(
    machine={
        "unopened": kinds_of("partnership.formed.v1"),
        # The other side may answer with a formation of its own; the first complete one stands.
        "proposed": kinds_of("partnership.formed.v1"),
        "standing": kinds_of(
            "workstream.added.v1 health_review.recorded.v1"
            " risk.raised.v1 risk.assigned.v1 risk.closed.v1"
            " issue.raised.v1 issue.assigned.v1 issue.closed.v1"
            " action.raised.v1 action.assigned.v1 action.closed.v1"
            " partnership.extended.v1 partnership.ended.v1"
        ),
        # What was begun is wound up and looked back upon.
        "ended": kinds_of(
            "health_review.recorded.v1 risk.closed.v1 issue.closed.v1 action.closed.v1"
        ),
    },
    phase=_phase,
    evolve=evolve_partnership,
    check=check_partnership,
    endorsers=partnership_endorsers,
    audience=_audience,
)
