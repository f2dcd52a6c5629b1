"""What every statement must meet, whatever its kind: DOMAIN, common rules of streams.

These checks read the statement's own members against the world: the right
ledger, a stream that can take it, what its signer had seen, its times, and
the form that its kind asks for.
"""

from datetime import timedelta

from ledger.domain.audience import meant_for
from ledger.domain.directory import the_ledger
from ledger.domain.kinds import check_stream_name, stream_type
from ledger.domain.succession import readers_of
from ledger.domain.world import MAIN, Act, Audience, UnknownStreamError, World
from ledger.errors import ConflictError, MalformedError, RefusedError
from ledger.evidence.statement import Seen, Statement, StreamName

CLOCK_TOLERANCE = timedelta(seconds=300)  # FORMATS F3, F4


class WrongLedgerError(RefusedError):
    """A statement names the ledger that it was signed for."""

    code = "wrong-ledger"
    message = "this ledger is {ledger}, the statement was signed for {signed_for}"


class NotFoundedError(RefusedError):
    """Until every root has endorsed the founding, nothing else is accepted."""

    code = "not-founded"
    message = "the ledger is not founded yet, {kind} cannot be recorded"


class WrongStreamError(RefusedError):
    """A kind belongs to one type of stream."""

    code = "wrong-stream"
    message = "{kind} does not belong in {stream}"


class NotOpenedError(RefusedError):
    """A stream opens with its opening kind."""

    code = "stream-not-opened"
    message = "{stream} is not open, {kind} cannot be its first statement"


class AfterError(ConflictError):
    """A statement names the newest statement of its stream that the signer saw."""

    code = "after-unknown"
    message = "{after} is not a statement of {stream}"


class SubjectError(RefusedError):
    """A kind that acts on a statement names it; others name none."""

    code = "subject-mismatch"
    message = "{kind} names {subject}, which is not what it acts on"


class BaseError(RefusedError):
    """Only a kind that replaces something names what it replaces."""

    code = "base-not-applicable"
    message = "{kind} replaces nothing, so its base must be null"


class SeenUnknownError(RefusedError):
    """A signer pins a checkpoint of this log."""

    code = "seen-unknown"
    message = "no checkpoint of this log has size {size} and the root that was signed"


class SignedInFutureError(RefusedError):
    """A signer's clock may be wrong by 300 seconds at most."""

    code = "signed-in-future"
    message = "signed at {signed_at}, but it is {at}"


class SignedBeforeSeenError(RefusedError):
    """Nobody signs before what they say that they have seen."""

    code = "signed-before-seen"
    message = "signed at {signed_at}, but the checkpoint that it names is of {seen_at}"


class MeaningError(MalformedError):
    """A signature says what it means, within what its kind allows (21 CFR 11.50)."""

    code = "meaning-mismatch"
    message = "{kind} cannot be signed with the meaning {meaning}"


class ReasonError(MalformedError):
    """Corrections, withdrawals, revocations and supersessions say why."""

    code = "reason-missing"
    message = "{kind} needs a reason"


class SealedPathError(MalformedError):
    """A kind says which fields are sealed and which may be."""

    code = "sealed-path"
    message = "{kind} cannot be recorded with {path} {problem}"


class AudienceGapError(RefusedError):
    """A statement relies only on what everyone who may read it may read as well."""

    code = "audience-gap"
    message = "not everyone who may read {stream} may read {relied_on}"


class NotAReaderError(RefusedError):
    """Nobody writes in a stream that their company may not read."""

    code = "not-a-reader"
    message = "{stream} is not meant for {party}"


def check_common(world: World, act: Act) -> None:
    """Accept a statement that meets what holds for all kinds.

    Raises:
        WrongLedgerError, NotFoundedError, WrongStreamError, NotOpenedError,
        AfterError, SubjectError, BaseError, SeenUnknownError,
        SignedInFutureError, SignedBeforeSeenError, MeaningError, ReasonError,
        SealedPathError, StreamNameError: see each class.
    """
    _check_ledger(world, act)
    _check_stream(world, act)
    _check_form(act)
    check_seen(world, act)


def covers(wider: Audience, narrower: Audience) -> bool:
    """Whether everyone of the narrower audience belongs to the wider one."""
    return wider is None or (narrower is not None and narrower <= wider)


def check_reads(world: World, act: Act, audience: Audience) -> None:
    """Accept a signer whose company, or one in whose place it stands, may read the act's stream.

    Raises:
        NotAReaderError: The stream's audience does not contain it.
    """
    party = act.statement.signer.party
    readers = readers_of(world, audience, act.at.date())
    if party is not None and not covers(readers, frozenset({party})):
        raise NotAReaderError(stream=act.statement.stream, party=party)


def check_relies_on(world: World, act: Act, relied_on: StreamName, audience: Audience) -> None:
    """Accept that an act relies on another stream.

    ``audience`` is the one of the act's own stream.

    Raises:
        UnknownStreamError: Nobody has opened the other stream.
        AudienceGapError: Its audience does not contain the act's own.
    """
    other = world.stream(relied_on)
    if other is None:
        raise UnknownStreamError(stream=relied_on)
    if not covers(readers_of(world, meant_for(world, other), act.at.date()), audience):
        raise AudienceGapError(stream=act.statement.stream, relied_on=relied_on)


def _check_ledger(world: World, act: Act) -> None:
    statement = act.statement
    main = world.stream(MAIN)
    ledger_id = None if main is None else main.tag
    if statement.ledger != ledger_id:
        raise WrongLedgerError(ledger=ledger_id, signed_for=statement.ledger)
    if main is None and statement.kind != "ledger.founded.v1":
        raise NotFoundedError(kind=statement.kind)
    founding = the_ledger(world) is None
    if founding and statement.kind not in {"ledger.founded.v1", "act.endorsed.v1"}:
        raise NotFoundedError(kind=statement.kind)


def _check_stream(world: World, act: Act) -> None:
    statement, kind = act.statement, act.kind
    check_stream_name(statement.stream)
    if kind.stream is not None and kind.stream != stream_type(statement.stream):
        raise WrongStreamError(kind=kind.tag, stream=statement.stream)
    stream = world.stream(statement.stream)
    if stream is None:
        if not kind.opens:
            raise NotOpenedError(stream=statement.stream, kind=kind.tag)
        if statement.after is not None:
            raise AfterError(after=statement.after, stream=statement.stream)
        return
    place = None if statement.after is None else world.place_of(statement.after)
    if place is None or place[0] != statement.stream:
        raise AfterError(after=statement.after, stream=statement.stream)


def _check_form(act: Act) -> None:
    statement, kind = act.statement, act.kind
    if kind.subject != (statement.subject is not None) and not kind.is_system:
        raise SubjectError(kind=kind.tag, subject=statement.subject)
    if statement.base is not None and not kind.base:
        raise BaseError(kind=kind.tag)
    meaning_fits = (
        statement.meaning is None if kind.is_system else statement.meaning in kind.meanings
    )
    if not meaning_fits:
        raise MeaningError(kind=kind.tag, meaning=statement.meaning)
    paths = frozenset(sealed.path for sealed in statement.sealed)
    if kind.reason and statement.reason is None and "reason" not in paths:
        raise ReasonError(kind=kind.tag)
    if paths or kind.sealed:
        _check_sealed(act, paths)


def _check_sealed(act: Act, paths: frozenset[str]) -> None:
    """Accept the sealed paths that the kind demands, and of others those it allows."""
    demanded = frozenset(
        path for pattern in act.kind.sealed for path in _expand(pattern, act.statement, act)
    )
    allowed = demanded.union(
        *(_expand(pattern, act.statement, act) for pattern in act.kind.sealable), {"reason"}
    )
    for path in sorted(demanded - paths):
        raise SealedPathError(kind=act.kind.tag, path=path, problem="in clear or missing")
    for path in sorted(paths - allowed):
        raise SealedPathError(kind=act.kind.tag, path=path, problem="sealed")
    if "reason" in paths and act.statement.reason is not None:
        raise SealedPathError(kind=act.kind.tag, path="reason", problem="both open and sealed")


def _expand(pattern: str, statement: Statement, act: Act) -> tuple[str, ...]:
    """Write a path pattern out: one path for each item of the array before "*"."""
    if "/*/" not in pattern:
        return (pattern,)
    array, _, rest = pattern.partition("/*/")
    return tuple(f"{array}/{index}/{rest}" for index in range(len(getattr(act.body, array))))


def check_seen(world: World, act: Act) -> None:
    """Accept the checkpoint that the signer had pinned, and the time of signing.

    Raises:
        SeenUnknownError, SignedInFutureError, SignedBeforeSeenError: see each class.
    """
    statement = act.statement
    if statement.signed_at > act.at + CLOCK_TOLERANCE:
        raise SignedInFutureError(signed_at=statement.signed_at.isoformat(), at=act.at.isoformat())
    if statement.seen is None:
        if the_ledger(world) is not None:
            raise SeenUnknownError(size=None)
        return
    _check_seen_root(world, act, statement.seen)
    seen_at = world.time_at(statement.seen.size - 1)
    if statement.signed_at < seen_at - CLOCK_TOLERANCE:
        raise SignedBeforeSeenError(
            signed_at=statement.signed_at.isoformat(), seen_at=seen_at.isoformat()
        )


def _check_seen_root(world: World, act: Act, seen: Seen) -> None:
    sealed = 1 <= seen.size <= act.leaf_index
    root = world.root_at(seen.size) if sealed else None
    if root is None or root.hex() != seen.root:
        raise SeenUnknownError(size=seen.size)
