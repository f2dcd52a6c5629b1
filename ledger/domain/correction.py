"""Corrections: a record stated anew, with a reason, while the old one stays readable.

DOMAIN, common rules: by the signer's own party, endorsed by a counterparty that
relied on it; never for ballots, signatures or system statements.
"""

from dataclasses import replace
from types import MappingProxyType

from ledger.domain.audience import meant_for
from ledger.domain.directory import the_ledger
from ledger.domain.kinds.base import Capacity
from ledger.domain.kinds.common import RecordCorrected
from ledger.domain.world import Act, EndorserGroup, Stream, World
from ledger.errors import RefusedError
from ledger.evidence.canonical import decode_body

_BINDING: frozenset[Capacity] = frozenset({"signatory"})
_COUNTERPARTY: frozenset[Capacity] = frozenset({"signatory", "programme_manager"})


class NotCorrectableError(RefusedError):
    """Ballots, signatures, decisions and system statements are never corrected."""

    code = "not-correctable"
    message = "{subject} is not a record of {stream} that can be corrected"


class NotTheAuthorError(RefusedError):
    """A record is corrected by the party that made it."""

    code = "not-the-author"
    message = "{subject} was recorded by {author}"


class CorrectionCapacityError(RefusedError):
    """A record is corrected as it could have been made, or by who binds the party."""

    code = "correction-not-entitled"
    message = "{kind} is not corrected as {capacity}"


def check_correction(world: World, act: Act) -> None:
    """Accept a correction of a correctable record by the party that made it.

    Raises:
        NotCorrectableError: The subject is elsewhere, or of a kind that stands.
        NotTheAuthorError: Another party made it.
        CorrectionCapacityError: The signer could not have made it.
        BodyMalformedError: The new body is not of the record's kind.
    """
    statement = act.statement
    original = None if statement.subject is None else world.find(statement.subject)
    here = original is not None and original.statement.stream == statement.stream
    if original is None or not here or not original.kind.correctable:
        raise NotCorrectableError(subject=statement.subject, stream=statement.stream)
    author = original.statement.signer.party
    if author != statement.signer.party:
        raise NotTheAuthorError(subject=statement.subject, author=author)
    # Any enrolled key proves a "member"; it must not rewrite what a signatory recorded.
    if statement.signer.capacity not in original.kind.signers | _BINDING:
        raise CorrectionCapacityError(kind=original.kind.tag, capacity=statement.signer.capacity)
    corrected(world, act)


def corrected(world: World, act: Act) -> Act:
    """Return the original act with its new body, placed where the correction takes effect.

    Raises:
        BodyMalformedError: The new body is not of the record's kind.
    """
    assert act.statement.subject is not None, "checked: a correction names its record"
    assert isinstance(act.body, RecordCorrected), "only corrections come here"
    original = world.find(act.statement.subject)
    assert original is not None, "checked: the record is there"
    body = decode_body(bytes(act.body.body), original.kind.body)
    return replace(original, body=body, at=act.at, leaf_index=act.leaf_index, position=act.position)


def correction_endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Return the counterparty that must agree; nobody where there is none."""
    stream = world.stream(act.statement.stream)
    ledger = the_ledger(world)
    assert stream is not None, "checked: corrections come in open streams"
    assert ledger is not None, "checked: the ledger is founded"
    named = meant_for(world, stream)
    audience = frozenset(ledger.parties) if named is None else named
    own_matter = stream.name.startswith(("party/", "ledger/"))
    others = audience - {act.statement.signer.party}
    if own_matter or not others:
        return ()
    return (EndorserGroup(capacities=_COUNTERPARTY, parties=frozenset(others)),)


def with_correction(stream: Stream, act: Act) -> Stream:
    """Return the stream with a note of which statement corrects which."""
    assert act.statement.subject is not None, "checked: a correction names its record"
    notes = {**stream.corrections, act.statement.subject: act.digest}
    return replace(stream, corrections=MappingProxyType(notes))
