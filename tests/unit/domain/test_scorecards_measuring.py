"""Scorecards: measured by the owner, attested or challenged by another."""

import pytest

from ledger.domain.kinds.party import AgentEnrolled
from ledger.domain.kinds.scorecard import (
    MeasurementAttested,
    MeasurementRecorded,
    MeasurementResolved,
    MeasurementRestated,
)
from ledger.domain.partnerships.mandate import OtherSubjectError
from ledger.domain.scorecards.measuring import (
    MeasuredBeforeError,
    MeasurementPhaseError,
    MeasurementUnknownError,
    MetricUnknownError,
    NotTheChallengerError,
    NotTheOwnerError,
    OwnMeasurementError,
    PeriodNotOverError,
    RestatementError,
)
from ledger.errors import LedgerError
from ledger.evidence.keys import generate_signer
from tests.unit.domain.alliance import SCORECARD
from tests.unit.domain.scorecard_scenes import (
    EXAMPLES,
    agreed,
    judge,
    measure,
    measured,
)
from tests.unit.domain.story import Voice

STANDINGS = {
    "recorded": ("attested", "challenged", "restated"),
    "attested": ("challenged", "restated"),
    "challenged": ("resolved", "restated"),
}


@pytest.mark.parametrize("phase", STANDINGS)
@pytest.mark.parametrize("word", ["attested", "challenged", "resolved", "restated"])
def test_a_measurement_moves_as_its_machine_says(phase: str, word: str) -> None:
    """Each pair of standing and kind is either possible, or refused and not recorded."""
    alliance, act = measured()
    if phase != "recorded":
        act_of_phase = judge(alliance, alliance.sponsor, phase, act)
    restates = word == "restated"
    members = {"metric": "queries", "period": "2021-Q1", "value": "91"} if restates else {}
    subject = act_of_phase if (phase, word) == ("challenged", "resolved") else act
    tag = f"measurement.{word}.v1"
    words = (
        alliance.cro if restates else alliance.sponsor,
        tag,
        SCORECARD,
        type(EXAMPLES[tag])(**members),
    )

    if word in STANDINGS[phase]:
        assert alliance.say(*words, subject=subject.digest).kind.tag == tag
    else:
        error = MeasurementUnknownError if word == "resolved" else MeasurementPhaseError
        alliance.refused(error, *words, subject=subject.digest)


@pytest.mark.parametrize(
    ("error", "voice", "name", "period"),
    [
        (MetricUnknownError, "cro", "nothing", "2021-Q1"),
        (MetricUnknownError, "cro", "queries", "2020-Q4"),
        (MetricUnknownError, "cro", "queries", "2021-03"),
        (NotTheOwnerError, "sponsor", "queries", "2021-Q1"),
        (NotTheOwnerError, "cro", "cycle-time", "2021-Q1"),
        (PeriodNotOverError, "cro", "queries", "2021-Q2"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    error: type[LedgerError], voice: str, name: str, period: str
) -> None:
    """By the owner, for an agreed metric, for a period of its length that is over."""
    alliance = agreed()

    alliance.refused(
        error,
        getattr(alliance, voice),
        "measurement.recorded.v1",
        SCORECARD,
        MeasurementRecorded(metric=name, period=period, value="92"),
    )


def test_a_metric_is_measured_once() -> None:
    """A second value is a restatement."""
    alliance, act = measured()

    error = alliance.refused(
        MeasuredBeforeError, alliance.cro, "measurement.recorded.v1", SCORECARD, act.body
    )

    assert error.facts["measurement"] == act.digest


def test_the_owners_system_may_measure() -> None:
    """An agent records what its enrolment lists, for the party that it belongs to."""
    alliance = agreed()
    key = generate_signer("Ed25519")
    enrolment = AgentEnrolled(
        agent="ctms",
        responsible="chris",
        jwk=key.public.jwk(),
        key_proof=alliance.proof(key, "iqvia", "ctms"),
        kinds=("measurement.recorded.v1",),
        until=alliance.now.date(),
    )
    alliance.say(alliance.registrars["iqvia"], "agent.enrolled.v1", "party/iqvia", enrolment)
    body = MeasurementRecorded(metric="queries", period="2021-Q1", numerator=46, denominator=50)

    act = alliance.say(
        Voice(key, "ctms", "iqvia", "agent"), "measurement.recorded.v1", SCORECARD, body
    )

    assert alliance.matter(SCORECARD).find(act.digest)[1].party == "iqvia"


@pytest.mark.parametrize("word", ["attested", "challenged"])
def test_nobody_judges_their_own_measurement(word: str) -> None:
    """The other party attests or challenges."""
    alliance, act = measured()
    tag = f"measurement.{word}.v1"

    alliance.refused(
        OwnMeasurementError, alliance.cro, tag, SCORECARD, EXAMPLES[tag], subject=act.digest
    )


@pytest.mark.parametrize("word", ["attested", "challenged", "resolved"])
def test_what_is_judged_is_a_measurement(word: str) -> None:
    """A subject that measured nothing is refused."""
    alliance, _ = measured()
    tag = f"measurement.{word}.v1"

    alliance.refused(
        MeasurementUnknownError,
        alliance.sponsor,
        tag,
        SCORECARD,
        EXAMPLES[tag],
        subject=alliance.matter(SCORECARD).sets[0].digest,
    )


def test_a_restated_value_is_attested_anew() -> None:
    """The old statement can no longer be attested; the new one waits for it."""
    alliance, act = measured()
    again = judge(
        alliance, alliance.cro, "restated", act, metric="queries", period="2021-Q1", value="85"
    )
    alliance.refused(
        MeasurementUnknownError,
        alliance.sponsor,
        "measurement.attested.v1",
        SCORECARD,
        MeasurementAttested(),
        subject=act.digest,
    )
    judge(alliance, alliance.sponsor, "attested", again)

    assert alliance.matter(SCORECARD).find(again.digest)[1].phase == "attested"


@pytest.mark.parametrize(("name", "period"), [("cycle-time", "2021-Q1"), ("queries", "2021-Q2")])
def test_a_restatement_is_of_the_same_metric_and_period(name: str, period: str) -> None:
    """Nothing moves to another place by being restated."""
    alliance, act = measured()

    alliance.refused(
        RestatementError,
        alliance.cro,
        "measurement.restated.v1",
        SCORECARD,
        MeasurementRestated(metric=name, period=period, value="1"),
        subject=act.digest,
    )


def test_only_the_owner_restates() -> None:
    """Another party's number is challenged, not rewritten."""
    alliance, act = measured()

    alliance.refused(
        NotTheOwnerError,
        alliance.sponsor,
        "measurement.restated.v1",
        SCORECARD,
        MeasurementRestated(metric="queries", period="2021-Q1", value="1"),
        subject=act.digest,
    )


def test_a_challenge_taken_back_leaves_it_to_be_attested() -> None:
    """Who challenged may find that it was right after all."""
    alliance, act = measured()
    challenge = judge(alliance, alliance.sponsor, "challenged", act)
    judge(alliance, alliance.sponsor, "resolved", challenge)

    assert alliance.matter(SCORECARD).find(act.digest)[1].phase == "recorded"


def test_a_challenge_is_taken_back_by_who_made_it() -> None:
    """The measured party cannot wave it away."""
    alliance, act = measured()
    challenge = judge(alliance, alliance.sponsor, "challenged", act)

    alliance.refused(
        NotTheChallengerError,
        alliance.cro,
        "measurement.resolved.v1",
        SCORECARD,
        MeasurementResolved(),
        subject=challenge.digest,
    )


def test_a_decision_settles_a_challenge() -> None:
    """What the board found to be right counts as attested, and can close the period."""
    alliance = agreed()
    judge(alliance, alliance.cro, "attested", measure(alliance, "cycle-time", value="30"))
    act = measure(alliance)
    challenge = judge(alliance, alliance.sponsor, "challenged", act)
    alliance.plant_board("board/jsc")
    alliance.plant_decision("decision/jsc/1", (SCORECARD, act.digest))
    alliance.plant_decision("decision/jsc/2", (SCORECARD, challenge.digest))
    words = (alliance.cro, "measurement.resolved.v1", SCORECARD)
    alliance.refused(
        OtherSubjectError,
        *words,
        MeasurementResolved(decision="decision/jsc/2"),
        subject=challenge.digest,
    )
    settled = alliance.say(
        *words, MeasurementResolved(decision="decision/jsc/1"), subject=challenge.digest
    )

    (act_of_closing,) = alliance.acts("period.closed.v1")

    assert act_of_closing.statement.subject == settled.digest
