"""A sponsor, a CRO, its laboratory and that one's own: three tiers, and a laboratory changed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Known, NotYetKnownError, history_of
from ledger.domain.contracts.questions.cover import covered
from ledger.domain.contracts.questions.responsibilities import Row, Told, matrix
from ledger.domain.kinds.change import ResponsibilitySet
from ledger.domain.kinds.contract import ContractTerm, Responsibility, TerminationGround
from ledger.domain.kinds.lifecycle import ContractNoticeGiven, ContractTerminated
from ledger.evidence.statement import StreamName
from tests.histories.told import Pair, contract, moves

PARTIES = (
    *(("acme", "sponsor"), ("orbis", "cro"), ("alpha", "other")),
    *(("beta", "other"), ("micro", "other")),
)
ORDER, ALPHA, MICRO, BETA = (f"contract/{name}" for name in ("wo-1", "alpha", "micro", "beta"))
ALL = (ORDER, ALPHA, MICRO, BETA)
END = date(2023, 12, 31)


def gives(*activities: str, party: str, through: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the terms that give activities to a party."""
    return {
        "responsibilities": tuple(
            Responsibility(activity=each, party=party, subcontractors=through)
            for each in activities
        )
    }


class Tiers(Pair):
    """Companies in a chain, each contract drafted by the one further up."""

    def hand_down(self, stream: str, giver: str, taker: str, on: date, **members: Any) -> None:
        """Execute a contract between two, effective on a stated day; who stands above reads it."""
        body = contract(
            giver,
            taker,
            **{
                "term": ContractTerm(from_=on, to=END),
                "effective_rule": "stated",
                "effective_on": on,
                "tz": "UTC",
                "currency": "USD",
                "termination": (TerminationGround(ground="convenience", notice_days=30),),
                **members,
            },
        )
        self.say(self.signatories[giver], "contract.drafted.v1", stream, body)
        self.agree(stream=stream)
        self.sign_for(stream=stream)

    def end(self, stream: str, party: str, on: date) -> None:
        """Give a month's notice, and end the contract on its day."""
        voice = self.signatories[party]
        body = ContractNoticeGiven(ground="convenience")
        given = self.say(voice, "contract.notice_given.v1", stream, body)
        ended = ContractTerminated(on=on)
        self.say(voice, "contract.terminated.v1", stream, ended, subject=given.digest)

    def answers(self, on: date, known: Known = None) -> dict[str, Row]:
        """Return who answers for what on a day, as known."""
        told = []
        for name in ALL:
            try:
                history = history_of(self.world, StreamName(name))
                told.append(
                    Told(copy=consolidate(history, effective=on, known=known), history=history)
                )
            except (NotYetKnownError, LookupError):
                continue
        return {row.activity: row for row in matrix(told, ("acme",))}


@pytest.fixture(scope="module")
def tiers() -> Tiers:
    """The whole history, told once."""
    return told()


def told() -> Tiers:
    """Return the whole history: three tiers in 2021, another laboratory from March 2022."""
    it = Tiers(now=datetime(2021, 1, 4, 0, 30, tzinfo=UTC), parties=PARTIES)
    first = date(2021, 2, 1)
    both = ("monitoring", "central-lab")
    named = gives(*both, party="orbis")
    it.hand_down(ORDER, "acme", "orbis", first, **named)
    lab = gives("central-lab", "kinetics", party="alpha")
    it.hand_down(ALPHA, "orbis", "alpha", first, readers=("acme",), **lab)
    special = gives("central-lab", "kinetics", party="micro")
    it.hand_down(MICRO, "alpha", "micro", date(2021, 3, 1), readers=("acme", "orbis"), **special)
    it.turn_to(date(2022, 1, 27))
    it.end(ALPHA, "orbis", date(2022, 2, 28))
    it.end(MICRO, "alpha", date(2022, 2, 28))
    it.turn_to(date(2022, 2, 10))
    change = ResponsibilitySet(activity="central-lab", party="orbis", subcontractors=("Beta Lab",))
    body = it.change_draft(
        change,
        contract=ORDER,
        change_kind="change_order",
        impact=moves("USD"),
        effective_rule="stated",
        effective_on=date(2022, 3, 1),
    )
    it.say(it.servier, "change.drafted.v1", "change/wo-1/1", body, base=body.base)
    it.sign_change("acme", "orbis", stream="change/wo-1/1")
    it.turn_to(date(2022, 3, 15))
    new = {"effective_reason": "Samples came from the tenth.", "readers": ("acme",)}
    both_again = gives("central-lab", "kinetics", party="beta")
    it.hand_down(BETA, "orbis", "beta", date(2022, 3, 10), **new, **both_again)
    return it


@pytest.mark.parametrize(
    ("on", "party", "through"),
    [
        (date(2021, 1, 31), "acme", None),  # before the work order: the sponsor's
        (date(2021, 2, 1), "orbis", ("alpha",)),
        (date(2021, 3, 1), "orbis", ("alpha", "micro")),
        (date(2022, 2, 28), "orbis", ("alpha", "micro")),
        (date(2022, 3, 1), "orbis", ("Beta Lab",)),  # named, without a contract of its own
        (date(2022, 3, 10), "orbis", ("Beta Lab", "beta")),
        (date(2023, 12, 31), "orbis", ("Beta Lab", "beta")),
        (date(2024, 1, 1), "acme", None),  # everything is over
    ],
)
def test_the_laboratory_of_each_day(
    tiers: Tiers, on: date, party: str, through: tuple[str, ...] | None
) -> None:
    """The CRO answers, through whom the contracts of that day name, from hand to hand."""
    row = tiers.answers(on)["central-lab"]

    assert (row.party, row.is_conflict, row.is_default) == (party, False, through is None)
    assert (row.answers[0].through if row.answers else None) == through


@pytest.mark.parametrize(
    ("on", "party", "through"),
    [
        (date(2021, 2, 15), "alpha", ()),
        (date(2021, 3, 1), "alpha", ("micro",)),
        (date(2022, 3, 1), "acme", None),
        (date(2022, 3, 10), "beta", ()),
    ],
)
def test_what_the_work_order_never_gave_is_a_chain_all_the_same(
    tiers: Tiers, on: date, party: str, through: tuple[str, ...] | None
) -> None:
    """The laboratory and its own laboratory do not contradict each other."""
    row = tiers.answers(on)["kinetics"]

    assert (row.party, row.is_conflict) == (party, False)
    assert (row.answers[0].through if row.answers else None) == through


def test_as_known_before_the_change_the_old_laboratory_answered(tiers: Tiers) -> None:
    """What was agreed in February and March was not known in January."""
    noticed = tiers.acts("contract.notice_given.v1")[0].leaf_index

    row = tiers.answers(date(2022, 4, 1), noticed - 1)["central-lab"]

    assert row.answers[0].through == ("alpha", "micro")


def test_the_days_before_the_new_paper_are_a_gap(tiers: Tiers) -> None:
    """From the first day of the term up to the eve of its execution, and nothing else."""
    (gap,) = covered(tiers.world, tiers.contract(BETA), others=(), changes=()).gaps  # type: ignore[union-attr]

    assert (gap.span.from_, gap.span.to) == (date(2022, 3, 10), date(2022, 3, 14))
    assert gap.span.days == 5
    assert "retroactive effect from 2022-03-10" in gap.causes[0].text
    for stream in (ORDER, ALPHA):
        found = covered(tiers.world, tiers.contract(stream), others=(), changes=())
        assert found is not None
        assert found.gaps == ()
