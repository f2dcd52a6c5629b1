"""``countersign history`` and ``receipt``: what was recorded, and the proof of it."""

from pathlib import Path
from typing import Any

import click

from commands.inputs import FILE, json_option
from commands.keys import KeyChoice, key_options
from commands.places import Place, met, place_options
from commands.server import HttpDoor
from commands.setting import ledger_option, load_folder
from commands.tables.console import messages, print_json, show
from commands.tables.history import history_page
from ledger.archive import Archive, Recorded
from ledger.evidence.merkle import LeafNotRecordedError
from ledger.evidence.receipt import open_receipt
from ledger.evidence.statement import Digest, StatementId, StreamName


@click.command()
@click.argument("stream")
@ledger_option
@json_option
def history(stream: str, folder: Path | None, *, is_json: bool) -> None:
    """Show a stream's statements in order, each with its entry.

    STREAM is a name such as decision/jsc/2017-001. With --json, each statement
    comes with the bytes that were signed and the entry that the log holds.
    """
    with Archive.open(load_folder(folder)) as archive:
        rows = [plain_recorded(each) for each in archive.history(StreamName(stream))]
    if is_json:
        print_json(rows)
    else:
        show(history_page(stream, rows))


def plain_recorded(recorded: Recorded) -> dict[str, Any]:
    """Return a recorded statement as plain values, with the exact bytes of it and its entry."""
    act = recorded.act
    statement = act.statement
    return {
        "leaf_index": act.leaf_index,
        "position": act.position,
        "recorded_at": act.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "stream": statement.stream,
        "kind": statement.kind,
        "id": statement.id,
        "digest": statement.digest,
        "subject": statement.subject,
        "signer": {
            "person": statement.signer.person,
            "party": statement.signer.party,
            "capacity": statement.signer.capacity,
        },
        "kid": statement.kid,
        "meaning": statement.meaning,
        "reason": statement.reason,
        "statement": statement.compact.decode("ascii"),
        "entry": recorded.entry.decode("ascii"),
    }


@click.command()
@click.argument("statement")
@click.option("-o", "--output", type=FILE, help="Write it to a file; else to standard output.")
@place_options
@key_options
def receipt(statement: str, *, output: Path | None, place: Place, key: KeyChoice) -> None:
    """Take a statement's receipt, against the newest checkpoint.

    STATEMENT is an id, a digest or, in a folder, the index of its entry. From a
    server (--key says who reads), it is checked before it is kept.
    """
    if place.url is None:
        with Archive.open(load_folder(place.folder)) as archive:
            raw = archive.receipt(_name_of(archive, statement))
    else:
        with met(place, key.load()) as (door, pin):
            assert isinstance(door, HttpDoor), "the place has an address"
            raw = door.receipt(StatementId(statement))
            open_receipt(raw, pin.vkeys)
    if output is None:
        click.echo(raw)
    else:
        output.write_bytes(raw)
        messages().print(f"receipt written to {output}")


def _name_of(archive: Archive, text: str) -> StatementId | Digest:
    """Return the name of the statement that an id, a digest or an entry's index stands for."""
    if not (text.isascii() and text.isdecimal()):
        return StatementId(text)
    leaf_index = int(text)
    if leaf_index >= archive.tree_size:
        raise LeafNotRecordedError(leaf_index=leaf_index, tree_size=archive.tree_size)
    return next(archive.acts(leaf_index, 1)).digest
