"""A contract as of a day: every part with the statement that made it so, and what it comes to."""

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.beside import beside
from commands.tables.console import amount, facts, section, short, table, words


def contract_page(view: dict[str, Any]) -> Group:
    """Return a contract as a page; without a text in force, its draft and who signed so far."""
    return section(f"{view['stream']}: {view['title']}", *_parts(view))


def whole_page(view: dict[str, Any]) -> Group:
    """Return a contract as a page, with what prevails, what it names, what is in the way."""
    return section(f"{view['stream']}: {view['title']}", *_parts(view), *beside(view))


def _parts(view: dict[str, Any]) -> list[Table]:
    text = view["text"]
    if text is None:
        return [_unexecuted(view), _signatures(view)]
    parts = [_head(view, text), _clauses(text), _budget(text)]
    if text["assumptions"]:
        parts.append(_assumptions(text))
    return [*parts, _statements(view, text)]


def _unexecuted(view: dict[str, Any]) -> Table:
    return facts(
        {
            "status": f"{words(view['phase'])}: not executed, so nothing of it applies",
            "parties": ", ".join(view["parties"]),
            "draft": f"{short(view['drafted'])}, {len(view['draft']['clauses'])} clauses",
        }
    )


def _signatures(view: dict[str, Any]) -> Table:
    made = table("Party", "Act", "Person", "On this draft", "Entry", numbers=("Entry",))
    for row in view["signatures"]:
        stands = "yes" if row["stands"] else "no, on an earlier one"
        made.add_row(row["party"], words(row["act"]), row["person"], stands, str(row["leaf_index"]))
    return made


def _head(view: dict[str, Any], text: dict[str, Any]) -> Table:
    known = view["known"]
    up_to = f"entry {known}" if isinstance(known, int) else known
    parties = (f"{row['legal_name'] or row['party']} ({row['party']})" for row in text["parties"])
    term = text["term"]
    paper = ", executed outside the ledger, on paper" if view["outside"] else ""
    return facts(
        {
            "as of": f"{view['effective']}, as known "
            + ("today" if known is None else f"at {up_to}"),
            "status": words(text["status"]) + paper,
            "parties": ", ".join(parties),
            "term": f"{term['from']} to {term.get('to') or 'open end'}, {made_by(term)}",
            "budget": f"{total_words(text['total'])} in all",
        }
    )


def _clauses(text: dict[str, Any]) -> Table:
    made = table("No", "Clause", "Text", "Made so by")
    for clause in text["clauses"]:
        made.add_row(clause["number"], clause["heading"], clause["text"], made_by(clause))
    return made


def _budget(text: dict[str, Any]) -> Table:
    money = ("Fee", "Pass-through")
    made = table("Budget line", *money, "Made so by", numbers=money)
    for line in text["budget"]:
        name = line.get("title") or line["line"]
        made.add_row(name, amount(line["fee"]), amount(line["pass_through"]), made_by(line))
    made.add_section()
    fee, pass_through = total_words(text["fee"]), total_words(text["pass_through"])
    made.add_row(Text("Total", style="bold"), fee, pass_through, "")
    return made


def _statements(view: dict[str, Any], text: dict[str, Any]) -> Table:
    """Return the executions that the text is made of: by whose authority, signed by whom."""
    made = table(
        "Entry", "Made so by", "Executed", "Effective", "Authority", "Signed by", "Statement"
    )
    made.columns[0].justify = "right"
    inside = {each["digest"] for each in text["statements"]}
    for row in view["versions"]:
        if row["digest"] in inside:
            made.add_row(
                str(row["leaf_index"]),
                _slug(row["stream"]),
                row["executed_on"],
                (row["effective_on"] or "on a condition")
                + (" (retroactive)" if row["retroactive"] else ""),
                _authority(row["body"].get("authority"), row["in_doubt"]),
                ", ".join(each["person"] for each in row["body"].get("signatures", ()))
                or "on paper",
                short(row["digest"]),
            )
    return made


def _authority(authority: dict[str, Any] | None, doubt: str | None) -> str:
    """Name the authority behind an execution, and that it is in doubt where it is."""
    if authority is None:
        return "its parties"
    name = str(authority.get("decision") or authority["by"]).partition("/")[2] or authority["by"]
    return name if doubt is None else f"{name} ({doubt})"


def total_words(total: dict[str, Any]) -> str:
    """Write a sum; where parts are not known, what is known is not passed off as the whole."""
    if not total["undisclosed"] and not total["unknown"]:
        return amount(total["amount"])
    hidden = [f"{total[word]} {word}" for word in ("undisclosed", "unknown") if total[word]]
    known = [] if total["known"] is None else [amount(total["known"])]
    return " + ".join([*known, *hidden])


def _assumptions(text: dict[str, Any]) -> Table:
    made = table("Assumption", "Value", "Made so by")
    for each in text["assumptions"]:
        made.add_row(each["name"], each["value"], made_by(each))
    return made


def made_by(part: dict[str, Any]) -> str:
    """Name the statement that made a part so, by the change's or the contract's name."""
    by = part["made_by"]
    return f"{_slug(by['stream'])}, entry {by['leaf_index']}"


def _slug(stream: str) -> str:
    return stream.rpartition("/")[2]
