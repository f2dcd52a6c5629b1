"""Who votes in a case and how, for whom, and who does not."""

from datetime import datetime
from typing import Literal

from ledger.domain.kinds.base import Slug
from ledger.domain.kinds.charter.terms import Office, Slugs
from ledger.evidence.canonical import Body

Choice = Literal["for", "against", "abstain"]


class CaseRecusal(Body):
    """A seat that withdraws for a conflict.

    seat   the seat
    items  from these items; if absent, from the whole motion
    """

    seat: Slug
    items: Slugs = ()


class CaseProxy(Body):
    """A seat that gives its vote to another.

    giver   the seat whose vote it is
    holder  the seat that casts it
    items   for these items; if absent, for all
    at      when it was declared; if absent, in time
    """

    giver: Slug
    holder: Slug
    items: Slugs = ()
    at: datetime | None = None


class CaseBallot(Body):
    """A ballot; of several ballots of one seat the last valid one counts.

    seat     the seat whose vote it is
    choice   for, against or abstain
    items    for these items; if absent, for all
    by       the seat that casts it, as a proxy where it is another; if absent: the seat
             itself, or, when it is away and a proxy of it counts, its holder
    casting  true: not the seat's vote but the chair's second one, on a tie
    office   casting only: the office, where it is not the chair
    at       when; if absent, at the end
    """

    seat: Slug
    choice: Choice
    items: Slugs = ()
    by: Slug | None = None
    casting: bool = False
    office: Office | None = None
    at: datetime | None = None


class CaseObjection(Body):
    """An objection.

    seat  the seat that objects
    to    matter: in the no-objection procedure; form: to a decision in writing
    at    when; if absent, in time
    """

    seat: Slug
    to: Literal["matter", "form"] = "matter"
    at: datetime | None = None
