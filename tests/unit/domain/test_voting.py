"""Quorum and outcome as a pure function: tables over examples."""

from datetime import datetime
from typing import Any

import pytest

from ledger.domain.boards.charter import needed
from ledger.domain.kinds.board import Majority, Quorum, Threshold
from ledger.domain.kinds.decision import DecisionClosed
from ledger.domain.voting import has_ended, outcome
from ledger.evidence.canonical import decode_body, encode_body
from tests.unit.domain.polls import (
    CHAIR,
    CLOSES,
    MOST,
    OPENED,
    PARTIES,
    facts,
    share,
    simple,
    verdicts,
    voters,
    word_of,
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("+++..", "adopted"),  # three of five present is a quorum
        ("++...", "inquorate"),  # two of five is one too few
        ("++-..", "adopted"),
        ("+--..", "rejected"),
        ("++--.", "rejected"),  # a tie is not more than half
        ("+++--", "adopted"),  # the least majority of five
        ("++---", "rejected"),
        ("+00..", "adopted"),  # abstentions are not cast
        ("000..", "rejected"),  # no vote for adopts nothing
        ("-----", "rejected"),
        ("+++++", "adopted"),
        (".....", "lapsed"),  # silence is no vote
        ("0....", "inquorate"),
    ],
)
def test_a_simple_majority_in_writing(word: str, expected: str) -> None:
    """More than half of the votes cast adopts, when half of the filled seats took part."""
    charter = simple()

    assert word_of(charter, facts(charter, word)) == expected


@pytest.mark.parametrize(
    ("present", "word", "expected"),
    [
        (5, "+++--", "adopted"),
        (3, "+++..", "adopted"),
        (3, "++-..", "adopted"),
        (2, "++...", "inquorate"),
        (2, "+++++", "inquorate"),  # all voted, but three have left since
        (5, "+....", "adopted"),  # four are present and silent
        (5, "-....", "rejected"),
        (5, ".....", "lapsed"),
        (0, "+++++", "inquorate"),
    ],
)
def test_a_simple_majority_at_a_meeting(present: int, word: str, expected: str) -> None:
    """Quorum is tested on who is present when the decision is taken."""
    charter = simple()
    there = frozenset(f"seat-{number}" for number in range(present))

    assert word_of(charter, facts(charter, word, present=there)) == expected


@pytest.mark.parametrize(
    ("base", "threshold", "word", "expected"),
    [
        ("present", share("more_than", 1, 2), "++00.", "rejected"),  # two of four present
        ("present", share("more_than", 1, 2), "+++00", "adopted"),
        ("entitled", share("more_than", 1, 2), "++-..", "rejected"),  # two of five entitled
        ("entitled", share("more_than", 1, 2), "+++..", "adopted"),
        ("all_seats", share("at_least", 4, 5), "+++0-", "rejected"),
        ("all_seats", share("at_least", 4, 5), "++++-", "adopted"),
        ("cast", share("at_least", 2, 3), "++-..", "adopted"),
        ("cast", share("at_least", 2, 3), "+++--", "rejected"),  # 3/5 < 2/3
        ("cast", share("at_least", 1, 1), "+++0.", "adopted"),
        ("cast", share("at_least", 1, 1), "++++-", "rejected"),
        ("cast", share("at_least", 1, 2), "++--.", "adopted"),
    ],
)
def test_majorities_over_each_base(
    base: Any, threshold: Threshold, word: str, expected: str
) -> None:
    """The charter says what the votes for are measured against, and how many it takes."""
    charter = simple(majority=Majority(base=base, threshold=threshold))

    assert word_of(charter, facts(charter, word)) == expected


@pytest.mark.parametrize(
    ("base", "filled", "recused", "word", "expected"),
    [
        ("seats", 3, (), "+++", "adopted"),  # three of five seats
        ("seats", 2, (), "++", "inquorate"),  # two of five seats, though all are there
        ("filled", 2, (), "++", "adopted"),
        ("filled", 4, ("seat-0", "seat-1", "seat-2"), "+++-", "inquorate"),  # one of four
        ("entitled", 4, ("seat-0", "seat-1"), "..+.", "adopted"),  # one of two
        ("entitled", 4, ("seat-0", "seat-1"), "++.-", "rejected"),  # their ballots fall
        ("entitled", 1, ("seat-0",), "+", "inquorate"),  # never unanimous
        ("entitled", 0, (), "", "inquorate"),
    ],
)
def test_quorum_over_each_base(
    base: Any, filled: int, recused: tuple[str, ...], word: str, expected: str
) -> None:
    """Vacant seats count for seats, recused ones for filled, and neither for entitled."""
    charter = simple(quorum=Quorum(base=base, threshold=share("at_least", 1, 2)))
    given_facts = facts(
        charter, word, electorate=voters(charter, filled), recused=frozenset(recused)
    )

    assert word_of(charter, given_facts) == expected


@pytest.mark.parametrize(
    ("word", "missing"), [("+.+.+", ("iqvia",)), (".+.+.", ("servier",)), ("+++..", ())]
)
def test_each_named_party_makes_the_quorum(word: str, missing: tuple[str, ...]) -> None:
    """However many are there, a party that the charter names may not be missing."""
    quorum = Quorum(base="filled", threshold=share("at_least", 1, 5), parties=PARTIES)
    charter = simple(quorum=quorum)

    closed = outcome(charter, facts(charter, word), CLOSES)

    assert closed.quorum.missing_parties == missing
    assert closed.outcome == ("inquorate" if missing else "adopted")
    assert verdicts(closed)["quorum-parties"] == ("not_met" if missing else "met")


@pytest.mark.parametrize(
    ("word", "casting", "recused", "expected"),
    [
        ("++--.", "for", (), "adopted"),
        ("++--.", "against", (), "rejected"),
        ("++--.", None, (), "deadlocked"),
        ("++---", "for", (), "rejected"),  # no tie, so it counts for nothing
        ("++-..", "against", (), "adopted"),
        ("+++--", "for", ("seat-0",), "deadlocked"),  # never of a recused chair
        ("000..", "for", (), "rejected"),  # nothing was cast: no tie
    ],
)
def test_the_casting_vote_breaks_ties_only(
    word: str, casting: Any, recused: tuple[str, ...], expected: str
) -> None:
    """A tie is broken by the chair, or is what the charter says that it is."""
    charter = simple(casting_vote="chair", tie="deadlocked")
    given_facts = facts(charter, word, chair=CHAIR, casting=casting, recused=frozenset(recused))

    assert word_of(charter, given_facts) == expected


def test_a_casting_vote_needs_a_charter_that_has_one() -> None:
    """Without the clause a tie stays a tie, whatever the chair says."""
    charter = simple()

    actual = word_of(charter, facts(charter, "++--.", chair=CHAIR, casting="for"))

    assert actual == "rejected"


@pytest.mark.parametrize(
    ("members", "word", "given_facts", "expected"),
    [
        ({}, "+++++", {}, True),
        ({}, "++++.", {}, False),
        ({}, "++++.", {"recused": frozenset({"seat-4"})}, True),
        ({}, "++++.", {"poll_closed": True}, True),
        ({"closes": "at_end"}, "+++++", {}, False),
        ({"casting_vote": "chair"}, "++--0", {"chair": CHAIR}, False),
        ({"casting_vote": "chair"}, "++--0", {"chair": CHAIR, "casting": "for"}, True),
        ({"casting_vote": "chair"}, "++--0", {}, True),  # no chair to wait for
        ({"casting_vote": "chair"}, "+++-0", {"chair": CHAIR}, True),
        ({"casting_vote": "chair"}, "00000", {"chair": CHAIR}, True),
        ({}, "++--0", {"chair": CHAIR}, True),
    ],
)
def test_a_poll_ends_by_the_charter(
    members: dict[str, Any],
    word: str,
    given_facts: dict[str, Any],
    expected: bool,  # noqa: FBT001
) -> None:
    """All votes in, or an officer's word, ends a poll before its window; a tie awaits the chair."""
    charter = simple(**members)

    assert has_ended(charter, facts(charter, word, **given_facts), OPENED) is expected


def test_while_the_poll_is_open_the_outcome_is_pending() -> None:
    """Before the end there is a tally and no result."""
    charter = simple()

    closed = outcome(charter, facts(charter, "+++.."), OPENED)

    assert (closed.outcome, closed.tally.for_, closed.tally.silent) == ("pending", 3, 2)


def test_a_poll_closed_without_a_ballot_is_no_lapse() -> None:
    """An officer who closes an empty poll puts the motion; there is no quorum for it."""
    charter = simple()

    assert word_of(charter, facts(charter, ".....", poll_closed=True), OPENED) == "inquorate"


def test_the_explanation_names_each_rule_with_its_numbers() -> None:
    """A reader can follow the outcome from the first rule to the last."""
    charter = simple(
        casting_vote="chair", quorum=Quorum(base="filled", threshold=MOST, parties=PARTIES)
    )
    given_facts = facts(charter, "++--.", chair=CHAIR, casting="for", recused=frozenset({"seat-4"}))

    closed = outcome(charter, given_facts, OPENED)

    assert [applied.rule for applied in closed.explanation] == [
        "electorate",
        "recusal",
        "ballots",
        "end",
        "quorum",
        "quorum-parties",
        "majority",
        "casting-vote",
        "majority",
        "outcome",
    ]
    assert [applied.text for applied in closed.explanation][3:7] == [
        "Every seat that may vote has voted.",
        "Present: 4 of 5 filled seats; needed: more than 1/2, so 3.",
        "Each must be present: servier, iqvia; missing: none.",
        "For: 2 of 4 votes cast; needed: more than 1/2, so 3.",
    ]
    assert decode_body(encode_body(closed), DecisionClosed) == closed


@pytest.mark.parametrize(
    ("given_facts", "at", "text"),
    [
        ({"poll_closed": True}, OPENED, "The poll was closed by an officer of the board."),
        ({}, CLOSES, "The window was over at 2021-03-04T09:00:00Z."),
    ],
)
def test_the_explanation_says_how_the_poll_ended(
    given_facts: dict[str, Any], at: datetime, text: str
) -> None:
    """The end of the poll is a rule of its own."""
    charter = simple()

    closed = outcome(charter, facts(charter, "+++..", **given_facts), at)

    assert text in [applied.text for applied in closed.explanation]


@pytest.mark.parametrize(
    ("reach", "num", "den", "count", "expected"),
    [
        ("more_than", 1, 2, 4, 3),
        ("more_than", 1, 2, 5, 3),
        ("at_least", 1, 2, 4, 2),
        ("at_least", 1, 2, 5, 3),
        ("at_least", 2, 3, 6, 4),
        ("at_least", 2, 3, 7, 5),
        ("at_least", 3, 4, 0, 0),
        ("more_than", 2, 3, 3, 3),
        ("at_least", 1, 3, 9_007_199_254_740_991, 3_002_399_751_580_331),
    ],
)
def test_thresholds_are_exact(reach: Any, num: int, den: int, count: int, expected: int) -> None:
    """What is needed is a whole number, never rounded through a float."""
    assert needed(share(reach, num, den), count) == expected
