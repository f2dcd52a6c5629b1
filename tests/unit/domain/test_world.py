"""The worlds that rules are run on: a whole one in memory, and layers to try things."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.world import Deadlines, MemoryWorld, Scratch, Stream
from ledger.evidence.merkle import Hash
from ledger.evidence.statement import Digest, StatementId, StreamName
from tests.unit.domain.story import Story

EPOCH = datetime(2021, 1, 1, tzinfo=UTC)
NAMES = tuple(StreamName(f"decision/jsc/{number}") for number in range(4))
DIGEST = Digest("sha256:" + 64 * "0")


def stream(name: StreamName, hours: int | None) -> Stream:
    """Return a stream with a deadline so many hours after the epoch, or without one."""
    due = None if hours is None else EPOCH + timedelta(hours=hours)
    return Stream(name=name, tag=DIGEST, head=DIGEST, length=1, audience=None, deadline=due)


def test_an_empty_world_knows_nothing() -> None:
    """Every question has an answer, and it is none."""
    world = MemoryWorld({5: Hash(b"root")})

    assert (world.size, world.stream(NAMES[0]), world.find(DIGEST)) == (0, None, None)
    assert world.place_of(DIGEST) is None
    assert world.identified(StatementId("x")) is None
    assert (world.root_at(5), world.root_at(6)) == (Hash(b"root"), None)
    assert list(world.deadlines()) == []


def test_a_stub_counts_as_an_entry() -> None:
    """A reader who may not see a statement still counts it."""
    world = MemoryWorld({})
    world.append_stub(EPOCH)

    assert (world.size, world.time_at(0)) == (1, EPOCH)


def test_a_scratch_sees_the_roots_below() -> None:
    """What is only tried has no sealed root."""
    scratch = Scratch(MemoryWorld({1: Hash(b"root")}))

    assert (scratch.root_at(1), scratch.root_at(2)) == (Hash(b"root"), None)


@given(
    changes=st.lists(st.tuples(st.sampled_from(NAMES), st.none() | st.integers(0, 3)), max_size=12)
)
def test_deadlines_come_in_order_of_time_and_stream(
    changes: list[tuple[StreamName, int | None]],
) -> None:
    """However they were set, moved or taken away, the newest of each stream counts."""
    deadlines, newest = Deadlines(), {}
    for name, hours in changes:
        due = None if hours is None else EPOCH + timedelta(hours=hours)
        deadlines.set(name, due)
        newest[name] = due

    expected = sorted((due, name) for name, due in newest.items() if due is not None)

    assert list(deadlines) == expected


def test_a_layers_deadlines_replace_those_below() -> None:
    """A stream that a layer touched has the deadline that the layer gave it, or none."""
    story = Story()
    act = next(story.world.acts())
    below = MemoryWorld({})
    for name, due_in in zip(NAMES, (2, 1, 3), strict=False):
        below.append(act, stream(name, due_in))
    for order in permutations([(NAMES[0], 0), (NAMES[1], None), (NAMES[3], 1)]):
        scratch = Scratch(below)
        for name, hours in order:
            scratch.append(act, stream(name, hours))

        hours_due = [
            (name, (due - EPOCH) // timedelta(hours=1)) for due, name in scratch.deadlines()
        ]

        assert hours_due == [(NAMES[0], 0), (NAMES[3], 1), (NAMES[2], 3)]


def test_a_stream_that_is_set_aside_has_no_deadline() -> None:
    """Its clock is stopped; the stream itself stays."""
    act = next(Story().world.acts())
    world = MemoryWorld({})
    world.append(act, stream(NAMES[0], 1))
    world.silence(NAMES[0])

    assert list(world.deadlines()) == []
    assert world.stream(NAMES[0]) is not None
