"""Whose vote is in whose hand: proxies, declared and automatic."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.domain.counting.presence import present_at
from ledger.domain.counting.proxies import proxy_problem
from ledger.domain.counting.standing import standings
from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.voting import outcome
from tests.unit.domain.counting.cases import (
    NOON,
    WRITTEN,
    at,
    ballot,
    case,
    charter,
    days,
    members,
    seats,
    tried,
    votes,
)

IN_WRITING = {"class": "plan", "procedure": "written"}
TWO = [{"threshold": {"count": 2}}]
PROXY = [{"giver": "bell-1", "holder": "acme-1"}]


def _came(seat: str, **more: Any) -> dict[str, Any]:
    return {"seat": seat, "presence": "in", **more}


def _present(result: Any) -> list[str]:
    return [each.seat for each in result.eligible if each.present]


@pytest.mark.parametrize(
    ("presence", "present", "expected"),
    [(True, ["acme-1", "bell-1"], "adopted"), (False, ["acme-1"], "inquorate")],
)
def test_a_giver_is_present_where_proxies_make_presence(
    presence: object, present: list[str], expected: str
) -> None:
    """A proxy votes; whether it also fills the room is the charter's to say."""
    result = tried(
        charter(quorum=TWO, people={"proxies": {"presence": presence}}),
        attendance=["acme-1"],
        proxies=PROXY,
        ballots={"acme-1": "for", "bell-1": "for"},
    )

    assert _present(result) == present
    assert result.outcome == expected


def test_a_holder_who_makes_no_quorum_represents_nobody_for_it() -> None:
    """Who votes from afar without being present cannot make another present."""
    way = {"meeting": {"classes": [{"class": "ordinary", "remote": "votes"}]}}

    result = tried(
        charter(procedures=way, people={"proxies": {"presence": True}}),
        attendance=[_came("acme-1", mode="remote")],
        proxies=PROXY,
        ballots={"bell-1": "for"},
    )

    assert _present(result) == []
    assert result.tally.for_ == 1


@pytest.mark.parametrize(
    ("rule", "case_of"),
    [
        (None, {}),
        ({"barred": ["meeting"]}, {}),
        ({"within": "party"}, {}),
        ({"holder": "in_person"}, {"attendance": [_came("acme-1", mode="remote")]}),
        ({}, {"attendance": ["acme-2"]}),
        ({}, {"recusals": ["acme-1"]}),
        ({}, {"recusals": ["bell-1"]}),
        ({}, {"members": members("acme-2", "bell-1")}),
        ({}, {"proxies": [{"giver": "bell-1", "holder": "bell-1"}]}),
        ({"declared": days(1)}, {"proxies": [{**PROXY[0], "at": at(hours=-1)}]}),
        (
            {"declared": {"count": 1, "unit": "hours"}},
            {"proxies": [{**PROXY[0], "at": at(minutes=-59)}]},
        ),
    ],
)
def test_a_proxy_that_the_charter_does_not_bear_is_not_counted(
    rule: dict[str, Any] | None, case_of: dict[str, Any]
) -> None:
    """Each bound of a proxy, broken one at a time."""
    people = {} if rule is None else {"proxies": rule}
    given = {"attendance": ["acme-1"], "proxies": PROXY, "ballots": [ballot("bell-1", by="acme-1")]}

    result = tried(charter(people=people), **{**given, **case_of})

    assert {each.what for each in result.not_counted} == {"ballot", "proxy"}
    assert result.tally.for_ == 0


@pytest.mark.parametrize(
    ("rule", "case_of"),
    [
        ({}, {}),
        ({"within": "party"}, {"proxies": [{"giver": "acme-2", "holder": "acme-1"}]}),
        ({"holder": "remote"}, {"attendance": [_came("acme-1", mode="remote")]}),
        ({"barred": ["written"]}, {}),
        ({"declared": days(1)}, {"proxies": [{**PROXY[0], "at": at(days=-1)}]}),
        (
            {"declared": {"count": 1, "unit": "hours"}},
            {"proxies": [{**PROXY[0], "at": at(hours=-1)}]},
        ),
    ],
)
def test_a_proxy_within_its_bounds_is_counted(
    rule: dict[str, Any], case_of: dict[str, Any]
) -> None:
    """Each bound of a proxy, just kept."""
    given: dict[str, Any] = {"attendance": ["acme-1"], "proxies": PROXY, **case_of}
    giver = given["proxies"][0]["giver"]

    result = tried(charter(people={"proxies": rule}), ballots={giver: "for"}, **given)

    assert result.not_counted == ()
    assert [each.by for each in result.eligible if each.choice] == ["acme-1"]


def test_one_hand_holds_so_many_proxies() -> None:
    """Of too many those given first count."""
    proxies = [
        {"giver": "bell-1", "holder": "acme-1", "at": at(days=-2)},
        {"giver": "bell-2", "holder": "acme-1", "at": at(days=-3)},
    ]
    given = {"attendance": ["acme-1"], "ballots": votes("-", "-", "for", "for")}

    one = tried(charter(people={"proxies": {}}), proxies=proxies, **given)
    two = tried(charter(people={"proxies": {"per_holder": 2}}), proxies=proxies, **given)

    assert [each.seat for each in one.eligible if each.by] == ["bell-2"]
    assert [each.seat for each in two.eligible if each.by] == ["bell-1", "bell-2"]


def test_the_newest_proxy_of_a_giver_counts() -> None:
    """Who gives their vote again has taken it back."""
    proxies = [
        {"giver": "bell-1", "holder": "acme-2", "at": at(days=-1)},
        {"giver": "bell-1", "holder": "acme-1", "at": at(days=-2)},
    ]

    result = tried(
        charter(people={"proxies": {}}),
        attendance=["acme-1", "acme-2"],
        proxies=proxies,
        ballots=[ballot("bell-1", by="acme-2")],
    )

    assert result.tally.for_ == 1
    assert [each.what for each in result.not_counted] == ["proxy"]


def test_a_proxy_for_an_item_is_none_for_the_others() -> None:
    """What was given is what was named."""
    result = tried(
        charter(people={"proxies": {}}),
        matter={"class": "plan", "items": [{"item": "one"}, {"item": "two"}]},
        attendance=["acme-1"],
        proxies=[{**PROXY[0], "items": ["two"]}],
        ballots=[ballot("bell-1", by="acme-1")],
    )

    assert [item.tally.for_ for item in result.items] == [0, 1]


def test_a_giver_who_comes_after_all_votes_for_themselves() -> None:
    """The holder's ballot counts until the giver, being there, casts another."""
    came = ["acme-1", _came("bell-1", at=at(minutes=-30))]
    first = ballot("bell-1", by="acme-1", at=at(minutes=-40))
    given: dict[str, Any] = {
        "meeting": {"starts_at": at(hours=-1)},
        "attendance": came,
        "proxies": PROXY,
    }
    rules = charter(people={"proxies": {}})

    silent = tried(rules, ballots=[first], **given)
    own = tried(rules, ballots=[first, ballot("bell-1", "against")], **given)
    late = tried(rules, ballots=[{**first, "at": at(minutes=-20)}], **given)

    assert silent.tally.for_ == 1
    assert (own.tally.for_, own.tally.against) == (0, 1)
    assert [each.seat for each in late.not_counted if each.what == "ballot"] == ["bell-1"]


def test_in_writing_a_giver_who_votes_has_taken_the_proxy_back() -> None:
    """For the items on which they voted, and for no others."""
    rules = charter(procedures=WRITTEN, people={"proxies": {}})
    own = ballot("bell-1", "against", by="bell-1", items=["one"])
    known = facts_of(
        case(
            rules,
            matter={**IN_WRITING, "items": [{"item": "one"}, {"item": "two"}]},
            proxies=PROXY,
            ballots=[own, ballot("bell-1", by="acme-1", items=["two"])],
        )
    )
    mine = replace(known.ballots[0], by_proxy=None)
    known = replace(known, ballots=(mine, known.ballots[1]))

    closed = outcome(case(rules).charter, known, NOON)

    assert [item.tally.for_ for item in closed.items] == [0, 1]
    assert [item.tally.against for item in closed.items] == [1, 0]


def test_automatic_proxies_follow_the_first_of_the_party_who_is_there() -> None:
    """An absent seat's vote is its party's to cast, and follows unless it says otherwise."""
    result = tried(
        charter(people={"proxies": {"automatic": True}}),
        attendance=["acme-2", "bell-1"],
        ballots={"acme-2": "against", "bell-1": "for"},
    )

    assert [(each.seat, each.choice, each.by) for each in result.eligible if each.by] == [
        ("acme-1", "against", "acme-2"),
        ("bell-2", "for", "bell-1"),
    ]


@pytest.mark.parametrize(("by", "count"), [("acme-2", 1), ("acme-3", 1), ("bell-1", 0)])
def test_any_present_member_of_the_party_casts_an_automatic_proxy(by: str, count: int) -> None:
    """One vote the way that they say, and the explanation names who cast it."""
    names = ("acme-1", "acme-2", "acme-3", "bell-1")
    rules = charter(seats=seats(*names), people={"proxies": {"automatic": True}})

    result = tried(
        rules,
        members=members(*names),
        attendance=["acme-2", "acme-3", "bell-1"],
        ballots=[ballot("acme-1", "against", by=by)],
    )

    represented = next(line.text for line in result.explanation if line.rule == "proxies")
    assert (result.tally.against, len(result.not_counted)) == (count, 1 - count)
    assert (f"acme-1 by {by}" in represented) == bool(count)


def test_no_proxy_is_automatic_where_proxies_are_barred() -> None:
    """A barred procedure has none of either kind."""
    result = tried(
        charter(people={"proxies": {"automatic": True, "barred": ["meeting"]}}),
        attendance=["acme-1"],
        ballots={"acme-1": "for"},
    )

    assert result.tally.for_ == 1


def test_an_automatic_proxy_gives_way_to_a_declared_one() -> None:
    """What was declared counts before what the charter supposes."""
    result = tried(
        charter(people={"proxies": {"automatic": True}}),
        attendance=["acme-1", "bell-1"],
        proxies=[{"giver": "bell-2", "holder": "acme-1"}],
        ballots=[ballot("acme-1"), ballot("bell-1", "against"), ballot("bell-2", by="acme-1")],
    )

    assert {each.seat: each.choice for each in result.eligible} == {
        "acme-1": "for",
        "acme-2": "for",
        "bell-1": "against",
        "bell-2": "for",
    }


def test_nobody_follows_a_holder_who_is_silent_or_a_party_that_is_away() -> None:
    """Where the party says nothing its absent seats say nothing."""
    result = tried(
        charter(people={"proxies": {"automatic": True}}),
        attendance=["acme-1"],
        recusals=["acme-2"],
        ballots={},
    )

    assert (result.tally.silent, result.tally.recused) == (3, 1)


def test_a_seat_that_may_not_vote_follows_nobody() -> None:
    """A withdrawn seat's vote is not its party's to cast."""
    result = tried(
        charter(people={"proxies": {"automatic": True}}),
        attendance=["acme-1"],
        recusals=["acme-2"],
        ballots={"acme-1": "for"},
    )

    assert (result.tally.for_, result.tally.recused) == (1, 1)


def test_the_reason_why_a_proxy_does_not_count_is_said_even_of_strangers() -> None:
    """A ledger may be handed a proxy of seats that the charter does not have."""
    rules = case(charter(people={"proxies": {}}), proxies=PROXY).charter
    known = facts_of(case(charter(people={"proxies": {}}), proxies=PROXY))
    seats = standings(rules, known, None, None)
    there = present_at(rules, known, seats, NOON, None).quorum
    strange = replace(known.proxies[0], holder="nobody")

    problem = proxy_problem(rules, known, seats, strange, there=there, item=None)

    assert problem is not None
