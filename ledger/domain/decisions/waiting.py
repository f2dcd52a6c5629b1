"""What a decision waits for, from its moving to its last condition, as the world is now."""

from datetime import datetime

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meeting import MeetingMatter
from ledger.domain.content import current_content
from ledger.domain.counting.missing import Missing, missing, missing_to_open
from ledger.domain.decisions.gathering import charter_of, facts_of, opening_facts
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.kinds import stream_type
from ledger.domain.world import World, demand_matter
from ledger.evidence.statement import StreamName

_DRAFTS = frozenset({"contract", "change"})


def waits_for(world: World, name: StreamName, at: datetime) -> tuple[Missing, ...]:
    """Return what is missing at this moment for a valid decision that stands; nothing: it does.

    Raises:
        UnknownStreamError: No motion was moved there.
    """
    decision = demand_matter(world, name, DecisionMatter)
    match decision.phase:
        case "moved" | "deferred":
            return _to_open(world, decision, at)
        case "open" | "taken":
            assert decision.poll is not None, "what is voted on has a poll"
            charter = charter_of(world, decision, decision.poll)
            return missing(charter, facts_of(world, decision, decision.poll, at), at)
        case "challenged":
            text = "The finding on the challenge, by the board or one that its charter names."
            return (Missing(what="finding", text=text),)
        case _:
            return ()


def _to_open(world: World, decision: DecisionMatter, at: datetime) -> tuple[Missing, ...]:
    """Return what keeps a motion from being opened; if nothing does, an officer's act."""
    board = demand_matter(world, decision.board, BoardMatter)
    facts = opening_facts(world, decision, at, world.size)
    found = [
        *missing_to_open(board.charter, facts, at),
        *_meeting(world, decision),
        *_subjects(world, decision),
    ]
    opens_at = decision.motion.opens_at
    if opens_at is not None and opens_at <= at:
        opens_at = None
    text = "The opening, by chair or secretary."
    opening = Missing(what="opening", text=text, who=("chair", "secretary"), since=opens_at)
    return (*found, opening)


def _meeting(world: World, decision: DecisionMatter) -> tuple[Missing, ...]:
    motion = decision.motion
    if motion.procedure != "meeting" or motion.meeting is None:
        return ()
    meeting = demand_matter(world, StreamName(motion.meeting), MeetingMatter)
    if meeting.phase == "open":
        return ()
    starts_at = meeting.called.starts_at if meeting.phase == "called" else None
    text = f"The opening of {motion.meeting}."
    if meeting.phase not in {"called", "adjourned"}:
        text = f"Another meeting: {motion.meeting} is over."
    return (Missing(what="meeting", text=text, since=starts_at),)


def _subjects(world: World, decision: DecisionMatter) -> tuple[Missing, ...]:
    """Return the subjects that were edited since the motion was moved: it must be moved anew."""
    return tuple(
        Missing(what="subject", text=f"{stream} was edited since the motion was moved.")
        for stream, digest in decision.subjects
        if stream_type(stream) in _DRAFTS and current_content(world, stream) != digest
    )
