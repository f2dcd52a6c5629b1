"""What is known of a motion: its text, its poll, its ballots, its outcome.

The matter of a stream decision/<board>/<n>. Other rooms read it to learn what a
board decided; the rules by which it comes about are in ``decisions``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal, TypeVar

from ledger.domain.directory import with_item
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    DecisionClosed,
    MotionDeferred,
    MotionMoved,
    MotionOpened,
    MotionWithdrawn,
    OutcomeWord,
    PollClosed,
    RecusalDeclared,
    Voter,
)
from ledger.domain.voting import Choice
from ledger.domain.world import Act, Matter
from ledger.evidence.statement import Digest, SignerClaim, StreamName

V = TypeVar("V", "DecisionMatter", "Poll")
MotionPhase = Literal["moved", "open", "deferred", "withdrawn", "closed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """A seat's vote that counts for now: who cast it, and its digest."""

    choice: Choice
    person: str
    digest: Digest


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
    ballots: Mapping[str, Ballot] = field(default_factory=lambda: MappingProxyType({}))
    casting: Literal["for", "against"] | None = None
    is_closed: bool = False


@dataclass(frozen=True, kw_only=True)
class DecisionMatter(Matter):
    """A motion from its moving to its outcome.

    ``recusals`` gives, for each seat that withdrew, the entry that says so.
    ``result`` is the recorded close with its digest ``closing``.
    """

    stream: StreamName
    moving: Digest
    mover: SignerClaim
    motion: MotionMoved
    phase: MotionPhase = "moved"
    poll: Poll | None = None
    recusals: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    result: DecisionClosed | None = None
    closing: Digest | None = None

    @property
    def board(self) -> StreamName:
        """The stream of the board that decides."""
        return board_of(self.stream)

    @property
    def outcome(self) -> OutcomeWord:
        """The outcome word; pending while there is none."""
        if self.result is not None:
            return self.result.outcome
        if self.phase in {"withdrawn", "deferred"}:
            return self.phase
        return "pending"

    @property
    def is_adopted(self) -> bool:
        """Whether the board adopted the motion."""
        return self.outcome == "adopted"

    @property
    def subjects(self) -> tuple[tuple[StreamName, Digest], ...]:
        """The contents that the motion is about."""
        return tuple(
            (StreamName(ref.stream), Digest(ref.digest)) for ref in self.motion.subject_refs
        )


def board_of(stream: StreamName) -> StreamName:
    """Name the board to which a meeting or decision belongs."""
    return StreamName(f"board/{stream.split('/')[1]}")


def evolve_decision(matter: Matter | None, act: Act) -> Matter:
    """Return the motion after an act of decision/<board>/<n>; never refuses."""
    body = act.body
    if isinstance(body, MotionMoved):
        return DecisionMatter(
            stream=act.statement.stream,
            moving=act.digest,
            mover=act.statement.signer,
            motion=body,
        )
    assert isinstance(matter, DecisionMatter), "only the moving comes before the motion"
    match body:
        case MotionOpened():
            matter = replace(matter, phase="open", poll=_poll(act, body))
        case RecusalDeclared():
            recusals = with_item(matter.recusals, body.seat, act.leaf_index)
            matter = replace(matter, recusals=recusals)
        case MotionWithdrawn():
            matter = replace(matter, phase="withdrawn")
        case MotionDeferred():
            # Votes cast so far fall with their poll; recusals stand.
            matter = replace(matter, phase="deferred", poll=None)
        case DecisionClosed():
            matter = replace(matter, phase="closed", result=body, closing=act.digest)
        case BallotCast() | CastingVoteGiven() | PollClosed():
            assert matter.poll is not None, "checked: the poll is open"
            matter = _changed(matter, poll=_evolve_poll(matter.poll, act))
    return matter


def _poll(act: Act, body: MotionOpened) -> Poll:
    return Poll(
        opening=act.digest,
        leaf_index=act.leaf_index,
        at=act.at,
        charter=Digest(body.charter),
        electorate=body.electorate,
        voters=MappingProxyType({voter.seat: voter for voter in body.electorate}),
        closes_at=body.closes_at,
    )


def _evolve_poll(poll: Poll, act: Act) -> Poll:
    body = act.body
    if isinstance(body, BallotCast):
        ballot = Ballot(choice=body.choice, person=act.statement.signer.person, digest=act.digest)
        return _changed(poll, ballots=with_item(poll.ballots, body.seat, ballot))
    if isinstance(body, CastingVoteGiven):
        return _changed(poll, casting=body.choice)
    return _changed(poll, is_closed=True)


def _changed(value: V, **members: object) -> V:
    """Return a copy with some members replaced.

    ``dataclasses.replace`` calls the initialiser, which for these frozen
    classes takes longer than all other work on a ballot together.
    """
    copy = object.__new__(type(value))
    copy.__dict__.update(value.__dict__)
    copy.__dict__.update(members)
    return copy
