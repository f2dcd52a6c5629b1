"""What a contract says beside clauses and money: payments, who answers, how it ends and changes."""

from typing import Any, Final

from rich.table import Table

from commands.tables.console import facts, table
from commands.tables.made import entry
from commands.tables.parts import KEYED, authority_words

_SHOWN: Final = ("payments", "credits", "responsibilities", "termination")


def terms_tables(text: dict[str, Any]) -> list[Table]:
    """Return a table for each sort of part that the text has."""
    made = [_parts(text, name) for name in _SHOWN if text[name]]
    authority = text["authority"]
    said = authority_words(authority)
    if said:
        rows = table("Who may change it", "Made so by")
        rows.add_row(said, entry(authority["made_by"]))
        made.append(rows)
    return made


def _parts(text: dict[str, Any], name: str) -> Table:
    heading, named, worded = KEYED[name]
    rows = table(heading, "Says", "Made so by")
    for part in text[name]:
        rows.add_row(named(part), worded(part), entry(part["made_by"]))
    return rows


def draft_tables(view: dict[str, Any]) -> list[Table]:
    """Return what a draft says, and the two digests by which it is agreed and signed."""
    draft = view["draft"]
    head = facts(
        {
            "to sign": f"--subject {view['drafted']}",
            "digest": view["content"],
        }
    )
    clauses = table("No", "Clause", "Text")
    for clause in draft["clauses"]:
        clauses.add_row(clause["number"], clause["heading"], clause["text"])
    return [head, clauses] if draft["clauses"] else [head]
