"""What an exported bundle holds, for everybody and for one reader."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.archive import Archive
from ledger.archive.export import LedgerUnfoundedError, ReaderUnknownError
from ledger.domain.audience import AuditorReader, PartyReader
from ledger.domain.kinds.ledger import AuditorAdmitted
from ledger.domain.world import Act
from ledger.evidence.bundle import Bundle, open_bundle
from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.files import TargetNotEmptyError
from ledger.evidence.keys import KeyId, generate_signer
from ledger.evidence.merkle import MemoryHashes, hash_leaves
from ledger.evidence.note import parse_vkey
from ledger.evidence.statement import Digest, PartySlug
from ledger.evidence.static_log import open_log
from tests.archive.shelf import MINUTES, Shelf

TECH = PartyReader(party=PartySlug("tech"))
IQVIA = PartyReader(party=PartySlug("iqvia"))
MINUTES_DIGEST = sha256(MINUTES).hexdigest()


def contents(bundle: Bundle) -> dict[Digest, bytes]:
    """Read every statement of a bundle, each held to its name."""
    return {digest: bundle.read_statement(digest) for digest in bundle.statements}


def compacts(acts: list[Act]) -> dict[Digest, bytes]:
    """Name the statements of acts as a bundle does."""
    return {act.digest: act.statement.compact for act in acts}


def files(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def admit_auditor(shelf: Shelf, scope: tuple[str, ...] | str) -> AuditorReader:
    """Admit an auditor and write the story on."""
    key = generate_signer("Ed25519")
    kid = key.public.kid
    body = AuditorAdmitted(
        jwk=key.public.jwk(),
        key_proof=shelf.story.proof(key, None, kid),
        engaged_by="servier",
        scope=scope,  # type: ignore[arg-type]
        until=date(2030, 1, 1),
    )
    shelf.story.say(shelf.story.root, "auditor.admitted.v1", "ledger/main", body)
    shelf.write()
    return AuditorReader(kid=kid)


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
def test_a_full_bundle_holds_everything(
    shelf: Shelf, archive: Archive, tmp_path: Path, name: str
) -> None:
    """Every statement, opening, attachment and signer's key is there, and nothing is wrong."""
    manifest = archive.export(tmp_path / name)
    acts = list(shelf.story.world.acts())
    with open_bundle(tmp_path / name) as bundle:
        assert list(bundle.faults()) == []
        assert compacts(acts) == contents(bundle)
        assert shelf.story.openings == [text for _, text in bundle.openings()]
        assert {MINUTES_DIGEST} == bundle.documents
        assert {act.statement.kid for act in acts} == bundle.kids
        assert manifest == bundle.manifest
        assert ("all", shelf.story.ledger_id) == (manifest.reader, manifest.ledger)


def test_a_share_leaves_out_what_was_not_meant_for_it(
    shelf: Shelf, archive: Archive, tmp_path: Path
) -> None:
    """A party gets the whole log, and only statements, attachments and keys that it may read."""
    archive.export(tmp_path / "share", TECH)
    acts = [act for act in shelf.story.world.acts() if act.statement.stream != "board/jsc"]
    with open_bundle(tmp_path / "share") as bundle:
        assert list(bundle.faults()) == []
        assert shelf.story.entries == list(bundle.log.entries())
        assert compacts(acts) == contents(bundle)
        assert shelf.board.digest not in bundle.statements
        assert bundle.documents == frozenset()
        assert {act.statement.kid for act in acts} == bundle.kids
        assert bundle.manifest.reader == "party/tech"


def test_a_share_holds_what_its_party_may_read(
    shelf: Shelf, archive: Archive, tmp_path: Path
) -> None:
    """A party of the board gets the board's statements and attachments."""
    archive.export(tmp_path / "share", IQVIA)
    with open_bundle(tmp_path / "share") as bundle:
        assert shelf.board.digest in bundle.statements
        assert {MINUTES_DIGEST} == bundle.documents


def test_openings_of_others_stay_behind(shelf: Shelf, archive: Archive, tmp_path: Path) -> None:
    """What is sealed for one party's eyes is not in another's share."""
    archive.export(tmp_path / "share", TECH)
    expected = [
        (act.digest, text)
        for act in shelf.story.world.acts()
        for text in shelf.openings(act)
        if act.statement.stream != "board/jsc"
    ]
    with open_bundle(tmp_path / "share") as bundle:
        assert expected == list(bundle.openings())


def test_an_auditor_gets_their_scope(shelf: Shelf, archive: Archive, tmp_path: Path) -> None:
    """A scope that names no board leaves the board out; one of all is everything."""
    narrow = admit_auditor(shelf, ("contract/wo-1",))
    wide = admit_auditor(shelf, "all")
    archive.export(tmp_path / "narrow", narrow)
    archive.export(tmp_path / "wide", wide)
    with open_bundle(tmp_path / "narrow") as bundle:
        assert shelf.board.digest not in bundle.statements
        assert f"auditor/{narrow.kid}" == bundle.manifest.reader
    with open_bundle(tmp_path / "wide") as bundle:
        assert compacts(list(shelf.story.world.acts())) == contents(bundle)


@pytest.mark.parametrize(
    "reader", [PartyReader(party=PartySlug("rival")), AuditorReader(kid=KeyId("x" * 43))]
)
def test_a_stranger_has_no_share(
    archive: Archive, tmp_path: Path, reader: PartyReader | AuditorReader
) -> None:
    """Nothing is written for whoever was not admitted."""
    with pytest.raises(ReaderUnknownError):
        archive.export(tmp_path / "share", reader)
    assert not (tmp_path / "share").exists()


def test_the_same_export_has_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    """Two exports of one checkpoint cannot be told apart, as folder or zip."""
    for name in ("one", "other", "one.zip", "other.zip"):
        archive.export(tmp_path / name, IQVIA)

    assert files(tmp_path / "one") == files(tmp_path / "other")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_an_attachment_that_is_not_kept_is_left_out(
    shelf: Shelf, archive: Archive, tmp_path: Path
) -> None:
    """Attachments may be kept elsewhere; their digests are signed all the same."""
    (shelf.folder.documents / MINUTES_DIGEST).unlink()

    assert archive.export(tmp_path / "bundle").documents == 0


def test_the_log_alone_has_no_statements(shelf: Shelf, archive: Archive, tmp_path: Path) -> None:
    """Any client of tlog-tiles can read the exported log; nothing else is in it."""
    archive.export_log(tmp_path / "log")
    vkeys = [parse_vkey(text) for text in shelf.story.founding().log_keys]
    with open_log(tmp_path / "log") as log:
        tree = MemoryHashes(hash_leaves(log.entries()))

        assert list(log.faults()) + list(log.tile_faults(tree)) == []
        assert shelf.story.entries == list(log.entries())
        assert open_checkpoint(log.checkpoint_text, vkeys).size == len(shelf.story.entries)
    assert [vkey.algorithm for vkey in log.vkeys] == [0x01, 0x06]


def test_an_export_never_mixes_with_what_is_there(archive: Archive, tmp_path: Path) -> None:
    """A target that holds anything is left as it is."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine").write_text("mine")

    with pytest.raises(TargetNotEmptyError):
        archive.export(tmp_path / "taken")
    assert files(tmp_path / "taken") == {"mine": b"mine"}


def test_what_is_recorded_later_joins_the_next_export(
    shelf: Shelf, archive: Archive, tmp_path: Path
) -> None:
    """An open archive exports what has been recorded by then."""
    archive.export(tmp_path / "early", TECH)
    voice = shelf.story.enrol("tech", "zoe")
    shelf.write()
    archive.export(tmp_path / "late", TECH)
    with open_bundle(tmp_path / "early") as early, open_bundle(tmp_path / "late") as late:
        assert early.statements < late.statements
        assert voice.key.public.kid in late.kids


def test_a_ledger_in_founding_has_no_bundle(
    shelf: Shelf, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until every root has joined in there is no ledger to export."""
    monkeypatch.setattr("ledger.archive.export.the_ledger", lambda _: None)

    with pytest.raises(LedgerUnfoundedError):
        archive.export(tmp_path / "bundle")
    assert shelf.story.world.size == archive.tree_size
