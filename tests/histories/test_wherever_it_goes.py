"""Contracts that chance leads on: wherever they get to, everything that tells of them agrees."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.histories.agreeing import (
    assert_changes_tell_what_they_did,
    assert_exports_tell_the_same,
    assert_text_is_that_of_the_last_day,
    assert_what_was_known_stays,
)
from tests.histories.wandering import Walk
from tests.unit.domain.recomputing import assert_replays

# Walks by their seeds: each found a defect once, or goes through what others do not.
FOUND = (38, 83, 111, 150, 280, 296, 1547)


@pytest.mark.parametrize("seed", [*FOUND, *range(9000, 9012)])
def test_the_text_on_which_changes_are_drafted_is_that_of_the_last_day(seed: int) -> None:
    """After each step; and the rules over the same statements give the same world."""
    walk = Walk(chance=Random(seed))  # noqa: S311 -- to be told again, no secret
    walk.deal.execute(walk.opening())

    for _ in range(80):
        walk.step()
        assert_text_is_that_of_the_last_day(walk.deal)

    assert_replays(walk.deal)


@pytest.mark.parametrize("seed", [20, 32, 59])
def test_views_exports_and_what_was_known_agree(seed: int, tmp_path: Path) -> None:
    """To the letter, on a day before, today and on one to come."""
    deal = Walk.of(seed, 40).deal
    today = deal.now.date()

    assert_changes_tell_what_they_did(deal, tmp_path)
    assert_what_was_known_stays(deal, tmp_path, every=9)
    days = (date(2021, 1, 20), today, today + timedelta(days=200))
    (tmp_path / "exports").mkdir()
    assert_exports_tell_the_same(deal, days, tmp_path / "exports")


def test_a_walk_goes_everywhere() -> None:
    """Chance leaves none of the ways out, so that what agrees is not told of little."""
    taken = {name for seed in range(9000, 9012) for name in Walk.of(seed, 60).taken}

    assert taken == {
        "change",
        "meet",
        "notice",
        "novate",
        "owe",
        "rename",
        "renew",
        "rest",
        "wait",
        "withdraw",
    }
