"""How long, wide and plain the source may be."""

import ast
from collections.abc import Iterator

from tests.sources import EVERYTHING, HOUSE, Function, Module

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 400
POSITIONAL_MAX = 5
SHAPELESS = {"utils", "util", "helpers", "helper", "managers", "manager", "misc"}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
UNSAFE_MODULES = {"pickle", "shelve", "marshal"}
PUT_OFF = ("TO" + "DO", "FIX" + "ME", "XX" + "X")


def public_definitions(module: Module) -> Iterator[ast.ClassDef | Function]:
    """Every public class and function, and every public method of a public class."""
    tree = ast.parse(module.source)
    for outer in tree.body:
        if isinstance(outer, ast.ClassDef | Function) and not outer.name.startswith("_"):
            yield outer
            yield from (
                inner
                for inner in (outer.body if isinstance(outer, ast.ClassDef) else ())
                if isinstance(inner, Function) and not inner.name.startswith("_")
            )


def test_functions_stay_short() -> None:
    """A function fits on a screen, its docstring included."""
    long = [
        f"{module.name}.{function.name}: {lines} lines"
        for module in EVERYTHING
        for function in module.functions
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES_MAX
    ]

    assert long == []


def test_functions_take_few_positional_parameters() -> None:
    """A call can be read without counting commas."""
    wide = [
        f"{module.name}.{function.name}: {count} positional parameters"
        for module in EVERYTHING
        for function in module.functions
        if (count := len(function.args.posonlyargs) + len(function.args.args)) > POSITIONAL_MAX
    ]

    assert wide == []


def test_files_stay_short() -> None:
    """A file that outgrows its budget becomes a package, one module a concern."""
    long = [
        f"{module.name}: {lines} lines"
        for module in EVERYTHING
        if (lines := len(module.source.splitlines())) > FILE_LINES_MAX
    ]

    assert long == []


def test_modules_are_named_for_what_they_hold() -> None:
    """No module is a drawer for whatever fits nowhere."""
    drawers = [
        module.name for module in EVERYTHING if SHAPELESS.intersection(module.name.split("."))
    ]

    assert drawers == []


def test_the_ledger_says_what_it_promises() -> None:
    """Every module, public class, function and method of ledger/ has a docstring."""
    silent = [
        f"{module.name}.{getattr(node, 'name', '')}"
        for module in HOUSE
        if module.name.partition(".")[0] == "ledger"
        for node in (ast.parse(module.source), *public_definitions(module))
        if not ast.get_docstring(node)
    ]

    assert silent == []


def test_nothing_stored_is_ever_run() -> None:
    """No code evaluates text or unpickles bytes."""
    unsafe = [
        f"{module.name}: {name}"
        for module in HOUSE
        for name in (*module.calls, *module.imports)
        if name in UNSAFE_CALLS or name.partition(".")[0] in UNSAFE_MODULES
    ]

    assert unsafe == []


def test_nothing_is_put_off_in_a_comment() -> None:
    """What remains to be done is said where work is planned, not in the source."""
    put_off = [
        f"{module.name}: {word}"
        for module in EVERYTHING
        for word in PUT_OFF
        if word in module.source
    ]

    assert put_off == []
