"""Every member of a charter that is set is said, and no two charters sound the same."""

import copy
from collections.abc import Iterator
from typing import Any

from ledger.domain.charters.places import walk
from ledger.domain.charters.sentences import Sentence, sentences
from ledger.domain.kinds.charter import Charter
from ledger.evidence.canonical import BodyMalformedError, plain_body, shape_body
from tests.unit.domain.charters.drafts import charter, vote
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
