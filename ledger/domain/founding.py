"""The genesis statement: the one whose key stands in its own body.

Every other signature holds under a key that the ledger knows already. The
founding names its roots itself; whoever was given the ledger's id on paper can
tell that it is the founding they were told of.
"""

from ledger.domain.kinds import decode
from ledger.domain.kinds.ledger import LedgerFounded
from ledger.errors import RefusedError
from ledger.evidence.keys import parse_jwk
from ledger.evidence.note import VKey, parse_vkey
from ledger.evidence.statement import (
    Statement,
    digest_of,
    open_statement,
    parse_kid,
    recall_statement,
)


class NotAFoundingError(RefusedError):
    """A ledger begins with its founding, signed by one of the roots that it names."""

    code = "not-a-founding"
    message = "a ledger cannot begin with {kind} signed under {kid}"


def open_founding(compact: bytes) -> tuple[Statement, LedgerFounded]:
    """Return the founding and its body, once its signature holds under one of its own roots.

    Raises:
        NotAFoundingError: It is another kind, or no root of its own signed it.
        MalformedError, UnverifiedError: As for any statement.
    """
    claimed = recall_statement(compact, digest_of(compact))
    body = decode(claimed)
    kid = parse_kid(compact)
    if isinstance(body, LedgerFounded):
        for root in body.roots:
            key = parse_jwk(root.jwk)
            if key.kid == kid:
                return open_statement(compact, key), body
    raise NotAFoundingError(kind=claimed.kind, kid=kid)


def log_vkeys(body: LedgerFounded) -> tuple[VKey, ...]:
    """Return the keys under which this ledger's checkpoints must be signed."""
    return tuple(parse_vkey(text) for text in body.log_keys)
