"""Work before cover: the days of each term that nothing covers, with why and what says so."""

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import facts, section, table, words
from commands.tables.made import entries, slug


def gaps_page(rows: list[dict[str, Any]]) -> Group:
    """Return contracts with their gaps; those without any are named at the end."""
    parts = [_part(row) for row in rows if row["gaps"]]
    whole = [slug(row["contract"]) for row in rows if not row["gaps"]]
    if whole:
        parts.append(Group(Text(f"Covered on every day of the term: {', '.join(whole)}")))
    return Group(*parts) if parts else Group(Text("There is no contract."))


def _part(row: dict[str, Any]) -> Group:
    head = facts(
        {
            "term": f"{_days(row['work'])}, {words(row['phase'])}",
            "without cover": f"{row['days_uncovered']} days by {row['on']}",
        }
    )
    return section(f"{row['contract']}: {row['title']}", head, _table(row))


def _table(row: dict[str, Any]) -> Table:
    made = table("From", "To", "Days", "Cover", "Why", "Made so by", numbers=("Days",))
    stretches = [*row["gaps"], *row["covered"]]
    for each in sorted(stretches, key=lambda each: str(each["from"])):
        made.add_row(
            each["from"],
            each["to"] or "open end",
            "—" if each["days"] is None else str(each["days"]),
            *_cover(each),
            entries(each["statements"]),
        )
    return made


def _cover(each: dict[str, Any]) -> tuple[Text, str]:
    if "why" in each:
        return Text("NONE", style="bold red"), "; ".join(each["text"])
    return Text("yes", style="green"), ", ".join(words(by) for by in each["by"])


def _days(span: dict[str, Any]) -> str:
    days = "" if span["days"] is None else f", {span['days']} days"
    return f"{span['from']} to {span['to'] or 'open end'}{days}"
