"""What a verification proved, what it found, and at which entry."""

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import facts, moment, section, table

_NOT_PINNED = "the ledger's own word: compare it with the id that you have on paper (--id)"


def verdict_page(found: dict[str, Any]) -> Group:
    """Return one path's verdict as a page: the word, what is proven, what is not."""
    if found["holds"]:
        word = Text("IT HOLDS", style="bold green")
    else:
        word = Text(f"IT DOES NOT HOLD: {len(found['findings'])} finding(s)", style="bold red")
    what = found["what"] + (f" for {found['reader']}" if found.get("reader") else "")
    rows: dict[str, Any] = {"verdict": word, "evidence": what}
    if "size" in found:
        rows |= _receipt_rows(found) if found["what"] == "receipt" else _history_rows(found)
    parts: list[Any] = [facts(rows)]
    if found["findings"]:
        parts.append(_findings(found["findings"]))
    return section(str(found["path"]), *parts)


def _history_rows(found: dict[str, Any]) -> dict[str, Any]:
    """Say what is proven of a history, also where something else is not."""
    size = found["size"]
    tree = "one tree, signed by every key of the log" if found["log_holds"] else "NOT as signed"
    rows: dict[str, Any] = {"log": f"{found['origin'] or 'unknown origin'}, {size} entries: {tree}"}
    if found["what"] != "log alone":
        rows["signatures"] = f"{found['signed']} of {size - found['stubs'] + _lost(found)} hold"
        rows["rules"] = _replayed(found)
        rows["sealed fields"] = _sealed(found["openings"])
    if found["stubs"]:
        rows["not shown"] = f"{found['stubs']} entries, whose statements are not here"
    if found["extends"]:
        newest = max(found["extends"])
        rows["extends"] = f"{len(found['extends'])} earlier heads, the newest of {newest} entries"
    return {**rows, **_head_rows(found)}


def _lost(found: dict[str, Any]) -> int:
    """Count the statements that should be there and do not open: whole histories have no stubs."""
    return int(found["stubs"]) if found.get("reader", "all") == "all" else 0


def _replayed(found: dict[str, Any]) -> str:
    said = f"{found['replayed']} statements allowed where they stand, follow-ups recomputed"
    return said + (f"; {found['unproven']} behind a finding" if found["unproven"] else "")


def _sealed(openings: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in openings.items() if count) or "none"


def _receipt_rows(found: dict[str, Any]) -> dict[str, Any]:
    signer = found["signer"]
    return {
        "statement": f"{found['kind']} in {found['stream']}",
        "signed": f"by key {found['kid']},\nclaimed for {signer['person']}"
        + (f" ({signer['party']})" if signer["party"] else "")
        + f" as {signer['capacity']}",
        "recorded": f"{moment(found['recorded_at'])}, entry {found['leaf_index']}",
        "log": f"{found['origin']}, {found['size']} entries, signed by every key given",
        "not proven": "that the key was enrolled and the rules allowed it: that takes the ledger",
        **_head_rows(found),
    }


def _head_rows(found: dict[str, Any]) -> dict[str, Any]:
    rows: dict[str, Any] = {"root": found["root"]}
    if found["ledger"] is not None:
        pinned = "the id that you gave" if found["is_pinned"] else _NOT_PINNED
        rows["ledger"] = f"{found['ledger']}\n{pinned}"
    return rows


def _findings(findings: list[dict[str, Any]]) -> Table:
    made = table("Entry", "What does not hold", "Code", numbers=("Entry",))
    for each in findings:
        place = "whole" if each["leaf_index"] is None else str(each["leaf_index"])
        made.add_row(place, each["message"], Text(each["code"], style="red"))
    return made
