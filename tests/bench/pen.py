"""Statements signed ahead of their recording, as many as a benchmark needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ledger.domain.kinds import kind_of
from ledger.evidence.canonical import Body, encode_body
from ledger.evidence.statement import (
    Claims,
    Digest,
    KindTag,
    PartySlug,
    PersonSlug,
    Seen,
    SignerClaim,
    StreamName,
    digest_of,
    new_statement_id,
    sign_statement,
)
from ledger.service import Submission
from tests.service.desk import Desk, Voice, sealed_by

# Clients pin a new checkpoint now and then; here after so many statements.
PINNED_FOR = 64


@dataclass
class Pen:
    """Signs for everyone at a desk; remembers what is the newest in each stream.

    Its statements are valid in the order of their signing. Those of a pen that
    is not ``chained`` name what was recorded when it began with their stream,
    and so are valid in any order.
    """

    desk: Desk
    chained: bool = True
    written: list[Submission] = field(default_factory=list)
    _heads: dict[str, Digest] = field(default_factory=dict)
    _seen: Seen | None = None
    _count: int = 0

    def __post_init__(self) -> None:
        """Begin at the ledger's present end."""
        self._founded = self.desk.ledger.world.size

    def take(self) -> list[Submission]:
        """Hand over what was written so far."""
        written, self.written = self.written, []
        return written

    def write(self, voice: Voice, kind: str, stream: str, body: Body, **named: Any) -> Digest:
        """Sign one statement, its subject, base and meaning as named; return its digest."""
        row = kind_of(KindTag(kind))
        openings = sealed_by(row.sealed, body)
        claims = self._claims(voice, stream, body)
        compact = sign_statement(
            Claims(
                **claims,
                kind=row.tag,
                subject=named.get("subject"),
                base=named.get("base"),
                meaning=named.get("meaning", min(row.meanings)),
                reason="because" if row.reason else None,
                sealed=tuple(opening.sealed for opening in openings),
            ),
            voice.key,
        )
        texts = tuple(opening.text.decode() for opening in openings)
        self.written.append(Submission(compact=compact, openings=texts))
        digest = digest_of(compact)
        if self.chained:
            self._heads[stream] = digest
        return digest

    def _claims(self, voice: Voice, stream: str, body: Body) -> Mapping[str, Any]:
        now = self.desk.now
        return {
            "ledger": self.desk.ledger_id,
            "stream": StreamName(stream),
            "id": new_statement_id(now),
            "after": self._head(stream),
            "seen": self._pinned(),
            "signed_at": now.replace(microsecond=0) - timedelta(seconds=1),
            "signer": SignerClaim(
                person=PersonSlug(voice.person),
                party=None if voice.party is None else PartySlug(voice.party),
                capacity=voice.capacity,
            ),
            "documents": (),
            "body": encode_body(body),
        }

    def _head(self, stream: str) -> Digest | None:
        if stream not in self._heads:
            found = self.desk.ledger.world.stream(StreamName(stream))
            if found is None:
                return None
            self._heads[stream] = found.head
        return self._heads[stream]

    def _pinned(self) -> Seen:
        """Pin one of the newer checkpoints; members do not all pin the same."""
        if self._seen is None or self._count % PINNED_FOR == 0:
            world = self.desk.ledger.world
            size = max(self._founded, world.size - self._count // PINNED_FOR % 16)
            root = world.root_at(size)
            assert root is not None, "recorded before"
            self._seen = Seen(size=size, root=root.hex())
        self._count += 1
        return self._seen
