"""Oramed and Integrium, ORA-D-015, amendment 1: more to screen, and a delay that adds up."""

from datetime import date

import pytest

from ledger.domain.contracts.operations import AssumptionStaleError
from ledger.domain.kinds.change import AssumptionSet, TermSet
from ledger.domain.kinds.contract import Assumption, ContractTerm
from ledger.domain.kinds.milestone import Cause, MilestoneForecast, When
from ledger.domain.milestones.delay import DelayCausesError, sums_of
from tests.histories.told import Pair, contract, moves
from tests.unit.domain.agreement import CHANGE
from tests.unit.domain.alliance import MILESTONE, Alliance

SIGNED, AMENDED = date(2020, 9, 1), date(2021, 9, 1)
OLD_END, NEW_END = date(2022, 2, 28), date(2022, 10, 31)  # eight months apart
AMENDMENT = (
    AssumptionSet(name="cohort-a-screened", from_="445", to="545"),
    AssumptionSet(name="cohort-a-sites", to="39"),
    AssumptionSet(name="cohort-b-screened-more", to="145"),
    AssumptionSet(name="cohort-b-sites", to="26"),
    TermSet(term=ContractTerm(from_=SIGNED, to=NEW_END)),
)


def executed() -> Pair:
    """Return both companies with their contract."""
    pair = Pair.of("oramed", "integrium", SIGNED)
    pair.execute(
        contract(
            "oramed",
            "integrium",
            title="ORA-D-015",
            assumptions=(Assumption(name="cohort-a-screened", value="445"),),
            term=ContractTerm(from_=SIGNED, to=OLD_END),
            currency="USD",
        )
    )
    pair.turn_to(AMENDED)
    return pair


@pytest.mark.parametrize(
    ("on", "found", "end"),
    [
        (date(2021, 8, 31), {"cohort-a-screened": "445"}, OLD_END),
        (AMENDED, {op.name: op.to for op in AMENDMENT if isinstance(op, AssumptionSet)}, NEW_END),
    ],
)
def test_the_amendment_sets_cohorts_sites_and_the_end(
    on: date, found: dict[str, str], end: date
) -> None:
    """From the day of its last signature; the 245 days are its impact."""
    pair = executed()
    pair.amend(
        *AMENDMENT, change_kind="amendment", impact=moves("USD", days=(NEW_END - OLD_END).days)
    )
    copy = pair.copy(on)

    assert {part.value.name: part.value.value for part in copy.assumptions} == found
    assert copy.term.value.to == end


def test_it_starts_from_the_number_that_was_agreed() -> None:
    """An amendment from another number than the contract's is refused."""
    pair = executed()
    body = pair.change_draft(
        AssumptionSet(name="cohort-a-screened", from_="455", to="545"), impact=moves("USD")
    )

    pair.refused(
        AssumptionStaleError, pair.servier, "change.drafted.v1", CHANGE, body, base=body.base
    )


def causes(*months: str) -> tuple[Cause, ...]:
    """Return causes of so many months each."""
    return tuple(Cause(cause="a cause", amount=each, unit="months") for each in months)


def forecast(*months: str) -> tuple[Alliance, MilestoneForecast]:
    """Return a milestone with a baseline, and a forecast eight months later for these causes."""
    alliance = Alliance().form(until=date(2023, 12, 31)).plan().baseline(day=OLD_END)
    return alliance, MilestoneForecast(on=When(on=NEW_END), causes=causes(*months))


def test_three_and_a_half_and_four_and_a_half_months_are_eight() -> None:
    """Enrolment hold and drug delay, then what was left: together the whole delay."""
    alliance, body = forecast("3.5", "4.5")
    alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, body)

    assert sums_of(body.causes) == (("months", 8),)
    assert alliance.acts("milestone.forecast.v1")[-1].body == body


@pytest.mark.parametrize("months", [("3.5",), ("4.5",), ("3.5", "3.0"), ("3.5", "5.5")])
def test_causes_that_do_not_add_up_are_refused(months: tuple[str, ...]) -> None:
    """One left out, or a month too few or too many."""
    alliance, body = forecast(*months)

    alliance.refused(DelayCausesError, alliance.cro, "milestone.forecast.v1", MILESTONE, body)
