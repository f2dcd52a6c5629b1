"""Rewrite the documents that are drawn from the source: ``python -m tests.regenerate``.

``test_documented.py`` compares them, so that none can fall behind.
"""

import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from ledger import errors
from ledger.errors import LedgerError
from tests.charters_document import CHARTER, format_charter
from tests.formats import FORMATS, format_formats
from tests.sources import HOUSE, ROOT

# The status of each branch is said once, in the tree that errors.py draws.
STATUS_LINE = re.compile(r"── (?P<branch>\w+Error) .* (?P<status>[1-5]\d\d)$", re.MULTILINE)

ERRORS_OPENING = """# Errors

Every refusal carries one of these codes. A code is stable; the sentence that comes with it is not.
The branch gives the HTTP status. Made by `python -m tests.regenerate`.
"""

KINDS_OPENING = """# Kinds

Every statement is of one of these kinds. A tag is for ever; a changed meaning gets a new version.
Made by `python -m tests.regenerate`.
"""


def read_statuses() -> dict[type[LedgerError], int]:
    """Read the HTTP status of each branch from the drawn tree of exceptions."""
    drawn = STATUS_LINE.finditer(errors.__doc__ or "")
    return {getattr(errors, line["branch"]): int(line["status"]) for line in drawn}


def load_errors() -> tuple[type[LedgerError], ...]:
    """Import every module of the house, then list every error class that they define."""
    for module in HOUSE:
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return tuple(
        sorted(
            {each for each in walk(LedgerError) if each.__module__ in {m.name for m in HOUSE}},
            key=lambda each: (each.code, each.__qualname__),
        )
    )


def walk(parent: type[LedgerError]) -> Iterator[type[LedgerError]]:
    """Yield every class below one, at any depth."""
    for child in parent.__subclasses__():
        yield child
        yield from walk(child)


def first_line(documented: object) -> str:
    """Take the sentence that opens a docstring."""
    return (documented.__doc__ or "").strip().partition("\n")[0]


def format_table(header: str, rows: Iterable[Iterable[str]]) -> str:
    """Draw a Markdown table; a bar inside a cell is escaped."""
    columns = header.split(" | ")
    lines = [columns, ["---"] * len(columns)]
    lines += [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def format_errors() -> str:
    """Draw ERRORS.md: one table a branch, one row a code."""
    found = load_errors()
    sections = [ERRORS_OPENING]
    for branch, status in read_statuses().items():
        rows = [
            (f"`{each.code}`", first_line(each), f"`{each.__module__}.{each.__qualname__}`")
            for each in found
            if issubclass(each, branch)
        ]
        table = format_table("code | meaning | raised as", rows)
        sections.append(f"## {status} {branch.__name__}\n\n{first_line(branch)}\n\n{table}")
    return "\n".join(sections)


def format_kinds() -> str:
    """Draw KINDS.md: one table a stream type, one row a kind."""
    kinds = importlib.import_module("ledger.domain.kinds").KINDS.values()
    sections = [KINDS_OPENING]
    by_stream = sorted(kinds, key=lambda kind: kind.stream or "")
    for stream, rows in groupby(by_stream, key=lambda kind: kind.stream):
        table = format_table(
            "kind | says | signed by | meaning | notes",
            (
                (
                    f"`{kind.tag}`",
                    first_line(kind.body),
                    ", ".join(sorted(kind.signers)),
                    ", ".join(sorted(kind.meanings)),
                    ", ".join(
                        each
                        for each in ("opens", "subject", "base", "reason")
                        if getattr(kind, each)
                    ),
                )
                for kind in rows
            ),
        )
        sections.append(f"## {stream or 'any stream'}\n\n{table}")
    return "\n".join(sections)


DOCUMENTS: Mapping[Path, Callable[[], str]] = MappingProxyType(
    {
        ROOT / "ledger" / "ERRORS.md": format_errors,
        ROOT / "ledger" / "KINDS.md": format_kinds,
        FORMATS: format_formats,
        CHARTER: format_charter,
    }
)


def main() -> None:
    """Write every document that differs from what the source says, and name it."""
    for path, draw in DOCUMENTS.items():
        text = draw()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
