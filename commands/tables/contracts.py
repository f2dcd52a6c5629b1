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
    return section(f"{len(rows)} contract{'' if len(rows) == 1 else 's'}", _table(rows))


def _table(rows: list[dict[str, Any]]) -> Table:
    made = table(
        "Contract", "Parties", "Status", "Value", "To look at", "Entry", numbers=("Entry",)
    )
    for named in made.columns[:2]:
        named.no_wrap = True
    made.columns[4].min_width = len("in conflict")
    for row in rows:
        made.add_row(
            f"{slug(row['stream'])}\n{_kind(row)}",
            "\n".join(row["parties"]),
            _status(row),
            total_words(row["value"]),
            _to_look_at(row),
            str(row["leaf_index"]),
        )
    return made


def _status(row: dict[str, Any]) -> str:
    phase = f": {words(row['phase'])}" if row["status"] == "not_executed" else ""
    return words(row["status"]) + phase + (", on paper" if row["outside"] else "")


def _kind(row: dict[str, Any]) -> str:
    inside = "" if row["parent"] is None else f"\nin {slug(row['parent'])}"
    return f"{words(row['contract_kind'])}{inside}"


def _to_look_at(row: dict[str, Any]) -> Text:
    """Say what is open; what stands in the way of something is red."""
    open_changes, conflicts, dangling = row["open_changes"], row["conflicts"], row["dangling"]
    said = [f"{count} {what}" for count, what in (
        (open_changes, "open"), (conflicts, "in conflict"), (dangling, "dangling")
    ) if count]  # fmt: skip
    return Text(", ".join(said) or "—", style="red" if conflicts or dangling else "")
