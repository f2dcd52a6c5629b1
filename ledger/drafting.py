"""From what someone wants to say to the claims that they sign.

The ledger fills in what it knows: its own id, a fresh statement id, the newest
statement of the stream, the meaning where the kind leaves no choice. It never
fills in ``seen``: a client pins its own checkpoint, compares the rest with what
it asked for, and signs.
"""

from dataclasses import dataclass
from datetime import datetime

from ledger.domain.common import MeaningError, NotOpenedError, WrongStreamError
from ledger.domain.directory import the_ledger
from ledger.domain.kinds import check_stream_name, kind_of, stream_type
from ledger.domain.kinds.base import Kind
from ledger.domain.world import World
from ledger.errors import RefusedError
from ledger.evidence.canonical import decode_body
from ledger.evidence.statement import (
    Claims,
    Digest,
    Document,
    KindTag,
    Meaning,
    Sealed,
    SignerClaim,
    StreamName,
    new_statement_id,
)


class SystemKindError(RefusedError):
    """What the ledger itself states is never drafted for anyone else."""

    code = "system-kind"
    message = "{kind} follows by rule and is signed by the ledger alone"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What someone wants to say: a kind, where, with which body, as whom.

    ``body`` is canonical JSON. ``meaning`` None: the kind's only one.
    """

    kind: KindTag
    stream: StreamName
    body: bytes
    signer: SignerClaim
    subject: Digest | None = None
    base: Digest | None = None
    meaning: str | None = None
    reason: str | None = None
    documents: tuple[Document, ...] = ()
    sealed: tuple[Sealed, ...] = ()


def draft_claims(world: World, wish: Wish, *, at: datetime) -> Claims:
    """Return the claims to sign, ``after`` filled in and ``seen`` left to the client.

    Nothing is recorded, and the rules are not asked: a draft can still be refused.

    Raises:
        UnknownKindError, StreamNameError, WrongStreamError: No such place for it.
        NotOpenedError: The stream is not open, and this kind does not open it.
        BodyMalformedError: The body is not of its kind's type.
        SystemKindError: Only the ledger states it.
        MeaningError: The kind has several meanings and none was named, or another.
    """
    kind = kind_of(wish.kind)
    if kind.is_system:
        raise SystemKindError(kind=kind.tag)
    check_stream_name(wish.stream)
    if kind.stream is not None and kind.stream != stream_type(wish.stream):
        raise WrongStreamError(kind=kind.tag, stream=wish.stream)
    stream = world.stream(wish.stream)
    if stream is None and not kind.opens:
        raise NotOpenedError(stream=wish.stream, kind=kind.tag)
    decode_body(wish.body, kind.body)
    ledger = the_ledger(world)
    return Claims(
        ledger=None if ledger is None else ledger.id,
        stream=wish.stream,
        kind=wish.kind,
        id=new_statement_id(at),
        subject=wish.subject,
        after=None if stream is None else stream.head,
        base=wish.base,
        seen=None,
        signed_at=at.replace(microsecond=0),
        signer=wish.signer,
        meaning=_meaning(kind, wish.meaning),
        reason=wish.reason,
        documents=wish.documents,
        sealed=tuple(sorted(wish.sealed, key=lambda each: each.path)),
        body=wish.body,
    )


def _meaning(kind: Kind, wanted: str | None) -> Meaning:
    fitting = [each for each in kind.meanings if wanted in {None, each}]
    if len(fitting) != 1:
        raise MeaningError(kind=kind.tag, meaning=wanted)
    return fitting[0]
