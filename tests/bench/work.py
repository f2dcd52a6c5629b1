"""A realistic mix of statements: what two partners do in a year, partnership by partnership.

Most are forecasts of milestones; then risks and actions, measurements with
their attestations and the closings that follow, and now and then a new colleague.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.milestone import (
    Cause,
    MilestoneBaselined,
    MilestoneForecast,
    MilestoneProposed,
    When,
)
from ledger.domain.kinds.partnership import (
    ItemAssigned,
    ItemClosed,
    ItemRaised,
    PartnershipFormed,
    Workstream,
)
from ledger.domain.kinds.party import RoleGranted, UndertakingSigned
from ledger.domain.kinds.scorecard import (
    MeasurementAttested,
    MeasurementRecorded,
    Metric,
    ScorecardProposed,
)
from ledger.evidence.keys import Signer, generate_signer
from ledger.service import Submission
from tests.bench.pen import Pen
from tests.service.desk import Desk, Voice

CRO, SPONSOR = "cro", "sponsor"
BASELINE = date(2020, 6, 30)
MILESTONES, METRICS, MONTHS, ITEMS, COLLEAGUES, FORECASTS = 6, 4, 12, 40, 2, 34
ARRAY = 500


class Programme:
    """A founded ledger with two companies, and the work that they do in it."""

    def __init__(self, root: Path) -> None:
        """Found the ledger and enrol a manager in each company."""
        self.desk = Desk.found(root)
        self.desk.admit(SPONSOR)
        self.cro = self.desk.enrol(CRO, "chris", "signatory")
        self.sponsor = self.desk.enrol(SPONSOR, "sam", "signatory")
        self.desk.advance(days=30)  # the year that they look back on is over
        self.pen = Pen(self.desk)
        self._numbers = count()

    def record(self, submissions: Sequence[Submission]) -> None:
        """Record in arrays, as an import would; raise the first refusal."""
        for start in range(0, len(submissions), ARRAY):
            self.desk.advance(seconds=1)
            self.desk.send(*submissions[start : start + ARRAY])

    def grow(self, tree_size: int) -> None:
        """Record whole partnerships until the log has so many entries."""
        while self.desk.ledger.world.size < tree_size:
            self.write_partnership()
            self.record(self.pen.take())

    def begin_partnership(self) -> tuple[str, tuple[str, ...]]:
        """Sign what sets a partnership up; name it and its milestones."""
        slug = f"p{next(self._numbers)}"
        self._form(slug)
        milestones = tuple(f"milestone/{slug}/m{number}" for number in range(MILESTONES))
        for milestone in milestones:
            self._plan(milestone)
        self._agree_metrics(slug)
        return slug, milestones

    def write_partnership(self) -> None:
        """Sign what two partners state in a year, some 460 statements."""
        slug, milestones = self.begin_partnership()
        for number in range(ITEMS):
            self._settle_item(slug, f"item-{number}")
        for month in range(1, MONTHS + 1):
            self._measure(slug, f"2020-{month:02}")
        for number in range(FORECASTS):
            for milestone in milestones:
                self.forecast(milestone, number)
        for number in range(COLLEAGUES):
            self.enrol(f"{slug}-{number}")

    def forecast(self, milestone: str, number: int) -> None:
        """Sign a forecast; every other one is late, for two reasons."""
        late = number % 2 * (number % 40 + 2)
        causes = (
            Cause(cause="late input on site contracts", amount=str(late - 1), unit="days"),
            Cause(cause="workshops moved online", amount="1", unit="days", party=CRO),
        )
        body = MilestoneForecast(
            on=When(on=BASELINE + timedelta(days=late)),
            confidence=80,
            causes=causes if late else (),
        )
        self.pen.write(self.cro, "milestone.forecast.v1", milestone, body)

    def raise_issue(self, slug: str, item: str) -> None:
        """Sign that something is wrong in a partnership."""
        body = ItemRaised(slug=item, title="Sites wait for contracts", workstream="process")
        self.pen.write(self.sponsor, "issue.raised.v1", f"partnership/{slug}", body)

    def enrol(self, person: str) -> None:
        """Sign all that makes a new colleague a programme manager."""
        key, stream = self.enrol_only(person), f"party/{CRO}"
        registrar = self.desk.registrars[CRO]
        text = UndertakingSigned(text="My electronic signature binds me.")
        self.pen.write(Voice(key, person, CRO, "person"), "undertaking.signed.v1", stream, text)
        grant = RoleGranted(person=person, role="programme_manager", from_=date(2020, 1, 1))
        self.pen.write(registrar, "role.granted.v1", stream, grant)

    def enrol_only(self, person: str) -> Signer:
        """Sign that a colleague has a key, and return it."""
        key = generate_signer()
        enrolment = self.desk.enrolment(key, CRO, person)
        self.pen.write(self.desk.registrars[CRO], "person.enrolled.v1", f"party/{CRO}", enrolment)
        return key

    def _form(self, slug: str) -> None:
        stream = f"partnership/{slug}"
        formed = PartnershipFormed(
            parties=(CRO, SPONSOR),
            objectives=("optimise clinical trial applications",),
            workstreams=(Workstream(slug="process", title="Process", lead=CRO),),
            boards=(),
            contracts=(),
            from_=date(2020, 1, 1),
            value="undisclosed",
        )
        act = self.pen.write(self.sponsor, "partnership.formed.v1", stream, formed)
        self.pen.write(self.cro, "act.endorsed.v1", stream, ActEndorsed(), subject=act)

    def _plan(self, milestone: str) -> None:
        proposed = MilestoneProposed(
            type="operational",
            title="Joint governance live",
            workstream="process",
            criteria=("signed off by both programme managers",),
            acceptors=(CRO, SPONSOR),
        )
        self.pen.write(self.cro, "milestone.proposed.v1", milestone, proposed)
        body = MilestoneBaselined(on=When(on=BASELINE), version=1)
        act = self.pen.write(self.cro, "milestone.baselined.v1", milestone, body)
        self.pen.write(self.sponsor, "act.endorsed.v1", milestone, ActEndorsed(), subject=act)

    def _agree_metrics(self, slug: str) -> None:
        body = ScorecardProposed(from_period="2020-01", metrics=tuple(map(_metric, range(METRICS))))
        stream = f"scorecard/{slug}"
        act = self.pen.write(self.sponsor, "scorecard.proposed.v1", stream, body)
        self.pen.write(self.cro, "act.endorsed.v1", stream, ActEndorsed(), subject=act)

    def _measure(self, slug: str, period: str) -> None:
        stream = f"scorecard/{slug}"
        for number in range(METRICS):
            body = MeasurementRecorded(metric=f"metric-{number}", period=period, value="96")
            act = self.pen.write(self.cro, "measurement.recorded.v1", stream, body)
            self.pen.write(
                self.sponsor, "measurement.attested.v1", stream, MeasurementAttested(), subject=act
            )

    def _settle_item(self, slug: str, item: str) -> None:
        stream = f"partnership/{slug}"
        self.raise_issue(slug, item)
        given = ItemAssigned(slug=item, party=CRO)
        self.pen.write(self.sponsor, "issue.assigned.v1", stream, given)
        closed = ItemClosed(slug=item, outcome="a template was agreed")
        self.pen.write(self.cro, "issue.closed.v1", stream, closed)


def _metric(number: int) -> Metric:
    return Metric(
        metric=f"metric-{number}",
        definition="Days from final protocol to the first site that can enrol",
        formula="mean over the sites opened in the period",
        unit="days",
        direction="lower_is_better",
        perspective="process",
        target="90",
        amber="100",
        red="130",
        weight=Fraction(num=1, den=METRICS),
        period="month",
        owner=CRO,
        controllable_by=(CRO, SPONSOR),
    )
