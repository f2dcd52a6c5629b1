"""Companies: their names, who signs for them up to what, and what binds them to others."""

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import amount, facts, section, table, words


def parties_page(rows: list[dict[str, Any]]) -> Group:
    """Return the admitted companies as a page."""
    if not rows:
        return Group(Text("There is no company for you."))
    made = table("Company", "Role", "Legal name", "Entry", numbers=("Entry",))
    for row in rows:
        made.add_row(row["party"], words(row["role"]), row["legal_name"], str(row["leaf_index"]))
    return section(f"{len(rows)} compan{'y' if len(rows) == 1 else 'ies'}", made)


def party_page(view: dict[str, Any]) -> Group:
    """Return a company as a page; people stand under their slugs, their names are sealed."""
    parts = (_names(view), _roles(view), _delegations(view), _affiliations(view))
    heading = f"party/{view['party']}: {view['legal_name']}"
    return section(heading, _head(view), *(part for part in parts if part.row_count))


def _head(view: dict[str, Any]) -> Table:
    merged, before = view["merged"], view["predecessors"]
    rows = {"role": words(view["role"])}
    if merged is not None:
        rows["now"] = f"part of {merged['into']} since {merged['on_day']}, {_entry(merged)}"
    if before:
        took = (f"{row['party']} since {row['on_day']}, {_entry(row)}" for row in before)
        rows["stands for"] = "\n".join(took)
    people = [row["person"] for row in view["people"] if not row["agent"]]
    systems = [row["person"] for row in view["people"] if row["agent"]]
    rows["people"] = ", ".join(people) or "—"
    return facts({**rows, **({"systems": ", ".join(systems)} if systems else {})})


def _names(view: dict[str, Any]) -> Table:
    made = table("Name", "From", "Entry", numbers=("Entry",))
    for row in view["names"]:
        made.add_row(row["legal_name"], row["on_day"] or "before", str(row["leaf_index"]))
    return made


def _roles(view: dict[str, Any]) -> Table:
    made = table("Person", "Role", "Up to", "From", "Until", "Of", "Entry", numbers=("Entry",))
    for row in view["roles"]:
        limit = _sum(row["limit_minor"], row["limit_currency"])
        until = f"{row['until_day'] or 'open end'}{', ended' if row['ended_by'] else ''}"
        made.add_row(
            row["person"],
            words(row["role"]),
            limit,
            row["from_day"],
            until,
            ", ".join(row["scope"] or ()) or "everything",
            str(row["leaf_index"]),
        )
    return made


def _delegations(view: dict[str, Any]) -> Table:
    made = table("Delegated to", "By", "Up to", "From", "Until", "For", "Entry", numbers=("Entry",))
    for row in view["delegations"]:
        kinds = ", ".join(map(words, row["change_kinds"] or ())) or "changes of any kind"
        of = f" of {', '.join(row['scope'])}" if row["scope"] else ""
        until = f"{row['until_day'] or 'open end'}{', revoked' if row['revoked_by'] else ''}"
        made.add_row(
            row["person"],
            row["grantor"],
            _sum(row["up_to_minor"], row["up_to_currency"]),
            row["from_day"],
            until,
            kinds + of,
            str(row["leaf_index"]),
        )
    return made


def _affiliations(view: dict[str, Any]) -> Table:
    made = table("Affiliate of", "From", "Until", "Entry", numbers=("Entry",))
    for row in view["affiliations"]:
        until = row["until_day"] or "open end"
        made.add_row(row["of"], row["from_day"], until, str(row["leaf_index"]))
    return made


def _sum(minor: int | None, currency: str | None) -> str:
    return "no limit" if minor is None else amount({"minor": minor, "currency": currency})


def _entry(row: dict[str, Any]) -> str:
    return f"entry {row['leaf_index']}"
