"""Replays for tests: the rules over the same statements, and each outcome counted again."""

from collections import deque
from datetime import datetime

from ledger.domain import rules
from ledger.domain.counting.clocks import recorded as recorded_as
from ledger.domain.decisions.gathering import charter_of, facts_of
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.kinds.outcome import DecisionClosed
from ledger.domain.voting import outcome
from ledger.domain.world import Act, FollowUp, MemoryWorld, World, matter_of
from ledger.evidence.canonical import encode_body
from tests.unit.domain.story import Story


def assert_replays(story: Story) -> None:
    """Show that the rules over the same statements give the same world, and each outcome."""
    world = MemoryWorld(story.roots)
    expected: deque[FollowUp] = deque()
    for act in story.world.acts():
        placed = rules.place(world, act.statement, act.at)
        if act.kind.is_system:
            at = act.at
            if not expected:
                stream = world.stream(act.statement.stream)
                assert stream is not None
                assert stream.deadline is not None
                at = stream.deadline
                due = rules.due(world, act.at)
                assert due is not None
                expected.append(due)
            _assert_follows(act, expected.popleft())
            _assert_counted(world, act, at)
        else:
            assert not expected
            assert rules.due(world, act.at) is None
            rules.check(world, placed)
        expected.extend(rules.record(world, placed))
    assert not expected
    assert world.streams() == story.world.streams()


def assert_closes_recompute(story: Story) -> None:
    """Show that each recorded outcome is the one that anyone counts, then and now."""
    assert_replays(story)
    for stream in story.world.streams().values():
        decision = stream.matter
        if isinstance(decision, DecisionMatter) and decision.result is not None:
            _assert_counts_now(story, decision)


def _assert_follows(act: Act, wanted: FollowUp) -> None:
    assert act.statement.subject is not None
    said = FollowUp(
        stream=act.statement.stream,
        kind=act.kind.tag,
        subject=act.statement.subject,
        body=act.body,
    )
    assert wanted == said


def _assert_counted(world: World, act: Act, at: datetime) -> None:
    """Count a result again before it is recorded, from what was recorded before it."""
    recorded = act.body
    if not isinstance(recorded, DecisionClosed):
        return
    decision = matter_of(world, act.statement.stream, DecisionMatter)
    assert decision is not None
    assert decision.poll is not None
    charter = charter_of(world, decision, decision.poll)
    given = facts_of(world, decision, decision.poll, at)
    counted = recorded_as(charter, given, outcome(charter, given, at), at)
    assert encode_body(counted) == encode_body(recorded)


def _assert_counts_now(story: Story, decision: DecisionMatter) -> None:
    """Count the newest result again from everything that has been recorded since."""
    last = next(act for act in story.world.acts() if act.digest == decision.closing)
    poll, result = decision.poll, decision.result
    if poll is None or result is None:
        return
    # What fell due was computed as of that moment, whenever it was recorded.
    at = min(last.at, poll.closes_at) if decision.phase == "closed" else last.at
    charter = charter_of(story.world, decision, poll)
    again = outcome(charter, facts_of(story.world, decision, poll, at), at)
    assert (again.tally, again.base, again.quorum) == (result.tally, result.base, result.quorum)
