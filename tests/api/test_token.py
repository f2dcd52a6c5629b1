"""Tokens: who gets one, for how long, and what ends it."""

import logging
from typing import Any

import pytest

from api.assertion import ASSERTION_TYP, Assertion, sign_assertion
from ledger.domain.kinds.party import KeyRevoked
from ledger.evidence.canonical import encode_body, format_canonical
from ledger.evidence.jws import sign_compact
from ledger.evidence.keys import generate_signer
from ledger.evidence.statement import digest_of
from tests.api.house import (
    AGENT,
    AUDITOR,
    TOKEN_URL,
    UNTIL,
    House,
    assert_error_shape,
)


def forge(house: House, name: str, **claims: Any) -> bytes:
    """Return an assertion with any claims, signed by somebody."""
    now = int(house.now.timestamp())
    kid = str(house.key(name).public.kid)
    honest: dict[str, Any] = {
        "iss": kid,
        "sub": kid,
        "aud": (house.told.ledger, TOKEN_URL),
        "exp": now + 30,
        "iat": now,
        "jti": "0123456789abcdef",
    }
    return sign_compact(
        ASSERTION_TYP, encode_body(Assertion(**{**honest, **claims})), house.key(name)
    )


@pytest.mark.parametrize(
    ("name", "stream", "status"),
    [
        ("member-a", "contract/score-wo-1", 200),
        ("quintilesims-registrar", "contract/score-wo-1", 200),
        (AGENT, "contract/score-wo-1", 200),
        ("rival-registrar", "contract/score-wo-1", 404),
        ("rival-registrar", "party/servier", 200),
        (AUDITOR, "board/jsc", 200),
        (AUDITOR, "decision/jsc/2017-001", 200),
        (AUDITOR, "contract/score-wo-1", 404),
    ],
)
def test_a_key_reads_as_its_party_or_by_its_scope(
    library: House, name: str, stream: str, status: int
) -> None:
    """A person, a registrar and a system read as their company, an auditor by scope."""
    answer = library.get(f"/v1/streams/{stream}?limit=1", name)

    assert answer.status_code == status


def test_a_token_is_given_for_five_minutes_and_never_kept(library: House) -> None:
    """The answer says how long it holds, and that no cache may keep it."""
    answer = library.ask_token(library.assertion("member-a"))

    assert answer.json is not None
    assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 300)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_token_ends_after_five_minutes(house: House) -> None:
    """A token that has expired is as good as none."""
    headers = house.headers("member-a")
    house.advance(seconds=299)
    in_time = house.client.get("/v1/streams", headers=headers)
    house.advance(seconds=1)

    answer = house.client.get("/v1/streams", headers=headers)

    assert in_time.status_code == 200
    assert_error_shape(answer, 401, "token-unknown")
    assert answer.headers["WWW-Authenticate"] == "Bearer error=invalid_token"


def test_revoking_a_key_ends_its_tokens(house: House) -> None:
    """Each request looks again whether the key still stands."""
    headers = house.headers("member-b")
    body = KeyRevoked(kid=house.key("member-b").public.kid, cause="lost")
    house.desk("servier-registrar").say("key.revoked.v1", "party/servier", body, reason="lost")

    answer = house.client.get("/v1/streams", headers=headers)

    assert_error_shape(answer, 401, "key-reads-nothing")
    assert_error_shape(house.ask_token(house.assertion("member-b")), 403, "key-reads-nothing")


@pytest.mark.parametrize("name", [AUDITOR, AGENT])
def test_an_admission_ends_with_its_last_day(house: House, name: str) -> None:
    """Auditors and systems read until the day that was set."""
    days = (UNTIL - house.now.date()).days
    house.advance(days=days)
    on_the_last_day = house.ask_token(house.assertion(name))
    house.advance(days=1)

    assert on_the_last_day.status_code == 200
    assert_error_shape(house.ask_token(house.assertion(name)), 403, "key-reads-nothing")


def test_roots_read_nothing(library: House) -> None:
    """A root founds and admits; it is nobody's reader."""
    assert_error_shape(library.ask_token(library.assertion("root")), 403, "key-reads-nothing")


def test_an_assertion_is_used_once(library: House) -> None:
    """Whoever overhears an assertion gets nothing for it."""
    assertion = library.assertion("member-c")
    first = library.ask_token(assertion)

    again = library.ask_token(assertion)

    assert first.status_code == 200
    assert_error_shape(again, 403, "assertion-used")


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": "somebody"}, "assertion-subject"),
        ({"sub": "somebody"}, "assertion-subject"),
        ({"aud": ("sha256:" + "0" * 64, TOKEN_URL)}, "assertion-audience"),
        ({"aud": (TOKEN_URL, TOKEN_URL)}, "assertion-audience"),
    ],
)
def test_an_assertion_is_for_this_ledger_from_this_key(
    library: House, claims: dict[str, Any], code: str
) -> None:
    """An assertion for another place, or in another's name, is worth nothing here."""
    assert_error_shape(library.ask_token(forge(library, "member-a", **claims)), 403, code)


def test_the_audience_is_never_taken_from_the_request(library: House) -> None:
    """A relay that names itself in Host cannot pass on what was meant for it."""
    assertion = library.assertion("member-a", token_url="https://relay.example/v1/token")

    answer = library.client.post(
        "/v1/token",
        base_url="https://relay.example",
        data={
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion.decode(),
        },
    )

    assert_error_shape(answer, 403, "assertion-audience")


@pytest.mark.parametrize(
    ("issued", "expires", "is_taken"),
    [
        (0, 60, True),
        (0, 1, True),
        (5, 60, True),
        (0, 61, False),
        (0, 0, False),
        (-60, -1, False),
        (-31, 30, False),
        (6, 60, False),
        (5, 5, False),
    ],
)
def test_an_assertion_lives_for_a_minute_at_most(
    library: House, issued: int, expires: int, *, is_taken: bool
) -> None:
    """Times are compared with the server's clock; a client's may be 5 s ahead."""
    now = int(library.now.timestamp())
    jti = f"minute{issued}_{expires}".ljust(20, "x").replace("-", "m")

    answer = library.ask_token(
        forge(library, "member-a", iat=now + issued, exp=now + expires, jti=jti)
    )

    if is_taken:
        assert answer.status_code == 200
    else:
        assert_error_shape(answer, 403, "assertion-time")


def test_the_signature_is_checked_before_the_claims(library: House) -> None:
    """An assertion under a key that nobody enrolled is not read any further."""
    stranger = sign_assertion(
        generate_signer(), ledger=library.told.ledger, token_url=TOKEN_URL, at=library.now
    )
    head, payload, signature = library.assertion("member-a").split(b".")
    other = library.assertion("member-b").split(b".")[2]

    assert_error_shape(library.ask_token(stranger), 403, "key-reads-nothing")
    assert_error_shape(
        library.ask_token(b".".join((head, payload, other))), 403, "signature-invalid"
    )
    assert_error_shape(
        library.ask_token(b".".join((head, payload, signature + b"="))), 400, "base64-malformed"
    )


@pytest.mark.parametrize(
    "payload",
    [
        b"{}",
        b'{"iss":"a"}',
        format_canonical(
            {"aud": ["a", "b"], "exp": "7", "iat": 1, "iss": "a", "jti": "j" * 16, "sub": "a"}
        ),
        format_canonical(
            {"aud": ["a"], "exp": 7, "iat": 1, "iss": "a", "jti": "j" * 16, "sub": "a"}
        ),
        format_canonical(
            {"aud": ["a", "b"], "exp": 7, "iat": 1, "iss": "a", "jti": "j", "sub": "a"}
        ),
    ],
)
def test_an_assertion_has_its_six_claims(library: House, payload: bytes) -> None:
    """Another set of claims, or another type, is no assertion."""
    assertion = sign_compact(ASSERTION_TYP, payload, library.key("member-a"))

    assert_error_shape(library.ask_token(assertion), 400, "assertion-malformed")


def test_a_statement_is_no_assertion(library: House) -> None:
    """What was signed for another purpose gets no token."""
    compact = library.it.archive.find(library.told.ledger).statement.compact

    assert digest_of(compact) == library.told.ledger
    assert_error_shape(library.ask_token(compact), 400, "header-malformed")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "token-missing"),
        ("Bearer", "token-missing"),
        ("Basic dXNlcjpwYXNz", "token-missing"),
        ("Bearer nonsense", "token-unknown"),
    ],
)
def test_what_is_for_some_is_not_for_all(library: House, header: str, code: str) -> None:
    """Without a token that stands, the answer is 401 and says how to ask."""
    answer = library.client.get("/v1/streams", headers={"Authorization": header})

    assert_error_shape(answer, 401, code)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/streams",
        "/v1/streams/ledger/main",
        "/v1/streams/decision/jsc/2017-001",
        "/v1/boards",
        "/v1/boards/jsc",
        "/v1/boards/jsc/decisions",
        "/v1/boards/jsc/meetings",
        "/v1/boards/jsc/meetings/1",
        "/v1/decisions",
        "/v1/decisions/jsc/2017-001",
        "/v1/contracts",
        "/v1/contracts/score-wo-1",
        "/v1/parties",
        "/v1/parties/servier",
        "/v1/partnerships",
        "/v1/partnerships/score",
        "/v1/statements/x",
        "/v1/statements/x/receipt",
        "/v1/feed",
    ],
)
def test_every_reading_route_asks_for_a_token(library: House, path: str) -> None:
    """The public sees the log, and nothing under /v1 but this API's description."""
    assert_error_shape(library.get(path), 401, "token-missing")


def test_no_secret_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Neither tokens nor assertions reach a log, also when they are refused."""
    caplog.set_level(logging.DEBUG)
    assertion = house.assertion("member-a")
    token = house.ask_token(assertion).text.split('"')[3]
    house.client.get("/v1/streams", headers={"Authorization": f"Bearer {token}"})
    house.client.get("/v1/streams", headers={"Authorization": f"Bearer {token}x"})
    house.ask_token(assertion)

    assert len(token) == 43
    assert token not in caplog.text
    assert assertion.decode() not in caplog.text
