"""A story's world as it was known: its first statements, replayed."""

from itertools import takewhile

from ledger.domain import rules
from ledger.domain.world import MemoryWorld
from projections.live import Now
from tests.unit.domain.story import Story


def known_at(story: Story, size: int) -> Now:
    """Return the world of a story's first statements, asked for at the story's time."""
    world = world_at(story, size)
    return Now(world=world, at=story.now, known_at=world.time_at(size - 1))


def world_at(story: Story, size: int) -> MemoryWorld:
    """Return the world of a story's first statements."""
    world = MemoryWorld({})
    for act in takewhile(lambda act: act.leaf_index < size, story.world.acts()):
        world.append(act, rules.evolve(world, act, rules.effect_of(world, act)))
    return world
