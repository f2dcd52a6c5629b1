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
from tests.histories.agreeing import (
    assert_changes_tell_what_they_did,
    assert_exports_tell_the_same,
    assert_what_was_known_stays,
)
from tests.projections import test_changes, turns
from tests.unit.domain.agreement import Deal
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


def signed_by_both() -> Story:
    """The project agreement's change order with both signatures: it looks back."""
    pair = test_lexaria_novotech.order()
    pair.sign_change("novotech")
    return pair


def of_a_deal(tell: Callable[[Deal], None]) -> Callable[[], Story]:
    """Return what tells a deal that takes a turn."""

    def told() -> Story:
        deal = Deal()
        tell(deal)
        return deal

    return told


CHANGED: dict[str, Callable[[], Story]] = {
    **{name: HISTORIES[name][0] for name in ("affiliate", "contested", "master", "merged")},
    "tiers": test_three_tiers.told,
    "lexaria": signed_by_both,
    "in another order": of_a_deal(turns.changed),
    "extended late": of_a_deal(turns.expired),
    "novated": of_a_deal(turns.novated),
    "restated": of_a_deal(test_changes.restated),
    "undone": of_a_deal(test_changes.undone),
    "on paper": of_a_deal(test_changes.on_paper),
}


@pytest.mark.parametrize("name", CHANGED)
def test_changes_tell_what_they_did(name: str, tmp_path: Path) -> None:
    """What a change says that it makes of the contract is what the copies then differ in."""
    assert_changes_tell_what_they_did(CHANGED[name](), tmp_path)
