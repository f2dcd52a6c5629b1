"""What sets two states of a contract apart, as a page: words, money, term, duties."""

from collections.abc import Iterator
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from commands.tables.console import amount, facts, section, table, words
from commands.tables.contract import total_words
from commands.tables.makers import authority_words, signer_lines, slug
from commands.tables.parts import KEYED, SINGLE, term_words
from commands.tables.wording import worded

# Said in words where they are the same, since they are what is looked for first.
_ALWAYS: Final = "responsibilities"


def differences_page(view: dict[str, Any], *, is_coloured: bool) -> Group:
    """Return what sets two states of a contract apart; what is the same is said so."""
    parts: list[RenderableType] = [_head(view)]
    if view["same"]:
        parts.append(Text("Both say the same: not one part of the contract differs."))
    else:
        parts += [*_clauses(view, is_coloured=is_coloured), _budget(view), _term(view)]
        parts += _others(view)
        parts += _unchanged(view)
    for heading, name in (("Between them came", "gained"), ("Only the earlier has", "lost")):
        if view[name]:
            parts.append(_statements(heading, view[name]))
    return section(f"{view['contract']}: {view['title']}", *parts)


def differing_parts(view: dict[str, Any], *, is_coloured: bool) -> Iterator[RenderableType]:
    """Yield what differs, and nothing of what is the same."""
    if view["clauses"]:
        yield from _clauses(view, is_coloured=is_coloured)
    if view["budget"]:
        yield _budget(view)
    if view["term"] is not None:
        yield _term(view)
    yield from _keyed(view)
    yield from _singles(view)


def _head(view: dict[str, Any]) -> Table:
    return facts({word: _side(view[word]) for word in ("from", "to")})


def _side(side: dict[str, Any]) -> str:
    known = side["known"]
    up_to = f"entry {known}" if isinstance(known, int) else known
    known_words = f"at {up_to}" if up_to else "today"
    return f"{side['effective']}, as known {known_words}: {words(side['status'])}"


def _clauses(view: dict[str, Any], *, is_coloured: bool) -> Iterator[RenderableType]:
    if not view["clauses"]:
        yield Text("No clause differs.")
    for pair in view["clauses"]:
        before, after = pair["before"], pair["after"]
        now = after or before
        by = None if after is None else after.get("made_by")
        maker = "" if by is None else f", by {slug(by['stream'])}"
        heading = Text(f"{now['number']} {now['heading']}", style="bold")
        heading.append(f"  {pair['what']}{_from_number(before, after)}{maker}", style="dim")
        old, new = (_text(each, beside=other) for each, other in ((before, after), (after, before)))
        yield Group(heading, worded(old, new, is_coloured=is_coloured))


def _from_number(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if before is None or after is None or before["number"] == after["number"]:
        return ""
    return f" (was {before['number']})"


def _text(clause: dict[str, Any] | None, beside: dict[str, Any] | None) -> str:
    """Return a clause's words, under its heading where the other one has another."""
    if clause is None:
        return ""
    is_renamed = beside is not None and beside["heading"] != clause["heading"]
    return f"{clause['heading']}\n{clause['text']}" if is_renamed else str(clause["text"])


def _budget(view: dict[str, Any]) -> RenderableType:
    if not view["budget"]:
        return Text(f"The budget is the same: {total_words(view['total']['after'])} in all.")
    numbers = ("Fee before", "after", "Pass-through before", "after")
    drawn = table("Budget line", *numbers, numbers=numbers)
    for pair in view["budget"]:
        before, after = pair["before"], pair["after"]
        line = after or before
        cells = [
            amount(each and each[name])
            for name in ("fee", "pass_through")
            for each in (before, after)
        ]
        drawn.add_row(line.get("title") or line["line"], *cells)
    drawn.add_section()
    for label, side in (("Total of all lines", None), ("moves by", "by")):
        drawn.add_row(Text(label, style="bold"), *_totals(view, side))
    return drawn


def _totals(view: dict[str, Any], side: str | None) -> list[str]:
    """Return the cells of both sums: before and after, or what moves them below the latter."""
    sums = [view[name] for name in ("fee", "pass_through")]
    if side is not None:
        return [cell for each in sums for cell in ("", total_words(each[side]))]
    return [total_words(each[name]) for each in sums for name in ("before", "after")]


def _term(view: dict[str, Any]) -> RenderableType:
    pair = view["term"]
    if pair is None:
        return Text("The term is the same.")
    return _beside("Term", [("", term_words(pair["before"]), term_words(pair["after"]))])


def _others(view: dict[str, Any]) -> Iterator[RenderableType]:
    if not view[_ALWAYS]:
        yield Text("Responsibilities are the same.")
    yield from _keyed(view)
    yield from _singles(view)


def _keyed(view: dict[str, Any]) -> Iterator[RenderableType]:
    for name, (heading, key, say) in KEYED.items():
        if view[name]:
            rows = [
                (
                    key(pair["after"] or pair["before"]),
                    *(_said(pair[side], say) for side in ("before", "after")),
                )
                for pair in view[name]
            ]
            yield _beside(heading, rows)


def _singles(view: dict[str, Any]) -> Iterator[RenderableType]:
    for name, (heading, say_whole) in SINGLE.items():
        pair = view.get(name)
        if pair is not None:
            yield _beside(heading, [("", say_whole(pair["before"]), say_whole(pair["after"]))])


def _said(part: dict[str, Any] | None, say: Any) -> str:  # noqa: ANN401 -- one of KEYED's
    return "—" if part is None else str(say(part))


def _beside(heading: str, rows: list[tuple[str, ...]]) -> Table:
    drawn = table(heading, "Before", "After")
    for row in rows:
        drawn.add_row(*row)
    return drawn


def _unchanged(view: dict[str, Any]) -> Iterator[RenderableType]:
    same = [name for name in (*KEYED, *SINGLE) if not view[name] and name != _ALWAYS]
    if same:
        yield Text(f"The same in both: {', '.join(same)}.", style="dim")


def _statements(heading: str, statements: list[dict[str, Any]]) -> RenderableType:
    drawn = table("Entry", heading, "Executed", "Effective", "Authority", "Signed by")
    drawn.columns[0].justify = "right"
    for each in statements:
        drawn.add_row(
            str(each["leaf_index"]),
            slug(each["stream"]),
            each["executed_on"],
            each["effective_on"] or "on a condition",
            authority_words(each),
            ", ".join(signer_lines(each)),
        )
    return drawn
