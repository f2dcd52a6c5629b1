"""What to try after the demo: commands that work as they stand when they are pasted."""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Final

from ledger.evidence.statement import Digest

_NAME: Final = "countersign"
_FORGERY: Final = (
    "DROP TRIGGER entries_refuse_update; UPDATE entries SET entry ="
    " (SELECT entry FROM entries WHERE leaf_index = {other}) WHERE leaf_index = {leaf_index}"
)


@dataclass(frozen=True, kw_only=True)
class Trail:
    """Where the demo was played, and what in it is worth a look."""

    folder: Path
    ledger: Digest
    decision: str
    contract: str
    day_before: str  # the last day on which the contract was as it had been
    closing: int  # the entry in which the ledger itself closed the decision
    reader: str  # a party that may not read everything


def next_commands(trail: Trail) -> Iterator[tuple[str, str]]:
    """Yield each command with what it does; they build on each other, in this order."""
    program, folder = quote(_program()), str(trail.folder)
    at = f"--ledger {quote(folder)}"
    pinned = f"--id {trail.ledger}"
    share, whole, forged = (f"{folder}-{name}" for name in (trail.reader, "whole", "forged"))
    receipt = f"{folder}-decision.receipt.json"
    yield "every statement of the decision", f"{program} history {trail.decision} {at}"
    yield from _of_the_contract(trail, program, at)
    yield (
        "the receipt of the decision's outcome",
        f"{program} receipt {trail.closing} -o {quote(receipt)} {at}",
    )
    yield (
        "what one party may take away: the whole log, and the statements meant for it",
        f"{program} export {quote(share)} --party {trail.reader} {at}",
    )
    yield "check that share as its auditor would", f"{program} verify {quote(share)} {pinned}"
    yield (
        "check the receipt with the log's keys alone",
        f"{program} verify {quote(receipt)} --vkeys {quote(share)}/vkeys.txt {pinned}",
    )
    yield "take everything away", f"{program} export {quote(whole)} {at}"
    yield (
        "fold the contract again from that alone, verified first: no ledger, no database",
        f"{program} blame {trail.contract} --export {quote(whole)} {pinned}",
    )
    yield (
        "forge a copy: one ballot in the place of another",
        f"cp -r {quote(folder)} {quote(forged)}",
    )
    yield "", _forge(forged, trail.closing - 1)
    yield (
        "see the forgery found, at its entry (exit code 3)",
        f"{program} verify {quote(forged)} {pinned}",
    )
    yield "serve it: http://127.0.0.1:8000/v1/openapi.json", f"{program} serve {at}"


def _of_the_contract(trail: Trail, program: str, at: str) -> Iterator[tuple[str, str]]:
    yield (
        "the contract as it was before the change",
        f"{program} show contract {trail.contract} --effective {trail.day_before} {at}",
    )
    yield (
        "who made each clause so, by which decision, and what it said before",
        f"{program} blame {trail.contract} --earlier {at}",
    )
    yield (
        "what the change brought: clauses word by word, money, term",
        f"{program} diff {trail.contract} --from {trail.day_before} {at}",
    )
    yield (
        "the contracts as they were known when the decision was closed",
        f"{program} show contracts --known {trail.closing} {at}",
    )


def _forge(folder: str, leaf_index: int) -> str:
    """Return a command that writes past the ledger: it drops a trigger and changes a row."""
    script = _FORGERY.format(other=leaf_index - 1, leaf_index=leaf_index)
    database = json.dumps(f"{folder}/ledger.db")
    program = f'import sqlite3; sqlite3.connect({database}).executescript("{script}")'
    python = "python3" if shutil.which("python3") else sys.executable
    return f"{quote(python)} -c {quote(program)}"


def _program() -> str:
    """Return how this program was called, so that the advice fits this machine."""
    called = Path(sys.argv[0])
    if called.name != _NAME or shutil.which(_NAME) == str(called):
        return _NAME
    return str(called)
