"""What each room of the rules offers for its type of stream."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ledger.domain.world import EVERYONE, Act, Audience, EndorserGroup, FollowUp, Matter, World
from ledger.errors import RefusedError


class OutOfStateError(RefusedError):
    """A kind that a stream's state machine does not have in this phase."""

    code = "out-of-state"
    message = "{kind} is not possible while {stream} is {phase}; it is while {possible}"


def out_of_state(act: Act, phase: str, machine: Mapping[str, frozenset[str]]) -> OutOfStateError:
    """Return the refusal of an act in a phase, with the phases in which it is possible."""
    tag = act.kind.tag
    possible = [name.replace("_", " ") for name, kinds in machine.items() if tag in kinds]
    return OutOfStateError(
        kind=tag,
        stream=act.statement.stream,
        phase=phase,
        possible=" or ".join(possible) or "the ledger itself says so",
    )


def _accept(world: World, act: Act) -> None:
    """Refuse nothing beyond the common rules and the state machine."""


def _no_follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    return ()


def _no_endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    return ()


def _everyone(world: World, act: Act) -> Audience:
    return EVERYONE


def _no_deadline(matter: Matter) -> datetime | None:
    return None


def _nothing_due(world: World, matter: Matter) -> FollowUp:
    raise AssertionError("a room without deadlines is never asked what is due")


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """The rules of one type of stream; every member is a pure function or a table.

    machine     phase -> the kinds that are possible in it. Phases "unopened"
                (no statement yet) and "proposed" (the opening act waits for
                endorsement) are the pipeline's; the room names the others.
    phase       the phase that a matter is in.
    check       may refuse; the common rules, the machine and the signer's
                authority have been checked before.
    evolve      the matter after an act has taken effect; never refuses.
    follow_ups  what the ledger itself must state next, in order; the world is
                already as the act left it.
    endorsers   who else must join before an act takes effect; empty: nobody.
    audience    which parties a stream that this act opens is meant for.
    deadline    when time alone makes something due, or None.
    due         what is due then, as of the deadline; its subject is the act
                that armed the clock.
    """

    machine: Mapping[str, frozenset[str]]
    phase: Callable[[Matter], str]
    evolve: Callable[[Matter | None, Act], Matter]
    check: Callable[[World, Act], None] = _accept
    follow_ups: Callable[[World, Act], tuple[FollowUp, ...]] = _no_follow_ups
    endorsers: Callable[[World, Act], tuple[EndorserGroup, ...]] = _no_endorsers
    audience: Callable[[World, Act], Audience] = _everyone
    deadline: Callable[[Matter], datetime | None] = _no_deadline
    due: Callable[[World, Matter], FollowUp] = _nothing_due


def kinds_of(words: str) -> frozenset[str]:
    """Read a machine's row, written as tags with spaces between."""
    return frozenset(words.split())
