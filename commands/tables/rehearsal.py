"""A charter tried on a case: the outcome, the numbers, each seat, each rule that was applied."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from commands.tables.console import facts, section, table, words
from commands.tables.decision import STYLES, explanation_table


def rehearsal_page(found: dict[str, Any]) -> Group:
    """Return the answer to a case as a page."""
    parts: list[RenderableType] = [_head(found)]
    if found["items"]:
        parts.append(_items(found))
    parts += [_seats(found), explanation_table(found["explanation"])]
    parts += [_texts(name, found[name]) for name in ("not_counted", "missing") if found[name]]
    if found["composition"]:
        parts.append(_composition(found))
    if found["appointments"]:
        parts.append(_appointments(found))
    return section("What the charter makes of it", *parts)


def _head(found: dict[str, Any]) -> Table:
    outcome = found["outcome"]
    rows: dict[str, Any] = {
        "outcome": Text(words(outcome).upper(), style=STYLES.get(outcome, "bold")),
        "admissible": "yes" if found["admissible"] else "no",
    }
    for lacking in found["lacking"]:
        rows[lacking["rule"]] = lacking["text"]
    tally = found["tally"]
    rows["tally"] = ", ".join(f"{count} {words(name)}" for name, count in tally.items() if count)
    quorum = found["quorum"]
    if quorum is not None:
        met = "met" if quorum["met"] else "not met"
        rows["quorum"] = (
            f"{met}: {_number(quorum['present'])} present, {_number(quorum['needed'])} needed"
        )
    for base in found["base"]:
        rows.setdefault("majority", "")
        rows["majority"] += (
            f"{_number(base['for'])} for of {_number(base['count'])} ({words(base['of'])}),"
            f" {_number(base['needed'])} needed\n"
        )
    rows["majority"] = rows.get("majority", "—").rstrip("\n")
    return facts(rows)


def _number(value: Any) -> str:  # noqa: ANN401 -- a whole number, or a fraction as JSON
    return f"{value['num']}/{value['den']}" if isinstance(value, dict) else str(value)


def _items(found: dict[str, Any]) -> Table:
    made = table("Item", "Outcome")
    for item in found["items"]:
        outcome = item["outcome"]
        made.add_row(item["item"], Text(words(outcome), style=STYLES.get(outcome, "bold")))
    return made


def _seats(found: dict[str, Any]) -> Table:
    made = table("Seat", "Party", "Present", "Vote", "Standing")
    for seat in found["eligible"]:
        choice = seat["choice"] or "—"
        if seat["deemed"]:
            choice += " (deemed)"
        if seat["by"]:
            choice += f" (by {seat['by']})"
        made.add_row(
            seat["seat"],
            seat["party"],
            "yes" if seat["present"] else "no",
            choice,
            words(seat["reason"].replace("-", "_")),
        )
    return made


def _texts(name: str, rows: list[Any]) -> Table:
    made = table(words(name).capitalize())
    for row in rows:
        made.add_row(f"{row['seat']}: {row['text']}" if "seat" in row else row["text"])
    return made


def _composition(found: dict[str, Any]) -> Table:
    made = table("Membership", "Verdict")
    for rule in found["composition"]:
        made.add_row(rule["rule"], "met" if rule["met"] else "not met")
    return made


def _appointments(found: dict[str, Any]) -> Table:
    made = table("Appointment", "Verdict")
    for each in found["appointments"]:
        verdict = "accepted" if each["accepted"] else "; ".join(each["problems"])
        made.add_row(f"{each['person']} to {each['seat']}", verdict)
    return made
