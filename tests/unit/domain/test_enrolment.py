"""Whom registrars let in: people, their keys, their roles, their systems."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.authority import KeyRevokedError
from ledger.domain.common import NotOpenedError
from ledger.domain.companies import PARTY
from ledger.domain.directory import party_of
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.enrolment import (
    DatesError,
    GrantUnknownError,
    KeyInUseError,
    KeyNotHeldError,
    OtherPartyError,
    PartyUnknownError,
    PersonTakenError,
    PersonUnknownError,
    UndertakingSignedError,
)
from ledger.domain.kinds import KINDS, kind_of
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.party import (
    AffiliateDeclared,
    AgentEnrolled,
    DelegationGranted,
    DelegationRevoked,
    KeyAdded,
    KeyRevoked,
    PartyMerged,
    PartyRenamed,
    RoleEnded,
    RoleGranted,
    UndertakingSigned,
)
from ledger.domain.room import OutOfStateError
from ledger.evidence.canonical import Body
from ledger.evidence.keys import KeyId, Signer, generate_signer
from ledger.evidence.statement import KeyProofMismatchError, KindTag
from tests.unit.domain.directory_scenes import (
    FAR,
    enrolment,
    verdict,
)
from tests.unit.domain.story import START, Story, Voice

PARTY_STREAM = "party/servier"


TODAY = START.date()


def new_key() -> Signer:
    """Return a fresh key."""
    return generate_signer("Ed25519")


def agent(story: Story, name: str = "ctms", **members: Any) -> AgentEnrolled:
    """Return the body that enrols a system of the sponsor's."""
    key = new_key()
    filled: dict[str, Any] = {
        "agent": name,
        "responsible": "ann",
        "jwk": key.public.jwk(),
        "key_proof": story.proof(key, "servier", name),
        "kinds": ("milestone.forecast.v1",),
        "until": FAR,
    }
    return AgentEnrolled(**{**filled, **members})


def further_key(story: Story, person: str) -> tuple[Signer, KeyAdded]:
    """Return a further key, and the body that adds it."""
    key = new_key()
    body = KeyAdded(jwk=key.public.jwk(), key_proof=story.proof(key, "servier", person))
    return key, body


def revocation(voice: Voice, **members: Any) -> KeyRevoked:
    """Return the body that revokes a voice's key."""
    return KeyRevoked(**{"kid": voice.key.public.kid, "cause": "lost", **members})


def test_a_person_is_enrolled_by_their_own_companys_registrar() -> None:
    """The key is theirs from then on, and nobody is enrolled for others."""
    story = Story()
    key = new_key()
    body = enrolment(story, "servier", "ann", key)
    story.refused(
        OtherPartyError, story.registrars["iqvia"], "person.enrolled.v1", PARTY_STREAM, body
    )
    act = story.say(story.registrars["servier"], "person.enrolled.v1", PARTY_STREAM, body)

    party = party_of(story.world, "servier")

    assert party.people["ann"].enrolled == act.digest  # type: ignore[index]
    assert party.keys[key.public.kid].holder == "ann"


def test_no_stream_is_opened_for_a_company_that_was_not_admitted() -> None:
    """A registrar writes in their own company's stream, and it must be one."""
    story = Story()
    body = enrolment(story, "nobody", "ann", new_key())

    story.refused(
        PartyUnknownError, story.registrars["servier"], "person.enrolled.v1", "party/nobody", body
    )


def test_a_key_is_enrolled_once_and_with_its_own_proof() -> None:
    """Neither another's key nor another's proof will do."""
    story = Story()
    bob = story.enrol("iqvia", "bob")
    registrar = story.registrars["servier"]
    stolen = enrolment(story, "servier", "ann", bob.key)
    story.refused(KeyInUseError, registrar, "person.enrolled.v1", PARTY_STREAM, stolen)
    key = new_key()
    proofs = (
        story.proof(key, "iqvia", "ann"),
        story.proof(key, "servier", "bob"),
        story.proof(key, None, "ann"),
    )
    for proof in proofs:
        body = enrolment(story, "servier", "ann", key, key_proof=proof)
        story.refused(KeyProofMismatchError, registrar, "person.enrolled.v1", PARTY_STREAM, body)


def test_a_registrars_further_key_for_someone_needs_a_second_person() -> None:
    """Otherwise one registrar could take over a name; what was undertaken still binds."""
    story = Story()
    ann = story.enrol("servier", "ann", "signatory")
    bob = story.enrol("servier", "bob", "registrar")
    key = new_key()
    body = enrolment(story, "servier", "ann", key)
    act = story.say(story.registrars["servier"], "person.enrolled.v1", PARTY_STREAM, body)

    assert key.public.kid not in party_of(story.world, "servier").keys

    undertaking = party_of(story.world, "servier").people["ann"].undertaking  # type: ignore[index]
    story.endorse(bob, PARTY_STREAM, act)

    party = party_of(story.world, "servier")
    assert party.keys[key.public.kid].holder == "ann"
    assert ann.key.public.kid in party.keys
    assert party.people["ann"].undertaking == undertaking  # type: ignore[index]


def test_nobody_endorses_their_own_second_key_twice() -> None:
    """The registrar who proposed it is not the second pair of eyes."""
    story = Story()
    story.enrol("servier", "ann")
    registrar = story.registrars["servier"]
    body = enrolment(story, "servier", "ann", new_key())
    act = story.say(registrar, "person.enrolled.v1", PARTY_STREAM, body)

    story.refused(
        NotAnEndorserError,
        registrar,
        "act.endorsed.v1",
        PARTY_STREAM,
        ActEndorsed(),
        subject=act.digest,
    )


def test_a_person_adds_and_revokes_a_key_of_their_own() -> None:
    """The new key signs; the revoked one no more, and is not revoked twice."""
    story = Story()
    ann = story.enrol("servier", "ann").as_("person")
    key, body = further_key(story, "ann")
    story.say(ann, "key.added.v1", PARTY_STREAM, body)
    newer = Voice(key, "ann", "servier", "person")
    story.say(newer, "key.revoked.v1", PARTY_STREAM, revocation(ann, cause="superseded"))

    keys = party_of(story.world, "servier").keys

    assert keys[ann.key.public.kid].revoked_at == START
    assert keys[key.public.kid].revoked_at is None
    story.refused(
        KeyNotHeldError, newer, "key.revoked.v1", PARTY_STREAM, revocation(ann, cause="lost")
    )
    late = story.sign(ann, "key.added.v1", PARTY_STREAM, further_key(story, "ann")[1])
    with pytest.raises(KeyRevokedError):
        story.record(late, ann.key)


def test_a_registrar_revokes_any_key_of_the_company_and_others_only_their_own() -> None:
    """A colleague cannot; a registrar can, and says since when it was compromised."""
    story = Story()
    ann = story.enrol("servier", "ann").as_("person")
    bob = story.enrol("servier", "bob").as_("person")
    story.refused(KeyNotHeldError, bob, "key.revoked.v1", PARTY_STREAM, revocation(ann))
    unknown = KeyRevoked(kid="A" * 43, cause="lost")
    registrar = story.registrars["servier"]
    story.refused(KeyNotHeldError, registrar, "key.revoked.v1", PARTY_STREAM, unknown)
    body = revocation(ann, cause="compromised", compromised_since=START)
    story.say(registrar, "key.revoked.v1", PARTY_STREAM, body)

    key = party_of(story.world, "servier").keys[KeyId(ann.key.public.kid)]

    assert (key.revoked_at, key.compromised_since) == (START, START)


def test_an_undertaking_is_signed_once() -> None:
    """A second one is refused."""
    story = Story()
    ann = story.enrol("servier", "ann").as_("person")

    story.refused(
        UndertakingSignedError,
        ann,
        "undertaking.signed.v1",
        PARTY_STREAM,
        UndertakingSigned(text="Again."),
    )


def test_a_role_is_for_someone_enrolled_and_for_days_in_order() -> None:
    """A grant keeps person, role, days, scope and limit; unsound ones are refused."""
    story = Story()
    story.enrol("servier", "ann")
    registrar = story.registrars["servier"]
    stranger = RoleGranted(person="zoe", role="signatory", from_=TODAY)
    story.refused(PersonUnknownError, registrar, "role.granted.v1", PARTY_STREAM, stranger)
    reversed_days = RoleGranted(
        person="ann", role="signatory", from_=TODAY, until=date(2020, 12, 16)
    )
    story.refused(DatesError, registrar, "role.granted.v1", PARTY_STREAM, reversed_days)
    body = RoleGranted(person="ann", role="signatory", from_=TODAY, until=TODAY, scope=("board/a",))
    act = story.say(registrar, "role.granted.v1", PARTY_STREAM, body)

    grant = party_of(story.world, "servier").grants[act.digest]

    assert (grant.role, grant.from_, grant.until, grant.scope) == (
        "signatory",
        TODAY,
        TODAY,
        ("board/a",),
    )


def test_a_registrars_own_role_needs_a_second_person() -> None:
    """Nobody gives themselves power alone."""
    story = Story()
    ann = story.enrol("servier", "ann", "registrar")
    bob = story.enrol("servier", "bob", "signatory")
    body = RoleGranted(person="ann", role="signatory", from_=TODAY)
    act = story.say(ann, "role.granted.v1", PARTY_STREAM, body)

    assert act.digest not in party_of(story.world, "servier").grants

    story.endorse(bob, PARTY_STREAM, act)

    assert act.digest in party_of(story.world, "servier").grants


def test_a_role_ends_on_a_day_and_only_once() -> None:
    """What ends is a grant of this stream that is still in force then."""
    story = Story()
    story.enrol("servier", "ann", "signatory")
    registrar = story.registrars["servier"]
    granted = story.acts("role.granted.v1")[0]
    words = (registrar, "role.ended.v1", PARTY_STREAM)
    nothing = story.acts("person.enrolled.v1")[0].digest
    story.refused(GrantUnknownError, *words, RoleEnded(on=TODAY), subject=nothing)
    story.say(*words, RoleEnded(on=TODAY), subject=granted.digest)
    late = RoleEnded(on=date(2021, 1, 1))
    story.refused(GrantUnknownError, *words, late, subject=granted.digest)

    assert party_of(story.world, "servier").grants[granted.digest].until == TODAY


def test_a_system_has_a_name_of_its_own_and_someone_who_answers_for_it() -> None:
    """People and systems share no names; the person responsible is enrolled."""
    story = Story()
    story.enrol("servier", "ann")
    registrar = story.registrars["servier"]
    words = (registrar, "agent.enrolled.v1", PARTY_STREAM)
    story.refused(PersonUnknownError, *words, agent(story, responsible="zoe"))
    story.refused(PersonTakenError, *words, agent(story, "ann"))
    story.say(*words, agent(story))
    story.refused(PersonTakenError, *words, agent(story))
    taken = enrolment(story, "servier", "ctms", new_key())
    story.refused(PersonTakenError, registrar, "person.enrolled.v1", PARTY_STREAM, taken)

    party = party_of(story.world, "servier")

    assert party.agents["ctms"].responsible == "ann"  # type: ignore[index]


def test_a_company_changes_its_name_and_keeps_the_old_ones() -> None:
    """Names are kept with the day from which each applies."""
    story = Story()
    ann = story.enrol("servier", "ann", "signatory")
    for year, name in ((2016, "QuintilesIMS"), (2017, "IQVIA")):
        body = PartyRenamed(legal_name=name, on=date(year, 11, 1))
        story.say(ann, "party.renamed.v1", PARTY_STREAM, body)

    assert party_of(story.world, "servier").names == (
        (date(2016, 11, 1), "QuintilesIMS"),
        (date(2017, 11, 1), "IQVIA"),
    )


def test_every_pair_of_phase_and_kind_is_judged() -> None:
    """A company's stream opens with a person; from then on every kind is possible."""
    story = Story()
    ann = story.enrol("servier", "ann", "signatory", "registrar").as_("person")
    bodies: dict[str, Body] = {
        "person.enrolled.v1": enrolment(story, "servier", "zoe", new_key()),
        "key.added.v1": further_key(story, "ann")[1],
        "key.revoked.v1": revocation(ann),
        "undertaking.signed.v1": UndertakingSigned(text="Again."),
        "role.granted.v1": RoleGranted(person="ann", role="observer", from_=TODAY),
        "role.ended.v1": RoleEnded(on=TODAY),
        "agent.enrolled.v1": agent(story),
        "party.renamed.v1": PartyRenamed(legal_name="Servier", on=TODAY),
        "affiliate.declared.v1": AffiliateDeclared(of="iqvia", from_=TODAY),
        "party.merged.v1": PartyMerged(into="iqvia", on=TODAY),
        "delegation.granted.v1": DelegationGranted(
            person="ann", up_to=Money(minor=1, currency="EUR"), from_=TODAY
        ),
        "delegation.revoked.v1": DelegationRevoked(on=TODAY),
    }
    assert set(bodies) == {row.tag for row in KINDS.values() if row.stream == "party"}
    for tag, body in bodies.items():
        voice = story.registrars["servier"]
        if "person" in kind_of(KindTag(tag)).signers:
            voice = ann
        standing = verdict(story, voice, tag, PARTY_STREAM, body)
        unopened = verdict(story, voice, tag, "party/tech", body)

        assert (standing is OutOfStateError) == (tag not in PARTY.machine["standing"])
        assert (unopened is NotOpenedError) == (tag not in PARTY.machine["unopened"])
