"""``countersign demo``: the SCORE story, told from key to offline verdict."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Group
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from commands.advice import Trail, next_commands
from commands.judging import Brought, judge_path
from commands.score import board, contract, partnership, project
from commands.score.cast import CRO, TECHNOLOGY
from commands.score.stage import ORIGIN, Stage
from commands.score.story import STEPS, Refusal, play, play_project
from commands.setting import PATH, reading
from commands.tables.blame import blame_page
from commands.tables.console import COLUMNS, block, chapter, facts, messages, short, show, table
from commands.tables.contract import contract_page, total_words
from commands.tables.dates import dates_table
from commands.tables.decision import decision_page
from commands.tables.partnership import partnership_page
from commands.tables.slider import slider
from commands.tables.verdict import verdict_page
from ledger.archive import Archive
from ledger.domain.kinds.outcome import DecisionClosed
from ledger.errors import LedgerError, RefusedError
from ledger.evidence.statement import Digest, StreamName
from ledger.folder import LedgerFolder
from projections import blamed, changes, consolidated, contracts, decisions, directory, partnerships
from projections.moments import Moment
from projections.readers import ViewReader
from projections.runner import Views

DEFAULT: Final = Path("demo-ledger")


class DemoFolderTakenError(RefusedError):
    """The demo begins in a folder of its own, and replaces none but an earlier demo's."""

    code = "demo-folder-taken"
    message = "{folder} holds something already; {advice}"


@click.command()
@click.argument("folder", type=PATH, default=DEFAULT)
@click.option("--force", is_flag=True, help="Replace what an earlier demo left there.")
def demo(folder: Path, *, force: bool) -> None:
    """Play a governed change order into a fresh ledger, show it, and verify it offline.

    Five companies, one board, their contracts, one partnership: every statement
    is signed with a key file of its own (in FOLDER-keys) and goes through the
    same door as any other.
    """
    make_room(folder, force=force)
    with _bar() as told:
        stage = Stage(folder, told)
        try:
            refusal = play(stage)
            play_project(stage)
        finally:
            stage.close()
    with reading(folder) as (archive, views, reader):
        tell(views, reader, partnership.MEASURED)
        show_refusal(refusal)
        show_proof(folder, stage.digests["ledger"], archive.checkpoint())
        show_next(trail_of(folder, stage.digests["ledger"], archive, views))


def make_room(folder: Path, *, force: bool) -> None:
    """Leave an empty place for the demo's folder and its keys.

    Raises:
        DemoFolderTakenError: Something else is there, or replacing was not asked for.
    """
    places = [place for place in (folder, keys_of(folder)) if place.exists()]
    if not any(any(place.iterdir()) if place.is_dir() else True for place in places):
        return
    if not force:
        raise DemoFolderTakenError(folder=str(folder), advice="name another, or give --force")
    try:
        is_demo = LedgerFolder.load(folder).origin == ORIGIN
    except LedgerError:
        is_demo = False
    if not is_demo:
        raise DemoFolderTakenError(folder=str(folder), advice="it is no demo, so it stays")
    for place in places:
        shutil.rmtree(place)


@contextmanager
def _bar() -> Iterator[Callable[[str], None]]:
    """Yield what is told of each step, with a bar on standard error that counts them."""
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=messages()) as bar:
        task = bar.add_task("", total=STEPS)

        def told(step: str) -> None:
            bar.update(task, advance=1, description=step)

        yield told
        bar.update(task, description="recorded, each under a fresh checkpoint")


def tell(views: Views, reader: ViewReader, today: date) -> None:
    """Show what came of the story: decisions, contracts, names, partnership; all from the views."""
    with views.connection() as connection:
        for heading, stream in (
            ("A decision, and why it was reached", board.DECISION),
            ("A motion whose time ran out", board.LAPSED),
        ):
            show(chapter(heading))
            show(decision_page(_there(decisions.load(connection, reader, stream))))

        def as_of(day: date) -> dict[str, Any]:
            return _there(consolidated.load(connection, reader, contract.CONTRACT, effective=day))

        now = as_of(today)
        changed = date.fromisoformat(now["text"]["statements"][-1]["effective_on"])
        show(chapter(f"The contract that the decision changed, on {today}"))
        show(contract_page(now))
        show(chapter("The same contract on the day before the change took effect"))
        show(contract_page(as_of(changed - timedelta(days=1))))
        _tell_project(views, reader)
        show(chapter(f"A slider over the days of {contract.CONTRACT.partition('/')[2]}"))
        days = (changed - timedelta(days=1), changed, today)
        show(block(slider([as_of(day) for day in days])))
        show(chapter("Who made each of its clauses so, and what it said before"))
        show(_blame(views, reader, today))
        show(chapter("A company that took another name"))
        show(_names(_there(directory.load(connection, reader, CRO))))
        show(chapter("The partnership: milestones and scorecard"))
        view = partnerships.load(connection, reader, partnership.PARTNERSHIP)
        show(partnership_page(_there(view)))


def _tell_project(views: Views, reader: ViewReader) -> None:
    """Show shares that come to what was announced, and a change with three dates."""
    days = (project.EFFECTIVE, project.CHANGED - timedelta(days=1), project.CHANGED)
    with views.connection() as connection:
        first, before, after = (
            _there(consolidated.load(connection, reader, project.PROJECT, effective=day))
            for day in days
        )
        change = _there(changes.load(connection, reader, project.CHANGE))
    show(chapter("Another sponsor's project agreement: shares that add up, an earlier payment"))
    show(contract_page(first))
    show(chapter("Its change order: one document, three dates"))
    made = after["text"]["statements"][-1]
    was, became = (total_words(each["text"]["total"]) for each in (before, after))
    note = Text(f"In all {was} until {days[1]}, {became} from {days[2]}.", style="dim")
    show(block(dates_table(made, change["draft"]["effective_reason"]), Text(), note))


def _blame(views: Views, reader: ViewReader, today: date) -> Group:
    moment, noon = Moment(effective=today), datetime.combine(today, time(12), UTC)
    with views.connection() as connection:
        view = blamed.load(connection, reader, contract.CONTRACT, moment, noon)
    return blame_page(_there(view), with_earlier=True)


def _there(view: dict[str, Any] | None) -> dict[str, Any]:
    assert view is not None, "the story recorded it, and the folder's keeper may read it"
    return view


def _names(party: dict[str, Any]) -> Padding:
    made = table("Party", "Legal name", "From", "Recorded by", "Entry", numbers=("Entry",))
    for row in party["names"]:
        entry = str(row["leaf_index"])
        since = row["on_day"] or "before"
        made.add_row(row["party"], row["legal_name"], since, short(row["digest"]), entry)
    note = Text("What was signed under the old name still reads as it was signed.", style="dim")
    return block(made, Text(), note)


def show_refusal(refusal: Refusal) -> None:
    """Show the attempt that was refused, and that nothing came of it."""
    show(chapter("An attempt that the rules refused"))
    rows = {
        "tried": refusal.attempt,
        "answer": Text(f"refused [{refusal.code}]", style="bold red"),
        "because": refusal.message,
        "the log": f"{refusal.size_before} entries before, {refusal.size_after} after:"
        " nothing was recorded",
    }
    show(block(facts(rows)))


def show_proof(folder: Path, ledger: Digest, checkpoint: str) -> None:
    """Verify the whole folder offline, and show the verdict and the checkpoint."""
    show(chapter("The whole ledger, verified offline from its bytes"))
    show(verdict_page(judge_path(folder, Brought(ledger=ledger))))
    show(chapter("The checkpoint: what to keep, so that nobody can show you another history"))
    lines = (
        line if len(line) < COLUMNS else f"{line[: COLUMNS - 3]}…"
        for line in checkpoint.splitlines()
    )
    show(block(Text("\n".join(lines))))


def trail_of(folder: Path, ledger: Digest, archive: Archive, views: Views) -> Trail:
    """Return what in the ledger is worth a further look."""
    closing = next(
        recorded.act.leaf_index
        for recorded in archive.history(StreamName(board.DECISION))
        if isinstance(recorded.act.body, DecisionClosed)
    )
    with views.connection() as connection:
        versions = contracts.versions_of(connection, contract.CONTRACT)
    changed = date.fromisoformat(versions[-1]["effective_on"])
    return Trail(
        folder=folder,
        ledger=ledger,
        decision=board.DECISION,
        contract=contract.CONTRACT.partition("/")[2],
        day_before=str(changed - timedelta(days=1)),
        closing=closing,
        reader=TECHNOLOGY,
    )


def show_next(trail: Trail) -> None:
    """Show what to try next: commands that can be pasted as they stand."""
    show(chapter("What to try next"))
    for about, command in next_commands(trail):
        if about:
            show(Text(f"  # {about}", style="dim"))
        sys.stdout.write(f"  {command}\n")


def keys_of(folder: Path) -> Path:
    """Return where the story keeps its people's keys, beside the ledger's folder."""
    return folder.parent / f"{folder.name}-keys"
