"""The command line: which command lives where; each is imported when it is called.

Data goes to standard output, messages to standard error. The exit code is 0 when
all is well, 2 for a usage that makes no sense or a file that does not parse, 3
when a verification failed, 4 when something was not found, 5 when someone else was
first, 6 when the rules say no.
"""

from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

# Name, the module and attribute that hold it, and its one line of help.
COMMANDS: Final = MappingProxyType(
    {
        "init": ("commands.founding:init", "Found a ledger in a new folder."),
        "key": ("commands.keys:key_group", "Make, show and prove signing keys."),
        "party": ("commands.directory:party", "Admit a company, or rename it."),
        "person": ("commands.directory:person", "Enrol people, their undertakings and roles."),
        "kind": ("commands.vocabulary:kind_command", "List the kinds, or show what one holds."),
        "draft": ("commands.statements:draft", "Draft a statement, to look at and to sign."),
        "sign": ("commands.statements:sign", "Sign a draft with your own key."),
        "submit": ("commands.statements:submit", "Record signed statements."),
        "history": ("commands.reading:history", "Show a stream's statements in order."),
        "show": ("commands.showing:show", "Show a decision, a contract or a partnership."),
        "blame": ("commands.blaming:blame", "Show who made each clause of a contract so."),
        "diff": ("commands.differing:diff", "Show what sets a contract apart on two days."),
        "receipt": ("commands.reading:receipt", "Take a statement's receipt."),
        "token": ("commands.tokens:token", "Get a token, to read a server with any client."),
        "feed": ("commands.following:feed", "Follow every entry, checking each."),
        "verify": ("commands.verifying:verify", "Check a ledger, an export or a receipt offline."),
        "export": ("commands.exporting:export", "Export evidence: all, a share, or the log."),
        "rebuild": ("commands.exporting:rebuild", "Make the views anew from the archive."),
        "charter": ("commands.charter:charter", "Check a charter, or try it on a case."),
        "serve": ("commands.serving:serve", "Serve the ledger over HTTP."),
        "demo": ("commands.demo:demo", "Play a governed change order into a fresh ledger."),
    }
)


class Commands(click.Group):
    """The commands by name; none is imported before it is called, or all help would be slow."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- as in click
        """Name the commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command), "the table names commands"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands with their lines of help, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what the ledger refuses ends it with the exit code of its branch."""
        from commands.exits import exits_named

        with exits_named():
            return super().invoke(ctx)


@click.group(cls=Commands, epilog=f"Exit codes:{(__doc__ or '').partition('The exit code is')[2]}")
@click.option(
    "--ledger",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The ledger's folder, for every command; or COUNTERSIGN_LEDGER.",
)
@click.version_option(package_name="countersign")
def main(folder: Path | None) -> None:
    """Record governance decisions, contract changes and milestones that anyone can check."""
    del folder  # commands take it from the root's parameters


if __name__ == "__main__":
    main()
