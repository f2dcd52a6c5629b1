"""``python -m tests.bench``: measure, print a table, write bench.json.

The ledger that is verified and folded is recorded first, through
``Ledger.record`` in arrays of 500: every statement signed, checked and sealed.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import appends, copies, decisions, portfolio, tree, verification, views, web
from tests.bench.figures import CORES, Figure, format_table, save_figures
from tests.bench.work import Programme


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much is measured."""

    statements: int  # of the ledger that is verified and folded
    appended: int  # by the most writers together
    decided: int  # decisions of a board
    changed: int  # times that a contract of 200 clauses is changed
    contracts: int  # of a portfolio
    changes: int  # of each of them
    leaves: int  # of the tree that is proved from
    seconds: float  # for each yardstick


FULL = Sizes(
    statements=100_000,
    appended=12_800,
    decided=10_000,
    changed=500,
    contracts=1_000,
    changes=50,
    leaves=1_000_000,
    seconds=1,
)
QUICK = Sizes(
    statements=5_000,
    appended=1_280,
    decided=500,
    changed=100,
    contracts=20,
    changes=10,
    leaves=50_000,
    seconds=0.2,
)


def measure(root: Path, sizes: Sizes) -> Iterator[Figure]:
    """Yield every figure; files go below ``root``."""
    yield from appends.measure(root, statements=sizes.appended, seconds=sizes.seconds)
    programme = Programme(root / "programme")
    begun = time.perf_counter()
    programme.grow(sizes.statements)
    recorded = programme.desk.ledger.world.size / (time.perf_counter() - begun)
    programme.desk.ledger.close()
    yield Figure(name="signed, then recorded in arrays of 500", value=recorded, unit="/s")
    yield from verification.measure(programme.desk.folder, seconds=sizes.seconds)
    yield from views.measure(programme.desk.folder, root, seconds=sizes.seconds)
    yield from web.measure(root, seconds=sizes.seconds)
    yield from copies.measure(root, changes=sizes.changed, seconds=sizes.seconds)
    yield from portfolio.measure(
        root, contracts=sizes.contracts, changes=sizes.changes, seconds=sizes.seconds
    )
    yield from decisions.measure(root, decided=sizes.decided)
    yield from tree.measure(root, tree_size=sizes.leaves)


def main(arguments: Iterable[str]) -> int:
    """Run the benchmark; an aim that is missed is reported, not an error."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: a look, not a figure")
    parser.add_argument("--json", type=Path, default=Path("bench.json"), help="where to write")
    chosen = parser.parse_args(list(arguments))
    figures = []
    with tempfile.TemporaryDirectory() as root:
        for figure in measure(Path(root), QUICK if chosen.quick else FULL):
            print(f"  {figure.name} …", file=sys.stderr)
            figures.append(figure)
    print(f"{CORES} cores; ratios are within this run\n\n{format_table(figures)}")
    save_figures(chosen.json, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
