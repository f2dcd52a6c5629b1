"""The words that every part of a charter is made of: how many, who, how long, when."""

from typing import Annotated, Literal

from ledger.domain.kinds.base import Count, Fraction, Money, Positive, Slug
from ledger.evidence.canonical import Body, constrained

AttributeName = Annotated[str, constrained(pattern=r"[a-z][a-z0-9_]{0,62}")]
Office = Literal["chair", "vice_chair", "co_chair", "secretary"]
CountedAs = Literal["seat", "person", "party", "weight"]
Procedure = Literal["meeting", "written", "no_objection", "interim"]
Mode = Literal["in_person", "remote"]
Slugs = Annotated[tuple[Slug, ...], constrained(max_length=150)]


class Threshold(Body):
    """How many of a base are needed: a fixed number, or an exact share of it.

    Exactly one of ``count`` and ``share`` is given. "A majority" is ``more_than``
    1/2, "half" ``at_least`` 1/2, "two thirds" ``at_least`` 2/3, "all" ``at_least``
    1/1; "50 % + 1" is ``share`` 1/2, ``plus`` 1 and the charter's rounding.

    count     a fixed number, whatever the base
    share     a share of the base, as an exact fraction
    reach     at_least: the share itself is enough; more_than: it must be passed
    plus      so many are added to the share of the base, before rounding
    rounding  what becomes of a part of one: exact keeps it (two thirds of 10 is
              6 2/3, so 7 are needed), up, down and nearest (halves go up) make
              the share whole first, so that "down" needs 6 of 10
    least     never fewer than this, however small the base
    """

    count: Count | None = None
    share: Fraction | None = None
    reach: Literal["at_least", "more_than"] = "at_least"
    plus: Count = 0
    rounding: Literal["exact", "up", "down", "nearest"] = "exact"
    least: Count = 0


class Who(Body, rename={"except_": "except"}):
    """Which seats are meant: those that fit every member given; with none given, all.

    Inside one member it is enough to fit one of the words.

    seats       these seats
    parties     seats of these parties
    classes     seats of these seat classes
    offices     seats whose holder has one of these offices; a chosen acting chair
                is the chair of that meeting
    attributes  seats whose member declares one of these values, for each attribute
    mode        present in this way; only where presence is asked for
    except_     none of these seats
    novote      true: seats without a vote too; else only voting seats are meant
    """

    seats: Slugs = ()
    parties: Slugs = ()
    classes: Slugs = ()
    offices: Annotated[tuple[Office, ...], constrained(max_length=4)] = ()
    attributes: dict[AttributeName, Slugs] = {}  # noqa: RUF012 -- each gets its own
    mode: Mode | None = None
    except_: Slugs = ()
    novote: bool = False


class Some(Body, tag_field="part", tag="some"):
    """At least, or at most, so many of a group.

    name      what the explanation calls it
    who       the group
    least     so many at least
    most      so many at most
    share_of  what a share is of: seen: of those looked at (the seats present, the
              members, the votes for); members: of the group's filled seats
    of        a share is of this group instead (of those looked at, or of the members)
    """

    name: Slug
    who: Who = Who()
    least: Threshold | None = None
    most: Threshold | None = None
    share_of: Literal["seen", "members"] = "seen"
    of: Who | None = None


class Each(Body, tag_field="part", tag="each"):
    """At least so many of each party, seat class or value of an attribute.

    name    what the explanation calls it
    by      party, class, or an attribute's name
    least   so many of each
    values  the parties, classes or values; if none are named, all that have a voting seat
            (for an attribute: all that its declaration names)
    who     only seats of this group count
    """

    name: Slug
    by: AttributeName
    least: Positive = 1
    values: Slugs = ()
    who: Who = Who()


class Distinct(Body, tag_field="part", tag="distinct"):
    """So many different parties, seat classes, persons or values of an attribute.

    name   what the explanation calls it
    by     party, class, person, or an attribute's name
    least  so many different ones at least; a share is a share of all that there are
           among the members
    who    only seats of this group count
    """

    name: Slug
    by: AttributeName
    least: Threshold
    who: Who = Who()


class Cap(Body, tag_field="part", tag="cap"):
    """No party, seat class or value of an attribute makes up more than so many.

    name  what the explanation calls it
    by    party, class, or an attribute's name
    most  so many at most; a share is a share of those looked at
    who   only seats of this group count
    """

    name: Slug
    by: AttributeName
    most: Threshold
    who: Who = Who()


class All(Body, tag_field="part", tag="all"):
    """Several parts together, as one alternative of an ``either``.

    name  what the explanation calls it
    of    the parts, all of which must hold
    """

    name: Slug
    of: Annotated[tuple[Some | Each | Distinct | Cap, ...], constrained(min_length=2, max_length=8)]


class Either(Body, tag_field="part", tag="either"):
    """At least one of several parts.

    name  what the explanation calls it
    of    the parts, of which one is enough
    """

    name: Slug
    of: Annotated[
        tuple[Some | Each | Distinct | Cap | All, ...], constrained(min_length=2, max_length=8)
    ]


Part = Some | Each | Distinct | Cap | All | Either
Parts = Annotated[tuple[Part, ...], constrained(max_length=20)]

Unit = Literal[
    "minutes",
    "hours",  # exact, 60 minutes each, whatever the clocks do
    "days",  # calendar days of the charter's time zone
    "business_days",  # days that are neither weekend nor holiday there
    "clear_days",  # whole days between: neither the first day nor the last counts
    "weeks",
    "months",
    "years",
]


class Period(Body):
    """A length of time.

    ``hours`` and ``minutes`` are exact. Other units count days of the charter's
    time zone: the day from which it runs is not counted. Months end on the same
    day of the month, or on the last one there is.

    count  how many
    unit   minutes, hours, days, business_days, clear_days, weeks, months or years
    """

    count: Annotated[int, constrained(ge=0, le=10_000)]
    unit: Unit


class Window(Body):
    """How long a poll or another clock runs.

    count  how many
    unit   as of a period
    ends   exact: at the same time of day, so many days later (or so many hours);
           end_of_day: the last day is counted to its end
    first  with end_of_day, whether the first day is one of them: excluded or included
    """

    count: Annotated[int, constrained(ge=1, le=10_000)]
    unit: Unit
    ends: Literal["exact", "end_of_day"] = "exact"
    first: Literal["excluded", "included"] = "excluded"


class Limit(Body):
    """An amount of money that may not be passed, fixed or as a share of a budget.

    fixed  a fixed amount
    share  a share of the budget that the matter names
    take   which counts where both are given: the lower or the higher
    """

    fixed: Money | None = None
    share: Fraction | None = None
    take: Literal["lower", "higher"] = "lower"


class Range(Body):
    """A whole number between two bounds, both included.

    least  the lower bound
    most   the upper bound
    """

    least: Count = 0
    most: Count | None = None


class When(Body):
    """For which matters and moments a rule is meant: those that fit every member given.

    classes         classes of matter
    except_classes  any class of matter but these
    topics          topics of the matter: those that its motion declares, and of a change of
                    a contract what it does: ``term-set``, ``clause-replace`` (each op, with
                    dashes) and its kind, ``change-amendment``
    except_topics   matters that have none of these topics
    procedures      meeting, written, no_objection, interim
    meetings        classes of meeting
    stages          the stage of a decision that is taken in several; the first is 1
    reconvened      true: only at a meeting that takes up an inquorate one, held as late
                    as the charter's ``reconvene`` asks; false: only at others
    vacancies       while so many voting seats are vacant
    filled          while so many voting seats are filled
    recused         when so many of the filled voting seats have withdrawn from the matter
    above           when the matter's amount, with that of related ones where the charter
                    adds them up, is more than this; what is not known is more than any limit
    up_to           when that amount is this or less, or no money is in the matter
    """

    classes: Slugs = ()
    except_classes: Slugs = ()
    topics: Slugs = ()
    except_topics: Slugs = ()
    procedures: Annotated[tuple[Procedure, ...], constrained(max_length=4)] = ()
    meetings: Slugs = ()
    stages: Annotated[tuple[Positive, ...], constrained(max_length=8)] = ()
    reconvened: bool | None = None
    vacancies: Range | None = None
    filled: Range | None = None
    recused: Threshold | None = None
    above: Limit | None = None
    up_to: Limit | None = None
