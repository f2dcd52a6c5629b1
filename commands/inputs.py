"""What a command is given: a file to read, and whether a program reads the answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from ledger.errors import MalformedError, NotRecordedError

F = TypeVar("F", bound=Callable[..., Any])

FILE: Final = click.Path(path_type=Path, dir_okay=False)


def json_option(command: F) -> F:
    """Give a command ``is_json``: whether a program reads the answer."""
    return click.option("--json", "is_json", is_flag=True, help="Answer as JSON.")(command)


class InputMissingError(NotRecordedError):
    """A file that a command reads is where the path says."""

    code = "input-missing"
    message = "{path} cannot be read: {problem}"


class InputTooLargeError(MalformedError):
    """A file that a command reads is of a sensible size."""

    code = "input-too-large"
    message = "{path} has more than {bytes_max} bytes"


def read_file(path: Path, bytes_max: int) -> bytes:
    """Return what a file holds.

    Raises:
        InputMissingError, InputTooLargeError: as named.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(bytes_max + 1)
    except OSError as error:
        raise InputMissingError(path=str(path), problem=error.strerror or "") from error
    if len(raw) > bytes_max:
        raise InputTooLargeError(path=str(path), bytes_max=bytes_max)
    return raw
