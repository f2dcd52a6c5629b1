"""What is known of a motion: its text, its poll, its ballots, its outcome.

The matter of a stream decision/<board>/<n>. Other rooms read it to learn what a
board decided; the rules by which it comes about are in ``decisions``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from ledger.domain.counting.facts import Choice
from ledger.domain.kinds.aftermath import DecisionRegistered
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.decision import MotionMoved, Voter
from ledger.domain.kinds.outcome import DecisionClosed, OutcomeWord
from ledger.domain.world import Matter
from ledger.evidence.statement import Digest, SignerClaim, StreamName

MotionPhase = Literal[
    "moved",
    "open",
    "deferred",  # put off: by an officer, by objection to the form, or until its next stage
    "withdrawn",
    "taken",  # voted, and something must follow: a form, a condition, ratification, executives
    "closed",
    "challenged",
    "voided",
    "registered",  # made on paper
]
# What the board, or one above it, made of a decision that was taken or closed.
Standing = Literal[
    "ratified", "modified", "reversed", "superseded", "rescinded", "confirmed", "voided"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """A seat's newest ballot: who cast it, its digest, and what it makes of each item.

    ``choices`` are the seat's choices as they count now, by item; the whole
    motion's under the empty name.
    """

    person: str
    digest: Digest
    at: datetime
    choices: Mapping[str, Choice]
    by_proxy: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Casting:
    """The chair's second vote, as it was given."""

    signer: SignerClaim
    choice: Literal["for", "against"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Objected:
    """A seat's objection."""

    seat: str
    to: Literal["matter", "form"]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """A proxy for this motion."""

    giver: str
    holder: str
    items: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Poll:
    """An opened motion: by which charter, by whom and until when it is decided.

    ``leaf_index`` is the place of the opening: seats and offices are judged as
    of there, so that a later change of membership undoes nothing.
    """

    opening: Digest
    leaf_index: int
    at: datetime
    charter: Digest
    electorate: tuple[Voter, ...]
    voters: Mapping[str, Voter]
    closes_at: datetime
    amount: Amount | None = None
    budget: Money | None = None
    added: Amount | None = None
    ballots: Mapping[str, Ballot] = field(default_factory=lambda: MappingProxyType({}))
    casting: Casting | None = None
    objections: tuple[Objected, ...] = ()
    proxies: tuple[Given, ...] = ()
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A formality that was done, by whom."""

    formality: str
    signer: SignerClaim
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What an executive answered."""

    step: str
    title: str
    party: str
    person: str
    choice: Literal["for", "against"]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Finally:
    """What was decided alone, and by whom."""

    signer: SignerClaim
    choice: Literal["for", "against"]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """That a condition was met or waived, or failed."""

    status: Literal["met", "waived", "failed"]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Later:
    """What was made of the decision afterwards, and by which later decision."""

    standing: Standing
    decision: StreamName
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Following:
    """What followed the vote.

    ``decided_at`` and ``decided_index`` say when and at which entry the vote was
    recorded as over; what is counted afterwards is what was known then.
    """

    decided_at: datetime
    decided_index: int
    formalities: tuple[Done, ...] = ()
    answers: tuple[Answered, ...] = ()
    final_say: Finally | None = None
    ratified: Later | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionMatter(Matter):
    """A motion from its moving to its outcome.

    ``recusals`` gives, for each seat that withdrew, the entry that says so and the
    items (none: all). ``result`` is what was recorded last of the outcome, with its
    digest ``closing``; ``stage`` counts the votes that a charter's stages ask for.
    """

    stream: StreamName
    moving: Digest
    mover: SignerClaim
    motion: MotionMoved
    phase: MotionPhase = "moved"
    poll: Poll | None = None
    recusals: Mapping[str, tuple[int, tuple[str, ...]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    repetition: frozenset[str] = frozenset()
    early_formalities: tuple[Done, ...] = ()
    conditions: Mapping[str, Settled] = field(default_factory=lambda: MappingProxyType({}))
    result: DecisionClosed | None = None
    closing: Digest | None = None
    following: Following | None = None
    stage: int = 1
    staged_at: datetime | None = None
    challenged_from: MotionPhase | None = None
    challenger: SignerClaim | None = None
    later: tuple[Later, ...] = ()
    registered: DecisionRegistered | None = None

    @property
    def board(self) -> StreamName:
        """The stream of the board that decides."""
        return board_of(self.stream)

    @property
    def outcome(self) -> OutcomeWord:
        """The outcome word; pending while there is none."""
        if self.registered is not None:
            return self.registered.outcome
        if self.phase in {"withdrawn", "deferred"}:
            return "withdrawn" if self.phase == "withdrawn" else "deferred"
        return "pending" if self.result is None else self.result.outcome

    @property
    def is_void(self) -> bool:
        """Whether the decision was voided on a challenge."""
        return self.phase == "voided"

    @property
    def is_adopted(self) -> bool:
        """Whether the board adopted the motion, and nothing has put it in doubt or ended it."""
        ended = any(each.standing in {"superseded", "rescinded"} for each in self.later)
        doubtful = self.phase in {"challenged", "voided"}
        return self.outcome == "adopted" and not doubtful and not ended

    @property
    def subjects(self) -> tuple[tuple[StreamName, Digest], ...]:
        """The contents that the motion is about."""
        return tuple(
            (StreamName(ref.stream), Digest(ref.digest)) for ref in self.motion.subject_refs
        )


def board_of(stream: StreamName) -> StreamName:
    """Name the board to which a meeting or decision belongs."""
    return StreamName(f"board/{stream.split('/')[1]}")
