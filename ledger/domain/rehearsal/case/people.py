"""Who sits in the board that a case is about, and who would."""

from datetime import date
from typing import Annotated

from ledger.domain.kinds.base import Slug
from ledger.domain.kinds.charter.terms import AttributeName, Office
from ledger.evidence.canonical import Body, constrained

Attributes = dict[AttributeName, Slug]
Name = Annotated[str, constrained(min_length=1, max_length=200)]


class CaseMember(Body, rename={"from_": "from"}):
    """Who holds a seat; a seat of the charter that no member is given for is vacant.

    seat        a seat of the charter
    person      who holds it; if absent, the seat's own name stands for a person
    attributes  what the member declares
    offices     the offices that they hold
    alternate   their standing stand-in
    from_       the first day of their service; if absent, long ago
    until       the last day of the appointment; if absent, it has none
    """

    seat: Slug
    person: Name | None = None
    attributes: Attributes = {}  # noqa: RUF012 -- each gets its own
    offices: Annotated[tuple[Office, ...], constrained(max_length=4)] = ()
    alternate: Name | None = None
    from_: date | None = None
    until: date | None = None


class CaseAppointment(Body, rename={"from_": "from"}):
    """An appointment to be judged against terms and composition.

    seat        the seat
    person      who
    attributes  what they declare
    from_       the first day; if absent, the clock's
    until       the last day; if absent, it has none
    terms       so many terms the person has served before, without a break
    """

    seat: Slug
    person: Name
    attributes: Attributes = {}  # noqa: RUF012 -- each gets its own
    from_: date | None = None
    until: date | None = None
    terms: Annotated[int, constrained(ge=0, le=100)] = 0
