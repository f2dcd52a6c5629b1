"""Where tables go, and how single values are written in them.

Without a terminal a line has 100 columns and no colour, so that what is piped
or kept in a file always looks the same.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ledger.domain.kinds.base import Money
from ledger.domain.money import spell

COLUMNS: Final = 100
_DIGEST_CHARACTERS: Final = 19  # "sha256:" and twelve digits


def show(*parts: RenderableType) -> None:
    """Print parts on standard output; where nobody watches, without blanks at the ends of lines."""
    console = _console(is_error=False)
    if console.is_terminal:
        console.print(*parts, sep="\n")
        return
    with console.capture() as captured:
        console.print(*parts, sep="\n")
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def is_coloured() -> bool:
    """Whether what is printed on standard output has colours."""
    console = _console(is_error=False)
    return console.is_terminal and console.color_system is not None and not console.no_color


def messages() -> Console:
    """Return the console for messages, on standard error as it is now."""
    return _console(is_error=True)


def _console(*, is_error: bool) -> Console:
    stream = sys.stderr if is_error else sys.stdout
    width = None if stream.isatty() else COLUMNS
    return Console(stderr=is_error, width=width, highlight=False, emoji=False)


def print_json(value: object) -> None:
    """Print a value as JSON, for programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def table(*headings: str, numbers: Iterable[str] = ()) -> Table:
    """Return an empty table; columns named in ``numbers`` stand to the right."""
    made = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    right = set(numbers)
    for heading in headings:
        made.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    return made


def facts(rows: Mapping[str, Any]) -> Table:
    """Return names and values, one pair a line."""
    made = Table.grid(padding=(0, 2))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows.items():
        made.add_row(name, value)
    return made


def section(heading: str, *parts: RenderableType) -> Group:
    """Return parts under a heading, an empty line between them."""
    return Group(Text(heading, style="bold cyan"), *map(block, parts))


def block(*parts: RenderableType) -> Padding:
    """Return parts as they stand in a section, without a heading."""
    return Padding(Group(*parts), (0, 0, 1, 2), expand=False)


def chapter(heading: str) -> Rule:
    """Return a rule across the page with a heading in it."""
    return Rule(Text(heading, style="bold"), align="left", style="dim")


def short(digest: str | None) -> str:
    """Write the beginning of a digest, enough to find it by eye."""
    return "—" if digest is None else digest[:_DIGEST_CHARACTERS] + "…"


def shortened(line: str, characters_max: int) -> str:
    """Write as much of a line as fits."""
    return line if len(line) <= characters_max else line[: characters_max - 1] + "…"


def moment(instant: str | None) -> str:
    """Write an instant to the minute: 2017-09-11 09:00 UTC."""
    return "—" if instant is None else f"{instant[:10]} {instant[11:16]} UTC"


def amount(value: Any) -> str:  # noqa: ANN401 -- Amount as JSON
    """Write an amount; what is undisclosed or unknown is said so, and nothing is zero but zero."""
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    return spell(Money(minor=int(value["minor"]), currency=str(value["currency"])))


def words(name: str) -> str:
    """Write a name of the vocabulary as words: in_force, in force."""
    return name.replace("_", " ")
