"""Each voter's vote as the engine counts it: cast, by proxy, or only deemed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ledger.domain.counting.facts import Choice
from ledger.domain.counting.judging import final_poll
from ledger.domain.counting.scene import Scene, scenes_of
from ledger.domain.decisions.gathering import charter_of, facts_of
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.world import World, demand_matter
from ledger.evidence.statement import StreamName


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """What a voter's seat said on one item, at the moment of decision or now.

    ``standing`` says whether it may vote there, or why not; ``is_present`` whether
    it counts for the quorum. A ``deemed`` choice was made of its silence; one
    ``by`` another seat was cast by proxy.
    """

    seat: str
    item: str | None
    standing: str
    is_present: bool
    choice: Choice | None = None
    is_deemed: bool = False
    by: str | None = None


def votes_of(world: World, name: StreamName, at: datetime) -> tuple[Vote, ...]:
    """Return every voter's vote on every item of an opened motion; none while it is not open.

    Raises:
        UnknownStreamError: No motion was moved there.
    """
    decision = demand_matter(world, name, DecisionMatter)
    poll = decision.poll
    if poll is None:
        return ()
    charter = charter_of(world, decision, poll)
    scenes = scenes_of(charter, facts_of(world, decision, poll, at), at)
    return tuple(vote for scene in scenes for vote in _votes(scene))


def _votes(scene: Scene) -> Iterator[Vote]:
    poll = final_poll(scene)
    said = {} if poll is None else poll.said
    for each in scene.standings:
        if not each.is_filled:
            continue
        vote = said.get(each.seat)
        yield Vote(
            seat=each.seat,
            item=scene.name,
            standing=each.reason,
            is_present=each.seat in scene.present.quorum,
            choice=None if vote is None else vote.choice,
            is_deemed=vote is not None and vote.is_deemed,
            by=None if vote is None else vote.by_proxy,
        )
