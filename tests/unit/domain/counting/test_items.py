"""What a motion of several items has come to, where its items came to different ends."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import MOST_CAST, ballot, charter, tried

WORDS = {
    "a": "adopted",
    "r": "rejected",
    "x": "deadlocked",
    "d": "deferred",
    "l": "lapsed",
    "u": "ultra_vires",
}
RULES = charter(
    powers={"rights": [{"class": name} for name in "arxdl"]},
    votes=[
        {"needs": [MOST_CAST], "when": {"classes": ["x"]}, "failed": "deadlocked"},
        {"needs": [MOST_CAST], "when": {"classes": ["d"]}, "failed": "deferred"},
        {"needs": [MOST_CAST], "when": {"classes": ["l"]}, "failed": "lapsed"},
        {"needs": [MOST_CAST]},
    ],
)


@pytest.mark.parametrize(
    ("items", "decisive"),
    [
        ("a", "a"),
        ("aa", "a"),
        ("ar", "r"),
        ("ra", "r"),
        ("rl", "l"),
        ("lr", "l"),
        ("lu", "u"),
        ("ux", "x"),
        ("xd", "d"),
        ("ardxlu", "d"),
    ],
)
def test_the_word_that_is_furthest_from_adoption_is_the_motions(items: str, decisive: str) -> None:
    """In whatever order the items stand; its tally is the one that is shown."""
    named = [f"{letter}-{index}" for index, letter in enumerate(items)]
    given: list[dict[str, Any]] = [
        ballot("acme-1", "for" if name[0] in "au" else "against", items=[name]) for name in named
    ]
    matter = {
        "class": "a",
        "items": [{"item": name, "class": name[0]} for name in named],
    }

    result = tried(RULES, matter=matter, ballots=given)

    assert [item.outcome for item in result.items] == [WORDS[letter] for letter in items]
    assert result.outcome == WORDS[decisive]
    assert result.tally == result.items[items.index(decisive)].tally


def test_an_item_with_conditions_goes_before_one_without() -> None:
    """Of adopted items the one that still waits for a condition gives the word."""
    matter = {
        "class": "a",
        "items": [{"item": "one"}, {"item": "two", "class": "r"}],
        "conditions": [{"condition": "permit"}],
    }

    result = tried(RULES, matter=matter, ballots={"acme-1": "for"})

    assert result.outcome == "adopted_with_conditions"


def test_without_a_vote_no_presence_is_recorded() -> None:
    """Silence that holds and an officer alone need no quorum; a vote that follows does."""
    way: dict[str, Any] = {
        "interim": {},
        "no_objection": {"window": {"count": 5, "unit": "days"}},
    }
    rules = charter(procedures=way, quorum=[{"threshold": {"count": 1}}])
    silent = {"class": "plan", "procedure": "no_objection"}

    held = tried(rules, matter=silent)
    broken = tried(rules, matter=silent, objections=["bell-1"], ballots={"acme-1": "for"})
    alone = tried(
        rules,
        matter={"class": "plan", "procedure": "interim", "items": [{"item": "one"}]},
        ballots={"acme-1": "for"},
    )

    assert (held.outcome, held.quorum) == ("adopted", None)
    assert broken.quorum is not None
    assert (alone.outcome, alone.items[0].quorum) == ("adopted", None)


@pytest.mark.parametrize(("then", "counted"), [("deferred", False), ("rejected", False)])
def test_an_objection_that_ends_it_is_no_vote_either(then: str, *, counted: bool) -> None:
    """Only a vote that follows is one."""
    way = {"no_objection": {"window": {"count": 5, "unit": "days"}, "then": then}}
    rules = charter(procedures=way, quorum=[{"threshold": {"count": 1}}])

    result = tried(
        rules, matter={"class": "plan", "procedure": "no_objection"}, objections=["bell-1"]
    )

    assert (result.outcome, result.quorum is not None) == (then, counted)


def test_a_poll_that_its_form_stopped_deems_nobody() -> None:
    """Whoever had no chance to speak at the meeting to come has said nothing."""
    way = {"written": {"window": {"count": 5, "unit": "days"}, "objects": 1}}
    rules = charter(
        procedures=way,
        votes=[{"needs": [MOST_CAST], "silence": "for"}],
        quorum=[{"threshold": {"count": 4}, "deemed": "present"}],
    )
    matter = {"class": "plan", "procedure": "written"}
    form = [{"seat": "bell-1", "to": "form"}]

    stopped = tried(rules, matter=matter, ballots={"acme-1": "for"}, objections=form)
    held = tried(rules, matter=matter, ballots={"acme-1": "for"})

    assert (stopped.outcome, stopped.tally.deemed_for, stopped.tally.silent) == ("deferred", 0, 3)
    assert (held.outcome, held.tally.deemed_for) == ("adopted", 3)
    assert (stopped.quorum is None, held.quorum is None) == (False, False)
    assert [line.text for line in stopped.explanation if "goes before a meeting" in line.text]
