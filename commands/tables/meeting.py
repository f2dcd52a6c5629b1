"""A meeting: its call and agenda, who came and went, who votes for whom, its minutes."""

from typing import Any

from rich.console import Group
from rich.table import Table

from commands.tables.console import facts, moment, section, short, table, words
from commands.tables.decision import quorum_words


def meeting_page(view: dict[str, Any]) -> Group:
    """Return a meeting as a page; what there is nothing of is left out."""
    parts = (
        _agenda(view),
        _present(view),
        _attendance(view),
        _proxies(view),
        _minutes(view),
        _decisions(view),
    )
    shown = [part for part in parts if part.row_count]
    heading = f"{view['stream']}: {view['class']} meeting"
    return section(heading, _head(view), *shown)


def _head(view: dict[str, Any]) -> Table:
    starts = f"{moment(view['starts_at'])} ({view['tz']}), {words(view['mode'])}"
    by = f"{view['person']} ({view['party']}), {view['capacity']}"
    rows: dict[str, Any] = {
        "state": words(view["phase"]),
        "starts": starts,
        "called": f"{moment(view['called_at'])} by {by}",
    }
    joined = ", ".join(row["person"] for row in view["endorsements"])
    if joined:
        rows["with support of"] = joined
    if view["reconvenes"]:
        rows["takes up"] = view["reconvenes"]
    if view["waivers"]:
        rows["notice waived by"] = ", ".join(row["seat"] for row in view["waivers"])
    if view["acting_chair"]:
        rows["acting chair"] = view["acting_chair"]
    if view["quorum"] is not None:
        rows["quorum now"] = quorum_words(view["quorum"])
    return facts(rows)


def _agenda(view: dict[str, Any]) -> Table:
    made = table("Item", "Title", "For", "Noticed", "Let in by")
    for item in view["agenda"]:
        added = "" if item["added_by"] is None else f", added by {item['added_by']}"
        urgent = ", urgent" if item["urgent"] else ""
        noticed = f"{moment(item['noticed_at'])}{added}{urgent}"
        consents = ", ".join(item["consents"]) or "—"
        made.add_row(item["item"], item["title"], item["purpose"], noticed, consents)
    return made


def _present(view: dict[str, Any]) -> Table:
    made = table("Present now", "Mode", "Since")
    for each in view["present"]:
        made.add_row(each["seat"], words(each["mode"]), moment(each["since"]))
    return made


def _attendance(view: dict[str, Any]) -> Table:
    """Return who came and went, as it stands; a corrected record says so."""
    made = table("Attendance", "Seat", "Came or went", "Mode", "Entry", numbers=("Entry",))
    for each in view["attendance"]:
        corrected = " (corrected)" if each["digest"] in view["corrections"] else ""
        change = "came" if each["presence"] == "in" else "went"
        row = (moment(each["at"]), each["seat"], f"{change}{corrected}", words(each["mode"]))
        made.add_row(*row, str(each["leaf_index"]))
    return made


def _proxies(view: dict[str, Any]) -> Table:
    made = table("Proxy of", "Held by", "For", "Entry", numbers=("Entry",))
    for each in view["proxies"]:
        items = ", ".join(each["items"]) or "all items"
        made.add_row(each["giver"], each["holder"], items, str(each["leaf_index"]))
    return made


def _minutes(view: dict[str, Any]) -> Table:
    made = table("Minutes", "By", "What", "Recorded", "Entry", numbers=("Entry",))
    for each in view["minutes"]:
        act = each["kind"].split(".")[1]
        said = each.get("how") or each["reason"] or short(each.get("sha256"))
        decided = f", {each['decision']}" if each.get("decision") else ""
        when = moment(each["recorded_at"])
        made.add_row(act, each["person"], f"{said}{decided}", when, str(each["leaf_index"]))
    return made


def _decisions(view: dict[str, Any]) -> Table:
    made = table("Decision", "Title", "Item", "Outcome", "State")
    for each in view["decisions"]:
        item = each["agenda_item"] or "—"
        outcome, phase = words(each["outcome"]), words(each["phase"])
        made.add_row(each["stream"], each["title"], item, outcome, phase)
    return made
