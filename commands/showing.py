"""``countersign show``: a decision, a contract as of a day, a partnership."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Group

from commands.setting import Day, IndexOrMoment, json_option, ledger_option, reading
from commands.tables import console
from commands.tables.contract import contract_page
from commands.tables.decision import decision_page
from commands.tables.partnership import partnership_page
from ledger.errors import NotRecordedError
from projections import consolidated, decisions, partnerships


class NothingToShowError(NotRecordedError):
    """What is shown was recorded under that name."""

    code = "nothing-to-show"
    message = "the ledger has no {stream}"


@click.group()
def show() -> None:
    """Show a decision, a contract or a partnership, each fact with what made it so."""


@show.command()
@click.argument("name")
@ledger_option
@json_option
def decision(name: str, folder: Path | None, *, is_json: bool) -> None:
    """Show a decision with its tally, quorum and explanation (NAME: jsc/2017-001)."""
    stream = named("decision", name)
    with reading(folder) as (_, views, reader), views.connection() as connection:
        _print(stream, decisions.load(connection, reader, stream), decision_page, is_json=is_json)


@show.command()
@click.argument("name")
@click.option("--effective", type=Day(), help="As it applies on this day; today if absent.")
@click.option("--known", type=IndexOrMoment(), help="As it was known at an entry or a moment.")
@ledger_option
@json_option
def contract(
    name: str,
    folder: Path | None,
    *,
    effective: date | None,
    known: int | datetime | None,
    is_json: bool,
) -> None:
    """Show a contract as of a day, each clause with the statement that made it so."""
    stream = named("contract", name)
    with reading(folder) as (_, views, reader), views.connection() as connection:
        view = consolidated.load(
            connection, reader, stream, effective=effective or reader.on, known=known
        )
        _print(stream, view, contract_page, is_json=is_json)


@show.command()
@click.argument("name")
@ledger_option
@json_option
def partnership(name: str, folder: Path | None, *, is_json: bool) -> None:
    """Show a partnership with its milestones and its scorecard (NAME: score)."""
    stream = named("partnership", name)
    with reading(folder) as (_, views, reader), views.connection() as connection:
        view = partnerships.load(connection, reader, stream)
        _print(stream, view, partnership_page, is_json=is_json)


def named(kind: str, name: str) -> str:
    """Return a stream's whole name, given with its type or without."""
    return name if name.startswith(f"{kind}/") else f"{kind}/{name}"


def _print(stream: str, view: dict[str, Any] | None, page: Any, *, is_json: bool) -> None:  # noqa: ANN401
    if view is None:
        raise NothingToShowError(stream=stream)
    if is_json:
        console.print_json(view)
    else:
        made: Group = page(view)
        console.show(made)
