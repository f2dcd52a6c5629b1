"""What a charter makes of a case, member by member: the answer that a rehearsal gives."""

from typing import Literal

from ledger.domain.counting.missing import Missing
from ledger.domain.kinds.base import Slug, Text
from ledger.domain.kinds.outcome import (
    BaseCount,
    ItemOutcome,
    Number,
    OutcomeWord,
    PartCount,
    QuorumCount,
    RuleApplied,
    Tally,
)
from ledger.evidence.canonical import Body


class Lacking(Body):
    """Why a matter cannot be decided.

    rule  what was not kept
    text  how, in words
    word  ultra_vires where the board has no power, inadmissible where a form lacks
    """

    rule: Slug
    text: Text
    word: Literal["ultra_vires", "inadmissible"]


class SeatStanding(Body):
    """One seat: whether it may vote on the matter, why not, whether it is there, what it said.

    seat      the seat
    party     its owner
    eligible  whether it may vote on the matter
    reason    why, or why not, as a word that stays
    text      the same as a sentence
    present   whether it counts as present for the quorum
    person    who holds it; null where it is vacant
    choice    its vote as it counts
    deemed    true: the vote was made of its silence
    by        the seat that cast the vote as a proxy
    weight    its weight, where votes are weighed
    """

    seat: Slug
    party: Slug
    eligible: bool
    reason: Slug
    text: Text
    present: bool
    person: str | None = None
    choice: Literal["for", "against", "abstain"] | None = None
    deemed: bool = False
    by: Slug | None = None
    weight: Number | None = None


class Required(Body):
    """The numbers that are needed, vote or no vote.

    quorum  how many must be present; none where no quorum is asked for
    votes   each majority as if all who are there and may vote voted for: its base, and how
            many votes for it takes
    item    of which item, where several are put
    """

    votes: tuple[BaseCount, ...]
    quorum: Number | None = None
    item: Slug | None = None


class ComposedAs(Body):
    """One rule about the membership.

    rule   its name
    met    whether the members as they are meet it
    parts  what was found, and what is needed
    """

    rule: Slug
    met: bool
    parts: tuple[PartCount, ...]


class AppointmentVerdict(Body):
    """Whether an appointment could be made.

    seat      the seat
    person    who would take it
    accepted  whether they could
    problems  if not: what stands against it
    """

    seat: Slug
    person: str
    accepted: bool
    problems: tuple[Text, ...] = ()


class NotCounted(Body):
    """A ballot, proxy or objection that does not count.

    what  ballot, proxy or objection
    seat  whose vote, or objection, it is
    text  why it does not count
    """

    what: Literal["ballot", "proxy", "objection"]
    seat: Slug
    text: Text


class Rehearsed(Body):
    """What a charter makes of a case.

    outcome      the outcome word
    admissible   whether the matter may be decided at all
    lacking      if not: why
    eligible     each seat, with the reason (of the first item, where several are put)
    tally        the seats by what they did
    base         the majorities that were needed
    quorum       the presence, where the charter asks for one
    items        each item's outcome, where several were put
    stage        of a decision that is taken in several
    required     the numbers that are needed, vote or no vote
    missing      what is missing for a decision that stands
    not_counted  ballots, proxies and objections that do not count
    composition  the rules about the membership
    appointments  whether the appointments could be made
    explanation  each rule that was applied, in order
    """

    outcome: OutcomeWord
    admissible: bool
    eligible: tuple[SeatStanding, ...]
    tally: Tally
    required: tuple[Required, ...]
    explanation: tuple[RuleApplied, ...]
    lacking: tuple[Lacking, ...] = ()
    base: tuple[BaseCount, ...] = ()
    quorum: QuorumCount | None = None
    items: tuple[ItemOutcome, ...] = ()
    stage: int = 1
    missing: tuple[Missing, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    composition: tuple[ComposedAs, ...] = ()
    appointments: tuple[AppointmentVerdict, ...] = ()
