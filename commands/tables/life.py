"""What became of a contract: rest, renewals and ends, what is owed, what was released."""

from typing import Any

from rich.table import Table

from commands.tables.console import amount, table, words


def life_tables(view: dict[str, Any]) -> list[Table]:
    """Return a table for each of these that there is something of."""
    made = ((_course, "endings renewals"), (_owed, "duties"), (_released, "released"))
    return [draw(view) for draw, names in made if any(view[name] for name in names.split())]


def _course(view: dict[str, Any]) -> Table:
    """Return what the contract came to, in the order in which it was recorded."""
    drawn = table("Entry", "Became", "From", "Until", "Notes")
    drawn.columns[0].justify = "right"
    rows = [_ending(row) for row in view["endings"]] + [_renewal(row) for row in view["renewals"]]
    for leaf_index, *cells in sorted(rows):
        drawn.add_row(str(leaf_index), *cells)
    return drawn


def _ending(row: dict[str, Any]) -> tuple[int, str, str, str, str]:
    status, on, until = row["status"], row["on"], ""
    if status in {"terminated", "expired", "lapsed"}:
        on, until = "", row["on"]
    elif status == "suspended":
        until = row["ends_on"] or ""
    return row["leaf_index"], words(status), on, until, _notes(row)


def _notes(row: dict[str, Any]) -> str:
    if row["status"] == "renewal_declined":
        return "the term ends that day"
    if row["status"] != "noticed":
        return ""
    notes = [f"on {row['ground']}, ends {row['earliest']} at the earliest"]
    if row["cure_until"] is not None:
        notes.append(f"cured until {row['cure_until']}")
    if row["withdrawn"] is not None:
        ended = "taken back" if row["ends_on"] is None else f"cured on {row['ends_on']}"
        notes = [f"on {row['ground']}, {ended}"]
    return ", ".join(notes)


def _renewal(row: dict[str, Any]) -> tuple[int, str, str, str, str]:
    until = row["term"].get("to", "")
    return row["leaf_index"], "renewed", row["on"], until, f"the term until {row['ended']} went on"


def _owed(view: dict[str, Any]) -> Table:
    drawn = table("Obligation", "Who owes whom", "Due", "Stands", "Made so by")
    for row in view["duties"]:
        drawn.add_row(
            row["obligation"],
            f"{row['debtor']} to {row['creditor']}",
            row["due"] or row["trigger"] or "",
            _stands(row),
            "" if row["made_by"] is None else f"entry {row['made_by']['leaf_index']}",
        )
    return drawn


def _stands(row: dict[str, Any]) -> str:
    since = "" if row["on"] is None else f" on {row['on']}"
    cure = ""
    if row["state"] == "breached" and row["cure_until"] is not None:
        cure = f", to be cured until {row['cure_until']}"
    return f"{row['state']}{since}{cure}" + (", late" if row["late"] else "")


def _released(view: dict[str, Any]) -> Table:
    drawn = table("Released upon", "Of", "Amount", "On", "By", "Entry", numbers=("Amount", "Entry"))
    for row in view["released"]:
        drawn.add_row(
            ", ".join(filter(None, (row["trigger"], row["milestone"]))),
            words(row["of"]),
            amount(row["amount"]),
            row["on"],
            f"{row['person']} ({row['party']})",
            str(row["leaf_index"]),
        )
    return drawn
