"""How the meeting of a case was called, and who was there."""

from datetime import datetime
from typing import Annotated, Literal

from ledger.domain.kinds.base import Slug
from ledger.domain.kinds.charter.terms import Mode, Slugs
from ledger.evidence.canonical import Body, constrained

# Offices are spelled with an underscore, seats never.
SeatOrOffice = Annotated[str, constrained(pattern=r"[a-z0-9][a-z0-9_-]{0,62}")]


class CaseMovement(Body):
    """A seat that comes or goes.

    seat       the seat
    presence   in or out
    mode       in_person or remote
    at         when; if absent, at the beginning
    alternate  true: it is the alternate who comes, whom the member names
    """

    seat: Slug
    presence: Literal["in", "out"] = "in"
    mode: Mode = "in_person"
    at: datetime | None = None
    alternate: bool = False


class CaseAgendaItem(Body):
    """An item of the agenda.

    item        its name
    purpose     decision, guidance or information
    noticed_at  when all were told of it; if absent, with the notice of the meeting
    consents    the seats that agreed to its being added
    urgent      true: the chair let it in as urgent
    """

    item: Slug
    purpose: Literal["decision", "guidance", "information"] = "decision"
    noticed_at: datetime | None = None
    consents: Slugs = ()
    urgent: bool = False


class CaseReconvened(Body):
    """The meeting that this one takes up again.

    starts_at  when it was to begin
    inquorate  whether it lacked a quorum
    agenda     its items, where only they may be taken up again; if absent, all may
    """

    starts_at: datetime
    inquorate: bool = True
    agenda: Slugs | None = None


class CaseMeeting(Body, rename={"class_": "class"}):
    """The meeting; without it, an ordinary one that was called in order.

    class_        the class of meeting; if absent, the charter's first
    starts_at     the appointed hour; if absent, the clock
    notice        when it was called; if absent, in time
    called_by     seats and offices (chair, secretary …) of who called it; if absent,
                  someone who may
    requested_by  the seats that asked for it
    agenda        its items; if absent, the matter was noticed for decision
    reconvenes    the inquorate meeting that it takes up again
    waivers       the seats that waived short notice
    acting_chair  the seat that was chosen to chair it
    opened_at     when it was opened; if absent, at the appointed hour
    """

    class_: Slug | None = None
    starts_at: datetime | None = None
    notice: datetime | None = None
    called_by: Annotated[tuple[SeatOrOffice, ...], constrained(max_length=150)] | None = None
    requested_by: Slugs = ()
    agenda: Annotated[tuple[CaseAgendaItem, ...], constrained(max_length=100)] | None = None
    reconvenes: CaseReconvened | None = None
    waivers: Slugs = ()
    acting_chair: Slug | None = None
    opened_at: datetime | None = None
