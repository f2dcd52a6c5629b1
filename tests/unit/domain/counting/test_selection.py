"""Which seats a rule means, which rule a matter meets, and which amounts pass a limit."""

from dataclasses import replace
from fractions import Fraction as Exact
from typing import Any

import pytest

from ledger.domain.counting.facts import Member
from ledger.domain.counting.selection import (
    Circumstances,
    Seen,
    among,
    applies,
    bounds_of,
    chaired,
    exceeds,
    first_fitting,
    fits,
)
from ledger.domain.kinds.base import Amount, Fraction, Money
from ledger.domain.kinds.charter.counting import Quorum
from ledger.domain.kinds.charter.terms import Limit, Range, When, Who
from tests.unit.domain.counting.boards import euros, fixed, member, most_of, share, vacancy

HERE = Circumstances(
    class_="budget",
    procedure="meeting",
    topics=frozenset({"safety", "cost"}),
    meeting="urgent",
    stage=2,
    is_reconvened=True,
    vacancies=2,
    filled=6,
    recused=4,
    amount=euros(1_000),
    added=euros(1_000),
    budget=euros(10_000),
)
FIFTH = Fraction(num=1, den=5)
NURSE = member(
    "seat-1",
    "iqvia",
    class_="lay",
    offices=frozenset({"chair"}),
    attributes={"profession": "nurse", "sex": "f"},
)


@pytest.mark.parametrize(
    ("fitting", "other"),
    [
        ({"classes": ("plan", "budget")}, {"classes": ("plan",)}),
        ({"topics": ("cost", "people")}, {"topics": ("people",)}),
        ({"procedures": ("meeting", "written")}, {"procedures": ("written",)}),
        ({"meetings": ("urgent",)}, {"meetings": ("ordinary",)}),
        ({"stages": (1, 2)}, {"stages": (1, 3)}),
        ({"reconvened": True}, {"reconvened": False}),
        ({"vacancies": Range(least=2)}, {"vacancies": Range(least=3)}),
        ({"vacancies": Range(most=2)}, {"vacancies": Range(most=1)}),
        ({"vacancies": Range(least=2, most=2)}, {"vacancies": Range(least=0, most=1)}),
        ({"filled": Range(least=6)}, {"filled": Range(least=7)}),
        ({"filled": Range(most=6)}, {"filled": Range(most=5)}),
        ({"above": Limit(fixed=euros(999))}, {"above": Limit(fixed=euros(1_000))}),
        ({"up_to": Limit(fixed=euros(1_000))}, {"up_to": Limit(fixed=euros(999))}),
        ({"up_to": Limit(share=FIFTH)}, {"up_to": Limit(share=Fraction(num=1, den=11))}),
        ({"except_classes": ("plan",)}, {"except_classes": ("plan", "budget")}),
        ({"except_topics": ("people",)}, {"except_topics": ("people", "cost")}),
        ({"recused": share(2, 3)}, {"recused": most_of(2, 3)}),
        ({"recused": fixed(4)}, {"recused": fixed(5)}),
    ],
)
def test_each_condition_has_two_sides(fitting: dict[str, Any], other: dict[str, Any]) -> None:
    """A rule is meant for what fits each member of its condition, and for nothing else."""
    assert applies(When(**fitting), HERE)
    assert not applies(When(**other), HERE)
    # One member that fits does not carry one that does not.
    assert not applies(When(**({"classes": ("budget",), "stages": (2,)} | other)), HERE)


def test_a_rule_without_a_condition_is_meant_for_everything() -> None:
    """No condition, and one that names nothing, both fit."""
    assert applies(None, HERE)
    assert applies(When(), HERE)


@pytest.mark.parametrize(
    ("when", "here"),
    [
        (When(meetings=("ordinary",)), replace(HERE, meeting=None)),
        (When(topics=("cost",)), replace(HERE, topics=frozenset())),
        (When(above=Limit(fixed=euros(0))), replace(HERE, amount=None, added=None)),
        (When(up_to=Limit(fixed=euros(9_999))), replace(HERE, added="unknown")),
        (When(up_to=Limit(fixed=euros(9_999))), replace(HERE, added="undisclosed")),
        (When(up_to=Limit(share=FIFTH)), replace(HERE, budget=None)),
        (When(recused=fixed(1)), replace(HERE, recused=0)),
    ],
)
def test_what_is_not_there_fits_nothing(when: When, here: Circumstances) -> None:
    """Without a meeting, a topic or money, a rule for some of them is not meant."""
    assert not applies(when, here)


@pytest.mark.parametrize(
    "limit",
    [
        Limit(fixed=euros(1_000)),
        Limit(share=FIFTH),
        Limit(fixed=euros(1_000), share=FIFTH, take="higher"),
        Limit(fixed=Money(minor=1_000, currency="USD")),
    ],
)
@pytest.mark.parametrize(
    "amount", [None, "unknown", "undisclosed", *map(euros, (0, 1_000, 1_001, 2_000, 2_001))]
)
@pytest.mark.parametrize("budget", [None, euros(10_000)])
def test_an_amount_is_above_a_limit_or_up_to_it(
    limit: Limit, amount: Amount | None, budget: Money | None
) -> None:
    """Never both and never neither, so that two rules leave no matter between them."""
    here = replace(HERE, added=amount, budget=budget)

    assert applies(When(above=limit), here) != applies(When(up_to=limit), here)


def test_no_money_is_within_every_limit() -> None:
    """Who may spend up to an amount may decide what costs nothing."""
    here = replace(HERE, amount=None, added=None)

    assert applies(When(up_to=Limit(fixed=euros(0))), here)


def test_the_first_rule_that_fits_holds() -> None:
    """Rules are asked in their order; where none fits there is none."""
    rules = (
        Quorum(rule="urgent", when=When(meetings=("urgent",), stages=(1,))),
        Quorum(rule="budget", when=When(classes=("budget",))),
        Quorum(rule="all"),
    )

    assert first_fitting(rules, HERE) == rules[1]
    assert first_fitting(rules, replace(HERE, class_="plan")) == rules[2]
    assert first_fitting(rules[:1], HERE) is None


@pytest.mark.parametrize(
    ("limit", "amount", "budget", "expected"),
    [
        (Limit(fixed=euros(1_000)), euros(1_000), None, False),
        (Limit(fixed=euros(1_000)), euros(1_001), None, True),
        (Limit(fixed=euros(1_000)), euros(-1_000), None, False),
        (Limit(fixed=euros(1_000)), euros(-1_001), None, True),
        (Limit(fixed=euros(0)), euros(0), None, False),
        (Limit(fixed=euros(0)), None, None, False),
        # Three different things, none of them zero.
        (Limit(fixed=euros(1_000)), "unknown", None, True),
        (Limit(fixed=euros(1_000)), "undisclosed", None, True),
        (Limit(fixed=euros(1_000)), Money(minor=1, currency="USD"), None, True),
        # A share of a budget, exactly: a fifth of 1 001 is 200 1/5.
        (Limit(share=FIFTH), euros(200), euros(1_001), False),
        (Limit(share=FIFTH), euros(201), euros(1_001), True),
        (Limit(share=FIFTH), euros(0), None, True),
        (Limit(share=FIFTH), None, None, False),
        (Limit(share=FIFTH), euros(1), Money(minor=1_000, currency="USD"), True),
        # The lower of both, the higher of both: 1 000 and 2 000.
        (Limit(fixed=euros(1_000), share=FIFTH), euros(1_000), euros(10_000), False),
        (Limit(fixed=euros(1_000), share=FIFTH), euros(1_001), euros(10_000), True),
        (Limit(fixed=euros(1_000), share=FIFTH, take="higher"), euros(2_000), euros(10_000), False),
        (Limit(fixed=euros(1_000), share=FIFTH, take="higher"), euros(2_001), euros(10_000), True),
        (Limit(fixed=euros(3_000), share=FIFTH), euros(2_000), euros(10_000), False),
        (Limit(fixed=euros(3_000), share=FIFTH), euros(2_001), euros(10_000), True),
        # Without a budget the share is not known: not within the lower, nothing to the higher.
        (Limit(fixed=euros(1_000), share=FIFTH), euros(1), None, True),
        (Limit(fixed=euros(1_000), share=FIFTH, take="higher"), euros(1_000), None, False),
        (Limit(fixed=euros(1_000), share=FIFTH, take="higher"), euros(1_001), None, True),
        (Limit(fixed=euros(1_000), share=FIFTH, take="higher"), "unknown", euros(10), True),
        # A limit that bounds nothing lets nothing through.
        (Limit(), euros(0), euros(10), True),
    ],
)
def test_an_amount_passes_a_limit_or_does_not(
    limit: Limit, amount: Amount | None, budget: Money | None, *, expected: bool
) -> None:
    """The limit itself is within it; what is not known is not; no money at all is."""
    assert exceeds(limit, amount, budget) == expected


def test_the_bounds_of_a_limit_are_exact() -> None:
    """A share of a budget is not rounded, and is unknown where the budget is."""
    limit = Limit(fixed=euros(7), share=FIFTH)

    assert bounds_of(limit, euros(11)) == [(Exact(7), "EUR"), (Exact(11, 5), "EUR")]
    assert bounds_of(limit, None) == [(Exact(7), "EUR"), None]


@pytest.mark.parametrize(
    ("fitting", "other"),
    [
        ({"seats": ("seat-1", "seat-2")}, {"seats": ("seat-2",)}),
        ({"parties": ("iqvia",)}, {"parties": ("servier",)}),
        ({"classes": ("lay",)}, {"classes": ("investor",)}),
        ({"offices": ("chair", "secretary")}, {"offices": ("secretary",)}),
        ({"attributes": {"profession": ("nurse", "doctor")}}, {"attributes": {"sex": ("m",)}}),
        ({"attributes": {}}, {"attributes": {"age": ("old",)}}),
        ({"mode": "remote"}, {"mode": "in_person"}),
        ({"except_": ("seat-2",)}, {"except_": ("seat-1",)}),
    ],
)
def test_a_group_means_whoever_fits_all_its_members(
    fitting: dict[str, Any], other: dict[str, Any]
) -> None:
    """One word of a member is enough; each member must fit."""
    seen = Seen(member=NURSE, mode="remote")

    assert fits(Who(**fitting), seen)
    assert not fits(Who(**other), seen)
    assert not fits(Who(**({"classes": ("lay",)} | other)), seen)


def test_a_group_means_voting_seats_unless_it_says_otherwise() -> None:
    """A seat without a vote is in a group only when the group takes such seats."""
    observer = Seen(member=replace(NURSE, voting=False))

    assert not fits(Who(), observer)
    assert fits(Who(novote=True), observer)
    assert fits(Who(novote=True), Seen(member=NURSE))
    assert among(Who(), [observer, Seen(member=NURSE)]) == [Seen(member=NURSE)]


def test_a_seat_without_class_or_attribute_is_in_no_group_of_them() -> None:
    """A vacant seat declares nothing."""
    empty = Seen(member=vacancy("seat-9"))

    assert not fits(Who(classes=("lay",)), empty)
    assert not fits(Who(attributes={"sex": ("f",)}), empty)
    assert fits(Who(), empty)


def test_an_acting_chair_takes_the_chairs_place() -> None:
    """Nobody else is chair at that meeting; other offices stay."""
    chair: Member = member("a", offices=frozenset({"chair", "secretary"}))
    vice: Member = member("b", offices=frozenset({"vice_chair"}))
    plain: Member = member("c")
    members = (chair, vice, plain)

    assert chaired(members, None) == members
    assert chaired(members, "a") == members
    assert [each.offices for each in chaired(members, "b")] == [
        {"secretary"},
        {"vice_chair", "chair"},
        frozenset(),
    ]
