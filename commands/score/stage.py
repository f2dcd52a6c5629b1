"""The stage: a fresh ledger, a clock that the story turns, and a desk for each person.

Every statement goes through the public write path: a real key file, a draft, a
pinned checkpoint, a signature, a receipt.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from commands.desk import Desk, Said
from commands.doors import FolderDoor
from commands.pins import Pin
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.ledger import KeyHolder, LedgerFounded, PartyAdmitted, PartyRole, Registrar
from ledger.domain.kinds.party import PersonEnrolled, RoleGranted, UndertakingSigned
from ledger.domain.world import MAIN
from ledger.evidence.canonical import Body, Json
from ledger.evidence.keyfile import save_signer
from ledger.evidence.keys import Signer, generate_signer
from ledger.evidence.note import format_vkey
from ledger.evidence.statement import (
    Digest,
    PartySlug,
    PersonSlug,
    SignerClaim,
    sign_key_proof,
)
from ledger.folder import LedgerFolder
from ledger.service import Ledger

ORIGIN = "countersign.example/score"
OPENING = datetime(2017, 4, 25, 9, 0, tzinfo=UTC)
UNDERTAKING = "I hold my electronic signatures to be as binding as handwritten ones."


@dataclass
class Stage:
    """Where the story plays; ``told`` hears each step as it is recorded."""

    root: Path
    told: Callable[[str], None]
    now: datetime = OPENING
    desks: dict[str, Desk] = field(default_factory=dict)
    digests: dict[str, Digest] = field(default_factory=dict)
    size_before: int = 0  # of the log, before the attempt that is refused

    def __post_init__(self) -> None:
        """Make the ledger's folder and open it."""
        self.folder = LedgerFolder.create(self.root, ORIGIN)
        self.ledger = Ledger.open(self.folder, clock=self.clock)
        self.door = FolderDoor(self.folder, self.ledger, self.clock)

    def close(self) -> None:
        """Let go of the ledger."""
        self.door.close()

    def clock(self) -> datetime:
        """Return the story's time; a millisecond passes with each look."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def turn_to(self, year: int, month: int, day: int, hour: int = 9) -> None:
        """Turn the clock to a day, and record what time alone has made due by then."""
        self.now = datetime(year, month, day, hour, tzinfo=UTC)
        self.ledger.record_due()

    def new_key(self, name: str) -> Signer:
        """Make a key and keep it in a file that only its owner can read."""
        signer = generate_signer()
        keys = self.root.parent / f"{self.root.name}-keys"
        keys.mkdir(mode=0o700, exist_ok=True)
        save_signer(keys / name, signer)
        return signer

    def found(self, title: str) -> None:
        """Found the ledger under one root key; from here on everyone pins checkpoints."""
        root = self.new_key("root")
        claim = SignerClaim(person=PersonSlug(root.public.kid), party=None, capacity="root")
        desk = self.desks["root"] = Desk(self.door, root, claim, None)
        founding = LedgerFounded(
            origin=ORIGIN,
            title=title,
            roots=(KeyHolder(jwk=root.public.jwk()),),
            threshold=1,
            log_keys=tuple(map(format_vkey, self.folder.vkeys())),
            system_key=self.folder.load_system_signer().public.jwk(),
        )
        self.told("found the ledger")
        said = desk.say(
            "ledger.founded.v1", MAIN, founding, sealed={"roots/0/name": "Root officer (demo)"}
        )
        self.digests["ledger"] = said.digest
        desk.pin = self.pin()

    def pin(self) -> Pin:
        """Return a fresh pin for a newcomer, who was given the ledger's id and keys."""
        return Pin(ledger=self.digests["ledger"], vkeys=self.folder.vkeys())

    def proof(self, key: Signer, party: str, person: str) -> str:
        """Return the proof that a key's holder wants it enrolled so."""
        proof = sign_key_proof(
            key,
            ledger=self.digests["ledger"],
            party=PartySlug(party),
            person=PersonSlug(person),
        )
        return proof.decode("ascii")

    def admit(self, party: str, legal_name: str, role: PartyRole) -> None:
        """Admit a company with one registrar."""
        key = self.new_key(f"{party}-registrar")
        kid = key.public.kid
        body = PartyAdmitted(
            party=party,
            legal_name=legal_name,
            role=role,
            registrars=(Registrar(jwk=key.public.jwk(), key_proof=self.proof(key, party, kid)),),
        )
        self.told(f"admit {legal_name}")
        self.desks["root"].say(
            "party.admitted.v1",
            MAIN,
            body,
            sealed={"registrars/0/name": f"Registrar ({legal_name})"},
        )
        claim = SignerClaim(person=PersonSlug(kid), party=PartySlug(party), capacity="registrar")
        self.desks[f"{party}-registrar"] = Desk(self.door, key, claim, self.pin())

    def enrol(self, party: str, person: str, name: str, *roles: str) -> None:
        """Enrol a person, who signs the undertaking and is granted roles."""
        key = self.new_key(person)
        registrar = self.desks[f"{party}-registrar"]
        enrolled = PersonEnrolled(
            person=person,
            proofing_method="identity document seen in person",
            jwk=key.public.jwk(),
            key_proof=self.proof(key, party, person),
        )
        self.told(f"enrol {name}")
        registrar.say("person.enrolled.v1", f"party/{party}", enrolled, sealed={"name": name})
        claim = SignerClaim(person=PersonSlug(person), party=PartySlug(party), capacity="person")
        desk = Desk(self.door, key, claim, self.pin())
        desk.say("undertaking.signed.v1", f"party/{party}", UndertakingSigned(text=UNDERTAKING))
        for role in roles:
            grant = RoleGranted(person=person, role=role, from_=self.now.date())  # type: ignore[arg-type]
            registrar.say("role.granted.v1", f"party/{party}", grant)
        self.desks[person] = desk

    def attach(self, document: bytes) -> str:
        """Keep a document under its SHA-256, as hex, and return that."""
        digest = sha256(document).hexdigest()
        (self.folder.documents / digest).write_bytes(document)
        return digest

    def say(
        self,
        who: str,
        kind: str,
        stream: str,
        body: Body,
        *,
        sealed: Mapping[str, Json] | None = None,
        **facts: object,
    ) -> Said:
        """Let someone speak; ``who`` is "person:capacity"."""
        person, _, capacity = who.partition(":")
        self.told(f"{kind.rpartition('.')[0].replace('.', ' ')} · {stream}")
        desk = self.desks[person].as_(capacity)
        said = desk.say(kind, stream, body, sealed=sealed, **facts)
        self.desks[person].pin = desk.pin
        return said

    def endorse(self, who: str, stream: str, act: Digest) -> Said:
        """Let someone join in an act that waits for them."""
        return self.say(who, "act.endorsed.v1", stream, ActEndorsed(), subject=act)
