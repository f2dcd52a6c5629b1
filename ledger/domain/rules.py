"""The rules in one place: check may refuse, record never does, due tells what time has brought.

The service and the verifier walk the same functions, so what the ledger
records and what an auditor recomputes cannot differ.
"""

from dataclasses import replace
from datetime import datetime

from ledger.domain.audience import meant_for
from ledger.domain.authority import check_signer
from ledger.domain.common import check_common, check_reads
from ledger.domain.correction import (
    check_correction,
    corrected,
    correction_endorsers,
    with_correction,
)
from ledger.domain.endorsement import (
    check_endorsement,
    check_joined,
    check_withdrawal,
    completes,
    is_awaited,
    pending_of,
    taking_effect,
    with_endorsement,
)
from ledger.domain.kinds import decode, kind_of, parent_of, stream_type
from ledger.domain.kinds.common import StreamOpened
from ledger.domain.kinds.lifecycle import ReaderAdmitted
from ledger.domain.room import Room, out_of_state
from ledger.domain.rooms import ROOMS
from ledger.domain.world import (
    Act,
    Audience,
    EndorserGroup,
    FollowUp,
    MemoryWorld,
    Pending,
    Scratch,
    Stream,
    UnknownStreamError,
    World,
)
from ledger.errors import ConflictError, RefusedError
from ledger.evidence.statement import Digest, PartySlug, Statement, StreamName

CORRECTION = "record.corrected.v1"

Layer = Scratch | MemoryWorld


class IdTakenError(ConflictError):
    """A statement's id is used once; other bytes under the same id are another act."""

    code = "id-taken"
    message = "id {id} was used by {digest}"


class FollowsByRuleError(RefusedError):
    """What follows by rule is made by the ledger in its place; nobody submits it."""

    code = "follows-by-rule"
    message = "{kind} follows by rule and cannot be submitted, whoever signed it"


def place(world: World, statement: Statement, at: datetime) -> Act:
    """Put a statement at the end of the log, with its body read as its kind says.

    Raises:
        UnknownKindError: The vocabulary does not have its kind.
        BodyMalformedError: Its body is not of its kind's type.
    """
    stream = world.stream(statement.stream)
    return Act(
        statement=statement,
        body=decode(statement),
        kind=kind_of(statement.kind),
        at=at,
        leaf_index=world.size,
        position=1 if stream is None else stream.length + 1,
    )


def check_id(world: World, statement: Statement) -> None:
    """Accept an id that is new to the ledger, whoever made it.

    Also the ledger's own: its ids can be computed beforehand, and so taken by
    a member, whose statement must then be the one that is in the way.

    Raises:
        IdTakenError: Another statement has it.
    """
    taken = world.identified(statement.id)
    if taken is not None:
        raise IdTakenError(id=statement.id, digest=taken)


def check(world: World, act: Act) -> None:
    """Accept an act that every rule allows here and now.

    Raises:
        LedgerError: The named refusal of the rule that does not hold; the
            world is as it was.
    """
    check_id(world, act.statement)
    check_common(world, act)
    check_signer(world, act)
    if act.kind.is_system:
        raise FollowsByRuleError(kind=act.kind.tag)
    _check_parent(world, act)
    name = act.statement.stream
    # A stream that stands alone gets its audience from its own opening.
    named = world.stream(name) is not None or parent_of(name) is not None
    if named and not is_awaited(world, act):
        check_reads(world, act, audience_of(world, act))
    match act.kind.tag:
        case "act.endorsed.v1":
            check_endorsement(world, act)
            _, pending = pending_of(world, act)
            if completes(pending, act):
                check_joined(world, pending)
                # The world may have moved on since the act was proposed.
                whole = taking_effect(pending, act)
                is_correction = whole.kind.tag == CORRECTION
                effect = corrected(world, whole) if is_correction else whole
                _check_effect(world, effect, without=pending.act.digest)
        case "act.withdrawn.v1":
            check_withdrawal(world, act)
        case "record.corrected.v1":
            check_correction(world, act)
            _check_effect(world, corrected(world, act))
        case _:
            _check_effect(world, act)


def _check_parent(world: World, act: Act) -> None:
    parent = parent_of(act.statement.stream) if act.kind.opens else None
    if parent is not None:
        found = world.stream(parent)
        if found is None or found.matter is None:
            raise UnknownStreamError(stream=parent)


def _check_effect(world: World, act: Act, *, without: Digest | None = None) -> None:
    """Check an act that would take effect now; ``without`` itself among what is pending."""
    room = room_of(act.statement.stream)
    phase = phase_of(world, act.statement.stream, without=without)
    if act.kind.tag not in room.machine.get(phase, frozenset()):
        raise out_of_state(act, phase, room.machine)
    room.check(world, act)


def room_of(name: StreamName) -> Room:
    """Return the rules for a stream's type."""
    return ROOMS[stream_type(name)]


def phase_of(world: World, name: StreamName, *, without: Digest | None = None) -> str:
    """Say in which phase of its state machine a stream is.

    ``without`` an act that is about to take effect and so waits no longer.
    """
    stream = world.stream(name)
    if stream is not None and stream.matter is not None:
        return room_of(name).phase(stream.matter)
    if stream is None or not stream.pending.keys() - {without}:
        return "unopened"
    return "proposed"


def record(world: Layer, act: Act) -> tuple[FollowUp, ...]:
    """Record an act in a layer and return what the ledger itself must state next.

    Never refuses: what is recorded is history, also under next year's rules.
    The follow-ups come in the order in which they must be recorded; each names
    this act as its cause.
    """
    effect = effect_of(world, act)
    world.append(act, evolve(world, act, effect))
    announced = _announcement(act)
    following = () if effect is None else room_of(act.statement.stream).follow_ups(world, effect)
    return (*announced, *(replace(follow_up, subject=act.digest) for follow_up in following))


def effect_of(world: World, act: Act) -> Act | None:
    """Return the act that takes effect when this one is recorded, if any does.

    For most acts it is the act itself; for an endorsement the act that it
    completes; for a correction the corrected act with its new body.
    """
    match act.kind.tag:
        case "act.endorsed.v1":
            _, pending = pending_of(world, act)
            if not completes(pending, act):
                return None
            whole = taking_effect(pending, act)
            return corrected(world, whole) if whole.kind.tag == CORRECTION else whole
        case "act.withdrawn.v1" | "stream.opened.v1":
            return None
        case _ if endorsers_of(world, act):
            return None
        case "record.corrected.v1":
            return corrected(world, act)
        case _:
            return act


def evolve(world: World, act: Act, effect: Act | None) -> Stream:
    """Return the act's stream as it is once the act is recorded; never refuses."""
    stream = _stepped(world, act, effect)
    subject = act.statement.subject
    match act.kind.tag:
        case "act.endorsed.v1":
            _, pending = pending_of(world, act)
            if effect is None:
                return with_endorsement(stream, pending, act)
            stream = stream.with_pending(pending.act.digest, None)
            if pending.act.kind.tag == CORRECTION:
                stream = with_correction(stream, pending.act)
        case "act.withdrawn.v1":
            assert subject is not None, "checked: it names the waiting act"
            stream = stream.with_pending(subject, None)
        case "record.corrected.v1" if effect is not None:
            stream = with_correction(stream, act)
        case "stream.opened.v1":
            pass
        case _ if effect is None:
            groups = endorsers_of(world, act)
            stream = stream.with_pending(act.digest, Pending(act=act, groups=groups))
    return stream


def endorsers_of(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Return who else must join before an act takes effect; empty when nobody."""
    if act.kind.is_system:
        return ()
    if act.kind.tag == CORRECTION:
        return correction_endorsers(world, act)
    return room_of(act.statement.stream).endorsers(world, act)


def due(world: World, at: datetime) -> FollowUp | None:
    """Return the first thing that time alone has made due by then, in order of (due, stream)."""
    first = next(world.deadlines(), None)
    if first is None or first[0] > at:
        return None
    stream = world.stream(first[1])
    assert stream is not None, "a deadline belongs to a stream"
    assert stream.matter is not None, "only what has taken effect has a deadline"
    return room_of(first[1]).due(world, stream.matter)


def _stepped(world: World, act: Act, effect: Act | None) -> Stream:
    """Return the stream one statement further, and its matter as the effect leaves it."""
    name = act.statement.stream
    before = world.stream(name)
    if before is None:
        audience = audience_of(world, act)
        before = Stream(name=name, tag=act.digest, head=act.digest, length=0, audience=audience)
    matter, deadline, audience = before.matter, before.deadline, before.audience
    if effect is not None:
        audience = widened(audience, effect)
        room = room_of(name)
        matter = room.evolve(matter, effect)
        deadline = room.deadline(matter)
    return Stream(
        name=name,
        tag=before.tag,
        head=act.digest,
        length=before.length + 1,
        audience=audience,
        matter=matter,
        pending=before.pending,
        corrections=before.corrections,
        deadline=deadline,
    )


def widened(audience: Audience, effect: Act) -> Audience:
    """Return a stream's audience after an act: it never shrinks, and grows by whom one admits."""
    body = effect.body
    if audience is None or not isinstance(body, ReaderAdmitted):
        return audience
    return audience | {PartySlug(body.party)}


def audience_of(world: World, act: Act) -> Audience:
    """Return which parties the act's stream is meant for; a child's are its parent's."""
    stream = world.stream(act.statement.stream)
    if stream is not None:
        return meant_for(world, stream)
    parent = parent_of(act.statement.stream)
    if parent is None:
        return room_of(act.statement.stream).audience(world, act)
    found = world.stream(parent)
    assert found is not None, "checked: a child opens under an open parent"
    return found.audience


def _announcement(act: Act) -> tuple[FollowUp, ...]:
    parent = parent_of(act.statement.stream) if act.position == 1 else None
    if parent is None:
        return ()
    body = StreamOpened(stream=act.statement.stream, opening=act.digest)
    return (FollowUp(stream=parent, kind="stream.opened.v1", subject=act.digest, body=body),)
