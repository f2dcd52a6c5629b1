"""What must hold of those who are looked at: groups, each, distinct, caps, alternatives."""

from collections.abc import Iterable

import pytest

from ledger.domain.counting.facts import Member
from ledger.domain.counting.selection import Board, Seen, count_parts, value_of
from ledger.domain.kinds.charter.people import AttributeRule, People
from ledger.domain.kinds.charter.terms import Cap, Distinct, Each, Either, Mode, Part, Some, Who
from ledger.domain.kinds.outcome import Number, PartCount
from tests.unit.domain.counting.boards import board, fixed, member, most_of, share

A1 = member("a-1", "servier", class_="lay", attributes={"sex": "f", "site": "lyon"})
A2 = member("a-2", "servier", attributes={"sex": "m"}, person="one")
B1 = member("b-1", "iqvia", class_="lay", attributes={"sex": "m", "site": "york"}, person="one")
B2 = member("b-2", "iqvia", class_="expert", attributes={"sex": "m"})
OBSERVER = member("obs", "novotech", voting=False, class_="guest", attributes={"sex": "f"})
MEMBERS = (A1, A2, B1, B2, OBSERVER)
PEOPLE = People(
    attributes=(AttributeRule(name="sex", values=("f", "m", "x")), AttributeRule(name="site"))
)
LAY = Who(classes=("lay",))


def counted(
    part: Part, present: Iterable[Member], modes: dict[str, Mode] | None = None
) -> list[PartCount]:
    """Count one part over some of the members."""
    seen = [Seen(member=each, mode=(modes or {}).get(each.seat)) for each in present]
    everyone = Board(
        charter=board(MEMBERS, people=PEOPLE),
        members=tuple(Seen(member=each) for each in MEMBERS),
    )
    return list(count_parts((part,), seen, everyone))


def numbers(counts: Iterable[PartCount]) -> list[tuple[str, Number, Number, bool]]:
    """Return what was found, what is needed and whether it holds, by name."""
    return [(each.part, each.found, each.needed, each.met) for each in counts]


@pytest.mark.parametrize(
    ("part", "present", "expected"),
    [
        (Some(name="lay", who=LAY, least=fixed(1)), (A1, A2), (1, 1, True)),
        (Some(name="lay", who=LAY, least=fixed(2)), (A1, A2), (1, 2, False)),
        (Some(name="lay", who=LAY, most=fixed(1)), (A1, A2), (1, 1, True)),
        (Some(name="lay", who=LAY, most=fixed(1)), (A1, B1), (2, 1, False)),
        # A share of those seen, and a share of the group's members.
        (Some(name="lay", who=LAY, least=share(1, 2)), (A1, A2), (1, 1, True)),
        (Some(name="lay", who=LAY, least=most_of(1, 2)), (A1, A2), (1, 2, False)),
        (Some(name="lay", who=LAY, least=share(1, 2)), (A1, A2, B2), (1, 2, False)),
        (Some(name="lay", who=LAY, least=share(1, 2), share_of="members"), (A1, B2), (1, 1, True)),
        (
            Some(name="lay", who=LAY, least=most_of(1, 2), share_of="members"),
            (A1, B2),
            (1, 2, False),
        ),
        # A seat without a vote is no part of what a share is of, unless the group takes it.
        (Some(name="lay", who=LAY, least=share(1, 1)), (A1, OBSERVER), (1, 1, True)),
        (
            Some(name="any", who=Who(novote=True), least=share(1, 1)),
            (A1, OBSERVER),
            (2, 2, True),
        ),
        (
            Some(name="any", who=Who(novote=True), least=share(1, 1), share_of="members"),
            (A1, OBSERVER),
            (2, 5, False),
        ),
        (Some(name="lay", who=LAY, least=share(1, 2)), (), (0, 0, True)),
        (Some(name="lay", who=LAY, least=share(1, 2, least=1)), (), (0, 1, False)),
        (Distinct(name="orgs", by="party", least=fixed(2)), (A1, A2), (1, 2, False)),
        (Distinct(name="orgs", by="party", least=fixed(2)), (A1, B1), (2, 2, True)),
        (Distinct(name="orgs", by="party", least=share(1, 1)), (A1, A2), (1, 2, False)),
        (
            Distinct(name="orgs", by="party", least=share(1, 1), who=Who(novote=True)),
            (A1, B1),
            (2, 3, False),
        ),
        (Distinct(name="kinds", by="class", least=share(1, 1)), (A1, A2, B2), (2, 2, True)),
        (Distinct(name="sites", by="site", least=fixed(1)), (A2, B2), (0, 1, False)),
        (Distinct(name="sexes", by="sex", least=share(1, 2)), (A2, B2), (1, 1, True)),
        (Cap(name="cap", by="party", most=share(1, 2)), (A1, B1), (1, 1, True)),
        (Cap(name="cap", by="party", most=share(1, 2)), (A1, A2, B1), (2, 1, False)),
        (Cap(name="cap", by="party", most=share(2, 3)), (A1, A2, B1), (2, 2, True)),
        (Cap(name="cap", by="party", most=most_of(2, 3)), (A1, A2, B1), (2, 1, False)),
        (Cap(name="cap", by="class", most=fixed(1), who=LAY), (A1, A2, B1), (2, 1, False)),
        (Cap(name="cap", by="site", most=fixed(1)), (A2, B2), (0, 1, True)),
        (Cap(name="cap", by="party", most=share(1, 3)), (), (0, 0, True)),
    ],
)
def test_a_part_counts_those_it_means(
    part: Part, present: tuple[Member, ...], expected: tuple[int, int, bool]
) -> None:
    """Each part finds so many, needs so many, and holds or does not."""
    assert numbers(counted(part, present)) == [(part.name, *expected)]


def test_least_and_most_are_two_counts() -> None:
    """A group that is bounded on both sides gives a count for each side."""
    part = Some(name="lay", who=LAY, least=fixed(1), most=fixed(1))

    both = counted(part, (A1, B1))

    assert [(each.reach, each.met) for each in both] == [("at_least", True), ("at_most", False)]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Each(name="of", by="party"), [("of-servier", 2, 1, True), ("of-iqvia", 0, 1, False)]),
        (Each(name="of", by="party", least=2, values=("servier",)), [("of-servier", 2, 2, True)]),
        (Each(name="of", by="party", least=3, values=("servier",)), [("of-servier", 2, 3, False)]),
        (Each(name="of", by="class"), [("of-lay", 1, 1, True), ("of-expert", 0, 1, False)]),
        (
            Each(name="of", by="sex"),
            [("of-f", 1, 1, True), ("of-m", 1, 1, True), ("of-x", 0, 1, False)],
        ),
        (Each(name="of", by="sex", values=("m",), who=LAY), [("of-m", 0, 1, False)]),
        # An attribute with any value at all names none of which some are needed.
        (Each(name="of", by="site"), []),
        (Each(name="of", by="unheard"), []),
    ],
)
def test_each_party_class_or_value_is_counted_by_itself(
    part: Each, expected: list[tuple[str, Number, Number, bool]]
) -> None:
    """So many of each that has a voting seat, of each that is named, of each declared value."""
    assert numbers(counted(part, (A1, A2))) == expected


def test_a_long_name_is_cut_to_a_slug() -> None:
    """What is put together from two names is a name still."""
    part = Each(name="n" * 62, by="party", values=("servier",))

    assert counted(part, (A1,))[0].part == "n" * 62


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ((A1,), ("either", 1, 1, True)),  # the first alternative holds
        ((B1, B2), ("either", 2, 2, True)),  # the second does
        ((A2, B2), ("either", 1, 2, False)),  # neither: the last one is told
    ],
)
def test_one_alternative_is_enough(
    present: tuple[Member, ...], expected: tuple[str, int, int, bool]
) -> None:
    """The alternative that holds is told, or else the last."""
    part = Either(
        name="either",
        of=(
            Some(name="woman", who=Who(attributes={"sex": ("f",)}), least=fixed(1)),
            Some(name="cro", who=Who(parties=("iqvia",)), least=fixed(2)),
        ),
    )

    assert numbers(counted(part, present)) == [expected]


@pytest.mark.parametrize(("present", "met"), [((A1, B1), True), ((A1, A2), False)])
def test_an_alternative_holds_when_all_its_counts_do(
    present: tuple[Member, ...], *, met: bool
) -> None:
    """An alternative that counts several parties needs each of them."""
    never = Some(name="never", who=Who(seats=("nobody",)), least=fixed(1))
    part = Either(name="either", of=(never, Each(name="of", by="party")))

    assert [each.met for each in counted(part, present)] == [met]


def test_an_alternative_that_comes_to_nothing_holds() -> None:
    """Each of none is nothing to ask for, as an alternative as by itself."""
    never = Some(name="never", who=Who(seats=("nobody",)), least=fixed(1))
    part = Either(name="either", of=(never, Each(name="of", by="site")))

    assert numbers(counted(part, ())) == [("either", 0, 0, True)]


def test_the_way_of_presence_is_asked_of_those_there() -> None:
    """A share of a group's members is of all of them, however those present came."""
    there = Who(mode="in_person")
    part = Some(name="room", who=there, least=share(1, 2), share_of="members")
    modes: dict[str, Mode] = {"a-1": "in_person", "a-2": "remote", "b-1": "in_person"}

    assert numbers(counted(part, (A1, A2), modes)) == [("room", 1, 2, False)]
    assert numbers(counted(part, (A1, A2, B1), modes)) == [("room", 2, 2, True)]


def test_different_ones_are_a_share_of_all_members() -> None:
    """Nobody who came in the way that is asked is nobody of all, not all of nobody."""
    part = Distinct(name="orgs", by="party", least=share(1, 2), who=Who(mode="in_person"))

    assert numbers(counted(part, (A1, B1), {"a-1": "remote"})) == [("orgs", 0, 1, False)]
    assert numbers(counted(part, (A1, B1), {"a-1": "in_person"})) == [("orgs", 1, 1, True)]


@pytest.mark.parametrize(
    ("by", "value"),
    [("party", "servier"), ("class", "lay"), ("person", "holder-of-a-1"), ("sex", "f"), ("x", "")],
)
def test_a_member_has_a_value_of_each_kind(by: str, value: str) -> None:
    """Party, class, person, attribute; empty where there is none."""
    assert value_of(by, A1) == value


def test_who_has_no_value_has_an_empty_one() -> None:
    """A seat without class or holder counts for no class and no person."""
    nobody = Member(seat="s", party="p")

    assert [value_of(by, nobody) for by in ("class", "person")] == ["", ""]
