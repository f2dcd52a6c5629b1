"""Promise 6: the proof outlives the product. Nothing of ours checks anything here."""

import ast
import json
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from ledger.archive import Archive
from tests.journeys import foreign


@pytest.fixture
def export(archive: Archive, tmp_path: Path) -> Path:
    """Export the whole ledger as a folder."""
    archive.export(tmp_path / "bundle")
    return tmp_path / "bundle"


def vkey(export: Path) -> str:
    """Return the log's Ed25519 key, which stands first."""
    return (export / "vkeys.txt").read_text().splitlines()[0]


def test_the_foreign_verifier_is_foreign() -> None:
    """It imports the standard library and cryptography, and nothing of this house."""
    tree = ast.parse(Path(foreign.__file__).read_text())
    names = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    roots = {name.partition(".")[0] for name in names}

    assert roots <= {"cryptography", *sys.stdlib_module_names}


def test_the_tiles_lead_to_the_signed_root(export: Path, archive: Archive) -> None:
    """Entries hash to the leaves in the tiles, and these to the root in the checkpoint."""
    note = (export / "checkpoint").read_text()
    origin, size, root = foreign.open_note(note, vkey(export))
    entries = foreign.read_entries(export, size)
    leaves = list(map(foreign.hash_leaf, entries))

    assert (origin, size) == ("countersign.example/score", archive.tree_size)
    assert leaves == foreign.read_leaves(export, size)
    assert foreign.root_of(leaves) == root


def test_every_statement_opens_under_the_key_it_names(export: Path) -> None:
    """Each entry has its statement, signed; each opening fits a commitment that was signed."""
    _, size, _ = foreign.open_note((export / "checkpoint").read_text(), vkey(export))
    kinds: list[str] = []
    commitments: dict[str, str] = {}
    for raw in foreign.read_entries(export, size):
        entry = json.loads(raw)
        compact = (export / f"statements/{entry['env']}.jws").read_text()
        kid = json.loads(foreign.unpadded(compact.partition(".")[0]))["kid"]
        claims = foreign.open_jws(compact, json.loads((export / f"keys/{kid}.jwk").read_text()))
        assert sha256(compact.encode()).hexdigest() == entry["env"]
        kinds.append(claims["kind"])
        commitments |= {each["commitment"]: each["path"] for each in claims["sealed"]}
    opened = [
        foreign.open_value(json.loads(line)["opening"])
        for line in (export / "openings.jsonl").read_text().splitlines()
    ]

    assert (len(kinds), kinds[0]) == (size, "ledger.founded.v1")
    assert {commitment: path for commitment, path, _ in opened} == commitments


def test_every_receipt_is_proved(export: Path, archive: Archive) -> None:
    """A receipt alone shows who said what, and that the log has it."""
    for act in archive.acts():
        claims = foreign.check_receipt(archive.receipt(act.digest), vkey(export))

        assert claims["id"] == act.statement.id


def test_a_foreign_verifier_is_not_fooled(export: Path, archive: Archive) -> None:
    """One changed figure in a receipt, or another key, is noticed without our help."""
    receipt = json.loads(archive.receipt(next(iter(archive.acts(3))).digest))
    moved = {**receipt, "entry": receipt["entry"].replace('"seq":', '"seq":1')}
    header, payload, signature = receipt["statement"].split(".")
    resaid = {**receipt, "statement": f"{header}.{payload[:-2]}AA.{signature}"}

    with pytest.raises(AssertionError):
        foreign.check_receipt(json.dumps(moved).encode(), vkey(export))
    with pytest.raises(InvalidSignature):
        foreign.check_receipt(json.dumps(resaid).encode(), vkey(export))
