"""What a case puts to the board."""

from datetime import date, datetime
from typing import Annotated, Literal

from ledger.domain.kinds.base import Amount, Money, Positive, Related, Slug
from ledger.domain.kinds.charter.terms import Procedure, Slugs
from ledger.evidence.canonical import Body, constrained


class CaseItem(Body, rename={"class_": "class"}):
    """One of several items of a motion.

    item    its name
    class_  its class of matter; if absent, the motion's
    amount  what it moves; if absent, what the motion moves
    """

    item: Slug
    class_: Slug | None = None
    amount: Amount | None = None


class CaseCondition(Body):
    """A condition of the motion.

    condition  its name
    status     open, met, waived or failed
    at         when that became so; if absent, in time
    """

    condition: Slug
    status: Literal["open", "met", "waived", "failed"] = "open"
    at: datetime | None = None


class CaseMatter(Body, rename={"class_": "class"}):
    """What is put to the board.

    class_       the class of matter
    procedure    meeting, written, no_objection or interim
    topics       its topics
    amount       what it moves: {minor, currency}, "undisclosed" or "unknown"; if
                 absent, no money is in it
    budget       the budget of which shares are taken
    about        what related matters have in common: a contract
    same_as      what a matter that was rejected before has in common with it
    items        several items put in one motion
    conditions   conditions of its effect
    long_stop    the day after which open conditions let it lapse
    agenda_item  the item of the meeting's agenda under which it is put; if absent, an
                 item with the name of the class, else the first one for decision
    opened_at    when the poll was opened; if absent: at a meeting when it began, in
                 writing so early that its window ends at the clock
    closes_at    when the poll ends; if absent: as the charter's window says from
                 ``opened_at``, else at the clock, once there are ballots
    closed_at    when an officer ended the poll before its time
    """

    class_: Slug
    procedure: Procedure = "meeting"
    topics: Slugs = ()
    amount: Amount | None = None
    budget: Money | None = None
    about: Related | None = None
    same_as: Slug | None = None
    items: Annotated[tuple[CaseItem, ...], constrained(max_length=100)] = ()
    conditions: Annotated[tuple[CaseCondition, ...], constrained(max_length=50)] = ()
    long_stop: date | None = None
    agenda_item: Slug | None = None
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None


class CaseStage(Body):
    """Which stage of the decision this is.

    stage  its number
    since  when the stage before was put off; if absent, long enough ago
    """

    stage: Positive
    since: datetime | None = None
