"""``countersign charter``: check a charter, try it on a case, see the form of both."""

import sys
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from commands.bodies import BODY_BYTES_MAX, BodyTextError, parse_plain
from commands.exits import exit_of
from commands.inputs import InputTooLargeError, json_option, read_file
from commands.tables.charter import charter_page
from commands.tables.console import print_json, show
from commands.tables.rehearsal import rehearsal_page
from ledger.domain.charters.measures import uncountable
from ledger.domain.charters.remarks import remarks
from ledger.domain.charters.sentences import sentences
from ledger.domain.charters.soundness import CharterUnsoundError, problems
from ledger.domain.kinds.charter import Charter
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.reading import case_of
from ledger.domain.rehearsal.trying import Rehearsed, rehearse
from ledger.evidence.canonical import Body, plain_body, shape_body
from ledger.evidence.schema import body_schemas

B = TypeVar("B", bound=Body)

# A dash is standard input.
_INPUT: Final = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
_FORMS: Final[dict[str, type[Body]]] = {"charter": Charter, "case": Case, "answer": Rehearsed}


@click.group()
def charter() -> None:
    """Check a charter, or try it on a case; neither needs keys or a ledger."""


@charter.command()
@click.argument("file", type=_INPUT)
@json_option
def check(file: Path, *, is_json: bool) -> None:
    """Say in plain sentences what a charter means, and whether it can stand.

    FILE holds a charter, or a case with one in it; - reads standard input. The
    exit code is 6 when the charter cannot stand.
    """
    value = _load(file)
    found = _judged(shape(value.get("charter", value), Charter))
    if is_json:
        print_json(found)
    else:
        show(charter_page(found))
    if not found["stands"]:
        raise SystemExit(exit_of(CharterUnsoundError(problem=found["flaws"][0]))[1])


@charter.command(name="try")
@click.argument("file", type=_INPUT)
@click.option("--json/--table", "is_json", default=True, help="For programs (as is), or people.")
def try_(file: Path, *, is_json: bool) -> None:
    """Say what a charter makes of a case: the outcome, the numbers, each rule applied.

    FILE holds the case with its charter; - reads standard input.
    """
    case = case_of(_load(file))
    problem = next(uncountable(case.charter), None)
    if problem is not None:
        raise CharterUnsoundError(problem=problem)
    found = plain_body(rehearse(case))
    if is_json:
        print_json(found)
    else:
        show(rehearsal_page(found))


@charter.command()
@click.option("--of", "form", type=click.Choice(list(_FORMS)), default="charter", help="Which.")
def schema(form: str) -> None:
    """Print the form of a charter file as JSON Schema; or that of a case, or of its answer."""
    (root,), named = body_schemas([_FORMS[form]])
    print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": named})


def shape(value: object, form: type[B]) -> B:
    """Return what a file holds, its place named where it is none.

    Raises:
        BodyTextError: It is no object.
        BodyMalformedError: A member is missing, unknown, or of another type.
    """
    if not isinstance(value, dict):
        raise BodyTextError(problem="the charter is no object")
    return shape_body(value, form)


def _load(file: Path) -> dict[str, Any]:
    if str(file) != "-":
        return dict(parse_plain(read_file(file, BODY_BYTES_MAX)))
    raw = sys.stdin.buffer.read(BODY_BYTES_MAX + 1)
    if len(raw) > BODY_BYTES_MAX:
        raise InputTooLargeError(path="-", bytes_max=BODY_BYTES_MAX)
    return dict(parse_plain(raw))


def _judged(made: Charter) -> dict[str, Any]:
    flaws = list(problems(made, None))
    return {
        "stands": not flaws,
        "flaws": flaws,
        # Remarks are about what the charter does, and one that cannot stand does nothing.
        "remarks": [] if flaws else list(remarks(made)),
        "sentences": [{"section": each.section, "text": each.text} for each in sentences(made)],
    }
