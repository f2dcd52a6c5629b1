"""The days of one document: signed by each party, executed by the last, in effect from a day."""

from typing import Any

from rich.table import Table
from rich.text import Text

from commands.tables.console import table


def dates_table(statement: dict[str, Any], reason: str | None) -> Table:
    """Return the days of an executed contract or change, in the order in which they come.

    ``statement`` is one of a consolidated copy's; ``reason`` why it looks back, if it does.
    """
    drawn = table("Day", "What", "By")
    rows = [
        (signed["signed_on"], "signed", f"{signed['person']} for {signed['party']}")
        for signed in statement["signatures"]
    ]
    rows.append((statement["executed_on"], "executed", "the last signature"))
    if statement["effective_on"] is not None:
        rows.append((statement["effective_on"], _effect(statement), reason or "as it states"))
    for day, what, by in sorted(rows, key=lambda row: row[0]):
        drawn.add_row(day, Text(what, style="bold" if "effect" in what else ""), by)
    return drawn


def _effect(statement: dict[str, Any]) -> str:
    return "takes effect, looking back" if statement["retroactive"] else "takes effect"
