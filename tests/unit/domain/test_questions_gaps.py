"""Work before cover: exact days, each with its reason, and never a day lost or counted twice."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.questions.cover import covered
from ledger.domain.contracts.questions.gaps import Cause, Cover, Coverage, Why, coverage
from ledger.domain.contracts.questions.spans import Span, after, before, cut, overlap
from ledger.domain.kinds.contract import ContractTerm, Reference
from ledger.domain.kinds.lifecycle import ReferenceResolved
from ledger.evidence.statement import Digest, StreamName
from tests.unit.domain.agreement import CONTRACT, MSA, Deal, boardless

DAY = date(2021, 1, 1)
PLACE = Place(
    stream=StreamName(CONTRACT),
    digest=Digest("sha256:ab"),
    at=datetime(2021, 1, 1, tzinfo=UTC),
    leaf_index=1,
)
LETTER = "contract/letter"

offsets = st.integers(min_value=-40, max_value=160)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Draw some days, or days without an end."""
    first = DAY + timedelta(days=draw(offsets))
    length = draw(st.none() | st.integers(min_value=0, max_value=60))
    return Span(first, None if length is None else first + timedelta(days=length))


def cause(span: Span, why: Why = "before_execution") -> Cause:
    """Return a reason against some days."""
    return Cause(why=why, span=span, text="", places=(PLACE,))


def cover(span: Span) -> Cover:
    """Return a letter for some days."""
    return Cover(by="start_up", span=span, place=PLACE)


def days_of(span: Span) -> list[date]:
    """Write the days out, as far as a test looks."""
    last = span.to or DAY + timedelta(days=400)
    return [span.from_ + timedelta(days=each) for each in range((last - span.from_).days + 1)]


@given(
    spans(),
    st.lists(spans(), max_size=4),
    st.lists(spans(), max_size=3),
    st.lists(spans(), max_size=2),
)
def test_gaps_and_cover_are_the_term(
    work: Span, against: list[Span], letters: list[Span], rests: list[Span]
) -> None:
    """Each day of a term is in one stretch, and a gap exactly if the definition says so."""
    causes = (*map(cause, against), *(cause(each, "suspended") for each in rests))
    found = coverage(work, causes, tuple(map(cover, letters)))

    written = [day for each in found.stretches for day in days_of(each.span)]
    gaps = {day for each in found.gaps for day in days_of(each.span)}
    assert written == days_of(work)
    assert found.stretches[-1].span.to == work.to
    for day in written:
        unlifted = any(each.has(day) for each in against) and not any(
            each.has(day) for each in letters
        )
        assert (day in gaps) == (unlifted or any(each.has(day) for each in rests))


@given(spans(), spans(), offsets)
def test_days_are_exact(one: Span, other: Span, offset: int) -> None:
    """Both ends count, whatever is cut from what."""
    day = DAY + timedelta(days=offset)
    both = overlap(one, other)
    early, late = before(day, one), after(day, one)

    assert (both is None) == (not set(days_of(one)) & set(days_of(other)))
    if both is not None:
        assert set(days_of(both)) == set(days_of(one)) & set(days_of(other))
    parts = [*([] if early is None else days_of(early)), *([day] if one.has(day) else [])]
    assert parts + ([] if late is None else days_of(late)) == days_of(one)
    assert [each for piece in cut(one, (other,)) for each in days_of(piece)] == days_of(one)
    assert one.days_until(day) == sum(each <= day for each in days_of(one))


def asked(deal: Deal, stream: str = CONTRACT) -> Coverage:
    """Ask for a contract's cover, among all contracts of the story."""
    others = [name for name in deal.world.streams() if name.startswith("contract/")]
    changes = [name for name in deal.world.streams() if name.startswith("change/")]
    found = covered(deal.world, deal.contract(stream), others=others, changes=changes)
    assert found is not None
    return found


def told(found: Coverage) -> list[tuple[list[str], str, str | None, int | None]]:
    """Return the gaps in short."""
    return [
        (
            [each.why for each in gap.causes],
            gap.span.from_.isoformat(),
            None if gap.span.to is None else gap.span.to.isoformat(),
            gap.span.days,
        )
        for gap in found.gaps
    ]


def term(first: date, last: date | None = date(2022, 12, 31)) -> ContractTerm:
    """Return a term."""
    return ContractTerm(from_=first, to=last)


EARLY = term(date(2020, 12, 1))
RETROACTIVE: dict[str, Any] = {
    "effective_rule": "stated",
    "effective_on": date(2020, 12, 5),
    "effective_reason": "Work began before the lawyers had finished.",
}
CASES: list[tuple[dict[str, Any], list[tuple[list[str], str, str | None, int | None]]]] = [
    ({}, []),
    ({"term": EARLY}, [(["before_execution"], "2020-12-01", "2020-12-16", 16)]),
    (
        {"term": EARLY, **RETROACTIVE},
        [(["before_execution"], "2020-12-01", "2020-12-16", 16)],
    ),
    (
        {"term": EARLY, "effective_rule": "stated", "effective_on": date(2021, 1, 1)},
        [
            (["before_execution"], "2020-12-01", "2020-12-16", 16),
            (["before_effect"], "2020-12-17", "2020-12-31", 15),
        ],
    ),
    (
        {"effective_rule": "condition", "condition": "The authority consents."},
        [(["condition_open"], "2021-01-01", "2022-12-31", 730)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("members", "expected"), CASES)
def test_work_before_execution_and_effect_is_a_gap(
    members: dict[str, Any], expected: list[Any]
) -> None:
    """Executed on 2020-12-17: what the term has before that, or before effect, is not covered."""
    deal = Deal()
    deal.execute(boardless(**members))

    assert told(asked(deal)) == expected


def test_a_gap_names_its_statement_and_says_that_it_is_retroactive() -> None:
    """The execution made it so; its words say from when it applies."""
    deal = Deal()
    deal.execute(boardless(term=EARLY, **RETROACTIVE))

    (found,) = asked(deal).gaps[0].causes

    assert found.places == (deal.contract().executed_at,)
    assert found.text == "executed on 2020-12-17, with retroactive effect from 2020-12-05"


def test_a_draft_covers_nothing_and_one_that_was_given_up_is_no_work() -> None:
    """Until it is executed the whole term is a gap; days to come are not counted yet."""
    deal = Deal()
    deal.draft()
    found = asked(deal)
    deal.agree()

    assert told(found) == [(["not_executed"], "2021-01-01", "2022-12-31", 730)]
    assert [found.uncovered_by(day) for day in (date(2020, 12, 31), DAY, date(2030, 1, 1))] == [
        0,
        1,
        730,
    ]


WORK_ORDER = {"contract_kind": "work_order", "parent": MSA}
PARENTS: list[tuple[dict[str, Any], list[tuple[list[str], str, str | None, int | None]]]] = [
    ({"term": term(date(2019, 1, 1), None)}, []),
    (
        {"term": term(date(2019, 1, 1), date(2021, 6, 30))},
        [(["after_parent"], "2021-07-01", "2022-12-31", 549)],
    ),
]


@pytest.mark.parametrize(("members", "expected"), PARENTS)
def test_work_outside_of_the_parents_days_is_a_gap(
    members: dict[str, Any], expected: list[Any]
) -> None:
    """A work order lives inside its MSA: after its last day nothing covers it."""
    deal = Deal()
    deal.register(**members)
    deal.execute(boardless(**WORK_ORDER))

    assert told(asked(deal)) == expected


def test_work_before_the_parent_took_effect_has_both_reasons() -> None:
    """Signed late and begun before the MSA: days with one answer are one stretch."""
    deal = Deal()
    deal.register()
    deal.execute(boardless(**WORK_ORDER, term=term(date(2018, 12, 30))))

    assert told(asked(deal)) == [
        (["before_execution", "before_parent"], "2018-12-30", "2018-12-31", 2),
        (["before_execution"], "2019-01-01", "2020-12-16", 716),
    ]


def test_a_parent_that_is_only_named_covers_nothing() -> None:
    """A reference that dangles is never matched by its words."""
    deal = Deal()
    deal.register()
    named = Reference(text="Master services", role="parent")
    deal.execute(boardless(references=(named,)))
    assert told(asked(deal)) == [(["parent_dangling"], "2021-01-01", "2022-12-31", 730)]

    resolved = ReferenceResolved(text=named.text, contract=MSA)
    act = deal.say(deal.iqvia, "reference.resolved.v1", CONTRACT, resolved)
    deal.endorse(deal.servier, CONTRACT, act)
    assert told(asked(deal)) == []


def test_a_start_up_letter_covers_its_own_days() -> None:
    """From its own execution, of the same parties alone; what is left stays a gap."""
    deal = Deal()
    deal.execute(
        boardless(contract_kind="start_up", term=term(date(2020, 12, 1), date(2020, 12, 31))),
        LETTER,
    )
    deal.advance(days=20)
    deal.execute(boardless(term=term(date(2020, 12, 10))))
    found = asked(deal)

    assert told(found) == [
        (["before_execution"], "2020-12-10", "2020-12-16", 7),
        (["before_execution"], "2021-01-01", "2021-01-05", 5),
    ]
    assert [(each.span.days, [one.by for one in each.covers]) for each in found.covered] == [
        (15, ["start_up"]),
        (725, []),
    ]


def test_a_letter_of_others_covers_nothing() -> None:
    """Another company's letter is not this contract's."""
    deal = Deal()
    letter = boardless(
        contract_kind="start_up",
        parties=("servier", "tech"),
        obligations=(),
        responsibilities=(),
        term=term(date(2020, 12, 1)),
    )
    deal.execute(letter, LETTER)
    deal.advance(days=1)
    deal.execute(boardless(term=term(date(2020, 12, 17))))

    assert told(asked(deal)) == [(["before_execution"], "2020-12-17", "2020-12-17", 1)]
