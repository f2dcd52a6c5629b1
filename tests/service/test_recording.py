"""What the single door promises: ledger.service.Ledger.record."""

from pathlib import Path

from tests.service.desk import Desk


def test_the_first_statement_founds_the_ledger(tmp_path: Path) -> None:
    """A founding signed by its own root is entry 0, under a checkpoint."""
    desk = Desk.begin(tmp_path)

    outcome = desk.say(desk.root, "ledger.founded.v1", "ledger/main", desk.founding())

    assert (outcome.error, outcome.leaf_index) == (None, 0)
    assert desk.ledger_id == outcome.digest


def test_a_ledger_opens_as_it_was_left(tmp_path: Path) -> None:
    """After a restart the next statement follows the last one."""
    desk = Desk.found(tmp_path)
    desk.enrol("cro", "alice", "signatory")
    before = desk.ledger.world.size

    desk.reopen()
    desk.enrol("cro", "bob", "signatory")

    assert desk.ledger.world.size == before + 3
