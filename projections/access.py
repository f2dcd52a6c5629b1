"""Bearer tokens and used assertions: the API's own short memory, kept when views are rebuilt.

A token is stored as its SHA-256 alone: whoever reads the file can use none.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import (
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    delete,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import Column

from ledger.errors import UnverifiedError
from projections.rows import instant

metadata = MetaData()

tokens = Table(
    "tokens",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("kid", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
)
assertions = Table(
    "assertions",
    metadata,
    Column("kid", Text),
    Column("jti", Text),
    Column("expires_at", Text, nullable=False),
    PrimaryKeyConstraint("kid", "jti"),
)


class AssertionUsedError(UnverifiedError):
    """An assertion gets one token, once."""

    code = "assertion-used"
    message = "the assertion {jti} was used before"


class TokenError(UnverifiedError):
    """A bearer token is one that was issued here and has not expired."""

    code = "token-unknown"
    message = "the token is unknown or has expired"


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """Whose key a token stands for, and until when."""

    kid: str
    expires_at: str


def use_assertion(connection: Connection, *, kid: str, jti: str, expires_at: datetime) -> None:
    """Note that a key's assertion was used.

    Keep it until it expires: after that the assertion is refused for its age.

    Raises:
        AssertionUsedError: It was used before.
    """
    row = {"kid": kid, "jti": jti, "expires_at": instant(expires_at)}
    try:
        connection.execute(insert(assertions), row)
    except IntegrityError as error:
        raise AssertionUsedError(jti=jti) from error


def issue(connection: Connection, *, kid: str, expires_at: datetime) -> str:
    """Return a new token for a key; only its digest is stored."""
    token = secrets.token_urlsafe(32)
    row = {"digest": _digest(token), "kid": kid, "expires_at": instant(expires_at)}
    connection.execute(insert(tokens), row)
    return token


def lookup(connection: Connection, token: str, at: datetime) -> Token:
    """Return whose token it is; whether the key still stands is for the caller to check.

    Raises:
        TokenError: It was never issued, or has expired.
    """
    query = select(tokens.c.kid, tokens.c.expires_at).where(
        tokens.c.digest == _digest(token), tokens.c.expires_at > instant(at)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise TokenError
    return Token(kid=row.kid, expires_at=row.expires_at)


def purge(connection: Connection, at: datetime) -> int:
    """Forget what has expired; return how many rows that were."""
    removed = 0
    for table in (tokens, assertions):
        removed += connection.execute(
            delete(table).where(table.c.expires_at <= instant(at))
        ).rowcount
    return removed


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8")).hexdigest()
