"""The directory as it can be read: companies, their names over time, people, keys, roles."""

from dataclasses import replace
from datetime import date
from typing import Any

from ledger.domain.kinds.base import Money
from ledger.domain.kinds.board import (
    AlternateNamed,
    CharterAmended,
    InterestDeclared,
    MemberEnded,
    OfficerEnded,
)
from ledger.domain.kinds.party import (
    AffiliateDeclared,
    AgentEnrolled,
    DelegationGranted,
    DelegationRevoked,
    KeyAdded,
    KeyRevoked,
    PartyRenamed,
    PersonEnrolled,
    RoleEnded,
    RoleGranted,
)
from ledger.evidence.keys import generate_signer
from projections import boards, directory
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.test_decisions import picked
from tests.unit.domain.boardroom import BOARD, SINCE, Boardroom, charter
from tests.unit.domain.charter_parts import votes
from tests.unit.domain.story import Story, Voice


def company(story: Story, reading: Told, party: str = "iqvia") -> dict[str, Any]:
    """Return what can be read of a company."""
    found = directory.load(reading(story), party_reader("tech"), party)
    assert found is not None
    return found


def test_a_company_keeps_every_name(story: Story, reading: Told) -> None:
    """It is shown under that of the reader's day, with the statement that gave it.

    What is recorded of an earlier day later takes no later name away.
    """
    boss = story.enrol("iqvia", "boss", "signatory")
    renamed, earlier = (
        story.say(boss, "party.renamed.v1", "party/iqvia", PartyRenamed(legal_name=name, on=on))
        for name, on in (
            ("IQVIA Holdings", date(2021, 1, 1)),
            ("QuintilesIMS", date(2016, 10, 3)),
        )
    )
    connection = reading(story)

    before, after = (
        directory.load(connection, replace(party_reader("tech"), on=on), "iqvia")
        for on in (date(2020, 12, 31), date(2021, 1, 1))
    )

    assert before is not None
    assert after is not None
    assert (before["legal_name"], before["digest"]) == ("QuintilesIMS", earlier.digest)
    assert (after["legal_name"], after["digest"]) == ("IQVIA Holdings", renamed.digest)
    assert picked(after["names"], "legal_name", "on_day") == [
        ("Iqvia", None),
        ("IQVIA Holdings", "2021-01-01"),
        ("QuintilesIMS", "2016-10-03"),
    ]
    assert picked(after["registrars"], "kid") == [(story.registrars["iqvia"].key.public.kid,)]


def test_companies_are_listed_in_the_order_of_admission(story: Story, reading: Told) -> None:
    """Every party reads the directory."""
    connection = reading(story)

    rows = directory.list_parties(connection, party_reader("tech"))

    assert picked(rows, "party", "role", "leaf_index") == [
        ("servier", "sponsor", 1),
        ("iqvia", "cro", 2),
        ("tech", "technology", 3),
    ]
    assert directory.load(connection, ANYBODY, "nobody") is None


def test_keys_show_when_they_came_and_went(story: Story, reading: Told) -> None:
    """A further key is added, an old one revoked with its cause."""
    anna = story.enrol("iqvia", "anna")
    key = generate_signer("Ed25519")
    added = KeyAdded(jwk=key.public.jwk(), key_proof=story.proof(key, "iqvia", "anna"))
    story.say(anna.as_("person"), "key.added.v1", "party/iqvia", added)
    revoked = KeyRevoked(kid=anna.key.public.kid, cause="compromised", compromised_since=story.now)
    act = story.say(Voice(key, "anna", "iqvia", "person"), "key.revoked.v1", "party/iqvia", revoked)

    found = company(story, reading)

    assert picked(found["keys"], "kid", "person", "cause", "revoked_by") == [
        (anna.key.public.kid, "anna", "compromised", act.digest),
        (key.public.kid, "anna", None, None),
    ]
    assert found["keys"][0]["compromised_since"] == "2020-12-17T09:00:00.000Z"


def test_a_further_enrolment_adds_a_key_and_no_person(story: Story, reading: Told) -> None:
    """A person is one person, whatever keys they hold; the undertaking is theirs."""
    anna = story.enrol("iqvia", "anna")
    boss = story.enrol("iqvia", "boss", "signatory")
    key = generate_signer("Ed25519")
    body = PersonEnrolled(
        person="anna",
        proofing_method="passport seen",
        jwk=key.public.jwk(),
        key_proof=story.proof(key, "iqvia", "anna"),
    )
    act = story.say(story.registrars["iqvia"], "person.enrolled.v1", "party/iqvia", body)
    story.endorse(boss, "party/iqvia", act)

    found = company(story, reading)

    undertaken = story.acts("undertaking.signed.v1")
    assert picked(found["people"], "person", "undertaking", "agent") == [
        ("anna", undertaken[0].digest, False),
        ("boss", undertaken[1].digest, False),
    ]
    assert picked(found["keys"], "kid") == [
        (anna.key.public.kid,),
        (boss.key.public.kid,),
        (key.public.kid,),
    ]


def test_a_role_shows_its_limit_its_scope_and_its_end(story: Story, reading: Told) -> None:
    """Rivals can read signatory limits; the documents say so."""
    story.enrol("iqvia", "boss")
    body = RoleGranted(
        person="boss",
        role="signatory",
        from_=date(2020, 1, 1),
        until=date(2022, 1, 1),
        scope=("contract/score",),
        limit=Money(minor=5_000, currency="EUR"),
    )
    registrar = story.registrars["iqvia"]
    granted = story.say(registrar, "role.granted.v1", "party/iqvia", body)
    ended = story.say(
        registrar,
        "role.ended.v1",
        "party/iqvia",
        RoleEnded(on=date(2021, 1, 1)),
        subject=granted.digest,
    )

    found = company(story, reading)

    names = ("scope", "limit_minor", "limit_currency", "until_day", "ended_by")
    assert picked(found["roles"], *names) == [
        (["contract/score"], 5_000, "EUR", "2021-01-01", ended.digest)
    ]


def test_a_delegation_shows_its_reach_and_its_end(story: Story, reading: Told) -> None:
    """Counterparties see under what a programme manager signs."""
    boss = story.enrol("iqvia", "boss", "signatory")
    story.enrol("iqvia", "manager", "programme_manager")
    body = DelegationGranted(
        person="manager",
        up_to=Money(minor=5_000, currency="EUR"),
        from_=date(2020, 1, 1),
        change_kinds=("change_order",),
        scope=("contract/score",),
    )
    granted = story.say(boss, "delegation.granted.v1", "party/iqvia", body)
    words = (boss, "delegation.revoked.v1", "party/iqvia")
    ended = DelegationRevoked(on=date(2021, 1, 1))
    revoked = story.say(*words, ended, subject=granted.digest)

    (row,) = company(story, reading)["delegations"]

    assert row == {
        "digest": granted.digest,
        "party": "iqvia",
        "person": "manager",
        "grantor": "boss",
        "change_kinds": ["change_order"],
        "scope": ["contract/score"],
        "from_day": "2020-01-01",
        "until_day": "2021-01-01",
        "up_to_minor": 5_000,
        "up_to_currency": "EUR",
        "revoked_by": revoked.digest,
        "leaf_index": granted.leaf_index,
    }


def test_every_declaration_of_an_affiliation_is_shown(story: Story, reading: Told) -> None:
    """The newest counts; the one before stays to be seen."""
    boss = story.enrol("iqvia", "boss", "signatory")
    other = story.enrol("servier", "other", "signatory")
    for until in (None, date(2021, 1, 1)):
        body = AffiliateDeclared(of="servier", from_=date(2020, 1, 1), until=until)
        act = story.say(boss, "affiliate.declared.v1", "party/iqvia", body)
        story.endorse(other, "party/iqvia", act)

    rows = company(story, reading)["affiliations"]

    assert picked(rows, "of", "from_day", "until_day") == [
        ("servier", "2020-01-01", None),
        ("servier", "2020-01-01", "2021-01-01"),
    ]
    assert rows[-1]["digest"] == act.digest


def test_a_system_is_shown_with_who_answers_for_it(story: Story, reading: Told) -> None:
    """An agent is no person."""
    story.enrol("iqvia", "anna")
    key = generate_signer("Ed25519")
    body = AgentEnrolled(
        agent="ctms",
        responsible="anna",
        jwk=key.public.jwk(),
        key_proof=story.proof(key, "iqvia", "ctms"),
        kinds=("milestone.forecast.v1",),
        until=date(2021, 12, 31),
    )
    story.say(story.registrars["iqvia"], "agent.enrolled.v1", "party/iqvia", body)

    found = company(story, reading)

    assert picked(found["people"], "person", "agent", "responsible", "until_day") == [
        ("anna", False, None, None),
        ("ctms", True, "anna", "2021-12-31"),
    ]


def test_a_board_shows_its_charters_and_who_sat_in_it(reading: Told) -> None:
    """The charter in force is the newest; seats and offices keep everyone who held them."""
    room = Boardroom()
    first = room.board.charter_digest
    amended = room.say(
        room.sponsor,
        "charter.amended.v1",
        BOARD,
        CharterAmended(charter=charter(**votes(tie="deadlocked"))),
        base=first,
    )
    room.endorse(room.cro, BOARD, amended)
    member = room.acts("member.appointed.v1")[0]
    officer = room.acts("officer.appointed.v1")[0]
    alternate = AlternateNamed(seat="i1", person="spare", from_=SINCE)
    room.say(room.cro, "alternate.named.v1", BOARD, alternate)
    interest = InterestDeclared(person="member-s2")
    room.say(room.people["s2"], "interest.declared.v1", BOARD, interest)
    for tag, body, subject in (
        ("member.ended.v1", MemberEnded(on=date(2021, 1, 1)), member.digest),
        ("officer.ended.v1", OfficerEnded(on=date(2021, 2, 1)), officer.digest),
    ):
        room.say(room.sponsor, tag, BOARD, body, subject=subject)

    found = boards.load(reading(room), ANYBODY, BOARD)

    assert found is not None
    assert picked(found["charters"], "digest", "replaces") == [
        (first, None),
        (amended.digest, first),
    ]
    assert found["charter"]["charter"]["votes"][0]["tie"] == "deadlocked"
    held = {(row["held"], row["name"]): row["ended_on"] for row in found["tenures"]}
    assert held == {
        ("member", "s1"): "2021-01-01",
        ("member", "s2"): None,
        ("member", "i1"): None,
        ("member", "i2"): None,
        ("member", "guest"): None,
        ("office", "chair"): "2021-02-01",
        ("office", "secretary"): None,
        ("alternate", "i1"): None,
    }
