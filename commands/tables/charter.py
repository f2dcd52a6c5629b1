"""A charter: what it says, section by section, and whether it can stand."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import section


def charter_page(found: dict[str, Any]) -> Group:
    """Return a charter as a page, the verdict last."""
    parts = [
        section(name, _lines([each["text"] for each in told]))
        for name, told in groupby(found["sentences"], key=itemgetter("section"))
    ]
    if found["remarks"]:
        parts.append(section("Worth knowing", _lines(found["remarks"])))
    if found["stands"]:
        return Group(*parts, Text("It can stand.", style="bold green"))
    parts.append(section("It cannot stand", _lines(found["flaws"], style="red")))
    return Group(*parts)


def _lines(texts: list[str], style: str = "") -> Table:
    made = Table.grid(padding=(0, 1))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for text in texts:
        made.add_row("-", Text(text, style=style))
    return made
