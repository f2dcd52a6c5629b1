"""The words that every sentence about a charter is made of."""

from collections.abc import Callable, Iterable
from typing import assert_never

from ledger.domain.counting.powers import money
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.charter.terms import (
    All,
    Cap,
    Distinct,
    Each,
    Either,
    Limit,
    Part,
    Period,
    Some,
    Threshold,
    Who,
    Window,
)

_SHARES = {
    (1, 1): "all",
    (1, 2): "half",
    (1, 3): "one third",
    (2, 3): "two thirds",
    (1, 4): "one quarter",
    (3, 4): "three quarters",
}
_WAYS = {
    "meeting": "at a meeting",
    "written": "in writing",
    "no_objection": "by silence",
    "interim": "by an officer alone",
}
_OFFICES = {
    "chair": "chair",
    "vice_chair": "vice-chair",
    "co_chair": "co-chair",
    "secretary": "secretary",
}
WORDS = {
    "rejected": "it is rejected",
    "deadlocked": "the board is deadlocked",
    "deferred": "it is put off to the next stage",
    "lapsed": "it lapses",
}


def either(words: Iterable[str]) -> str:
    """Join words with commas and a last "or"."""
    return _joined(words, "or")


def both(words: Iterable[str]) -> str:
    """Join words with commas and a last "and"."""
    return _joined(words, "and")


def _joined(words: Iterable[str], last: str) -> str:
    words = tuple(words)
    *first, final = words or ("nobody",)
    return f"{', '.join(first)} {last} {final}" if first else final


def office(name: str) -> str:
    """Say an office."""
    return _OFFICES[name]


def offices(names: Iterable[str]) -> str:
    """Say offices of which one is enough."""
    return f"the {either(map(office, names))}"


def way(name: str) -> str:
    """Say a procedure."""
    return _WAYS[name]


def counted(number: int, noun: str) -> str:
    """Say so many of a thing."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def share(fraction: Fraction) -> str:
    """Say a fraction."""
    named = _SHARES.get((fraction.num, fraction.den))
    return named or f"{fraction.num}/{fraction.den}"


def threshold(value: Threshold, of: str) -> str:
    """Say how many of a base are needed."""
    reach = "more than" if value.reach == "more_than" else "at least"
    if value.share is None:
        said = f"{reach} {value.count} of {of}"
    else:
        is_all = value.share.num == value.share.den and value.reach == "at_least"
        said = f"all of {of}" if is_all else f"{reach} {share(value.share)} of {of}"
        if value.plus:
            said += f" and {value.plus} more"
        if value.rounding != "exact":
            said += f", rounded {_rounding(value.rounding)}"
    if value.least:
        said += f", never fewer than {value.least}"
    return said


def most(value: Threshold, of: str) -> str:
    """Say how many of a base there may be."""
    said = threshold(value, of)
    if said.startswith("all of "):
        said = f"at least {said}"
    for found, put in (
        ("at least", "at most"),
        ("more than", "fewer than"),
        ("never fewer than", "but always"),
    ):
        said = said.replace(found, put, 1)
    return said


def _rounding(name: str) -> str:
    return "to the nearest whole (halves up)" if name == "nearest" else name


def who(
    value: Who, noun: str = "voting seats", joined: Callable[[Iterable[str]], str] = either
) -> str:
    """Say which seats are meant; one that is named alone is one seat."""
    said = "seats" if value.novote and value.seats else noun
    if value.seats:
        said = f"{said.removesuffix('s') if is_one(value) else said} {joined(value.seats)}"
    if value.novote:
        said = f"{said} (with or without a vote)" if value.seats else "seats with or without a vote"
    if value.parties:
        said += f" of {either(value.parties)}"
    if value.classes:
        said += f" of class {either(value.classes)}"
    if value.offices:
        said += f" held by {offices(value.offices)}"
    for name, values in value.attributes.items():
        said += f" whose members declare {name} {either(values)}"
    if value.mode is not None:
        said += " present in person" if value.mode == "in_person" else " present remotely"
    if value.except_:
        said += f" (but not {both(value.except_)})"
    return said


def is_one(value: Who) -> bool:
    """Whether a group is one seat, named."""
    return len(value.seats) == 1


UNITS = {
    "seat": "",
    "person": "the persons on ",
    "party": "the parties of ",
    "weight": "the weight of ",
}


def period(value: Period | Window) -> str:
    """Say how long."""
    unit = value.unit.replace("_", " ")
    return f"{value.count} {unit.removesuffix('s') if value.count == 1 else unit}"


def window(value: Window) -> str:
    """Say how long a poll runs."""
    if value.ends == "exact":
        return f"{period(value)}, to the minute"
    first = "not counted" if value.first == "excluded" else "counted"
    return f"{period(value)}, the first day {first}, the last to its end"


def limit(value: Limit) -> str:
    """Say an amount that may not be passed."""
    parts = []
    if value.fixed is not None:
        parts.append(money(value.fixed))
    if value.share is not None:
        parts.append(f"{share(value.share)} of the budget")
    return both(parts) if len(parts) == 1 else f"the {value.take} of {both(parts)}"


def part(value: Part, seen: str) -> str:
    """Say one thing that must hold of those who are looked at."""
    match value:
        case Some():
            return f"{value.name}: {_some(value, seen)}"
        case Each():
            of = f"of {both(value.values)} ({value.by})" if value.values else value.by
            each = f"at least {value.least} of each {of}"
            return f"{value.name}: {each} among the {who(value.who)} {seen}"
        case Distinct():
            base = f"the different ones ({value.by}) among the {who(value.who)}"
            return f"{value.name}: {threshold(value.least, base)} must be {seen}"
        case Cap():
            said = most(value.most, f"the {who(value.who)} {seen}")
            return f"{value.name}: no one {value.by} may make up {_over(said)}"
        case All():
            every = "; and ".join(part(each, seen) for each in value.of)
            return f"{value.name}: all of ({every})"
        case Either():
            options = "; or ".join(part(each, seen) for each in value.of)
            return f"{value.name}: at least one of ({options})"
        case _:
            assert_never(value)


def _over(said: str) -> str:
    """Turn what is allowed at the most into what may not be passed."""
    if said.startswith("at most "):
        return f"more than {said.removeprefix('at most ')}"
    return f"as much as {said.removeprefix('fewer than ')}"


def _some(value: Some, seen: str) -> str:
    group = who(value.who)
    base = f"all those {seen}" if value.share_of == "seen" else "the filled seats of that group"
    if value.of is not None:
        base = f"the {who(value.of)} {seen if value.share_of == 'seen' else 'that are filled'}"
    bounds = (value.least, value.most)
    is_share = any(each is not None and each.share is not None for each in bounds)
    parts = []
    if value.least is not None:
        parts.append(_of_group(threshold(value.least, base), value.least, base))
    if value.most is not None:
        parts.append(_of_group(most(value.most, base), value.most, base))
    if is_share and (value.share_of == "seen" or value.of is not None):
        return f"of the {group}, those {seen} must number {both(parts)}"
    return f"of the {group}, {both(parts)} must be {seen}"


def _of_group(said: str, value: Threshold, base: str) -> str:
    """Leave the base away where the number does not depend on it."""
    return said if value.share is not None else said.replace(f" of {base}", "", 1)
