"""Boards, meetings and decisions as machines: every pair of phase and kind, every way out."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.domain import rules
from ledger.domain.boards.appointments import BOARD as BOARDS
from ledger.domain.boards.meetings import MEETING as MEETINGS
from ledger.domain.common import NotOpenedError
from ledger.domain.decisions.closing import DECISION as DECISIONS
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.base import Kind
from ledger.domain.kinds.charter.conduct import AtMeeting, Caller, Formality, MeetingRule
from ledger.domain.kinds.charter.terms import When, Who
from ledger.domain.room import OutOfStateError, Room
from ledger.evidence.statement import Document, StreamName
from tests.unit.domain.boardroom import BOARD, DECISION, MEETING, Boardroom, constitution
from tests.unit.domain.charter_parts import days, fixed, procedures
from tests.unit.domain.courses import (
    LATER,
    adopt,
    cast_all,
    grant_executive,
    motion_of,
    put,
    subject_of,
)
from tests.unit.domain.machine_bodies import MOVED, OPENED, bodies, call, paper

OTHER = "board/joc"
MEETING_PHASES = "called open adjourned closed drafted objected approved"
DECISION_PHASES = "moved open deferred taken closed challenged registered voided withdrawn"
SPOKEN: dict[str, tuple[Room, tuple[str, ...]]] = {
    "board": (BOARDS, ("unopened", "proposed", "standing")),
    "meeting": (MEETINGS, ("unopened", "proposed", *MEETING_PHASES.split())),
    "decision": (DECISIONS, ("unopened", "proposed", *DECISION_PHASES.split())),
}
DOCUMENT = Document(name="paper.pdf", media_type="application/pdf", size=1, sha256="0" * 64)
STAMP = Formality(
    formality="stamp", text="It is stamped.", within=days(10), when=When(classes=("budget",))
)
Scene = tuple[Boardroom, str]


def boardroom() -> Boardroom:
    """Return a board whose budgets are stamped, and whose members call urgent meetings by two."""
    urgent = MeetingRule(class_="urgent", callers=(Caller(who=Who(), support=fixed(2)),))
    classes = (MeetingRule(class_="ordinary"), urgent)
    room = Boardroom(**procedures(formalities=(STAMP,), meeting=AtMeeting(classes=classes)))
    grant_executive(room, room.sponsor)
    return room


def say(room: Boardroom, tag: str, stream: str, **claims: Any) -> None:
    """Say a kind in its ordinary words."""
    voice, body = bodies(room, stream)[tag]
    subject = subject_of(room, tag)
    if tag == "decision.registered.v1":
        claims["documents"] = (DOCUMENT,)
    room.say(voice, tag, stream, body, subject=subject, **claims)


def at_meeting(*steps: str) -> Callable[[], Scene]:
    """Return how to bring a meeting into a phase."""

    def play() -> Scene:
        room = boardroom()
        for step in steps:
            if step == "called":
                room.call()
                room.advance(hours=1)
            else:
                say(room, step, MEETING)
        return room, MEETING

    return play


def proposed_meeting() -> Scene:
    """Let a member call a meeting that needs another's support."""
    room = boardroom()
    urgent = call(room)
    body = type(urgent)(
        class_="urgent",
        starts_at=urgent.starts_at,
        tz=urgent.tz,
        mode=urgent.mode,
        agenda=urgent.agenda,
    )
    room.say(room.people["s2"], "meeting.called.v1", MEETING, body)
    return room, MEETING


def wait_for(room: Boardroom, tag: str) -> None:
    """Let the charter's window pass before an officer ends a poll."""
    if tag == "poll.closed.v1":
        room.advance(days=3)


def at_decision(*steps: str) -> Callable[[], Scene]:
    """Return how to bring a decision into a phase."""

    def play() -> Scene:
        room = boardroom()
        for step in steps:
            wait_for(room, step)
            if step.startswith("decision.") and step != "decision.challenged.v1":
                adopt(room, choices="+.++")
            say(room, step, DECISION)
        return room, DECISION

    return play


def taken() -> Scene:
    """Adopt a motion that has still to be stamped."""
    room = boardroom()
    put(room, class_="budget")
    cast_all(room, "++++")
    return room, DECISION


def registered(*, endorsed: bool) -> Callable[[], Scene]:
    """Return how to register a decision on paper."""

    def play() -> Scene:
        room = boardroom()
        said = (room.sponsor, "decision.registered.v1", DECISION, paper())
        act = room.say(*said, documents=(DOCUMENT,))
        if endorsed:
            room.endorse(room.cro, DECISION, act)
        return room, DECISION

    return play


def at_board(*, proposed: bool) -> Callable[[], Scene]:
    """Return how to bring a board into a phase before it stands."""

    def play() -> Scene:
        room = boardroom()
        if proposed:
            room.say(room.sponsor, "board.constituted.v1", OTHER, constitution())
        return room, OTHER

    return play


ENDED = ("called", "meeting.opened.v1", "meeting.closed.v1", "minutes.drafted.v1")
CLOSED = (MOVED, OPENED, "poll.closed.v1")
CHALLENGED = (*CLOSED, "decision.challenged.v1")
PHASES: dict[tuple[str, str], Callable[[], Scene]] = {
    ("board", "unopened"): at_board(proposed=False),
    ("board", "proposed"): at_board(proposed=True),
    ("board", "standing"): lambda: (boardroom(), BOARD),
    ("meeting", "unopened"): at_meeting(),
    ("meeting", "proposed"): proposed_meeting,
    ("meeting", "called"): at_meeting("called"),
    ("meeting", "open"): at_meeting(*ENDED[:2]),
    ("meeting", "adjourned"): at_meeting(*ENDED[:2], "meeting.adjourned.v1"),
    ("meeting", "closed"): at_meeting(*ENDED[:3]),
    ("meeting", "drafted"): at_meeting(*ENDED),
    ("meeting", "objected"): at_meeting(*ENDED, "minutes.objected.v1"),
    ("meeting", "approved"): at_meeting(*ENDED, "minutes.approved.v1"),
    ("decision", "unopened"): at_decision(),
    ("decision", "proposed"): registered(endorsed=False),
    ("decision", "moved"): at_decision(MOVED),
    ("decision", "open"): at_decision(MOVED, OPENED),
    ("decision", "deferred"): at_decision(MOVED, OPENED, "motion.deferred.v1"),
    ("decision", "taken"): taken,
    ("decision", "closed"): at_decision(*CLOSED),
    ("decision", "challenged"): at_decision(*CHALLENGED),
    ("decision", "registered"): registered(endorsed=True),
    ("decision", "voided"): at_decision(*CHALLENGED, "decision.voided.v1"),
    ("decision", "withdrawn"): at_decision(MOVED, "motion.withdrawn.v1"),
}


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
    ("decision", "taken", "formality.done.v1", "closed"),
    ("decision", "taken", "decision.challenged.v1", "challenged"),
    ("decision", "closed", "decision.challenged.v1", "challenged"),
    ("decision", "closed", "decision.superseded.v1", "closed"),
    ("decision", "closed", "decision.rescinded.v1", "closed"),
    ("decision", "challenged", "decision.voided.v1", "voided"),
    ("decision", "challenged", "decision.confirmed.v1", "closed"),
    ("decision", "registered", "decision.superseded.v1", "registered"),
    ("decision", "registered", "decision.rescinded.v1", "registered"),
    ("decision", "voided", "dissent.recorded.v1", "voided"),
]
ENDS = {
    "meeting": {"approved"},
    "decision": {"closed", "withdrawn", "registered", "voided"},
}


@pytest.mark.parametrize(("kind_of_stream", "phase", "tag", "following"), WAYS)
def test_every_way_leads_where_it_says(
    kind_of_stream: str, phase: str, tag: str, following: str
) -> None:
    """Each step from phase to phase can be taken."""
    room, stream = PHASES[kind_of_stream, phase]()
    wait_for(room, tag)
    if tag.startswith("decision.") and tag != "decision.challenged.v1":
        adopt(room, choices="+.++")
        assert motion_of(room, LATER).is_adopted
    say(room, tag, stream)

    assert rules.phase_of(room.world, StreamName(stream)) == following


@pytest.mark.parametrize("kind_of_stream", ENDS)
def test_every_phase_has_a_way_out(kind_of_stream: str) -> None:
    """From wherever a meeting or a motion is, it can come to an end."""
    reaching = set(ENDS[kind_of_stream])
    for _ in WAYS:
        reaching |= {
            phase
            for kind, phase, _, following in WAYS
            if kind == kind_of_stream and following in reaching
        }

    assert reaching == set(SPOKEN[kind_of_stream][1]) - {"unopened", "proposed"}
