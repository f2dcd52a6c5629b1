"""Assertions: how a key's holder asks for a token (RFC 7523, draft client-authentication+jwt).

    header   {"alg":"Ed25519","kid":"<43>","typ":"client-authentication+jwt"}
    payload  {"aud":["sha256:<ledger>","https://…/v1/token"],"exp":…,"iat":…,"iss":"<kid>",
              "jti":"<16 to 128 characters>","sub":"<kid>"}

The same strict form as a statement. For one ledger at one address, for a
minute, once: what is overheard or passed on is of no use elsewhere.
"""

import secrets
from datetime import datetime
from typing import Annotated, Final

from ledger.errors import MalformedError, UnverifiedError
from ledger.evidence.canonical import (
    Body,
    BodyMalformedError,
    constrained,
    decode_body,
    encode_body,
)
from ledger.evidence.jws import open_compact, parse_compact_kid, sign_compact
from ledger.evidence.keys import KeyId, PublicKey, Signer
from ledger.evidence.statement import Digest

ASSERTION_TYP: Final = "client-authentication+jwt"
LIFETIME_SECONDS_MAX: Final = 60
_CLOCK_SKEW_SECONDS: Final = 5
_BYTES_MAX: Final = 4_096

_Moment = Annotated[int, constrained(ge=0, le=2**53 - 1)]


class AssertionMalformedError(MalformedError):
    """An assertion has these six claims, and no others."""

    code = "assertion-malformed"
    message = "{path}: {problem}"


class AssertionAudienceError(UnverifiedError):
    """An assertion is for this ledger, at this address."""

    code = "assertion-audience"
    message = "the audience is to be exactly the ledger {ledger} and {token_url}"


class AssertionSubjectError(UnverifiedError):
    """A key speaks for itself alone."""

    code = "assertion-subject"
    message = "iss and sub are to be the signing key's id {kid}"


class AssertionTimeError(UnverifiedError):
    """An assertion lives for a minute at most, and neither before nor after."""

    code = "assertion-time"
    message = "iat {iat}, exp {exp}: not within a minute of the server's clock {now}"


class Assertion(Body):
    """What a key's holder asserts; the bytes are canonical JSON."""

    iss: str
    sub: str
    aud: Annotated[tuple[str, ...], constrained(min_length=2, max_length=2)]
    exp: _Moment
    iat: _Moment
    jti: Annotated[str, constrained(pattern="[A-Za-z0-9_-]{16,128}")]


def sign_assertion(
    signer: Signer, *, ledger: Digest, token_url: str, at: datetime, seconds: int = 30
) -> bytes:
    """Return a fresh assertion, to be used once.

    Raises:
        MalformedError: A claim breaks its grammar.
    """
    issued = int(at.timestamp())
    assertion = Assertion(
        iss=signer.public.kid,
        sub=signer.public.kid,
        aud=(ledger, token_url),
        exp=issued + seconds,
        iat=issued,
        jti=secrets.token_urlsafe(24),
    )
    return sign_compact(ASSERTION_TYP, encode_body(assertion), signer)


def parse_assertion_kid(compact: bytes) -> KeyId:
    """Return the key id that an assertion claims, to look up its key; nothing is verified.

    Raises:
        CompactMalformedError: It is too large or has not three parts.
        HeaderMalformedError: The header is not exactly that of an assertion.
    """
    return parse_compact_kid(ASSERTION_TYP, compact)


def open_assertion(
    compact: bytes, key: PublicKey, *, ledger: Digest, token_url: str, at: datetime
) -> Assertion:
    """Return the assertion, once it holds; that it was not used before is left to the caller.

    Raises:
        MalformedError: It is no assertion; as ``open_compact`` names it.
        UnverifiedError: The signature does not hold; as ``open_compact`` names it.
        AssertionSubjectError, AssertionAudienceError, AssertionTimeError: as named.
    """
    payload, _ = open_compact(ASSERTION_TYP, compact, key)
    try:
        assertion = decode_body(payload, Assertion, bytes_max=_BYTES_MAX)
    except BodyMalformedError as error:
        raise AssertionMalformedError(**error.facts) from error
    if {assertion.iss, assertion.sub} != {str(key.kid)}:
        raise AssertionSubjectError(kid=key.kid)
    if set(assertion.aud) != {ledger, token_url}:
        raise AssertionAudienceError(ledger=ledger, token_url=token_url)
    _check_time(assertion, at)
    return assertion


def _check_time(assertion: Assertion, at: datetime) -> None:
    now = int(at.timestamp())
    is_fresh = now < assertion.exp <= now + LIFETIME_SECONDS_MAX
    is_issued = assertion.exp - LIFETIME_SECONDS_MAX <= assertion.iat <= now + _CLOCK_SKEW_SECONDS
    if not (is_fresh and is_issued and assertion.iat < assertion.exp):
        raise AssertionTimeError(iat=assertion.iat, exp=assertion.exp, now=now)
