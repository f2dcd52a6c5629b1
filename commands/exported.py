"""A contract from an export alone: verified first, replayed, and never taken at its word."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from commands.judging import EvidenceMissingError
from commands.setting import PATH, parse_digest
from commands.tables.console import messages
from ledger.audit.contracts import history_in
from ledger.audit.exported import replay_bundle
from ledger.domain.contracts.copies import ContractHistory, Known
from ledger.domain.world import World
from ledger.errors import UnverifiedError
from ledger.evidence.statement import Digest, StreamName
from ledger.verify.verdicts import Pins
from projections.moments import check_known


class ExportUnsoundError(UnverifiedError):
    """What is shown from an export was verified first, whole."""

    code = "export-unsound"
    message = "{path} does not hold ({findings} findings): countersign verify {path} says which"


@dataclass(frozen=True, kw_only=True)
class Export:
    """An export that a command reads, and the ledger's id where it is known from paper."""

    path: Path
    ledger: Digest | None

    def replay(self, contract: str, *asked: Known) -> tuple[World, ContractHistory]:
        """Return the world that the export gives, and a contract's history in it.

        ``asked`` are moments of which an export knows those up to its newest entry.

        Raises:
            EvidenceMissingError: There is nothing there.
            ExportUnsoundError: The export does not hold.
            KnownBeyondError: The export does not go so far.
            UnknownStreamError, NotYetKnownError: It has no such executed contract.
            LedgerError: It is no export; by what is wrong.
        """
        if not self.path.exists():
            raise EvidenceMissingError(path=str(self.path))
        replayed = replay_bundle(self.path, Pins(ledger=self.ledger))
        verdict = replayed.verdict
        if not verdict.holds:
            raise ExportUnsoundError(path=str(self.path), findings=len(verdict.findings))
        pinned = "" if verdict.is_pinned else "; give its id with --id to be sure which ledger"
        messages().print(f"verified: {verdict.size} entries of {verdict.origin}{pinned}")
        world = replayed.world
        for known in asked:
            check_known(known, world.size, world.time_at(world.size - 1))
        return world, history_in(world, StreamName(contract))


def export_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``export``: None, or the export that it reads in place of a ledger."""

    @click.option(
        "--export", "path", type=PATH, help="Verify this export (folder or zip), and read it alone."
    )
    @click.option("--id", "ledger", help="With --export: the ledger's id that you have on paper.")
    @wraps(command)
    def with_export(
        *arguments: Any,  # noqa: ANN401 -- the command's own
        path: Path | None,
        ledger: str | None,
        **members: Any,  # noqa: ANN401
    ) -> None:
        if path is None and ledger is not None:
            raise click.UsageError("--id belongs to --export")
        digest = None if ledger is None else parse_digest(ledger)
        export = None if path is None else Export(path=path, ledger=digest)
        command(*arguments, export=export, **members)

    return with_export
