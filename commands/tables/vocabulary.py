"""Kinds of statement for people: what each says, what a draft of it needs, what its body holds."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.text import Text

from commands.tables.console import facts, section, table
from ledger.domain.kinds.base import Kind

# What the texts with a pattern are called; others are shown as they are written.
_SLUG: Final = "[a-z0-9][a-z0-9-]{0,62}"
_PATTERNS: Final = MappingProxyType(
    {
        _SLUG: "slug",
        "[A-Z]{3}": "currency (EUR)",
        "sha256:[0-9a-f]{64}": "digest (sha256:…)",
        f"[a-z]+(/{_SLUG})+": "stream",
        f"contract/{_SLUG}": "contract/<slug>",
        f"change/{_SLUG}/{_SLUG}": "change/<slug>/<slug>",
        f"delegates|parties|board/{_SLUG}": "parties | delegates | board/<slug>",
        r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?": 'decimal text ("12.5")',
        r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?": 'decimal text ("12.5")',
        r"[A-Za-z_+\-0-9]+(/[A-Za-z_+\-0-9]+)*": "time zone (Europe/Dublin)",
    }
)
_PATTERN_MAX: Final = 40

Schema = Mapping[str, Any]


def all_page(found: Iterable[Kind]) -> Group:
    """Return kinds with what they say and who signs them."""
    rows = table("Kind", "Says", "Signed as")
    rows.columns[0].no_wrap = True
    for each in found:
        rows.add_row(each.tag, says(each), _signers(each))
    return section("Kinds of statement", rows, Text("countersign kind KIND: what one holds"))


def kind_page(kind: Kind, root: Schema, named: Mapping[str, Schema]) -> Group:
    """Return what a draft of a kind needs, and the members of its body, part by part."""
    asked = {
        "stream": f"{kind.stream or 'any'}/…, which it opens" if kind.opens else kind.stream,
        "signed as": _signers(kind),
        "meaning": " or ".join(sorted(kind.meanings)) or "—",
        "asks for": ", ".join(demands(kind)) or "nothing beside its body",
        "sealed": ", ".join(f"{path} (--seal)" for path in kind.sealed) or "—",
        "may be sealed": ", ".join(kind.sealable) or "—",
    }
    needed = {name: said or "any" for name, said in asked.items() if said != "—"}
    return section(f"{kind.tag}: {says(kind)}", facts(needed), *_parts(root, named))


def says(kind: Kind) -> str:
    """Return the sentence that a kind stands for."""
    return (kind.body.__doc__ or "").strip().partition("\n")[0]


def demands(kind: Kind) -> list[str]:
    """Return the options of a draft that a kind cannot go without."""
    asked = {
        "--subject": kind.subject,
        "--base": kind.base,
        "--reason": kind.reason,
        "--meaning": len(kind.meanings) > 1,
    }
    return [name for name, is_asked in asked.items() if is_asked]


def _signers(kind: Kind) -> str:
    return "the ledger itself" if kind.is_system else ", ".join(sorted(kind.signers))


def _parts(root: Schema, named: Mapping[str, Schema]) -> list[RenderableType]:
    """Return a body's members, then those of each part of it, in order of mention."""
    wanted = list(_mentioned(root))
    pages: list[RenderableType] = []
    for name in wanted:  # grows on the way
        schema = named[name]
        members: Schema = schema.get("properties", {})
        rows = table(name if pages else "Body", "Needed", "Is")
        for member, form in members.items():
            rows.add_row(member, "yes" if member in schema.get("required", ()) else "", _is(form))
            wanted += [each for each in dict.fromkeys(_mentioned(form)) if each not in wanted]
        shown = rows if members else Text("An empty body: {}")
        prose = schema.get("description", "")
        pages.append(Group(*([Text(prose, style="dim")] if pages and prose else []), shown))
    return pages


def _target(reference: str) -> str:
    return reference.rpartition("/")[2]


def _mentioned(schema: object) -> Iterable[str]:
    """Yield the parts that a schema refers to, at any depth."""
    match schema:
        case {"$ref": str(reference)}:
            yield _target(reference)
        case Mapping():
            for inner in schema.values():
                yield from _mentioned(inner)
        case list():
            for inner in schema:
                yield from _mentioned(inner)


def _is(schema: Schema) -> str:
    """Say in a few words what a member is."""
    match schema:
        case {"$ref": reference}:
            said = _target(reference)
        case {"enum": list(words)}:
            said = " | ".join(str(each) for each in words)
        case {"anyOf": list(forms)}:
            said = " | ".join(_is(each) for each in forms if each != {"type": "null"})
        case {"type": "array", "items": dict(form)}:
            said = f"list of {_is(form)}"
        case {"pattern": str(pattern)}:
            bare = pattern.removeprefix("^(?:").removesuffix(")$")
            said = _PATTERNS.get(bare, bare if len(bare) < _PATTERN_MAX else "text")
        case _:
            said = str(schema.get("format") or schema.get("type") or "any")
            said = "text" if said == "string" else said
    return said
