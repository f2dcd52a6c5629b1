"""Key files: for their owner alone, and never written over."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from ledger.evidence.keyfile import (
    KeyFileExistsError,
    KeyFileExposedError,
    KeyFileMalformedError,
    KeyFileMissingError,
    key_file_bytes_max,
    load_log_signer,
    load_signer,
    save_log_signer,
    save_signer,
)
from ledger.evidence.keys import (
    Algorithm,
    PassphraseError,
    PrivateKeyMalformedError,
    generate_log_signer,
    generate_signer,
    mldsa44_algorithm,
)
from ledger.evidence.openssh import format_public_line

SIGNER = generate_signer()
ALGORITHMS: tuple[Algorithm, ...] = ("Ed25519", "ES256")


@pytest.mark.parametrize("alg", ALGORITHMS)
@pytest.mark.parametrize("passphrase", [None, b"open sesame"])
def test_a_saved_key_loads(tmp_path: Path, alg: Algorithm, passphrase: bytes | None) -> None:
    """The file gives back the signer, under its passphrase."""
    signer = generate_signer(alg)
    save_signer(tmp_path / "key", signer, passphrase)

    assert load_signer(tmp_path / "key", passphrase).public == signer.public


def test_a_saved_key_is_for_its_owner(tmp_path: Path) -> None:
    """The mode is 0600 from the first byte on, whatever the umask."""
    before = os.umask(0)
    try:
        save_signer(tmp_path / "key", SIGNER)
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a_locked_key_needs_its_passphrase(tmp_path: Path) -> None:
    """The file alone is not enough."""
    save_signer(tmp_path / "key", SIGNER, b"open sesame")
    with pytest.raises(PassphraseError):
        load_signer(tmp_path / "key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o777])
def test_an_exposed_key_is_refused(tmp_path: Path, mode: int) -> None:
    """Whoever could read or change it could sign."""
    save_signer(tmp_path / "key", SIGNER)
    (tmp_path / "key").chmod(mode)
    with pytest.raises(KeyFileExposedError):
        load_signer(tmp_path / "key")


def test_a_link_does_not_hide_the_mode_of_its_target(tmp_path: Path) -> None:
    """The file that is opened is the file that is judged."""
    save_signer(tmp_path / "key", SIGNER)
    (tmp_path / "key").chmod(0o644)
    (tmp_path / "link").symlink_to(tmp_path / "key")
    with pytest.raises(KeyFileExposedError):
        load_signer(tmp_path / "link")


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    """The first key stays."""
    save_signer(tmp_path / "key", SIGNER)
    with pytest.raises(KeyFileExistsError):
        save_signer(tmp_path / "key", generate_signer())

    assert load_signer(tmp_path / "key").public == SIGNER.public


def test_a_key_is_not_written_through_a_link(tmp_path: Path) -> None:
    """A dangling link cannot lead it elsewhere."""
    (tmp_path / "key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyFileExistsError):
        save_signer(tmp_path / "key", SIGNER)

    assert not (tmp_path / "elsewhere").exists()


def test_a_key_needs_a_folder(tmp_path: Path) -> None:
    """None is made for it, because whose would it be?"""
    with pytest.raises(KeyFileMissingError):
        save_signer(tmp_path / "nowhere" / "key", SIGNER)


def test_a_key_needs_a_possible_name(tmp_path: Path) -> None:
    """What the file system refuses is named."""
    with pytest.raises(KeyFileMalformedError):
        save_signer(tmp_path / ("k" * 300), SIGNER)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    """The path is wrong, or the key is elsewhere."""
    with pytest.raises(KeyFileMissingError):
        load_signer(tmp_path / "key")


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    """Only a regular file is read."""
    with pytest.raises(KeyFileMalformedError):
        load_signer(tmp_path)


def test_a_pipe_does_not_hold_the_reader(tmp_path: Path) -> None:
    """Nobody writes to it, and nobody waits."""
    os.mkfifo(tmp_path / "key", 0o600)
    with pytest.raises(KeyFileMalformedError):
        load_signer(tmp_path / "key")


def test_a_loop_of_links_is_no_key(tmp_path: Path) -> None:
    """What cannot be opened is named."""
    (tmp_path / "key").symlink_to(tmp_path / "key")
    with pytest.raises(KeyFileMalformedError):
        load_signer(tmp_path / "key")


def test_a_large_file_is_no_key(tmp_path: Path) -> None:
    """Reading stops at the limit."""
    (tmp_path / "key").touch(0o600)
    (tmp_path / "key").write_bytes(bytes(key_file_bytes_max + 1))
    with pytest.raises(KeyFileMalformedError):
        load_signer(tmp_path / "key")


def test_a_log_key_survives_its_file(tmp_path: Path) -> None:
    """The log's keys are kept with the same care."""
    signer = generate_log_signer(mldsa44_algorithm)
    save_log_signer(tmp_path / "log", signer)

    assert load_log_signer(tmp_path / "log").public == signer.public


def test_a_member_key_is_no_log_key(tmp_path: Path) -> None:
    """The two are kept in different forms, so that they cannot be mixed up."""
    save_signer(tmp_path / "key", SIGNER)
    with pytest.raises(PrivateKeyMalformedError):
        load_log_signer(tmp_path / "key")


KEYGEN = shutil.which("ssh-keygen") or ""


if KEYGEN:  # where OpenSSH is there

    @pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
    def test_keys_of_openssh_load(tmp_path: Path, kind: str) -> None:
        """OpenSSH's key files are ours, and so are its public lines."""
        path = tmp_path / "key"
        subprocess.run(
            [KEYGEN, "-q", "-t", kind, "-b", "256", "-N", "pw", "-C", "ada", "-f", str(path)],
            check=True,
        )
        line = format_public_line(load_signer(path, b"pw").public, "ada")

        assert line == path.with_suffix(".pub").read_text()
