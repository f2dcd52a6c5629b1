"""Where a ledger is on disk: ledger.folder; its anchor: ledger.store.anchor."""

import stat
from pathlib import Path

import pytest

from ledger.evidence.keyfile import KeyFileExposedError
from ledger.evidence.merkle import Hash
from ledger.evidence.note import VKeyMalformedError
from ledger.folder import (
    FolderMissingError,
    FolderTakenError,
    LedgerFolder,
    SettingsMalformedError,
)
from ledger.store.anchor import Anchor, Anchored, AnchorFailedError

ORIGIN = "countersign.example/desk"


def test_a_new_folder_has_everything(tmp_path: Path) -> None:
    """Keys are fresh and for their owner alone; the anchor is there, empty."""
    folder = LedgerFolder.create(tmp_path / "ledger", ORIGIN)

    keys = sorted((folder.root / "keys").iterdir())
    assert [path.name for path in keys] == ["log-ed25519.pem", "log-mldsa44.pem", "system"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} == {0o600}
    assert stat.S_IMODE((folder.root / "keys").stat().st_mode) == 0o700
    assert folder.anchor.read_bytes() == b""
    assert folder.documents.is_dir()
    assert folder.views == folder.root / "views.db"
    assert [vkey.algorithm for vkey in folder.vkeys()] == [0x01, 0x06]
    assert LedgerFolder.load(folder.root) == folder


def test_the_anchor_can_be_elsewhere(tmp_path: Path) -> None:
    """A separately configured path is kept in the settings."""
    elsewhere = tmp_path / "elsewhere.anchor"

    folder = LedgerFolder.create(tmp_path / "ledger", ORIGIN, anchor=elsewhere)

    assert folder.anchor == elsewhere
    assert LedgerFolder.load(folder.root).anchor.is_file()


def test_a_folder_in_use_is_not_taken(tmp_path: Path) -> None:
    """A new ledger never mixes with what is there."""
    (tmp_path / "something").touch()

    with pytest.raises(FolderTakenError):
        LedgerFolder.create(tmp_path, ORIGIN)


def test_an_origin_that_cannot_sign_makes_nothing(tmp_path: Path) -> None:
    """The origin is the name of the log's keys."""
    with pytest.raises(VKeyMalformedError):
        LedgerFolder.create(tmp_path / "ledger", "two words")

    assert not (tmp_path / "ledger").exists()


def test_a_folder_without_settings_is_no_ledger(tmp_path: Path) -> None:
    """Loading makes nothing up."""
    with pytest.raises(FolderMissingError):
        LedgerFolder.load(tmp_path)


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"anchor":"a","format":"x","origin":"o"}'])
def test_settings_are_read_strictly(tmp_path: Path, raw: bytes) -> None:
    """Another format or spelling is refused."""
    (tmp_path / "ledger.json").write_bytes(raw)

    with pytest.raises(SettingsMalformedError):
        LedgerFolder.load(tmp_path)


def test_exposed_keys_are_not_used(tmp_path: Path) -> None:
    """A key that others can read is no longer the ledger's alone."""
    folder = LedgerFolder.create(tmp_path / "ledger", ORIGIN)
    (folder.root / "keys" / "system").chmod(0o640)

    with pytest.raises(KeyFileExposedError):
        folder.load_system_signer()


def test_the_anchor_gives_back_its_newest_line(tmp_path: Path) -> None:
    """Each commit adds a line."""
    (tmp_path / "anchor").touch()
    anchor = Anchor(tmp_path / "anchor")
    states = [Anchored(size=size, root=Hash(bytes([size]) * 32)) for size in (1, 4)]

    found = [anchor.newest()]
    for state in states:
        anchor.append(state)
        found.append(anchor.newest())

    assert found == [None, *states]


def test_an_anchor_that_cannot_be_written_is_told() -> None:
    """A full disk must not look like an anchored commit."""
    with pytest.raises(AnchorFailedError):
        Anchor(Path("/dev/full")).append(Anchored(size=1, root=Hash(bytes(32))))
