"""When a poll is over before its time."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from ledger.domain.counting.facts import Ballot, Facts
from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.voting import has_ended, outcome
from tests.unit.domain.counting.cases import (
    ALL_ENTITLED,
    HALF,
    MAJORITY,
    MOST_CAST,
    NOON,
    SEATS,
    WRITTEN,
    ballot,
    case,
    charter,
    members,
    tried,
    votes,
)

MOST_OF_ALL = {"base": "all_seats", "threshold": MAJORITY}
THREE = {"base": "all_seats", "threshold": {"count": 3}}
OPEN = {"class": "plan", "procedure": "written", "opened_at": "2026-06-09T12:00:00Z"}


def _ended(rules: dict[str, Any], given: Any, **more: Any) -> bool:
    """Whether a poll in writing whose window still runs is over."""
    tried_on = case(rules, matter=OPEN, ballots=given, **more)
    return has_ended(tried_on.charter, facts_of(tried_on), NOON)


def _written(closes: str, *needs: dict[str, Any], **rule: Any) -> dict[str, Any]:
    way = {"written": {**WRITTEN["written"], "closes": closes}}
    return charter(procedures=way, votes=[{"needs": [*needs], **rule}])


@pytest.mark.parametrize(
    ("closes", "given", "expected"),
    [
        ("all_voted", ("for", "for", "for"), False),
        ("all_voted", ("for", "for", "for", "against"), True),
        ("settled", ("for", "for", "for"), True),
        ("settled", ("for", "for", "-", "against"), False),
        ("settled", ("against", "against"), True),
        ("at_end", ("for", "for", "for", "against"), False),
    ],
)
def test_a_poll_ends_as_its_procedure_says(
    closes: str, given: tuple[str, ...], *, expected: bool
) -> None:
    """When all have voted, when nothing can change, or only when its time is over."""
    assert _ended(_written(closes, MOST_OF_ALL), votes(*given)) == expected


def test_a_seat_that_withdrew_is_not_waited_for() -> None:
    """All have voted when all have who may."""
    given = votes("for", "for", "against")

    assert _ended(_written("all_voted", MOST_OF_ALL), given, recusals=["bell-2"])


def test_nobody_is_left_to_wait_for() -> None:
    """Where all withdrew the poll is over, and without a quorum."""
    result = tried(_written("all_voted", MOST_OF_ALL), matter=OPEN, ballots={}, recusals=[*SEATS])

    assert result.outcome == "inquorate"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, True),
        ({"tie": "deadlocked"}, False),
        ({"split": "deadlocked"}, False),
        ({"casting": {}}, False),
        ({"tie": "rejected", "split": "rejected"}, True),
    ],
)
def test_a_tie_or_split_that_may_come_keeps_a_poll_open(
    rule: dict[str, Any], *, expected: bool
) -> None:
    """Neither all for nor all against need be what the last ballots bring."""
    rules = _written("settled", {"base": "all_seats", "threshold": {"count": 4}}, **rule)

    said = {"acme-1": "abstain"}
    holders = members(*SEATS, chair="acme-1")

    assert _ended(rules, said, recusals=["bell-2"], members=holders) == expected


def test_a_quorum_that_lacks_keeps_a_poll_open() -> None:
    """What too few have settled is not settled."""
    rules = {**_written("settled", THREE), "quorum": [{"threshold": {"count": 4}}]}

    assert not _ended(rules, votes("for", "for", "for"))


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"part": "each", "name": "of", "by": "party"}, True),
        ({"part": "distinct", "name": "of", "by": "party", "least": {"count": 1}}, True),
        ({"part": "some", "name": "one", "least": {"count": 1}}, True),
        ({"part": "some", "name": "half", "least": HALF}, False),
        ({"part": "some", "name": "few", "most": {"count": 4}}, False),
        ({"part": "cap", "name": "mix", "by": "party", "most": {"count": 3}}, False),
        (
            {
                "part": "either",
                "name": "or",
                "of": [
                    {"part": "some", "name": "one", "least": {"count": 1}},
                    {"part": "cap", "name": "mix", "by": "party", "most": {"count": 3}},
                ],
            },
            False,
        ),
    ],
)
def test_a_part_that_further_votes_could_break_keeps_a_poll_open(
    part: dict[str, Any], *, expected: bool
) -> None:
    """More votes for can undo a bound from above, never one from below."""
    assert _ended(_written("settled", THREE, parts=[part]), votes("for", "-", "for", "for")) == (
        expected
    )


@pytest.mark.parametrize(
    ("casting", "offices", "recused", "expected"),
    [
        ({}, {"chair": "acme-1"}, [], False),
        ({"how": "own"}, {"chair": "acme-1"}, [], True),
        ({}, {}, [], True),
        ({}, {"chair": "acme-1"}, ["acme-1"], True),
        ({"if_voted": "not_voted"}, {"chair": "acme-1"}, [], True),
        ({"by": ["chair", "vice_chair"]}, {"vice_chair": "bell-1"}, [], False),
    ],
)
def test_a_tie_waits_for_a_chair_who_can_break_it(
    casting: dict[str, Any], offices: dict[str, str], recused: list[str], *, expected: bool
) -> None:
    """And for nobody where nobody can."""
    rules = _written("all_voted", MOST_CAST, casting=casting)
    given = votes("-", "for", "against") if recused else votes("for", "for", "against", "against")
    if recused:
        given["bell-2"] = "abstain"

    assert _ended(rules, given, members=members(*SEATS, **offices), recusals=recused) == expected


def test_a_tie_waits_no_longer_once_it_is_broken() -> None:
    """The casting vote is the last one; one by the wrong person is none."""
    rules = _written("all_voted", MOST_CAST, casting={})
    given = [
        ballot(seat, choice)
        for seat, choice in zip(SEATS, ("for", "for", "against", "against"), strict=True)
    ]

    assert _ended(rules, [*given, ballot("acme-1", casting=True)])
    assert not _ended(rules, [*given, ballot("bell-1", casting=True)])


def test_a_vote_without_a_tie_waits_for_no_chair() -> None:
    """A casting vote is only asked for on a tie."""
    rules = _written("all_voted", MOST_CAST, casting={})

    assert _ended(rules, votes("for", "for", "for", "against"))


def test_one_no_ends_a_written_vote_for_unanimity_whatever_closes_it() -> None:
    """Even a poll that runs to its end."""
    assert _ended(_written("at_end", ALL_ENTITLED), votes("for", "against"))


def test_a_matter_that_cannot_be_decided_is_not_ended_by_votes() -> None:
    """What is inadmissible stays so; the votes do not close it."""
    rules = {**_written("all_voted", MOST_CAST), "powers": {"rights": [{"class": "budget"}]}}

    assert not _ended(rules, votes("for", "for", "for", "for"))


def test_a_matter_without_a_rule_needs_no_vote() -> None:
    """Where no rule fits nothing is waited for."""
    assert _ended(_written("at_end", MOST_CAST, when={"classes": ["budget"]}), {})


@pytest.mark.parametrize(
    ("objections", "given", "then", "expected"),
    [
        ([], {}, "vote", False),
        (["acme-1"], {}, "vote", False),
        (["acme-1"], votes("for", "for", "for", "for"), "vote", True),
        (["acme-1"], {}, "deferred", True),
    ],
)
def test_silence_runs_to_its_end_unless_somebody_objects(
    objections: list[str], given: dict[str, str], then: str, *, expected: bool
) -> None:
    """An objection ends it at once, or when the vote that it brings is complete."""
    rules = charter(
        procedures={"no_objection": {"window": {"count": 5, "unit": "days"}, "then": then}}
    )
    tried_on = case(
        rules,
        matter={**OPEN, "procedure": "no_objection"},
        objections=objections,
        ballots=given,
    )

    assert has_ended(tried_on.charter, facts_of(tried_on), NOON) == expected


@pytest.mark.parametrize("field", ["poll_closed_at", "closes_at", "decided_at"])
def test_time_and_officers_end_a_poll(field: str) -> None:
    """Whatever was voted."""
    tried_on = case(_written("at_end", MOST_CAST), matter=OPEN, ballots=votes("for"))
    known = replace(facts_of(tried_on), closes_at=None)

    assert not has_ended(tried_on.charter, known, NOON)
    assert has_ended(tried_on.charter, replace(known, **{field: NOON}), NOON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rule",
    [
        {"needs": [MOST_OF_ALL]},
        {"needs": [THREE], "tie": "deadlocked"},
        {"needs": [THREE], "tie": "deadlocked", "split": "deferred"},
        {"needs": [MOST_CAST], "tie": "deadlocked", "abstain": "against"},
        {"needs": [MOST_CAST], "casting": {"how": "own"}, "split": "deadlocked"},
        {"needs": [{**THREE, "unit": "party"}], "bloc": {"how": "majority"}},
    ],
)
def test_what_is_settled_no_further_ballot_changes(rule: dict[str, Any]) -> None:
    """Whatever those who are silent might say, the outcome is the one that was closed."""
    way = {"written": {**WRITTEN["written"], "closes": "settled"}}
    tried_on = case(charter(procedures=way, votes=[rule]), matter=OPEN)
    known = facts_of(tried_on)
    cases = list(product(("for", "against", "abstain", "-"), repeat=4))

    def after(said: tuple[str, ...]) -> Facts:
        cast = tuple(
            Ballot(seat=seat, choice=choice, at=NOON)  # type: ignore[arg-type]
            for seat, choice in votes(*said).items()
        )
        return replace(known, ballots=cast)

    def closed(said: tuple[str, ...]) -> str:
        facts = replace(after(said), poll_closed_at=NOON)
        return outcome(tried_on.charter, facts, NOON).outcome

    words = {said: closed(said) for said in cases}
    for said in cases:
        if has_ended(tried_on.charter, after(said), NOON):
            later = {words[full] for full in cases if _completes(full, said)}

            assert later == {outcome(tried_on.charter, after(said), NOON).outcome}


def _completes(full: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return all(was in {"-", now} for was, now in zip(said, full, strict=True))
