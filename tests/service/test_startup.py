"""A ledger distrusts itself before it serves: ledger.service.startup."""

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from ledger.domain.kinds.party import PartyRenamed
from ledger.errors import CorruptError
from ledger.evidence.keyfile import KeyFileMissingError, save_log_signer, save_signer
from ledger.evidence.keys import generate_log_signer, generate_signer
from ledger.store.schema import TRIGGERS
from tests.service.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Found a ledger with some entries, and close it."""
    desk = Desk.found(tmp_path)
    desk.enrol("cro", "alice", "signatory")
    desk.ledger.close()
    return desk


def tamper(desk: Desk, *changes: str) -> None:
    """Change the file as its operator could, and put every trigger back."""
    connection = sqlite3.connect(desk.folder.database, isolation_level=None)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    for change in changes:
        connection.execute(change)
    for ddl in TRIGGERS.values():
        connection.execute(ddl)
    connection.close()


def refusal(desk: Desk) -> str:
    """Return the code for which the ledger refuses to open."""
    with pytest.raises(CorruptError) as caught:
        desk.open()
    return caught.value.code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("CREATE TABLE extra (x)", "schema-altered"),
        ("DROP INDEX events_by_topic", "schema-altered"),
        ("DELETE FROM checkpoint", "checkpoint-wrong"),
        ("UPDATE checkpoint SET note = 'x'", "checkpoint-wrong"),
        ("UPDATE ledger_head SET size = size - 1", "newest-entry"),
        ("UPDATE ledger_head SET size = size + 1", "newest-entry"),
        ("UPDATE ledger_head SET size = 0", "checkpoint-wrong"),
        ("DELETE FROM ledger_head", "head-missing"),
        ("UPDATE ledger_head SET newest_at = '2020-12-17T09:00:00.001Z'", "newest-entry"),
        ("DELETE FROM events WHERE rowid = 3", "newest-entry"),
        ("DELETE FROM entries WHERE leaf_index = 2", "entry-missing"),
        ("UPDATE entries SET entry = x'00' WHERE leaf_index = 2", "entry-missing"),
        ("DELETE FROM nodes WHERE level = 0 AND position = 2", "node-missing"),
        ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND position = 2", "newest-entry"),
        ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 2", "checkpoint-wrong"),
        ("UPDATE events SET state = x'00' WHERE rowid = 3", "row-mismatch"),
        ("UPDATE events SET topic = 'key.added.v1' WHERE rowid = 3", "row-mismatch"),
        ("UPDATE events SET originator_id = 'party/x' WHERE rowid = 3", "row-mismatch"),
        ("UPDATE events SET originator_version = 9 WHERE rowid = 3", "row-mismatch"),
    ],
)
def test_a_tampered_file_is_not_served(desk: Desk, change: str, code: str) -> None:
    """Whatever touches the newest state is noticed at once; `verify` finds the rest."""
    tamper(desk, change)

    assert refusal(desk) == code


def test_a_dropped_trigger_is_noticed(desk: Desk) -> None:
    """The file must have every trigger that was made."""
    connection = sqlite3.connect(desk.folder.database)
    connection.execute("DROP TRIGGER events_refuse_update")
    connection.close()

    assert refusal(desk) == "schema-altered"


def test_a_restored_backup_is_not_served(desk: Desk) -> None:
    """A database that lacks what was answered for would sign a second history."""
    backup = desk.folder.root / "backup.db"
    shutil.copy(desk.folder.database, backup)
    desk.ledger = desk.open()
    desk.enrol("cro", "bob", "signatory")
    desk.ledger.close()

    shutil.copy(backup, desk.folder.database)

    assert refusal(desk) == "backup-restored"


def test_an_emptied_folder_is_not_founded_again(desk: Desk) -> None:
    """A lost file is not quietly replaced by a fresh ledger."""
    desk.folder.database.unlink()

    assert refusal(desk) == "backup-restored"


def test_another_history_of_the_same_size_is_not_served(desk: Desk) -> None:
    """The anchor's root is compared, not only its size."""
    size = desk.folder.anchor.read_text().splitlines()[-1].split()[0]
    desk.folder.anchor.write_text(f"{size} {'0' * 64}\n")

    assert refusal(desk) == "backup-restored"


def test_a_torn_anchor_line_is_mended(desk: Desk) -> None:
    """A crash within the anchor's last line costs nothing: nobody was answered for it."""
    whole = desk.folder.anchor.read_bytes()
    desk.folder.anchor.write_bytes(whole[:-10])

    desk.open()

    assert desk.folder.anchor.read_bytes() == whole


def test_an_anchor_in_disorder_is_not_served(desk: Desk) -> None:
    """Sizes grow from line to line."""
    desk.folder.anchor.write_bytes(desk.folder.anchor.read_bytes() * 2)

    assert refusal(desk) == "anchor-malformed"


def test_a_lost_anchor_is_noticed(desk: Desk) -> None:
    """Without its anchor a ledger cannot tell a backup from the newest state."""
    desk.folder.anchor.unlink()

    assert refusal(desk) == "anchor-missing"


def test_foreign_log_keys_are_not_used(desk: Desk) -> None:
    """The folder's keys must be those of the founding."""
    path = desk.folder.root / "keys" / "log-ed25519.pem"
    path.unlink()
    save_log_signer(path, generate_log_signer(0x01))

    assert refusal(desk) == "own-keys"


def test_a_foreign_system_key_is_not_used(desk: Desk) -> None:
    """What follows by rule is signed by the key of the founding."""
    path = desk.folder.root / "keys" / "system"
    path.unlink()
    save_signer(path, generate_signer())

    assert refusal(desk) == "own-keys"


def test_a_missing_key_is_told(desk: Desk) -> None:
    """Without its keys a ledger cannot be opened for writing."""
    (desk.folder.root / "keys" / "system").unlink()

    with pytest.raises(KeyFileMissingError):
        desk.open()


def test_a_log_that_shrinks_while_served_is_noticed(desk: Desk) -> None:
    """When the file is put back under a running ledger, it stops."""
    backup = desk.folder.root / "backup.db"
    shutil.copy(desk.folder.database, backup)
    desk.ledger = desk.open()
    desk.enrol("cro", "bob", "signatory")
    tamper(desk, "UPDATE ledger_head SET size = size - 1")

    with pytest.raises(CorruptError) as caught:
        _ = desk.ledger.world

    assert caught.value.code == "log-shrank"


def test_an_intruders_commit_is_noticed(desk: Desk) -> None:
    """What another process appended must be under a checkpoint of this log."""
    desk.ledger = desk.open()
    body = PartyRenamed(legal_name="x", on=date(2020, 12, 17))
    submission = desk.sign(desk.registrars["cro"], "party.renamed.v1", "party/cro", body)
    other = desk.open()
    assert other.record((submission,))[0].error is None
    tamper(desk, "UPDATE checkpoint SET note = 'x'")

    with pytest.raises(CorruptError) as caught:
        desk.say(desk.registrars["cro"], "party.renamed.v1", "party/cro", body)

    assert caught.value.code == "checkpoint-wrong"
