"""``countersign show`` of what is asked of contracts: signatures, obligations, gaps and more."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

import click
from rich.console import Group

from commands.inputs import json_option
from commands.naming import NothingToShowError, maybe_named
from commands.setting import Day, known_option, ledger_option, reading
from commands.tables import console
from commands.tables.contracts import contracts_page
from commands.tables.gaps import gaps_page
from commands.tables.obligations import obligations_page
from commands.tables.responsibilities import responsibilities_page
from commands.tables.signatures import signatures_page
from ledger.domain.contracts.agreements import DutyState
from ledger.domain.contracts.copies import Known, Status
from ledger.domain.kinds.terms import ContractKind
from ledger.evidence.statement import StreamName
from ledger.service import system_clock
from projections import streams
from projections.live import Now, as_known
from projections.questions import contracts as contracts_of
from projections.questions import gaps as gaps_of
from projections.questions import obligations as obligations_of
from projections.questions import responsibilities as responsibilities_of
from projections.questions import signatures as signatures_of
from projections.questions.contracts import ContractsQuery
from projections.questions.obligations import OwedQuery
from projections.questions.responsibilities import MatrixQuery
from projections.questions.signatures import SignaturesQuery
from projections.readers import ViewReader

Ask = Callable[[Any, ViewReader, Now], Any]

_party = click.option("--party", help="Of this party alone.")
_contract = click.option("--contract", "contract", help="Of this contract alone (score-wo-1).")


@click.command()
@_party
@_contract
@known_option
@ledger_option
@json_option
def signatures(
    folder: Path | None,
    *,
    party: str | None,
    contract: str | None,
    known: Known,
    is_json: bool,
) -> None:
    """Show who still has to sign what, who could, and what blocks it."""
    query = SignaturesQuery(party=party, contract=maybe_named("contract", contract))
    _show(
        lambda connection, reader, now: signatures_of.list_all(connection, reader, now, query),
        signatures_page,
        folder,
        (query.contract,),
        known=known,
        is_json=is_json,
    )


@click.command()
@click.option("--on", type=Day(), help="As of this day; today if absent.")
@click.option("--due-by", type=Day(), help="Due on this day at the latest.")
@_party
@_contract
@click.option("--state", type=click.Choice(get_args(DutyState)), help="In this state alone.")
@click.option("--overdue", is_flag=True, help="Overdue ones alone.")
@known_option
@ledger_option
@json_option
def obligations(
    folder: Path | None,
    *,
    contract: str | None,
    known: Known,
    is_json: bool,
    **asked: Any,  # noqa: ANN401 -- what narrows
) -> None:
    """Show what is owed on a day: by whom, to whom, when it falls due, how late it is."""
    query = OwedQuery(contract=maybe_named("contract", contract), **asked)
    _show(
        lambda connection, reader, now: obligations_of.list_all(connection, reader, now, query),
        obligations_page,
        folder,
        (query.contract,),
        known=known,
        is_json=is_json,
    )


@click.command()
@click.option("--on", type=Day(), help="On this day; today if absent.")
@known_option
@click.option("--activity", help="This activity alone.")
@_contract
@click.option("--partnership", help="Over this partnership's contracts.")
@ledger_option
@json_option
def responsibilities(
    folder: Path | None,
    *,
    on: date | None,
    known: Known,
    activity: str | None,
    contract: str | None,
    partnership: str | None,
    is_json: bool,
) -> None:
    """Show who answers for each activity on a day, through whom, and what made it so."""
    query = MatrixQuery(
        on=on,
        activity=activity,
        contract=maybe_named("contract", contract),
        partnership=maybe_named("partnership", partnership),
    )
    _show(
        lambda connection, reader, now: responsibilities_of.load(connection, reader, now, query),
        responsibilities_page,
        folder,
        (query.contract, query.partnership),
        known=known,
        is_json=is_json,
    )


@click.command()
@_contract
@known_option
@ledger_option
@json_option
def gaps(folder: Path | None, *, contract: str | None, known: Known, is_json: bool) -> None:
    """Show work before cover: which days of a term nothing covers, and why."""
    name = maybe_named("contract", contract)
    _show(
        lambda connection, reader, now: gaps_of.list_all(connection, reader, now, contract=name),
        gaps_page,
        folder,
        (name,),
        known=known,
        is_json=is_json,
    )


@click.command()
@_party
@click.option("--kind", type=click.Choice(get_args(ContractKind)), help="Of this kind alone.")
@click.option("--parent", help="Inside of this contract alone.")
@click.option("--status", type=click.Choice(("not_executed", *get_args(Status))))
@known_option
@ledger_option
@json_option
def contracts(
    folder: Path | None,
    *,
    parent: str | None,
    known: Known,
    is_json: bool,
    **asked: Any,  # noqa: ANN401 -- what narrows
) -> None:
    """List the contracts: status today, value, version, what is open, what dangles.

    With --known as each stood then.
    """
    query = ContractsQuery(parent=maybe_named("contract", parent), **asked)
    _show(
        lambda connection, reader, now: contracts_of.list_all(connection, reader, now, query),
        contracts_page,
        folder,
        (query.parent,),
        known=known,
        is_json=is_json,
    )


QUESTIONS: Final = (contracts, signatures, obligations, responsibilities, gaps)


def _show(
    ask: Ask,
    page: Callable[[Any], Group],
    folder: Path | None,
    wanted: tuple[StreamName | None, ...],
    *,
    known: Known,
    is_json: bool,
) -> None:
    """Answer a question as it is now, or as it was known.

    Raises:
        KnownBeyondError: What is asked for is not known yet.
        NothingToShowError: Something that is named was never recorded.
    """
    with reading(folder) as (archive, views, reader), views.connection() as connection:
        for stream in wanted:
            if stream is not None and not streams.may_read(connection, reader, stream):
                raise NothingToShowError(stream=stream)
        found = ask(connection, reader, as_known(archive, known, system_clock()))
        if is_json:
            console.print_json(found)
        else:
            console.show(page(found))
