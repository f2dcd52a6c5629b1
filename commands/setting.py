"""What a command is told from outside: the ledger's folder, and in which form it answers."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from commands.inputs import read_file
from ledger.archive import Archive
from ledger.errors import MalformedError
from ledger.evidence.note import VKey, parse_vkey
from ledger.evidence.statement import Digest
from ledger.folder import LedgerFolder
from ledger.service import system_clock
from projections.readers import FolderReader, ViewReader
from projections.runner import Views

F = TypeVar("F", bound=Callable[..., Any])

LEDGER_VARIABLE: Final = "COUNTERSIGN_LEDGER"
FOLDER: Final = click.Path(path_type=Path, file_okay=False)
PATH: Final = click.Path(path_type=Path)
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_TIME: Final = "2017-10-01T09:00:00Z"
_VKEYS_BYTES_MAX: Final = 65_536


class Day(click.ParamType[date]):
    """A day, as 2017-10-01."""

    name = "date"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Return the day that the text spells."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day such as 2017-10-01", param, ctx)


class IndexOrMoment(click.ParamType[int | datetime]):
    """An entry's index, or an instant in UTC."""

    name = "index|time"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int | datetime:
        """Return the index or the instant that the text spells."""
        if isinstance(value, int | datetime):
            return value
        text = str(value)
        if text.isascii() and text.isdecimal():
            return int(text)
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{value!r} is no entry such as 55 and no time such as {_TIME}", param, ctx)
        if at.tzinfo is None:
            self.fail(f"{value!r} names no time zone: {_TIME}", param, ctx)
        return at.astimezone(UTC)


known_option: Final = click.option(
    "--known", type=IndexOrMoment(), help="As it was known at an entry or a moment."
)


def ledger_option(command: F) -> F:
    """Give a command ``folder``, the path that --ledger or the environment names."""
    return click.option(
        "--ledger",
        "folder",
        type=FOLDER,
        envvar=LEDGER_VARIABLE,
        callback=_from_root,
        help=f"The ledger's folder, or {LEDGER_VARIABLE}.",
    )(command)


def _from_root(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> Path | None:
    """Fall back on what was said before the command's name."""
    return value or ctx.find_root().params.get("folder")


def load_folder(path: Path | None) -> LedgerFolder:
    """Return the ledger's folder that was named.

    Raises:
        click.UsageError: None was.
        FolderMissingError, SettingsMalformedError: It holds no ledger.
    """
    if path is None:
        raise click.UsageError(f"which ledger? give --ledger DIR or set {LEDGER_VARIABLE}")
    return LedgerFolder.load(path)


@contextmanager
def reading(path: Path | None) -> Iterator[tuple[Archive, Views, ViewReader]]:
    """Yield a ledger's archive, its views brought up to date, and their reader of today."""
    folder = load_folder(path)
    with Archive.open(folder) as archive:
        views = Views.open(folder.views, archive)
        try:
            views.catch_up()
            yield archive, views, ViewReader(who=FolderReader(), on=system_clock().date())
        finally:
            views.close()


class DigestTextError(MalformedError):
    """A digest is written sha256: and 64 lower-case hexadecimal digits."""

    code = "digest-text"
    message = "{text!r} is no digest such as sha256:0f3e…"


def read_vkeys(path: Path) -> tuple[VKey, ...]:
    """Return the log's keys that a file lists, one a line.

    Raises:
        VKeyMalformedError: A line is none.
        InputMissingError, InputTooLargeError: as named.
    """
    lines = read_file(path, _VKEYS_BYTES_MAX).decode(errors="replace").splitlines()
    return tuple(parse_vkey(line) for line in lines if line)


def parse_digest(text: str) -> Digest:
    """Return the digest that the text spells.

    Raises:
        DigestTextError: It spells none.
    """
    if _DIGEST.fullmatch(text) is None:
        raise DigestTextError(text=text)
    return Digest(text)
