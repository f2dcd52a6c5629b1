"""A board's seats as the engine sees them on a day: who holds them, in which offices."""

from collections.abc import Iterator
from datetime import date, timedelta

from ledger.domain.boards.matter import NO_TENURES, BoardMatter, Tenure
from ledger.domain.counting.facts import Default, Held, Member
from ledger.domain.counting.standing import last_day
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.kinds.charter.terms import Office

OFFICES: tuple[Office, ...] = ("chair", "vice_chair", "co_chair", "secretary")


def members_of(board: BoardMatter, on: date, leaf_index: int) -> tuple[Member, ...]:
    """Return every seat with its holder on a day, judged as of a place in the log.

    A holder whose time is over by the charter (its longest term, the end of a
    holdover) holds nothing.
    """
    offices = _offices(board, on, leaf_index)
    return tuple(_member(board, seat, offices, on, leaf_index) for seat in board.charter.seats)


def _offices(
    board: BoardMatter, on: date, leaf_index: int
) -> dict[tuple[str, str], frozenset[Office]]:
    held: dict[tuple[str, str], frozenset[Office]] = {}
    for office in OFFICES:
        for tenure in board.officer(office, on, leaf_index):
            key = (tenure.party, tenure.person)
            held[key] = held.get(key, frozenset()) | {office}
    return held


def _member(
    board: BoardMatter,
    seat: Seat,
    offices: dict[tuple[str, str], frozenset[Office]],
    on: date,
    leaf_index: int,
) -> Member:
    empty = Member(
        seat=seat.seat,
        party=seat.party,
        voting=seat.voting,
        class_=seat.class_,
        weight=seat.weight,
    )
    holder = board.holder(seat, on, leaf_index)
    if holder is None:
        return empty
    alternate = board.alternate(seat, on, leaf_index)
    member = Member(
        seat=seat.seat,
        party=seat.party,
        voting=seat.voting,
        class_=seat.class_,
        weight=seat.weight,
        person=holder.person,
        alternate=None if alternate is None else alternate.person,
        attributes=holder.attributes,
        offices=offices.get((holder.party, holder.person), frozenset()),
        since=since(board, seat.seat, holder),
        until=holder.last_day(leaf_index),
    )
    last = last_day(board.charter, member)
    return empty if last is not None and last < on else member


def defaults_of(board: BoardMatter) -> tuple[Default, ...]:
    """Return each notice of default, cured or not."""
    return tuple(
        Default(at=each.at, party=each.party, seat=each.seat, cured_at=each.cured_at)
        for each in board.notices
    )


def held_of(board: BoardMatter) -> tuple[Held, ...]:
    """Return the meetings that have ended, with who attended, where votes hang on it."""
    return tuple(
        Held(
            at=each.body.starts_at,
            present=frozenset(each.body.present),
            remote=frozenset(each.body.remote),
        )
        for each in board.held
    )


def since(board: BoardMatter, seat: str, holder: Tenure) -> date:
    """Return the day from which a person serves in a seat without a break."""
    first = holder.from_
    for earlier in _in_a_row(board, seat, holder):
        first = earlier.from_
    return first


def terms_before(board: BoardMatter, seat: str, person: str, party: str, first: date) -> int:
    """Return how many terms in a row a person has served in a seat up to a day."""
    new = Tenure(
        appointment=board.charter_digest,
        party=party,
        person=person,
        from_=first,
        until=None,
        leaf_index=0,
    )
    return sum(1 for _ in _in_a_row(board, seat, new))


def _in_a_row(board: BoardMatter, seat: str, holder: Tenure) -> Iterator[Tenure]:
    """Yield the same person's tenures that led up to this one, the newest first."""
    first = holder.from_
    earlier = sorted(board.members.get(seat, NO_TENURES), key=_begins, reverse=True)
    for tenure in earlier:
        last = tenure.ended_on or tenure.until
        same = (tenure.party, tenure.person) == (holder.party, holder.person)
        if same and last is not None and tenure.from_ < first and last >= first - timedelta(days=1):
            first = tenure.from_
            yield tenure


def _begins(tenure: Tenure) -> date:
    return tenure.from_
