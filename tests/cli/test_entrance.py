"""The entrance: which commands there are, what they cost, how they end."""

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version

import click
import pytest

import cli
from commands import exits
from commands.setting import Day, IndexOrMoment
from ledger.errors import (
    ConflictError,
    CorruptError,
    LedgerError,
    MalformedError,
    NotRecordedError,
    RefusedError,
    UnverifiedError,
)
from projections import decisions
from tests.cli.office import Office
from tests.sources import ROOT


@pytest.fixture(params=sorted(cli.COMMANDS))
def command(request: pytest.FixtureRequest) -> str:
    """Each command's name."""
    return str(request.param)


def test_help_lists_each_command_with_its_line(bare: Office) -> None:
    """The first thing that anyone sees names everything that there is."""
    said = bare.ok("--help")

    assert [name for name in cli.COMMANDS if f"  {name}  " not in said] == []


def test_each_command_explains_itself(bare: Office, command: str) -> None:
    """Every command has help, and every option of it a line."""
    assert bare.ok(command, "--help").startswith(f"Usage: countersign {command}")


def test_the_version_is_that_of_the_distribution(bare: Office) -> None:
    """One number, from the metadata."""
    assert version("countersign") in bare.ok("--version")


def test_help_imports_no_command() -> None:
    """What is not called is not imported: help starts as fast as click does."""
    code = "import sys, cli; cli.main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()

    assert [
        name for name in ("rich", "flask", "sqlalchemy", "ledger.service") if name in loaded
    ] == []


def test_an_unknown_command_is_a_usage_error(bare: Office) -> None:
    """A word that is no command ends with 2."""
    result = bare.cs("nonsense")

    assert (result.exit_code, "No such command" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("branch", "code"),
    [
        (MalformedError, 2),
        (UnverifiedError, 3),
        (CorruptError, 3),
        (NotRecordedError, 4),
        (ConflictError, 5),
        (RefusedError, 6),
    ],
)
def test_each_branch_of_errors_has_its_exit_code(
    office: Office, monkeypatch: pytest.MonkeyPatch, branch: type[LedgerError], code: int
) -> None:
    """A program knows by the code what it can do; a person by word, rule and sentence."""

    def fail(*_: object) -> None:
        raise branch

    monkeypatch.setattr(decisions, "load", fail)
    result = office.refused(code, branch.code, "show", "decision", "jsc/1")
    word = exits.exit_of(branch())[0]

    assert result.stderr == f"countersign: {word} [{branch.code}]: {branch.message}\n"


def test_each_branch_is_in_the_table() -> None:
    """No branch is left without a code."""
    assert set(exits.EXITS) == set(LedgerError.__subclasses__())


def test_the_ledger_can_be_named_before_the_command(founded: Office) -> None:
    """--ledger is understood in front of the command and behind it, and wins over nothing else."""
    folder = str(founded.root / "ledger")
    before = founded.ok("--ledger", folder, "history", "party/cro", COUNTERSIGN_LEDGER=None)
    behind = founded.ok("history", "party/cro", "--ledger", folder, COUNTERSIGN_LEDGER=None)

    assert before == behind


def test_without_a_ledger_the_usage_says_so(bare: Office) -> None:
    """A command that reads a ledger asks which one."""
    result = bare.cs("history", "party/cro", COUNTERSIGN_LEDGER=None)

    assert (result.exit_code, "which ledger?" in result.stderr) == (2, True)


def test_a_folder_without_a_ledger_is_not_found(bare: Office) -> None:
    """An empty folder ends with 4."""
    bare.refused(4, "folder-missing", "history", "party/cro")


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "decision", "jsc/1"),
        ("show", "contract", "msa"),
        ("show", "partnership", "score"),
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_not_found(founded: Office, arguments: tuple[str, ...]) -> None:
    """A name that the ledger does not have ends with 4."""
    founded.refused(4, "nothing-to-show", *arguments)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--effective", "31.1.2026", "is no day"),
        ("--known", "yesterday", "no entry such as 55 and no time such as"),
        ("--known", "2026-01-31T09:00:00", "names no time zone"),
    ],
)
def test_days_and_moments_are_written_plainly(
    founded: Office, option: str, value: str, said: str
) -> None:
    """A day or a moment that could mean two things is a usage error."""
    result = founded.cs("show", "contract", "msa", option, value)

    assert (result.exit_code, said in result.stderr) == (2, True)


def test_typed_values_pass_as_they_are() -> None:
    """A value that is already a day or an index is left alone, as click asks of a type."""
    convert: Callable[..., object] = Day().convert
    day = convert("2026-01-31", None, None)

    assert convert(day, None, None) == day
    assert IndexOrMoment().convert(7, None, None) == 7


def test_the_table_names_commands() -> None:
    """Each row leads to a click command whose help begins as its module says."""
    context = click.Context(cli.main)
    names = cli.main.list_commands(context)
    found = [cli.main.get_command(context, name) for name in names]

    assert all(isinstance(each, click.Command) and each.help for each in found)
