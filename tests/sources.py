"""The source files of this repository, as the tests that read them see them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, kw_only=True)
class Module:
    """One source file and the dotted name that it is imported by."""

    name: str
    path: Path

    @cached_property
    def source(self) -> str:
        """Its text."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of its syntax tree."""
        return tuple(ast.walk(ast.parse(self.source)))

    @property
    def functions(self) -> Iterator[Function]:
        """Every function in it, nested ones and methods too."""
        return (node for node in self.nodes if isinstance(node, Function))

    @property
    def imports(self) -> Iterator[str]:
        """Every name that it imports, wherever the import stands."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name} imports relatively"  # one spelling to grep
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    @property
    def calls(self) -> Iterator[str]:
        """Every plain or dotted name that it calls."""
        return (ast.unparse(node.func) for node in self.nodes if isinstance(node, ast.Call))


def discover(*folders: str) -> tuple[Module, ...]:
    """Find every source file in these folders and files of the repository, sorted by name."""
    found: list[Module] = []
    for folder in folders:
        for path in (ROOT / f"{folder}.py", *(ROOT / folder).rglob("*.py")):
            if path.is_file():
                parts = path.relative_to(ROOT).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                found.append(Module(name=name, path=path))
    return tuple(sorted(found, key=lambda module: module.name))


HOUSE = discover("ledger", "projections", "api", "commands", "cli")
EVERYTHING = (*HOUSE, *discover("tests"))
