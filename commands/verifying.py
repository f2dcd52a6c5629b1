"""``countersign verify``: a verdict from bytes alone, without a server or a network."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from rich.progress import Progress

from commands.exits import UNVERIFIED
from commands.inputs import FILE, json_option, read_file
from commands.judging import Brought, Found, Watch, judge_path
from commands.setting import PATH, parse_digest, read_vkeys
from commands.tables.console import messages, print_json, show
from commands.tables.verdict import verdict_page

_CHECKPOINT_BYTES_MAX: Final = 65_536


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--id", "ledger", help="The ledger's id that you have on paper: sha256:…")
@click.option("--checkpoint", "kept", type=FILE, multiple=True, help="One that you kept earlier.")
@click.option("--vkeys", "keys", type=FILE, help="The log's keys, for a receipt or a log alone.")
@json_option
def verify(
    paths: tuple[Path, ...],
    ledger: str | None,
    *,
    kept: tuple[Path, ...],
    keys: Path | None,
    is_json: bool,
) -> None:
    """Check a ledger's folder, an export (folder or zip), a log, or a receipt.

    Says what holds, what does not and at which entry; the exit code is 3 if
    anything does not. Without --id, a ledger is taken at its own word.
    """
    brought = Brought(
        ledger=None if ledger is None else parse_digest(ledger),
        checkpoints=tuple(
            read_file(path, _CHECKPOINT_BYTES_MAX).decode(errors="replace") for path in kept
        ),
        vkeys=() if keys is None else read_vkeys(keys),
    )
    found = [judge_watched(path, brought) for path in paths]
    if is_json:
        print_json(found)
    else:
        for each in found:
            show(verdict_page(each))
    if not all(each["holds"] for each in found):
        raise SystemExit(UNVERIFIED)


def judge_watched(path: Path, brought: Brought) -> Found:
    """Judge what lies at a path, with a bar on standard error where somebody watches.

    Raises:
        LedgerError: As ``judge_path``.
    """
    with _watched(f"verify {path}") as progress:
        return judge_path(path, brought, progress)


@contextmanager
def _watched(label: str) -> Iterator[Watch | None]:
    console = messages()
    if not console.is_terminal:
        yield None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
