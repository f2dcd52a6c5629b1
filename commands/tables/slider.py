"""A contract on several days beside each other, as a slider over time would show it."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from commands.tables.console import COLUMNS
from commands.tables.contract import total_words

_NAMES: Final = 10  # columns for what a line is about
_INDENT: Final = 2
_GAP: Final = 2


def slider(copies: Sequence[dict[str, Any]]) -> Table:
    """Return a line with a mark for each copy's day, and below each mark what it said.

    Copies are views of one executed contract, earliest first. What is as it was
    on the day before it stands dim; a clause that is not there, as a dash.
    """
    width = (COLUMNS - _INDENT - _NAMES) // len(copies)
    drawn = Table.grid(padding=0)
    drawn.add_column(width=_NAMES, style="dim")
    for _ in copies:
        drawn.add_column(width=width, overflow="fold")
    rails = [*repeat("●" + "━" * (width - 1), len(copies) - 1), "●"]
    drawn.add_row("", *(Text(rail, style="cyan") for rail in rails))
    drawn.add_row("", *(Text(copy["effective"], style="bold") for copy in copies))
    for name, said in _lines([copy["text"] for copy in copies]):
        drawn.add_row(name, *_cells(said))
    return drawn


def _lines(texts: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """Yield each clause with its words of every day, then what all comes to."""
    headings = {clause["id"]: clause["heading"] for text in texts for clause in text["clauses"]}
    by_id = [{clause["id"]: clause["text"] for clause in text["clauses"]} for text in texts]
    for clause, heading in headings.items():
        yield heading, [words.get(clause, "—") for words in by_id]
    yield "Total", [total_words(text["total"]) for text in texts]


def _cells(said: Sequence[str]) -> Iterator[RenderableType]:
    """Yield what was said on each day, dim where it is what was said before."""
    for before, words in zip((None, *said), said, strict=False):
        yield Padding(Text(words, style="dim" if words == before else ""), (0, _GAP, 0, 0))
