"""Keys in the wrong hands: what they bring about, and how they are stopped."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.authority import KeyRevokedError
from ledger.domain.endorsement import JoinedCompromisedError
from ledger.domain.enrolment import CompromiseError, KeyNotHeldError, ReviewRangeError
from ledger.domain.kinds.common import ActEndorsed, ActWithdrawn
from ledger.domain.kinds.ledger import AuditReviewSigned
from ledger.domain.kinds.party import KeyRevoked
from ledger.domain.world import Act
from ledger.evidence.keys import generate_signer
from tests.unit.domain.alliance import PARTNERSHIP, Alliance, formation
from tests.unit.domain.directory_scenes import MAIN, admit_auditor, enrolment
from tests.unit.domain.story import START, Story, Voice

SERVIER = "party/servier"
ENDORSED = ("act.endorsed.v1", PARTNERSHIP, ActEndorsed())


def proposed() -> tuple[Alliance, Act]:
    """Return a partnership of three that one proposed, and one more has joined."""
    alliance = Alliance()
    body = formation(parties=("servier", "iqvia", "tech"))
    act = alliance.say(
        alliance.sponsor.as_("signatory"), "partnership.formed.v1", PARTNERSHIP, body
    )
    alliance.advance(hours=1)
    alliance.endorse(alliance.cro.as_("signatory"), PARTNERSHIP, act)
    alliance.advance(hours=1)
    return alliance, act


def revoke(story: Story, party: str, voice: Voice, **members: Any) -> None:
    """Let a registrar revoke somebody's key."""
    body = KeyRevoked(**{"kid": voice.key.public.kid, "cause": "compromised", **members})
    story.say(story.registrars[party], "key.revoked.v1", f"party/{party}", body)


@pytest.mark.parametrize("name", ["sponsor", "cro"])
@pytest.mark.parametrize("since", [START, None])
def test_nothing_takes_effect_on_a_stolen_word(name: str, since: Any) -> None:
    """Proposed or endorsed under a key that was compromised then, an act is not completed."""
    alliance, act = proposed()
    voice = getattr(alliance, name)
    revoke(alliance, str(voice.party), voice, compromised_since=since)
    last = alliance.outsider.as_("signatory")

    alliance.refused(JoinedCompromisedError, last, *ENDORSED, subject=act.digest)

    assert alliance.matter(PARTNERSHIP) is None


@pytest.mark.parametrize(
    "members",
    [
        {"cause": "lost"},
        {"cause": "left"},
        {"cause": "superseded"},
        {"compromised_since": START + timedelta(minutes=90)},
    ],
)
def test_what_was_joined_before_still_counts(members: dict[str, Any]) -> None:
    """Keys are judged where each statement stands: a later loss undoes nothing."""
    alliance, act = proposed()
    revoke(alliance, "servier", alliance.sponsor, **members)
    alliance.endorse(alliance.outsider.as_("signatory"), PARTNERSHIP, act)

    assert alliance.matter(PARTNERSHIP).formed == act.digest


def test_a_stolen_proposal_can_be_taken_back() -> None:
    """Another signatory of the company withdraws it; the name is free again."""
    alliance, act = proposed()
    revoke(alliance, "servier", alliance.sponsor)
    colleague = alliance.enrol("servier", "casey", "signatory")
    words = ("act.withdrawn.v1", PARTNERSHIP, ActWithdrawn())
    alliance.say(colleague, *words, subject=act.digest)

    again = alliance.say(
        colleague,
        "partnership.formed.v1",
        PARTNERSHIP,
        formation(parties=("servier", "iqvia", "tech")),
    )

    assert alliance.world.find(again.digest) == again


@pytest.mark.parametrize(
    "members",
    [
        {"cause": "lost", "compromised_since": START},
        {"compromised_since": START + timedelta(days=1)},
    ],
)
def test_a_key_is_compromised_since_a_moment_that_has_passed(members: dict[str, Any]) -> None:
    """Nobody foresees a theft, and a lost key was not stolen."""
    alliance = Alliance()
    body = KeyRevoked(**{"kid": alliance.sponsor.key.public.kid, "cause": "compromised", **members})

    alliance.refused(
        CompromiseError, alliance.registrars["servier"], "key.revoked.v1", SERVIER, body
    )


def test_a_registrar_who_came_with_the_company_can_be_revoked() -> None:
    """Such a key stands for itself; once revoked it lets nobody in, and stays revoked."""
    story = Story()
    second = story.enrol("servier", "rita", "registrar")
    first = story.registrars["servier"]
    body = KeyRevoked(kid=first.key.public.kid, cause="compromised")
    story.say(second, "key.revoked.v1", SERVIER, body)
    enrolled = enrolment(story, "servier", "mole", generate_signer("Ed25519"))

    story.refused(KeyRevokedError, first, "person.enrolled.v1", SERVIER, enrolled)
    story.refused(KeyNotHeldError, second, "key.revoked.v1", SERVIER, body)


def test_a_person_does_not_revoke_a_registrar() -> None:
    """In their own name people revoke their own keys, and no company another's registrar."""
    story = Story()
    ann = story.enrol("servier", "ann", "signatory")
    body = KeyRevoked(kid=story.registrars["servier"].key.public.kid, cause="lost")
    foreign = KeyRevoked(kid=story.registrars["iqvia"].key.public.kid, cause="lost")

    story.refused(KeyNotHeldError, ann.as_("person"), "key.revoked.v1", SERVIER, body)
    story.refused(KeyNotHeldError, story.registrars["servier"], "key.revoked.v1", SERVIER, foreign)


def test_no_auditor_reviews_their_own_reviews() -> None:
    """A reviewer is not the actor (DOMAIN, rule 13); others may look at what they did."""
    story = Story()
    first, second = admit_auditor(story), admit_auditor(story)
    review = AuditReviewSigned(from_index=0, to_index=2)
    at = story.say(first, "audit_review.signed.v1", MAIN, review).leaf_index
    over = AuditReviewSigned(from_index=0, to_index=at)

    story.refused(ReviewRangeError, first, "audit_review.signed.v1", MAIN, over)
    story.say(first, "audit_review.signed.v1", MAIN, review)
    story.say(second, "audit_review.signed.v1", MAIN, over)

    assert len(story.acts("audit_review.signed.v1")) == 3
