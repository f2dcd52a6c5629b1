"""Who answers for what: a table for contracts that belong together, contradictions below it."""

from itertools import groupby
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import section, table, words
from commands.tables.made import entry, slug

_DEFAULT = "ICH E6(R3) 3.6: what was not transferred stays with the sponsor"


def responsibilities_page(view: dict[str, Any]) -> Group:
    """Return the matrix as a page, by the contracts that belong together."""
    parts = [
        _part(group, list(rows))
        for group, rows in groupby(view["responsibilities"], key=lambda row: row["group"])
    ]
    if view["left_out"]:
        parts.append(section("Contracts that give nobody anything to do that day", _left(view)))
    return Group(*parts) if parts else Group(Text("No contract says anything that day."))


def _part(group: str, rows: list[dict[str, Any]]) -> Group:
    conflicts = [row for row in rows if row["is_conflict"]]
    clashes = [_conflicts(conflicts)] if conflicts else []
    return section(group, _matrix(rows), *clashes)


def _matrix(rows: list[dict[str, Any]]) -> Table:
    made = table("Activity", "Answers", "Through", "Since", "Contract", "Made so by")
    for row in rows:
        if row["is_default"]:
            made.add_row(row["activity"], *_default(row))
        for place, each in enumerate(row["answers"]):
            made.add_row(
                row["activity"] if place == 0 else "",
                _party(row, each),
                " > ".join(each["through"]) or "—",
                each["since"] or "—",
                slug(each["contract"]),
                _made_by(each),
            )
    return made


def _default(row: dict[str, Any]) -> tuple[Text, str, str, str, str]:
    who = Text(_who(row) if row["party"] else "unclear", style="yellow")
    who.append("\nby default")
    return who, f"{_DEFAULT}; {row['why']}", "—", "—", entry(row["made_by"])


def _who(row: dict[str, Any]) -> str:
    """Write the party, and in whose hands it is where another company is in its place."""
    party, holder = row["party"], row["held_by"]
    return str(party) if party == holder else f"{party} (now {holder})"


def _party(row: dict[str, Any], each: dict[str, Any]) -> Text:
    if row["is_conflict"]:
        return Text(f"{each['party']}\nCONFLICT", style="bold red")
    return Text(_who(row))


def _made_by(each: dict[str, Any]) -> str:
    return "\n".join(entry(step["made_by"]) for step in (each, *each["onward"]))


def _conflicts(rows: list[dict[str, Any]]) -> Table:
    """Say of each contradiction what the texts say of their order, and decide nothing."""
    made = table("In conflict", "What the contracts say", "Order of precedence")
    for row in rows:
        said = "\n".join(f"{slug(each['contract'])}: {each['party']}" for each in row["answers"])
        order = "\n".join(_order(each) for each in row["precedence"])
        made.add_row(row["activity"], said, order or "neither lives inside the other")
    return made


def _order(each: dict[str, Any]) -> str:
    prevails = {
        "parent": f"{slug(each['parent'])} prevails",
        "own": f"{slug(each['contract'])} prevails",
    }.get(each["prevails"], "not stated")
    but = f", except in {', '.join(each['except'])}" if each["except"] else ""
    return f"{slug(each['contract'])} in {slug(each['parent'])}: {prevails}{but}"


def _left(view: dict[str, Any]) -> Table:
    made = table("Contract", "Status")
    for each in view["left_out"]:
        made.add_row(slug(each["contract"]), words(each["status"]))
    return made
