"""Act two: a joint steering committee, its charter, its members, its motions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from commands.score.cast import CRO, SPONSOR, TECHNOLOGY
from commands.score.stage import Stage
from ledger.domain.content import current_content
from ledger.domain.decisions.opening import computed_opening
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.board import BoardConstituted, MemberAppointed, OfficerAppointed
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Procedures, Written
from ledger.domain.kinds.charter.counting import Majority, Quorum
from ledger.domain.kinds.charter.counting import Vote as VoteRule
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.kinds.charter.powers import DecisionRight, Powers
from ledger.domain.kinds.charter.terms import Each, Threshold, Window
from ledger.domain.kinds.decision import (
    BallotCast,
    MotionMoved,
    RecusalDeclared,
    SubjectRef,
)
from ledger.evidence.statement import Digest, StreamName

BOARD = "board/jsc"
DECISION, LAPSED = "decision/jsc/2017-001", "decision/jsc/2017-002"
SEATS = (
    ("servier-1", SPONSOR, "member-a"),
    ("servier-2", SPONSOR, "member-b"),
    ("quintilesims-1", CRO, "member-c"),
    ("quintilesims-2", CRO, "member-d"),
    ("salesforce-1", TECHNOLOGY, "member-e"),
)
Choice = Literal["for", "against", "abstain"]
_MEANINGS = {"for": "approval", "against": "rejection", "abstain": "abstention"}

MOST = Threshold(share=Fraction(num=1, den=2), reach="more_than")
CHARTER = Charter(
    schema=1,
    seats=tuple(Seat(seat=seat, party=party) for seat, party, _ in SEATS),
    quorum=(
        Quorum(
            base="all_seats",
            threshold=MOST,
            parts=(Each(name="party", by="party", values=(SPONSOR, CRO)),),
        ),
    ),
    votes=(VoteRule(needs=(Majority(base="cast", threshold=MOST),)),),
    procedures=Procedures(written=Written(window=Window(count=5, unit="days"))),
    powers=Powers(rights=(DecisionRight(class_="change-order"), DecisionRight(class_="process"))),
)


@dataclass(frozen=True)
class Poll:
    """An opened motion: where it is voted on, and the statement that ballots name."""

    stream: str
    moved: Digest
    opened: Digest


@dataclass(frozen=True)
class Vote:
    """One person's ballot for their seat, perhaps with a sealed comment."""

    person: str
    seat: str
    choice: Choice
    comment: str | None = None


VOTES = (
    Vote("member-a", "servier-1", "for", "the timeline needs it"),
    Vote("member-b", "servier-2", "for"),
    Vote("member-e", "salesforce-1", "against", "too early for the integration"),
    Vote("member-c", "quintilesims-1", "for"),
)


def constitute(stage: Stage) -> None:
    """Constitute the committee by all three parties, and fill its seats and offices."""
    body = BoardConstituted(
        name="Joint steering committee",
        purpose="Steers the work that the three companies do together.",
        parties=(SPONSOR, CRO, TECHNOLOGY),
        charter=CHARTER,
    )
    act = stage.say("member-a:signatory", "board.constituted.v1", BOARD, body)
    stage.digests["charter"] = act.digest
    for person in ("member-c", "member-e"):
        stage.endorse(f"{person}:signatory", BOARD, act.digest)
    owners = {SPONSOR: "member-a", CRO: "member-c", TECHNOLOGY: "member-e"}
    for seat, party, person in SEATS:
        appointed = MemberAppointed(seat=seat, person=person, from_=date(2017, 4, 25))
        stage.say(f"{owners[party]}:signatory", "member.appointed.v1", BOARD, appointed)
    chair = OfficerAppointed(
        office="chair", party=SPONSOR, person="member-b", from_=date(2017, 4, 25)
    )
    act = stage.say("member-a:signatory", "officer.appointed.v1", BOARD, chair)
    for person in ("member-c", "member-e"):
        stage.endorse(f"{person}:signatory", BOARD, act.digest)


def decide(stage: Stage, change: str) -> None:
    """Put the change to the committee; it is carried with one seat recused."""
    content = current_content(stage.ledger.world, StreamName(change))
    assert content is not None, "the change was drafted in the act before"
    moved = MotionMoved(
        title="Change order 1 to work order SCORE-WO-1",
        text="The committee authorises change order 1 in the form whose digest is named.",
        class_="change-order",
        procedure="written",
        subject_refs=(SubjectRef(stream=change, digest=content),),
    )
    poll = _open(stage, DECISION, moved, closes=datetime(2017, 9, 18, 9, tzinfo=UTC))
    recused = RecusalDeclared(seat="quintilesims-2")
    stage.say(
        "member-d:member",
        "recusal.declared.v1",
        DECISION,
        recused,
        subject=poll.moved,
        sealed={"detail": "holds an interest in a vendor that the change order engages"},
    )
    for vote in VOTES:
        _vote(stage, poll, vote)


def lapse(stage: Stage) -> None:
    """Put a second motion that nobody votes on; its time runs out."""
    moved = MotionMoved(
        title="A second interim analysis",
        text="The committee asks for a second interim analysis.",
        class_="process",
        procedure="written",
    )
    _open(stage, LAPSED, moved, closes=datetime(2017, 9, 25, 9, tzinfo=UTC))
    stage.turn_to(2017, 9, 26)


def _open(stage: Stage, stream: str, moved: MotionMoved, *, closes: datetime) -> Poll:
    motion = stage.say("member-a:member", "motion.moved.v1", stream, moved)
    opening = computed_opening(stage.ledger.world, StreamName(stream), stage.now, closes_at=closes)
    said = stage.say("member-b:chair", "motion.opened.v1", stream, opening, subject=motion.digest)
    return Poll(stream=stream, moved=motion.digest, opened=said.digest)


def _vote(stage: Stage, poll: Poll, vote: Vote) -> None:
    stage.say(
        f"{vote.person}:member",
        "ballot.cast.v1",
        poll.stream,
        BallotCast(seat=vote.seat, choice=vote.choice),
        subject=poll.opened,
        meaning=_MEANINGS[vote.choice],
        sealed=None if vote.comment is None else {"comment": vote.comment},
    )
