"""The pipeline: check refuses, record never does, and what follows comes in order."""

from datetime import timedelta

import pytest

from ledger.domain import rules
from ledger.domain.directory import LedgerMatter, PartyMatter, the_ledger
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.common import StreamOpened
from ledger.domain.kinds.milestone import MilestoneAccepted
from ledger.domain.milestones.achievement import MILESTONE as MILESTONE_ROOM
from ledger.domain.room import Room, kinds_of
from ledger.domain.rooms import ROOMS
from ledger.domain.system import system_claims
from ledger.domain.world import (
    Act,
    Matter,
    Scratch,
    UnknownStreamError,
    demand_matter,
    matter_of,
)
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import Seen, StreamName, open_statement
from tests.unit.domain.alliance import MILESTONE, PARTNERSHIP, Alliance, formation, proposal
from tests.unit.domain.directory_scenes import MAIN
from tests.unit.domain.milestone_scenes import accept, claimed
from tests.unit.domain.story import Story


def test_a_child_opens_below_a_parent_that_stands() -> None:
    """Neither without a partnership, nor while it waits for the other side."""
    alliance = Alliance()
    words = (alliance.cro, "milestone.proposed.v1", MILESTONE, proposal())
    alliance.refused(UnknownStreamError, *words)
    waiting = Alliance()
    waiting.say(waiting.sponsor.as_("signatory"), "partnership.formed.v1", PARTNERSHIP, formation())
    waiting.refused(UnknownStreamError, waiting.cro, "milestone.proposed.v1", MILESTONE, proposal())


def test_a_child_has_its_parents_audience_and_is_announced_at_once() -> None:
    """The announcement is the next entry, and names the opening statement."""
    alliance = Alliance().form(readers=("tech",)).plan()
    opening = alliance.acts("milestone.proposed.v1")[0]
    (announced,) = alliance.acts("stream.opened.v1")
    child = alliance.world.stream(StreamName(MILESTONE))

    assert child is not None
    assert sorted(child.audience or ()) == ["iqvia", "servier", "tech"]
    assert (announced.leaf_index, announced.body) == (
        opening.leaf_index + 1,
        StreamOpened(stream=MILESTONE, opening=opening.digest),
    )


def test_a_streams_audience_stays_as_it_was_opened() -> None:
    """Whatever is said in it later, a stream is for those whom its opening named."""
    alliance = Alliance().form(readers=("tech",)).plan()
    later = alliance.acts("stream.opened.v1")[0]

    assert sorted(rules.audience_of(alliance.world, later) or ()) == ["iqvia", "servier", "tech"]


def test_follow_ups_name_their_cause_and_come_right_after_it() -> None:
    """For an endorsement that completes, the cause is the endorsement."""
    alliance = claimed()
    accept(alliance, alliance.sponsor)
    cause = accept(alliance, alliance.cro)
    (follow_up,) = alliance.acts("milestone.achieved.v1")

    assert (follow_up.statement.subject, follow_up.leaf_index) == (
        cause.digest,
        cause.leaf_index + 1,
    )


def test_whoever_recomputes_a_follow_up_gets_the_same_claims() -> None:
    """The system key signs nothing but what follows: id, body, subject, stream and kind."""
    alliance = claimed()
    accept(alliance, alliance.sponsor)
    compact = alliance.sign(
        alliance.cro,
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(),
        subject=alliance.acts("milestone.claimed.v1")[0].digest,
    )
    scratch = Scratch(alliance.world)
    statement = open_statement(compact, alliance.cro.key.public)
    act = rules.place(scratch, statement, alliance.now)
    rules.check(scratch, act)
    (follow_up,) = rules.record(scratch, act)
    ledger = the_ledger(scratch)
    assert ledger is not None
    seen = Seen(size=1, root=64 * "0")

    first, second = (
        system_claims(scratch, ledger, follow_up, at=alliance.now, seen=seen) for _ in range(2)
    )

    assert first == second
    assert (first.subject, first.after, first.meaning) == (act.digest, act.digest, None)
    assert str(first.signer.person) == ledger.system_key.kid
    assert first.signer.party is None
    assert first.body == encode_body(follow_up.body)
    later = alliance.now + timedelta(milliseconds=1)
    assert system_claims(scratch, ledger, follow_up, at=later, seen=seen).id != first.id


def test_a_scratch_that_is_dropped_leaves_no_trace() -> None:
    """What was only tried is not there; what is kept is."""
    alliance = Alliance().form()
    compact = alliance.sign(alliance.cro, "milestone.proposed.v1", MILESTONE, proposal())
    statement = open_statement(compact, alliance.cro.key.public)
    below, scratch = alliance.world, Scratch(alliance.world)
    act = rules.place(scratch, statement, alliance.now)
    rules.record(scratch, act)

    assert (scratch.find(act.digest), below.find(act.digest)) == (act, None)
    assert scratch.identified(statement.id) == act.digest
    assert below.identified(statement.id) is None
    assert scratch.place_of(act.digest) == (MILESTONE, 1)
    assert scratch.place_of(alliance.world.stream(StreamName(MAIN)).tag) == (MAIN, 1)  # type: ignore[union-attr]
    assert (scratch.size, below.size) == (act.leaf_index + 1, act.leaf_index)
    assert (scratch.time_at(act.leaf_index), scratch.time_at(0)) == (act.at, below.time_at(0))

    upper = Scratch(scratch)
    upper.keep(scratch)
    scratch.keep(below)

    assert below.find(act.digest) == act


def test_a_matter_is_found_by_name_and_room() -> None:
    """A stream of another room, or one that is not there, has no such matter."""
    story = Story()

    assert isinstance(demand_matter(story.world, StreamName(MAIN), LedgerMatter), LedgerMatter)
    assert matter_of(story.world, StreamName(MAIN), PartyMatter) is None
    with pytest.raises(UnknownStreamError):
        demand_matter(story.world, StreamName("party/servier"), PartyMatter)


def test_nothing_is_due_where_nothing_waits_for_time() -> None:
    """A ledger without open motions has no deadline."""
    story = Story()

    assert rules.due(story.world, story.now + timedelta(days=10_000)) is None


def test_a_room_without_deadlines_is_never_asked() -> None:
    """Asking it is a mistake of ours, and said so."""
    alliance = claimed()
    matter = alliance.matter(MILESTONE)

    assert MILESTONE_ROOM.deadline(matter) is None
    with pytest.raises(AssertionError):
        MILESTONE_ROOM.due(alliance.world, matter)


def test_a_room_states_only_its_own_rules() -> None:
    """What a room leaves out refuses nothing, follows nothing, needs nobody, is for everyone."""
    room = Room(machine={"open": kinds_of("a.b.v1 c.d.v1")}, phase=lambda _: "open", evolve=grown)
    alliance = Alliance()
    act = next(alliance.world.acts())
    room.check(alliance.world, act)

    assert room.machine["open"] == {"a.b.v1", "c.d.v1"}
    assert room.follow_ups(alliance.world, act) == ()
    assert room.endorsers(alliance.world, act) == ()
    assert room.audience(alliance.world, act) is None


def grown(matter: Matter | None, _act: Act) -> Matter:
    """Return the matter as it was."""
    return matter or Matter()


def test_every_system_kind_is_signed_by_the_system_alone() -> None:
    """No machine lets a member say what only follows by rule."""
    system = {row.tag for row in KINDS.values() if row.is_system}

    reachable = {tag for room in ROOMS.values() for kinds in room.machine.values() for tag in kinds}

    assert system.isdisjoint(reachable)
