"""Whether these can be the members: the board as a whole, attributes, terms."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from ledger.domain.counting.composition import (
    Appointment,
    appointment_problems,
    attribute_problems,
    composition,
)
from ledger.domain.counting.facts import Member
from ledger.domain.kinds.charter.people import AttributeRule, CompositionRule, People, TermRule
from ledger.domain.kinds.charter.terms import Part, Some, Unit, Who
from tests.unit.domain.counting.boards import board, fixed, member, period, share, vacancy

START = date(2026, 3, 1)
SEX = AttributeRule(name="sex", values=("f", "m"))
LAY = Who(classes=("lay",))


def problems(people: People, members: Sequence[Member], **appointment: Any) -> list[str]:
    """Return what stands against an appointment: to the first seat, unless more is said."""
    wanted: dict[str, Any] = {
        "seat": members[0].seat,
        "person": "newcomer",
        "attributes": {},
        "from_": START,
    }
    asked = Appointment(**{**wanted, **appointment})
    return list(appointment_problems(board(members, people=people), members, asked))


def test_the_board_as_it_is_meets_its_rules_or_does_not() -> None:
    """Each rule is counted over those who hold a seat."""
    some: Part = Some(name="lay", who=LAY, least=fixed(1), most=share(1, 2))
    rules = (
        CompositionRule(rule="lay", needs=some),
        CompositionRule(rule="full", needs=Some(name="all", least=fixed(3)), binds="decision"),
    )
    members = (member("a", class_="lay"), member("b"), vacancy("c", class_="lay"))

    found = composition(board(members, people=People(composition=rules)), members)

    assert [(each.rule, each.binds, each.is_met) for each in found] == [
        ("lay", "appointment", True),
        ("full", "decision", False),
    ]
    assert [(part.found, part.needed) for part in found[0].parts] == [(1, 1), (1, 1)]


def test_nobody_is_appointed_to_a_seat_that_is_not_there() -> None:
    """Nothing else is asked then."""
    assert len(problems(People(), [member("a")], seat="z", attributes={"sex": "f"})) == 1


@pytest.mark.parametrize(
    ("attributes", "count"),
    [
        ({"sex": "f"}, 0),
        ({"sex": "f", "site": "anywhere"}, 0),
        ({"sex": "x"}, 1),  # no value of it
        ({}, 1),  # required and missing
        ({"age": "old"}, 2),  # not known, and the required one missing
    ],
)
def test_attributes_are_declared_as_the_charter_knows_them(
    attributes: dict[str, str], count: int
) -> None:
    """Known, with a value that it can have, and none that is required is missing."""
    required = AttributeRule(name="sex", values=("f", "m"), required=True)
    people = People(attributes=(required, AttributeRule(name="site")))

    found = list(attribute_problems(board([member("a")], people=people), attributes))

    assert len(found) == count
    assert problems(people, [vacancy("a")], attributes=attributes) == found


@pytest.mark.parametrize(
    ("rule", "until", "count"),
    [
        ({}, None, 0),
        ({}, date(2026, 3, 1), 0),
        ({}, date(2026, 2, 28), 1),
        # One year from 1 March ends on the last of February.
        ({"shortest": (1, "years")}, date(2027, 2, 28), 0),
        ({"shortest": (1, "years")}, date(2027, 2, 27), 1),
        ({"shortest": (1, "years")}, None, 0),
        ({"longest": (2, "years")}, date(2028, 2, 29), 0),
        ({"longest": (2, "years")}, date(2028, 3, 1), 1),
        ({"longest": (2, "years")}, None, 0),
        ({"shortest": (1, "months"), "longest": (1, "months")}, date(2026, 3, 31), 0),
    ],
)
def test_a_term_is_neither_too_short_nor_too_long(
    rule: dict[str, tuple[int, Unit]], until: date | None, count: int
) -> None:
    """Both days of an appointment count, and it does not end before it begins."""
    lengths: dict[str, Any] = {name: period(*length) for name, length in rule.items()}
    people = People(terms=(TermRule(**lengths),))

    assert len(problems(people, [vacancy("a")], until=until)) == count


def test_no_appointment_ends_before_it_begins() -> None:
    """Whether the charter has a rule about terms or none."""
    assert len(problems(People(), [vacancy("a")], until=date(2026, 2, 28))) == 1
    assert problems(People(), [vacancy("a")], until=START) == []


@pytest.mark.parametrize(("terms", "count"), [(0, 0), (1, 0), (2, 1), (3, 1)])
def test_so_many_terms_are_served_in_a_row(terms: int, count: int) -> None:
    """Two at the most: a third is refused."""
    people = People(terms=(TermRule(terms_max=2),))

    assert len(problems(people, [vacancy("a")], terms=terms)) == count
    assert problems(People(), [vacancy("a")], terms=terms) == []


def test_a_rule_binds_only_what_it_can_still_save() -> None:
    """A rule that no filling could meet before the appointment does not stand against it."""
    lay = CompositionRule(rule="lay", needs=Some(name="lay", who=LAY, least=fixed(2)))
    people = People(composition=(lay,))
    one_lay_seat = [vacancy("a"), vacancy("b", class_="lay")]

    assert problems(people, one_lay_seat) == []


def test_an_appointment_that_spoils_the_whole_is_refused() -> None:
    """After it no filling of the vacant seats could meet the rule; the one it replaces is gone."""
    women = Some(name="women", who=Who(attributes={"sex": ("f",)}), least=share(1, 3))
    people = People(attributes=(SEX,), composition=(CompositionRule(rule="balance", needs=women),))
    members = [member("a", attributes={"sex": "f"}), member("b", attributes={"sex": "m"})]

    assert problems(people, members, attributes={"sex": "f"}) == []
    assert len(problems(people, members, attributes={"sex": "m"})) == 1
    # A seat that is still vacant can make up for it.
    assert problems(people, [*members, vacancy("c")], attributes={"sex": "m"}) == []
