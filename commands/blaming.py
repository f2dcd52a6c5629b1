"""``countersign blame``: who made each clause of a contract what it says."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from commands.exported import Export, export_options
from commands.inputs import json_option
from commands.naming import NothingToShowError, named
from commands.setting import Day, known_option, ledger_option, reading
from commands.tables import console
from commands.tables.blame import blame_page
from ledger.service import system_clock
from projections import blamed
from projections.blamed import plain_blame, with_doubts
from projections.moments import Moment, check_known
from projections.recomputed import doubts_in


@click.command()
@click.argument("contract")
@click.option("--clause", help="This clause alone (its id), with all that it ever said.")
@click.option("--effective", type=Day(), help="As it applies on this day; today if absent.")
@known_option
@click.option("--earlier", is_flag=True, help="Show below each clause what it said before.")
@export_options
@ledger_option
@json_option
def blame(
    contract: str,
    folder: Path | None,
    *,
    clause: str | None,
    effective: date | None,
    known: int | datetime | None,
    earlier: bool,
    export: Export | None,
    is_json: bool,
) -> None:
    """Show who made each clause so, by which decision, signed by whom, since when.

    CONTRACT is a name such as score-wo-1. Beside each clause stand the statement
    that set its words, the day from which they apply, the decision with its
    outcome, and who signed.
    """
    stream, moment = named("contract", contract), Moment(effective=effective, known=known)
    if export is None:
        view = _from_views(folder, stream, moment, clause)
    else:
        world, history = export.replay(stream, known)
        found = plain_blame(history, moment, system_clock(), clause)
        view = with_doubts(found, lambda names: doubts_in(world, names))
    if is_json:
        console.print_json(view)
    else:
        console.show(blame_page(view, with_earlier=earlier or clause is not None))


def _from_views(
    folder: Path | None, stream: str, moment: Moment, clause: str | None
) -> dict[str, Any]:
    with reading(folder) as (archive, views, reader), views.connection() as connection:
        check_known(moment.known, archive.tree_size, system_clock())
        view = blamed.load(connection, reader, stream, moment, system_clock(), clause=clause)
    if view is None:
        raise NothingToShowError(stream=stream)
    return view
