"""A contract's clauses and obligations, makers in the margin, as ``git blame`` shows lines."""

from collections.abc import Iterator
from typing import Any, Final

from rich.box import Box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import facts, section, words
from commands.tables.makers import maker_lines
from commands.tables.parts import obligation_words

_MARGIN: Final = 36  # columns for who made it so

# One line between the margin and the words, and one between clauses.
_BOX: Final = Box("    \n  │ \n ─┼─\n  │ \n ─┼─\n ─┼─\n  │ \n    \n")

Clause = dict[str, Any]


def blame_page(view: dict[str, Any], *, with_earlier: bool) -> Group:
    """Return clauses and obligations as a page; with all that each said before, newest first."""
    makers = {each["digest"]: each for each in view["statements"]}
    drawn = Table(box=_BOX, show_edge=False, show_header=False, pad_edge=False, expand=True)
    drawn.add_column(width=_MARGIN, style="dim", overflow="fold")
    drawn.add_column(ratio=1, overflow="fold")
    for clause in [*view["clauses"], *(view["struck"] if with_earlier else ())]:
        _draw(drawn, makers, list(_rows(clause, with_earlier=with_earlier)))
    for owed in [*view["obligations"], *(view["removed"] if with_earlier else ())]:
        _draw(drawn, makers, list(_owed(owed, with_earlier=with_earlier)))
    return section(f"{view['contract']}: {view['title']}", _head(view), drawn)


def _draw(drawn: Table, makers: dict[str, Any], rows: list[tuple[dict[str, Any], Text]]) -> None:
    """Draw one part: what it is, then what it was."""
    for at, (made, said) in enumerate(rows, start=1):
        lines = maker_lines(makers[made["digest"]]) + ([] if at == len(rows) else [""])
        drawn.add_row("\n".join(lines), said)
    drawn.add_section()


def _head(view: dict[str, Any]) -> Table:
    known = view["known"]
    up_to = f"entry {known}" if isinstance(known, int) else known
    rows = {
        "as of": f"{view['effective']}, as known " + (f"at {up_to}" if up_to else "today"),
        "status": words(view["status"]),
    }
    if view["struck"]:
        rows["struck"] = ", ".join(f"{each['number']} {each['heading']}" for each in view["struck"])
    if view["removed"]:
        rows["removed"] = ", ".join(f"obligation {each['id']}" for each in view["removed"])
    return facts(rows)


def _rows(clause: Clause, *, with_earlier: bool) -> Iterator[tuple[dict[str, Any], Text]]:
    """Yield what a clause is, then what it was, each with what made it so."""
    newest, *before = reversed(clause["history"])
    yield newest["made_by"], _words(newest["clause"], clause, "bold")
    for each in before if with_earlier else ():
        yield each["made_by"], _words(each["clause"], clause, "dim", label="before: ")


def _owed(owed: dict[str, Any], *, with_earlier: bool) -> Iterator[tuple[dict[str, Any], Text]]:
    """Yield what an obligation is, then what it was, each with what made it so."""
    newest, *before = reversed(owed["history"])
    for each in (newest, *(before if with_earlier else ())):
        label = "" if each is newest else "before: "
        said = each["obligation"]
        if said is None:
            yield each["made_by"], Text(f"{label}obligation {owed['id']}: removed", style="red")
        else:
            text = f"{label}{obligation_words(said)}"
            yield each["made_by"], Text(text, style="dim" if label else "not bold")


def _words(said: Clause | None, clause: Clause, style: str, label: str = "") -> Text:
    if said is None:
        heading = f"{clause['number']} {clause['heading']}"
        return Text(f"{label}{heading}: struck", style="red")
    text = Text(f"{label}{said['number']} {said['heading']}", style=style)
    text.append(f"  {said['id']}", style="dim not bold")
    return text.append(f"\n{said['text']}", style="dim" if label else "not bold")
