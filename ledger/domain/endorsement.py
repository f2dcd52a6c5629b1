"""Acts that need several: one signs, the others endorse, the last one completes.

DOMAIN, common rules: an act takes effect at the endorsement that completes it;
a changed text is a new act.
"""

from collections.abc import Sequence
from dataclasses import replace

from ledger.domain.directory import party_of
from ledger.domain.world import Act, EndorserGroup, Pending, Stream, World
from ledger.errors import RefusedError


class NothingPendingError(RefusedError):
    """Only an act that waits for others can be endorsed or withdrawn."""

    code = "nothing-pending"
    message = "{subject} does not wait for endorsement in {stream}"


class NotAnEndorserError(RefusedError):
    """An act is endorsed by those whom it waits for, and by each of them once."""

    code = "not-an-endorser"
    message = "{subject} does not wait for {person} as {capacity}"


class NotTheProposerError(RefusedError):
    """Only the party that proposed an act withdraws it."""

    code = "not-the-proposer"
    message = "{subject} was proposed by {proposer}"


class JoinedCompromisedError(RefusedError):
    """Nothing takes effect on the word of whoever had stolen a key."""

    code = "joined-compromised"
    message = "{subject} was joined under a key of {person} that was compromised since {since}"


class WithdrawalCapacityError(RefusedError):
    """A party takes an act back in a capacity in which it could have proposed it."""

    code = "withdrawal-not-entitled"
    message = "{kind} is not withdrawn as {capacity}"


def pending_of(world: World, act: Act) -> tuple[Stream, Pending]:
    """Find the waiting act that an endorsement or withdrawal names.

    Raises:
        NothingPendingError: Its subject does not wait in this stream.
    """
    statement = act.statement
    stream = world.stream(statement.stream)
    waiting = {} if stream is None else stream.pending
    pending = None if statement.subject is None else waiting.get(statement.subject)
    if stream is None or pending is None:
        raise NothingPendingError(subject=statement.subject, stream=statement.stream)
    return stream, pending


def is_awaited(world: World, act: Act) -> bool:
    """Whether an act endorses one that waits for the signer's company by name.

    Such a company need not be a reader: who joins a contract is shown it by the
    parties, and reads it here once everybody has joined.
    """
    stream, subject = world.stream(act.statement.stream), act.statement.subject
    if act.kind.tag != "act.endorsed.v1" or stream is None or subject is None:
        return False
    pending = stream.pending.get(subject)
    party = act.statement.signer.party
    return pending is not None and any(
        group.parties is not None and party in group.parties for group in pending.groups
    )


def check_endorsement(world: World, act: Act) -> None:
    """Accept an endorsement by someone for whom the act still waits.

    Raises:
        NothingPendingError: The subject does not wait in this stream.
        NotAnEndorserError: It does not wait for this signer, or no longer.
    """
    _, pending = pending_of(world, act)
    joined = (pending.act, *pending.endorsements)
    again = any(_same_signer(act, other) for other in joined)
    if again or _progress(pending, act) == _progress(pending):
        raise NotAnEndorserError(
            subject=act.statement.subject,
            person=act.statement.signer.person,
            capacity=act.statement.signer.capacity,
        )


def check_withdrawal(world: World, act: Act) -> None:
    """Accept the withdrawal of a waiting act by the party that proposed it.

    Raises:
        NothingPendingError: The subject does not wait in this stream.
        NotTheProposerError: Another party proposed it.
        WithdrawalCapacityError: The signer could not have proposed it.
    """
    _, pending = pending_of(world, act)
    proposer = pending.act.statement.signer
    signer = act.statement.signer
    ours = proposer.party == signer.party
    if not ours or (signer.party is None and proposer.person != signer.person):
        raise NotTheProposerError(
            subject=act.statement.subject, proposer=proposer.party or proposer.person
        )
    # Any enrolled key proves a "member"; it must not undo what a signatory proposed.
    if signer.capacity not in pending.act.kind.signers:
        raise WithdrawalCapacityError(kind=pending.act.kind.tag, capacity=signer.capacity)


def check_joined(world: World, pending: Pending) -> None:
    """Accept that everybody who joined did so themselves, as far as is known by now.

    Keys are judged where each statement stands, so that a key that was lost or
    superseded later still counts. One that somebody else had is another thing:
    such an act is withdrawn and proposed anew.

    Raises:
        JoinedCompromisedError: Somebody joined under a key that was compromised then.
    """
    for act in (pending.act, *pending.endorsements):
        signer = act.statement.signer
        key = (
            None
            if signer.party is None
            else party_of(world, signer.party).keys.get(act.statement.kid)
        )
        since = None if key is None else key.compromised_since
        # The recorded time counts: who has the key can write any other.
        if since is not None and since <= act.at:
            raise JoinedCompromisedError(
                subject=pending.act.digest, person=signer.person, since=since.isoformat()
            )


def completes(pending: Pending, act: Act) -> bool:
    """Whether this endorsement is the last one that the act waited for."""
    return _progress(pending, act) == sum(group.count for group in pending.groups)


def with_endorsement(stream: Stream, pending: Pending, act: Act) -> Stream:
    """Return the stream with one more endorsement on the waiting act."""
    joined = replace(pending, endorsements=(*pending.endorsements, act))
    return stream.with_pending(pending.act.digest, joined)


def taking_effect(pending: Pending, act: Act) -> Act:
    """Return the waiting act, placed where its last endorsement completes it."""
    return replace(pending.act, at=act.at, leaf_index=act.leaf_index, position=act.position)


def missing(pending: Pending) -> tuple[EndorserGroup, ...]:
    """Return the groups of whom someone must still join."""
    free = list(pending.endorsements)
    return tuple(group for group in pending.groups if _take(group, free) < group.count)


def _progress(pending: Pending, *more: Act) -> int:
    """Count the places that are filled; each endorsement fills one at most."""
    free: list[Act] = [*pending.endorsements, *more]
    return sum(_take(group, free) for group in pending.groups)


def _take(group: EndorserGroup, free: list[Act]) -> int:
    """Fill one group from the endorsements that are still free; take them away."""
    fitting: Sequence[Act] = [act for act in free if _fits(group, act)][: group.count]
    for act in fitting:
        free.remove(act)
    return len(fitting)


def _fits(group: EndorserGroup, act: Act) -> bool:
    signer = act.statement.signer
    return (
        signer.capacity in group.capacities
        and (group.parties is None or signer.party in group.parties)
        and (group.people is None or (signer.party, signer.person) in group.people)
        and (group.keys is None or act.statement.kid in group.keys)
    )


def _same_signer(one: Act, other: Act) -> bool:
    mine, theirs = one.statement.signer, other.statement.signer
    return (mine.party, mine.person) == (theirs.party, theirs.person)
