"""The reach of a rule, against every filling of the vacant seats there is."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.counting.composition import reach_problem
from ledger.domain.counting.facts import Member
from ledger.domain.counting.selection import Board, Seen, count_parts
from ledger.domain.kinds.charter.people import AttributeRule, People
from ledger.domain.kinds.charter.terms import Cap, Distinct, Each, Part, Some, Who
from tests.unit.domain.counting.boards import board, fixed, member, most_of, share, vacancy

SEXES = ("f", "m", "x")
PEOPLE = People(attributes=(AttributeRule(name="sex", values=SEXES),))
THRESHOLDS = st.sampled_from(
    [fixed(0), fixed(1), fixed(2), fixed(3), share(1, 3), share(1, 2), most_of(), share(2, 3)]
)
GROUPS = st.sampled_from(
    [
        Who(),
        Who(parties=("a",)),
        Who(classes=("lay",)),
        Who(attributes={"sex": ("f",)}),
        Who(parties=("b",), attributes={"sex": ("f", "m")}),
        Who(seats=("s-0", "s-1")),
        Who(except_=("s-0",)),
    ]
)
PARTS: st.SearchStrategy[Part] = st.one_of(
    st.builds(Some, name=st.just("some"), who=GROUPS, least=THRESHOLDS),
    st.builds(Some, name=st.just("some"), who=GROUPS, most=THRESHOLDS),
    st.builds(
        Each,
        name=st.just("each"),
        by=st.sampled_from(["party", "class", "sex"]),
        who=GROUPS,
        least=st.integers(1, 2),
    ),
    st.builds(
        Distinct,
        name=st.just("distinct"),
        by=st.sampled_from(["party", "class", "sex", "person"]),
        who=GROUPS,
        least=st.sampled_from([fixed(1), fixed(2), fixed(3)]),
    ),
)
CAPS = st.builds(
    Cap,
    name=st.just("cap"),
    by=st.sampled_from(["party", "class", "sex"]),
    who=GROUPS,
    most=THRESHOLDS,
)


@st.composite
def boards_of_members(draw: st.DrawFn) -> list[Member]:
    """Draw up to five seats of two parties and two classes, some of them vacant."""
    made = []
    for index in range(draw(st.integers(1, 5))):
        party, class_ = draw(st.sampled_from("ab")), draw(st.sampled_from(["lay", "expert"]))
        sex = draw(st.sampled_from([None, *SEXES]))
        if sex is None:
            made.append(vacancy(f"s-{index}", party, class_=class_))
        else:
            made.append(member(f"s-{index}", party, class_=class_, attributes={"sex": sex}))
    return made


def fillings(members: list[Member]) -> Iterator[list[Member]]:
    """Yield the board with its vacant seats left or filled, in every way."""
    choices = [
        [each]
        if each.is_filled
        else [
            each,
            *(replace(each, person=f"new-{each.seat}", attributes={"sex": sex}) for sex in SEXES),
        ]
        for each in members
    ]
    yield from map(list, product(*choices))


def could_meet(part: Part, members: list[Member]) -> bool:
    """Try every filling."""
    charter = board(members, people=PEOPLE)
    for filled in fillings(members):
        seen = tuple(Seen(member=each) for each in filled if each.is_filled)
        if all(
            count.met for count in count_parts((part,), seen, Board(charter=charter, members=seen))
        ):
            return True
    return False


@settings(max_examples=300)
@given(members=boards_of_members(), part=PARTS)
def test_a_rule_is_out_of_reach_when_no_filling_meets_it(members: list[Member], part: Part) -> None:
    """What is said without trying is what trying every filling finds."""
    found = reach_problem(board(members, people=PEOPLE), part, members)

    assert (found is None) == could_meet(part, members)


@settings(max_examples=300)
@given(members=boards_of_members(), part=CAPS)
def test_no_cap_is_out_of_reach_that_a_filling_meets(members: list[Member], part: Cap) -> None:
    """What is said to be out of reach is; a cap that only clever filling meets may be missed."""
    found = reach_problem(board(members, people=PEOPLE), part, members)

    assert found is None or not could_meet(part, members)
