"""Who still has to sign what: one table a contract or change, and below it what blocks it."""

from itertools import groupby
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import amount, facts, section, short, table, words
from commands.tables.made import entry, slug

_NOTHING = "Nothing is waiting to be signed."


def signatures_page(rows: list[dict[str, Any]]) -> Group:
    """Return the missing steps as a page, by what is to be signed."""
    parts = [_part(list(found)) for _, found in groupby(rows, key=lambda row: row["stream"])]
    return Group(*parts) if parts else Group(Text(_NOTHING))


def _part(rows: list[dict[str, Any]]) -> Group:
    first = rows[0]
    head = facts(
        {
            "stands": words(first["phase"]),
            "amount": amount(first["amount"]),
            "text": short(first["digest"]),
            "put by": entry(first["made_by"]),
        }
    )
    return section(f"{first['stream']}: {first['title']}", head, *steps_tables(rows))


def steps_tables(rows: list[dict[str, Any]]) -> tuple[Table, ...]:
    """Return the missing steps of one contract or change, and what blocks them."""
    blocks = _blocks(rows)
    return (_steps(rows), *((blocks,) if blocks.row_count else ()))


def _steps(rows: list[dict[str, Any]]) -> Table:
    made = table("Missing", "Party", "Who could", "As", "By", "Now")
    for row in rows:
        for place, each in enumerate(row["who"] or [None]):
            first = place == 0
            made.add_row(
                words(row["what"]) if first else "",
                (row["party"] or "—") if first else "",
                *_who(row, each),
                (row["kind"] or "a decision") if first else "",
                _now(row) if first else "",
            )
    return made


def _who(row: dict[str, Any], each: dict[str, Any] | None) -> tuple[Text, str]:
    if each is None:
        return Text("nobody today" if row["party"] else "—", style="dim"), ""
    lacks = f" (lacks {' and '.join(each['lacks'])})" if each["lacks"] else ""
    return Text(each["person"] + lacks), words(each["capacity"])


def _now(row: dict[str, Any]) -> Text:
    return Text("blocked", style="red") if row["blocks"] else Text("can", style="green")


def _blocks(rows: list[dict[str, Any]]) -> Table:
    """Return why steps are blocked, each reason once."""
    made = table("Blocked by", "Why", "On the way")
    seen = []
    for block in (block for row in rows for block in row["blocks"]):
        if block not in seen:
            seen.append(block)
            motions = "\n".join(_motion(each) for each in block["motions"])
            none = "no decision yet" if block["board"] else "—"
            made.add_row(block["code"], block["text"], motions or none)
    return made


def _motion(motion: dict[str, Any]) -> str:
    on = "" if motion["is_this_text"] else ", on an earlier text"
    return f"{slug(motion['decision'])} is {words(motion['phase'])}{on}"
