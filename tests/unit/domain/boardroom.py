"""A joint steering committee in a story: two parties, three seats each but for a vacant one."""

from datetime import date, timedelta
from typing import Any, Literal

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.decisions.opening import computed_opening
from ledger.domain.kinds.base import Fraction, Money
from ledger.domain.kinds.board import BoardConstituted, MemberAppointed, OfficerAppointed
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import AtMeeting, Procedures, Written
from ledger.domain.kinds.charter.counting import Majority, Quorum, Vote
from ledger.domain.kinds.charter.people import OfficeRule, People, Seat
from ledger.domain.kinds.charter.powers import DecisionRight, Powers
from ledger.domain.kinds.charter.terms import Each, Limit, Threshold, Window
from ledger.domain.kinds.decision import (
    BallotCast,
    MotionMoved,
    MotionOpened,
    PollClosed,
    RecusalDeclared,
)
from ledger.domain.kinds.meeting import AgendaItem, AttendanceChanged, MeetingCalled, MeetingOpened
from ledger.domain.world import Act
from ledger.evidence.statement import StreamName
from tests.unit.domain.story import Story, Voice

BOARD = "board/jsc"
DECISION = "decision/jsc/1"
MEETING = "meeting/jsc/1"
SINCE = date(2020, 12, 1)
MOST = Threshold(share=Fraction(num=1, den=2), reach="more_than")
HALF = Threshold(share=Fraction(num=1, den=2))
_OPENING = ("charter", "electorate", "closes_at", "amount", "budget", "added")
MEANINGS = {"for": "approval", "against": "rejection", "abstain": "abstention"}


def charter(**members: Any) -> Charter:
    """Return a simple-majority charter of two parties; the sponsor fills the chair."""
    filled: dict[str, Any] = {
        "schema": 1,
        "seats": (
            Seat(seat="s1", party="servier"),
            Seat(seat="s2", party="servier"),
            Seat(seat="i1", party="iqvia"),
            Seat(seat="i2", party="iqvia"),
            Seat(seat="i3", party="iqvia"),
            Seat(seat="guest", party="iqvia", voting=False),
        ),
        "quorum": (Quorum(threshold=HALF, parts=(Each(name="party", by="party"),)),),
        "votes": (Vote(needs=(Majority(base="cast", threshold=MOST),)),),
        "procedures": Procedures(
            meeting=AtMeeting(), written=Written(window=Window(count=3, unit="days"))
        ),
        "people": People(offices=(OfficeRule(office="chair", party="servier"),)),
        "powers": Powers(
            rights=(
                DecisionRight(class_="scope"),
                DecisionRight(
                    class_="budget", up_to=Limit(fixed=Money(minor=100_000, currency="EUR"))
                ),
            )
        ),
    }
    return Charter(**{**filled, **members})


def constitution(**members: Any) -> BoardConstituted:
    """Return the body that constitutes the board."""
    filled: dict[str, Any] = {
        "name": "Joint Steering Committee",
        "purpose": "Steers the alliance.",
        "parties": ("servier", "iqvia"),
        "readers": ("tech",),
        "charter": charter(),
    }
    return BoardConstituted(**{**filled, **members})


class Boardroom(Story):
    """A story with people, and the board constituted and filled; seat i3 stays vacant."""

    def __init__(self, **charter_members: Any) -> None:
        """Enrol the people, constitute the board, fill seats and offices."""
        super().__init__()
        self.sponsor = self.enrol("servier", "signer-s", "signatory")
        self.cro = self.enrol("iqvia", "signer-i", "signatory")
        self.guest = self.enrol("tech", "signer-t", "signatory")
        self.people = {
            seat: self.enrol(party, f"member-{seat}")
            for seat, party in (
                ("s1", "servier"),
                ("s2", "servier"),
                ("i1", "iqvia"),
                ("i2", "iqvia"),
            )
        }
        self.spare = self.enrol("iqvia", "spare")
        self.clerk = self.enrol("iqvia", "clerk")
        self.chair = self.people["s1"].as_("chair")
        self.secretary = self.clerk.as_("secretary")
        self.constitute(constitution(charter=charter(**charter_members)))

    def constitute(self, body: BoardConstituted) -> None:
        """Constitute and fill the board."""
        founding = self.say(self.sponsor, "board.constituted.v1", BOARD, body)
        self.endorse(self.cro, BOARD, founding)
        for seat in self.people:
            self.appoint(seat, self.people[seat])
        self.appoint("guest", self.spare)
        chair = OfficerAppointed(office="chair", party="servier", person="member-s1", from_=SINCE)
        self.say(self.sponsor, "officer.appointed.v1", BOARD, chair)
        secretary = OfficerAppointed(office="secretary", party="iqvia", person="clerk", from_=SINCE)
        self.endorse(
            self.cro, BOARD, self.say(self.sponsor, "officer.appointed.v1", BOARD, secretary)
        )

    def appoint(self, seat: str, voice: Voice) -> Act:
        """Fill a seat, by the signatory of its owner."""
        signer = self.sponsor if voice.party == "servier" else self.cro
        body = MemberAppointed(seat=seat, person=voice.person, from_=SINCE)
        return self.say(signer, "member.appointed.v1", BOARD, body)

    @property
    def board(self) -> BoardMatter:
        """The board as it is."""
        matter = self.matter(BOARD)
        assert isinstance(matter, BoardMatter)
        return matter

    def move(self, stream: str = DECISION, voice: Voice | None = None, **members: Any) -> Act:
        """Move a motion in writing."""
        filled: dict[str, Any] = {
            "title": "Widen the study",
            "text": "The board agrees to forty more sites.",
            "class_": "scope",
            "procedure": "written",
        }
        body = MotionMoved(**{**filled, **members})
        return self.say(voice or self.people["s2"], "motion.moved.v1", stream, body)

    def opening(self, stream: str = DECISION, **members: Any) -> MotionOpened:
        """Return the opening that anyone would compute, for four days."""
        opening = computed_opening(
            self.world,
            StreamName(stream),
            self.now,
            closes_at=self.now.replace(microsecond=0) + timedelta(days=4),
        )
        filled = {name: getattr(opening, name) for name in _OPENING}
        return MotionOpened(**{**filled, **members})

    def open(self, moved: Act, **members: Any) -> Act:
        """Open a motion."""
        return self.say(
            self.secretary,
            "motion.opened.v1",
            moved.statement.stream,
            self.opening(moved.statement.stream, **members),
            subject=moved.digest,
        )

    def vote(self, seat: str, choice: Literal["for", "against", "abstain"], **claims: Any) -> Act:
        """Cast a seat's first ballot, or replace its current one."""
        return self.say(*self.ballot(seat, choice), **self.ballot_claims(seat, choice, **claims))

    def ballot(self, seat: str, choice: Any, voice: Voice | None = None) -> tuple[Any, ...]:
        """Return what to say for a ballot."""
        body = BallotCast(seat=seat, choice=choice)
        return voice or self.people[seat], "ballot.cast.v1", DECISION, body

    def ballot_claims(self, seat: str, choice: str, **claims: Any) -> dict[str, Any]:
        """Return the claims that fit a ballot of this moment."""
        poll = self.matter(DECISION).poll
        current = poll.ballots.get(seat)
        return {
            "subject": poll.opening,
            "base": None if current is None else current.digest,
            "meaning": MEANINGS[choice],
            **claims,
        }

    def call(self, **members: Any) -> Act:
        """Call a meeting in an hour, with one item for decision."""
        filled: dict[str, Any] = {
            "class_": "ordinary",
            "starts_at": self.now.replace(microsecond=0) + timedelta(hours=1),
            "tz": "Europe/Paris",
            "mode": "hybrid",
            "agenda": (
                AgendaItem(item="scope", title="Scope", purpose="decision"),
                AgendaItem(item="news", title="News", purpose="information"),
            ),
        }
        body = MeetingCalled(**{**filled, **members})
        return self.say(self.secretary, "meeting.called.v1", MEETING, body)

    def attend(
        self, seat: str, presence: Literal["in", "out"] = "in", voice: Voice | None = None
    ) -> Act:
        """Come or go."""
        return self.say(
            voice or self.people[seat],
            "attendance.changed.v1",
            MEETING,
            self.attendance(seat, presence),
        )

    def attendance(self, seat: str, presence: Any = "in", **members: Any) -> AttendanceChanged:
        """Return a change of attendance of this moment."""
        filled: dict[str, Any] = {
            "seat": seat,
            "presence": presence,
            "mode": "remote",
            "at": self.now.replace(microsecond=0),
        }
        return AttendanceChanged(**{**filled, **members})

    def meet(self, *seats: str) -> None:
        """Call a meeting, let an hour pass, open it, and let seats come in."""
        self.call()
        self.advance(hours=1)
        self.say(self.chair, "meeting.opened.v1", MEETING, MeetingOpened())
        for seat in seats:
            self.attend(seat)


def opened(**charter: Any) -> Boardroom:
    """Return a board with an opened motion in writing."""
    room = Boardroom(**charter)
    room.open(room.move())
    return room


def decision(room: Boardroom) -> DecisionMatter:
    """Return the motion as it is."""
    matter = room.matter(DECISION)
    assert isinstance(matter, DecisionMatter)
    return matter


def recusal(room: Boardroom, seat: str) -> tuple[Any, ...]:
    """Return what a seat says to withdraw."""
    return room.people[seat], "recusal.declared.v1", DECISION, RecusalDeclared(seat=seat)


def closing(room: Boardroom) -> tuple[Any, ...]:
    """Return what the chair says to end the poll."""
    return room.chair, "poll.closed.v1", DECISION, PollClosed()


def opening_of(room: Boardroom) -> Any:
    """Return the digest of the opening that is voted on."""
    poll = decision(room).poll
    assert poll is not None
    return poll.opening
