"""What holds of consolidated copies whatever was changed, in whatever order it takes effect."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.contracts.agreements import ContractMatter, Place, Touch
from ledger.domain.contracts.amounts import Total, total_of
from ledger.domain.contracts.blame import makings_of
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import (
    ChangeAuthorities,
    ContractHistory,
    Executed,
    Opening,
    Part,
    Provenance,
)
from ledger.domain.contracts.differences import applied, differences, said
from ledger.domain.contracts.operations import apply, impact_of
from ledger.domain.contracts.ordering import check_effective_order, items_of
from ledger.domain.contracts.texts import ContractText
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.change import (
    AssumptionSet,
    AuthoritySet,
    BudgetAddLine,
    BudgetAdjust,
    BudgetSetLine,
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    CreditSet,
    LineFigures,
    ObligationRemove,
    ObligationSet,
    Op,
    PartyRename,
    PaymentSet,
    ResponsibilitySet,
    SurvivalSet,
    TerminationSet,
    TermSet,
    TextRestate,
)
from ledger.domain.kinds.contract import ChangeAuthority, ContractTerm
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, StreamName
from tests.unit.domain.agreement import CONTRACT, euros, terms

START = datetime(2021, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2021, 1, 1), date(2021, 1, 12))
IDS = st.sampled_from(["scope", "fees", "secrecy", "law", "audit"])
NUMBERS = st.sampled_from(["1", "2", "3", "4", "5", "10"])
LINES = st.sampled_from(["start-up", "monitoring", "data"])
TEXTS = st.sampled_from(["One.", "Two.", "Three."])
CENTS = st.integers(-50_000, 50_000).map(euros)
COSTS = st.integers(0, 50_000).map(euros)
HIDDEN: tuple[Amount, ...] = ("undisclosed", "unknown")
AMOUNTS: st.SearchStrategy[Amount] = st.one_of(st.sampled_from(HIDDEN), COSTS)
FIGURES = st.none() | st.builds(LineFigures, fee=AMOUNTS, pass_through=AMOUNTS)
# What the lines of the first text come to, so that some ops fit them.
KNOWN_FIGURES = st.sampled_from(
    [LineFigures(fee=each.fee, pass_through=each.pass_through) for each in terms().budget]
)
PARTIES = st.sampled_from(["servier", "iqvia"])
VALUES = st.sampled_from(["40", "50", None])

OPS: st.SearchStrategy[Op] = st.one_of(
    st.builds(ClauseAdd, id=IDS, number=NUMBERS, heading=TEXTS, text=TEXTS),
    st.builds(ClauseReplace, id=IDS, text=TEXTS),
    st.builds(ClauseDelete, id=IDS),
    st.builds(ClauseRenumber, id=IDS, number=NUMBERS),
    st.builds(BudgetAddLine, line=LINES, fee=COSTS, pass_through=COSTS),
    st.builds(BudgetAdjust, line=LINES, fee=CENTS, pass_through=st.none() | CENTS),
    st.builds(
        PaymentSet,
        trigger=TEXTS,
        of=st.sampled_from(["fee", "total"]),
        percent=st.sampled_from(["15", "40", "60.5"]),
    ),
    st.builds(AssumptionSet, name=st.just("sites"), from_=VALUES, to=VALUES),
    st.builds(TermSet, term=st.builds(ContractTerm, from_=st.just(date(2021, 1, 1)), to=DAYS)),
    st.builds(BudgetAddLine, line=LINES, fee=AMOUNTS, pass_through=AMOUNTS),
    st.builds(
        BudgetSetLine,
        line=LINES,
        from_=FIGURES | KNOWN_FIGURES,
        to=FIGURES,
        basis=st.sampled_from(["actual", "projected", None]),
    ),
    st.builds(CreditSet, title=TEXTS, amount=st.none() | AMOUNTS),
    st.builds(
        TerminationSet,
        ground=st.sampled_from(["convenience", "breach", "change-of-control"]),
        notice_days=st.sampled_from([None, 30, 90]),
        party=st.none() | PARTIES,
    ),
    st.builds(SurvivalSet, clauses=st.lists(IDS, unique=True, max_size=3).map(tuple)),
    st.builds(
        AuthoritySet,
        rows=st.lists(
            st.builds(
                ChangeAuthority,
                change_kind=st.sampled_from(["amendment", "change_order"]),
                by=st.sampled_from(["parties", "board/jsc"]),
            ),
            max_size=2,
        ).map(tuple),
    ),
    st.builds(
        ObligationSet,
        id=st.sampled_from(["report", "audit"]),
        debtor=PARTIES,
        creditor=PARTIES,
        duty=TEXTS,
    ),
    st.builds(ObligationRemove, id=st.sampled_from(["report", "audit"])),
    st.builds(
        ResponsibilitySet,
        activity=st.sampled_from(["monitoring", "safety"]),
        party=st.none() | PARTIES,
    ),
    st.builds(PartyRename, party=PARTIES, legal_name=TEXTS),
)
RESTATED = st.lists(OPS, max_size=3).map(lambda ops: [TextRestate(), *ops])
CHANGES = st.integers(0, 9).flatmap(
    lambda tenth: RESTATED if tenth == 0 else st.lists(OPS, min_size=1, max_size=3)
)
ROWS = st.lists(st.tuples(DAYS, CHANGES), max_size=25)

CONTRACT_MATTER = ContractMatter(
    content=None,
    amount=None,
    phase="executed",
    stream=StreamName(CONTRACT),
    drafted=Digest("sha256:" + "00" * 32),
    terms=terms(),
    text=b"{}",
    parts_to_come=0,
    next_part=2,
    term=terms().term,
)


def provenance(leaf_index: int, effective_on: date) -> Provenance:
    """Return how something was executed at an entry; one entry a day."""
    at = START + timedelta(days=leaf_index)
    version = Place(
        stream=StreamName(CONTRACT if leaf_index == 0 else f"change/score/{leaf_index}"),
        digest=Digest(f"sha256:{leaf_index:064x}"),
        at=at,
        leaf_index=leaf_index,
    )
    return Provenance(
        drafted=version.digest,
        version=version,
        signatures=(),
        executed_on=at.date(),
        effective_on=effective_on,
        retroactive=effective_on < at.date(),
    )


def accepted(rows: list[tuple[date, list[Op]]]) -> tuple[ContractHistory, ContractText]:
    """Return the history of those changes that the rules accept, and the live text."""
    text = ContractText.of(terms())
    touched: dict[str, Touch] = {}
    changes = []
    for leaf_index, (on, ops) in enumerate(rows, start=1):
        made = provenance(leaf_index, on)
        try:
            items = items_of(text, ops)
            check_effective_order(CONTRACT_MATTER, touched, items, on)
        except RefusedError:
            continue
        for op in ops:
            apply(text, op)
        touched.update(dict.fromkeys(items, (made.version.digest, on)))
        changes.append(Executed(ops=tuple(ops), provenance=made))
    opening = Opening(terms=terms(), provenance=provenance(0, date(2021, 1, 1)))
    return ContractHistory(opening=opening, changes=tuple(changes)), text


@given(rows=ROWS)
def test_the_copy_of_all_days_is_the_live_contract(rows: list[tuple[date, list[Op]]]) -> None:
    """consolidated(for ever, now) = every accepted change, applied as it was executed."""
    history, text = accepted(rows)
    copy = consolidate(history, effective=date.max)
    given_names = {each.party: each.legal_name for each in copy.parties}
    found = said(copy)

    assert found.clauses == text.clauses
    assert found.budget == text.budget
    assert found.payments == text.payments
    assert found.credits == text.credits
    assert {each.name: each.value for each in found.assumptions.values()} == text.assumptions
    assert found.obligations == text.obligations
    assert found.responsibilities == text.responsibilities
    assert found.termination == text.grounds
    assert (found.term, found.survival.clauses) == (text.term, text.survival)
    assert found.authority == ChangeAuthorities(rows=text.authority, reserved=text.reserved)
    assert given_names == {party: text.legal_names.get(party) for party in text.parties}


@given(rows=ROWS, days=st.tuples(DAYS, DAYS), known=st.none() | st.integers(0, 26))
def test_what_sets_two_copies_apart_makes_one_of_the_other(
    rows: list[tuple[date, list[Op]]], days: tuple[date, date], known: int | None
) -> None:
    """Forwards and back; only copies that say the same have nothing that sets them apart."""
    history, _ = accepted(rows)
    before = consolidate(history, effective=days[0], known=known)
    after = consolidate(history, effective=days[1])
    found = differences(before, after)

    assert applied(said(before), found) == said(after)
    assert applied(said(after), differences(after, before)) == said(before)
    assert found.is_empty == (said(before) == said(after))


@given(rows=ROWS, days=st.tuples(DAYS, DAYS))
def test_a_total_moves_by_what_its_lines_move_it(
    rows: list[tuple[date, list[Op]]], days: tuple[date, date]
) -> None:
    """Where all is known on both days, the movement is the one sum less the other."""
    history, _ = accepted(rows)
    before, after = (consolidate(history, effective=day).total for day in days)
    found = differences(*(consolidate(history, effective=day) for day in days)).total
    hidden = (before.undisclosed, before.unknown, after.undisclosed, after.unknown)

    if not any(hidden) and before.known is not None and after.known is not None:
        by = euros(after.known.minor - before.known.minor)
        assert found.by == Total(known=by, undisclosed=0, unknown=0)
    assert (found.before, found.after) == (before, after)


@given(rows=ROWS, effective=DAYS)
def test_a_clause_tells_what_made_it_to_the_last(
    rows: list[tuple[date, list[Op]]], effective: date
) -> None:
    """The last thing that a clause was is what the copy says, and nothing is told twice."""
    history, _ = accepted(rows)
    copy = consolidate(history, effective=effective)
    found = said(copy).clauses
    for clause in {*found, *(each.id for each in terms().clauses)}:
        made = makings_of(history, clause, effective=effective)

        assert made[-1].clause == found.get(clause)
        assert all(one.clause != other.clause for one, other in pairwise(made))
        assert {each.provenance.version.digest for each in made} <= {
            each.version.digest for each in copy.statements
        }


@given(rows=ROWS, effective=DAYS, known=st.integers(0, 26))
def test_what_comes_later_changes_nothing_that_was_known(
    rows: list[tuple[date, list[Op]]], effective: date, known: int
) -> None:
    """An answer as of an entry is the same as if nothing had followed it."""
    history, _ = accepted(rows)
    earlier = tuple(
        change for change in history.changes if change.provenance.version.leaf_index <= known
    )
    then = replace(history, changes=earlier)
    at = START + timedelta(days=known)

    assert consolidate(then, effective=effective) == consolidate(
        history, effective=effective, known=known
    )
    assert consolidate(then, effective=effective) == consolidate(
        history, effective=effective, known=at
    )


@given(rows=ROWS, effective=DAYS, shuffle=st.randoms())
def test_the_order_of_rows_does_not_matter(
    rows: list[tuple[date, list[Op]]], effective: date, shuffle: Random
) -> None:
    """What decides is (effective, execution, index), not who hands over what first."""
    history, _ = accepted(rows)
    changes = list(history.changes)
    shuffle.shuffle(changes)

    assert consolidate(history, effective=effective) == consolidate(
        replace(history, changes=tuple(changes)), effective=effective
    )


@given(rows=ROWS, effective=DAYS)
def test_the_budget_is_the_sum_of_its_lines(
    rows: list[tuple[date, list[Op]]], effective: date
) -> None:
    """At any point, to the cent; and no two clauses share a number."""
    history, _ = accepted(rows)
    copy = consolidate(history, effective=effective)
    lines = [part.value for part in copy.budget]
    numbers = [part.value.number for part in copy.clauses]

    assert copy.total == total_of(
        [*(each.fee for each in lines), *(each.pass_through for each in lines)]
    )
    assert len(numbers) == len(set(numbers))


@given(rows=ROWS)
def test_every_part_was_made_by_what_is_in_the_copy(rows: list[tuple[date, list[Op]]]) -> None:
    """Nothing comes from nowhere."""
    history, _ = accepted(rows)
    copy = consolidate(history, effective=date.max)
    makers = {history.opening.provenance.version.digest}
    makers |= {each.version.digest for each in copy.applied}
    parts: tuple[Part[Any], ...] = (
        *copy.clauses,
        *copy.budget,
        *copy.payments,
        copy.term,
    )

    made_by = {each.version.digest for part in parts for each in (part.provenance, *part.earlier)}

    assert made_by <= makers


@given(fee=COSTS, pass_through=COSTS, number=st.sampled_from(["4", "5.1"]), value=TEXTS)
def test_what_is_changed_back_is_as_it_was(
    fee: Money, pass_through: Money, number: str, value: str
) -> None:
    """Each op has one that undoes it, and the impact of both is nothing."""
    before = ContractText.of(terms())
    back = euros(-fee.minor), euros(-pass_through.minor)
    ops: tuple[Op, ...] = (
        BudgetAdjust(line="monitoring", fee=fee, pass_through=pass_through),
        ClauseRenumber(id="scope", number=number),
        ClauseReplace(id="fees", text=value),
        AssumptionSet(name="sites", from_="40", to=value),
        ClauseAdd(id="law", number="6", heading="Law", text=value),
        BudgetAdjust(line="monitoring", fee=back[0], pass_through=back[1]),
        ClauseRenumber(id="scope", number="1"),
        ClauseReplace(id="fees", text="As in the budget."),
        AssumptionSet(name="sites", from_=value, to="40"),
        ClauseDelete(id="law"),
    )
    after = before.copy()
    for op in ops:
        apply(after, op)

    assert before == after
    assert impact_of(before, ()) == impact_of(before, ops)
