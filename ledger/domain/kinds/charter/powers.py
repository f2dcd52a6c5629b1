"""What a board may decide, what it never may, and what follows when it cannot agree."""

from typing import Annotated, Literal

from ledger.domain.kinds.base import Line, Slug
from ledger.domain.kinds.charter.terms import Limit, Office, Period, Slugs, Threshold, When
from ledger.evidence.canonical import Body, constrained


class DecisionRight(Body, rename={"class_": "class"}):
    """A class of matter that the board may decide, up to an amount where one is set.

    class_  the class
    topics  only matters that have one of these topics, declared or of what a change does
            (``term-set``, ``change-amendment``); none named: any
    up_to   the most that it may move; what is not known is not within
    """

    class_: Slug
    topics: Slugs = ()
    up_to: Limit | None = None


class Never(Body):
    """What the board can never decide, whatever else the charter says.

    when  the matters
    why   the reason, for those who read the refusal
    """

    when: When
    why: Line


class Adding(Body):
    """Related matters add up, so that none is cut into pieces that fit a limit.

    window  so long back
    same    what relates matters: the contract (or other thing) that they are about,
            their class, or all matters of the board
    """

    window: Period
    same: Literal["contract", "class", "board"] = "contract"


class Executive(Body):
    """An executive who answers an escalation.

    title  the office, as the parties know it: ceo, cmo, expert
    party  of which party; none: of none of them, a neutral expert
    """

    title: Slug
    party: Slug | None = None


class Step(Body):
    """A step of the escalation: these executives, so much time.

    step        its name
    when        for which matters; none: for all; for others the next step begins at once
    executives  who answers
    within      so long after the step began
    agree       how many of them must say the same; none: all
    silence     what who has not answered in time is deemed to have said: none, for, against
    """

    step: Slug
    executives: Annotated[tuple[Executive, ...], constrained(min_length=1, max_length=32)]
    within: Period
    when: When | None = None
    agree: Threshold | None = None
    silence: Literal["none", "for", "against"] = "none"


class FinalSay(Body, rename={"except_": "except"}):
    """A party or office that decides alone once the steps are exhausted.

    party   the party; its executive or signatory speaks
    office  or the office
    when    for which matters; none: for all
    except_  but not for these
    within  so long after the steps are exhausted; none: at any time
    """

    party: Slug | None = None
    office: Office | None = None
    when: When | None = None
    except_: Annotated[tuple[When, ...], constrained(max_length=20)] = ()
    within: Period | None = None


class Escalation(Body):
    """What follows a deadlock.

    steps      the executives, one step after another
    final_say  who decides alone afterwards; the first whose matters fit
    exhausted  what it means when nobody decided: unresolved, or rejected
    when       which deadlocks are escalated; none: all
    """

    steps: Annotated[tuple[Step, ...], constrained(max_length=8)] = ()
    final_say: Annotated[tuple[FinalSay, ...], constrained(max_length=12)] = ()
    exhausted: Literal["unresolved", "rejected"] = "unresolved"
    when: When | None = None


class Barred(Body):
    """A matter that was rejected is not put again for a while.

    period  so long after the rejection
    unless  how many of the filled voting seats may let it be put all the same
    """

    period: Period
    unless: Threshold | None = None


class Challenge(Body):
    """A decision that a member challenges is confirmed or voided by the board or one above.

    within  so long after the decision; none: at any time
    boards  other boards that may answer; the board itself always may
    """

    within: Period | None = None
    boards: Slugs = ()


class Powers(Body):
    """What the board may decide.

    rights      the classes of matter that it may decide; none named: all
    never       what it can never decide
    adding      how related matters add up against limits
    net         true: amounts are sums of movements up and down; false: of all movements
    escalation  what follows a deadlock; none: nothing
    barred      rejected matters that are not put again for a while
    challenge   how a decision is challenged
    """

    rights: Annotated[tuple[DecisionRight, ...], constrained(max_length=100)] = ()
    never: Annotated[tuple[Never, ...], constrained(max_length=30)] = ()
    adding: Adding | None = None
    net: bool = False
    escalation: Escalation | None = None
    barred: Barred | None = None
    challenge: Challenge = Challenge()


class Amendment(Body, rename={"class_": "class"}):
    """How this charter is replaced.

    by      parties: a signatory of each party signs; decision: the board adopts it;
            owner: one party does it alone
    class_  decision only: the class of matter that such a motion has
    party   owner only: the party
    """

    by: Literal["parties", "decision", "owner"] = "parties"
    class_: Slug | None = None
    party: Slug | None = None
