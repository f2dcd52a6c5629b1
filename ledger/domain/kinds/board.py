"""Kinds of the streams board/<slug>: a board, its charter, who sits in it."""

from datetime import date, datetime
from typing import Annotated

from ledger.domain.kinds.base import Amount, DigestText, Line, Slug, StreamRef, Text, kind
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import AttributeName, Office, Slugs
from ledger.domain.kinds.outcome import OutcomeWord
from ledger.evidence.canonical import Body, constrained

Attributes = dict[AttributeName, Slug]


class BoardConstituted(Body):
    """Constitute a board: the parties that it joins, who else reads, and its rules."""

    name: Line
    purpose: Text
    parties: Annotated[tuple[Slug, ...], constrained(min_length=1, max_length=32)]
    charter: Charter
    readers: Annotated[tuple[Slug, ...], constrained(max_length=32)] = ()


class CharterAmended(Body):
    """Put a new charter in force for motions opened from now on; the base is the old one.

    ``decision`` names the decision that adopted it, where the charter in force is
    amended by decision: its motion named this charter's content digest.
    """

    charter: Charter
    decision: StreamRef | None = None


class MemberAppointed(Body, rename={"from_": "from"}):
    """Give a vacant seat to a person of the party that owns it, with what they declare."""

    seat: Slug
    person: Slug
    from_: date
    until: date | None = None
    attributes: Attributes = {}  # noqa: RUF012 -- each gets its own


class MemberEnded(Body):
    """End the appointment that the subject made; the day named is the last one."""

    on: date


class OfficerAppointed(Body, rename={"from_": "from"}):
    """Give an office to a person; people's names are unique within their party only."""

    office: Office
    party: Slug
    person: Slug
    from_: date
    until: date | None = None


class OfficerEnded(Body):
    """End the office that the subject gave; the day named is the last one."""

    on: date


class AlternateNamed(Body, rename={"from_": "from"}):
    """Name a standing stand-in for a seat's member, in place of an earlier one."""

    seat: Slug
    person: Slug
    from_: date
    until: date | None = None


class InterestDeclared(Body):
    """Declare one's own interest; what it is stays sealed."""

    person: Slug
    matter: StreamRef | None = None


class DefaultNotified(Body):
    """Give a party, or one seat, notice of its default; its vote rests as the charter says."""

    party: Slug
    seat: Slug | None = None


class DefaultCured(Body):
    """Say that the default of which the subject gave notice is cured."""


class AttendanceNoted(Body):
    """Note who attended a meeting that ended, where votes or interim acts hang on it."""

    meeting: StreamRef
    starts_at: datetime
    present: Slugs
    remote: Slugs = ()


class DecisionNoted(Body, rename={"class_": "class"}):
    """Note what a decision came to, where later ones add up with it or repeat it."""

    decision: StreamRef
    class_: Slug
    outcome: OutcomeWord
    closing: DigestText
    amount: Amount | None = None
    about: StreamRef | None = None
    same_as: Line | None = None
    interim: bool = False


_APPOINTERS = "signatory registrar"

KINDS = (
    kind("board.constituted.v1", BoardConstituted, "board", "signatory", "approval", opens=True),
    kind("charter.amended.v1", CharterAmended, "board", "signatory", "approval", base=True),
    kind("member.appointed.v1", MemberAppointed, "board", _APPOINTERS, "approval"),
    kind(
        "member.ended.v1",
        MemberEnded,
        "board",
        _APPOINTERS,
        "approval",
        subject=True,
        reason=True,
    ),
    kind("officer.appointed.v1", OfficerAppointed, "board", "signatory", "approval"),
    kind(
        "officer.ended.v1",
        OfficerEnded,
        "board",
        "signatory",
        "approval",
        subject=True,
        reason=True,
    ),
    kind("alternate.named.v1", AlternateNamed, "board", _APPOINTERS, "approval"),
    kind(
        "interest.declared.v1",
        InterestDeclared,
        "board",
        "person member",
        "responsibility",
        sealed=("detail",),
    ),
    kind(
        "default.notified.v1",
        DefaultNotified,
        "board",
        "signatory chair secretary",
        "responsibility",
        reason=True,
    ),
    kind(
        "default.cured.v1",
        DefaultCured,
        "board",
        "signatory chair secretary",
        "responsibility",
        subject=True,
    ),
    kind("attendance.noted.v1", AttendanceNoted, "board", "system"),
    kind("decision.noted.v1", DecisionNoted, "board", "system"),
)
