"""Scorecards: metrics agreed by all before anything is measured."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.domain.kinds import KINDS, kind_of
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.partnership import PartnershipEnded
from ledger.domain.kinds.scorecard import (
    MeasurementRecorded,
    ScorecardProposed,
)
from ledger.domain.partnerships.partnership import NotAPartnerError, PartnershipEndedError
from ledger.domain.room import OutOfStateError
from ledger.domain.scorecards.measuring import (
    SCORECARD as ROOM,
)
from ledger.domain.scorecards.measuring import (
    MetricUnknownError,
    MetricUnsoundError,
    SetTooEarlyError,
    WeightsError,
)
from ledger.errors import LedgerError
from ledger.evidence.statement import KindTag
from tests.unit.domain.alliance import PARTNERSHIP, SCORECARD, Alliance
from tests.unit.domain.scorecard_scenes import (
    EXAMPLES,
    HALF,
    METRICS,
    PROPOSAL,
    agreed,
    measure,
    metric,
    proposed,
    withdrawn,
)

PHASES: dict[str, Callable[[], Alliance]] = {
    "unopened": withdrawn,
    "proposed": proposed,
    "agreed": agreed,
}


def test_examples_cover_the_vocabulary() -> None:
    """Every kind that people sign in a scorecard's stream has an example here."""
    kinds = {row.tag for row in KINDS.values() if row.stream == "scorecard" and not row.is_system}

    assert set(EXAMPLES) == kinds


@pytest.mark.parametrize("phase", PHASES)
def test_what_the_machine_lacks_is_refused(phase: str) -> None:
    """In each phase a kind is out of state exactly when the machine does not have it."""
    alliance = PHASES[phase]()
    verdicts = {tag: alliance.verdict(SCORECARD, tag, body) for tag, body in EXAMPLES.items()}

    refused = {tag for tag, error in verdicts.items() if error is OutOfStateError}

    assert refused == set(EXAMPLES) - ROOM.machine[phase]


def test_every_phase_is_enumerated() -> None:
    """The machine has no phase that these tests forget."""
    assert set(PHASES) == set(ROOM.machine)


def test_metrics_are_in_force_once_each_other_party_endorsed_them() -> None:
    """Nothing is measured by what only one side wants."""
    alliance = proposed()

    assert alliance.matter(SCORECARD) is None

    act = alliance.acts("scorecard.proposed.v1")[0]
    alliance.endorse(alliance.sponsor, SCORECARD, act)

    assert [each.digest for each in alliance.matter(SCORECARD).sets] == [act.digest]


def test_the_other_side_may_answer_with_metrics_of_its_own() -> None:
    """Of two proposals the first that is complete stands."""
    alliance = proposed()
    first = alliance.acts("scorecard.proposed.v1")[0]
    second = alliance.say(alliance.sponsor, "scorecard.proposed.v1", SCORECARD, PROPOSAL)
    alliance.endorse(alliance.cro, SCORECARD, second)

    with pytest.raises(LedgerError):
        alliance.endorse(alliance.sponsor, SCORECARD, first)
    assert [each.digest for each in alliance.matter(SCORECARD).sets] == [second.digest]


@pytest.mark.parametrize(
    ("error", "metrics"),
    [
        (WeightsError, (metric(weight=Fraction(num=99, den=100)),)),
        (WeightsError, (metric(weight=Fraction(num=101, den=100)),)),
        (
            WeightsError,
            (metric(metric="a", weight=HALF), metric(metric="b", weight=HALF), metric()),
        ),
        (MetricUnsoundError, (metric(weight=HALF), metric(weight=HALF))),
        (
            MetricUnsoundError,
            (
                metric(metric="a", weight=Fraction(num=1, den=1_000_003)),
                metric(metric="b", weight=Fraction(num=1_000_002, den=1_000_003)),
            ),
        ),
        (MetricUnsoundError, (metric(target="89"),)),
        (MetricUnsoundError, (metric(red="91"),)),
        (
            MetricUnsoundError,
            (metric(direction="lower_is_better", target="46", amber="45", red="60"),),
        ),
        (NotAPartnerError, (metric(owner="tech"),)),
        (NotAPartnerError, (metric(controllable_by=("iqvia", "tech")),)),
    ],
)
def test_unsound_metrics_are_refused(error: type[LedgerError], metrics: Any) -> None:
    """Weights, names, thresholds and owners must fit."""
    alliance = Alliance().form()

    alliance.refused(
        error,
        alliance.cro,
        "scorecard.proposed.v1",
        SCORECARD,
        ScorecardProposed(from_period="2021-Q1", metrics=metrics),
    )


@pytest.mark.parametrize(
    "weights",
    [
        ((1, 1),),
        ((1, 3), (1, 3), (1, 3)),
        ((1, 7), (2, 7), (4, 7)),
        ((1, 2), (1, 3), (1, 6)),
        ((0, 1), (1, 1)),
        ((1, 1_000_000), (999_999, 1_000_000)),
    ],
)
def test_weights_that_add_up_to_one_are_accepted(weights: tuple[tuple[int, int], ...]) -> None:
    """Thirds and sevenths add up exactly; a weight of zero is for information."""
    metrics = tuple(
        metric(metric=f"m-{index}", weight=Fraction(num=num, den=den))
        for index, (num, den) in enumerate(weights)
    )
    alliance = Alliance().form()

    act = alliance.say(
        alliance.cro,
        "scorecard.proposed.v1",
        SCORECARD,
        ScorecardProposed(from_period="2021", metrics=metrics),
    )

    assert len(alliance.world.stream(act.statement.stream).pending) == 1  # type: ignore[union-attr]


def test_a_reader_who_is_no_partner_writes_nothing() -> None:
    """Neither metrics nor measurements come from others than the parties."""
    alliance = agreed(readers=("tech",))
    head = alliance.matter(SCORECARD).sets[0].digest
    for tag, body in EXAMPLES.items():
        claims = {"subject": head} if kind_of(KindTag(tag)).subject else {}
        alliance.refused(NotAPartnerError, alliance.outsider, tag, SCORECARD, body, **claims)


def test_nothing_new_is_agreed_after_the_end() -> None:
    """A partnership that has ended proposes no metrics."""
    alliance = Alliance().form()
    act = alliance.say(
        alliance.sponsor.as_("signatory"),
        "partnership.ended.v1",
        PARTNERSHIP,
        PartnershipEnded(on=alliance.now.date()),
    )
    alliance.endorse(alliance.cro.as_("signatory"), PARTNERSHIP, act)

    alliance.refused(
        PartnershipEndedError, alliance.cro, "scorecard.proposed.v1", SCORECARD, PROPOSAL
    )


def test_a_new_set_replaces_from_a_later_period() -> None:
    """Each period is measured by the metrics in force on its first day."""
    alliance = agreed()
    newer = ScorecardProposed(from_period="2021-Q2", metrics=(metric(metric="visits"),))
    act = alliance.say(alliance.cro, "scorecard.proposed.v1", SCORECARD, newer)
    alliance.endorse(alliance.sponsor, SCORECARD, act)
    alliance.advance(days=130)
    measure(alliance)

    matter = alliance.matter(SCORECARD)
    names = {
        period: tuple(matter.set_of(period).metrics) for period in ("2021-Q1", "2021-Q2", "2022")
    }
    assert names == {
        "2021-Q1": ("queries", "cycle-time"),
        "2021-Q2": ("visits",),
        "2022": ("visits",),
    }
    alliance.refused(
        MetricUnknownError,
        alliance.cro,
        "measurement.recorded.v1",
        SCORECARD,
        MeasurementRecorded(metric="queries", period="2021-Q2", value="92"),
    )


@pytest.mark.parametrize("from_period", ["2020-Q4", "2021-Q1", "2021-01", "2021"])
def test_a_new_set_never_reaches_back(from_period: str) -> None:
    """What was agreed for a period stays agreed."""
    alliance = agreed()

    alliance.refused(
        SetTooEarlyError,
        alliance.cro,
        "scorecard.proposed.v1",
        SCORECARD,
        ScorecardProposed(from_period=from_period, metrics=METRICS),
    )


def test_a_new_set_begins_after_what_was_measured() -> None:
    """Once a quarter is measured, its metrics stand, endorsed late or not."""
    alliance = agreed()
    newer = ScorecardProposed(from_period="2021-Q2", metrics=METRICS)
    act = alliance.say(alliance.cro, "scorecard.proposed.v1", SCORECARD, newer)
    alliance.advance(days=90)
    measure(alliance, period="2021-Q2")

    with pytest.raises(SetTooEarlyError):
        alliance.endorse(alliance.sponsor, SCORECARD, act)
