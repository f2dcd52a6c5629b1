"""Durable, sealed appends through ``Ledger.record``: one caller, a few, many."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Barrier, Thread

from ledger.service import Ledger, Submission
from tests.bench import raw
from tests.bench.figures import Figure, beside
from tests.bench.pen import Pen
from tests.bench.work import MILESTONES, Programme

AIM = 0.5
WRITERS = (1, 8, 64)


def measure(root: Path, *, statements: int, seconds: float) -> Iterator[Figure]:
    """Yield appends per second beside bare commits and bare verifications.

    ``statements`` are for the most writers together; fewer writers write fewer.
    """
    programme = Programme(root / "appends")
    desk, office = programme.desk, _Office(programme)
    signed = raw.signed_of([each.compact for each in office.write(64, 1)[0]])
    rates: list[float] = []
    yardsticks: list[float] = []
    for writers in WRITERS:
        piles = office.write(max(2, statements // (WRITERS[-1] + 8 * (8 - writers // 8))), writers)
        desk.advance(seconds=1)
        yardsticks.append(raw.on_one_core(signed, seconds))
        rates.append(_rate(desk.ledger, piles))
    yardsticks.append(raw.on_one_core(signed, seconds))
    commits = raw.commits_per_second(desk.folder.database, root / "raw.db", statements // 20)
    verified = sum(yardsticks) / len(yardsticks)
    yield Figure(name="raw: Ed25519 verifications on one core", value=verified, unit="/s")
    yield Figure(name="raw: SQLite commits of the same rows", value=commits, unit="/s")
    for writers, rate in zip(WRITERS, rates, strict=True):
        name = f"appends, {writers} writers" if writers > 1 else "appends, 1 writer"
        aim = AIM if writers == WRITERS[-1] else None
        yield beside(f"{name} / raw verifications", rate, "/s", yardstick=verified, aim=aim)
        yield beside(f"{name} / raw commits", rate, "/s", yardstick=commits)


class _Office:
    """Writes for many writers, each on a milestone of their own."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        begun = [programme.begin_partnership() for _ in range(WRITERS[-1] // MILESTONES + 1)]
        programme.record(programme.pen.take())
        self._places = [(slug, milestone) for slug, each in begun for milestone in each]
        programme.pen = Pen(programme.desk, chained=False)
        self._number = 0

    def write(self, count: int, writers: int) -> list[list[Submission]]:
        """Sign so many for each writer: forecasts, an issue in ten, an enrolment in 250."""
        return [self._write_pile(count, *place) for place in self._places[:writers]]

    def _write_pile(self, count: int, slug: str, milestone: str) -> list[Submission]:
        for _ in range(count):
            self._number += 1
            if self._number % 250 == 0:
                self._programme.enrol_only(f"colleague-{self._number}")
            elif self._number % 10 == 0:
                self._programme.raise_issue(slug, f"item-{self._number}")
            else:
                self._programme.forecast(milestone, self._number)
        return self._programme.pen.take()


def _rate(ledger: Ledger, piles: Sequence[Sequence[Submission]]) -> float:
    """Let each writer send one statement after the other, each after the last one's receipt."""
    start = Barrier(len(piles) + 1)
    errors: list[BaseException | None] = []

    def write(pile: Sequence[Submission]) -> None:
        start.wait()
        for submission in pile:
            errors.extend(outcome.error for outcome in ledger.record((submission,)))

    threads = [Thread(target=write, args=(pile,)) for pile in piles]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    count = sum(map(len, piles))
    if errors != [None] * count:
        raise RuntimeError(f"not all was recorded: {[each for each in errors if each][:1]}")
    return count / seconds
