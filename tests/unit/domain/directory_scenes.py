"""Scenes of the directory: a ledger before, while and after it is founded by several roots."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from ledger.domain import rules
from ledger.domain.kinds import kind_of
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.ledger import AuditorAdmitted, KeyHolder, LedgerFounded, PartyAdmitted
from ledger.domain.kinds.ledger import Registrar as RegistrarKey
from ledger.domain.kinds.party import PersonEnrolled
from ledger.domain.world import Act, MemoryWorld
from ledger.errors import LedgerError
from ledger.evidence.canonical import Body
from ledger.evidence.keys import generate_signer
from ledger.evidence.merkle import Frontier
from ledger.evidence.note import format_vkey, vkey_of
from ledger.evidence.statement import KindTag, open_statement
from tests.unit.domain.story import ORIGIN, Story, Voice, log_signers

MAIN = "ledger/main"
FAR = date(2030, 1, 1)


def root_voice() -> Voice:
    """Return a new root key, which stands for itself."""
    key = generate_signer("Ed25519")
    return Voice(key, key.public.kid, None, "root")


@dataclass
class Blank(Story):
    """A ledger in which nothing has been said yet."""

    def __post_init__(self) -> None:
        """Make the keys of three roots."""
        self.world = MemoryWorld(self.roots)
        self._frontier = Frontier.empty()
        self.entries = []
        self.openings = []
        self.system = generate_signer("Ed25519")
        self.root, self.second, self.third = root_voice(), root_voice(), root_voice()

    def founding(self, **members: Any) -> LedgerFounded:
        """Return the body that founds the ledger with three roots, of whom two decide."""
        voices = (self.root, self.second, self.third)
        filled: dict[str, Any] = {
            "origin": ORIGIN,
            "title": "A story",
            "roots": tuple(KeyHolder(jwk=voice.key.public.jwk()) for voice in voices),
            "threshold": 2,
            "log_keys": tuple(format_vkey(vkey_of(ORIGIN, signer)) for signer in log_signers()),
            "system_key": self.system.public.jwk(),
        }
        return LedgerFounded(**{**filled, **members})

    def found(self) -> Act:
        """Let the first root sign the founding; it waits for the others."""
        return self.say(self.root, "ledger.founded.v1", MAIN, self.founding())

    def stand(self) -> "Blank":
        """Found the ledger, endorsed by every root."""
        act = self.found()
        self.endorse(self.second, MAIN, act)
        self.endorse(self.third, MAIN, act)
        return self


def admission(story: Story, party: str, *keys: Any, **members: Any) -> PartyAdmitted:
    """Return the body that admits a company with these registrars' keys, or a new one."""
    registrars = tuple(
        RegistrarKey(jwk=key.public.jwk(), key_proof=story.proof(key, party, key.public.kid))
        for key in keys or (generate_signer("Ed25519"),)
    )
    filled: dict[str, Any] = {
        "party": party,
        "legal_name": party.title(),
        "role": "cro",
        "registrars": registrars,
    }
    return PartyAdmitted(**{**filled, **members})


def auditor_admission(story: Story, key: Any, **members: Any) -> AuditorAdmitted:
    """Return the body that admits an auditor's key."""
    filled: dict[str, Any] = {
        "jwk": key.public.jwk(),
        "key_proof": story.proof(key, None, key.public.kid),
        "engaged_by": "servier",
        "scope": "all",
        "until": FAR,
    }
    return AuditorAdmitted(**{**filled, **members})


def admit_auditor(story: Story, **members: Any) -> Voice:
    """Admit an auditor and return their voice."""
    key = generate_signer("Ed25519")
    story.say(story.root, "auditor.admitted.v1", MAIN, auditor_admission(story, key, **members))
    return Voice(key, key.public.kid, None, "auditor")


def enrolment(story: Story, party: str, person: str, key: Any, **members: Any) -> PersonEnrolled:
    """Return the body that enrols a person with a key."""
    filled: dict[str, Any] = {
        "person": person,
        "proofing_method": "passport seen",
        "jwk": key.public.jwk(),
        "key_proof": story.proof(key, party, person),
    }
    return PersonEnrolled(**{**filled, **members})


def refused(story: Story, error: type[LedgerError], words: tuple[Any, ...], **claims: Any) -> None:
    """Let a key that the ledger may not know say something; nothing is recorded."""
    compact = story.sign(*words, **claims)
    before = (story.world.size, dict(story.world.streams()))
    with pytest.raises(error) as caught:
        story.record(compact, words[0].key)

    assert caught.type is error
    assert (story.world.size, dict(story.world.streams())) == before


def verdict(
    story: Story, voice: Voice, tag: str, stream: str, body: Body
) -> type[LedgerError] | None:
    """Say how a statement would be judged; nothing is recorded."""
    subject = next(story.world.acts()).digest if kind_of(KindTag(tag)).subject else None
    compact = story.sign(voice, tag, stream, body, subject=subject)
    act = rules.place(story.world, open_statement(compact, voice.key.public), story.now)
    try:
        rules.check(story.world, act)
    except LedgerError as error:
        return type(error)
    return None


def endorsed(story: Story, voice: Voice, stream: str, act: Act) -> Act:
    """Join in an act with a key that the story need not know."""
    compact = story.sign(voice, "act.endorsed.v1", stream, ActEndorsed(), subject=act.digest)
    return story.record(compact, voice.key)
