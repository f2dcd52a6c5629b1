"""A ledger in memory for tests of the rules: real keys, real signatures, an injected clock.

story = Story()
alice = story.enrol("cro", "alice", "signatory")
story.say(alice, "board.constituted.v1", "board/jsc", BoardConstituted(…))
story.refused(OutOfStateError, alice, …)
"""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from ledger.domain import rules
from ledger.domain.directory import keys_in_use, the_ledger
from ledger.domain.kinds import kind_of
from ledger.domain.kinds.base import Kind
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.ledger import KeyHolder, LedgerFounded, PartyAdmitted, Registrar
from ledger.domain.kinds.party import PersonEnrolled, RoleGranted, UndertakingSigned
from ledger.domain.system import system_claims
from ledger.domain.world import Act, FollowUp, MemoryWorld, Scratch
from ledger.errors import LedgerError
from ledger.evidence.canonical import Body, encode_body
from ledger.evidence.checkpoint import Checkpoint, seal_checkpoint
from ledger.evidence.commitment import make_opening
from ledger.evidence.entry import Entry, format_entry
from ledger.evidence.keys import LogSigner, PublicKey, Signer, generate_log_signer, generate_signer
from ledger.evidence.merkle import Frontier, Hash, leaf_hash
from ledger.evidence.note import format_vkey, vkey_of
from ledger.evidence.statement import (
    Claims,
    Digest,
    KindTag,
    PartySlug,
    PersonSlug,
    Sealed,
    Seen,
    SignerClaim,
    StreamName,
    new_statement_id,
    open_statement,
    parse_kid,
    sign_key_proof,
    sign_statement,
)

ORIGIN = "countersign.example/story"
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


@cache
def log_signers() -> tuple[LogSigner, ...]:
    """Return the log keys of every story: ML-DSA-44 keys are slow to make."""
    return (generate_log_signer(0x01), generate_log_signer(0x06))


@dataclass
class Story:
    """A founded ledger with a sponsor, a CRO and a technology partner.

    ``say`` records a statement and all that follows from it; a refusal is
    raised and leaves the world as it was.
    """

    now: datetime = START
    parties: tuple[tuple[str, str], ...] = (
        ("servier", "sponsor"),
        ("iqvia", "cro"),
        ("tech", "technology"),
    )
    roots: dict[int, Hash] = field(default_factory=dict)
    registrars: dict[str, Voice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Found the ledger and admit the parties."""
        self.world = MemoryWorld(self.roots)
        self._frontier = Frontier.empty()
        self.entries: list[bytes] = []
        self.openings: list[bytes] = []
        self.system = generate_signer("Ed25519")
        root = generate_signer("Ed25519")
        self.root = Voice(root, root.public.kid, None, "root")
        self.say(self.root, "ledger.founded.v1", "ledger/main", self.founding())
        for party, role in self.parties:
            self._admit(party, role)

    def founding(self) -> LedgerFounded:
        """Return the body that founds this story's ledger."""
        return LedgerFounded(
            origin=ORIGIN,
            title="A story",
            roots=(KeyHolder(jwk=self.root.key.public.jwk()),),
            threshold=1,
            log_keys=tuple(format_vkey(vkey_of(ORIGIN, signer)) for signer in log_signers()),
            system_key=self.system.public.jwk(),
        )

    @property
    def ledger_id(self) -> Digest | None:
        """Return the digest of the founding, None before it."""
        main = self.world.stream(StreamName("ledger/main"))
        return None if main is None else main.tag

    def _admit(self, party: str, role: Any) -> None:
        key = generate_signer("Ed25519")
        kid = key.public.kid
        body = PartyAdmitted(
            party=party,
            legal_name=party.title(),
            role=role,
            registrars=(Registrar(jwk=key.public.jwk(), key_proof=self.proof(key, party, kid)),),
        )
        self.say(self.root, "party.admitted.v1", "ledger/main", body)
        self.registrars[party] = Voice(key, kid, party, "registrar")

    def proof(self, key: Signer, party: str | None, person: str) -> str:
        """Return a key proof for this ledger."""
        assert self.ledger_id is not None
        return sign_key_proof(
            key,
            ledger=self.ledger_id,
            party=None if party is None else PartySlug(party),
            person=PersonSlug(person),
        ).decode("ascii")

    def enrol(self, party: str, person: str, *roles: Any) -> Voice:
        """Enrol a person with their own key, undertaking signed, roles granted.

        The voice speaks in the first role, or as "member".
        """
        key = generate_signer("Ed25519")
        registrar = self.registrars[party]
        stream = f"party/{party}"
        enrolled = PersonEnrolled(
            person=person,
            proofing_method="passport seen",
            jwk=key.public.jwk(),
            key_proof=self.proof(key, party, person),
        )
        self.say(registrar, "person.enrolled.v1", stream, enrolled)
        voice = Voice(key, person, party, "person")
        undertaking = UndertakingSigned(text="My electronic signature binds me.")
        self.say(voice, "undertaking.signed.v1", stream, undertaking)
        for role in roles:
            grant = RoleGranted(person=person, role=role, from_=date(2020, 1, 1))
            self.say(registrar, "role.granted.v1", stream, grant)
        return voice.as_(roles[0] if roles else "member")

    def say(self, voice: Voice, kind: str, stream: str, body: Body, **claims: Any) -> Act:
        """Record a statement and what follows from it; return its act.

        ``claims`` replace what is filled in otherwise: ``subject``, ``after``,
        ``base``, ``seen``, ``signed_at``, ``meaning``, ``reason``, ``sealed``…
        """
        return self.record(self.sign(voice, kind, stream, body, **claims))

    def sign(self, voice: Voice, kind: str, stream: str, body: Body, **claims: Any) -> bytes:
        """Return the compact form of a statement that fits the world as it is."""
        row = kind_of(KindTag(kind))
        found = self.world.stream(StreamName(stream))
        meaning = min(row.meanings) if row.meanings else None
        size = self.world.size
        founded = the_ledger(self.world) is not None
        filled: dict[str, Any] = {
            "ledger": self.ledger_id,
            "stream": StreamName(stream),
            "kind": row.tag,
            "id": new_statement_id(self.now),
            "subject": None,
            "after": None if found is None else found.head,
            "base": None,
            "seen": Seen(size=size, root=self.roots[size].hex()) if founded else None,
            "signed_at": self.now.replace(microsecond=0),
            "signer": SignerClaim(
                person=PersonSlug(voice.person),
                party=None if voice.party is None else PartySlug(voice.party),
                capacity=voice.capacity,
            ),
            "meaning": meaning,
            "reason": "because" if row.reason else None,
            "documents": (),
            "sealed": self._sealed(row, body),
            "body": encode_body(body),
        }
        return sign_statement(Claims(**{**filled, **claims}), voice.key)

    def record(self, compact: bytes, key: Signer | None = None) -> Act:
        """Check and record a signed statement, with all that follows from it."""
        statement = open_statement(compact, self._key_of(compact, key))
        self.record_due()
        scratch = Scratch(self.world)
        act = rules.place(scratch, statement, self.now)
        rules.check(scratch, act)
        self._follow(scratch, deque(rules.record(scratch, act)))
        self._keep(scratch)
        return act

    def _key_of(self, compact: bytes, key: Signer | None) -> PublicKey:
        known = {self.root.key.public.kid: self.root.key.public} if key is None else {}
        known |= {used.kid: used for used in keys_in_use(self.world)}
        return key.public if key is not None else known[parse_kid(compact)]

    def _follow(self, scratch: Scratch, queue: deque[FollowUp]) -> None:
        while queue:
            act = self._system_act(scratch, queue.popleft())
            queue.extend(rules.record(scratch, act))

    def _system_act(self, scratch: Scratch, follow_up: FollowUp) -> Act:
        ledger = the_ledger(scratch)
        assert ledger is not None
        seen = Seen(size=self.world.size, root=self.roots[self.world.size].hex())
        claims = system_claims(scratch, ledger, follow_up, at=self.now, seen=seen)
        compact = sign_statement(claims, self.system)
        return rules.place(scratch, open_statement(compact, self.system.public), self.now)

    def _keep(self, scratch: Scratch) -> None:
        streams = scratch.streams()
        scratch.keep(self.world)
        for act in scratch.acts:
            entry = Entry(
                at=act.at,
                env=act.digest,
                seq=act.position,
                stream=streams[act.statement.stream].tag,
            )
            self.entries.append(format_entry(entry))
            self._frontier.append(leaf_hash(self.entries[-1]))
            self.roots[self._frontier.size] = self._frontier.root()

    def record_due(self) -> None:
        """Record what time alone has made due by now."""
        while (follow_up := rules.due(self.world, self.now)) is not None:
            scratch = Scratch(self.world)
            self._follow(scratch, deque([follow_up]))
            self._keep(scratch)

    def advance(self, **amount: float) -> None:
        """Let time pass (``days=3``, ``hours=1`` …) and record what it makes due."""
        self.now += timedelta(**amount)
        self.record_due()

    def refused(self, error: type[LedgerError], *args: Any, **claims: Any) -> LedgerError:
        """Say something that is refused by name, and show that nothing was recorded."""
        before = (self.world.size, dict(self.world.streams()))
        with pytest.raises(error) as caught:
            self.say(*args, **claims)

        assert caught.type is error
        assert (self.world.size, dict(self.world.streams())) == before

        return caught.value

    def endorse(self, voice: Voice, stream: str, act: Act, **claims: Any) -> Act:
        """Join in an act that waits for others."""
        return self.say(
            voice, "act.endorsed.v1", stream, ActEndorsed(), subject=act.digest, **claims
        )

    def matter(self, stream: str) -> Any:
        """Return a stream's matter."""
        found = self.world.stream(StreamName(stream))
        return None if found is None else found.matter

    def acts(self, kind: str) -> list[Act]:
        """Return all recorded acts of a kind, in order."""
        return [act for act in self.world.acts() if act.kind.tag == kind]

    def checkpoint(self) -> str:
        """Return the newest checkpoint, signed with both log keys."""
        size = self.world.size
        head = Checkpoint(origin=ORIGIN, size=size, root=self.roots[size])
        return seal_checkpoint(head, log_signers(), self.now)

    def _sealed(self, row: Kind, body: Body) -> tuple[Sealed, ...]:
        paths: list[str] = []
        for pattern in row.sealed:
            array, star, rest = pattern.partition("/*/")
            count = len(getattr(body, array)) if star else 0
            paths += [f"{array}/{index}/{rest}" for index in range(count)] if star else [pattern]
        openings = [make_opening(path, "Member A") for path in sorted(paths)]
        self.openings += [opening.text for opening in openings]
        return tuple(opening.sealed for opening in openings)
