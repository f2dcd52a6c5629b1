"""How metrics are agreed on, measured, attested, challenged, and a period closed.

    recorded ──► attested ──► (period closed, once each of its metrics is attested)
      ▲ │  ▲         │
      │ ▼  │ restated│
    challenged ◄─────┘       a challenge taken back: recorded; settled by a board: attested

A period waits until the last of its metrics is attested; no deadline closes
it, since silence attests nothing. What cannot be measured is recorded as
unknown, and attested as that. A closed period stands: what is restated later
is shown beside it.
"""

from collections.abc import Mapping
from fractions import Fraction as Exact
from math import lcm
from typing import Final

from ledger.domain.kinds import parent_of
from ledger.domain.kinds.scorecard import (
    MeasurementAttested,
    MeasurementChallenged,
    MeasurementRecorded,
    MeasurementResolved,
    MeasurementRestated,
    Metric,
    PeriodRatified,
    ScorecardProposed,
)
from ledger.domain.partnerships.mandate import Mandate, check_decided
from ledger.domain.partnerships.partnership import (
    MANAGERS,
    NotAPartnerError,
    PartnershipMatter,
    check_partner,
    check_standing,
    other_parties,
)
from ledger.domain.room import Room, kinds_of
from ledger.domain.scorecards.matter import (
    Measurement,
    MeasurementPhase,
    ScorecardMatter,
    evolve_scorecard,
)
from ledger.domain.scorecards.periods import first_day, last_day, length_of
from ledger.domain.scorecards.scoring import close_period, exact, is_worse, score_of
from ledger.domain.world import Act, EndorserGroup, FollowUp, Matter, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, StreamName

# Finer weights would only make totals that nobody can read.
weight_denominator_max: Final = 1_000_000

_POSSIBLE: Final[Mapping[type, frozenset[MeasurementPhase]]] = {
    MeasurementAttested: frozenset({"recorded"}),
    MeasurementChallenged: frozenset({"recorded", "attested"}),
    MeasurementResolved: frozenset({"challenged"}),
    MeasurementRestated: frozenset({"recorded", "attested", "challenged"}),
}


class WeightsError(RefusedError):
    """The weights of a set of metrics add up to exactly one."""

    code = "weights-not-one"
    message = "the weights add up to {total}, not to 1"


class MetricUnsoundError(RefusedError):
    """A metric is named once, and its target is no worse than amber, amber no worse than red."""

    code = "metric-unsound"
    message = "the metric {metric} cannot be agreed on: {problem}"


class SetTooEarlyError(RefusedError):
    """A new set of metrics replaces from a later period than any agreed or measured before."""

    code = "metric-set-too-early"
    message = "metrics from {from_period} on would change what was agreed or measured before"


class MetricUnknownError(RefusedError):
    """What is measured was agreed on before, for periods of that length."""

    code = "metric-unknown"
    message = "no metric {metric} was agreed on for {period}"


class NotTheOwnerError(RefusedError):
    """A metric is measured, and restated, by the party that owns it."""

    code = "not-the-owner"
    message = "{metric} is measured by {owner}, not by {party}"


class PeriodNotOverError(RefusedError):
    """A period is measured when it is over (UTC)."""

    code = "period-not-over"
    message = "{period} lasts until {last_day}"


class PeriodStandsError(RefusedError):
    """A closed period stands; what was wrong is restated."""

    code = "period-closed"
    message = "{period} is closed"


class MeasuredBeforeError(RefusedError):
    """A metric is measured once a period; another value is a restatement."""

    code = "measured-before"
    message = "{metric} was measured for {period}, see {measurement}"


class MeasurementUnknownError(RefusedError):
    """What is attested, challenged or restated is the newest statement of a measurement."""

    code = "measurement-unknown"
    message = "{subject} is not a measurement, or the challenge of one, that stands in {stream}"


class MeasurementPhaseError(RefusedError):
    """A measurement is attested once, and not while it is challenged."""

    code = "measurement-phase"
    message = "{kind} is not possible while the measurement is {phase}"


class OwnMeasurementError(RefusedError):
    """A measurement is attested or challenged by another party than the one that made it."""

    code = "own-measurement"
    message = "{party} made the measurement itself"


class NotTheChallengerError(RefusedError):
    """A challenge is taken back by the party that made it, or settled by a decision."""

    code = "not-the-challenger"
    message = "the challenge is {challenger}'s, not {party}'s"


class RestatementError(RefusedError):
    """A restatement is of the same metric and period as the measurement that it names."""

    code = "restatement-mismatch"
    message = "{subject} measured {metric} for {period}"


class NotRatifiableError(RefusedError):
    """What is ratified, once, is a period that was closed."""

    code = "period-not-ratifiable"
    message = "{subject} does not close {period}, or it was ratified before"


def check_scorecard(world: World, act: Act) -> None:
    """Accept an act of scorecard/<partnership>.

    Raises:
        NotAPartnerError, PartnershipEndedError, WeightsError,
        MetricUnsoundError, SetTooEarlyError, MetricUnknownError,
        NotTheOwnerError, PeriodNotOverError, PeriodStandsError,
        MeasuredBeforeError, MeasurementUnknownError, MeasurementPhaseError,
        OwnMeasurementError, NotTheChallengerError, RestatementError,
        NotRatifiableError, UnknownStreamError, AudienceGapError,
        NotAdoptedError, OtherSubjectError, BoardNotEntitledError: see each
        class.
    """
    name, partnership = _partnership(world, act)
    check_partner(name, partnership, act)
    found = world.stream(act.statement.stream)
    matter = None if found is None else found.matter
    matter = matter if isinstance(matter, ScorecardMatter) else ScorecardMatter()
    match act.body:
        case ScorecardProposed() as body:
            check_standing(name, partnership)
            _check_set(matter, body)
            for metric in body.metrics:
                _check_metric(name, partnership, metric)
        case MeasurementRecorded() as body:
            _check_recorded(matter, act, body)
        case PeriodRatified() as body:
            _check_ratification(world, matter, act, body)
        case _:
            _check_verdict(world, matter, act)


def _partnership(world: World, act: Act) -> tuple[StreamName, PartnershipMatter]:
    name = parent_of(act.statement.stream)
    assert name is not None, "a scorecard's parent is a partnership"
    return name, demand_matter(world, name, PartnershipMatter)


def _check_set(matter: ScorecardMatter, body: ScorecardProposed) -> None:
    names = [metric.metric for metric in body.metrics]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise MetricUnsoundError(metric=twice, problem="it is named twice")
    total = sum((exact(metric.weight) for metric in body.metrics), Exact(0))
    if total != 1:
        raise WeightsError(total=str(total))
    if lcm(*(metric.weight.den for metric in body.metrics)) > weight_denominator_max:
        raise MetricUnsoundError(metric=names[0], problem="the weights are finer than a millionth")
    day = first_day(body.from_period)
    before = [each.from_day for each in matter.sets] + [first_day(each) for each in matter.periods]
    if before and day <= max(before):
        raise SetTooEarlyError(from_period=body.from_period)


def _check_metric(name: StreamName, partnership: PartnershipMatter, metric: Metric) -> None:
    for party in (metric.owner, *metric.controllable_by):
        if party not in partnership.parties:
            raise NotAPartnerError(party=party, partnership=name)
    target, amber, red = Exact(metric.target), Exact(metric.amber), Exact(metric.red)
    if is_worse(metric, target, amber):
        raise MetricUnsoundError(metric=metric.metric, problem="its target is worse than amber")
    if is_worse(metric, amber, red):
        raise MetricUnsoundError(metric=metric.metric, problem="amber is worse than red")


def _check_recorded(matter: ScorecardMatter, act: Act, body: MeasurementRecorded) -> None:
    metrics = matter.set_of(body.period)
    metric = None if metrics is None else metrics.metrics.get(body.metric)
    if metric is None or metric.period != length_of(body.period):
        raise MetricUnknownError(metric=body.metric, period=body.period)
    _check_owner(metric.metric, metric.owner, act)
    last = last_day(body.period)
    if act.at.date() <= last:
        raise PeriodNotOverError(period=body.period, last_day=last.isoformat())
    state = matter.period(body.period)
    if state.closed is not None:
        raise PeriodStandsError(period=body.period)
    known = state.measurements.get(body.metric)
    if known is not None:
        raise MeasuredBeforeError(metric=body.metric, period=body.period, measurement=known.digest)


def _check_owner(metric: str, owner: str, act: Act) -> None:
    party = act.statement.signer.party
    if party != owner:
        raise NotTheOwnerError(metric=metric, owner=owner, party=party)


def _check_verdict(world: World, matter: ScorecardMatter, act: Act) -> None:
    """Accept what is said of a measurement, by whoever may say it while it stands so."""
    subject = act.statement.subject
    found = matter.find(subject)
    if found is None or subject != _awaited(found[1], act):
        raise MeasurementUnknownError(subject=subject, stream=act.statement.stream)
    measurement = found[1]
    if measurement.phase not in _POSSIBLE[type(act.body)]:
        raise MeasurementPhaseError(kind=act.kind.tag, phase=measurement.phase)
    party = act.statement.signer.party
    match act.body:
        case MeasurementRestated() as body:
            _check_restated(measurement, act, body)
        case MeasurementResolved(decision=decision):
            _check_resolved(world, measurement, act, decision)
        case _ if party == measurement.party:
            raise OwnMeasurementError(party=party)


def _awaited(measurement: Measurement, act: Act) -> Digest | None:
    """Return what the act must name: the challenge to resolve it, else the measurement."""
    if isinstance(act.body, MeasurementResolved):
        return measurement.challenge
    return measurement.digest


def _check_restated(measurement: Measurement, act: Act, body: MeasurementRestated) -> None:
    known = measurement.body
    if (body.metric, body.period) != (known.metric, known.period):
        raise RestatementError(subject=measurement.digest, metric=known.metric, period=known.period)
    _check_owner(known.metric, measurement.party, act)


def _check_resolved(world: World, measurement: Measurement, act: Act, decision: str | None) -> None:
    if decision is not None:
        _check_decision(world, act, decision, measurement.digest)
    elif act.statement.signer.party != measurement.challenger:
        raise NotTheChallengerError(
            challenger=measurement.challenger, party=act.statement.signer.party
        )


def _check_decision(world: World, act: Act, decision: str, subject: Digest) -> None:
    partnership = _partnership(world, act)[1]
    mandate = Mandate(boards=partnership.boards, parties=partnership.parties)
    check_decided(world, act, StreamName(decision), mandate, subject=subject)


def _check_ratification(
    world: World, matter: ScorecardMatter, act: Act, body: PeriodRatified
) -> None:
    state, subject = matter.period(body.period), act.statement.subject
    if state.closed is None or state.closed != subject or state.is_ratified:
        raise NotRatifiableError(subject=subject, period=body.period)
    if body.decision is not None:
        _check_decision(world, act, body.decision, state.closed)


def scorecard_endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Ask each other party to join in a set of metrics, and in ratifying without a decision."""
    match act.body:
        case ScorecardProposed() | PeriodRatified(decision=None):
            return other_parties(_partnership(world, act)[1].parties, act, MANAGERS)
        case _:
            return ()


def scorecard_follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Close the period with its exact scores, once each of its metrics is attested."""
    if not isinstance(act.body, MeasurementAttested | MeasurementResolved):
        return ()
    stream = act.statement.stream
    matter = demand_matter(world, stream, ScorecardMatter)
    found = matter.find(act.statement.subject)
    assert found is not None, "checked: the subject is a measurement or its challenge"
    period, state = found[0], matter.period(found[0])
    metrics = matter.set_of(period)
    assert metrics is not None, "checked: only agreed metrics are measured"
    measured = [(each, state.measurements.get(each.metric)) for each in metrics.metrics_of(period)]
    attested = [(each, at) for each, at in measured if at is not None and at.phase == "attested"]
    if state.closed is not None or len(attested) < len(measured):
        return ()
    scores = (score_of(metric, one.digest, one.body) for metric, one in attested)
    body = close_period(period, metrics.digest, scores)
    return (FollowUp(stream=stream, kind="period.closed.v1", subject=act.digest, body=body),)


def _phase(_matter: Matter) -> str:
    return "agreed"


SCORECARD = Room(
    machine={
        "unopened": kinds_of("scorecard.proposed.v1"),
        # The other side may answer with a set of its own; the first complete one stands.
        "proposed": kinds_of("scorecard.proposed.v1"),
        "agreed": kinds_of(
            "scorecard.proposed.v1 measurement.recorded.v1 measurement.attested.v1"
            " measurement.challenged.v1 measurement.resolved.v1 measurement.restated.v1"
            " period.ratified.v1"
        ),
    },
    phase=_phase,
    evolve=evolve_scorecard,
    check=check_scorecard,
    follow_ups=scorecard_follow_ups,
    endorsers=scorecard_endorsers,
)
