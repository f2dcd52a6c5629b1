"""Corrections: by the author's party, with a reason, agreed to by a counterparty."""

from datetime import date

import pytest

from ledger.domain.common import ReasonError
from ledger.domain.correction import (
    CorrectionCapacityError,
    NotCorrectableError,
    NotTheAuthorError,
)
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.common import RecordCorrected
from ledger.domain.kinds.partnership import HealthRating, HealthReviewRecorded
from ledger.domain.partnerships.partnership import DayInFutureError
from ledger.domain.room import OutOfStateError
from ledger.domain.world import Act
from ledger.evidence.canonical import BodyMalformedError, RawJson, encode_body
from ledger.evidence.statement import Digest, StreamName
from tests.unit.domain.alliance import MILESTONE, PARTNERSHIP, Alliance
from tests.unit.domain.milestone_scenes import EXAMPLES
from tests.unit.domain.partnership_scenes import REVIEW

AGAIN = HealthReviewRecorded(
    on=date(2020, 12, 16), ratings=(HealthRating(dimension="trust", rating="red"),)
)
TAG = "record.corrected.v1"


def reviewed() -> tuple[Alliance, Act]:
    """Return a partnership with a health review by the CRO."""
    alliance = Alliance().form()
    return alliance, alliance.say(alliance.cro, "health_review.recorded.v1", PARTNERSHIP, REVIEW)


def corrected(body: HealthReviewRecorded = AGAIN) -> RecordCorrected:
    """Return the body that states a review anew."""
    return RecordCorrected(body=RawJson(encode_body(body)))


def corrections(alliance: Alliance) -> dict[Digest, Digest]:
    """Return which statement of the partnership corrects which."""
    stream = alliance.world.stream(StreamName(PARTNERSHIP))
    assert stream is not None
    return dict(stream.corrections)


def test_a_correction_counts_once_a_counterparty_agreed() -> None:
    """Both texts stay readable; the note says which corrects which."""
    alliance, act = reviewed()
    correction = alliance.say(alliance.cro, TAG, PARTNERSHIP, corrected(), subject=act.digest)

    assert corrections(alliance) == {}

    alliance.endorse(alliance.sponsor, PARTNERSHIP, correction)

    assert corrections(alliance) == {act.digest: correction.digest}
    assert alliance.world.find(act.digest) == act


def test_a_correction_says_why() -> None:
    """Without a reason it is malformed."""
    alliance, act = reviewed()

    alliance.refused(
        ReasonError, alliance.cro, TAG, PARTNERSHIP, corrected(), subject=act.digest, reason=None
    )


def test_only_the_author_corrects() -> None:
    """The other party may challenge, not rewrite."""
    alliance, act = reviewed()

    alliance.refused(
        NotTheAuthorError, alliance.sponsor, TAG, PARTNERSHIP, corrected(), subject=act.digest
    )


def test_a_colleague_without_the_role_corrects_nothing() -> None:
    """A record is corrected in a capacity in which it could have been made."""
    alliance, act = reviewed()
    colleague = alliance.enrol("iqvia", "casey").as_("member")

    alliance.refused(
        CorrectionCapacityError, colleague, TAG, PARTNERSHIP, corrected(), subject=act.digest
    )


def test_what_stands_is_not_corrected() -> None:
    """A formation stands; what is not recorded, or elsewhere, is no record of this stream."""
    alliance, _ = reviewed()
    subjects = (
        alliance.acts("partnership.formed.v1")[0].digest,
        alliance.acts("person.enrolled.v1")[0].digest,
        Digest("sha256:" + 64 * "0"),
    )

    for subject in subjects:
        alliance.refused(
            NotCorrectableError, alliance.cro, TAG, PARTNERSHIP, corrected(), subject=subject
        )


def test_ballots_signatures_and_system_statements_are_never_correctable() -> None:
    """No such kind says that it can be corrected."""
    standing = {
        row.tag
        for row in KINDS.values()
        if row.is_system or row.tag.startswith(("ballot.", "act.", "contract.signed", "change.s"))
    }

    assert not {tag for tag in standing if KINDS[tag].correctable}


def test_the_new_text_meets_the_records_own_rules() -> None:
    """A body of another kind is malformed, a review of tomorrow refused."""
    alliance, act = reviewed()
    words = (alliance.cro, TAG, PARTNERSHIP)
    alliance.refused(
        BodyMalformedError, *words, RecordCorrected(body=RawJson(b"{}")), subject=act.digest
    )
    tomorrow = HealthReviewRecorded(on=date(2020, 12, 18), ratings=REVIEW.ratings)

    alliance.refused(DayInFutureError, *words, corrected(tomorrow), subject=act.digest)


def test_the_rules_are_asked_again_when_it_is_completed() -> None:
    """A correction whose record's time has passed can no longer take effect."""
    alliance = Alliance().form().plan().baseline()
    body = EXAMPLES["milestone.forecast.v1"]
    act = alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, body)
    correction = alliance.say(
        alliance.cro,
        TAG,
        MILESTONE,
        RecordCorrected(body=RawJson(encode_body(body))),
        subject=act.digest,
    )
    alliance.claim()

    with pytest.raises(OutOfStateError):
        alliance.endorse(alliance.sponsor, MILESTONE, correction)


def test_where_there_is_no_counterparty_nobody_need_agree() -> None:
    """A matter of one company alone is corrected by it alone."""
    alliance, act = reviewed()
    stream = alliance.world.stream(StreamName(PARTNERSHIP))
    assert stream is not None
    alliance.plant(PARTNERSHIP, stream.matter, audience=frozenset({"iqvia"}))  # type: ignore[arg-type]
    correction = alliance.say(
        alliance.cro, TAG, PARTNERSHIP, corrected(), subject=act.digest, after=act.digest
    )

    assert corrections(alliance) == {act.digest: correction.digest}


def test_where_all_may_read_any_of_them_can_agree() -> None:
    """In a stream for everyone the counterparty is any other admitted company."""
    alliance, act = reviewed()
    stream = alliance.world.stream(StreamName(PARTNERSHIP))
    assert stream is not None
    alliance.plant(PARTNERSHIP, stream.matter, audience=None)
    correction = alliance.say(
        alliance.cro, TAG, PARTNERSHIP, corrected(), subject=act.digest, after=act.digest
    )
    alliance.endorse(alliance.outsider, PARTNERSHIP, correction)

    assert corrections(alliance) == {act.digest: correction.digest}
