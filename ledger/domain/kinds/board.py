"""Kinds of the streams board/<slug>: a board, its charter, who sits in it.

A charter is data. Members that later versions of the rules need are added as
optional ones, absent where a charter does not use them, so that the bytes of
every charter ever adopted stay what they are.
"""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import Fraction, Line, Money, Slug, StreamRef, Text, kind
from ledger.evidence.canonical import Body, constrained


class Seat(Body):
    """A place in a board, owned by a party; an observer's seat has no vote."""

    seat: Slug
    party: Slug
    voting: bool


class Threshold(Body):
    """How much of a base must be reached: an exact share, itself enough or to be passed."""

    reach: Literal["at_least", "more_than"]
    share: Fraction


QuorumBase = Literal[
    "seats",  # every voting seat, vacant or not
    "filled",  # voting seats that had a holder when the motion opened
    "entitled",  # those of them that are not recused
]

MajorityBase = Literal[
    "cast",  # votes for and against; abstentions are not cast
    "present",  # seats present or voting; an abstention works like a no
    "entitled",  # seats that may vote: filled and not recused
    "all_seats",  # every voting seat, vacant and recused ones too
]


class Quorum(Body):
    """The least presence for valid business, tested when the decision is taken.

    ``parties`` must each be present with one eligible seat at least. In the
    written procedure a seat is present when it has cast a ballot.
    """

    base: QuorumBase
    threshold: Threshold
    parties: tuple[Slug, ...] = ()


class Majority(Body):
    """What a motion needs: a share of a base, in votes for."""

    base: MajorityBase
    threshold: Threshold


class DecisionRight(Body, rename={"class_": "class"}):
    """A class of matter that the board may decide, up to an amount where one is set."""

    class_: Slug
    up_to: Money | None = None


class Window(Body):
    """How long a poll in writing stays open; a day is 24 hours of the recorded clock."""

    count: Annotated[int, constrained(ge=1, le=10_000)]
    unit: Literal["hours", "days"]


Office = Literal["chair", "vice_chair", "co_chair", "secretary"]


class OfficeRule(Body):
    """The party that fills an office; without a rule all parties fill it together."""

    office: Office
    party: Slug


class Charter(Body):
    """The rules of a board.

    seats         the places, each with its owner; at most 150
    quorum        the least presence
    majority      what a motion needs
    tie           what as many votes for as against mean, once no casting vote decided
    casting_vote  who may break a tie: the chair, never a recused one
    rights        the classes of matter that the board may decide
    procedures    meeting: at a meeting, by those present; written: by ballot in the window
    window        the least time that a poll in writing stays open
    closes        all_voted: as soon as every eligible seat has voted; at_end: only when
                  the chair or secretary closes the poll, or the window ends
    appointed_by  in which capacity a seat's owner appoints its member
    offices       offices that one party fills
    """

    seats: Annotated[tuple[Seat, ...], constrained(min_length=1, max_length=150)]
    quorum: Quorum
    majority: Majority
    rights: Annotated[tuple[DecisionRight, ...], constrained(min_length=1, max_length=100)]
    procedures: Annotated[
        tuple[Literal["meeting", "written"], ...], constrained(min_length=1, max_length=2)
    ]
    window: Window
    tie: Literal["rejected", "deadlocked"] = "rejected"
    casting_vote: Literal["chair"] | None = None
    closes: Literal["all_voted", "at_end"] = "all_voted"
    appointed_by: Literal["signatory", "registrar", "either"] = "either"
    offices: Annotated[tuple[OfficeRule, ...], constrained(max_length=4)] = ()


class BoardConstituted(Body):
    """Constitute a board: the parties that it joins, who else reads, and its rules."""

    name: Line
    purpose: Text
    parties: Annotated[tuple[Slug, ...], constrained(min_length=1, max_length=32)]
    charter: Charter
    readers: Annotated[tuple[Slug, ...], constrained(max_length=32)] = ()


class CharterAmended(Body):
    """Put a new charter in force for motions opened from now on; the base is the old one."""

    charter: Charter


class MemberAppointed(Body, rename={"from_": "from"}):
    """Give a vacant seat to a person of the party that owns it."""

    seat: Slug
    person: Slug
    from_: date
    until: date | None = None


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
)
