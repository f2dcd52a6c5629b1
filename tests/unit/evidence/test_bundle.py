"""Evidence bundles: what was meant for a reader, whole, reproducible, held to its names."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.errors import LedgerError
from ledger.evidence.bundle import (
    BundleFileAlteredError,
    BundleReaderMalformedError,
    open_bundle,
    write_bundle,
)
from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.commitment import parse_opening
from ledger.evidence.entry import parse_entry
from ledger.evidence.files import FileTooLargeError, PartMissingError, TargetNotEmptyError
from ledger.evidence.keys import (
    KeyId,
)
from ledger.evidence.merkle import MemoryHashes, hash_leaves, tree_root
from ledger.evidence.statement import open_statement, parse_kid
from tests.unit.evidence.bundle_story import (
    CHECKPOINT,
    DOCUMENT,
    DOCUMENT_HEX,
    ENTRIES,
    LEDGER,
    MEMBERS,
    OPENINGS,
    ORIGIN,
    STATEMENTS,
    make_source,
    write_share,
)
from tests.vectors import generate_bundle

FOLDER = Path(__file__).parents[2] / "vectors" / "F9-bundle"
BASE = json.loads((FOLDER / "base.json").read_text())
CASES = json.loads((FOLDER / "bundles.json").read_text())


def _faults(path: Path) -> list[type[LedgerError]]:
    with open_bundle(path) as bundle:
        return [type(fault) for fault in bundle.faults()]


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
def test_bundle_gives_back_what_went_in(tmp_path: Path, name: str) -> None:
    """Log, statements, openings, documents and keys are read from folder and zip alike."""
    with open_bundle(write_share(tmp_path, name)) as bundle:
        assert open_checkpoint(bundle.log.checkpoint_text, bundle.log.vkeys) == CHECKPOINT
        assert tuple(bundle.log.entries()) == ENTRIES
        assert bundle.statements == {digest for digest, _ in STATEMENTS[:10]}
        assert [bundle.read_statement(digest) for digest, _ in STATEMENTS[:10]] == [
            compact for _, compact in STATEMENTS[:10]
        ]
        assert tuple(bundle.openings()) == OPENINGS
        with bundle.open_document(DOCUMENT_HEX) as file:
            assert file.read(100) == DOCUMENT
        assert bundle.documents == {DOCUMENT_HEX}
        assert bundle.kids == {member.public.kid for member in MEMBERS}
        assert [bundle.read_key(member.public.kid) for member in MEMBERS] == [
            member.public for member in MEMBERS
        ]
        assert list(bundle.faults()) == []
        assert list(bundle.log.tile_faults(MemoryHashes(hash_leaves(ENTRIES)))) == []


def test_manifest_says_what_was_meant_to_be_handed_over(tmp_path: Path) -> None:
    """Whose ledger, for whom, how many of each, and digests of what nothing else proves."""
    with open_bundle(write_share(tmp_path)) as bundle:
        manifest = bundle.manifest

    assert (manifest.ledger, manifest.origin, manifest.reader) == (LEDGER, ORIGIN, "party/sponsor")
    assert (manifest.size, manifest.statements, manifest.openings) == (300, 10, 3)
    assert (manifest.documents, manifest.keys) == (1, 2)
    assert [listed.name for listed in manifest.files] == [
        "VERIFY.md",
        "checkpoint",
        "openings.jsonl",
        "vkeys.txt",
    ]


def test_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two exports of one state can be compared with cmp."""
    first = write_share(tmp_path, "1.zip").read_bytes()
    second = write_share(tmp_path, "2.zip").read_bytes()

    assert first == second


def test_bundle_is_never_mixed_with_another(tmp_path: Path) -> None:
    """A target with something in it is refused."""
    write_share(tmp_path)
    with pytest.raises(TargetNotEmptyError):
        write_share(tmp_path)


def test_bundle_without_manifest_is_unfinished(tmp_path: Path) -> None:
    """The manifest is written last; a document that vanished leaves none."""
    source = replace(make_source(tmp_path), documents=[(DOCUMENT_HEX, tmp_path / "absent")])
    with pytest.raises(FileNotFoundError):
        write_bundle(tmp_path / "bundle", source)

    with pytest.raises(PartMissingError):
        open_bundle(tmp_path / "bundle")


def test_exporter_holds_its_own_files_to_their_names(tmp_path: Path) -> None:
    """A statement or document under another's digest is not handed over."""
    (tmp_path / "other.pdf").write_bytes(b"other")
    source = make_source(tmp_path)
    wrong_statement = replace(source, statements=[(STATEMENTS[0][0], STATEMENTS[1][1])])
    wrong_document = replace(
        make_source(tmp_path), documents=[(DOCUMENT_HEX, tmp_path / "other.pdf")]
    )
    for number, wrong in enumerate((wrong_statement, wrong_document)):
        with pytest.raises(BundleFileAlteredError):
            write_bundle(tmp_path / f"{number}.zip", wrong)


@pytest.mark.parametrize("reader", ["", "everyone", "party/", "party/a/b", "auditor/a b", "all\n"])
def test_reader_is_named_in_one_way(tmp_path: Path, reader: str) -> None:
    """A bundle is for all, for a party or for an auditor."""
    with pytest.raises(BundleReaderMalformedError):
        write_bundle(tmp_path / "bundle", replace(make_source(tmp_path), reader=reader))


def test_statement_that_is_not_there_is_missing(tmp_path: Path) -> None:
    """A digest in the log without a statement was not meant for this reader."""
    with open_bundle(write_share(tmp_path)) as bundle, pytest.raises(PartMissingError):
        bundle.read_statement(STATEMENTS[10][0])


def test_statement_under_another_name_is_refused(tmp_path: Path) -> None:
    """What a statement is called is its digest."""
    folder = write_share(tmp_path) / "statements"
    digest = STATEMENTS[0][0]
    (folder / f"{digest[7:]}.jws").write_bytes(STATEMENTS[1][1])

    with open_bundle(tmp_path / "bundle") as bundle, pytest.raises(BundleFileAlteredError):
        bundle.read_statement(digest)


def test_key_under_another_name_is_refused(tmp_path: Path) -> None:
    """What a key is called is its thumbprint."""
    folder = write_share(tmp_path) / "keys"
    kid = MEMBERS[0].public.kid
    (folder / f"{kid}.jwk").write_bytes((folder / f"{MEMBERS[1].public.kid}.jwk").read_bytes())

    with open_bundle(tmp_path / "bundle") as bundle, pytest.raises(BundleFileAlteredError):
        bundle.read_key(kid)
    with open_bundle(tmp_path / "bundle") as bundle, pytest.raises(PartMissingError):
        bundle.read_key(KeyId("A" * 43))


def _codes(folder: Path) -> tuple[str | None, list[str]]:
    """Open a bundle: the code of its refusal, or those of its faults."""
    try:
        with open_bundle(folder) as bundle:
            faults = [fault.code for fault in bundle.faults()]
            for digest in sorted(bundle.statements):
                try:
                    bundle.read_statement(digest)
                except LedgerError as error:
                    faults.append(error.code)
            return None, faults
    except LedgerError as error:
        return error.code, []


@pytest.mark.parametrize("name", CASES)
def test_bundle_case(tmp_path: Path, name: str) -> None:
    """A bundle laid out by hand is whole; each change of it is told by its name."""
    case = CASES[name]
    files = {each: base64.b64decode(text) for each, text in BASE.items()}
    files |= {each: base64.b64decode(text) for each, text in case["replaced"].items()}
    for removed in case["removed"]:
        del files[removed]
    for each, raw in files.items():
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_bytes(raw)

    assert _codes(tmp_path) == (case["refusal"], case["faults"])
    assert name.endswith("_fail") is (_codes(tmp_path) != (None, []))


def test_vectors_are_what_their_generator_writes() -> None:
    """Every case is the bundle of base.json with one thing changed."""
    assert generate_bundle.cases(BASE) == CASES


def test_hand_made_bundle_opens(tmp_path: Path) -> None:
    """Its checkpoint, statements and openings are read as they were meant."""
    for name, text in BASE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(base64.b64decode(text))
    with open_bundle(tmp_path) as bundle:
        checkpoint = open_checkpoint(bundle.log.checkpoint_text, bundle.log.vkeys)
        entries = list(bundle.log.entries())
        digests = [parse_entry(entry).env for entry in entries]
        compact = bundle.read_statement(digests[0])
        statement = open_statement(compact, bundle.read_key(parse_kid(compact)))
        (opened,) = [(digest, parse_opening(text)) for digest, text in bundle.openings()]

    assert tree_root(len(entries), MemoryHashes(hash_leaves(entries))) == checkpoint.root
    assert bundle.statements == {digests[0]}
    assert statement.digest == digests[0]
    assert (opened[0], opened[1].path, opened[1].value) == (digests[0], "comment", "in favour")


def test_manifest_has_a_size_of_its_own(tmp_path: Path) -> None:
    """No more is read than a manifest can have."""
    (write_share(tmp_path) / "MANIFEST.json").write_bytes(b" " * 65_537)

    with pytest.raises(FileTooLargeError):
        open_bundle(tmp_path / "bundle")


def test_guide_names_the_ledger_and_an_example(tmp_path: Path) -> None:
    """The text is for this bundle: its id, origin, size and a statement to try."""
    text = (write_share(tmp_path) / "VERIFY.md").read_text()

    assert f"countersign verify . --id {LEDGER}" in text
    assert f"`{ORIGIN}`: 300 entries" in text
    assert f"E={STATEMENTS[0][0][7:]}\n" in text


def test_guide_stands_without_an_example(tmp_path: Path) -> None:
    """A reader who may see no statement still checks the log."""
    source = replace(make_source(tmp_path), statements=(), openings=(), documents=(), keys=())
    write_bundle(tmp_path / "bundle", source)

    assert "E=DIGEST\n" in (tmp_path / "bundle" / "VERIFY.md").read_text()
    assert _faults(tmp_path / "bundle") == []
