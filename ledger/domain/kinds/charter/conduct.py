"""How a board goes about its business: meetings, polls in writing, silence, the chair alone."""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import Line, Positive, Slug, TimeZone
from ledger.domain.kinds.charter.terms import (
    CountedAs,
    Office,
    Period,
    Threshold,
    When,
    Who,
    Window,
)
from ledger.evidence.canonical import Body, constrained


class Calendar(Body):
    """The days that count.

    tz        the time zone of its days (IANA)
    weekend   weekdays that are no business days; 1 is Monday, 7 Sunday
    holidays  dates that are no business days
    """

    tz: TimeZone = "UTC"
    weekend: Annotated[
        tuple[Annotated[int, constrained(ge=1, le=7)], ...], constrained(max_length=6)
    ] = (6, 7)
    holidays: Annotated[tuple[date, ...], constrained(max_length=400)] = ()


class Caller(Body):
    """Who may call a meeting.

    who      the callers: officers or members
    offices  officers, with or without a seat
    support  how many of the filled voting seats must ask for it, the caller included;
             none: the caller alone is enough
    unit     what support is counted in: seat, person, party or weight
    """

    who: Who | None = None
    offices: Annotated[tuple[Office, ...], constrained(max_length=4)] = ()
    support: Threshold | None = None
    unit: CountedAs = "seat"


class Consent(Body):
    """An agreement of seats to go on although a formality is missing.

    threshold  how many
    of         of the seats present, or of all filled ones
    by         statement: each says so; presence: being there is enough
    unit       what is counted: seat, person, party or weight
    who        only seats of this group count, and only they are in the base; with
               ``novote`` seats without a vote too
    """

    threshold: Threshold
    of: Literal["present", "filled"] = "present"
    by: Literal["statement", "presence"] = "statement"
    unit: CountedAs = "seat"
    who: Who = Who()


class Agenda(Body):
    """What may be decided at a meeting beside what was called for decision.

    closed    true: only items noticed for decision are decided; false: any matter
    added     so long before the meeting items may still be added, by notice to all
    consent   who may let an item in at the meeting that was not noticed; none: nobody
    urgent    true: the chair may let an urgent item in
    """

    closed: bool = True
    added: Period | None = None
    consent: Consent | None = None
    urgent: bool = False


class MeetingRule(Body, rename={"class_": "class"}):
    """A class of meeting.

    class_  its name: ordinary, extraordinary, urgent
    when    what may be decided there; none: everything
    callers  who may call it; none named: chair or secretary
    notice  how long before it the call must be made; none: at any time before
    waiver  who may waive short notice; none: nobody
    agenda  what may be decided
    remote  counts: remote presence counts; votes: it lets vote but makes no quorum;
            barred: it does neither
    """

    class_: Slug
    when: When | None = None
    callers: Annotated[tuple[Caller, ...], constrained(max_length=8)] = ()
    notice: Period | None = None
    waiver: Consent | None = None
    agenda: Agenda = Agenda()
    remote: Literal["counts", "votes", "barred"] = "counts"


class Reconvene(Body):
    """When an inquorate meeting may be taken up again under the rules for that.

    after        so long after the first meeting at the earliest
    within       so long after it at the latest
    same_agenda  true: only for what was on the agenda of the first meeting
    """

    after: Period | None = None
    within: Period | None = None
    same_agenda: bool = False


class AtMeeting(Body):
    """Decisions at a meeting, by those who are there.

    classes    the classes of meeting; none named: any, called by chair or secretary
    reconvene  when a further meeting counts as one that was reconvened
    by_letter  what the ballot of an absent seat does: none: nothing; votes: it counts;
               counts: it counts and makes the seat present for the quorum
    closes     all_voted: a poll ends when every seat that may vote has voted, or when
               an officer closes it; settled: also as soon as no further ballot could
               change the outcome; at_end: only when an officer closes it or time is up
    """

    classes: Annotated[tuple[MeetingRule, ...], constrained(max_length=12)] = ()
    reconvene: Reconvene = Reconvene()
    by_letter: Literal["none", "votes", "counts"] = "none"
    closes: Literal["all_voted", "settled", "at_end"] = "all_voted"


class WindowRule(Body):
    """A window of its own for certain matters.

    when    the matters
    window  the least time that a poll stays open
    """

    when: When
    window: Window


class Written(Body):
    """Decisions in writing, by ballot in a window; one no ends a vote for unanimity at once.

    window   the least time that a poll stays open
    windows  other windows for certain matters; the first that fits
    when     for what it may be used; none: for everything
    objects  so many seats that object to the written form bring the matter before a
             meeting: deferred; a number, or a threshold whose share is one of the filled
             seats of ``who``; none: nobody can
    who      who may object: of these seats those that may vote on the matter; with
             ``novote`` those that have no vote too, but none that withdrew, and none
             whose vote rests
    closes   all_voted: when every seat that may vote has voted; settled: also as soon as
             no further ballot could change the outcome; at_end: when its time is over
    """

    window: Window
    windows: Annotated[tuple[WindowRule, ...], constrained(max_length=12)] = ()
    when: When | None = None
    objects: Positive | Threshold | None = None
    who: Who = Who()
    closes: Literal["all_voted", "settled", "at_end"] = "all_voted"


class NoObjection(Body):
    """Decisions by silence: adopted when nobody objects in time.

    window   how long objections are heard
    when     for what it may be used; none: for everything
    objects  so many objections stop it
    who      who may object, as in writing
    then     what objections mean: vote: a vote follows in the same poll; deferred: a
             next stage; rejected
    """

    window: Window
    when: When | None = None
    objects: Positive = 1
    who: Who = Who()
    then: Literal["vote", "deferred", "rejected"] = "vote"


class Interim(Body):
    """An officer acts alone between meetings; the board answers for it afterwards.

    by          the offices that may act
    jointly     true: all of them together; false: any of them
    when        for what; none: for everything
    ratify      so long the board has to ratify, modify or reverse it; none: until its
                next meeting has ended
    unratified  what becomes of it without an answer: lapsed or adopted
    """

    by: Annotated[tuple[Office, ...], constrained(min_length=1, max_length=4)] = ("chair",)
    jointly: bool = False
    when: When | None = None
    ratify: Period | None = None
    unratified: Literal["lapsed", "adopted"] = "lapsed"


class Stage(Body):
    """A later stage of a decision that the one before put off.

    stage   its number, from 2 on
    after   so long after the stage before at the earliest
    within  so long after it at the latest
    """

    stage: Annotated[int, constrained(ge=2, le=8)]
    after: Period | None = None
    within: Period | None = None


class Formality(Body):
    """A form without which a decision has no effect.

    formality  its name
    text       what must be done
    by         an office by whom; none: anyone of the board
    parties    true: one of each party of the board must do it
    when       for which matters; none: for all
    within     so long after the vote it may be done; none: it must be there by then
    """

    formality: Slug
    text: Line
    by: Office | None = None
    parties: bool = False
    when: When | None = None
    within: Period | None = None


class Procedures(Body):
    """The ways in which a board decides; what is not named, it does not have.

    meeting       at a meeting
    written       in writing
    no_objection  by silence
    interim       an officer alone, to be ratified
    stages        later stages of decisions that were put off
    formalities   forms without which a decision has no effect
    en_bloc       true: several items may be put in one motion
    """

    meeting: AtMeeting | None = None
    written: Written | None = None
    no_objection: NoObjection | None = None
    interim: Interim | None = None
    stages: Annotated[tuple[Stage, ...], constrained(max_length=7)] = ()
    formalities: Annotated[tuple[Formality, ...], constrained(max_length=12)] = ()
    en_bloc: bool = True
