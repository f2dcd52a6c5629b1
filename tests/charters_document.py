"""CHARTER.md: the prose as it stands, then one table a type, drawn from the types themselves."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import msgspec

from ledger.domain.kinds import base
from ledger.domain.kinds.charter import Charter, terms
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import Rehearsed
from ledger.evidence.canonical import Body
from tests.sources import ROOT

CHARTER = ROOT / "ledger" / "CHARTER.md"
MARK: Final = "<!-- From here on: made by python -m tests.regenerate -->\n"
ROOTS: Final[tuple[tuple[str, type[Body]], ...]] = (
    ("The charter, type by type", Charter),
    ("The case file, type by type", Case),
    ("The answer, type by type", Rehearsed),
)
HEADINGS: Final = ["Member", "Type", "If absent", "Meaning"]
# Types that have a name of their own in a sentence.
NAMED: Final[tuple[tuple[object, str], ...]] = (
    (base.Slug, "name"),
    (terms.AttributeName, "attribute name"),
    (base.StreamRef, "stream"),
    (base.Related, "name or stream"),
    (base.Currency, "currency"),
    (base.TimeZone, "time zone"),
    (base.Line, "text"),
    (base.Text, "text"),
    (base.Count, "number from 0"),
    (base.Positive, "number from 1"),
)
PLAIN: Final = {
    "bool": "true or false",
    "int": "number",
    "str": "text",
    "date": "date",
    "datetime": "time",
}


def format_charter() -> str:
    """Draw CHARTER.md: what was written by hand, then every type in reading order."""
    opening = CHARTER.read_text(encoding="utf-8").partition(MARK)[0]
    shown: dict[type[Body], None] = {}
    sections = []
    for heading, root in ROOTS:
        found = [each for each in reading_order(root) if each not in shown]
        shown |= dict.fromkeys(found)
        sections += [f"## {heading}\n", *map(format_type, found)]
    return f"{opening}{MARK}\n" + "\n".join(sections)


def reading_order(root: type[Body]) -> list[type[Body]]:
    """Return a type and all that it is made of, in the order in which one meets them."""
    found: dict[type[Body], None] = {root: None}
    for field in msgspec.structs.fields(root):
        for inner in bodies_in(field.type):
            if inner not in found:
                found |= dict.fromkeys(reading_order(inner))
    return list(found)


def bodies_in(annotation: Any) -> Iterator[type[Body]]:
    """Yield the body types that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, Body):
        yield annotation
    elif get_origin(annotation) is not Literal:
        for inner in get_args(annotation):
            yield from bodies_in(inner)


def format_type(body: type[Body]) -> str:
    """Draw one type: what it is, then a row a member."""
    prose, meanings = read_docstring(body)
    rows = []
    config = body.__struct_config__
    if config.tag_field is not None:
        rows.append([f"`{config.tag_field}`", f'`"{config.tag}"`', "required", "which sort it is"])
    for field in msgspec.structs.fields(body):
        name = f"`{field.encode_name}`"
        meaning = meanings.get(field.name, "")
        rows.append([name, format_annotation(field.type), format_default(field), meaning])
    lines = [HEADINGS, ["---"] * len(HEADINGS), *rows]
    table = "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines
    )
    return f"### {body.__name__}\n\n{prose}\n\n{table}"


def read_docstring(body: type[Body]) -> tuple[str, dict[str, str]]:
    """Return a type's prose, and what its docstring says of each member."""
    names = set(body.__struct_fields__)
    prose: list[str] = []
    meanings: dict[str, str] = {}
    current: str | None = None
    for line in (body.__doc__ or "").splitlines():
        words = line.strip()
        found = re.match(r"(\w+) {2,}(.+)", words)
        if found is not None and found[1] in names:
            current = found[1]
            meanings[current] = found[2]
        elif not words:
            current = None
            prose.append("")
        elif current is not None:
            meanings[current] += f" {words}"
        else:
            prose.append(words)
    said = re.sub(r"``(.+?)``", r"`\1`", "\n".join(prose).strip())
    return re.sub(r"\n{3,}", "\n\n", said), {
        name: re.sub(r"``(.+?)``", r"`\1`", text) for name, text in meanings.items()
    }


def format_annotation(annotation: Any) -> str:
    """Say a type as a reader of JSON knows it."""
    known = next((name for alias, name in NAMED if alias == annotation), None)
    if known is not None:
        return known
    origin = get_origin(annotation)
    if origin is not None:
        return _composed(origin, get_args(annotation))
    if issubclass(annotation, Body):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return PLAIN[annotation.__name__]


def _composed(origin: object, inner: tuple[Any, ...]) -> str:
    if origin is Annotated:
        return _annotated(inner)
    if origin is Literal:
        return " or ".join(f"`{msgspec.json.encode(word).decode()}`" for word in inner)
    if origin is dict:
        return f"object: {format_annotation(inner[0])} to {format_annotation(inner[1])}"
    if origin is tuple:
        return f"list of {format_annotation(inner[0])}"
    sorts = [format_annotation(each) for each in inner if each is not type(None)]
    return " or ".join(dict.fromkeys(sorts))


def _annotated(inner: tuple[Any, ...]) -> str:
    said, bounds = format_annotation(inner[0]), inner[1]
    least = bounds.min_length if bounds.min_length is not None else bounds.ge
    most = bounds.max_length if bounds.max_length is not None else bounds.le
    if least is None:
        return said if most is None else f"{said}, at most {most}"
    return f"{said}, at least {least}" if most is None else f"{said}, {least} to {most}"


def format_default(field: Any) -> str:
    """Say what an absent member means."""
    if field.required:
        return "required"
    if field.default is msgspec.NODEFAULT:
        return f"`{msgspec.json.encode(field.default_factory()).decode()}`"
    return f"`{msgspec.json.encode(field.default).decode()}`"
