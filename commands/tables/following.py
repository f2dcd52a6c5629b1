"""What is missing for a decision, what followed it, and what hangs on it."""

from collections.abc import Iterable, Iterator
from typing import Any

from rich.table import Table
from rich.text import Text

from commands.tables.console import moment, table, words


def following(view: dict[str, Any]) -> Iterator[Table]:
    """Yield the tables that have something to say, what is missing first."""
    made = (_missing(view), _said(view), _conditions(view), _hanging(view), _timeline(view))
    return (each for each in made if each.row_count)


def _missing(view: dict[str, Any]) -> Table:
    made = table("Missing now", "What", "From", "Until")
    for each in view["missing"]:
        item = f" ({each['item']})" if each["item"] else ""
        text = Text(f"{each['text']}{item}")
        made.add_row(each["what"], text, moment(each["since"]), moment(each["until"]))
    return made


def _said(view: dict[str, Any]) -> Table:
    """Return what was said beside the ballots: one line an act, in the order of the log."""
    made = table("Said", "By", "What", "Recorded", "Entry", numbers=("Entry",))
    rows = [
        *_lines(view["proxies"], lambda row: f"{row['giver']}'s vote to {row['holder']}"),
        *_lines(view["objections"], lambda row: f"{row['seat']} objects to the {row['to']}"),
        *_lines(view["support"], lambda row: f"{row['seat']} wants it put again"),
        *_lines(view["formalities"], lambda row: row["formality"]),
        *_lines(view["answers"], lambda row: f"{row['title']} in {row['step']}: {row['choice']}"),
        *_lines(view["dissents"], lambda row: f"{row['seat']} dissents"),
        *_lines(view["later"], _later),
    ]
    if view["final_say"] is not None:
        rows += _lines([view["final_say"]], lambda row: f"final say: {row['choice']}")
    for _, *cells in sorted(rows, key=lambda row: int(row[0])):
        made.add_row(*cells)
    return made


def _lines(rows: Iterable[dict[str, Any]], say: Any) -> Iterator[tuple[str, ...]]:  # noqa: ANN401
    for row in rows:
        entry = str(row["leaf_index"])
        by = row["signed_by"]
        who = f"{by['person']} ({by['party']})"
        kind = words(row["kind"].rsplit(".", 1)[0].replace(".", " "))
        yield entry, kind, who, say(row), moment(row["recorded_at"]), entry


def _later(row: dict[str, Any]) -> str:
    by = row["decision"] or row["reason"] or ""
    return f"{row['standing']}: {by}"


def _conditions(view: dict[str, Any]) -> Table:
    made = table("Condition", "Text", "Status", "Entry", numbers=("Entry",))
    for each in view["conditions"]:
        settled = each["settled"]
        entry = "—" if settled is None else str(settled["leaf_index"])
        made.add_row(each["condition"], each["text"], each["status"], entry)
    return made


def _hanging(view: dict[str, Any]) -> Table:
    """Return what rests on the decision, flagged while it cannot be relied on."""
    made = table("Hangs on it", "Act", "In doubt", "Entry", numbers=("Entry",))
    for each in view["hanging"]:
        doubt = each["in_doubt"]
        flag = Text("—" if doubt is None else f"yes: {doubt}", style="red" if doubt else "")
        made.add_row(each["stream"], each["kind"], flag, str(each["leaf_index"]))
    return made


def _timeline(view: dict[str, Any]) -> Table:
    made = table("Entry", "Timeline", "By", "Recorded")
    made.columns[0].justify = "right"
    for each in view["timeline"]:
        who = "the ledger itself" if each["party"] is None else f"{each['person']}"
        made.add_row(str(each["leaf_index"]), each["kind"], who, moment(each["recorded_at"]))
    return made
