"""Who is heard against the written form or the matter, how many it takes, and who is not heard."""

from typing import Any

import pytest

from ledger.domain.rehearsal.trying import Rehearsed
from tests.unit.domain.counting.cases import (
    MOST_CAST,
    SEATS,
    WRITTEN,
    at,
    charter,
    members,
    seats,
    tried,
    votes,
)

EVERYBODY = (*SEATS, "audit-1", "audit-2")
IN_WRITING = {"class": "plan", "procedure": "written"}
BY_SILENCE = {"class": "plan", "procedure": "no_objection"}
AUDITORS = {"parties": ["audit"], "novote": True}
THIRD = {"share": {"num": 1, "den": 3}}
ALL_FOR = votes("for", "for", "for", "for")
# Bell's second seat breaks ties alone, acme's second takes no part.
KEPT_OUT = {
    "needs": [MOST_CAST],
    "nonvoting": {"seats": ["bell-2"]},
    "voters": {"except": ["acme-2"]},
    "casting": {},
}


def _tried(rule: dict[str, Any], *objecting: str, **parts: Any) -> Rehearsed:
    rules = charter(
        seats=[*seats(*SEATS), *seats("audit-1", "audit-2", voting=False)],
        procedures={"meeting": {}, "written": {**WRITTEN["written"], **rule}},
        votes=parts.pop("votes", [{"needs": [MOST_CAST]}]),
    )
    filled = {
        "members": members(*EVERYBODY, chair="acme-1"),
        "matter": IN_WRITING,
        "ballots": ALL_FOR,
        "objections": [{"seat": seat, "to": "form"} for seat in objecting],
    }
    return tried(rules, **{**filled, **parts})


def _unheard(result: Rehearsed) -> list[str]:
    return [each.seat for each in result.not_counted if each.what == "objection"]


@pytest.mark.parametrize(
    ("who", "objecting", "expected", "unheard"),
    [
        ({}, ["acme-1"], "deferred", []),
        ({}, ["audit-1"], "adopted", ["audit-1"]),
        ({"novote": True}, ["audit-1"], "deferred", []),
        ({"novote": True}, ["acme-1"], "deferred", []),
        (AUDITORS, ["audit-2"], "deferred", []),
        (AUDITORS, ["acme-1"], "adopted", ["acme-1"]),
        ({"parties": ["bell"]}, ["acme-1", "bell-1"], "deferred", ["acme-1"]),
        ({"offices": ["chair"]}, ["acme-2"], "adopted", ["acme-2"]),
        ({"offices": ["chair"]}, ["acme-1"], "deferred", []),
    ],
)
def test_the_form_is_objected_to_by_whom_the_charter_names(
    who: dict[str, Any], objecting: list[str], expected: str, unheard: list[str]
) -> None:
    """Where it names nobody, by seats that vote; whoever is not heard is told so."""
    result = _tried({"objects": 1, "who": who}, *objecting)

    assert (result.outcome, _unheard(result)) == (expected, unheard)


@pytest.mark.parametrize(
    ("rule", "filled", "objecting", "expected"),
    [
        ({"objects": THIRD}, EVERYBODY, ["acme-1", "bell-1"], "deferred"),
        ({"objects": THIRD}, EVERYBODY, ["acme-1"], "adopted"),
        # Of three filled seats one is a third; of two as well, since nobody is less than one.
        ({"objects": THIRD}, SEATS[:3], ["acme-1"], "deferred"),
        ({"objects": THIRD}, SEATS[:2], ["acme-1"], "deferred"),
        ({"objects": {"count": 2}}, EVERYBODY, ["acme-1"], "adopted"),
        ({"objects": {"count": 2}}, EVERYBODY, ["acme-1", "acme-2"], "deferred"),
        # With the auditors there are six, of whom two are a third and three a half.
        ({"objects": THIRD, "who": {"novote": True}}, EVERYBODY, ["audit-1", "acme-1"], "deferred"),
        ({"objects": THIRD, "who": {"novote": True}}, EVERYBODY, ["audit-1"], "adopted"),
        ({"objects": THIRD, "who": AUDITORS}, EVERYBODY, ["audit-1"], "deferred"),
        # A share of nobody is no objection.
        ({"objects": THIRD, "who": AUDITORS}, SEATS, [], "adopted"),
    ],
)
def test_enough_is_a_number_or_a_share_of_the_filled_seats(
    rule: dict[str, Any], filled: tuple[str, ...], objecting: list[str], expected: str
) -> None:
    """Of the group that may object; never fewer than one."""
    ballots = {seat: "for" for seat in filled if not seat.startswith("audit")}

    result = _tried(rule, *objecting, members=members(*filled), ballots=ballots)

    assert result.outcome == expected


def test_who_withdrew_or_is_gone_is_not_heard() -> None:
    """However wide the selection, and although the withdrawn seat is part of the base."""
    everybody = {"objects": 1, "who": {"novote": True}}
    withdrawn = _tried(everybody, "acme-1", recusals=["acme-1"], ballots=votes("-", "for", "for"))
    vacant = _tried(everybody, "audit-2", members=members(*SEATS, "audit-1"))
    late = _tried(
        {"objects": 1},
        matter={**IN_WRITING, "closes_at": at(hours=-1)},
        objections=[{"seat": "acme-1", "to": "form", "at": at()}],
    )

    assert [(each.outcome, _unheard(each)) for each in (withdrawn, vacant, late)] == [
        ("adopted", ["acme-1"]),
        ("adopted", ["audit-2"]),
        ("adopted", ["acme-1"]),
    ]


@pytest.mark.parametrize("seat", ["acme-2", "bell-2"])
@pytest.mark.parametrize(("novote", "expected"), [(True, "deferred"), (False, "adopted")])
def test_seats_kept_out_of_a_vote_are_heard_with_those_that_have_none(
    seat: str, *, novote: bool, expected: str
) -> None:
    """One that takes no part in the matter, and one that only breaks ties."""
    rule = {"objects": 1, "who": {"novote": novote}}

    assert _tried(rule, seat, votes=[KEPT_OUT]).outcome == expected


@pytest.mark.parametrize(
    ("novote", "expected", "unheard"), [(True, "rejected", []), (False, "adopted", ["audit-1"])]
)
def test_silence_is_broken_by_whom_the_charter_names(
    *, novote: bool, expected: str, unheard: list[str]
) -> None:
    """The same selection as for the written form."""
    silent = {"window": WRITTEN["written"]["window"], "who": {"novote": novote}, "then": "rejected"}
    rules = charter(
        seats=[*seats(*SEATS), *seats("audit-1", voting=False)],
        procedures={"meeting": {}, "no_objection": silent},
    )

    result = tried(
        rules,
        members=members(*SEATS, "audit-1"),
        matter=BY_SILENCE,
        objections=["audit-1"],
    )

    assert (result.outcome, _unheard(result)) == (expected, unheard)


def test_an_objection_that_no_rule_hears_is_said_not_to_count() -> None:
    """To the matter in writing, or to the form where nobody can."""
    matter = _tried({"objects": 1}, objections=["acme-1"])
    form = _tried({}, "acme-1")

    texts = [each.text for result in (matter, form) for each in result.not_counted]
    assert texts == [
        "in writing only the form is objected to; a vote against says no",
        "by the charter nobody objects to the written form",
    ]
