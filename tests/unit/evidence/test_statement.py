"""Statements: what was signed opens, and nothing else does."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, MalformedError
from ledger.evidence.canonical import format_canonical
from ledger.evidence.claims import (
    ClaimMalformedError,
    DigestMalformedError,
    SealedMalformedError,
    SignedAtMalformedError,
    format_claims,
    parse_claims,
)
from ledger.evidence.jws import (
    CompactMalformedError,
    HeaderMalformedError,
    KeyMismatchError,
    compact_bytes_max,
    open_compact,
    parse_compact_kid,
    payload_bytes_max,
    sign_compact,
)
from ledger.evidence.keys import SignatureInvalidError, Signer, generate_signer, parse_jwk
from ledger.evidence.shape import JsonTooLargeError
from ledger.evidence.statement import (
    Claims,
    Digest,
    Document,
    KeyProofMalformedError,
    KeyProofMismatchError,
    KindTag,
    PartySlug,
    PersonSlug,
    Sealed,
    Seen,
    SignerClaim,
    StatementDigestError,
    StreamName,
    digest_of,
    key_proof_typ,
    new_statement_id,
    open_key_proof,
    open_statement,
    open_stored_statement,
    parse_kid,
    recall_statement,
    sign_key_proof,
    sign_statement,
    statement_typ,
)
from tests.vectors import generate_statement

CASES = json.loads(
    (Path(__file__).parents[2] / "vectors" / "F3-statement" / "statements.json").read_text()
)
SIGNER, CARD = generate_signer("Ed25519"), generate_signer("ES256")
KEY = SIGNER.public
AT = datetime(2026, 11, 21, 14, 3, 8, tzinfo=UTC)
LEDGER = Digest("sha256:" + "1" * 64)
CLAIMS = Claims(
    ledger=LEDGER,
    stream=StreamName("decision/jsc/2026-014"),
    kind=KindTag("ballot.cast.v1"),
    id=new_statement_id(AT),
    subject=Digest("sha256:" + "2" * 64),
    after=Digest("sha256:" + "3" * 64),
    base=None,
    seen=Seen(size=12, root="e" * 64),
    signed_at=AT,
    signer=SignerClaim(person=PersonSlug("ada"), party=PartySlug("sponsor"), capacity="member"),
    meaning="approval",
    reason=None,
    documents=(
        Document(name="Minutes.pdf", media_type="application/pdf", size=7, sha256="d" * 64),
    ),
    sealed=(Sealed(commitment="A" * 43, path="comment"),),
    body=b'{"choice":"for","seat":"sponsor-1"}',
)
COMPACT = sign_statement(CLAIMS, SIGNER)


def of_size(size: int) -> Claims:
    """Return claims whose payload has this many bytes."""
    least = len(format_claims(replace(CLAIMS, body=b'{"text":""}')))
    return replace(CLAIMS, body=format_canonical({"text": "x" * (size - least)}))


def test_vectors_are_what_their_generator_writes() -> None:
    """The file is made by hand from RFC 7515, with fixed keys."""
    assert json.loads(json.dumps(generate_statement.cases())) == CASES


@pytest.mark.parametrize("name", CASES)
def test_statement_case(name: str) -> None:
    """A token made elsewhere opens under its digest; each change is refused by its name."""
    case = CASES[name]
    code = digest = None
    try:
        digest = open_statement(case["compact"].encode(), parse_jwk(case["key"])).digest
    except LedgerError as error:
        code = error.code

    assert (case["code"], case["digest"]) == (code, digest)


@pytest.mark.parametrize("signer", [SIGNER, CARD], ids=["Ed25519", "ES256"])
def test_claims_come_back_as_they_were_signed(signer: Signer) -> None:
    """Every member of the claims is an attribute of the statement."""
    statement = open_statement(sign_statement(CLAIMS, signer), signer.public)
    members = {name: getattr(statement, name) for name in Claims.__slots__}

    assert Claims(**members) == CLAIMS


def test_a_statement_says_who_signed_and_how() -> None:
    """Key, algorithm, signature, digest and exact bytes stand beside the claims."""
    statement = open_statement(COMPACT, KEY)
    expected = (KEY.kid, "Ed25519", COMPACT, "sha256:" + sha256(COMPACT).hexdigest(), 64)

    assert expected == (
        statement.kid,
        statement.alg,
        statement.compact,
        statement.digest,
        len(statement.signature),
    )


def test_a_stored_statement_opens_as_the_same() -> None:
    """Payload and signature are enough: the compact form is derived."""
    payload, signature = open_compact(statement_typ, COMPACT, KEY)

    assert open_stored_statement(payload, signature, KEY) == open_statement(COMPACT, KEY)


def test_a_stored_statement_is_verified() -> None:
    """A changed payload does not open, wherever it was kept."""
    payload, signature = open_compact(statement_typ, COMPACT, KEY)
    with pytest.raises(SignatureInvalidError):
        open_stored_statement(payload.replace(b"sponsor-1", b"sponsor-2"), signature, KEY)


def test_a_recalled_statement_is_the_same() -> None:
    """Bytes that an entry names need no second check of their signature."""
    assert recall_statement(COMPACT, digest_of(COMPACT)) == open_statement(COMPACT, KEY)


def test_other_bytes_are_not_recalled() -> None:
    """The digest is checked before anything is read."""
    with pytest.raises(StatementDigestError):
        recall_statement(COMPACT + b"A", digest_of(COMPACT))


def test_every_change_of_a_byte_is_refused() -> None:
    """No byte of the compact form is spare: each one, changed in any of three ways."""
    for place in range(len(COMPACT)):
        for mask in (0x01, 0x20, 0x80):
            changed = bytearray(COMPACT)
            changed[place] ^= mask
            with pytest.raises(LedgerError):
                open_statement(bytes(changed), KEY)


@given(st.binary(max_size=200) | st.from_regex(rb"[\w-]*\.[\w-]*\.[\w-]*", fullmatch=True))
def test_junk_is_refused_by_name(junk: bytes) -> None:
    """Whatever is not a statement raises one of ours."""
    with pytest.raises(MalformedError):
        open_statement(junk, KEY)


def test_the_largest_payload_opens() -> None:
    """65 536 bytes fit, also in compact form."""
    claims = of_size(payload_bytes_max)
    compact = sign_statement(claims, SIGNER)

    assert open_statement(compact, KEY).body == claims.body


def test_a_larger_payload_is_not_signed() -> None:
    """65 537 bytes are too many for the claims."""
    claims = of_size(payload_bytes_max + 1)
    with pytest.raises(JsonTooLargeError):
        sign_statement(claims, SIGNER)


def test_a_larger_payload_does_not_open() -> None:
    """65 537 bytes are too many, though the signature holds."""
    header = COMPACT.partition(b".")[0]
    padding = generate_statement._text(b"x" * (payload_bytes_max + 1)).encode()
    signing_input = header + b"." + padding
    signature = generate_statement._text(SIGNER.sign(signing_input)).encode()

    with pytest.raises(CompactMalformedError):
        open_statement(signing_input + b"." + signature, KEY)


def test_a_larger_token_is_not_even_split() -> None:
    """The whole has its limit, too."""
    with pytest.raises(CompactMalformedError):
        open_statement(b"." * (compact_bytes_max + 1), KEY)


def test_nothing_too_large_is_signed() -> None:
    """A payload over the limit gets no signature, whatever its type."""
    with pytest.raises(CompactMalformedError):
        sign_compact("client-authentication+jwt", bytes(payload_bytes_max + 1), SIGNER)


def test_the_key_is_known_before_opening() -> None:
    """The header says which key to look up."""
    assert parse_kid(COMPACT) == KEY.kid


def test_a_key_id_is_read_from_a_lawful_header_only() -> None:
    """A token of another type names no signer of a statement."""
    token = sign_compact("client-authentication+jwt", b"{}", SIGNER)
    with pytest.raises(HeaderMalformedError):
        parse_kid(token)


def test_a_token_of_another_type_is_no_statement() -> None:
    """Signing in cannot be replayed as a vote."""
    token = sign_compact("client-authentication+jwt", format_claims(CLAIMS), SIGNER)
    with pytest.raises(HeaderMalformedError):
        open_statement(token, KEY)


def test_other_tokens_open_under_their_own_type() -> None:
    """The same strict form serves sign-in assertions."""
    token = sign_compact("client-authentication+jwt", b'{"aud":"x"}', SIGNER)
    opened = open_compact("client-authentication+jwt", token, KEY)

    assert (opened.payload, parse_compact_kid("client-authentication+jwt", token)) == (
        b'{"aud":"x"}',
        KEY.kid,
    )


def test_a_statement_opens_under_its_own_key() -> None:
    """Another enrolled key is not asked."""
    with pytest.raises(KeyMismatchError):
        open_statement(COMPACT, CARD.public)


def test_a_draft_comes_back() -> None:
    """Payload bytes are readable before they are signed."""
    assert parse_claims(format_claims(CLAIMS)) == CLAIMS


UNSIGNED: dict[str, tuple[Claims, type[LedgerError]]] = {
    "digest": (replace(CLAIMS, subject=Digest("sha256:x")), DigestMalformedError),
    "half a second": (
        replace(CLAIMS, signed_at=AT + timedelta(microseconds=1)),
        SignedAtMalformedError,
    ),
    "no zone": (replace(CLAIMS, signed_at=AT.replace(tzinfo=None)), SignedAtMalformedError),
    "sealed twice": (replace(CLAIMS, sealed=CLAIMS.sealed * 2), SealedMalformedError),
    "no object": (replace(CLAIMS, body=b"[]"), ClaimMalformedError),
    "no JSON": (replace(CLAIMS, body=b"{"), MalformedError),
    "not canonical": (replace(CLAIMS, body=b'{"b":1,"a":1}'), MalformedError),
    "no text": (replace(CLAIMS, reason="\ud800"), MalformedError),
    "no digest": (replace(CLAIMS, ledger=cast("Digest", 1)), DigestMalformedError),
}


@pytest.mark.parametrize("name", UNSIGNED)
def test_what_would_not_open_is_not_signed(name: str) -> None:
    """The grammar holds for the signer as for the reader."""
    claims, error = UNSIGNED[name]
    with pytest.raises(error):
        sign_statement(claims, SIGNER)


def test_an_id_is_a_uuid_of_its_instant() -> None:
    """The first 48 bits are milliseconds since 1970 (RFC 9562 5.7)."""
    found = new_statement_id(AT)

    assert int(found[:8] + found[9:13], 16) == int(AT.timestamp() * 1000)


def test_ids_differ_within_one_instant() -> None:
    """The other bits are random, and each id is lawful."""
    made = {new_statement_id(AT) for _ in range(100)}
    lawful = {parse_claims(format_claims(replace(CLAIMS, id=one))).id for one in made}

    assert (len(made), lawful) == (100, made)


PROOF = sign_key_proof(SIGNER, ledger=LEDGER, party=PartySlug("sponsor"), person=PersonSlug("ada"))


def open_proof(compact: bytes = PROOF, **other: str | None) -> None:
    """Open a proof for the enrolment of ada, or for one that differs."""
    wanted = {"ledger": LEDGER, "party": "sponsor", "person": "ada", **other}
    party = wanted["party"]
    open_key_proof(
        compact,
        KEY,
        ledger=Digest(str(wanted["ledger"])),
        party=None if party is None else PartySlug(party),
        person=PersonSlug(str(wanted["person"])),
    )


def test_a_key_proof_opens_for_its_enrolment() -> None:
    """Its holder asked for this key, ledger, party and person."""
    open_proof()


def test_a_key_proof_may_be_without_a_party() -> None:
    """Roots and auditors belong to none."""
    proof = sign_key_proof(SIGNER, ledger=LEDGER, party=None, person=PersonSlug(KEY.kid))

    open_proof(proof, party=None, person=KEY.kid)


@pytest.mark.parametrize(
    "other",
    [{"ledger": "sha256:" + "9" * 64}, {"party": "cro"}, {"party": None}, {"person": "bob"}],
    ids=str,
)
def test_a_key_proof_is_for_one_enrolment(other: dict[str, str | None]) -> None:
    """It cannot be used in another ledger, party or name."""
    with pytest.raises(KeyProofMismatchError):
        open_proof(PROOF, **other)


def test_a_key_proof_names_its_own_key() -> None:
    """The payload says the key id again, inside of the signature."""
    payload = format_canonical(
        {"kid": CARD.public.kid, "ledger": LEDGER, "party": "sponsor", "person": "ada"}
    )
    with pytest.raises(KeyProofMismatchError):
        open_proof(sign_compact(key_proof_typ, payload, SIGNER))


@pytest.mark.parametrize("payload", [b"{}", b'{"kid":1}', b"[]"])
def test_a_key_proof_has_four_members(payload: bytes) -> None:
    """None less, none more, none of another type."""
    with pytest.raises(KeyProofMalformedError):
        open_proof(sign_compact(key_proof_typ, payload, SIGNER))


def test_a_statement_is_no_key_proof() -> None:
    """The type keeps the uses of a key apart."""
    with pytest.raises(HeaderMalformedError):
        open_proof(COMPACT)
