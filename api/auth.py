"""Who asks: a bearer token stands for an enrolled key, and the key for a reader.

A token lasts minutes, and each request looks again whether its key still
stands: whoever revokes a key ends its tokens with it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from flask import g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from api.assertion import open_assertion, parse_assertion_kid
from api.served import Served, served
from ledger.archive.export import LedgerUnfoundedError
from ledger.domain.audience import AuditorReader, PartyReader
from ledger.domain.directory import LedgerMatter, party_of, the_ledger
from ledger.domain.world import World
from ledger.errors import UnverifiedError
from ledger.evidence.keys import KeyId, PublicKey
from projections import access
from projections.engine import writing

TOKEN_SECONDS: Final = 300
_SCHEME: Final = "bearer"

Known = PartyReader | AuditorReader  # the public has no token


class TokenMissingError(UnverifiedError):
    """What is meant for some readers is read with a token."""

    code = "token-missing"
    message = "a bearer token is needed here; POST /v1/token gives one"


class KeyReadsNothingError(UnverifiedError):
    """A key reads while it is enrolled for a company or an auditor, and not revoked."""

    code = "key-reads-nothing"
    message = "no reader stands behind key {kid}"


def issue_token(it: Served, compact: bytes) -> str:
    """Return a bearer token for the key that signed an assertion.

    Raises:
        MalformedError: It is no assertion.
        UnverifiedError: It does not hold, was used before, or its key reads nothing.
        LedgerUnfoundedError: Nobody can be enrolled yet.
    """
    at, world = it.now(), it.ledger.world
    ledger = the_ledger(world)
    kid = parse_assertion_kid(compact)
    if ledger is None:
        raise LedgerUnfoundedError
    key, _ = find_reader(world, kid, at)
    assertion = open_assertion(compact, key, ledger=ledger.id, token_url=it.token_url, at=at)
    with writing(it.views.access) as connection:
        access.purge(connection, at)
        access.use_assertion(
            connection,
            kid=kid,
            jti=assertion.jti,
            expires_at=datetime.fromtimestamp(assertion.exp, at.tzinfo),
        )
        return access.issue(connection, kid=kid, expires_at=at + timedelta(seconds=TOKEN_SECONDS))


def authenticate() -> None:
    """Find out who asks, before anything is looked at.

    Raises:
        Unauthorized: There is no token, or nobody stands behind it.
    """
    it = served()
    try:
        token = _parse_token()
        with it.views.access.connect() as connection, connection.begin():
            kid = access.lookup(connection, token, it.now()).kid
        _, g.reader = find_reader(it.ledger.world, KeyId(kid), it.now())
    except TokenMissingError as error:
        raise Unauthorized(www_authenticate=WWWAuthenticate(_SCHEME)) from error
    except UnverifiedError as error:
        challenge = WWWAuthenticate(_SCHEME, {"error": "invalid_token"})
        raise Unauthorized(www_authenticate=challenge) from error


def current_reader() -> Known:
    """Return who asks, on a route that asks for a token."""
    reader: Known = g.reader
    return reader


def find_reader(world: World, kid: KeyId, at: datetime) -> tuple[PublicKey, Known]:
    """Return a key, and who reads with it at that moment.

    A person, a registrar or a system reads as its company, an auditor by scope.

    Raises:
        KeyReadsNothingError: Nobody does: unknown, revoked or over.
    """
    ledger = the_ledger(world)
    for key, reader in () if ledger is None else _readers(world, ledger, at):
        if key.kid == kid:
            return key, reader
    raise KeyReadsNothingError(kid=kid)


def _readers(world: World, ledger: LedgerMatter, at: datetime) -> Iterator[tuple[PublicKey, Known]]:
    on = at.date()
    for kid, auditor in ledger.auditors.items():
        if on <= auditor.until:
            yield auditor.key, AuditorReader(kid=kid)
    for slug, admitted in ledger.parties.items():
        reader = PartyReader(party=slug)
        people = party_of(world, slug)
        yield from ((key, reader) for key in admitted.registrars.values())
        for enrolled in people.keys.values():
            agent = people.agents.get(enrolled.holder)
            is_over = agent is not None and agent.until < on
            if enrolled.revoked_at is None and not is_over:
                yield enrolled.key, reader


def _parse_token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != _SCHEME or not token:
        raise TokenMissingError
    return token
