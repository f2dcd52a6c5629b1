"""Every part of a charter with its place, as its file spells it: ``votes[0].needs[1]``."""

from collections.abc import Collection, Iterator
from typing import TypeVar

from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.kinds.charter.terms import Who
from ledger.evidence.canonical import Body

B = TypeVar("B", bound=Body)


def walk(value: object, place: str = "") -> Iterator[tuple[str, Body]]:
    """Yield a body and all that are inside of it, outermost first."""
    if isinstance(value, Body):
        yield place, value
        names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
        for name, written in names:
            inner = f"{place}.{written}" if place else written
            yield from walk(getattr(value, name), inner)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from walk(each, f"{place}[{index}]")


def every(charter: Charter, sort: type[B]) -> Iterator[tuple[str, B]]:
    """Yield each part of one type with its place."""
    for place, body in walk(charter):
        if isinstance(body, sort):
            yield place, body


def could_mean(who: Who, seat: Seat) -> bool:
    """Whether a group could mean a seat, whatever its member declares, holds or does."""
    return (
        (seat.voting or who.novote)
        and (not who.seats or seat.seat in who.seats)
        and (not who.parties or seat.party in who.parties)
        and (not who.classes or seat.class_ in who.classes)
        and seat.seat not in who.except_
    )


def meant(charter: Charter, who: Who) -> tuple[Seat, ...]:
    """Return the seats that a group could mean."""
    return tuple(seat for seat in charter.seats if could_mean(who, seat))


def is_fixed(who: Who) -> bool:
    """Whether a group is known from the seats alone, whoever holds them."""
    return not (who.offices or who.attributes or who.mode)


def voting(charter: Charter) -> tuple[Seat, ...]:
    """Return the seats that have a vote."""
    return tuple(seat for seat in charter.seats if seat.voting)


def repeated(names: Collection[str]) -> Iterator[str]:
    """Yield each name that was there before."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)
