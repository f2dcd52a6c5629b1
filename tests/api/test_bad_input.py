"""Bad input, item by item: each is refused by name, and nothing was recorded."""

import json
from datetime import timedelta

import pytest

from ledger.evidence.commitment import make_opening
from ledger.evidence.keys import generate_signer
from ledger.evidence.statement import (
    Digest,
    KindTag,
    Seen,
    new_statement_id,
)
from tests.api.bad_statements import (
    SMALL_ORDER,
    TYP,
    Bad,
    after_elsewhere,
    enrolment_of,
    of_other_stream,
    padded,
    raw,
    respelled,
    signed,
    stale_ballot,
    swap,
    taken_id,
    tampered,
    too_large,
    under_a_revoked_key,
    with_openings,
)
from tests.api.house import House, assert_error_shape


def text(body: str | bytes) -> Bad:
    """Return a request body as it is."""
    return lambda _: body if isinstance(body, bytes) else body.encode()


STRANGER = generate_signer()

BAD: dict[str, tuple[Bad, int, str]] = {
    # the request
    "no json": (text("nonsense"), 400, "json-malformed"),
    "empty": (text(""), 400, "json-malformed"),
    "not utf-8": (text(b'{"statement":"\xff"}'), 400, "json-malformed"),
    "duplicate member": (text('{"statement":"a","statement":"b"}'), 400, "json-malformed"),
    "float": (text('{"statement":1.5}'), 400, "json-malformed"),
    "exponent": (text('{"statement":1e3}'), 400, "json-malformed"),
    "NaN": (text('{"statement":NaN}'), 400, "json-malformed"),
    "lone surrogate": (text('{"statement":"\\ud800"}'), 400, "json-malformed"),
    "lone surrogate as a name": (text('{"\\udc00":1}'), 400, "json-malformed"),
    "nesting": (text("[" * 100_000), 400, "json-malformed"),
    "byte order mark": (text(b'\xef\xbb\xbf{"statement":"a"}'), 400, "json-malformed"),
    "trailing text": (text('{"statement":"a"} x'), 400, "json-malformed"),
    "a number of digits": (text('{"statement":' + "9" * 5_000 + "}"), 400, "json-malformed"),
    "null": (text("null"), 400, "fields-malformed"),
    "a string": (text('"statement"'), 400, "fields-malformed"),
    "no statement": (text("{}"), 400, "fields-malformed"),
    "wrong type": (text('{"statement":7}'), 400, "fields-malformed"),
    "null statement": (text('{"statement":null}'), 400, "fields-malformed"),
    "unknown member": (text('{"statement":"a","more":1}'), 400, "fields-malformed"),
    "openings of a wrong type": (text('{"statement":"a","openings":"b"}'), 400, "fields-malformed"),
    "no statement at all": (text("[]"), 400, "statement-count"),
    "501 statements": (lambda _: [{"statement": "a"}] * 501, 400, "statement-count"),
    "one unreadable of two": (
        lambda house: [signed(house), {"statement": 7}],
        400,
        "fields-malformed",
    ),
    # the token
    "no token": (text('{"statement":"nonsense"}'), 400, "compact-malformed"),
    "four parts": (text('{"statement":"a.b.c.d"}'), 400, "compact-malformed"),
    "an escaped control byte": (text('{"statement":"a.b\\u0000.c"}'), 400, "header-malformed"),
    "no header": (text('{"statement":"..a"}'), 400, "header-malformed"),
    "header of another order": (
        lambda house: raw(house, header=f'{{"kid":"KID","alg":"Ed25519","typ":"{TYP}"}}'),
        400,
        "header-malformed",
    ),
    "header with a space": (
        lambda house: raw(house, header=f'{{"alg":"Ed25519", "kid":"KID","typ":"{TYP}"}}'),
        400,
        "header-malformed",
    ),
    "embedded jwk": (
        lambda house: raw(
            house, header=f'{{"alg":"Ed25519","jwk":{{}},"kid":"KID","typ":"{TYP}"}}'
        ),
        400,
        "header-malformed",
    ),
    "b64 false": (
        lambda house: raw(
            house,
            header=f'{{"alg":"Ed25519","b64":false,"crit":["b64"],"kid":"KID","typ":"{TYP}"}}',
        ),
        400,
        "header-malformed",
    ),
    "alg none": (
        lambda house: raw(house, header=f'{{"alg":"none","kid":"KID","typ":"{TYP}"}}'),
        400,
        "header-malformed",
    ),
    "another alg than the key's": (
        lambda house: raw(house, header=f'{{"alg":"ES256","kid":"KID","typ":"{TYP}"}}'),
        403,
        "key-mismatch",
    ),
    "another typ": (
        lambda house: raw(house, header='{"alg":"Ed25519","kid":"KID","typ":"jwt"}'),
        400,
        "header-malformed",
    ),
    "padding": (padded, 400, "base64-malformed"),
    "spare bits": (respelled, 400, "base64-malformed"),
    "65 537 bytes": (too_large, 400, "compact-malformed"),
    "tampered": (tampered, 403, "signature-invalid"),
    "unknown key": (lambda house: raw(house, key=STRANGER), 403, "key-not-enrolled"),
    "revoked key": (under_a_revoked_key, 403, "key-revoked"),
    # the payload, under a signature that holds
    "payload: duplicate member": (
        lambda house: raw(house, swap(b'"base":null', b'"base":null,"base":null')),
        400,
        "json-not-canonical",
    ),
    "payload: unknown member": (
        lambda house: raw(house, swap(b'"base":null', b'"base":null,"bass":null')),
        400,
        "claim-malformed",
    ),
    "payload: missing member": (
        lambda house: raw(house, swap(b'"base":null,', b"")),
        400,
        "claim-malformed",
    ),
    "payload: a space": (
        lambda house: raw(house, swap(b'"base":null', b'"base": null')),
        400,
        "json-not-canonical",
    ),
    "payload: a newline at the end": (
        lambda house: raw(house, lambda payload: payload + b"\n"),
        400,
        "json-not-canonical",
    ),
    "payload: a lone surrogate": (
        lambda house: raw(house, swap(b'"Servier"', b'"\\ud800"')),
        400,
        "json-malformed",
    ),
    "payload: a float": (
        lambda house: raw(house, swap(b'"Servier"', b"1.5")),
        400,
        "json-number",
    ),
    "payload: nesting": (
        lambda house: raw(house, swap(b'"Servier"', b"[" * 20 + b"]" * 20)),
        400,
        "json-too-deep",
    ),
    "payload: not an object": (lambda house: raw(house, lambda _: b"[]"), 400, "claim-malformed"),
    "payload: a wrong type": (
        lambda house: raw(house, swap(b'"size":', b'"size":"7","sise":')),
        400,
        "seen-malformed",
    ),
    "body: a wrong type": (
        lambda house: signed(house, body=b'{"legal_name":7,"on":"2021-05-01"}'),
        400,
        "body-malformed",
    ),
    "body: an unknown member": (
        lambda house: signed(house, body=b'{"legal_name":"A","more":1,"on":"2021-05-01"}'),
        400,
        "body-malformed",
    ),
    "body: an explicit null": (
        lambda house: signed(house, body=b'{"legal_name":null,"on":"2021-05-01"}'),
        400,
        "body-malformed",
    ),
    "unknown kind": (
        lambda house: signed(house, kind=KindTag("party.vanished.v1")),
        400,
        "kind-unknown",
    ),
    "kind of another stream": (
        lambda house: signed(house, kind=KindTag("meeting.closed.v1"), body=b"{}"),
        422,
        "wrong-stream",
    ),
    "wrong ledger": (
        lambda house: signed(house, ledger=Digest("sha256:" + "0" * 64)),
        422,
        "wrong-ledger",
    ),
    "no ledger": (lambda house: signed(house, ledger=None), 422, "wrong-ledger"),
    "another stream": (of_other_stream, 422, "other-party"),
    "after that is not in the stream": (after_elsewhere, 409, "after-unknown"),
    "after that is nowhere": (
        lambda house: signed(house, after=Digest("sha256:" + "0" * 64)),
        409,
        "after-unknown",
    ),
    "no after": (lambda house: signed(house, after=None), 409, "after-unknown"),
    "stale base": (stale_ballot, 409, "ballot-stale"),
    "unknown checkpoint": (
        lambda house: signed(house, seen=Seen(size=5, root="0" * 64)),
        422,
        "seen-unknown",
    ),
    "future checkpoint": (
        lambda house: signed(house, seen=Seen(size=house.size + 1, root="0" * 64)),
        422,
        "seen-unknown",
    ),
    "no checkpoint": (lambda house: signed(house, seen=None), 422, "seen-unknown"),
    "future date": (
        lambda house: signed(
            house, signed_at=house.now.replace(microsecond=0) + timedelta(seconds=301)
        ),
        422,
        "signed-in-future",
    ),
    "id of another form": (
        lambda house: raw(
            house,
            lambda payload: payload.replace(b"-7", b"-4", 1),
        ),
        400,
        "statement-id-malformed",
    ),
    "id taken by other bytes": (taken_id, 409, "id-taken"),
    "small-order key": (
        enrolment_of({"crv": "Ed25519", "kty": "OKP", "x": SMALL_ORDER}),
        400,
        "key-small-order",
    ),
    "opening of nothing": (with_openings(make_opening("name", "x")), 403, "opening-unknown"),
    "opening that is none": (with_openings("nonsense!"), 400, "opening-malformed"),
}


@pytest.mark.parametrize("item", BAD)
def test_bad_statements_are_refused_by_name(house: House, item: str) -> None:
    """Every malformed request, token, payload and body has its own code and leaves no trace."""
    make, status, code = BAD[item]
    body = make(house)
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    size, checkpoint = house.size, house.get("/log/checkpoint").data

    answer = house.client.post("/v1/statements", data=data, content_type="application/json")

    assert_error_shape(answer, status, code)
    assert (size, checkpoint) == (house.size, house.get("/log/checkpoint").data)


def test_an_array_of_bad_statements_records_nothing(house: House) -> None:
    """In an array each has its own refusal, under the same codes, and the log stays as it is."""
    rows = [BAD[item] for item in ("padding", "tampered", "no after", "future date", "stale base")]
    sent = [make(house) for make, _, _ in rows]
    size = house.size

    outcomes = json.loads(house.post("/v1/statements", sent).data)

    said = [(each["problem"]["status"], each["problem"]["code"]) for each in outcomes]
    assert said == [(status, code) for _, status, code in rows]
    assert size == house.size


def test_the_same_bytes_again_are_no_conflict(house: House) -> None:
    """An id that comes again with the same bytes has its receipt again."""
    sent = signed(house, id=new_statement_id(house.now))
    house.post("/v1/statements", sent)
    size = house.size

    outcome = json.loads(house.post("/v1/statements", sent).data)
    receipt = house.get(outcome["receipt"], "member-a")

    assert (receipt.status_code, size) == (200, house.size)
