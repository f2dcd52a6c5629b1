"""All views rebuilt from the archive."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ledger.archive import Archive
from ledger.folder import LedgerFolder
from projections.runner import Views
from tests.bench.figures import Figure, at_least

AIM = 10_000


def measure(folder: LedgerFolder, root: Path) -> Iterator[Figure]:
    """Yield statements per second, for reading them all and for folding them into all views."""
    with Archive.open(folder) as archive:
        begun = time.perf_counter()
        size = sum(1 for _ in archive.acts())
        reading = size / (time.perf_counter() - begun)
        with closing(Views.open(root / "views.db", archive)) as views:
            begun = time.perf_counter()
            views.catch_up()
            rate = size / (time.perf_counter() - begun)
    yield Figure(name="statements read from the archive", value=reading, unit="/s")
    yield at_least(f"rebuild of all views, {size:,} statements", rate, "/s", aim=AIM)
