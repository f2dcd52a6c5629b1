"""``countersign show``: boards, meetings, decisions, contracts, changes, partnerships, parties."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Group

from commands import asking
from commands.exported import Export, export_options
from commands.inputs import json_option
from commands.naming import named, nothing_of
from commands.setting import Day, known_option, ledger_option, reading
from commands.tables import console
from commands.tables.board import board_page
from commands.tables.change import change_page
from commands.tables.contract import text_page
from commands.tables.contract import whole_page as contract_page
from commands.tables.decision import whole_page
from commands.tables.meeting import meeting_page
from commands.tables.parties import parties_page, party_page
from commands.tables.partnership import partnership_page
from ledger.evidence.statement import StreamName
from ledger.service import system_clock
from projections import directory, live, partnerships
from projections.live import Now, as_known
from projections.moments import Moment
from projections.questions import changes, contracts
from projections.readers import ViewReader
from projections.recomputed import contract_view


@click.group()
def show() -> None:
    """Show what boards, contracts and partnerships are, each fact with what made it so."""


for each in asking.QUESTIONS:
    show.add_command(each)


@show.command()
@click.argument("name")
@ledger_option
@json_option
def board(name: str, folder: Path | None, *, is_json: bool) -> None:
    """Show a board with its charters, seats, offices and composition (NAME: jsc)."""
    _show_now(named("board", name), live.board, board_page, folder, is_json=is_json)


@show.command()
@click.argument("name")
@ledger_option
@json_option
def meeting(name: str, folder: Path | None, *, is_json: bool) -> None:
    """Show a meeting with its agenda, who is there, and the quorum now (NAME: jsc/2)."""
    _show_now(named("meeting", name), live.meeting, meeting_page, folder, is_json=is_json)


@show.command()
@click.argument("name")
@ledger_option
@json_option
def decision(name: str, folder: Path | None, *, is_json: bool) -> None:
    """Show a decision with tally, quorum, explanation and what is missing (NAME: jsc/2017-001)."""
    _show_now(named("decision", name), live.decision, whole_page, folder, is_json=is_json)


def _show_now(
    stream: str,
    load: Callable[[Any, ViewReader, str, Now], dict[str, Any] | None],
    page: Callable[[dict[str, Any]], Group],
    folder: Path | None,
    *,
    is_json: bool,
) -> None:
    """Show what depends on the clock, as it is now."""
    with reading(folder) as (archive, views, reader), views.connection() as connection:
        now = Now(world=archive.world(), at=system_clock())
        view = load(connection, reader, stream, now)
        if view is None:
            raise nothing_of(connection, reader, stream)
        _print(view, page, is_json=is_json)


@show.command()
@click.argument("name")
@click.option("--effective", type=Day(), help="As it applies on this day; today if absent.")
@known_option
@export_options
@ledger_option
@json_option
def contract(
    name: str,
    folder: Path | None,
    *,
    effective: date | None,
    known: int | datetime | None,
    export: Export | None,
    is_json: bool,
) -> None:
    """Show a contract as of a day, each clause with the statement that made it so.

    From an export, its text is recomputed from the statements alone.
    """
    stream = named("contract", name)
    if export is not None:
        moment = Moment(effective=effective, known=known)
        world, history = export.replay(stream, known)
        recomputed = contract_view(world, history, moment, system_clock())
        _print(recomputed, text_page, is_json=is_json)
        return
    with reading(folder) as (archive, views, reader), views.connection() as connection:
        now = as_known(archive, known, system_clock())
        as_of = contracts.AsOf(effective=effective, known=known)
        view = contracts.load(connection, reader, StreamName(stream), now, as_of)
        if view is None:
            raise nothing_of(connection, reader, stream)
        _print(view, contract_page, is_json=is_json)


@show.command()
@click.argument("name")
@known_option
@ledger_option
@json_option
def change(name: str, folder: Path | None, *, known: int | datetime | None, is_json: bool) -> None:
    """Show a change: what it makes of its contract, who has to sign yet (NAME: score-wo-1/1)."""
    stream = named("change", name)
    with reading(folder) as (archive, views, reader), views.connection() as connection:
        now = as_known(archive, known, system_clock())
        view = changes.load(connection, reader, StreamName(stream), now, archive.world)
        if view is None:
            raise nothing_of(connection, reader, stream)
        _print(view, partial(change_page, is_coloured=console.is_coloured()), is_json=is_json)


@show.command()
@click.argument("name")
@ledger_option
@json_option
def partnership(name: str, folder: Path | None, *, is_json: bool) -> None:
    """Show a partnership with its milestones and its scorecard (NAME: score)."""
    stream = named("partnership", name)
    with reading(folder) as (_, views, reader), views.connection() as connection:
        view = partnerships.load(connection, reader, stream)
        if view is None:
            raise nothing_of(connection, reader, stream)
        _print(view, partnership_page, is_json=is_json)


@show.command()
@ledger_option
@json_option
def parties(folder: Path | None, *, is_json: bool) -> None:
    """List the admitted companies."""
    with reading(folder) as (_, views, reader), views.connection() as connection:
        rows = directory.list_parties(connection, reader)
        if is_json:
            console.print_json(rows)
        else:
            console.show(parties_page(rows))


@show.command()
@click.argument("name")
@ledger_option
@json_option
def party(name: str, folder: Path | None, *, is_json: bool) -> None:
    """Show a company: names, who signs up to what, delegations, who is in its place (NAME: cro)."""
    stream = named("party", name)
    with reading(folder) as (_, views, reader), views.connection() as connection:
        view = directory.load(connection, reader, stream.partition("/")[2])
        if view is None:
            raise nothing_of(connection, reader, stream)
        _print(view, party_page, is_json=is_json)


def _print(view: dict[str, Any], page: Callable[[Any], Group], *, is_json: bool) -> None:
    if is_json:
        console.print_json(view)
    else:
        made: Group = page(view)
        console.show(made)
