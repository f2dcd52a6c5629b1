"""Milestones: forecast with causes, claimed by one, achieved when all accepted."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.kinds.common import RecordCorrected
from ledger.domain.kinds.milestone import (
    Cause,
    MilestoneAccepted,
    MilestoneAchieved,
    MilestoneClaimed,
    MilestoneForecast,
    When,
)
from ledger.domain.kinds.party import AgentEnrolled
from ledger.domain.milestones.achievement import (
    AcceptanceFormError,
    NotAnAcceptorError,
    NotTheClaimError,
    SoleAcceptorError,
)
from ledger.domain.milestones.delay import DelayCausesError, DelayUnexplainedError
from ledger.domain.partnerships.partnership import (
    DayInFutureError,
)
from ledger.errors import LedgerError
from ledger.evidence.canonical import RawJson, encode_body
from ledger.evidence.keys import generate_signer
from tests.unit.domain.alliance import MILESTONE, Alliance
from tests.unit.domain.milestone_scenes import (
    DAY,
    DECISION,
    EXAMPLES,
    accept,
    baselined,
    claimed,
    decide,
    planned,
    the_claim,
)
from tests.unit.domain.story import Voice


@pytest.mark.parametrize(
    ("error", "day", "causes"),
    [
        (DelayUnexplainedError, date(2021, 4, 1), ()),
        (DelayCausesError, date(2021, 4, 30), (("1", "weeks"),)),
    ],
)
def test_a_late_forecast_says_why(
    error: type[LedgerError], day: date, causes: tuple[tuple[str, Any], ...]
) -> None:
    """Later than the baseline, the causes must be there and add up."""
    alliance = baselined()
    given = tuple(Cause(cause="a cause", amount=each, unit=unit) for each, unit in causes)

    alliance.refused(
        error,
        alliance.cro,
        "milestone.forecast.v1",
        MILESTONE,
        MilestoneForecast(on=When(on=day), causes=given),
    )


def test_a_late_forecast_with_its_causes_is_recorded() -> None:
    """Thirty days late is a month, half of it the drug's, half the sites'."""
    alliance = baselined()
    causes = tuple(
        Cause(cause=cause, amount="15", unit="days", party="iqvia") for cause in ("drug", "sites")
    )
    body = MilestoneForecast(on=When(on=date(2021, 4, 30)), confidence=80, causes=causes)

    act = alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, body)

    assert alliance.acts("milestone.forecast.v1") == [act]


def test_before_a_baseline_nothing_is_late() -> None:
    """A forecast may come first; there is nothing to measure it against."""
    alliance = planned()
    body = MilestoneForecast(on=When(on=date(2031, 4, 30)), causes=())

    alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, body)

    assert alliance.matter(MILESTONE).phase == "planned"


def test_a_forecast_can_be_corrected() -> None:
    """The correction meets the same rules as the forecast."""
    alliance = baselined()
    body = MilestoneForecast(on=When(on=date(2021, 3, 30)), causes=())
    act = alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, body)
    late = RawJson(encode_body(MilestoneForecast(on=When(on=date(2021, 4, 1)), causes=())))
    fine = RawJson(encode_body(MilestoneForecast(on=When(on=date(2021, 3, 29)), causes=())))
    words = (alliance.cro, "record.corrected.v1", MILESTONE)

    alliance.refused(DelayUnexplainedError, *words, RecordCorrected(body=late), subject=act.digest)
    alliance.say(*words, RecordCorrected(body=fine), subject=act.digest)

    assert len(alliance.acts("record.corrected.v1")) == 1


def test_a_partys_system_may_forecast() -> None:
    """An agent reads as its party and records forecasts when its enrolment lists them."""
    alliance = baselined()
    key = generate_signer("Ed25519")
    enrolment = AgentEnrolled(
        agent="ctms",
        responsible="chris",
        jwk=key.public.jwk(),
        key_proof=alliance.proof(key, "iqvia", "ctms"),
        kinds=("milestone.forecast.v1",),
        until=date(2022, 12, 31),
    )
    alliance.say(alliance.registrars["iqvia"], "agent.enrolled.v1", "party/iqvia", enrolment)
    body = MilestoneForecast(on=When(on=date(2021, 3, 30)), causes=())

    act = alliance.say(
        Voice(key, "ctms", "iqvia", "agent"), "milestone.forecast.v1", MILESTONE, body
    )

    assert act.statement.signer.capacity == "agent"


def test_nothing_is_claimed_for_tomorrow() -> None:
    """What was achieved, was so no later than on the day of recording."""
    alliance = baselined()

    alliance.refused(
        DayInFutureError,
        alliance.cro,
        "milestone.claimed.v1",
        MILESTONE,
        MilestoneClaimed(on=date(2020, 12, 18)),
    )


def test_the_only_acceptor_does_not_claim() -> None:
    """Somebody besides the claimant accepts."""
    alliance = Alliance().form().plan(acceptors=("iqvia",)).baseline_alone()

    alliance.refused(
        SoleAcceptorError,
        alliance.cro,
        "milestone.claimed.v1",
        MILESTONE,
        MilestoneClaimed(on=DAY),
    )


def test_it_is_achieved_when_every_acceptor_accepted() -> None:
    """The last acceptance brings the ledger's own statement, with the delay in days."""
    alliance = claimed()
    accept(alliance, alliance.cro)

    assert alliance.acts("milestone.achieved.v1") == []

    last = accept(alliance, alliance.sponsor)

    (act,) = alliance.acts("milestone.achieved.v1")
    assert act.statement.subject == last.digest
    assert act.body == MilestoneAchieved(
        on=DAY, claim=the_claim(alliance).digest, version=1, delay_days=-104
    )


def test_the_order_of_acceptances_does_not_matter() -> None:
    """The same statement follows, whoever accepts first."""
    alliance = claimed()
    accept(alliance, alliance.sponsor)
    accept(alliance, alliance.cro)

    assert alliance.matter(MILESTONE).phase == "achieved"


def test_nobody_accepts_twice_or_in_anothers_name() -> None:
    """Each acceptor accepts once, for itself."""
    alliance = claimed()
    accept(alliance, alliance.sponsor)
    claim = the_claim(alliance).digest
    for voice in (alliance.sponsor, alliance.cro.as_("chair")):
        alliance.refused(
            NotAnAcceptorError,
            voice,
            "milestone.accepted.v1",
            MILESTONE,
            MilestoneAccepted(),
            subject=claim,
        )

    assert alliance.matter(MILESTONE).claim.accepted == {"servier"}


def test_a_party_accepts_by_its_own_signature() -> None:
    """A decision is not what makes a party's acceptance."""
    alliance = claimed()
    decide(alliance, subject=the_claim(alliance))

    alliance.refused(
        AcceptanceFormError,
        alliance.sponsor,
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(decision=DECISION),
        subject=the_claim(alliance).digest,
    )


@pytest.mark.parametrize("tag", ["milestone.accepted.v1", "milestone.disputed.v1"])
def test_what_is_accepted_or_disputed_is_the_claim(tag: str) -> None:
    """Another statement as subject is a bait and switch."""
    alliance = claimed()

    alliance.refused(
        NotTheClaimError,
        alliance.sponsor,
        tag,
        MILESTONE,
        EXAMPLES[tag],
        subject=alliance.acts("milestone.baselined.v1")[0].digest,
    )
