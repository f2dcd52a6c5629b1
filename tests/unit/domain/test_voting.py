"""Quorum and outcome as a pure function: tables over examples, and what always holds."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import charter as charter_module
from ledger.domain import voting
from ledger.domain.charter import CharterUnsoundError, check_charter, needed
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.board import (
    Charter,
    DecisionRight,
    Majority,
    OfficeRule,
    Quorum,
    Seat,
    Threshold,
    Window,
)
from ledger.domain.kinds.decision import DecisionClosed, Voter
from ledger.domain.voting import Chair, Choice, Facts, has_ended, outcome
from ledger.evidence.canonical import decode_body, encode_body

OPENED = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
CLOSES = OPENED + timedelta(days=3)
PARTIES = ("servier", "iqvia")


def share(reach: Literal["at_least", "more_than"], num: int, den: int) -> Threshold:
    """Return a threshold."""
    return Threshold(reach=reach, share=Fraction(num=num, den=den))


MOST = share("more_than", 1, 2)


def seats(count: int) -> tuple[Seat, ...]:
    """Return so many voting seats, of the two parties in turn."""
    return tuple(
        Seat(seat=f"seat-{number}", party=PARTIES[number % 2], voting=True)
        for number in range(count)
    )


def simple(count: int = 5, **members: Any) -> Charter:
    """Return a simple-majority charter: more than half of the votes cast, half present."""
    filled: dict[str, Any] = {
        "seats": seats(count),
        "quorum": Quorum(base="filled", threshold=share("at_least", 1, 2)),
        "majority": Majority(base="cast", threshold=MOST),
        "rights": (DecisionRight(class_="scope"),),
        "procedures": ("meeting", "written"),
        "window": Window(count=3, unit="days"),
    }
    return Charter(**{**filled, **members})


def voters(charter: Charter, filled: int | None = None) -> tuple[Voter, ...]:
    """Return the voters of the first so many seats."""
    voting_seats = [seat for seat in charter.seats if seat.voting]
    return tuple(
        Voter(seat=seat.seat, party=seat.party, person=f"member-{number}")
        for number, seat in enumerate(voting_seats[:filled])
    )


def ballots(word: str) -> dict[str, Choice]:
    """Read ballots seat by seat: + for, - against, 0 abstain, . silent."""
    choices: dict[str, Choice] = {"+": "for", "-": "against", "0": "abstain"}
    return {
        f"seat-{number}": choices[letter] for number, letter in enumerate(word) if letter != "."
    }


def facts(charter: Charter, word: str, **members: Any) -> Facts:
    """Return the facts of a poll in writing, by its ballots."""
    filled: dict[str, Any] = {
        "electorate": voters(charter),
        "closes_at": CLOSES,
        "ballots": ballots(word),
    }
    return Facts(**{**filled, **members})


def word_of(charter: Charter, given_facts: Facts, at: datetime = CLOSES) -> str:
    """Return the outcome word."""
    return outcome(charter, given_facts, at).outcome


def verdicts(closed: DecisionClosed) -> dict[str, str]:
    """Return each rule's verdict; of a rule applied twice the last."""
    return {applied.rule: applied.verdict for applied in closed.explanation}


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
    ("base", "reach", "num", "den", "word", "expected"),
    [
        ("present", "more_than", 1, 2, "++00.", "rejected"),  # two of four present
        ("present", "more_than", 1, 2, "+++00", "adopted"),
        ("present", "more_than", 1, 2, "+++000"[:5], "adopted"),
        ("entitled", "more_than", 1, 2, "++-..", "rejected"),  # two of five entitled
        ("entitled", "more_than", 1, 2, "+++..", "adopted"),
        ("all_seats", "at_least", 4, 5, "+++0-", "rejected"),
        ("all_seats", "at_least", 4, 5, "++++-", "adopted"),
        ("cast", "at_least", 2, 3, "++-..", "adopted"),
        ("cast", "at_least", 2, 3, "+++--", "rejected"),  # 3/5 < 2/3
        ("cast", "at_least", 1, 1, "+++0.", "adopted"),
        ("cast", "at_least", 1, 1, "++++-", "rejected"),
        ("cast", "at_least", 1, 2, "++--.", "adopted"),
    ],
)
def test_majorities_over_each_base(  # noqa: PLR0913, PLR0917 -- a table has its columns
    base: Any, reach: Any, num: int, den: int, word: str, expected: str
) -> None:
    """The charter says what the votes for are measured against, and how many it takes."""
    charter = simple(majority=Majority(base=base, threshold=share(reach, num, den)))

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


CHAIR = Chair(seat="seat-0")


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


CHARTERS = st.builds(
    simple,
    quorum=st.builds(
        Quorum,
        base=st.sampled_from(["seats", "filled", "entitled"]),
        threshold=st.sampled_from(
            [share("at_least", 0, 1), MOST, share("at_least", 1, 2), share("at_least", 2, 3)]
        ),
        parties=st.sampled_from([(), PARTIES]),
    ),
    majority=st.builds(
        Majority,
        base=st.sampled_from(["cast", "present", "entitled", "all_seats"]),
        threshold=st.sampled_from(
            [MOST, share("at_least", 2, 3), share("at_least", 1, 1), share("more_than", 2, 3)]
        ),
    ),
    casting_vote=st.sampled_from([None, "chair"]),
    tie=st.sampled_from(["rejected", "deadlocked"]),
    closes=st.sampled_from(["all_voted", "at_end"]),
)
NAMES = [f"seat-{number}" for number in range(5)]
FACTS = st.builds(
    Facts,
    electorate=st.sampled_from([voters(simple(), filled) for filled in range(6)]),
    closes_at=st.just(CLOSES),
    recused=st.frozensets(st.sampled_from(NAMES)),
    ballots=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["for", "against", "abstain"])),
    present=st.none() | st.frozensets(st.sampled_from(NAMES)),
    chair=st.sampled_from([None, Chair(seat=None), *(Chair(seat=seat) for seat in NAMES)]),
    casting=st.sampled_from([None, "for", "against"]),
    poll_closed=st.booleans(),
)


@given(charter=CHARTERS, given_facts=FACTS, seat=st.sampled_from(NAMES))
def test_one_more_vote_for_never_turns_a_motion_down(
    charter: Charter, given_facts: Facts, seat: str
) -> None:
    """Adding a vote for, or turning a vote into one, keeps an adopted motion adopted."""
    more = Facts(
        **{
            **{name: getattr(given_facts, name) for name in given_facts.__slots__},
            "ballots": {**given_facts.ballots, seat: "for"},
        }
    )

    before, after = (word_of(charter, each) for each in (given_facts, more))

    assert before != "adopted" or after == "adopted"


@given(charter=CHARTERS, given_facts=FACTS)
def test_the_order_of_ballots_does_not_matter(charter: Charter, given_facts: Facts) -> None:
    """Ballots of one instant can be recorded in any order."""
    backwards = dict(reversed(list(given_facts.ballots.items())))
    other = Facts(
        **{
            **{name: getattr(given_facts, name) for name in given_facts.__slots__},
            "ballots": backwards,
        }
    )

    assert outcome(charter, other, CLOSES) == outcome(charter, given_facts, CLOSES)


@given(charter=CHARTERS, given_facts=FACTS, at=st.sampled_from([OPENED, CLOSES]))
def test_every_outcome_can_be_recorded(charter: Charter, given_facts: Facts, at: datetime) -> None:
    """Whatever the facts, the outcome is a body that reads back the same, without floats."""
    closed = outcome(charter, given_facts, at)

    assert decode_body(encode_body(closed), DecisionClosed) == closed
    tally = closed.tally
    assert len(given_facts.electorate) == (
        tally.for_ + tally.against + tally.abstained + tally.silent + tally.recused
    )


@pytest.mark.parametrize("module", [voting, charter_module], ids=["voting", "charter"])
def test_there_are_no_floats_in_the_count(module: Any) -> None:
    """No literal and no true division could bring a float in."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    floats = [
        ast.dump(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Div)
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]

    assert floats == []


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"seats": (*seats(1), *seats(1))}, "seat seat-0 is named twice"),
        (
            {"seats": (Seat(seat="a", party="pfizer", voting=True),)},
            "seat a belongs to pfizer, which is no party of the board",
        ),
        ({"seats": (Seat(seat="a", party="iqvia", voting=False),)}, "no seat has a vote"),
        (
            {"quorum": Quorum(base="seats", threshold=share("more_than", 1, 1))},
            "the quorum is more than all seats together",
        ),
        (
            {"quorum": Quorum(base="seats", threshold=share("at_least", 5, 4))},
            "the quorum is more than all seats together",
        ),
        (
            {"quorum": Quorum(base="seats", threshold=MOST, parties=("iqvia", "iqvia"))},
            "quorum party iqvia is named twice",
        ),
        (
            {"quorum": Quorum(base="seats", threshold=MOST, parties=("tech",))},
            "the quorum needs tech, which has no voting seat",
        ),
        (
            {"majority": Majority(base="cast", threshold=share("more_than", 1, 1))},
            "the majority is more than all votes together",
        ),
        (
            {"majority": Majority(base="cast", threshold=share("at_least", 1, 3))},
            "with a majority below one half, a motion and its opposite could both be adopted",
        ),
        (
            {
                "majority": Majority(base="cast", threshold=share("at_least", 1, 2)),
                "casting_vote": "chair",
            },
            "a tie reaches the majority, so the casting vote could never decide",
        ),
        (
            {
                "majority": Majority(base="cast", threshold=share("at_least", 2, 4)),
                "tie": "deadlocked",
            },
            "a tie reaches the majority, so it could never be a deadlock",
        ),
        (
            {"rights": (DecisionRight(class_="scope"), DecisionRight(class_="scope"))},
            "class of matter scope is named twice",
        ),
        ({"procedures": ("written", "written")}, "procedure written is named twice"),
        (
            {"offices": (OfficeRule(office="chair", party="pfizer"),)},
            "office chair is filled by pfizer, which is no party of the board",
        ),
        (
            {"offices": (OfficeRule(office="chair", party="iqvia"),) * 2},
            "office chair is named twice",
        ),
    ],
)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    members: dict[str, Any], problem: str
) -> None:
    """What could never be met or contradicts itself is found at adoption."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(simple(**members), PARTIES)

    assert caught.value.facts == {"problem": problem}


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"majority": Majority(base="cast", threshold=share("at_least", 1, 2))},
        {
            "majority": Majority(base="all_seats", threshold=share("at_least", 1, 2)),
            "tie": "deadlocked",
        },
        {"casting_vote": "chair", "tie": "deadlocked"},
        {"quorum": Quorum(base="seats", threshold=share("at_least", 1, 1), parties=PARTIES)},
        {"offices": (OfficeRule(office="chair", party="iqvia"),)},
    ],
)
def test_a_sound_charter_is_adopted(members: dict[str, Any]) -> None:
    """A charter by which the board can decide is accepted."""
    check_charter(simple(**members), PARTIES)
