"""The README is true: its shell block is run, its tables name what is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands.score.stage import Stage
from ledger.archive import Archive
from ledger.evidence.note import format_vkey
from tests.sources import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^<!-- output: \w+ -->\n```\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
HELD = [
    "Signature Verified Successfully",
    "the entry is of this statement",
    "the log holds the entry",
    "Signature Verified Successfully",
]
CONTRACT, RECEIPT = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def receipts(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[bytes], str]:
    """Receipts of every statement of a small ledger, and its first vkey."""
    stage = Stage(tmp_path_factory.mktemp("ledger") / "score", lambda _: None)
    stage.found("A small ledger")
    for party in ("servier", "quintilesims", "salesforce"):
        stage.admit(party, party.title(), "other")
    stage.close()
    with Archive.open(stage.folder) as archive:
        made = [archive.receipt(act.digest) for act in archive.acts()]
    return made, format_vkey(stage.folder.vkeys()[0])


def run(folder: Path, receipt: bytes, vkey: str) -> subprocess.CompletedProcess[str]:
    """Run the README's block on a receipt."""
    (folder / "mine.receipt.json").write_bytes(receipt)
    (folder / "vkey.txt").write_text(vkey + "\n")
    shell = shutil.which("sh")
    assert shell is not None, "POSIX systems have sh"
    return subprocess.run(
        [shell, "-euc", RECEIPT], cwd=folder, capture_output=True, text=True, check=False
    )


def test_openssl_alone_verifies_every_receipt(
    receipts: tuple[list[bytes], str], tmp_path: Path
) -> None:
    """All four steps hold for each index of a log whose size is no power of two."""
    made, vkey = receipts
    for receipt in made:
        done = run(tmp_path, receipt, vkey)

        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == HELD


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"statement":"e', b'"statement":"f'),
        (rb"seq\":2", rb"seq\":3"),
        (rb"index 1\n", rb"index 2\n"),
    ],
    ids=["statement", "entry", "index"],
)
def test_openssl_alone_finds_what_was_changed(
    receipts: tuple[list[bytes], str], tmp_path: Path, old: bytes, new: bytes
) -> None:
    """A receipt of which anything differs fails at the step that it concerns."""
    made, vkey = receipts
    changed = made[1].replace(old, new, 1)

    assert changed != made[1]
    assert run(tmp_path, changed, vkey).stdout.splitlines() != HELD


def test_a_contract_is_executed_as_the_readme_says(tmp_path: Path) -> None:
    """The block founds a ledger and brings a contract into force, from nothing but the README."""
    shell = shutil.which("sh")
    assert shell is not None, "POSIX systems have sh"
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    program = bin_folder / "countersign"
    called = f'exec {sys.executable} -c "from cli import main; main()" "$@"'
    program.write_text(f"#!/bin/sh\nPYTHONPATH={ROOT} {called}\n")
    program.chmod(0o755)
    done = subprocess.run(
        [shell, "-euc", CONTRACT],
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": f"{bin_folder}:{os.environ['PATH']}",
            "COUNTERSIGN_PINS": str(tmp_path / "pins"),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "status   in force" in done.stdout
    assert "bob for icon" in done.stdout.partition("status   in force")[2]


def countersign(*arguments: str) -> set[str]:
    """Return the lines that a command prints, 100 columns wide."""
    done = subprocess.run(
        [sys.executable, "-c", "from cli import main; main()", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.rstrip() for line in done.stdout.splitlines()}


def test_the_demo_prints_what_the_readme_shows(tmp_path: Path) -> None:
    """Every line of the shown output is one of the demo's own, or of blame asked of its ledger."""
    folder = str(tmp_path / "demo")
    printed = countersign("demo", folder)
    printed |= countersign("blame", "score-wo-1", "--clause", "scope", "--ledger", folder)
    shown = [line for block in SHOWN for line in block.splitlines()]

    assert shown
    assert [line for line in shown if line not in printed] == []


def test_the_files_in_reading_order_are_there() -> None:
    """Every path that the README's table names exists."""
    table = README.partition("## The files, in reading order")[2]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| ")][2:]
    names = [name for cell in cells for name in re.findall(r"[\w/]+(?:\.\w+|/)", cell)]
    missing = [
        name
        for name in names
        if not (ROOT / name).exists() and not (ROOT / "ledger" / "domain" / name).exists()
    ]

    assert missing == []
