"""What is owed: what has a day first, by it, with how late it is."""

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import section, table, words
from commands.tables.made import entry, slug


def obligations_page(rows: list[dict[str, Any]]) -> Group:
    """Return obligations as a page."""
    if not rows:
        return Group(Text("Nothing is owed."))
    late = sum(row["overdue_days"] > 0 for row in rows)
    heading = f"{len(rows)} obligation{'' if len(rows) == 1 else 's'}, {late} overdue"
    return section(heading, _table(rows))


def _table(rows: list[dict[str, Any]]) -> Table:
    made = table("Due", "Contract", "Who owes whom", "Duty", "State", "Made so by")
    for row in rows:
        made.add_row(
            _due(row),
            f"{slug(row['contract'])}\n{words(row['status'])}",
            f"{_side(row, 'debtor', 'owed_by')} to {_side(row, 'creditor', 'owed_to')}",
            f"{row['duty']} ({row['obligation']})",
            _state(row),
            entry(row["made_by"]),
        )
    return made


def _side(row: dict[str, Any], named: str, now: str) -> str:
    """Write a party, and in whose hands it is where another company is in its place."""
    return str(row[named]) if row[named] == row[now] else f"{row[named]} (now {row[now]})"


def _due(row: dict[str, Any]) -> Text:
    """Write the day or the trigger as the text has it; nothing is computed from a trigger."""
    parts = [row["due"]] if row["due"] else []
    if row["trigger"]:
        parts.append(f"upon {row['trigger']}")
    if row["overdue_days"]:
        parts.append(f"{row['overdue_days']} days overdue")
    return Text("\n".join(parts) or "no day stated", style="red" if row["overdue_days"] else "")


def _state(row: dict[str, Any]) -> str:
    on = f" on {row['state_on']}" if row["state_on"] else ""
    is_broken = row["state"] == "breached" and row["cure_until"]
    cure = f", to be cured until {row['cure_until']}" if is_broken else ""
    by = "" if row["state_by"] is None else f" ({entry(row['state_by'])})"
    return f"{row['state']}{on}{cure}{by}"
