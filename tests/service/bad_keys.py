"""Signers who may not, keys that are none, and openings that open something else."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from ledger.domain.authority import (
    AgentKindError,
    CapacityError,
    ClaimError,
    KeyRevokedError,
    KeyUnknownError,
    RoleError,
    UndertakingError,
)
from ledger.domain.common import (
    SealedPathError,
)
from ledger.domain.enrolment import KeyInUseError, OtherPartyError
from ledger.domain.kinds.common import ActEndorsed, StreamOpened
from ledger.domain.kinds.ledger import ErasurePerformed
from ledger.domain.kinds.party import PersonEnrolled
from ledger.domain.rules import FollowsByRuleError
from ledger.evidence.base64url import format_base64url, parse_base64url
from ledger.evidence.commitment import (
    OpeningMalformedError,
    OpeningMismatchError,
    OpeningMissingError,
    OpeningUnknownError,
    make_opening,
)
from ledger.evidence.curve25519 import SmallOrderError
from ledger.evidence.jws import CompactMalformedError, KeyMismatchError
from ledger.evidence.keys import (
    JwkMalformedError,
    generate_signer,
)
from ledger.evidence.statement import KeyProofMismatchError
from ledger.service import Submission
from ledger.service.prepare import KeyNotEnrolledError
from tests.service.desk import Voice
from tests.service.misuse import (
    CRO,
    MAIN,
    NOWHERE,
    OWN,
    RENAMED,
    Misuse,
    Row,
    compact_json,
    undertaking,
)

ZERO = format_base64url(bytes(32)).decode()  # y = 0: a point of order 4


def sealed_enrolment(change: Callable[[Submission], Submission]) -> Callable[[Misuse], Submission]:
    """Return how a registrar's enrolment, which seals a name, is submitted otherwise."""

    def make(desk: Misuse) -> Submission:
        key, registrar = generate_signer(), desk.registrars["cro"]
        enrolment = desk.enrolment(key, "cro", "new")
        return change(desk.sign(registrar, "person.enrolled.v1", CRO, enrolment))

    return make


def enrolment(change: Callable[[Misuse, PersonEnrolled], PersonEnrolled], **claims: Any) -> Any:
    """Return how a registrar enrols somebody with a body that is wrong."""

    def make(desk: Misuse) -> Submission:
        enrolled = change(desk, desk.enrolment(generate_signer(), "cro", "new"))
        return desk.sign(desk.registrars["cro"], "person.enrolled.v1", CRO, enrolled, **claims)

    return make


def put(body: PersonEnrolled, **members: Any) -> PersonEnrolled:
    """Return an enrolment with other members."""
    return msgspec.structs.replace(body, **members)


def with_point(x: str) -> Any:
    """Return how somebody is enrolled with a point that is no key."""
    return enrolment(lambda _, body: put(body, jwk={"crv": "Ed25519", "kty": "OKP", "x": x}))


KEYS = {
    "an unknown key": Row(
        lambda desk: desk.renamed(Voice(generate_signer(), "alice", "cro", "signatory")),
        KeyNotEnrolledError,
    ),
    "a revoked key": Row(lambda desk: desk.renamed(desk.people["rhea"]), KeyRevokedError),
    "a key in another's name": Row(
        lambda desk: desk.renamed(signer=desk.claim("nina", "signatory")), KeyUnknownError
    ),
    "a key for another party": Row(
        lambda desk: desk.renamed(signer=desk.claim("alice", "signatory", party="sponsor")),
        KeyUnknownError,
    ),
    "a key for no party": Row(
        lambda desk: desk.renamed(signer=desk.claim("alice", "signatory", party=None)),
        KeyUnknownError,
    ),
    "a role not held": Row(
        lambda desk: desk.renamed(signer=desk.claim("alice", "registrar")), RoleError
    ),
    "a capacity that does not fit": Row(
        lambda desk: desk.renamed(signer=desk.claim("alice", "executive")), CapacityError
    ),
    "a capacity that nobody has": Row(
        lambda desk: desk.renamed(signer=desk.claim("alice", "king")), CapacityError
    ),
    "before the undertaking": Row(
        lambda desk: desk.renamed(desk.people["nina"].as_("signatory")), UndertakingError
    ),
    "another company's stream": Row(
        lambda desk: desk.by("sam", "party.renamed.v1", CRO, RENAMED), OtherPartyError
    ),
    "a registrar in another company's stream": Row(
        lambda desk: desk.sign(
            desk.registrars["sponsor"],
            "person.enrolled.v1",
            CRO,
            desk.enrolment(generate_signer(), "cro", "new"),
        ),
        OtherPartyError,
    ),
    "a registrar of another company in its name": Row(
        lambda desk: desk.sign(
            Voice(
                desk.registrars["sponsor"].key,
                desk.registrars["sponsor"].person,
                "cro",
                "registrar",
            ),
            "person.enrolled.v1",
            CRO,
            desk.enrolment(generate_signer(), "cro", "new"),
        ),
        KeyUnknownError,
    ),
    "an agent that names no company": Row(
        lambda desk: desk.renamed(desk.people["ctms"].as_("signatory")), AgentKindError
    ),
    "an agent as a person": Row(
        lambda desk: desk.by(
            "ctms",
            "undertaking.signed.v1",
            CRO,
            undertaking(),
            signer=desk.claim("ctms", "person"),
        ),
        AgentKindError,
    ),
    "an auditor who acts": Row(
        lambda desk: desk.renamed(desk.people["ada"].as_("signatory")), KeyUnknownError
    ),
    "an auditor as an auditor, elsewhere": Row(
        lambda desk: desk.renamed(desk.people["ada"]), CapacityError
    ),
    "a root who acts for a company": Row(
        lambda desk: desk.renamed(Voice(desk.root.key, desk.root.person, "cro", "signatory")),
        KeyUnknownError,
    ),
    "a root that names a company": Row(
        lambda desk: desk.sign(
            Voice(desk.root.key, desk.root.person, "cro", "root"),
            "act.endorsed.v1",
            MAIN,
            ActEndorsed(),
            subject=NOWHERE,
        ),
        ClaimError,
    ),
    "a system kind signed by a member": Row(
        lambda desk: desk.by(
            "alice",
            "erasure.performed.v1",
            MAIN,
            ErasurePerformed(commitments=(43 * "A",)),
            meaning=None,
        ),
        CapacityError,
    ),
    "a system kind in the system's capacity": Row(
        lambda desk: desk.by(
            "alice",
            "stream.opened.v1",
            OWN,
            StreamOpened(stream="decision/own/1", opening=NOWHERE),
            meaning=None,
            signer=desk.claim("alice", "system", party=None),
        ),
        ClaimError,
    ),
    "a system kind as one's own key": Row(
        lambda desk: desk.by(
            "alice",
            "stream.opened.v1",
            OWN,
            StreamOpened(stream="decision/own/1", opening=NOWHERE),
            meaning=None,
            signer=desk.claim(desk.people["alice"].key.public.kid, "system", party=None),
        ),
        KeyUnknownError,
    ),
    "the system's own key at the members' door": Row(
        lambda desk: desk.sign(
            desk.system(),
            "erasure.performed.v1",
            MAIN,
            ErasurePerformed(commitments=(43 * "A",)),
            meaning=None,
        ),
        FollowsByRuleError,
    ),
    "a small-order key": Row(with_point(ZERO), SmallOrderError),
    "a point above the field": Row(with_point(43 * "_"), JwkMalformedError),
    "a key with a private half": Row(
        enrolment(lambda _, body: put(body, jwk={**body.jwk, "d": ZERO})), JwkMalformedError
    ),
    "a key of another curve": Row(
        enrolment(lambda _, body: put(body, jwk={**body.jwk, "crv": "X25519"})),
        JwkMalformedError,
    ),
    "a key in use": Row(
        lambda desk: desk.sign(
            desk.registrars["cro"],
            "person.enrolled.v1",
            CRO,
            desk.enrolment(desk.people["sam"].key, "cro", "new"),
        ),
        KeyInUseError,
    ),
    "a revoked key enrolled again": Row(
        lambda desk: desk.sign(
            desk.registrars["cro"],
            "person.enrolled.v1",
            CRO,
            desk.enrolment(desk.people["rhea"].key, "cro", "new"),
        ),
        KeyInUseError,
    ),
    "a proof for somebody else": Row(
        enrolment(lambda _, body: put(body, person="other")), KeyProofMismatchError
    ),
    "a proof of another key": Row(
        enrolment(
            lambda desk, body: put(
                body, key_proof=desk.proof(desk.people["alice"].key, "cro", "new")
            )
        ),
        KeyMismatchError,
    ),
    "no proof": Row(enrolment(lambda _, body: put(body, key_proof="")), CompactMalformedError),
}


def renamed_path(opening: str) -> str:
    """Return an opening of the same salt and value for another path."""
    salt, _, value = json.loads(parse_base64url(opening.encode()))
    return format_base64url(compact_json([salt, "email", value])).decode()


OPENINGS = {
    "a missing opening": Row(
        sealed_enrolment(lambda sent: replace(sent, openings=())), OpeningMissingError
    ),
    "one opening too many": Row(
        sealed_enrolment(
            lambda sent: replace(
                sent, openings=(*sent.openings, make_opening("email", "x").text.decode())
            )
        ),
        OpeningUnknownError,
    ),
    "an opening where nothing is sealed": Row(
        lambda desk: replace(desk.renamed(), openings=(make_opening("email", "x").text.decode(),)),
        OpeningUnknownError,
    ),
    "another value": Row(
        sealed_enrolment(
            lambda sent: replace(sent, openings=(make_opening("name", "x").text.decode(),))
        ),
        OpeningMismatchError,
    ),
    "a garbled opening": Row(
        sealed_enrolment(lambda sent: replace(sent, openings=("!" + sent.openings[0],))),
        OpeningMalformedError,
    ),
    "an opening outside of ASCII": Row(
        sealed_enrolment(lambda sent: replace(sent, openings=("\ud800",))),
        OpeningMalformedError,
    ),
    "a missing sealed field": Row(
        lambda desk: replace(enrolment(lambda _, body: body, sealed=())(desk), openings=()),
        SealedPathError,
    ),
    "an opening of another path": Row(
        sealed_enrolment(lambda sent: replace(sent, openings=(renamed_path(sent.openings[0]),))),
        OpeningUnknownError,
    ),
    "a field that cannot be sealed": Row(
        lambda desk: with_sealed(desk, "legal_name"), SealedPathError
    ),
    "a reason both open and sealed": Row(
        lambda desk: with_sealed(desk, "reason", reason="open"), SealedPathError
    ),
}


def with_sealed(desk: Misuse, path: str, **members: Any) -> Submission:
    """Return a statement that seals a path, opening and all."""
    opening = make_opening(path, "hidden")
    signed = desk.renamed(sealed=(opening.sealed,), **members)
    return replace(signed, openings=(opening.text.decode(),))
