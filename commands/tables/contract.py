"""A contract as of a day: every part with the statement that made it so, and what it comes to."""

from typing import Any, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.beside import beside
from commands.tables.console import amount, facts, section, short, table, words
from commands.tables.life import life_tables
from commands.tables.makers import authority_words, slug
from commands.tables.terms import draft_tables, terms_tables

# Where a negotiation got no further, no signature on its draft counts.
_VOIDING: Final = frozenset({"declined", "withdrawn"})


def contract_page(view: dict[str, Any]) -> Group:
    """Return a contract as a page; without a text in force, its draft and who signed so far."""
    return section(f"{view['stream']}: {view['title']}", *_parts(view))


def text_page(view: dict[str, Any]) -> Group:
    """Return what a contract says as a page, and nothing of what came of it."""
    return section(f"{view['stream']}: {view['title']}", *_text(view), _statements(view))


def whole_page(view: dict[str, Any]) -> Group:
    """Return a contract as a page, with what prevails, what it names, what is in the way."""
    return section(f"{view['stream']}: {view['title']}", *_parts(view), *beside(view))


def _parts(view: dict[str, Any]) -> list[Table]:
    if view["text"] is None:
        signed = [signed_table(view)] if view["signatures"] else []
        return [_unexecuted(view), *draft_tables(view), *signed]
    return [*_text(view), *life_tables(view), _statements(view)]


def _text(view: dict[str, Any]) -> list[Table]:
    text = view["text"]
    parts = [_head(view, text)]
    if text["clauses"]:
        parts.append(_clauses(text))
    if text["budget"]:
        parts.append(_budget(text))
    if text["assumptions"]:
        parts.append(_assumptions(text))
    return [*parts, *terms_tables(text)]


def _unexecuted(view: dict[str, Any]) -> Table:
    return facts(
        {
            "status": f"{words(view['phase'])}: not executed, so nothing of it applies",
            "parties": ", ".join(view["parties"]),
            "draft": f"{short(view['drafted'])}, {len(view['draft']['clauses'])} clauses",
        }
    )


def signed_table(view: dict[str, Any]) -> Table:
    """Return who agreed, signed or declined so far, and whether that counts on the draft of now."""
    made = table("Party", "Act", "Person", "On this draft", "Reason", "Entry", numbers=("Entry",))
    is_void = view["phase"] in _VOIDING
    for row in view["signatures"]:
        stands = "yes" if row["stands"] else "no, on an earlier one"
        if row["stands"] and is_void and row["act"] == "signed":
            stands = f"void: {words(view['phase'])}"
        act, entry = words(row["act"]), str(row["leaf_index"])
        made.add_row(row["party"], act, row["person"], stands, row["reason"] or "", entry)
    return made


def _head(view: dict[str, Any], text: dict[str, Any]) -> Table:
    known = view["known"]
    up_to = f"entry {known}" if isinstance(known, int) else known
    term = text["term"]
    paper = ", executed outside the ledger, on paper" if view["outside"] else ""
    return facts(
        {
            "as of": f"{view['effective']}, as known "
            + ("today" if known is None else f"at {up_to}"),
            "status": words(text["status"]) + _last_day(view, text) + paper,
            "parties": ", ".join(_party(row) for row in text["parties"]),
            **_successors(view),
            "term": f"{term['from']} to {term.get('to') or 'open end'}, {made_by(term)}",
            **({"budget": f"{total_words(text['total'])} in all"} if text["budget"] else {}),
            **_surviving(text),
        }
    )


def _last_day(view: dict[str, Any], text: dict[str, Any]) -> str:
    """Say on which day a contract that is over applied last; an export's page does not know it."""
    over = text["status"] in {"winding_down", "terminated", "expired", "lapsed"}
    last = view.get("last_day") if over else None
    return f", its last day was {last}" if last else ""


def _party(row: dict[str, Any]) -> str:
    return f"{row['legal_name'] or row['party']} ({row['party']})"


def _successors(view: dict[str, Any]) -> dict[str, str]:
    """Say which company is in a party's place on that day; an export's page does not know it."""
    said = [
        f"{row['into']} in the place of {row['party']} since {row['on_day']}, entry"
        f" {row['leaf_index']}"
        for row in view.get("successors", ())
        if row["on_day"] <= view["effective"]
    ]
    return {"now": "\n".join(said)} if said else {}


def _surviving(text: dict[str, Any]) -> dict[str, str]:
    """Name the clauses that stay once the contract is over."""
    named = {clause["id"]: f"{clause['number']} {clause['heading']}" for clause in text["clauses"]}
    stay = [named[each] for each in text["surviving"]]
    return {"stays": ", ".join(stay)} if stay else {}


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


def _statements(view: dict[str, Any]) -> Table:
    """Return the statements that the text is made of: by whose authority, signed by whom."""
    doubts = {row["digest"]: row["in_doubt"] for row in view["versions"]}
    made = table(
        "Entry", "Made so by", "Executed", "Effective", "Authority", "Signed by", "Statement"
    )
    made.columns[0].justify = "right"
    for each in view["text"]["statements"]:
        maker = {**each, "in_doubt": doubts.get(each["digest"])}
        made.add_row(
            str(each["leaf_index"]),
            slug(each["stream"]),
            each["executed_on"],
            (each["effective_on"] or "on a condition")
            + (" (retroactive)" if each["retroactive"] else ""),
            authority_words(maker, with_outcome=False),
            ", ".join(signer["person"] for signer in each["signatures"])
            or ("on paper" if each["on_paper"] else "the ledger itself"),
            short(each["digest"]),
        )
    return made


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
    return f"{slug(by['stream'])}, entry {by['leaf_index']}"
