"""A board: its charters, who sits in it, what it is composed of, its meetings and decisions."""

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import facts, moment, section, short, table, words


def board_page(view: dict[str, Any]) -> Group:
    """Return a board as a page; what there is nothing of is left out."""
    parts = (
        _seats(view),
        _officers(view),
        _composition(view),
        _defaults(view),
        _charters(view),
        _sentences(view),
        _meetings(view),
        _decisions(view),
    )
    shown = [part for part in parts if part.row_count]
    return section(f"{view['stream']}: {view['name']}", _head(view), *shown)


def _head(view: dict[str, Any]) -> Table:
    rows = {"purpose": view["purpose"], "parties": ", ".join(view["parties"])}
    if view["readers"]:
        rows["read by"] = ", ".join(view["readers"])
    rows["charter"] = f"in force since entry {view['charter']['leaf_index']}"
    return facts(rows)


def _seats(view: dict[str, Any]) -> Table:
    made = table("Seat", "Party", "Person", "Alternate", "Declares", "Term", "Vote")
    for seat in view["seats"]:
        declared = ", ".join(f"{name} {value}" for name, value in seat["attributes"].items())
        holder = seat["person"] or Text("vacant", style="dim")
        standing = seat["standing"]
        vote = "yes" if standing == "may-vote" else standing.replace("-", " ")
        name = seat["seat"] if seat["class"] is None else f"{seat['seat']} ({seat['class']})"
        made.add_row(
            name,
            seat["party"],
            holder,
            seat["alternate"] or "—",
            declared or "—",
            _term(seat["since"], seat["until"]),
            Text(vote, style="" if vote == "yes" else "yellow"),
        )
    return made


def _term(since: str | None, until: str | None) -> str:
    return "—" if since is None else f"{since} to {until or 'open end'}"


def _officers(view: dict[str, Any]) -> Table:
    made = table("Office", "Person", "Party", "Term")
    for each in view["officers"]:
        term = _term(each["from"], each["until"])
        made.add_row(words(each["office"]), each["person"], each["party"], term)
    return made


def _composition(view: dict[str, Any]) -> Table:
    """Return how the membership meets each rule about it."""
    made = table("Composition", "Found and needed", "Met")
    for each in view["composition"]:
        numbers = "; ".join(
            f"{part['part']}: {part['found']}, {words(part['reach'])} {part['needed']}"
            for part in each["parts"]
        )
        met = Text("yes", style="green") if each["met"] else Text("no", style="red")
        made.add_row(each["rule"], numbers, met)
    return made


def _defaults(view: dict[str, Any]) -> Table:
    made = table("In default", "Notice", "Reason", "Cured", "Entry", numbers=("Entry",))
    for each in view["defaults"]:
        who = each["party"] if each["seat"] is None else f"{each['party']}, seat {each['seat']}"
        cured = "no" if each["cured_at"] is None else moment(each["cured_at"])
        entry = str(each["leaf_index"])
        made.add_row(who, moment(each["recorded_at"]), each["reason"], cured, entry)
    return made


def _charters(view: dict[str, Any]) -> Table:
    """Return the charters, the one in force last, each with the means by which it came."""
    made = table("Charter", "Adopted", "By", "Joined by", "Entry", numbers=("Entry",))
    for each in view["charters"]:
        by = each["means"] if each["decision"] is None else f"{each['means']}, {each['decision']}"
        joined = ", ".join(row["party"] for row in each["endorsements"]) or "—"
        when = moment(each["recorded_at"])
        made.add_row(short(each["digest"]), when, by, joined, str(each["leaf_index"]))
    return made


def _sentences(view: dict[str, Any]) -> Table:
    """Return the charter in force in plain sentences, a section's name once."""
    made = table("Charter in force", "In plain sentences")
    last = ""
    for each in view["sentences"]:
        made.add_row("" if each["section"] == last else each["section"], each["text"])
        last = each["section"]
    return made


def _meetings(view: dict[str, Any]) -> Table:
    made = table("Meeting", "Class", "Starts", "State")
    for each in view["meetings"]:
        starts = moment(each["starts_at"])
        made.add_row(each["stream"], each["class"], starts, words(each["phase"]))
    return made


def _decisions(view: dict[str, Any]) -> Table:
    made = table("Decision", "Title", "Outcome", "State")
    for each in view["decisions"]:
        outcome = words(each["outcome"])
        made.add_row(each["stream"], each["title"], outcome, words(each["phase"]))
    return made
