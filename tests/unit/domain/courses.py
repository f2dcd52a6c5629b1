"""Courses that decisions take, for tests: moved, opened, voted on, and what follows."""

from typing import Any

from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.decision import BallotCast, SubjectRef
from ledger.domain.kinds.party import RoleGranted
from ledger.domain.world import Act
from ledger.errors import LedgerError
from ledger.evidence.canonical import Body
from ledger.evidence.statement import KindTag
from tests.unit.domain.boardroom import DECISION, MEANINGS, MEETING, SINCE, Boardroom
from tests.unit.domain.story import Voice

EVERYONE = ("s1", "s2", "i1", "i2")
LATER = "decision/jsc/9"
_ON_THE_OPENING = {
    "ballot.cast.v1",
    "casting_vote.given.v1",
    "poll.closed.v1",
    "objection.raised.v1",
    "proxy.declared.v1",
}
_ON_THE_RESULT = {
    "dissent.recorded.v1",
    "decision.challenged.v1",
    "escalation.answered.v1",
    "final_say.exercised.v1",
    "decision.ratified.v1",
    "decision.modified.v1",
    "decision.reversed.v1",
    "decision.superseded.v1",
    "decision.rescinded.v1",
    "decision.voided.v1",
    "decision.confirmed.v1",
}


def motion_of(room: Boardroom, stream: str = DECISION) -> DecisionMatter:
    """Return a motion as it is."""
    matter = room.matter(stream)
    assert isinstance(matter, DecisionMatter)
    return matter


def subject_of(  # noqa: PLR0911 -- one line a kind of subject
    room: Boardroom, tag: str, stream: str = DECISION
) -> Any:
    """Return what an act of a kind would be on, where it names a subject."""
    if not KINDS[KindTag(tag)].subject:
        return None
    decision, meeting = room.matter(stream), room.matter(MEETING)
    fallback = room.board.charter_digest
    if tag == "default.cured.v1":
        return room.board.notices[-1].digest if room.board.notices else fallback
    if tag.startswith("minutes."):
        return fallback if meeting is None else meeting.minutes or fallback
    if not isinstance(decision, DecisionMatter):
        return fallback
    if tag in _ON_THE_OPENING:
        return fallback if decision.poll is None else decision.poll.opening
    if tag in _ON_THE_RESULT:
        return decision.closing or decision.moving
    return decision.moving


def tell(room: Boardroom, voice: Voice, tag: str, body: Body, **claims: Any) -> Act:
    """Say something of a motion, on what it acts on; a choice fixes its meaning."""
    return room.say(voice, tag, *_told(room, tag, body, claims), **claims)


def untold(
    room: Boardroom, error: type[LedgerError], voice: Voice, tag: str, body: Body, **claims: Any
) -> LedgerError:
    """Show that it is refused by name, and that nothing was recorded."""
    told = _told(room, tag, body, claims)
    return room.refused(error, voice, tag, *told, **claims)


def _told(room: Boardroom, tag: str, body: Body, claims: dict[str, Any]) -> tuple[str, Body]:
    stream = claims.pop("stream", DECISION)
    claims.setdefault("subject", subject_of(room, tag, stream))
    choice = getattr(body, "choice", None)
    if choice is not None:
        claims.setdefault("meaning", MEANINGS[choice])
    return stream, body


def put(room: Boardroom, stream: str = DECISION, **members: Any) -> Act:
    """Move a motion and open it."""
    return room.open(room.move(stream, **members))


def cast(room: Boardroom, seat: str, choice: Any = "for", **members: Any) -> Act:
    """Cast a seat's ballot, or replace its current one."""
    voice, stream = members.pop("voice", None), members.pop("stream", DECISION)
    body = BallotCast(seat=seat, choice=choice, **members)
    poll = motion_of(room, stream).poll
    assert poll is not None
    current = poll.ballots.get(body.on_behalf_of or seat)
    base = None if current is None else current.digest
    return tell(room, voice or room.people[seat], "ballot.cast.v1", body, stream=stream, base=base)


def cast_all(room: Boardroom, choices: str, stream: str = DECISION) -> None:
    """Cast ballots for s1, s2, i1, i2 in turn: + for, - against, 0 abstain, . silent."""
    words = {"+": "for", "-": "against", "0": "abstain"}
    for seat, letter in zip(EVERYONE, choices, strict=True):
        if letter in words:
            cast(room, seat, words[letter], stream=stream)


def about(room: Boardroom, stream: str = DECISION) -> tuple[SubjectRef, ...]:
    """Return the reference by which a motion is about another one, as it stands."""
    decision = motion_of(room, stream)
    return (SubjectRef(stream=stream, digest=decision.closing or decision.moving),)


def adopt(
    room: Boardroom, stream: str = LATER, choices: str = "++++", **members: Any
) -> DecisionMatter:
    """Adopt a motion about the first one, by these votes, or when its time is over."""
    if "subject_refs" not in members:
        members["subject_refs"] = about(room)
    put(room, stream, **members)
    cast_all(room, choices, stream)
    if "." in choices:
        room.advance(days=5)
    return motion_of(room, stream)


def grant_executive(room: Boardroom, voice: Voice) -> Voice:
    """Let a person answer escalations for their company."""
    grant = RoleGranted(person=voice.person, role="executive", from_=SINCE)
    room.say(room.registrars[str(voice.party)], "role.granted.v1", f"party/{voice.party}", grant)
    return voice.as_("executive")
