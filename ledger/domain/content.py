"""What was put to people: the content of a draft, and the digest that names it.

A decision, an agreed form and each signature name one content digest, so that
what was decided, what was signed and what is recorded are one text.
"""

from dataclasses import dataclass
from hashlib import sha256

from ledger.domain.kinds.base import Amount
from ledger.domain.world import Matter, World
from ledger.evidence.statement import Digest, StreamName


@dataclass(frozen=True, kw_only=True)
class TextMatter(Matter):
    """A matter whose subject is a draft: the contract's, or the change's.

    ``content`` is None while parts of a long text are missing; ``amount`` is
    None where no money is in it.
    """

    content: Digest | None
    amount: Amount | None


def content_digest(stream: StreamName, body: bytes) -> Digest:
    """Return the digest of a draft: SHA-256 of canonical ``{"body":…,"stream":…}``.

    ``body`` is canonical JSON, of any length. The stream is in it, so that the
    same words in another matter are another content.
    """
    return Digest(
        "sha256:" + sha256(b'{"body":%b,"stream":"%b"}' % (body, stream.encode())).hexdigest()
    )


def current_content(world: World, stream: StreamName) -> Digest | None:
    """Return what a decision about a stream would be about.

    A contract's or change's current draft, None while it is incomplete;
    elsewhere the newest statement. None when nobody has opened the stream.
    """
    found = world.stream(stream)
    if found is None:
        return None
    return found.matter.content if isinstance(found.matter, TextMatter) else found.head


def amount_of(world: World, stream: StreamName) -> Amount | None:
    """Return the money that a decision about a stream would move, None where it is not money.

    For a change the sum of the absolute movements of its ops, for a contract
    the total of its draft.
    """
    found = world.stream(stream)
    matter = None if found is None else found.matter
    return matter.amount if isinstance(matter, TextMatter) else None
