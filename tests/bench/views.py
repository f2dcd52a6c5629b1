"""All views rebuilt from the archive."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ledger.archive import Archive
from ledger.folder import LedgerFolder
from projections.runner import Views
from tests.bench import raw
from tests.bench.figures import Figure, at_least

AIM = 10_000


def measure(folder: LedgerFolder, root: Path, *, seconds: float) -> Iterator[Figure]:
    """Yield statements per second, for reading them all and for folding them into all views."""
    with Archive.open(folder) as archive:
        begun = time.perf_counter()
        size = sum(1 for _ in archive.acts())
        reading = size / (time.perf_counter() - begun)
    yield Figure(name="statements read from the archive", value=reading, unit="/s")
    yield rebuild("rebuild of all views", folder, root / "views.db", seconds)


def rebuild(name: str, folder: LedgerFolder, target: Path, seconds: float) -> Figure:
    """Return statements per second of a rebuild, beside one core's bare verifications.

    The views check no signature: one core's speed at them says what machine this is.
    """
    with Archive.open(folder) as archive:
        size = archive.tree_size
        signed = raw.signed_of([act.statement.compact for act in archive.acts(size // 2, 256)])
        before = raw.on_one_core(signed, seconds)
        with closing(Views.open(target, archive)) as views:
            begun = time.perf_counter()
            views.rebuild()
            rate = size / (time.perf_counter() - begun)
    core = (before + raw.on_one_core(signed, seconds)) / 2
    return at_least(f"{name}, {size:,} statements", rate, "/s", aim=AIM, yardstick=core)
