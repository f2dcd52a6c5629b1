"""What becomes of an execution whose condition is not met: it lapses, or the parties abandon it.

A text that waits for its condition may set a long stop. When the end of that day
comes first, what was executed lapses by rule; at any time before, or where there
is no such day, all parties together abandon it. Nothing of it has applied, so
nothing is undone but what it held:

items     nothing else could take effect on them while it waited; they are as they were
base      the lapse is the newest version: a draft made on a text with the lapsed ops is stale
term      had been the one before all the time, and may be over by now
reversal  what it would have undone stands again
work      that was let begin on its draft ended when it was executed, and stays so
decision  it was spent on that draft and is spent for good: another change needs another one

A contract that lapses takes all its changes with it.
"""

from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from ledger.domain.common import SubjectError
from ledger.domain.contracts.agreements import (
    ChangeMatter,
    ContractMatter,
    Ending,
    Place,
)
from ledger.domain.contracts.dated import today_of
from ledger.domain.contracts.days import end_of
from ledger.domain.kinds.change import ChangeLapsed, ChangeReinstated
from ledger.domain.kinds.lifecycle import ContractAbandoned, ContractLapsed
from ledger.domain.world import Act, FollowUp, World, demand_matter, matter_of
from ledger.evidence.statement import Digest, StreamName


def check_abandoned(act: Act, matter: ContractMatter) -> None:
    """Accept that the parties give up what waits for its condition.

    Raises:
        SubjectError: The subject is no execution that waits for a condition.
    """
    if act.statement.subject not in matter.waiting:
        raise SubjectError(kind=act.kind.tag, subject=act.statement.subject)


def without_waiting(matter: ContractMatter, version: Digest) -> ContractMatter:
    """Return the contract with an execution, and the term that it set, that waits no longer."""
    waiting = {each: stop for each, stop in matter.waiting.items() if each != version}
    terms = {each: term for each, term in matter.terms_waiting.items() if each != version}
    return replace(matter, waiting=MappingProxyType(waiting), terms_waiting=MappingProxyType(terms))


def _next(matter: ContractMatter) -> tuple[date, Digest] | None:
    """Return the first long stop to come, and what lapses then; of one day the oldest first."""
    stops = [(stop, version) for version, stop in matter.waiting.items() if stop is not None]
    return min(stops, key=lambda each: each[0]) if stops else None


def lapse_ends(matter: ContractMatter) -> datetime | None:
    """Return the end of the last day to meet a condition; None where there is no such day."""
    stop = None if matter.phase == "lapsed" else _next(matter)
    return None if stop is None else end_of(stop[0], matter.terms.tz)


def lapse_due(matter: ContractMatter) -> FollowUp:
    """Say that a long stop has passed."""
    stop = _next(matter)
    assert stop is not None, "only what has a long stop is due"
    on, version = stop
    return _lapse(matter, version, version, on)


def abandoned(act: Act, matter: ContractMatter) -> tuple[FollowUp, ...]:
    """Say that what all parties have abandoned takes effect no more."""
    version = act.statement.subject
    assert isinstance(act.body, ContractAbandoned), "nothing else is followed by it"
    assert version is not None, "checked: the kind names its subject"
    return (_lapse(matter, version, act.digest, today_of(act, matter)),)


def _lapse(matter: ContractMatter, version: Digest, subject: Digest, on: date) -> FollowUp:
    change = next((stream for stream, made in matter.changes if made == version), None)
    body = ContractLapsed(version=version, on=on, change=change)
    return FollowUp(stream=matter.stream, kind="contract.lapsed.v1", subject=subject, body=body)


def evolve_lapsed(matter: ContractMatter, act: Act, body: ContractLapsed) -> ContractMatter:
    """Return the contract after it, or one of its changes, has lapsed."""
    version = Digest(body.version)
    left = without_waiting(matter, version)
    if body.change is None:
        ending = Ending(status="lapsed", on=body.on, place=Place.of(act))
        over = (*matter.endings, ending)
        return replace(left, phase="lapsed", notices=(), suspension=None, endings=over)
    # What was folded with it is forgotten: the text is as if it had never been.
    return replace(left, version=act.digest, lapsed=left.lapsed | {version}, memo={})


def changes_lapse(world: World, act: Act, body: ContractLapsed) -> tuple[FollowUp, ...]:
    """Say in its own stream that a change has lapsed; in that of each with the contract."""
    contract = demand_matter(world, act.statement.stream, ContractMatter)
    fallen = [
        stream
        for stream, version in contract.changes
        if (stream == body.change if body.change else version not in contract.lapsed)
    ]
    lapsed = ChangeLapsed(on=body.on)
    return tuple(
        FollowUp(stream=stream, kind="change.lapsed.v1", subject=act.digest, body=lapsed)
        for stream in fallen
    )


def reinstated(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Say in the stream of the change that a lapsed one would have undone that it stands."""
    stream = act.statement.stream
    named = demand_matter(world, stream, ChangeMatter).body.reverses
    undone = None if named is None else matter_of(world, StreamName(named), ChangeMatter)
    if undone is None or undone.phase != "reversed":
        return ()
    body = ChangeReinstated(by=stream)
    return (
        FollowUp(
            stream=StreamName(str(named)),
            kind="change.reinstated.v1",
            subject=act.digest,
            body=body,
        ),
    )
