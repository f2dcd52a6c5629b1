"""Each history, told by its views, by its exports, and as it was known: all tell the same."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.histories import (
    test_a_contested_stack,
    test_an_affiliate_orders_work,
    test_an_msa_and_its_order,
    test_lexaria_novotech,
    test_oramed_integrium,
    test_renamed_then_merged,
    test_score,
    test_three_tiers,
    test_work_before_paper,
)
from tests.histories.agreeing import assert_exports_tell_the_same, assert_what_was_known_stays
from tests.unit.domain.story import Story

HISTORIES: dict[str, tuple[Callable[[], Story], tuple[date, ...]]] = {
    "affiliate": (test_an_affiliate_orders_work.told, (date(2021, 4, 2), date(2022, 7, 5))),
    "contested": (test_a_contested_stack.told, (date(2021, 5, 1), date(2021, 6, 16))),
    "master": (test_an_msa_and_its_order.told, (date(2021, 8, 10), date(2022, 1, 15))),
    "lexaria": (test_lexaria_novotech.order, (date(2025, 5, 13), date(2025, 5, 14))),
    "oramed": (test_oramed_integrium.executed, (date(2021, 9, 1), date(2024, 1, 1))),
    "merged": (test_renamed_then_merged.merged, (date(2016, 11, 1), date(2019, 12, 10))),
    "score": (test_score.undisclosed, (date(2020, 12, 17), date(2021, 6, 1))),
    "tiers": (test_three_tiers.told, (date(2021, 3, 1), date(2022, 3, 5))),
    "work before paper": (test_work_before_paper.let_begin, (date(2021, 2, 1), date(2021, 5, 1))),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_exports_tell_what_the_views_tell(name: str, tmp_path: Path) -> None:
    """Text, blame and differences, to the letter, as known at every entry."""
    tell, days = HISTORIES[name]
    assert_exports_tell_the_same(tell(), days, tmp_path)


@pytest.mark.parametrize("name", HISTORIES)
def test_what_was_known_stays_as_it_was(name: str, tmp_path: Path) -> None:
    """Whatever is recorded later changes no answer about an earlier state."""
    tell, _ = HISTORIES[name]
    assert_what_was_known_stays(tell(), tmp_path)
