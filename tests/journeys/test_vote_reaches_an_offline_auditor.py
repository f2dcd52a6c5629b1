"""A vote is cast, counted, exported, and judged by somebody who has nothing but the files."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from commands.score.board import DECISION
from ledger.archive import Archive
from ledger.audit.exported import verify_bundle
from ledger.domain.audience import AuditorReader
from ledger.domain.kinds.decision import BallotCast
from ledger.domain.kinds.ledger import AuditorAdmitted
from ledger.domain.kinds.outcome import DecisionClosed
from ledger.domain.world import MAIN
from ledger.evidence.keys import KeyId, generate_signer
from ledger.evidence.receipt import open_receipt
from ledger.evidence.statement import PersonSlug, StreamName, sign_key_proof
from ledger.verify.verdicts import Pins
from tests.journeys.conftest import Played


@pytest.fixture
def parcel(archive: Archive, tmp_path: Path) -> Path:
    """Export the ledger as one file, as it would be handed over."""
    archive.export(tmp_path / "parcel.zip")
    return tmp_path / "parcel.zip"


def test_a_vote_reaches_an_offline_auditor(
    archive: Archive, parcel: Path, played: Played, tmp_path: Path
) -> None:
    """The ballots are there as they were signed; the outcome is what follows from them."""
    ballots = [
        recorded.act
        for recorded in archive.history(StreamName(DECISION))
        if isinstance(recorded.act.body, BallotCast)
    ]
    shutil.unpack_archive(parcel, tmp_path / "desk")
    desk = tmp_path / "desk"
    pins = Pins(ledger=played.ledger, checkpoints=(played.kept[len(played.kept) // 2],))

    verdict, reader = verify_bundle(desk, pins)

    assert (verdict.findings, verdict.is_pinned, reader) == ((), True, "all")
    assert verdict.replayed == verdict.size == verdict.signed
    for ballot in ballots:
        kept = (desk / f"statements/{ballot.digest.removeprefix('sha256:')}.jws").read_bytes()
        assert kept == ballot.statement.compact


def test_the_auditor_reads_why(archive: Archive) -> None:
    """The close tells the tally in numbers, and each rule that was applied."""
    (closed,) = (
        recorded.act.body
        for recorded in archive.history(StreamName(DECISION))
        if isinstance(recorded.act.body, DecisionClosed)
    )

    assert closed.outcome == "adopted"
    assert closed.explanation != ()


def test_a_voter_keeps_a_receipt(archive: Archive, played: Played) -> None:
    """Years later it shows alone that this ballot, with this comment, is in the log."""
    ballot = next(
        recorded.act
        for recorded in archive.history(StreamName(DECISION))
        if isinstance(recorded.act.body, BallotCast) and recorded.act.statement.sealed
    )

    opened = open_receipt(archive.receipt(ballot.digest), played.folder.vkeys())

    assert opened.statement.digest == ballot.digest
    assert opened.leaf_index == ballot.leaf_index
    assert tuple(opened.openings) == ("comment",)


def test_a_changed_vote_is_found_at_its_entry(
    archive: Archive, parcel: Path, tmp_path: Path
) -> None:
    """Whoever turns a vote in the parcel is told of, and so is what hangs on it."""
    ballot = next(
        recorded.act
        for recorded in archive.history(StreamName(DECISION))
        if isinstance(recorded.act.body, BallotCast)
    )
    shutil.unpack_archive(parcel, tmp_path / "desk")
    path = tmp_path / f"desk/statements/{ballot.digest.removeprefix('sha256:')}.jws"
    raw = bytearray(path.read_bytes())
    raw[-40] ^= 1
    path.write_bytes(raw)

    verdict, _ = verify_bundle(tmp_path / "desk")

    assert verdict.log_holds
    assert ballot.leaf_index in {finding.leaf_index for finding in verdict.findings}


def share_of(played: Played, tmp_path: Path, *scope: str) -> Path:
    """Admit an auditor in a copy of the ledger, and export what their scope says."""
    folder, key = played.copy(tmp_path / "ledger"), generate_signer()
    proof = sign_key_proof(key, ledger=played.ledger, party=None, person=PersonSlug(key.public.kid))
    admitted = AuditorAdmitted(
        jwk=key.public.jwk(),
        key_proof=proof.decode(),
        engaged_by="servier",
        scope=scope,
        until=date(2030, 1, 1),
    )
    with played.root_desk(folder) as root:
        root.say("auditor.admitted.v1", MAIN, admitted, sealed={"name": "Auditor A"})
    with Archive.open(folder) as archive:
        archive.export(tmp_path / "share", AuditorReader(kid=KeyId(key.public.kid)))
    return tmp_path / "share"


def test_an_auditor_gets_what_their_scope_says(played: Played, tmp_path: Path) -> None:
    """A scope in which nothing relies on anything outside is judged whole."""
    share = share_of(played, tmp_path, "board/jsc", "contract/score-wo-1", "contract/msa-2017")

    verdict, reader = verify_bundle(share, Pins(ledger=played.ledger))

    assert (verdict.findings, verdict.unproven) == ((), 0)
    assert reader.startswith("auditor/")
    assert 0 < verdict.stubs < verdict.size == verdict.stubs + verdict.replayed


NARROW = [
    ("board/jsc",),
    ("contract/score-wo-1",),
    ("contract/score-wo-1", "board/jsc"),
    ("partnership/score",),
    ("decision/jsc/2017-001",),
]


@pytest.mark.parametrize("scope", NARROW)
def test_a_narrow_scope_is_no_fault_of_the_ledger(
    played: Played, tmp_path: Path, scope: tuple[str, ...]
) -> None:
    """What relies on streams outside of it cannot be judged, and is counted, not accused."""
    verdict, _ = verify_bundle(share_of(played, tmp_path, *scope), Pins(ledger=played.ledger))

    assert verdict.findings == ()
    assert verdict.unproven > 0
    assert verdict.stubs + verdict.replayed + verdict.unproven == verdict.size


def test_nothing_of_a_scope_can_be_left_out(
    played: Played, archive: Archive, tmp_path: Path
) -> None:
    """A statement that is missing from an auditor's share is missed there, too."""
    share = share_of(played, tmp_path, "board/jsc", "contract/score-wo-1", "contract/msa-2017")
    ballot = next(
        recorded.act
        for recorded in archive.history(StreamName(DECISION))
        if isinstance(recorded.act.body, BallotCast)
    )
    (share / f"statements/{ballot.digest.removeprefix('sha256:')}.jws").unlink()

    verdict, _ = verify_bundle(share)

    assert ("stub-known", ballot.leaf_index) in {
        (finding.code, finding.leaf_index) for finding in verdict.findings
    }
