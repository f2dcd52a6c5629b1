"""The views over a ledger's own file: what the service recorded is what they show."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ledger.archive import Archive
from ledger.domain.kinds.party import PartyRenamed
from projections import directory, signers
from projections.runner import Views
from tests.projections.conftest import ANYBODY
from tests.projections.tables_of import tables_of
from tests.service.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A founded ledger on disk."""
    opened = Desk.found(tmp_path)
    yield opened
    opened.ledger.close()


def test_the_views_follow_what_the_service_records(desk: Desk) -> None:
    """Whoever wrote reads what they wrote, and a rebuild gives the same."""
    with Archive.open(desk.folder) as archive:
        views = Views.open(desk.folder.views, archive)
        assert views.catch_up() == archive.tree_size
        boss = desk.enrol("cro", "boss", "signatory")
        body = PartyRenamed(legal_name="IQVIA", on=date(2020, 12, 17))
        desk.say(boss, "party.renamed.v1", "party/cro", body)
        newest = archive.tree_size - 1

        assert views.wait_for(newest, 5)
        with views.connection() as connection:
            (company,) = directory.list_parties(connection, ANYBODY)
            signed = signers.list_signed(connection, ANYBODY, person="boss")

        assert (company["legal_name"], company["leaf_index"]) == ("IQVIA", newest)
        assert [row["kind"] for row in signed] == ["undertaking.signed.v1", "party.renamed.v1"]

        live = tables_of(views)
        views.rebuild()
        assert tables_of(views) == live
        views.close()
