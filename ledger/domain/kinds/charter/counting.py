"""How presence and votes are counted: quorum, weights, what a motion needs, what a tie means."""

from typing import Annotated, Literal

from ledger.domain.kinds.base import Positive, Slug
from ledger.domain.kinds.charter.terms import (
    CountedAs,
    Office,
    Parts,
    Period,
    Slugs,
    Threshold,
    When,
    Who,
)
from ledger.evidence.canonical import Body, constrained

QuorumBase = Literal[
    "all_seats",  # every voting seat, vacant or not
    "filled",  # voting seats that have a holder
    "entitled",  # those of them that may vote on this matter: not recused, not suspended
]

MajorityBase = Literal[
    "cast",  # votes for and against; abstentions where the charter counts them as cast
    "present",  # seats present or voting; an abstention works like a no
    "entitled",  # seats that may vote: filled, not recused, not suspended
    "filled",  # filled seats, recused and suspended ones too
    "all_seats",  # every voting seat, vacant and recused ones too
]

# What a vote that fails can mean.
FailedWord = Literal["rejected", "deadlocked", "deferred", "lapsed"]


class Quorum(Body):
    """The least presence for valid business, tested when the decision is taken.

    In writing a seat is present when it has cast a ballot. The first rule whose
    ``when`` fits holds; a matter that no rule fits needs no quorum.

    rule            its name
    when            for what it is meant; none: for everything
    unit            what is counted: seat, person, party or weight
    base            all_seats, filled or entitled
    who             only seats of this group count, present and in the base
    threshold       how many of the base must be present; none: only the parts
    parts           what else must hold of those present, all of it
    recused         present: a recused seat counts as present; absent: it does not
    suspended       the same for a seat whose vote rests, or is not gained or lost
    deemed          in writing, whether silence that is deemed a vote makes presence
    within_minutes  it must be reached so long after the appointed hour at the latest
    tested          decision: when the decision is taken; opening: once reached while
                    the meeting is open, it lasts
    floor           opening only: it lasts while so many of the base are still there
    """

    rule: Slug = "quorum"
    when: When | None = None
    unit: CountedAs = "seat"
    base: QuorumBase = "filled"
    who: Who = Who()
    threshold: Threshold | None = None
    parts: Parts = ()
    recused: Literal["present", "absent"] = "absent"
    suspended: Literal["present", "absent"] = "absent"
    deemed: Literal["present", "absent"] = "absent"
    within_minutes: Positive | None = None
    tested: Literal["decision", "opening"] = "decision"
    floor: Threshold | None = None


class WeightRule(Body):
    """What votes weigh.

    who        the holders
    when       for which matters; none: for all. Where it is not asked on which matter (the
               support of a call, a waiver or another consent), only rules without one hold
    weight     how much
    shared     each: every holder has this weight; pool: the holders share it equally
    among      who shares a pool: the filled seats, only those entitled to vote here, or
               only those present or voting
    absent     what becomes of the weight of a holder who is neither present nor voting:
               stays: it stays theirs and is not used; rule: the others of this rule
               who are there take it in proportion to theirs; all: all others who are do
    suspended  the same for a holder whose vote rests, but whoever may vote takes it,
               there or not; stays: it counts for nothing
    """

    who: Who
    weight: Positive
    when: When | None = None
    shared: Literal["each", "pool"] = "each"
    among: Literal["filled", "entitled", "present"] = "filled"
    absent: Literal["stays", "rule", "all"] = "stays"
    suspended: Literal["stays", "rule", "all"] = "stays"


class Majority(Body):
    """A share of a base, in votes for.

    unit       what is counted: seat, person, party (a bloc with one vote) or weight
    base       cast, present, entitled, filled or all_seats
    threshold  how many of the base are needed, one at least
    who        only votes of this group count, and only they are in the base
    name       what the explanation calls it, where there are several
    """

    base: MajorityBase
    threshold: Threshold
    unit: CountedAs = "seat"
    who: Who = Who()
    name: Slug | None = None


Majorities = Annotated[tuple[Majority, ...], constrained(min_length=1, max_length=8)]


class BallotLimit(Body):
    """No more than so many votes against, or abstentions.

    choice  against or abstain
    most    how many of the base at the most; with more_than 1/4 the share itself is
            too much already
    base    cast, present, entitled, filled or all_seats; abstentions are part of it
            where they are what is limited
    unit    what is counted: seat, person, party or weight
    who     only votes of this group count, and only they are in the base
    """

    choice: Literal["against", "abstain"]
    most: Threshold
    base: MajorityBase = "cast"
    unit: CountedAs = "seat"
    who: Who = Who()


class Bloc(Body):
    """How a party's one vote arises from its members' ballots; silence is no ballot.

    how      unanimous: all who voted agree; majority: more for than against, or the
             other way round; lead: what the lead's ballot says
    leads    the lead seats, in the order in which they are asked
    divided  what the bloc's vote is when its members do not bring one about:
             abstain, against, or none (the bloc is silent)
    """

    how: Literal["unanimous", "majority", "lead"] = "unanimous"
    leads: Slugs = ()
    divided: Literal["abstain", "against", "none"] = "abstain"


class Casting(Body):
    """The chair's vote that decides a tie; never a recused chair's, nor an alternate's.

    by        who may give it: the first of these offices that has a holder who can;
              a chosen acting chair is the chair of that meeting
    how       second: a vote of its own, given as such; own: the ballot that the chair
              has cast for their seat decides
    if_voted  second only: whether the chair must have voted, must not have, or either
    on        tie: only on a tie; short: whenever the motion does not get what it needs
    """

    by: Annotated[tuple[Office, ...], constrained(min_length=1, max_length=4)] = ("chair",)
    how: Literal["second", "own"] = "second"
    if_voted: Literal["either", "voted", "not_voted"] = "either"
    on: Literal["tie", "short"] = "tie"


class Vote(Body):
    """What a motion needs to be adopted, and what it means when it does not get it.

    The first rule whose ``when`` fits holds; a matter that no rule fits cannot be
    decided.

    rule       its name
    when       for what it is meant; none: for everything
    needs      the majorities, all of which must be reached
    or_needs   other sets of majorities, of which one set is enough as well
    limits     how many may vote against, or abstain, all the same
    parts      what must hold of those who vote for, all of it; shares are of them
    vetoes     groups of whom one vote against fails the motion
    voters     who takes part in this vote; none given: every seat that may vote
    bloc       how a party's vote arises, where votes are counted by party
    abstain    not_cast: an abstention is in no base of votes cast; cast: it is;
               against: it counts as against; barred: there is none
    silence    what a seat that could vote and did not is deemed to have said: none,
               for, against, abstain; shown as deemed, never as cast by it
    recused    out: a recused seat is in no base but all_seats and filled; in: it stays
               in the base
    nonvoting  seats that vote only to break a tie (their casting vote)
    casting    who breaks a tie; none: nobody
    tie        what as many for as against means; none: as split
    split      what votes on both sides mean that are not enough; none: as failed
    failed     what everything else means that is not enough
    none_for   what it means that nobody voted for; none: as failed
    against    majorities of votes against that reject, whatever else a failure means
    carried    what it means that it got what it needs: adopted, or deferred to the next
               stage (a second reading)
    """

    needs: Majorities
    or_needs: Annotated[tuple[Majorities, ...], constrained(max_length=8)] = ()
    limits: Annotated[tuple[BallotLimit, ...], constrained(max_length=8)] = ()
    rule: Slug = "majority"
    when: When | None = None
    parts: Parts = ()
    vetoes: Annotated[tuple[Who, ...], constrained(max_length=8)] = ()
    voters: Who | None = None
    bloc: Bloc = Bloc()
    abstain: Literal["not_cast", "cast", "against", "barred"] = "not_cast"
    silence: Literal["none", "for", "against", "abstain"] = "none"
    recused: Literal["out", "in"] = "out"
    nonvoting: Who | None = None
    casting: Casting | None = None
    tie: FailedWord | None = None
    split: FailedWord | None = None
    failed: FailedWord = "rejected"
    none_for: FailedWord | None = None
    against: Annotated[tuple[Majority, ...], constrained(max_length=8)] = ()
    carried: Literal["adopted", "deferred"] = "adopted"


class Ballots(Body):
    """How ballots are cast.

    changeable  true: a seat may replace its ballot
    freeze      so long before the end of the poll ballots are no longer replaced
    """

    changeable: bool = True
    freeze: Period | None = None
