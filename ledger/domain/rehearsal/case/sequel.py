"""What came after the vote of a case: answers from above, forms, ratification."""

from datetime import datetime
from typing import Annotated, Literal

from ledger.domain.kinds.base import Slug
from ledger.domain.kinds.charter.terms import Office
from ledger.domain.rehearsal.case.meeting import SeatOrOffice
from ledger.evidence.canonical import Body, constrained


class CaseAnswer(Body):
    """An executive's answer.

    executive  the title, as the charter names it
    party      of which party; if absent, of the one that the charter names for the title
    choice     for or against
    step       the step; if absent, the first one that names the title
    at         when; if absent, in time
    """

    executive: Slug
    choice: Literal["for", "against"]
    party: Slug | None = None
    step: Slug | None = None
    at: datetime | None = None


class CaseFinalSay(Body):
    """A final say.

    choice  for or against
    party   the party that decides
    office  or the office
    at      when; if absent, at the clock
    """

    choice: Literal["for", "against"]
    party: Slug | None = None
    office: Office | None = None
    at: datetime | None = None


class CaseEscalation(Body):
    """That the deadlock went up; without it, a deadlock stays one.

    since      when it was referred; if absent, when the poll was over
    answers    what the executives answered
    final_say  who decided alone
    """

    since: datetime | None = None
    answers: Annotated[tuple[CaseAnswer, ...], constrained(max_length=100)] = ()
    final_say: CaseFinalSay | None = None


class CaseFormality(Body):
    """A formality that was done.

    formality  its name in the charter
    by         an office, or a seat, by whom
    party      or a party that did it
    at         when; if absent, in time
    """

    formality: Slug
    by: SeatOrOffice | None = None
    party: Slug | None = None
    at: datetime | None = None


class CaseRatification(Body):
    """What the board made of an interim act.

    answer                 ratified, modified or reversed; if absent, nothing yet
    at                     when; if absent, in time
    next_meeting_ended_at  when the next meeting ended
    """

    answer: Literal["ratified", "modified", "reversed"] | None = None
    at: datetime | None = None
    next_meeting_ended_at: datetime | None = None
