"""What happened before a case."""

from datetime import datetime
from typing import Annotated

from ledger.domain.kinds.base import Amount, Related, Slug
from ledger.domain.kinds.charter.terms import Slugs
from ledger.domain.kinds.outcome import OutcomeWord
from ledger.evidence.canonical import Body, constrained


class HistoryMeeting(Body):
    """An earlier meeting.

    at       when it was
    present  the seats that attended, in any way
    remote   those of them that attended remotely
    """

    at: datetime
    present: Slugs
    remote: Slugs = ()


class HistoryDecision(Body, rename={"class_": "class"}):
    """An earlier decision.

    at       when it was closed
    outcome  its outcome
    class_   its class of matter
    amount   what it moved
    about    what it was about
    same_as  what it has in common with a matter that is put again
    """

    at: datetime
    outcome: OutcomeWord
    class_: Slug
    amount: Amount | None = None
    about: Related | None = None
    same_as: Slug | None = None


class HistoryDefault(Body):
    """A notice of default.

    at        when it was given
    party     the party in default
    seat      or the seat
    cured_at  when it was cured; if absent, it is not
    """

    at: datetime
    party: Slug | None = None
    seat: Slug | None = None
    cured_at: datetime | None = None


class History(Body):
    """What happened before.

    meetings   earlier meetings, for voting rights that hang on attendance
    decisions  earlier decisions, for amounts that add up and matters that are barred
    defaults   notices of default
    """

    meetings: Annotated[tuple[HistoryMeeting, ...], constrained(max_length=1000)] = ()
    decisions: Annotated[tuple[HistoryDecision, ...], constrained(max_length=1000)] = ()
    defaults: Annotated[tuple[HistoryDefault, ...], constrained(max_length=100)] = ()
