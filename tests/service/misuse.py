"""A founded ledger with people in every awkward position, and tokens that no client makes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.board import BoardConstituted, CharterAmended
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Procedures, Written
from ledger.domain.kinds.charter.counting import Majority, Quorum, Vote
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.kinds.charter.powers import DecisionRight, Powers
from ledger.domain.kinds.charter.terms import Threshold, Window
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.ledger import AuditorAdmitted, AuditReviewSigned
from ledger.domain.kinds.party import (
    AgentEnrolled,
    KeyAdded,
    KeyRevoked,
    PartyRenamed,
    UndertakingSigned,
)
from ledger.errors import LedgerError
from ledger.evidence.base64url import format_base64url, parse_base64url
from ledger.evidence.canonical import Body
from ledger.evidence.keys import Signer, generate_signer
from ledger.evidence.statement import (
    Digest,
    PartySlug,
    PersonSlug,
    SignerClaim,
    StatementId,
    sign_key_proof,
)
from ledger.service import Submission
from tests.service.desk import Desk, Voice

CRO, MAIN, JOINT, OWN = "party/cro", "ledger/main", "board/joint", "board/own"
NOWHERE = Digest("sha256:" + 64 * "0")
GONE = object()
RENAMED = PartyRenamed(legal_name="New name", on=date(2020, 12, 17))


def charter(*parties: str) -> Charter:
    """Return a charter with one seat of each party."""
    half = Threshold(reach="more_than", share=Fraction(num=1, den=2))
    return Charter(
        schema=1,
        seats=tuple(Seat(seat=party, party=party) for party in parties),
        quorum=(Quorum(threshold=half),),
        votes=(Vote(needs=(Majority(base="cast", threshold=half),)),),
        procedures=Procedures(written=Written(window=Window(count=3, unit="days"))),
        powers=Powers(rights=(DecisionRight(class_="scope"),)),
    )


def constitution(*parties: str) -> BoardConstituted:
    """Return the body that constitutes a board."""
    return BoardConstituted(
        name="A board", purpose="To decide.", parties=parties, charter=charter(*parties)
    )


class Row(NamedTuple):
    """How bad bytes are made, and the error that names what is wrong."""

    make: "Callable[[Misuse], Submission]"
    error: type[LedgerError]


@dataclass
class Misuse(Desk):
    """A desk with: a board that waits for one party, a board in force, and these people.

    alice, sam, tess and oscar are signatories of cro, sponsor, tech and outside;
    sam has a second key; rhea's key was revoked; nina never undertook to be
    bound; ctms is an agent; ada an auditor.
    """

    people: dict[str, Voice] = field(default_factory=dict)

    @classmethod
    def set_up(cls, root: Path) -> "Misuse":
        """Found the ledger and let everyone in."""
        desk = cls.found(root)
        assert isinstance(desk, Misuse), "found makes its own class"
        for party in ("sponsor", "tech", "outside"):
            desk.admit(party)
        desk.people |= {
            person: desk.enrol(party, person, "signatory")
            for person, party in (
                ("alice", "cro"),
                ("rhea", "cro"),
                ("sam", "sponsor"),
                ("tess", "tech"),
                ("oscar", "outside"),
            )
        }
        desk.prepare_keys()
        desk.prepare_boards()
        return desk

    def prepare_keys(self) -> None:
        """Add a key, revoke one, and let in a newcomer, an agent and an auditor."""
        registrar, rhea, sam = self.registrars["cro"], self.people["rhea"], self.people["sam"]
        revoked = KeyRevoked(kid=rhea.key.public.kid, cause="lost")
        self.say(registrar, "key.revoked.v1", CRO, revoked)
        second = generate_signer()
        added = KeyAdded(jwk=second.public.jwk(), key_proof=self.proof(second, "sponsor", "sam"))
        self.say(sam.as_("person"), "key.added.v1", "party/sponsor", added)
        self.people["sam-again"] = Voice(second, "sam", "sponsor", "signatory")
        newcomer = generate_signer()
        self.say(registrar, "person.enrolled.v1", CRO, self.enrolment(newcomer, "cro", "nina"))
        self.people["nina"] = Voice(newcomer, "nina", "cro", "person")
        self._admit_machines()

    def _admit_machines(self) -> None:
        agent, auditor = generate_signer(), generate_signer()
        enrolled = AgentEnrolled(
            agent="ctms",
            responsible="alice",
            jwk=agent.public.jwk(),
            key_proof=self.proof(agent, "cro", "ctms"),
            kinds=("milestone.forecast.v1",),
            until=date(2030, 1, 1),
        )
        self.say(self.registrars["cro"], "agent.enrolled.v1", CRO, enrolled)
        self.people["ctms"] = Voice(agent, "ctms", "cro", "agent")
        kid = auditor.public.kid
        admitted = AuditorAdmitted(
            jwk=auditor.public.jwk(),
            key_proof=self.auditor_proof(auditor),
            engaged_by="sponsor",
            scope="all",
            until=date(2030, 1, 1),
        )
        self.say(self.root, "auditor.admitted.v1", MAIN, admitted)
        self.people["ada"] = Voice(auditor, kid, None, "auditor")

    def prepare_boards(self) -> None:
        """Propose a board of three that two have joined, and amend one that is in force."""
        alice = self.people["alice"]
        body = constitution("cro", "sponsor", "tech")
        proposed = self.say(alice, "board.constituted.v1", JOINT, body)
        self.waiting = digest_in(proposed.digest)
        self.say(self.people["sam"], "act.endorsed.v1", JOINT, ActEndorsed(), subject=self.waiting)
        first = self.say(alice, "board.constituted.v1", OWN, constitution("cro"))
        self.charter_before = digest_in(first.digest)
        self.say(
            alice,
            "charter.amended.v1",
            OWN,
            CharterAmended(charter=charter("cro")),
            base=self.charter_before,
        )
        self.recorded = self.sign(alice, "party.renamed.v1", CRO, RENAMED)
        self.send(self.recorded)

    def auditor_proof(self, key: Signer) -> str:
        """Return the proof of a key that stands for itself and for no party."""
        assert self.ledger_id is not None
        return sign_key_proof(
            key, ledger=self.ledger_id, party=None, person=PersonSlug(key.public.kid)
        ).decode()

    # --- what is signed in order, and then made wrong ------------------------------

    def renamed(self, voice: Voice | None = None, **claims: Any) -> Submission:
        """Return a statement that would be accepted, but for the claims given."""
        speaker = self.people["alice"] if voice is None else voice
        return self.sign(speaker, "party.renamed.v1", CRO, RENAMED, **claims)

    def by(self, person: str, kind: str, stream: str, body: Body, **claims: Any) -> Submission:
        """Return a statement of someone."""
        return self.sign(self.people[person], kind, stream, body, **claims)

    def claim(self, person: str, capacity: str, *, party: str | None = "cro") -> SignerClaim:
        """Return an authority to claim, whoever has it."""
        return SignerClaim(
            person=PersonSlug(person),
            party=None if party is None else PartySlug(party),
            capacity=capacity,
        )

    def endorsement(self, person: str, **claims: Any) -> Submission:
        """Return someone's endorsement of the board that waits."""
        filled: dict[str, Any] = {"subject": self.waiting, **claims}
        return self.by(person, "act.endorsed.v1", JOINT, ActEndorsed(), **filled)

    def system(self) -> Voice:
        """Return the voice of the ledger's own key, as its operator has it."""
        key = self.folder.load_system_signer()
        return Voice(key, key.public.kid, None, "system")

    @property
    def recorded_id(self) -> StatementId:
        """Return the id of a statement that is recorded."""
        _, payload, _ = self.recorded.compact.split(b".")
        return StatementId(json.loads(parse_base64url(payload))["id"])

    def payload(self, change: Callable[[bytes], bytes]) -> Submission:
        """Return a statement whose payload bytes were changed before signing."""
        header, payload, _ = self.renamed().compact.split(b".")
        return self.token(parse_base64url(header), change(parse_base64url(payload)))

    def member(self, **members: object) -> Submission:
        """Return a statement with payload members of any JSON value; GONE leaves one out."""

        def change(raw: bytes) -> bytes:
            payload = {**json.loads(raw), **members}
            return compact_json(
                {name: payload[name] for name in payload if payload[name] is not GONE}
            )

        return self.payload(change)

    def body(self, **members: object) -> Submission:
        """Return a statement whose body has other members."""

        def change(raw: bytes) -> bytes:
            payload = json.loads(raw)
            payload["body"] = {**payload["body"], **members}
            return compact_json(payload)

        return self.payload(change)

    def review(self, **members: object) -> Submission:
        """Return an auditor's review whose body has other members."""
        ada, review = self.people["ada"], AuditReviewSigned(from_index=0, to_index=1)
        signed = self.sign(ada, "audit_review.signed.v1", MAIN, review)
        header, payload, _ = map(parse_base64url, signed.compact.split(b"."))
        claims = json.loads(payload)
        claims["body"] |= members
        return self.token(header, compact_json(claims), ada)

    def header(self, change: Callable[[bytes], bytes]) -> Submission:
        """Return a statement whose header bytes were changed before signing."""
        header, payload, _ = self.renamed().compact.split(b".")
        return self.token(change(parse_base64url(header)), parse_base64url(payload))

    def token(self, header: bytes, payload: bytes, voice: Voice | None = None) -> Submission:
        """Return any two texts as a token, signed by alice or somebody else."""
        signing_input = format_base64url(header) + b"." + format_base64url(payload)
        signature = (voice or self.people["alice"]).key.sign(signing_input)
        return Submission(compact=signing_input + b"." + format_base64url(signature))


def compact_json(value: object) -> bytes:
    """Return JSON without spaces, members sorted: canonical, where the value allows it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_in(digest: Digest | None) -> Digest:
    """Return a digest that is there."""
    assert digest is not None
    return digest


def later(desk: Desk, seconds: int) -> Any:
    """Return a signer's clock that runs ahead."""
    return desk.now.replace(microsecond=0) + timedelta(seconds=seconds)


def undertaking() -> UndertakingSigned:
    """Return what everyone signs first."""
    return UndertakingSigned(text="My electronic signature binds me.")
