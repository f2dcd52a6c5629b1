"""The outcome as a whole: items, explanation, and properties of any vote."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.rehearsal.trying import Rehearsed, rehearse
from ledger.domain.voting import outcome
from ledger.evidence.canonical import decode_body, encode_body
from tests.unit.domain.counting.cases import (
    ALL_ENTITLED,
    HALF,
    MAJORITY,
    MOST_CAST,
    NOON,
    SEATS,
    WRITTEN,
    at,
    ballot,
    case,
    charter,
    numbers_of,
    rules_of,
    tried,
    votes,
)

ITEMS = {"class": "plan", "items": [{"item": "one"}, {"item": "two", "class": "budget"}]}
CHOICES = ("for", "against", "abstain", "-")
BASES = ("cast", "present", "entitled", "filled", "all_seats")
THRESHOLDS = (HALF, MAJORITY, {"count": 2}, {"share": {"num": 2, "den": 3}})


def test_items_are_decided_each_by_itself() -> None:
    """By their own rule, with their own recusals and votes."""
    rules = charter(
        votes=[
            {"needs": [ALL_ENTITLED], "when": {"classes": ["budget"]}, "rule": "unanimity"},
            {"needs": [MOST_CAST]},
        ]
    )
    given_ballots = [
        ballot("acme-1"),
        ballot("acme-2"),
        ballot("bell-1", "against", items=["one"]),
        ballot("bell-1", items=["two"]),
        ballot("bell-2", "against"),
    ]

    result = tried(
        rules,
        matter=ITEMS,
        recusals=[{"seat": "bell-2", "items": ["two"]}],
        ballots=given_ballots,
    )

    assert [(each.item, each.outcome) for each in result.items] == [
        ("one", "rejected"),
        ("two", "adopted"),
    ]
    assert result.outcome == "rejected"
    assert result.tally == result.items[0].tally
    assert [each.item for each in result.required] == ["one", "two"]


def test_a_motion_is_what_its_first_item_is_that_was_not_adopted() -> None:
    """An item that was adopted with conditions was adopted."""
    matter = {**ITEMS, "conditions": [{"condition": "audit"}]}
    cast = [ballot("acme-1", items=["one"]), ballot("acme-1", "against", items=["two"])]

    mixed = tried(matter=matter, ballots=cast)
    both = tried(matter=matter, ballots=[*cast[:1], ballot("acme-1", items=["two"])])

    assert [each.outcome for each in mixed.items] == ["adopted_with_conditions", "rejected"]
    assert mixed.outcome == "rejected"
    assert both.outcome == "adopted_with_conditions"


def test_a_motion_of_one_matter_has_no_items() -> None:
    """Its outcome is all there is."""
    assert tried(ballots=votes("for")).items == ()


def test_nobody_left_who_may_vote_is_no_unanimity() -> None:
    """A board of whom all withdrew has no quorum, whatever the charter asks."""
    result = tried(recusals=[*SEATS], ballots={})

    assert result.outcome == "inquorate"
    assert rules_of(result, "eligible") == ["not_met"]


def test_a_window_without_a_ballot_lapses_unless_an_officer_closed_it() -> None:
    """Silence is no vote; but what was put and closed has failed."""
    matter = {"class": "plan", "procedure": "written", "opened_at": at(days=-6)}
    rules = charter(procedures=WRITTEN)

    lapsed = tried(rules, matter=matter, ballots={})
    closed = tried(rules, matter={**matter, "closed_at": at(days=-2)}, ballots={})

    assert (lapsed.outcome, rules_of(lapsed, "silence")) == ("lapsed", ["not_met"])
    assert closed.outcome == "rejected"


def test_a_meeting_has_no_window() -> None:
    """Its poll is over at an hour; only one in writing, or by silence, has a window."""
    written = {"class": "plan", "procedure": "written", "opened_at": at(days=-6)}
    rules = charter(procedures={"meeting": {}, **WRITTEN})

    for cast in ({}, votes("for")):
        said = " ".join(line.text for line in tried(rules, ballots=cast).explanation)
        other = " ".join(
            line.text for line in tried(rules, matter=written, ballots=cast).explanation
        )

        assert ("The poll was over at" in said, "window" in said) == (True, False)
        assert "The window was over at" in other


def test_before_anything_is_put_to_the_vote_nothing_is_decided() -> None:
    """The numbers that are needed are there all the same, at a meeting and in writing."""
    rules = charter(quorum=[{"threshold": HALF}], procedures={"meeting": {}, **WRITTEN})

    for procedure in ("meeting", "written"):
        result = tried(rules, matter={"class": "plan", "procedure": procedure})
        needed = result.required[0]

        assert result.outcome == "pending"
        assert (needed.quorum, needed.votes[0].count, needed.votes[0].needed) == (2, 4, 3)


def test_the_explanation_names_each_rule_with_the_numbers_that_count() -> None:
    """What is said is what was counted."""
    rules = charter(
        quorum=[{"rule": "half", "threshold": HALF}],
        votes=[{"rule": "most", "needs": [MOST_CAST]}],
    )

    result = tried(rules, recusals=["bell-2"], ballots=votes("for", "for", "against"))
    quorum = result.quorum
    assert quorum is not None

    assert numbers_of(result, "half") == {
        "present": quorum.present,
        "count": quorum.count,
        "needed": quorum.needed,
    }
    assert numbers_of(result, "most") == {
        "for": result.base[0].for_,
        "count": result.base[0].count,
        "needed": result.base[0].needed,
    }
    assert numbers_of(result, "electorate") == {"voting-seats": 4, "filled": 4, "eligible": 3}
    assert numbers_of(result, "ballots") == {"for": 2, "against": 1, "abstained": 0, "silent": 0}
    assert numbers_of(result, "recused") == {"seats": 1}
    assert [line.rule for line in result.explanation][-1] == "outcome"


def test_each_item_is_explained_under_its_name() -> None:
    """One item after another, each with its outcome."""
    result = tried(matter=ITEMS, ballots=votes("for"))

    assert len(rules_of(result, "item")) == len(rules_of(result, "outcome")) == 2


def test_a_poll_says_why_it_is_over() -> None:
    """By an officer, by its window, or because nothing was left to wait for."""
    matter = {"class": "plan", "procedure": "written", "opened_at": at(days=-9)}
    rules = charter(procedures=WRITTEN)
    texts = {
        next(line.text for line in result.explanation if line.rule == "end")
        for result in (
            tried(rules, matter={**matter, "closed_at": at(days=-1)}, ballots={"acme-1": "for"}),
            tried(rules, matter={**matter, "closes_at": at()}, ballots={"acme-1": "for"}),
            tried(
                rules,
                matter={**matter, "closes_at": at(days=2)},
                ballots=votes("for", "for", "for", "for"),
            ),
        )
    }

    assert len(texts) == 3


def _rule(base: str, threshold: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"needs": [{"base": base, "threshold": threshold}], "tie": "deadlocked", **more}


RULES = st.builds(
    _rule,
    st.sampled_from(BASES),
    st.sampled_from(THRESHOLDS),
    abstain=st.sampled_from(("not_cast", "cast", "against")),
    split=st.sampled_from(("deadlocked", "rejected")),
    silence=st.sampled_from(("none", "for", "against", "abstain")),
)
SAID = st.lists(st.sampled_from(CHOICES), min_size=4, max_size=4)


@given(rule=RULES, said=SAID, turned=st.integers(0, 3))
@settings(deadline=None)
def test_one_more_vote_for_never_undoes_an_adoption(
    rule: dict[str, Any], said: list[str], turned: int
) -> None:
    """Whoever says yes instead makes no motion fail."""
    rules = charter(votes=[rule])
    better = [*said[:turned], "for", *said[turned + 1 :]]

    if tried(rules, attendance=[*SEATS], ballots=votes(*said)).outcome == "adopted":
        assert tried(rules, attendance=[*SEATS], ballots=votes(*better)).outcome == "adopted"


@given(rule=RULES, said=SAID, order=st.permutations(range(4)))
@settings(deadline=None)
def test_the_order_within_one_instant_does_not_matter(
    rule: dict[str, Any], said: list[str], order: list[int]
) -> None:
    """The same facts told in another order give the same close, bit for bit."""
    tried_on = case(charter(votes=[rule]), attendance=[*SEATS], ballots=votes(*said))
    known = facts_of(tried_on)
    ballots = dict(enumerate(known.ballots))
    meeting = known.meeting
    assert meeting is not None
    moved = replace(meeting, movements=tuple(meeting.movements[index] for index in order))
    shuffled = replace(
        known,
        meeting=moved,
        ballots=tuple(ballots[index] for index in order if index in ballots),
    )

    closes = [encode_body(outcome(tried_on.charter, facts, NOON)) for facts in (known, shuffled)]

    assert closes[0] == closes[1]


@given(rule=RULES, said=SAID, recused=st.sets(st.sampled_from(SEATS)))
@settings(deadline=None)
def test_every_answer_is_exact_and_has_one_spelling(
    rule: dict[str, Any], said: list[str], recused: set[str]
) -> None:
    """Canonical bytes hold no floats, and say the same when they are read again."""
    rules = charter(
        votes=[{**rule, "needs": [{**rule["needs"][0], "unit": "weight"}]}],
        weights=[{"who": {}, "weight": 10, "shared": "pool", "absent": "all"}],
        seats=[{"seat": seat, "party": seat.partition("-")[0]} for seat in (*SEATS, "third-1")],
    )
    result = rehearse(case(rules, recusals=sorted(recused), ballots=votes(*said)))

    assert decode_body(encode_body(result), Rehearsed) == result


@given(rule=RULES, said=SAID, recused=st.sets(st.sampled_from(SEATS)))
@settings(deadline=None)
def test_every_seat_is_counted_once(
    rule: dict[str, Any], said: list[str], recused: set[str]
) -> None:
    """The tally is of all filled voting seats, each in one member."""
    tally = tried(charter(votes=[rule]), recusals=sorted(recused), ballots=votes(*said)).tally
    counted = (
        *(tally.for_, tally.against, tally.abstained, tally.silent, tally.recused),
        *(tally.excluded, tally.deemed_for, tally.deemed_against, tally.deemed_abstained),
    )

    assert sum(counted) == len(SEATS)
