"""The auditor's verdict over a whole ledger, and the tree alone."""

import time
from collections.abc import Iterator

from ledger.archive import Archive
from ledger.audit.folder import verify_folder
from ledger.evidence.merkle import MemoryHashes, hash_leaves, tree_root
from ledger.folder import LedgerFolder
from tests.bench import raw
from tests.bench.figures import CORES, Figure, at_least, beside

AIM = 0.7
TREE_AIM = 300_000


def measure(folder: LedgerFolder, *, seconds: float) -> Iterator[Figure]:
    """Yield entries per second of a full verification beside raw verifications on all cores."""
    with Archive.open(folder) as archive:
        size = archive.tree_size
        signed = raw.signed_of([act.statement.compact for act in archive.acts(size // 2, 256)])
        entries = [entry for _, entry in archive.entries(0, size)]
    before = raw.on_all_cores(signed, seconds)
    begun = time.perf_counter()
    verdict = verify_folder(folder)
    rate = size / (time.perf_counter() - begun)
    if not verdict.holds:
        raise RuntimeError(f"the ledger does not verify: {verdict.findings[:1]}")
    verified = (before + raw.on_all_cores(signed, seconds)) / 2
    yield Figure(name=f"raw: Ed25519 verifications on {CORES} cores", value=verified, unit="/s")
    yield beside(
        f"verify {size:,} statements / raw verifications",
        rate,
        "/s",
        yardstick=verified,
        aim=AIM,
    )
    begun = time.perf_counter()
    tree_root(size, MemoryHashes(hash_leaves(entries)))
    tree_rate = size / (time.perf_counter() - begun)
    yield at_least("verify: the tree alone", tree_rate, "/s", aim=TREE_AIM)
