"""``countersign diff``: what sets a contract apart on two days, or as known at two moments."""

from pathlib import Path
from typing import Any

import click

from commands.exported import Export, export_options
from commands.inputs import json_option
from commands.naming import NothingToShowError, named
from commands.setting import Day, IndexOrMoment, ledger_option, reading
from commands.tables import console
from commands.tables.differences import differences_page
from ledger.service import system_clock
from projections import compared
from projections.compared import plain_differences
from projections.moments import Moment, check_known


class DayAsKnown(click.ParamType[Moment]):
    """A day, and after an @ what was known: 2017-10-01, 2017-10-01@55."""

    name = "day[@known]"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Moment:
        """Return the moment that the text spells."""
        if isinstance(value, Moment):
            return value
        day, at, known = str(value).partition("@")
        return Moment(
            effective=Day().convert(day, param, ctx),
            known=IndexOrMoment().convert(known, param, ctx) if at else None,
        )


@click.command()
@click.argument("contract")
@click.option(
    "--from",
    "since",
    type=DayAsKnown(),
    required=True,
    help="The earlier state: a day, as known at an entry or a moment (2017-09-30@45).",
)
@click.option("--to", "until", type=DayAsKnown(), help="The later state; today if absent.")
@export_options
@ledger_option
@json_option
def diff(
    contract: str,
    folder: Path | None,
    *,
    since: Moment,
    until: Moment | None,
    export: Export | None,
    is_json: bool,
) -> None:
    """Show what sets a contract apart on two days: clauses word by word, money, term, duties.

    CONTRACT is a name such as score-wo-1. In a terminal, words that went are red
    and words that came are green; elsewhere they stand in [-…-] and {+…+}.
    """
    stream, moments = named("contract", contract), (since, until or Moment())
    if export is None:
        view = _from_views(folder, stream, moments)
    else:
        _, history = export.replay(stream, *(each.known for each in moments))
        view = plain_differences(history, moments, system_clock())
    if is_json:
        console.print_json(view)
    else:
        console.show(differences_page(view, is_coloured=console.is_coloured()))


def _from_views(folder: Path | None, stream: str, moments: tuple[Moment, Moment]) -> dict[str, Any]:
    with reading(folder) as (archive, views, reader), views.connection() as connection:
        for each in moments:
            check_known(each.known, archive.tree_size, system_clock())
        view = compared.load(connection, reader, stream, moments, system_clock())
    if view is None:
        raise NothingToShowError(stream=stream)
    return view
