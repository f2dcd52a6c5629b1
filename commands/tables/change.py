"""A change as a page: what it makes of its contract, by whose authority, who has to sign yet."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from commands.tables.console import amount, facts, section, short, table, words
from commands.tables.contract import signed_table
from commands.tables.differences import differing_parts
from commands.tables.made import slug
from commands.tables.makers import authority_words
from commands.tables.signatures import steps_tables

_NO_EFFECT = "It does not apply to the contract's text as that stands: it must be drafted again."
_IN_PARTS = "What it changes is told once its last part is drafted."


def change_page(view: dict[str, Any], *, is_coloured: bool) -> Group:
    """Return a change as a page, from what it changes to what is missing yet."""
    title = view["title"] or words(view["change_kind"])
    parts = [_head(view), *_effect(view, is_coloured=is_coloured), *_people(view)]
    return section(f"{view['stream']}: {title}", *parts)


def _head(view: dict[str, Any]) -> Table:
    return facts(
        {
            "contract": slug(view["contract"]),
            "stands": _stands(view),
            **_in_the_way(view),
            "what": words(view["change_kind"]) + _reverses(view),
            "comes to": _impact(view),
            "applies": _applies(view),
            "authority": _authority(view),
            "text": f"{short(view['content'])}, drafted on version {short(view['base'])}",
        }
    )


def _stands(view: dict[str, Any]) -> Text:
    said = words(view["phase"]) + (", on paper" if view["outside"] else "")
    if view["executed_on"]:
        said += f" on {view['executed_on']}"
    if view["parts_to_come"]:
        said += f", parts of its draft to come: {view['parts_to_come']}"
    if view["reversed_by"]:
        said += f", reversed by {slug(view['reversed_by'])}"
    return Text(said)


def _in_the_way(view: dict[str, Any]) -> dict[str, Text]:
    clash = view["clash"] or {"is_stale": False, "with": []}
    stale = ["its base is not the newest version: it must be drafted again"]
    said = [
        *(stale if clash["is_stale"] else []),
        *(f"{each['item']} is in {slug(each['change'])}, too" for each in clash["with"]),
    ]
    return {"in its way": Text("\n".join(said), style="red")} if said else {}


def _reverses(view: dict[str, Any]) -> str:
    return f", reverses {slug(view['reverses'])}" if view["reverses"] else ""


def _impact(view: dict[str, Any]) -> str:
    """Say what the signers are told that it comes to: net money, and days."""
    impact = view["impact"]
    money = [
        f"{name} {amount(impact[member])}"
        for name, member in (("fee", "fee"), ("pass-through", "pass_through"))
        if impact.get(member) is not None
    ]
    days = impact["days"]
    moved = f"the end moves by {days} days" if days else "no day is moved"
    moving = [] if view["amount"] is None else [f"{amount(view['amount'])} moved in all"]
    return "; ".join([*money, *moving, moved])


def _applies(view: dict[str, Any]) -> str:
    draft, on = view["draft"], view["effective_on"]
    if on:
        reason = draft.get("effective_reason")
        return f"from {on}" + (f": {reason}" if reason else "")
    if draft["effective_rule"] == "stated":
        return f"from {draft['effective_on']}"
    if draft["effective_rule"] == "last_signature":
        return "from the day of the last signature"
    until = f", by {draft['long_stop']}" if draft.get("long_stop") else ""
    return f"once its condition is met: {draft['condition']}{until}"


def _authority(view: dict[str, Any]) -> str:
    if view["authority"] is None:
        return "on paper" if view["outside"] else "none yet"
    return authority_words({**view, "signatures": [], "on_paper": view["outside"]})


def _effect(view: dict[str, Any], *, is_coloured: bool) -> Iterator[RenderableType]:
    if view["effect"] is not None:
        yield from differing_parts(view["effect"], is_coloured=is_coloured)
    else:
        yield Text(_IN_PARTS if view["parts_to_come"] else _NO_EFFECT)


def _people(view: dict[str, Any]) -> Iterator[RenderableType]:
    """Yield who signed, which work was let begin, and who has to sign yet."""
    if view["signatures"]:
        yield signed_table(view)
    if view["starts"]:
        yield _starts(view["starts"])
    if view["missing"]:
        yield from steps_tables(view["missing"])


def _starts(starts: list[dict[str, Any]]) -> Table:
    made = table("Work may begin", "Up to", "Until", "For", "Stands")
    for each in starts:
        ended = words(each["ended"]) if each["ended"] else "runs"
        made.add_row(each["from"], amount(each["cap"]), each["until"], each["party"], ended)
    return made
