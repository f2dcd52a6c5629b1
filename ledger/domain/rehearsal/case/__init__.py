"""The file that ``countersign charter try`` reads: a charter, its members, and what happened.

Only ``charter``, ``members``, ``matter`` and ``clock`` must be there. What a case
does not state is not judged, or taken as in order; each member says which. Times
are RFC 3339 with an offset; seats, persons and items are slugs.
"""

from datetime import datetime
from typing import Annotated

from ledger.domain.kinds.base import Positive, Slug
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import Slugs
from ledger.domain.rehearsal.case.history import History
from ledger.domain.rehearsal.case.matter import CaseMatter, CaseStage
from ledger.domain.rehearsal.case.meeting import CaseMeeting, CaseMovement
from ledger.domain.rehearsal.case.people import CaseAppointment, CaseMember
from ledger.domain.rehearsal.case.sequel import CaseEscalation, CaseFormality, CaseRatification
from ledger.domain.rehearsal.case.votes import (
    CaseBallot,
    CaseObjection,
    CaseProxy,
    CaseRecusal,
    Choice,
)
from ledger.evidence.canonical import Body, constrained

__all__ = ["Case"]


class Case(Body):
    """A charter tried on a case.

    charter       the charter
    members       who holds which seat
    matter        what is put
    clock         the moment at which the outcome is asked for
    attendance    who is there: seats, or movements; if absent, whoever votes
    recusals      who withdrew: seats, or recusals from single items
    proxies       who gave their vote to whom
    ballots       the votes, as {seat: choice} or one by one; if absent, nothing was put
                  to the vote yet: the outcome is pending unless the quorum lacks
    objections    objections: seats, or one by one
    meeting       the meeting
    history       what happened before
    stage         of a decision that is taken in several: a number, or with its time
    escalation    that a deadlock went up, and what was answered
    formalities   forms that were done: their names, or one by one
    ratification  what the board made of an interim act
    put_again_by  the seats that want a rejected matter put again
    appointments  appointments to be judged
    """

    charter: Charter
    members: Annotated[tuple[CaseMember, ...], constrained(max_length=150)]
    matter: CaseMatter
    clock: datetime
    attendance: tuple[Slug | CaseMovement, ...] | None = None
    recusals: tuple[Slug | CaseRecusal, ...] = ()
    proxies: tuple[CaseProxy, ...] = ()
    ballots: dict[Slug, Choice] | tuple[CaseBallot, ...] | None = None
    objections: tuple[Slug | CaseObjection, ...] = ()
    meeting: CaseMeeting | None = None
    history: History = History()
    stage: Positive | CaseStage = 1
    escalation: CaseEscalation | None = None
    formalities: tuple[Slug | CaseFormality, ...] = ()
    ratification: CaseRatification | None = None
    put_again_by: Slugs = ()
    appointments: Annotated[tuple[CaseAppointment, ...], constrained(max_length=150)] = ()
