"""Partnerships: workstreams, health reviews, risks, issues and actions."""

from datetime import date

import pytest

from ledger.domain.kinds.common import RecordCorrected
from ledger.domain.kinds.partnership import (
    HealthReviewRecorded,
    ItemAssigned,
    ItemRaised,
    WorkstreamAdded,
)
from ledger.domain.partnerships.partnership import (
    DayInFutureError,
    NotAPartnerError,
    WorkstreamTakenError,
    WorkstreamUnknownError,
)
from ledger.domain.partnerships.raid import ItemNotOpenError, RaidItemTakenError
from ledger.evidence.canonical import RawJson, encode_body
from tests.unit.domain.alliance import PARTNERSHIP, Alliance
from tests.unit.domain.partnership_scenes import (
    EXAMPLES,
    REVIEW,
)


def test_workstreams_are_added_once() -> None:
    """A workstream's slug is not used again."""
    alliance = Alliance().form()
    body = WorkstreamAdded(slug="change", title="Change", lead="servier")
    alliance.say(alliance.cro, "workstream.added.v1", PARTNERSHIP, body)

    assert alliance.matter(PARTNERSHIP).workstreams == {"process", "change"}
    alliance.refused(WorkstreamTakenError, alliance.cro, "workstream.added.v1", PARTNERSHIP, body)


def test_a_workstream_is_led_by_a_party() -> None:
    """An outsider leads nothing."""
    alliance = Alliance().form()
    body = WorkstreamAdded(slug="change", title="Change", lead="tech")

    alliance.refused(NotAPartnerError, alliance.cro, "workstream.added.v1", PARTNERSHIP, body)


def test_a_health_review_is_not_of_tomorrow() -> None:
    """A review has taken place no later than on the day of recording."""
    alliance = Alliance().form()
    today = alliance.say(alliance.cro, "health_review.recorded.v1", PARTNERSHIP, REVIEW)
    tomorrow = HealthReviewRecorded(on=date(2020, 12, 18), ratings=REVIEW.ratings)

    assert today.body == REVIEW
    alliance.refused(
        DayInFutureError, alliance.cro, "health_review.recorded.v1", PARTNERSHIP, tomorrow
    )


@pytest.mark.parametrize("family", ["risk", "issue", "action"])
def test_an_item_lives_once(family: str) -> None:
    """It is raised, assigned as often as needed, closed, and then no more."""
    alliance = Alliance().form()
    for step in ("raised", "assigned", "assigned", "closed"):
        tag = f"{family}.{step}.v1"
        alliance.say(alliance.cro, tag, PARTNERSHIP, EXAMPLES[tag])

    item = alliance.matter(PARTNERSHIP).items[family]["drug"]
    assert (item.party, item.is_open) == ("iqvia", False)
    for step, error in (
        ("raised", RaidItemTakenError),
        ("assigned", ItemNotOpenError),
        ("closed", ItemNotOpenError),
    ):
        tag = f"{family}.{step}.v1"
        alliance.refused(error, alliance.cro, tag, PARTNERSHIP, EXAMPLES[tag])


def test_families_of_items_share_no_slugs() -> None:
    """A risk and an issue may have one slug; closing the one leaves the other open."""
    alliance = Alliance().form()
    for tag in ("risk.raised.v1", "issue.raised.v1", "risk.closed.v1"):
        alliance.say(alliance.cro, tag, PARTNERSHIP, EXAMPLES[tag])

    items = alliance.matter(PARTNERSHIP).items

    assert (items["risk"]["drug"].is_open, items["issue"]["drug"].is_open) == (False, True)


def test_an_item_that_was_not_raised_is_not_assigned() -> None:
    """Assignment and closing name what is there."""
    alliance = Alliance().form()
    tag = "risk.assigned.v1"

    alliance.refused(ItemNotOpenError, alliance.cro, tag, PARTNERSHIP, EXAMPLES[tag])


def test_an_item_belongs_to_a_workstream_and_a_party_of_the_partnership() -> None:
    """Neither an unknown workstream nor an outsider can be named."""
    alliance = Alliance().form()
    nowhere = ItemRaised(slug="drug", title="Drug supply", workstream="nowhere")
    alliance.refused(WorkstreamUnknownError, alliance.cro, "risk.raised.v1", PARTNERSHIP, nowhere)
    here = ItemRaised(slug="drug", title="Drug supply", workstream="process")
    alliance.say(alliance.cro, "risk.raised.v1", PARTNERSHIP, here)

    alliance.refused(
        NotAPartnerError,
        alliance.cro,
        "risk.assigned.v1",
        PARTNERSHIP,
        ItemAssigned(slug="drug", party="tech"),
    )


def test_a_corrected_item_keeps_its_assignment() -> None:
    """A correction states the title anew, and reopens or reassigns nothing."""
    alliance = Alliance().form()
    raised = alliance.say(alliance.cro, "risk.raised.v1", PARTNERSHIP, EXAMPLES["risk.raised.v1"])
    alliance.say(alliance.cro, "risk.assigned.v1", PARTNERSHIP, EXAMPLES["risk.assigned.v1"])
    again = encode_body(ItemRaised(slug="drug", title="Study drug supply"))
    correction = alliance.say(
        alliance.cro,
        "record.corrected.v1",
        PARTNERSHIP,
        RecordCorrected(body=RawJson(again)),
        subject=raised.digest,
    )
    alliance.endorse(alliance.sponsor, PARTNERSHIP, correction)

    item = alliance.matter(PARTNERSHIP).items["risk"]["drug"]

    assert (item.raised, item.party) == (raised.digest, "iqvia")
