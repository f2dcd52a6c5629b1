"""A ledger on disk for tests of the service: real keys, an injected clock, one public door.

desk = Desk.found(tmp_path)
alice = desk.enrol("cro", "alice", "signatory")
desk.say(alice, "party.renamed.v1", "party/cro", PartyRenamed(…))
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ledger.domain.directory import the_ledger
from ledger.domain.kinds import kind_of
from ledger.domain.kinds.ledger import KeyHolder, LedgerFounded, PartyAdmitted, Registrar
from ledger.domain.kinds.party import PersonEnrolled, RoleGranted, UndertakingSigned
from ledger.evidence.canonical import Body, encode_body
from ledger.evidence.commitment import Opening, make_opening
from ledger.evidence.keys import Signer, generate_signer
from ledger.evidence.note import format_vkey
from ledger.evidence.statement import (
    Claims,
    Digest,
    KindTag,
    PartySlug,
    PersonSlug,
    Seen,
    SignerClaim,
    StreamName,
    new_statement_id,
    sign_key_proof,
    sign_statement,
)
from ledger.folder import LedgerFolder
from ledger.service import Ledger, Outcome, Submission
from ledger.service.ledger import Step

ORIGIN = "countersign.example/desk"
START = datetime(2020, 12, 17, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Voice:
    """Who speaks: a key, and the authority that is claimed with it."""

    key: Signer
    person: str
    party: str | None
    capacity: str

    def as_(self, capacity: str) -> "Voice":
        """Return the same person, claiming another capacity."""
        return replace(self, capacity=capacity)


def pass_on(_step: Step) -> None:
    """Let a write go on."""


@dataclass
class Desk:
    """A ledger's folder, opened, and those who speak to it."""

    folder: LedgerFolder
    now: datetime = START
    step: Callable[[Step], None] = pass_on
    registrars: dict[str, Voice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the ledger; its clock is this desk's."""
        self.ledger = self.open()
        key = generate_signer()
        self.root = Voice(key, key.public.kid, None, "root")

    @classmethod
    def begin(cls, root: Path) -> "Desk":
        """Make a folder and open it; nothing is founded."""
        return cls(LedgerFolder.create(root / "ledger", ORIGIN))

    @classmethod
    def found(cls, root: Path) -> "Desk":
        """Found a ledger, with one company, and its registrar."""
        desk = cls.begin(root)
        desk.say(desk.root, "ledger.founded.v1", "ledger/main", desk.founding())
        desk.admit("cro")
        return desk

    def open(self) -> Ledger:
        """Open the folder once more, as another process would."""
        return Ledger.open(self.folder, lambda: self.now, step=self._take)

    def _take(self, step: Step) -> None:
        self.step(step)

    def reopen(self) -> None:
        """Close the ledger and open it again."""
        self.ledger.close()
        self.ledger = self.open()

    def founding(self, **members: Any) -> LedgerFounded:
        """Return the body that founds this folder's ledger."""
        named: dict[str, Any] = {
            "origin": ORIGIN,
            "title": "A desk",
            "roots": (KeyHolder(jwk=self.root.key.public.jwk()),),
            "threshold": 1,
            "log_keys": tuple(map(format_vkey, self.folder.vkeys())),
            "system_key": self.folder.load_system_signer().public.jwk(),
        }
        return LedgerFounded(**{**named, **members})

    @property
    def ledger_id(self) -> Digest | None:
        """Return the digest of the founding, None before it."""
        main = self.ledger.world.stream(StreamName("ledger/main"))
        return None if main is None else main.tag

    def admit(self, party: str) -> None:
        """Admit a company with a registrar."""
        key = generate_signer()
        proof = self.proof(key, party, key.public.kid)
        body = PartyAdmitted(
            party=party,
            legal_name=party.title(),
            role="cro",
            registrars=(Registrar(jwk=key.public.jwk(), key_proof=proof),),
        )
        self.say(self.root, "party.admitted.v1", "ledger/main", body)
        self.registrars[party] = Voice(key, key.public.kid, party, "registrar")

    def proof(self, key: Signer, party: str, person: str) -> str:
        """Return a key proof for this ledger."""
        assert self.ledger_id is not None
        return sign_key_proof(
            key, ledger=self.ledger_id, party=PartySlug(party), person=PersonSlug(person)
        ).decode()

    def enrolment(self, key: Signer, party: str, person: str) -> PersonEnrolled:
        """Return the body that enrols a person."""
        return PersonEnrolled(
            person=person,
            proofing_method="passport seen",
            jwk=key.public.jwk(),
            key_proof=self.proof(key, party, person),
        )

    def enrol(self, party: str, person: str, role: Any) -> Voice:
        """Enrol a person with their own key, undertaking signed, role granted."""
        key, registrar, stream = generate_signer(), self.registrars[party], f"party/{party}"
        self.say(registrar, "person.enrolled.v1", stream, self.enrolment(key, party, person))
        voice = Voice(key, person, party, "person")
        text = UndertakingSigned(text="My electronic signature binds me.")
        self.say(voice, "undertaking.signed.v1", stream, text)
        grant = RoleGranted(person=person, role=role, from_=date(2020, 1, 1))
        self.say(registrar, "role.granted.v1", stream, grant)
        return voice.as_(role)

    def advance(self, **amount: float) -> None:
        """Let time pass."""
        self.now += timedelta(**amount)

    def say(self, voice: Voice, kind: str, stream: str, body: Body, **claims: Any) -> Outcome:
        """Record one statement; raise what it is refused for."""
        return self.send(self.sign(voice, kind, stream, body, **claims))

    def send(self, *submissions: Submission) -> Outcome:
        """Record an array; give the last outcome, raise the first refusal."""
        outcomes = self.ledger.record(submissions)
        for outcome in outcomes:
            if outcome.error is not None:
                raise outcome.error
        return outcomes[-1]

    def sign(self, voice: Voice, kind: str, stream: str, body: Body, **claims: Any) -> Submission:
        """Return a statement that fits the ledger as it is, with its openings."""
        world, row = self.ledger.world, kind_of(KindTag(kind))
        found = world.stream(StreamName(stream))
        root = world.root_at(world.size) if the_ledger(world) is not None else None
        openings = sealed_by(row.sealed, body)
        filled: dict[str, Any] = {
            "ledger": self.ledger_id,
            "stream": StreamName(stream),
            "kind": row.tag,
            "id": new_statement_id(self.now),
            "subject": None,
            "after": None if found is None else found.head,
            "base": None,
            "seen": None if root is None else Seen(size=world.size, root=root.hex()),
            "signed_at": self.now.replace(microsecond=0),
            "signer": SignerClaim(
                person=PersonSlug(voice.person),
                party=None if voice.party is None else PartySlug(voice.party),
                capacity=voice.capacity,
            ),
            "meaning": min(row.meanings, default=None),
            "reason": "because" if row.reason else None,
            "documents": (),
            "sealed": tuple(opening.sealed for opening in openings),
            "body": encode_body(body),
        }
        return Submission(
            compact=sign_statement(Claims(**{**filled, **claims}), voice.key),
            openings=tuple(opening.text.decode() for opening in openings),
        )


def sealed_by(patterns: tuple[str, ...], body: Body) -> list[Opening]:
    """Give an opening for each path that a kind seals."""
    paths: list[str] = []
    for pattern in patterns:
        array, star, rest = pattern.partition("/*/")
        count = len(getattr(body, array)) if star else 0
        paths += [f"{array}/{index}/{rest}" for index in range(count)] if star else [pattern]
    return [make_opening(path, "Member A") for path in sorted(paths)]
