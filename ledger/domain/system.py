"""What the ledger's own key signs: claims that anyone can compute again.

DOMAIN, common rules: system statements follow by rule. Every member of their
payload is a function of the cause, the place and the clock; only ``seen`` is
the server's word (the checkpoint before the batch), and the log bears it out.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from ledger.domain.directory import LedgerMatter
from ledger.domain.world import FollowUp, World
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import Claims, KindTag, PersonSlug, Seen, SignerClaim, StatementId

_SYSTEM = "system"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def system_claims(
    world: World, ledger: LedgerMatter, follow_up: FollowUp, *, at: datetime, seen: Seen | None
) -> Claims:
    """Return the claims that the system key signs for a follow-up, at the log's end."""
    stream = world.stream(follow_up.stream)
    assert stream is not None, "system statements never open a stream"
    kid = ledger.system_key.kid
    return Claims(
        ledger=ledger.id,
        stream=follow_up.stream,
        kind=KindTag(follow_up.kind),
        id=_identifier(follow_up, world.size, at),
        subject=follow_up.subject,
        after=stream.head,
        base=None,
        seen=seen,
        signed_at=at.replace(microsecond=0),
        signer=SignerClaim(person=PersonSlug(kid), party=None, capacity=_SYSTEM),
        meaning=None,
        reason=None,
        documents=(),
        sealed=(),
        body=encode_body(follow_up.body),
    )


def _identifier(follow_up: FollowUp, leaf_index: int, at: datetime) -> StatementId:
    """Derive a UUIDv7 (RFC 9562 5.7) from the cause and the place, so that it can be recomputed."""
    seed = f"{follow_up.subject} {follow_up.stream} {follow_up.kind} {leaf_index}"
    random = int.from_bytes(sha256(seed.encode("ascii")).digest()[:10], "big")
    milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)
    number = (milliseconds << 80) | random
    number = (number & ~(0xF << 76)) | (0x7 << 76)
    number = (number & ~(0x3 << 62)) | (0x2 << 62)
    return StatementId(str(UUID(int=number)))
