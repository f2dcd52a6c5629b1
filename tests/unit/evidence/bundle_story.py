"""A ledger of 300 ballots, of which one party may read ten: what the bundle tests export."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from ledger.evidence.bundle import (
    BundleSource,
    write_bundle,
)
from ledger.evidence.checkpoint import Checkpoint, seal_checkpoint
from ledger.evidence.claims import (
    Claims,
    Digest,
    KindTag,
    PartySlug,
    PersonSlug,
    SignerClaim,
    StatementId,
    StreamName,
)
from ledger.evidence.commitment import make_opening
from ledger.evidence.entry import Entry, format_entry
from ledger.evidence.keys import (
    Signer,
    ed25519_algorithm,
    generate_log_signer,
    generate_signer,
    mldsa44_algorithm,
)
from ledger.evidence.merkle import MemoryHashes, hash_leaves, tree_root
from ledger.evidence.note import vkey_of
from ledger.evidence.statement import open_statement, sign_statement
from ledger.evidence.static_log import LogSource

AT = datetime(2026, 11, 21, 14, 3, 8, tzinfo=UTC)
ORIGIN = "countersign.example/score"
LEDGER = Digest("sha256:" + "ab" * 32)
LOG_SIGNERS = (generate_log_signer(ed25519_algorithm), generate_log_signer(mldsa44_algorithm))
VKEYS = tuple(vkey_of(ORIGIN, signer) for signer in LOG_SIGNERS)
MEMBERS: tuple[Signer, ...] = (generate_signer("Ed25519"), generate_signer("ES256"))
DOCUMENT = b"%PDF-1.7 minutes"
DOCUMENT_HEX = sha256(DOCUMENT).hexdigest()


def _sign(number: int, signer: Signer) -> tuple[Digest, bytes]:
    claims = Claims(
        ledger=LEDGER,
        stream=StreamName("decision/jsc/2026-014"),
        kind=KindTag("ballot.cast.v1"),
        id=StatementId(f"01930000-0000-7000-8000-{number:012d}"),
        subject=None,
        after=None,
        base=None,
        seen=None,
        signed_at=AT,
        signer=SignerClaim(
            person=PersonSlug("ines"), party=PartySlug("sponsor"), capacity="member"
        ),
        meaning="approval",
        reason=None,
        documents=(),
        sealed=(),
        body=b'{"choice":"for"}',
    )
    compact = sign_statement(claims, signer)
    return open_statement(compact, signer.public).digest, compact


STATEMENTS = tuple(_sign(number, MEMBERS[number % 2]) for number in range(300))
ENTRIES = tuple(
    format_entry(Entry(at=AT, env=digest, seq=seq, stream=STATEMENTS[0][0]))
    for seq, (digest, _) in enumerate(STATEMENTS, 1)
)
ROOT = tree_root(len(ENTRIES), MemoryHashes(hash_leaves(ENTRIES)))
CHECKPOINT = Checkpoint(origin=ORIGIN, size=len(ENTRIES), root=ROOT)
CHECKPOINT_TEXT = seal_checkpoint(CHECKPOINT, LOG_SIGNERS, AT)
OPENINGS = tuple(
    (digest, make_opening("comment", f"reason {number}").text)
    for number, (digest, _) in enumerate(STATEMENTS[:3])
)


def make_source(tmp_path: Path) -> BundleSource:
    """Give one party's share: the whole log, the first ten statements."""
    (tmp_path / "minutes.pdf").write_bytes(DOCUMENT)
    return BundleSource(
        log=LogSource(checkpoint_text=CHECKPOINT_TEXT, vkeys=VKEYS, entries=iter(ENTRIES)),
        ledger=LEDGER,
        reader="party/sponsor",
        statements=iter(STATEMENTS[:10]),
        openings=iter(OPENINGS),
        documents=iter([(DOCUMENT_HEX, tmp_path / "minutes.pdf")]),
        keys=iter([member.public for member in MEMBERS]),
    )


def write_share(tmp_path: Path, name: str = "bundle") -> Path:
    """Write one party's share as a folder or a zip."""
    write_bundle(tmp_path / name, make_source(tmp_path))
    return tmp_path / name
