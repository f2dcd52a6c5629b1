"""What always holds of the count, whatever the charter and the ballots."""

import ast
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import voting
from ledger.domain.boards import charter as charter_module
from ledger.domain.kinds.board import Charter, Majority, Quorum
from ledger.domain.kinds.decision import DecisionClosed
from ledger.domain.voting import Chair, Facts, outcome
from ledger.evidence.canonical import decode_body, encode_body
from tests.unit.domain.polls import CLOSES, MOST, OPENED, PARTIES, share, simple, voters, word_of

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
