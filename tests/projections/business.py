"""A board that does business in a story: meetings, ballots by proxy, later decisions."""

from typing import Any

from ledger.domain.kinds.aftermath import DecisionChallenged, DecisionVoided
from ledger.domain.kinds.charter.people import OfficeRule, People, Proxies, Suspension
from ledger.domain.kinds.charter.terms import Period
from ledger.domain.kinds.decision import BallotCast, SubjectRef
from ledger.domain.world import Act, World
from projections.live import Now
from tests.unit.domain.boardroom import DECISION, MEANINGS, Boardroom

PEOPLE = People(
    offices=(OfficeRule(office="chair", party="servier"),),
    proxies=Proxies(per_holder=2, presence=True),
    suspension=Suspension(after=Period(count=1, unit="days")),
)
FINDING = "decision/jsc/finding"


def picked(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of each row."""
    return [tuple(row[name] for name in names) for row in rows]


def now(room: Boardroom) -> Now:
    """Return the story's world, and its time."""
    world: World = room.world
    return Now(world=world, at=room.now)


def cast(room: Boardroom, seat: str, choice: Any, stream: str = DECISION, **members: Any) -> Act:
    """Cast a ballot in any decision, perhaps for some items or for another seat."""
    poll = room.matter(stream).poll
    current = poll.ballots.get(members.get("on_behalf_of") or seat)
    return room.say(
        room.people[seat],
        "ballot.cast.v1",
        stream,
        BallotCast(seat=seat, choice=choice, **members),
        subject=poll.opening,
        base=None if current is None else current.digest,
        meaning=MEANINGS[choice],
    )


def challenge(room: Boardroom, seat: str = "i1", stream: str = DECISION) -> None:
    """Challenge a decision."""
    body = DecisionChallenged(seat=seat)
    closing = room.matter(stream).closing
    room.say(room.people[seat], "decision.challenged.v1", stream, body, subject=closing)


def void(room: Boardroom, stream: str = DECISION) -> Act:
    """Let the board find, without the mover's vote, that a challenged decision is void."""
    closing = room.matter(stream).closing
    ref = SubjectRef(stream=stream, digest=closing)
    room.open(room.move(FINDING, voice=room.people["s1"], subject_refs=(ref,)))
    for seat in ("s1", "i1", "i2"):
        cast(room, seat, "for", FINDING)
    room.advance(days=5)
    body = DecisionVoided(decision=FINDING)
    return room.say(room.chair, "decision.voided.v1", stream, body, subject=closing)
