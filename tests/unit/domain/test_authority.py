"""Whether a signer may claim what they claim: key, person, party, role, undertaking."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.authority import (
    AgentKindError,
    AuditorEndedError,
    CapacityError,
    ClaimError,
    KeyRevokedError,
    KeyUnknownError,
    RoleError,
    ScopeError,
    UndertakingError,
    check_signer,
)
from ledger.domain.kinds.ledger import AuditReviewSigned, ErasurePerformed
from ledger.domain.kinds.milestone import MilestoneForecast, When
from ledger.domain.kinds.partnership import WorkstreamAdded
from ledger.domain.kinds.party import (
    AgentEnrolled,
    KeyRevoked,
    PartyRenamed,
    RoleGranted,
    UndertakingSigned,
)
from ledger.domain.rules import FollowsByRuleError, place
from ledger.evidence.keys import generate_signer
from ledger.evidence.statement import PartySlug, PersonSlug, SignerClaim, open_statement
from tests.unit.domain.alliance import MILESTONE, PARTNERSHIP, Alliance
from tests.unit.domain.directory_scenes import (
    MAIN,
    Blank,
    admit_auditor,
    enrolment,
    refused,
    root_voice,
)
from tests.unit.domain.scorecard_scenes import EXAMPLES
from tests.unit.domain.story import START, Story, Voice

TODAY = START.date()
PARTY_STREAM = "party/servier"
RENAMED = PartyRenamed(legal_name="Servier", on=TODAY)
ADDED = WorkstreamAdded(slug="change", title="Change")
REVIEW = AuditReviewSigned(from_index=0, to_index=0)
FORECAST = MilestoneForecast(on=When(on=TODAY), causes=())


def claim(person: str, party: str | None, capacity: str) -> SignerClaim:
    """Return an authority to claim."""
    slug = None if party is None else PartySlug(party)
    return SignerClaim(person=PersonSlug(person), party=slug, capacity=capacity)


def rename(voice: Voice) -> tuple[Any, ...]:
    """Return the words with which somebody renames the sponsor."""
    return (voice, "party.renamed.v1", PARTY_STREAM, RENAMED)


@pytest.mark.parametrize(
    "capacity", ["programme_manager", "observer", "root", "system", "agent", "king"]
)
def test_a_kind_is_signed_in_its_own_capacities(capacity: str) -> None:
    """A renaming is signed by a registrar or a signatory, and by nobody else."""
    story = Story()
    ann = story.enrol("servier", "ann", "signatory")

    story.refused(CapacityError, *rename(ann.as_(capacity)))


@pytest.mark.parametrize(
    "signer",
    [
        ("ann", "iqvia", "signatory"),
        ("bob", "servier", "signatory"),
        ("bob", "iqvia", "signatory"),
        ("zoe", "servier", "signatory"),
        ("ann", "nobody", "signatory"),
        ("ann", None, "signatory"),
    ],
)
def test_nobody_speaks_for_another(signer: tuple[str, str | None, str]) -> None:
    """The key that signed must be enrolled for this person of this party."""
    story = Story()
    ann = story.enrol("servier", "ann", "signatory")
    story.enrol("iqvia", "bob", "signatory")

    story.refused(KeyUnknownError, *rename(ann), signer=claim(*signer))


def test_a_key_that_was_never_enrolled_signs_nothing() -> None:
    """A name alone is no authority."""
    story = Story()
    story.enrol("servier", "ann", "signatory")
    forger = Voice(generate_signer("Ed25519"), "ann", "servier", "signatory")

    refused(story, KeyUnknownError, rename(forger))


def test_a_revoked_key_signs_nothing_more() -> None:
    """What it signed before stands; from its revocation on it is refused."""
    story = Story()
    ann = story.enrol("servier", "ann", "signatory")
    before = story.say(*rename(ann))
    body = KeyRevoked(kid=ann.key.public.kid, cause="left")
    story.say(story.registrars["servier"], "key.revoked.v1", PARTY_STREAM, body)

    story.refused(KeyRevokedError, *rename(ann))
    assert story.world.find(before.digest) == before


def test_a_person_undertakes_before_any_other_signature() -> None:
    """21 CFR 11.100(c): the undertaking itself is the first."""
    story = Story()
    key = generate_signer("Ed25519")
    registrar = story.registrars["servier"]
    body = enrolment(story, "servier", "ann", key)
    story.say(registrar, "person.enrolled.v1", PARTY_STREAM, body)
    grant = RoleGranted(person="ann", role="signatory", from_=TODAY)
    story.say(registrar, "role.granted.v1", PARTY_STREAM, grant)
    ann = Voice(key, "ann", "servier", "signatory")
    story.refused(UndertakingError, *rename(ann))
    undertaking = UndertakingSigned(text="My electronic signature binds me.")
    story.say(ann.as_("person"), "undertaking.signed.v1", PARTY_STREAM, undertaking)

    assert story.say(*rename(ann)).body == RENAMED


@pytest.mark.parametrize(
    ("from_days", "until_days", "holds"),
    [(0, None, True), (0, 0, True), (-5, 0, True), (1, None, False), (-5, -1, False)],
)
def test_a_role_holds_between_its_days(
    from_days: int,
    until_days: int | None,
    holds: bool,  # noqa: FBT001
) -> None:
    """Both end days count; a role of tomorrow or yesterday is none today."""
    story = Story()
    ann = story.enrol("servier", "ann").as_("signatory")
    grant = RoleGranted(
        person="ann",
        role="signatory",
        from_=TODAY + timedelta(days=from_days),
        until=None if until_days is None else TODAY + timedelta(days=until_days),
    )
    story.say(story.registrars["servier"], "role.granted.v1", PARTY_STREAM, grant)

    if holds:
        assert story.say(*rename(ann)).body == RENAMED
    else:
        story.refused(RoleError, *rename(ann))


@pytest.mark.parametrize(
    ("scope", "covers"),
    [
        ((), True),
        (("party/servier",), True),
        (("board/jsc", "party/servier"), True),
        (("party/serv",), False),
        (("board/jsc",), False),
    ],
)
def test_a_role_holds_within_its_scope(scope: tuple[str, ...], covers: bool) -> None:  # noqa: FBT001
    """A scope names streams, with what is below them; none means all."""
    story = Story()
    ann = story.enrol("servier", "ann").as_("signatory")
    grant = RoleGranted(person="ann", role="signatory", from_=TODAY, scope=scope)
    story.say(story.registrars["servier"], "role.granted.v1", PARTY_STREAM, grant)

    if covers:
        assert story.say(*rename(ann)).body == RENAMED
    else:
        story.refused(ScopeError, *rename(ann))


@pytest.mark.parametrize("scope", ["milestone/score", PARTNERSHIP, MILESTONE])
def test_a_scope_covers_the_streams_below_it(scope: str) -> None:
    """A grant for a partnership, or for its milestones, covers each of them."""
    alliance = Alliance().form().plan()
    pat = alliance.enrol("iqvia", "pat").as_("programme_manager")
    grant = RoleGranted(person="pat", role="programme_manager", from_=TODAY, scope=(scope,))
    alliance.say(alliance.registrars["iqvia"], "role.granted.v1", "party/iqvia", grant)
    act = alliance.say(pat, "milestone.forecast.v1", MILESTONE, FORECAST)
    if scope != PARTNERSHIP:
        alliance.refused(ScopeError, pat, "workstream.added.v1", PARTNERSHIP, ADDED)

    assert act.statement.signer.person == "pat"


def test_a_registrar_may_be_a_person_with_that_role() -> None:
    """A role granted to a person serves as well as a founding registrar's key."""
    story = Story()
    bob = story.enrol("servier", "bob", "registrar")
    body = enrolment(story, "servier", "ann", generate_signer("Ed25519"))

    act = story.say(bob, "person.enrolled.v1", PARTY_STREAM, body)

    assert act.statement.signer.person == "bob"


@pytest.mark.parametrize("party", ["servier", "nobody", None])
def test_a_founding_registrar_is_named_in_the_admission(party: str | None) -> None:
    """A key that stands for itself enrols for the company that named it, and no other."""
    story = Story()
    story.enrol("servier", "ann")
    registrar = story.registrars["iqvia"]
    words = rename(registrar)

    story.refused(KeyUnknownError, *words, signer=claim(registrar.person, party, "registrar"))


@pytest.mark.parametrize("capacity", ["root", "auditor"])
def test_who_stands_for_themselves_must_be_known(capacity: str) -> None:
    """Neither a stranger's root nor a stranger's review is accepted."""
    story = Story()
    stranger = root_voice().as_(capacity)
    tag, body = (
        ("audit_review.signed.v1", REVIEW)
        if capacity == "auditor"
        else ("ledger.founded.v1", story.founding())
    )

    refused(story, KeyUnknownError, (stranger, tag, MAIN, body))


def test_an_auditor_signs_as_their_key_until_their_last_day() -> None:
    """No other name, no party, and no day later."""
    story = Story()
    auditor = admit_auditor(story, until=date(2020, 12, 18))
    words = (auditor, "audit_review.signed.v1", MAIN, REVIEW)
    for signer in (claim("ann", None, "auditor"), claim(auditor.person, "servier", "auditor")):
        story.refused(ClaimError, *words, signer=signer)
    story.advance(days=1)
    act = story.say(*words)
    story.advance(days=1)
    story.refused(AuditorEndedError, *words)

    assert act.body == REVIEW


def test_only_the_ledgers_own_key_speaks_for_the_ledger() -> None:
    """A stranger's system key is unknown; nobody submits under the ledger's own."""
    story = Story()
    body = ErasurePerformed(commitments=("A" * 43,))
    subject = next(story.world.acts()).digest
    stranger = root_voice().as_("system")
    own = Voice(story.system, story.system.public.kid, None, "system")

    for voice, error in ((stranger, KeyUnknownError), (own, FollowsByRuleError)):
        refused(story, error, (voice, "erasure.performed.v1", MAIN, body), subject=subject)


def test_nobody_speaks_for_a_ledger_that_is_not_founded() -> None:
    """Before the founding there is no system key, no auditor and no registrar."""
    blank = Blank()
    stranger = root_voice()
    cases = [
        (stranger.as_("auditor"), "audit_review.signed.v1", MAIN, REVIEW),
        (stranger.as_("registrar"), "party.renamed.v1", PARTY_STREAM, RENAMED),
    ]

    for words in cases:
        compact = blank.sign(*words)
        act = place(blank.world, open_statement(compact, stranger.key.public), blank.now)
        with pytest.raises(KeyUnknownError):
            check_signer(blank.world, act)
    assert blank.world.size == 0


def with_agent(alliance: Alliance, until: date = TODAY) -> Voice:
    """Let the CRO enrol a system that may forecast."""
    key = generate_signer("Ed25519")
    body = AgentEnrolled(
        agent="ctms",
        responsible="chris",
        jwk=key.public.jwk(),
        key_proof=alliance.proof(key, "iqvia", "ctms"),
        kinds=("milestone.forecast.v1",),
        until=until,
    )
    alliance.say(alliance.registrars["iqvia"], "agent.enrolled.v1", "party/iqvia", body)
    return Voice(key, "ctms", "iqvia", "agent")


def test_a_system_records_what_it_was_enrolled_for_until_its_last_day() -> None:
    """An agent never signs as a person, and no person as an agent."""
    alliance = Alliance().form().plan()
    ctms = with_agent(alliance)
    words = ("milestone.forecast.v1", MILESTONE, FORECAST)
    alliance.say(ctms, *words)
    alliance.refused(AgentKindError, ctms.as_("programme_manager"), *words)
    alliance.refused(AgentKindError, alliance.cro.as_("agent"), *words)
    alliance.advance(days=1)
    alliance.refused(AgentKindError, ctms, *words)

    assert len(alliance.acts("milestone.forecast.v1")) == 1


def test_a_system_records_no_other_kinds() -> None:
    """A measurement is not a forecast."""
    alliance = Alliance().form().plan()
    ctms = with_agent(alliance)
    tag = "measurement.recorded.v1"
    act = alliance.say(
        alliance.cro, "scorecard.proposed.v1", "scorecard/score", EXAMPLES["scorecard.proposed.v1"]
    )
    alliance.endorse(alliance.sponsor, "scorecard/score", act)

    alliance.refused(AgentKindError, ctms, tag, "scorecard/score", EXAMPLES[tag])
