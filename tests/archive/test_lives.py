"""What becomes of contracts, recorded in a file, exported and replayed from the export."""

from pathlib import Path
from typing import Any

import pytest

from ledger.archive import Archive
from ledger.audit.exported import verify_bundle
from ledger.domain.world import Act
from ledger.evidence.keys import Signer
from ledger.service.world import StoredWorld
from ledger.store.statements import StatementStore
from tests.archive.shelf import Shelf
from tests.unit.domain.agreement import CONTRACT
from tests.unit.domain.lives import SECOND, Lived, whole_life


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Two whole lives, written into a ledger folder."""
    shelf = Shelf(tmp_path_factory.mktemp("lives"))
    shelf.story = whole_life()
    shelf.write()
    return shelf


def test_a_life_is_replayed_from_its_export(shelf: Shelf, tmp_path: Path) -> None:
    """Every authority, term, duty and payment is recomputed; nothing is found."""
    with Archive.open(shelf.folder) as archive:
        archive.export(tmp_path / "all.zip")

    verdict, reader = verify_bundle(tmp_path / "all.zip")

    assert (verdict.findings, verdict.size, reader) == ((), shelf.story.world.size, "all")
    assert verdict.replayed == verdict.size


class Watched(Lived):
    """A deal that is written into a ledger folder after every statement."""

    shelf: Shelf | None = None
    clocks: tuple[tuple[list[Any], list[Any]], ...] = ()

    def record(self, compact: bytes, key: Signer | None = None) -> Act:
        """Record a statement, then compare the clocks that run with those of a fresh start."""
        act = super().record(compact, key)
        if self.shelf is not None:
            self.shelf.write()
            fresh = StoredWorld(StatementStore(self.shelf.folder.database))
            pair = list(self.world.deadlines()), list(fresh.deadlines())
            self.clocks = (*self.clocks, pair)
        return act


def test_a_fresh_start_knows_when_each_term_ends(tmp_path: Path) -> None:
    """Executed, declined, renewed, expired: the clocks that run are found by their kinds."""
    deal, shelf = Watched(), Shelf(tmp_path)
    shelf.story = deal
    deal.shelf = shelf
    whole_life(deal)
    ends = {tuple(stream for _, stream in live) for live, _ in deal.clocks}

    assert [fresh for _, fresh in deal.clocks] == [live for live, _ in deal.clocks]
    assert ends == {(), (CONTRACT,), (CONTRACT, SECOND)}
