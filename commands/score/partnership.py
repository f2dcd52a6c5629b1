"""Act four: the partnership, its milestones, one metric of its scorecard.

Facts of S1: announced on 2020-12-17 for two years; four streams of work; the
financial terms are not disclosed, which is neither zero nor unknown.
"""

from datetime import date

from commands.score.cast import CRO, SPONSOR
from commands.score.stage import Stage
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.milestone import (
    Cause,
    MilestoneAccepted,
    MilestoneBaselined,
    MilestoneClaimed,
    MilestoneForecast,
    MilestoneProposed,
    When,
)
from ledger.domain.kinds.partnership import PartnershipFormed, Workstream
from ledger.domain.kinds.scorecard import (
    MeasurementAttested,
    MeasurementRecorded,
    Metric,
    ScorecardProposed,
)

PARTNERSHIP = "partnership/score"
SCORECARD = "scorecard/score"
MEASURED = date(2021, 7, 5)  # the day on which this story ends
PROCESS, ORGANISATION = "milestone/score/process-map", "milestone/score/governance-live"

FORMED = PartnershipFormed(
    title="SCORE: Servier Clinical Operations REinvent",
    parties=(SPONSOR, CRO),
    objectives=(
        "optimise clinical trial applications",
        "optimise business processes",
        "optimise organisation and governance",
    ),
    workstreams=(
        Workstream(slug="process", title="Process"),
        Workstream(slug="organisation", title="Organisation"),
        Workstream(slug="change", title="Change management"),
        Workstream(slug="programme", title="Programme management"),
    ),
    boards=("board/jsc",),
    contracts=(),
    from_=date(2020, 12, 17),
    until=date(2022, 12, 16),
    value="undisclosed",
)

CYCLE_TIME = Metric(
    metric="start-up-cycle-time",
    definition="Days from final protocol to the first site that can enrol",
    formula="mean over the sites opened in the period",
    unit="days",
    direction="lower_is_better",
    perspective="process",
    target="90",
    amber="100",
    red="130",
    weight=Fraction(num=1, den=1),
    period="quarter",
    owner=CRO,
    controllable_by=(SPONSOR, CRO),
)


def form(stage: Stage) -> None:
    """Form the partnership by both parties."""
    act = stage.say("member-a:signatory", "partnership.formed.v1", PARTNERSHIP, FORMED)
    stage.endorse("member-c:signatory", PARTNERSHIP, act.digest)


def plan(stage: Stage) -> None:
    """Plan two milestones, each with a baseline that both accept."""
    for stream, title, workstream, last_day in (
        (PROCESS, "Process map agreed", "process", date(2021, 3, 31)),
        (ORGANISATION, "Joint governance live", "organisation", date(2021, 6, 30)),
    ):
        proposed = MilestoneProposed(
            type="operational",
            title=title,
            workstream=workstream,
            criteria=(f"{title}: signed off by both programme managers",),
            acceptors=(SPONSOR, CRO),
        )
        stage.say("member-b:programme_manager", "milestone.proposed.v1", stream, proposed)
        baseline = MilestoneBaselined(on=When(on=last_day), version=1)
        act = stage.say("member-b:programme_manager", "milestone.baselined.v1", stream, baseline)
        stage.endorse("member-d:programme_manager", stream, act.digest)


def forecast_late(stage: Stage) -> None:
    """Forecast the first milestone 30 days late, and say why."""
    late = MilestoneForecast(
        on=When(on=date(2021, 4, 30)),
        confidence=80,
        causes=(
            Cause(cause="workshops moved online", amount="18", unit="days"),
            Cause(cause="late input on site contracts", amount="12", unit="days", party=CRO),
        ),
    )
    stage.say("member-d:programme_manager", "milestone.forecast.v1", PROCESS, late)


def achieve(stage: Stage) -> None:
    """Claim the first milestone and let both parties accept it."""
    claim = stage.say(
        "member-d:programme_manager",
        "milestone.claimed.v1",
        PROCESS,
        MilestoneClaimed(on=date(2021, 4, 28)),
    )
    for person in ("member-b", "member-d"):
        stage.say(
            f"{person}:programme_manager",
            "milestone.accepted.v1",
            PROCESS,
            MilestoneAccepted(),
            subject=claim.digest,
        )


def measure(stage: Stage) -> None:
    """Agree one metric, measure a quarter, let the other party attest it."""
    proposed = ScorecardProposed(from_period="2021-Q2", metrics=(CYCLE_TIME,))
    act = stage.say("member-b:programme_manager", "scorecard.proposed.v1", SCORECARD, proposed)
    stage.endorse("member-d:programme_manager", SCORECARD, act.digest)
    stage.turn_to(MEASURED.year, MEASURED.month, MEASURED.day)
    measured = stage.say(
        "member-d:programme_manager",
        "measurement.recorded.v1",
        SCORECARD,
        MeasurementRecorded(metric="start-up-cycle-time", period="2021-Q2", value="96"),
    )
    stage.say(
        "member-b:programme_manager",
        "measurement.attested.v1",
        SCORECARD,
        MeasurementAttested(),
        subject=measured.digest,
    )
