"""Boards, meetings and decisions as machines: every pair of phase and kind, every way out."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.domain import rules
from ledger.domain.boards.appointments import BOARD as BOARDS
from ledger.domain.boards.meetings import MEETING as MEETINGS
from ledger.domain.common import NotOpenedError
from ledger.domain.decisions.closing import DECISION as DECISIONS
from ledger.domain.kinds import KINDS, stream_type
from ledger.domain.kinds.base import Kind
from ledger.domain.kinds.board import (
    AlternateNamed,
    CharterAmended,
    InterestDeclared,
    MemberAppointed,
    MemberEnded,
    OfficerAppointed,
    OfficerEnded,
)
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    DissentRecorded,
    MotionDeferred,
    MotionMoved,
    MotionWithdrawn,
    PollClosed,
    RecusalDeclared,
)
from ledger.domain.kinds.meeting import (
    AgendaItem,
    MeetingAdjourned,
    MeetingCalled,
    MeetingClosed,
    MeetingOpened,
    MinutesApproved,
    MinutesDrafted,
    MinutesObjected,
)
from ledger.domain.room import OutOfStateError, Room
from ledger.evidence.canonical import Body
from ledger.evidence.statement import KindTag, StreamName
from tests.unit.domain.boardroom import (
    BOARD,
    DECISION,
    MEETING,
    SINCE,
    Boardroom,
    charter,
    constitution,
)
from tests.unit.domain.story import Voice

OTHER = "board/joc"
MINUTES = MinutesDrafted(sha256="sha256:" + "0" * 64)
SPOKEN: dict[str, tuple[Room, tuple[str, ...]]] = {
    "board": (BOARDS, ("unopened", "proposed", "standing")),
    "meeting": (
        MEETINGS,
        ("unopened", "called", "open", "adjourned", "closed", "drafted", "objected", "approved"),
    ),
    "decision": (DECISIONS, ("unopened", "moved", "open", "deferred", "withdrawn", "closed")),
}


def at_meeting(*steps: str) -> Callable[[], tuple[Boardroom, str]]:
    """Return how to bring a meeting into a phase."""

    def play() -> tuple[Boardroom, str]:
        room = Boardroom()
        for step in steps:
            if step == "called":
                room.call()
                room.advance(hours=1)
                continue
            voice, body = bodies(room, MEETING)[step]
            room.say(voice, step, MEETING, body, subject=subject_of(room, step))
        return room, MEETING

    return play


def wait_for(room: Boardroom, tag: str) -> None:
    """Let the charter's window pass before an officer ends a poll."""
    if tag == "poll.closed.v1":
        room.advance(days=3)


def at_decision(*steps: str) -> Callable[[], tuple[Boardroom, str]]:
    """Return how to bring a decision into a phase."""

    def play() -> tuple[Boardroom, str]:
        room = Boardroom()
        for step in steps:
            wait_for(room, step)
            voice, body = bodies(room, DECISION)[step]
            room.say(voice, step, DECISION, body, subject=subject_of(room, step))
        return room, DECISION

    return play


def at_board(*, proposed: bool) -> Callable[[], tuple[Boardroom, str]]:
    """Return how to bring a board into a phase before it stands."""

    def play() -> tuple[Boardroom, str]:
        room = Boardroom()
        if proposed:
            room.say(room.sponsor, "board.constituted.v1", OTHER, constitution())
        return room, OTHER

    return play


MOVED, OPENED = "motion.moved.v1", "motion.opened.v1"
ENDED = ("called", "meeting.opened.v1", "meeting.closed.v1", "minutes.drafted.v1")
PHASES: dict[tuple[str, str], Callable[[], tuple[Boardroom, str]]] = {
    ("board", "unopened"): at_board(proposed=False),
    ("board", "proposed"): at_board(proposed=True),
    ("board", "standing"): lambda: (Boardroom(), BOARD),
    ("meeting", "unopened"): at_meeting(),
    ("meeting", "called"): at_meeting("called"),
    ("meeting", "open"): at_meeting(*ENDED[:2]),
    ("meeting", "adjourned"): at_meeting(*ENDED[:2], "meeting.adjourned.v1"),
    ("meeting", "closed"): at_meeting(*ENDED[:3]),
    ("meeting", "drafted"): at_meeting(*ENDED),
    ("meeting", "objected"): at_meeting(*ENDED, "minutes.objected.v1"),
    ("meeting", "approved"): at_meeting(*ENDED, "minutes.approved.v1"),
    ("decision", "unopened"): at_decision(),
    ("decision", "moved"): at_decision(MOVED),
    ("decision", "open"): at_decision(MOVED, OPENED),
    ("decision", "deferred"): at_decision(MOVED, OPENED, "motion.deferred.v1"),
    ("decision", "withdrawn"): at_decision(MOVED, "motion.withdrawn.v1"),
    ("decision", "closed"): at_decision(MOVED, OPENED, "poll.closed.v1"),
}


def bodies(room: Boardroom, stream: str) -> dict[str, tuple[Voice, Body]]:
    """Return who could say each kind of a stream's type, and what."""
    member, chair = room.people["s2"], room.chair
    said: dict[str, dict[str, tuple[Voice, Body]]] = {
        "board": {
            "board.constituted.v1": (room.sponsor, constitution()),
            "charter.amended.v1": (room.sponsor, CharterAmended(charter=charter())),
            "member.appointed.v1": (
                room.sponsor,
                MemberAppointed(seat="s1", person="member-s1", from_=SINCE),
            ),
            "member.ended.v1": (room.sponsor, MemberEnded(on=SINCE)),
            "officer.appointed.v1": (
                room.sponsor,
                OfficerAppointed(office="chair", party="servier", person="member-s1", from_=SINCE),
            ),
            "officer.ended.v1": (room.sponsor, OfficerEnded(on=SINCE)),
            "alternate.named.v1": (
                room.sponsor,
                AlternateNamed(seat="s1", person="member-s2", from_=SINCE),
            ),
            "interest.declared.v1": (member, InterestDeclared(person="member-s2")),
        },
        "meeting": {
            "meeting.called.v1": (chair, call(room)),
            "attendance.changed.v1": (member, room.attendance("s2")),
            "meeting.opened.v1": (chair, MeetingOpened()),
            "meeting.adjourned.v1": (chair, MeetingAdjourned()),
            "meeting.closed.v1": (chair, MeetingClosed()),
            "minutes.drafted.v1": (chair, MINUTES),
            "minutes.approved.v1": (chair, MinutesApproved(how="chair")),
            "minutes.objected.v1": (member, MinutesObjected(seat="s2")),
        },
        "decision": {
            MOVED: (member, motion()),
            OPENED: (room.secretary, room.opening()),
            "recusal.declared.v1": (member, RecusalDeclared(seat="s2")),
            "ballot.cast.v1": (member, BallotCast(seat="s2", choice="abstain")),
            "casting_vote.given.v1": (chair, CastingVoteGiven(choice="for")),
            "poll.closed.v1": (chair, PollClosed()),
            "motion.withdrawn.v1": (chair, MotionWithdrawn()),
            "motion.deferred.v1": (chair, MotionDeferred()),
            "dissent.recorded.v1": (member, DissentRecorded(seat="s2")),
        },
    }
    return said[stream_type(StreamName(stream))]


def call(room: Boardroom) -> MeetingCalled:
    """Return a call of a meeting for this moment."""
    return MeetingCalled(
        class_="ordinary",
        starts_at=room.now.replace(microsecond=0),
        tz="Europe/Paris",
        mode="remote",
        agenda=(AgendaItem(item="scope", title="Scope", purpose="decision"),),
    )


def motion() -> MotionMoved:
    """Return a motion in writing."""
    return MotionMoved(title="Sites", text="More sites.", class_="scope", procedure="written")


def subject_of(room: Boardroom, tag: str) -> Any:
    """Return what an act of a kind would be on, where it names a subject."""
    if not KINDS[KindTag(tag)].subject:
        return None
    decision, meeting = room.matter(DECISION), room.matter(MEETING)
    fallback = room.board.charter_digest
    if tag.startswith("minutes."):
        return fallback if meeting is None else meeting.minutes or fallback
    if decision is None:
        return fallback
    if tag in {"ballot.cast.v1", "casting_vote.given.v1", "poll.closed.v1"}:
        return fallback if decision.poll is None else decision.poll.opening
    return (decision.closing or fallback) if tag == "dissent.recorded.v1" else decision.moving


def kinds_for(kind_of_stream: str) -> list[Kind]:
    """Return the kinds that people sign in a type of stream."""
    return [kind for kind in KINDS.values() if kind.stream == kind_of_stream and not kind.is_system]


@pytest.mark.parametrize("kind_of_stream", SPOKEN)
def test_every_phase_has_its_row(kind_of_stream: str) -> None:
    """The machine, the phases that are played here and the kinds of the room are the same."""
    room, phases = SPOKEN[kind_of_stream]
    listed = set().union(*room.machine.values())

    assert set(room.machine) == set(phases)
    assert listed == {kind.tag for kind in kinds_for(kind_of_stream)}


@pytest.mark.parametrize(("kind_of_stream", "phase"), PHASES)
def test_every_pair_outside_the_machine_is_refused(kind_of_stream: str, phase: str) -> None:
    """In each phase, what its row does not list is refused by name and leaves no trace."""
    room, stream = PHASES[kind_of_stream, phase]()
    assert rules.phase_of(room.world, StreamName(stream)) == phase
    said = bodies(room, stream)

    for kind in kinds_for(kind_of_stream):
        if kind.tag in SPOKEN[kind_of_stream][0].machine[phase]:
            continue
        voice, body = said[kind.tag]
        opened = phase != "unopened"
        room.refused(
            OutOfStateError if opened else NotOpenedError,
            voice,
            kind.tag,
            stream,
            body,
            subject=subject_of(room, kind.tag),
        )


WAYS = [
    ("meeting", "called", "meeting.opened.v1", "open"),
    ("meeting", "called", "meeting.closed.v1", "closed"),
    ("meeting", "open", "meeting.adjourned.v1", "adjourned"),
    ("meeting", "open", "meeting.closed.v1", "closed"),
    ("meeting", "adjourned", "meeting.opened.v1", "open"),
    ("meeting", "adjourned", "meeting.closed.v1", "closed"),
    ("meeting", "closed", "minutes.drafted.v1", "drafted"),
    ("meeting", "drafted", "minutes.drafted.v1", "drafted"),
    ("meeting", "drafted", "minutes.objected.v1", "objected"),
    ("meeting", "drafted", "minutes.approved.v1", "approved"),
    ("meeting", "objected", "minutes.drafted.v1", "drafted"),
    ("decision", "moved", OPENED, "open"),
    ("decision", "moved", "motion.withdrawn.v1", "withdrawn"),
    ("decision", "open", "poll.closed.v1", "closed"),
    ("decision", "open", "motion.withdrawn.v1", "withdrawn"),
    ("decision", "open", "motion.deferred.v1", "deferred"),
    ("decision", "deferred", OPENED, "open"),
    ("decision", "deferred", "motion.withdrawn.v1", "withdrawn"),
]


@pytest.mark.parametrize(("kind_of_stream", "phase", "tag", "following"), WAYS)
def test_every_way_leads_where_it_says(
    kind_of_stream: str, phase: str, tag: str, following: str
) -> None:
    """Each step from phase to phase can be taken."""
    room, stream = PHASES[kind_of_stream, phase]()
    wait_for(room, tag)
    voice, body = bodies(room, stream)[tag]
    room.say(voice, tag, stream, body, subject=subject_of(room, tag))

    assert rules.phase_of(room.world, StreamName(stream)) == following


@pytest.mark.parametrize(
    ("kind_of_stream", "end"), [("meeting", {"approved"}), ("decision", {"closed", "withdrawn"})]
)
def test_every_phase_has_a_way_out(kind_of_stream: str, end: set[str]) -> None:
    """From wherever a meeting or a motion is, it can come to an end."""
    reaching = set(end)
    for _ in WAYS:
        reaching |= {
            phase
            for kind, phase, _, following in WAYS
            if kind == kind_of_stream and following in reaching
        }

    assert reaching == set(SPOKEN[kind_of_stream][1]) - {"unopened"}
