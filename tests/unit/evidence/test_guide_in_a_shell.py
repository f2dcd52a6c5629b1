"""VERIFY.md, followed to the letter by a shell and OpenSSL 3 (conftest leaves it out elsewhere)."""

import re
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.evidence.claims import (
    Digest,
)
from ledger.evidence.merkle import hash_leaves
from tests.unit.evidence.bundle_story import ENTRIES, STATEMENTS, write_share

SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _follow_guide(folder: Path, digest: Digest) -> subprocess.CompletedProcess[str]:
    """Run every shell block of VERIFY.md, in order, on one statement."""
    script = "\n".join(SHELL_BLOCK.findall((folder / "VERIFY.md").read_text()))
    script = re.sub(r"^E=.*$", f"E={digest[7:]}", script, flags=re.MULTILINE)
    return subprocess.run(
        ["/bin/sh", "-eu"], input=script, cwd=folder, check=False, capture_output=True, text=True
    )


def test_guide_verifies_an_ed25519_statement(tmp_path: Path) -> None:
    """Openssl and a shell check the log's signature, a statement's, its leaf and the root."""
    finished = _follow_guide(write_share(tmp_path), STATEMENTS[4][0])
    lines = finished.stdout.splitlines()

    assert (finished.stderr, finished.returncode) == ("", 0)
    assert lines.count("Signature Verified Successfully") == 2
    assert lines[1] == "the name is the digest"
    assert '"kind":"ballot.cast.v1"' in lines[3]
    assert lines[4] == "the key is the one that the statement names"
    assert lines[6] == ENTRIES[4].decode()
    assert lines[7] == f"tile/0/000 5:{hash_leaves(ENTRIES)[4].hex()}"
    assert lines[8].startswith("300 entries give the signed root")


def test_guide_verifies_a_p256_statement(tmp_path: Path) -> None:
    """The same text fits a key of a smart card."""
    finished = _follow_guide(write_share(tmp_path), STATEMENTS[5][0])

    assert (finished.stderr, finished.returncode) == ("", 0)
    assert "Verified OK" in finished.stdout.splitlines()


@pytest.mark.parametrize("number", [4, 5])
def test_guide_finds_an_altered_signature(tmp_path: Path, number: int) -> None:
    """With the signature of another statement nothing verifies."""
    folder = write_share(tmp_path)
    head = STATEMENTS[number][1].rpartition(b".")[0]
    forged = head + b"." + STATEMENTS[number - 2][1].rpartition(b".")[2]
    digest = Digest("sha256:" + sha256(forged).hexdigest())
    (folder / "statements" / f"{digest[7:]}.jws").write_bytes(forged)
    finished = _follow_guide(folder, digest)

    assert finished.returncode != 0
    assert "Verified OK" not in finished.stdout
    assert finished.stdout.count("Signature Verified Successfully") == 1


def test_guide_finds_a_changed_log(tmp_path: Path) -> None:
    """An entry changed on the way gives another root."""
    folder = write_share(tmp_path)
    bundle = folder / "tile" / "entries" / "001.p" / "44"
    bundle.write_bytes(bundle.read_bytes().replace(b"14:03:08", b"14:03:09"))
    finished = _follow_guide(folder, STATEMENTS[0][0])

    assert finished.returncode != 0
    assert "the entries do not give the root that was signed" in finished.stderr
