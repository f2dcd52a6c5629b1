"""Who sits in a board: seats, attributes, terms, offices, stand-ins, composition."""

from typing import Annotated, Literal

from ledger.domain.kinds.base import Positive, Slug
from ledger.domain.kinds.charter.terms import (
    AttributeName,
    Mode,
    Office,
    Part,
    Period,
    Procedure,
    Slugs,
    Who,
)
from ledger.evidence.canonical import Body, constrained


class Seat(Body, rename={"class_": "class"}):
    """A place in a board, owned by a party or constituency.

    seat    its name
    party   its owner, who fills it
    voting  false: the seat of an observer, without a vote
    class_  a class of seats of which rules speak: lay, independent, investor
    weight  what its vote weighs where votes are weighed and no weight rule covers it
    """

    seat: Slug
    party: Slug
    voting: bool = True
    class_: Slug | None = None
    weight: Positive = 1


class AttributeRule(Body):
    """An attribute that members declare and of which rules speak.

    name      the attribute: profession, sex, lay, affiliation
    values    the values that it can have; none named: any
    required  true: nobody is appointed without it
    """

    name: AttributeName
    values: Slugs = ()
    required: bool = False


class TermRule(Body):
    """How long members serve.

    A term of a year that begins on 1 March ends on the last day of February. Where its
    last month lacks the day on which it began, it ends with that month: a year from 29
    February ends on 28 February.

    who        the seats for which it holds
    shortest   no appointment for less
    longest    no appointment for more; one without an end expires after it
    terms_max  so many terms of one person in a row at the most
    holdover   for so long after the end a member goes on while nobody follows; or
               until_replaced
    """

    who: Who = Who(novote=True)
    shortest: Period | None = None
    longest: Period | None = None
    terms_max: Positive | None = None
    holdover: Period | Literal["until_replaced"] | None = None


class OfficeRule(Body):
    """An office: who fills it, and who may hold it.

    office  chair, vice_chair, co_chair or secretary
    party   the party that fills it; none: all parties together
    who     the seats whose members may hold it; none given: anyone of the board's parties
    apart   offices that the same person may not hold at the same time
    """

    office: Office
    party: Slug | None = None
    who: Who | None = None
    apart: Annotated[tuple[Office, ...], constrained(max_length=3)] = ()


class Proxies(Body):
    """Votes given to another member.

    per_holder  so many proxies in one hand at the most
    within      board: to any member; party: to members of the giver's party
    declared    so long before the meeting or the end of the poll at the latest
    barred      procedures in which no proxy counts
    holder      how the holder must be present for their proxies to count; none: in any way
    presence    true: the giver counts as present for the quorum
    automatic   true: an absent seat's vote at a meeting is for any of its party's
                present members to cast, without a declaration
    """

    per_holder: Positive = 1
    within: Literal["board", "party"] = "board"
    declared: Period | None = None
    barred: Annotated[tuple[Procedure, ...], constrained(max_length=4)] = ()
    holder: Mode | None = None
    presence: bool = False
    automatic: bool = False


class Alternates(Body):
    """Standing stand-ins.

    present  true: an alternate makes the seat present
    vote     true: an alternate votes in the member's absence
    """

    present: bool = True
    vote: bool = True


class OfLast(Body):
    """So many of the last meetings; "in a row" is n of the last n.

    meetings  so many meetings
    of_last   of so many last ones
    """

    meetings: Positive
    of_last: Positive


class AttendanceRule(Body):
    """Voting rights that are gained by coming and lost by staying away.

    With each change the count begins anew.

    gain       a member without the right gains it having attended so many
    lose       a member with the right loses it having missed so many
    newcomers  whether a member has the right from the start: vote or wait
    founders   true: whoever served when the first meeting was held has it from the start
    remote     true: attending remotely counts as attending
    effect     after: a change takes effect after the meeting that brings it; at: in it
    """

    gain: OfLast | None = None
    lose: OfLast | None = None
    newcomers: Literal["vote", "wait"] = "vote"
    founders: bool = False
    remote: bool = True
    effect: Literal["after", "at"] = "after"


class Suspension(Body):
    """The vote of a party or seat in default rests, after notice, until it is cured.

    after  so long after the notice
    """

    after: Period


class CompositionRule(Body):
    """What the membership as a whole must be like.

    rule   its name
    needs  what the members must be; shares are of the members there are
    binds  appointment: no appointment after which it could no longer be met;
           decision: moreover nothing is decided while it is not met
    """

    rule: Slug
    needs: Part
    binds: Literal["appointment", "decision"] = "appointment"


class People(Body):
    """The rules about members and those who stand in for them.

    attributes    what members declare
    appointed_by  in which capacity a seat's owner appoints its member
    terms         how long members serve; the first that fits a seat
    offices       who fills which office
    alternates    what standing stand-ins may do
    proxies       votes given to others; none: there are no proxies
    attendance    voting rights that hang on attendance
    suspension    votes that rest while their owner is in default
    composition   what the membership as a whole must be like
    one_seat      true: a person holds one seat at a time
    """

    attributes: Annotated[tuple[AttributeRule, ...], constrained(max_length=30)] = ()
    appointed_by: Literal["signatory", "registrar", "either"] = "either"
    terms: Annotated[tuple[TermRule, ...], constrained(max_length=20)] = ()
    offices: Annotated[tuple[OfficeRule, ...], constrained(max_length=4)] = ()
    alternates: Alternates = Alternates()
    proxies: Proxies | None = None
    attendance: AttendanceRule | None = None
    suspension: Suspension | None = None
    composition: Annotated[tuple[CompositionRule, ...], constrained(max_length=30)] = ()
    one_seat: bool = True
