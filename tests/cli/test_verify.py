"""verify: every kind of evidence, what the auditor brings along, and what is found."""

import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from commands import verifying
from ledger.folder import LedgerFolder
from tests.cli.conftest import Played
from tests.cli.office import Office

OTHER = "sha256:" + "0" * 64


@pytest.fixture(scope="module")
def evidence(founded: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A folder with every kind of evidence of one ledger; tests change copies of it."""
    root = tmp_path_factory.mktemp("evidence")
    shutil.copytree(founded.root / "ledger", root / "ledger")
    office = Office(root)
    office.ok("export", "all")
    office.ok("export", "all.zip")
    office.ok("export", "share", "--party", "cro")
    office.ok("export", "log", "--tiles")
    office.ok("export", "log.zip", "--tiles")
    office.ok("receipt", "4", "-o", "role.receipt.json")
    shutil.copy(root / "log" / "vkeys.txt", root / "vkeys.txt")
    shutil.copy(root / "log" / "checkpoint", root / "kept")
    return office


@pytest.fixture
def desk(evidence: Office, tmp_path: Path) -> Office:
    """A copy of the evidence, to change."""
    shutil.copytree(evidence.root, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path)


def verdict(office: Office, *arguments: str) -> dict[str, Any]:
    """Return the one verdict that a command answers, whatever its exit code."""
    result = office.cs("verify", *arguments, "--json")
    found = json.loads(result.stdout)
    holds = all(each["holds"] for each in found)

    assert result.exit_code == (0 if holds else 3)
    (one,) = found
    return dict(one)


def codes(found: dict[str, Any]) -> set[str]:
    """Return the codes of what was found."""
    return {each["code"] for each in found["findings"]}


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("ledger", "ledger"),
        ("all", "export"),
        ("all.zip", "export"),
        ("share", "export"),
        ("log", "log alone"),
        ("log.zip", "log alone"),
    ],
)
def test_each_kind_of_evidence_is_recognised_and_holds(
    evidence: Office, path: str, what: str
) -> None:
    """A path alone says what it is; without an id it is taken at its own word."""
    found = verdict(evidence, path)

    assert (found["what"], found["holds"], found["is_pinned"]) == (what, True, False)
    assert "the ledger's own word" in evidence.ok("verify", path)


def test_a_receipt_holds_with_the_logs_keys(evidence: Office) -> None:
    """It proves signature and place; what else it does not prove is said."""
    found = verdict(evidence, "role.receipt.json", "--vkeys", "vkeys.txt")
    page = evidence.ok("verify", "role.receipt.json", "--vkeys", "vkeys.txt")

    assert (found["what"], found["leaf_index"], found["kind"]) == ("receipt", 4, "role.granted.v1")
    assert "not proven" in page


def test_a_root_signs_for_no_company(desk: Office) -> None:
    """A receipt of the founding names a key, and the founding is its own ledger's id."""
    desk.ok("receipt", "0", "-o", "founding.json")
    arguments = ("founding.json", "--vkeys", "vkeys.txt", "--id", desk.ledger)

    assert verdict(desk, *arguments)["ledger"] == desk.ledger
    assert "as root" in desk.ok("verify", *arguments)


@pytest.mark.parametrize("path", ["ledger", "all", "share", "log"])
def test_the_id_on_paper_pins_the_ledger(evidence: Office, path: str) -> None:
    """With the id that the auditor was given, the verdict says that it is that ledger."""
    keys = ("--vkeys", "vkeys.txt") if path == "log" else ()
    found = verdict(evidence, path, "--id", evidence.ledger, *keys)

    assert (found["holds"], found["is_pinned"]) == (True, True)


def test_a_log_is_pinned_by_its_keys_as_well(evidence: Office) -> None:
    """The id alone does not pin a log whose keys are its own word."""
    assert verdict(evidence, "log", "--id", evidence.ledger)["is_pinned"] is False


@pytest.mark.parametrize("path", ["ledger", "all", "log", "role.receipt.json"])
def test_another_ledger_is_found_out(evidence: Office, path: str) -> None:
    """An id that is not this ledger's is a finding."""
    keys = ("--vkeys", "vkeys.txt") if path.endswith("json") else ()

    assert codes(verdict(evidence, path, "--id", OTHER, *keys)) == {"ledger-id"}


@pytest.mark.parametrize("path", ["ledger", "all", "log"])
def test_a_log_extends_what_was_kept(desk: Office, path: str) -> None:
    """A checkpoint kept earlier is one that the log still extends."""
    desk.ok("export", "later", "--tiles")
    found = verdict(desk, path, "--checkpoint", "kept")

    assert 5 in found["extends"]
    assert "earlier heads" in desk.ok("verify", path, "--checkpoint", "kept")


@pytest.mark.parametrize("path", ["ledger", "all", "log"])
def test_a_log_that_does_not_extend_what_was_kept_is_found_out(desk: Office, path: str) -> None:
    """A ledger rolled back to before the kept checkpoint cannot pass for the same."""
    (desk.root / "kept").write_bytes(b"no checkpoint")

    assert verdict(desk, path, "--checkpoint", "kept")["holds"] is False


def test_a_rolled_back_ledger_does_not_extend_what_was_kept(office: Office) -> None:
    """A copy from before the kept checkpoint is found out by it, and by the anchor too."""
    shutil.copytree(office.root / "ledger", office.root / "before")
    office.ok("party", "rename", "cro", "--legal-name", "CRO plc", "--key", "registrar.key")
    office.ok("export", "later", "--tiles")
    found = verdict(office, "before", "--checkpoint", "later/checkpoint")

    assert codes(found) == {"log-not-extended"}


def test_a_receipt_fits_the_kept_checkpoint_of_its_size(desk: Office) -> None:
    """The same size must have the same root."""
    keys = ("--vkeys", "vkeys.txt")

    assert verdict(desk, "role.receipt.json", *keys, "--checkpoint", "kept")["holds"] is True


def test_a_receipt_cannot_be_compared_with_another_size(office: Office) -> None:
    """Two sizes take the log; a receipt alone does not pass for more than it is."""
    office.ok("receipt", "4", "-o", "early.json")
    office.ok("party", "rename", "cro", "--legal-name", "CRO plc", "--key", "registrar.key")
    office.ok("export", "later", "--tiles")
    found = verdict(
        office,
        *("early.json", "--vkeys", "later/vkeys.txt", "--checkpoint", "later/checkpoint"),
    )

    assert codes(found) == {"checkpoint-alone"}


def test_two_histories_of_one_size_are_found_out(founded: Office, tmp_path: Path) -> None:
    """A receipt against a kept checkpoint of its size with another root shows a split view."""
    sides = []
    for side in ("left", "right"):
        shutil.copytree(founded.root, tmp_path / side)
        office = Office(tmp_path / side)
        office.ok("party", "rename", "cro", "--legal-name", side, "--key", "registrar.key")
        office.ok("export", "log", "--tiles")
        office.ok("receipt", "5", "-o", "receipt.json")
        sides.append(office)
    kept = str(tmp_path / "right" / "log" / "checkpoint")
    found = verdict(sides[0], "receipt.json", "--vkeys", "log/vkeys.txt", "--checkpoint", kept)

    assert codes(found) == {"log-not-extended"}


def test_a_share_says_for_whom_it_is_and_what_it_lacks(played: Played, tmp_path: Path) -> None:
    """What is not meant for a reader is counted, not hidden."""
    share = str(tmp_path / "share")
    played.office.ok("export", share, "--party", "salesforce", "--ledger", "demo-ledger")
    found = verdict(played.office, share)
    page = played.office.ok("verify", share)

    assert (found["reader"], found["stubs"] > 0) == ("party/salesforce", True)
    assert "for party/salesforce" in page
    assert "not shown" in page


def test_several_paths_have_a_verdict_each(desk: Office) -> None:
    """One that does not hold decides the exit code; the others are told all the same."""
    (desk.root / "log" / "tile" / "0" / "000.p" / "5").write_bytes(bytes(160))
    result = desk.cs("verify", "all", "log", "--json")

    assert [each["holds"] for each in json.loads(result.stdout)] == [True, False]
    assert result.exit_code == 3


# --- tampering: found, at its entry ---------------------------------------------------


def change_row(folder: Path, trigger: str, script: str) -> None:
    """Write past a ledger, as its operator could."""
    with sqlite3.connect(folder / "ledger.db") as database:
        database.executescript(f"DROP TRIGGER {trigger}; {script}")
    database.close()


SWAP = (
    "UPDATE entries SET entry = (SELECT entry FROM entries WHERE leaf_index = 1)"
    " WHERE leaf_index = 3"
)
FORGED = "UPDATE events SET state = CAST(zeroblob(64) || substr(state, 65) AS BLOB) WHERE rowid = 4"


@pytest.mark.parametrize(
    ("trigger", "script"),
    [("entries_refuse_update", SWAP), ("events_refuse_update", FORGED)],
    ids=["entry", "statement"],
)
def test_a_changed_row_is_found_at_its_entry(desk: Office, trigger: str, script: str) -> None:
    """Exit 3, and the entry is named on the page."""
    change_row(desk.root / "ledger", trigger, script)
    found = verdict(desk, "ledger")
    result = desk.cs("verify", "ledger")

    assert 3 in {each["leaf_index"] for each in found["findings"]}
    assert (result.exit_code, "IT DOES NOT HOLD" in result.stdout) == (3, True)
    assert any(line.split()[:1] == ["3"] for line in result.stdout.splitlines())


def test_what_is_still_proven_is_said(desk: Office) -> None:
    """A broken tree does not hide how many signatures hold, nor what stands behind a finding."""
    change_row(desk.root / "ledger", "entries_refuse_update", SWAP)
    page = desk.cs("verify", "ledger").stdout

    assert "NOT as signed" in page
    assert "of 5 hold" in page
    assert "behind a finding" in page


@pytest.mark.parametrize("path", ["all", "share", "log"])
def test_a_changed_file_is_found(desk: Office, path: str) -> None:
    """An export in which one entry differs does not hold."""
    entries = desk.root / path / "tile" / "entries" / "000.p" / "5"
    entries.write_bytes(entries.read_bytes().replace(b'"seq":2', b'"seq":3', 1))

    assert verdict(desk, path)["holds"] is False


def remove(*names: str) -> Callable[[Path], None]:
    """Make a change that takes files away."""

    def change(root: Path) -> None:
        for name in names:
            (root / name).unlink()

    return change


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("ledger", remove("ledger/ledger.db")),
        ("all", remove("all/checkpoint")),
        ("log", remove("log/vkeys.txt")),
        ("log", remove("log/tile/entries/000.p/5")),
    ],
    ids=["database", "checkpoint", "vkeys", "entries"],
)
def test_what_cannot_be_opened_does_not_hold(
    desk: Office, path: str, change: Callable[[Path], None]
) -> None:
    """Evidence that lacks a part is a verdict, not a crash."""
    change(desk.root)
    found = verdict(desk, path)

    assert (found["holds"], len(found["findings"]) > 0) == (False, True)
    assert desk.cs("verify", path).exit_code == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"index 4', b'"index 3'), (b'"statement":"e', b'"statement":"f'), (b"}", b"")],
)
def test_a_changed_receipt_does_not_hold(desk: Office, old: bytes, new: bytes) -> None:
    """Whatever was changed in it, the verdict is that it does not hold."""
    path = desk.root / "role.receipt.json"
    raw = path.read_bytes()
    path.write_bytes(raw.replace(old, new, 1) if old in raw else raw[:-1])

    assert verdict(desk, path.name, "--vkeys", "vkeys.txt")["holds"] is False


# --- what makes no sense ---------------------------------------------------------------


def test_nothing_at_all_is_not_found(evidence: Office) -> None:
    """A path that leads nowhere ends with 4."""
    evidence.refused(4, "evidence-missing", "verify", "nowhere")


@pytest.mark.parametrize("name", ["picture.png", "empty"])
def test_what_is_no_evidence_is_malformed(desk: Office, name: str) -> None:
    """Another file, or an empty folder, ends with 2."""
    (desk.root / "picture.png").write_bytes(b"\x89PNG")
    (desk.root / "empty").mkdir()
    desk.refused(2, "evidence-unknown", "verify", name)


def test_a_receipt_without_keys_cannot_be_checked(evidence: Office) -> None:
    """A receipt carries no keys of the log: whoever made it could have made those, too."""
    evidence.refused(2, "log-keys-missing", "verify", "role.receipt.json")


def test_a_ledger_is_not_checked_with_other_keys(evidence: Office) -> None:
    """Its founding names its keys, and its id pins the founding."""
    evidence.refused(2, "log-keys-unused", "verify", "ledger", "--vkeys", "vkeys.txt")


@pytest.mark.parametrize(
    ("option", "value", "error", "code"),
    [
        ("--id", "sha256:ABC", "digest-text", 2),
        ("--vkeys", "kept", "vkey-malformed", 2),
        ("--vkeys", "nowhere", "input-missing", 4),
        ("--checkpoint", "nowhere", "input-missing", 4),
        ("--checkpoint", "large", "input-too-large", 2),
    ],
)
def test_what_the_auditor_brings_is_read_strictly(
    desk: Office, option: str, value: str, error: str, code: int
) -> None:
    """An id, keys or a checkpoint that cannot be read end the command by name."""
    (desk.root / "large").write_bytes(bytes(70_000))
    desk.refused(code, error, "verify", "log", option, value)


def test_an_unfounded_ledger_does_not_hold(bare: Office) -> None:
    """A folder in which nothing is recorded proves nothing."""
    LedgerFolder.create(bare.root / "ledger", "ledger.example/empty")
    found = verdict(bare, "ledger")

    assert found["holds"] is False


def test_whoever_watches_sees_how_far_it_is(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a bar counts the entries, on standard error."""
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100)
    monkeypatch.setattr(verifying, "messages", lambda: console)
    desk.ok("verify", "ledger")

    assert "verify ledger" in screen.getvalue()
