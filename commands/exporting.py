"""``countersign export`` and ``rebuild``: evidence to take away, views made anew."""

from pathlib import Path

import click

from commands.setting import PATH, ledger_option, load_folder, reading
from commands.tables.console import messages
from ledger.archive import Archive
from ledger.domain.audience import AuditorReader, PartyReader
from ledger.evidence.keys import KeyId
from ledger.evidence.statement import PartySlug


@click.command()
@click.argument("target", type=PATH)
@ledger_option
@click.option("--party", help="The share of this party (its slug).")
@click.option("--auditor", help="The share of the auditor with this key id.")
@click.option("--tiles", is_flag=True, help="The log alone, for any tlog-tiles client.")
def export(
    target: Path, folder: Path | None, *, party: str | None, auditor: str | None, tiles: bool
) -> None:
    """Write evidence to a new folder, or to a zip where TARGET ends in .zip."""
    if sum(map(bool, (party, auditor, tiles))) > 1:
        raise click.UsageError("--party, --auditor and --tiles exclude one another")
    with Archive.open(load_folder(folder)) as archive:
        if tiles:
            archive.export_log(target)
            messages().print(f"log of {archive.tree_size} entries written to {target}")
            return
        manifest = archive.export(target, _reader(party, auditor))
    messages().print(
        f"{manifest.statements} statements under {manifest.size} entries written to {target}"
        f" for {manifest.reader}"
    )


def _reader(party: str | None, auditor: str | None) -> PartyReader | AuditorReader | None:
    if party is not None:
        return PartyReader(party=PartySlug(party))
    return None if auditor is None else AuditorReader(kid=KeyId(auditor))


@click.command()
@ledger_option
def rebuild(folder: Path | None) -> None:
    """Drop every view and fold the whole archive again; tokens are kept."""
    with reading(folder) as (_, views, _reader_of_today):
        position = views.rebuild()
    messages().print(f"views rebuilt from {position} entries")
