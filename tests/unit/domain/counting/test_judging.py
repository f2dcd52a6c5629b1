"""What the votes come to: carried, tied, split or failed, and who breaks a tie."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.domain.counting.facts import CastingVote
from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.voting import has_ended, outcome
from tests.unit.domain.counting.cases import (
    ALL,
    ALL_ENTITLED,
    HALF,
    MEETING,
    MOST_CAST,
    NOON,
    SEATS,
    WRITTEN,
    ballot,
    case,
    charter,
    members,
    rules_of,
    seats,
    tried,
    votes,
)

TIED = votes("for", "for", "against", "against")
SECOND = {"needs": [MOST_CAST], "tie": "deadlocked", "casting": {}}
IN_WRITING = {"class": "plan", "procedure": "written"}


def _with_casting(**casting: Any) -> dict[str, Any]:
    return charter(votes=[{**SECOND, "casting": casting}])


def _cast(given: dict[str, str], *casting: dict[str, Any]) -> list[dict[str, Any]]:
    return [*(ballot(seat, choice) for seat, choice in given.items()), *casting]


@pytest.mark.parametrize(
    ("cast", "words", "expected"),
    [
        (("for", "for", "against"), {}, "adopted"),
        (("for", "for", "against", "against"), {"tie": "deadlocked"}, "deadlocked"),
        (("for", "for", "against", "against"), {"split": "deferred"}, "deferred"),
        (("for", "for", "against", "against"), {}, "rejected"),
        (("for", "against", "against"), {"split": "deadlocked"}, "deadlocked"),
        (("for", "against", "against"), {"tie": "deadlocked"}, "rejected"),
        (("against", "against"), {"split": "deadlocked", "tie": "deadlocked"}, "rejected"),
        (("against", "against"), {"failed": "deferred"}, "deferred"),
        (("abstain", "abstain"), {"tie": "deadlocked"}, "rejected"),
    ],
)
def test_what_fails_means_what_the_charter_says(
    cast: tuple[str, ...], words: dict[str, str], expected: str
) -> None:
    """A tie is a split and a split is a failure, unless they have a word of their own."""
    rule = {"needs": [MOST_CAST], **words}

    assert tried(charter(votes=[rule]), ballots=votes(*cast)).outcome == expected


@pytest.mark.parametrize(
    ("choice", "expected"), [("for", "adopted"), ("against", "rejected"), ("abstain", "deadlocked")]
)
def test_a_second_vote_breaks_a_tie(choice: str, expected: str) -> None:
    """The chair's casting vote decides; a chair who gives none leaves the tie."""
    second = ballot("acme-1", choice, casting=True)

    result = tried(_with_casting(), ballots=_cast(TIED, second))

    assert result.outcome == expected
    assert (result.tally.for_, result.tally.against) == (2, 2)


def test_a_casting_vote_without_a_tie_changes_nothing() -> None:
    """Who has a second vote has it on a tie alone."""
    given = _cast(votes("for", "for", "against"), ballot("acme-1", "against", casting=True))

    result = tried(_with_casting(), ballots=given)

    assert result.outcome == "adopted"
    assert rules_of(result, "casting-vote") == []


def test_without_a_rule_nobody_breaks_a_tie() -> None:
    """A casting vote that the charter does not know is no vote."""
    given = _cast(TIED, ballot("acme-1", "for", casting=True))

    assert tried(ballots=given).outcome == "deadlocked"


@pytest.mark.parametrize(
    ("if_voted", "chair_votes", "expected"),
    [
        ("either", True, "adopted"),
        ("either", False, "adopted"),
        ("voted", True, "adopted"),
        ("voted", False, "deadlocked"),
        ("not_voted", True, "deadlocked"),
        ("not_voted", False, "adopted"),
    ],
)
def test_a_charter_says_whether_the_chair_must_have_voted(
    if_voted: str, *, chair_votes: bool, expected: str
) -> None:
    """Some chairs break ties only having voted, some only not having."""
    given = TIED if chair_votes else votes("-", "for", "against")

    result = tried(
        _with_casting(if_voted=if_voted),
        ballots=_cast(given, ballot("acme-1", "for", casting=True)),
    )

    assert result.outcome == expected


def test_a_recused_chair_breaks_no_tie() -> None:
    """Whoever withdrew has no second vote either."""
    given = _cast(votes("-", "for", "against"), ballot("acme-1", "for", casting=True))

    assert tried(_with_casting(), recusals=["acme-1"], ballots=given).outcome == "deadlocked"


def test_an_absent_chair_breaks_no_tie() -> None:
    """At a meeting those decide who are there."""
    given = _cast(votes("-", "for", "against"), ballot("acme-1", "for", casting=True))

    result = tried(_with_casting(), attendance=["acme-2", "bell-1"], ballots=given)

    assert result.outcome == "deadlocked"


def test_only_a_holder_of_the_office_breaks_a_tie() -> None:
    """A member who is not the chair cannot speak as one."""
    given = _cast(TIED, ballot("bell-2", "for", casting=True))

    assert tried(_with_casting(), ballots=given).outcome == "deadlocked"


@pytest.mark.parametrize(
    ("recused", "given", "expected"),
    [
        ([], "acme-1", "adopted"),
        ([], "bell-1", "deadlocked"),
        (["acme-1"], "bell-1", "adopted"),
        (["acme-1"], "acme-1", "deadlocked"),
    ],
)
def test_a_vice_chair_breaks_the_tie_when_the_chair_cannot(
    recused: list[str], given: str, expected: str
) -> None:
    """The first of the named offices that has a holder who can."""
    second = ballot(given, "for", casting=True)
    if given == "bell-1":
        second["office"] = "vice_chair"
    cast = votes("-", "for", "against") if recused else TIED

    result = tried(
        _with_casting(by=["chair", "vice_chair"]),
        members=members(*SEATS, chair="acme-1", vice_chair="bell-1"),
        recusals=recused,
        ballots=_cast(cast, second),
    )

    assert result.outcome == expected


def test_an_acting_chair_is_the_chair_of_that_meeting() -> None:
    """Whom the meeting chose to preside breaks its ties; the chair does not."""
    meeting = {"acting_chair": "bell-1"}

    acting = tried(
        _with_casting(),
        meeting=meeting,
        ballots=_cast(TIED, ballot("bell-1", "against", casting=True)),
    )
    elected = tried(
        _with_casting(),
        meeting=meeting,
        ballots=_cast(TIED, ballot("acme-1", "against", casting=True)),
    )

    assert acting.outcome == "rejected"
    assert elected.outcome == "deadlocked"


def test_a_seat_that_votes_on_ties_alone_breaks_them() -> None:
    """A chair without a first vote may have the last."""
    rule = {**SECOND, "nonvoting": {"offices": ["chair"]}}
    given = _cast(votes("-", "for", "against"), ballot("acme-1", "for", casting=True))

    result = tried(charter(votes=[rule]), ballots=given)

    assert result.outcome == "adopted"
    assert result.tally.excluded == 1


@pytest.mark.parametrize(
    ("chair", "expected"), [("for", "adopted"), ("against", "rejected"), ("abstain", "deadlocked")]
)
def test_the_chairs_own_ballot_can_decide_a_tie(chair: str, expected: str) -> None:
    """Where the chair's own vote prevails, an abstaining chair leaves the tie."""
    others = {
        "for": ("-", "against", "-"),
        "against": ("-", "for", "-"),
        "abstain": ("for", "against", "-"),
    }[chair]

    result = tried(_with_casting(how="own"), ballots=votes(chair, *others))

    assert result.outcome == expected


def test_a_chair_who_did_not_vote_has_no_own_ballot() -> None:
    """What a silent chair might have said decides nothing."""
    result = tried(_with_casting(how="own"), ballots=votes("-", "for", "against"))

    assert result.outcome == "deadlocked"


def test_a_second_vote_may_not_be_enough() -> None:
    """A tie that is broken for the motion still misses two thirds."""
    rule = {**SECOND, "needs": [{"base": "all_seats", "threshold": {"count": 4}}]}
    given = _cast(TIED, ballot("acme-1", "for", casting=True))

    assert tried(charter(votes=[rule]), ballots=given).outcome == "rejected"


def test_a_chair_without_a_seat_breaks_ties() -> None:
    """An office can be held by somebody who has no seat."""
    known = facts_of(case(_with_casting(), members=members(*SEATS), ballots=TIED))
    held = replace(known, closes_at=None, outsiders={"chair": ("bell", "Chair (Bell)")})
    given = CastingVote(office="chair", person="Chair (Bell)", seat=None, choice="for")
    rules = case(_with_casting()).charter

    assert not has_ended(rules, held, NOON)
    assert has_ended(rules, replace(held, casting=given), NOON)
    assert outcome(rules, replace(held, casting=given), NOON).outcome == "adopted"


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        (ALL_ENTITLED, "rejected"),
        ({"base": "cast", "threshold": ALL, "unit": "person"}, "rejected"),
        ({"base": "entitled", "threshold": ALL, "unit": "weight"}, "rejected"),
        ({"base": "entitled", "threshold": ALL, "unit": "party"}, "rejected"),
        ({"base": "entitled", "threshold": HALF}, "pending"),
        ({"base": "entitled", "threshold": {"count": 4}}, "pending"),
        ({**ALL_ENTITLED, "who": {"parties": ["bell"]}}, "pending"),
    ],
)
def test_one_no_in_writing_ends_a_vote_for_unanimity(need: dict[str, Any], expected: str) -> None:
    """Nothing more can come of it, so nobody waits for the rest."""
    result = tried(
        charter(votes=[{"needs": [need]}], procedures=WRITTEN),
        matter={**IN_WRITING, "opened_at": "2026-06-09T12:00:00Z"},
        ballots=votes("for", "against"),
    )

    assert result.outcome == expected
    assert (expected == "rejected") == ("not_met" in rules_of(result, "unanimity"))


def test_one_no_at_a_meeting_does_not_end_it() -> None:
    """At a meeting the others are still heard."""
    known = facts_of(
        case(
            charter(votes=[{"needs": [ALL_ENTITLED]}], procedures=MEETING),
            attendance=[*SEATS],
            ballots=votes("against"),
        )
    )
    rules = charter(votes=[{"needs": [ALL_ENTITLED]}])

    assert not has_ended(case(rules).charter, replace(known, closes_at=None), NOON)


@pytest.mark.parametrize(
    ("silence", "expected", "deemed"),
    [
        ("none", "rejected", (0, 0, 0)),
        ("for", "adopted", (2, 0, 0)),
        ("against", "rejected", (0, 2, 0)),
        ("abstain", "rejected", (0, 0, 2)),
    ],
)
def test_silence_is_what_the_charter_makes_of_it(
    silence: str, expected: str, deemed: tuple[int, int, int]
) -> None:
    """Deemed votes are shown as deemed, and none of them as cast."""
    rule = {"needs": [{"base": "entitled", "threshold": {"count": 3}}], "silence": silence}

    result = tried(
        charter(votes=[rule], procedures=WRITTEN),
        matter=IN_WRITING,
        ballots=votes("for", "against"),
    )
    if silence == "for":
        assert [each.deemed for each in result.eligible] == [False, False, True, True]
    tally = result.tally

    assert result.outcome == expected
    assert (tally.deemed_for, tally.deemed_against, tally.deemed_abstained) == deemed
    assert (tally.for_, tally.against) == (1, 1)


def test_at_a_meeting_only_those_who_are_there_can_be_silent() -> None:
    """Absence is no silence: nothing is made of it."""
    rule = {"needs": [MOST_CAST], "silence": "against"}

    result = tried(
        charter(votes=[rule]), attendance=["acme-1", "bell-1"], ballots={"acme-1": "for"}
    )

    assert (result.tally.deemed_against, result.tally.silent) == (1, 2)


def test_deemed_votes_do_not_make_a_quorum_in_writing() -> None:
    """Silence is nobody's signature."""
    quorum = {"threshold": {"count": 3}}
    rule = {"needs": [MOST_CAST], "silence": "for"}

    result = tried(
        charter(votes=[rule], quorum=[quorum], procedures=WRITTEN),
        matter=IN_WRITING,
        ballots=votes("for", "for"),
    )

    assert result.outcome == "inquorate"
    assert result.quorum is not None
    assert result.quorum.present == 2


def test_a_poll_that_is_still_open_shows_no_deemed_votes() -> None:
    """Nothing is made of a silence that may still be broken, a closing to come or not."""
    rule = {"needs": [MOST_CAST], "silence": "for"}
    matter = {**IN_WRITING, "opened_at": "2026-06-09T12:00:00Z"}

    for more in ({}, {"closed_at": "2026-06-11T12:00:00Z"}):
        result = tried(
            charter(votes=[rule], procedures=WRITTEN),
            matter={**matter, **more},
            ballots=votes("for"),
        )

        assert (result.outcome, result.tally.deemed_for) == ("pending", 0)


def test_a_motion_that_no_rule_fits_has_no_votes() -> None:
    """Where no rule says how, there is nothing to count."""
    rule = {"needs": [MOST_CAST], "when": {"classes": ["budget"]}}

    result = tried(charter(seats=seats(*SEATS), votes=[rule]), ballots=TIED)

    assert result.outcome == "ultra_vires"
    assert result.base == ()
