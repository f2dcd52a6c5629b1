"""Whether any filling of the vacant seats could meet a rule about the whole."""

import pytest

from ledger.domain.counting.composition import reach_problem
from ledger.domain.counting.facts import Member
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.people import AttributeRule, People
from ledger.domain.kinds.charter.terms import Cap, Distinct, Each, Either, Part, Some, Who
from tests.unit.domain.counting.boards import board, fixed, member, share, vacancy

SEX = AttributeRule(name="sex", values=("f", "m", "x"))
WOMEN = Who(attributes={"sex": ("f",)})


def seat(text: str) -> Member:
    """Return a seat: "s1 servier f" holds a woman, "s2 iqvia" is vacant."""
    name, party, *value = text.replace("lay ", "").split()
    class_ = "lay" if text.startswith("lay ") else "expert"
    if not value:
        return vacancy(name, party, class_=class_)
    return member(name, party, class_=class_, attributes={"sex": value[0]})


def charter_of(members: list[Member]) -> Charter:
    """Return a charter for some members who declare their sex."""
    return board(members, people=People(attributes=(SEX,)))


@pytest.mark.parametrize(
    ("part", "seats", "reachable"),
    [
        # so many of a group: the seats that help, filled with whoever helps
        (Some(name="w", who=WOMEN, least=fixed(2)), "a s f, b s, c i m", True),
        (Some(name="w", who=WOMEN, least=fixed(2)), "a s f, b s m, c i m", False),
        (Some(name="w", who=WOMEN, least=share(1, 2)), "a s m, b s m, c s, d i", True),
        (Some(name="w", who=WOMEN, least=share(1, 2)), "a s m, b s m, c s", False),
        (Some(name="s", who=Who(parties=("s",)), least=fixed(2)), "a s f, b i", False),
        (Some(name="lay", who=Who(classes=("lay",)), least=fixed(1)), "a s f, lay b i", True),
        (Some(name="lay", who=Who(classes=("lay",)), least=fixed(1)), "lay a s f, b i", True),
        (Some(name="a", who=Who(seats=("a",)), least=fixed(1)), "a s, b i f", True),
        (Some(name="b", who=Who(except_=("a",)), least=fixed(1)), "a s, lay a s", False),
        # at most so many of a group: others make its share smaller
        (Some(name="w", who=WOMEN, most=fixed(1)), "a s f, b s", True),
        (Some(name="w", who=WOMEN, most=fixed(1)), "a s f, b s f, c s", False),
        (Some(name="w", who=WOMEN, most=share(1, 2)), "a s f, b s f, c s, d s", True),
        (Some(name="w", who=WOMEN, most=share(1, 2)), "a s f, b s f, c s", False),
        # a seat whose every holder is meant makes no share of its group smaller
        (Some(name="s", who=Who(parties=("s",)), most=share(1, 2)), "a s f, b s", False),
        (Some(name="s", who=Who(parties=("s",)), most=share(1, 2)), "a s f, b i", True),
        # of each
        (Each(name="e", by="party"), "a s f, b i", True),
        (Each(name="e", by="party", values=("s", "i")), "a s f, b s", False),
        (Each(name="e", by="party", least=2), "a s f, b i f, c s, d i", True),
        (Each(name="e", by="party", least=2), "a s f, b i f, c s", False),
        (Each(name="e", by="class", values=("lay",)), "a s f, b s", False),
        (Each(name="e", by="sex", values=("f", "m")), "a s f, b s", True),
        (Each(name="e", by="sex", who=Who(parties=("s",)), values=("f",)), "a s m, b i", False),
        # one seat makes up for one value that is lacking, not for two
        (Each(name="e", by="sex"), "a s f, b s", False),
        (Each(name="e", by="sex"), "a s f, b s, c i", True),
        (Each(name="e", by="sex", least=2), "a s f, b s f, c s m, d i, e i", False),
        # different ones
        (Distinct(name="d", by="party", least=fixed(2)), "a s f, b i", True),
        (Distinct(name="d", by="party", least=fixed(2)), "a s f, b s", False),
        (Distinct(name="d", by="sex", least=fixed(2)), "a s f, b s", True),
        (Distinct(name="d", by="sex", least=fixed(2)), "a s f, b s f", False),
        (Distinct(name="d", by="person", least=fixed(2)), "a s f, b s", True),
        # no more different ones than there are values to declare
        (Distinct(name="d", by="sex", least=fixed(3)), "a s, b s, c s", True),
        (Distinct(name="d", by="sex", least=fixed(4)), "a s, b s, c s, d s", False),
        (Distinct(name="d", by="sex", least=fixed(2), who=WOMEN), "a s, b s", False),
        (Each(name="e", by="sex", values=("m",), who=WOMEN), "a s f, b s", False),
        (Each(name="e", by="sex", values=("f",), who=WOMEN), "a s m, b s", True),
        (Each(name="e", by="site", values=("lyon",)), "a s m, b s", True),
        # no party, class or value above so many
        (Cap(name="c", by="sex", most=fixed(2)), "a s f, b s f, c s", True),
        (Cap(name="c", by="sex", most=fixed(1)), "a s f, b s f, c s", False),
        (Cap(name="c", by="party", most=share(1, 2)), "a s f, b s f, c i, d i", True),
        (Cap(name="c", by="party", most=share(1, 2)), "a s f, b s f, c i", False),
        (Cap(name="c", by="party", most=share(1, 2)), "a s", True),
        (Cap(name="c", by="party", most=share(1, 2)), "a s f, b s", False),
        (Cap(name="c", by="sex", most=share(1, 2)), "a s f, b s", True),
        # one of several
        (
            Either(
                name="e",
                of=(Some(name="w", who=WOMEN, least=fixed(2)), Some(name="n", most=fixed(2))),
            ),
            "a s m, b s f",
            True,
        ),
        (
            Either(
                name="e",
                of=(Some(name="w", who=WOMEN, least=fixed(2)), Some(name="n", most=fixed(1))),
            ),
            "a s m, b s f",
            False,
        ),
    ],
)
def test_a_rule_is_in_reach_or_out_of_it(part: Part, seats: str, *, reachable: bool) -> None:
    """Vacant seats are taken at their best, within what the charter gives them."""
    members = [seat(text.strip()) for text in seats.split(",")]

    found = reach_problem(charter_of(members), part, members)

    assert (found is None) == reachable
