"""Members who cannot be who a case says they are: refused by name, not taken in silence."""

from typing import Any

import pytest

from ledger.domain.rehearsal.soundness import CaseUnsoundError
from tests.unit.domain.counting.cases import SEATS, ballot, charter, members, tried, votes

ATTRIBUTES = [{"name": "sex", "values": ["f", "m"]}, {"name": "profession"}]
OTHERS = members(*SEATS[1:])


def _first(**more: Any) -> list[dict[str, Any]]:
    """Return the board with more said of the member of acme-1."""
    return [{"seat": "acme-1", **more}, *OTHERS]


def _two(one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the board with more said of two members."""
    return [{"seat": "acme-1", **one}, {"seat": "bell-1", **other}]


CHAIR = {"offices": ["chair"]}


@pytest.mark.parametrize(
    ("given", "people", "problem"),
    [
        (
            {"members": _first(attributes={"sexx": "f"})},
            {"attributes": ATTRIBUTES},
            (
                "the member of acme-1 declares sexx, no attribute of the charter"
                " (there is sex, profession)"
            ),
        ),
        (
            {"members": _first(attributes={"sex": "f"})},
            {},
            "the member of acme-1 declares sex, no attribute of the charter (there is none)",
        ),
        (
            {"members": _first(attributes={"sex": "x"})},
            {"attributes": ATTRIBUTES},
            "the member of acme-1 declares sex x, which can only be f, m",
        ),
        (
            {"members": _two(CHAIR, CHAIR)},
            {},
            "acme-1 and bell-1 both hold the office of chair",
        ),
        (
            {"members": _two({"person": "Ana"}, {"person": "Ana"})},
            {},
            ("Ana holds acme-1 and bell-1, and by the charter a person holds one seat at a time"),
        ),
        (
            {"members": _two({}, {"person": "acme-1"})},
            {},
            (
                "acme-1 holds acme-1 and bell-1, and by the charter a person holds one seat at a"
                " time"
            ),
        ),
        (
            {"members": _first(), "attendance": [{"seat": "acme-1", "alternate": True}]},
            {},
            "the alternate of acme-1 came, and its member names no alternate",
        ),
        (
            {"members": OTHERS, "attendance": [{"seat": "acme-1", "alternate": True}]},
            {},
            "the alternate of acme-1 came, and its member names no alternate",
        ),
        (
            {"members": _first(**{"from": "2026-06-01", "until": "2026-05-31"})},
            {},
            "the service of the member of acme-1 ends before it begins",
        ),
        (
            {"members": _first(person="Ana", alternate="Ana")},
            {},
            "the member of acme-1 is named as their own alternate",
        ),
        (
            {"members": _first(alternate="acme-1")},
            {},
            "the member of acme-1 is named as their own alternate",
        ),
    ],
)
def test_what_no_member_could_be_is_refused_by_name(
    given: dict[str, Any], people: dict[str, Any], problem: str
) -> None:
    """A misspelt attribute would take a vote away without a word."""
    with pytest.raises(CaseUnsoundError) as refused:
        tried(charter(people=people), ballots=votes("for"), **given)

    assert refused.value.facts == {"problem": problem}


@pytest.mark.parametrize(
    ("given", "people"),
    [
        ({"members": _first(attributes={"sex": "f"})}, {"attributes": ATTRIBUTES}),
        ({"members": _first(attributes={"profession": "nurse"})}, {"attributes": ATTRIBUTES}),
        ({"members": _first(**{"from": "2026-06-01", "until": "2026-06-01"})}, {}),
        ({"members": _two({"person": "Ana"}, {"person": "Ana"})}, {"one_seat": False}),
        (
            {"members": _two({"person": "Ana", **CHAIR}, {"person": "Ana", **CHAIR})},
            {"one_seat": False},
        ),
        (
            {
                "members": _two(
                    {"person": "Ana", "until": "2026-05-31", **CHAIR},
                    {"person": "Ana", "from": "2026-06-01"},
                )
            },
            {},
        ),
        (
            {"members": _two({"until": "2026-05-31", **CHAIR}, {"from": "2026-06-01", **CHAIR})},
            {},
        ),
        ({"members": _two({"offices": ["vice_chair"]}, {"offices": ["vice_chair"]})}, {}),
        (
            {
                "members": _first(alternate="Bo"),
                "attendance": [{"seat": "acme-1", "alternate": True}, {"seat": "bell-1"}],
            },
            {},
        ),
    ],
)
def test_what_members_can_be_is_taken(given: dict[str, Any], people: dict[str, Any]) -> None:
    """One after the other, or where the charter lets them."""
    assert tried(charter(people=people), ballots=[ballot("bell-1")], **given).tally.for_ == 1


@pytest.mark.parametrize(
    ("member", "appointed", "one_seat", "problems"),
    [
        ({}, {}, True, ("Ana holds seat acme-1 in that period",)),
        ({}, {}, False, ()),
        ({}, {"person": "Bo"}, True, ()),
        ({}, {"seat": "acme-1"}, True, ()),
        ({"until": "2026-05-31"}, {"from": "2026-06-01"}, True, ()),
        (
            {"until": "2026-06-01"},
            {"from": "2026-06-01"},
            True,
            ("Ana holds seat acme-1 in that period",),
        ),
        ({"from": "2026-07-01"}, {"from": "2026-06-01", "until": "2026-06-30"}, True, ()),
        (
            {"from": "2026-06-30"},
            {"from": "2026-06-01", "until": "2026-06-30"},
            True,
            ("Ana holds seat acme-1 in that period",),
        ),
        ({"until": "2026-06-09"}, {}, True, ()),
        ({"until": "2026-06-10"}, {}, True, ("Ana holds seat acme-1 in that period",)),
    ],
)
def test_who_holds_a_seat_is_not_appointed_to_another(
    member: dict[str, Any], appointed: dict[str, Any], problems: tuple[str, ...], *, one_seat: bool
) -> None:
    """Where the charter leaves a person one seat; a first day that is not said is the clock's."""
    result = tried(
        charter(people={"one_seat": one_seat}),
        members=_first(person="Ana", **member),
        appointments=[{"seat": "bell-2", "person": "Ana", **appointed}],
    )

    assert [each.problems for each in result.appointments] == [problems]
