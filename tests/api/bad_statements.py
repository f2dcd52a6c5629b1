"""Statements that must be refused, each wrong in one way, and signed all the same."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ledger.domain.decisions.opening import computed_opening
from ledger.domain.kinds.decision import BallotCast, MotionMoved
from ledger.domain.kinds.party import KeyRevoked, PartyRenamed, PersonEnrolled
from ledger.drafting import Wish
from ledger.evidence.base64url import format_base64url, parse_base64url
from ledger.evidence.canonical import encode_body
from ledger.evidence.commitment import Opening, make_opening
from ledger.evidence.keys import Signer
from ledger.evidence.statement import (
    Claims,
    KindTag,
    Seen,
    StreamName,
    format_claims,
    sign_statement,
)
from tests.api.house import House, submission

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
    closes_at = house.now.replace(microsecond=0) + timedelta(days=7)
    opening = computed_opening(world, stream, house.now, closes_at=closes_at)
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
