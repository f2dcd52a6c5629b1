"""Every error code and every kind is documented, and no document falls behind the source."""

import ast
import re
import string
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.errors import LedgerError
from tests.regenerate import DOCUMENTS, first_line, load_errors, read_statuses
from tests.sources import HOUSE, ROOT

KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.fixture(scope="module")
def errors() -> tuple[type[LedgerError], ...]:
    """Every error class of the house, the branches included."""
    return load_errors()


def raised_calls() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield where, what and with which facts each error is made; ** hides facts, so skip it."""
    for module in HOUSE:
        for node in module.nodes:
            if isinstance(node, ast.Call) and all(keyword.arg for keyword in node.keywords):
                name = ast.unparse(node.func).rpartition(".")[2]
                facts = frozenset(keyword.arg or "" for keyword in node.keywords)
                yield f"{module.name}:{node.lineno}", name, facts


def test_each_branch_has_a_status() -> None:
    """The tree drawn in errors.py gives every branch its HTTP status."""
    statuses = read_statuses()

    assert set(LedgerError.__subclasses__()) == set(statuses)


def test_each_rule_has_its_own_code(errors: tuple[type[LedgerError], ...]) -> None:
    """Every error class names a code, and no code is named twice."""
    silent = [each.__qualname__ for each in errors if "code" not in vars(each)]
    shared = [code for code, uses in Counter(each.code for each in errors).items() if uses > 1]

    assert (silent, shared) == ([], [])


def test_codes_are_kebab_case(errors: tuple[type[LedgerError], ...]) -> None:
    """A code is lower-case words joined by hyphens, fit for a URL."""
    odd = [each.code for each in errors if not KEBAB_CASE.fullmatch(each.code)]

    assert odd == []


def test_error_classes_are_named_as_such(errors: tuple[type[LedgerError], ...]) -> None:
    """A class that can be raised says so at the end of its name."""
    odd = [each.__qualname__ for each in errors if not each.__name__.endswith("Error")]

    assert odd == []


def test_each_error_states_its_rule(errors: tuple[type[LedgerError], ...]) -> None:
    """An error's docstring opens with the rule that it stands for, as a sentence of its own."""
    silent = [each.__qualname__ for each in errors if "__doc__" not in vars(each)]
    odd = [each.__qualname__ for each in errors if not first_line(each).endswith(".")]

    assert (silent, odd) == ([], [])


def test_errors_are_raised_with_the_facts_they_name(errors: tuple[type[LedgerError], ...]) -> None:
    """Wherever an error is made, every fact of its sentence is passed."""
    named = {
        each.__name__: {field for _, field, _, _ in string.Formatter().parse(each.message) if field}
        for each in errors
        if "__init__" not in vars(each)
    }

    lacking = [
        f"{where}: {name} lacks {', '.join(sorted(named[name] - facts))}"
        for where, name, facts in raised_calls()
        if name in named and not named[name] <= facts
    ]

    assert lacking == []


@pytest.mark.parametrize(
    ("path", "draw"), DOCUMENTS.items(), ids=[str(path.relative_to(ROOT)) for path in DOCUMENTS]
)
def test_documents_say_what_the_source_says(path: Path, draw: Callable[[], str]) -> None:
    """A generated document equals what would be generated now (python -m tests.regenerate)."""
    assert draw() == path.read_text(encoding="utf-8")
