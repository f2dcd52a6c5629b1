"""Who sits in a meeting at a moment, and whether they are enough."""

from dataclasses import dataclass
from datetime import datetime

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meeting import MeetingMatter, meeting_facts
from ledger.domain.boards.seating import members_of
from ledger.domain.counting import facts
from ledger.domain.counting.facts import Facts, Movement
from ledger.domain.counting.presence import attending
from ledger.domain.counting.scene import general_quorum
from ledger.domain.decisions.gathering import earlier_of
from ledger.domain.decisions.motions import board_of
from ledger.domain.kinds.outcome import QuorumCount
from ledger.domain.world import World, demand_matter
from ledger.evidence.statement import StreamName


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitting:
    """Who is there now, each by their last coming, and the quorum for business in general.

    Nobody is while the meeting is not open, and then there is no quorum to count.
    """

    present: tuple[Movement, ...]
    quorum: QuorumCount | None


def sitting_of(world: World, name: StreamName, at: datetime) -> Sitting:
    """Return who sits in a meeting at this moment, by the charter and the members of today."""
    meeting = demand_matter(world, name, MeetingMatter)
    if meeting.phase != "open":
        return Sitting(present=(), quorum=None)
    board = demand_matter(world, board_of(name), BoardMatter)
    members = members_of(board, at.date(), world.size)
    earlier = earlier_of(world, meeting, board.charter, members, None)
    held = meeting_facts(meeting, members, earlier=earlier, leaf_index=None)
    given = tuple(
        facts.Proxy(giver=each.giver, holder=each.holder, at=each.at)
        for each in meeting.proxies
        if not each.items
    )
    there = Facts(
        members=members,
        matter=facts.Matter(class_="", procedure="meeting"),
        opened_at=at,
        meeting=held,
        proxies=given,
        is_admitted=True,
    )
    present = attending(held, at)
    return Sitting(
        present=tuple(present[seat] for seat in sorted(present)),
        quorum=general_quorum(board.charter, there, at),
    )
