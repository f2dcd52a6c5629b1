"""A decision: what was put, who could vote and how they did, and why the outcome follows."""

from typing import Any, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import facts, moment, section, short, table, words

_STYLES: Final = {
    "adopted": "bold green",
    "adopted_with_conditions": "bold green",
    "rejected": "bold red",
    "lapsed": "bold yellow",
    "inquorate": "bold yellow",
}
_VERDICTS: Final = {"met": "met", "not_met": "not met", "applied": ""}


def decision_page(view: dict[str, Any]) -> Group:
    """Return a decision as a page."""
    parts = [_head(view), _ballots(view)]
    if view["explanation"]:
        parts += [_counts(view), _explanation(view)]
    return section(f"{view['stream']}: {view['title']}", *parts)


def _head(view: dict[str, Any]) -> Table:
    outcome = view["outcome"] or view["phase"]
    rows: dict[str, Any] = {
        "outcome": Text(words(outcome).upper(), style=_STYLES.get(outcome, "bold")),
        "motion": view["text"],
        "moved": f"{moment(view['moved_at'])} by {view['person']} ({view['party']})",
        "class": f"{view['class']}, {words(view['procedure'])} procedure",
    }
    for subject in view["subject_refs"] or ():
        rows["decides on"] = f"{subject['stream']}, the text {short(subject['digest'])}"
    if view["opened_at"]:
        rows["open"] = f"{moment(view['opened_at'])} to {moment(view['closes_at'])}"
    if view["closed_at"]:
        rows["closed"] = f"{moment(view['closed_at'])}, entry {view['leaf_index']}, by rule"
    return facts(rows)


def _ballots(view: dict[str, Any]) -> Table:
    """Return every seat of the electorate with what came from it."""
    made = table("Seat", "Party", "Person", "Ballot", "Recorded", "Entry", numbers=("Entry",))
    standing = {ballot["seat"]: ballot for ballot in view["ballots"] if ballot["stands"]}
    recused = {recusal["seat"]: recusal for recusal in view["recusals"]}
    for voter in view["electorate"]:
        seat = voter["seat"]
        said = standing.get(seat) or recused.get(seat)
        if said is None:
            choice = Text("silent", style="dim")
        elif seat in recused:
            choice = Text("recused (conflict)", style="yellow")
        else:
            choice = Text(said["choice"], style="bold")
        when = moment(None if said is None else said["recorded_at"])
        entry = "—" if said is None else str(said["leaf_index"])
        made.add_row(seat, voter["party"], voter["person"] or "vacant", choice, when, entry)
    return made


def _counts(view: dict[str, Any]) -> Table:
    tally, quorum, base = view["tally"], view["quorum"], view["base"]
    quorum_met = "met" if quorum["met"] else "not met"
    return facts(
        {
            "tally": ", ".join(f"{count} {name}" for name, count in _ordered(tally)),
            "quorum": f"{quorum_met}: {quorum['present']} present of {quorum['count']} "
            f"({words(quorum['of'])}), {quorum['needed']} needed",
            "majority": f"{tally['for']} for of {base['count']} ({words(base['of'])}), "
            f"{base['needed']} needed",
        }
    )


def _ordered(tally: dict[str, int]) -> list[tuple[str, int]]:
    return [(name, tally[name]) for name in ("for", "against", "abstained", "recused", "silent")]


def _explanation(view: dict[str, Any]) -> Table:
    """Return each rule that was applied, in its own words and numbers."""
    made = table("Rule", "In words and numbers", "Verdict")
    for rule in view["explanation"]:
        verdict = _VERDICTS[rule["verdict"]]
        style = "green" if verdict == "met" else "red"
        made.add_row(rule["rule"], rule["text"], Text(verdict, style=style))
    return made
