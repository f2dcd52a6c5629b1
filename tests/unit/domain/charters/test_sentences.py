"""Every member of a charter that is set is said, and no two charters sound the same."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.domain.charters.places import walk
from ledger.domain.charters.sentences import Sentence, sentences
from ledger.domain.kinds.charter import Charter
from ledger.evidence.canonical import BodyMalformedError, plain_body, shape_body
from tests.unit.domain.charters.drafts import (
    CAST,
    HALF,
    MOST,
    WINDOW,
    charter,
    need,
    some,
    vote,
)
from tests.unit.domain.charters.full import FULL

Path = tuple[str | int, ...]


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to each member of each object."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name)
            yield from paths(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


def without(path: Path) -> Charter | None:
    """Return the full charter without one member, None where it cannot be left away."""
    changed = copy.deepcopy(FULL)
    inside: Any = changed
    for step in path[:-1]:
        inside = inside[step]
    del inside[path[-1]]
    try:
        return shape_body(changed, Charter)
    except BodyMalformedError:
        return None


def said(made: Charter) -> str:
    """Return the whole charter as one text."""
    return "\n".join(f"{each.section}: {each.text}" for each in sentences(made))


def test_the_full_charter_uses_every_member_of_the_schema() -> None:
    """Whatever the schema has, the charter that is looked at has it somewhere."""
    unused: dict[str, set[str]] = {}
    for _, body in walk(shape_body(FULL, Charter)):
        left = unused.setdefault(type(body).__name__, set(body.__struct_fields__))
        left -= {name for name in body.__struct_fields__ if getattr(body, name) not in (None, ())}

    assert {name: left for name, left in unused.items() if left} == {"Amendment": {"party"}}


def test_what_is_left_away_is_missed() -> None:
    """No member can be taken from a charter without its sentences saying so."""
    full = said(shape_body(FULL, Charter))
    unsaid = [
        ".".join(map(str, path))
        for path in paths(FULL)
        if (changed := without(path)) is not None and said(changed) == full
    ]

    assert unsaid == []


def test_the_owner_who_amends_is_named() -> None:
    """The one member that goes with no other is said as well."""
    made = charter(amendment={"by": "owner", "party": "cro"})

    assert sentences(made)[-1] == Sentence(
        section="Amendment", text="This charter is replaced by cro alone."
    )


def test_the_hour_of_a_quorum_is_a_latest_one() -> None:
    """A quorum is reached within the time, not only when it is over."""
    made = charter(quorum=[{"threshold": {"count": 2}, "within_minutes": 30}])

    assert "it must be reached within 30 minutes of the appointed hour." in said(made)


def test_a_plain_charter_reads_plainly() -> None:
    """Most charters need few words."""
    made = charter(**vote(casting={}, tie="deadlocked"))

    assert [each.text for each in sentences(made) if each.section in {"Quorum", "Votes"}] == [
        "Rule quorum: present must be at least half of the filled voting seats.",
        (
            "Rule quorum: a recused seat does not count as present; one whose vote rests does not"
            " count; it is tested when the decision is taken."
        ),
        (
            "Rule majority: a motion is adopted by more than half of the votes cast by the voting"
            " seats."
        ),
        (
            "Rule majority: an abstention is no vote cast; silence is no vote; a recused seat is in"
            " no base but that of filled or of all seats."
        ),
        "Rule majority: a tie is decided by a second vote of the chair.",
        "Rule majority: on a tie the board is deadlocked.",
        "Rule majority: a motion that fails otherwise: it is rejected.",
    ]


def test_plain_values_spell_every_member() -> None:
    """A charter with all its defaults spelt out is the same charter."""
    made = charter()
    plain = plain_body(made)

    assert shape_body(plain, Charter) == made
    assert plain["weights"] == []
    assert plain["amendment"] == {"by": "parties", "class": None, "party": None}


def test_an_office_is_held_by_a_member_and_not_by_a_seat() -> None:
    """Where any seat will do, the sentence still speaks of whoever sits in it."""
    text = said(charter(people={"offices": [{"office": "chair", "who": {}}]}))

    assert "held by a member of the seats" in text


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"objects": 1}, "1 objection to the form brings"),
        ({"objects": 2}, "2 objections to the form bring"),
        (
            {"objects": 2, "who": {"parties": ["cro"]}},
            "2 objections to the form by voting seats of cro bring",
        ),
        (
            {"objects": {"share": {"num": 1, "den": 3}}, "who": {"novote": True}},
            (
                "objections to the form by at least one third of the filled seats with or without"
                " a vote bring"
            ),
        ),
    ],
)
def test_it_is_said_whose_objections_stop_the_written_form(
    rule: dict[str, Any], expected: str
) -> None:
    """A number or a share, and of whom."""
    made = charter(procedures={"meeting": {}, "written": {**WINDOW, **rule}})

    assert f"In writing: {expected} the matter before a meeting." in said(made)


def test_what_is_left_out_of_a_condition_is_said() -> None:
    """Exceptions, an upper bound, and how many withdrew."""
    when = {
        "except_classes": ["loan", "merger"],
        "except_topics": ["safety"],
        "recused": {"share": {"num": 2, "den": 3}},
        "up_to": {"fixed": {"minor": 5_000_000, "currency": "EUR"}},
    }

    assert (
        "Rule majority, only for matters that are of any class but loan or merger, are not on"
        " safety and move no more than 5000000 EUR (minor units), and only while at least two"
        " thirds of the filled voting seats have withdrawn from the matter: a motion is adopted by"
    ) in said(charter(**vote(when=when)))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"classes": ["pay", "plan"]}, ", only for matters of class pay or plan:"),
        ({"topics": ["pay"]}, ", only for matters that are on pay:"),
        (
            {"procedures": ["meeting"], "reconvened": True},
            ", only for matters that are decided at a reconvened meeting:",
        ),
        (
            {"procedures": ["meeting", "written"], "reconvened": False},
            (
                ", only for matters that are decided at a meeting or in writing and are not"
                " decided at a reconvened meeting:"
            ),
        ),
        (
            {"meetings": ["urgent"], "stages": [1, 2]},
            (
                ", only for matters that are decided at a meeting of class urgent and are at"
                " stage 1 or 2:"
            ),
        ),
        (
            {
                "procedures": ["interim"],
                "above": {"fixed": {"minor": 5_000_000, "currency": "HKD"}},
            },
            (
                ", only for matters that are decided by an officer alone and move more than"
                " 5000000 HKD (minor units):"
            ),
        ),
        ({"filled": {"most": 2}}, ", only while at most 2 voting seats are filled:"),
        ({"filled": {"most": 1}}, ", only while at most 1 voting seat is filled:"),
        ({"vacancies": {"least": 2}}, ", only while at least 2 voting seats are vacant:"),
        (
            {"vacancies": {"least": 1, "most": 1}, "filled": {"least": 2, "most": 4}},
            (
                ", only while exactly 1 voting seat is vacant and while 2 to 4 voting seats are"
                " filled:"
            ),
        ),
        (
            {"classes": ["pay"], "filled": {"most": 0}},
            ", only for matters of class pay, and only while no voting seat is filled:",
        ),
    ],
)
def test_what_is_asked_together_is_said_together(when: dict[str, Any], expected: str) -> None:
    """All of a condition stands in one clause, so that no "and" reads like an "or"."""
    assert f"Rule majority{expected} a motion" in said(charter(**vote(when=when)))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (
            {
                "procedures": ["interim"],
                "above": {"fixed": {"minor": 5_000_000, "currency": "HKD"}},
            },
            (
                "matters that are decided by an officer alone and move more than 5000000 HKD"
                " (minor units): It"
            ),
        ),
        ({"filled": {"most": 2}}, "anything while at most 2 voting seats are filled: It"),
        ({}, "anything: It"),
    ],
)
def test_what_is_never_decided_is_said_together(when: dict[str, Any], expected: str) -> None:
    """The same clause where a power is taken away."""
    made = charter(powers={"never": [{"when": when, "why": "It is not ours."}]})

    assert f"The board can never decide {expected} is not ours." in said(made)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "an abstention is no vote cast"),
        (need(base="present"), "an abstention works like a no"),
        (
            vote(or_needs=[[{**CAST, "base": "filled"}]]),
            "an abstention is no vote cast, and works like a no where more than those are counted",
        ),
        (vote(abstain="cast"), "an abstention counts as a vote cast, and so works like a no"),
        (vote(abstain="against"), "an abstention counts as a vote against"),
        (vote(abstain="barred"), "nobody may abstain"),
    ],
)
def test_an_abstention_is_said_once(changes: dict[str, Any], expected: str) -> None:
    """A rule has one sentence about abstentions, and none beside it."""
    text = said(charter(**changes))

    assert f"Rule majority: {expected}; silence" in text
    assert text.count("abst") == 1


def test_a_share_of_a_composition_is_of_those_appointed() -> None:
    """A third of the members, not a third of a third."""
    lay = some(who={"parties": ["cro"]}, least={"share": {"num": 1, "den": 3}}, most=HALF)
    made = charter(people={"composition": [{"rule": "lay", "needs": lay}]})

    assert (
        "p: of the voting seats of cro, those appointed must number at least one third of all"
        " those appointed and at most half of all those appointed;"
    ) in said(made)


def test_a_share_of_another_group_is_of_those_of_it() -> None:
    """Two for the motion are compared with the others who are for it."""
    part = some(who={"parties": ["cro"]}, least=MOST, of={"parties": ["sponsor"]})

    assert (
        "of the voting seats of cro, those for it must number more than half of the voting seats"
        " of sponsor for it."
    ) in said(charter(**vote(parts=[part])))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"weights": [{"who": {"seats": ["m1"]}, "weight": 9}]}, "The voting seat m1 weighs 9;"),
        (
            {"weights": [{"who": {"seats": ["m1"]}, "weight": 9, "shared": "pool"}]},
            "The voting seat m1 holds a pooled weight of 9, among all that are filled;",
        ),
        (
            {"weights": [{"who": {"seats": ["m1", "m2"]}, "weight": 9}]},
            "The voting seats m1 and m2 each weigh 9;",
        ),
        (
            {"weights": [{"who": {"seats": ["m1"]}, "weight": 9, "when": {"classes": ["pay"]}}]},
            "The voting seat m1 weighs 9, only for matters of class pay; an absent",
        ),
        (vote(voters={"seats": ["m1"]}), "only the voting seat m1 takes part."),
        (vote(nonvoting={"seats": ["m1"]}), "the voting seat m1 votes only to break a tie."),
        (
            vote(vetoes=[{"seats": ["m1"], "novote": True}]),
            "of the seat m1 (with or without a vote) fails it.",
        ),
    ],
)
def test_one_seat_is_said_as_one(changes: dict[str, Any], expected: str) -> None:
    """Where a group is a seat by name, noun and verb are singular."""
    named = [{"seat": name, "party": "cro"} for name in ("m1", "m2", "m3")]

    assert expected in said(charter(seats=named, **changes))


def test_a_chair_who_decides_more_than_ties_is_not_said_to_break_ties() -> None:
    """What falls short without a tie is for the chair as well."""
    text = said(charter(**vote(casting={"on": "short"})))

    assert "whatever falls short, tied or not, is decided by a second vote of the chair" in text
