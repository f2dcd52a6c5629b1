"""A decision: what was put, who could vote and how they did, and why the outcome follows."""

from typing import Any, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import facts, moment, section, short, table, words
from commands.tables.following import following

STYLES: Final = {
    "adopted": "bold green",
    "adopted_with_conditions": "bold green",
    "rejected": "bold red",
    "lapsed": "bold yellow",
    "inquorate": "bold yellow",
}
_VERDICTS: Final = {"met": "met", "not_met": "not met", "applied": ""}


def decision_page(view: dict[str, Any]) -> Group:
    """Return a decision as a page, up to its outcome."""
    return section(f"{view['stream']}: {view['title']}", *_parts(view))


def whole_page(view: dict[str, Any]) -> Group:
    """Return a decision as a page, with what is missing, what followed and what hangs on it."""
    return section(f"{view['stream']}: {view['title']}", *_parts(view), *following(view))


def _parts(view: dict[str, Any]) -> list[Table]:
    parts = [_head(view)]
    if view["items"]:
        parts.append(_items(view))
    if not view["outside"]:
        parts.append(_ballots(view))
    if view["explanation"]:
        parts += [_counts(view), explanation_table(view["explanation"])]
    return parts


def _head(view: dict[str, Any]) -> Table:
    outcome = view["outcome"] or view["phase"]
    rows: dict[str, Any] = {
        "outcome": Text(words(outcome).upper(), style=STYLES.get(outcome, "bold")),
        "motion": view["text"],
        "moved": f"{moment(view['moved_at'])} by {view['person']} ({view['party']})",
        "class": f"{view['class']}, {words(view['procedure'] or 'unknown')} procedure",
    }
    if view["outside"]:
        rows |= _paper(view)
    if view["in_doubt"]:
        rows["in doubt"] = Text(f"it is {words(view['in_doubt'])}", style="bold red")
    for subject in view["subject_refs"] or ():
        rows["decides on"] = f"{subject['stream']}, the text {short(subject['digest'])}"
    if view["opened_at"]:
        rows["open"] = f"{moment(view['opened_at'])} to {moment(view['closes_at'])}"
    if view["closed_at"]:
        entry = view["results"][-1]["leaf_index"]
        rows["closed"] = f"{moment(view['closed_at'])}, entry {entry}, by rule"
    elif view["taken_at"]:
        rows["voted"] = f"{moment(view['taken_at'])}; something must follow"
    if view["until"] and not view["closed_at"]:
        rows["stays so"] = f"until {moment(view['until'])}, if nobody does anything"
    return facts(rows)


def _paper(view: dict[str, Any]) -> dict[str, Any]:
    """Say of a decision on paper what it is, and nothing that looks like a counted vote."""
    named = ", ".join(each["name"] for each in view["documents"] or ())
    by = f"{moment(view['moved_at'])} by {view['person']} ({view['party']})"
    return {
        "moved": f"on {view['decided_on']}, outside of the ledger, on paper",
        "class": view["class"],
        "registered": f"{by}; no ballots were verified",
        "documents": named or "—",
    }


def _items(view: dict[str, Any]) -> Table:
    made = table("Item", "Text", "Outcome")
    for item in view["items"]:
        made.add_row(item["item"], item["text"], words(item["outcome"] or "pending"))
    return made


def _ballots(view: dict[str, Any]) -> Table:
    """Return every seat of the electorate with what came from it."""
    made = table("Seat", "Party", "Person", "Ballot", "Recorded", "Entry", numbers=("Entry",))
    standing: dict[str, list[dict[str, Any]]] = {}
    for ballot in view["ballots"]:
        if ballot["stands"]:
            standing.setdefault(ballot["on_behalf_of"] or ballot["seat"], []).append(ballot)
    recused = {recusal["seat"]: recusal for recusal in view["recusals"]}
    for voter in view["electorate"]:
        seat = voter["seat"]
        cast = standing.get(seat, [])
        said = cast[-1] if cast else recused.get(seat)
        choice = _choice(voter, cast, recused.get(seat))
        when = moment(None if said is None else said["recorded_at"])
        entry = "—" if said is None else str(said["leaf_index"])
        made.add_row(seat, voter["party"], voter["person"] or "vacant", choice, when, entry)
    return made


def _choice(
    voter: dict[str, Any], cast: list[dict[str, Any]], recusal: dict[str, Any] | None
) -> Text:
    """Say what a seat cast; what silence is deemed to be is said as deemed, never as cast."""
    parts = [Text(_ballot_words(ballot), style="bold") for ballot in cast]
    if recusal is not None:
        of = f" on {', '.join(recusal['items'])}" if recusal["items"] else ""
        why = f"ruled by {recusal['ruled_by']}" if recusal["ruled_by"] else "conflict"
        parts.append(Text(f"recused{of} ({why})", style="yellow"))
    elif voter.get("kept_out"):
        parts.append(Text(f"no vote: {words_of(voter['kept_out'])}", style="yellow"))
    deemed = {vote["choice"] for vote in voter.get("counted", ()) if vote["deemed"]}
    if deemed:
        parts.append(Text(f"silent, deemed {' and '.join(sorted(deemed))}", style="dim"))
    return Text("; ").join(parts) if parts else Text("silent", style="dim")


def _ballot_words(ballot: dict[str, Any]) -> str:
    of = f"{', '.join(ballot['items'])}: " if ballot["items"] else ""
    by = f" (by proxy of {ballot['seat']})" if ballot["on_behalf_of"] else ""
    return f"{of}{ballot['choice']}{by}"


def words_of(name: str) -> str:
    """Write a hyphenated word of the vocabulary as words: right-lost, right lost."""
    return name.replace("-", " ")


def _counts(view: dict[str, Any]) -> Table:
    tally, quorum = view["tally"], view["quorum"]
    rows: dict[str, Any] = {
        "tally": ", ".join(f"{count} {name}" for name, count in _ordered(tally)),
    }
    if quorum is not None:
        rows["quorum"] = quorum_words(quorum)
    rows["majority"] = "; ".join(
        f"{number(base['for'])} for of {number(base['count'])} ({words(base['of'])}),"
        f" {'more than ' if base.get('passes') else ''}{number(base['needed'])} needed"
        for base in view["base"] or ()
    )
    return facts(rows)


def quorum_words(quorum: dict[str, Any]) -> str:
    """Say who is present against what is needed, part by part."""
    met = "met" if quorum["met"] else "not met"
    said = (
        f"{met}: {number(quorum['present'])} present of {number(quorum['count'])} "
        f"({words(quorum['of'])}), {number(quorum['needed'])} needed"
    )
    lacking = (
        f"{part['part']}: {part['found']}, {words(part['reach'])} {part['needed']}"
        for part in quorum.get("parts", ())
        if not part["met"]
    )
    return "; ".join([said, *lacking])


def number(value: Any) -> str:  # noqa: ANN401 -- whole, or an exact fraction
    """Say an exact number."""
    return str(value) if isinstance(value, int) else f"{value['num']}/{value['den']}"


def _ordered(tally: dict[str, int]) -> list[tuple[str, int]]:
    """Return the counts that are always shown, then those that are not nought."""
    always = ("for", "against", "abstained", "recused", "silent")
    rest = ("excluded", "deemed_for", "deemed_against", "deemed_abstained")
    more = [(words(name), tally[name]) for name in rest if tally.get(name)]
    return [*((name, tally[name]) for name in always), *more]


def explanation_table(explanation: list[dict[str, Any]]) -> Table:
    """Return each rule that was applied, in its own words and numbers."""
    made = table("Rule", "In words and numbers", "Verdict")
    for rule in explanation:
        verdict = _VERDICTS[rule["verdict"]]
        style = "green" if verdict == "met" else "red"
        made.add_row(rule["rule"], rule["text"], Text(verdict, style=style))
    return made
