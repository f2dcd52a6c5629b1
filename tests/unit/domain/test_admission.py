"""Whom roots let in: companies and auditors; reviews and erasures."""

from datetime import date

import pytest

from ledger.domain.directory import the_ledger
from ledger.domain.enrolment import (
    KeyInUseError,
    PartyAdmittedError,
    PartyUnknownError,
    ReviewRangeError,
)
from ledger.domain.kinds.ledger import AuditReviewSigned, ErasureDecided, ErasurePerformed
from ledger.errors import LedgerError
from ledger.evidence.canonical import Body
from ledger.evidence.keys import Signer, generate_signer
from ledger.evidence.statement import KeyProofMismatchError
from tests.unit.domain.directory_scenes import (
    MAIN,
    Blank,
    admission,
    admit_auditor,
    auditor_admission,
)
from tests.unit.domain.story import Story


def new_key() -> Signer:
    """Return a fresh key."""
    return generate_signer("Ed25519")


def test_a_threshold_of_roots_admits_a_company() -> None:
    """With a threshold of two, one root proposes and any other completes."""
    blank = Blank().stand()
    act = blank.say(blank.second, "party.admitted.v1", MAIN, admission(blank, "cro"))
    ledger = the_ledger(blank.world)

    assert ledger is not None
    assert "cro" not in ledger.parties

    blank.endorse(blank.third, MAIN, act)

    ledger = the_ledger(blank.world)
    assert ledger is not None
    assert ledger.parties["cro"].role == "cro"  # type: ignore[index]
    blank.refused(
        PartyAdmittedError, blank.root, "party.admitted.v1", MAIN, admission(blank, "cro")
    )


def test_a_registrars_key_is_new_and_proved() -> None:
    """A key that is used, used twice, or proved for another party is refused."""
    story = Story()
    used, key = story.registrars["iqvia"].key, new_key()
    other = admission(story, "other", key)
    cases: list[tuple[type[LedgerError], Body]] = [
        (KeyInUseError, admission(story, "cro", used)),
        (KeyInUseError, admission(story, "cro", key, key)),
        (KeyInUseError, admission(story, "cro", story.system)),
        (KeyInUseError, admission(story, "cro", story.root.key)),
        (KeyProofMismatchError, admission(story, "cro", registrars=other.registrars)),
    ]

    for error, body in cases:
        story.refused(error, story.root, "party.admitted.v1", MAIN, body)


def test_an_auditor_is_engaged_by_an_admitted_party() -> None:
    """The admission keeps the scope and the last day."""
    story = Story()
    key = new_key()
    body = auditor_admission(story, key, engaged_by="nobody")
    story.refused(PartyUnknownError, story.root, "auditor.admitted.v1", MAIN, body)
    voice = admit_auditor(story, scope=("board/jsc",), until=date(2021, 12, 31))
    again = auditor_admission(story, voice.key)
    story.refused(KeyInUseError, story.root, "auditor.admitted.v1", MAIN, again)

    ledger = the_ledger(story.world)

    assert ledger is not None
    auditor = ledger.auditors[voice.key.public.kid]
    assert (auditor.scope, auditor.until) == (("board/jsc",), date(2021, 12, 31))


@pytest.mark.parametrize(("first", "last"), [(1, 0), (0, 99)])
def test_a_review_covers_entries_that_exist(first: int, last: int) -> None:
    """Neither backwards, nor beyond what is recorded."""
    story = Story()
    auditor = admit_auditor(story)
    story.say(auditor, "audit_review.signed.v1", MAIN, AuditReviewSigned(from_index=0, to_index=4))

    story.refused(
        ReviewRangeError,
        auditor,
        "audit_review.signed.v1",
        MAIN,
        AuditReviewSigned(from_index=first, to_index=last),
    )


@pytest.mark.parametrize("granted", [True, False])
def test_a_granted_erasure_is_performed_by_the_ledger(granted: bool) -> None:  # noqa: FBT001
    """The ledger announces that the openings are gone; a refused request changes nothing."""
    story = Story()
    body = ErasureDecided(commitments=("A" * 43,), basis="GDPR art. 17", granted=granted)
    cause = story.say(story.root, "erasure.decided.v1", MAIN, body)

    performed = [(act.statement.subject, act.body) for act in story.acts("erasure.performed.v1")]
    ledger = the_ledger(story.world)

    assert ledger is not None
    assert ledger.erased == (frozenset({"A" * 43}) if granted else frozenset())
    assert performed == (
        [(cause.digest, ErasurePerformed(commitments=("A" * 43,)))] if granted else []
    )
