"""Who may read which stream: parties by audience, auditors by scope, the public the log alone.

Audiences never shrink: what a party could read once, it can read for ever, and
so can the company that stands in its place.
"""

from dataclasses import dataclass
from datetime import datetime

from ledger.domain.directory import Auditor, the_ledger
from ledger.domain.kinds import parent_of
from ledger.domain.succession import readers_of
from ledger.domain.world import Audience, Stream, World
from ledger.evidence.keys import KeyId
from ledger.evidence.statement import PartySlug, StreamName


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyReader:
    """Someone of an admitted company; they read what the company may read."""

    party: PartySlug


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditorReader:
    """An admitted auditor, by their key; they read what their scope says."""

    kid: KeyId


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicReader:
    """Anybody: they see the log's entries and nothing else."""


Reader = PartyReader | AuditorReader | PublicReader


def meant_for(world: World, stream: Stream) -> Audience:
    """Return whom a stream is meant for: a child for those whom its parent is meant for now."""
    parent = parent_of(stream.name)
    found = None if parent is None else world.stream(parent)
    return stream.audience if found is None else found.audience


def may_read(world: World, reader: Reader, stream: Stream, at: datetime) -> bool:
    """Whether the reader may read the statements of a stream at that moment."""
    ledger = the_ledger(world)
    if ledger is None:
        return False
    match reader:
        case PartyReader(party=party):
            admitted = party in ledger.parties
            audience = readers_of(world, meant_for(world, stream), at.date())
            return admitted and (audience is None or party in audience)
        case AuditorReader(kid=kid):
            auditor = ledger.auditors.get(kid)
            return auditor is not None and _in_scope(auditor, stream.name, at)
        case _:
            return False  # the public reads the log alone


def _in_scope(auditor: Auditor, name: StreamName, at: datetime) -> bool:
    """Whether an auditor's scope covers a stream; the directory is in every scope.

    Without the directory no signature could be checked. A scope that names a
    board, a contract or a partnership covers its child streams.
    """
    if auditor.until < at.date():
        return False
    if auditor.scope is None or name.startswith(("ledger/", "party/")):
        return True
    kind, _, rest = name.partition("/")
    top = rest.partition("/")[0]
    parents = {
        "meeting": f"board/{top}",
        "decision": f"board/{top}",
        "change": f"contract/{top}",
        "milestone": f"partnership/{top}",
        "scorecard": f"partnership/{top}",
    }
    return name in auditor.scope or parents.get(kind) in auditor.scope
