"""What stands beside a contract's text: what prevails, what it names, what is in the way."""

from typing import Any

from rich.table import Table
from rich.text import Text

from commands.tables.console import table, words
from commands.tables.made import entry, slug


def beside(view: dict[str, Any]) -> list[Table]:
    """Return the tables that have something to say."""
    parts = [_precedence(view["precedence"]), _references(view), _clashes(view)]
    return [each for each in parts if each.row_count]


def _precedence(order: dict[str, Any] | None) -> Table:
    made = table("Clause of both", "Prevails", "Why", "Own by", "Parent's by")
    for each in () if order is None else order["clauses"]:
        prevails = {"parent": "parent prevails", "own": "own text prevails"}
        words_too = "; same words" if each["same_words"] else ""
        made.add_row(
            each["clause"],
            prevails.get(each["prevails"], "not stated"),
            words(each["reason"]) + words_too,
            entry(each["own"]["made_by"]),
            entry(each["parent"]["made_by"]),
        )
    return made


def _references(view: dict[str, Any]) -> Table:
    made = table("It names", "As", "Which is", "Said by")
    for each in view["references"]:
        resolved = each["resolved"]
        made.add_row(
            each["text"],
            words(each["role"]),
            Text("DANGLING", style="bold red")
            if resolved is None
            else Text(slug(resolved["contract"])),
            entry(each["made_by"] if resolved is None else resolved["statement"]),
        )
    return made


def _clashes(view: dict[str, Any]) -> Table:
    made = table("Open change", "Stands", "In its way")
    for each in view["clashes"]:
        stale = ["its base is not the newest version"] if each["is_stale"] else []
        others = [f"{one['item']} is in {slug(one['change'])}, too" for one in each["with"]]
        made.add_row(
            slug(each["change"]), words(each["phase"]), "\n".join([*stale, *others]) or "—"
        )
    return made
