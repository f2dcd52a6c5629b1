"""The contracts, one line each: how each stands today, what it comes to, what is open."""

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import section, table, words
from commands.tables.contract import total_words
from commands.tables.made import slug


def contracts_page(rows: list[dict[str, Any]]) -> Group:
    """Return the contracts as a page."""
    if not rows:
        return Group(Text("There is no such contract."))
    return section(f"{len(rows)} contracts", _table(rows))


def _table(rows: list[dict[str, Any]]) -> Table:
    numbers = ("Open", "In conflict", "Dangling", "Entry")
    made = table(
        "Contract", "Kind", "Inside", "Parties", "Status", "Value", *numbers, numbers=numbers
    )
    for row in rows:
        made.add_row(
            slug(row["stream"]),
            words(row["contract_kind"]),
            "—" if row["parent"] is None else slug(row["parent"]),
            ", ".join(row["parties"]),
            _status(row),
            total_words(row["value"]),
            str(row["open_changes"]),
            _warning(row["conflicts"]),
            _warning(row["dangling"]),
            str(row["leaf_index"]),
        )
    return made


def _status(row: dict[str, Any]) -> str:
    phase = f": {words(row['phase'])}" if row["status"] == "not_executed" else ""
    return words(row["status"]) + phase + (", on paper" if row["outside"] else "")


def _warning(count: int) -> Text:
    return Text(str(count), style="red" if count else "dim")
