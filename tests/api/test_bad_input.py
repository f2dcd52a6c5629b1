"""Bad input, item by item: each is refused by name, and nothing was recorded."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.boards import BoardMatter, electorate_of
from ledger.domain.kinds.decision import BallotCast, MotionMoved, MotionOpened
from ledger.domain.kinds.party import KeyRevoked, PartyRenamed, PersonEnrolled
from ledger.domain.world import demand_matter
from ledger.drafting import Wish
from ledger.evidence.base64url import format_base64url, parse_base64url
from ledger.evidence.canonical import encode_body
from ledger.evidence.commitment import Opening, make_opening
from ledger.evidence.keys import Signer, generate_signer
from ledger.evidence.statement import (
    Claims,
    Digest,
    KindTag,
    Seen,
    StreamName,
    format_claims,
    new_statement_id,
    sign_statement,
)
from tests.api.house import House, assert_error_shape, submission

STREAM = StreamName("party/servier")
SMALL_ORDER = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  # the identity, in base64url
Bad = Callable[[House], object]


def claims_of(house: House) -> Claims:
    """Return claims that would be recorded."""
    desk = house.desk("member-a", "signatory")
    wish = Wish(
        kind=KindTag("party.renamed.v1"),
        stream=STREAM,
        body=encode_body(PartyRenamed(legal_name="Servier", on=house.now.date())),
        signer=desk.claim,
    )
    size = house.size
    root = house.it.archive.root(size)
    claims = desk.door.draft(wish)
    return replace(claims, seen=Seen(size=size, root=root.hex()))


def signed(house: House, **members: Any) -> dict[str, object]:
    """Return a submission of claims that differ in some members."""
    claims = replace(claims_of(house), **members)
    return submission(sign_statement(claims, house.key("member-a")))


def raw(
    house: House,
    change: Callable[[bytes], bytes] = bytes,
    *,
    header: str | None = None,
    key: Signer | None = None,
) -> dict[str, object]:
    """Return a submission of any bytes, validly signed all the same."""
    signer = key or house.key("member-a")
    kid = signer.public.kid
    header = header or f'{{"alg":"Ed25519","kid":"{kid}","typ":"{TYP}"}}'
    payload = change(format_claims(claims_of(house)))
    signing_input = b".".join(
        format_base64url(part) for part in (header.replace("KID", kid).encode(), payload)
    )
    compact = signing_input + b"." + format_base64url(signer.sign(signing_input))
    return submission(compact)


TYP = "vnd.countersign.statement.v1+json"


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Return what puts other bytes into a payload."""

    def change(payload: bytes) -> bytes:
        assert old in payload
        return payload.replace(old, new, 1)

    return change


def padded(house: House) -> dict[str, object]:
    """Return a submission whose parts are padded."""
    sent = signed(house)
    return {**sent, "statement": f"{sent['statement']}="}


def respelled(house: House) -> dict[str, object]:
    """Return a submission whose last character has spare bits set."""
    compact = str(signed(house)["statement"])
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return {"statement": compact[:-1] + alphabet[alphabet.index(compact[-1]) ^ 1]}


def tampered(house: House) -> dict[str, object]:
    """Return a submission whose payload was changed after it was signed."""
    head, payload, signature = str(signed(house)["statement"]).split(".")
    other = parse_base64url(payload.encode()).replace(b"Servier", b"Servant")
    return {"statement": f"{head}.{format_base64url(other).decode()}.{signature}"}


def too_large(house: House) -> dict[str, object]:
    """Return a submission whose payload is of 65 537 bytes."""

    def change(payload: bytes) -> bytes:
        return payload.replace(b"Servier", b"S" * (65_537 - len(payload) + len(b"Servier")))

    return raw(house, change)


def of_other_stream(house: House) -> dict[str, object]:
    """Return what was signed for one stream, posted for another."""
    other = house.it.ledger.world.stream(StreamName("party/salesforce"))
    assert other is not None
    return signed(house, stream=other.name, after=other.head)


def after_elsewhere(house: House) -> dict[str, object]:
    """Return a statement that comes after one of another stream."""
    return signed(house, after=house.told.ledger)


def under_a_revoked_key(house: House) -> dict[str, object]:
    """Return a statement under a key that was revoked meanwhile."""
    sent = signed(house)
    body = KeyRevoked(kid=house.key("member-a").public.kid, cause="lost")
    house.desk("servier-registrar").say("key.revoked.v1", STREAM, body, reason="lost")
    return sent


def stale_ballot(house: House) -> dict[str, object]:
    """Return a ballot that replaces another than the seat's current one: it has none."""
    stream, world = StreamName("decision/jsc/2021-001"), house.it.ledger.world
    motion = MotionMoved(title="A", text="B", class_="process", procedure="written")
    moved = house.desk("member-a", "member").say("motion.moved.v1", stream, motion)
    board = demand_matter(world, StreamName("board/jsc"), BoardMatter)
    opening = MotionOpened(
        charter=board.charter_digest,
        electorate=electorate_of(board, house.now.date(), world.size),
        closes_at=house.now.replace(microsecond=0) + timedelta(days=7),
    )
    chair = house.desk("member-b", "chair")
    poll = chair.say("motion.opened.v1", stream, opening, subject=moved.digest)
    desk = house.desk("member-a", "member")
    wish = Wish(
        kind=KindTag("ballot.cast.v1"),
        stream=stream,
        body=encode_body(BallotCast(seat="servier-1", choice="for")),
        signer=desk.claim,
        subject=poll.digest,
        base=moved.digest,
        meaning="approval",
    )
    return submission(desk.sign(wish))


def enrolment_of(jwk: Mapping[str, str]) -> Bad:
    """Return what enrols a key, however unfit."""

    def enrol(house: House) -> dict[str, object]:
        desk = house.desk("servier-registrar")
        body = PersonEnrolled(
            person="newcomer",
            proofing_method="passport seen",
            jwk=dict(jwk),
            key_proof=sign_statement(claims_of(house), house.key("member-a")).decode(),
        )
        opening = make_opening("name", "Newcomer")
        wish = Wish(
            kind=KindTag("person.enrolled.v1"),
            stream=STREAM,
            body=encode_body(body),
            signer=desk.claim,
            sealed=(opening.sealed,),
        )
        return submission(desk.sign(wish), [opening])

    return enrol


def taken_id(house: House) -> dict[str, object]:
    """Return other bytes under an id that is recorded."""
    recorded = house.it.archive.find(house.told.ledger).statement.id
    return signed(house, id=recorded)


def with_openings(*openings: Opening | str) -> Bad:
    """Return a statement with openings for what it does not seal."""

    def send(house: House) -> dict[str, object]:
        texts = [each if isinstance(each, str) else each.text.decode() for each in openings]
        return {**signed(house), "openings": texts}

    return send


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


QUERIES = [
    ("/v1/feed", "lastEventId=-1"),
    ("/v1/feed", "lastEventId=1_000"),
    ("/v1/feed", "lastEventId=%D9%A7"),
    ("/v1/feed", "lastEventId=007"),
    ("/v1/feed", "lastEventId=9007199254740992"),
    ("/v1/feed", "lastEventId="),
    ("/v1/feed", "last_event_id=1"),
    ("/v1/feed", "limit=0"),
    ("/v1/feed", "limit=1001"),
    ("/v1/feed", "limit=1.5"),
    ("/v1/feed", "limit=7&limit=7"),
    ("/v1/feed", "timeout=1e3"),
    ("/v1/streams/board/jsc", "after=+1"),
    ("/v1/streams/board/jsc", "limit=501"),
    ("/v1/streams/decision/jsc/2017-001", "limit=%20 7"),
    ("/v1/contracts/score-wo-1", "effective=20171001"),
    ("/v1/contracts/score-wo-1", "effective=2017-W39-7"),
    ("/v1/contracts/score-wo-1", "effective=2017-02-30"),
    ("/v1/contracts/score-wo-1", "effective=yesterday"),
    ("/v1/contracts/score-wo-1", "known=2017-10-01"),
    ("/v1/contracts/score-wo-1", "known=2017-10-01T00:00:00%2B02:00"),
    ("/v1/contracts/score-wo-1", "known=2017-02-30T00:00:00Z"),
    ("/v1/contracts/score-wo-1", "known=-1"),
    ("/v1/decisions", "board=jsc&board=jsc"),
]


@pytest.mark.parametrize(("path", "query"), QUERIES)
def test_bad_queries_are_refused_by_name(library: House, path: str, query: str) -> None:
    """A number has one spelling, a day too; nothing is rounded, trimmed or guessed."""
    answer = library.get(f"{path}?{query}", "member-a")

    assert_error_shape(answer, 400, "fields-malformed")


ASKED = '"kind":"a","stream":"b","signer":{"person":"a","party":null,"capacity":"b"}'

SIZED = '{"name":"a","media_type":"a/b","size":"7","sha256":"c"}'

DRAFTS: dict[str, tuple[str, str]] = {
    "duplicate member": ('{"kind":"a","kind":"b"}', "json-malformed"),
    "float": ('{"body":{"minor":1.0}}', "json-malformed"),
    "lone surrogate": ('{"reason":"\\udfff"}', "json-malformed"),
    "unknown member": (f'{{{ASKED},"body":{{}},"more":1}}', "fields-malformed"),
    "unknown member within": (f'{{{ASKED},"body":{{}},"sealed":[{{"a":1}}]}}', "fields-malformed"),
    "no object": ("[]", "fields-malformed"),
    "nothing": ("{}", "fields-malformed"),
    "a string for a number": (
        f'{{{ASKED},"body":{{}},"documents":[{SIZED}]}}',
        "fields-malformed",
    ),
    "a body that is no object": (f'{{{ASKED},"body":[]}}', "fields-malformed"),
    "an inexact integer": (f'{{{ASKED},"body":{{"n":9007199254740992}}}}', "json-number"),
}


@pytest.mark.parametrize("item", DRAFTS)
def test_bad_drafts_are_refused_by_name(library: House, item: str) -> None:
    """A draft is read as strictly as a statement."""
    data, code = DRAFTS[item]

    answer = library.client.post(
        "/v1/statements/draft",
        data=data,
        content_type="application/json",
        headers=library.headers("member-a"),
    )

    assert_error_shape(answer, 400, code)


@pytest.mark.parametrize(
    "form",
    [
        {"client_assertion": []},
        {"grant_type": "password"},
        {"grant_type": ["client_credentials", "client_credentials"]},
        {"client_assertion_type": "jwt"},
        {"scope": "all"},
    ],
)
def test_bad_token_requests_are_refused_by_name(
    library: House, form: Mapping[str, str | list[str]]
) -> None:
    """A form has the three documented fields, each once."""
    honest = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": "x",
    }
    sent = {**honest, **form}

    assert_error_shape(library.client.post("/v1/token", data=sent), 400, "fields-malformed")
